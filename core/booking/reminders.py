"""Before a slot: at a peak the member is asked whether they will come, later reminded; who was asked and does
not answer may lose the place, which goes to the next in line (domain.md section 9)."""

from dataclasses import dataclass
from typing import Protocol

from core.booking.records import (
    Attendance,
    Booking,
    State,
    Step,
    booking_of,
    due_of,
    release_instant,
    require_state,
)
from core.booking.rules import slot_facts
from core.clock import Instant
from core.command import Command, NoInverse, Now, command
from core.due import Due, DueKind, when_due
from core.errors import DeskError
from core.notices.records import NoticeKind, tell
from core.records import BookingId, booking_told
from core.waitlist.hand_out import QueueStore, free_places
from core.wire import local_told


class ReminderStore(QueueStore, Protocol):
    """What reminding needs of the database."""

    def set_attendance(
        self, booking: int, attendance: Attendance | None, due: Due | None, *, reminded: bool
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Confirm(Command["Promised"]):
    booking: BookingId


@dataclass(frozen=True, slots=True)
class Promised:
    """`already` where the promise had been given before."""

    state: State
    attendance: Attendance
    already: bool = False


@command("confirm", inverse=NoInverse("promise_stands"))
def confirm(store: ReminderStore, command: Confirm, now: Now) -> Promised:
    """The member promises to come: asked or not, until the slot ends. Twice does no harm."""
    booking = booking_of(store, command.booking)
    require_state(booking, "confirmed")
    if now.instant >= booking.slot.ends_at:
        raise DeskError("slot_over", **slot_facts(booking.slot, booking.facility))
    if booking.attendance == "promised":
        return Promised(booking.state, "promised", already=True)
    _keep(store, booking, now, attendance="promised", reminded=booking.reminded)
    store.add_step(booking.number, Step(now.instant, "promised", booking.state, now.operator, None))
    store.outdate_notices(booking_told(booking.number), now.instant)
    return Promised(booking.state, "promised")


@when_due(DueKind.ASK, "B")
def ask(store: ReminderStore, number: int, now: Now) -> None:
    """Will they come? What becomes of the place without an answer is said with the question."""
    booking = booking_of(store, number)
    require_state(booking, "confirmed")
    _keep(store, booking, now, attendance="asked", reminded=booking.reminded)
    store.add_step(number, Step(now.instant, "asked", "confirmed", now.operator, None))
    _tell(store, booking, now, "confirm", until=release_instant(booking.slot, booking.facility))


@when_due(DueKind.REMIND, "B")
def remind(store: ReminderStore, number: int, now: Now) -> None:
    """Who loses the place at this very moment is not reminded of it."""
    booking = booking_of(store, number)
    require_state(booking, "confirmed")
    _keep(store, booking, now, attendance=booking.attendance, reminded=True)
    released_at = release_instant(booking.slot, booking.facility)
    if booking.attendance != "asked" or released_at is None or released_at > now.instant:
        _tell(store, booking, now, "reminder")


@when_due(DueKind.RELEASE, "B")
def release(store: ReminderStore, number: int, now: Now) -> None:
    """No answer: the place goes to the next in line."""
    booking = booking_of(store, number)
    require_state(booking, "confirmed")
    free_places(store, booking, "released", now, event="released", note=None)
    _tell(store, booking, now, "released")


def _keep(
    store: ReminderStore, booking: Booking, now: Now, *, attendance: Attendance | None, reminded: bool
) -> None:
    due = due_of(
        booking.state,
        booking.slot,
        booking.facility,
        booking.placed_at,
        now,
        reminded=reminded,
        attendance=attendance,
    )
    store.set_attendance(booking.number, attendance, due, reminded=reminded)


def _tell(
    store: ReminderStore, booking: Booking, now: Now, kind: NoticeKind, until: Instant | None = None
) -> None:
    """`until`: when the answer comes too late; a question is of no use from then on."""
    tell(
        store,
        now,
        kind,
        booking.member,
        booking_told(booking.number),
        booking.slot,
        booking.facility,
        useful_until=until,
        until=None if until is None else local_told(now.local_of(until)),
    )
