"""Sheets that are printed on A4: page, footer, cells of each kind, headers, lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from exports.workbook import put_text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

A4 = "9"
FACE = "Calibri"
"""A font that names no face is drawn in another one than the cells around it."""

LINE, TITLE_LINE, HEADING_LINE = 15.0, 24.0, 20.0
"""Heights of rows, in points: they are not fitted to their text when a workbook is written row by row."""
HEADER_COLOUR, LINE_COLOUR = "FFD9E1F2", "FF999999"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its headers; a value is a text, a whole number, yuan as Decimal, a day or a moment."""

    heading: str
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]


def set_up(
    sheet: "Worksheet",
    widths: Sequence[int],
    pages: str,
    *,
    header_row: int | None = None,
    landscape: bool = False,
) -> None:
    """A4, as wide as the page; before the first row, since a sheet that is written row by row takes it no
    later. `header_row` is on every printed page; `pages` is the footer, with `{page}` and `{pages}`."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if header_row is not None:
        sheet.freeze_panes = f"A{header_row + 1}"
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    footer = sheet.oddFooter
    assert footer is not None  # noqa: S101 - every sheet has one
    footer.center.text = pages.format(page="&P", pages="&N")


def printed_cell(sheet: "Worksheet", value: object, **style: Any) -> "SheetCell":
    """A cell of a text, which wraps unless it has a style; of a whole number, yuan, a day or a moment."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell: SheetCell = WriteOnlyCell(sheet)
    if isinstance(value, int | Decimal):
        cell.value = value
        cell.number_format = "#,##0.00" if isinstance(value, Decimal) else "#,##0"
        cell.alignment = Alignment(horizontal="right", vertical="top")
    elif isinstance(value, datetime | date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        cell.alignment = Alignment(horizontal="left", vertical="top")
    elif value is not None:
        put_text(cell, str(value))
        cell.alignment = Alignment(vertical="top", wrap_text=not style)
    for name, look in style.items():
        setattr(cell, name, look)
    return cell


def title_row(sheet: "Worksheet", title: str) -> None:
    """The title of a page."""
    from openpyxl.styles import Font

    sheet.row_dimensions[1].height = TITLE_LINE
    sheet.append([printed_cell(sheet, title, font=Font(name=FACE, bold=True, size=14))])


def header_cells(sheet: "Worksheet", headers: Sequence[str]) -> "list[SheetCell]":
    """The headers of a table."""
    from openpyxl.styles import Font, PatternFill

    fill = PatternFill("solid", start_color=HEADER_COLOUR)
    return [printed_cell(sheet, text, font=Font(name=FACE, bold=True), fill=fill) for text in headers]


def append_table(sheet: "Worksheet", table: PrintedTable) -> None:
    """A heading, headers and rows, then an empty row; headers of numbers stand above them, to the right."""
    from openpyxl.styles import Font

    sheet.append([printed_cell(sheet, table.heading, font=Font(name=FACE, bold=True))])
    cells = header_cells(sheet, table.headers)
    numbers = {at for row in table.rows for at, value in enumerate(row) if isinstance(value, int | Decimal)}
    sheet.append([to_the_right(cell) if at in numbers else cell for at, cell in enumerate(cells)])
    for row in table.rows:
        sheet.append([ruled(printed_cell(sheet, value)) for value in row])
    sheet.append([])


def to_the_right(cell: "SheetCell") -> "SheetCell":
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="right")
    return cell


def ruled(cell: "SheetCell") -> "SheetCell":
    """With a thin line below."""
    from openpyxl.styles import Border, Side

    cell.border = Border(bottom=Side(style="hair", color=LINE_COLOUR))
    return cell


def boxed(cell: "SheetCell") -> "SheetCell":
    """With a line around it, to be written in."""
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=LINE_COLOUR)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    return cell
