"""Windows too small for the screens, and terminals without colour."""

from collections.abc import Callable
from itertools import combinations

import pytest
from textual.widgets import Input

from tests.support.club import Club
from tests.support.screens import settled, shown, strips, text_of
from tui.app import Console
from tui.grid.model import CLOSED, FREE, MARKS, NONE
from tui.grid.widget import SlotGrid

MakeConsole = Callable[[], Console]
TOO_SMALL = "This window is too small: 60 x 15 at least."


@pytest.mark.parametrize("size", [(20, 5), (59, 40), (200, 14)])
async def test_a_small_window_gets_one_sentence(
    club: Club, console: MakeConsole, size: tuple[int, int]
) -> None:
    app = console()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert " ".join(text_of(app).split()) == TOO_SMALL


async def test_the_smallest_window_gets_the_screen(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(60, 15)) as pilot:
        await settled(pilot)
        assert "name of gym" in text_of(app)


async def test_a_window_that_grows_back_has_lost_nothing(club: Club, console: MakeConsole) -> None:
    club.facility()
    club.member("000001", name="张三")
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("right", *"zs")
        await settled(pilot)
        before = shown(app)
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert " ".join(text_of(app).split()) == TOO_SMALL
        await pilot.press("x", "f8", "escape", "ctrl+p")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert shown(app) == before
        assert app.focused is app.screen.query_one("#search", Input)


async def test_help_is_still_there_when_the_window_grows_back(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        before = shown(app)
        for width, height in ((20, 5), (30, 6), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
        assert shown(app) == before


# Without colour


def test_each_state_has_its_own_letter() -> None:
    marks = [MARKS[state] for state in ("confirmed", "checked_in", "pending", "no_show", "awaited", "held")]
    assert len({*marks, FREE, NONE, CLOSED}) == len(marks) + 3


async def test_without_colour_each_state_is_told_by_letter_and_weight(
    club: Club, console: MakeConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = console()
    club.facility("court", name="球场", capacity=1, whole_slot=True, slots=False)
    club.publish(("court", "2026-11-23", "09:00-10:00"), ("court", "2026-11-23", "19:30-20:30"))
    club.member("000001", name="张三")
    club.member("000002", name="李四")
    club.book("000001", "court", "2026-11-23", "09:00", walk_in=True)
    club.book("000002", "court", "2026-11-23", "19:30")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        row = next(line for line in shown(app) if line.startswith("球场"))
        assert row.split() == ["球场", "v张三", "李四"]
        pieces = {piece.text.strip(): piece.style for line in strips(app) for piece in line}
        assert pieces["v张三"].bold
        assert pieces["v张三"].reverse  # the cursor
        assert not pieces["李四"].bold
        grid = app.screen.query_one(SlotGrid)
        for one, other in combinations(("awaited", "held", "no_show", "confirmed", "mine"), 2):
            assert _weight(grid, one) != _weight(grid, other), (one, other)


def _weight(grid: SlotGrid, state: str) -> tuple[bool | None, ...]:
    """What is left of a state's style where there is no colour."""
    style = grid.get_component_rich_style(f"slot-grid--{state}")
    parts = (style.bold, style.italic, style.underline, style.strike, style.dim, style.reverse)
    return tuple(map(bool, parts))
