"""Masks on the screen, the key that tells a number whole, and who was informed."""

from pathlib import Path

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.screens import text_of
from tests.tui.test_member_screen import open_desk

WHOLE, MASKED = "13800000012", "138****0012"


def records(club: Club, action: str) -> list[str]:
    with club.database.read() as store:
        return [record.body for record in store.audit_records() if record.action == action]


async def test_a_members_page_shows_masks_and_one_key_tells_the_number_whole(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        assert desk.row(MASKED)
        assert WHOLE not in text_of(desk.app)
        await desk.press("ctrl+a")
        assert WHOLE in desk.line
        (body,) = records(console_club, "reveal")
        assert '"member":"000002"' in body
        assert '"why":"MemberScreen"' in body
        assert WHOLE not in body


async def test_with_the_next_thing_said_the_number_is_gone(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("ctrl+a", "escape", "f2")
        assert WHOLE not in text_of(desk.app)


async def test_on_the_grid_the_key_is_about_who_is_chosen(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.type("000002")
        await desk.press("enter", "ctrl+a")
        assert WHOLE in text_of(desk.app)


async def test_in_the_list_of_what_needs_attention_it_is_about_the_marked_line(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f10")
        assert MASKED in text_of(desk.app)
        assert WHOLE not in text_of(desk.app)
        await desk.press("ctrl+a")
        assert "000002" in desk.line
        assert WHOLE in desk.line


async def test_a_masked_number_that_was_half_typed_over_is_refused_at_its_field(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("ctrl+e", "down", "end")
        await desk.type("9")
        await desk.press("enter")
        assert "is masked here" in text_of(desk.app)
    with console_club.database.read() as store:
        kept = store.member("000002")
    assert kept is not None
    assert kept.phone == WHOLE


async def test_a_page_says_who_was_not_informed_yet_and_a_key_notes_it(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("set_privacy_notice", text="职工之家保存您的信息\n第二行")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        assert "Not informed yet" in text_of(desk.app)
        await desk.press("ctrl+z")
        assert f"Informed: version 1, {TODAY}" in text_of(desk.app)
    assert console_club.ask("member", member="000002")["informed"] == {"version": 1, "day": TODAY}


async def test_somebody_new_is_shown_the_beginning_and_by_a_key_all_of_it_and_that_is_kept(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("set_privacy_notice", text="职工之家保存您的信息\n第二行")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2", "ctrl+n")
        assert "职工之家保存您的信息" in text_of(desk.app)
        await desk.press("ctrl+z")
        assert "第二行" in text_of(desk.app)
        await desk.press("escape")
        await desk.type("N00001")
        await desk.press("down")
        await desk.type("Xin")
        await desk.press("enter")
    assert console_club.ask("member", member="N00001")["informed"] == {"version": 1, "day": TODAY}


async def test_without_a_notice_nothing_is_said_of_it(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        assert "nformed" not in text_of(desk.app)
