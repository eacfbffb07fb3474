"""Order lines by their order's day, stock movements by their number; read while they are taken."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select

from core.counter.money import TENDERS
from core.reports.counter_rows import NOT_PAID, LineKept, MovedKept, TendersKept
from core.reports.days import Span
from core.stock.records import Movement
from storage.columns import day, day_or_none
from storage.counter.tables import order_line, orders, tender_part
from storage.members import member
from storage.reports.instants import numbers_in
from storage.statement import Statement, given
from storage.stock import item, stock_movement

_DAYS = orders.c.day.between(given("first"), given("last"))

_LINES = Statement(
    select(
        orders.c.id,
        orders.c.day,
        orders.c.at,
        member.c.staff_no,
        member.c.name,
        member.c.department,
        item.c.sku,
        item.c.name,
        item.c.specification,
        item.c.category,
        order_line.c.quantity,
        order_line.c.price,
        order_line.c.points_price,
        order_line.c.returned,
        orders.c.state,
        orders.c.received_on,
        orders.c.proxy_name,
        orders.c.proxy_relation,
    )
    .select_from(
        orders.join(order_line, order_line.c.order_id == orders.c.id)
        .join(item, item.c.id == order_line.c.item_id)
        .join(member, member.c.id == orders.c.member_id)
    )
    .where(_DAYS)
    .order_by(orders.c.day, orders.c.id, order_line.c.id),
    "first",
    "last",
)


def _of(kind: str) -> Any:
    return func.sum(case((tender_part.c.kind == kind, tender_part.c.value), else_=0))


_TENDERS = Statement(
    select(orders.c.id, func.sum(tender_part.c.points), *map(_of, TENDERS))
    .select_from(orders.join(tender_part, tender_part.c.order_id == orders.c.id))
    .where(_DAYS)
    .group_by(orders.c.day, orders.c.id)
    .order_by(orders.c.day, orders.c.id),
    "first",
    "last",
)
_MOVED = Statement(
    select(
        item.c.sku,
        item.c.name,
        item.c.category,
        *(stock_movement.c[name] for name in Movement._fields),
    )
    .select_from(stock_movement.join(item, item.c.id == stock_movement.c.item_id))
    .where(stock_movement.c.id >= given("begin"), stock_movement.c.id < given("end"))
    .order_by(stock_movement.c.id),
    "begin",
    "end",
)


class CounterRowQueries:
    """What reads the counter's rows; what the methods promise stands with core's protocol."""

    connection: Any

    def lines_told(self, span: Span) -> Iterator[LineKept]:
        """Lines and tenders come in the same order of their orders, and are read side by side."""
        paid = _TENDERS.run(self.connection, *span.days)
        ahead = paid.fetchone()
        order, tenders = None, NOT_PAID
        for number, made_on, *rest in _LINES.run(self.connection, *span.days):
            if number != order:
                order, tenders = number, NOT_PAID
                if ahead is not None and ahead[0] == number:
                    tenders = TendersKept(*ahead[1:])
                    ahead = paid.fetchone()
            rest[13] = day_or_none(rest[13])
            yield LineKept._make((number, day(made_on), *rest, tenders))

    def movements_told(self, span: Span) -> Iterator[MovedKept]:
        for sku, name, category, *moved in _MOVED.run(
            self.connection, *numbers_in(self.connection, stock_movement, span)
        ):
            yield MovedKept(sku, name, category, Movement(*moved))
