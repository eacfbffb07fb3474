"""What is written of a schedule reads back as the same, and looks right in a spreadsheet."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import Minute
from core.schedule.slots import SlotSpec
from exports.files import whole_file
from exports.schedule.reader import read_schedule, read_schedule_file
from exports.schedule.writer import (
    ELEVEN_PERIODS,
    GridFacility,
    Period,
    SheetTexts,
    write_grid,
    write_list,
    write_template,
)
from exports.sheets import Cell, Rows
from exports.sheets.cells import match_key

MONDAY = date(2026, 11, 23)
CHINESE = SheetTexts(
    facility="设施", date="日期", start="开始", end="结束", capacity="容量", note="备注", period="时段",
    peak="高峰", title="周排期", how_to="空着或写“停”：不开放；“4 高峰”：高峰时段",
    weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
)  # fmt: skip
ENGLISH = SheetTexts(
    facility="Facility", date="Date", start="Start", end="End", capacity="Capacity", note="Note",
    period="Period", peak="peak", title="weekly schedule",
    how_to="Empty or “closed”: no slot; “4 peak”: a peak slot",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)  # fmt: skip
FACILITIES = [
    GridFacility("gym", "力量训练区", 12),
    GridFacility("=1+1", "=SUM(A1:A9)", 3),
    GridFacility("-2", "会议室 [A]/B: *?\\ 一个名字长得放不进工作表名称的会议室会议室", 1),
    GridFacility("#N/A", "会议室 [A]/B: *?\\ 一个名字长得放不进工作表名称的会议室会议室", 1),
    GridFacility("h", "History", 2),
]
KNOWN = {match_key(facility.code): facility.code for facility in FACILITIES}


def chunks(path: Path) -> list[Rows]:
    """The workbook in the form that the reading process gives it, without starting one."""

    def plain(value: object) -> Cell:
        if isinstance(value, datetime):
            return value.date().isoformat()
        return float(value) if isinstance(value, int) else value  # type: ignore[return-value]

    book = openpyxl.load_workbook(path)
    return [
        Rows(sheet.title, 1, 1, [[plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
        for sheet in book.worksheets
    ]


def read_back(path: Path, monday: date | None = MONDAY) -> list[SlotSpec]:
    schedule = read_schedule(chunks(path), KNOWN, monday=monday, today=MONDAY)
    assert schedule.errors == []
    return schedule.slots


def formulas(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [
        cell.coordinate
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in {"f", "e"}
    ]


def slot_specs(capacities: st.SearchStrategy[int | None]) -> st.SearchStrategy[SlotSpec]:
    return st.builds(
        lambda facility, day, times, capacity, peak: SlotSpec(
            facility, MONDAY + timedelta(days=day), Minute(min(times)), Minute(max(times)), capacity, peak
        ),
        st.sampled_from([facility.code for facility in FACILITIES]),
        st.integers(0, 6),
        st.sets(st.integers(0, 1440), min_size=2, max_size=2),
        capacities,
        st.booleans(),
    )


def by_place(spec: SlotSpec) -> tuple[str, date, int, int]:
    return (spec.facility, spec.date, spec.start, spec.end)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(slot_specs(st.none() | st.integers(1, 10**6)), max_size=20), st.sampled_from([CHINESE, ENGLISH])
)
def test_a_written_list_reads_back_as_the_same_slots(slots: list[SlotSpec], texts: SheetTexts) -> None:
    with TemporaryDirectory() as folder:
        path = write_list(Path(folder) / "week.xlsx", slots, texts)
        assert read_back(path) == slots
        assert formulas(path) == []


@settings(max_examples=20, deadline=None)
@given(
    st.lists(slot_specs(st.integers(1, 10**6)), max_size=20, unique_by=by_place),
    st.sampled_from([CHINESE, ENGLISH]),
)
def test_a_written_grid_reads_back_as_the_same_slots(slots: list[SlotSpec], texts: SheetTexts) -> None:
    with TemporaryDirectory() as folder:
        path = write_grid(Path(folder) / "week.xlsx", MONDAY, FACILITIES, slots, texts)
        assert sorted(read_back(path)) == sorted(slots)
        assert sorted(read_back(path, None)) == sorted(slots)
        assert formulas(path) == []


def test_a_grid_reads_back_through_the_reading_process_too(tmp_path: Path) -> None:
    slots = [
        SlotSpec("gym", MONDAY, Minute(1080), Minute(1440), 4, peak=True),
        SlotSpec("=1+1", MONDAY, Minute(0), Minute(60), 3),
    ]
    path = write_grid(tmp_path / "周.xlsx", MONDAY, FACILITIES, slots, CHINESE)
    listed = write_list(tmp_path / "list.xlsx", slots, CHINESE)
    for written in (path, listed):
        schedule = read_schedule_file(written, KNOWN, monday=MONDAY, today=MONDAY)
        assert (schedule.errors, schedule.slots) == ([], slots)


def test_a_template_opens_every_period_at_the_facilitys_capacity_and_marks_the_peak(tmp_path: Path) -> None:
    path = write_template(tmp_path / "template.xlsx", MONDAY, FACILITIES[:1], CHINESE)
    slots = read_back(path)
    assert len(slots) == 7 * 11
    assert {spec.capacity for spec in slots} == {12}
    assert {spec.start // 60 * 100 + spec.start % 60 for spec in slots if spec.peak} == {1730, 1930}
    assert (ELEVEN_PERIODS[0], ELEVEN_PERIODS[5]) == (
        Period(Minute(420), Minute(480)),
        Period(Minute(720), Minute(810)),
    )


def test_a_template_looks_like_a_page_to_fill_in(tmp_path: Path) -> None:
    path = write_template(tmp_path / "template.xlsx", MONDAY, FACILITIES[:1], CHINESE)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(max_row=6)]
    assert rows == [
        ["力量训练区 周排期", None, None, None],
        ["设施", "gym", None, "容量"],
        [CHINESE.how_to, None, None, None],
        ["时段", "周一 2026-11-23", "周二 2026-11-24", "周三 2026-11-25"],
        ["07:00-08:00", 12, 12, 12],
        ["08:00-09:00", 12, 12, 12],
    ]
    assert (sheet.title, sheet.freeze_panes, sheet["B14"].value) == ("力量训练区", "B5", "12 高峰")
    assert sheet["B5"].alignment.horizontal == "center"
    assert sheet["G5"].fill.start_color.rgb != sheet["F5"].fill.start_color.rgb


def test_sheet_names_are_safe_and_told_once(tmp_path: Path) -> None:
    path = write_template(tmp_path / "template.xlsx", MONDAY, FACILITIES, CHINESE)
    names = openpyxl.load_workbook(path).sheetnames
    assert len({name.casefold() for name in names}) == len(FACILITIES)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "history" not in {name.casefold() for name in names}


def test_a_slot_without_a_capacity_stands_in_the_grid_with_its_facilitys(tmp_path: Path) -> None:
    slot = SlotSpec("gym", MONDAY, Minute(480), Minute(540))
    path = write_grid(tmp_path / "week.xlsx", MONDAY, FACILITIES[:1], [slot], ENGLISH)
    assert read_back(path) == [slot._replace(capacity=12)]


@pytest.mark.parametrize(
    "slot",
    [
        SlotSpec("gym", MONDAY - timedelta(days=1), Minute(0), Minute(9)),
        SlotSpec("x", MONDAY, Minute(0), Minute(9)),
    ],
)
def test_a_slot_that_has_no_place_in_the_grid_is_refused(slot: SlotSpec, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in this grid"):
        write_grid(tmp_path / "week.xlsx", MONDAY, FACILITIES[:1], [slot], CHINESE)


class TestWholeFile:
    def test_the_new_file_takes_the_place_of_the_old_one(self, tmp_path: Path) -> None:
        target = tmp_path / "report.xlsx"
        target.write_text("old", encoding="utf-8")
        with whole_file(target) as whole:
            whole.part.write_text("new", encoding="utf-8")
            assert target.read_text(encoding="utf-8") == "old"
        assert (whole.path, target.read_text(encoding="utf-8")) == (target, "new")
        assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]

    def test_an_error_leaves_the_old_file_and_nothing_else(self, tmp_path: Path) -> None:
        target = tmp_path / "report.xlsx"
        target.write_text("old", encoding="utf-8")

        def write_half() -> None:
            with whole_file(target) as whole:
                whole.part.write_text("half", encoding="utf-8")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            write_half()
        assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
            ("report.xlsx", "old")
        ]

    def test_a_target_that_cannot_be_replaced_stays_and_the_new_file_is_kept_beside_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Only Windows refuses to replace an open file; everywhere else the refusal has to be made.
        target = tmp_path / "report.xlsx"
        target.write_text("old", encoding="utf-8")
        (tmp_path / "report (2).xlsx").write_text("older", encoding="utf-8")
        replace = Path.replace

        def refusing(self: Path, to: Path) -> Path:
            if to == target:
                raise PermissionError(to)
            return replace(self, to)

        monkeypatch.setattr(Path, "replace", refusing)
        with whole_file(target) as whole:
            whole.part.write_text("new", encoding="utf-8")
        assert whole.path == tmp_path / "report (3).xlsx"
        found = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
        assert found == {"report.xlsx": "old", "report (2).xlsx": "older", "report (3).xlsx": "new"}
