"""The console opens on a screen to sign in at, once there are operators."""

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tests.support.signing_in import OTHER, PASSWORD, actions, hash_cheaply, make_operator, sign_in, type_in
from tui.app import Console
from tui.language import CHINESE, use


@pytest.fixture
def operators(console_club: Club, monkeypatch: pytest.MonkeyPatch) -> Club:
    """A club with an owner, a clerk and an approver."""
    hash_cheaply(monkeypatch)
    make_operator(console_club, "主任", "owner")
    make_operator(console_club, "小王", "clerk")
    make_operator(console_club, "审批员", "approver_1")
    return console_club


@pytest.mark.parametrize(("language", "told"), [("en", "everyone is owner"), (CHINESE, "人人都是负责人")])
@pytest.mark.parametrize("mode", ["booking", "counter", "members", "attention", "reports", "operators"])
async def test_until_there_are_operators_every_header_says_so(
    console_club: Club, tmp_path: Path, language: str, told: str, mode: str
) -> None:
    use(language)
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        console.action_go(mode)
        await settled(pilot)
        assert told in shown(console)[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("language", "told"), [("en", "Sign in at the desk"), (CHINESE, "请登录前台")])
async def test_nothing_of_the_club_is_on_the_terminal_before(
    operators: Club, tmp_path: Path, size: tuple[int, int], language: str, told: str
) -> None:
    use(language)
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=size) as pilot:
        await settled(pilot)
        seen = text_of(console)
        assert told in seen
        assert [word for word in ("李四", "羽毛球", "F10", "小王") if word in seen] == []


async def test_name_and_password_open_the_day_and_the_header_names_the_operator(
    operators: Club, tmp_path: Path
) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("小", "王", "enter")
        await type_in(pilot, PASSWORD)
        await settled(pilot)
        assert "***" in text_of(console)
        assert "graue" not in text_of(console)
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert "小王" in shown(console)[0]
        assert "李四" in text_of(console)
        assert actions(operators)[-1] == ("小王", "signed_in")


async def test_a_wrong_name_or_password_is_one_sentence(operators: Club, tmp_path: Path) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("小王", "没人"):
            await sign_in(pilot, name, "what nobody has")
            assert f"The name or the password is wrong, or {name} has no access" in text_of(console)
            assert "***" not in text_of(console)


async def test_after_many_failures_the_seconds_are_counted_down(operators: Club, tmp_path: Path) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        from core.operators.records import Attempts

        with operators.database.write() as store:
            from core.clock import uptime

            store.keep_attempts("desk", Attempts(12, int(uptime())))
        await sign_in(pilot, "小王")
        assert "Too many failed sign-ins: try again in 1" in text_of(console)
        screen = console.screen
        screen._wait = 6  # type: ignore[attr-defined]  # as if it had been waited
        screen._count_down()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "try again in 5 seconds" in text_of(console)
        await pilot.press("enter")
        assert "try again in 5 seconds" in text_of(console)


async def test_a_password_for_one_sign_in_asks_for_another_twice(operators: Club, tmp_path: Path) -> None:
    make_operator(operators, "新人", "clerk", must_change=True)
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "新人")
        assert "Set a password of your own" in text_of(console)
        assert "李四" not in text_of(console)
        await type_in(pilot, "woaini1314")
        await pilot.press("enter")
        await type_in(pilot, "woaini1314")
        await pilot.press("enter")
        await settled(pilot)
        assert "tried first" in text_of(console)
        await type_in(pilot, OTHER)
        await pilot.press("enter")
        await type_in(pilot, "something else")
        await pilot.press("enter")
        await settled(pilot)
        assert "another one than above" in text_of(console)
        await type_in(pilot, OTHER)
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert "李四" in text_of(console)
        assert ("新人", "change_password") in actions(operators)


async def test_escape_empties_the_fields_and_then_leaves(operators: Club, tmp_path: Path) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("小", "王", "enter", "x", "y", "escape")
        assert "**" not in text_of(console)
        assert console.screen.query_one("#name", Input).value == "小王"
        await pilot.press("escape")
        assert console.screen.query_one("#name", Input).value == ""
        assert console.is_running
        await pilot.press("escape")
        await pilot.pause()
    assert console.return_code == 0


async def test_a_card_before_the_scanner_does_nothing(
    operators: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.scanner.GAP_SECONDS", 1000.0)
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        console.screen.query_one("#password").focus()
        await pilot.pause()
        before = text_of(console)
        await pilot.press(*"6901234567892", "enter")
        await settled(pilot)
        assert text_of(console) == before
        assert actions(operators)[-1][1] != "sign_in_refused"


async def test_an_input_method_in_a_hidden_field_is_told(operators: Club, tmp_path: Path) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field = console.screen.query_one("#password")
        field.focus()
        field.post_message(events.Paste("１２３"))
        await settled(pilot)
        assert "***" in text_of(console)
        assert "is an input method on?" in text_of(console)


async def test_what_a_role_may_not_do_is_told_and_kept_once(operators: Club, tmp_path: Path) -> None:
    """The screens ask again and again by themselves."""
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "审批员")
        console.action_go("reports")
        await settled(pilot)
        for _ in range(3):
            await console._screens_follow()
            await settled(pilot)
        assert "That is not yours to do" in text_of(console)
        refused = [action for _who, action in actions(operators) if action.endswith("_refused")]
        assert len(refused) == len(set(refused)) > 0


async def test_nothing_that_the_console_asks_by_itself_is_refused(operators: Club, tmp_path: Path) -> None:
    console = Console(tmp_path / "club.db")
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "审批员")
        for mode in ("attention", "counter", "members", "schedule", "booking"):
            console.action_go(mode)
            await settled(pilot)
        await console._deliver()
        await console._keep_seen()
        await settled(pilot)
        assert [action for _who, action in actions(operators) if action.endswith("_refused")] == []
