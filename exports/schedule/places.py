"""Where in the file each slot stands, kept by stretches of rows: a year's file has 200,000 slots."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from exports.sheets.cells import address

DEFAULT_FIELD = "start"


class Place(NamedTuple):
    """A sheet and the address of a cell in it."""

    sheet: str
    cell: str


class _Stretch(Protocol):
    def place(self, offset: int, field: str) -> Place: ...


class _ListRows(NamedTuple):
    sheet: str
    rows: Sequence[int]
    columns: Mapping[str, int]

    def place(self, offset: int, field: str) -> Place:
        column = self.columns.get(field, self.columns[DEFAULT_FIELD])
        return Place(self.sheet, address(self.rows[offset], column))


class _GridCells(NamedTuple):
    sheet: str
    cells: Sequence[tuple[int, int]]
    header_row: int
    period_column: int
    facility_cell: str

    def place(self, offset: int, field: str) -> Place:
        row, column = self.cells[offset]
        if field == "facility":
            return Place(self.sheet, self.facility_cell)
        if field == "date":
            return Place(self.sheet, address(self.header_row, column))
        return Place(self.sheet, address(row, self.period_column if field == "end" else column))


class Places:
    """The places of all slots of a file, by the index of the slot."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._stretches: list[_Stretch] = []

    def add_rows(self, first: int, sheet: str, rows: Sequence[int], columns: Mapping[str, int]) -> None:
        """Slots from index `first` on stand in these rows of a list, a row each."""
        self._add(first, _ListRows(sheet, rows, columns))

    def add_cells(
        self,
        first: int,
        sheet: str,
        cells: Sequence[tuple[int, int]],
        *,
        header_row: int,
        period_column: int,
        facility_cell: str,
    ) -> None:
        """Slots from index `first` on stand in these cells (row, column) of a grid."""
        self._add(first, _GridCells(sheet, cells, header_row, period_column, facility_cell))

    def _add(self, first: int, stretch: _Stretch) -> None:
        self._firsts.append(first)
        self._stretches.append(stretch)

    def place(self, index: int, field: str = DEFAULT_FIELD) -> Place:
        """Where a field of the slot stands. In a grid: facility and date in their headers, the end in the
        period's cell, all else in the slot's own cell. In a list the start stands for what has no column."""
        at = bisect_right(self._firsts, index) - 1
        return self._stretches[at].place(index - self._firsts[at], field)
