"""Finding on the screens of orders: one field, hits that hang over the table, a scan."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.widgets import Input

from core.errors import DeskError
from tui.counter.words import found_lines
from tui.finding import item_coded, items_found
from tui.screens.finding import FindingScreen
from tui.widgets.keyed import KeyedLine, KeyedList
from tui.widgets.search import SearchField
from tui.widgets.table import TextTable

if TYPE_CHECKING:
    from core.stock.items import ItemTold


class OrderFinding(FindingScreen):
    """What is found, and taken by Enter, is the screen's own."""

    TABLE: ClassVar[str]
    """The table that has the focus while nothing is looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, ItemTold] = {}  # those that were found, by code

    async def hits(self, text: str) -> list[KeyedLine]:
        """What a text finds, the best first."""
        raise NotImplementedError

    def take(self, key: str) -> None:
        """Takes a hit."""
        raise NotImplementedError

    def in_vain(self, text: str) -> str:
        """That nothing is found by a text."""
        raise NotImplementedError

    def say_enter(self) -> None:
        """What Enter does."""
        raise NotImplementedError

    @property
    def table(self) -> TextTable:
        return self.query_one(self.TABLE, TextTable)

    # ------------------------------------------------------------ items

    async def item_coded(self, code: str) -> "ItemTold | None":
        """The item of a code or barcode."""
        item = await item_coded(self.console.link, code)
        if item is not None:
            self.items[item.sku] = item
        return item

    async def item_hits(self, text: str, most: int) -> "list[tuple[ItemTold, str]]":
        """The items that a text finds, each with its line."""
        items = await items_found(self.console.link, text, most)
        self.items |= {item.sku: item for item in items}
        room, today = self.size.width - 4, self.console.link.today()
        return list(zip(items, found_lines(items, room, today), strict=True)) if items else []

    # ------------------------------------------------------------ the field

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        if event.character and event.is_printable and event.character != " " and self.focused is self.table:
            event.stop()
            self.search.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if self.focused is self.table and event.text.strip():
            self.search.take(event.text.strip())

    @on(Input.Changed, "#search")
    def _changed(self, event: Input.Changed) -> None:
        self.work(partial(self._find, event.value), "find")

    async def _find(self, text: str) -> None:
        lines: list[KeyedLine] = []
        if text.strip() and self.console.link.is_open:
            try:
                lines = await self.hits(text.strip())
            except DeskError as error:
                self.tell_error(error)
                return
        self.found.show(lines)
        if lines:
            self.found.highlighted = 0
        self.found.display = bool(lines)

    @on(KeyedList.Entered)
    def _clicked(self) -> None:
        key = self.found.marked()
        if key is not None:
            self.leave_search()
            self.take(key)

    async def take_typed(self, text: str) -> None:
        """Takes the marked hit; the search may be slower than the hand, so it is done again."""
        marked = self.found.marked() if self.found.lines_shown else None
        await self._find(text)
        keys = [line.key for line in self.found.lines_shown]
        key = marked if marked in keys else next(iter(keys), None)
        if text.strip() and key is None:
            self.answer_key(self.in_vain(text.strip()))
            return
        self.leave_search()
        if key is None:
            self.say_enter()
        else:
            self.take(key)

    def leave_search(self) -> None:
        """Back to the table."""
        self.search.value = ""
        self.found.show([])
        self.found.display = False
        self.table.focus()

    @on(SearchField.Left)
    def _left(self) -> None:
        self.leave_search()
        self.say_enter()
