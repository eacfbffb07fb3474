"""Cancelling frees the places at once; after the start only with a reason (domain.md section 3)."""

from collections.abc import Callable

import pytest

from tests.support.club import Club

TUESDAY = "2026-11-24"


@pytest.fixture
def booked(club: Club) -> Club:
    """B1: two places of the gym's four, on Tuesday at 17:30."""
    club.facility(capacity=4)
    club.member()
    club.member("000002")
    club.book("000001", "gym", TUESDAY, "17:30", party=2)
    return club


def test_the_booking_is_cancelled_and_its_places_are_free_at_once(booked: Club) -> None:
    told = booked.do("cancel", booking="B1")
    assert (told["state"], told["promoted"], told["offered"]) == ("cancelled", [], [])
    assert booked.free("gym", TUESDAY, "17:30") == 4
    booked.check()


def test_the_reason_is_on_the_trail(booked: Club) -> None:
    booked.do("cancel", booking="B1", reason="ill")
    step = booked.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["state"], step["note"]) == ("cancelled", "cancelled", "ill")


def test_another_member_takes_the_places_that_came_free(booked: Club) -> None:
    asked = {"member": "000002", "facility": "gym", "date": TUESDAY, "start": "17:30", "party": 4}
    assert booked.outcome("book", **asked) == "slot_full"
    booked.do("cancel", booking="B1")
    assert booked.outcome("book", **asked) == "confirmed"


def test_until_the_start_no_reason_is_needed(booked: Club) -> None:
    booked.at("2026-11-24T17:30")
    assert booked.outcome("cancel", booking="B1") == "cancelled"


def test_a_second_after_the_start_a_reason_is_needed(booked: Club) -> None:
    booked.at("2026-11-24T17:30:01")
    error = booked.refused("cancel", booking="B1")
    assert (error.code, error.facts["field"]) == ("invalid", "reason")
    assert booked.outcome("cancel", booking="B1", reason="went home ill") == "cancelled"


def test_a_pending_booking_is_cancelled(club: Club) -> None:
    club.facility(approval_levels=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert club.outcome("cancel", booking="B1") == "cancelled"
    club.at("2026-11-24T17:30")
    assert club.state("B1") == "cancelled"


def test_a_member_who_is_checked_in_leaves_and_the_place_is_free_for_walk_ins(booked: Club) -> None:
    booked.at("2026-11-24T17:40")
    booked.do("check_in", booking="B1")
    assert booked.outcome("cancel", booking="B1", reason="knee hurts") == "cancelled"
    assert booked.free("gym", TUESDAY, "17:30") == 4


def test_a_cancelled_booking_becomes_no_no_show(booked: Club) -> None:
    booked.do("cancel", booking="B1")
    booked.at("2026-11-24T20:00")
    assert booked.state("B1") == "cancelled"
    assert booked.ask("set_aside")["things"] == []


def cancelled(club: Club) -> None:
    club.do("cancel", booking="B1")


def no_show(club: Club) -> None:
    club.at("2026-11-24T17:45")


def completed(club: Club) -> None:
    club.at("2026-11-24T17:00")
    club.do("check_in", booking="B1")
    club.at("2026-11-24T19:30")


def displaced(club: Club) -> None:
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)


@pytest.mark.parametrize("become", [cancelled, no_show, completed, displaced])
def test_what_holds_no_place_or_is_done_is_refused_with_its_state(
    booked: Club, become: Callable[[Club], None]
) -> None:
    become(booked)
    error = booked.refused("cancel", booking="B1", reason="too late")
    assert (error.code, error.facts["state"]) == ("wrong_state", become.__name__)
    booked.check()


def test_the_state_is_told_before_a_missing_reason(booked: Club) -> None:
    booked.at("2026-11-24T19:30")
    assert booked.outcome("cancel", booking="B1") == "wrong_state"


def test_an_unknown_booking_is_told(club: Club) -> None:
    error = club.refused("cancel", booking="B7")
    assert (error.code, error.facts["booking"]) == ("unknown_booking", "B7")


def test_one_of_several_slots_booked_in_one_go_is_cancelled_alone(booked: Club) -> None:
    told = booked.do("book", member="000002", facility="gym", date=TUESDAY, starts=["17:30", "19:30"])
    first, second = told["bookings"]
    booked.do("cancel", booking=first)
    assert (booked.state(first), booked.state(second)) == ("cancelled", "confirmed")


def test_a_whole_slot_is_free_with_all_its_places(club: Club) -> None:
    club.facility("room", capacity=20, whole_slot=True)
    club.member()
    booking = club.book("000001", "room", TUESDAY, "17:30")
    club.do("cancel", booking=booking)
    assert club.free("room", TUESDAY, "17:30") == 20
