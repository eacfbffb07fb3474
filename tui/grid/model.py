"""What stands in the cells of the grid: facilities by starts for a day, starts by days for a week.

Pure: made from the door's answers, painted by `tui.grid.widget`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from core.clock import Minute
from core.wire import minute_told
from tui.language import _

if TYPE_CHECKING:
    from core.facilities.keeping import AddFacility
    from core.schedule.grid import Grid, GridBooking, GridSlot

MARKS = {
    "confirmed": " ",
    "checked_in": "v",
    "completed": "v",
    "pending": "?",
    "no_show": "n",
    "awaited": "!",
    "held": "h",
}
"""The letter of each state: told by letter, colour and weight together, never by colour alone."""

FREE, NONE, CLOSED = ".", "-", "/"


class SlotKey(NamedTuple):
    """What a slot is known by."""

    facility: str
    date: date
    start: Minute


class Cell(NamedTuple):
    """One cell: its mark and text, its state (which chooses the style), whether it is past, and the slot."""

    mark: str
    text: str
    state: str
    past: bool
    slot: "GridSlot | None"


class Line(NamedTuple):
    """A row or a column: what it is called, short and long, and what it stands for."""

    label: str
    long: str
    key: str


@dataclass(frozen=True, slots=True)
class GridModel:
    """The whole grid. `cells[row][column]`; a slot longer than its column stands in each that it covers,
    and `spans` says in how many from its first."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[Cell, ...], ...]
    spans: tuple[tuple[int, ...], ...]
    places: dict[SlotKey, tuple[int, int]]
    corner: str = ""
    """What stands above the rows' names."""

    def origin(self, row: int, column: int) -> int:
        """The first column of the slot that covers a cell."""
        while column > 0 and self.spans[row][column] == 0:
            column -= 1
        return column


EMPTY = GridModel((), (), (), (), {})

_NO_SLOT = Cell(NONE, "", "none", past=False, slot=None)


def key_of(slot: "GridSlot") -> SlotKey:
    return SlotKey(slot.facility, slot.date, slot.start)


def cell_of(slot: "GridSlot", now: datetime, shown_member: str | None = None, *, whole: bool = False) -> Cell:
    """The cell of a slot: who is in it where it is one party's, else how many places are left."""
    past = slot.state == "over"
    if slot.state == "closed" and slot.event is True:
        return Cell(CLOSED, f"{_('event')} {slot.reason}", "event", past, slot)
    if slot.state == "closed":
        return Cell(CLOSED, _("closed"), "closed", past, slot)
    mine = next((inside for inside in slot.bookings if inside.member == shown_member), None)
    if mine is not None:
        return Cell(_mark_of(mine, slot, now), mine.name, "mine", past, slot)
    free = slot.capacity - slot.taken - slot.held
    holders = [inside for inside in slot.bookings if inside.state != "no_show"]
    if len(holders) == 1 and holders[0].party == slot.capacity:
        mark = _mark_of(holders[0], slot, now)
        return Cell(mark, holders[0].name, _state_of(mark), past, slot)
    if not holders and slot.held == 0:
        gone = next((inside for inside in slot.bookings if inside.state == "no_show"), None)
        if gone is not None and slot.capacity <= gone.party:
            return Cell("n", gone.name, "no_show", past, slot)
        single = whole or slot.capacity == 1
        text = "" if single else _("{count} left").format(count=free)
        return Cell(FREE if single else " ", text, "free", past, slot)
    late = "!" if any(standing_of(inside, slot, now) == "awaited" for inside in holders) else " "
    if free == 0:
        mark = "h" if slot.held and not holders else late
        waiting = f"+{slot.waiting}" if slot.waiting else ""
        return Cell(mark, _("full") + waiting, "held" if mark == "h" else "full", past, slot)
    return Cell(late, _("{count} left").format(count=free), "partly", past, slot)


def alone_in(cell: Cell | None) -> "GridBooking | None":
    """The booking of a cell whose slot is one party's."""
    slot = None if cell is None else cell.slot
    if slot is None or len(slot.bookings) != 1 or slot.bookings[0].party != slot.capacity:
        return None
    return slot.bookings[0]


def standing_of(booking: "GridBooking", slot: "GridSlot", now: datetime) -> str:
    """How a booking stands for the desk: its state; `awaited` where the slot has begun and nobody is here."""
    begun = slot.date == now.date() and slot.start <= now.hour * 60 + now.minute < slot.end
    return "awaited" if begun and booking.state == "confirmed" else booking.state


def _mark_of(booking: "GridBooking", slot: "GridSlot", now: datetime) -> str:
    return MARKS.get(standing_of(booking, slot, now), " ")


def _state_of(mark: str) -> str:
    return {" ": "confirmed", "v": "here", "?": "pending", "!": "awaited", "n": "no_show"}.get(
        mark, "confirmed"
    )


def day_model(grid: "Grid", now: datetime, shown_member: str | None = None) -> GridModel:
    """A day: a row a facility, a column a start. A slot that lasts over later starts spans them."""
    starts = sorted({slot.start for slot in grid.slots})
    rows = tuple(Line(f.name, f"{f.name} ({f.code})", f.code) for f in grid.facilities)
    columns = tuple(Line(minute_told(start), minute_told(start), str(start)) for start in starts)
    row_of = {facility.code: row for row, facility in enumerate(grid.facilities)}
    column_of = {start: column for column, start in enumerate(starts)}
    board = _Board(len(rows), len(columns))
    for slot in grid.slots:
        row, column = row_of[slot.facility], column_of[slot.start]
        span = sum(1 for start in starts if slot.start <= start < slot.end)
        whole = grid.facilities[row].whole_slot
        board.put(row, column, span, cell_of(slot, now, shown_member, whole=whole))
    return board.model(rows, columns)


def week_model(
    grid: "Grid", facility: "AddFacility", days: Sequence[date], labels: Sequence[str], now: datetime,
    shown_member: str | None = None,
) -> GridModel:  # fmt: skip
    """A week of one facility: a row a start, a column a day."""
    starts = sorted({slot.start for slot in grid.slots if slot.facility == facility.code})
    rows = tuple(Line(minute_told(start), minute_told(start), str(start)) for start in starts)
    columns = tuple(
        Line(label, day.isoformat(), day.isoformat()) for label, day in zip(labels, days, strict=True)
    )
    row_of = {start: row for row, start in enumerate(starts)}
    column_of = {day: column for column, day in enumerate(days)}
    board = _Board(len(rows), len(columns))
    for slot in grid.slots:
        if slot.facility == facility.code:
            cell = cell_of(slot, now, shown_member, whole=facility.whole_slot)
            board.put(row_of[slot.start], column_of[slot.date], 1, cell)
    return board.model(rows, columns, corner=facility.name)


class _Board:
    """A grid being filled."""

    def __init__(self, rows: int, columns: int) -> None:
        self.cells = [[_NO_SLOT] * columns for _row in range(rows)]
        self.spans = [[1] * columns for _row in range(rows)]
        self.places: dict[SlotKey, tuple[int, int]] = {}

    def put(self, row: int, column: int, span: int, cell: Cell) -> None:
        for covered in range(column, column + span):
            self.cells[row][covered] = cell
            self.spans[row][covered] = 0
        self.spans[row][column] = span
        if cell.slot is not None:
            self.places[key_of(cell.slot)] = (row, column)

    def model(self, rows: tuple[Line, ...], columns: tuple[Line, ...], corner: str = "") -> GridModel:
        cells, spans = tuple(map(tuple, self.cells)), tuple(map(tuple, self.spans))
        return GridModel(rows, columns, cells, spans, self.places, corner)
