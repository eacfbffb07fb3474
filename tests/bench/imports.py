"""A schedule's workbook read and published in a running process: a week of 3,850 slots, a year of 200,200."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.clock import Minute, instant_at, zone_named
from core.members.keeping import AddMember
from core.schedule.publish import PublishSlots
from core.schedule.slots import SlotSpec
from core.wire import Name
from exports.schedule.reader import read_schedule_file
from exports.schedule.writer import SheetTexts, write_list
from exports.sheets.cells import match_key
from tests.bench import big_club
from tests.bench.door import Pair, open_club
from tests.bench.timing import Measure, in_turns

TURNS = {1: 15, 52: 5}
"""For a workbook of so many weeks."""

_MONDAY = big_club.TODAY + timedelta(days=7)
_TEXTS = SheetTexts(
    "设施", "日期", "开始", "结束", "容量", "备注", "时段", "高峰", "排期", "",
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
)  # fmt: skip
_INSERT = (
    "INSERT INTO slot (facility_id, day, start_minute, end_minute, begins_at, ends_at, capacity, peak, taken,"
    " held, closed, withdrawn, more_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)"
)


def measures(empty: Path, folder: Path, weeks: Sequence[int]) -> Iterator[Measure]:
    """A workbook of each number of weeks, kept in the folder; `empty` is a club without slots."""
    for count in weeks:
        slots, turns = slots_of(count), TURNS[count]
        workbook = folder / f"{count}-weeks.xlsx"
        if not workbook.exists():
            write_list(workbook, slots, _TEXTS)
        with TemporaryDirectory(dir=folder) as copies, ExitStack() as stack:
            pair = _import(workbook, slots, list(_copies(empty, Path(copies), 2 * turns)), stack)
            case, floor = in_turns(turns, *pair)
            yield Measure(f"import of {len(slots):,} slots", "", case, floor, aim=1.5)


def slots_of(weeks: int) -> list[SlotSpec]:
    """Every period of every facility and day."""
    return [
        SlotSpec(
            big_club.facility_code(facility),
            _MONDAY + timedelta(days=day),
            Minute(start),
            Minute(end),
            big_club.CAPACITY,
            start >= 17 * 60 + 30,
        )
        for day in range(7 * weeks)
        for facility in range(1, big_club.FACILITIES + 1)
        for start, end in big_club.PERIODS
    ]


def _copies(empty: Path, folder: Path, count: int) -> Iterator[Path]:
    for number in range(count):
        yield Path(shutil.copyfile(empty, folder / f"{number}.db"))


def _import(workbook: Path, slots: list[SlotSpec], clubs: list[Path], stack: ExitStack) -> Pair:
    """Reading and publishing; the floor reads with the bare library, here in this process, and inserts the
    same rows, worked out before, in one transaction of the bare driver. Each call has a club of its own."""
    monday = _MONDAY if len(slots) < 10_000 else None
    opened = [open_club(path, stack) for path in clubs]
    desks = [desk for desk, _ in opened[::2]]
    connections = [connection for _, connection in opened[1::2]]
    for desk, connection in zip(desks, connections, strict=True):  # both have worked before, as at a desk
        desk.do(AddMember(Name("guest"), Name("客人")))
        connection.execute("SELECT max(id) FROM slot").fetchall()
    rows = _rows(slots)

    def case(call: int) -> None:
        read = read_schedule_file(workbook, _codes(), monday=monday, today=big_club.TODAY)
        published = desks[call].do(
            PublishSlots(
                tuple(read.slots),
                facilities=tuple(sorted(map(Name, read.facilities))),
                dates=tuple(sorted(read.days)),
            )
        )
        assert published.new == len(slots)

    def floor(call: int) -> None:
        assert bare_read(workbook) == len(slots) + 1
        connections[call].execute("BEGIN IMMEDIATE")
        connections[call].executemany(_INSERT, rows)
        connections[call].execute("COMMIT")

    return Pair(case, floor)


def _codes() -> dict[str, str]:
    numbers = range(1, big_club.FACILITIES + 1)
    codes = {match_key(big_club.facility_code(number)): big_club.facility_code(number) for number in numbers}
    return codes | {match_key(f"场地{number}"): big_club.facility_code(number) for number in numbers}


def _rows(slots: list[SlotSpec]) -> list[tuple[Any, ...]]:
    zone = zone_named("Asia/Shanghai")

    def instants(day: date, *minutes: int) -> tuple[int, ...]:
        return tuple(instant_at(day, minute, zone) for minute in minutes)

    return [
        (
            int(slot.facility[1:]),
            slot.date.isoformat(),
            slot.start,
            slot.end,
            *instants(slot.date, slot.start, slot.end),
            slot.capacity,
            int(slot.peak),
        )
        for slot in slots
    ]


def bare_read(workbook: Path) -> int:
    """The rows of a workbook's one sheet, read by the library alone."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(workbook)) as book:
        return len(list(book.get_sheet_by_index(0).iter_rows()))
