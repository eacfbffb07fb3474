"""The screen of the operators."""

import re
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.screens import settled, text_of
from tests.support.signing_in import OTHER, actions, hash_cheaply, make_operator, sign_in, type_in
from tui.app import Console


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_cheaply(monkeypatch)


def password_on(console: Console) -> str:
    """The one that is shown in large."""
    found = re.search(r"(?:[a-z2-9] ){5}- (?:[a-z2-9] ){5}- (?:[a-z2-9] ){4}[a-z2-9]", text_of(console))
    assert found is not None, text_of(console)
    return found[0].replace(" ", "")


async def test_the_first_owner_is_made_here_and_signs_in_with_the_password_that_was_shown_once(
    console_club: Club, tmp_path: Path
) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        console.action_go("operators")
        await settled(pilot)
        assert "F5 = make the first one, an owner" in text_of(console)
        await pilot.press("f5", "主", "任", "enter")
        await settled(pilot)
        await pilot.press("f5")
        await settled(pilot)
        password = password_on(console)
        await pilot.press("enter")
        await settled(pilot)
        assert "There are operators now: sign in." in text_of(console)
        assert password not in text_of(console).replace(" ", "")
        await sign_in(pilot, "主任", password)
        await type_in(pilot, OTHER)
        await pilot.press("enter")
        await type_in(pilot, OTHER)
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert "主任" in text_of(console)
        assert "李四" in text_of(console)


async def test_an_owner_changes_roles_and_ends_and_gives_access(console_club: Club, tmp_path: Path) -> None:
    make_operator(console_club, "zhu", "owner")
    make_operator(console_club, "wang", "clerk")
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "zhu")
        console.action_go("operators")
        await settled(pilot)
        assert "the roles of wang" in text_of(console)
        await pilot.press("f8")
        await settled(pilot)
        assert "wang has no access any more." in text_of(console)
        await pilot.press("f8")
        await settled(pilot)
        assert "wang has access again." in text_of(console)
        await pilot.press("enter", "down", "enter", "f5")
        await settled(pilot)
        assert "clerk, approver, level 1" in text_of(console)
        assert actions(console_club)[-1] == ("zhu", "change_operator")


async def test_a_token_is_written_to_a_file(console_club: Club, tmp_path: Path) -> None:
    make_operator(console_club, "zhu", "owner")
    make_operator(console_club, "HR", "manager")
    (tmp_path / "user").mkdir(exist_ok=True)
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "zhu")
        console.action_go("operators")
        await settled(pilot)
        while "HR" not in text_of(console):  # the list is asked for
            await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Written:" in text_of(console)
        path = Path.home() / "frontdesk.token"
        assert path.read_text(encoding="utf-8").startswith("HR:")


async def test_who_may_not_keep_the_operators_is_told(console_club: Club, tmp_path: Path) -> None:
    make_operator(console_club, "zhu", "owner")
    make_operator(console_club, "wang", "clerk")
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "wang")
        console.action_go("operators")
        await settled(pilot)
        assert "That is not yours to do: it is for manager, auditor, owner." in text_of(console)
