"""Bookings as a sheet: a past kept elsewhere, or coming ones taken on paper."""

from datetime import date
from pathlib import Path

import pytest

from exports.booking import BookingRow, read_bookings, read_bookings_file
from exports.sheets import Cell, Rows
from exports.sheets.table import Table

TODAY = date(2026, 11, 20)


def read(*rows: list[Cell]) -> Table[BookingRow]:
    return read_bookings([Rows("预约", 1, 1, list(rows))], today=TODAY)


def test_every_field_has_its_column() -> None:
    table = read(
        ["工号", "设施", "日期", "开始", "结束", "人数占位", "到场人数", "事由", "状态"],
        ["001", "力量训练区", "11月2日", "８：００", "9:00", 2.0, 5.0, "训练", "已完成"],
    )
    assert table.errors == []
    assert table.rows == [
        BookingRow("预约", 2, "001", "力量训练区", date(2026, 11, 2), 480, 540, 2, 5, "训练", "completed")  # type: ignore[arg-type]
    ]


def test_what_may_be_left_out_may_be_left_out() -> None:
    table = read(["member", "facility", "date", "start", "state"], ["1", "gym", "2026-11-02", "8:00", None])
    row = table.rows[0]
    assert (row.end, row.party, row.people, row.purpose, row.state) == (None, 1, None, None, None)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("已完成", "completed"), ("已确认", "confirmed"), ("待审批", "pending"), ("已签到", "checked_in"),
        ("已取消", "cancelled"), ("爽约", "no_show"), ("已驳回", "rejected"), ("已过期", "expired"),
        ("No_Show", "no_show"), ("CONFIRMED", "confirmed"),
    ],
)  # fmt: skip
def test_a_state_is_told_in_either_language(word: str, state: str) -> None:
    table = read(["工号", "设施", "日期", "开始", "状态"], ["1", "gym", "2026-11-02", "8:00", word])
    assert table.rows[0].state == state


def test_errors_are_told_with_their_cells() -> None:
    table = read(
        ["工号", "设施", "日期", "开始", "结束", "占位", "状态"],
        ["1", None, "周一", "8:00", "9:00", 0.0, "忘了"],
        ["1", "gym", "2026-11-02", "9:00", "9:00", 1.0, None],
        ["2", "gym", "2026-11-02", "9:00", "10:00", 1.0, None],
    )
    assert [(error.cell, error.code) for error in table.errors] == [
        ("B2", "missing"),
        ("C2", "bad_date"),
        ("F2", "out_of_range"),
        ("G2", "unknown_choice"),
        ("E3", "end_not_after_start"),
    ]
    assert [row.row for row in table.rows] == [4]


def test_a_booking_told_twice_is_two_rows() -> None:
    row: list[Cell] = ["1", "gym", "2026-11-02", "8:00"]
    assert len(read(["工号", "设施", "日期", "开始"], row, row).rows) == 2


def test_a_text_file_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text("工号,设施,日期,开始,状态\n001,gym,2026/11/02,8:00,已完成\n", encoding="gb18030")
    table = read_bookings_file(path, today=TODAY)
    assert (table.errors, [row.member for row in table.rows]) == ([], ["001"])
