"""The language changes while the console runs: every text follows, nothing that was typed is lost."""

import re
import unicodedata
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.support.club import Club
from tests.support.console_club import TODAY
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.language import CHINESE, ENGLISH

LETTERS = re.compile(r"[A-Za-z]{3,}")
KEYS = {"Esc", "Tab", "PgDn", "PgUp", "Enter"}


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


def english(rows: list[str]) -> list[str]:
    """The English words on the screen, but for the names of keys."""
    return [word for row in rows for word in LETTERS.findall(row) if word not in KEYS]


async def test_every_text_of_the_grid_changes_and_what_is_typed_stays(path: Path) -> None:
    async with Console(path).run_test(size=(200, 50)) as pilot:
        app = pilot.app
        await settled(pilot)
        await pilot.press("z", "s", "enter")
        await settled(pilot)
        await pilot.press("l", "i", "s")
        await settled(pilot)
        app.speak(CHINESE)
        await settled(pilot)
        assert english([row.replace("lis", "") for row in shown(app)]) == []
        assert "查找： lis" in shown(app)[1]
        assert app.screen.query_one("#search", Input).has_focus
        app.speak(ENGLISH)
        await settled(pilot)
        assert "Find: lis" in shown(app)[1]


async def test_a_row_of_options_keeps_what_is_typed(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z", "s", "enter")
        await settled(pilot)
        await pilot.press("ctrl+o", "3", "tab", "tab", "a", "b")
        pilot.app.speak(CHINESE)
        await settled(pilot)
        fields = {
            name: pilot.app.screen.query_one(f"#option-{name}", Input).value for name in ("party", "purpose")
        }
        assert fields == {"party": "3", "purpose": "ab"}
        assert "Places" not in text_of(pilot.app)
        assert "Purpose" not in text_of(pilot.app)


async def test_the_date_field_stays_a_date_field(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+g", "2")
        pilot.app.speak(CHINESE)
        await settled(pilot)
        assert "日期" in shown(pilot.app)[1]
        await pilot.press("6", "enter")
        await settled(pilot)
        assert "11-26" in shown(pilot.app)[0]


async def test_a_question_that_waits_for_enter_is_said_again(console_club: Club, path: Path) -> None:
    booking = console_club.book("000001", "court1", TODAY, "19:30")
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("right", "f8")
        await settled(pilot)
        pilot.app.speak(CHINESE)
        await settled(pilot)
        assert "回车 = 取消张三" in shown(pilot.app)[-3]
        await pilot.press("enter")
        await settled(pilot)
    assert console_club.state(booking) == "cancelled"


async def test_the_upload_screen_changes_with_its_plan(path: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+pagedown", "ctrl+u")
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert "new" in text_of(pilot.app)
        pilot.app.speak(CHINESE)
        await settled(pilot)
        assert english(shown(pilot.app)) == []


@pytest.mark.parametrize("spoken", [CHINESE, ENGLISH])
async def test_no_letter_of_doubtful_width_is_shown(path: Path, spoken: str) -> None:
    """Terminals set up for Chinese paint such characters two cells wide; frames are drawn all the same."""
    async with Console(path).run_test(size=(200, 50)) as pilot:
        app = pilot.app
        app.speak(spoken)
        for keys in (["z", "s", "enter"], ["f8"], ["escape", "f3"], ["ctrl+u"]):
            await settled(pilot)
            await pilot.press(*keys)
            await settled(pilot)
            doubtful = {
                letter
                for letter in text_of(app)
                if unicodedata.east_asian_width(letter) == "A" and not "\u2500" <= letter <= "\u259f"
            }
            assert doubtful == set()
