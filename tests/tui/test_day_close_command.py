"""`frontdesk day-close`: a day's takings on the terminal and as a workbook."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.club import Club
from tests.support.terminal import Terminal


@pytest.fixture
def day(club: Club) -> Club:
    """A shift of 30.00 cash with 1.00 short, and 20.00 by WeChat beside all shifts."""
    club.member("000001")
    club.do("add_item", sku="MUG", name="马克杯", kind="goods", price="10.00")
    club.do("receive_stock", sku="MUG", quantity=50)
    sell(club, 2, wechat="20.00")
    club.do("open_shift", float="100.00")
    sell(club, 3, cash="30.00")
    club.do("close_shift", counted={"cash": "129.00"}, note="=1+1")
    return club


def sell(club: Club, quantity: int, **fields: Any) -> None:
    club.do("redeem", member="000001", lines=[{"sku": "MUG", "quantity": quantity}], **fields)


def test_the_terminal_shows_every_table(day: Club, terminal: Terminal) -> None:
    told = terminal("day-close")
    assert (told.status, told.err) == (0, "")
    assert [" ".join(line.split()) for line in told.out.splitlines()] == [
        "Day close 2026-11-23",
        "Orders: 2, 50.00 yuan",
        "Cancelled since: 0",
        "Returns: 0",
        "",
        "All takings",
        "Tender Takings Refunded Together",
        "cash 30.00 0.00 30.00",
        "WeChat 20.00 0.00 20.00",
        "",
        "Shift S1 owner 11-23 09:00 to 11-23 09:00 =1+1",
        "Tender Takings Refunded Float, in, out Expected Counted Difference",
        "cash 30.00 0.00 100.00 130.00 129.00 -1.00 short",
        "",
        "Without an open shift",
        "Time Order What Tender By In yuan",
        "09:00 O1 takings WeChat owner 20.00",
    ]


def test_in_chinese_and_as_json(day: Club, terminal: Terminal) -> None:
    out = terminal("day-close", lang="zh").out
    assert "短款" in out
    assert "日结 2026-11-23" in out
    assert terminal("day-close", "--date", "2026-11-22", "--json").json["orders"] == 0
    told = terminal("day-close", "--date", "2026-11-24")
    assert (told.status, told.err) == (2, "date must not be in the future: 2026-11-24.\n")


def test_a_day_without_takings_says_so(club: Club, terminal: Terminal) -> None:
    assert terminal("day-close").out.splitlines()[-2:] == ["All takings", "Nothing."]


def test_the_workbook_has_numbers_that_sum_and_texts_that_stay_texts(
    day: Club, terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal("day-close", "--out", tmp_path)
    path = tmp_path / "day-close-2026-11-23.xlsx"
    assert told.out == f"Written: {path}\n"
    sheet = load_workbook(path).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "Day close 2026-11-23"
    assert ("cash", 30, 0, 100, 130, 129, -1, "short") in rows
    assert rows[-1][:2] == ("Handler: __________", "Checker: __________")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
