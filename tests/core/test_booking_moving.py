"""Moving is one step: the new place is taken and the old one released together, or nothing happens."""

from collections.abc import Callable

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"
TO = {"booking": "B1", "date": WEDNESDAY, "start": "17:30"}


@pytest.fixture
def booked(club: Club) -> Club:
    """A member's party of two is booked as B1 in the gym of 4 places on Tuesday at 17:30."""
    club.facility(capacity=4)
    club.member()
    club.member("000002")
    club.book("000001", "gym", TUESDAY, "17:30", party=2)
    return club


def where(club: Club, booking: str = "B1") -> tuple[str, str, str]:
    card = club.ask("booking", booking=booking)
    return card["facility"], card["date"], card["start"]


def test_the_booking_keeps_its_id_and_stands_in_the_new_place(booked: Club) -> None:
    told = booked.do("move", **TO)
    assert (told["booking"], told["state"]) == ("B1", "confirmed")
    assert where(booked) == ("gym", WEDNESDAY, "17:30")


def test_the_new_place_is_taken_and_the_old_one_released(booked: Club) -> None:
    booked.do("move", **TO)
    assert booked.free("gym", TUESDAY, "17:30") == 4
    assert booked.free("gym", WEDNESDAY, "17:30") == 2
    booked.check()


def test_where_it_stood_is_on_its_trail(booked: Club) -> None:
    booked.do("move", **TO)
    step = booked.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["note"]) == ("moved", "gym 2026-11-24 17:30")


def test_party_people_and_purpose_move_along(booked: Club) -> None:
    booked.book("000002", "gym", TUESDAY, "17:30", people=3, purpose="training")
    booked.do("move", **TO | {"booking": "B2"})
    card = booked.ask("booking", booking="B2")
    assert (card["party"], card["people"], card["purpose"]) == (1, 3, "training")


def test_a_booking_moves_to_another_facility(booked: Club) -> None:
    booked.facility("court")
    booked.do("move", booking="B1", facility="court", date=TUESDAY, start="19:30")
    assert where(booked) == ("court", TUESDAY, "19:30")


def test_without_a_facility_the_booking_stays_in_its_own(booked: Club) -> None:
    booked.facility("court")
    booked.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert where(booked) == ("gym", TUESDAY, "19:30")


# Nothing happens


def test_into_a_full_slot_nothing_happens(booked: Club) -> None:
    booked.book("000002", "gym", WEDNESDAY, "17:30", party=3)
    assert booked.refused("move", **TO).code == "slot_full"
    assert where(booked) == ("gym", TUESDAY, "17:30")
    assert (booked.free("gym", TUESDAY, "17:30"), booked.free("gym", WEDNESDAY, "17:30")) == (2, 1)
    booked.check()


def test_into_a_slot_that_is_too_small_for_the_party_nothing_happens(booked: Club) -> None:
    booked.facility("court", capacity=1)
    error = booked.refused("move", **TO | {"facility": "court"})
    assert (error.code, error.facts["free"]) == ("slot_full", 1)


def test_into_a_whole_slot_that_is_too_small_for_the_party_nothing_happens(booked: Club) -> None:
    booked.facility("room", capacity=1, whole_slot=True)
    assert booked.outcome("move", **TO | {"facility": "room"}) == "slot_full"


def test_that_a_slot_is_closed_is_told_before_that_it_is_too_small(booked: Club) -> None:
    booked.facility("court", capacity=1)
    booked.shut("court", WEDNESDAY, "17:30")
    assert booked.outcome("move", **TO | {"facility": "court"}) == "slot_closed"


def test_to_where_it_stands_succeeds_and_changes_nothing(booked: Club) -> None:
    told = booked.do("move", booking="B1", date=TUESDAY, start="17:30")
    assert (told["booking"], told["state"]) == ("B1", "confirmed")
    assert booked.events("B1") == ["booked"]
    assert booked.free("gym", TUESDAY, "17:30") == 2


def test_to_where_it_stands_succeeds_also_in_a_full_slot(booked: Club) -> None:
    booked.book("000002", "gym", TUESDAY, "17:30", party=2)
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="17:30") == "confirmed"


def test_to_where_it_stands_succeeds_also_when_it_is_too_late_to_book(booked: Club) -> None:
    booked.at("2026-11-24T17:40")
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="17:30") == "confirmed"


def test_to_where_it_stands_keeps_the_approval_already_given(booked: Club) -> None:
    booked.facility("room", approval_levels=2)
    booked.book("000002", "room", TUESDAY, "17:30")
    booked.do("approve", booking="B2")
    booked.do("move", booking="B2", date=TUESDAY, start="17:30")
    assert booked.outcome("approve", booking="B2") == "confirmed"


# Not in its own way


def test_a_booking_does_not_overlap_with_itself(booked: Club) -> None:
    booked.facility("court", slots=False)
    booked.publish(("court", TUESDAY, "18:00-19:00"))
    assert booked.outcome("move", booking="B1", facility="court", date=TUESDAY, start="18:00") == "confirmed"
    booked.check()


@pytest.mark.parametrize("quota", ["daily_quota", "weekly_quota"])
def test_a_booking_does_not_use_up_its_own_quota(booked: Club, quota: str) -> None:
    booked.do("change_facility", code="gym", **{quota: 1})
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="19:30") == "confirmed"


def test_another_booking_of_the_member_is_in_the_way(booked: Club) -> None:
    booked.facility("court")
    booked.book("000001", "court", WEDNESDAY, "17:30")
    error = booked.refused("move", **TO)
    assert (error.code, error.facts["booking"]) == ("member_busy", "B2")


def test_another_booking_of_the_member_uses_up_the_quota(booked: Club) -> None:
    booked.do("change_facility", code="gym", daily_quota=1)
    booked.book("000001", "gym", WEDNESDAY, "19:30")
    assert booked.outcome("move", **TO) == "quota_reached"


# The window, as for a new booking


def test_exactly_at_the_notice_a_booking_is_moved_in(booked: Club) -> None:
    booked.do("change_facility", code="gym", min_notice_minutes=60)
    booked.at("2026-11-24T16:30")
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="19:30") == "confirmed"


def test_a_second_after_the_notice_no_booking_is_moved_in(booked: Club) -> None:
    booked.do("change_facility", code="gym", min_notice_minutes=180)
    booked.at("2026-11-24T16:30:01")
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="19:30") == "too_soon"


def test_beyond_the_last_day_no_booking_is_moved(booked: Club) -> None:
    booked.do("change_facility", code="gym", max_days_ahead=1)
    assert booked.outcome("move", **TO) == "too_far_ahead"


def test_into_a_slot_that_is_over_no_booking_is_moved(booked: Club) -> None:
    booked.publish(("gym", MONDAY, "07:00-08:00"))
    assert booked.outcome("move", booking="B1", date=MONDAY, start="07:00") == "slot_over"


def test_a_booking_of_a_slot_that_has_begun_is_moved_to_a_later_one(booked: Club) -> None:
    booked.at("2026-11-24T17:40")
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="19:30") == "confirmed"
    booked.at("2026-11-24T17:45")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-24T19:45")
    assert booked.state("B1") == "no_show"


def test_a_moved_booking_is_waited_for_at_its_new_time(booked: Club) -> None:
    booked.do("move", **TO)
    booked.at("2026-11-25T17:44:59")
    assert booked.state("B1") == "confirmed"
    booked.at("2026-11-25T17:45")
    assert booked.state("B1") == "no_show"


def test_a_suspended_members_booking_is_not_moved(booked: Club) -> None:
    booked.do("change_settings", no_show_limit=1)
    booked.no_show("000001", "gym", MONDAY, "17:30")
    assert booked.outcome("move", **TO) == "member_suspended"


def test_a_booking_is_not_moved_to_a_day_on_which_its_member_has_left(booked: Club) -> None:
    booked.do("member_leaves", staff_no="000001", on=WEDNESDAY)
    assert booked.outcome("move", **TO) == "member_left"
    assert booked.outcome("move", booking="B1", date=TUESDAY, start="19:30") == "confirmed"


# States


def cancelled(club: Club) -> None:
    club.do("cancel", booking="B1")


def checked_in(club: Club) -> None:
    club.at("2026-11-24T17:00")
    club.do("check_in", booking="B1")


def completed(club: Club) -> None:
    checked_in(club)
    club.at("2026-11-24T19:30")


def no_show(club: Club) -> None:
    club.at("2026-11-24T17:45")


@pytest.mark.parametrize("become", [cancelled, checked_in, completed, no_show])
def test_a_booking_that_is_past_moving_is_refused_with_its_state(
    booked: Club, become: Callable[[Club], None]
) -> None:
    become(booked)
    error = booked.refused("move", **TO)
    assert (error.code, error.facts["state"]) == ("wrong_state", become.__name__)


def test_an_unknown_place_is_told_before_the_state(booked: Club) -> None:
    booked.do("cancel", booking="B1")
    assert booked.outcome("move", booking="B1", date=WEDNESDAY, start="18:00") == "unknown_slot"
    assert booked.outcome("move", **TO | {"facility": "moon"}) == "unknown_facility"


def test_an_unknown_booking_is_told(booked: Club) -> None:
    error = booked.refused("move", **TO | {"booking": "B99"})
    assert (error.code, error.facts["booking"]) == ("unknown_booking", "B99")


# Displaced bookings


@pytest.fixture
def displaced(booked: Club) -> Club:
    """B1 has lost its slot."""
    booked.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)
    assert booked.state("B1") == "displaced"
    booked.publish(("gym", WEDNESDAY, "17:30-19:30"))
    return booked


def test_a_displaced_booking_is_moved_to_a_new_place(displaced: Club) -> None:
    assert displaced.outcome("move", **TO) == "confirmed"
    assert displaced.free("gym", WEDNESDAY, "17:30") == 2
    displaced.check()


def test_a_displaced_booking_moves_back_to_its_slot_when_that_is_there_again(displaced: Club) -> None:
    displaced.publish(("gym", TUESDAY, "17:30-19:30"))
    assert displaced.outcome("move", booking="B1", date=TUESDAY, start="17:30") == "confirmed"
    assert displaced.free("gym", TUESDAY, "17:30") == 2
    displaced.check()


def test_a_displaced_booking_is_judged_like_a_new_one(displaced: Club) -> None:
    displaced.book("000002", "gym", WEDNESDAY, "17:30", party=3)
    assert displaced.outcome("move", **TO) == "slot_full"
    assert displaced.state("B1") == "displaced"


# Approval and whole slots


def test_a_booking_moved_within_a_facility_with_approval_is_approved_anew(club: Club) -> None:
    club.facility(approval_levels=2)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    club.do("approve", booking="B1")
    assert club.outcome("move", **TO) == "pending"
    assert [club.outcome("approve", booking="B1") for _ in range(2)] == ["pending", "confirmed"]


def test_a_confirmed_booking_moved_to_a_facility_with_approval_becomes_pending(booked: Club) -> None:
    booked.facility("room", approval_levels=1)
    assert booked.outcome("move", **TO | {"facility": "room"}) == "pending"


def test_a_pending_booking_moved_to_a_facility_without_approval_is_confirmed(club: Club) -> None:
    club.facility(approval_levels=1)
    club.facility("court")
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert club.outcome("move", **TO | {"facility": "court"}) == "confirmed"


def test_a_booking_takes_all_places_of_a_whole_slot_and_its_party_elsewhere(booked: Club) -> None:
    booked.facility("room", capacity=20, whole_slot=True)
    booked.do("move", **TO | {"facility": "room"})
    assert booked.free("room", WEDNESDAY, "17:30") == 0
    booked.do("move", **TO | {"facility": "gym"})
    assert (booked.free("room", WEDNESDAY, "17:30"), booked.free("gym", WEDNESDAY, "17:30")) == (20, 2)
    booked.check()


def test_the_way_back_is_told_with_the_answer(booked: Club) -> None:
    was = booked.do("move", **TO)["was"]
    booked.do("move", **was)
    assert where(booked) == ("gym", TUESDAY, "17:30")
