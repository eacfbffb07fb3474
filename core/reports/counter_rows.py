"""The rows behind the counter's figures: order lines and stock movements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Rows, rows
from core.counter.records import OrderState
from core.records import order_told
from core.reports.days import Span, span_of
from core.stock.records import Movement, MovementKind


class TendersKept(NamedTuple):
    """What an order was paid with, with what moved to it from another one: points, and fen of each tender;
    `points_value` is what the points are worth."""

    points: int = 0
    points_value: int = 0
    allowance: int = 0
    cash: int = 0
    wechat: int = 0
    alipay: int = 0
    card: int = 0


NOT_PAID = TendersKept()


class LineKept(NamedTuple):
    """A line of an order with what is to be told of both; `tenders` of the order."""

    order: int
    day: date
    at: Instant
    staff_no: str
    name: str
    department: str | None
    sku: str
    item: str
    specification: str | None
    category: str | None
    quantity: int
    price: int | None
    points_price: int | None
    returned: int
    state: OrderState
    received_on: date | None
    proxy_name: str | None
    proxy_relation: str | None
    tenders: TendersKept


class MovedKept(NamedTuple):
    """A movement and its item."""

    sku: str
    item: str
    category: str | None
    movement: Movement


class CounterRowStore(Protocol):
    """What the rows need of the database."""

    def lines_told(self, span: Span) -> Iterator[LineKept]:
        """Of orders by their day, in the order in which they were made."""

    def movements_told(self, span: Span) -> Iterator[MovedKept]:
        """In order."""


@dataclass(frozen=True, slots=True)
class OrderRows(Rows["OrderRow"]):
    """Lines of the orders that are dated on `from_` to `to`, in whatever state."""

    from_: date
    to: date


class OrderRow(NamedTuple):
    """Amounts in fen. `price` and `value` of a line with a price in yuan, `points` of one that was sold for
    points alone. The tenders stand with the first line of their order: `paid_points` are the points that were
    paid for what has a price in yuan, `points_value` what they were worth."""

    order: str
    day: date
    at: datetime
    staff_no: str
    name: str
    department: str | None
    sku: str
    item: str
    specification: str | None
    category: str | None
    quantity: int
    price: int | None
    value: int | None
    points: int | None
    returned: int
    state: OrderState
    received_on: date | None
    proxy: str | None
    paid_points: int | None
    points_value: int | None
    allowance: int | None
    cash: int | None
    wechat: int | None
    alipay: int | None
    card: int | None


@dataclass(frozen=True, slots=True)
class MovementRows(Rows["MovementRow"]):
    """What moved in the stock on `from_` to `to`."""

    from_: date
    to: date


class MovementRow(NamedTuple):
    """`unit_cost` and `value` in fen; `document` is the order, return, list or delivery note."""

    at: datetime
    sku: str
    item: str
    category: str | None
    kind: MovementKind
    quantity: int
    unit_cost: int | None
    value: int | None
    document: str | None
    reason: str | None
    by: str


@rows("order_rows")
def order_rows(store: CounterRowStore, asked: OrderRows, now: Now) -> Iterator[OrderRow]:
    """`invalid` where `to` is before `from`."""
    before: int | None = None
    for kept in store.lines_told(span_of(asked.from_, asked.to, now)):
        tenders = [value or None for value in kept.tenders] if kept.order != before else [None] * 7
        before = kept.order
        yield OrderRow(
            order_told(kept.order),
            kept.day,
            now.local_of(kept.at),
            kept.staff_no,
            kept.name,
            kept.department,
            kept.sku,
            kept.item,
            kept.specification,
            kept.category,
            kept.quantity,
            kept.price,
            None if kept.price is None else kept.quantity * kept.price,
            None if kept.points_price is None else kept.quantity * kept.points_price,
            kept.returned,
            kept.state,
            kept.received_on,
            _proxy(kept.proxy_name, kept.proxy_relation),
            *tenders,
        )


def _proxy(name: str | None, relation: str | None) -> str | None:
    return name if name is None or relation is None else f"{name} ({relation})"


@rows("movement_rows")
def movement_rows(store: CounterRowStore, asked: MovementRows, now: Now) -> Iterator[MovementRow]:
    """`invalid` where `to` is before `from`."""
    for sku, item, category, moved in store.movements_told(span_of(asked.from_, asked.to, now)):
        yield MovementRow(
            now.local_of(moved.at),
            sku,
            item,
            category,
            moved.kind,
            moved.quantity,
            moved.unit_cost,
            None if moved.unit_cost is None else moved.quantity * moved.unit_cost,
            moved.document,
            moved.reason,
            moved.operator,
        )
