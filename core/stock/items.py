"""Adding an item and changing it; looking at items, and at what is to be restocked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from core.command import Command, NoInverse, Now, Question, command, given, question
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.stock.records import (
    Item,
    ItemFinder,
    ItemKind,
    Movement,
    MovementKind,
    fen_or_none,
    item_of,
    name_or_none,
)
from core.text import folded
from core.wire import LARGEST, UNSET, Fen, Name, Unset

FEN_MOST = 10**10
MOVEMENTS_SHOWN = 200
HITS_MOST = 200


class ItemStore(ItemFinder, Protocol):
    """What keeping items needs of the database."""

    def items(self) -> list[Item]:
        """All items, by category and code."""

    def item_with_barcode(self, barcode: str) -> Item | None: ...

    def add_item(self, item: Item) -> None: ...

    def change_item(self, item: Item) -> None:
        """What it is; never what is on hand."""

    def search_items(self, text: str, limit: int) -> list[Item]:
        """The items that a folded text finds, best first."""

    def movements_of(self, item: int, limit: int) -> list[Movement]:
        """The latest movements, newest first."""

    def low_items(self) -> list[Item]:
        """Items at or below their threshold, what is shortest first."""


@dataclass(frozen=True, slots=True)
class AddItem(Command["ItemKept"]):
    sku: Name
    name: Name
    kind: ItemKind
    category: Name | None = None
    specification: Name | None = None
    price: Fen | None = None
    points_price: int | None = None
    low_stock: int | None = None
    returnable: bool = True
    supplier: Name | None = None
    barcode: Name | None = None
    sale_from: date | None = None
    sale_to: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeItem(Command["ItemChanged"]):
    sku: Name
    name: Name | Unset = UNSET
    category: Name | Unset | None = UNSET
    specification: Name | Unset | None = UNSET
    price: Fen | Unset | None = UNSET
    points_price: int | Unset | None = UNSET
    low_stock: int | Unset | None = UNSET
    returnable: bool | Unset = UNSET
    supplier: Name | Unset | None = UNSET
    barcode: Name | Unset | None = UNSET
    sale_from: date | Unset | None = UNSET
    sale_to: date | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class ItemKept:
    sku: Name


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """`was` holds what the changed fields were, as a change that brings them back."""

    sku: Name
    was: ChangeItem


def _judge(store: ItemStore, item: Item) -> None:
    """`invalid` for an item without a price and for numbers that cannot be; `exists` for a barcode in use."""
    if item.price is None and item.points_price is None:
        raise invalid("price", "one_of", choices=["price", "points_price"])
    require_count("price", item.price, FEN_MOST)
    require_count("points_price", item.points_price, LARGEST)
    require_count("low_stock", item.low_stock, LARGEST, least=0)
    if item.sale_from is not None and item.sale_to is not None and item.sale_to < item.sale_from:
        raise invalid("sale_to", "end_not_after_start", value=item.sale_to.isoformat())
    if item.barcode is not None:
        holder = store.item_with_barcode(item.barcode)
        if holder is not None and holder.number != item.number:
            raise DeskError("exists", field="barcode", value=item.barcode, sku=holder.sku)


@command("add_item", inverse=NoInverse("item_stays"))
def add_item(store: ItemStore, command: AddItem, now: Now) -> ItemKept:  # noqa: ARG001
    """`exists` for a code or barcode in use."""
    if store.item(command.sku) is not None:
        raise DeskError("exists", field="sku", value=command.sku)
    item = Item(0, **{name: getattr(command, name) for name in AddItem.__dataclass_fields__})
    _judge(store, item)
    store.add_item(item)
    return ItemKept(command.sku)


def _give_back(_: ChangeItem, changed: ItemChanged) -> tuple[Command[Any], ...]:
    return (changed.was,)


@command("change_item", inverse=_give_back)
def change_item(store: ItemStore, command: ChangeItem, now: Now) -> ItemChanged:  # noqa: ARG001
    """Touches only what is given; orders keep the prices that they were made at. `unknown_item`."""
    item = item_of(store, command.sku)
    changes = given(command, "sku")
    changed = item._replace(**changes)
    _judge(store, changed)
    if changed != item:
        store.change_item(changed)
    was = {name: getattr(item, name) for name in changes}
    return ItemChanged(command.sku, ChangeItem(command.sku, **was))


# ---------------------------------------------------------------- looking


@dataclass(frozen=True, slots=True)
class AskItem(Question["ItemCard"]):
    sku: Name


class MovementTold(NamedTuple):
    at: datetime
    kind: MovementKind
    quantity: int
    reason: str | None
    unit_cost: Fen | None
    document: str | None
    by: str


class ItemTold(NamedTuple):
    """An item as answers tell it. `available` is what can be sold: on hand less what is held."""

    sku: Name
    name: Name
    kind: ItemKind
    category: Name | None
    specification: Name | None
    price: Fen | None
    points_price: int | None
    low_stock: int | None
    returnable: bool
    supplier: Name | None
    barcode: Name | None
    sale_from: date | None
    sale_to: date | None
    on_sale: bool
    on_hand: int
    held: int
    available: int
    low: bool


@dataclass(frozen=True, slots=True)
class ItemCard:
    """`movements` are the latest, newest first."""

    item: ItemTold
    on_hand: int
    held: int
    available: int
    movements: tuple[MovementTold, ...]


@question("item")
def ask_item(store: ItemStore, question: AskItem, now: Now) -> ItemCard:
    """`unknown_item`."""
    item = item_of(store, question.sku)
    return ItemCard(
        item_told(item, now.today),
        item.on_hand,
        item.held,
        item.available,
        tuple(
            MovementTold(
                now.local_of(movement.at),
                movement.kind,
                movement.quantity,
                movement.reason,
                fen_or_none(movement.unit_cost),
                movement.document,
                movement.operator,
            )
            for movement in store.movements_of(item.number, MOVEMENTS_SHOWN)
        ),
    )


def item_told(item: Item, today: date) -> ItemTold:
    """An item as an answer tells it."""
    return ItemTold(
        Name(item.sku),
        Name(item.name),
        item.kind,
        name_or_none(item.category),
        name_or_none(item.specification),
        fen_or_none(item.price),
        item.points_price,
        item.low_stock,
        item.returnable,
        name_or_none(item.supplier),
        name_or_none(item.barcode),
        item.sale_from,
        item.sale_to,
        item.on_sale(today),
        item.on_hand,
        item.held,
        item.available,
        item.is_low,
    )


@dataclass(frozen=True, slots=True)
class AskItems(Question["Items"]):
    """All items, or those of some codes."""

    skus: tuple[Name, ...] | None = None


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[ItemTold, ...]


@question("items")
def ask_items(store: ItemStore, question: AskItems, now: Now) -> Items:
    """By category and code; of codes that are given, those that there are, as they are given."""
    if question.skus is None:
        found = store.items()
    else:
        found = [item for item in map(store.item, question.skus) if item is not None]
    return Items(tuple(item_told(item, now.today) for item in found))


@dataclass(frozen=True, slots=True)
class FindItems(Question["Items"]):
    text: Name
    limit: int = 20


@question("find_items")
def find_items(store: ItemStore, question: FindItems, now: Now) -> Items:
    """By name, category, specification, pinyin, initials, code, barcode and its last digits; what is not on
    sale comes last."""
    require_count("limit", question.limit, HITS_MOST)
    text = "".join(folded(question.text).lower().split())
    hits = [item_told(item, now.today) for item in store.search_items(text, question.limit)]
    return Items(tuple(sorted(hits, key=lambda hit: not hit.on_sale)))


@dataclass(frozen=True, slots=True)
class AskRestock(Question["Items"]):
    """What is to be bought."""


@question("restock")
def ask_restock(store: ItemStore, question: AskRestock, now: Now) -> Items:  # noqa: ARG001
    """Items whose available stock is at or below their threshold, what is shortest first."""
    return Items(tuple(item_told(item, now.today) for item in store.low_items()))
