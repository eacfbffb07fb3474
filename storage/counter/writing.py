"""Orders, returns, shifts: what changes them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from core.audit import canonical
from core.clock import Instant
from core.command import Now
from core.counter.money import TenderKind
from core.counter.records import NewOrder, NewPart, OrderState, OrderStep, Proxy
from core.counter.returns import Taken
from core.due import Due
from storage.columns import due_columns
from storage.counter.tables import (
    goods_return,
    order_line,
    order_step,
    orders,
    return_line,
    service_day,
    shift,
    tender_part,
    till,
)
from storage.statement import Statement, given


def _adding(table: Any, *names: str) -> Statement:
    return Statement(insert(table).values({name: given(name) for name in names}), *names)


def _changing(table: Any, *names: str) -> Statement:
    return Statement(
        update(table)
        .where(table.c.id == given("number"))
        .values({name: given(f"new_{name}") for name in names}),
        *(f"new_{name}" for name in names),
        "number",
    )


_ADD_ORDER = _adding(
    orders, "member_id", "state", "at", "day", "total", "points_total", "points_per_yuan", "earned",
    "unlocked", "received_on", "proxy_name", "proxy_relation", "operator",
)  # fmt: skip
_ADD_LINE = _adding(order_line, "order_id", "item_id", "quantity", "price", "points_price", "returned")
_ADD_PART = _adding(
    tender_part, "order_id", "kind", "value", "points", "entry_id", "value_back", "points_back"
)
_ADD_STEP = _adding(order_step, "order_id", "at", "event", "state", "operator", "note", "audit_id")
_SET_ENTRY = _changing(orders, "points_entry_id")
_SET_DUE = _changing(orders, "due_at", "due_kind")
_SET_EARNED = _changing(orders, "earned")
_UNLOCKED = _changing(orders, "unlocked")
_SETTLE = _changing(
    orders, "state", "received_on", "proxy_name", "proxy_relation", "carrier", "tracking", "service_on"
)
_STANDS = Statement(
    select(
        orders.c.received_on,
        orders.c.proxy_name,
        orders.c.proxy_relation,
        orders.c.carrier,
        orders.c.tracking,
        orders.c.service_on,
    ).where(orders.c.id == given("number")),
    "number",
)
_GIVE_BACK = Statement(
    update(tender_part)
    .where(tender_part.c.id == given("number"))
    .values(
        value_back=tender_part.c.value_back + given("value"),
        points_back=tender_part.c.points_back + given("points"),
    ),
    "value",
    "points",
    "number",
)
_ADD_RETURN = _adding(goods_return, "order_id", "at", "reason", "override", "operator")
_ADD_RETURN_LINE = _adding(return_line, "return_id", "order_line_id", "quantity", "condition")
_COME_BACK = Statement(
    update(order_line)
    .where(order_line.c.id == given("number"))
    .values(returned=order_line.c.returned + given("more")),
    "more",
    "number",
)
_PLACES = Statement(
    select(service_day.c.places, service_day.c.taken).where(
        service_day.c.item_id == given("item"), service_day.c.day == given("day")
    ),
    "item",
    "day",
)
_ADD_DAY = _adding(service_day, "item_id", "day", "places", "taken")
_TAKE_PLACES = Statement(
    update(service_day)
    .where(service_day.c.item_id == given("item"), service_day.c.day == given("day"))
    .values(taken=service_day.c.taken + given("more")),
    "more",
    "item",
    "day",
)
_SET_PLACES = Statement(
    update(service_day)
    .where(service_day.c.item_id == given("item"), service_day.c.day == given("day"))
    .values(places=given("new_places")),
    "new_places",
    "item",
    "day",
)
_OPEN_SHIFT = Statement(
    select(shift.c.id).where(shift.c.operator == given("operator"), shift.c.closed_at.is_(None)), "operator"
)
_ADD_SHIFT = _adding(shift, "operator", "opened_at")
_CLOSE_SHIFT = _changing(shift, "closed_at", "counted", "note")
_ADD_TILL = _adding(
    till, "shift_id", "at", "day", "kind", "tender", "amount", "reason", "order_id", "operator"
)


class CounterChanges:
    """What changes the counter; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int

    def add_order(self, order: NewOrder) -> int:
        proxy = (None, None) if order.proxy is None else (order.proxy.name, order.proxy.relation)
        cursor = _ADD_ORDER.run(
            self.connection,
            order.member,
            order.state,
            order.at,
            order.day.isoformat(),
            order.total,
            order.points_total,
            order.points_per_yuan,
            order.earned,
            0,
            None if order.received_on is None else order.received_on.isoformat(),
            *proxy,
            order.operator,
        )
        number = int(cursor.lastrowid)
        _ADD_LINE.run_many(
            self.connection,
            [(number, line.item, line.quantity, line.price, line.points_price, 0) for line in order.lines],
        )
        return number

    def add_tender_part(self, order: int, part: NewPart) -> None:
        _ADD_PART.run(self.connection, order, part.kind, part.value, part.points, part.entry, 0, 0)

    def set_points_entry(self, order: int, entry: int) -> None:
        _SET_ENTRY.run(self.connection, entry, order)

    def set_order_due(self, order: int, due: Due | None) -> None:
        _SET_DUE.run(self.connection, *due_columns(due), order)

    def set_earned(self, order: int, earned: int) -> None:
        _SET_EARNED.run(self.connection, earned, order)

    def mark_unlocked(self, order: int) -> None:
        _UNLOCKED.run(self.connection, 1, order)

    def add_order_step(self, order: int, step: OrderStep) -> None:
        _ADD_STEP.run(self.connection, order, *step, self.audit_number)

    def settle_order(
        self,
        order: int,
        state: OrderState,
        *,
        received_on: date | None = None,
        proxy: Proxy | None = None,
        carrier: str | None = None,
        tracking: str | None = None,
        service_on: date | None = None,
    ) -> None:
        before = _STANDS.run(self.connection, order).fetchone()
        now = (
            None if received_on is None else received_on.isoformat(),
            None if proxy is None else proxy.name,
            None if proxy is None else proxy.relation,
            carrier,
            tracking,
            None if service_on is None else service_on.isoformat(),
        )
        kept = [old if new is None else new for old, new in zip(before, now, strict=True)]
        _SETTLE.run(self.connection, state, *kept, order)

    def give_back_part(self, part: int, value: int, points: int) -> None:
        _GIVE_BACK.run(self.connection, value, points, part)

    def add_return(
        self, order: int, taken: Sequence[Taken], reason: str, override: str | None, now: Now
    ) -> int:
        cursor = _ADD_RETURN.run(self.connection, order, now.instant, reason, override, now.operator)
        number = int(cursor.lastrowid)
        rows = [(number, one.line.number, one.quantity, one.condition) for one in taken]
        _ADD_RETURN_LINE.run_many(self.connection, rows)
        _COME_BACK.run_many(self.connection, [(one.quantity, one.line.number) for one in taken])
        return number

    def service_day(self, item: int, day: date) -> tuple[int | None, int]:
        row = _PLACES.run(self.connection, item, day.isoformat()).fetchone()
        return (None, 0) if row is None else (row[0], row[1])

    def take_service_places(self, item: int, day: date, change: int) -> None:
        self._know_day(item, day)
        _TAKE_PLACES.run(self.connection, change, item, day.isoformat())

    def set_service_places(self, item: int, day: date, places: int | None) -> None:
        self._know_day(item, day)
        _SET_PLACES.run(self.connection, places, item, day.isoformat())

    def _know_day(self, item: int, day: date) -> None:
        if _PLACES.run(self.connection, item, day.isoformat()).fetchone() is None:
            _ADD_DAY.run(self.connection, item, day.isoformat(), None, 0)

    def take_in(self, order: int, taken: Sequence[tuple[TenderKind, int]], now: Now) -> None:
        row = _OPEN_SHIFT.run(self.connection, now.operator).fetchone()
        shift = None if row is None else row[0]
        for tender, amount in taken:
            kind = "sale" if amount > 0 else "refund"
            self._till(shift, kind, tender, amount, None, order, now)

    def add_shift(self, operator: str, at: Instant) -> int:
        return int(_ADD_SHIFT.run(self.connection, operator, at).lastrowid)

    def close_shift(self, shift: int, at: Instant, counted: dict[TenderKind, int], note: str | None) -> None:
        _CLOSE_SHIFT.run(self.connection, at, canonical(dict(counted)), note, shift)

    def add_till(
        self, shift: int, kind: str, tender: TenderKind, amount: int, reason: str | None, now: Now
    ) -> None:
        self._till(shift, kind, tender, amount, reason, None, now)

    def _till(
        self,
        shift: int | None,
        kind: str,
        tender: TenderKind,
        amount: int,
        reason: str | None,
        order: int | None,
        now: Now,
    ) -> None:
        day = now.today.isoformat()
        values = (shift, now.instant, day, kind, tender, amount, reason, order, now.operator)
        _ADD_TILL.run(self.connection, *values)


def rest_order(connection: Any, number: int) -> None:
    """Lets an order wait for nothing more by itself."""
    _SET_DUE.run(connection, None, None, number)


def counted_from(told: str | None) -> dict[TenderKind, int] | None:
    """What was counted at a shift's end."""
    return None if told is None else json.loads(told)
