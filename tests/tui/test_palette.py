"""The command palette: every command, found by Chinese, pinyin, initials or English."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.command import Hits
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tui import language, settings
from tui.app import Console
from tui.keys import EXPLAINED
from tui.palette import DeskCommands, deeds, score_of
from tui.themes import THEMES

MakeConsole = Callable[[], Console]
CANCEL = EXPLAINED["booking.cancel"]


async def _look_for(pilot: Pilot[Any], typed: str) -> None:
    await pilot.press("ctrl+p")
    await settled(pilot)
    pilot.app.screen.query_one(Input).value = typed
    await settled(pilot)


async def _choose(pilot: Pilot[Any], typed: str) -> None:
    await _look_for(pilot, typed)
    await pilot.press("enter")
    await settled(pilot)


# Finding


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "typed", ["取消", "quxiao", "qux", "qx", "qxyy", "qxiao", "yuyue", "yy", "cancel", "can", "f8"]
)
def test_a_command_is_found_whatever_language_is_spoken(typed: str, spoken: str) -> None:
    language.use(spoken)
    assert score_of(typed, CANCEL, "F8") > 0


@pytest.mark.parametrize("typed", ["zzz", "kexiao", "签到", "delete", "xq"])
def test_other_words_do_not_find_it(typed: str) -> None:
    assert score_of(typed, CANCEL, "F8") == 0


def test_the_beginning_goes_before_the_middle() -> None:
    assert score_of("cancel", CANCEL) > score_of("booking", CANCEL)
    assert score_of("quxiao", CANCEL) > score_of("yuyue", CANCEL)


# In the console


async def test_the_palette_lists_what_can_be_done_here(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        actions = {deed.action for deed in deeds(app, app.screen)}
        assert {"enter", "move", "cancel", "check_in", "week", "day(1)", "today", "date"} <= actions
        assert {"help", "quit"} <= actions
        assert {"language('en')", "language('zh_CN')"} | {f"theme('{name}')" for name in THEMES} <= actions


async def test_a_command_is_carried_out(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _choose(pilot, "houyitian")
        assert "11-24 Tue" in text_of(app)


async def test_what_nobody_offers_is_said(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _look_for(pilot, "[/]")
        assert "No command is called [/]" in text_of(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is app.booking


async def test_the_palette_speaks_chinese(club: Club, console: MakeConsole) -> None:
    app = console()
    language.use("zh_CN")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _look_for(pilot, "qx")
        assert "取消预约" in text_of(app)
        pilot.app.screen.query_one(Input).value = ""
        await settled(pilot)
        assert "拼音" in text_of(app)


async def test_a_language_is_chosen_live_and_kept(club: Club, console: MakeConsole) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _choose(pilot, "zhongwen")
        assert "周一" in text_of(app)
    assert settings.read() == {"lang": "zh_CN"}
    assert language.choose(None, {}).language == "zh_CN"


async def test_a_language_chosen_leaves_what_is_typed(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"zhs")
        await settled(pilot)
        await _choose(pilot, "speak chinese")
        assert app.screen.query_one("#search", Input).value == "zhs"


@pytest.mark.parametrize("name", THEMES)
async def test_a_theme_is_chosen_and_kept(club: Club, console: MakeConsole, name: str) -> None:
    club.facility()
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.action_theme(name)
        await settled(pilot)
        assert "name of gym" in text_of(app)
    assert settings.read() == {"theme": name}
    again = console()
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert again.theme == THEMES[name]


async def test_a_theme_that_is_none_is_told(club: Club, console: MakeConsole) -> None:
    app = console()
    settings.keep("theme", "pink")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        assert "there is no theme pink" in text_of(app)


async def test_enter_waits_for_the_list_of_what_was_typed(
    club: Club, console: MakeConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    club.facility()
    app = console()
    searched = asyncio.Event()
    search = DeskCommands.search

    async def slow(self: DeskCommands, query: str) -> Hits:
        await searched.wait()
        async for hit in search(self, query):
            yield hit

    monkeypatch.setattr(DeskCommands, "search", slow)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert "book here" in text_of(app)
        for key in (*"chinese", "enter"):
            await pilot.press(key)
        searched.set()
        await settled(pilot)
        assert "回车 = " in text_of(app)
        assert "哪位" not in text_of(app)


async def test_no_sign_in_the_palette_has_a_doubtful_width(club: Club, console: MakeConsole) -> None:
    app = console()
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert not set("".join(shown(app))) & set("▔▁🔎●★…“”")
