"""The places that a booking could have instead of its own: in the same facility at other times, in its group,
and in facilities of its kind; on the same day and some days before and after."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple, Protocol

from core.booking.book import BookStore
from core.booking.records import Booking, HeldPlace, Slot
from core.booking.rules import Facts, Place, Wish, decide, judge_slot, suspending_since
from core.clock import Instant, week_of
from core.command import Now
from core.errors import DeskError
from core.facilities.records import Facility
from core.members.records import Member

DAYS_AROUND = 7
"""So many days before and after a booking's own are looked at."""

Rank = Literal["facility", "group", "kind"]
"""How near a place is to the booking's own: the same facility, its group, or only its kind."""


class ReachStore(BookStore, Protocol):
    """What looking for other places needs of the database."""

    def facilities(self) -> list[Facility]: ...

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]: ...


class Spot(NamedTuple):
    """A slot that is open and can still be booked ahead."""

    slot: Slot
    facility: Facility
    rank: Rank


class Near(NamedTuple):
    """A spot, and by how many minutes a booking's start would be moved to it."""

    minutes: int
    spot: Spot

    @property
    def farther(self) -> bool:
        """Another group: only of the same kind."""
        return self.spot.rank == "kind"


class Reach:
    """The spots around bookings of one facility, and what their members have then: looked up once."""

    def __init__(self, store: ReachStore, facility: Facility, days: Iterable[date], now: Now) -> None:
        self._store = store
        self._now = now
        around = timedelta(days=DAYS_AROUND)
        known = list(days)
        self.first = max(min(known, default=now.today) - around, now.today)
        self.last = max(max(known, default=now.today) + around, self.first)
        self.spots = list(self._spots(facility))
        self._held: dict[int, tuple[list[HeldPlace], list[Instant]]] = {}
        self._near: dict[int, list[Near]] = {}

    def _spots(self, facility: Facility) -> Iterable[Spot]:
        ranks = {other.number: (other, rank_of(other, facility)) for other in self._store.facilities()}
        wanted = [number for number, (_other, rank) in ranks.items() if rank is not None]
        for slot in self._store.slots_of(wanted, self.first, self.last):
            other, rank = ranks[slot.facility]
            if rank is not None and not slot.withdrawn and slot.free > 0 and self._open(slot, other):
                yield Spot(slot, other, rank)

    def _open(self, slot: Slot, facility: Facility) -> bool:
        """Whether the slot's own rule lets anybody book it ahead."""
        if slot.closed or slot.begins_at < self._now.instant:
            return False
        try:
            judge_slot(slot, facility, Wish(), self._now)
        except DeskError:
            return False
        return True

    def near(self, slot: Slot) -> list[Near]:
        """The spots within so many days of a slot's own, by the least time moved, then the nearer rank."""
        known = self._near.get(slot.number)
        if known is None:
            around = timedelta(days=DAYS_AROUND)
            first, last = slot.date - around, slot.date + around
            found = [
                Near(abs(spot.slot.begins_at - slot.begins_at) // 60, spot)
                for spot in self.spots
                if first <= spot.slot.date <= last
            ]
            known = self._near[slot.number] = sorted(found, key=by_time)
        return known

    def place(self, booking: Booking, spot: Spot) -> Place | None:
        """What a booking would have there, by the rule of moving itself; None where it can't be."""
        if not spot.slot.free_for(spot.facility, booking.party):
            return None
        held, no_shows = self.held(booking.member)
        wish = Wish(booking.party, moving=booking.number)
        try:
            return decide(Facts(booking.member, spot.facility, spot.slot, held, no_shows), wish, self._now)
        except DeskError:
            return None

    def held(self, member: Member) -> tuple[list[HeldPlace], list[Instant]]:
        """What a member has in the weeks around, and the no-shows that may suspend."""
        known = self._held.get(member.number)
        if known is None:
            known = self._held[member.number] = self._look_up(member)
        return known

    def _look_up(self, member: Member) -> tuple[list[HeldPlace], list[Instant]]:
        if member.shared:
            return [], []
        held = self._store.held_places(member.number, week_of(self.first)[0], week_of(self.last)[1])
        return held, self._store.no_shows_since(member.number, suspending_since(self._now))


def by_time(near: Near) -> tuple[int, bool, bool, Instant, int]:
    """Nearest time first; at the same distance the nearer rank, then the earlier slot."""
    slot = near.spot.slot
    return near.minutes, near.farther, near.spot.rank != "facility", slot.begins_at, slot.facility


def rank_of(other: Facility, facility: Facility) -> Rank | None:
    """How near a facility is to another; None for one that is no substitute."""
    if other.number == facility.number:
        return "facility"
    if facility.group is not None and other.group == facility.group:
        return "group"
    return "kind" if other.kind == facility.kind else None
