"""F1: what the marks mean, and what each key does here."""

from collections.abc import Callable

from textual.widgets import Static

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.grid.model import CLOSED, FREE, MARKS, NONE
from tui.keys import table
from tui.language import settings_file
from tui.screens.help import MARK_WORDS

MakeConsole = Callable[[], Console]


def _whole(app: Console) -> str:
    """The help's whole text, seen or not."""
    return str(app.screen.query_one("#help-text", Static).render())


def test_every_mark_of_the_grid_is_explained() -> None:
    assert {*MARKS.values(), FREE, NONE, CLOSED} <= set(MARK_WORDS)


async def test_f1_tells_of_the_marks_and_keys_of_the_grid(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        told = _whole(app)
        for words in ("has not arrived although the slot has begun", "cancel a booking", "one slot more"):
            assert words in told
        for id, row in table().items():
            if id.startswith(("booking.", "grid.", "console.")):
                assert row.what in told


async def test_the_help_scrolls_and_esc_leads_back_to_the_same_cell(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("right")
        await settled(pilot)
        before = shown(app)
        await pilot.press("f1")
        await settled(pilot)
        first = shown(app)
        await pilot.press("pagedown")
        await settled(pilot)
        assert shown(app) != first
        await pilot.press("escape")
        await settled(pilot)
        assert shown(app) == before


async def test_the_help_tells_of_keys_of_ones_own(club: Club, console: MakeConsole) -> None:
    app = console()
    path = settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('[keys]\n"booking.cancel" = "ctrl+x"\n', encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        row = next(line for line in _whole(app).splitlines() if "cancel a booking" in line)
        assert row.split() == ["Ctrl+X", "cancel", "a", "booking"]


async def test_the_help_follows_the_language(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        app.speak("zh_CN")
        await settled(pilot)
        assert "取消预约" in _whole(app)


async def test_help_in_the_search_tells_of_its_keys_and_leaves_what_is_typed(
    club: Club, console: MakeConsole
) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z", "f1")
        await settled(pilot)
        assert "Where the cursor is" in _whole(app)
        await pilot.press("f1")
        await settled(pilot)
        assert "Find: z" in text_of(app)
