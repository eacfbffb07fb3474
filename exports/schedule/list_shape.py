"""The list shape: a row a slot. Fast, since a year's file has 200,000 rows of few different cells."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from operator import gt
from typing import Any, Generic, TypeVar

from core.clock import Minute
from core.schedule.slots import SlotSpec
from exports.schedule.reading import LIST_REQUIRED, ReadSchedule, Spelling
from exports.sheets import Cell, Rows
from exports.sheets.cells import CellFault, address, is_blank, shown
from exports.sheets.table import Header, duplicate_headers, missing_columns

Value = TypeVar("Value")

_slot_of: Callable[[Iterable[object]], SlotSpec] = partial(tuple.__new__, SlotSpec)
"""SlotSpec._make without its Python frame."""


class _Memo(dict[Cell, Value | CellFault], Generic[Value]):
    """Raw cell to parsed value, or to the fault of it; each spelling is parsed once in a file."""

    def __init__(self, parse: Callable[[Cell], Value]) -> None:
        super().__init__()
        self.parse = parse
        self.faulty = False

    def __missing__(self, cell: Cell) -> Value | CellFault:
        value: Value | CellFault
        try:
            value = self.parse(cell)
        except CellFault as fault:
            value = fault
            self.faulty = True
        self[cell] = value
        return value

    def values_read(self) -> Iterable[Value]:
        return (value for value in self.values() if not isinstance(value, CellFault))


class ListSheets:
    """All list-shaped sheets of one file; they share what was parsed before."""

    def __init__(self, spelling: Spelling, read: ReadSchedule) -> None:
        self.read = read
        self.facility: _Memo[str] = _Memo(spelling.facility)
        self.date: _Memo[date] = _Memo(spelling.day)
        self.start: _Memo[Minute] = _Memo(spelling.minute)
        self.end: _Memo[Minute] = _Memo(spelling.minute)
        self.capacity: _Memo[int | None] = _Memo(spelling.capacity)
        self.peak: _Memo[bool] = _Memo(spelling.peak)
        self.header: Header | None = None

    def begin(self, sheet: str, header: Header) -> None:
        """Take up a sheet. One that lacks a required column is told of and not read."""
        faults = missing_columns(sheet, header, LIST_REQUIRED) + duplicate_headers(sheet, header)
        self.read.errors += faults
        self.header = None if faults else header

    def finish(self) -> None:
        """Tell what the file speaks of."""
        self.read.facilities |= set(self.facility.values_read())
        self.read.days |= set(self.date.values_read())

    def take(self, chunk: Rows, begins: int) -> None:
        """Read the rows of a chunk from index `begins` on."""
        if self.header is None:
            return
        rows = chunk.rows[begins:] if begins else chunk.rows
        if not rows:
            return
        first_row = chunk.first_row + begins
        offsets = {name: column - chunk.first_column for name, column in self.header.columns.items()}
        columns = _columns(rows, 1 + max(offsets.values()))
        for name in offsets.keys() & {"facility", "capacity"}:
            columns[offsets[name]] = _without_flags(columns[offsets[name]])
        nothing: Sequence[Cell] = (None,) * len(rows)
        memos: tuple[_Memo[Any], ...] = (
            self.facility,
            self.date,
            self.start,
            self.end,
            self.capacity,
            self.peak,
        )
        names = ("facility", "date", "start", "end", "capacity", "note")
        parsed: list[list[Any]] = [
            list(map(memo.__getitem__, columns[offsets[name]] if name in offsets else nothing))
            for name, memo in zip(names, memos, strict=True)
        ]
        if not any(memo.faulty for memo in memos) and all(map(gt, parsed[3], parsed[2])):
            self.read.places.add_rows(
                len(self.read.slots),
                chunk.sheet,
                range(first_row, first_row + len(rows)),
                self.header.columns,
            )
            self.read.slots.extend(map(_slot_of, zip(*parsed, strict=True)))
        else:
            self.take_each(chunk.sheet, first_row, rows, parsed)

    def take_each(
        self, sheet: str, first_row: int, rows: Sequence[Sequence[Cell]], parsed: Sequence[Sequence[object]]
    ) -> None:
        """Row by row: for a chunk in which a row may be blank or wrong."""
        assert self.header is not None  # noqa: S101 - `take` has seen to it
        first = len(self.read.slots)
        good: list[int] = []
        for row, values in enumerate(zip(*parsed, strict=True), first_row):
            faults = [at for at, value in enumerate(values) if type(value) is CellFault]
            if faults:
                if not all(map(is_blank, rows[row - first_row])):
                    self.tell(sheet, row, values, faults)
                continue
            slot = _slot_of(values)
            if slot.end <= slot.start:
                at = address(row, self.header.columns["end"])
                self.read.fault(sheet, at, "end_not_after_start", start=slot.start, end=slot.end)
                continue
            good.append(row)
            self.read.slots.append(slot)
        if good:
            self.read.places.add_rows(first, sheet, good, self.header.columns)

    def tell(self, sheet: str, row: int, values: Sequence[object], faults: Sequence[int]) -> None:
        """Note the faults of one row, each with its cell."""
        assert self.header is not None  # noqa: S101 - `take` has seen to it
        for at in faults:
            fault = values[at]
            if isinstance(fault, CellFault):
                column = self.header.columns[SlotSpec._fields[at]]
                self.read.fault(sheet, address(row, column), fault.code, **fault.facts)


def _columns(rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[Cell]]:
    """The columns of rows, short rows filled up with empty cells."""
    if min(map(len, rows)) < width:
        rows = [[*row, *([None] * (width - len(row)))] for row in rows]
    return list(zip(*rows))  # noqa: B905 - longer rows have nothing to read in what is cut


def _without_flags(cells: Sequence[Cell]) -> Sequence[Cell]:
    """TRUE and FALSE as texts: in a dictionary they are the same as 1.0 and 0.0, which can be meant."""
    if bool in set(map(type, cells)):
        return [shown(cell) if isinstance(cell, bool) else cell for cell in cells]
    return cells
