"""A basket on the counter: whose it is, what is in it, how it is to be paid; and what that comes to by the
command's own rule."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from core.counter.money import Funds, Paid, Paying, TenderKind, pay
from core.counter.records import Proxy
from core.counter.redeem import LineAsked, Redeem
from core.errors import DeskError
from core.text import folded
from core.wire import Fen, Name, read_yuan

if TYPE_CHECKING:
    from core.stock.items import ItemTold

CHOICE: tuple[TenderKind, ...] = ("wechat", "alipay", "cash", "card")
"""By which the rest is taken, in the order of Tab."""


def _fresh() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Basket:
    """`key` is the operation key of its sale: another one as soon as the basket is another. `sent` is what
    was asked for when no answer came: the same is asked for again, so that nothing is sold twice."""

    member: Name | None = None
    name: str = ""
    lines: tuple[LineAsked, ...] = ()
    points: int = 0
    tender: TenderKind = "wechat"
    proxy: Proxy | None = None
    key: str = field(default_factory=_fresh)
    sent: Redeem | None = None

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

    def at(self, sku: str) -> int | None:
        """Where an item's line is."""
        return next((at for at, line in enumerate(self.lines) if line.sku == sku), None)


class Reckoned(NamedTuple):
    """What a basket comes to: `rest` in fen is what the tender takes; `refusal` why it can't be sold."""

    total: int = 0
    points_total: int = 0
    paid: Paid | None = None
    rest: int = 0
    refusal: DeskError | None = None


def reckon(basket: Basket, items: "Mapping[str, ItemTold]", funds: Funds, points_per_yuan: int) -> Reckoned:
    """What is due of a basket, by what the member has."""
    total = points_total = 0
    for line in basket.lines:
        item = items[line.sku]
        if item.price is not None:
            total += line.quantity * item.price
        else:
            points_total += line.quantity * (item.points_price or 0)
    refusal = _missing(basket, items)
    if points_total > funds.points:
        short = DeskError("insufficient_points", available=funds.points, needed=points_total)
        return Reckoned(total, points_total, refusal=refusal or short)
    funds = funds._replace(points=funds.points - points_total)
    money: dict[TenderKind, int] = {}
    try:
        try:
            paid = pay(total, Paying(basket.points, None, {}), funds, points_per_yuan)
        except DeskError as error:
            if error.code != "payment_due":
                raise
            money = {basket.tender: read_yuan(error.facts["due"])}
            paid = pay(total, Paying(basket.points, None, money), funds, points_per_yuan)
    except DeskError as error:
        return Reckoned(total, points_total, refusal=refusal or error)
    return Reckoned(total, points_total, paid, sum(money.values()), refusal)


def _missing(basket: Basket, items: "Mapping[str, ItemTold]") -> DeskError | None:
    for line in basket.lines:
        item = items[line.sku]
        facts = {"sku": item.sku, "name": item.name}
        if not item.on_sale:
            return DeskError("not_on_sale", **facts)
        if item.kind == "goods" and item.available < line.quantity:
            return DeskError("insufficient_stock", **facts, available=item.available, wanted=line.quantity)
    return None


def sale(basket: Basket, reckoned: Reckoned, *, collect: bool) -> Redeem:
    """The command that sells it."""
    if basket.sent is not None:
        return basket.sent
    assert basket.member is not None  # noqa: S101 - the caller has seen to it
    return Redeem(
        basket.member,
        basket.lines,
        points=basket.points,
        collect=collect,
        proxy=basket.proxy,
        **{basket.tender: Fen(reckoned.rest)},  # type: ignore[arg-type]
    )


def found(items: "Sequence[ItemTold]", text: str) -> "list[ItemTold]":
    """The items that a text means: the one whose code or barcode it is; else those with it in their code,
    name, barcode, category or specification, those on sale first."""
    wanted = _plain(text)
    if not wanted:
        return []
    same = [item for item in items if has_code(item, text)]
    if same:
        return same[:1]
    hits = [item for item in items if any(wanted in _plain(word) for word in _words(item))]
    return sorted(hits, key=lambda item: (not item.on_sale, not _plain(item.name).startswith(wanted)))


def has_code(item: "ItemTold", code: str) -> bool:
    """Whether it is an item's code or barcode."""
    return _plain(code) in (_plain(item.sku), _plain(item.barcode or ""))


def _words(item: "ItemTold") -> "tuple[str, ...]":
    return tuple(filter(None, (item.sku, item.name, item.barcode, item.category, item.specification)))


def _plain(text: str) -> str:
    return "".join(folded(text).lower().split())
