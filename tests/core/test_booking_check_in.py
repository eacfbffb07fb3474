"""Check-in, more time and completion (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1: a place in the gym today from 17:30 to 19:30."""
    club.facility(capacity=4)
    club.member()
    club.member("000002")
    club.book("000001", "gym", MONDAY, "17:30")
    return club


# When


def test_check_in_opens_half_an_hour_before_the_start(booked: Club) -> None:
    booked.at("2026-11-23T17:00")
    assert booked.do("check_in", booking="B1") == {"state": "checked_in", "already": False}


def test_a_second_before_that_it_is_too_soon_and_the_opening_is_told(booked: Club) -> None:
    booked.at("2026-11-23T16:59:59")
    error = booked.refused("check_in", booking="B1")
    assert (error.code, error.facts["opens"]) == ("too_soon", "2026-11-23T17:00")


def test_check_in_lasts_until_the_grace_has_run_out(booked: Club) -> None:
    booked.at("2026-11-23T17:44:59")
    assert booked.outcome("check_in", booking="B1") == "checked_in"


def test_when_the_grace_has_run_out_the_booking_is_a_no_show_already(booked: Club) -> None:
    booked.at("2026-11-23T17:45")
    error = booked.refused("check_in", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", "no_show")


def test_where_nobody_waits_for_it_check_in_lasts_until_the_end(booked: Club) -> None:
    booked.do("change_facility", code="gym", no_show_grace_minutes=None)
    booked.at("2026-11-23T19:29:59")
    assert booked.outcome("check_in", booking="B1") == "checked_in"


def test_at_the_end_there_is_no_check_in_any_more(booked: Club) -> None:
    booked.do("change_facility", code="gym", no_show_grace_minutes=None)
    booked.at("2026-11-23T19:30")
    error = booked.refused("check_in", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", "completed")


def test_checking_in_twice_does_no_harm(booked: Club) -> None:
    booked.at("2026-11-23T17:10")
    booked.do("check_in", booking="B1")
    assert booked.do("check_in", booking="B1") == {"state": "checked_in", "already": True}
    assert booked.events("B1") == ["booked", "checked_in"]


@pytest.mark.parametrize("state", ["cancelled", "displaced"])
def test_who_holds_no_place_is_not_checked_in(booked: Club, state: str) -> None:
    if state == "cancelled":
        booked.do("cancel", booking="B1")
    else:
        booked.publish(("gym", MONDAY, "19:30-20:30"), replace=True, displace=True)
    booked.at("2026-11-23T17:10")
    error = booked.refused("check_in", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", state)


def test_into_a_closed_slot_nobody_is_checked_in(booked: Club) -> None:
    booked.shut("gym", MONDAY, "17:30")
    booked.at("2026-11-23T17:10")
    assert booked.refused("check_in", booking="B1").code == "slot_closed"


def test_an_unknown_booking_is_told(club: Club) -> None:
    assert club.refused("check_in", booking="B3").code == "unknown_booking"


# Completion


def test_at_the_end_a_checked_in_booking_is_completed(booked: Club) -> None:
    booked.at("2026-11-23T17:10")
    booked.do("check_in", booking="B1")
    booked.at("2026-11-23T19:29:59")
    assert booked.state("B1") == "checked_in"
    booked.at("2026-11-23T19:30")
    assert booked.state("B1") == "completed"


def test_where_no_check_in_is_asked_the_booking_is_completed_at_its_end(booked: Club) -> None:
    booked.do("change_facility", code="gym", no_show_grace_minutes=None)
    booked.at("2026-11-23T19:29:59")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-23T19:30")
    assert booked.state("B1") == "completed"


def test_a_slot_until_midnight_is_completed_at_midnight(club: Club) -> None:
    club.facility(slots=False, no_show_grace_minutes=None)
    club.publish(("gym", MONDAY, "23:00-24:00"))
    club.member()
    club.book("000001", "gym", MONDAY, "23:00")
    club.at("2026-11-23T23:59:59")
    assert club.state("B1") == "confirmed"
    club.at("2026-11-24T00:00")
    assert club.state("B1") == "completed"


def test_a_completion_seen_late_is_recorded_as_of_the_end(booked: Club) -> None:
    booked.at("2026-11-23T17:10")
    booked.do("check_in", booking="B1")
    booked.at("2026-11-27T08:00")
    step = booked.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["at"], step["by"]) == ("completed", "2026-11-23T19:30", "clock")


# More time for all who have not arrived


def test_all_who_have_not_arrived_are_given_ten_more_minutes(booked: Club) -> None:
    booked.book("000002", "gym", MONDAY, "17:30")
    booked.at("2026-11-23T17:40")
    told = booked.do("give_more_time", facility="gym", date=MONDAY, start="17:30")
    assert told == {"until": "2026-11-23T17:55"}
    booked.at("2026-11-23T17:54:59")
    assert (booked.state("B1"), booked.state("B2")) == ("confirmed", "confirmed")
    booked.at("2026-11-23T17:55")
    assert (booked.state("B1"), booked.state("B2")) == ("no_show", "no_show")


def test_more_time_is_given_twice_at_most(booked: Club) -> None:
    asked = {"facility": "gym", "date": MONDAY, "start": "17:30"}
    booked.at("2026-11-23T17:40")
    told = [booked.do("give_more_time", **asked)["until"] for _ in range(2)]
    assert told == ["2026-11-23T17:55", "2026-11-23T18:05"]
    error = booked.refused("give_more_time", **asked)
    assert (error.code, error.facts["state"]) == ("wrong_state", "more_time_given")
    booked.at("2026-11-23T18:04:59")
    assert booked.outcome("check_in", booking="B1") == "checked_in"


def test_more_time_ends_at_the_end_of_the_slot(club: Club) -> None:
    club.facility(slots=False)
    club.publish(("gym", MONDAY, "10:00-10:20"))
    club.member()
    club.book("000001", "gym", MONDAY, "10:00")
    club.at("2026-11-23T10:10")
    told = club.do("give_more_time", facility="gym", date=MONDAY, start="10:00")
    assert told["until"] == "2026-11-23T10:20"
    club.at("2026-11-23T10:20")
    assert club.state("B1") == "no_show"


def test_more_time_holds_for_one_slot_alone(booked: Club) -> None:
    booked.book("000002", "gym", MONDAY, "19:30")
    booked.do("give_more_time", facility="gym", date=MONDAY, start="17:30")
    booked.at("2026-11-23T19:45")
    assert booked.state("B2") == "no_show"


def test_more_time_is_not_given_where_all_have_arrived(booked: Club) -> None:
    booked.at("2026-11-23T17:10")
    booked.do("check_in", booking="B1")
    error = booked.refused("give_more_time", facility="gym", date=MONDAY, start="17:30")
    assert (error.code, error.facts["state"]) == ("wrong_state", "nobody_awaited")


def test_more_time_is_not_given_where_no_check_in_is_asked(booked: Club) -> None:
    booked.do("change_facility", code="gym", no_show_grace_minutes=None)
    error = booked.refused("give_more_time", facility="gym", date=MONDAY, start="17:30")
    assert error.code == "wrong_state"


def test_a_refusal_of_more_time_uses_none_up(booked: Club) -> None:
    asked = {"facility": "gym", "date": MONDAY, "start": "19:30"}
    for _ in range(3):
        booked.refused("give_more_time", **asked)
    booked.book("000002", "gym", MONDAY, "19:30")
    assert booked.do("give_more_time", **asked)["until"] == "2026-11-23T19:55"


def test_more_time_is_not_given_once_the_slot_is_over(booked: Club) -> None:
    booked.at("2026-11-23T19:30")
    error = booked.refused("give_more_time", facility="gym", date=MONDAY, start="17:30")
    assert (error.code, error.facts["state"]) == ("wrong_state", "over")


def test_more_time_of_an_unknown_facility_or_slot_is_refused(booked: Club) -> None:
    told = [
        booked.refused("give_more_time", facility=facility, date=MONDAY, start=start).code
        for facility, start in (("moon", "17:30"), ("gym", "18:00"))
    ]
    assert told == ["unknown_facility", "unknown_slot"]


# A no-show turned into a check-in


def test_a_no_show_is_turned_into_a_check_in_on_the_same_day_with_a_reason(booked: Club) -> None:
    booked.at("2026-11-23T18:00")
    assert booked.outcome("check_in", booking="B1") == "wrong_state"
    assert booked.outcome("check_in", booking="B1", override="stood in the queue") == "checked_in"
    card = booked.ask("booking", booking="B1")
    assert (card["override"], card["trail"][-1]["note"]) == ("stood in the queue", "stood in the queue")
    assert booked.slot("gym", MONDAY, "17:30")["taken"] == 1
    booked.check()


def test_a_no_show_turned_after_the_end_is_completed(booked: Club) -> None:
    booked.at("2026-11-23T23:59:59")
    booked.do("check_in", booking="B1", override="the scanner was broken")
    assert booked.state("B1") == "completed"
    booked.check()


def test_on_the_next_day_a_no_show_stays_one(booked: Club) -> None:
    booked.at("2026-11-24T00:00")
    error = booked.refused("check_in", booking="B1", override="the scanner was broken")
    assert (error.code, error.facts["state"]) == ("wrong_state", "no_show")


def test_a_no_show_whose_places_are_taken_stays_one(booked: Club) -> None:
    booked.at("2026-11-23T18:00")
    booked.do("book", member="000002", facility="gym", date=MONDAY, start="17:30", walk_in=True, party=4)
    assert booked.refused("check_in", booking="B1", override="was there").code == "slot_full"
    assert booked.state("B1") == "no_show"
    booked.check()


def test_a_no_show_turned_into_a_check_in_suspends_nobody(booked: Club) -> None:
    booked.do("change_settings", no_show_limit=1)
    booked.at("2026-11-23T18:00")
    booked.do("check_in", booking="B1", override="was there")
    assert booked.outcome("book", member="000001", facility="gym", date=TUESDAY, start="17:30") == "confirmed"


def test_a_reason_does_not_open_check_in_earlier(booked: Club) -> None:
    booked.at("2026-11-23T16:00")
    assert booked.refused("check_in", booking="B1", override="in a hurry").code == "too_soon"


# Entered for the wrong booking


def test_a_check_in_entered_by_mistake_is_taken_back_and_waited_for_anew(booked: Club) -> None:
    booked.at("2026-11-23T17:40")
    booked.do("check_in", booking="B1")
    assert booked.outcome("reset_attendance", booking="B1") == "confirmed"
    booked.at("2026-11-23T17:54:59")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-23T17:55")
    assert booked.state("B1") == "no_show"


def test_a_no_show_entered_by_mistake_is_taken_back_while_its_places_are_free(booked: Club) -> None:
    booked.at("2026-11-23T17:35")
    booked.do("mark_no_show", booking="B1")
    assert booked.outcome("reset_attendance", booking="B1") == "confirmed"
    assert booked.slot("gym", MONDAY, "17:30")["taken"] == 1
    booked.check()


def test_a_no_show_whose_places_are_taken_is_not_taken_back(booked: Club) -> None:
    booked.at("2026-11-23T17:35")
    booked.do("mark_no_show", booking="B1")
    booked.do("book", member="000002", facility="gym", date=MONDAY, start="17:30", walk_in=True, party=4)
    assert booked.refused("reset_attendance", booking="B1").code == "slot_full"


def test_a_no_show_whose_member_is_elsewhere_meanwhile_is_not_taken_back(booked: Club) -> None:
    booked.at("2026-11-23T17:35")
    booked.do("mark_no_show", booking="B1")
    booked.facility("court")
    booked.book("000001", "court", MONDAY, "17:30", walk_in=True)
    error = booked.refused("reset_attendance", booking="B1")
    assert (error.code, error.facts["booking"]) == ("member_busy", "B2")


def test_attendance_is_not_reset_once_the_slot_is_over(booked: Club) -> None:
    booked.at("2026-11-23T19:30")
    assert booked.refused("reset_attendance", booking="B1").code == "slot_over"


def test_a_no_show_of_a_slot_that_is_closed_meanwhile_is_not_taken_back(booked: Club) -> None:
    booked.at("2026-11-23T17:35")
    booked.do("mark_no_show", booking="B1")
    booked.shut("gym", MONDAY, "17:30")
    assert booked.refused("reset_attendance", booking="B1").code == "slot_closed"
    assert booked.slot("gym", MONDAY, "17:30")["taken"] == 0


def test_a_walk_in_is_cancelled_and_not_reset(booked: Club) -> None:
    booked.at("2026-11-23T18:00")
    walked = booked.book("000002", "gym", MONDAY, "17:30", walk_in=True)
    error = booked.refused("reset_attendance", booking=walked)
    assert (error.code, error.facts["state"]) == ("wrong_state", "checked_in")
