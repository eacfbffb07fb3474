"""When a slot can be booked (domain.md section 3, "Window")."""

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"


def test_a_booking_of_a_free_slot_is_confirmed(club: Club) -> None:
    club.facility()
    club.member()
    told = club.do("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert told == {"booking": "B1", "state": "confirmed"}


def test_without_a_notice_a_slot_is_booked_until_its_very_start(club: Club) -> None:
    club.facility()
    club.member()
    club.at("2026-11-23T17:30")
    assert club.state(club.book("000001", "gym", MONDAY, "17:30")) == "confirmed"


def test_a_second_after_the_start_is_too_soon(club: Club) -> None:
    club.facility()
    club.member()
    club.at("2026-11-23T17:30:01")
    error = club.refused("book", member="000001", facility="gym", date=MONDAY, start="17:30")
    assert (error.code, error.facts["latest"]) == ("too_soon", "2026-11-23T17:30")


def test_exactly_the_notice_before_the_start_is_still_in_time(club: Club) -> None:
    club.facility(min_notice_minutes=120)
    club.member()
    club.at("2026-11-23T15:30")
    assert club.state(club.book("000001", "gym", MONDAY, "17:30")) == "confirmed"


def test_a_second_later_than_the_notice_is_too_soon_and_the_latest_moment_is_told(club: Club) -> None:
    club.facility(min_notice_minutes=120)
    club.member()
    club.at("2026-11-23T15:30:01")
    error = club.refused("book", member="000001", facility="gym", date=MONDAY, start="17:30")
    assert (error.code, error.facts["latest"]) == ("too_soon", "2026-11-23T15:30")


def test_a_notice_may_be_longer_than_a_day(club: Club) -> None:
    club.facility(min_notice_minutes=2 * 1440)
    club.member()
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert (error.code, error.facts["latest"]) == ("too_soon", "2026-11-22T17:30")


def test_the_window_includes_the_day_max_days_ahead_days_from_today(club: Club) -> None:
    club.facility(max_days_ahead=3)
    club.member()
    assert club.state(club.book("000001", "gym", "2026-11-26", "19:30")) == "confirmed"


def test_the_day_after_the_last_day_is_too_far_ahead_and_the_last_day_is_told(club: Club) -> None:
    club.facility(max_days_ahead=3)
    club.member()
    error = club.refused("book", member="000001", facility="gym", date="2026-11-27", start="17:30")
    assert (error.code, error.facts["last_day"]) == ("too_far_ahead", "2026-11-26")


def test_the_window_is_fourteen_days_unless_the_facility_says_otherwise(club: Club) -> None:
    club.facility()
    club.member()
    club.publish(("gym", "2026-12-07", "17:30-19:30"), ("gym", "2026-12-08", "17:30-19:30"))
    assert club.state(club.book("000001", "gym", "2026-12-07", "17:30")) == "confirmed"
    error = club.refused("book", member="000001", facility="gym", date="2026-12-08", start="17:30")
    assert error.code == "too_far_ahead"


def test_with_no_days_ahead_only_today_is_booked(club: Club) -> None:
    club.facility(max_days_ahead=0)
    club.member()
    assert club.state(club.book("000001", "gym", MONDAY, "17:30")) == "confirmed"
    assert (
        club.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30").code
        == "too_far_ahead"
    )


def test_the_days_of_the_window_are_calendar_days_of_the_clubs_zone(club: Club) -> None:
    club.facility(max_days_ahead=1)
    club.member()
    club.at("2026-11-23T23:59:59")
    asked = {"member": "000001", "facility": "gym", "date": "2026-11-25", "start": "17:30"}
    assert club.refused("book", **asked).code == "too_far_ahead"
    club.at("2026-11-24T00:00")
    assert club.do("book", **asked)["state"] == "confirmed"


@pytest.mark.parametrize("at", ["2026-11-23T19:30", "2026-11-24T09:00"])
def test_from_its_end_on_a_slot_is_over(club: Club, at: str) -> None:
    club.facility()
    club.member()
    club.at(at)
    error = club.refused("book", member="000001", facility="gym", date=MONDAY, start="17:30")
    assert error.code == "slot_over"


def test_a_slot_under_way_is_not_over_but_too_late_to_book(club: Club) -> None:
    club.facility()
    club.member()
    club.at("2026-11-23T19:29:59")
    error = club.refused("book", member="000001", facility="gym", date=MONDAY, start="17:30")
    assert error.code == "too_soon"


def test_a_slot_that_is_not_there_is_unknown(club: Club) -> None:
    club.facility()
    club.member()
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="18:00")
    assert error.code == "unknown_slot"
    assert (error.facts["facility"], error.facts["date"], error.facts["start"]) == ("gym", TUESDAY, "18:00")


def test_a_slot_that_was_taken_out_of_the_schedule_is_unknown(club: Club) -> None:
    club.facility()
    club.member()
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True)
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert error.code == "unknown_slot"


def test_a_refused_booking_leaves_nothing_behind(club: Club) -> None:
    club.facility(max_days_ahead=0)
    club.member()
    club.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert club.slot("gym", TUESDAY, "17:30")["taken"] == 0
    assert club.ask("member", member="000001")["coming"] == []
    club.check()
