"""A console that was closed, or closed itself, comes back to the same place."""

from pathlib import Path

from textual.pilot import Pilot

from tests.support.club import Club
from tests.support.screens import settled, shown
from tui import state
from tui.app import Console


async def _press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def test_day_cell_and_chosen_member_come_back(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _press(pilot, "z", "s", "enter", "ctrl+right", "down", "down", "left")
        before = shown(pilot.app)
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown(pilot.app) == before
        assert "乒乓球台 11-25 Wed 16:30" in before[-4]
        assert "Chosen: 张三" in before[1]


async def test_the_week_comes_back(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _press(pilot, "down", "f3", "right")
        before = shown(pilot.app)
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown(pilot.app) == before


async def test_keys_pressed_just_before_the_end_are_kept(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "right")
    kept = state.load(state.standing_file(path))
    assert (kept.facility, kept.start) == ("table", 19 * 60 + 30)


async def test_a_standing_that_is_nonsense_is_passed_over(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    file = state.standing_file(path)
    for text in (
        "",
        "[]",
        '{"day": "never"}',
        '{"day": 3, "start": "x", "facility": []}',
        '{"week": 1, "x": 2}',
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        async with Console(path).run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert any("羽毛球1号场" in row for row in shown(pilot.app)), text


async def test_a_chosen_member_who_is_no_more_is_let_go(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    state.save(state.standing_file(path), state.Standing(day="2026-11-24", member="999999"))
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Chosen" not in shown(pilot.app)[1]
