"""What will be needed, on the screen: a heat map of what is expected, and the parts as tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from core.text import visible
from core.wire import minute_told
from tui.grid.words import WEEKDAYS
from tui.language import _, say
from tui.reports.needed import fullness, needed_tables, title_told
from tui.reports.panels import heat_legend
from tui.reports.words import cells_of, numbers_of
from tui.widgets.plot import Line, Piece, heat, line_of
from tui.widgets.table import fitted

if TYPE_CHECKING:
    from core.reports.lapsing_soon import LikelyToLapse
    from core.reports.needed import Needed
    from exports.tables.model import Table

BETWEEN = 2
"""Cells between two columns."""


def needed_lines(needed: "Needed", lapse: "LikelyToLapse", width: int) -> list[Line]:
    """The page, from top to bottom."""
    span = say("Looked at: {first} to {last}", first=needed.from_, last=needed.to)
    lines = [line_of(title_told(needed), "strong"), line_of(span, "muted"), (), *_heat(needed, width)]
    for table in needed_tables(needed, lapse):
        lines += [(), *table_lines(table, width)]
    return lines


def _heat(needed: "Needed", width: int) -> list[Line]:
    """The medians: what is booked of what is offered."""
    found = {(use.start, use.weekday): fullness(use) for use in needed.use}
    starts = sorted({start for start, _weekday in found})
    rows = [(minute_told(start), [found.get((start, day)) for day in range(1, 8)]) for start in starts]
    heading = line_of(_("Expected by day of the week and start"), "heading")
    if not rows:
        return [heading, line_of(_("Nothing to show."), "muted")]
    return [heading, *heat(rows, [_(day) for day in WEEKDAYS], width), heat_legend(_("% booked of offered"))]


def table_lines(table: "Table", width: int) -> list[Line]:
    """A table as lines; columns for which there is no room are left out, from the right."""
    cells = [tuple(map(visible, row)) for row in cells_of(table)]
    lines = [line_of(table.heading, "heading")]
    if len(cells) > 1:
        widths = _widths(cells, width)
        right = set(numbers_of(table))
        for number, row in enumerate(cells):
            told = (" " * BETWEEN).join(
                fitted(cell, wide, right=at in right)
                for at, (cell, wide) in enumerate(zip(row, widths, strict=False))
            )
            lines.append((Piece(told, "" if number else "muted"),))
    notes = [piece for note in table.notes for piece in wrapped(note, width)]
    return [*lines, *(line_of(note, "muted") for note in notes)]


def _widths(cells: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """Of the columns that there is room for."""
    widths: list[int] = []
    for column in zip(*cells, strict=True):
        wide = min(max(map(cell_len, column)), width // 3)
        if sum(widths) + BETWEEN * len(widths) + wide > width:
            break
        widths.append(wide)
    return widths


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines, broken between words, or between Chinese characters."""
    lines, line = [], ""
    for word in _words(text):
        if line and cell_len(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """What stays together: a word with the blank behind it, one wide character."""
    words = [""]
    for sign in text:
        if cell_len(sign) > 1 or words[-1].endswith(" ") or (words[-1] and cell_len(words[-1][-1]) > 1):
            words.append("")
        words[-1] += sign
    return [word for word in words if word]
