"""The main screen: each path of the desk's day by its keys, and what is read on the screen after them."""

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.desk import Desk, at_desk, states
from tests.support.screens import strips, text_of
from tui.app import Console


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


# ---------------------------------------------------------------- booking


async def test_the_cursor_starts_at_what_can_still_be_had(path: Path) -> None:
    async with at_desk(path) as desk:
        assert "17:30-19:30" in desk.words


async def test_a_member_is_booked_in_eight_keys(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "enter")
        assert desk.pressed <= 8
        assert "张三 is booked: 羽毛球1号场 11-24 Tue 19:30" in desk.enter
    assert states(console_club, TODAY, "court1", "19:30") == {"000001": "confirmed"}


async def test_the_slot_may_come_first(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("right", "enter")
        assert "Who?" in desk.enter
        await desk.keys("z", "s", "enter")
        assert desk.pressed <= 8
        assert "张三 is booked" in desk.enter
    assert states(console_club, TODAY, "court1", "19:30") == {"000001": "confirmed"}


async def test_the_line_says_what_enter_would_do_before_it_is_pressed(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right")
        assert desk.enter == "Enter = book 张三"
        await desk.keys("down", "down", "down", "down")
        assert "小会议室" in desk.words
        assert desk.enter == "Enter = apply for 张三, waiting for approval"


async def test_enter_pressed_twice_books_once_and_says_so(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right")
        await desk.keys("enter", "enter")
        assert list(states(console_club, TODAY, "court1", "19:30")) == ["000001"]


async def test_what_was_done_stays_told_while_the_screen_follows(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "enter")
        console = desk.pilot.app
        assert isinstance(console, Console)
        assert console.booking
        await console.booking.follow_quietly()
        assert "is booked" in desk.enter


async def test_several_slots_are_added_with_shift(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("ctrl+right", "down", "z", "s", "enter", "home", "shift+right")
        assert "2 slots" in desk.enter
        await desk.keys("enter")
        assert "07:00, 16:30" in desk.enter
    for start in ("07:00", "16:30"):
        assert states(console_club, TOMORROW, "court2", start) == {"000001": "confirmed"}


async def test_a_running_slot_is_for_walk_ins(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "down")
        assert desk.enter == "Enter = 张三 walks in and is checked in"
        await desk.keys("enter")
    assert states(console_club, TODAY, "court2", "17:30") == {"000001": "checked_in"}


async def test_places_and_purpose_are_given_with_ctrl_o(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "down", "down", "down", "ctrl+right", "ctrl+o")
        assert "Places" in text_of(desk.pilot.app)
        await desk.keys("3", "tab", "tab", "x", "enter")
        assert "张三 is booked" in desk.enter
    inside = next(
        b for b in console_club.slot("reading", TOMORROW, "17:30")["bookings"] if b["member"] == "000001"
    )
    assert inside["party"] == 3


async def test_full_width_digits_are_digits(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "down", "down", "down", "ctrl+right", "ctrl+o", "２", "enter")
    inside = next(
        b for b in console_club.slot("reading", TOMORROW, "17:30")["bookings"] if b["member"] == "000001"
    )
    assert inside["party"] == 2


async def test_a_number_of_places_that_is_none_is_told_and_nothing_typed_is_lost(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "ctrl+o", "x", "tab", "tab", "y", "enter")
        assert "must be a whole number" in desk.enter
        assert desk.pilot.app.screen.query_one("#option-purpose", Input).value == "y"


async def test_a_rule_is_let_pass_with_a_reason(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("0", "0", "0", "0", "0", "8", "enter", "right")
        assert "can't book until 2026-11-30" in desk.enter
        await desk.keys("ctrl+o", "tab", "tab", "tab", "o", "k", "enter")
        assert "孙停 is booked" in desk.enter
        await desk.pilot.app.screen.follow_quietly()  # type: ignore[attr-defined]
        await desk.keys()
        assert "孙停 is booked" in desk.enter  # the reason was for that booking: Enter can't do it again
    assert states(console_club, TODAY, "court1", "19:30") == {"000008": "confirmed"}


async def test_a_row_of_options_is_left_with_esc_and_books_nothing(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "ctrl+o", "2", "escape")
        assert "Places" not in text_of(desk.pilot.app)
        assert desk.enter == "Enter = book 张三"
    assert states(console_club, TODAY, "court1", "19:30") == {}


# ---------------------------------------------------------------- refusals


async def test_a_refusal_says_what_is_in_the_way_and_f4_goes_to_the_next_place(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "ctrl+right")
        assert "Enter = put 张三 on the waitlist, number 1" in desk.enter
        assert "[/]" in desk.words
        assert "F4 = 羽毛球1号场 11-25 Wed 19:30" not in desk.enter  # that one is taken too
        assert "F4 = " in desk.enter
        offered = desk.enter.partition("F4 = ")[2]
        await desk.keys("f4")
        assert desk.words.strip().startswith(offered.rsplit(" ", 1)[0])
        assert desk.enter == "Enter = book 张三"


async def test_f4_without_a_member_says_what_is_missing(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("f4")
        assert "Choose a member first" in desk.enter


async def test_a_booking_of_the_same_time_is_named(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "down")
        assert "张三 has another booking then" in desk.enter
        assert "羽毛球1号场 on 2026-11-24 from 19:30 to 20:30" in desk.enter


async def test_cells_that_the_member_cannot_have_are_dimmed(path: Path) -> None:
    def colours(desk: Desk) -> list[object]:
        line = next(
            line for line in strips(desk.pilot.app) if line and line[0].text.startswith("羽毛球1号场")
        )
        return [piece.style and piece.style.color for piece in line if piece.text.strip()][1:]

    async with at_desk(path) as desk:
        await desk.keys("ctrl+right", "down", "down", "down", "down")
        before = colours(desk)
        await desk.keys("z", "s", "enter")
        after = colours(desk)
        assert [was == is_now for was, is_now in zip(before, after, strict=True)] == [
            True,
            True,
            False,
            False,
        ]
        await desk.keys("escape")
        assert colours(desk) == before


# ---------------------------------------------------------------- moving, cancelling, checking in


async def test_a_booking_is_moved_in_four_keys(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court2", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "down")
        desk.pressed = 0
        await desk.keys("f7")
        assert "张三 is in hand" in desk.enter
        await desk.keys("up")
        assert desk.enter == "Enter = put 张三 here"
        await desk.keys("enter")
        assert desk.pressed <= 4
        assert "张三 is moved: 羽毛球1号场" in desk.enter
    assert states(console_club, TODAY, "court1", "19:30") == {"000001": "confirmed"}


async def test_a_move_that_is_refused_keeps_the_booking_in_hand(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TOMORROW, "07:00")
    async with at_desk(path) as desk:
        await desk.keys("ctrl+right", "home", "f7", "right", "right", "enter")
        assert "Enter = put" not in desk.enter
        await desk.keys("down", "left", "enter")
        assert "is moved: 羽毛球2号场 11-25 Wed 16:30" in desk.enter
    assert states(console_club, TOMORROW, "court2", "16:30") == {"000001": "confirmed"}


async def test_a_booking_in_hand_goes_to_another_day(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f7", "ctrl+right", "down", "f7")
        assert "is moved: 羽毛球2号场 11-25 Wed 19:30" in desk.enter


async def test_a_booking_is_cancelled_in_two_keys_and_asked_for_first(console_club: Club, path: Path) -> None:
    booking = console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f8")
        assert desk.enter == "Enter = cancel 张三, 羽毛球1号场 11-24 Tue 19:30 | Esc = keep it"
        await desk.keys("escape")
        assert console_club.state(booking) == "confirmed"
        await desk.keys("f8", "enter")
        assert "Cancelled: 张三" in desk.enter
    assert console_club.state(booking) == "cancelled"


async def test_a_cancel_is_not_done_elsewhere(console_club: Club, path: Path) -> None:
    booking = console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("right", "f8", "down", "enter")
    assert console_club.state(booking) == "confirmed"


async def test_a_booking_is_checked_in_with_one_key(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("f5")
        assert "李四 is checked in" in desk.enter
        assert "v李四" in desk.row("羽毛球1号场")
    assert states(console_club, TODAY, "court1", "17:30") == {"000002": "checked_in"}


async def test_one_of_several_people_is_picked(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "down", "down", "ctrl+right", "f8")
        listed = text_of(desk.pilot.app)
        assert all(number in listed for number in ("000002", "000003", "000004"))
        await desk.keys("down", "down", "enter", "enter")
        assert "Cancelled: 王五" in desk.enter
    assert set(states(console_club, TOMORROW, "reading", "17:30")) == {"000002", "000003"}


async def test_the_chosen_members_booking_is_meant_first(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "down", "down", "ctrl+right", "l", "s", "enter", "f8")
        assert "Enter = cancel 李四" in desk.enter


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("f5", "Nobody to check in in this slot."),
        ("f7", "Nobody to move in this slot."),
        ("f8", "Nothing to cancel in this slot."),
    ],
)
async def test_a_key_for_a_booking_where_there_is_none_says_so(path: Path, key: str, told: str) -> None:
    async with at_desk(path) as desk:
        await desk.keys("right", key)
        assert desk.enter == told


async def test_a_key_that_comes_too_late_says_how_the_one_in_the_slot_stands(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("f5", "f5")
        assert desk.enter == "Nobody to check in in this slot. | 李四 is here"


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize("typed", ["张三", "zhangs", "zs", "000001", "0011"])
async def test_a_member_is_found_by_any_of_their_names_and_numbers(path: Path, typed: str) -> None:
    async with at_desk(path) as desk:
        await desk.typed(typed)
        await desk.keys("enter")
        assert "Chosen: 张三 000001 财务科" in desk.rows[1]


async def test_namesakes_are_told_apart_and_the_arrow_takes_the_second(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.typed("ww")
        hits = [row for row in desk.rows if "王五" in row]
        assert ["财务科" in hits[0], "车间" in hits[1]] == [True, True]
        assert ["..0013" in hits[0], "..0014" in hits[1]] == [True, True]
        await desk.keys("down", "enter")
        assert "Chosen: 王五 000004 车间" in desk.rows[1]


async def test_somebody_who_left_is_marked_and_can_not_be_booked(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.typed("zl")
        assert any("赵离" in row and "has left" in row for row in desk.rows)
        await desk.keys("enter", "right")
        assert "赵离 left on 2026-11-23" in desk.enter


async def test_nobody_found_is_said_and_what_was_typed_stays(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.typed("qqq")
        await desk.keys("enter")
        assert "Nobody is found by qqq" in desk.enter
        assert "qqq" in desk.rows[1]


async def test_the_chosen_member_stays_until_esc(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "enter", "ctrl+right", "down")
        assert "张三" in desk.rows[1]
        await desk.keys("escape")
        assert "张三" not in desk.rows[1]


async def test_esc_backs_out_one_step_at_a_time(console_club: Club, path: Path) -> None:
    console_club.book("000001", "court1", TODAY, "19:30")
    async with at_desk(path) as desk:
        await desk.keys("z", "s", "enter", "right", "f7", "down", "x")
        await desk.keys("escape")
        assert "x" not in desk.rows[1].partition("Chosen")[0]
        assert "put 张三 here" in desk.enter
        await desk.keys("escape")
        assert "put 张三 here" not in desk.enter
        assert "Chosen: 张三" in desk.rows[1]
        await desk.keys("escape")
        assert "Chosen" not in desk.rows[1]


# ---------------------------------------------------------------- days


async def test_days_weeks_and_today(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("ctrl+right")
        assert "2026-11-25 Wed" in desk.rows[0]
        await desk.keys("ctrl+left", "ctrl+left")
        assert "2026-11-23 Mon" in desk.rows[0]
        await desk.keys("ctrl+pagedown")
        assert "2026-11-30 Mon" in desk.rows[0]
        await desk.keys("ctrl+pageup", "ctrl+t")
        assert "showing" not in desk.rows[0]
        assert "李四" in desk.row("羽毛球1号场")


async def test_the_cursor_keeps_its_slot_from_day_to_day(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "right", "ctrl+right")
        assert "羽毛球2号场 11-25 Wed 19:30-20:30" in desk.words


@pytest.mark.parametrize("typed", ["26", "11-26", "1126", "2026-11-26", "+2", "11月26日"])
async def test_a_date_is_typed_into_the_same_field(path: Path, typed: str) -> None:
    async with at_desk(path) as desk:
        await desk.keys("ctrl+g")
        assert "Date:" in desk.rows[1]
        await desk.typed(typed)
        await desk.keys("enter")
        assert "2026-11-26 Thu" in desk.rows[0]
        assert "Find:" in desk.rows[1]


async def test_what_is_no_date_is_told_and_can_be_corrected(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("ctrl+g", "9", "9", "enter")
        assert "99 is not a date" in desk.enter
        await desk.keys("backspace", "backspace", "2", "6", "enter")
        assert "2026-11-26 Thu" in desk.rows[0]


async def test_the_week_of_a_facility_and_back_to_the_day(path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "f3")
        assert all(day in desk.rows[2] for day in ("23 Mon", "29 Sun"))
        assert desk.row("17:30")
        assert "羽毛球2号场 11-24 Tue 17:30" in desk.words
        await desk.keys("right", "f3")
        assert "羽毛球2号场 11-25 Wed 17:30" in desk.words
        assert "2026-11-25" in desk.rows[0]


async def test_a_booking_is_made_in_the_week(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "down", "down", "f3", "z", "s", "enter", "right", "enter")
        assert "张三 is booked: 阅览室 11-25 Wed 17:30" in desk.enter
    assert "000001" in states(console_club, TOMORROW, "reading", "17:30")


async def test_in_the_week_shift_selects_nothing_of_another_day(console_club: Club, path: Path) -> None:
    async with at_desk(path) as desk:
        await desk.keys("down", "f3", "up", "right", "z", "s", "enter", "shift+right", "enter")
    booked = [slot for day in console_club.week() for slot in console_club.ask("grid", date=day)["slots"]]
    held = [slot for slot in booked if any(b["member"] == "000001" for b in slot["bookings"])]
    assert [(slot["facility"], slot["date"]) for slot in held] == [("court2", TOMORROW)]


# ---------------------------------------------------------------- more room


async def test_a_window_with_room_lists_the_people_of_the_slot_below(path: Path) -> None:
    async with at_desk(path, (120, 40)) as desk:
        await desk.keys("down", "down", "down", "ctrl+right")
        people = desk.rows[-13:-3]
        assert all(any(number in row for row in people) for number in ("000002", "000003", "000004"))


async def test_a_broad_window_shows_the_members_coming_bookings_beside_the_grid(path: Path) -> None:
    async with at_desk(path, (200, 50)) as desk:
        await desk.keys("l", "s", "enter")
        beside = [row[150:] for row in desk.rows]
        assert any("李四" in row and "000002" in row for row in beside)
        assert any("11-25 Wed 17:30-20:30" in row and "阅览室" in row for row in beside)


async def test_a_small_window_shows_the_grid_alone(path: Path) -> None:
    async with at_desk(path) as desk:
        assert not desk.pilot.app.screen.query_one("#panels").display
