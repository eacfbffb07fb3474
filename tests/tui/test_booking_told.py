"""What the main screen says at each step of a morning at the desk: what Enter would do, what came of it, what
else can be done, and what is shown of it."""

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style

from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.desk import Desk, at_desk, states
from tests.support.screens import settled, strips
from tui.app import Console
from tui.language import settings_file
from tui.link import DeskLink

HALF_WAY = 160
"""Brighter than the dim grey, darker than any other colour of the dark theme."""


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


def style_of(desk: Desk, row: str, text: str) -> Style:
    """How the last piece of a row of the grid that has a text in it is painted."""
    line = next(line for line in strips(desk.pilot.app) if line and line[0].text.startswith(row))
    return [piece.style for piece in line[1:] if text in piece.text and piece.style][-1]


def is_dim(desk: Desk, row: str, text: str) -> bool:
    """Whether it is painted as what can't be had: in a grey half way to the dark background."""
    colour = style_of(desk, row, text).color
    assert colour is not None
    return max(colour.get_truecolor()) < HALF_WAY


# ---------------------------------------------------------------- refusals


async def test_on_the_waitlist_the_next_place_is_still_offered(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "ctrl+right")
        foretold = desk.enter
        assert "F4 = " in foretold
        await desk.keys("enter")
        assert "张三 is on the waitlist, number 1" in desk.enter
        await desk.keys("f4", "enter")
        assert "张三 is booked" in desk.enter


async def test_a_refused_move_offers_the_next_place_for_the_booking_in_hand(
    console_club: Club, path: Path
) -> None:
    console_club.book("000001", "court1", TOMORROW, "07:00")
    async with at_desk(path) as desk:
        await desk.keys("ctrl+right", "home", "f7", "right", "right", "enter")
        assert "F4 = 羽毛球2号场 11-25 Wed 19:30" in desk.enter
        await desk.keys("f4", "enter")
        assert "张三 is moved: 羽毛球2号场 11-25 Wed 19:30" in desk.enter


async def test_the_key_offered_is_the_key_of_ones_own(path: Path) -> None:
    settings = settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text('[keys]\n"booking.next_place" = "f11"\n', encoding="utf-8")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "ctrl+right")
        assert "F11 = " in desk.enter
        assert "F4" not in desk.enter


async def test_a_slot_that_is_over_says_so_before_anybody_is_looked_for(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("home", "enter")
        assert desk.enter == "羽毛球1号场 on 2026-11-24 at 07:00 is over."
        await desk.keys("x")
        assert "Find: x" in desk.rows[1]


# ---------------------------------------------------------------- what came of it


async def test_an_application_is_not_called_a_booking(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "down", "down", "down", "down", "enter")
        assert desk.enter == "张三 has applied, waiting for approval: 小会议室 11-24 Tue 19:30"
    assert states(console_club, TODAY, "meeting", "19:30") == {"000001": "pending"}


async def test_a_walk_in_is_told_as_checked_in(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "down", "enter")
        assert desk.enter == "张三 has walked in and is checked in: 羽毛球2号场 11-24 Tue 17:30"


async def test_a_move_into_a_room_that_is_approved_waits_for_it(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f7", "down", "down", "down", "down", "enter")
        assert desk.enter == "张三 is moved, waiting for approval: 小会议室 11-24 Tue 19:30"


async def test_a_cancelled_booking_is_told_with_its_place_and_day(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f8", "enter")
        assert desk.enter == "Cancelled: 张三, 羽毛球1号场 11-24 Tue 19:30"


async def test_who_has_not_arrived_is_told_so_in_words(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        assert desk.words.endswith("李四 not here yet")
        await desk.keys("right", "left", "f5")
        assert desk.words.endswith("李四 is here")
    async with at_desk(path, (120, 40)) as desk:
        assert any("v 李四" in row and "is here" in row for row in desk.rows)


# ---------------------------------------------------------------- several slots, options


async def test_several_slots_are_told_from_the_first_to_the_last(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "down", "down", "down", "ctrl+right", "home", "z", "s", "enter")
        await desk.keys("shift+right", "shift+right")
        assert desk.words == "小会议室 11-25 Wed 07:00-19:30 | 3 slots"
        assert desk.enter == "Enter = apply for 张三, 3 slots, waiting for approval"


async def test_the_line_follows_what_is_typed_into_the_options(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "down", "ctrl+o")
        assert "张三 has another booking then" in desk.enter
        await desk.keys("tab", "tab", "tab", "o", "k")
        assert desk.enter == "Enter = book 张三"
        await desk.keys("shift+tab", "shift+tab", "shift+tab", "9")
        assert "at most 4, not 9" in desk.enter
        await desk.keys("escape")
        assert "张三 has another booking then" in desk.enter


async def test_a_purpose_is_seen_whole_while_it_is_typed(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "ctrl+o", "tab", "tab")
        await desk.typed("quarterly meeting")
        assert any("quarterly meeting" in row for row in desk.rows)


async def test_what_a_room_is_booked_for_is_read_in_the_words_of_its_cell(
    console_club: Club, path: Path
) -> None:
    console_club.book("000004", "meeting", TODAY, "19:30", purpose="班组例会", people=6)
    async with at_desk(path) as desk:
        await desk.keys("right", "down", "down", "down", "down")
        assert desk.words.endswith("王五 awaits approval | 班组例会 | 6 people come")
        await desk.keys("up")
        assert "班组例会" not in desk.words
    async with at_desk(path, (120, 40)) as desk:
        assert "班组例会" not in " ".join(desk.rows[29:36])
        await desk.keys("down", "right")
        assert "班组例会" in " ".join(desk.rows[29:36])


# ---------------------------------------------------------------- what is dim


async def test_the_chosen_members_own_booking_stands_out(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court2", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "home")
        assert not is_dim(desk, "羽毛球2号场", "张三")
        assert is_dim(desk, "羽毛球1号场", "李四")


async def test_with_a_booking_in_hand_what_it_can_be_moved_to_is_not_dim(
    console_club: Club, path: Path
) -> None:
    console_club.book("000001", "court2", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "down", "f7", "up", "left")
        assert not is_dim(desk, "乒乓球台", ".")
        await desk.keys("escape")
        assert is_dim(desk, "乒乓球台", ".")


async def test_a_booking_put_down_where_it_stood_stays(console_club: Club, path: Path) -> None:
    booking = console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f7", "down", "up")
        assert "张三 is in hand" in desk.enter
        await desk.keys("f7")
        assert desk.enter == "张三 stays: 羽毛球1号场 11-24 Tue 19:30"
    assert console_club.state(booking) == "confirmed"


# ---------------------------------------------------------------- checking in


async def test_the_chosen_member_is_checked_in_wherever_the_cursor_stands(
    console_club: Club, path: Path
) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "right", "l", "s", "enter", "f5")
        assert desk.enter == "李四 is checked in: 羽毛球1号场 11-24 Tue 17:30"
    assert states(console_club, TODAY, "court1", "17:30") == {"000002": "checked_in"}


async def test_between_the_chosen_member_and_who_is_in_the_cell_it_is_asked(
    console_club: Club, path: Path
) -> None:
    console_club.book("000001", "court2", TODAY, "19:30")
    console_club.book("000002", "court1", TODAY, "19:30")
    console_club.at(f"{TODAY}T19:05")
    async with at_desk(path) as desk:
        await desk.keys("right", "z", "s", "enter", "f5")
        offered = [row for row in desk.rows if "000001" in row or "000002" in row][1:]
        assert ["张三" in offered[0], "李四" in offered[1]] == [True, True]
        await desk.keys("enter")
        assert desk.enter == "张三 is checked in: 羽毛球2号场 11-24 Tue 19:30"
    assert states(console_club, TODAY, "court1", "19:30") == {"000002": "confirmed"}


async def test_where_the_bookings_of_the_chosen_member_are_is_said(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court2", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "f8")
        assert desk.enter == "Nothing to cancel in this slot. | F2 = the bookings of 张三"


# ---------------------------------------------------------------- finding


async def test_that_nobody_is_found_is_seen_while_typing(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.typed("qq")
        assert "Nobody is found by qq." in desk.rows[2]
        await desk.keys("enter")
        assert desk.enter == "Nobody is found by qq. Ctrl+N = a new member"
        await desk.keys("backspace", "backspace")
        assert "Nobody is found" not in "".join(desk.rows)
        assert desk.enter == "Enter = find a member for this slot"


async def test_what_is_taken_back_to_nothing_gives_the_keys_back_to_the_grid(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "x", "backspace", "right", "enter")
        assert desk.enter == "张三 is booked: 羽毛球1号场 11-24 Tue 19:30"


async def test_what_is_typed_before_the_club_is_open_is_looked_for_then(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.Event()
    opens = DeskLink.open

    async def later(link: DeskLink) -> None:
        await opened.wait()
        await opens(link)

    monkeypatch.setattr(DeskLink, "open", later)
    async with Console(path).run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot)  # type: ignore[arg-type]
        for key in ("z", "s", "enter"):
            await pilot.press(key)
            await pilot.pause()
        assert "Nobody is found" not in "".join(desk.rows)
        opened.set()
        await settled(pilot)
        assert "张三  000001" in desk.rows[2]


async def test_who_is_looked_for_in_vain_is_taken_in_by_that_name_and_booked(
    console_club: Club, path: Path
) -> None:
    async with at_desk(path) as desk:
        await desk.keys("right", *"郝新", "enter", "ctrl+n", *"000999", "enter", "escape")
        assert "Chosen: 郝新 000999" in desk.rows[1]
        await desk.keys("enter")
        assert desk.enter == "郝新 is booked: 羽毛球1号场 11-24 Tue 19:30"
    assert states(console_club, TODAY, "court1", "19:30") == {"000999": "confirmed"}


async def test_a_new_member_is_taken_in_from_the_grid_at_any_time(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "ctrl+n")
        assert "A new member" in "".join(desk.rows)
        await desk.keys("escape", "escape")
        assert "Chosen: 张三" in desk.rows[1]


async def test_a_slot_that_waits_for_its_member_still_says_so_after_nobody_was_found(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("right", "enter", "q", "q", "enter", "backspace")
        assert desk.enter.startswith("Who?")


async def test_hits_stand_in_columns(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.typed("ww")
        first, second = (row for row in desk.rows if "王五" in row)
        assert cell_len(first.partition("..")[0]) == cell_len(second.partition("..")[0])


# ---------------------------------------------------------------- days


async def test_a_day_without_slots_says_what_is_missing_and_the_cursor_comes_back(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "right")
        here = desk.words
        await desk.keys("ctrl+pagedown")
        assert desk.enter == "No slots are published for this day: Ctrl+U uploads a week."
        await desk.keys("ctrl+pageup")
        assert desk.words == here


async def test_today_goes_to_what_can_still_be_had(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "ctrl+right", "home", "ctrl+t")
        assert "羽毛球2号场 11-24 Tue 17:30-19:30" in desk.words


async def test_in_the_week_a_day_on_moves_the_cursor_and_past_sunday_the_week(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("f3", "ctrl+right")
        assert "羽毛球1号场 11-25 Wed 17:30" in desk.words
        await desk.keys("ctrl+pagedown")
        assert desk.enter == "No slots are published here for this week: Ctrl+U uploads one."


async def test_the_week_says_whose_it_is_above_its_starts(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "f3")
        assert desk.rows[2].startswith("羽毛球2号场")


async def test_what_was_cancelled_is_coming_no_more(console_club: Club, path: Path) -> None:
    booking = console_club.book("000001", "court1", TODAY, "19:30")
    console_club.book("000001", "court2", TOMORROW, "19:30")
    console_club.do("cancel", booking=booking)
    async with at_desk(path, (200, 50)) as desk:
        await desk.keys("z", "s", "enter")
        beside = " ".join(row[150:] for row in desk.rows)
        assert "11-25 Wed 19:30-20:30" in beside
        assert "11-24 Tue 19:30-20:30  羽毛球1号场  cancelled" not in beside
        await desk.keys("f2")
        listed = [row for row in desk.rows if "19:30-20:30" in row or "Past" in row]
        assert ["booked" in listed[0], "Past" in listed[1], "cancelled" in listed[2]] == [True, True, True]


# ---------------------------------------------------------------- the lines themselves


async def test_the_people_of_a_slot_have_a_second_line(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "down", "down", "ctrl+right")
        assert desk.words.endswith("李四 booked | 王五 booked | 王五 booked")


async def test_other_screens_leave_the_lines_of_this_one_alone(path: Path) -> None:
    async with at_desk(path) as desk:
        before = desk.rows
        await desk.keys("ctrl+u", "escape", "f2", "escape")
        assert desk.rows == before


async def test_the_time_is_right_on_every_screen_that_is_come_to(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("ctrl+u", "escape")
        console_club.at(f"{TODAY}T17:40")
        await desk.keys("ctrl+u")
        assert "17:40" in desk.rows[0]


async def test_a_selection_is_not_booked_twice_by_a_key_pressed_twice(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right")
        for _twice in range(2):
            await desk.pilot.press("enter")
        await settled(desk.pilot)
        assert "张三 is booked" in desk.enter or "another booking" in desk.enter
    assert states(console_club, TODAY, "court1", "19:30") == {"000001": "confirmed"}
