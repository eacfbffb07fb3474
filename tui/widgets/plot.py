"""Plots as lines of pieces: bars, columns by day, a heat map. Signs of one cell alone, and figures beside
them, so that all is read without colour; nothing here knows a widget, and lines are compared as text."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from core.text import visible
from tui.widgets.table import fitted

HEAT_SIGNS = " .:+#"
"""What a share is shaded with: nothing, under a quarter, under a half, under three quarters, and more."""

USED, BOOKED, REST = "#", "-", "."

GAP = 3
"""Cells between blocks that stand side by side."""


class Piece(NamedTuple):
    """Some cells of a line, and how they look: a name of `LOOKS` in the room of the page."""

    text: str
    look: str = ""


Line = tuple[Piece, ...]
Block = Sequence[Line]


class Bar(NamedTuple):
    """A bar that is as long as its whole; `used` of it is part of `booked`. `told` stands behind it, in
    columns."""

    label: str
    used: int
    booked: int
    whole: int
    told: tuple[str, ...]


class DayColumn(NamedTuple):
    """A day of the month, and what is drawn of it."""

    day: int
    used: int
    booked: int


def line_of(text: str, look: str = "") -> Line:
    """A line in one look. Text from people is made visible here."""
    return (Piece(visible(text), look),)


def plain(line: Line) -> str:
    """A line as text."""
    return "".join(piece.text for piece in line)


def padded(line: Line, width: int) -> Line:
    """A line that is so many cells wide; what is too much is cut."""
    pieces, room = [], width
    for piece in line:
        wide = cell_len(piece.text)
        pieces.append(piece if wide <= room else Piece(fitted(piece.text, room), piece.look))
        room -= min(wide, room)
    return (*pieces, Piece(" " * room)) if room else tuple(pieces)


def beside(blocks: Sequence[Block], width: int) -> list[Line]:
    """Blocks side by side, each so many cells wide."""
    return [
        tuple(piece for at, line in enumerate(row) for piece in _placed(line, width, first=at == 0))
        for row in zip_longest(*blocks, fillvalue=())
    ]


def _placed(line: Line, width: int, *, first: bool) -> Line:
    return padded(line, width) if first else (Piece(" " * GAP), *padded(line, width))


def in_columns(blocks: Sequence[Block], columns: int, width: int) -> list[Line]:
    """Blocks in so many columns, each below the one that ends highest, with an empty line between."""
    stacks: list[list[Line]] = [[] for _ in range(columns)]
    for block in blocks:
        stack = min(stacks, key=len)
        stack += [*([()] if stack else []), *block]
    return beside(stacks, width)


def column_width(columns: int, width: int) -> int:
    """What each of so many columns has of a width."""
    return (width - GAP * (columns - 1)) // columns


# ---------------------------------------------------------------- bars


def bars(rows: Sequence[Bar], width: int) -> list[Line]:
    """A bar a line: `#` for what was used, `-` for what was booked besides, `.` for the rest."""
    if not rows:
        return []
    labels = min(max(cell_len(visible(row.label)) for row in rows), width // 3)
    told = [max(map(cell_len, column)) for column in zip(*(row.told for row in rows), strict=True)]
    room = max(width - labels - 1 - sum(wide + 1 for wide in told), 4)
    return [_bar(row, labels, told, room) for row in rows]


def _bar(row: Bar, labels: int, told: Sequence[int], room: int) -> Line:
    used = _cells(row.used, row.whole, room)
    booked = max(_cells(row.booked, row.whole, room) - used, 0)
    return (
        Piece(fitted(visible(row.label), labels) + " "),
        Piece(USED * used, "used"),
        Piece(BOOKED * booked, "booked"),
        Piece(REST * (room - used - booked), "rest"),
        *(Piece(" " + fitted(cell, wide, right=True)) for cell, wide in zip(row.told, told, strict=True)),
    )


def _cells(part: int, whole: int, room: int) -> int:
    """How many of some cells a part of a whole takes; what is more than nothing is seen."""
    if part <= 0 or whole <= 0:
        return 0
    return min(max(round(part * room / whole), 1), room)


# ---------------------------------------------------------------- columns


def day_columns(
    days: Sequence[DayColumn], height: int, width: int, most: int, *, room_for: int = 1
) -> list[Line]:
    """A column a day, on a scale from nothing to `most`: `#` for what was used, `-` above it for what was
    booked besides. Columns are as narrow as if there were `room_for` of them at least."""
    scale = len(f"{most:,}")
    cells = max((width - scale - 2) // max(len(days), room_for), 1)
    wide = max(cells - 1, 1)
    used = [_cells(day.used, most, height) for day in days]
    booked = [_cells(day.booked, most, height) for day in days]
    lines: list[Line] = []
    for level in range(height, 0, -1):
        told = f"{most:,}" if level == height else ""
        pieces = [Piece(f"{told:>{scale}} |", "muted")]
        for at in range(len(days)):
            sign, look = _sign(level, used[at], booked[at])
            pieces += [Piece(sign * wide, look), Piece(" " * (cells - wide))]
        lines.append(tuple(pieces))
    lines.append((Piece(f"{0:>{scale}} +" + "-" * (cells * len(days)), "muted"),))
    lines.append((Piece(" " * (scale + 2) + _ticks(days, cells), "muted"),))
    return lines


def _sign(level: int, used: int, booked: int) -> tuple[str, str]:
    if level <= used:
        return USED, "used"
    return (BOOKED, "booked") if level <= booked else (" ", "")


def _ticks(days: Sequence[DayColumn], cells: int) -> str:
    """The days below the columns: all that there is room for, else every fifth."""
    every = 1 if cells > 2 else 5
    told = ""
    for at, day in enumerate(days):
        if (day.day == 1 or day.day % every == 0) and at * cells >= len(told):
            told = told.ljust(at * cells) + str(day.day)
    return told


# ---------------------------------------------------------------- heat


def heat(rows: Sequence[tuple[str, Sequence[float | None]]], heads: Sequence[str], width: int) -> list[Line]:
    """Shares as a sign of shade and whole per cent, a row with a label each; None where there is nothing to
    have a share of."""
    if not rows:
        return []
    labels = max(cell_len(label) for label, _shares in rows) + 1
    cell = max(min((width - labels) // len(heads), 8), 5)
    top = Piece(" " * labels + "".join(fitted(f" {head}", cell) for head in heads), "muted")
    return [
        (top,),
        *(
            (Piece(fitted(label, labels)), *(piece for share in shares for piece in _heat_cell(share, cell)))
            for label, shares in rows
        ),
    ]


def heat_level(share: float) -> int:
    """Which shade a share has, 0 to 4."""
    return 0 if share <= 0 else min(int(share * 4) + 1, 4)


def _heat_cell(share: float | None, cell: int) -> Line:
    if share is None:
        return (Piece("   -".ljust(cell), "muted"),)
    level = heat_level(share)
    return (Piece(f"{HEAT_SIGNS[level]}{round(share * 100):>3}".ljust(cell - 1), f"heat{level}"), Piece(" "))
