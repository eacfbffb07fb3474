"""The club's facilities as a sheet."""

from pathlib import Path

import pytest

from exports.facilities import FacilityRow, read_facilities, read_facilities_file
from exports.sheets import Cell, Rows
from exports.sheets.table import Table

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "facilities.xlsx"


def read(*rows: list[Cell]) -> Table[FacilityRow]:
    return read_facilities([Rows("设施", 1, 1, list(rows))])


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples lie beside the repository")
def test_the_sample_facilities_are_read_whole() -> None:
    table = read_facilities_file(SAMPLE)
    assert (table.errors, table.unknown, len(table.rows)) == ([], [], 12)
    first, last = table.rows[0], table.rows[-1]
    assert (first.code, first.group, first.capacity, first.whole_slot) == ("badminton-1", "羽毛球", 4, True)
    assert (last.name, last.kind, last.whole_slot, last.approval_levels) == ("大会议室", "room", False, 2)


def test_what_a_sheet_leaves_out_has_the_default_of_the_command() -> None:
    table = read(["编码", "名称", "类型", "容量"], ["gym", "健身", "场地", None])
    assert table.rows == [FacilityRow("设施", 2, "gym", "健身", "area")]
    assert (table.rows[0].capacity, table.rows[0].max_days_ahead, table.rows[0].promotion) == (1, 14, "offer")


def test_every_rule_has_its_column() -> None:
    told: dict[str, Cell] = {
        "编码": "m", "名称": "会议室", "类型": "房间", "组": "会议", "容量": 8.0, "整场预约": "√",
        "审批级数": "２", "递补方式": "自动", "递补通知时限(分钟)": 45.0, "间隔（分钟）": 10.0,
        "最少提前(分钟)": 60.0,
        "最多提前(天)": 30.0, "每日限次": 1.0, "每周限次": "不限", "爽约宽限(分钟)": "无",
        "出席确认提前(分钟)": 120.0, "未确认释放": "是",
    }  # fmt: skip
    table = read(list(told), list(told.values()))
    assert table.errors == []
    assert table.rows == [
        FacilityRow(
            sheet="设施",
            row=2,
            code="m",
            name="会议室",
            kind="room",
            group="会议",
            capacity=8,
            whole_slot=True,
            approval_levels=2,
            promotion="auto",
            offer_minutes=45,
            buffer_minutes=10,
            min_notice_minutes=60,
            max_days_ahead=30,
            daily_quota=1,
            weekly_quota=None,
            no_show_grace_minutes=None,
            confirm_minutes_before=120,
            release_unconfirmed=True,
        )
    ]


def test_field_names_of_the_command_are_headers_too() -> None:
    table = read(["code", "name", "kind", "no_show_grace_minutes"], ["g", "Gym", "Equipment", "none"])
    assert (table.errors, table.rows[0].no_show_grace_minutes) == ([], None)


def test_numbers_out_of_range_and_unknown_kinds_are_told_with_their_cells() -> None:
    table = read(
        ["编码", "名称", "类型", "容量", "审批级数", "通知时限"],
        ["g", "健身", "泳池", 0.0, 3.0, 0.0],
        ["h", "健身", "room", 1.5, 1.0, 30.0],
    )
    assert [(error.cell, error.code) for error in table.errors] == [
        ("C2", "unknown_choice"),
        ("D2", "out_of_range"),
        ("E2", "out_of_range"),
        ("F2", "out_of_range"),
        ("D3", "not_whole"),
    ]
