"""Finding on the counter: a member while none is in hand, else an item; by typing or by a scan."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import Input

from core.errors import DeskError
from core.wire import Name
from tui.cards import holder_of
from tui.counter.basket import Basket
from tui.counter.words import found_lines
from tui.finding import item_coded, items_found
from tui.keys import key_for
from tui.language import _, say
from tui.scanner import Scanned
from tui.screens.counter_view import Asked, CounterView
from tui.widgets.keyed import KeyedLine, KeyedList
from tui.widgets.search import HITS, SearchField, lines_told
from tui.workers import begin

if TYPE_CHECKING:
    from core.members.finding import MemberHit
    from core.stock.items import ItemTold

QUANTITY_DIGITS = 3
"""So few digits are a quantity of the marked line, not the part of a code."""


class CounterFinding(CounterView):
    """Takes members and items in hand."""

    hits: "tuple[MemberHit, ...]" = ()
    offered: "Mapping[str, ItemTold]" = MappingProxyType({})
    """The items that were found last, by code."""

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        typed = event.character and event.is_printable and event.character != " "
        if typed and event.character and self.focused is self.table:
            event.stop()
            self.search.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if self.focused is self.table and event.text.strip():
            self.search.take(event.text.strip())

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.note_field()
        self.leave_search()
        begin(self, partial(self._read_code, event.text), "take")

    async def _read_code(self, code: str) -> None:
        """An item's barcode or code goes before a card's number."""
        try:
            item = await item_coded(self.console.link, code)
            if item is not None:
                self.items[item.sku] = item
                self.add(item.sku)
                return
            hit = await holder_of(self.console.link, code)
        except DeskError as error:
            self.tell_error(error)
            return
        if hit is None:
            self.tell(say("{code} is no item's code and nobody's card.", code=code), "bad")
        else:
            await self.take_member(hit)

    # ------------------------------------------------------------ typing

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        if self.asked == "find":
            self.find(event.value)

    def find(self, text: str) -> None:
        """Looks for a text."""
        self.work(partial(self._find, text), "find")

    async def _find(self, text: str) -> None:
        lines: list[KeyedLine] = []
        if not text.strip() and self.search.has_focus:
            self.say_enter()
        if text.strip() and self.console.link.is_open and self.points_per_yuan:
            try:
                if self.basket.member is None:
                    lines = await self._people_found(text)
                elif (quantity := await self._quantity(text)) is not None:
                    self.tell(say("Enter = {count} x {name}", count=quantity, name=self._marked_name()))
                else:
                    lines = await self._items_found(text)
            except DeskError as error:
                self.tell_error(error)
                return
        self.found.show(lines)
        if lines:
            self.found.highlighted = 0
        self.found.display = bool(lines)

    async def _people_found(self, text: str) -> list[KeyedLine]:
        from core.members.finding import FindMembers

        self.hits = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
        keys = [str(hit.member) for hit in self.hits]
        return [KeyedLine(*one) for one in zip(keys, lines_told(self.hits), strict=True)]

    async def _items_found(self, text: str) -> list[KeyedLine]:
        found = await items_found(self.console.link, text, HITS)
        self.offered = {item.sku: item for item in found}
        keys = [str(item.sku) for item in found]
        told = found_lines(found, self.size.width - 4, self.console.link.today()) if found else []
        return [KeyedLine(*one) for one in zip(keys, told, strict=True)]

    async def _quantity(self, text: str) -> int | None:
        """A few digits that are no item's code: how many of the marked line."""
        plain = text.strip()
        short = plain.isascii() and plain.isdecimal() and len(plain) <= QUANTITY_DIGITS
        if not short or self.table.marked() is None or await item_coded(self.console.link, plain):
            return None
        return int(plain)

    def _marked_name(self) -> str:
        return self.items[self.table.marked() or ""].name

    @on(KeyedList.Entered)
    def _clicked(self) -> None:
        key = self.found.marked()
        if key is not None:
            begin(self, partial(self._take, key), "take")

    async def take_typed(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is done again."""
        if not text.strip():
            self.leave_search()
            self.say_enter()
            return
        await self._find(text)
        key = self.found.marked() if self.found.lines_shown else None
        quantity = await self._quantity(text) if self.basket.member is not None else None
        if quantity is not None:
            self.leave_search()
            self.count(quantity)
        elif key is not None:
            await self._take(key)
        elif self.basket.member is None:
            self.tell(say("Nobody is found by {text}.", text=text), "bad")
        else:
            self.tell(say("No item is found by {text}.", text=text), "bad")

    async def _take(self, key: str) -> None:
        if self.basket.member is None:
            await self.take_member(next(hit for hit in self.hits if hit.member == key))
        else:
            self.leave_search()
            self.items[key] = self.offered[key]
            self.add(Name(key))

    def note_field(self) -> bool:
        """Takes in what is typed into a field of the payment, if any; whether that could be done."""
        return True

    def ask_for(self, asked: Asked, typed: str) -> None:
        """The one field takes another thing."""
        self.leave_search()
        self.asked = asked
        self.search.value = typed
        self.search.focus()
        self.search.action_select_all()
        self.say_find()
        self.say_enter()

    def leave_search(self) -> None:
        """Back to the basket."""
        self.asked = "find"
        self.search.value = ""
        self.found.show([])
        self.found.display = False
        self.table.focus()
        self.say_find()

    @on(SearchField.Left)
    def _left(self) -> None:
        self.leave_search()
        self.say_enter()

    # ------------------------------------------------------------ what is in hand

    async def take_member(self, hit: "MemberHit") -> None:
        """Somebody stands at the counter; another one's basket is parked first, by hand."""
        self.leave_search()
        basket = self.basket
        if basket.member == hit.member:
            return
        if basket.member is not None and not basket.is_empty:
            key = key_for("counter.park", self.console.keymap)
            told = say("The basket of {person} is in hand: {key} parks it.", person=basket.name, key=key)
            self.tell(told, "bad")
            return
        self.change(basket.with_(member=hit.member, name=hit.name, points=0, proxy=None))
        await self.follow()

    def change(self, basket: Basket) -> bool:
        """Another basket in hand, unless it is not known what came of this one; whether it was done."""
        if self.basket.sent is not None:
            self.say_enter()
            return False
        self.take(replace(self.baskets, in_hand=basket))
        return True

    def add(self, sku: Name) -> None:
        """One more of an item; its line is marked."""
        if self.change(self.basket.add(sku)):
            self.table.stand_on(sku)

    def count(self, quantity: int) -> None:
        """So many of the marked line."""
        sku = self.table.marked()
        if sku is None:
            self.tell(_("Scan an item, or type its name or code"), "bad")
        else:
            self.change(self.basket.set(Name(sku), quantity))
