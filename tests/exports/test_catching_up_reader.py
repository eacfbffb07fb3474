"""The paper of an outage as a sheet: what is understood, and what is said of the rest, by its cell."""

from datetime import date
from pathlib import Path

import pytest

from core.clock import Minute
from exports.catching_up import Booked, Moment, PaperRow, PaperTexts, read_paper_file, write_template
from exports.sheets.table import Table

TODAY = date(2026, 11, 24)
HEAD = "情况,时间,预约号,工号,设施,日期,开始,占位"


def read(folder: Path, *rows: str, head: str = HEAD) -> Table[PaperRow]:
    path = folder / "paper.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return read_paper_file(path, today=TODAY)


def errors(table: Table[PaperRow]) -> list[tuple[str | None, str]]:
    return [(error.cell, error.code) for error in table.errors]


def test_a_line_says_what_happened_when_and_to_which_booking(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "来了,17:25,B12").rows
    assert (row.what, row.at, row.booking) == ("came", Moment(Minute(17 * 60 + 25)), 12)


def test_or_to_whom_and_where(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "现场,18:10,,000003,健身房,2026-11-24,17:30,2").rows
    assert (row.what, row.member, row.facility) == ("walk_in", "000003", "健身房")
    assert (row.date, row.start, row.party) == (TODAY, Minute(17 * 60 + 30), 2)


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("came", "came"), ("签到", "came"), ("没来", "stayed_away"), ("No Show", "stayed_away"),
        ("walk-in", "walk_in"), ("现场登记", "walk_in"), ("预约", "booked"), ("取消", "cancelled"),
    ],
)  # fmt: skip
def test_what_happened_is_said_in_either_language(tmp_path: Path, word: str, what: str) -> None:
    assert read(tmp_path, f"{word},17:30,B1").rows[0].what == what


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("17:25", Moment(Minute(1045))),
        ("１７：２５", Moment(Minute(1045))),
        ("2026-11-23 17:25", Moment(Minute(1045), date(2026, 11, 23))),
        ("2026-11-23T17:25:00", Moment(Minute(1045), date(2026, 11, 23))),
        ("2026/11/23 8:05", Moment(Minute(485), date(2026, 11, 23))),
        ("11月23日 17:25", Moment(Minute(1045), date(2026, 11, 23))),
    ],
)
def test_a_time_may_have_its_date(tmp_path: Path, text: str, told: Moment) -> None:
    assert read(tmp_path, f"来了,{text},B1").rows[0].at == told


@pytest.mark.parametrize("text", ["B12", "b12", "12", "Ｂ１２"])
def test_a_booking_is_named_by_its_number(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"来了,17:25,{text}").rows[0].booking == 12


def test_no_time_is_left_to_be_the_slots_start_where_somebody_came_or_not(tmp_path: Path) -> None:
    table = read(tmp_path, "来了,,B1", "没来,,B2", "现场,,,3,gym,2026-11-24,17:30")
    assert [row.at for row in table.rows] == [None] * 3
    assert table.errors == []


def test_a_booking_and_its_giving_up_have_a_time(tmp_path: Path) -> None:
    table = read(tmp_path, "预约,,,3,gym,2026-11-24,17:30", "取消,,B1")
    assert errors(table) == [("B2", "missing"), ("B3", "missing")]


def test_rows_on_which_nobody_has_written_are_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, ",,B1,000001,gym,2026-11-24,17:30,1", "来了,17:25,B2")
    assert [row.booking for row in table.rows] == [2]
    assert table.errors == []


def test_a_time_without_a_word_on_what_happened_is_an_error(tmp_path: Path) -> None:
    assert errors(read(tmp_path, ",17:25,B1")) == [("A2", "missing")]


def test_every_wrong_cell_is_told(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "来过,17:25,B1",
        "来了,5点,B1",
        "来了,2026-13-01 17:00,B1",
        "来了,17:25,X1",
        "现场,17:25,,3,gym,下周,17:30",
        "现场,17:25,,3,gym,2026-11-24,25:00,0",
    )
    assert errors(table) == [
        ("A2", "unknown_choice"),
        ("B3", "bad_moment"),
        ("B4", "bad_date"),
        ("C5", "bad_booking"),
        ("F6", "bad_date"),
        ("G7", "bad_time"),
        ("H7", "out_of_range"),
    ]
    assert table.rows == []


def test_without_a_column_for_what_happened_nothing_is_read(tmp_path: Path) -> None:
    table = read(tmp_path, "17:25,B1", head="时间,预约号")
    assert errors(table) == [(None, "missing_columns")]


def test_a_template_holds_the_days_bookings_and_reads_back_as_nothing_yet(tmp_path: Path) -> None:
    heads = ("情况", "时间", "预约号", "工号", "姓名", "设施", "日期", "开始", "占位")
    texts = PaperTexts("登记", heads, ("来了", "没来"), "怎么填")
    bookings = [Booked("B1", "000001", "=1+1", "健身房", TODAY, Minute(1050), 2)]
    path = write_template(tmp_path / "paper.xlsx", bookings, texts)
    table = read_paper_file(path, today=TODAY)
    assert (table.rows, table.errors) == ([], [])


def test_what_is_written_on_a_template_is_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    heads = ("what", "time", "booking", "staff no", "person", "facility", "date", "start", "places")
    texts = PaperTexts("paper", heads, ("came",), "how")
    bookings = [Booked("B1", "000001", "张三", "健身房", TODAY, Minute(1050), 2)]
    path = write_template(tmp_path / "paper.xlsx", bookings, texts)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A3"], sheet["B3"] = "came", "17:25"
    book.save(path)
    (row,) = read_paper_file(path, today=TODAY).rows
    assert (row.what, row.booking, row.member, row.facility) == ("came", 1, "000001", "健身房")
    assert (row.date, row.start, row.party) == (TODAY, Minute(1050), 2)
