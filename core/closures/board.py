"""Bookings that look for another place, the places, and what may stand together. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from core.clock import Minute, week_of

Day = date
"""`date` under another name, for a class that has a field of that name."""


class Room(NamedTuple):
    """A slot with free places; booked `whole` by one booking, or place by place. The quotas are the
    facility's, None for none."""

    slot: int
    facility: int
    date: date
    start: Minute
    end: Minute
    free: int
    whole: bool
    daily_quota: int | None = None
    weekly_quota: int | None = None

    def overlaps(self, other: "Room") -> bool:
        """Whether two share a moment; touching is no overlap."""
        return self.date == other.date and self.start < other.end and other.start < self.end

    def quotas(self) -> Iterator[tuple[int, Day, Day]]:
        """Each quota with the first and last day that it is counted over."""
        if self.daily_quota is not None:
            yield self.daily_quota, self.date, self.date
        if self.weekly_quota is not None:
            yield self.weekly_quota, *week_of(self.date)

    def counts_with(self, facility: int, first: Day, last: Day) -> bool:
        """Whether a booking of it counts against a facility's quota of some days."""
        return self.facility == facility and first <= self.date <= last


class Choice(NamedTuple):
    """A room that a seeker could have by itself: by how many minutes it would be moved, and whether that is
    another kind of place."""

    slot: int
    minutes: int
    farther: bool


class Seeker(NamedTuple):
    """A booking that looks for a place. `held` are the bookings that the member has besides and that count
    against quotas, as (facility, date); who is `exempt` may be in two places at once, beyond any quota."""

    booking: int
    member: int
    party: int
    exempt: bool
    choices: tuple[Choice, ...]
    held: tuple[tuple[int, date], ...] = ()

    def counted(self, facility: int, first: date, last: date) -> int:
        """How many of the member's bookings count against a facility's quota of some days."""
        return sum(1 for place in self.held if place[0] == facility and first <= place[1] <= last)


def cheapest_first(seeker: Seeker) -> list[Choice]:
    """A seeker's choices by minutes, then kind, then slot."""
    return sorted(seeker.choices, key=lambda choice: (choice.minutes, choice.farther, choice.slot))


class Board:
    """Seekers in rooms, as many as have been put there."""

    def __init__(self, rooms: Sequence[Room]) -> None:
        self.minutes = 0
        self.farther = 0
        self._free = {room.slot: room.free for room in rooms}
        self._of_member: dict[int, list[Room]] = {}
        self._placed: dict[int, tuple[Seeker, Room]] = {}

    def takes(self, seeker: Seeker, room: Room) -> bool:
        """Whether a seeker can be put into a room beside those who are there."""
        if seeker.party > self._free[room.slot]:
            return False
        if seeker.exempt:
            return True
        own = self._of_member.get(seeker.member, ())
        if any(other.overlaps(room) for other in own):
            return False
        for quota, first, last in room.quotas():
            others = sum(1 for other in own if other.counts_with(room.facility, first, last))
            if others + seeker.counted(room.facility, first, last) >= quota:
                return False
        return True

    def put(self, seeker: Seeker, room: Room) -> None:
        """Puts a seeker into a room that takes it."""
        choice = next(choice for choice in seeker.choices if choice.slot == room.slot)
        self._free[room.slot] -= self._free[room.slot] if room.whole else seeker.party
        self._of_member.setdefault(seeker.member, []).append(room)
        self._placed[seeker.booking] = (seeker, room)
        self.minutes += choice.minutes
        self.farther += choice.farther

    def has(self, seeker: Seeker) -> bool:
        return seeker.booking in self._placed

    def missing(self, seekers: int) -> int:
        """How many of so many are nowhere."""
        return seekers - len(self._placed)

    def placed(self) -> list[tuple[Seeker, Room]]:
        """Who is where, by the booking's number."""
        return [self._placed[booking] for booking in sorted(self._placed)]
