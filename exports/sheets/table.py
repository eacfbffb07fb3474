"""A list-shaped sheet: a header row and a row for each thing. Members, facilities, bookings are read by it.

A room names its columns and the class of its rows; the header may stand in any of the first ten rows, in any
order, in Chinese or English. All errors are collected, each with the address of its cell.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from exports.sheets import Cell, Rows
from exports.sheets.cells import CellFault, address, is_blank, match_key, shown

HEADER_WITHIN = 10
"""The header is looked for in so many first rows of a sheet."""

_UNIT = re.compile(r"\([^()]*\)$")
_BETWEEN = re.compile(r"[\s_*:]+")

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SheetError:
    """What is wrong at one place of a file. `cell` is None where it is the sheet as a whole."""

    sheet: str
    cell: str | None
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its field name and the headers it may have, the first being the one to show.

    `parse` raises CellFault. A `required` column must be there, with a value in each row; where another is
    empty or not there, the field's own default stands. A `unique` one may not say the same thing twice.
    """

    name: str
    headers: tuple[str, ...]
    parse: Callable[[Cell], object]
    required: bool = False
    unique: bool = False


class Header(NamedTuple):
    """A header row: its number, the column (from 1) of each field, and what else stands in it."""

    row: int
    columns: dict[str, int]
    duplicates: list[tuple[str, int]]
    unknown: list[str]


@dataclass(slots=True)
class Table(Generic[Row]):
    """What a file held: its rows, all that was wrong, the fields that it has a column for, other headers."""

    rows: list[Row] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    _headers: dict[str, Header] = field(default_factory=dict)

    def fields_of(self, sheet: str) -> set[str]:
        """The fields that a sheet has a column for; the other sheets of a file may have others."""
        return set(self._headers[sheet].columns)

    def column(self, sheet: str, name: str) -> int | None:
        """The column of a field in a sheet, from 1; None where the sheet or its header has none."""
        header = self._headers.get(sheet)
        return None if header is None else header.columns.get(name)

    def cell(self, sheet: str, row: int, name: str) -> str:
        """The address of a field of a row; of the row's first known column where the field has none."""
        columns = self._headers[sheet].columns
        return address(row, columns.get(name) or min(columns.values()))


def header_key(text: str) -> str:
    """A header without case, width, blanks, a unit in brackets, or the star of a required column."""
    return _BETWEEN.sub("", _UNIT.sub("", match_key(text).strip(" *")))


def names_of(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The field of each header, by `header_key`; a field's own name is a header too."""
    return {header_key(header): name for name, headers in columns.items() for header in (name, *headers)}


def header_of(chunk: Rows, at: int, names: Mapping[str, str]) -> Header:
    """The row at index `at` of a chunk, read as a header."""
    header = Header(chunk.first_row + at, {}, [], [])
    for column, cell in enumerate(chunk.rows[at], chunk.first_column):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        name = names.get(header_key(cell))
        if name is None:
            header.unknown.append(cell.strip())
        elif name in header.columns:
            header.duplicates.append((cell.strip(), column))
        else:
            header.columns[name] = column
    return header


def duplicate_headers(sheet: str, header: Header) -> list[SheetError]:
    """One error for each header that says again what another column says already."""
    return [
        SheetError(sheet, address(header.row, column), "duplicate_header", {"value": text})
        for text, column in header.duplicates
    ]


def missing_columns(sheet: str, header: Header, required: Mapping[str, Sequence[str]]) -> list[SheetError]:
    """One error that names all required columns which the header lacks, by field and by first header."""
    missing = [name for name in required if name not in header.columns]
    if not missing:
        return []
    at = address(header.row, min(header.columns.values(), default=1))
    facts = {"columns": missing, "headers": [required[name][0] for name in missing]}
    return [SheetError(sheet, at, "missing_columns", facts)]


def read_table(
    chunks: Iterable[Rows], columns: Sequence[Column], row_class: Callable[..., Row]
) -> Table[Row]:
    """Every row of every sheet as `row_class(sheet=, row=, **fields)`; rows with an error are left out.

    Error codes: `no_header`, `missing_columns`, `duplicate_header`, `duplicate`, `nothing_to_read`, those of
    CellFault. Wholly blank rows and sheets are skipped, unknown columns are told in `unknown`.
    """
    table: Table[Row] = Table()
    reading = _Reading(table, columns, row_class)
    sheet: str | None = None
    for chunk in chunks:
        begins = 0
        if chunk.sheet != sheet:
            if not any(not is_blank(cell) for row in chunk.rows for cell in row):
                continue
            sheet = chunk.sheet
            begins = reading.begin(chunk)
        reading.take(chunk, begins)
    if sheet is None:
        table.errors.append(SheetError("", None, "nothing_to_read"))
    return table


class _Reading(Generic[Row]):
    """One reading of a file: which header is in force, what was read before."""

    def __init__(self, table: Table[Row], columns: Sequence[Column], row_class: Callable[..., Row]) -> None:
        self.table = table
        self.columns = columns
        self.row_class = row_class
        self.names = names_of({column.name: column.headers for column in columns})
        self.required = {column.name: column.headers for column in columns if column.required}
        self.present: list[tuple[Column, int]] = []
        # By text only: as keys of a dictionary 1.0 and TRUE are the same.
        self.memos: dict[str, dict[str, object]] = {column.name: {} for column in columns}
        self.seen: dict[str, dict[object, tuple[str, str]]] = {
            column.name: {} for column in columns if column.unique
        }

    def begin(self, chunk: Rows) -> int:
        """Find the header of a sheet; the index of the first row after it."""
        candidates = [header_of(chunk, at, self.names) for at in range(min(HEADER_WITHIN, len(chunk.rows)))]
        header = max(candidates, key=lambda found: len(found.columns))
        self.present = []
        if not header.columns:
            headers = [known[0] for known in self.required.values()]
            self.table.errors.append(
                SheetError(
                    chunk.sheet, None, "no_header", {"columns": list(self.required), "headers": headers}
                )
            )
            return len(chunk.rows)
        faults = missing_columns(chunk.sheet, header, self.required) + duplicate_headers(chunk.sheet, header)
        self.table.errors += faults
        self.table.unknown += [text for text in header.unknown if text not in self.table.unknown]
        self.table.columns |= header.columns.keys()
        self.table._headers[chunk.sheet] = header
        if not faults:
            self.present = [(c, header.columns[c.name]) for c in self.columns if c.name in header.columns]
        return header.row - chunk.first_row + 1

    def take(self, chunk: Rows, begins: int) -> None:
        if not self.present:
            return
        for row, cells in enumerate(chunk.rows[begins:], chunk.first_row + begins):
            self.take_row(chunk, row, cells)

    def take_row(self, chunk: Rows, row: int, cells: Sequence[Cell]) -> None:
        values: dict[str, object] = {}
        faults: list[SheetError] = []
        for column, at in self.present:
            index = at - chunk.first_column
            cell = cells[index] if 0 <= index < len(cells) else None
            try:
                if not is_blank(cell) or column.required:
                    values[column.name] = value = self.value(column, cell)
                    if column.unique:
                        self.once(column, cell, value, (chunk.sheet, address(row, at)))
            except CellFault as fault:
                facts = {"column": column.name, "header": column.headers[0], **fault.facts}
                faults.append(SheetError(chunk.sheet, address(row, at), fault.code, facts))
        if faults:
            if not all(map(is_blank, cells)):
                self.table.errors += faults
        elif values:
            self.table.rows.append(self.row_class(sheet=chunk.sheet, row=row, **values))

    def value(self, column: Column, cell: Cell) -> object:
        """What the cell means; `missing` for a blank one."""
        if isinstance(cell, str):
            memo = self.memos[column.name]
            known = memo.get(cell)
            if known is not None:
                return known
        if is_blank(cell):
            raise CellFault("missing", value="")
        value = column.parse(cell)
        if isinstance(cell, str):
            memo[cell] = value
        return value

    def once(self, column: Column, cell: Cell, value: object, at: tuple[str, str]) -> None:
        """Refuse what another row has said already, naming that row's sheet and cell."""
        key = match_key(value) if isinstance(value, str) else value
        first = self.seen[column.name].setdefault(key, at)
        if first != at:
            raise CellFault("duplicate", value=shown(cell), first_sheet=first[0], first_cell=first[1])
