"""Orders: found by member and state; one with its trail, handed over, cancelled, taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.screens import settled, text_of
from tests.support.shop import CARD, fill_hostile, fill_orders
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui.scanner import Scanned


@pytest.fixture
def shop(console_club: Club) -> Club:
    """O1: two of rice, collected; O2: a towel of another member, to be collected."""
    return fill_orders(console_club)


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


async def test_what_is_still_to_be_collected_stands_first(shop: Club, tmp_path: Path) -> None:
    shop.do("redeem", member="000003", lines=[{"sku": "TOWEL", "quantity": 1}], wechat="39.90")
    async with orders(shop, tmp_path) as desk:
        assert desk.row(" Member, item or order:").endswith("3 orders")
        shown = [
            row.split()[0] for row in desk.rows if row.startswith((" O1", " O2", " O3", " still", " the"))
        ]
        assert shown == ["still", "O2", "the", "O3", "O1"]


@pytest.mark.parametrize("typed", ["zs", "zhangs", "张三", "000001"])
async def test_the_orders_of_a_member_are_found_by_name_pinyin_or_number(
    shop: Club, tmp_path: Path, typed: str
) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.type(typed)
        await desk.press("enter")
        assert desk.row(" Orders of 张三 | every state")
        assert "O2 " not in text_of(desk.app)
        assert desk.line == "Enter = look at O1"


@pytest.mark.parametrize("typed", ["RICE", "dami", "dm", "690001", "大米"])
async def test_the_orders_with_an_item_are_found_by_code_name_pinyin_or_barcode(
    shop: Club, tmp_path: Path, typed: str
) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.type(typed)
        await desk.press("enter")
        assert desk.row(" All orders | every state | 大米")
        assert desk.line == "Enter = look at O1"


async def test_a_scanned_card_an_items_barcode_and_a_slips_number_find_orders(
    shop: Club, tmp_path: Path
) -> None:
    async with orders(shop, tmp_path) as desk:
        for code, heading in (
            (CARD, " Orders of 张三 | every state"),
            ("690002", " Orders of 张三 | every state | "),
        ):
            desk.app.screen.post_message(Scanned(code))
            await settled(desk.pilot)
            assert desk.row(heading)
        assert desk.line == "No orders here: F6 = all"
        await desk.press("f6")
        assert desk.row(" All orders | every state")
        desk.app.screen.post_message(Scanned("O2"))
        await settled(desk.pilot)
        assert desk.row(" O2 | 李四 000002")


async def test_member_item_state_and_week_go_together(shop: Club, tmp_path: Path) -> None:
    assert shop.clock
    async with orders(shop, tmp_path) as desk:
        await desk.press("f5")
        assert desk.row(" All orders | every state | 2026-11-23..11-29")
        assert desk.row("O1 ")
        await desk.press("f5")
        assert desk.row(" All orders | every state | 2026-11-16..11-22")
        assert desk.line == "No orders here: F6 = all"
        await desk.press("ctrl+pagedown", "f4", *"tow", "enter", *"ls", "enter")
        assert desk.row(" Orders of 李四 | to be collected | 2026-11-23..11-29 | 毛巾礼盒")
        assert desk.row(" Member, item or order:").endswith("1 order")
        assert desk.line == "Enter = look at O2"


async def test_many_orders_come_by_the_page(shop: Club, tmp_path: Path) -> None:
    shop.do("receive_stock", sku="TOWEL", quantity=200)
    for _number in range(101):
        shop.do("redeem", member="000003", lines=[{"sku": "TOWEL", "quantity": 1}], wechat="39.90")
    async with orders(shop, tmp_path) as desk:
        assert desk.row(" Member, item or order:").endswith("103 orders, 1-100, page 1 of 2")
        await desk.press("ctrl+right")
        assert desk.row(" Member, item or order:").endswith("103 orders, 101-103, page 2 of 2")
        assert desk.row("O1 ")
        await desk.press("ctrl+right", "ctrl+left")
        assert desk.row("O2 ")


async def test_what_finds_nothing_is_told(shop: Club, tmp_path: Path) -> None:
    async with orders(shop, tmp_path) as desk:
        await desk.press(*"qqq", "enter")
        assert desk.line == "No member, item or order is found by qqq."


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
        assert desk.line == "Enter = cancel O2, goes back: cash 39.90"
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
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert set(english(desk.rows)) <= {"x"}
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
        await desk.press("down", "enter")
        assert desk.row("1,234,567.89")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
