"""What one reading of a schedule knows and gathers, and how its cells are understood, whatever the shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.clock import Minute, week_of
from core.schedule.slots import SlotSpec
from exports.schedule.places import DEFAULT_FIELD, Place, Places
from exports.sheets import Cell
from exports.sheets.cells import CellFault, day, is_blank, match_key, minute, period, plain, shown, whole
from exports.sheets.table import SheetError, names_of

Shape = Literal["list", "grid"]

LIST_HEADERS: dict[str, tuple[str, ...]] = {
    "facility": ("设施", "场地", "设施编码", "设施名称", "room", "court"),
    "date": ("日期", "day"),
    "start": ("开始", "开始时间", "start time", "from"),
    "end": ("结束", "结束时间", "end time", "to"),
    "capacity": ("容量", "名额", "places"),
    "note": ("备注", "说明", "notes", "remark", "remarks"),
}
PERIOD_HEADERS: dict[str, tuple[str, ...]] = {"period": ("时段", "时间", "时间段", "periods", "time")}

LIST_NAMES = names_of(LIST_HEADERS)
PERIOD_NAMES = names_of(PERIOD_HEADERS)
LIST_REQUIRED = {name: LIST_HEADERS[name] for name in ("facility", "date", "start", "end")}

_PEAK_WORDS = ("高峰", "peak")
_CLOSED_WORDS = frozenset(
    ["停", "停用", "停开", "关闭", "关", "x", "×", "✕", "✖", "✗", "╳", "closed", "-", "--", "/", "无"]
)
_BRACKETS = " ()[],、"


@dataclass(slots=True)
class ReadSchedule:
    """What a file says, and where.

    `slots` holds what could be read; a row with an error is not among them. `facilities` (codes) and `days`
    are all that the file speaks of, also where it opens no slot. `shape` is that of the first sheet, None
    where no sheet has a header.
    """

    slots: list[SlotSpec] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    shape: Shape | None = None
    facilities: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    places: Places = field(default_factory=Places)

    def place(self, index: int, field: str = DEFAULT_FIELD) -> Place:
        """Sheet and cell of a field of `slots[index]`; see `Places.place`."""
        return self.places.place(index, field)

    def fault(self, sheet: str, cell: str | None, code: str, **facts: object) -> None:
        """Note one error."""
        self.errors.append(SheetError(sheet, cell, code, facts))


@dataclass(frozen=True, slots=True)
class Spelling:
    """How cells are understood in this file. All methods raise CellFault, each with its own codes."""

    facilities: Mapping[str, str]
    monday: date | None
    today: date

    def facility(self, cell: Cell) -> str:
        """The code of a facility told by code or name. `missing_facility`, `unknown_facility`."""
        if is_blank(cell):
            raise CellFault("missing_facility", value="")
        code = self.facilities.get(match_key(shown(cell)))
        if code is None:
            raise CellFault("unknown_facility", value=shown(cell))
        return code

    def day(self, cell: Cell) -> date:
        """`bad_date`; `outside_week` where a week is given."""
        found = day(cell, self.monday, self.today)
        if self.monday is not None and week_of(found)[0] != self.monday:
            raise CellFault("outside_week", value=shown(cell), date=found, monday=self.monday)
        return found

    def minute(self, cell: Cell) -> Minute:
        """`bad_time`."""
        return minute(cell)

    def capacity(self, cell: Cell) -> int | None:
        """None (the facility's own) for an empty cell. `bad_capacity`: not a whole number of at least 1."""
        if is_blank(cell):
            return None
        try:
            number = whole(cell)
        except CellFault as fault:
            raise CellFault("bad_capacity", value=shown(cell)) from fault
        if number < 1:
            raise CellFault("bad_capacity", value=shown(cell))
        return number

    def peak(self, cell: Cell) -> bool:
        """Whether a note marks the peak (domain.md section 6: 高峰 or "peak" in it)."""
        return isinstance(cell, str) and any(word in match_key(cell) for word in _PEAK_WORDS)

    def period(self, cell: Cell) -> tuple[Minute, Minute]:
        """`bad_period`, `end_not_after_start`."""
        start, end = period(cell)
        if end <= start:
            raise CellFault("end_not_after_start", value=shown(cell), start=start, end=end)
        return start, end

    def grid_cell(self, cell: Cell) -> tuple[int, bool] | None:
        """Capacity and peak, None for no slot. `bad_capacity`; `bad_cell` for words not understood."""
        if is_blank(cell):
            return None
        text = plain(shown(cell)).casefold()
        if text in _CLOSED_WORDS:
            return None
        peak = self.peak(text)
        for word in _PEAK_WORDS:
            text = text.replace(word, "")
        try:
            capacity = whole(text.strip(_BRACKETS) if peak else cell)
        except CellFault as fault:
            numeric = isinstance(cell, (int, float)) and not isinstance(cell, bool)
            raise CellFault("bad_capacity" if numeric else "bad_cell", value=shown(cell)) from fault
        if capacity < 1:
            raise CellFault("bad_capacity", value=shown(cell))
        return capacity, peak
