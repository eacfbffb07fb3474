"""The day close as a workbook, ready to be printed on A4 and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.files import whole_file
from exports.printed import PrintedTable, append_table, printed_cell, set_up, title_row
from exports.workbook import save, sheet_name

_WIDTHS = (16, 16, 14, 14, 14, 14, 14, 14)


@dataclass(frozen=True, slots=True)
class DayCloseSheet:
    """`head` stands above the tables: labels with what they say; `signed` below them, to be signed."""

    title: str
    head: Sequence[tuple[str, object]]
    tables: Sequence[PrintedTable]
    signed: Sequence[str]
    pages: str


def write_day_close(path: Path, told: DayCloseSheet) -> Path:
    """Writes the sheet; where it ended up (see `whole_file`)."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(told.title, set()))
    set_up(sheet, _WIDTHS, told.pages)
    title_row(sheet, told.title)
    for label, value in told.head:
        sheet.append([printed_cell(sheet, label, font=Font(bold=True)), printed_cell(sheet, value)])
    sheet.append([])
    for table in told.tables:
        append_table(sheet, table)
    sheet.append([printed_cell(sheet, f"{label} __________", font=Font()) for label in told.signed])
    with whole_file(path) as whole:
        save(book, whole.part)
    return whole.path
