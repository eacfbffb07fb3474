"""The day close: what looks at a day's till, shifts and orders."""

from datetime import date
from typing import Any

from sqlalchemy import case, func, or_, select

from core.clock import Instant
from core.counter.closing_day import OrderSums, TillBeside, TillSum
from core.counter.shifts import Shift
from storage.counter.finding import SHIFT_COLUMNS, shift_from
from storage.counter.tables import goods_return, orders, shift, till
from storage.statement import Statement, given

_STANDS = orders.c.state != "cancelled"

_TILL = Statement(
    select(till.c.shift_id, till.c.kind, till.c.tender, func.sum(till.c.amount))
    .where(till.c.day == given("day"))
    .group_by(till.c.shift_id, till.c.kind, till.c.tender),
    "day",
)
_BESIDE = Statement(
    select(*(till.c[name] for name in ("at", "kind", "tender", "amount", "order_id", "operator")))
    .where(till.c.day == given("day"), till.c.shift_id.is_(None))
    .order_by(till.c.id),
    "day",
)
_SHIFTS = Statement(
    select(*SHIFT_COLUMNS)
    .where(
        shift.c.opened_at < given("before"),
        or_(shift.c.closed_at.is_(None), shift.c.closed_at >= given("first")),
    )
    .order_by(shift.c.opened_at, shift.c.id),
    "before",
    "first",
)
_ORDERS = Statement(
    select(
        func.count(case((_STANDS, 1))),
        func.coalesce(func.sum(case((_STANDS, orders.c.total))), 0),
        func.coalesce(func.sum(case((_STANDS, orders.c.points_total))), 0),
        func.count(case((~_STANDS, 1))),
    ).where(orders.c.day == given("day")),
    "day",
)
_RETURNS = Statement(
    select(func.count()).where(goods_return.c.at >= given("first"), goods_return.c.at < given("before")),
    "first",
    "before",
)


class DayCloseLooks:
    """What looks at a day of the counter; what the methods promise stands with core's protocols."""

    connection: Any

    def till_of_day(self, day: date) -> list[TillSum]:
        return [TillSum(*row) for row in _TILL.run(self.connection, day.isoformat())]

    def till_beside(self, day: date) -> list[TillBeside]:
        return [TillBeside(*row) for row in _BESIDE.run(self.connection, day.isoformat())]

    def shifts_between(self, first: Instant, before: Instant) -> list[Shift]:
        found = (shift_from(row) for row in _SHIFTS.run(self.connection, before, first))
        return [one for one in found if one is not None]

    def order_sums(self, day: date) -> OrderSums:
        return OrderSums(*_ORDERS.run(self.connection, day.isoformat()).fetchone())

    def returns_between(self, first: Instant, before: Instant) -> int:
        return int(_RETURNS.run(self.connection, first, before).fetchone()[0])
