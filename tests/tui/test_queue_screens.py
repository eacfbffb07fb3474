"""The waitlist on the grid, what needs attention, why, and what happened since the desk was left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.catalog import COMMANDS
from core.clock import Minute
from tests.support.club import Club
from tests.support.console_club import HOSTILE, TODAY, TOMORROW
from tests.support.screens import settled, text_of, until
from tui import state
from tui.app import Console
from tui.grid.model import SlotKey
from tui.screens import since
from tui.screens.booking import BookingScreen

SIZE = (100, 30)
CLOSED = {"from": f"{TOMORROW}T17:00", "to": f"{TOMORROW}T19:30"}
FULL = SlotKey("court1", date(2026, 11, 25), Minute(17 * 60 + 30))
"""000005 is in it: a court that is booked whole."""


@asynccontextmanager
async def opened(tmp_path: Path) -> AsyncIterator[Pilot[object]]:
    async with Console(tmp_path / "club.db").run_test(size=SIZE) as pilot:
        await settled(pilot)
        yield pilot


async def press(pilot: Pilot[object], *keys: str) -> str:
    """Presses keys as a person would; the screen then."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return text_of(pilot.app)


async def stand_on(pilot: Pilot[object], key: SlotKey) -> None:
    booking_of(pilot).go_to(key.date, key)
    await settled(pilot)


def booking_of(pilot: Pilot[object]) -> BookingScreen:
    assert isinstance(pilot.app, Console)
    assert pilot.app.booking is not None
    return pilot.app.booking


@pytest.fixture
def waiting(console_club: Club) -> Club:
    """000003 and 000004, namesakes, wait for the court tomorrow at 17:30 (W1, W2)."""
    for booking in ("B7", "B8"):
        console_club.do("cancel", booking=booking)
    for member in ("000003", "000004"):
        console_club.do("join_waitlist", member=member, facility="court1", date=TOMORROW, start="17:30")
    return console_club


# ---------------------------------------------------------------- on the grid


async def test_enter_on_a_full_cell_joins_its_waitlist_as_the_line_says(
    console_club: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        await press(pilot, "z", "s", "enter")
        await stand_on(pilot, FULL)
        assert "Enter = put 张三 on the waitlist, number 1 | F4 = " in text_of(pilot.app)
        assert "张三 is on the waitlist, number 1" in await press(pilot, "enter")
    entries = console_club.ask("waitlist", facility="court1", date=TOMORROW, start="17:30")["entries"]
    assert [(entry["member"], entry["state"]) for entry in entries] == [("000001", "waiting")]


async def test_slot_first_the_refusal_offers_the_waitlist(console_club: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        await press(pilot, "enter", "z", "s", "enter")
        assert "on the waitlist, number 1" in text_of(pilot.app)
        await press(pilot, "enter")
    assert console_club.slot("court1", TOMORROW, "17:30")["waiting"] == 1


async def test_f6_shows_who_waits_and_takes_one_out_of_the_line(waiting: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        seen = await press(pilot, "f6")
        assert "1  王五  000003  waiting" in seen
        assert "2  王五  000004  waiting" in seen
        await press(pilot, "enter", "enter")
    assert waiting.slot("court1", TOMORROW, "17:30")["waiting"] == 1


async def test_an_offer_is_accepted_from_the_line(waiting: Club, tmp_path: Path) -> None:
    waiting.do("cancel", booking="B9")
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        assert "offered a place  until 18:04" in await press(pilot, "f6")
        assert "王五 has the place" in await press(pilot, "enter", "enter")
    assert waiting.slot("court1", TOMORROW, "17:30")["taken"] == 4


async def test_where_nobody_waits_f6_says_so(console_club: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        assert "Nobody waits for this slot." in await press(pilot, "f6")


async def test_who_waits_already_is_told_so_and_not_that_the_slot_is_full(
    console_club: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        await press(pilot, "z", "s", "enter")
        await stand_on(pilot, FULL)
        await press(pilot, "enter", "left")
        seen = " ".join((await press(pilot, "right")).split())
        assert "张三 is on the waitlist of 羽毛球1号场 on 2026-11-25 at 17:30 already: W1." in seen


async def test_the_words_of_a_slot_count_who_waits_and_what_is_held(waiting: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        assert "0 of 4 free | 2 wait" in text_of(pilot.app)
        waiting.do("cancel", booking="B9")
        await press(pilot, "left", "right", "f6", "escape")
        await until(pilot, lambda rows: "0 of 4 free | 4 held | 1 wait" in "\n".join(rows))


async def test_for_one_who_waits_it_is_asked_what_is_to_be_done(waiting: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        assert "Who is meant?" in await press(pilot, "f6")
        assert "What is to be done?" in await press(pilot, "enter")


@pytest.mark.parametrize("key", ["f5", "f6", "f7", "f8", "ctrl+r", "ctrl+y"])
async def test_where_there_is_no_slot_every_key_says_so(console_club: Club, tmp_path: Path, key: str) -> None:
    async with opened(tmp_path) as pilot:
        booking_of(pilot).go_to(date(2026, 11, 23), None)
        await settled(pilot)
        await press(pilot, "up", "up", "up", "up")
        assert "no slot" in text_of(pilot.app)
        assert "There is no slot here." in await press(pilot, key)


async def test_why_tells_who_was_refused_and_who_was_offered_the_place(waiting: Club, tmp_path: Path) -> None:
    waiting.refused("book", member="000001", facility="court1", date=TOMORROW, start="17:30")
    waiting.do("cancel", booking="B9")
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        seen = await press(pilot, "ctrl+y")
        assert "张三 (000001) asked for 1 and was refused by owner: 1 wanted, 0 free" in seen
        assert "B9 was cancelled (owner): 4 places were free" in seen
        assert "王五 (000003) was offered the place" in seen
        assert "Traceback" not in await press(pilot, "escape")


# ---------------------------------------------------------------- what needs attention


async def test_every_header_counts_what_needs_attention(console_club: Club, tmp_path: Path) -> None:
    console_club.book("000001", "meeting", TOMORROW, "19:30", purpose="例会")
    async with opened(tmp_path) as pilot:
        assert "F10: not here 1  approval 1" in text_of(pilot.app).splitlines()[0]
        assert "F10: not here 1  approval 1" in (await press(pilot, "f10")).splitlines()[0]


async def test_who_has_not_arrived_is_checked_in_and_stays_with_what_came_of_it(
    console_club: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10")
        assert "not here 11 min" in " ".join(seen.split())
        assert "checked in | 羽毛球1号场 17:30 | 李四" in " ".join((await press(pilot, "enter")).split())
    assert console_club.state("B4") == "checked_in"


async def test_ten_more_minutes_for_all_of_a_slot(console_club: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "f6")
    console_club.at(f"{TODAY}T17:54")
    assert console_club.state("B4") == "confirmed"


async def test_an_application_is_approved_by_enter_and_rejected_with_a_reason(
    console_club: Club, tmp_path: Path
) -> None:
    first = console_club.book("000001", "meeting", TOMORROW, "19:30", purpose="例会", people=8)
    console_club.do("cancel", booking="B7")
    second = console_club.book("000003", "meeting", TOMORROW, "17:30")
    console_club.do("check_in", booking="B4")
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "f8")
        await press(pilot, *"paint", "enter")
        assert console_club.state(second) == "rejected"
        assert "level 1 of 1 | 财务科 | 例会 | 8 people" in await press(pilot, "down")
        await press(pilot, "enter")
    assert console_club.state(first) == "confirmed"


async def test_an_approval_signed_on_paper_is_entered_with_who_signed(
    console_club: Club, tmp_path: Path
) -> None:
    booking = console_club.book("000001", "meeting", TOMORROW, "19:30")
    console_club.do("check_in", booking="B4")
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "ctrl+o", *"Li2026", "enter")
    assert console_club.ask("booking", booking=booking)["trail"][-1]["note"] == "Li2026"


async def test_a_call_is_ticked_off_and_all_calls_make_one_message_for_the_group(
    waiting: Club, tmp_path: Path
) -> None:
    waiting.do("check_in", booking="B4")
    waiting.do("cancel", booking="B9")
    async with opened(tmp_path) as pilot:
        assert "call" in await press(pilot, "f10")
        seen = await press(pilot, "f7")
        assert "group-message.txt" in " ".join(seen.split())
        await press(pilot, "enter")
    told = (tmp_path / "user").rglob("group-message.txt")
    [path] = list(told) or [None]
    assert path is not None
    assert "王五" not in path.read_text(encoding="utf-8")
    assert waiting.ask("call_list")["notices"] == []


async def test_names_that_look_like_markup_are_plain_text_on_the_list(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.book("000009", "meeting", TOMORROW, "17:30", purpose="[red]x[/]")
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "down")
        assert HOSTILE[1][:10] in seen
        assert "[red]x[/]" in seen


async def test_with_nothing_to_do_the_list_says_so(club: Club, console: object, tmp_path: Path) -> None:
    del console
    async with opened(tmp_path) as pilot:
        assert "Nothing needs attention now." in await press(pilot, "f10")
        assert "Find:" in await press(pilot, "escape")


# ---------------------------------------------------------------- since the desk was left


async def test_after_a_night_the_console_begins_with_what_happened(
    console_club: Club, tmp_path: Path
) -> None:
    file = state.seen_file(tmp_path / "club.db")
    state.save_seen(file, state.Seen(console_club.ask("since")["last"], f"{TODAY}T12:00:00"))
    console_club.at(f"{TODAY}T20:00")
    async with opened(tmp_path) as pilot:
        seen = text_of(pilot.app)
        assert "Since the desk was left" in seen
        assert "did not come: 李四, 羽毛球1号场 11-24 Tue 17:30" in seen
        assert "Find:" in await press(pilot, "escape")
    async with opened(tmp_path) as pilot:
        assert "Since the desk was left" not in text_of(pilot.app)


async def test_the_page_can_be_looked_at_again_while_the_console_is_open(
    console_club: Club, tmp_path: Path
) -> None:
    file = state.seen_file(tmp_path / "club.db")
    state.save_seen(file, state.Seen(console_club.ask("since")["last"], f"{TODAY}T12:00:00"))
    console_club.at(f"{TODAY}T20:00")
    console_club.do("close_facility", facility="table", reason="x", **CLOSED)
    async with opened(tmp_path) as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app, Console)
        await pilot.app._keep_seen()
        await pilot.app.action_since()
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "did not come: 李四, 羽毛球1号场 11-24 Tue 17:30" in seen
        assert "1  facility closed (owner)" in seen


def test_each_command_has_its_words_for_the_page() -> None:
    silent = {"tick", "take_notices"}
    assert set(since.COMMANDS) == set(COMMANDS) - silent


async def test_why_on_a_slot_tells_where_the_booking_in_it_was_before(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.refused("book", member="000009", facility="court2", date=TOMORROW, start="17:30")
    console_club.do("cancel", booking="B10")
    booking = console_club.book("000009", "court2", TOMORROW, "17:30", override="asked early")
    console_club.do("cancel", booking="B9")
    console_club.do("move", booking=booking, facility="court1", date=TOMORROW, start="17:30")
    async with opened(tmp_path) as pilot:
        await stand_on(pilot, FULL)
        seen = await press(pilot, "ctrl+y")
        assert "羽毛球2号场 11-25 Wed 17:30-19:30" in seen
        assert "The booking was here until it was moved, 11-24 Tue 17:34." in seen
        assert "(000009) asked for 1 and was refused by owner: 1 wanted, 0 free" in " ".join(seen.split())
