"""Approval at one or two levels, entered at the desk, also on behalf of someone who signed on paper."""

from dataclasses import dataclass
from typing import Protocol

from core.booking.records import (
    Booking,
    State,
    Step,
    booking_of,
    due_of_booking,
)
from core.command import Command, NoInverse, Now, command
from core.due import Due
from core.errors import DeskError, invalid
from core.notices.records import tell
from core.operators.rights import Right, forbidden
from core.records import BookingId, EntryId, booking_told
from core.waitlist.hand_out import QueueStore, free_places
from core.wire import UNSET, Unset, local_told


class ApprovalStore(QueueStore, Protocol):
    """What approval needs of the database."""

    def trail(self, booking: int) -> list[Step]:
        """A booking's steps, oldest first."""

    def approve_level(self, booking: int, level: int, state: State, due: Due | None) -> None:
        """Records the level reached."""


@dataclass(frozen=True, slots=True)
class Approve(Command["Decided"]):
    """`level` is the one that the approver saw as the next; `paper` the number of a signed form."""

    booking: BookingId
    note: str | None = None
    on_behalf_of: str | None = None
    level: int | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Reject(Command["Decided"]):
    booking: BookingId
    note: str | None = None
    on_behalf_of: str | None = None
    level: int | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """`promoted` and `offered`: who got the places of a rejected booking."""

    state: State
    level: int
    promoted: tuple[BookingId, ...] | Unset = UNSET
    offered: tuple[EntryId, ...] | Unset = UNSET


def _require_pending(store: ApprovalStore, booking: Booking, command: Approve | Reject, now: Now) -> None:
    """`wrong_state`, with who decided and when, for a booking that is not waiting for approval, or not for
    the level that the approver saw: somebody else was quicker."""
    seen = booking.level + 1 if command.level is None else command.level
    if booking.state != "pending" or seen != booking.level + 1:
        last = store.trail(booking.number)[-1]
        raise DeskError(
            "wrong_state",
            booking=booking_told(booking.number),
            state=booking.state,
            level=booking.level,
            by=last.operator,
            at=local_told(now.local_of(last.at)),
            note=last.note,
        )


def _require_right(store: ApprovalStore, booking: Booking, command: Approve | Reject, now: Now) -> None:
    """Each level has its own right, and is given by another person than the one before (domain.md section 3).
    Who enters what was signed on paper needs the level's right too, or to manage; the person is then the one
    who signed. Until operators exist one person may give both."""
    level = booking.level + 1
    right: Right = "approve_1" if level == 1 else "approve_2"
    name = "approve" if isinstance(command, Approve) else "reject"
    enough = {right} if command.on_behalf_of is None else {right, "manage"}
    if not enough & now.rights:
        raise forbidden(name, *enough)
    if not now.signed_in or level == 1 or isinstance(command, Reject):
        return
    before = next(step for step in reversed(store.trail(booking.number)) if step.event == "approved")
    signed = command.on_behalf_of
    if signed is not None and f"{before.note or ''} ".replace(":", " ").startswith(f"{signed} "):
        raise DeskError("same_person", booking=booking_told(booking.number), operator=signed)
    if signed is None and before.operator == now.operator:
        raise DeskError("same_person", booking=booking_told(booking.number), operator=now.operator)


def _note(command: Approve | Reject) -> str | None:
    """Who signed, the paper's number, and what was said, as the trail keeps them."""
    signed = " ".join(part for part in (command.on_behalf_of, command.paper) if part)
    return ": ".join(part for part in (signed, command.note) if part) or None


@command("approve", inverse=NoInverse("decision_stands"))
def approve(store: ApprovalStore, command: Approve, now: Now) -> Decided:
    """Gives the next level; with the last one the booking is confirmed."""
    booking = booking_of(store, command.booking)
    _require_pending(store, booking, command, now)
    _require_right(store, booking, command, now)
    level = booking.level + 1
    state: State = "confirmed" if level >= booking.facility.approval_levels else "pending"
    store.approve_level(booking.number, level, state, due_of_booking(booking, now, state))
    store.add_step(booking.number, Step(now.instant, "approved", state, now.operator, _note(command)))
    if state == "confirmed":
        tell(
            store,
            now,
            "approved",
            booking.member,
            booking_told(booking.number),
            booking.slot,
            booking.facility,
        )
    return Decided(state, level)


@command("reject", inverse=NoInverse("decision_stands"))
def reject(store: ApprovalStore, command: Reject, now: Now) -> Decided:
    """Frees the places. `invalid` without a note: the applicant is told why."""
    booking = booking_of(store, command.booking)
    _require_pending(store, booking, command, now)
    _require_right(store, booking, command, now)
    if command.note is None:
        raise invalid("note", "missing")
    handed = free_places(store, booking, "rejected", now, event="rejected", note=_note(command))
    told = booking_told(booking.number)
    tell(store, now, "rejected", booking.member, told, booking.slot, booking.facility, reason=command.note)
    return Decided("rejected", booking.level, handed.promoted, handed.offered)
