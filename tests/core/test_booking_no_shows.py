"""No-shows, suspension and pardon (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1: a place in the gym today from 17:30 to 19:30."""
    club.facility(capacity=4)
    club.member()
    club.member("000002")
    club.book("000001", "gym", MONDAY, "17:30")
    return club


# How a no-show comes about


def test_without_a_check_in_a_booking_is_a_no_show_when_the_grace_has_run_out(booked: Club) -> None:
    booked.at("2026-11-23T17:44:59")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-23T17:45")
    assert booked.state("B1") == "no_show"


def test_the_places_of_a_no_show_are_free(booked: Club) -> None:
    booked.at("2026-11-23T17:45")
    assert booked.free("gym", MONDAY, "17:30") == 4
    booked.check()


def test_a_grace_longer_than_the_slot_ends_with_the_slot(club: Club) -> None:
    club.facility(no_show_grace_minutes=600)
    club.member()
    club.book("000001", "gym", MONDAY, "19:30")
    club.at("2026-11-23T20:29:59")
    assert club.state("B1") == "confirmed"
    club.at("2026-11-23T20:30")
    assert club.state("B1") == "no_show"


def test_without_any_grace_a_booking_is_a_no_show_at_the_start(club: Club) -> None:
    club.facility(no_show_grace_minutes=0)
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.at("2026-11-23T17:29:59")
    assert club.state("B1") == "confirmed"
    club.at("2026-11-23T17:30")
    assert club.state("B1") == "no_show"


def test_a_no_show_seen_late_is_recorded_as_of_its_own_moment(booked: Club) -> None:
    booked.at("2026-11-29T12:00")
    step = booked.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["at"], step["by"]) == ("no_show", "2026-11-23T17:45", "clock")


def test_a_longer_grace_holds_for_bookings_that_are_there(booked: Club) -> None:
    booked.do("change_facility", code="gym", no_show_grace_minutes=30)
    booked.at("2026-11-23T17:59:59")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-23T18:00")
    assert booked.state("B1") == "no_show"


def test_a_check_in_asked_for_again_holds_for_bookings_that_are_there(club: Club) -> None:
    club.facility(no_show_grace_minutes=None)
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.do("change_facility", code="gym", no_show_grace_minutes=15)
    club.at("2026-11-23T17:45")
    assert club.state("B1") == "no_show"


# The desk says so


def test_the_desk_marks_a_no_show_from_the_very_start(booked: Club) -> None:
    booked.at("2026-11-23T17:30")
    assert booked.outcome("mark_no_show", booking="B1") == "no_show"
    assert booked.free("gym", MONDAY, "17:30") == 4


def test_a_second_before_the_start_it_is_too_soon_to_mark_one(booked: Club) -> None:
    booked.at("2026-11-23T17:29:59")
    assert booked.refused("mark_no_show", booking="B1").code == "too_soon"


def test_only_who_is_waited_for_is_marked(booked: Club) -> None:
    booked.at("2026-11-23T17:40")
    booked.do("check_in", booking="B1")
    error = booked.refused("mark_no_show", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", "checked_in")


def test_a_no_show_is_marked_only_once(booked: Club) -> None:
    booked.at("2026-11-23T17:40")
    booked.do("mark_no_show", booking="B1")
    assert booked.refused("mark_no_show", booking="B1").code == "wrong_state"


# Suspension


@pytest.fixture
def strict(club: Club) -> Club:
    """A gym with slots from 17:30 to 18:30 and 18:31 to 19:00 on many days; two no-shows within thirty days
    suspend for a week."""
    club.facility(slots=False, max_days_ahead=100)
    days = (*club.week(), "2026-12-02", "2026-12-23", "2026-12-24", "2027-01-05")
    club.publish(*[("gym", day, span) for day in days for span in ("17:30-18:30", "18:31-19:00")])
    club.member()
    club.do("change_settings", no_show_limit=2)
    return club


def booking(club: Club, date: str, start: str = "17:30", **fields: object) -> str:
    asked = {"member": "000001", "facility": "gym", "date": date, "start": start}
    return club.outcome("book", **asked | fields)


def test_as_many_no_shows_as_the_limit_suspend(strict: Club) -> None:
    strict.no_show("000001", "gym", MONDAY, "17:30")
    assert booking(strict, "2026-11-29") == "confirmed"
    strict.no_show("000001", "gym", TUESDAY, "17:30")
    assert booking(strict, "2026-11-28") == "member_suspended"


def test_three_within_thirty_days_suspend_for_seven_unless_the_club_says_otherwise(club: Club) -> None:
    club.facility()
    club.member()
    for day in (MONDAY, TUESDAY):
        club.no_show("000001", "gym", day, "17:30")
    assert booking(club, WEDNESDAY, "19:30") == "confirmed"
    club.no_show("000001", "gym", WEDNESDAY, "17:30")
    error = club.refused("book", member="000001", facility="gym", date="2026-11-26", start="17:30")
    assert (error.code, error.facts["until"]) == ("member_suspended", "2026-12-02T17:45")


def test_the_suspension_runs_from_the_last_no_show_and_is_over_to_the_second(strict: Club) -> None:
    strict.no_show("000001", "gym", MONDAY, "17:30")
    strict.no_show("000001", "gym", WEDNESDAY, "17:30")
    strict.at("2026-12-02T17:44:59")
    error = strict.refused("book", member="000001", facility="gym", date="2026-12-23", start="17:30")
    assert error.facts["until"] == "2026-12-02T17:45"
    strict.at("2026-12-02T17:45")
    assert booking(strict, "2026-12-23") == "confirmed"


def test_coming_bookings_stay(strict: Club) -> None:
    coming = strict.book("000001", "gym", "2026-12-02", "17:30")
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    assert strict.state(coming) == "confirmed"
    strict.at("2026-12-02T17:10")
    assert strict.outcome("check_in", booking=coming) == "checked_in"


def test_exactly_thirty_days_apart_is_still_within_them(strict: Club) -> None:
    strict.no_show("000001", "gym", MONDAY, "17:30")
    strict.no_show("000001", "gym", "2026-12-23", "17:30")
    assert booking(strict, "2026-12-24") == "member_suspended"


def test_a_minute_more_than_thirty_days_apart_is_not(strict: Club) -> None:
    strict.publish(("gym", MONDAY, "16:00-17:00"))
    strict.no_show("000001", "gym", MONDAY, "16:00")
    strict.no_show("000001", "gym", "2026-12-23", "17:30")
    assert booking(strict, "2026-12-24") == "confirmed"


def test_a_no_show_during_the_suspension_lengthens_it(strict: Club) -> None:
    coming = strict.book("000001", "gym", "2026-11-27", "17:30")
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    strict.at("2026-11-27T17:45")
    assert strict.state(coming) == "no_show"
    error = strict.refused("book", member="000001", facility="gym", date="2026-11-29", start="17:30")
    assert error.facts["until"] == "2026-12-04T17:45"


def test_after_a_suspension_the_next_no_show_within_the_days_suspends_again(strict: Club) -> None:
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    strict.at("2026-12-02T09:00")
    strict.no_show("000001", "gym", "2026-12-02", "17:30")
    assert booking(strict, "2026-12-23") == "member_suspended"


def test_no_shows_in_any_facility_are_counted(strict: Club) -> None:
    strict.facility("court")
    strict.no_show("000001", "gym", MONDAY, "17:30")
    strict.no_show("000001", "court", TUESDAY, "17:30")
    assert booking(strict, "2026-11-28") == "member_suspended"


def test_a_no_show_marked_by_the_desk_is_counted(strict: Club) -> None:
    strict.no_show("000001", "gym", MONDAY, "17:30")
    strict.book("000001", "gym", TUESDAY, "17:30")
    strict.at("2026-11-24T17:32")
    strict.do("mark_no_show", booking="B2")
    error = strict.refused("book", member="000001", facility="gym", date="2026-11-28", start="17:30")
    assert error.facts["until"] == "2026-12-01T17:32"


def test_another_members_no_shows_suspend_nobody_else(strict: Club) -> None:
    strict.member("000002")
    strict.no_show("000001", "gym", MONDAY, "17:30")
    strict.no_show("000002", "gym", TUESDAY, "17:30")
    assert booking(strict, "2026-11-28") == "confirmed"


def test_a_shared_account_is_never_suspended(strict: Club) -> None:
    strict.member("guest", shared=True)
    for day in (MONDAY, TUESDAY):
        strict.no_show("guest", "gym", day, "17:30")
    assert booking(strict, "2026-11-28", member="guest") == "confirmed"
    assert strict.ask("member", member="guest")["suspended_until"] is None


def test_without_a_limit_nobody_is_suspended(strict: Club) -> None:
    strict.do("change_settings", no_show_limit=None)
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    assert booking(strict, "2026-11-28") == "confirmed"


def test_a_suspension_of_no_days_is_none(strict: Club) -> None:
    strict.do("change_settings", suspension_days=0)
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    assert booking(strict, "2026-11-28") == "confirmed"


def test_cancelled_and_expired_bookings_are_no_no_shows(strict: Club) -> None:
    strict.do("change_settings", no_show_limit=1)
    strict.do("cancel", booking=strict.book("000001", "gym", MONDAY, "17:30"))
    strict.do("change_facility", code="gym", approval_levels=1)
    strict.book("000001", "gym", MONDAY, "18:31")
    strict.at("2026-11-23T20:00")
    assert booking(strict, TUESDAY) == "pending"


def test_the_member_is_shown_with_the_end_of_the_suspension(strict: Club) -> None:
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    assert strict.ask("member", member="000001")["suspended_until"] == "2026-12-01T17:45"
    strict.at("2026-12-01T17:45")
    assert strict.ask("member", member="000001")["suspended_until"] is None


# Pardon


def pardon(club: Club, first: str, last: str, reason: str = "power cut") -> list[str]:
    return list(club.do("pardon_no_shows", **{"from": first, "to": last}, reason=reason)["bookings"])


def test_all_no_shows_of_a_stretch_of_time_are_pardoned(booked: Club) -> None:
    booked.book("000002", "gym", MONDAY, "17:30")
    booked.at("2026-11-23T18:00")
    assert pardon(booked, "2026-11-23T17:00", "2026-11-23T18:00") == ["B1", "B2"]
    card = booked.ask("booking", booking="B1")
    assert (card["state"], card["pardoned"]) == ("no_show", True)
    assert (card["trail"][-1]["event"], card["trail"][-1]["note"]) == ("pardoned", "power cut")
    booked.check()


@pytest.mark.parametrize(
    ("first", "last", "pardoned"),
    [
        ("2026-11-23T17:00", "2026-11-23T17:30", []),  # over when the waiting began
        ("2026-11-23T17:00", "2026-11-23T17:31", ["B1"]),
        ("2026-11-23T17:35", "2026-11-23T17:36", ["B1"]),
        ("2026-11-23T17:45", "2026-11-23T18:00", ["B1"]),  # begun at the moment of the no-show
        ("2026-11-23T17:46", "2026-11-23T18:00", []),
        ("2026-11-23T00:00", "2026-11-23T24:00", ["B1"]),
    ],
)
def test_pardoned_is_who_was_waited_for_at_any_moment_of_it(
    booked: Club, first: str, last: str, pardoned: list[str]
) -> None:
    booked.at("2026-11-23T20:00")
    assert pardon(booked, first, last) == pardoned


def test_a_pardon_ends_a_suspension(strict: Club) -> None:
    for day in (MONDAY, TUESDAY):
        strict.no_show("000001", "gym", day, "17:30")
    assert booking(strict, "2026-11-28") == "member_suspended"
    pardon(strict, "2026-11-24T17:30", "2026-11-24T18:00")
    assert booking(strict, "2026-11-28") == "confirmed"


def test_a_pardoned_no_show_is_not_counted_later(strict: Club) -> None:
    strict.no_show("000001", "gym", MONDAY, "17:30")
    pardon(strict, "2026-11-23T17:00", "2026-11-23T18:00")
    strict.no_show("000001", "gym", TUESDAY, "17:30")
    assert booking(strict, "2026-11-28") == "confirmed"


def test_a_pardon_needs_a_reason(booked: Club) -> None:
    error = booked.refused("pardon_no_shows", **{"from": "2026-11-23T17:00", "to": "2026-11-23T18:00"})
    assert (error.code, error.facts["field"]) == ("invalid", "reason")


@pytest.mark.parametrize("last", ["2026-11-23T17:00", "2026-11-23T16:00"])
def test_a_stretch_of_time_ends_after_its_start(booked: Club, last: str) -> None:
    error = booked.refused("pardon_no_shows", **{"from": "2026-11-23T17:00", "to": last}, reason="power cut")
    assert (error.code, error.facts["field"]) == ("invalid", "to")


def test_a_second_pardon_finds_nothing_left(booked: Club) -> None:
    booked.at("2026-11-23T18:00")
    pardon(booked, "2026-11-23T17:00", "2026-11-23T18:00")
    assert pardon(booked, "2026-11-23T17:00", "2026-11-23T18:00") == []


def test_a_pardoned_no_show_that_is_waited_for_anew_and_missed_again_is_pardoned_no_more(
    booked: Club,
) -> None:
    booked.at("2026-11-23T18:00")
    pardon(booked, "2026-11-23T17:00", "2026-11-23T18:00")
    booked.do("reset_attendance", booking="B1")
    booked.at("2026-11-23T18:15")
    card = booked.ask("booking", booking="B1")
    assert (card["state"], card["pardoned"]) == ("no_show", False)
