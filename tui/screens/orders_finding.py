"""Finding orders without the slip: a member, an item or an order's number, typed or scanned."""

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import Input

from core.errors import DeskError
from core.records import OrderId, order_told
from core.text import folded
from core.wire import Name
from tui.cards import holder_of
from tui.counter.basket import has_code
from tui.counter.words import found_lines
from tui.finding import items_found
from tui.language import _, say
from tui.scanner import Scanned
from tui.screens.base import DeskScreen
from tui.widgets.keyed import KeyedLine, KeyedList
from tui.widgets.lines import TextLine
from tui.widgets.search import SearchField, lines_told
from tui.widgets.table import TextTable
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import MemberHit
    from core.stock.items import ItemTold

EACH = 6
"""So many members, and so many items, are listed at most."""

_NUMBER = re.compile(r"[oO]?(\d{1,12})", re.ASCII)


class OrdersFinding(DeskScreen):
    """One field for whose orders, of what, or which."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: dict[str, MemberHit] = {}
        self._items: dict[str, ItemTold] = {}
        """Those of the last search; all, by code."""

    def narrow_to_member(self, hit: "MemberHit") -> None:
        """The orders of one member."""
        raise NotImplementedError

    def narrow_to_item(self, item: "ItemTold") -> None:
        """The orders with one item in them."""
        raise NotImplementedError

    def open_order(self, order: OrderId) -> None:
        """One order."""
        raise NotImplementedError

    def say_enter(self) -> None:
        """What Enter does."""
        raise NotImplementedError

    @property
    def table(self) -> TextTable:
        return self.query_one("#orders", TextTable)

    @property
    def search(self) -> SearchField:
        return self.query_one("#search", SearchField)

    @property
    def found(self) -> KeyedList:
        return self.query_one("#found", KeyedList)

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        if event.character and event.is_printable and event.character != " " and self.focused is self.table:
            event.stop()
            self.search.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if self.focused is self.table and event.text.strip():
            self.search.take(event.text.strip())

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#find", TextLine).say(f" {_('Member, item or order:')} ")

    # ------------------------------------------------------------ scanning

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.leave_search()
        begin(self, partial(self._read_code, event.text), "take")

    async def _read_code(self, code: str) -> None:
        """A slip's number goes before an item's code, that before a card's number."""
        try:
            await self._know_items()
            item = next((item for item in self._items.values() if has_code(item, code)), None)
            hit = None if item else await holder_of(self.console.link, code)
        except DeskError as error:
            self.tell_error(error)
            return
        if code[:1] in ("o", "O") and (number := _NUMBER.fullmatch(code)):
            self.open_order(OrderId(int(number[1])))
        elif item is not None:
            self.narrow_to_item(item)
        elif hit is not None:
            self.narrow_to_member(hit)
        else:
            self.tell(say("{code} is no item's code and nobody's card.", code=code), "bad")

    async def _know_items(self) -> None:
        from core.stock.items import AskItems

        if not self._items:
            self._items = {item.sku: item for item in (await self.console.link.ask(AskItems())).items}

    # ------------------------------------------------------------ typing

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self.work(partial(self._find, event.value), "find")

    async def _find(self, text: str) -> None:
        from core.members.finding import FindMembers

        plain = text.strip()
        lines: list[KeyedLine] = []
        if plain and self.console.link.is_open:
            try:
                await self._know_items()
                hits = (await self.console.link.ask(FindMembers(Name(plain), EACH))).members
            except DeskError as error:
                self.tell_error(error)
                return
            items = (await asyncio.to_thread(items_found, [*self._items.values()], plain))[:EACH]
            self._hits = {hit.member: hit for hit in hits}
            people = zip((f"m{hit.member}" for hit in hits), lines_told(hits) if hits else (), strict=True)
            things = zip((f"i{item.sku}" for item in items), found_lines(items) if items else (), strict=True)
            lines = [KeyedLine(*one) for one in (*people, *things)]
            if number := _NUMBER.fullmatch(folded(plain)):
                order = KeyedLine(f"o{number[1]}", order_told(OrderId(int(number[1]))))
                lines = [order, *lines] if plain[0] in "oO" else [*lines, order]
        elif self.search.has_focus:
            self.say_enter()
        self.found.show(lines)
        if lines:
            self.found.highlighted = 0
        self.found.display = bool(lines)

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        if self.found.lines_shown:
            at = (self.found.highlighted or 0) + event.down
            self.found.highlighted = min(max(at, 0), len(self.found.lines_shown) - 1)

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        begin(self, partial(self._take_typed, event.value), "take")

    @on(KeyedList.Entered)
    def _clicked(self) -> None:
        key = self.found.marked()
        if key is not None:
            self._take(key)

    async def _take_typed(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is done again."""
        marked = self.found.marked() if self.found.lines_shown else None
        await self._find(text)
        keys = [line.key for line in self.found.lines_shown]
        key = marked if marked in keys else next(iter(keys), None)
        if not text.strip():
            self.leave_search()
            self.say_enter()
        elif key is None:
            self.tell(say("No member, item or order is found by {text}.", text=text), "bad")
        else:
            self._take(key)

    def _take(self, key: str) -> None:
        kind, named = key[0], key[1:]
        self.leave_search()
        if kind == "m":
            self.narrow_to_member(self._hits[named])
        elif kind == "i":
            self.narrow_to_item(self._items[named])
        else:
            self.open_order(OrderId(int(named)))

    def leave_search(self) -> None:
        """Back to the list."""
        self.search.value = ""
        self.found.show([])
        self.found.display = False
        self.table.focus()

    @on(SearchField.Left)
    def _left(self) -> None:
        self.leave_search()
        self.say_enter()
