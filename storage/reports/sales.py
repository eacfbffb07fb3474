"""Sales: sums over order lines, of orders by their day, and of what was cancelled or came back by its
number."""

from typing import Any

from sqlalchemy import Select, distinct, func, select

from core.reports.days import Span
from core.reports.sales import Goods
from core.wire import Fen
from storage.counter.tables import goods_return, order_line, order_step, orders, return_line
from storage.reports.instants import numbers_in
from storage.statement import Statement, given
from storage.stock import item

_DAYS = orders.c.day.between(given("first"), given("last"))
_LINES = orders.join(order_line, order_line.c.order_id == orders.c.id)


def _goods(quantity: Any) -> Select[Any]:
    """By item: pieces, fen and points of so many of a line."""
    return select(
        order_line.c.item_id,
        func.sum(quantity),
        func.coalesce(func.sum(quantity * order_line.c.price), 0),
        func.coalesce(func.sum(quantity * order_line.c.points_price), 0),
    ).group_by(order_line.c.item_id)


_SOLD = Statement(_goods(order_line.c.quantity).select_from(_LINES).where(_DAYS), "first", "last")
_CANCELLED = Statement(
    _goods(order_line.c.quantity)
    .select_from(order_step.join(order_line, order_line.c.order_id == order_step.c.order_id))
    .where(
        order_step.c.id >= given("begin"), order_step.c.id < given("end"), order_step.c.event == "cancelled"
    ),
    "begin",
    "end",
)
_BACK = Statement(
    _goods(return_line.c.quantity)
    .select_from(
        goods_return.join(return_line, return_line.c.return_id == goods_return.c.id).join(
            order_line, order_line.c.id == return_line.c.order_line_id
        )
    )
    .where(goods_return.c.id >= given("begin"), goods_return.c.id < given("end")),
    "begin",
    "end",
)
_COUNT = func.count(distinct(orders.c.id))
_BY_ITEM = Statement(
    select(order_line.c.item_id, _COUNT).select_from(_LINES).where(_DAYS).group_by(order_line.c.item_id),
    "first",
    "last",
)
_BY_CATEGORY = Statement(
    select(item.c.category, _COUNT)
    .select_from(_LINES.join(item, item.c.id == order_line.c.item_id))
    .where(_DAYS)
    .group_by(item.c.category),
    "first",
    "last",
)
_BUYERS = Statement(
    select(func.count(), func.count(distinct(orders.c.member_id))).select_from(orders).where(_DAYS),
    "first",
    "last",
)


class SalesQueries:
    """What looks at sales; what the methods promise stands with core's protocol."""

    connection: Any

    def goods_sold(self, span: Span) -> dict[int, Goods]:
        return _told(_SOLD.run(self.connection, *span.days))

    def goods_cancelled(self, span: Span) -> dict[int, Goods]:
        return _told(_CANCELLED.run(self.connection, *numbers_in(self.connection, order_step, span)))

    def goods_back(self, span: Span) -> dict[int, Goods]:
        return _told(_BACK.run(self.connection, *numbers_in(self.connection, goods_return, span)))

    def orders_by_item(self, span: Span) -> dict[int, int]:
        return dict(_BY_ITEM.run(self.connection, *span.days).fetchall())

    def orders_by_category(self, span: Span) -> dict[str | None, int]:
        return dict(_BY_CATEGORY.run(self.connection, *span.days).fetchall())

    def orders_and_buyers(self, span: Span) -> tuple[int, int]:
        count, buyers = _BUYERS.run(self.connection, *span.days).fetchone()
        return count, buyers


def _told(rows: Any) -> dict[int, Goods]:
    return {number: Goods(quantity, Fen(value), points) for number, quantity, value, points in rows}
