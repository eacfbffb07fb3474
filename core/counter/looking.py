"""Looking at orders: one with its lines, tenders and trail, or those of a member, an item, a state, some
days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from core.command import Now, Question, question
from core.counter.money import MONEY, TENDERS
from core.counter.records import (
    Condition,
    Order,
    OrderFinder,
    OrderLine,
    OrderState,
    OrderStep,
    Proxy,
    is_received,
    last_return_day,
    order_of,
)
from core.counter.redeem import Tenders, tenders_told
from core.ledger.awarding import require_count
from core.members.records import MemberFinder, member_of
from core.records import OrderId, ReturnId
from core.stock.records import ItemFinder, ItemKind, fen_or_none, item_of
from core.wire import Fen, Name, read_record

if TYPE_CHECKING:
    from core.doing import Operation

MOST = 500
SKIP_MOST = 1_000_000
Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


class ReturnTold(NamedTuple):
    """What came back once."""

    return_: ReturnId
    at: datetime
    sku: Name
    quantity: int
    condition: Condition
    reason: str
    override: str | None
    by: str


class OrderLookStore(MemberFinder, ItemFinder, OrderFinder, Protocol):
    """What looking at orders needs of the database."""

    def order_steps(self, order: int) -> list[OrderStep]: ...

    def returns_of(self, order: int, now: Now) -> list[ReturnTold]: ...

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
        """Those that fit, newest first, after so many; `open_first`: before all others the open ones."""

    def count_orders(
        self, member: int | None, item: int | None, state: OrderState | None, first: date, last: date
    ) -> int: ...

    def operation(self, key: str) -> "Operation | None": ...


@dataclass(frozen=True, slots=True)
class AskOrder(Question["OrderCard"]):
    order: OrderId


class LineTold(NamedTuple):
    """`amount` in fen; `points` of a line that was sold for points alone."""

    sku: Name
    name: Name
    quantity: int
    price: Fen | None
    points_price: int | None
    amount: Fen
    points: int
    returned: int
    kind: ItemKind


class OrderStepTold(NamedTuple):
    at: datetime
    event: str
    state: OrderState
    by: str
    note: str | None


class OrderTold(NamedTuple):
    """An order in a list."""

    order: OrderId
    at: datetime
    member: Name
    name: Name
    department: Name | None
    state: OrderState
    total: Fen
    points_total: int
    what: str
    returned: bool


@dataclass(frozen=True, slots=True)
class OrderCard:
    """`left` is what each tender can still give back; `return_until` the last day of the window."""

    order: OrderId
    at: datetime
    member: Name
    name: Name
    state: OrderState
    total: Fen
    points_total: int
    points_per_yuan: int
    earned: int
    received_on: date | None
    return_until: date | None
    proxy: Proxy | None
    carrier: str | None
    tracking: str | None
    service_on: date | None
    by: str
    lines: tuple[LineTold, ...]
    tenders: Tenders
    left: Tenders
    returns: tuple[ReturnTold, ...]
    trail: tuple[OrderStepTold, ...]


@question("order")
def ask_order(store: OrderLookStore, question: AskOrder, now: Now) -> OrderCard:
    """`unknown_order`."""
    order = order_of(store, question.order)
    return OrderCard(
        question.order,
        now.local_of(order.at),
        Name(order.member.staff_no),
        Name(order.member.name),
        order.state,
        Fen(order.total),
        order.points_total,
        order.points_per_yuan,
        order.earned,
        order.received_on,
        None if order.received_on is None else last_return_day(order.received_on, now),
        order.proxy,
        order.carrier,
        order.tracking,
        order.service_on,
        order.operator,
        tuple(
            LineTold(
                Name(line.item.sku),
                Name(line.item.name),
                line.quantity,
                fen_or_none(line.price),
                line.points_price,
                Fen(line.quantity * (line.price or 0)),
                line.quantity * (line.points_price or 0),
                line.returned,
                line.item.kind,
            )
            for line in order.lines
        ),
        _tenders(order),
        _left(order),
        tuple(store.returns_of(order.number, now)),
        tuple(
            OrderStepTold(now.local_of(step.at), step.event, step.state, step.operator, step.note)
            for step in store.order_steps(order.number)
        ),
    )


def _tenders(order: Order) -> Tenders:
    return tenders_told(sum(part.points for part in order.parts), order.paid())


def _left(order: Order) -> Tenders:
    values = {
        kind: sum(part.left for part in order.parts if part.kind == kind) for kind in (*TENDERS, *MONEY)
    }
    return tenders_told(sum(part.points - part.points_back for part in order.parts), values)


@dataclass(frozen=True, slots=True)
class AskOrders(Question["Orders"]):
    """Of a member, an item, a state, some days; all that is not given. `skip`: for the next page;
    `open_first`: what is still to be collected, sent or scheduled stands first."""

    member: Name | None = None
    item: Name | None = None
    state: Literal["open", "collected", "shipped", "scheduled", "done", "cancelled", "all"] = "all"
    from_: Day | None = None
    to: Day | None = None
    limit: int = 100
    skip: int = 0
    open_first: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """`count` is how many fit, on all pages."""

    orders: tuple[OrderTold, ...]
    count: int


@question("orders")
def ask_orders(store: OrderLookStore, question: AskOrders, now: Now) -> Orders:
    """Newest first. `unknown_member`, `unknown_item`."""
    require_count("limit", question.limit, MOST)
    require_count("skip", question.skip, SKIP_MOST, least=0)
    member = None if question.member is None else member_of(store, question.member).number
    item = None if question.item is None else item_of(store, question.item).number
    state = None if question.state == "all" else question.state
    first, last = question.from_ or date(1970, 1, 1), question.to or now.today
    found = store.orders(
        member,
        item,
        state,
        first,
        last,
        question.limit,
        skip=question.skip,
        open_first=question.open_first,
    )
    return Orders(
        tuple(_line(order, now) for order in found),
        store.count_orders(member, item, state, first, last),
    )


def _line(order: Order, now: Now) -> OrderTold:
    member = order.member
    return OrderTold(
        OrderId(order.number),
        now.local_of(order.at),
        Name(member.staff_no),
        Name(member.name),
        None if member.department is None else Name(member.department),
        order.state,
        Fen(order.total),
        order.points_total,
        _what(order.lines),
        any(line.returned for line in order.lines) and is_received(order),
    )


def _what(lines: Sequence[OrderLine]) -> str:
    return ", ".join(f"{line.item.name} x{line.quantity}" for line in lines)


@dataclass(frozen=True, slots=True)
class AskSale(Question["Sale"]):
    """What came of a sale whose answer was lost, by its operation key."""

    key: Name


@dataclass(frozen=True, slots=True)
class Sale:
    """`order` is null where nothing was sold."""

    order: OrderId | None


@question("sale")
def ask_sale(store: OrderLookStore, question: AskSale, now: Now) -> Sale:  # noqa: ARG001
    """By the key that it was sent with."""
    known = store.operation(question.key)
    return read_record(Sale, {"order": None if known is None else known.result.get("order")})
