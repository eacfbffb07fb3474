"""Approval at 0, 1 or 2 levels (domain.md section 3)."""

from collections.abc import Callable

import pytest

from tests.support.club import Club

TUESDAY = "2026-11-24"


def asked(club: Club, levels: int) -> Club:
    """B1 asks for a room that needs approval."""
    club.facility("room", capacity=4, approval_levels=levels)
    club.member()
    club.member("000002")
    club.book("000001", "room", TUESDAY, "17:30", party=3)
    return club


def test_without_levels_a_booking_is_confirmed_at_once(club: Club) -> None:
    assert asked(club, 0).state("B1") == "confirmed"


def test_a_booking_that_needs_approval_is_pending_and_holds_its_places(club: Club) -> None:
    asked(club, 1)
    assert club.state("B1") == "pending"
    assert club.free("room", TUESDAY, "17:30") == 1


def test_with_one_level_the_first_approval_confirms(club: Club) -> None:
    asked(club, 1)
    assert club.do("approve", booking="B1") == {"state": "confirmed", "level": 1}


def test_with_two_levels_the_last_approval_confirms(club: Club) -> None:
    asked(club, 2)
    assert club.do("approve", booking="B1") == {"state": "pending", "level": 1}
    assert club.do("approve", booking="B1") == {"state": "confirmed", "level": 2}


@pytest.mark.parametrize("given", [0, 1])
def test_a_rejection_at_either_level_frees_the_places(club: Club, given: int) -> None:
    asked(club, 2)
    for _ in range(given):
        club.do("approve", booking="B1")
    assert club.do("reject", booking="B1", note="the hall is painted") == {
        "state": "rejected",
        "level": given,
        "promoted": [],
        "offered": [],
    }
    assert club.free("room", TUESDAY, "17:30") == 4
    club.check()


def test_a_rejection_says_why(club: Club) -> None:
    asked(club, 1)
    error = club.refused("reject", booking="B1")
    assert (error.code, error.facts["field"]) == ("invalid", "note")
    assert club.state("B1") == "pending"


def test_an_approval_is_entered_on_behalf_of_someone_who_signed_on_paper(club: Club) -> None:
    asked(club, 1)
    club.do("approve", booking="B1", on_behalf_of="Chief Li, paper 2026-117", note="with projector")
    step = club.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["note"]) == ("approved", "Chief Li, paper 2026-117: with projector")


def test_each_level_is_on_the_trail_with_who_and_when(club: Club) -> None:
    asked(club, 2)
    club.do("approve", booking="B1")
    club.at("2026-11-23T10:15")
    club.do("approve", booking="B1")
    steps = club.ask("booking", booking="B1")["trail"]
    assert [(step["event"], step["at"], step["by"]) for step in steps] == [
        ("booked", "2026-11-23T09:00", "owner"),
        ("approved", "2026-11-23T09:00", "owner"),
        ("approved", "2026-11-23T10:15", "owner"),
    ]


@pytest.mark.parametrize("command", ["approve", "reject"])
def test_a_booking_decided_already_is_refused_with_who_decided_and_when(club: Club, command: str) -> None:
    asked(club, 1)
    club.do("approve", booking="B1")
    club.at("2026-11-23T10:00")
    error = club.refused(command, booking="B1", note="again")
    assert error.code == "wrong_state"
    assert (error.facts["state"], error.facts["by"], error.facts["at"]) == (
        "confirmed",
        "owner",
        "2026-11-23T09:00",
    )


def rejected(club: Club) -> None:
    club.do("reject", booking="B1", note="no")


def cancelled(club: Club) -> None:
    club.do("cancel", booking="B1")


def expired(club: Club) -> None:
    club.at("2026-11-24T17:30")


def displaced(club: Club) -> None:
    club.publish(("room", TUESDAY, "19:30-20:30"), replace=True, displace=True)


@pytest.mark.parametrize("become", [rejected, cancelled, expired, displaced])
def test_what_is_no_longer_pending_is_not_approved(club: Club, become: Callable[[Club], None]) -> None:
    asked(club, 1)
    become(club)
    error = club.refused("approve", booking="B1")
    assert (error.code, error.facts["state"]) == ("wrong_state", become.__name__)


def test_a_booking_undecided_at_the_start_is_expired_and_its_places_are_free(club: Club) -> None:
    asked(club, 2)
    club.do("approve", booking="B1")
    club.at("2026-11-24T17:29:59")
    assert club.state("B1") == "pending"
    club.at("2026-11-24T17:30")
    assert club.state("B1") == "expired"
    assert club.free("room", TUESDAY, "17:30") == 4
    club.check()


def test_a_second_before_the_start_is_early_enough_to_approve(club: Club) -> None:
    asked(club, 1)
    club.at("2026-11-24T17:29:59")
    assert club.outcome("approve", booking="B1") == "confirmed"
    club.at("2026-11-24T17:30")
    assert club.state("B1") == "confirmed"


def test_an_expired_booking_is_no_no_show(club: Club) -> None:
    asked(club, 1)
    club.do("change_settings", no_show_limit=1)
    club.at("2026-11-24T18:00")
    assert club.outcome("book", member="000001", facility="room", date=TUESDAY, start="19:30") == "pending"


def test_an_approved_booking_that_nobody_comes_to_becomes_a_no_show(club: Club) -> None:
    asked(club, 1)
    club.do("approve", booking="B1")
    club.at("2026-11-24T17:45")
    assert club.state("B1") == "no_show"


@pytest.mark.parametrize(("levels", "state"), [(1, "confirmed"), (0, "confirmed"), (2, "pending")])
def test_the_next_approval_goes_by_the_levels_of_the_moment(club: Club, levels: int, state: str) -> None:
    asked(club, 2)
    club.do("change_facility", code="room", approval_levels=levels)
    assert club.outcome("approve", booking="B1") == state


def test_approvers_see_purpose_and_people(club: Club) -> None:
    club.facility("room", approval_levels=1)
    club.member()
    club.book("000001", "room", TUESDAY, "17:30", purpose="党支部会议", people=14)
    card = club.ask("booking", booking="B1")
    assert (card["purpose"], card["people"]) == ("党支部会议", 14)


@pytest.mark.parametrize("command", ["approve", "reject"])
def test_an_unknown_booking_is_told(club: Club, command: str) -> None:
    assert club.refused(command, booking="B9", note="no").code == "unknown_booking"


def test_a_pending_booking_is_neither_checked_in_nor_marked(club: Club) -> None:
    asked(club, 1)
    club.at("2026-11-24T17:10")
    for command in ("check_in", "mark_no_show"):
        error = club.refused(command, booking="B1")
        assert (error.code, error.facts["state"]) == ("wrong_state", "pending")
