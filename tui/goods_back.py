"""What comes back of an order: how many of each item, how many of those damaged, and a manager's reason where
it comes too late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.counter.returns import LineBack
from core.errors import DeskError
from core.records import order_told
from core.wire import Name
from tui.counter.basket import Basket
from tui.language import _, say

if TYPE_CHECKING:
    from core.counter.looking import OrderCard


@dataclass(slots=True)
class ComingBack:
    """Marked at the desk, piece by piece."""

    pieces: Counter[Name] = field(default_factory=Counter)
    damaged: Counter[Name] = field(default_factory=Counter)
    override: str | None = None

    def more(self, card: "OrderCard", sku: Name, pieces: int) -> None:
        """So many more of an item, or less; never fewer than none. `too_many` where no more are left."""
        left = sum(line.quantity - line.returned for line in card.lines if line.sku == sku)
        wanted = self.pieces[sku] + pieces
        if wanted > left:
            raise DeskError("too_many", sku=sku, order=order_told(card.order), left=left)
        self.pieces[sku] = max(wanted, 0)
        self.damaged[sku] = min(self.damaged[sku], self.pieces[sku])
        self.pieces, self.damaged = +self.pieces, +self.damaged

    def one_more_damaged(self, card: "OrderCard", sku: Name) -> None:
        """One more of those that come back is damaged; after the last one, none is. Where none comes back, a
        damaged one does."""
        if not self.pieces[sku]:
            self.more(card, sku, 1)
        self.damaged[sku] = (self.damaged[sku] + 1) % (self.pieces[sku] + 1)
        self.damaged = +self.damaged

    def clear(self) -> None:
        """It came back."""
        self.pieces, self.damaged, self.override = Counter(), Counter(), None

    def lines(self) -> tuple[LineBack, ...]:
        """As the command takes them: what is damaged in a line of its own."""
        whole = [LineBack(sku, count - self.damaged[sku]) for sku, count in self.pieces.items()]
        broken = [LineBack(sku, count, "damaged") for sku, count in self.damaged.items()]
        return tuple(line for line in (*whole, *broken) if line.quantity)

    def told(self, sku: Name) -> str:
        """Of one item: `2`, `1 damaged`, `2, 1 damaged`."""
        pieces, damaged = self.pieces[sku], self.damaged[sku]
        if not damaged:
            return str(pieces or "")
        told = f"{damaged} {_('damaged')}"
        return told if damaged == pieces else f"{pieces}, {told}"

    def all_told(self, card: "OrderCard") -> str:
        """Of all items: `2 rice (1 damaged), 1 towel`."""
        return back_told(self.lines(), card)


@dataclass(slots=True)
class Draft:
    """An exchange that is being made: it stays while its order is looked at."""

    coming: ComingBack = field(default_factory=ComingBack)
    taken: Basket = field(default_factory=Basket)


def back_told(lines: Sequence[LineBack], card: "OrderCard") -> str:
    """What comes back, in words."""
    names = {line.sku: line.name for line in card.lines}
    told = []
    for sku in dict.fromkeys(line.sku for line in lines):
        pieces = sum(line.quantity for line in lines if line.sku == sku)
        damaged = sum(line.quantity for line in lines if line.sku == sku and line.condition == "damaged")
        facts = {"count": pieces, "name": names[sku], "damaged": damaged}
        if damaged:
            told.append(say("{count} {name} ({damaged} damaged)", **facts))
        else:
            told.append(say("{count} {name}", **facts))
    return ", ".join(told)
