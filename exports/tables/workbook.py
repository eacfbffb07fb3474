"""Sheets as a workbook, ready to be looked at and printed. Rows are written while they are taken, so that a
hundred thousand need no more memory than one."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.files import whole_file
from exports.printed import FACE, HEADING_LINE, LINE, header_cells, printed_cell, set_up, title_row
from exports.tables.layout import (
    NARROW,
    at_hand,
    chart_rows,
    chart_size,
    header_lines,
    page_of,
    widths_of,
)
from exports.tables.model import NUMBERS, Chart, Column, Kind, Row, Sheet, Table
from exports.workbook import save, sheet_name, streamed

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

FORMATS: dict[Kind, str] = {
    "whole": "#,##0",
    "tenth": "#,##0.0",
    "yuan": "#,##0.00",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
COLD, HOT = "FFFFFFFF", "FF6FA8DC"
TOTALS = "FFF2F2F2"


def write_book(
    path: Path, sheets: Iterable[Sheet], pages: str, told: Callable[[str], None] = lambda _: None
) -> Path:
    """Writes a workbook, whole or not at all; where it ended up (see `whole_file`). An error that comes out
    of the sheets or their rows leaves nothing. `pages` is the footer, with `{page}` and `{pages}`; `told` is
    called with the name of each sheet as it is begun."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    with whole_file(path) as whole:
        for sheet in sheets:
            told(sheet.name)
            _write_sheet(book, sheet, taken, pages)
        save(book, whole.part)
    return whole.path


def _write_sheet(book: "Workbook", sheet: Sheet, taken: set[str], pages: str) -> None:
    made: Worksheet = book.create_sheet(sheet_name(sheet.name, taken))
    tables = [at_hand(table) for table in sheet.tables]
    widths = widths_of(sheet, tables)
    page = page_of(sheet, tables, widths)
    above = 1 + len(sheet.head)
    header_row = above + (3 if tables[0].heading else 2) if sheet.long or len(tables) == 1 else None
    set_up(made, widths, pages, header_row=header_row, landscape=page.landscape)
    if page.whole:
        made.page_setup.fitToHeight = 1
    title_row(made, sheet.title)
    for label, text in sheet.head:
        made.append([streamed(made, label), streamed(made, text)])
    made.append([])
    row = above + 1
    for table in tables:
        row = _write_table(made, table, row, widths, long=sheet.long)


def _write_table(sheet: "Worksheet", table: Table, row: int, widths: Sequence[int], *, long: bool) -> int:
    """Writes a table below row `row`; the row that it ends at, an empty one."""
    header_row = _write_headers(sheet, table, row, widths)
    count = _append_rows(sheet, table.columns, table.rows)
    row = last = header_row + count
    if table.heat is not None and count:
        _colour(sheet, table.heat, header_row + 1, row)
    if long:
        sheet.auto_filter.ref = _area((0, len(table.columns) - 1), header_row, row)
    row += _write_below(sheet, table, count)
    least = row + 1
    if table.chart is not None and count:
        beside = len(table.columns) <= NARROW
        at = f"{_letter(len(table.columns) + 2)}{header_row}" if beside else f"A{row + 2}"
        _draw(sheet, table, header_row, last, at)
        least = (header_row if beside else row + 1) + chart_rows(table.chart, count)
    for _ in range(max(least - row, 1)):
        sheet.append([])
        row += 1
    return row


def _write_headers(sheet: "Worksheet", table: Table, row: int, widths: Sequence[int]) -> int:
    """The heading and the headers below row `row`; the row of the headers."""
    from openpyxl.styles import Alignment, Font

    if table.heading:
        row += 1
        sheet.row_dimensions[row].height = HEADING_LINE
        font = Font(name=FACE, bold=True, size=12)
        sheet.append([printed_cell(sheet, table.heading, font=font)])
    lines = header_lines(table, widths)
    if lines > 1:
        sheet.row_dimensions[row + 1].height = LINE * lines
    cells = header_cells(sheet, [column.header for column in table.columns])
    for cell, column in zip(cells, table.columns, strict=True):
        side = "right" if column.kind in NUMBERS else "left"
        indent = 1 if column.kind in ("day", "moment") else 0
        cell.alignment = Alignment(horizontal=side, vertical="bottom", indent=indent, wrap_text=lines > 1)
    sheet.append(cells)
    return row + 1


def _write_below(sheet: "Worksheet", table: Table, count: int) -> int:
    """What stands below the rows of a table, and how many rows it takes."""
    from openpyxl.styles import Font, PatternFill

    grey = Font(name=FACE, italic=True, color="FF666666")
    written = 0
    if not count and table.empty:
        sheet.append([printed_cell(sheet, table.empty, font=grey)])
        written += 1
    if table.totals is not None:
        fill = PatternFill("solid", start_color=TOTALS)
        cells = [
            _cell(sheet, column.kind, value, font=Font(name=FACE, bold=True), fill=fill)
            for column, value in zip(table.columns, table.totals, strict=True)
        ]
        sheet.append(cells)
        written += 1
    for note in table.notes:
        sheet.append([printed_cell(sheet, note, font=grey)])
        written += 1
    return written


def _append_rows(sheet: "Worksheet", columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Appends the rows of a table, however many; their number. A cell with a format is made once for its
    column and filled anew: a row is written out as it is appended."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    fills: list[Callable[[Any], Any]] = []
    for column in columns:
        if column.kind in ("text", "mixed"):
            fills.append(_texts(sheet) if column.kind == "text" else _mixed(sheet))
            continue
        cell = WriteOnlyCell(sheet)
        cell.number_format = FORMATS[column.kind]
        if column.kind in ("day", "moment"):
            cell.alignment = Alignment(horizontal="left", indent=1)  # below its header, off the number before
        fills.append(_yuan(cell) if column.kind == "yuan" else _values(cell))
    count = 0
    for row in rows:
        sheet.append([None if value is None else fill(value) for fill, value in zip(fills, row, strict=True)])
        count += 1
    return count


def _texts(sheet: "Worksheet") -> Callable[[Any], Any]:
    return lambda value: streamed(sheet, value)


def _mixed(sheet: "Worksheet") -> Callable[[Any], Any]:
    return lambda value: _cell(sheet, *value)


def _values(cell: "SheetCell") -> Callable[[Any], Any]:
    def fill(value: Any) -> Any:
        cell.value = value
        return cell

    return fill


def _yuan(cell: "SheetCell") -> Callable[[Any], Any]:
    """Fen as yuan: a double holds every amount to the fen that a workbook can show."""

    def fill(value: int) -> Any:
        cell.value = value / 100
        return cell

    return fill


def _cell(sheet: "Worksheet", kind: Kind, value: object, **style: Any) -> "SheetCell":
    """One cell by itself."""
    if kind == "text" or value is None or isinstance(value, str):
        return printed_cell(sheet, value, **style)
    cell = printed_cell(sheet, 0, **style)
    told: Any = value / 100 if kind == "yuan" and isinstance(value, int) else value
    cell.value = told
    cell.number_format = FORMATS[kind]
    return cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _area(columns: tuple[int, int], first: int, last: int) -> str:
    return f"{_letter(columns[0] + 1)}{first}:{_letter(columns[1] + 1)}{last}"


def _colour(sheet: "Worksheet", columns: tuple[int, int], first: int, last: int) -> None:
    from openpyxl.formatting.rule import ColorScaleRule

    scale = ColorScaleRule(  # type: ignore[no-untyped-call]  # openpyxl gives it no types
        start_type="num", start_value=0, start_color=COLD, end_type="max", end_color=HOT
    )
    sheet.conditional_formatting.add(_area(columns, first, last), scale)


def _draw(sheet: "Worksheet", table: Table, header_row: int, last: int, at: str) -> None:
    assert table.chart is not None  # noqa: S101 - it is asked for
    chart = _chart(sheet, table.chart, header_row, last)
    chart.width, chart.height = chart_size(table.chart, last - header_row)
    sheet.add_chart(chart, at)


def _chart(sheet: "Worksheet", wanted: Chart, header_row: int, last: int) -> Any:
    from openpyxl.chart import BarChart, LineChart, Reference

    chart: Any = LineChart() if wanted.kind == "line" else BarChart()
    if wanted.kind != "line":
        chart.type = "bar" if wanted.kind == "bar" else "col"
        if wanted.kind == "stacked":
            chart.grouping, chart.overlap = "stacked", 100
    chart.title = wanted.title
    for column in wanted.values:
        values = Reference(sheet, min_col=column + 1, min_row=header_row, max_row=last)
        chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=wanted.labels + 1, min_row=header_row + 1, max_row=last))
    if len(wanted.values) == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"
    for series in chart.series:
        series.smooth = False  # what lies between two days is not known
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # openpyxl leaves it out of the file, and Excel then draws none
    if wanted.axis:
        chart.y_axis.title = wanted.axis
    chart.x_axis.tickLblSkip = 1  # every row has its label
    if wanted.kind == "bar":
        chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    return chart
