"""The staff list, and what holds for every list-shaped sheet."""

from datetime import date
from pathlib import Path

import pytest

from exports.members import MemberRow, read_members, read_members_file
from exports.sheets import Cell, Rows
from exports.sheets.table import Table

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "members.xlsx"


def read(*rows: list[Cell], sheet: str = "职工") -> Table[MemberRow]:
    return read_members([Rows(sheet, 1, 1, list(rows))])


def told(table: Table[MemberRow]) -> list[tuple[str | None, str]]:
    return [(error.cell, error.code) for error in table.errors]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples lie beside the repository")
def test_the_sample_staff_list_is_read_whole() -> None:
    table = read_members_file(SAMPLE)
    assert (table.errors, table.unknown, len(table.rows)) == ([], [], 120)
    first = table.rows[0]
    assert (first.staff_no, first.name, first.hired_on) == ("000001", "单俊英", date(2005, 7, 9))
    assert (first.phone, first.card_no, first.performance, first.shared) == (
        "13900000000",
        "88000000",
        "A",
        False,
    )


def test_every_field_has_its_column() -> None:
    table = read(
        ["工号", "姓名", "部门", "职级", "入职日期", "手机", "邮箱", "卡号", "绩效", "共享账户"],
        ["001", "访客", "工会", "员工", "2020年2月29日", 13900000000.0, "g@example.com", "88", 90.0, "是"],
    )
    assert table.rows == [
        MemberRow(
            sheet="职工",
            row=2,
            staff_no="001",
            name="访客",
            department="工会",
            grade="员工",
            hired_on=date(2020, 2, 29),
            phone="13900000000",
            email="g@example.com",
            card_no="88",
            performance="90",
            shared=True,
        )
    ]


def test_headers_may_be_english_in_any_order_width_and_case_and_below_a_title() -> None:
    table = read(
        ["Staff list 2026", None, None],
        [None, None, None],
        [" NAME", "Ｓｔａｆｆ ｎｏ *", "Phone(mobile)"],
        ["单俊英", "1", None],
    )
    assert table.rows == [MemberRow("职工", 4, "1", "单俊英")]
    assert table.columns == {"name", "staff_no", "phone"}


def test_unknown_columns_are_passed_over_and_told() -> None:
    table = read(["工号", "姓名", "血型"], ["1", "甲", "O"])
    assert (len(table.rows), table.unknown) == (1, ["血型"])


def test_all_errors_are_told_each_with_its_cell_and_the_good_rows_kept() -> None:
    table = read(
        ["工号", "姓名", "入职日期", "共享"],
        ["1", "甲", "2020-02-30", "也许"],
        [None, "乙", None, None],
        [None, "  ", None, None],
        ["4", "a\u202eb", None, None],
        ["5", "戊", "2020-01-01", None],
    )
    assert told(table) == [("C2", "bad_date"), ("D2", "bad_flag"), ("A3", "missing"), ("B5", "invisible")]
    assert [row.staff_no for row in table.rows] == ["5"]
    assert table.errors[2].facts == {"column": "staff_no", "header": "工号", "value": ""}


def test_a_staff_number_told_twice_is_an_error_that_names_the_first_row() -> None:
    table = read(["工号", "姓名"], ["A1", "甲"], ["ａ１", "乙"])
    assert told(table) == [("A3", "duplicate")]
    assert table.errors[0].facts["first_cell"] == "A2"


def test_missing_columns_are_one_error_that_names_them() -> None:
    table = read(["部门", "手机"], ["工会", "139"])
    assert told(table) == [("A1", "missing_columns")]
    assert table.errors[0].facts == {"columns": ["staff_no", "name"], "headers": ["工号", "姓名"]}
    assert table.rows == []


def test_a_header_told_twice_is_an_error() -> None:
    assert told(read(["工号", "姓名", "Name"], ["1", "甲", "乙"])) == [("C1", "duplicate_header")]


def test_a_sheet_without_a_known_header_is_told() -> None:
    assert told(read(["x"], ["y"])) == [(None, "no_header")]
    assert told(read_members([])) == [(None, "nothing_to_read")]


def test_addresses_hold_over_chunks_that_start_anywhere() -> None:
    table = read_members(
        [Rows("s", 5, 2, [["工号", "姓名"], ["1", "甲"]]), Rows("s", 7, 2, [["2", None], ["3", "丙"]])]
    )
    assert told(table) == [("C7", "missing")]
    assert [row.row for row in table.rows] == [6, 8]
    assert table.cell("s", 8, "name") == "C8"
