"""Bookings: what changes them."""

from typing import Any

from sqlalchemy import insert, update

from core.booking.book import NewBooking
from core.booking.records import Attendance, Slot, State, Step
from core.clock import Instant
from core.due import Due
from storage.booking.tables import booking, booking_step
from storage.columns import due_columns
from storage.schedule import slot
from storage.statement import Statement, given

_NEW = (
    "slot_id", "member_id", "day", "party", "places", "people", "purpose", "state", "override",
    "walk_in", "level", "booked_at", "placed_at", "no_show_at", "pardoned", "due_at", "due_kind",
)  # fmt: skip
_ADD = Statement(insert(booking).values({name: given(name) for name in _NEW}), *_NEW)


def _change(*names: str) -> Statement:
    """An update of some columns of one booking."""
    values: dict[str, Any] = {name: given(f"new_{name}") for name in names}
    return Statement(
        update(booking).where(booking.c.id == given("number")).values(values),
        *(f"new_{name}" for name in names),
        "number",
    )


_SETTLE = _change("state", "due_at", "due_kind", "no_show_at")
_SET_DUE = _change("due_at", "due_kind")
_PLACE = _change(
    "slot_id", "day", "places", "state", "level", "placed_at", "due_at", "due_kind", "no_show_at",
    "reminded", "attendance",
)  # fmt: skip
_APPROVE = _change("level", "state", "due_at", "due_kind")
_BEGIN_ANEW = _change("state", "placed_at", "due_at", "due_kind", "no_show_at", "pardoned")
_PARDON = _change("pardoned")
_OVERRIDE = _change("override")
_SET_PLACES = _change("places")
_SET_ATTENDANCE = _change("attendance", "reminded", "due_at", "due_kind")
_GROW = Statement(
    update(slot).where(slot.c.id == given("number")).values(taken=slot.c.taken + given("more")),
    "more",
    "number",
)

_STEP = ("booking_id", "at", "event", "state", "operator", "note", "audit_id")
_ADD_STEP = Statement(insert(booking_step).values({name: given(name) for name in _STEP}), *_STEP)


class BookingChanges:
    """The writing part of the booking room; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int
    """The number of the audit record that the change at hand will get."""

    def add_booking(self, booking: NewBooking) -> int:
        cursor = _ADD.run(
            self.connection,
            booking.slot.number,
            booking.member.number,
            booking.slot.date.isoformat(),
            booking.party,
            booking.places,
            booking.people,
            booking.purpose,
            booking.state,
            booking.override,
            int(booking.walk_in),
            0,
            booking.booked_at,
            booking.booked_at,
            booking.no_show_at,
            0,
            *due_columns(booking.due),
        )
        return int(cursor.lastrowid)

    def settle(self, booking: int, state: State, due: Due | None, no_show_at: Instant | None) -> None:
        _SETTLE.run(self.connection, state, *due_columns(due), no_show_at, booking)

    def set_due(self, booking: int, due: Due | None) -> None:
        _SET_DUE.run(self.connection, *due_columns(due), booking)

    def place(
        self, booking: int, slot: Slot, places: int, state: State, placed_at: Instant, due: Due | None
    ) -> None:
        _PLACE.run(
            self.connection,
            slot.number,
            slot.date.isoformat(),
            places,
            state,
            0,
            placed_at,
            *due_columns(due),
            None,
            0,
            None,
            booking,
        )

    def approve_level(self, booking: int, level: int, state: State, due: Due | None) -> None:
        _APPROVE.run(self.connection, level, state, *due_columns(due), booking)

    def begin_anew(self, booking: int, placed_at: Instant, due: Due | None) -> None:
        _BEGIN_ANEW.run(self.connection, "confirmed", placed_at, *due_columns(due), None, 0, booking)

    def set_attendance(
        self, booking: int, attendance: Attendance | None, due: Due | None, *, reminded: bool
    ) -> None:
        _SET_ATTENDANCE.run(self.connection, attendance, int(reminded), *due_columns(due), booking)

    def pardon(self, booking: int) -> None:
        _PARDON.run(self.connection, 1, booking)

    def override_booking(self, booking: int, reason: str) -> None:
        _OVERRIDE.run(self.connection, reason, booking)

    def set_places(self, booking: int, slot: int, places: int, change: int) -> None:
        _SET_PLACES.run(self.connection, places, booking)
        _GROW.run(self.connection, change, slot)

    def add_step(self, booking: int, step: Step) -> None:
        _ADD_STEP.run(
            self.connection,
            booking,
            step.at,
            step.event,
            step.state,
            step.operator,
            step.note,
            self.audit_number,
        )


def rest_booking(connection: Any, number: int) -> None:
    """Lets a booking wait for nothing more."""
    _SET_DUE.run(connection, None, None, number)
