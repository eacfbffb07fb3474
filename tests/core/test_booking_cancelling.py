"""Cancelling frees the places at once; after the start only with a reason (domain.md section 3)."""

from collections.abc import Callable

import pytest

from core.booking.cancel import Cancel
from core.command import NoInverse, entry_of
from core.records import BookingId
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


@pytest.mark.parametrize("become", [cancelled, no_show, completed])
def test_what_is_done_or_was_missed_is_refused_with_its_state(
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


# ---------------------------------------------------------------- who lost the place by a closure


@pytest.fixture
def displaced(booked: Club) -> Club:
    """B1 lost its place: the gym is closed on Tuesday evening (C1)."""
    booked.do(
        "close_facility",
        facility="gym",
        **{"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T19:30"},
        reason="repairs",
    )
    return booked


def test_a_displaced_booking_is_cancelled_and_frees_nothing(displaced: Club) -> None:
    displaced.do("reopen_facility", closure="C1")
    told = displaced.do("cancel", booking="B1", reason="wants no other place")
    assert (told["state"], told["promoted"], told["offered"], told["was"]) == ("cancelled", [], [], None)
    assert displaced.free("gym", TUESDAY, "17:30") == 4
    assert displaced.ask("booking", booking="B1")["trail"][-1]["note"] == "wants no other place"
    displaced.check()


def test_who_lost_the_place_needs_no_reason_even_after_the_start(displaced: Club) -> None:
    displaced.at("2026-11-24T17:45")
    assert displaced.outcome("cancel", booking="B1") == "cancelled"


def test_who_had_not_heard_of_the_closure_is_told_formally_that_there_is_no_place(displaced: Club) -> None:
    displaced.do("cancel", booking="B1")
    [call] = displaced.ask("call_list")["notices"]
    assert (call["kind"], call["tier"], call["record"]) == ("cancelled", "formal", "B1")


def test_who_had_heard_of_it_is_told_lightly(displaced: Club) -> None:
    [call] = displaced.ask("call_list")["notices"]
    displaced.do("tell_notice", notice=call["notice"])
    displaced.do("cancel", booking="B1")
    assert displaced.ask("call_list")["notices"] == []
    assert displaced.ask("notices", state="pending")["notices"][0]["kind"] == "cancelled"


def test_who_lost_the_place_since_the_slot_was_taken_away_can_be_cancelled_too(booked: Club) -> None:
    booked.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)
    assert booked.state("B1") == "displaced"
    assert booked.outcome("cancel", booking="B1") == "cancelled"
    booked.check()


def test_a_closure_tells_of_one_that_was_cancelled_that_it_has_no_place_and_waits_for_none(
    displaced: Club,
) -> None:
    displaced.do("cancel", booking="B1")
    told = displaced.ask("displaced", closure="C1")
    [line] = told["bookings"]
    assert (line["state"], line["now"], line["best"]) == ("cancelled", None, None)
    assert told["closure"]["unplaced"] == 0


def test_what_had_no_place_is_not_taken_back_by_booking_it_again(displaced: Club) -> None:
    request = Cancel(BookingId(1))
    result = displaced.desk.do(request)
    inverse = entry_of(request).inverse
    assert inverse is not None
    assert not isinstance(inverse, NoInverse)
    assert inverse(request, result) == ()
