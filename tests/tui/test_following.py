"""What another process changes is on the screen within two seconds, and nobody's hand is disturbed."""

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.screens import settled, shown, until
from tui import connection
from tui.app import Console


@pytest.fixture(autouse=True)
def _follows_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FOLLOW_SECONDS", 0.05)


def test_the_console_looks_at_least_every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert connection.FOLLOW_SECONDS <= 1


async def test_anothers_booking_appears_and_the_cursor_stays(console_club: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        await settled(pilot)
        before = shown(pilot.app)
        console_club.book("000001", "court1", TODAY, "19:30")
        await until(pilot, lambda rows: any("李四" in row and "张三" in row for row in rows))
        after = shown(pilot.app)
        assert after[-4:] == before[-4:]
        assert [row for row in after if "羽毛球1号场" not in row] == [
            row for row in before if "羽毛球1号场" not in row
        ]


async def test_what_is_being_typed_stays(console_club: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z", "s", "h")
        await settled(pilot)
        console_club.book("000001", "court2", TODAY, "19:30")
        await until(pilot, lambda rows: any("羽毛球2" in row and "张三" in row for row in rows))
        assert "Find: zsh" in shown(pilot.app)[1]


async def test_the_line_of_enter_follows_too(console_club: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z", "s", "enter")
        await settled(pilot)
        await pilot.press("right")
        await settled(pilot)
        assert "Enter = book 张三" in shown(pilot.app)[-3]
        console_club.book("000003", "court1", TODAY, "19:30")
        await until(pilot, lambda rows: "waitlist, number 1" in rows[-3])


async def test_a_new_period_keeps_the_cursor_on_its_slot(console_club: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "right")
        await settled(pilot)
        words = shown(pilot.app)[-4]
        assert "乒乓球台" in words
        console_club.publish(("reading", TODAY, "21:00-22:00"))
        await until(pilot, lambda rows: "21:00" in rows[2])
        assert shown(pilot.app)[-4] == words
