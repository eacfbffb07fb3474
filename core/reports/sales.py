"""What was sold, by item and category; what was cancelled, and what came back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.command import Now, Question, question
from core.reports.days import Span, span_of
from core.stock.records import Item, ItemKind, name_or_none
from core.wire import Fen, Name

NO_YUAN = Fen(0)


class Goods(NamedTuple):
    """So many pieces, what those with a price in yuan come to, and what the others come to in points."""

    quantity: int = 0
    value: Fen = NO_YUAN
    points: int = 0

    def more(self, other: "Goods") -> "Goods":
        return Goods(
            self.quantity + other.quantity, Fen(self.value + other.value), self.points + other.points
        )

    def less(self, other: "Goods") -> "Goods":
        return self.more(Goods(-other.quantity, Fen(-other.value), -other.points))


NO_GOODS = Goods()


class SalesStore(Protocol):
    """What the figures of the counter need of the database."""

    def items(self) -> list[Item]: ...

    def goods_sold(self, span: Span) -> dict[int, Goods]:
        """By item, of orders by their day."""

    def goods_cancelled(self, span: Span) -> dict[int, Goods]:
        """By item, of orders that were cancelled at an instant of the span."""

    def goods_back(self, span: Span) -> dict[int, Goods]:
        """By item, what came back at an instant of the span."""

    def orders_by_item(self, span: Span) -> dict[int, int]:
        """How many orders there are by their day."""

    def orders_by_category(self, span: Span) -> dict[str | None, int]: ...

    def orders_and_buyers(self, span: Span) -> tuple[int, int]:
        """All orders by their day, and the members whose they are."""


@dataclass(frozen=True, slots=True)
class AskSales(Question["Sales"]):
    """`from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesFigures:
    """Each of them in pieces, yuan and points: a line that was sold for points alone has no yuan.

    sold: the lines of orders that are dated in the period, at the price of their day, whatever became of
    them.
    cancelled: the lines of orders that were cancelled in the period before they were handed over, whenever
    they were sold.
    returned: what came back in the period, whenever it was sold, at the price that it was sold for.
    net: sold, less what was cancelled and what came back; less than nothing where more came back of earlier
    sales.
    orders: those that are dated in the period and have such a line, cancelled ones among them. An order of
    two items counts for each, and once in a sum.
    An exchange is a return and an order: what was taken instead is sold.
    """

    sold: Goods = NO_GOODS
    cancelled: Goods = NO_GOODS
    returned: Goods = NO_GOODS
    net: Goods = NO_GOODS
    orders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSales(SalesFigures):
    """The name and the category are those of now."""

    sku: Name
    name: Name
    kind: ItemKind
    category: Name | None
    specification: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySales(SalesFigures):
    """`category` None: of items that have none."""

    category: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales(SalesFigures):
    """The sums, and the same by category and by item: those of which there is anything to tell.

    buyers: the members whose the orders of the period are, each once.
    """

    from_: date
    to: date
    buyers: int
    categories: tuple[CategorySales, ...]
    items: tuple[ItemSales, ...]


@question("sales")
def ask_sales(store: SalesStore, question: AskSales, now: Now) -> Sales:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    items = {item.number: item for item in store.items()}
    sums = _sums_by_item(store, span)
    of_category: defaultdict[str | None, _Sum] = defaultdict(_Sum)
    whole = _Sum()
    for number, own in sums.items():
        of_category[items[number].category].add(own)
        whole.add(own)
    by_item, by_category = store.orders_by_item(span), store.orders_by_category(span)
    orders, buyers = store.orders_and_buyers(span)
    return Sales(
        **whole.told(orders),
        from_=question.from_,
        to=question.to,
        buyers=buyers,
        categories=tuple(
            CategorySales(
                **of_category[category].told(by_category.get(category, 0)), category=name_or_none(category)
            )
            for category in dict.fromkeys(item.category for item in items.values())
            if category in of_category
        ),
        items=tuple(
            _item_told(item, sums[number], by_item.get(number, 0))
            for number, item in items.items()
            if number in sums
        ),
    )


@dataclass(slots=True)
class _Sum:
    """The figures of one group while they are added up."""

    sold: Goods = NO_GOODS
    cancelled: Goods = NO_GOODS
    returned: Goods = NO_GOODS

    def add(self, other: "_Sum") -> None:
        self.sold = self.sold.more(other.sold)
        self.cancelled = self.cancelled.more(other.cancelled)
        self.returned = self.returned.more(other.returned)

    def told(self, orders: int) -> dict[str, Any]:
        """The fields of `SalesFigures`."""
        return {
            "sold": self.sold,
            "cancelled": self.cancelled,
            "returned": self.returned,
            "net": self.sold.less(self.cancelled).less(self.returned),
            "orders": orders,
        }


def _sums_by_item(store: SalesStore, span: Span) -> dict[int, _Sum]:
    sums: defaultdict[int, _Sum] = defaultdict(_Sum)
    for number, goods in store.goods_sold(span).items():
        sums[number].add(_Sum(sold=goods))
    for number, goods in store.goods_cancelled(span).items():
        sums[number].add(_Sum(cancelled=goods))
    for number, goods in store.goods_back(span).items():
        sums[number].add(_Sum(returned=goods))
    return sums


def _item_told(item: Item, own: _Sum, orders: int) -> ItemSales:
    return ItemSales(
        **own.told(orders),
        sku=Name(item.sku),
        name=Name(item.name),
        kind=item.kind,
        category=name_or_none(item.category),
        specification=name_or_none(item.specification),
    )
