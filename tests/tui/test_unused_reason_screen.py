"""F2, Ctrl+B: why a member uses none of the allowance, noted with a digit."""

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.raw import raw
from tests.support.screens import settled
from tests.tui.test_member_screen import SIZES, open_desk
from tui.scanner import Scanned

MEMBER = "000001"


def noted(club: Club) -> list[tuple[str | None, str]]:
    return [(row["reason"], row["day"]) for row in raw(club, "unused_reason")]


@pytest.mark.parametrize("size", SIZES)
async def test_a_digit_notes_the_reason(console_club: Club, tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_desk(console_club, tmp_path, size) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+b")
        assert desk.line.startswith("Why does 张三 use none of the allowance? A digit notes it | Esc = back")
        assert desk.row("5 saving up")
        assert desk.row("8 take back what was noted this month")
        await desk.press("5")
        assert desk.line == "Noted for this month: 张三: saving up"
        assert noted(console_club) == [("saving_up", TODAY)]


async def test_the_reason_of_before_is_told(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+b", "1", "ctrl+b", "down", "enter")
        assert desk.line == "Noted for this month: 张三: nothing suitable (before: did not know of it)"
        await desk.press("ctrl+b", "8")
        assert desk.line == "张三: nothing is noted for this month any more (before: nothing suitable)"
        assert [reason for reason, _ in noted(console_club)] == ["not_aware", "nothing_suitable", None]


async def test_esc_notes_nothing_and_letters_do_not_search(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+b", "x", "9")
        assert desk.row("1 did not know of it")
        await desk.press("escape")
        assert noted(console_club) == []
        assert not any("1 did not know of it" in row for row in desk.rows)
        assert any("张三" in row for row in desk.rows)


async def test_a_card_that_is_read_meanwhile_ends_the_question(console_club: Club, tmp_path: Path) -> None:
    console_club.do("change_member", staff_no="000002", card_no="04A2B3C4")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+b")
        desk.app.screen.post_message(Scanned("04A2B3C4"))
        await settled(desk.pilot)
        assert not any("1 did not know of it" in row for row in desk.rows)
        assert any("000002" in row for row in desk.rows)


async def test_in_chinese(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        await desk.press("ctrl+b", "5")
        assert desk.line == "已记录本月：张三：攒额度"


async def test_without_a_member_there_is_nobody_to_ask(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2", "ctrl+b")
        assert desk.line == "Choose a member first."


async def test_the_key_of_the_reports_opens_them_from_a_members_page_too(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at(MEMBER)
        await desk.press("ctrl+w")
        assert desk.line.startswith("Enter = write the workbook of 2026-11")
    assert noted(console_club) == []
