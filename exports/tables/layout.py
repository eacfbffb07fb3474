"""How wide the columns of a sheet are, and how its page lies, so that it can be read when it is printed."""

from collections.abc import Sequence, Sized
from dataclasses import replace
from typing import NamedTuple

from exports.printed import HEADING_LINE, LINE, TITLE_LINE
from exports.tables.model import Chart, Column, Sheet, Table, shown
from exports.workbook import places_of

LEAST_WIDTH, MOST_WIDTH = 8, 48
HEADER_WIDTH, HEADER_WIDTH_OF_MANY = 12, 8
"""A header that takes more places than this, and than what stands below it, is set in two lines; in a table
of many columns, in three."""

MANY = 12
"""Columns."""

WITH_UNIT = 16
"""A Chinese header with its unit is not broken up to this: its bracket would stand alone."""

NARROW = 8
"""A chart stands beside a table of so many columns, and below one of more: beside it a page would be too wide
to be read when it is printed."""

PLACE = 5.25
"""Points of a place of a column."""

ACROSS, UPRIGHT = (770.0, 490.0), (523.0, 735.0)
"""Points that an A4 page has for a sheet, to the side and down."""

SMALLEST = 0.55
"""Below this share of its size a sheet is not put on one page: it takes several, each as wide as itself."""

CENTIMETRE = 28.35


class Page(NamedTuple):
    """`whole`: all of the sheet on one page."""

    landscape: bool
    whole: bool


def at_hand(table: Table) -> Table:
    """The table with its rows taken, unless its columns know their widths without them."""
    if all(column.width is not None for column in table.columns):
        return table
    return replace(table, rows=list(table.rows))


def widths_of(sheet: Sheet, tables: Sequence[Table]) -> list[int]:
    """Of each column of the sheet in places, what the widest cell of any table needs."""
    widths: list[int] = []
    for label, text in sheet.head:
        widths = _wider(widths, [places_of(label) + 2, places_of(text) // 2])
    for table in tables:
        widths = _wider(widths, [_width(table, at, column) for at, column in enumerate(table.columns)])
    return [min(max(width, LEAST_WIDTH), MOST_WIDTH) for width in widths]


def _wider(widths: Sequence[int], others: Sequence[int]) -> list[int]:
    longest = max(len(widths), len(others))
    padded = [[*of, *[0] * (longest - len(of))] for of in (widths, others)]
    return [max(pair) for pair in zip(*padded, strict=True)]


def _width(table: Table, at: int, column: Column) -> int:
    header = _header_width(column.header, many=len(table.columns) > MANY)
    if column.width is not None:
        return max(column.width, header + 2)
    rows = [*table.rows, *([table.totals] if table.totals is not None else [])]
    return max([header, *(places_of(shown(column.kind, row[at])) for row in rows)]) + 3


def _header_width(header: str, *, many: bool) -> int:
    """Of its longest line."""
    places = places_of(header)
    most, lines = (HEADER_WIDTH_OF_MANY, 3) if many else (HEADER_WIDTH, 2)
    if places <= most or (header.endswith("）") and places <= WITH_UNIT):
        return places
    words = max((places_of(word) for word in header.split()), default=0)
    return max(most, words if words < places else 0, -(-places // lines) + 2)


def header_lines(table: Table, widths: Sequence[int]) -> int:
    """How many lines the headers of a table take."""
    lines = (_lines_of(column.header, width) for column, width in zip(table.columns, widths, strict=False))
    return max(lines, default=1)


def _lines_of(header: str, width: int) -> int:
    """Of a header in a column, whose words are not cut; a Chinese one has none."""
    if places_of(header) <= width - 1:
        return 1
    if places_of(header) > len(header):
        return -(-places_of(header) // (width - 1))
    lines, used = 1, 0
    for word in header.split():
        if used and used + 1 + len(word) > width - 1:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    return lines


def chart_size(chart: Chart, rows: int) -> tuple[float, float]:
    """Width and height in centimetres; lying bars need room for each label."""
    return 18.0, max(8.0, 3.0 + 0.55 * rows) if chart.kind == "bar" else 8.0


def chart_rows(chart: Chart, rows: int) -> int:
    """Rows of the sheet that a chart covers."""
    return int(chart_size(chart, rows)[1] * CENTIMETRE / LINE) + 2


def page_of(sheet: Sheet, tables: Sequence[Table], widths: Sequence[int]) -> Page:
    """A long sheet, or one whose rows are not at hand, goes on over pages; another is put on one if it can be
    read there, the page turned so that it is larger."""
    counts = [len(table.rows) for table in tables if isinstance(table.rows, Sized)]
    if sheet.long or len(counts) < len(tables):
        return Page(sheet.landscape, whole=False)
    width, height = sum(widths), TITLE_LINE + LINE * (1 + len(sheet.head))
    beside = 0.0
    for table, rows in zip(tables, counts, strict=True):
        part = HEADING_LINE * bool(table.heading) + LINE * (rows + 3 + len(table.notes))
        if table.chart is not None:
            chart = LINE * chart_rows(table.chart, rows)
            if len(table.columns) <= NARROW:
                own = sum(widths[: len(table.columns) + 1]) * PLACE
                beside = max(beside, own + chart_size(table.chart, rows)[0] * CENTIMETRE)
                part = max(part, chart)
            else:
                part += chart
        height += part
    wide = max(width * PLACE, beside)
    scales = {
        across: min(1.0, page[0] / wide, page[1] / height)
        for across, page in ((True, ACROSS), (False, UPRIGHT))
    }
    best = scales[True] >= scales[False]
    if scales[best] >= SMALLEST:
        return Page(best, whole=True)
    upright = min(1.0, UPRIGHT[0] / wide)
    return Page(upright < SMALLEST, whole=False)
