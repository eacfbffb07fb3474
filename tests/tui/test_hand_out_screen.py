"""Handing out: set once, then a card after the other; proxies, who is to come, the list, the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from rich.cells import cell_len

from core.errors import DeskError
from tests.support.club import Club
from tests.support.console_club import HOSTILE
from tests.support.screens import settled, text_of, until
from tests.support.shop import CARD, fill_shop
from tests.tui.test_languages_live import english
from tests.tui.test_member_screen import SIZES, Desk, open_desk
from tui import settings
from tui.scanner import Scanned

OTHER_CARD, THIRD_CARD = "04D5E6F7", "0499AABB"


@pytest.fixture
def shop(console_club: Club) -> Club:
    """`moon`: a towel for all but one of the nine who are here."""
    club = fill_shop(console_club)
    club.do("receive_stock", sku="TOWEL", quantity=95)
    club.do("change_member", staff_no="000002", card_no=OTHER_CARD)
    club.do("change_member", staff_no="000010", card_no=THIRD_CARD)
    club.do(
        "open_hand_out", code="moon", name="中秋慰问", lines=[{"sku": "TOWEL"}], fund="工会经费",
        members=[f"{number:06}" for number in (1, 2, 3, 4, 5, 6, 8, 9)],
    )  # fmt: skip
    return club


@asynccontextmanager
async def handing(
    club: Club, folder: Path, *cards: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Desk]:
    """The session, taken up from the counter, and what is scanned there at once."""
    async with open_desk(club, folder, size) as desk:
        await desk.press("f9", "ctrl+o", "enter")
        for card in cards:
            await scan(desk, card)
        yield desk


async def scan(desk: Desk, card: str) -> None:
    desk.app.screen.post_message(Scanned(card))
    await settled(desk.pilot)


def collected(club: Club) -> list[str]:
    told = club.ask("hand_out", session="moon")["members"]
    return sorted(one["member"] for one in told if one["at"] is not None)


def line(desk: Desk) -> str:
    """The lines of Enter, as one."""
    rows = [row for row in desk.rows[-4:-1] if row.strip()]
    return " ".join(" ".join(rows).split())


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the terminal's bell was rung."""
    rung: list[int] = []
    monkeypatch.setattr("textual.app.App.bell", lambda _app: rung.append(1))
    monkeypatch.setattr("tui.screens.hand_out_view.BETWEEN", 0.01)
    return rung


# A card is a hand-over


async def test_each_card_is_one_hand_over_with_name_share_and_count(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        assert desk.pressed == 3
        assert desk.row("中秋慰问 | 毛巾礼盒 x1 | 工会经费")
        assert desk.row("0 of 8 | 8 still to come")
        await scan(desk, CARD)
        assert desk.row("HANDED OVER")
        assert desk.row("张三  000001  财务科")
        assert desk.row("1 of 8 | 7 still to come")
        assert desk.line == "张三 000001: 1 of 8 | 7 still to come"
    assert collected(shop) == ["000001"]
    assert shop.ask("item", sku="TOWEL")["on_hand"] == 99


async def test_a_second_scan_says_when_and_by_whom(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, CARD, CARD) as desk:
        assert desk.row("NOT HANDED OVER")
        assert line(desk).endswith("张三 (000001) collected before, on 2026-11-24 17:34, from owner.")
        assert desk.row("1 of 8 | 7 still to come")


async def test_who_is_not_on_the_list_and_a_strange_card_are_told_plainly(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, THIRD_CARD) as desk:
        assert line(desk).endswith("周八 (000010) is not on the list of 中秋慰问.")
        await scan(desk, "99887766")
        assert line(desk).endswith("99887766 is nobody's card or staff number.")
        assert desk.row("NOT HANDED OVER")
    assert collected(shop) == []


async def test_a_staff_number_as_a_barcode_is_taken_too(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, "000003") as desk:
        assert desk.row("王五  000003  财务科")


async def test_without_a_card_a_member_is_found_by_typing(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        await desk.press("l", "s", "enter")
        assert desk.row("李四  000002  办公室")
        await desk.press("x", "q", "z", "enter")
        assert line(desk).endswith("Nobody is found by xqz.")


async def test_scans_in_a_row_are_all_done_in_their_order(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        for card in ("000003", "000004", CARD, "000005", OTHER_CARD, "000006", CARD, "000008"):
            desk.app.screen.post_message(Scanned(card))
        await settled(desk.pilot)
        assert desk.row("7 of 8 | 1 still to come")
        assert line(desk).endswith("孙停 000008: 7 of 8 | 1 still to come")
        named = [row.split()[1] for row in desk.rows if row.strip().startswith("17:34:")]
        assert named[:3] == ["孙停", "张三", "长" * 8]
    assert len(collected(shop)) == 7


async def test_a_scan_while_the_database_is_busy_is_done_afterwards(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with handing(shop, tmp_path) as desk:
        do = desk.app.link.do  # type: ignore[attr-defined]

        monkeypatch.setattr(desk.app.link, "do", _busy)  # type: ignore[attr-defined]
        await scan(desk, CARD)
        await scan(desk, OTHER_CARD)
        assert desk.row("0 of 8")
        monkeypatch.setattr(desk.app.link, "do", do)  # type: ignore[attr-defined]
        await desk.press("enter")
        assert desk.row("2 of 8 | 6 still to come")
    assert collected(shop) == ["000001", "000002"]


async def test_the_count_is_right_while_another_desk_hands_out(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        for member in ("000003", "000004"):
            shop.do("hand_out", session="moon", member=member)
        await scan(desk, OTHER_CARD)
        assert desk.row("4 of 8 | 4 still to come")
        shop.do("hand_out", session="moon", member="000005")
        await desk.follow()
        assert desk.row("5 of 8 | 3 still to come")
        await scan(desk, "000003")
        assert "王五 (000003) collected before" in line(desk)


async def test_what_is_out_is_a_refusal(shop: Club, tmp_path: Path) -> None:
    shop.do("write_off", sku="TOWEL", quantity=100, reason="水淹")
    async with handing(shop, tmp_path, CARD) as desk:
        assert line(desk).endswith("Of 毛巾礼盒 (TOWEL) there are 0, not 1.")
    assert collected(shop) == []


async def test_a_mistake_is_taken_back(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        await desk.press("f6")
        assert desk.row("TAKEN BACK")
        assert desk.row("0 of 8 | 8 still to come")
        await desk.press("f6")
        assert line(desk).endswith("Mark a hand-over first: up and down.")
        await scan(desk, CARD)
        assert desk.row("1 of 8 | 7 still to come")


async def test_the_smallest_window_shows_the_last_scans_too(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, OTHER_CARD, CARD, size=(60, 15)) as desk:
        assert desk.row("HANDED OVER")
        assert desk.row("张三  000001  财务科")
        assert desk.row("2 of 8 | 6 still to come")
        assert len([row for row in desk.rows if row.strip().startswith("17:34:")]) == 2


async def test_while_scans_wait_the_screen_is_not_left(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with handing(shop, tmp_path) as desk:
        monkeypatch.setattr(desk.app.link, "do", _busy)  # type: ignore[attr-defined]
        await scan(desk, CARD)
        await desk.press("escape")
        assert line(desk).endswith("Scans that still wait for the club: 1")


async def _busy(*_given: Any) -> Any:
    raise DeskError("database_busy", seconds=30)


# The bell


async def test_one_tone_is_a_hand_over_and_two_are_a_refusal(
    shop: Club, tmp_path: Path, bells: list[int]
) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        assert len(bells) == 1
        await scan(desk, CARD)
        await until(desk.pilot, lambda _rows: len(bells) == 3)


async def test_the_palette_turns_the_bell_off_and_that_is_kept(
    shop: Club, tmp_path: Path, bells: list[int]
) -> None:
    async with handing(shop, tmp_path) as desk:
        await desk.app.screen.run_action("bell")
        await settled(desk.pilot)
        assert line(desk).endswith("The bell is off.")
        await scan(desk, CARD)
        assert bells == []
    assert settings.read()["bell"] == "off"


# By proxy


async def test_two_cards_are_a_hand_over_to_a_proxy(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        await desk.press("f7")
        assert desk.row("BY PROXY")
        assert line(desk).endswith("Whose share is it? Scan the absent member's card, or find them by name")
        await scan(desk, CARD)
        assert line(desk).endswith("Who collects for 张三? Scan the proxy's card, or type name, relation")
        assert desk.row("张三  000001  财务科")
        await scan(desk, CARD)
        assert line(desk).endswith("That is the card of 张三; scan the proxy's.")
        await scan(desk, THIRD_CARD)
        assert line(desk).endswith("张三 000001: 1 of 8 | 7 still to come | collected by 周八")
        await scan(desk, CARD)
        assert "周八 collected for 张三 (000001) before, on 2026-11-24 17:34, from owner." in line(desk)
    assert collected(shop) == ["000001"]


async def test_a_proxy_who_is_no_member_is_typed(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        await desk.press("f7")
        await scan(desk, CARD)
        await desk.press(*"Wang", "comma", *"wife", "enter")
        assert line(desk).endswith("collected by Wang")
    told = shop.ask("hand_out", session="moon")["members"]
    proxy = next(one["proxy"] for one in told if one["member"] == "000001")
    assert proxy == {"name": "Wang", "relation": "wife"}


async def test_a_proxy_for_one_who_has_collected_is_refused_at_the_first_card(
    shop: Club, tmp_path: Path
) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        await desk.press("f7")
        await scan(desk, CARD)
        assert "张三 (000001) collected before" in line(desk)
        await desk.press("f7", "escape")
        await scan(desk, OTHER_CARD)
        assert desk.row("李四  000002")
    assert collected(shop) == ["000001", "000002"]


# Who is still to come


async def test_who_is_still_to_come_is_listed_and_searched(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        await desk.press("f3")
        assert desk.row("中秋慰问 | Still to come | 1 of 8 | 7 still to come")
        assert "张三" not in text_of(desk.app)
        await desk.press("l", "s")
        assert desk.row("李四")
        assert "王五" not in text_of(desk.app)
        assert line(desk).endswith("Enter = hand over to 李四 000002")
        await desk.press("f4", "escape", "escape")
        assert desk.row("HANDED OVER")


async def test_the_list_also_hands_over_and_scans_go_on(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path) as desk:
        await desk.press("f3")
        for card in (CARD, OTHER_CARD):
            desk.app.screen.post_message(Scanned(card))
        await settled(desk.pilot)
        assert desk.row("2 of 8 | 6 still to come")
        assert line(desk).endswith("李四 000002: 2 of 8 | 6 still to come")
        await desk.press("f4")
        assert desk.row("李四").split()[3:] == ["11-24", "17:34"]
        await desk.press("f4", "enter")
        assert desk.row("3 of 8 | 5 still to come")


# The list that is signed, and the end


async def test_the_collection_list_is_written_and_its_path_told(
    shop: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.hand_out.slip_folder", lambda _database: tmp_path)
    monkeypatch.setattr("tui.screens.written.opens", lambda _path: False)
    async with handing(shop, tmp_path, CARD, size=(200, 50)) as desk:
        await desk.press("f5")
        assert line(desk).endswith(f"Written: {tmp_path / 'hand-out-moon.xlsx'}")
    cells = [
        cell.value for row in load_workbook(tmp_path / "hand-out-moon.xlsx").worksheets[0] for cell in row
    ]
    assert "张三" in cells
    assert "1 of 8" in cells


async def test_the_end_is_asked_about_and_afterwards_nothing_is_handed_out(
    shop: Club, tmp_path: Path
) -> None:
    async with handing(shop, tmp_path, CARD) as desk:
        await desk.press("f8")
        assert "7 did not come" in line(desk)
        await desk.press("escape", "enter")
        assert shop.ask("hand_out", session="moon")["state"] == "open"
        await desk.press("f8", "enter")
        assert line(desk).endswith("Closed: 1 collected, 7 did not come.")
        await scan(desk, OTHER_CARD)
        assert line(desk).endswith("The hand-out 中秋慰问 is closed.")
        await desk.press("escape")
        assert desk.row("Closed")
    assert shop.ask("hand_out", session="moon")["state"] == "closed"


# A new one


async def begin(desk: Desk, **fields: str) -> None:
    """The fields of a new hand-out, as they are typed."""
    await desk.press("f5")
    for name in ("name", "lines", "departments", "list", "fund"):
        if name in fields:
            desk.app.screen.query_one(f"#field-{name}").value = fields[name]  # type: ignore[attr-defined]
    await settled(desk.pilot)


async def test_a_hand_out_is_begun_for_a_department_and_foretold(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("f9", "ctrl+o")
        await begin(desk, name="慰问", lines="大米=3", departments="财务科, 车间", fund="工会经费")
        assert line(desk).endswith("Enter = open it for 3 members | There is not enough for all of: 大米.")
        assert len(shop.ask("hand_outs")["sessions"]) == 1
        await desk.press("enter")
        assert desk.row("慰问 | 大米 x3 | 工会经费")
        assert desk.row("0 of 3 | 3 still to come")
        await scan(desk, CARD)
        assert desk.row("1 of 3 | 2 still to come")


async def test_a_scanned_barcode_is_an_item_of_the_new_hand_out(shop: Club, tmp_path: Path) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("f9", "ctrl+o")
        await begin(desk, name="慰问")
        await scan(desk, "690001")
        await scan(desk, "690002")
        assert desk.row(" Items").split()[1:] == ["RICE,", "TOWEL"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"lines": "nothing"}, "There is no item nothing."),
        ({"lines": "TICKET"}, "电影票"),
        ({"lines": "大米", "departments": "别的"}, "Nobody here is of the department 别的."),
        ({"lines": "大米=0"}, "at least 1"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    shop: Club, tmp_path: Path, fields: dict[str, str], told: str
) -> None:
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("f9", "ctrl+o")
        await begin(desk, name="慰问", **fields)
        await desk.press("enter")
        assert told in text_of(desk.app)
    assert len(shop.ask("hand_outs")["sessions"]) == 1


def sheet_of(folder: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in (("工号", "姓名"), *rows):
        book.worksheets[0].append(row)
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


async def test_the_list_is_read_from_a_sheet(shop: Club, tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ("000001", "张三"), ("000010", "周 八"))
    async with open_desk(shop, tmp_path) as desk:
        await desk.press("f9", "ctrl+o")
        await begin(desk, name="慰问", lines="大米", list=str(path))
        assert line(desk).endswith("Enter = open it for 2 members")
        await desk.press("enter")
        assert desk.row("0 of 2 | 2 still to come")


async def test_an_error_of_the_sheet_is_told_with_its_cell_and_nothing_is_begun(
    shop: Club, tmp_path: Path
) -> None:
    path = sheet_of(tmp_path, ("000001", "李四"), ("000777", ""), ("000007", ""))
    async with open_desk(shop, tmp_path, (120, 40)) as desk:
        await desk.press("f9", "ctrl+o")
        await begin(desk, name="慰问", lines="大米", list=str(path))
        assert "B2" in line(desk)
        assert "000001 is 张三, not 李四" in line(desk)
        await desk.press("enter")
        assert desk.row("A new hand-out")
        await begin_again(desk, tmp_path / "none.xlsx")
        assert "none.xlsx" in line(desk) or "file" in line(desk)
    assert len(shop.ask("hand_outs")["sessions"]) == 1


async def begin_again(desk: Desk, path: Path) -> None:
    desk.app.screen.query_one("#field-list").value = str(path)  # type: ignore[attr-defined]
    await settled(desk.pilot)


# All the time


async def test_it_follows_the_language(shop: Club, tmp_path: Path) -> None:
    async with handing(shop, tmp_path, CARD, CARD) as desk:
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert set(english([row for row in desk.rows if "collected before" not in row])) <= {"owner"}
        await desk.press("f3")
        assert set(english(desk.rows)) <= {"click", "app", "quit"}
        await desk.press("escape", "escape")
        assert set(english(desk.rows)) - {"moon"} == set()
        await desk.press("f5")
        assert set(english(desk.rows)) - {"csv", "RICE"} == set()


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_never_markup_and_no_line_is_longer_than_the_window(
    shop: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with handing(shop, tmp_path, "000005", "000009", "000006", size=size) as desk:
        assert desk.row(HOSTILE[0])
        assert desk.row(HOSTILE[1][:15])
        await desk.press("f3")
        assert all(cell_len(row) <= size[0] for row in desk.rows)
