"""F12: what would be taken back is told first, then done; on every screen, and nothing typed is lost."""

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.screens import text_of
from tests.tui.test_member_screen import Desk, open_desk

BOOKED = "booked 张三 阅览室 11-25 17:30"
FORETOLD = f"Enter / F12 = take back: {BOOKED} (17:34)"


def told(desk: Desk) -> str:
    """The whole screen, what goes on in another line put together."""
    return " ".join(text_of(desk.app).split())


def _book(club: Club, member: str = "000001") -> str:
    return club.book(member, "reading", TOMORROW, "17:30")


async def test_two_presses_take_back_what_was_done_last(console_club: Club, tmp_path: Path) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        assert FORETOLD in told(desk)
        assert console_club.state(booking) == "confirmed"
        await desk.press("f12")
        assert f"Taken back: {BOOKED}" in told(desk)
        assert console_club.state(booking) == "cancelled"
        assert desk.pressed == 2
    console_club.check()


async def test_enter_takes_it_back_too_and_does_nothing_else(console_club: Club, tmp_path: Path) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12", "enter")
        assert f"Taken back: {BOOKED}" in told(desk)
        assert console_club.state(booking) == "cancelled"


async def test_esc_lets_it_be_and_the_line_says_again_what_it_said(
    console_club: Club, tmp_path: Path
) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        before = desk.rows
        await desk.press("f12")
        assert desk.rows != before
        await desk.press("escape")
        assert desk.rows == before
        await desk.press("enter")
        assert console_club.state(booking) == "confirmed"


async def test_any_other_key_lets_it_be_and_does_its_own_work(console_club: Club, tmp_path: Path) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12", "z")
        assert "Find: z" in text_of(desk.app)
        assert "take back" not in told(desk)
        await desk.press("escape", "escape", "enter")
        assert console_club.state(booking) == "confirmed"


async def test_what_was_typed_and_chosen_stays(console_club: Club, tmp_path: Path) -> None:
    _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.type("ls")
        await desk.press("f12", "f12")
        assert f"Taken back: {BOOKED}" in told(desk)
        assert "Find: ls" in text_of(desk.app)


@pytest.mark.parametrize("keys", [("f9",), ("f10",), ("ctrl+d",), ("ctrl+u",), ("f9", "f8"), ("f2",)])
async def test_it_works_on_every_screen(console_club: Club, tmp_path: Path, keys: tuple[str, ...]) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press(*keys)
        where = type(desk.app.screen)
        await desk.press("f12")
        assert FORETOLD in told(desk)
        await desk.press("f12")
        assert f"Taken back: {BOOKED}" in told(desk)
        assert console_club.state(booking) == "cancelled"
        assert type(desk.app.screen) is where


async def test_on_a_page_without_a_line_of_enter_it_is_told_in_a_corner(
    console_club: Club, tmp_path: Path
) -> None:
    booking = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f1", "f12")
        assert _corner(desk) == [FORETOLD]
        await desk.press("f12")
        assert _corner(desk) == [f"Taken back: {BOOKED}"]
        assert console_club.state(booking) == "cancelled"


def _corner(desk: Desk) -> list[str]:
    """What is told in the corner of the screen."""
    return [notification.message for notification in desk.app._notifications]


async def test_a_refusal_is_told_before_anything_is_tried(console_club: Club, tmp_path: Path) -> None:
    console_club.do("cancel", booking="B5")
    console_club.book("000010", "court1", TODAY, "19:30")
    table = console_club.book("000001", "table", TODAY, "19:30")
    console_club.do("cancel", booking=table)
    other = Club(console_club.database)
    other.clock = console_club.clock
    other.desk._actor = other.desk.actor._replace(name="another")
    other.book("000003", "table", TODAY, "19:30")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        refused = "cancelled 张三 乒乓球台 11-24 19:30 (17:34) can't be taken back: "
        assert refused + "乒乓球台 on 2026-11-24 at 19:30 has not enough places left: 0 free." in told(desk)
        await desk.press("f12")
        assert refused in told(desk)


async def test_what_has_no_inverse_says_why_and_the_way_on(console_club: Club, tmp_path: Path) -> None:
    console_club.member("000020", name="新人")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        assert (
            "member added 新人 (17:34) can't be taken back: a member stays: change the fields, "
            "or let the member leave."
        ) in told(desk)


async def test_with_nothing_done_it_says_so(console_club: Club, tmp_path: Path) -> None:
    console_club.at(f"{TODAY}T18:00")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        assert "You did nothing in the last 10 minutes that could be taken back." in told(desk)


async def test_something_that_was_done_in_between_is_foretold_instead(
    console_club: Club, tmp_path: Path
) -> None:
    first = _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        second = console_club.book("000010", "reading", TOMORROW, "17:30", override="x")
        await desk.press("f12")
        assert "take back: booked 周八" in told(desk)
        assert [console_club.state(booking) for booking in (first, second)] == ["confirmed", "confirmed"]
        await desk.press("f12")
        assert console_club.state(second) == "cancelled"
        assert console_club.state(first) == "confirmed"


async def test_pressed_again_it_goes_further_back(console_club: Club, tmp_path: Path) -> None:
    first = _book(console_club)
    second = console_club.book("000010", "reading", TOMORROW, "17:30", override="x")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12", "f12", "f12", "f12")
        assert f"Taken back: {BOOKED}" in told(desk)
    assert [console_club.state(booking) for booking in (first, second)] == ["cancelled", "cancelled"]


async def test_the_screen_shows_what_has_become_of_it(console_club: Club, tmp_path: Path) -> None:
    console_club.book("000001", "table", TODAY, "19:30")
    async with open_desk(console_club, tmp_path) as desk:
        assert "张三" in desk.row("乒乓球台")
        await desk.press("f12", "f12")
        assert "张三" not in desk.row("乒乓球台")


async def test_a_name_that_looks_like_markup_stays_text(console_club: Club, tmp_path: Path) -> None:
    console_club.book("000005", "reading", TOMORROW, "07:00")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f12")
        assert "booked [/] 阅览室" in told(desk)


async def test_in_chinese_it_is_told_in_chinese(console_club: Club, tmp_path: Path) -> None:
    _book(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        desk.app.action_language("zh_CN")  # type: ignore[attr-defined]
        await desk.press("f12")
        assert "Enter / F12 = 撤销：已预约 张三 阅览室 11-25 17:30（17:34）" in told(desk)
