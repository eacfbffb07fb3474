"""Takings: orders and tills by their day; what came back, and what the ledger has of it, by its number."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, and_, case, cast, exists, func, literal_column, select

from core.ledger.records import Unit
from core.reports.days import Span
from core.reports.given_back import GivingBack
from core.reports.takings import OrdersOfDay, PartsOfDay, Posted, TillOfDay
from storage.columns import day
from storage.counter.tables import order_line, order_step, orders, return_line, tender_part, till
from storage.ledger.tables import entry, posting
from storage.reports.instants import numbers_in
from storage.statement import Statement, given

_DAYS = orders.c.day.between(given("first"), given("last"))
_BACK = order_step.c.event.in_(("returned", "cancelled"))
_NUMBERS = ("begin", "end")

_ORDERS = Statement(
    select(orders.c.day, func.count(), func.sum(orders.c.points_total)).where(_DAYS).group_by(orders.c.day),
    "first",
    "last",
)
_PARTS = Statement(
    select(orders.c.day, tender_part.c.kind, func.sum(tender_part.c.value), func.sum(tender_part.c.points))
    .select_from(orders.join(tender_part, tender_part.c.order_id == orders.c.id))
    .where(_DAYS)
    .group_by(orders.c.day, tender_part.c.kind),
    "first",
    "last",
)
_GIVEN_BACK = Statement(
    select(order_step.c.order_id)
    .where(order_step.c.id >= given("begin"), order_step.c.id < given("end"), _BACK)
    .distinct()
    .order_by(order_step.c.order_id),
    *_NUMBERS,
)
_next = order_step.alias("next_step")
_taken = orders.alias("taken")


def _came_back(price: Any) -> Any:
    """What the lines of the return come to that a step names."""
    return (
        select(func.coalesce(func.sum(return_line.c.quantity * price), 0))
        .select_from(return_line.join(order_line, order_line.c.id == return_line.c.order_line_id))
        .where(return_line.c.return_id == cast(func.substr(order_step.c.note, 2), Integer))
        .correlate(order_step)
        .scalar_subquery()
    )


def _worth(whole: Any, price: Any) -> Any:
    return case((order_step.c.event == "cancelled", whole), else_=_came_back(price))


_GIVINGS = Statement(
    select(
        order_step.c.at,
        _worth(orders.c.total, order_line.c.price),
        _worth(orders.c.points_total, order_line.c.points_price),
        _taken.c.total,
    )
    .select_from(
        order_step.join(orders, orders.c.id == order_step.c.order_id)
        .outerjoin(
            _next,
            and_(
                _next.c.id == order_step.c.id + 1,
                _next.c.audit_id == order_step.c.audit_id,
                _next.c.event == "redeemed",
            ),
        )
        .outerjoin(_taken, _taken.c.id == _next.c.order_id)
    )
    .where(order_step.c.order_id == given("order"), _BACK)
    .order_by(order_step.c.id),
    "order",
)
"""An exchange writes the step of what came back, and next to it that of the order that was taken for it."""

_TILL = Statement(
    select(till.c.day, till.c.shift_id.is_(None), till.c.kind, till.c.tender, func.sum(till.c.amount))
    .where(till.c.day.between(given("first"), given("last")))
    .group_by(till.c.day, till.c.shift_id.is_(None), till.c.kind, till.c.tender),
    "first",
    "last",
)
_POSTED = Statement(
    select(entry.c.unit, entry.c.kind, func.sum(entry.c.amount))
    .select_from(entry.join(posting, posting.c.id == entry.c.posting_id))
    .where(
        entry.c.id >= given("begin"),
        entry.c.id < given("end"),
        entry.c.account == "member",
        entry.c.kind.in_(("spent", "restored")),
        posting.c.document.like("O%"),
        exists(literal_column("1"))
        .where(
            order_step.c.order_id == cast(func.substr(posting.c.document, 2), Integer),
            order_step.c.audit_id == posting.c.audit_id,
        )
        .correlate(posting),
    )
    .group_by(entry.c.unit, entry.c.kind),
    *_NUMBERS,
)
"""Written by a change of the order: what was spent by hand may name an order too."""


class TakingsQueries:
    """What looks at takings; what the methods promise stands with core's protocol."""

    connection: Any

    def orders_of_days(self, span: Span) -> Iterator[OrdersOfDay]:
        for told, *rest in _ORDERS.run(self.connection, *span.days):
            yield OrdersOfDay(day(told), *rest)

    def parts_of_days(self, span: Span) -> Iterator[PartsOfDay]:
        for told, *rest in _PARTS.run(self.connection, *span.days):
            yield PartsOfDay(day(told), *rest)

    def orders_given_back(self, span: Span) -> list[int]:
        numbers = numbers_in(self.connection, order_step, span)
        return [row[0] for row in _GIVEN_BACK.run(self.connection, *numbers)]

    def givings_back(self, order: int) -> list[GivingBack]:
        return [GivingBack(*row) for row in _GIVINGS.run(self.connection, order)]

    def till_of_days(self, span: Span) -> Iterator[TillOfDay]:
        for told, beside, *rest in _TILL.run(self.connection, *span.days):
            yield TillOfDay(day(told), beside == 1, *rest)

    def posted_for_orders(self, span: Span) -> dict[Unit, Posted]:
        sums: dict[tuple[Unit, str], int] = {}
        for unit, kind, amount in _POSTED.run(self.connection, *numbers_in(self.connection, entry, span)):
            sums[unit, kind] = amount
        return {
            unit: Posted(-sums.get((unit, "spent"), 0), sums.get((unit, "restored"), 0)) for unit, _ in sums
        }
