"""Taking a facility out of service for a while, or keeping it for an event, and bringing it back
(domain.md section 5)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from core.booking.records import Booking, Slot, let_go
from core.clock import Instant, instant_of
from core.closures.records import Closure, ClosureFinder, SlotTold, closure_of
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.facilities.records import Facility, facility_of
from core.notices.records import tell
from core.records import BookingId, ClosureId, EntryId, booking_told, closure_told, entry_told
from core.waitlist.hand_out import QueueStore, hand_out
from core.wire import Name, local_told


class ClosureStore(QueueStore, ClosureFinder, Protocol):
    """What closing and reopening need of the database."""

    def slots_between(self, facility: int, from_at: Instant, to_at: Instant) -> list[Slot]:
        """The slots of a facility, not withdrawn, that share a moment with [from_at, to_at), soonest
        first."""

    def bookings_on(self, slots: list[int]) -> list[Booking]: ...

    def set_closed(self, slots: list[int], *, closed: bool) -> None: ...

    def add_closure(
        self, facility: int, from_at: Instant, to_at: Instant, reason: str, at: Instant, *, event: bool
    ) -> int: ...

    def add_displacement(self, closure: int, booking: int, slot: int) -> None:
        """Keeps which closure took a booking's place, and which place that was."""

    def reopen(self, closure: int, at: Instant) -> None: ...


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
    turn back to waiting in their place, and who waits is told. With `dry_run` only says what would happen."""
    facility = facility_of(store, command.facility)
    if command.reason is None:
        raise invalid("reason", "missing")
    from_at, to_at = span_of(command.from_, command.to, now)
    slots = slots_closed_by(store, facility, from_at, to_at, now)
    displaced = bookings_lost(store, slots)
    number = None
    if not command.dry_run:
        number = store.add_closure(
            facility.number, from_at, to_at, command.reason, now.instant, event=command.event
        )
        _shut(store, slots, displaced, number, command.reason, now)
    waiting = [entry for slot in slots for entry in store.line_of(slot.number)]
    return Closed(
        None if number is None else ClosureId(number),
        tuple(map(SlotTold.of, slots)),
        tuple(BookingId(booking.number) for booking in displaced),
        tuple(EntryId(entry.number) for entry in waiting),
    )


def span_of(from_: datetime, to: datetime, now: Now) -> tuple[Instant, Instant]:
    """The instants of a stretch of local time. `invalid` for one that is over, or ends before it begins."""
    from_at, to_at = instant_of(from_, now.zone), instant_of(to, now.zone)
    if to <= from_ or to_at <= from_at:
        raise invalid("to", "end_not_after_start", value=local_told(to))
    if to_at <= now.instant:
        raise invalid("to", "past", value=local_told(to))
    return from_at, to_at


def slots_closed_by(
    store: ClosureStore, facility: Facility, from_at: Instant, to_at: Instant, now: Now
) -> list[Slot]:
    """The slots that share a moment with [from_at, to_at) and have not ended, soonest first."""
    found = store.slots_between(facility.number, from_at, to_at)
    return [slot for slot in found if slot.ends_at > now.instant]


def bookings_lost(store: ClosureStore, slots: list[Slot]) -> list[Booking]:
    """The bookings that hold places of slots, soonest first."""
    found = store.bookings_on([slot.number for slot in slots])
    return sorted(found, key=lambda booking: (booking.slot.begins_at, booking.number))


def _shut(
    store: ClosureStore, slots: list[Slot], displaced: list[Booking], closure: int, reason: str, now: Now
) -> None:
    told = closure_told(closure)
    for booking in displaced:
        let_go(store, booking, "displaced", now, event="displaced", note=f"{told}: {reason}")
        store.add_displacement(closure, booking.number, booking.slot.number)
        tell(
            store, now, "displaced", booking.member, booking_told(booking.number), booking.slot,
            booking.facility, reason=reason,
        )  # fmt: skip
    for slot in slots:
        for entry in store.line_of(slot.number) if slot.held or slot.waiting else ():
            if entry.state == "offered":
                store.wait_again(entry)
            if not slot.closed:  # else an earlier closure has told them
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
    slots = slots_reopened_by(store, closure, now)
    numbers = [slot.number for slot in slots]
    store.set_closed(numbers, closed=False)
    handed = hand_out(store, now, "reopened", closure_told(closure.number), slots=numbers)
    return Reopened(tuple(map(SlotTold.of, slots)), handed.promoted, handed.offered)


def slots_reopened_by(store: ClosureStore, closure: Closure, now: Now) -> list[Slot]:
    """The slots, still to end, that nothing but this closure keeps closed."""
    within = slots_closed_by(store, closure.facility, closure.from_at, closure.to_at, now)
    first = min((slot.begins_at for slot in within), default=closure.from_at)
    last = max((slot.ends_at for slot in within), default=closure.to_at)
    standing = store.standing_closures(closure.facility.number, first, last)
    others = [other for other in standing if other.number != closure.number]
    return [
        slot
        for slot in within
        if slot.closed and not any(other.covers(slot.begins_at, slot.ends_at) for other in others)
    ]


# ---------------------------------------------------------------- another time zone


class ClosureTimingStore(Protocol):
    """What closures need of the database when the club's zone changes."""

    def standing_since(self, now: Instant) -> list[Closure]:
        """All closures, not reopened, that are not over."""

    def set_span(self, closure: int, from_at: Instant, to_at: Instant) -> None: ...

    def fit_to_closures(self, facilities: list[int], now: Instant) -> None: ...


def retime_closures(store: ClosureTimingStore, before: Now, then: Now) -> None:
    """After a change of the club's zone: what was closed by the wall clock stays closed by it. Slots have
    moved before. `invalid` for a zone whose clocks leave out the time of a closure."""
    moved = []
    for closure in store.standing_since(before.instant):
        local = before.local_of(closure.from_at), before.local_of(closure.to_at)
        from_at, to_at = (instant_of(moment, then.zone) for moment in local)
        if to_at <= from_at:
            first, last = local
            raise invalid(
                "timezone", "no_such_time", date=first.date().isoformat(), start=f"{first:%H:%M}",
                end=f"{last:%H:%M}",
            )  # fmt: skip
        store.set_span(closure.number, from_at, to_at)
        moved.append(replace(closure, from_at=from_at, to_at=to_at))
    store.fit_to_closures(sorted({closure.facility.number for closure in moved}), then.instant)
