"""Orders, returns, shifts: what looks at them."""

from datetime import date
from typing import Any

from sqlalchemy import case, func, or_, select

from core.clock import Instant
from core.command import Now
from core.counter.looking import ReturnTold
from core.counter.money import TenderKind
from core.counter.records import Order, OrderLine, OrderState, OrderStep, Proxy, TenderPart
from core.counter.shifts import Shift, TillLine
from core.records import ReturnId
from core.wire import Name
from storage.columns import day_or_none
from storage.counter.tables import (
    goods_return,
    order_line,
    order_step,
    orders,
    return_line,
    shift,
    tender_part,
    till,
)
from storage.counter.writing import counted_from
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.statement import Statement, given
from storage.stock import ITEM_COLUMNS, item, item_from

_OWN = tuple(
    orders.c[name]
    for name in (
        "id", "state", "at", "total", "points_total", "points_per_yuan", "points_entry_id", "earned",
        "unlocked", "received_on", "proxy_name", "proxy_relation", "carrier", "tracking", "service_on",
        "operator",
    )
)  # fmt: skip
_WHOLE = select(*_OWN, *MEMBER_COLUMNS).select_from(orders.join(member, member.c.id == orders.c.member_id))
_BY_NUMBER = Statement(_WHOLE.where(orders.c.id == given("number")), "number")
_LINES = Statement(
    select(
        order_line.c.id,
        order_line.c.quantity,
        order_line.c.price,
        order_line.c.points_price,
        order_line.c.returned,
        *ITEM_COLUMNS,
    )
    .select_from(order_line.join(item, item.c.id == order_line.c.item_id))
    .where(order_line.c.order_id == given("order"))
    .order_by(order_line.c.id),
    "order",
)
_PARTS = Statement(
    select(
        *(
            tender_part.c[name]
            for name in ("id", "kind", "value", "points", "entry_id", "value_back", "points_back")
        )
    )
    .where(tender_part.c.order_id == given("order"))
    .order_by(tender_part.c.id),
    "order",
)
_STEPS = Statement(
    select(*(order_step.c[name] for name in ("at", "event", "state", "operator", "note")))
    .where(order_step.c.order_id == given("order"))
    .order_by(order_step.c.id),
    "order",
)
_RETURNS = Statement(
    select(
        goods_return.c.id,
        goods_return.c.at,
        item.c.sku,
        return_line.c.quantity,
        return_line.c.condition,
        goods_return.c.reason,
        goods_return.c.override,
        goods_return.c.operator,
    )
    .select_from(
        goods_return.join(return_line, return_line.c.return_id == goods_return.c.id)
        .join(order_line, order_line.c.id == return_line.c.order_line_id)
        .join(item, item.c.id == order_line.c.item_id)
    )
    .where(goods_return.c.order_id == given("order"))
    .order_by(goods_return.c.id, return_line.c.id),
    "order",
)
_FITS = (
    orders.c.day >= given("first"),
    orders.c.day <= given("last"),
    or_(given("any_member").is_(None), orders.c.member_id == given("member")),
    or_(given("any_state").is_(None), orders.c.state == given("state")),
    or_(
        given("any_item").is_(None),
        orders.c.id.in_(select(order_line.c.order_id).where(order_line.c.item_id == given("item"))),
    ),
)
_ASKED = ("first", "last", "any_member", "member", "any_state", "state", "any_item", "item")
_NEWEST = (orders.c.day.desc(), orders.c.id.desc())
_OPEN_FIRST = (case((orders.c.state == "open", 0), else_=1), *_NEWEST)
_FOUND = Statement(
    _WHOLE.where(*_FITS).order_by(*_NEWEST).limit(given("limit")).offset(given("skip")),
    *_ASKED,
    "limit",
    "skip",
)
_FOUND_OPEN_FIRST = Statement(  # all that fit are sorted: numbers alone are sorted faster than whole orders
    _WHOLE.where(
        orders.c.id.in_(
            select(orders.c.id)
            .where(*_FITS)
            .order_by(*_OPEN_FIRST)
            .limit(given("limit"))
            .offset(given("skip"))
            .correlate(None)
        )
    ).order_by(*_OPEN_FIRST),
    *_ASKED,
    "limit",
    "skip",
)
_COUNT = Statement(select(func.count()).select_from(orders).where(*_FITS), *_ASKED)
SHIFT_COLUMNS = tuple(
    shift.c[name] for name in ("id", "operator", "opened_at", "closed_at", "counted", "note")
)
_SHIFT_BY_NUMBER = Statement(select(*SHIFT_COLUMNS).where(shift.c.id == given("number")), "number")
_OPEN_SHIFT = Statement(
    select(*SHIFT_COLUMNS).where(shift.c.operator == given("operator"), shift.c.closed_at.is_(None)),
    "operator",
)
_LAST_NOTE = Statement(
    select(shift.c.note).where(shift.c.closed_at.is_not(None)).order_by(shift.c.id.desc()).limit(1)
)
_SUMS = Statement(
    select(till.c.tender, func.sum(till.c.amount))
    .where(till.c.shift_id == given("shift"))
    .group_by(till.c.tender),
    "shift",
)
_TILL = Statement(
    select(*(till.c[name] for name in ("at", "kind", "tender", "amount", "reason", "order_id")))
    .where(till.c.shift_id == given("shift"))
    .order_by(till.c.id),
    "shift",
)


class CounterLooks:
    """What looks at the counter; what the methods promise stands with core's protocols."""

    connection: Any

    def order(self, number: int) -> Order | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else self._order(row)

    def orders(
        self,
        member: int | None,
        item: int | None,
        state: OrderState | None,
        first: date,
        last: date,
        limit: int,
        *,
        skip: int = 0,
        open_first: bool = False,
    ) -> list[Order]:
        statement = _FOUND_OPEN_FIRST if open_first and state is None else _FOUND
        asked = _asked(member, item, state, first, last)
        return [self._order(row) for row in statement.run(self.connection, *asked, limit, skip).fetchall()]

    def count_orders(
        self, member: int | None, item: int | None, state: OrderState | None, first: date, last: date
    ) -> int:
        found: int = _COUNT.run(self.connection, *_asked(member, item, state, first, last)).fetchone()[0]
        return found

    def _order(self, row: tuple[Any, ...]) -> Order:
        (number, state, at, total, points_total, ratio, entry, earned, unlocked, received_on, proxy, relation,
         carrier, tracking, service_on, operator) = row[: len(_OWN)]  # fmt: skip
        return Order(
            number,
            member_from(row[len(_OWN) :]),
            state,
            at,
            total,
            points_total,
            ratio,
            entry,
            earned,
            bool(unlocked),
            day_or_none(received_on),
            None if proxy is None else Proxy(Name(proxy), None if relation is None else Name(relation)),
            carrier,
            tracking,
            day_or_none(service_on),
            operator,
            tuple(
                OrderLine(line[0], item_from(line[5:]), line[1], line[2], line[3], line[4])
                for line in _LINES.run(self.connection, number)
            ),
            tuple(TenderPart(*part) for part in _PARTS.run(self.connection, number)),
        )

    def order_steps(self, order: int) -> list[OrderStep]:
        return [OrderStep(*row) for row in _STEPS.run(self.connection, order)]

    def returns_of(self, order: int, now: Now) -> list[ReturnTold]:
        return [
            ReturnTold(ReturnId(number), now.local_of(Instant(at)), Name(sku), *rest)
            for number, at, sku, *rest in _RETURNS.run(self.connection, order)
        ]

    def shift(self, number: int) -> Shift | None:
        return shift_from(_SHIFT_BY_NUMBER.run(self.connection, number).fetchone())

    def open_shift_of(self, operator: str) -> Shift | None:
        return shift_from(_OPEN_SHIFT.run(self.connection, operator).fetchone())

    def last_shift_note(self) -> str | None:
        row = _LAST_NOTE.run(self.connection).fetchone()
        return None if row is None else row[0]

    def till_sums(self, shift: int) -> dict[TenderKind, int]:
        return dict(_SUMS.run(self.connection, shift).fetchall())

    def till_lines(self, shift: int) -> list[TillLine]:
        return [TillLine(*row) for row in _TILL.run(self.connection, shift)]


def shift_from(row: tuple[Any, ...] | None) -> Shift | None:
    if row is None:
        return None
    number, operator, opened_at, closed_at, counted, note = row
    return Shift(number, operator, opened_at, closed_at, counted_from(counted), note)


def _asked(
    member: int | None, item: int | None, state: OrderState | None, first: date, last: date
) -> tuple[Any, ...]:
    """What `_FITS` is given, in its order."""
    return (first.isoformat(), last.isoformat(), member, member, state, state, item, item)
