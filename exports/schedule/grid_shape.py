"""The grid shape: a sheet a facility, a row a period, a column a day, the cell a capacity."""

from collections.abc import Sequence
from datetime import date

from core.schedule.slots import SlotSpec
from exports.schedule.reading import LIST_NAMES, PERIOD_NAMES, ReadSchedule, Spelling
from exports.sheets import Cell, Rows
from exports.sheets.cells import CellFault, address, is_blank
from exports.sheets.table import header_key

_IGNORED_HEADERS = frozenset(map(header_key, ("备注", "说明", "合计", "note", "notes", "remark", "total")))


class GridSheet:
    """One sheet of the grid shape."""

    def __init__(self, spelling: Spelling, read: ReadSchedule, chunk: Rows, header_at: int) -> None:
        self.spelling = spelling
        self.read = read
        self.sheet = chunk.sheet
        self.header_row = chunk.first_row + header_at
        header = chunk.rows[header_at]
        self.period_at = next(at for at, cell in enumerate(header) if is_period_header(cell))
        self.period_column = chunk.first_column + self.period_at
        self.facility, self.facility_cell = self._facility(chunk, header_at)
        self.ignored: set[int] = set()
        self.days = self._days(chunk, header)

    def _facility(self, chunk: Rows, header_at: int) -> tuple[str | None, str]:
        """The facility told beside 设施 above the header, else by the sheet's name; and where it is told."""
        told: Cell = chunk.sheet
        at: str | None = None
        for row, cells in enumerate(chunk.rows[:header_at], chunk.first_row):
            for index, cell in enumerate(cells[:-1]):
                beside = cells[index + 1]
                label = isinstance(cell, str) and LIST_NAMES.get(header_key(cell)) == "facility"
                if at is None and label and not is_blank(beside):
                    told, at = beside, address(row, chunk.first_column + index + 1)
        try:
            code = self.spelling.facility(told)
        except CellFault as fault:
            self.read.fault(chunk.sheet, at, fault.code, **fault.facts)
            return None, at or address(self.header_row, self.period_column)
        self.read.facilities.add(code)
        return code, at or address(self.header_row, self.period_column)

    def _days(self, chunk: Rows, header: Sequence[Cell]) -> dict[int, date | None]:
        """The day of each column right of the periods, by index; None for one that cannot be read."""
        days: dict[int, date | None] = {}
        seen: dict[date, str] = {}
        for index, cell in enumerate(header[self.period_at + 1 :], self.period_at + 1):
            if is_blank(cell):
                continue
            if isinstance(cell, str) and header_key(cell) in _IGNORED_HEADERS:
                self.ignored.add(index)
                continue
            at = address(self.header_row, chunk.first_column + index)
            days[index] = None
            try:
                day = self.spelling.day(cell)
            except CellFault as fault:
                self.read.fault(chunk.sheet, at, fault.code, **fault.facts)
                continue
            if day in seen:
                self.read.fault(chunk.sheet, at, "duplicate_date", date=day, first_cell=seen[day])
                continue
            seen[day] = at
            days[index] = day
        self.read.days |= seen.keys()
        return days

    def take(self, chunk: Rows, begins: int) -> None:
        """Read the rows of a chunk from index `begins` on. A row without any capacity may say anything."""
        if self.facility is None:
            return
        first = len(self.read.slots)
        cells: list[tuple[int, int]] = []
        for row, values in enumerate(chunk.rows[begins:], chunk.first_row + begins):
            self._row(row, values, chunk.first_column, cells)
        if cells:
            self.read.places.add_cells(
                first,
                self.sheet,
                cells,
                header_row=self.header_row,
                period_column=self.period_column,
                facility_cell=self.facility_cell,
            )

    def _headless(self, values: Sequence[Cell], first_column: int) -> None:
        """Tell, once a column, of entries under a header that names no day."""
        for index in range(self.period_at + 1, len(values)):
            if index not in self.days and index not in self.ignored and not is_blank(values[index]):
                self.ignored.add(index)
                at = address(self.header_row, first_column + index)
                self.read.fault(self.sheet, at, "bad_date", value="", problem="format")

    def _row(self, row: int, values: Sequence[Cell], first_column: int, cells: list[tuple[int, int]]) -> None:
        """Add the slots of one row, and their cells to `cells`."""
        self._headless(values, first_column)
        opened: list[tuple[int, date, int, bool]] = []
        faulty = False
        for index, day in self.days.items():
            if index >= len(values):
                continue
            try:
                found = self.spelling.grid_cell(values[index])
            except CellFault as fault:
                faulty = True
                self.read.fault(self.sheet, address(row, first_column + index), fault.code, **fault.facts)
                continue
            if found is not None and day is not None:
                opened.append((index, day, *found))
        if not opened and not faulty:
            return
        try:
            start, end = self.spelling.period(values[self.period_at])
        except CellFault as fault:
            self.read.fault(self.sheet, address(row, self.period_column), fault.code, **fault.facts)
            return
        for index, day, capacity, peak in opened:
            cells.append((row, first_column + index))
            self.read.slots.append(SlotSpec(self.facility or "", day, start, end, capacity, peak))


def is_period_header(cell: Cell) -> bool:
    """Whether a cell heads the column of periods."""
    return isinstance(cell, str) and header_key(cell) in PERIOD_NAMES
