"""Walk-ins: booked at the counter and checked in at once (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

ASKED = {"member": "000001", "facility": "gym", "date": MONDAY, "start": "17:30", "walk_in": True}


@pytest.fixture
def gym(club: Club) -> Club:
    club.facility(capacity=2)
    club.member()
    club.member("000002")
    return club


def test_a_walk_in_is_checked_in_at_once(gym: Club) -> None:
    gym.at("2026-11-23T18:00")
    told = gym.do("book", **ASKED)
    assert told == {"booking": "B1", "state": "checked_in"}
    card = gym.ask("booking", booking="B1")
    assert (card["walk_in"], gym.events("B1")) == (True, ["walk_in"])


def test_a_walk_in_is_booked_from_the_opening_of_check_in(gym: Club) -> None:
    gym.at("2026-11-23T17:00")
    assert gym.outcome("book", **ASKED) == "checked_in"


def test_a_second_before_the_opening_is_too_soon_and_the_opening_is_told(gym: Club) -> None:
    gym.at("2026-11-23T16:59:59")
    error = gym.refused("book", **ASKED)
    assert (error.code, error.facts["opens"]) == ("too_soon", "2026-11-23T17:00")


def test_a_walk_in_is_booked_until_the_last_second_of_the_slot(gym: Club) -> None:
    gym.at("2026-11-23T19:29:59")
    assert gym.outcome("book", **ASKED) == "checked_in"


def test_at_the_end_of_the_slot_it_is_over_for_walk_ins(gym: Club) -> None:
    gym.at("2026-11-23T19:30")
    assert gym.outcome("book", **ASKED) == "slot_over"


def test_notice_and_days_ahead_do_not_hold_for_walk_ins(gym: Club) -> None:
    gym.do("change_facility", code="gym", min_notice_minutes=600, max_days_ahead=0)
    gym.at("2026-11-23T17:10")
    assert gym.outcome("book", **ASKED) == "checked_in"


def test_a_walk_in_is_completed_at_the_end(gym: Club) -> None:
    gym.at("2026-11-23T18:00")
    gym.do("book", **ASKED)
    gym.at("2026-11-23T19:29:59")
    assert gym.state("B1") == "checked_in"
    gym.at("2026-11-23T19:30")
    assert gym.state("B1") == "completed"


def test_a_full_slot_takes_no_walk_in(gym: Club) -> None:
    gym.book("000002", "gym", MONDAY, "17:30", party=2)
    gym.at("2026-11-23T17:30")
    assert gym.outcome("book", **ASKED) == "slot_full"


def test_the_places_of_a_no_show_are_free_for_walk_ins(gym: Club) -> None:
    gym.book("000002", "gym", MONDAY, "17:30", party=2)
    gym.at("2026-11-23T17:44:59")
    assert gym.outcome("book", **ASKED) == "slot_full"
    gym.at("2026-11-23T17:45")
    assert gym.outcome("book", **ASKED) == "checked_in"
    gym.check()


def test_a_busy_member_is_no_walk_in(gym: Club) -> None:
    gym.facility("court")
    gym.book("000001", "court", MONDAY, "17:30")
    gym.at("2026-11-23T17:10")
    assert gym.outcome("book", **ASKED) == "member_busy"


def test_a_walk_in_is_counted_by_the_quota(gym: Club) -> None:
    gym.do("change_facility", code="gym", daily_quota=1)
    gym.at("2026-11-23T19:00")
    gym.do("book", **ASKED)
    assert gym.outcome("book", **ASKED | {"start": "19:30"}) == "quota_reached"


def test_a_suspended_member_is_no_walk_in(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.no_show("000001", "gym", MONDAY, "17:30")
    assert gym.outcome("book", **ASKED) == "member_suspended"


def test_where_approval_is_needed_a_walk_in_is_let_in_without_waiting_for_it(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=2)
    gym.at("2026-11-23T17:30")
    assert gym.outcome("book", **ASKED) == "checked_in"


def test_a_whole_slot_that_nobody_has_is_taken_whole_by_a_walk_in(gym: Club) -> None:
    gym.do("change_facility", code="gym", whole_slot=True)
    gym.at("2026-11-23T18:00")
    gym.do("book", **ASKED)
    assert gym.free("gym", MONDAY, "17:30") == 0
