"""Grants and awards as sheets: columns, units, amounts, control totals."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.ledger.awards import AwardLine, read_awards, read_awards_file
from exports.ledger.grants import GrantLine, GrantSheets, read_grants
from exports.sheets import Cell, Rows

TODAY = date(2026, 11, 23)
SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "points-2026-11.xlsx"
HEAD: list[Cell] = ["工号", "单位", "数额", "事由"]


def read(*rows: list[Cell], **more: Any) -> GrantSheets:
    return read_grants([Rows("发放", 1, 1, list(rows))], today=TODAY, **more)


def told(sheets: GrantSheets) -> list[tuple[str | None, str]]:
    return [(error.cell, error.code) for error in sheets.table.errors]


def amounts(sheets: GrantSheets) -> list[Any]:
    return [line.granted.write_wire() for line in sheets.table.rows]


def test_every_field_has_its_column() -> None:
    sheets = read(
        ["工号", "姓名", "类型", "金额(元)", "有效期至", "原因", "资金来源", "免清零"],
        ["000001", "王伟", "福利额度", 300.5, "12月31日", "中秋", "工会经费", "是"],
    )
    assert sheets.table.rows == [
        GrantLine(
            "发放",
            2,
            "000001",
            "allowance",
            30050,
            "王伟",
            date(2026, 12, 31),
            "中秋",
            "工会经费",
            exempt=True,
        )
    ]


def test_headers_may_be_english() -> None:
    sheets = read(
        ["member", "unit", "amount", "expires on", "reason", "fund", "exempt", "name"],
        ["1", "Points", "20", "2026-12-31", "party", "", "no", "Ann"],
    )
    assert (told(sheets), amounts(sheets)) == ([], [20])


def test_points_are_whole_and_yuan_have_two_decimals_at_most() -> None:
    sheets = read(
        HEAD,
        ["1", "积分", 20.0, "x"],
        ["1", "积分", "20.5", "x"],
        ["1", "福利额度", "20.555", "x"],
        ["1", "福利额度", "1,020.5", "x"],
        ["1", "美元", 1.0, "x"],
        ["", "积分", 1.0, ""],
    )
    assert told(sheets) == [
        ("C4", "bad_amount"), ("B6", "unknown_choice"), ("A7", "missing"), ("D7", "missing"),
        ("C3", "not_whole"),
    ]  # fmt: skip
    assert amounts(sheets)[0] == 20
    assert amounts(sheets)[-1] == "1020.50"


def test_opening_balances_need_no_reason() -> None:
    rows: list[list[Cell]] = [HEAD[:3], ["1", "积分", 20.0]]
    assert told(read(*rows)) == [("A1", "missing_columns")]
    assert told(read(*rows, opening=True)) == []


# ---------------------------------------------------------------- control totals

ROWS: list[list[Cell]] = [
    ["1", "福利额度", 300.5, "x"],
    ["2", "积分", 20.0, "x"],
    ["2", "福利额度", 0.5, "x"],
]


@pytest.mark.parametrize("word", ["合计", "合 计", "总计：", "Total", "TOTAL:"])
def test_a_total_in_the_first_cell_of_a_row_is_held_against_the_rows(word: str) -> None:
    sheets = read(HEAD, *ROWS, [word, "福利额度", "301.00", None])
    assert (told(sheets), sheets.totals, len(sheets.table.rows)) == ([], {"allowance": 30100}, 3)


def test_a_total_for_each_unit_may_stand_anywhere_below_the_header() -> None:
    sheets = read(HEAD, ROWS[0], ["合计", "积分", 20.0, ""], *ROWS[1:], ["合计", "元", 301.0, ""])
    assert (told(sheets), sheets.totals) == ([], {"allowance": 30100, "points": 20})


def test_a_total_that_differs_is_told_with_both_figures() -> None:
    sheets = read(HEAD, *ROWS, ["合计", "福利额度", 300.0, ""], ["合计", "积分", 20.5, ""])
    assert told(sheets) == [("C5", "total_differs"), ("C6", "total_differs")]
    assert [(error.facts["sum"], error.facts["total"]) for error in sheets.table.errors] == [
        ("301.00", "300.00"), (20, "20.5"),
    ]  # fmt: skip


def test_a_total_without_a_unit_is_of_the_only_one_there_is() -> None:
    assert read(HEAD, ROWS[1], ["合计", None, 20.0, None]).totals == {"points": 20}
    assert told(read(HEAD, *ROWS, ["合计", None, 20.0, None])) == [("B5", "total_of_what")]


def test_a_total_that_cannot_be_read_is_told_by_its_cell() -> None:
    sheets = read(
        HEAD, *ROWS, ["合计", "福利额度", "?", None], ["合计", "斤", 1.0, None], ["合计", "元", None, None]
    )
    assert told(sheets) == [("C5", "bad_amount"), ("B6", "unknown_choice"), ("C7", "missing")]


def test_totals_are_not_compared_while_rows_are_wrong() -> None:
    assert told(read(HEAD, ["1", "积分", "?", "x"], ["合计", None, 20.0, None])) == [("C2", "bad_amount")]


def test_the_first_column_may_be_a_running_number() -> None:
    sheets = read(["序号", *HEAD], [1.0, *ROWS[1]], ["合计", "", "积分", 20.0, ""])
    assert (told(sheets), sheets.totals) == ([], {"points": 20})


def test_the_total_of_a_file_is_known_when_every_sheet_with_the_unit_has_one() -> None:
    first = Rows("一", 1, 1, [HEAD, ROWS[1], ["合计", "积分", 20.0, ""]])
    second = [HEAD, ["3", "积分", 5.0, "x"]]
    whole = read_grants([first, Rows("二", 1, 1, [*second, ["合计", None, 5.0, None]])], today=TODAY)
    part = read_grants([first, Rows("二", 1, 1, second)], today=TODAY)
    assert (whole.totals, part.totals, whole.table.errors, part.table.errors) == ({"points": 25}, {}, [], [])


# ---------------------------------------------------------------- awards


def test_an_award_has_its_columns() -> None:
    table = read_awards(
        [Rows("积分", 1, 1, [
            ["工号", "姓名", "规则", "日期", "事件编号", "备注"],
            ["000001", "王伟", "培训", "11月9日", "EV1", "补登"],
            ["000001", None, "培训", "11月31日", None, None],
        ])],
        today=TODAY,
    )  # fmt: skip
    assert table.rows == [AwardLine("积分", 2, "000001", "培训", date(2026, 11, 9), "EV1", "王伟")]
    assert [(error.cell, error.code) for error in table.errors] == [("D3", "bad_date"), ("E3", "missing")]
    assert table.unknown == ["备注"]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples lie beside the repository")
def test_the_sample_of_awards_is_read_whole() -> None:
    table = read_awards_file(SAMPLE, today=TODAY)
    assert (table.errors, len(table.rows)) == ([], 200)
    assert {row.on.month for row in table.rows} == {11}
