"""Orders: found by member and state; one with its trail, handed over, cancelled, taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.screens import settled, text_of
from tests.support.shop import fill_hostile, fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk


@pytest.fixture
def shop(console_club: Club) -> Club:
    """O1: two of rice, collected; O2: a towel of another member, to be collected."""
    club = fill_shop(console_club)
    club.do("redeem", member="000001", lines=[{"sku": "RICE", "quantity": 2}], points=1000, wechat="99.80")
    club.do("redeem", member="000002", lines=[{"sku": "TOWEL", "quantity": 1}], cash="39.90", collect=False)
    return club


@asynccontextmanager
async def orders(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """All orders."""
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9", "f8")
        yield desk


async def test_all_orders_are_listed_or_those_of_a_state(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        assert desk.row(" All orders | every state")
        assert desk.row("O1 ").split()[-5:] == ["张三", "大米", "x2", "159.80", "collected"]
        assert desk.line == "Enter = look at O2"
        await desk.press("f4")
        assert desk.row(" All orders | to be collected")
        assert "O1 " not in text_of(desk.app)
        await desk.press("escape")
        assert desk.row(" Member:")


async def test_those_of_the_member_at_the_counter_come_first(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("z", "s", "enter", "f9", "f8")
        assert desk.row(" Orders of 张三 | every state")
        assert "O2 " not in text_of(desk.app)
        await desk.press("f3")
        assert desk.row("O2 ")


async def test_an_order_shows_what_was_paid_and_until_when_it_can_come_back(
    shop: Club, tmp_path: Path
) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("down", "enter")
        assert desk.row(" O1 | 张三 000001 | collected | can come back until 2026-12-01")
        assert desk.row("Paid: 1,000 points, welfare allowance 50.00, WeChat 99.80")


async def test_a_line_is_taken_back_and_what_goes_back_by_tender_is_told(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("down", "enter", "enter", "f6")
        assert desk.row("大米").split()[-2:] == ["1", "damaged"]
        await desk.press("f7", *"torn", "enter")
        assert desk.line == "Goes back: 500 points, welfare allowance 25.00, WeChat 49.90"
        assert desk.row("大米").split()[-1] == "1"
        await desk.press("enter", "enter")
        assert desk.line == "Of RICE in O1 only 1 can still come back."
    assert shop.ask("item", sku="RICE")["on_hand"] == 2
    shop.check()


async def test_enter_again_while_goods_are_taken_back_takes_them_back_once(
    shop: Club, tmp_path: Path
) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("down", "enter", "enter", "f7", *"torn")
        await desk.pilot.press("enter", "enter")
        await settled(desk.pilot)
    [line] = shop.ask("order", order="O1")["lines"]
    assert line["returned"] == 1


async def test_an_order_is_handed_over(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("enter", "f5")
        assert desk.line == "O2 is handed over"
        await desk.press("f5")
        assert "collected" in desk.line
    assert shop.ask("order", order="O2")["state"] == "collected"


async def test_cancelling_asks_why_and_tells_what_goes_back(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("enter", "f8")
        assert desk.line == "Cancel O2? Type why, then Enter"
        await desk.press("enter")
        assert desk.line == "reason is empty."
        await desk.press(*"moved", "enter")
        assert desk.line == "Goes back: cash 39.90"
    assert shop.ask("order", order="O2")["state"] == "cancelled"


async def test_nothing_is_taken_back_before_a_line_is_chosen(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("down", "enter", "f7")
        assert desk.line == "Enter on a line first: so many of it come back."


async def test_it_follows_the_language(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press("down", "enter")
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert set(english(desk.rows)) <= {"owner"}


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    fill_hostile(shop)
    for number in range(3):
        line = {"sku": f"BAD{number}", "quantity": 1}
        shop.do("redeem", member="000009", lines=[line], cash="1234567.89")
    async with orders(shop, tmp_path, size) as desk:
        assert desk.row("[/] x1")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
        await desk.press("enter")
        assert desk.row("1,234,567.89")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
