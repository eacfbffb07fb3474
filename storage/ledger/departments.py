"""The ledger: what departments and their members have, over the lots that have something left."""

from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy import text as sql_text

from core.ledger.departments import Holding
from core.ledger.records import Unit
from storage.columns import day_or_none
from storage.ledger.tables import lot
from storage.members import member
from storage.statement import Statement, given


def _sum_of(unit: str, *conditions: Any) -> Any:
    counted = and_(lot.c.unit == sql_text(f"'{unit}'"), *conditions)
    return func.coalesce(func.sum(case((counted, lot.c.remaining), else_=sql_text("0"))), sql_text("0"))


_ENDS_SOON = lot.c.expires_on <= given("soon")
_HOLDING = (
    _sum_of("allowance"),
    _sum_of("points"),
    _sum_of("allowance", _ENDS_SOON),
    _sum_of("points", _ENDS_SOON),
    func.min(case((_ENDS_SOON, lot.c.expires_on))),
)
_LIVE = and_(
    lot.c.member_id == member.c.id,
    sql_text("lot.remaining > 0"),  # word for word as the partial index has it
    or_(lot.c.expires_on.is_(None), lot.c.expires_on >= given("today")),
    or_(given("unit").is_(None), lot.c.unit == given("unit")),
)
_COUNTED = or_(member.c.left_on.is_(None), member.c.left_on > given("today"), lot.c.id.is_not(None))
_FROM = member.outerjoin(lot, _LIVE)

_DEPARTMENTS = Statement(
    select(member.c.department, func.count(member.c.id.distinct()), *_HOLDING)
    .select_from(_FROM)
    .where(_COUNTED)
    .group_by(member.c.department)
    .order_by(member.c.department.is_(None), member.c.department),
    "unit",
    "today",
    "soon",
)
_MEMBERS = Statement(
    select(member.c.staff_no, member.c.name, *_HOLDING)
    .select_from(_FROM)
    .where(member.c.department.is_not_distinct_from(given("department")), _COUNTED)
    .group_by(member.c.id)
    .order_by(member.c.staff_no),
    "department",
    "unit",
    "today",
    "soon",
)


class DepartmentLooks:
    """What looks at departments; what the methods promise stands with core's protocol."""

    connection: Any

    def department_holdings(
        self, unit: Unit | None, today: date, soon: date
    ) -> list[tuple[str | None, int, Holding]]:
        rows = _DEPARTMENTS.run(self.connection, unit, today.isoformat(), soon.isoformat())
        return [(row[0], row[1], _holding(row[2:])) for row in rows]

    def member_holdings(
        self, department: str | None, unit: Unit | None, today: date, soon: date
    ) -> list[tuple[str, str, Holding]]:
        rows = _MEMBERS.run(self.connection, department, unit, today.isoformat(), soon.isoformat())
        return [(row[0], row[1], _holding(row[2:])) for row in rows]


def _holding(row: tuple[Any, ...]) -> Holding:
    allowance, points, soon_allowance, soon_points, soon_on = row
    return Holding(allowance, points, soon_allowance, soon_points, day_or_none(soon_on))
