"""What all workbooks that are written have in common: texts that stay texts, and names for sheets."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile

from core.text import visible
from exports.sheets.cells import match_key

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_SHEET_NAME = 31
_BAD_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_FORMULA_BEGINS = frozenset("=+-@#")


def save(book: "Workbook", path: Path) -> None:
    """Writes a workbook, and closes its file also where the disk refuses: openpyxl leaves that to Python,
    which complains on the terminal."""
    from openpyxl.writer.excel import ExcelWriter

    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a spreadsheet takes: 31 characters, none of `[]:*?/\\`, no outer quote, once a book."""
    plain = _BAD_IN_SHEET_NAME.sub(" ", visible(name)).strip("' ")[:_LONGEST_SHEET_NAME].strip("' ") or "-"
    unique, number = plain, 2
    # "History" is a name that Excel keeps for itself.
    while match_key(unique) in taken or match_key(unique) == "history":
        ending = f" {number}"
        unique = plain[: _LONGEST_SHEET_NAME - len(ending)] + ending
        number += 1
    taken.add(match_key(unique))
    return unique


def places_of(text: str) -> int:
    """How many places of a column a text takes: a Chinese character two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def put_text(cell: "SheetCell", text: str) -> "SheetCell":
    """Put a text into a cell as a text, whatever it begins with: `=1+1` is a name here, never a formula."""
    cell.value = visible(text)
    cell.data_type = "s"
    if text[:1] in _FORMULA_BEGINS:
        cell.quotePrefix = True
    return cell


def streamed(sheet: "Worksheet | WriteOnlyWorksheet", text: str) -> "SheetCell | str":
    """The same for a sheet that is written row by row; a harmless text needs no cell of its own."""
    from openpyxl.cell import WriteOnlyCell

    safe = visible(text)
    return put_text(WriteOnlyCell(sheet), safe) if safe[:1] in _FORMULA_BEGINS else safe
