"""Redeeming: a member takes goods or services, paid by points, allowance and money, in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.command import Command, Now, command
from core.counter.money import MONEY, Funds, Paid, Paying, TenderKind, pay
from core.counter.records import (
    NewLine,
    NewOrder,
    NewPart,
    OrderFinder,
    OrderState,
    OrderStep,
    Proxy,
    unlock_due,
)
from core.counter.services import ServiceStore, take_places
from core.due import Due
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.ledger.granting import GrantStore, require_here
from core.ledger.looking import Sums, balances_of
from core.ledger.posting import Source, earn_locked, spend
from core.ledger.records import Amount
from core.members.records import Member, member_of
from core.records import OrderId, order_told
from core.stock.moving import QUANTITY_MOST, got_low
from core.stock.records import Item, Movement, StockStore, item_of, require_available
from core.wire import Fen, Name

LINES_MOST = 100
NOTHING = Fen(0)


class RedeemStore(GrantStore, StockStore, ServiceStore, OrderFinder, Protocol):
    """What redeeming needs of the database."""

    def add_order(self, order: NewOrder) -> int:
        """Its number."""

    def add_tender_part(self, order: int, part: NewPart) -> None: ...

    def set_points_entry(self, order: int, entry: int) -> None:
        """By which spend the lines were paid that cost points alone."""

    def set_order_due(self, order: int, due: Due | None) -> None: ...

    def add_order_step(self, order: int, step: OrderStep) -> None: ...

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
        """A new state; what is None stays as it was."""

    def take_in(self, order: int, taken: Sequence[tuple[TenderKind, int]], now: Now) -> None:
        """Books money into the open shift of the operator, or beside all shifts where there is none; less
        than nothing is paid out."""


class LineAsked(NamedTuple):
    """So many of an item. `for_points`: by its price in points, where it has one in yuan as well."""

    sku: Name
    quantity: int
    for_points: bool = False


class AllowanceAsked(NamedTuple):
    """Fen of allowance, None for as much as there is and is needed. Outside a string of yuan, or `"auto"`."""

    fen: int | None

    @classmethod
    def read_wire(cls, value: object) -> "AllowanceAsked":
        return cls(None if value == "auto" else Amount.read_wire(value).number)

    def write_wire(self) -> object:
        return "auto" if self.fen is None else Amount("allowance", self.fen).write_wire()

    @classmethod
    def schema_wire(cls) -> dict[str, object]:
        return {"anyOf": [{"const": "auto"}, {"type": "string", "pattern": r"^-?\d{1,10}(\.\d{1,2})?$"}]}


AUTO = AllowanceAsked(None)


@dataclass(frozen=True, slots=True)
class Redeem(Command["Redeemed"]):
    """`collect` false: it is collected later, with a slip. `on`: the day of its services, whose places are
    taken; its goods then wait until the services are done."""

    member: Name
    lines: tuple[LineAsked, ...]
    points: int = 0
    allowance: AllowanceAsked = AUTO
    cash: Fen = NOTHING
    wechat: Fen = NOTHING
    alipay: Fen = NOTHING
    card: Fen = NOTHING
    collect: bool = True
    proxy: Proxy | None = None
    on: date | None = None


class Tenders(NamedTuple):
    """What was taken, or went back: points and what they are worth, and the others in fen."""

    points: int
    points_value: Fen
    allowance: Fen
    cash: Fen
    wechat: Fen
    alipay: Fen
    card: Fen


@dataclass(frozen=True, slots=True)
class Redeemed:
    """`points_total` is what was sold for points alone, besides `total`; `earned` points are locked until the
    return window has closed; `low_stock` are the items that got to their threshold by this."""

    order: OrderId
    total: Fen
    points_total: int
    tenders: Tenders
    earned: int
    balances: Sums
    low_stock: tuple[Name, ...]
    state: OrderState


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines with their items and prices."""

    lines: tuple[tuple[Item, NewLine], ...]

    @property
    def total(self) -> int:
        """In fen, of what has a price in yuan."""
        return sum(line.quantity * line.price for _, line in self.lines if line.price is not None)

    @property
    def points_total(self) -> int:
        """What is sold for points alone."""
        return sum(line.quantity * (line.points_price or 0) for _, line in self.lines)

    def quantities(self) -> Counter[Item]:
        """How many of each item."""
        sums: Counter[Item] = Counter()
        for item, line in self.lines:
            sums[item] += line.quantity
        return sums


def basket_of(store: StockStore, lines: Sequence[LineAsked], now: Now) -> Basket:
    """The lines with the prices of today. `unknown_item`, `not_on_sale`; `invalid` for a quantity that cannot
    be, and for an item that is not sold as asked."""
    if not lines:
        raise invalid("lines", "blank")
    if len(lines) > LINES_MOST:
        raise invalid("lines", "too_large", value=str(len(lines)), most=LINES_MOST)
    priced = []
    for index, asked in enumerate(lines):
        require_count(f"lines[{index}].quantity", asked.quantity, QUANTITY_MOST)
        item = item_of(store, asked.sku)
        if not item.on_sale(now.today):
            raise DeskError("not_on_sale", sku=item.sku, name=item.name)
        for_points = asked.for_points or item.price is None
        if for_points and item.points_price is None:
            raise invalid(f"lines[{index}].for_points", "no_points_price", value=item.sku)
        price = None if for_points else item.price
        points = item.points_price if for_points else None
        priced.append((item, NewLine(item.number, asked.quantity, price, points)))
    return Basket(tuple(priced))


def _cancel_again(command: Redeem, done: Redeemed) -> tuple[Command[Any], ...]:  # noqa: ARG001
    """Until the goods are handed over, the order is cancelled; all that was paid goes back."""
    from core.counter.handing import CancelOrder  # noqa: PLC0415 - which is built on this room

    if done.state not in ("open", "scheduled"):
        raise DeskError("cannot_undo", action="redeem", reason="goods_are_handed_over")
    return (CancelOrder(done.order, "undone"),)


@command("redeem", inverse=_cancel_again)
def redeem(store: RedeemStore, command: Redeem, now: Now) -> Redeemed:
    """Order, tenders, ledger, lots and stock change together. `unknown_member`, `unknown_item`,
    `member_left`, `insufficient_stock`, `no_places`, and what `pay` refuses."""
    member = member_of(store, command.member)
    basket = basket_of(store, command.lines, now)
    require_here(member, now)
    for item, quantity in basket.quantities().items():
        if item.kind == "goods":
            require_available(item, quantity)
    services = {item: count for item, count in basket.quantities().items() if item.kind == "service"}
    if command.on is not None:
        _judge_day(command, command.on, now, has_services=bool(services))
    paid = paid_for(store, member, basket, paying_of(command), now)
    collect = command.collect and command.on is None
    done = write_order(store, member, basket, paid, now, collect=collect, proxy=command.proxy)
    if command.on is None:
        return done
    take_places(store, services, command.on)
    store.settle_order(done.order, "scheduled", service_on=command.on)
    step = OrderStep(now.instant, "scheduled", "scheduled", now.operator, command.on.isoformat())
    store.add_order_step(done.order, step)
    return replace(done, state="scheduled")


def _judge_day(command: Redeem, on: date, now: Now, *, has_services: bool) -> None:
    """`invalid` for a day that is past, and where there is no service to have on it."""
    if on < now.today:
        raise invalid("on", "past", value=on.isoformat())
    if not has_services:
        raise invalid("on", "not_a_service", value=command.lines[0].sku)


def paying_of(command: "Pays") -> Paying:
    """How a command means to pay. `invalid` for less than nothing."""
    money: dict[TenderKind, int] = {kind: getattr(command, kind) for kind in MONEY}
    for name, value in (("points", command.points), *money.items()):
        require_count(name, value, 10**12, least=0)
    require_count("allowance", command.allowance.fen, 10**12, least=0)
    return Paying(command.points, command.allowance.fen, {kind: fen for kind, fen in money.items() if fen})


class Pays(Protocol):
    """The fields by which a command pays, besides those of `MONEY`."""

    @property
    def points(self) -> int: ...

    @property
    def allowance(self) -> AllowanceAsked: ...


def paid_for(
    store: RedeemStore, member: Member, basket: Basket, paying: Paying, now: Now, *, moved: int = 0
) -> Paid:
    """How a basket is paid, less what was `moved` to it from another order; points that lines cost by
    themselves are not there to pay with."""
    allowance, points = balances_of(store, member)
    if basket.points_total > points:
        raise DeskError("insufficient_points", available=points, needed=basket.points_total)
    funds = Funds(points - basket.points_total, allowance)
    return pay(basket.total - moved, paying, funds, now.settings.points_per_yuan)


def write_order(
    store: RedeemStore,
    member: Member,
    basket: Basket,
    paid: Paid,
    now: Now,
    *,
    collect: bool,
    proxy: Proxy | None,
    moved: Sequence[NewPart] = (),
) -> Redeemed:
    """Writes everything that was judged: `moved` are parts of a payment that come from another order."""
    money = sum(value for kind, value in paid.values.items() if kind in MONEY)
    money += sum(part.value for part in moved if part.kind in MONEY)
    earned = money * now.settings.purchase_points_per_yuan // 100
    received_on = now.today if collect else None
    state: OrderState = "collected" if collect else "open"
    number = store.add_order(
        NewOrder(
            member.number,
            state,
            now.instant,
            now.today,
            basket.total,
            basket.points_total,
            now.settings.points_per_yuan,
            received_on,
            proxy,
            earned,
            now.operator,
            tuple(line for _, line in basket.lines),
        )
    )
    document = order_told(number)
    low = _take_goods(store, basket, document, now, collect=collect)
    for part in moved:
        store.add_tender_part(number, part)
    _take_payment(store, member, number, basket, paid, now)
    if earned:
        earn_locked(store, member.number, earned, now, Source(document=document))
    store.set_order_due(number, unlock_due(received_on, earned, now))
    note = None if proxy is None else proxy.name
    store.add_order_step(number, OrderStep(now.instant, "redeemed", state, now.operator, note))
    return Redeemed(
        OrderId(number),
        Fen(basket.total),
        basket.points_total,
        tenders_told(paid.points, paid.values),
        earned,
        balances_of(store, member),
        low,
        state,
    )


def _take_goods(
    store: RedeemStore, basket: Basket, document: str, now: Now, *, collect: bool
) -> tuple[Name, ...]:
    """Off the shelf at once, or set aside; the codes of what got to its threshold."""
    changes = []
    for item, quantity in basket.quantities().items():
        if item.kind != "goods":
            continue
        if collect:
            movement = Movement(now.instant, "sold", -quantity, None, None, document, now.operator)
            store.move_stock(item.number, movement)
            changes.append((item, item._replace(on_hand=item.on_hand - quantity)))
        else:
            store.hold_stock(item.number, quantity)
            changes.append((item, item._replace(held=item.held + quantity)))
    return got_low(changes)


def _take_payment(
    store: RedeemStore, member: Member, number: int, basket: Basket, paid: Paid, now: Now
) -> None:
    source = Source(document=order_told(number))
    if basket.points_total:
        moved = spend(store, member, "points", basket.points_total, now, source)
        store.set_points_entry(number, moved.entry)
    for kind, value in paid.values.items():
        entry, points = None, 0
        if kind == "points":
            points = paid.points
            entry = spend(store, member, "points", points, now, source).entry
        elif kind == "allowance":
            entry = spend(store, member, "allowance", value, now, source).entry
        store.add_tender_part(number, NewPart(kind, value, points, entry))
    store.take_in(number, [(kind, value) for kind, value in paid.values.items() if kind in MONEY], now)


def tenders_told(points: int, values: dict[TenderKind, int]) -> Tenders:
    """Tenders as an answer tells them."""
    told = {kind: Fen(values.get(kind, 0)) for kind in ("allowance", *MONEY)}
    return Tenders(points, Fen(values.get("points", 0)), **told)
