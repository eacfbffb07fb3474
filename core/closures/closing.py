"""Taking a facility out of service for a while, or keeping it for an event, and bringing it back
(domain.md section 5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from core.booking.records import Booking, Slot, let_go
from core.clock import Instant, Minute, instant_of
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.facilities.records import Facility, facility_of
from core.notices.records import tell
from core.records import BookingId, ClosureId, EntryId, booking_told, closure_told, entry_told
from core.waitlist.hand_out import QueueStore, hand_out
from core.wire import Name, local_told


@dataclass(frozen=True, slots=True)
class Closure:
    """A stretch of time [from_at, to_at) in which a facility's slots are closed. An `event` is no fault of
    the facility: it is in use, not out of service."""

    number: int
    facility: Facility
    from_at: Instant
    to_at: Instant
    reason: str
    event: bool
    closed_at: Instant
    reopened_at: Instant | None


class ClosureStore(QueueStore, Protocol):
    """What closing and reopening need of the database."""

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]: ...

    def bookings_on(self, slots: list[int]) -> list[Booking]: ...

    def set_closed(self, slots: list[int], *, closed: bool) -> None: ...

    def closure(self, number: int) -> Closure | None: ...

    def standing_closures(self, facility: int, from_at: Instant, to_at: Instant) -> list[Closure]:
        """The closures of a facility, not reopened, that share a moment with [from_at, to_at)."""

    def add_closure(
        self, facility: int, from_at: Instant, to_at: Instant, reason: str, at: Instant, *, event: bool
    ) -> int: ...

    def displace_by(self, booking: int, closure: int) -> None:
        """Keeps which closure took a booking's place."""

    def reopen(self, closure: int, at: Instant) -> None: ...


class SlotTold(NamedTuple):
    date: date
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class CloseFacility(Command["Closed"]):
    """`from_` and `to` are the club's local times; `event`: kept for an event, not out of service."""

    facility: Name
    from_: datetime
    to: datetime
    reason: str | None = None
    event: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """`closure` is None for a dry run; `waiting` are the entries that outlive it."""

    closure: ClosureId | None
    slots: tuple[SlotTold, ...]
    displaced: tuple[BookingId, ...]
    waiting: tuple[EntryId, ...] = ()


@command("close_facility", inverse=NoInverse("bookings_are_displaced"))
def close_facility(store: ClosureStore, command: CloseFacility, now: Now) -> Closed:
    """Closes every slot that overlaps [from, to) and has not ended; its bookings are displaced, open offers
    turn back to waiting in their place. With `dry_run` only says what would happen."""
    facility = facility_of(store, command.facility)
    if command.reason is None:
        raise invalid("reason", "missing")
    if command.to <= command.from_:
        raise invalid("to", "end_not_after_start", value=local_told(command.to))
    from_at, to_at = instant_of(command.from_, now.zone), instant_of(command.to, now.zone)
    if to_at <= now.instant:
        raise invalid("to", "past", value=local_told(command.to))
    slots = _slots_within(store, facility, from_at, to_at, now)
    displaced = store.bookings_on([slot.number for slot in slots])
    number = None
    if not command.dry_run:
        number = store.add_closure(
            facility.number, from_at, to_at, command.reason, now.instant, event=command.event
        )
        _shut(store, slots, displaced, number, command.reason, now)
    waiting = [entry for slot in slots for entry in store.line_of(slot.number)]
    return Closed(
        None if number is None else ClosureId(number),
        tuple(SlotTold(slot.date, slot.start, slot.end) for slot in slots),
        tuple(BookingId(booking.number) for booking in displaced),
        tuple(EntryId(entry.number) for entry in waiting),
    )


def _slots_within(
    store: ClosureStore, facility: Facility, from_at: Instant, to_at: Instant, now: Now
) -> list[Slot]:
    """The slots that share a moment with [from_at, to_at) and have not ended, soonest first."""
    first, last = now.local_of(from_at).date(), now.local_of(to_at).date()
    found = store.slots_of([facility.number], first - timedelta(days=1), last)
    return [
        slot
        for slot in found
        if not slot.withdrawn
        and slot.begins_at < to_at
        and from_at < slot.ends_at
        and slot.ends_at > now.instant
    ]


def _shut(
    store: ClosureStore, slots: list[Slot], displaced: list[Booking], closure: int, reason: str, now: Now
) -> None:
    told = closure_told(closure)
    for booking in displaced:
        let_go(store, booking, "displaced", now, event="displaced", note=f"{told}: {reason}")
        store.displace_by(booking.number, closure)
        tell(
            store, now, "displaced", booking.member, booking_told(booking.number), booking.slot,
            booking.facility, reason=reason,
        )  # fmt: skip
    for slot in slots:
        for entry in store.line_of(slot.number) if slot.held else ():
            if entry.state == "offered":
                store.wait_again(entry)
                tell(
                    store, now, "closed", entry.member, entry_told(entry.number), slot, entry.facility,
                    reason=reason,
                )  # fmt: skip
    store.set_closed([slot.number for slot in slots], closed=True)
    hand_out(store, now, "closed", told, members=[booking.member.number for booking in displaced])


@dataclass(frozen=True, slots=True)
class ReopenFacility(Command["Reopened"]):
    closure: ClosureId


@dataclass(frozen=True, slots=True)
class Reopened:
    slots: tuple[SlotTold, ...]
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


def closure_of(store: ClosureStore, number: int) -> Closure:
    """The closure of an id. `unknown_closure`."""
    closure = store.closure(number)
    if closure is None:
        raise DeskError("unknown_closure", closure=closure_told(number))
    return closure


@command("reopen_facility", inverse=NoInverse("places_are_handed_out"))
def reopen_facility(store: ClosureStore, command: ReopenFacility, now: Now) -> Reopened:
    """Brings back the slots that no other closure covers, not the bookings, and runs the waitlist.
    `already_done` with the time of the first reopening."""
    closure = closure_of(store, command.closure)
    if closure.reopened_at is not None:
        raise DeskError(
            "already_done",
            closure=closure_told(closure.number),
            at=local_told(now.local_of(closure.reopened_at)),
        )
    store.reopen(closure.number, now.instant)
    facility = closure.facility
    others = store.standing_closures(facility.number, closure.from_at, closure.to_at)
    slots = [
        slot
        for slot in _slots_within(store, facility, closure.from_at, closure.to_at, now)
        if slot.closed
        and not any(slot.begins_at < other.to_at and other.from_at < slot.ends_at for other in others)
    ]
    numbers = [slot.number for slot in slots]
    store.set_closed(numbers, closed=False)
    handed = hand_out(store, now, "reopened", closure_told(closure.number), slots=numbers)
    told = tuple(SlotTold(slot.date, slot.start, slot.end) for slot in slots)
    return Reopened(told, handed.promoted, handed.offered)
