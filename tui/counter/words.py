"""The counter in words: a basket's lines, how it is paid, what Enter does, what came of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from core.records import order_told
from core.text import visible
from tui.language import _, say, say_count
from tui.sentences.counter import TENDERS
from tui.widgets.money import bare, money_told
from tui.widgets.table import Column, TableRow, fitted

if TYPE_CHECKING:
    from core.counter.looking import OrderTold
    from core.counter.redeem import Redeemed
    from core.ledger.looking import Sums
    from core.stock.items import ItemTold
    from tui.counter.basket import Basket, Reckoned

WIDEST = (30, 16, 12, 14)
"""Cells that name, code, price and what is there take at most in a line of what was found."""


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Item"), flex=True),
        Column(_("Quantity"), right=True),
        Column(_("Price"), right=True),
        Column(_("Amount"), right=True),
    )


def rows(basket: "Basket", items: "Mapping[str, ItemTold]") -> list[TableRow]:
    """A basket's lines; what is sold for points alone says so."""
    return [
        TableRow(
            line.sku,
            (
                called(items[line.sku]),
                f"{line.quantity:,}",
                price_told(items[line.sku]),
                price_told(items[line.sku], line.quantity),
            ),
        )
        for line in basket.lines
    ]


def called(item: "ItemTold") -> str:
    """An item's name with its specification."""
    return " ".join(filter(None, (item.name, item.specification)))


def price_told(item: "ItemTold", quantity: int = 1) -> str:
    """`79.90`, or with its unit where it is sold for points alone."""
    if item.price is not None:
        return bare("allowance", item.price * quantity)
    return money_told("points", (item.points_price or 0) * quantity)


def found_lines(found: "Sequence[ItemTold]") -> list[str]:
    """Items as lines with columns."""
    cells = [(visible(called(item)), visible(item.sku), price_told(item), there_told(item)) for item in found]
    widths = [
        min(max(map(cell_len, column)), most)
        for column, most in zip(zip(*cells, strict=True), WIDEST, strict=True)
    ]
    return [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def there_told(item: "ItemTold") -> str:
    """How many can be sold."""
    if not item.on_sale:
        return _("not on sale")
    if item.kind == "service":
        return _("service")
    return say("{count} there", count=f"{item.available:,}")


def paying_lines(
    basket: "Basket", reckoned: "Reckoned", has: "Sums | None", key: str, width: int
) -> list[str]:
    """How a basket is paid, line by line: the total, points, allowance, what remains and what takes it; the
    key takes it otherwise."""
    points = allowance = 0
    if reckoned.paid is not None:
        points = reckoned.paid.values.get("points", 0)
        allowance = reckoned.paid.values.get("allowance", 0)
    told = [(_("Total"), bare("allowance", reckoned.total), "")]
    if reckoned.points_total:
        told.append((_("For points"), bare("points", reckoned.points_total), _("points alone")))
    used = say_count("{amount} point", "{amount} points", basket.points, amount=f"{basket.points:,}")
    told.append((_("Points"), bare("allowance", -points) if points else "0.00", used))
    less = bare("allowance", -allowance) if allowance else "0.00"
    told.append((_("Allowance"), less, "" if has is None else _("by itself")))
    told.append((_("Remaining"), bare("allowance", reckoned.rest), f"< {_(TENDERS[basket.tender])} ({key})"))
    labels = max(cell_len(label) for label, _amount, _note in told)
    amounts = max(len(amount) for _label, amount, _note in told)
    return [
        set_cell_size(f"{set_cell_size(label, labels)}  {fitted(amount, amounts, right=True)}  {note}", width)
        for label, amount, note in told
    ]


def enter_told(basket: "Basket", reckoned: "Reckoned") -> str:
    """What Enter does with a basket that can be sold."""
    if basket.sent is not None:
        return _("It is not known whether this was sold. Enter = make sure; it is never sold twice")
    facts = {"amount": bare("allowance", reckoned.rest), "tender": _(TENDERS[basket.tender])}
    if basket.proxy is not None:
        facts["proxy"] = proxy_told(basket.proxy.name, basket.proxy.relation)
        if reckoned.rest:
            return say("Enter = take {amount} yuan by {tender}, done and collected by {proxy}", **facts)
        return say("Enter = paid in full, done and collected by {proxy}", **facts)
    if reckoned.rest:
        return say("Enter = take {amount} yuan by {tender}, done and collected now", **facts)
    return _("Enter = paid in full, done and collected now")


def proxy_told(name: str, relation: str | None) -> str:
    return name if relation is None else f"{name} ({relation})"


def sold_told(done: "Redeemed", person: str, items: "Mapping[str, ItemTold]") -> str:
    """What came of a sale: what is left, and what has got low."""
    has = say(
        "{person} has {points} and {allowance} left",
        person=person,
        points=money_told("points", done.balances.points),
        allowance=money_told("allowance", done.balances.allowance),
    )
    how = _("sold and collected") if done.state == "collected" else _("sold, to be collected later")
    told = f"{order_told(done.order)} {how} | {has}"
    if done.low_stock:
        names = ", ".join(items[sku].name if sku in items else sku for sku in done.low_stock)
        told += " | " + say("to be restocked: {names}", names=names)
    return told


def parked_told(parked: "Sequence[Basket]", key: str) -> str:
    """Whose baskets are parked."""
    names = ", ".join(f"{basket.name or '-'} {len(basket.lines)}" for basket in parked)
    return say("Parked: {names} ({key})", names=names, key=key)


def waiting_told(orders: "Sequence[OrderTold]", key: str) -> str:
    """What the member in hand can collect."""
    told = ", ".join(f"{order_told(order.order)} {order.what}" for order in orders)
    return say("To collect: {orders} ({key} = hand over)", orders=told, key=key)
