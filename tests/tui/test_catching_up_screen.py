"""Catching up from paper at the console: one key for each booking, walk-ins added, Enter writes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from core.clock import Minute
from tests.support.club import Club
from tests.support.console_club import HOSTILE, TODAY
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.paper import read_span, read_time

EVENING = f"{TODAY}T20:00"


class Desk:
    """Hands on the keys of a console whose paper is open."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)

    @property
    def enter(self) -> str:
        return " ".join(" ".join(shown(self.pilot.app)[-3:-1]).split())

    @property
    def here(self) -> str:
        """The row at hand."""
        paper = self.pilot.app.screen.query_one("#paper", OptionList)
        assert paper.highlighted is not None
        return str(paper.get_option_at_index(paper.highlighted).prompt).strip()

    async def to(self, text: str) -> None:
        """Down to the first row that holds a text, from the top."""
        await self.keys("home")
        for _ in range(40):
            if text in self.here:
                return
            await self.keys("down")
        raise AssertionError(f"no row with {text}")


@pytest.fixture
def evening(console_club: Club) -> Club:
    """Eight in the evening: 李四's B4 of 17:30 at court1 is a no-show by the clock, court2 has 周八 in it."""
    console_club.do("book", member="000010", facility="court2", date=TODAY, start="17:30", walk_in=True)
    console_club.at(EVENING)
    return console_club


@asynccontextmanager
async def paper(club: Club, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    app = Console(Path(club.database.path))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.action_go("catching_up")
        await settled(pilot)
        yield Desk(pilot)


async def test_the_day_is_listed_with_who_was_awaited_and_the_cursor_on_them(evening: Club) -> None:
    async with paper(evening) as desk:
        rows = shown(desk.pilot.app)
        assert rows[1] == " Paper of 2026-11-24 Tue"
        assert "羽毛球1号场 17:30-19:30  4 of 4 free" in text_of(desk.pilot.app)
        assert "羽毛球2号场 17:30-19:30  0 of 4 free  1 known to have come" in text_of(desk.pilot.app)
        assert desk.here == "-  李四 000002 B4  a no-show by the clock"


async def test_a_key_marks_who_came_and_enter_says_what_it_would_do(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f5")
        assert "came 17:30  李四 000002 B4" in text_of(desk.pilot.app)
        assert desk.enter == "Enter = write 1 line"
    assert evening.state("B4") == "no_show"


async def test_the_same_key_takes_the_mark_away_and_the_other_changes_it(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f5", "up", "f8")
        assert "stayed away 17:30  李四" in text_of(desk.pilot.app)
        await desk.to("李四")
        await desk.keys("f8")
        assert desk.here.startswith("-  李四")
        assert desk.enter.startswith("F5 = came")


async def test_digits_give_the_time(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys(*"1725", "enter")
        assert "came 17:25  李四 000002 B4" in text_of(desk.pilot.app)


async def test_a_time_that_can_not_be_is_told_by_the_commands_own_rule(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys(*"1930", "enter")
        assert "1 error in the lines of the paper" in desk.enter
        assert "is over" in desk.enter
        await desk.to("李四")
        await desk.keys(*"2561", "enter")
        assert desk.enter == "2561 is no time: 17:25 or 1725."


async def test_enter_asks_for_a_reason_and_then_writes_all(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys(*"1725", "enter", "enter")
        assert desk.enter.startswith("Why did it stand on paper?")
        await desk.keys(*"power cut", "enter", "enter")
        assert "Written: 1 line." in text_of(desk.pilot.app)
    assert evening.state("B4") == "completed"
    trail = evening.ask("booking", booking="B4")["trail"]
    assert [(step["at"], step["note"]) for step in trail[-2:]] == [
        (f"{TODAY}T17:25", "power cut"),
        (f"{TODAY}T19:30", "power cut"),
    ]
    evening.check()


async def test_who_came_without_a_booking_is_added_to_the_slot_at_hand(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.to("阅览室 17:30-20:30")
        await desk.keys("f6", *"zs", "enter", *"1810", "enter")
        assert desk.here == "walk-in 18:10  张三 000001"
        await desk.keys("f7", *"x", "enter", "enter")
    booking = evening.slot("reading", TODAY, "17:30")["bookings"][0]
    assert (booking["member"], booking["state"]) == ("000001", "checked_in")
    assert evening.ask("booking", booking=booking["booking"])["trail"][0]["at"] == f"{TODAY}T18:10"


async def test_the_same_key_takes_a_walk_in_away(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f6", *"zs", "enter")
        assert desk.here == "walk-in 17:30  张三 000001"
        await desk.keys("f6")
        assert "张三" not in text_of(desk.pilot.app)


async def test_esc_leaves_the_search_then_the_paper_and_the_marks_stay(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f5", "f6", "z", "escape", "escape")
        assert "羽毛球1号场" in text_of(desk.pilot.app)
        assert "Paper of" not in text_of(desk.pilot.app)
        desk.pilot.app.action_go("catching_up")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert "came 17:30  李四" in text_of(desk.pilot.app)


async def test_the_span_of_the_outage_leaves_the_other_slots_out(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f4", *"17:30-19:30", "enter")
        text = text_of(desk.pilot.app)
        assert "17:30-19:30" in text
        assert "16:30-17:30" not in text
        assert "19:30-20:30" not in text
        await desk.keys("f4", "x", "enter")
        assert desk.enter == "17:30-19:30x is no span: 16:00-20:30."


async def test_yesterday_is_a_key_away_and_tomorrow_is_not(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("ctrl+left")
        assert "Paper of 2026-11-23 Mon" in text_of(desk.pilot.app)
        assert "孙停 000008 B1  a no-show by the clock" in text_of(desk.pilot.app)
        await desk.keys("ctrl+right", "ctrl+right")
        assert "Paper of 2026-11-24 Tue" in text_of(desk.pilot.app)


async def test_what_others_do_meanwhile_is_followed_and_the_cursor_stays(evening: Club) -> None:
    async with paper(evening) as desk:
        evening.do("book", member="000003", facility="reading", date=TODAY, start="17:30", walk_in=True)
        await desk.pilot.app._screens_follow()  # type: ignore[attr-defined]  # as once a second
        await settled(desk.pilot)
        assert "阅览室 17:30-20:30  19 of 20 free  1 known to have come" in text_of(desk.pilot.app)
        assert "李四" in desk.here


async def test_hostile_names_are_shown_as_they_are(evening: Club) -> None:
    evening.at("2026-11-25T20:00")
    async with paper(evening, (120, 60)) as desk:
        text = text_of(desk.pilot.app)
        assert f"-  {HOSTILE[0]} 000005 B9  a no-show by the clock" in text
        assert f"-  {HOSTILE[1]} 000009 B11  a no-show by the clock" in text


async def test_it_speaks_the_language_of_the_moment(evening: Club) -> None:
    async with paper(evening) as desk:
        await desk.keys("f5")
        desk.pilot.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert "来了 17:30  李四 000002 B4" in text_of(desk.pilot.app)
        assert desk.enter == "回车 = 写入 1 行"


async def test_the_palette_finds_it(evening: Club) -> None:
    app = Console(Path(evening.database.path))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *"bulu", "enter")
        await settled(pilot)
        assert "Paper of" in text_of(app)


@pytest.mark.parametrize(
    ("typed", "minute"), [("17:25", 1045), ("1725", 1045), ("925", 565), ("１７：２５", 1045), ("0:05", 5)]
)
def test_a_time_is_read_as_it_is_typed(typed: str, minute: int) -> None:
    assert read_time(typed) == minute


@pytest.mark.parametrize("typed", ["", "25", "2460", "24:00", "17：", "x"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - it carries what was typed
        read_time(typed)
    assert str(refused.value) == typed


def test_no_span_is_the_whole_day() -> None:
    assert read_span(" ") == (Minute(0), Minute(1440))
    assert read_span("16:00—24:00") == (Minute(960), Minute(1440))


@pytest.mark.parametrize("key", ["f5", "f6", "f8"])
async def test_before_the_first_slot_of_a_day_the_line_and_the_keys_name_the_day_before(
    console_club: Club, key: str
) -> None:
    console_club.at("2026-11-25T06:00")
    async with paper(console_club) as desk:
        told = "No slot has begun in this time | Ctrl+Left = the day before"
        assert desk.enter == told
        await desk.keys(key)
        assert desk.enter == told
