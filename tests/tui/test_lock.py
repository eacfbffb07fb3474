"""The desk is locked after a while without a key: nothing of the club is left on the terminal,
and whoever was here finds everything as it was."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tests.support.signing_in import actions, hash_cheaply, make_operator, sign_in
from tui.app import Console

MINUTE = 60.0
OF_THE_CLUB = ("李四", "张三", "羽毛球", "F10", "财务科", "小王")


class Clock:
    """Seconds since the machine was started, as a test wants them."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def console(console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Console:
    """The console of a club with an owner and two clerks."""
    hash_cheaply(monkeypatch)
    make_operator(console_club, "主任", "owner")
    make_operator(console_club, "小王", "clerk")
    make_operator(console_club, "小李", "clerk")
    console = Console(tmp_path / "club.db")
    console.presence.clock = clock
    return console


async def begun(pilot: Pilot[int], name: str = "小王") -> None:
    await settled(pilot)
    await sign_in(pilot, name)


async def left_alone(pilot: Pilot[int], clock: Clock, seconds: float) -> None:
    """Time passes without a key."""
    assert isinstance(pilot.app, Console)
    clock.at += seconds
    pilot.app.lock_if_due()
    await settled(pilot)


async def choose(pilot: Pilot[int], letters: str = "zhangsan") -> None:
    await pilot.press(*letters)
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


async def test_without_a_key_for_five_minutes_nothing_of_the_club_is_left_on_the_terminal(
    console: Console, clock: Clock
) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        assert "李四" in text_of(console)
        await left_alone(pilot, clock, 5 * MINUTE - 1)
        assert "李四" in text_of(console)
        await left_alone(pilot, clock, 1)
        assert "Locked after a while without a key" in text_of(console)
        told = text_of(console).replace("小王", "", 1)  # the name stands in its field
        assert [word for word in OF_THE_CLUB if word in told] == []


async def test_a_key_begins_the_five_minutes_anew(console: Console, clock: Clock) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await left_alone(pilot, clock, 4 * MINUTE)
        await pilot.press("right")
        await left_alone(pilot, clock, 4 * MINUTE)
        assert "李四" in text_of(console)


async def test_the_club_says_after_how_many_minutes(
    console: Console, console_club: Club, clock: Clock
) -> None:
    from tests.support.operators import at

    at(console_club, "主任").do("change_settings", idle_lock_minutes=1)
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await left_alone(pilot, clock, MINUTE)
        assert "Locked" in text_of(console)


async def test_whoever_was_here_finds_what_was_typed_and_chosen(console: Console, clock: Clock) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await choose(pilot)
        await pilot.press("w", "a", "n", "g")
        await settled(pilot)
        before = shown(console)
        await left_alone(pilot, clock, 6 * MINUTE)
        assert "wang" not in text_of(console)
        await sign_in(pilot, "小王")
        assert shown(console) == before
        assert "张三" in text_of(console)


async def test_another_operator_finds_nothing_of_it_and_the_first_ones_leaving_is_kept(
    console: Console, console_club: Club, clock: Clock
) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await choose(pilot)
        assert "张三" in shown(console)[1]
        await left_alone(pilot, clock, 6 * MINUTE)
        await sign_in(pilot, "小李")
        assert "小李" in shown(console)[0]
        assert "张三" not in text_of(console)
        assert actions(console_club)[-2:] == [("小李", "signed_in"), ("小王", "signed_out")]


async def test_ctrl_s_locks_at_once_and_nothing_else_acts_there(console: Console) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "Locked." in text_of(console)
        for key in ("f2", "f9", "f10", "ctrl+u", "ctrl+d", "ctrl+w", "ctrl+p", "f1", "escape"):
            await pilot.press(key)
            await settled(pilot)
            assert "Sign in at the desk" in text_of(console)


async def test_what_comes_by_itself_while_it_is_locked_does_not_come_before_it(console: Console) -> None:
    async with console.run_test(size=(80, 24), notifications=True) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        console.notify("张三 has bought", markup=False)
        console.back_to_grid("张三")
        console.action_go("members")
        await settled(pilot)
        assert "张三" not in text_of(console)
        await sign_in(pilot, "小王")
        assert console.current_mode == "members"
        assert "张三 has bought" in text_of(console)


async def test_nobody_is_asked_or_told_anything_while_it_is_locked(
    console: Console, console_club: Club
) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        before = actions(console_club)
        await console._screens_follow()
        await console._keep_seen()
        await settled(pilot)
        assert actions(console_club) == before


async def test_after_the_longest_time_even_somebody_at_work_signs_in_anew(
    console: Console, clock: Clock
) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        for _ in range(12 * 15):
            clock.at += 4 * MINUTE
            console.presence.touch()
            console.lock_if_due()
        await settled(pilot)
        assert "signed in for long" in text_of(console)


async def test_signing_out_leaves_nothing_for_the_next_one(console: Console, console_club: Club) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await console.action_sign_out()
        await settled(pilot)
        assert "Signed out." in text_of(console)
        assert console.screen.query_one("#name", Input).value == ""
        assert actions(console_club)[-1] == ("小王", "signed_out")


async def test_access_that_was_ended_elsewhere_brings_the_screen_to_sign_in_at(
    console: Console, console_club: Club
) -> None:
    from tests.support.operators import at

    async with console.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        at(console_club, "主任").do("change_operator", name="小王", disabled=True)
        await console._screens_follow()
        await settled(pilot)
        assert "小王 is signed out" in text_of(console)
        assert "李四" not in text_of(console)
        await sign_in(pilot, "小王")
        assert "is wrong" in text_of(console)
