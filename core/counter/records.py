"""Orders, their lines and tenders as the rules see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now
from core.counter.money import TENDERS, PointsPaid, TenderKind
from core.due import Due, DueKind
from core.errors import DeskError
from core.members.records import Member
from core.records import order_told
from core.stock.records import Item
from core.wire import Misfit, Name, form_of

OrderState = Literal["open", "collected", "shipped", "scheduled", "done", "cancelled"]
"""`open`: paid, and still to be handed over, sent or scheduled."""

RECEIVED: tuple[OrderState, ...] = ("collected", "shipped", "done")

Condition = Literal["resalable", "damaged"]


class Proxy(NamedTuple):
    """Who collects for a member. Outside a record, or the name alone."""

    name: Name
    relation: Name | None = None

    @classmethod
    def read_wire(cls, value: Any) -> "Proxy":
        read = form_of(Name).read
        if isinstance(value, str):
            return cls(read(value))
        if not isinstance(value, dict) or "name" not in value or set(value) - {"name", "relation"}:
            raise Misfit("not_a_proxy")
        relation = value.get("relation")
        return cls(read(value["name"]), None if relation is None else read(relation))

    def write_wire(self) -> Any:
        return {"name": self.name, "relation": self.relation}

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        text = {"type": "string"}
        fields = {"name": text, "relation": {"anyOf": [text, {"type": "null"}]}}
        return {"anyOf": [text, {"type": "object", "properties": fields, "required": ["name"]}]}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of an item at the price of the day: fen each, or points each where it was sold for points
    alone. `returned` counts what came back."""

    number: int
    item: Item
    quantity: int
    price: int | None
    points_price: int | None
    returned: int = 0

    @property
    def left(self) -> int:
        """What can still come back."""
        return self.quantity - self.returned


@dataclass(frozen=True, slots=True)
class TenderPart:
    """A part of what was paid: `value` in fen, `points` for the points part; `entry` is the spend in the
    ledger. `value_back` and `points_back` have gone back, or moved to another order."""

    number: int
    kind: TenderKind
    value: int
    points: int
    entry: int | None
    value_back: int = 0
    points_back: int = 0

    @property
    def left(self) -> int:
        """Fen that it can still give back."""
        return self.value - self.value_back

    @property
    def paid_points(self) -> PointsPaid:
        return PointsPaid(self.points, self.value, self.points_back, self.value_back)


@dataclass(frozen=True, slots=True)
class Order:
    """A redemption. `total` in fen; `points_total` what was sold for points alone, by the spend
    `points_entry`; `points_per_yuan` is the ratio of its day. `earned` points are locked until `due`."""

    number: int
    member: Member
    state: OrderState
    at: Instant
    total: int
    points_total: int
    points_per_yuan: int
    points_entry: int | None
    earned: int
    unlocked: bool
    received_on: date | None
    proxy: Proxy | None
    carrier: str | None
    tracking: str | None
    service_on: date | None
    operator: str
    lines: tuple[OrderLine, ...]
    parts: tuple[TenderPart, ...]

    def paid(self) -> dict[TenderKind, int]:
        """Fen of each tender."""
        return values_of((part.kind, part.value) for part in self.parts)


def values_of(parts: Iterable[tuple[TenderKind, int]]) -> dict[TenderKind, int]:
    """Fen of each tender, in the tenders' order; those of nothing are left out."""
    sums: dict[TenderKind, int] = {}
    for kind, value in parts:
        sums[kind] = sums.get(kind, 0) + value
    return {kind: sums[kind] for kind in TENDERS if sums.get(kind)}


class OrderStep(NamedTuple):
    """One step on an order's trail."""

    at: Instant
    event: str
    state: OrderState
    operator: str
    note: str | None


class NewLine(NamedTuple):
    """A line to be written."""

    item: int
    quantity: int
    price: int | None
    points_price: int | None


class NewPart(NamedTuple):
    """A part of a payment to be written."""

    kind: TenderKind
    value: int
    points: int = 0
    entry: int | None = None


class NewOrder(NamedTuple):
    """An order to be written."""

    member: int
    state: OrderState
    at: Instant
    day: date
    total: int
    points_total: int
    points_per_yuan: int
    received_on: date | None
    proxy: Proxy | None
    earned: int
    operator: str
    lines: tuple[NewLine, ...]


class OrderFinder(Protocol):
    """The one look-up that every command on an order needs."""

    def order(self, number: int) -> Order | None: ...


def order_of(store: OrderFinder, number: int) -> Order:
    """The order of an id. `unknown_order`."""
    order = store.order(number)
    if order is None:
        raise DeskError("unknown_order", order=order_told(number))
    return order


def require_order_state(order: Order, *states: OrderState) -> None:
    """`wrong_state`, with the state that an order is in, unless it is in one of these."""
    if order.state not in states:
        raise wrong_state(order)


def wrong_state(order: Order, lacking: Literal["goods", "services", "receipt"] | None = None) -> DeskError:
    """The refusal of what can't be done with an order as it stands, or with none of these in it."""
    facts = {"order": order_told(order.number), "state": order.state}
    if order.received_on is not None:
        facts["received_on"] = order.received_on.isoformat()
    if lacking is not None:
        facts["lacking"] = lacking
    return DeskError("wrong_state", **facts)


class Received(Protocol):
    """What tells whether an order was received."""

    @property
    def state(self) -> OrderState: ...

    @property
    def received_on(self) -> date | None: ...


def is_received(order: Received) -> bool:
    """Whether something of it can come back: it was received, in whole or but for its services."""
    return order.state in RECEIVED or (order.state == "scheduled" and order.received_on is not None)


def require_received(order: Order) -> date:
    """The day on which it was received. `wrong_state` before, and once it is cancelled."""
    if order.received_on is None or not is_received(order):
        raise wrong_state(order, None if order.state == "cancelled" else "receipt")
    return order.received_on


def last_return_day(received_on: date, now: Now) -> date:
    """Day 1 is the day after the receipt."""
    return received_on + timedelta(days=now.settings.return_days)


def unlock_due(received_on: date | None, earned: int, now: Now) -> Due | None:
    """When earned points can be used: at the first moment after the return window."""
    if received_on is None or not earned:
        return None
    day = last_return_day(received_on, now) + timedelta(days=1)
    return Due(now.instant_at(day, 0), DueKind.UNLOCK)
