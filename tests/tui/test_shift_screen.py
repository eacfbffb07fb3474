"""The shift: a float, cash in and out, a count that does not know what is expected, the day's sheet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.screens import settled, text_of
from tests.support.shop import fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk


@pytest.fixture
def shop(console_club: Club) -> Club:
    return fill_shop(console_club)


@asynccontextmanager
async def shift(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9", "ctrl+t")
        yield desk


def sell(club: Club, **tenders: Any) -> None:
    club.do("redeem", member="000002", lines=[{"sku": "TOWEL", "quantity": 1}], **tenders)


# Opening


async def test_a_shift_is_opened_with_a_float_in_seven_keys(shop: Club, tmp_path: Path) -> None:
    async with shift(shop, tmp_path) as desk:
        assert desk.row("No shift is open.")
        assert desk.line == "Enter = open a shift with a float"
        await desk.press("enter", *"200", "enter")
        assert desk.pressed <= 7
        assert desk.line == "Shift S1 is open with 200.00 yuan in the till"
        assert desk.row("Shift S1 of owner, since 11-24 17:34")
        assert desk.row("float").split()[2:] == ["float", "200.00"]


async def test_what_the_last_shift_left_word_of_is_shown_before_and_after_opening(
    shop: Club, tmp_path: Path
) -> None:
    shop.do("open_shift")
    shop.do("close_shift", counted={}, note="缺一元硬币")
    async with shift(shop, tmp_path) as desk:
        assert desk.row("The last shift left word: 缺一元硬币")
        await desk.press("f5", "0", "enter")
        assert desk.line == "Shift S2 is open with 0.00 yuan in the till"
        assert desk.row("The last shift left word: 缺一元硬币")
        assert desk.row("Nothing was put in or taken out yet.")


async def test_a_float_that_is_no_money_is_refused_and_stays_typed(shop: Club, tmp_path: Path) -> None:
    async with shift(shop, tmp_path) as desk:
        await desk.press("enter", *"2x", "enter")
        assert "2x" in desk.line
        assert desk.row("Float in yuan:").endswith("2x")
        await desk.press("backspace", "enter")
        assert desk.line == "Shift S1 is open with 2.00 yuan in the till"


async def test_an_open_shift_stands_on_the_counters_first_line(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("f9")
        assert desk.rows[0].endswith("| no shift")
        await desk.press("ctrl+t", "enter", "0", "enter", "escape")
        assert desk.row(" Member:")
        assert "S1 17:34-" in desk.rows[0]


async def test_takings_without_a_shift_are_told(shop: Club, tmp_path: Path) -> None:
    sell(shop, cash="39.90")
    async with shift(shop, tmp_path) as desk:
        assert desk.row("Without a shift today: 1 payment, 39.90 yuan")


# Cash in and out


async def test_cash_goes_in_and_out_with_a_reason_and_is_listed(shop: Club, tmp_path: Path) -> None:
    shop.do("open_shift", float="100.00")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f6", *"50", "space", *"coins")
        assert desk.line == "Enter = put 50.00 yuan into the till: coins"
        await desk.press("enter")
        assert desk.line == "50.00 yuan was put in"
        await desk.press("f7", *"30", "space", *"water")
        assert desk.line == "Enter = take 30.00 yuan out of the till: water"
        await desk.press("enter")
        assert desk.row("put in").split()[2:] == ["put", "in", "50.00", "coins"]
        assert desk.row("taken out").split()[2:] == ["taken", "out", "-30.00", "water"]
    assert shop.ask("shift")["expected"]["cash"] == "120.00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((*"30",), "reason is empty."),
        ((), "amount is empty."),
        ((*"x", "space", "y"), "x"),
        ((*"0", "space", "y"), "at least 1"),
        ((*"999", "space", "y"), "So much can't be in the till: count it, or put cash in first."),
    ],
)
async def test_what_cannot_be_taken_out_is_a_sentence_that_betrays_no_amount(
    shop: Club, tmp_path: Path, typed: tuple[str, ...], told: str
) -> None:
    shop.do("open_shift", float="123.45")
    sell(shop, cash="39.90")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f7", *typed, "enter")
        assert told in desk.line
        assert "163.35" not in text_of(desk.app)
    assert len(shop.ask("till")["moved"]) == 1


async def test_without_a_shift_cash_can_neither_go_in_nor_out_nor_be_counted(
    shop: Club, tmp_path: Path
) -> None:
    async with shift(shop, tmp_path) as desk:
        for key in ("f6", "f7", "f8"):
            await desk.press(key)
            assert desk.line == "No shift is open: F5 opens one."
    assert shop.ask("till")["shift"] is None


# The blind count


async def test_the_till_is_counted_without_seeing_what_is_expected_and_then_told_by_tender(
    shop: Club, tmp_path: Path
) -> None:
    shop.do("open_shift", float="100.00")
    sell(shop, cash="39.90")
    sell(shop, wechat="39.90")
    async with shift(shop, tmp_path) as desk:
        await desk.press("enter", *"135", "enter", *"39.9", "enter", "0", "enter", "0", "enter")
        assert "139.90" not in text_of(desk.app)
        assert " ".join(" ".join(desk.rows[-3:-1]).split()) == (
            "Enter = close the shift: cash 135.00, WeChat 39.90, Alipay 0.00, bank card 0.00"
        )
        await desk.press(*"few", "enter")
        assert desk.line == "Shift S1 is closed: cash short 4.90"
        assert desk.row("Shift S1 is counted")
        assert desk.row("cash  ").split() == ["cash", "139.90", "135.00", "-4.90", "short"]
        assert desk.row("WeChat").split() == ["WeChat", "39.90", "39.90", "0.00", "matches"]
        assert desk.row("The last shift left word: few")
        await desk.press("f5", "0", "enter")
        assert "139.90" not in text_of(desk.app)


async def test_more_given_back_than_taken_is_typed_with_a_minus_but_cash_is_not(
    shop: Club, tmp_path: Path
) -> None:
    sell(shop, wechat="39.90")
    shop.do("open_shift")
    shop.do("return_lines", order="O1", lines=[{"sku": "TOWEL", "quantity": 1}], reason="x")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f8", "minus", "1", "enter", "minus", *"39.9", "enter", *("0", "enter") * 2, "enter")
        assert desk.row("must be yuan as text")
        await desk.press("home", "delete", *("enter",) * 5)
        assert desk.line == "Shift S1 is closed: cash surplus 1.00"


async def test_every_tender_has_to_be_typed(shop: Club, tmp_path: Path) -> None:
    shop.do("open_shift")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f8", "5", "enter", "enter", "enter", "enter", "enter")
        assert desk.row("WeChat is empty.")
        await desk.press("0", "enter", "0", "enter", "0", "enter", "enter")
        assert desk.line == "Shift S1 is closed: cash surplus 5.00"


async def test_esc_leaves_the_count_and_what_was_typed_is_there_again(shop: Club, tmp_path: Path) -> None:
    shop.do("open_shift", float="10.00")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f8", *"12", "escape")
        assert desk.row("float")
        await desk.press("f8")
        assert desk.row(" Cash").split() == ["Cash", "12"]
    assert shop.ask("till")["shift"]["shift"] == "S1"


async def test_a_second_enter_closes_nothing_twice(shop: Club, tmp_path: Path) -> None:
    shop.do("open_shift")
    async with shift(shop, tmp_path) as desk:
        await desk.press("f8", *("0", "enter") * 4)
        await desk.pilot.press("enter", "enter")
        await settled(desk.pilot)
        assert "Shift S1 is counted" in text_of(desk.app)
    assert shop.ask("till")["shift"] is None


# The day's sheet


async def test_the_days_sheet_is_written_and_its_path_told(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.shift.slip_folder", lambda _database: tmp_path)
    monkeypatch.setattr("tui.screens.written.opens", lambda _path: False)
    sell(shop, cash="39.90")
    async with shift(shop, tmp_path, (200, 50)) as desk:
        await desk.press("f3")
        assert desk.line == f"Written: {tmp_path / 'day-close-2026-11-24.xlsx'}"
    cells = [
        cell.value
        for row in load_workbook(tmp_path / "day-close-2026-11-24.xlsx").worksheets[0]
        for cell in row
    ]
    assert "Day close 2026-11-24" in cells
    assert "Without an open shift" in cells


async def test_while_the_shift_is_open_the_sheet_is_asked_for_twice(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.shift.slip_folder", lambda _database: tmp_path)
    monkeypatch.setattr("tui.screens.written.opens", lambda _path: False)
    shop.do("open_shift")
    sheet = tmp_path / "day-close-2026-11-24.xlsx"
    async with shift(shop, tmp_path, (120, 40)) as desk:
        await desk.press("f3")
        assert "The shift is not counted yet" in desk.line
        assert not sheet.exists()
        await desk.press("f3")
        assert sheet.exists()


# All the time


async def test_it_follows_the_language(shop: Club, tmp_path: Path) -> None:
    shop.do("open_shift", float="10.00")
    sell(shop, cash="39.90")
    async with shift(shop, tmp_path) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert set(english(desk.rows)) - {"S1", "owner"} == set()
        await desk.press("f8")
        assert set(english(desk.rows)) - {"S1", "owner"} == set()
        await desk.press(*("0", "enter") * 5)
        assert desk.row("短款")
        assert set(english(desk.rows)) - {"S1", "owner"} == set()


@pytest.mark.parametrize("size", SIZES)
async def test_reasons_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    shop.do("open_shift")
    shop.do("close_shift", counted={}, note=HOSTILE[1])
    shop.do("open_shift", float="1234567.89")
    shop.do("cash_in", amount="1.00", reason="[/] [@click=app.quit]x[/]")
    async with shift(shop, tmp_path, size) as desk:
        assert desk.row("[/] [@click=app.quit]x[/]")
        await desk.press("f8")
        assert desk.row(" Cash")
        assert all(cell_len(row) <= size[0] for row in desk.rows)


async def test_only_the_keys_of_the_moment_are_listed(shop: Club, tmp_path: Path) -> None:
    async with shift(shop, tmp_path) as desk:
        assert "F5 open shift" in desk.rows[-1]
        assert "F8 close shift" not in desk.rows[-1]
        await desk.press("f5", *"200", "enter")
        assert "F8 close shift" in desk.rows[-1]
        assert "F5 open shift" not in desk.rows[-1]
