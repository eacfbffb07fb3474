"""Stock: what is to be restocked first; receiving, writing off and counting by a number and a reason."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.screens import settled
from tests.support.shop import fill_hostile, fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui.scanner import Scanned


@pytest.fixture
def shop(console_club: Club) -> Club:
    return fill_shop(console_club)


@asynccontextmanager
async def stock(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9", "ctrl+k")
        yield desk


def movements(club: Club, sku: str) -> list[tuple[str, int, str | None]]:
    told = club.ask("item", sku=sku)["movements"]
    return [(one["kind"], one["quantity"], one["reason"]) for one in told]


async def test_what_is_to_be_restocked_stands_first_then_all_items(shop: Club, tmp_path: Path) -> None:
    shop.do("redeem", member="000002", lines=[{"sku": "RICE", "quantity": 1}], cash="79.90", collect=False)
    shop.do("write_off", sku="RICE", quantity=1, reason="虫蛀")
    async with stock(shop, tmp_path) as desk:
        names = [row.split()[0] for row in desk.rows[2:] if row.strip()]
        assert names[:4] == ["To", "大米", "All", "大米"]
        assert desk.row("大米").split()[2:] == ["RICE", "79.90", "3", "1", "2", "2"]
        assert desk.row("电影票").split()[3] == "service"
        assert desk.line == "Enter = receive: 大米"


async def test_goods_are_received_written_off_and_counted(shop: Club, tmp_path: Path) -> None:
    async with stock(shop, tmp_path) as desk:
        desk.app.screen.post_message(Scanned("690001"))
        await settled(desk.pilot)
        await desk.press("f5")
        assert desk.line == "大米: type the number and, after a blank, a note. Enter = receive"
        await desk.press(*"12", "space", *"note", "enter")
        assert desk.line == "大米: 16 on hand now (+12)"
        await desk.press("f8", *"1", "space", *"wet", "enter")
        assert desk.line == "大米: 15 on hand now (-1)"
        await desk.press("f6", *"14", "enter")
        assert desk.line == "大米: 14 on hand now (-1)"
        await desk.press("f6", *"14", "enter")
        assert desk.line == "大米: 14 on hand, as it was"
    assert movements(shop, "RICE")[:3] == [
        ("counted", -1, None), ("written_off", -1, "wet"), ("received", 12, "note")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("f8", *"9", "space", *"wet"), "Of 大米 (RICE) there are 4, not 9."),
        (("f8", *"1"), "reason is empty."),
        (("f5", *"x1"), "x1"),
        (("f5",), "quantity is empty."),
        (("f5", *"0"), "at least 1"),
    ],
)
async def test_what_cannot_be_is_a_sentence_and_what_was_typed_stays(
    shop: Club, tmp_path: Path, keys: tuple[str, ...], told: str
) -> None:
    async with stock(shop, tmp_path) as desk:
        desk.app.screen.post_message(Scanned("690001"))
        await settled(desk.pilot)
        await desk.press(*keys, "enter")
        assert told in desk.line
        assert desk.rows[-3].strip().endswith("".join(" " if key == "space" else key for key in keys[1:]))
    assert len(movements(shop, "RICE")) == 1


async def test_enter_again_while_goods_are_received_receives_once(shop: Club, tmp_path: Path) -> None:
    async with stock(shop, tmp_path) as desk:
        desk.app.screen.post_message(Scanned("690001"))
        await settled(desk.pilot)
        await desk.press("f5", "3")
        await desk.pilot.press("enter", "enter")
        await settled(desk.pilot)
    assert movements(shop, "RICE")[0] == ("received", 3, None)
    assert len(movements(shop, "RICE")) == 2


async def test_esc_leaves_the_field_and_then_goes_back_to_the_counter(shop: Club, tmp_path: Path) -> None:
    async with stock(shop, tmp_path) as desk:
        await desk.press("f5", "1", "escape")
        assert desk.line.startswith("Enter = receive: ")
        await desk.press("escape")
        assert desk.row(" Member:")


async def test_it_follows_the_language(shop: Club, tmp_path: Path) -> None:
    async with stock(shop, tmp_path) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        codes = ("RICE", "TOWEL", "BADGE", "TICKET", "GONE", "CUP")
        assert set(english(desk.rows)) - set(codes) == set()


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    fill_hostile(shop)
    async with stock(shop, tmp_path, size) as desk:
        assert desk.row("[/] [/]").split()[-4:] == ["1,000", "0", "1,000", "0"]
        assert desk.row(HOSTILE[1][:10])
        assert all(cell_len(row) <= size[0] for row in desk.rows)
