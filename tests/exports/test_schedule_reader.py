"""A week's schedule as people write it, and what is read from it (domain.md section 6)."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.schedule.slots import SlotSpec
from exports.facilities import read_facilities_file
from exports.schedule.reader import read_schedule, read_schedule_file
from exports.schedule.reading import ReadSchedule
from exports.sheets import Cell, Rows
from exports.sheets.cells import match_key

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 20)
FACILITIES = {"gym": "gym", "力量训练区": "gym", "yoga": "yoga", "瑜伽室": "yoga"}
HEAD: list[Cell] = ["设施", "日期", "开始", "结束", "容量", "备注"]

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the repository")


def sheet(*rows: list[Cell], name: str = "排期", row: int = 1, column: int = 1) -> Rows:
    width = max(map(len, rows))
    return Rows(name, row, column, [[*cells, *([None] * (width - len(cells)))] for cells in rows])


def read(*sheets: Rows, monday: date | None = MONDAY) -> ReadSchedule:
    return read_schedule(sheets, FACILITIES, monday=monday, today=TODAY)


def told(schedule: ReadSchedule) -> list[tuple[str | None, str]]:
    return [(error.cell, error.code) for error in schedule.errors]


def a_list(*rows: list[Cell], head: list[Cell] | None = None) -> ReadSchedule:
    return read(sheet(head or HEAD, *rows))


def a_grid(*rows: list[Cell], name: str = "gym", head: list[Cell] | None = None) -> ReadSchedule:
    return read(sheet(head or ["时段", "周一", "周二"], *rows, name=name))


def slot(
    facility: str, day: int, start: int, end: int, capacity: int | None, *, peak: bool = False
) -> SlotSpec:
    return SlotSpec(facility, MONDAY + timedelta(days=day), start * 60, end * 60, capacity, peak)  # type: ignore[arg-type]


class TestList:
    def test_a_row_is_a_slot(self) -> None:
        schedule = a_list(["gym", "2026-11-23", "18:00", "19:00", 12.0, "高峰"])
        assert schedule.errors == []
        assert schedule.slots == [slot("gym", 0, 18, 19, 12, peak=True)]
        assert schedule.shape == "list"

    def test_full_width_digits_and_colons_are_understood(self) -> None:
        schedule = a_list(["ＧＹＭ", "２０２６－１１－２３", "１８：００", "１９：００", "１２"])
        assert schedule.slots == [slot("gym", 0, 18, 19, 12)]

    def test_the_header_may_be_english_in_any_order_and_below_a_title(self) -> None:
        schedule = a_list(
            ["2026/11/24", "24:00", "8:00", "瑜伽室", "Peak hours"],
            head=["club"],
        )
        assert told(schedule) == [(None, "no_header")]
        schedule = read(
            sheet(["The club's week"], ["Date", "End", "Start", "Facility", "Note"],
                  ["2026/11/24", "24:00", "8:00", "瑜伽室", "Peak hours"])
        )  # fmt: skip
        assert schedule.slots == [slot("yoga", 1, 8, 24, None, peak=True)]

    def test_an_empty_capacity_is_the_facilitys(self) -> None:
        assert a_list(["gym", "周三", "8:00", "9:00"]).slots == [slot("gym", 2, 8, 9, None)]

    def test_blank_rows_are_passed_over(self) -> None:
        schedule = a_list([None] * 6, ["gym", "周一", "8:00", "9:00"], [None, "  "])
        assert schedule.errors == []
        assert schedule.place(0) == ("排期", "C3")

    def test_every_fault_is_told_with_its_cell_and_the_row_left_out(self) -> None:
        schedule = a_list(
            ["gym", "周一", "18:00", "17:00", 4.0],
            ["pool", "周一", "8:00", "9:00", 4.0],
            ["gym", "2026-02-30", "8:00", "9:00", 4.0],
            ["gym", "周一", "8点", "9:00", 4.0],
            ["gym", "周一", "8:00", "9:00", "十二"],
            ["gym", "周一", "8:00", "9:00", 0.0],
            ["gym", "周一", "8:00", "9:00", 1.5],
            ["gym", "2026-12-01", "8:00", "9:00", 4.0],
            [None, "周一", "8:00", "9:00", 4.0],
            ["gym", "周一", "8:00", "9:00", 4.0],
        )
        assert told(schedule) == [
            ("D2", "end_not_after_start"),
            ("A3", "unknown_facility"),
            ("B4", "bad_date"),
            ("C5", "bad_time"),
            ("E6", "bad_capacity"),
            ("E7", "bad_capacity"),
            ("E8", "bad_capacity"),
            ("B9", "outside_week"),
            ("A10", "missing_facility"),
        ]
        assert schedule.slots == [slot("gym", 0, 8, 9, 4)]
        assert schedule.place(0, "capacity") == ("排期", "E11")

    def test_all_faults_of_one_row_are_told(self) -> None:
        assert told(a_list(["pool", "?", "8", "9", -1.0])) == [
            ("A2", "unknown_facility"),
            ("B2", "bad_date"),
            ("C2", "bad_time"),
            ("D2", "bad_time"),
            ("E2", "bad_capacity"),
        ]

    def test_a_yes_is_no_capacity_even_after_a_one(self) -> None:
        schedule = a_list(["gym", "周一", "8:00", "9:00", 1.0], ["gym", "周一", "9:00", "10:00", True])
        assert told(schedule) == [("E3", "bad_capacity")]

    def test_missing_columns_are_one_error_that_names_them(self) -> None:
        schedule = a_list(["gym", "周一", 4.0], head=["设施", "日期", "容量"])
        assert told(schedule) == [("A1", "missing_columns")]
        assert schedule.errors[0].facts == {"columns": ["start", "end"], "headers": ["开始", "结束"]}

    def test_a_header_that_stands_twice_is_told(self) -> None:
        schedule = a_list(
            ["gym", "周一", "8:00", "9:00", "周二"], head=["设施", "日期", "开始", "结束", "Date"]
        )
        assert told(schedule) == [("E1", "duplicate_header")]

    def test_places_hold_over_chunks_and_start_where_the_sheet_does(self) -> None:
        first = sheet(HEAD, ["gym", "周一", "8:00", "9:00"], row=4, column=3)
        second = sheet(
            ["gym", "周一", "9:00", "10:00", None, None], ["gym", "x", "9:00", "10:00"], row=6, column=3
        )
        schedule = read(first, second)
        assert [schedule.place(0), schedule.place(1, "end")] == [("排期", "E5"), ("排期", "F6")]
        assert told(schedule) == [("D7", "bad_date")]

    def test_a_file_without_a_week_may_span_fifty_four_weeks_and_no_more(self) -> None:
        def spanning(last: str) -> ReadSchedule:
            rows: list[list[Cell]] = [["gym", day, "8:00", "9:00"] for day in ("2026-11-23", last)]
            return read(sheet(HEAD, *rows), monday=None)

        assert told(spanning("2027-12-05")) == []
        assert told(spanning("2027-12-06")) == [("B3", "span_too_long")]

    def test_a_past_day_is_left_to_the_core_and_makes_no_span(self) -> None:
        rows: list[list[Cell]] = [["gym", day, "8:00", "9:00"] for day in ("2020-01-06", "2026-11-23")]
        schedule = read(sheet(HEAD, *rows), monday=None)
        assert told(schedule) == []
        assert schedule.place(0, "date") == ("排期", "B2")

    def test_what_the_file_speaks_of_is_told(self) -> None:
        schedule = a_list(["gym", "周一", "8:00", "9:00"], ["瑜伽室", "周二", "8:00", "9:00"])
        assert schedule.facilities == {"gym", "yoga"}
        assert schedule.days == {MONDAY, MONDAY + timedelta(days=1)}


class TestGrid:
    def test_a_cell_is_a_slot_with_its_capacity(self) -> None:
        schedule = a_grid(["08:00-09:00", 4.0, None], ["09：00－10：00", "５", "6 高峰"])
        assert schedule.errors == []
        assert schedule.slots == [
            slot("gym", 0, 8, 9, 4),
            slot("gym", 0, 9, 10, 5),
            slot("gym", 1, 9, 10, 6, peak=True),
        ]
        assert schedule.shape == "grid"

    @pytest.mark.parametrize("cell", [None, " ", "停", "×", "x", "Ｘ", "✕", "Closed", "-", "－"])
    def test_a_closed_cell_is_no_slot(self, cell: Cell) -> None:
        schedule = a_grid(["08:00-09:00", cell])
        assert (schedule.slots, schedule.errors) == ([], [])
        assert schedule.facilities == {"gym"}

    @pytest.mark.parametrize("cell", ["4 peak", "4高峰", "高峰 4", "4（高峰）", "４ Peak"])
    def test_a_peak_is_marked_beside_the_capacity(self, cell: str) -> None:
        assert a_grid(["08:00-09:00", cell]).slots == [slot("gym", 0, 8, 9, 4, peak=True)]

    def test_the_cell_beside_the_facility_goes_before_the_sheets_name(self) -> None:
        schedule = read(
            sheet(
                ["周排期"],
                ["设施", "yoga", None, "容量", 15.0],
                ["Period", "Mon"],
                ["8:00-9:00", 9.0],
                name="gym",
            )
        )
        assert schedule.slots == [slot("yoga", 0, 8, 9, 9)]

    def test_facts_above_the_header_make_no_list_of_it(self) -> None:
        facts: list[Cell] = ["设施", "gym", "日期", "2026-11-23", "容量", 4.0]
        schedule = read(sheet(facts, ["时段", "周一"], ["8:00-9:00", 9.0], name="gym"))
        assert (schedule.shape, schedule.slots) == ("grid", [slot("gym", 0, 8, 9, 9)])

    def test_each_sheet_is_a_facility_and_may_have_its_own_shape(self) -> None:
        schedule = read(
            sheet(["时段", "周一"], ["8:00-9:00", 4.0], name="瑜伽室"),
            sheet(HEAD, ["gym", "周一", "8:00", "9:00"]),
        )
        assert [found.facility for found in schedule.slots] == ["yoga", "gym"]
        assert [schedule.place(0), schedule.place(1)] == [("瑜伽室", "B2"), ("排期", "C2")]

    def test_every_fault_is_told_with_its_cell(self) -> None:
        schedule = a_grid(
            ["08:00-09:00", "维修", 4.0],
            ["09:00-09:00", 4.0, 4.0],
            ["上午", 4.0],
            [None, None, 4.0],
            ["10:00-11:00", 0.0, 2.5],
        )
        assert told(schedule) == [
            ("B2", "bad_cell"),
            ("A3", "end_not_after_start"),
            ("A4", "bad_period"),
            ("A5", "bad_period"),
            ("B6", "bad_capacity"),
            ("C6", "bad_capacity"),
        ]
        assert schedule.slots == [slot("gym", 1, 8, 9, 4)]

    def test_a_note_below_the_periods_is_no_fault(self) -> None:
        assert a_grid(["8:00-9:00", 4.0], ["空着或写“停”：不开放"], ["合计"]).errors == []

    def test_day_columns_that_cannot_be_used_are_told_once_each(self) -> None:
        schedule = a_grid(
            ["08:00-09:00", 1.0, 1.0, 1.0, 1.0, 1.0, "早"],
            ["09:00-10:00", 1.0, 1.0, 1.0, 1.0, 1.0, None],
            head=["时段", "周一 11月23日", "周一", "周二 11月23日", "12月1日", None, "备注"],
        )
        assert told(schedule) == [
            ("C1", "duplicate_date"),
            ("D1", "bad_date"),
            ("E1", "outside_week"),
            ("F1", "bad_date"),
        ]
        assert schedule.slots == [slot("gym", 0, 8, 9, 1), slot("gym", 0, 9, 10, 1)]

    def test_a_sheet_of_an_unknown_facility_is_told_once(self) -> None:
        assert told(a_grid(["8:00-9:00", 4.0, 4.0], name="Sheet1")) == [(None, "unknown_facility")]
        named = read(sheet(["设施", "pool"], ["时段", "周一"], ["8:00-9:00", 4.0]))
        assert told(named) == [("B1", "unknown_facility")]

    def test_a_place_is_the_cell_of_what_is_asked_for(self) -> None:
        schedule = read(sheet(["设施", "gym"], ["时段", "周一"], ["8:00-9:00", 4.0]))
        asked = ("facility", "date", "start", "end", "capacity")
        assert [schedule.place(0, field).cell for field in asked] == ["B1", "B2", "B3", "A3", "B3"]


def test_a_file_with_nothing_in_it_is_told() -> None:
    assert told(read()) == [(None, "nothing_to_read")]
    assert told(read(sheet([None, " "]))) == [(None, "nothing_to_read")]


def test_an_empty_sheet_beside_a_full_one_is_passed_over() -> None:
    assert read(sheet([None], name="Sheet2"), sheet(HEAD, ["gym", "周一", "8:00", "9:00"])).errors == []


def test_a_sheet_of_neither_shape_is_told() -> None:
    assert told(read(sheet(["hello"], ["world"]))) == [(None, "no_header")]


@pytest.fixture(scope="module")
def sample_facilities() -> dict[str, str]:
    rows = read_facilities_file(SAMPLES / "facilities.xlsx").rows
    return {match_key(text): row.code for row in rows for text in (row.code, row.name)}


@needs_samples
def test_the_sample_grid_is_read_whole(sample_facilities: dict[str, str]) -> None:
    path = SAMPLES / "week-2027-W10-grid.xlsx"
    schedule = read_schedule_file(path, sample_facilities, monday=date(2027, 3, 8), today=TODAY)
    assert (schedule.errors, schedule.shape, len(schedule.slots)) == ([], "grid", 862)
    assert len({found.facility for found in schedule.slots}) == 12
    assert schedule.slots == read_schedule_file(path, sample_facilities, monday=None, today=TODAY).slots


@needs_samples
def test_both_encodings_of_the_sample_list_say_the_same(sample_facilities: dict[str, str]) -> None:
    unicode, chinese = (
        read_schedule_file(
            SAMPLES / f"week-2027-W11-list-{encoding}.csv",
            sample_facilities,
            monday=date(2027, 3, 15),
            today=TODAY,
        )
        for encoding in ("utf8bom", "gb18030")
    )
    assert (unicode.errors, len(unicode.slots), sum(found.peak for found in unicode.slots)) == ([], 888, 160)
    assert unicode.slots == chinese.slots


@needs_samples
def test_each_fault_of_the_faulty_sample_is_found_once(sample_facilities: dict[str, str]) -> None:
    schedule = read_schedule_file(
        SAMPLES / "week-2027-W12-faulty.xlsx", sample_facilities, monday=date(2027, 3, 22), today=TODAY
    )
    assert told(schedule) == [
        ("D2", "end_not_after_start"),
        ("A3", "unknown_facility"),
        ("B7", "bad_date"),
        ("C8", "bad_time"),
        ("E9", "bad_capacity"),
        ("E10", "bad_capacity"),
        ("B11", "outside_week"),
        ("A12", "missing_facility"),
        ("B13", "outside_week"),
    ]
    assert [schedule.place(index).cell for index in range(4)] == ["C4", "C5", "C6", "C14"]
