"""What is wrong with a list of slots: all errors at once, and nothing is written (domain.md section 6)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire import minute_told
from tests.support.club import MONDAY, Club, new_club
from tests.support.examples import examples

TUESDAY = "2026-11-24"
YESTERDAY = "2026-11-22"


def row(start: str, end: str, date: str = TUESDAY, facility: str = "gym", **fields: Any) -> dict[str, Any]:
    return {"facility": facility, "date": date, "start": start, "end": end} | fields


def errors(club: Club, *rows: dict[str, Any], **fields: Any) -> list[tuple[int, str]]:
    """Index and code of every error of a list."""
    error = club.refused("publish_slots", slots=list(rows), **fields)
    assert error.code == "schedule_errors"
    return [(told["index"], told["code"]) for told in error.facts["errors"]]


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym without slots."""
    club.facility(slots=False)
    return club


def test_an_unknown_facility_is_an_error(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:00", facility="moon")) == [(0, "unknown_facility")]


@pytest.mark.parametrize("end", ["09:00", "08:59", "00:00"])
def test_an_end_that_is_not_after_the_start_is_an_error(gym: Club, end: str) -> None:
    assert errors(gym, row("09:00", end)) == [(0, "end_not_after_start")]


@pytest.mark.parametrize("capacity", [0, -1, 10_001])
def test_a_capacity_below_one_or_beyond_all_bounds_is_an_error(gym: Club, capacity: int) -> None:
    assert errors(gym, row("09:00", "10:00", capacity=capacity)) == [(0, "bad_capacity")]


def test_a_capacity_that_is_not_whole_is_no_schedule_error_but_invalid(gym: Club) -> None:
    error = gym.refused("publish_slots", slots=[row("09:00", "10:00"), row("11:00", "12:00", capacity=2.5)])
    assert (error.code, error.facts["field"]) == ("invalid", "slots[1].capacity")


def test_two_rows_of_one_facility_that_share_a_minute_overlap_and_the_later_is_wrong(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:01"), row("10:00", "11:00")) == [(1, "overlap")]
    assert errors(gym, row("10:00", "11:00"), row("09:00", "10:01")) == [(1, "overlap")]


def test_a_row_inside_another_overlaps(gym: Club) -> None:
    assert errors(gym, row("09:00", "12:00"), row("10:00", "11:00")) == [(1, "overlap")]


def test_the_row_in_the_way_is_named(gym: Club) -> None:
    error = gym.refused("publish_slots", slots=[row("09:00", "10:30"), row("10:00", "11:00")])
    told = error.facts["errors"][0]
    assert (told["other"], told["start"], told["end"]) == (0, "09:00", "10:30")


def test_rows_that_touch_do_not_overlap(gym: Club) -> None:
    assert gym.publish(("gym", TUESDAY, "09:00-10:00"), ("gym", TUESDAY, "10:00-11:00"))["new"] == 2


def test_rows_of_different_facilities_do_not_overlap(gym: Club) -> None:
    gym.facility("court", slots=False)
    assert gym.publish(("gym", TUESDAY, "09:00-10:00"), ("court", TUESDAY, "09:00-10:00"))["new"] == 2


def test_rows_of_different_days_do_not_overlap(gym: Club) -> None:
    assert gym.publish(("gym", TUESDAY, "09:00-24:00"), ("gym", "2026-11-25", "00:00-10:00"))["new"] == 2


def test_a_row_overlaps_with_a_slot_that_stands(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "09:00-10:00"))
    error = gym.refused("publish_slots", slots=[row("09:30", "10:30")])
    told = error.facts["errors"][0]
    assert (told["code"], told["start"], told["end"]) == ("overlap", "09:00", "10:00")


def test_a_slot_that_is_lengthened_overlaps_with_the_next_that_stands(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "09:00-10:00"), ("gym", TUESDAY, "10:00-11:00"))
    assert errors(gym, row("09:00", "10:30")) == [(0, "overlap")]


def test_two_slots_that_trade_their_room_do_not_overlap(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "09:00-11:00"))
    assert gym.publish(("gym", TUESDAY, "09:00-10:00"), ("gym", TUESDAY, "10:00-11:00"))["changed"] == 1


def test_two_rows_for_one_slot_are_an_error_of_the_later(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:00"), row("09:00", "10:00")) == [(1, "duplicate")]
    assert errors(gym, row("09:00", "10:00"), row("09:00", "09:30", capacity=2)) == [(1, "duplicate")]


# The buffer


def test_the_buffer_fits_exactly_between_two_slots(gym: Club) -> None:
    gym.do("change_facility", code="gym", buffer_minutes=10)
    assert gym.publish(("gym", TUESDAY, "09:00-10:00"), ("gym", TUESDAY, "10:10-11:00"))["new"] == 2


def test_a_minute_less_than_the_buffer_is_an_error(gym: Club) -> None:
    gym.do("change_facility", code="gym", buffer_minutes=10)
    assert errors(gym, row("09:00", "10:00"), row("10:09", "11:00")) == [(1, "no_room_for_buffer")]


def test_the_buffer_holds_towards_slots_that_stand(gym: Club) -> None:
    gym.do("change_facility", code="gym", buffer_minutes=10)
    gym.publish(("gym", TUESDAY, "10:00-11:00"))
    assert errors(gym, row("09:00", "09:51"), row("11:09", "12:00")) == [
        (0, "no_room_for_buffer"),
        (1, "no_room_for_buffer"),
    ]


def test_slots_that_stand_already_keep_standing_whatever_the_buffer_becomes(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "09:00-10:00"), ("gym", TUESDAY, "10:00-11:00"))
    gym.do("change_facility", code="gym", buffer_minutes=10)
    assert gym.publish(("gym", TUESDAY, "12:00-13:00"))["new"] == 1


def test_each_facility_has_its_own_buffer(gym: Club) -> None:
    gym.facility("court", slots=False, buffer_minutes=10)
    rows = [
        row(start, end, facility=facility)
        for facility in ("gym", "court")
        for start, end in (("09:00", "10:00"), ("10:00", "11:00"))
    ]
    assert errors(gym, *rows) == [(3, "no_room_for_buffer")]


# The past


def test_a_date_that_is_past_is_an_error(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:00", date=YESTERDAY)) == [(0, "past")]


def test_today_is_not_past(gym: Club) -> None:
    assert gym.publish(("gym", MONDAY, "00:00-01:00"))["new"] == 1


def test_the_day_is_that_of_the_clubs_zone(gym: Club) -> None:
    gym.at("2026-11-23T23:59:59")
    assert gym.publish(("gym", MONDAY, "09:00-10:00"))["new"] == 1
    gym.at("2026-11-24T00:00")
    assert errors(gym, row("10:00", "11:00", date=MONDAY)) == [(0, "past")]


def test_a_slot_of_the_past_that_stands_is_not_changed(gym: Club) -> None:
    gym.publish(("gym", MONDAY, "09:30-10:00"))
    gym.at("2026-11-24T09:00")
    assert errors(gym, row("09:30", "10:30", date=MONDAY)) == [(0, "past")]


def test_a_slot_of_the_past_that_was_removed_is_not_brought_back(gym: Club) -> None:
    gym.publish(("gym", MONDAY, "19:00-20:00"))
    gym.publish(("gym", MONDAY, "20:00-21:00"), replace=True)
    gym.at("2026-11-24T09:00")
    assert errors(gym, row("19:00", "20:00", date=MONDAY)) == [(0, "past")]


# All at once


def test_all_errors_are_listed_in_the_order_of_the_list_and_nothing_is_written(gym: Club) -> None:
    told = errors(
        gym,
        row("09:00", "10:00"),
        row("09:30", "10:30"),
        row("11:00", "10:00"),
        row("12:00", "13:00", facility="moon"),
        row("12:00", "13:00", capacity=0),
        row("12:00", "13:00", date=YESTERDAY),
        row("09:00", "10:00"),
        row("14:00", "15:00"),
    )
    assert told == [
        (1, "overlap"),
        (2, "end_not_after_start"),
        (3, "unknown_facility"),
        (4, "bad_capacity"),
        (5, "past"),
        (6, "duplicate"),
    ]
    assert gym.ask("grid", date=MONDAY, days=7)["slots"] == []


def test_a_list_with_an_error_removes_and_displaces_nothing(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "09:00-10:00"))
    gym.member()
    gym.book("000001", "gym", TUESDAY, "09:00")
    errors(gym, row("12:00", "13:00"), row("11:00", "10:00"), replace=True, displace=True)
    assert gym.state("B1") == "confirmed"


@pytest.mark.parametrize(
    "wrong",
    [
        row("09:30", "09:00"),
        row("09:30", "10:30", capacity=0),
        row("09:30", "10:30", facility="moon"),
    ],
)
def test_a_row_that_is_already_wrong_is_not_reported_as_overlapping_too(
    gym: Club, wrong: dict[str, Any]
) -> None:
    assert len(errors(gym, row("09:00", "10:00"), wrong)) == 1


def test_nor_is_a_right_row_reported_for_overlapping_with_a_wrong_one(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:00", capacity=0), row("09:30", "10:30")) == [(0, "bad_capacity")]


def test_a_row_of_the_past_is_told_as_past_and_not_as_overlapping(gym: Club) -> None:
    gym.publish(("gym", MONDAY, "09:30-10:30"))
    gym.at("2026-11-24T09:00")
    told = errors(gym, row("10:00", "11:00", date=MONDAY), row("10:00", "11:00", date=MONDAY))
    assert told == [(0, "past"), (1, "past")]


def test_three_rows_in_one_heap_name_the_two_that_are_too_many(gym: Club) -> None:
    told = errors(gym, row("09:00", "11:00"), row("09:30", "10:00"), row("10:30", "11:30"))
    assert told == [(1, "overlap"), (2, "overlap")]


def test_a_row_that_overlaps_only_with_a_wrong_one_is_right(gym: Club) -> None:
    assert errors(gym, row("09:00", "10:00"), row("09:30", "11:00"), row("10:30", "11:30")) == [
        (1, "overlap")
    ]


def test_a_time_that_the_clock_of_that_day_does_not_show_is_an_error(club: Club) -> None:
    club.do("change_settings", timezone="Europe/Berlin")
    club.facility(slots=False)
    assert errors(club, row("02:00", "03:00", date="2027-03-28")) == [(0, "no_such_time")]
    assert club.publish(("gym", "2027-03-28", "01:00-03:00"))["new"] == 1


# Against a naive model

rows_drawn = st.lists(
    st.tuples(st.sampled_from(["gym", "court"]), st.integers(540, 560), st.integers(1, 8)),
    min_size=1,
    max_size=9,
)


def collide(one: tuple[str, int, int], other: tuple[str, int, int], buffer: int) -> bool:
    """Whether two rows share a minute, the buffer after each counted to it."""
    minutes = set(range(one[1], one[1] + one[2] + buffer))
    others = set(range(other[1], other[1] + other[2] + buffer))
    return one[0] == other[0] and bool(minutes & others)


@examples(40)
@given(rows_drawn, st.integers(0, 3))
def test_a_list_is_right_exactly_when_no_two_rows_collide(
    drawn: list[tuple[str, int, int]], buffer: int
) -> None:
    with new_club() as club:
        for code in ("gym", "court"):
            club.facility(code, slots=False, buffer_minutes=buffer)
        rows = [
            row(minute_told(start), minute_told(start + length), facility=code)
            for code, start, length in drawn
        ]
        crowd = any(
            collide(one, other, buffer) for index, one in enumerate(drawn) for other in drawn[index + 1 :]
        )
        if not crowd:
            assert club.do("publish_slots", slots=rows)["new"] == len(rows)
            assert club.do("publish_slots", slots=rows, replace=True)["unchanged"] == len(rows)
            club.check()
            return
        wrong = {index for index, _ in errors(club, *rows)}
        right = [line for index, line in enumerate(drawn) if index not in wrong]
        assert not any(
            collide(one, other, buffer) for index, one in enumerate(right) for other in right[index + 1 :]
        )
        assert all(any(collide(drawn[index], line, buffer) for line in drawn[:index]) for index in wrong)
        kept = [line for index, line in enumerate(rows) if index not in wrong]
        assert club.do("publish_slots", slots=kept)["new"] == len(kept)
