"""Cancelling: the places are free at once, and handed on in the same transaction. A displaced booking
has none to free."""

from dataclasses import dataclass
from typing import Any

from core.booking.book import Book
from core.booking.records import Booking, State, Step, booking_of, require_state
from core.command import Command, Now, command
from core.errors import invalid
from core.notices.records import tell
from core.operators.rights import forbidden
from core.records import BookingId, EntryId, booking_told
from core.waitlist.hand_out import QueueStore, free_places
from core.wire import Name


@dataclass(frozen=True, slots=True)
class Cancel(Command["Cancelled"]):
    booking: BookingId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """`was` is the booking that would take the place again; None where there was no place."""

    state: State
    was: Book | None
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


def _book_again(_: Cancel, cancelled: Cancelled) -> tuple[Command[Any], ...]:
    return () if cancelled.was is None else (cancelled.was,)


@command("cancel", inverse=_book_again)
def cancel(store: QueueStore, command: Cancel, now: Now) -> Cancelled:
    """Frees the places. After the start a reason is needed and, once there are operators, a manager,
    but not for a booking that has lost its place."""
    booking = booking_of(store, command.booking)
    require_state(booking, "pending", "confirmed", "checked_in", "displaced")
    if booking.state == "displaced":
        return _give_up(store, booking, command.reason, now)
    slot = booking.slot
    if now.instant > slot.begins_at:
        if "manage" not in now.rights:
            raise forbidden("cancel", "manage", field="booking")
        if command.reason is None:
            raise invalid("reason", "missing", begun=True)
    handed = free_places(store, booking, "cancelled", now, event="cancelled", note=command.reason)
    tell(store, now, "cancelled", booking.member, booking_told(booking.number), slot, booking.facility)
    was = Book(
        member=Name(booking.member.staff_no),
        facility=Name(booking.facility.code),
        date=slot.date,
        start=slot.start,
        party=booking.party,
        people=booking.people,
        purpose=booking.purpose,
        walk_in=booking.state == "checked_in",
        override=booking.override,
    )
    return Cancelled("cancelled", was, handed.promoted, handed.offered)


def _give_up(store: QueueStore, booking: Booking, reason: str | None, now: Now) -> Cancelled:
    """Who lost a place by a closure wants no other (domain.md section 5): there is nothing to free or to hand
    on."""
    store.settle(booking.number, "cancelled", None, booking.no_show_at)
    store.add_step(booking.number, Step(now.instant, "cancelled", "cancelled", now.operator, reason))
    told = booking_told(booking.number)
    tell(store, now, "cancelled", booking.member, told, booking.slot, booking.facility)
    return Cancelled("cancelled", None)
