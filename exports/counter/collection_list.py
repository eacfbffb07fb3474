"""The signed collection list (发放签领表) as a workbook or a pdf, ready to be printed on A4 across."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from exports.files import whole_file
from exports.printed import boxed, header_cells, printed_cell, set_up, title_row
from exports.tables.model import Column, Kind, Sheet, Table
from exports.workbook import places_of, save, sheet_name

_WIDTHS = (6, 11, 12, 14, 22, 8, 17, 16, 12, 10, 12, 12)
_ROW_HEIGHT = 26
"""Of a row to be signed, in points."""


class CollectionLine(NamedTuple):
    """A member on the list; `at` None for one who has not collected. `items` and `quantities` are in
    the same order; `handler` is who handed over."""

    staff_no: str
    name: str
    department: str | None
    items: str
    quantities: str
    at: datetime | None
    proxy: str | None
    relation: str | None
    handler: str | None


@dataclass(frozen=True, slots=True)
class CollectionTexts:
    """The words on the sheet: `head` stands above the table, labels with what they say; `headers` in the
    order of the columns; `signed` below the table; `pages` is the footer."""

    title: str
    head: Sequence[tuple[str, str]]
    headers: Sequence[str]
    signed: Sequence[str]
    pages: str


def write_collection_list(path: Path, lines: Sequence[CollectionLine], texts: CollectionTexts) -> Path:
    """Number, staff number, name, department, items, quantity, collected at, signature, proxy, relation,
    handler, checker; the header on every page. Where it ended up (see `whole_file`)."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(texts.title, set()))
    header_row = len(texts.head) + 3
    set_up(sheet, _WIDTHS, texts.pages, header_row=header_row, landscape=True)
    for number in range(len(lines)):
        sheet.row_dimensions[header_row + 1 + number].height = _ROW_HEIGHT * max(1, _rows_of(lines[number]))
    title_row(sheet, texts.title)
    for label, told in texts.head:
        sheet.append(
            [printed_cell(sheet, label, font=Font(bold=True)), None, printed_cell(sheet, told, font=Font())]
        )
    sheet.append([])
    sheet.append([boxed(cell) for cell in header_cells(sheet, texts.headers)])
    for row in _rows(lines):
        sheet.append([boxed(printed_cell(sheet, value)) for value in row])
    sheet.append([])
    sheet.append([printed_cell(sheet, _to_sign(texts), font=Font())])
    with whole_file(path) as whole:
        save(book, whole.part)
    return whole.path


def write_collection_pdf(path: Path, lines: Sequence[CollectionLine], texts: CollectionTexts) -> Path:
    """The same on pages. Where it ended up (see `whole_file`)."""
    from exports.tables.pdf import write_pdf

    columns = [
        Column(str(at), header, _KINDS.get(at, "text"), width)
        for at, (header, width) in enumerate(zip(texts.headers, _WIDTHS, strict=True))
    ]
    table = Table(columns=columns, rows=list(_rows(lines)), notes=["", _to_sign(texts)], boxed=True)
    sheet = Sheet(name=texts.title, title=texts.title, head=texts.head, tables=[table])
    return write_pdf(path, [sheet], texts.pages)


_KINDS: dict[int, Kind] = {0: "whole", 6: "moment"}


def _rows(lines: Sequence[CollectionLine]) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(lines, 1):
        yield (
            number, line.staff_no, line.name, line.department, line.items, line.quantities, line.at, None,
            line.proxy, line.relation, line.handler, None,
        )  # fmt: skip


def _to_sign(texts: CollectionTexts) -> str:
    return "    ".join(f"{one} __________" for one in texts.signed)


def _rows_of(line: CollectionLine) -> int:
    """How many rows of paper its items take: two lines fit one."""
    lines = -(-places_of(line.items) // _WIDTHS[4])
    return (lines + 1) // 2
