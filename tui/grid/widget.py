"""The grid painted line by line: a frozen header and name column, pages instead of scrolling.

A move of the cursor paints two cells, a changed slot one line. Nothing here asks the database.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.text import visible
from tui.grid.looks import CLASSES, CSS
from tui.grid.model import EMPTY, Cell, GridModel, SlotKey, key_of
from tui.language import N_

LABEL_WIDTH = 12
CELL_WIDTH = 6
WIDEST_CELL = 14
WIDE = 100
"""From so many columns on, the name column is wider and a cell may be too."""


class SlotGrid(Widget, can_focus=True):
    """Facilities by starts, or starts by days. Posts `Moved` when the cursor stands elsewhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES.values())
    DEFAULT_CSS = CSS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", N_("up"), show=False, id="grid.up"),
        Binding("down", "move(1, 0)", N_("down"), show=False, id="grid.down"),
        Binding("left", "move(0, -1)", N_("left"), show=False, id="grid.left"),
        Binding("right", "move(0, 1)", N_("right"), show=False, id="grid.right"),
        Binding("shift+right", "extend(1)", N_("one slot more"), show=False, id="grid.extend_right"),
        Binding("shift+left", "extend(-1)", N_("one slot less"), show=False, id="grid.extend_left"),
        Binding("pagedown", "page(1)", N_("page down"), show=False, id="grid.page_down"),
        Binding("pageup", "page(-1)", N_("page up"), show=False, id="grid.page_up"),
        Binding("home", "edge(-1)", N_("first column"), show=False, id="grid.home"),
        Binding("end", "edge(1)", N_("last column"), show=False, id="grid.end"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another cell, or the selection is another."""

        cell: Cell | None

    @dataclass
    class Picked(Message):
        """A cell was clicked that the cursor stood on already."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model: GridModel = EMPTY
        self.cursor: tuple[int, int] = (0, 0)
        self.extent = 0
        self.extends = True
        """Cells of one row can be selected together: not where the columns are days."""
        self.dimmed: Collection[SlotKey] = frozenset()
        self.lifted: SlotKey | None = None
        self._aim = 0
        """The column that the hand is in: kept on the way up and down past slots that span it."""
        self._top = 0
        self._left = 0
        self._styles: dict[str, Style] = {}
        self._mixes: dict[tuple[str, ...], Style] = {}
        self._strips: dict[tuple[int, int], Strip] = {}

    # ------------------------------------------------------------ what it shows

    def show(self, model: GridModel, dimmed: Collection[SlotKey], lifted: SlotKey | None = None) -> None:
        """Shows another grid. The cursor stays on its slot where that is still shown, else where it was."""
        before, here = self.model, self.key()
        repaint_all = (dimmed, lifted) != (self.dimmed, self.lifted)
        self.model, self.dimmed, self.lifted = model, dimmed, lifted
        if (before.rows, before.columns) != (model.rows, model.columns):
            repaint_all = True
            if here is not None and here in model.places:
                self.cursor = model.places[here]
        self.cursor = self._inside(*self.cursor)
        self._strips.clear()
        if repaint_all:
            self._follow()
            self.refresh()
            return
        for row, (old, new) in enumerate(zip(before.cells, model.cells, strict=True)):
            if old != new:
                self._refresh_row(row)

    def stand_on(self, key: SlotKey) -> bool:
        """Puts the cursor on a slot; False where it is not shown."""
        if key not in self.model.places:
            return False
        self._go(*self.model.places[key])
        return True

    def stand_on_first(self, only: int | None = None) -> None:
        """Puts the cursor on the first row's first slot that is not over, where there is one; of one row
        only."""
        for row, cells in enumerate(self.model.cells):
            for column, cell in enumerate(cells):
                if cell.slot is not None and not cell.past and only in (None, row):
                    self._go(row, column)
                    return

    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        if not self.model.rows or not self.model.columns:
            return None
        return self.model.cells[self.cursor[0]][self.cursor[1]]

    def key(self) -> SlotKey | None:
        """The slot under the cursor."""
        cell = self.cell()
        return None if cell is None or cell.slot is None else key_of(cell.slot)

    def chosen(self) -> list[Cell]:
        """The cells from the cursor over the selection, left to right, each slot once."""
        if not self.model.rows or not self.model.columns:
            return []
        row, column = self.cursor
        first, last = sorted((column, column + self.extent))
        found: dict[int, Cell] = {}
        for covered in range(max(first, 0), min(last, len(self.model.columns) - 1) + 1):
            origin = self.model.origin(row, covered)
            found[origin] = self.model.cells[row][origin]
        return [cell for cell in found.values() if cell.slot is not None]

    # ------------------------------------------------------------ moving

    def action_move(self, down: int, right: int) -> None:
        row, column = self.cursor
        if right > 0 and self.model.columns:
            column += max(self.model.spans[row][self.model.origin(row, column)], 1)
        elif right < 0:
            column = self.model.origin(row, column) - 1 if self.model.columns else 0
        else:
            column = self._aim
        self._go(row + down, column, aims=bool(right))

    def action_extend(self, right: int) -> None:
        if not self.model.columns or not self.extends:
            return
        row, column = self.cursor
        end = self.model.origin(row, column + self.extent)
        end = end + max(self.model.spans[row][end], 1) if right > 0 else end - 1
        if 0 <= end < len(self.model.columns):
            self.extent = self.model.origin(row, end) - column
            self._refresh_row(self.cursor[0])
            self.post_message(self.Moved(self.cell()))

    def action_page(self, down: int) -> None:
        self._go(self.cursor[0] + down * max(self._rows_shown(), 1), self._aim, aims=False)

    def action_edge(self, right: int) -> None:
        self._go(self.cursor[0], 0 if right < 0 else len(self.model.columns) - 1)

    def _inside(self, row: int, column: int) -> tuple[int, int]:
        row = min(max(row, 0), max(len(self.model.rows) - 1, 0))
        column = min(max(column, 0), max(len(self.model.columns) - 1, 0))
        return (row, self.model.origin(row, column) if self.model.columns and self.model.rows else 0)

    def _go(self, row: int, column: int, *, aims: bool = True) -> None:
        before = self.cursor
        self.cursor = self._inside(row, column)
        if aims:
            self._aim = self.cursor[1]
        had_extent, self.extent = self.extent, 0
        if self.cursor == before and not had_extent:
            return
        if self._follow():
            self.refresh()
        elif had_extent or before[0] != self.cursor[0]:
            self._refresh_row(before[0])
            self._refresh_row(self.cursor[0])
        else:
            self._refresh_cell(*before)
            self._refresh_cell(*self.cursor)
        self.post_message(self.Moved(self.cell()))

    def _follow(self) -> bool:
        """Turns the page when the cursor has left it; half a page, so that what was there is still seen."""
        rows, columns = max(self._rows_shown(), 1), max(self._columns_shown(), 1)
        top, left = self._top, self._left
        row, column = self.cursor
        if row < top:
            top = max(0, min(row, top - rows // 2))
        elif row >= top + rows:
            top = max(row - rows + 1, top + rows // 2)
        if column < left:
            left = max(0, min(column, left - columns // 2))
        elif column >= left + columns:
            left = max(column - columns + 1, left + columns // 2)
        top = max(0, min(top, len(self.model.rows) - rows))
        left = max(0, min(left, len(self.model.columns) - columns))
        turned = (top, left) != (self._top, self._left)
        self._top, self._left = top, left
        if turned:
            self._strips.clear()
        return turned

    # ------------------------------------------------------------ sizes

    def _label_width(self) -> int:
        return LABEL_WIDTH if self.size.width < WIDE else LABEL_WIDTH + 4

    def _cell_width(self) -> int:
        columns = max(len(self.model.columns), 1)
        room = (self.size.width - self._label_width()) // columns
        return min(max(room, CELL_WIDTH), WIDEST_CELL)

    def _row_height(self) -> int:
        """Two lines a row where there is room for all of them."""
        return 2 if self.size.width >= WIDE and self.size.height > 2 * len(self.model.rows) else 1

    def _rows_shown(self) -> int:
        return max((self.size.height - 1) // self._row_height(), 0)

    def _columns_shown(self) -> int:
        return max((self.size.width - self._label_width()) // self._cell_width(), 0)

    def on_resize(self) -> None:
        self._strips.clear()
        self._follow()
        self.refresh()

    # ------------------------------------------------------------ painting

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._mixes.clear()
        self._strips.clear()

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self.get_component_rich_style(CLASSES[name])
        return style

    def _base(self) -> Style:
        """The widget's own style: Textual works it out anew each time that it is asked."""
        style = self._styles.get("")
        if style is None:
            style = self._styles[""] = self.rich_style
        return style

    def _mixed(self, names: tuple[str, ...]) -> Style:
        """The widget's own style and those of some states on top of each other."""
        style = self._mixes.get(names)
        if style is None:
            style = self._mixes[names] = sum(map(self._style, names), self._base())
        return style

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return self._header(width)
        height = self._row_height()
        row, line = self._top + (y - 1) // height, (y - 1) % height
        if row >= len(self.model.rows):
            return Strip.blank(width, self._base())
        strip = self._strips.get((row, line))
        if strip is None or row == self.cursor[0]:
            strip = self._row(row, line, width)
            if row != self.cursor[0]:
                self._strips[(row, line)] = strip
        return strip

    def _header(self, width: int) -> Strip:
        style, cell = self._style("header"), self._cell_width()
        segments = [Segment(_fitted(visible(self.model.corner), self._label_width()), style)]
        here = self.cursor[1]
        for column in range(self._left, min(self._left + self._columns_shown(), len(self.model.columns))):
            label = visible(self.model.columns[column].label)
            if column == here:
                label = f"[{label}]" if cell_len(label) + 2 <= cell else label
                segments.append(Segment(set_cell_size(label, cell), style + Style(bold=True, reverse=True)))
            else:
                segments.append(Segment(set_cell_size(set_cell_size(label, cell - 1), cell), style))
        return Strip(segments).adjust_cell_length(width, style)

    def _row(self, row: int, line: int, width: int) -> Strip:
        label = visible(self.model.rows[row].label) if line == 0 else ""
        name_style = self._style("label")
        if row == self.cursor[0]:
            name_style += Style(bold=True)
        segments = [Segment(_fitted(label, self._label_width()), name_style)]
        beyond = min(self._left + self._columns_shown(), len(self.model.columns))
        column, cell_width = self._left, self._cell_width()
        while column < beyond:
            origin = self.model.origin(row, column)
            span = min(origin + max(self.model.spans[row][origin], 1), beyond) - column
            segments += self._cell_segments(row, origin, line, span * cell_width)
            column += span
        return Strip(segments).adjust_cell_length(width, self._base())

    def _cell_segments(self, row: int, column: int, line: int, width: int) -> list[Segment]:
        cell = self.model.cells[row][column]
        style = self._cell_style(row, column, cell)
        text = f"{cell.mark}{_shortened(cell, width - 2)}" if line == 0 else _second_line(cell, width - 1)
        return [Segment(_fitted(text, width - 1), style), Segment(" ", self._base())]

    def _cell_style(self, row: int, column: int, cell: Cell) -> Style:
        names = [cell.state]
        key = None if cell.slot is None else key_of(cell.slot)
        if cell.past:
            names.append("past")
        elif key in self.dimmed and key != self.lifted and cell.state != "mine":
            names.append("dim")
        if key is not None and key == self.lifted:
            names.append("lifted")
        if row == self.cursor[0]:
            first, last = sorted((self.cursor[1], self.cursor[1] + self.extent))
            if column == self.cursor[1]:
                names.append("cursor")
            elif first <= column <= last:
                names.append("chosen")
        return self._mixed(tuple(names))

    def _refresh_row(self, row: int) -> None:
        height = self._row_height()
        self._strips = {at: strip for at, strip in self._strips.items() if at[0] != row}
        self.refresh(Region(0, 1 + (row - self._top) * height, self.size.width, height))

    def _refresh_cell(self, row: int, column: int) -> None:
        height, cell = self._row_height(), self._cell_width()
        x = self._label_width() + (column - self._left) * cell
        span = max(self.model.spans[row][column], 1) if self.model.columns else 1
        self._strips = {at: strip for at, strip in self._strips.items() if at[0] != row}
        self.refresh(
            Region(x, 1 + (row - self._top) * height, cell * span, height), Region(0, 0, self.size.width, 1)
        )

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        column = self._left + (event.x - self._label_width()) // self._cell_width()
        row = self._top + (event.y - 1) // self._row_height()
        if event.y < 1 or event.x < self._label_width():
            return
        if 0 <= row < len(self.model.rows) and 0 <= column < len(self.model.columns):
            where = self._inside(row, column)
            if where == self.cursor:
                self.post_message(self.Picked())
            self._go(*where)

    def on_mouse_scroll_down(self) -> None:
        self.action_move(1, 0)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-1, 0)


def _second_line(cell: Cell, width: int) -> str:
    """What stands under the places left where a row has two lines: the first who is in, and how many more;
    a long name is cut so that the number is seen; under a slot that is out of service why it is."""
    slot = cell.slot
    if slot is not None and cell.state == "closed" and isinstance(slot.reason, str):
        return visible(slot.reason)
    if slot is None or cell.state not in ("partly", "full") or not slot.bookings:
        return ""
    more = f" +{len(slot.bookings) - 1}" if len(slot.bookings) > 1 else ""
    name = visible(slot.bookings[0].name)
    room = width - 1 - cell_len(more)
    return f" {name if cell_len(name) <= room else _fitted(name, room).rstrip()}{more}"


def _shortened(cell: Cell, width: int) -> str:
    """A cell's text; how many are left is cut between its words, never within, where it is too long."""
    text = visible(cell.text)
    if cell.state in ("free", "partly") and cell_len(text) > width:
        return text.partition(" ")[0]
    return text


def _fitted(text: str, width: int) -> str:
    """Text in just so many cells, cut where it is too long, never through a wide character."""
    return set_cell_size(text, max(width, 0))
