"""Closures and the bookings that they displaced: their tables and queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, exists, func, insert, literal_column, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.booking.records import Slot
from core.clock import Instant
from core.closures.records import Closure, Displacement
from storage.booking.finding import WHOLE_BOOKING, booking_from
from storage.booking.tables import booking
from storage.columns import STRICT, flag, flags, number, table_of, text
from storage.facilities import FACILITY_COLUMNS, facility, facility_from
from storage.schedule import SLOT_COLUMNS, slot, slot_from
from storage.statement import Statement, given


class ClosureTable(SQLModel, table=True):
    """A stretch of time in which a facility's slots are closed, until it is reopened."""

    __tablename__ = "closure"
    __table_args__ = (
        Index("closure_standing", "facility_id", "to_at", sqlite_where=sql_text("reopened_at IS NULL")),
        CheckConstraint("from_at < to_at", name="span"),
        flags("event"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id")
    from_at: int = number()
    to_at: int = number()
    reason: str = text()
    event: int = flag()
    closed_at: int = number()
    reopened_at: int | None = number()


class DisplacementTable(SQLModel, table=True):
    """Which closure displaced a booking, and from which slot: the booking may have been moved since, and
    displaced again by another closure."""

    __tablename__ = "displacement"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    closure_id: int = Field(primary_key=True, foreign_key="closure.id")
    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    slot_id: int = Field(foreign_key="slot.id")


closure = table_of(ClosureTable)
displacement = table_of(DisplacementTable)

_OWN = tuple(
    closure.c[name] for name in ("id", "from_at", "to_at", "reason", "event", "closed_at", "reopened_at")
)
_WHOLE = select(*_OWN, *FACILITY_COLUMNS).select_from(
    closure.join(facility, facility.c.id == closure.c.facility_id)
)
_SOONEST = (closure.c.from_at, closure.c.id)
_BY_NUMBER = Statement(_WHOLE.where(closure.c.id == given("number")), "number")
_ALL = Statement(_WHOLE.order_by(closure.c.from_at.desc(), closure.c.id.desc()))
_STANDS = (
    closure.c.reopened_at.is_(None),
    closure.c.to_at > given("first"),
    closure.c.from_at < given("last"),
)
_STANDING = Statement(
    _WHOLE.where(closure.c.facility_id == given("facility"), *_STANDS).order_by(*_SOONEST),
    "facility",
    "first",
    "last",
)
_STANDING_ANYWHERE = Statement(_WHOLE.where(*_STANDS).order_by(*_SOONEST), "first", "last")
_STANDING_SINCE = Statement(
    _WHOLE.where(closure.c.reopened_at.is_(None), closure.c.to_at > given("now")).order_by(*_SOONEST), "now"
)
_NEW = ("facility_id", "from_at", "to_at", "reason", "event", "closed_at")
_ADD = Statement(insert(closure).values({name: given(name) for name in _NEW}), *_NEW)
_REOPEN = Statement(
    update(closure).where(closure.c.id == given("number")).values(reopened_at=given("at")), "at", "number"
)
_SET_SPAN = Statement(
    update(closure)
    .where(closure.c.id == given("number"))
    .values(from_at=given("first"), to_at=given("last")),
    "first",
    "last",
    "number",
)
_ADD_DISPLACEMENT = Statement(
    insert(displacement).values(
        closure_id=given("closure"), booking_id=given("booking"), slot_id=given("slot")
    ),
    "closure",
    "booking",
    "slot",
)
_lost = slot.alias("lost")
_DISPLACED_BY = Statement(
    WHOLE_BOOKING.add_columns(*_lost.c)
    .join(displacement, displacement.c.booking_id == booking.c.id)
    .join(_lost, _lost.c.id == displacement.c.slot_id)
    .where(displacement.c.closure_id == given("closure"))
    .order_by(_lost.c.begins_at, booking.c.id),
    "closure",
)
_COUNTS = Statement(
    select(
        func.count(),
        func.count().filter(booking.c.state == "displaced", booking.c.slot_id == displacement.c.slot_id),
    )
    .select_from(displacement.join(booking, booking.c.id == displacement.c.booking_id))
    .where(displacement.c.closure_id == given("closure")),
    "closure",
)
_BETWEEN = Statement(
    select(*SLOT_COLUMNS)
    .where(
        slot.c.facility_id == given("facility"),
        slot.c.day.between(given("first_day"), given("last_day")),
        slot.c.begins_at < given("to"),
        slot.c.ends_at > given("from"),
        slot.c.withdrawn == 0,
    )
    .order_by(slot.c.day, slot.c.start_minute),
    "facility",
    "first_day",
    "last_day",
    "from",
    "to",
)
_COVERED = (
    exists(literal_column("1"))
    .where(
        closure.c.facility_id == slot.c.facility_id,
        closure.c.reopened_at.is_(None),
        closure.c.to_at > slot.c.begins_at,
        closure.c.from_at < slot.c.ends_at,
    )
    .correlate(slot)
)
_TO_COME = (
    slot.c.facility_id == given("facility"),
    slot.c.day >= given("day"),
    slot.c.ends_at > given("now"),
)
_CLOSE_COVERED = Statement(
    update(slot).where(*_TO_COME, slot.c.taken + slot.c.held == 0, _COVERED).values(closed=1),
    "facility",
    "day",
    "now",
)
_OPEN_UNCOVERED = Statement(
    update(slot).where(*_TO_COME, slot.c.closed == 1, ~_COVERED).values(closed=0), "facility", "day", "now"
)


def _closure_from(row: tuple[Any, ...]) -> Closure:
    number_, from_at, to_at, reason, event, closed_at, reopened_at = row[: len(_OWN)]
    its = facility_from(row[len(_OWN) :])
    return Closure(number_, its, from_at, to_at, reason, bool(event), closed_at, reopened_at)


class ClosureQueries:
    """The closures' part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def closure(self, number: int) -> Closure | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else _closure_from(row)

    def closures(self) -> list[Closure]:
        return [_closure_from(row) for row in _ALL.run(self.connection)]

    def standing_closures(self, facility: int, from_at: Instant, to_at: Instant) -> list[Closure]:
        rows = _STANDING.run(self.connection, facility, from_at, to_at)
        return [_closure_from(row) for row in rows]

    def standing_anywhere(self, from_at: Instant, to_at: Instant) -> list[Closure]:
        return [_closure_from(row) for row in _STANDING_ANYWHERE.run(self.connection, from_at, to_at)]

    def standing_since(self, now: Instant) -> list[Closure]:
        return [_closure_from(row) for row in _STANDING_SINCE.run(self.connection, now)]

    def add_closure(
        self, facility: int, from_at: Instant, to_at: Instant, reason: str, at: Instant, *, event: bool
    ) -> int:
        cursor = _ADD.run(self.connection, facility, from_at, to_at, reason, int(event), at)
        return int(cursor.lastrowid)

    def reopen(self, closure: int, at: Instant) -> None:
        _REOPEN.run(self.connection, at, closure)

    def set_span(self, closure: int, from_at: Instant, to_at: Instant) -> None:
        _SET_SPAN.run(self.connection, from_at, to_at, closure)

    def add_displacement(self, closure: int, booking: int, slot: int) -> None:
        _ADD_DISPLACEMENT.run(self.connection, closure, booking, slot)

    def displaced_by(self, closure: int) -> list[Displacement]:
        rows = _DISPLACED_BY.run(self.connection, closure)
        width = len(SLOT_COLUMNS)
        return [Displacement(booking_from(row[:-width]), slot_from(row[-width:])) for row in rows]

    def displaced_counts(self, closure: int) -> tuple[int, int]:
        row = _COUNTS.run(self.connection, closure).fetchone()
        return row[0], row[1]

    def slots_between(self, facility: int, from_at: Instant, to_at: Instant) -> list[Slot]:
        days = _day_of(from_at, days=-1), _day_of(to_at, days=1)
        return [slot_from(row) for row in _BETWEEN.run(self.connection, facility, *days, from_at, to_at)]

    def fit_to_closures(self, facilities: list[int], now: Instant) -> None:
        day = _day_of(now, days=-1)
        for number_ in facilities:
            _CLOSE_COVERED.run(self.connection, number_, day, now)
            _OPEN_UNCOVERED.run(self.connection, number_, day, now)


def _day_of(instant: Instant, *, days: int) -> str:
    """The day of an instant in UTC, so many days on: one day more is far enough in every zone, and keeps the
    other years out."""
    return (datetime.fromtimestamp(instant, UTC) + timedelta(days=days)).date().isoformat()
