"""Closures: their table and queries."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, exists, insert, literal_column, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.clock import Instant
from core.closures.closing import Closure
from storage.columns import STRICT, flag, flags, number, text
from storage.facilities import FACILITY_COLUMNS, facility, facility_from
from storage.schedule import slot
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


closure = ClosureTable.__table__  # type: ignore[attr-defined]

_OWN = tuple(
    closure.c[name] for name in ("id", "from_at", "to_at", "reason", "event", "closed_at", "reopened_at")
)
_WHOLE = select(*_OWN, *FACILITY_COLUMNS).select_from(
    closure.join(facility, facility.c.id == closure.c.facility_id)
)
_BY_NUMBER = Statement(_WHOLE.where(closure.c.id == given("number")), "number")
_ALL = Statement(_WHOLE.order_by(closure.c.from_at.desc(), closure.c.id.desc()))
_STANDING = Statement(
    _WHOLE.where(
        closure.c.facility_id == given("facility"),
        closure.c.reopened_at.is_(None),
        closure.c.to_at > given("first"),
        closure.c.from_at < given("last"),
    ).order_by(closure.c.from_at, closure.c.id),
    "facility",
    "first",
    "last",
)
_NEW = ("facility_id", "from_at", "to_at", "reason", "event", "closed_at")
_ADD = Statement(insert(closure).values({name: given(name) for name in _NEW}), *_NEW)
_REOPEN = Statement(
    update(closure).where(closure.c.id == given("number")).values(reopened_at=given("at")), "at", "number"
)
_CLOSE_WITHIN = Statement(
    update(slot)
    .where(
        slot.c.facility_id == given("facility"),
        slot.c.day >= given("day"),
        slot.c.ends_at > given("now"),
        slot.c.taken + slot.c.held == 0,
        exists(literal_column("1"))
        .where(
            closure.c.facility_id == slot.c.facility_id,
            closure.c.reopened_at.is_(None),
            closure.c.to_at > slot.c.begins_at,
            closure.c.from_at < slot.c.ends_at,
        )
        .correlate(slot),
    )
    .values(closed=1),
    "facility",
    "day",
    "now",
)
_ANY_STANDING = Statement(
    select(closure.c.id)
    .where(
        closure.c.facility_id == given("facility"),
        closure.c.reopened_at.is_(None),
        closure.c.to_at > given("now"),
    )
    .limit(1),
    "facility",
    "now",
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

    def add_closure(
        self, facility: int, from_at: Instant, to_at: Instant, reason: str, at: Instant, *, event: bool
    ) -> int:
        cursor = _ADD.run(self.connection, facility, from_at, to_at, reason, int(event), at)
        return int(cursor.lastrowid)

    def reopen(self, closure: int, at: Instant) -> None:
        _REOPEN.run(self.connection, at, closure)

    def close_within_closures(self, facilities: list[int], now: Instant) -> None:
        """A day before `now` in UTC is early enough in every zone, and keeps the years of the past out."""
        from datetime import UTC, datetime, timedelta

        day = (datetime.fromtimestamp(now, UTC) - timedelta(days=1)).date().isoformat()
        for number_ in facilities:
            if _ANY_STANDING.run(self.connection, number_, now).fetchone() is not None:
                _CLOSE_WITHIN.run(self.connection, number_, day, now)
