"""Items on a screen of orders: found, scanned, and so many of them by a few digits."""

from collections.abc import Callable
from functools import partial

from core.wire import Name
from tui.language import say
from tui.scanner import Scanned
from tui.screens.counter_finding import QUANTITY_DIGITS
from tui.screens.order_finding import OrderFinding
from tui.widgets.keyed import KeyedLine
from tui.widgets.search import HITS
from tui.workers import begin


class OrderItems(OrderFinding):
    """Takes items; what is done with them is the screen's own."""

    def add(self, sku: Name) -> None:
        """One more of an item."""
        raise NotImplementedError

    def count(self, change: Callable[[int], int]) -> None:
        """Another quantity of the marked line, by the one that it has."""
        raise NotImplementedError

    def marked_name(self) -> str:
        """What the marked line is of; nothing where it can't be counted."""
        raise NotImplementedError

    async def hits(self, text: str) -> list[KeyedLine]:
        quantity = await self._quantity(text)
        if quantity is not None:
            self.workers.cancel_group(self, "foretell")
            self.tell(say("Enter = {count} x {name}", count=quantity, name=self.marked_name()))
            return []
        return [KeyedLine(item.sku, told) for item, told in await self.item_hits(text, HITS)]

    async def _quantity(self, text: str) -> int | None:
        """A few digits that are no item's code: how many of the marked line."""
        plain = text.strip()
        short = plain.isascii() and plain.isdecimal() and len(plain) <= QUANTITY_DIGITS
        if not short or not self.marked_name() or await self.item_coded(plain):
            return None
        return int(plain)

    async def take_typed(self, text: str) -> None:
        quantity = await self._quantity(text)
        if quantity is None:
            await super().take_typed(text)
        else:
            self.leave_search()
            self.count(lambda _now: quantity)

    def in_vain(self, text: str) -> str:
        return say("No item is found by {text}.", text=text)

    def take(self, key: str) -> None:
        self.add(Name(key))

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.leave_search()
        begin(self, partial(self._read_code, event.text), "take")

    async def _read_code(self, code: str) -> None:
        item = await self.item_coded(code)
        if item is None:
            self.answer_key(self.in_vain(code))
        else:
            self.add(item.sku)
