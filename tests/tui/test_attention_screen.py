"""F10 for somebody who works it all day: the list keeps its place, every key answers, and what takes
something away asks first."""

from pathlib import Path

import pytest

from core.due import DueKind, DueThing
from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.screens import settled, text_of, until
from tests.tui.test_queue_screens import opened, press
from tui import language
from tui.app import Console
from tui.language import CHINESE
from tui.widgets.matters import MatterList

CLOSED = {"from": f"{TOMORROW}T17:00", "to": f"{TOMORROW}T19:30"}


@pytest.fixture
def evening(console_club: Club) -> Club:
    """Three have applied for the meeting room, for other evenings; 000002 has not arrived (B4)."""
    for day, member in ((25, "000001"), (26, "000003"), (27, "000004")):
        console_club.book(member, "meeting", f"2026-11-{day}", "19:30", purpose="例会")
    return console_club


def marked(pilot: object) -> str:
    """The line that the keys are about."""
    app = pilot.app  # type: ignore[attr-defined]
    matters = app.screen.query_one("#matters", MatterList)
    matter = matters.marked()
    return "" if matter is None else " ".join(filter(None, (matter.about, matter.done)))


def line_of_enter(screen: str) -> str:
    """The last lines above the keys."""
    return " ".join(" ".join(screen.splitlines()[-4:-1]).split())


# ---------------------------------------------------------------- the list keeps its place


async def test_what_was_dealt_with_stays_where_it_stood_and_so_does_the_mark(
    evening: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        before = (await press(pilot, "f10", "down", "down")).splitlines()
        at = next(number for number, line in enumerate(before) if "11-26 Thu" in line)
        after = (await press(pilot, "enter")).splitlines()
        assert after[at].startswith(" approved")
        assert "王五 ..0003" in after[at]
        assert marked(pilot) == "王五 小会议室 11-26 Thu 19:30 approved"
        assert line_of_enter("\n".join(after)) == "approved: 王五 小会议室 11-26 Thu 19:30"
    assert evening.ask("attention")["counts"]["approval"] == 2


async def test_when_its_time_is_over_the_mark_is_on_the_next_one(
    evening: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.attention.HANDLED_SECONDS", 0.01)
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "down", "enter")
        await until(pilot, lambda rows: not any("approved" in row for row in rows[:10]))
        assert marked(pilot) == "王五 小会议室 11-26 Thu 19:30"


async def test_a_second_enter_on_what_is_done_does_nothing_and_says_so(evening: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "down", "enter", "enter")
        assert "approved: 张三 小会议室 11-25 Wed 19:30 | Down = the next line" in line_of_enter(seen)
    assert evening.ask("attention")["counts"]["approval"] == 2


async def test_coming_back_to_the_list_the_line_says_what_enter_does(evening: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "enter", "down", "escape")
        seen = await press(pilot, "f10")
        assert "Enter = approve, F8 = reject" in line_of_enter(seen)


async def test_phones_are_not_cut_off_in_the_smallest_usual_window(evening: Club, tmp_path: Path) -> None:
    language.use(CHINESE)
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f10")
        await settled(pilot)
        [row] = [row for row in text_of(pilot.app).splitlines() if row.startswith(" 未到")]
        assert "李四 ..0002 | 138****0012" in row


async def test_the_columns_stand_below_each_other(evening: Club, tmp_path: Path) -> None:
    evening.do("close_facility", facility="reading", reason="检修", **CLOSED)
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10")
    rows = [row for row in seen.splitlines() if row.startswith((" not here", " approval", " displaced"))]
    assert len({row.index("|") for row in rows}) == 1
    assert any(row.startswith(" displaced 11-25") for row in rows)


# ---------------------------------------------------------------- every key answers


@pytest.mark.parametrize("key", ["f5", "f6"])
async def test_a_key_that_is_not_for_the_marked_line_says_what_is(
    evening: Club, tmp_path: Path, key: str
) -> None:
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "down", key)
        assert "Not with this line. Enter = approve" in line_of_enter(seen)


@pytest.mark.parametrize("key", ["f5", "f6", "f8", "ctrl+o"])
async def test_on_a_call_the_other_keys_say_that_enter_ticks_it_off(
    evening: Club, tmp_path: Path, key: str
) -> None:
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "end", key)
        assert "Not with this line. Enter = told" in line_of_enter(seen)


async def test_why_is_told_of_a_call_as_well(evening: Club, tmp_path: Path) -> None:
    """The last call is about 000008's third no-show."""
    async with opened(tmp_path) as pilot:
        assert "乒乓球台 11-23 Mon 11:30-12:30" in await press(pilot, "f10", "end", "ctrl+y")


async def test_what_could_not_be_done_by_itself_stands_in_the_list(
    console_club: Club, tmp_path: Path
) -> None:
    with console_club.database.write() as store:
        store.set_aside(DueThing(console_club.clock.at, DueKind.NO_SHOW, 4), "disk full")
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "end")
        assert "set aside 17:34" in seen
        assert "B4 | did not come | disk full" in " ".join(seen.split())
        assert "could not be done by itself: see to it on the grid." in line_of_enter(seen)


# ---------------------------------------------------------------- what takes something away asks first


@pytest.fixture
def displaced(console_club: Club) -> Club:
    """000005 lost the court of tomorrow at 17:30 (B9)."""
    console_club.do("check_in", booking="B4")
    console_club.do("close_facility", facility="court1", reason="检修", **CLOSED)
    return console_club


async def test_a_displaced_booking_is_cancelled_by_f8_after_a_question(
    displaced: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        assert "F8 = cancel" in line_of_enter(await press(pilot, "f10"))
        assert "Enter = cancel [/] 羽毛球1号场 11-25 Wed 17:30 | Esc = keep it" in line_of_enter(
            await press(pilot, "f8")
        )
        await press(pilot, "escape")
        assert displaced.state("B9") == "displaced"
        assert "cancelled: [/] 羽毛球1号场" in line_of_enter(await press(pilot, "f8", "enter"))
    assert displaced.state("B9") == "cancelled"


async def test_moving_the_mark_takes_the_question_back(displaced: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "f8", "down", "up", "escape")
    assert displaced.state("B9") == "displaced"


async def test_an_offer_is_declined_after_a_question(console_club: Club, tmp_path: Path) -> None:
    console_club.do("check_in", booking="B4")
    console_club.do("join_waitlist", member="000001", facility="court1", date=TOMORROW, start="17:30")
    console_club.do("cancel", booking="B9")
    async with opened(tmp_path) as pilot:
        assert "is declined | Esc = leave it" in line_of_enter(await press(pilot, "f10", "f8"))
        assert "declined: 张三" in line_of_enter(await press(pilot, "enter"))


async def test_the_message_for_the_group_ticks_nothing_off_before_enter(
    displaced: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        seen = line_of_enter(await press(pilot, "f10", "f7"))
        assert "Enter = it is sent, all are told | Esc = they stay on the list" in seen
        await press(pilot, "escape")
        assert len(displaced.ask("call_list")["notices"]) == 2
        assert "2 notices are told" in line_of_enter(await press(pilot, "f7", "enter"))
    assert displaced.ask("call_list")["notices"] == []


async def test_a_reason_goes_to_the_application_for_which_it_was_typed(evening: Club, tmp_path: Path) -> None:
    """While the reason is typed another desk decides the same application, and the mark goes to the next."""
    async with opened(tmp_path) as pilot:
        await press(pilot, "f10", "down", "f8", *"late")
        decided = evening.ask("applications")["applications"][0]["booking"]
        evening.do("approve", booking=decided)
        await press(pilot, "enter")
    assert evening.ask("attention")["counts"]["approval"] == 2
    assert evening.state(decided) == "confirmed"


# ---------------------------------------------------------------- how far an application has come


async def test_the_way_through_the_levels_is_told_where_one_looks_at_a_pending_booking(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("check_in", booking="B4")
    console_club.do("change_facility", code="meeting", approval_levels=2)
    booking = console_club.book("000001", "meeting", TODAY, "19:30", purpose="例会", people=8)
    console_club.do("approve", booking=booking, on_behalf_of="王主任 2026-11")
    way = ("level 1: approved  2026-11-24 17:34  owner  王主任 2026-11", "level 2: waiting for approval")
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "ctrl+y")
        assert f"{booking}  小会议室 11-24 Tue 19:30-20:30 | 张三 000001 财务科" in seen
        assert all(told in seen for told in way)
        assert "level 2 of 2" in await press(pilot, "escape")
        await press(pilot, "escape")
        screen = pilot.app.booking  # type: ignore[attr-defined]
        at = [row.key for row in screen.grid.model.rows].index("meeting")
        while screen.grid.cursor[0] != at:
            await press(pilot, "down" if screen.grid.cursor[0] < at else "up")
        seen = await press(pilot, "right", "ctrl+y")
        assert all(told in seen for told in way)


async def test_a_displaced_booking_is_taken_to_its_lost_slot_and_it_is_told_who_is_in_hand(
    displaced: Club, tmp_path: Path
) -> None:
    async with opened(tmp_path) as pilot:
        seen = await press(pilot, "f10", "enter")
        assert "In hand: [/]  Esc leaves it where it was" in seen
        assert "羽毛球1号场 11-25 Wed 17:30-19:30 | closed (C1): 检修" in seen
        assert "F4 = " in line_of_enter(seen)
        await press(pilot, "f4")
        assert "In hand" not in await press(pilot, "enter")
    assert displaced.state("B9") == "confirmed"


async def test_the_day_of_a_line_is_told_once(evening: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        rows = (await press(pilot, "f10")).splitlines()
    [row] = [row for row in rows if "王五" in row and "approval" in row and "0003" in row]
    assert " ".join(row.split()).startswith("approval 11-26 Thu | 小会议室 19:30 | 王五 ..0003")


async def test_somebody_is_marked_as_missing_only_after_a_question(evening: Club, tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        seen = line_of_enter(await press(pilot, "f10", "f8"))
        assert "Enter = 李四 羽毛球1号场 17:30 did not come, the place is free | Esc = wait on" in seen
        await press(pilot, "escape")
        assert evening.state("B4") == "confirmed"
        await press(pilot, "f8", "enter")
    assert evening.state("B4") == "no_show"
