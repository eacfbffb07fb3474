"""Grants as a sheet: a row for each lot, and where there is one a row of control totals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from core.ledger.records import UNITS, Amount, Unit, amount_told
from exports.sheets import Cell, Rows, read_sheets
from exports.sheets.cells import (
    CellFault,
    address,
    choice,
    day,
    flag,
    hundredths,
    identifier,
    is_blank,
    match_key,
    name,
    words,
)
from exports.sheets.table import Column, SheetError, Table, read_table

UNIT_WORDS: dict[str, Unit] = {
    **dict.fromkeys(("福利额度", "额度", "福利", "元", "allowance", "yuan"), "allowance"),
    **dict.fromkeys(("积分", "分", "points", "point"), "points"),
}
TOTAL_WORDS = frozenset({"合计", "总计", "合计:", "总计:", "total", "total:", "totals"})
"""What the first cell of a row of control totals says, by `match_key` and without blanks."""


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as a sheet tells of it; `amount` in hundredths, whatever the unit."""

    sheet: str
    row: int
    member: str
    unit: Unit
    amount: int
    name: str | None = None
    expires_on: date | None = None
    reason: str | None = None
    fund: str | None = None
    exempt: bool = False

    @property
    def granted(self) -> Amount:
        """Fen or points; the reader has seen to it that points are whole."""
        return Amount(self.unit, self.amount if self.unit == "allowance" else self.amount // 100)


@dataclass(slots=True)
class GrantSheets:
    """The rows and errors of a file, and the control totals of the units that every sheet has one of: fen and
    points."""

    table: Table[GrantLine]
    totals: dict[Unit, int] = field(default_factory=dict)


class _TotalRow(NamedTuple):
    sheet: str
    row: int
    first_column: int
    cells: list[Cell]


def _columns(today: date, *, opening: bool) -> tuple[Column, ...]:
    return (
        Column("member", ("工号", "职工", "职工号", "staff no", "staff_no"), identifier, required=True),
        Column("name", ("姓名", "名字", "person"), name),
        Column("unit", ("单位", "类型", "种类", "type"), partial(choice, choices=UNIT_WORDS), required=True),
        Column("amount", ("数额", "金额", "数量", "发放数额"), hundredths, required=True),
        Column(
            "expires_on",
            ("最后有效日", "有效期至", "有效期", "到期日", "expires", "last day", "valid until"),
            partial(day, near=today),
        ),
        Column("reason", ("原因", "事由", "说明"), words, required=not opening),
        Column("fund", ("资金来源", "经费来源", "source of funds"), name),
        Column("exempt", ("免清零", "不清零", "exempt from clearing"), flag),
    )


def read_grants(chunks: Iterable[Rows], *, today: date, opening: bool = False) -> GrantSheets:
    """The grants of a file, and every error with its cell. `today` settles the year of `12月31日`; opening
    balances need no reason.

    Beside the codes of `read_table`: `not_whole` for points, `total_differs` and `total_of_what` for a row of
    totals.
    """
    totals: list[_TotalRow] = []
    table = read_table(_without_totals(chunks, totals), _columns(today, opening=opening), GrantLine)
    broken = [line for line in table.rows if line.unit == "points" and line.amount % 100]
    for line in broken:
        at = table.cell(line.sheet, line.row, "amount")
        facts = {"value": f"{line.amount / 100:.15g}"}
        table.errors.append(SheetError(line.sheet, at, "not_whole", facts))
    if broken:
        table.rows = [line for line in table.rows if line not in broken]
    read = GrantSheets(table)
    told = _read_totals(table, totals)
    if not table.errors:
        _hold_against(read, told)
    return read


def read_grants_file(path: Path, *, today: date, opening: bool = False) -> GrantSheets:
    """`read_grants` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_grants(read_sheets(path), today=today, opening=opening)


# ---------------------------------------------------------------- control totals


def _without_totals(chunks: Iterable[Rows], totals: list[_TotalRow]) -> Iterator[Rows]:
    """The chunks with their rows of totals taken out and noted; all addresses stay true."""
    for chunk in chunks:
        rows: list[list[Cell]] = []
        for row, cells in enumerate(chunk.rows, chunk.first_row):
            if _is_total(cells):
                totals.append(_TotalRow(chunk.sheet, row, chunk.first_column, cells))
                rows.append([None] * len(cells))
            else:
                rows.append(cells)
        yield chunk._replace(rows=rows)


def _is_total(cells: list[Cell]) -> bool:
    first = next((cell for cell in cells if not is_blank(cell)), None)
    return isinstance(first, str) and "".join(match_key(first).split()) in TOTAL_WORDS


Totals = list[tuple[_TotalRow, Unit, int]]


def _read_totals(table: Table[GrantLine], totals: list[_TotalRow]) -> Totals:
    """Unit and figure of each row of totals; what can't be read is an error of the table."""
    told: Totals = []
    for total in totals:
        column = table.column(total.sheet, "amount")
        if column is None:
            continue  # a sheet whose header lacks a column has been told of
        try:
            figure = hundredths(_cell(total, column))
        except CellFault as fault:
            facts = {"column": "amount", **fault.facts}
            table.errors.append(SheetError(total.sheet, address(total.row, column), fault.code, facts))
            continue
        unit = _unit_of(table, total)
        if unit is not None:
            told.append((total, unit, figure))
    return told


def _cell(total: _TotalRow, column: int) -> Cell:
    index = column - total.first_column
    return total.cells[index] if 0 <= index < len(total.cells) else None


def _unit_of(table: Table[GrantLine], total: _TotalRow) -> Unit | None:
    """The unit of a total: as its row says, else the only one of its sheet."""
    column = table.column(total.sheet, "unit")
    cell = None if column is None else _cell(total, column)
    at = None if column is None else address(total.row, column)
    if not is_blank(cell):
        try:
            return choice(cell, UNIT_WORDS)
        except CellFault as fault:
            table.errors.append(SheetError(total.sheet, at, fault.code, fault.facts))
            return None
    units = {line.unit for line in table.rows if line.sheet == total.sheet}
    if len(units) == 1:
        return units.pop()
    if units or not table.errors:  # else its rows have been told of
        table.errors.append(SheetError(total.sheet, at, "total_of_what"))
    return None


def _hold_against(read: GrantSheets, told: Totals) -> None:
    """Every total against its sheet's rows; a unit that each of its sheets has a total of has one for the
    file."""
    table = read.table
    sums: defaultdict[tuple[str, Unit], int] = defaultdict(int)
    for line in table.rows:
        sums[line.sheet, line.unit] += line.amount
    for total, unit, figure in told:
        if figure != sums[total.sheet, unit]:
            facts = {
                "unit": unit,
                "sum": _told(unit, sums[total.sheet, unit]),
                "total": _told(unit, figure),
            }
            at = table.cell(total.sheet, total.row, "amount")
            table.errors.append(SheetError(total.sheet, at, "total_differs", facts))
    confirmed = {(total.sheet, unit) for total, unit, _ in told}
    for unit in UNITS:
        of_unit = {key: figure for key, figure in sums.items() if key[1] == unit}
        if of_unit and of_unit.keys() <= confirmed:
            figure = sum(of_unit.values())
            read.totals[unit] = figure if unit == "allowance" else figure // 100


def _told(unit: Unit, figure: int) -> object:
    """A figure in hundredths as a fact; a total of points may have decimals by mistake."""
    if unit == "points" and figure % 100:
        return f"{figure / 100:.15g}"
    return amount_told(unit, figure if unit == "allowance" else figure // 100)
