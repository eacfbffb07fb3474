"""A member's statement as a workbook, ready to be printed on A4: the entries of each unit on a sheet of their
own, and a sheet with every lot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.ledger.records import Amount, Unit
from exports.files import whole_file
from exports.workbook import places_of, put_text, sheet_name

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet


class Movement(NamedTuple):
    """An entry: its number, when, `kind` in words, the lots it draws on, and the balance after it."""

    entry: str
    at: datetime
    kind: str
    document: str | None
    reason: str | None
    lots: str
    by: str
    amount: Amount
    balance: Amount


class LotLine(NamedTuple):
    """A lot; `expires_on` None for ever."""

    lot: str
    granted_on: date
    expires_on: date | None
    original: Amount
    remaining: Amount
    reason: str | None
    fund: str | None


class Account(NamedTuple):
    """What a member has of one unit, within the statement's days, and every lot of it."""

    unit: Unit
    opening: Amount
    movements: Sequence[Movement]
    closing: Amount
    lots: Sequence[LotLine]


@dataclass(frozen=True, slots=True)
class StatementTexts:
    """The words on the sheets, in the language of the caller. `head` stands above each table: labels with
    what they say. `measures` stand behind amounts; headers are in the order of the columns; `pages` is the
    footer, with `{page}` and `{pages}`."""

    title: str
    lots_title: str
    head: Sequence[tuple[str, str]]
    units: dict[Unit, str]
    measures: dict[Unit, str]
    headers: Sequence[str]
    lot_headers: Sequence[str]
    opening: str
    closing: str
    for_ever: str
    pages: str


class _Table(NamedTuple):
    """A table's headers with their widths, which columns hold amounts, and which of them changes."""

    headers: Sequence[str]
    widths: Sequence[int]
    amounts: frozenset[int]
    signed: int | None = None


Row = tuple[Any, ...]
"""The values of a line, in the order of the columns."""

_WIDTHS = (12, 17, 11, 14, 22, 12, 9, 16, 16)
_LOT_WIDTHS = (12, 13, 13, 16, 16, 24, 16)
_A4 = "9"
_HEADER_COLOUR, _LINE_COLOUR = "FFD9E1F2", "FF999999"
_PLAIN = {"allowance": "#,##0.00", "points": "#,##0"}


def write_statement(path: Path, accounts: Sequence[Account], texts: StatementTexts) -> Path:
    """Writes the sheets of a statement; where the file ended up (see `whole_file`)."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for account in accounts:
        name = texts.units[account.unit]
        sheet = book.create_sheet(sheet_name(name, taken))
        rows = list(_entries(account, texts))
        table = _Table(texts.headers, _fitted(_WIDTHS, rows, texts), frozenset({7, 8}), signed=7)
        _write_sheet(sheet, f"{texts.title} · {name}", texts, table, rows)
    sheet = book.create_sheet(sheet_name(texts.lots_title, taken))
    lots = [_lot(line, texts) for account in accounts for line in account.lots]
    table = _Table(texts.lot_headers, _fitted(_LOT_WIDTHS, lots, texts), frozenset({3, 4}))
    _write_sheet(sheet, f"{texts.title} · {texts.lots_title}", texts, table, lots)
    with whole_file(path) as whole:
        book.save(whole.part)
    return whole.path


def _entries(account: Account, texts: StatementTexts) -> Iterator[Row]:
    """The rows of a unit: opening, each entry, closing."""
    yield (None, None, texts.opening, *(None,) * 5, account.opening)
    yield from account.movements
    yield (None, None, texts.closing, *(None,) * 5, account.closing)


def _lot(line: LotLine, texts: StatementTexts) -> Row:
    last = texts.for_ever if line.expires_on is None else line.expires_on
    return line.lot, line.granted_on, last, line.original, line.remaining, line.reason, line.fund


def _fitted(widths: Sequence[int], rows: Sequence[Row], texts: StatementTexts) -> list[int]:
    """The widths of columns, wider where an amount needs it: one that is too wide is shown as `####`."""
    fitted = list(widths)
    for row in rows:
        for at, value in enumerate(row):
            if isinstance(value, Amount):
                decimals = 3 if value.unit == "allowance" else 0
                digits = len(f"{abs(value.number) // (100 if decimals else 1):,}") + decimals
                fitted[at] = max(fitted[at], digits + places_of(texts.measures[value.unit]) + 4)
    return fitted


def _write_sheet(
    sheet: "Worksheet",
    title: str,
    texts: StatementTexts,
    table: _Table,
    rows: Iterable[Row],
) -> None:
    """Title and head, then the table, whose header is on every printed page."""
    from openpyxl.styles import Font, PatternFill

    header_row = len(texts.head) + 3
    _set_up(sheet, table, header_row, texts.pages)
    bold = Font(bold=True)
    sheet.append([_cell(sheet, title, texts, font=Font(bold=True, size=14))])
    for label, told in texts.head:
        sheet.append([_cell(sheet, label, texts, font=bold), _cell(sheet, told, texts)])
    sheet.append([])
    fill = PatternFill("solid", start_color=_HEADER_COLOUR)
    cells = [_cell(sheet, text, texts, font=bold, fill=fill) for text in table.headers]
    sheet.append([_to_the_right(cell) if at in table.amounts else cell for at, cell in enumerate(cells)])
    for row in rows:
        line = [_cell(sheet, value, texts, signed=at == table.signed) for at, value in enumerate(row)]
        sheet.append([_ruled(cell) for cell in line])


def _set_up(sheet: "Worksheet", table: _Table, header_row: int, pages: str) -> None:
    """A4 upright, as wide as the page; before the first row, since a sheet that is written row by row takes
    it no later."""
    from openpyxl.worksheet.properties import PageSetupProperties

    for letter, width in zip("ABCDEFGHI", table.widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    footer = sheet.oddFooter
    assert footer is not None  # noqa: S101 - every sheet has one
    footer.center.text = pages.format(page="&P", pages="&N")


# ---------------------------------------------------------------- cells


def _cell(
    sheet: "Worksheet", value: object, texts: StatementTexts, *, signed: bool = False, **style: Any
) -> "SheetCell":
    """A cell of a text, a day, a moment or an amount; `signed` shows what was gained with a plus."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell: SheetCell = WriteOnlyCell(sheet)
    if isinstance(value, Amount):
        cell.value = Decimal(value.number) / 100 if value.unit == "allowance" else value.number
        cell.number_format = _format(value.unit, texts, signed=signed)
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


def _format(unit: Unit, texts: StatementTexts, *, signed: bool) -> str:
    """The number format of an amount: it stays a number, and shows its unit."""
    plain = f'{_PLAIN[unit]}" {texts.measures[unit]}"'
    return f"+{plain};-{plain}" if signed else plain


def _to_the_right(cell: "SheetCell") -> "SheetCell":
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="right")
    return cell


def _ruled(cell: "SheetCell") -> "SheetCell":
    from openpyxl.styles import Border, Side

    cell.border = Border(bottom=Side(style="hair", color=_LINE_COLOUR))
    return cell
