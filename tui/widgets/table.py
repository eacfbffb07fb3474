"""A table of text, painted line by line: amounts stand right, one column takes what room is left, and
thousands of rows cost no more than those that are seen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.text import visible
from tui.language import N_

GAP = 2
"""Cells between two columns."""


class Column(NamedTuple):
    """A column; `flex` are those that are cut where there is too little room, `most` the cells that it takes
    at most."""

    heading: str = ""
    right: bool = False
    flex: bool = False
    most: int = 0


class TableRow(NamedTuple):
    """A line: what it stands for and its cells; a heading has no key and one cell."""

    key: str | None
    cells: tuple[str, ...]


class TextTable(ScrollView, can_focus=True):
    """Moved in with the arrows. Posts `Entered` for Enter, or a click on the line that is marked already, and
    `Marked` when the mark is on another line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-table--heading", "text-table--marked", "text-table--group"}
    DEFAULT_CSS = """
    TextTable { background: $background; overflow-x: hidden; scrollbar-size-vertical: 1; }
    TextTable > .text-table--heading { color: $text-muted; }
    TextTable > .text-table--group { color: $text-muted; text-style: bold underline; }
    TextTable > .text-table--marked { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", N_("up"), show=False, id="table.up"),
        Binding("down", "mark(1)", N_("down"), show=False, id="table.down"),
        Binding("pageup", "page(-1)", N_("page up"), show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", N_("page down"), show=False, id="table.page_down"),
        Binding("home", "edge(-1)", N_("first line"), show=False, id="table.first"),
        Binding("end", "edge(1)", N_("last line"), show=False, id="table.last"),
        Binding("enter", "enter", N_("what the line of Enter says"), show=False, id="table.enter"),
    ]

    class Entered(Message):
        """Enter was pressed."""

    class Marked(Message):
        """Another line is marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[TableRow, ...] = ()
        self.at = 0
        self._given: tuple[tuple[Column, ...], tuple[TableRow, ...]] = ((), ())
        """What is shown, as it was given: nothing is worked out anew for the same."""
        self._widths: tuple[int, ...] = ()
        self._strips: dict[int, Strip] = {}

    # ------------------------------------------------------------ what it shows

    def show(self, columns: Sequence[Column], rows: Sequence[TableRow], *, last: bool = False) -> None:
        """Shows other lines. The mark stays on its line where that is still there; else it goes to the first
        one, or the last."""
        if (wanted := (tuple(columns), tuple(rows))) == self._given:
            return
        self._given, here = wanted, self.marked()
        self.columns = wanted[0]
        self.rows = tuple(TableRow(row.key, tuple(map(visible, row.cells))) for row in rows)
        keyed = [at for at, row in enumerate(self.rows) if row.key is not None]
        same = [at for at in keyed if here is not None and self.rows[at].key == here]
        self.at = next(iter(same or (keyed[-1:] if last else keyed[:1])), 0)
        self._measure()
        self._lay_out()

    def marked(self) -> str | None:
        """The key of the line that the keys are about."""
        return self.rows[self.at].key if self.at < len(self.rows) else None

    def marked_row(self) -> TableRow | None:
        """That line itself."""
        return None if self.marked() is None else self.rows[self.at]

    def stand_on(self, key: str) -> None:
        """Puts the mark on a line, where it is shown."""
        at = next((at for at, row in enumerate(self.rows) if row.key == key), None)
        if at is not None:
            self._go(at, 1)

    def _top(self) -> int:
        return int(any(column.heading for column in self.columns))

    def _measure(self) -> None:
        """The columns' widths: as wide as their widest cell; what is too much is cut off the flexible ones,
        the last first."""
        headings = tuple(column.heading for column in self.columns)
        lines = [headings, *(row.cells for row in self.rows if len(row.cells) == len(headings))]
        widths = [max(map(_width, set(cells))) for cells in zip(*lines, strict=True)]
        widths = [
            min(width, column.most or width) for width, column in zip(widths, self.columns, strict=True)
        ]
        over = sum(width + GAP for width in widths if width) - self.size.width
        for at, column in reversed(tuple(enumerate(self.columns))):
            if column.flex and over > 0:
                cut = min(widths[at], over)
                widths[at], over = widths[at] - cut, over - cut
        self._widths = tuple(widths)
        self._strips.clear()

    def _lay_out(self) -> None:
        """Takes the room that the lines need; where to scroll to is known once that is laid out."""
        self.virtual_size = Size(self.size.width, len(self.rows) + self._top())
        self._follow()
        self.call_after_refresh(self._follow)
        self.refresh()

    # ------------------------------------------------------------ the mark

    def _go(self, at: int, step: int) -> None:
        """To a line, or the next beyond it that is no heading."""
        while 0 <= at < len(self.rows) and self.rows[at].key is None:
            at += step
        if not 0 <= at < len(self.rows) or at == self.at:
            return
        before, self.at = self.at, at
        for row in (before, at):
            self._strips.pop(row, None)
            self._refresh_row(row)
        self._follow()
        self.post_message(self.Marked())

    def _follow(self) -> None:
        """Scrolls to the marked line; from a heading's line on where it is the first of its group."""
        page, top = max(self.size.height - self._top(), 1), self.scroll_offset.y
        first = self.at - 1 if self.at and self.rows[self.at - 1].key is None else self.at
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif self.at >= top + page:
            self.scroll_to(y=self.at - page + 1, animate=False, immediate=True)

    def _refresh_row(self, row: int) -> None:
        y = row - self.scroll_offset.y + self._top()
        self.refresh(Region(0, y, self.size.width, 1))

    def action_mark(self, ahead: int) -> None:
        self._go(self.at + ahead, ahead)

    def action_page(self, ahead: int) -> None:
        page = max(self.size.height - self._top() - 1, 1)
        at = min(max(self.at + ahead * page, 0), len(self.rows) - 1)
        self._go(at, ahead)

    def action_edge(self, ahead: int) -> None:
        self._go(0 if ahead < 0 else len(self.rows) - 1, -ahead)

    def action_enter(self) -> None:
        self.post_message(self.Entered())

    def on_click(self, event: events.Click) -> None:
        """The first click marks, the second is Enter."""
        at = event.y + self.scroll_offset.y - self._top()
        if event.y < self._top() or at >= len(self.rows) or self.rows[at].key is None:
            return
        if at == self.at:
            self.post_message(self.Entered())
        else:
            self._go(at, 1)

    # ------------------------------------------------------------ painting

    def on_resize(self) -> None:
        self._measure()
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, top = self.size.width, self._top()
        if y < top:
            style = self._style("heading")
            return self._strip(tuple(column.heading for column in self.columns), style, width)
        at = y - top + self.scroll_offset.y
        if at >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get(at)
        if strip is None:
            strip = self._strips[at] = self._line(at, width)
        return strip

    def _line(self, at: int, width: int) -> Strip:
        row = self.rows[at]
        if row.key is None and len(row.cells) != len(self.columns):
            return Strip([Segment(f" {row.cells[0]}", self._style("group"))]).adjust_cell_length(
                width, self.rich_style
            )
        marked = at == self.at and row.key is not None
        return self._strip(row.cells, self._style("marked") if marked else self.rich_style, width)

    def _strip(self, cells: Sequence[str], style: Style, width: int) -> Strip:
        told = ""
        for cell, room, column in zip(cells, self._widths, self.columns, strict=True):
            if room:
                told += ("  " if told else " ") + fitted(cell, room, right=column.right)
        return Strip([Segment(told, style)]).adjust_cell_length(width, style)

    def _style(self, name: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"text-table--{name}")


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """A text in a column of some cells."""
    if right:
        return " " * max(width - cell_len(text), 0) + set_cell_size(text, min(cell_len(text), width))
    return set_cell_size(text, width)
