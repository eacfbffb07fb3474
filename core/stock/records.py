"""Items and stock movements as the rules see them."""

from datetime import date
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant
from core.errors import DeskError
from core.wire import Fen, Name

ItemKind = Literal["goods", "service"]

MovementKind = Literal["received", "written_off", "counted", "sold", "returned", "handed_out"]


class Item(NamedTuple):
    """Goods with stock, or a service. `price` in fen; without one it is sold for `points_price` points only.
    `on_hand` is what its movements sum to, `held` what of it waits to be collected; at or below `low_stock`
    it is to be restocked. Sold from `sale_from` to `sale_to`, both included."""

    number: int
    sku: str
    name: str
    kind: ItemKind
    category: str | None = None
    specification: str | None = None
    price: int | None = None
    points_price: int | None = None
    low_stock: int | None = None
    returnable: bool = True
    supplier: str | None = None
    barcode: str | None = None
    sale_from: date | None = None
    sale_to: date | None = None
    on_hand: int = 0
    held: int = 0

    @property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.held

    @property
    def is_low(self) -> bool:
        """Whether it is to be restocked."""
        return self.low_stock is not None and self.kind == "goods" and self.available <= self.low_stock

    def on_sale(self, day: date) -> bool:
        """Whether it is sold on a day."""
        begun = self.sale_from is None or self.sale_from <= day
        return begun and (self.sale_to is None or day <= self.sale_to)


class Movement(NamedTuple):
    """One change of what is on hand. `unit_cost` in fen; `document` is the order, return or list that it
    belongs to."""

    at: Instant
    kind: MovementKind
    quantity: int
    reason: str | None
    unit_cost: int | None
    document: str | None
    operator: str


class ItemFinder(Protocol):
    """The look-ups that every room with items needs."""

    def item(self, sku: str) -> Item | None: ...


class StockStore(ItemFinder, Protocol):
    """What changing stock needs of the database."""

    def move_stock(self, item: int, movement: Movement) -> None:
        """Writes a movement, and what is on hand with it."""

    def hold_stock(self, item: int, change: int) -> None:
        """Sets goods aside for who will collect them, or lets them go (less than nothing)."""


def item_of(store: ItemFinder, sku: str) -> Item:
    """The item of a code. `unknown_item`."""
    item = store.item(sku)
    if item is None:
        raise DeskError("unknown_item", sku=sku)
    return item


def require_available(item: Item, quantity: int) -> None:
    """`insufficient_stock` for more than can be sold."""
    if item.available < quantity:
        raise DeskError(
            "insufficient_stock", sku=item.sku, name=item.name, available=item.available, wanted=quantity
        )


def fen_or_none(value: int | None) -> Fen | None:
    """An amount of an answer."""
    return None if value is None else Fen(value)


def name_or_none(value: str | None) -> Name | None:
    return None if value is None else Name(value)
