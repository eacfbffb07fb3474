"""Looking at closures: which there are, and what one would do before it is made."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import Booking, State
from core.clock import Minute
from core.closures.closing import ClosureStore, bookings_lost, slots_closed_by, span_of
from core.closures.records import Closure, SlotTold
from core.command import Now, Question, question
from core.facilities.records import facility_of
from core.privacy.masks import phone_told
from core.records import BookingId, ClosureId, EntryId
from core.waitlist.records import EntryState
from core.wire import Name


class PlanningStore(ClosureStore, Protocol):
    """What looking at closures needs of the database."""

    def closures(self) -> list[Closure]:
        """All closures, the latest first."""

    def displaced_counts(self, closure: int) -> tuple[int, int]:
        """How many bookings a closure displaced, and how many of them have no place yet."""


@dataclass(frozen=True, slots=True)
class AskClosures(Question["Closures"]):
    """Of one facility or of all; with `standing_only` those that still keep slots closed."""

    facility: Name | None = None
    standing_only: bool = False


class ClosureLine(NamedTuple):
    """`displaced` counts the bookings that lost their place, `unplaced` those of them still without one."""

    closure: ClosureId
    facility: Name
    name: Name
    from_: datetime
    to: datetime
    reason: str
    event: bool
    standing: bool
    closed_at: datetime
    reopened_at: datetime | None
    displaced: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Closures:
    closures: tuple[ClosureLine, ...]


@question("closures")
def ask_closures(store: PlanningStore, question: AskClosures, now: Now) -> Closures:
    """The latest first. `unknown_facility`."""
    facility = None if question.facility is None else facility_of(store, question.facility)
    return Closures(
        tuple(
            closure_line(store, closure, now)
            for closure in store.closures()
            if facility in (None, closure.facility) and (closure.stands(now) or not question.standing_only)
        )
    )


def closure_line(store: PlanningStore, closure: Closure, now: Now) -> ClosureLine:
    """A closure as it is told."""
    displaced, unplaced = store.displaced_counts(closure.number)
    reopened_at = closure.reopened_at
    return ClosureLine(
        ClosureId(closure.number),
        Name(closure.facility.code),
        Name(closure.facility.name),
        now.local_of(closure.from_at),
        now.local_of(closure.to_at),
        closure.reason,
        closure.event,
        closure.stands(now),
        now.local_of(closure.closed_at),
        None if reopened_at is None else now.local_of(reopened_at),
        displaced,
        unplaced,
    )


# ---------------------------------------------------------------- before it is made


@dataclass(frozen=True, slots=True)
class AskClosurePlan(Question["ClosurePlan"]):
    """What closing a facility for [from, to) would do; the club's local times."""

    facility: Name
    from_: datetime
    to: datetime


class BookingAtStake(NamedTuple):
    """A booking that would lose its place, and whom to call."""

    booking: BookingId
    member: Name
    name: Name
    phone: Name | None
    date: date
    start: Minute
    end: Minute
    party: int
    state: State


class EntryAtStake(NamedTuple):
    """An entry that would outlive the closure; one that is `offered` would turn back to waiting."""

    entry: EntryId
    member: Name
    name: Name
    phone: Name | None
    date: date
    start: Minute
    party: int
    state: EntryState


@dataclass(frozen=True, slots=True)
class ClosurePlan:
    """`slots` are those that would close: `already` of them are closed as it is."""

    facility: Name
    name: Name
    slots: tuple[SlotTold, ...]
    already: int
    displaced: tuple[BookingAtStake, ...]
    entries: tuple[EntryAtStake, ...]


@question("closure_plan")
def ask_closure_plan(store: ClosureStore, question: AskClosurePlan, now: Now) -> ClosurePlan:
    """Judged as `close_facility` does it. `unknown_facility`, `invalid`."""
    facility = facility_of(store, question.facility)
    slots = slots_closed_by(store, facility, *span_of(question.from_, question.to, now), now)
    entries = [entry for slot in slots for entry in store.line_of(slot.number)]
    return ClosurePlan(
        Name(facility.code),
        Name(facility.name),
        tuple(map(SlotTold.of, slots)),
        sum(1 for slot in slots if slot.closed),
        tuple(_at_stake(booking, now) for booking in bookings_lost(store, slots)),
        tuple(
            EntryAtStake(
                EntryId(entry.number),
                Name(entry.member.staff_no),
                Name(entry.member.name),
                phone_told(entry.member, now),
                entry.slot.date,
                entry.slot.start,
                entry.party,
                entry.state,
            )
            for entry in entries
        ),
    )


def _at_stake(booking: Booking, now: Now) -> BookingAtStake:
    slot = booking.slot
    return BookingAtStake(
        BookingId(booking.number),
        Name(booking.member.staff_no),
        Name(booking.member.name),
        phone_told(booking.member, now),
        slot.date,
        slot.start,
        slot.end,
        booking.party,
        booking.state,
    )
