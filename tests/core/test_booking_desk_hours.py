"""Desk hours: where set, no-shows arise only within them (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

SATURDAY = "2026-11-28"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1 from 17:30 to 19:30 and B2 from 19:30 to 20:30 today; the desk is open from 08:00 to 18:00."""
    club.facility()
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.book("000001", "gym", MONDAY, "19:30")
    club.do("change_settings", desk_hours="08:00-18:00")
    return club


def test_without_desk_hours_no_shows_arise_at_any_time(club: Club) -> None:
    club.facility(slots=False)
    club.publish(("gym", "2026-11-24", "03:00-04:00"))
    club.member()
    club.book("000001", "gym", "2026-11-24", "03:00")
    club.at("2026-11-24T03:15")
    assert club.state("B1") == "no_show"


def test_within_the_desk_hours_no_shows_arise(booked: Club) -> None:
    booked.at("2026-11-23T17:45")
    assert booked.state("B1") == "no_show"


def test_a_booking_outside_of_them_is_completed_at_its_end(booked: Club) -> None:
    booked.at("2026-11-23T20:29:59")
    assert booked.state("B2") == "confirmed"
    booked.at("2026-11-23T20:30")
    assert booked.state("B2") == "completed"


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        ("08:00-17:45", "completed"),  # the desk closes as the grace runs out
        ("08:00-17:46", "no_show"),
        ("17:45-21:00", "no_show"),  # the desk opens as the grace runs out
        ("17:46-21:00", "completed"),
    ],
)
def test_what_counts_is_the_moment_at_which_the_grace_runs_out(booked: Club, hours: str, state: str) -> None:
    booked.do("change_settings", desk_hours=hours)
    booked.at("2026-11-23T19:30")
    assert booked.state("B1") == state


def test_on_a_day_without_desk_hours_no_no_show_arises(club: Club) -> None:
    club.do("change_settings", desk_hours={"mon": "08:00-21:00"})
    club.facility()
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.book("000001", "gym", SATURDAY, "17:30")
    club.at("2026-11-28T19:30")
    assert (club.state("B1"), club.state("B2")) == ("no_show", "completed")


def test_new_desk_hours_hold_for_bookings_that_are_there(booked: Club) -> None:
    booked.do("change_settings", desk_hours=None)
    booked.at("2026-11-23T19:45")
    assert booked.state("B2") == "no_show"


def test_desk_hours_set_again_spare_bookings_that_are_there(club: Club) -> None:
    club.facility()
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.do("change_settings", desk_hours="08:00-12:00")
    club.at("2026-11-23T19:30")
    assert club.state("B1") == "completed"


def test_more_time_is_not_given_past_the_desk_hours(booked: Club) -> None:
    asked = {"facility": "gym", "date": MONDAY, "start": "17:30"}
    assert booked.do("give_more_time", **asked)["until"] == "2026-11-23T17:55"
    assert booked.refused("give_more_time", **asked).code == "wrong_state"
    booked.at("2026-11-23T17:55")
    assert booked.state("B1") == "no_show"


def test_a_booking_outside_of_the_desk_hours_may_still_be_checked_in(booked: Club) -> None:
    booked.at("2026-11-23T20:00")
    assert booked.outcome("check_in", booking="B2") == "checked_in"


def test_approval_runs_out_at_the_start_also_outside_of_them(booked: Club) -> None:
    booked.facility("room", slots=False, approval_levels=1)
    booked.publish(("room", MONDAY, "21:00-22:00"))
    booking = booked.book("000001", "room", MONDAY, "21:00")
    booked.at("2026-11-23T21:00")
    assert booked.state(booking) == "expired"
