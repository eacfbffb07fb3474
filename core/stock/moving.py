"""Goods come in, are written off, and are counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.clock import Instant, instant_of
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.stock.items import FEN_MOST
from core.stock.records import Item, ItemFinder, Movement, StockStore, item_of, require_available
from core.wire import Fen, Name, local_told

QUANTITY_MOST = 10**6


class MovingStore(StockStore, ItemFinder, Protocol):
    """What moving stock needs of the database."""

    def moved_since(self, item: int, instant: Instant) -> int:
        """The sum of the movements after an instant."""


@dataclass(frozen=True, slots=True)
class ReceiveStock(Command["OnHand"]):
    """`document` is the delivery note or invoice."""

    sku: Name
    quantity: int
    reason: str | None = None
    unit_cost: Fen | None = None
    document: Name | None = None


@dataclass(frozen=True, slots=True)
class WriteOff(Command["OnHand"]):
    sku: Name
    quantity: int
    reason: str
    unit_cost: Fen | None = None


@dataclass(frozen=True, slots=True)
class CountStock(Command["OnHand"]):
    """`quantity` is what was counted, at `counted_at` (now); what was sold since is reckoned with."""

    sku: Name
    quantity: int
    reason: str | None = None
    unit_cost: Fen | None = None
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnHand:
    """`difference` is how much the stock was changed by; `low_stock` what got to its threshold."""

    on_hand: int
    available: int
    difference: int
    low_stock: tuple[Name, ...] = ()


@command("receive_stock", inverse=NoInverse("stock_is_counted"))
def receive_stock(store: MovingStore, command: ReceiveStock, now: Now) -> OnHand:
    """`unknown_item`; `wrong_state` for a service, which has no stock."""
    item = _goods(store, command.sku)
    require_count("quantity", command.quantity, QUANTITY_MOST)
    require_count("unit_cost", command.unit_cost, FEN_MOST, least=0)
    movement = Movement(
        now.instant,
        "received",
        command.quantity,
        command.reason,
        command.unit_cost,
        command.document,
        now.operator,
    )
    return _moved(store, item, movement)


@command("write_off", inverse=NoInverse("stock_is_counted"))
def write_off(store: MovingStore, command: WriteOff, now: Now) -> OnHand:
    """`insufficient_stock` for more than there is besides what is held for somebody."""
    item = _goods(store, command.sku)
    require_count("quantity", command.quantity, QUANTITY_MOST)
    require_available(item, command.quantity)
    movement = Movement(
        now.instant,
        "written_off",
        -command.quantity,
        command.reason,
        command.unit_cost,
        None,
        now.operator,
    )
    return _moved(store, item, movement)


@command("count_stock", inverse=NoInverse("stock_is_counted"))
def count_stock(store: MovingStore, command: CountStock, now: Now) -> OnHand:
    """Adjusts by the difference against what was on hand at the time of counting. `insufficient_stock` where
    less would be left than is held for somebody."""
    item = _goods(store, command.sku)
    require_count("quantity", command.quantity, QUANTITY_MOST, least=0)
    at = now.instant if command.counted_at is None else instant_of(command.counted_at, now.zone)
    if at > now.instant:
        assert command.counted_at is not None  # noqa: S101 - now is not after now
        raise invalid("counted_at", "future", value=local_told(command.counted_at))
    difference = command.quantity - (item.on_hand - store.moved_since(item.number, at))
    if difference < 0:
        require_available(item, -difference)
    if not difference:
        return OnHand(item.on_hand, item.available, 0)
    movement = Movement(
        now.instant, "counted", difference, command.reason, command.unit_cost, None, now.operator
    )
    return _moved(store, item, movement)


def _goods(store: MovingStore, sku: str) -> Item:
    item = item_of(store, sku)
    if item.kind != "goods":
        raise DeskError("wrong_state", sku=item.sku, name=item.name, state="service")
    return item


def _moved(store: MovingStore, item: Item, movement: Movement) -> OnHand:
    store.move_stock(item.number, movement)
    after = item._replace(on_hand=item.on_hand + movement.quantity)
    return OnHand(after.on_hand, after.available, movement.quantity, got_low([(item, after)]))


def got_low(changes: list[tuple[Item, Item]]) -> tuple[Name, ...]:
    """The codes of the items that got to their threshold: one alert each time."""
    return tuple(Name(after.sku) for before, after in changes if after.is_low and not before.is_low)
