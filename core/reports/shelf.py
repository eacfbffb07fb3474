"""The stock by item: what was there, what came and went, what is there now, and what is to be restocked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.command import Now, Question, question
from core.reports.days import Span, span_of
from core.stock.records import Item, MovementKind, name_or_none
from core.wire import Fen, Name

NO_YUAN = Fen(0)


class MovedOfItem(NamedTuple):
    """What of one kind moved of an item: pieces, fen of those whose unit cost is known, and how many that
    are."""

    item: int
    kind: MovementKind
    quantity: int
    value: int
    valued: int


class ShelfStore(Protocol):
    """What the figures of the stock need of the database."""

    def items(self) -> list[Item]: ...

    def moved_in(self, span: Span) -> Iterable[MovedOfItem]: ...

    def moved_in_all(self, span: Span) -> dict[int, int]:
        """By item, of whatever kind."""

    def moved_after(self, span: Span) -> dict[int, int]:
        """By item, since the span's end."""


@dataclass(frozen=True, slots=True)
class AskShelf(Question["Shelf"]):
    """`from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfFigures:
    """Pieces.

    opening: on hand when the period began.
    received: what was delivered. sold: what left the shelf for orders, on the day on which it was handed
    over, sent or collected (less than nothing). returned: what came back and could be sold again.
    written_off: less than nothing. counted: the differences that counting found. handed_out: to a department
    or for a festival (less than nothing), less what was taken back of it.
    closing: on hand when the period ended, or now where it has not.
    moved_since: what moved from the period's end until now.
    on_hand: now. available: of that, what nobody is to collect yet.
    suggested: how many to order of what is to be restocked now (what is available is at the threshold or
    below it): as many as bring it to the threshold, and what the period used besides, which is what was sold
    and handed out less what came back; at least one.
    received_value: what was received, at its unit cost, in yuan; received_valued: of how many pieces that was
    known.
    """

    opening: int = 0
    received: int = 0
    sold: int = 0
    returned: int = 0
    written_off: int = 0
    counted: int = 0
    handed_out: int = 0
    closing: int = 0
    moved_since: int = 0
    on_hand: int = 0
    available: int = 0
    suggested: int = 0
    received_value: Fen = NO_YUAN
    received_valued: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShelf(ShelfFigures):
    """`threshold` None: nothing is ever to be restocked."""

    sku: Name
    name: Name
    category: Name | None
    specification: Name | None
    supplier: Name | None
    threshold: int | None
    restock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(ShelfFigures):
    """The sums, and the same by item: goods of which there is or was any, or that are to be restocked."""

    from_: date
    to: date
    items: tuple[ItemShelf, ...]


@question("shelf")
def ask_shelf(store: ShelfStore, question: AskShelf, now: Now) -> Shelf:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    of_kinds: defaultdict[int, list[MovedOfItem]] = defaultdict(list)
    for moved in store.moved_in(span):
        of_kinds[moved.item].append(moved)
    in_all, after = store.moved_in_all(span), store.moved_after(span)
    told = [
        _told(item, of_kinds[item.number], in_all.get(item.number, 0), after.get(item.number, 0))
        for item in store.items()
        if item.kind == "goods"
    ]
    items = tuple(one for one in told if _worth_telling(one))
    return Shelf(
        **{name: sum(getattr(one, name) for one in items) for name in ShelfFigures.__dataclass_fields__},
        from_=question.from_,
        to=question.to,
        items=items,
    )


def _told(item: Item, moved: list[MovedOfItem], in_all: int, after: int) -> ItemShelf:
    """Opening and closing are reckoned back from what is on hand now."""
    kinds = {one.kind: one.quantity for one in moved}
    used = -sum(kinds.get(kind, 0) for kind in _USING)
    received = next((one for one in moved if one.kind == "received"), None)
    closing = item.on_hand - after
    return ItemShelf(
        opening=closing - in_all,
        **kinds,  # the kinds of movements are fields
        closing=closing,
        moved_since=after,
        on_hand=item.on_hand,
        available=item.available,
        suggested=_suggested(item, used),
        received_value=Fen(received.value) if received else NO_YUAN,
        received_valued=received.valued if received else 0,
        sku=Name(item.sku),
        name=Name(item.name),
        category=name_or_none(item.category),
        specification=name_or_none(item.specification),
        supplier=name_or_none(item.supplier),
        threshold=item.low_stock,
        restock=item.is_low,
    )


_USING: tuple[MovementKind, ...] = ("sold", "handed_out", "returned")


def _suggested(item: Item, used: int) -> int:
    if not item.is_low or item.low_stock is None:
        return 0
    return max(item.low_stock - item.available + max(used, 0), 1)


def _worth_telling(one: ItemShelf) -> bool:
    return one.restock or any(getattr(one, name) for name in _TELLING)


_TELLING = (
    "opening", "received", "sold", "returned", "written_off", "counted", "handed_out", "closing", "on_hand",
)  # fmt: skip
