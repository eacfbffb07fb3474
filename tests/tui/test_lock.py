"""The desk is locked after a while without a key: nothing of the club is left on the terminal."""

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of, until
from tests.support.signing_in import PASSWORD, hash_cheaply, make_operator, sign_in, type_in
from tui.app import Console

MINUTE = 60.0


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
    """A club with an owner, a clerk and an approver; its console."""
    hash_cheaply(monkeypatch)
    make_operator(console_club, "主任", "owner")
    make_operator(console_club, "小王", "clerk")
    make_operator(console_club, "审批员", "approver_1")
    console = Console(tmp_path / "club.db")
    console.presence.clock = clock
    return console


async def test_without_a_key_for_five_minutes_nothing_of_the_club_is_left_on_the_terminal(
    console: Console, clock: Clock
) -> None:
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await sign_in(pilot, "小王")
        assert "李四" in text_of(console)
        clock.at += 5 * MINUTE - 1
        console.lock_if_due()
        assert not console.asks_to_sign_in
        clock.at += 1
        console.lock_if_due()
        await settled(pilot)
        assert "Locked" in text_of(console)
        for word in ("李四", "羽毛球", "F10", "court"):
            assert word not in text_of(console)
