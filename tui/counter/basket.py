"""A basket on the counter: whose it is, what is in it, how it is to be paid; and what that comes to by the
command's own rule."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from core.counter.money import MONEY, TENDERS, Funds, Paid, Paying, TenderKind, pay
from core.counter.records import Proxy
from core.counter.redeem import AllowanceAsked, LineAsked, Redeem
from core.errors import DeskError, invalid
from core.text import folded
from core.wire import Fen, Name, read_yuan

if TYPE_CHECKING:
    from core.stock.items import ItemTold

FIELDS = TENDERS
"""How a basket is paid, in the order of Tab."""


def _fresh() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Basket:
    """`allowance` in fen, None for as much as there is and is needed; `money` in fen what is to be taken of
    each kind, of cash what was handed over, from which there may be change; `tender` takes the rest; `on` is
    the day of its services. `key` is the operation key of its sale: another one as soon as the basket is
    another. `sent` is what was asked for when no answer came: the same is asked for again, so that nothing is
    sold twice. `parked_at` in the club's time, while it is parked."""

    member: Name | None = None
    name: str = ""
    lines: tuple[LineAsked, ...] = ()
    points: int = 0
    allowance: int | None = None
    money: "Mapping[TenderKind, int]" = field(default_factory=dict)
    tender: TenderKind = "wechat"
    proxy: Proxy | None = None
    on: date | None = None
    key: str = field(default_factory=_fresh)
    sent: Redeem | None = None
    parked_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing of it would be missed."""
        return not self.lines

    def with_(self, **changes: object) -> "Basket":
        """Another basket, so another sale."""
        return replace(self, **changes, key=_fresh(), sent=None)  # type: ignore[arg-type]

    def add(self, sku: Name) -> "Basket":
        """One more of an item."""
        at = self.at(sku)
        if at is None:
            return self.with_(lines=(*self.lines, LineAsked(sku, 1)))
        return self.set(sku, self.lines[at].quantity + 1)

    def set(self, sku: Name, quantity: int) -> "Basket":
        """So many of an item; its line goes with the last one."""
        lines = tuple(
            line._replace(quantity=quantity) if line.sku == sku else line
            for line in self.lines
            if line.sku != sku or quantity > 0
        )
        return self.with_(lines=lines)

    def priced(self, sku: Name, *, for_points: bool) -> "Basket":
        """An item is paid for by its price in points, or by that in yuan."""
        return self.with_(
            lines=tuple(
                line._replace(for_points=for_points) if line.sku == sku else line for line in self.lines
            )
        )

    def paid_by(self, kind: TenderKind, amount: int | None) -> "Basket":
        """So much by one kind; of allowance None for as much as there is and is needed."""
        if kind == "points":
            return self.with_(points=amount or 0)
        if kind == "allowance":
            return self.with_(allowance=amount)
        money = {one: fen for one, fen in self.money.items() if one != kind}
        if amount:
            money[kind] = amount
        return self.with_(money=money)

    def at(self, sku: str) -> int | None:
        """Where an item's line is."""
        return next((at for at, line in enumerate(self.lines) if line.sku == sku), None)


class Reckoned(NamedTuple):
    """What a basket comes to: `rest` in fen is what the tender takes, `change` goes back of the cash that was
    handed over; `refusal` why it can't be sold."""

    total: int = 0
    points_total: int = 0
    paid: Paid | None = None
    rest: int = 0
    change: int = 0
    refusal: DeskError | None = None

    def money(self) -> dict[TenderKind, int]:
        """What is taken of each kind of money, in fen."""
        values = {} if self.paid is None else self.paid.values
        return {kind: values[kind] for kind in MONEY if values.get(kind)}


def is_for_points(line: LineAsked, item: "ItemTold") -> bool:
    """Whether a line is paid for by its price in points."""
    return line.for_points or item.price is None


def sums_of(basket: Basket, items: "Mapping[str, ItemTold]") -> tuple[int, int]:
    """What its lines come to: fen, and points of those that are paid for in points."""
    total = points_total = 0
    for line in basket.lines:
        item = items[line.sku]
        if is_for_points(line, item):
            points_total += line.quantity * (item.points_price or 0)
        else:
            total += line.quantity * (item.price or 0)
    return total, points_total


def reckon(basket: Basket, items: "Mapping[str, ItemTold]", funds: Funds, points_per_yuan: int) -> Reckoned:
    """What is due of a basket, by what the member has."""
    total, points_total = sums_of(basket, items)
    refusal = _missing(basket, items)
    if points_total > funds.points:
        short = DeskError("insufficient_points", available=funds.points, needed=points_total)
        return Reckoned(total, points_total, refusal=refusal or short)
    funds = funds._replace(points=funds.points - points_total)
    money = dict(basket.money)
    given = money.pop("cash", 0)
    try:
        due = _due(total, basket, money, funds, points_per_yuan)
        cash = min(given, due)
        money["cash"] = cash
        money[basket.tender] = money.get(basket.tender, 0) + due - cash
        paid = pay(total, Paying(basket.points, basket.allowance, money), funds, points_per_yuan)
    except DeskError as error:
        return Reckoned(total, points_total, refusal=refusal or error)
    return Reckoned(total, points_total, paid, due - cash, given - cash, refusal)


def _due(
    total: int, basket: Basket, money: "Mapping[TenderKind, int]", funds: Funds, points_per_yuan: int
) -> int:
    """What is still due, in fen."""
    try:
        pay(total, Paying(basket.points, basket.allowance, money), funds, points_per_yuan)
    except DeskError as error:
        if error.code != "payment_due":
            raise
        return read_yuan(error.facts["due"])
    return 0


def _missing(basket: Basket, items: "Mapping[str, ItemTold]") -> DeskError | None:
    for at, line in enumerate(basket.lines):
        item = items[line.sku]
        facts = {"sku": item.sku, "name": item.name}
        if not item.on_sale:
            return DeskError("not_on_sale", **facts)
        if line.for_points and item.points_price is None:
            return invalid(f"lines[{at}].for_points", "no_points_price", value=item.sku)
        if item.kind == "goods" and item.available < line.quantity:
            return DeskError("insufficient_stock", **facts, available=item.available, wanted=line.quantity)
    return None


def services_of(basket: Basket, items: "Mapping[str, ItemTold]") -> dict[Name, int]:
    """How many of each service."""
    return {line.sku: line.quantity for line in basket.lines if items[line.sku].kind == "service"}


def day_of(basket: Basket, items: "Mapping[str, ItemTold]") -> date | None:
    """The day of its services, while there are any."""
    return basket.on if services_of(basket, items) else None


def sale(basket: Basket, reckoned: Reckoned, *, collect: bool, on: date | None) -> Redeem:
    """The command that sells it."""
    if basket.sent is not None:
        return basket.sent
    assert basket.member is not None  # noqa: S101 - the caller has seen to it
    return Redeem(
        basket.member,
        basket.lines,
        points=basket.points,
        allowance=AllowanceAsked(basket.allowance),
        collect=collect,
        proxy=basket.proxy,
        on=on,
        **{kind: Fen(fen) for kind, fen in reckoned.money().items()},
    )


def has_code(item: "ItemTold", code: str) -> bool:
    """Whether it is an item's code or barcode."""
    return _plain(code) in (_plain(item.sku), _plain(item.barcode or ""))


def _plain(text: str) -> str:
    return "".join(folded(text).lower().split())
