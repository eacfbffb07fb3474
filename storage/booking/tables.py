"""Bookings and their trails: the tables."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.booking.records import HOLDING
from storage.columns import STRICT, flag, flags, later_number, number, table_of, text

_STATES = (*HOLDING, "cancelled", "rejected", "expired", "released", "no_show", "displaced")


class BookingTable(SQLModel, table=True):
    """`day` repeats the slot's, so that a member's bookings of a day or week are found by one index however
    long their history is. `due_at` and `due_kind` say what happens next by itself."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_slot", "slot_id"),
        Index("booking_member_day", "member_id", "day"),
        Index("booking_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        Index("booking_no_show", "member_id", "no_show_at", sqlite_where=sql_text("no_show_at IS NOT NULL")),
        Index("booking_displaced", "day", "id", sqlite_where=sql_text("state = 'displaced'")),
        Index("booking_no_show_at", "no_show_at", sqlite_where=sql_text("no_show_at IS NOT NULL")),
        CheckConstraint("party >= 1 AND places >= 1 AND (people IS NULL OR people >= 1)", name="counts"),
        CheckConstraint(f"state IN {_STATES}", name="states"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        CheckConstraint("(state = 'no_show') = (no_show_at IS NOT NULL)", name="no_shows"),
        CheckConstraint("attendance IS NULL OR attendance IN ('asked', 'promised')", name="attendance"),
        flags("walk_in", "pardoned", "reminded"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="slot.id")
    member_id: int = Field(foreign_key="member.id")
    day: str = text()
    party: int = number()
    places: int = number()
    people: int | None = number()
    purpose: str | None = text()
    state: str = text()
    override: str | None = text()
    walk_in: int = flag()
    level: int = number()
    booked_at: int = number()
    placed_at: int = number()
    no_show_at: int | None = number()
    pardoned: int = flag()
    due_at: int | None = number()
    due_kind: int | None = number()
    reminded: int = later_number()
    attendance: str | None = text()


class BookingStepTable(SQLModel, table=True):
    """The trail. `audit_id` is the audit record of the change that the step was part of."""

    __tablename__ = "booking_step"
    __table_args__ = (Index("booking_step_booking", "booking_id"), STRICT)

    id: int | None = number(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    at: int = number()
    event: str = text()
    state: str = text()
    operator: str = text()
    note: str | None = text()
    audit_id: int = number()


booking = table_of(BookingTable)
booking_step = table_of(BookingStepTable)
