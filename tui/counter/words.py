"""The counter in words: a basket's lines, how it is paid, what Enter does, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from core.counter.money import MONEY, TenderKind
from core.records import order_told
from core.text import visible
from tui.counter.basket import is_for_points, sums_of
from tui.language import N_, _, say, say_count
from tui.sentences.counter import TENDERS
from tui.widgets.money import bare, money_told
from tui.widgets.table import Column, TableRow, fitted

if TYPE_CHECKING:
    from core.counter.looking import OrderTold
    from core.counter.redeem import LineAsked, Redeemed
    from core.ledger.looking import Sums
    from core.stock.items import ItemTold
    from core.wire import Name
    from tui.counter.basket import Basket, Reckoned

FIELDS: dict[TenderKind, str] = {
    "points": N_("Points"),
    "allowance": N_("Allowance"),
    "cash": N_("Cash"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "card": N_("Bank card"),
}
"""The fields of how a basket is paid, as they stand on the screen."""

AMOUNT_AT = 2
"""The column of a parked basket's total."""

WIDEST = (10, 21, 21)
"""Cells that code, price and what is there take at most in a line of what was found."""


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Item"), flex=True),
        Column(_("Qty"), right=True),
        Column(_("Price"), right=True),
        Column(_("Amount"), right=True),
    )


def rows(basket: "Basket", items: "Mapping[str, ItemTold]") -> list[TableRow]:
    """A basket's lines; what is paid for by its price in points says so."""
    return [
        TableRow(
            line.sku,
            (
                called(items[line.sku]),
                f"{line.quantity:,}",
                _line_price(line, items[line.sku], 1),
                _line_price(line, items[line.sku], line.quantity),
            ),
        )
        for line in basket.lines
    ]


def _line_price(line: "LineAsked", item: "ItemTold", quantity: int) -> str:
    if is_for_points(line, item):
        return say("{points} pts", points=bare("points", (item.points_price or 0) * quantity))
    return bare("allowance", (item.price or 0) * quantity)


def called(item: "ItemTold") -> str:
    """An item's name with its specification."""
    return " ".join(filter(None, (item.name, item.specification)))


def price_told(item: "ItemTold") -> str:
    """`79.90`, with its unit where it is sold for points alone, or both."""
    if item.points_price is None:
        return bare("allowance", item.price or 0)
    points = money_told("points", item.points_price)
    if item.price is None:
        return points
    return say("{price} or {points}", price=bare("allowance", item.price), points=points)


def other_price_told(basket: "Basket", item: "ItemTold | None", key: str) -> str:
    """What the key makes of a line with two prices; nothing where there is one."""
    at = None if item is None else basket.at(item.sku)
    if item is None or at is None or item.price is None or item.points_price is None:
        return ""
    unit, price = ("allowance", item.price) if basket.lines[at].for_points else ("points", item.points_price)
    return say("{key} = {name} for {price}", key=key, name=item.name, price=money_told(unit, price))  # type: ignore[arg-type]


def found_lines(found: "Sequence[ItemTold]", room: int, today: date) -> list[str]:
    """Items as lines with columns; names take what room the others leave."""
    cells = [
        (visible(called(item)), visible(item.sku), price_told(item), there_told(item, today))
        for item in found
    ]
    name, *others = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    others = [min(width, most) for width, most in zip(others, WIDEST, strict=True)]
    widths = [min(name, room - sum(others) - 2 * len(others)), *others]
    return [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def there_told(item: "ItemTold", today: date) -> str:
    """How many can be sold; of what is not on sale from when or until when it is."""
    if not item.on_sale:
        if item.sale_from is not None and today < item.sale_from:
            return say("sold from {day}", day=item.sale_from)
        return say("sold until {day}", day=item.sale_to)
    if item.kind == "service":
        return _("service")
    return say("{count} there", count=f"{item.available:,}") if item.available > 0 else _("sold out")


class PayingLine(NamedTuple):
    """A line of how a basket is paid, and the field that it is, if it is one."""

    field: TenderKind | None
    words: str


def paying_lines(basket: "Basket", reckoned: "Reckoned", has: "Sums | None", at: str) -> list[PayingLine]:
    """How a basket is paid, line by line: the total, each tender, what remains and what takes it. `at`
    is the field that is being typed into."""
    values = {} if reckoned.paid is None else reckoned.paid.values
    told: list[tuple[TenderKind | None, str, str, str]] = []
    told.append((None, _("Total"), bare("allowance", reckoned.total), ""))
    if reckoned.points_total:
        told.append((None, _("For points"), bare("points", reckoned.points_total), _("points alone")))
    used = say_count("{amount} point", "{amount} points", basket.points, amount=f"{basket.points:,}")
    told.append(("points", _(FIELDS["points"]), _less(values.get("points", 0)), used))
    how = _("by itself") if basket.allowance is None else _("as typed") if basket.allowance else _("none")
    less = _less(values.get("allowance", 0))
    told.append(("allowance", _(FIELDS["allowance"]), less, "" if has is None else how))
    for kind in MONEY:
        fen = values.get(kind, 0) - (reckoned.rest if kind == basket.tender else 0)
        told.append((kind, _(FIELDS[kind]), _less(fen) if fen else "-", ""))
    if reckoned.change:
        given = say("of {amount}", amount=bare("allowance", basket.money["cash"]))
        told.append((None, _("Change"), bare("allowance", reckoned.change), given))
    told.append((None, _("Remaining"), bare("allowance", reckoned.rest), f"< {_(TENDERS[basket.tender])}"))
    labels = max(cell_len(label) for _field, label, _amount, _note in told)
    amounts = max(len(amount) for _field, _label, amount, _note in told)
    return [
        PayingLine(
            field,
            f"{'>' if field == at else ' '}{set_cell_size(label, labels)}  "
            f"{fitted(amount, amounts, right=True)}  {note}".rstrip(),
        )
        for field, label, amount, note in told
    ]


def _less(fen: int) -> str:
    return bare("allowance", -fen) if fen else "0.00"


def payment_told(reckoned: "Reckoned") -> str:
    """What is taken: `50.00 yuan by cash, 89.70 yuan by WeChat`."""
    return ", ".join(
        say("{amount} yuan by {tender}", amount=bare("allowance", fen), tender=_(TENDERS[kind]))
        for kind, fen in reckoned.money().items()
    )


def enter_told(basket: "Basket", reckoned: "Reckoned", on: date | None = None) -> str:
    """What Enter does with a basket that can be sold."""
    if basket.sent is not None:
        return _("It is not known whether this was sold. Enter = make sure; it is never sold twice")
    payment = payment_told(reckoned)
    if on is not None:
        told = _("paid in full") if not payment else say("take {payment}", payment=payment)
        told = say("Enter = {paid}, for {day}", paid=told, day=f"{on:%m-%d}")
    elif basket.proxy is not None:
        proxy = proxy_told(basket.proxy.name, basket.proxy.relation)
        if payment:
            told = say("Enter = take {payment}, done and collected by {proxy}", payment=payment, proxy=proxy)
        else:
            told = say("Enter = paid in full, done and collected by {proxy}", proxy=proxy)
    elif payment:
        told = say("Enter = take {payment}, done and collected now", payment=payment)
    else:
        told = _("Enter = paid in full, done and collected now")
    return told + change_told(reckoned.change)


def places_told(free: "Mapping[Name, int | None]", items: "Mapping[str, ItemTold]", on: date) -> str:
    """How many places are left of services on a day; nothing of those without a limit."""
    return "".join(
        " | "
        + say("{name} on {day}: {count} places left", name=items[sku].name, day=f"{on:%m-%d}", count=left)
        for sku, left in free.items()
        if left is not None
    )


def change_told(change: int) -> str:
    """What goes back of the cash that was handed over."""
    return f" | {say('change {amount} yuan', amount=bare('allowance', change))}" if change else ""


def noted_told(basket: "Basket", reckoned: "Reckoned") -> str:
    """What Enter makes of an amount that is typed."""
    if reckoned.change:
        return _("Enter = note it") + change_told(reckoned.change)
    if not reckoned.rest:
        return _("Enter = note it | nothing remains")
    return say(
        "Enter = note it | {amount} yuan remain, by {tender}",
        amount=bare("allowance", reckoned.rest),
        tender=_(TENDERS[basket.tender]),
    )


def proxy_told(name: str, relation: str | None) -> str:
    return name if relation is None else f"{name} ({relation})"


def sold_told(done: "Redeemed", person: str, items: "Mapping[str, ItemTold]", change: int) -> str:
    """What came of a sale: the change, what is left, and what has got low."""
    has = say(
        "{person} has {points} and {allowance} left",
        person=person,
        points=money_told("points", done.balances.points),
        allowance=money_told("allowance", done.balances.allowance),
    )
    how = _("sold and collected") if done.state == "collected" else _("sold, to be collected later")
    if done.state == "scheduled":
        how = _("sold, the day is noted")
    told = f"{order_told(done.order)} {how}{change_told(change)} | {has}"
    if done.low_stock:
        names = ", ".join(items[sku].name if sku in items else sku for sku in done.low_stock)
        told += " | " + say("to be restocked: {names}", names=names)
    return told


def parked_told(parked: "Sequence[Basket]", items: "Mapping[str, ItemTold]", key: str) -> str:
    """Whose baskets are parked, and what they come to."""
    names = ", ".join(f"{basket.name or '-'} {_sums_told(basket, items)}" for basket in parked)
    return say("Parked: {names} ({key})", names=names, key=key)


def parked_lines(parked: "Sequence[Basket]", items: "Mapping[str, ItemTold]") -> list[str]:
    """Parked baskets to choose from: whose, since when, the total, what is in them."""
    cells = [
        (
            visible(basket.name or "-"),
            f"{basket.parked_at:%m-%d %H:%M}" if basket.parked_at else "",
            _sums_told(basket, items),
            ", ".join(f"{items[line.sku].name} x{line.quantity}" for line in basket.lines),
        )
        for basket in parked
    ]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            fitted(cell, width, right=at == AMOUNT_AT)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def _sums_told(basket: "Basket", items: "Mapping[str, ItemTold]") -> str:
    total, points = sums_of(basket, items)
    told = [bare("allowance", total)] if total or not points else []
    if points:
        told.append(say("{points} pts", points=bare("points", points)))
    return " + ".join(told)


def waiting_told(orders: "Sequence[OrderTold]", key: str) -> str:
    """What the member in hand can collect."""
    told = ", ".join(f"{order_told(order.order)} {order.what}" for order in orders)
    return say("To collect: {orders} ({key} = hand over)", orders=told, key=key)
