"""Approval at one or two levels, entered at the desk, also on behalf of someone who signed on paper."""

from dataclasses import dataclass
from typing import Protocol

from core.booking.records import (
    Booking,
    State,
    Step,
    TrailStore,
    booking_of,
    due_of,
    let_go,
    require_state,
)
from core.command import Command, NoInverse, Now, command
from core.due import Due
from core.errors import invalid
from core.records import BookingId
from core.wire import local_told


class ApprovalStore(TrailStore, Protocol):
    """What approval needs of the database."""

    def trail(self, booking: int) -> list[Step]:
        """A booking's steps, oldest first."""

    def approve_level(self, booking: int, level: int, state: State, due: Due | None) -> None:
        """Records the level reached."""


@dataclass(frozen=True, slots=True)
class Approve(Command["Decided"]):
    booking: BookingId
    note: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reject(Command["Decided"]):
    booking: BookingId
    note: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    state: State
    level: int


def _require_pending(store: ApprovalStore, booking: Booking, now: Now) -> None:
    """`wrong_state`, with who decided and when, for a booking that is not waiting for approval."""
    if booking.state != "pending":
        last = store.trail(booking.number)[-1]
        require_state(booking, "pending", by=last.operator, at=local_told(now.local_of(last.at)))


def _note(command: Approve | Reject) -> str | None:
    parts = [part for part in (command.on_behalf_of, command.note) if part]
    return ": ".join(parts) or None


@command("approve", inverse=NoInverse("decision_stands"))
def approve(store: ApprovalStore, command: Approve, now: Now) -> Decided:
    """Gives the next level; with the last one the booking is confirmed."""
    booking = booking_of(store, command.booking)
    _require_pending(store, booking, now)
    level = booking.level + 1
    state: State = "confirmed" if level >= booking.facility.approval_levels else "pending"
    due = due_of(state, booking.slot, booking.facility, booking.placed_at, now)
    store.approve_level(booking.number, level, state, due)
    store.add_step(booking.number, Step(now.instant, "approved", state, now.operator, _note(command)))
    return Decided(state, level)


@command("reject", inverse=NoInverse("decision_stands"))
def reject(store: ApprovalStore, command: Reject, now: Now) -> Decided:
    """Frees the places. `invalid` without a note: the applicant is told why."""
    booking = booking_of(store, command.booking)
    _require_pending(store, booking, now)
    if command.note is None:
        raise invalid("note", "missing")
    let_go(store, booking, "rejected", now, event="rejected", note=_note(command))
    return Decided("rejected", booking.level)
