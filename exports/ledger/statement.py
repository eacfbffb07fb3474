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
from exports.printed import header_cells, printed_cell, ruled, set_up, title_row, to_the_right
from exports.workbook import places_of, save, sheet_name

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
        save(book, whole.part)
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
    from openpyxl.styles import Font

    header_row = len(texts.head) + 3
    set_up(sheet, table.widths, texts.pages, header_row=header_row)
    bold = Font(bold=True)
    title_row(sheet, title)
    for label, told in texts.head:
        sheet.append([_cell(sheet, label, texts, font=bold), _cell(sheet, told, texts)])
    sheet.append([])
    cells = header_cells(sheet, table.headers)
    sheet.append([to_the_right(cell) if at in table.amounts else cell for at, cell in enumerate(cells)])
    for row in rows:
        line = [_cell(sheet, value, texts, signed=at == table.signed) for at, value in enumerate(row)]
        sheet.append([ruled(cell) for cell in line])


# ---------------------------------------------------------------- cells


def _cell(
    sheet: "Worksheet", value: object, texts: StatementTexts, *, signed: bool = False, **style: Any
) -> "SheetCell":
    """A cell of a text, a day, a moment or an amount; `signed` shows what was gained with a plus."""
    if not isinstance(value, Amount):
        return printed_cell(sheet, value, **style)
    yuan = value.unit == "allowance"
    cell = printed_cell(sheet, Decimal(value.number) / 100 if yuan else value.number)
    cell.number_format = _format(value.unit, texts, signed=signed)
    return cell


def _format(unit: Unit, texts: StatementTexts, *, signed: bool) -> str:
    """The number format of an amount: it stays a number, and shows its unit."""
    plain = f'{_PLAIN[unit]}" {texts.measures[unit]}"'
    return f"+{plain};-{plain}" if signed else plain
