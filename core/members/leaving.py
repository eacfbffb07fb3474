"""A member leaves: nothing is deleted, what is coming is cancelled."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from core.booking.records import Booking, let_go
from core.command import Command, NoInverse, Now, command
from core.due import Due, DueKind, when_due
from core.errors import invalid
from core.ledger.looking import Sums, sums
from core.ledger.posting import Source, take_away
from core.ledger.records import UNITS, LedgerStore
from core.members.records import Member, member_of
from core.records import BookingId, EntryId, booking_told, entry_told
from core.waitlist.hand_out import QueueStore, hand_out
from core.waitlist.records import WaitEntry
from core.wire import Name


class LeavingStore(QueueStore, LedgerStore, Protocol):
    """What leaving needs of the database."""

    def change_member(self, member: Member) -> None: ...

    def coming_bookings(self, member: int, first: date) -> list[Booking]:
        """A member's pending and confirmed bookings from a day on, soonest first."""

    def set_member_due(self, member: int, due: Due | None) -> None: ...

    def open_entries_of(self, member: int, first: date) -> list[WaitEntry]:
        """The entries with which a member stands in lines of a day or later, soonest first."""


@dataclass(frozen=True, slots=True)
class MemberLeaves(Command["Left"]):
    staff_no: Name
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """`recalled` are the balances taken back, which for a day to come is nothing yet; `entries` those
    taken out of lines; `promoted` and `offered`: who got what came free."""

    cancelled: tuple[BookingId, ...]
    recalled: Sums
    entries: tuple[EntryId, ...] = ()
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


@command("member_leaves", inverse=NoInverse("bookings_are_gone"))
def member_leaves(store: LeavingStore, command: MemberLeaves, now: Now) -> Left:
    """From `on` (today) they may neither book nor redeem; their bookings from then on that have not begun are
    cancelled, and what they have is recalled on that day (domain.md section 7)."""
    member = member_of(store, command.staff_no)
    on = command.on or now.today
    if member.hired_on is not None and on < member.hired_on:
        raise invalid("on", "before_hired", hired_on=member.hired_on.isoformat())
    store.change_member(replace(member, left_on=on))
    cancelled, freed = [], []
    for booking in store.coming_bookings(member.number, on):
        if booking.slot.begins_at > now.instant:
            let_go(store, booking, "cancelled", now, event="member_left", note=None)
            store.outdate_notices(booking_told(booking.number), now.instant)
            cancelled.append(BookingId(booking.number))
            freed.append(booking.slot.number)
    recalled = sums([])
    if on > now.today:
        store.set_member_due(member.number, Due(now.instant_at(on, 0), DueKind.RECALL))
    else:
        recalled = _recall(store, member.number, now)
    entries = store.open_entries_of(member.number, on)
    for entry in entries:
        store.end_entry(entry, "left", now.instant)
        store.outdate_notices(entry_told(entry.number), now.instant)
        if entry.state == "offered":
            freed.append(entry.slot.number)
    handed = hand_out(store, now, "member_left", slots=freed, members=[member.number])
    return Left(
        tuple(cancelled),
        recalled,
        tuple(EntryId(entry.number) for entry in entries),
        handed.promoted,
        handed.offered,
    )


@when_due(DueKind.RECALL, "M")
def recall(store: LeavingStore, number: int, now: Now) -> None:
    """The day has come on which a member leaves."""
    _recall(store, number, now)


def _recall(store: LeavingStore, member: int, now: Now) -> Sums:
    store.set_member_due(member, None)
    lots = [lot for unit in UNITS for lot in store.live_lots(member, unit, now.today)]
    take_away(store, lots, "recalled", now, Source(facts={"cause": "member_left"}))
    return sums(lots)
