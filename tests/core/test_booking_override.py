"""An override with a reason lifts overlap, quota, window and suspension; never full, closed or over."""

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
ASKED = {"member": "000001", "facility": "gym", "date": TUESDAY, "start": "17:30"}
WHY = "the chairwoman asked for it"


@pytest.fixture
def gym(club: Club) -> Club:
    club.facility(capacity=2)
    club.member()
    return club


def test_the_reason_is_kept_with_the_booking_and_on_its_trail(gym: Club) -> None:
    booking = gym.do("book", override=WHY, **ASKED)["booking"]
    card = gym.ask("booking", booking=booking)
    assert (card["override"], card["trail"][0]["note"]) == (WHY, WHY)


def test_an_override_lifts_overlap(gym: Club) -> None:
    gym.facility("court")
    gym.book("000001", "court", TUESDAY, "17:30")
    assert gym.outcome("book", **ASKED) == "member_busy"
    assert gym.outcome("book", override=WHY, **ASKED) == "confirmed"
    gym.check()


@pytest.mark.parametrize("quota", ["daily_quota", "weekly_quota"])
def test_an_override_lifts_a_quota(gym: Club, quota: str) -> None:
    gym.do("change_facility", code="gym", **{quota: 1})
    gym.book("000001", "gym", TUESDAY, "19:30")
    assert gym.outcome("book", **ASKED) == "quota_reached"
    assert gym.outcome("book", override=WHY, **ASKED) == "confirmed"


def test_an_override_lifts_the_notice(gym: Club) -> None:
    gym.do("change_facility", code="gym", min_notice_minutes=7 * 1440)
    assert gym.outcome("book", **ASKED) == "too_soon"
    assert gym.outcome("book", override=WHY, **ASKED) == "confirmed"


def test_an_override_lifts_the_days_ahead(gym: Club) -> None:
    gym.do("change_facility", code="gym", max_days_ahead=0)
    assert gym.outcome("book", **ASKED) == "too_far_ahead"
    assert gym.outcome("book", override=WHY, **ASKED) == "confirmed"


def test_an_override_lifts_a_suspension(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.no_show("000001", "gym", MONDAY, "17:30")
    assert gym.outcome("book", **ASKED) == "member_suspended"
    assert gym.outcome("book", override=WHY, **ASKED) == "confirmed"


def test_an_override_books_a_slot_under_way_whose_grace_then_begins_anew(gym: Club) -> None:
    gym.at("2026-11-24T18:00")
    booking = gym.do("book", override=WHY, **ASKED)["booking"]
    gym.at("2026-11-24T18:14:59")
    assert gym.state(booking) == "confirmed"
    gym.at("2026-11-24T18:15")
    assert gym.state(booking) == "no_show"


def test_an_override_never_lifts_full(gym: Club) -> None:
    gym.member("000002")
    gym.book("000002", "gym", TUESDAY, "17:30", party=2)
    assert gym.outcome("book", override=WHY, **ASKED) == "slot_full"


def test_an_override_never_lifts_closed(gym: Club) -> None:
    gym.shut("gym", TUESDAY, "17:30")
    assert gym.outcome("book", override=WHY, **ASKED) == "slot_closed"


def test_an_override_never_lifts_over(gym: Club) -> None:
    gym.at("2026-11-24T19:30")
    assert gym.outcome("book", override=WHY, **ASKED) == "slot_over"


def test_an_override_never_brings_back_who_has_left(gym: Club) -> None:
    gym.do("member_leaves", staff_no="000001", on=MONDAY)
    assert gym.outcome("book", override=WHY, **ASKED) == "member_left"


def test_an_override_never_stretches_a_slot_for_a_larger_party(gym: Club) -> None:
    assert gym.outcome("book", override=WHY, party=3, **ASKED) == "invalid"


def test_a_walk_in_too_may_be_overridden(gym: Club) -> None:
    gym.do("change_facility", code="gym", daily_quota=1)
    gym.book("000001", "gym", TUESDAY, "19:30")
    gym.at("2026-11-24T17:30")
    assert gym.outcome("book", walk_in=True, **ASKED) == "quota_reached"
    assert gym.outcome("book", walk_in=True, override=WHY, **ASKED) == "checked_in"


def test_no_override_lets_a_walk_in_in_before_check_in_opens(gym: Club) -> None:
    gym.at("2026-11-24T16:59:59")
    assert gym.outcome("book", walk_in=True, override=WHY, **ASKED) == "too_soon"


def test_what_must_be_approved_is_not_overridden_into_a_slot_that_has_begun(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.at("2026-11-24T17:29:59")
    assert gym.outcome("book", override=WHY, **ASKED) == "pending"
    gym.at("2026-11-24T17:30")
    assert gym.outcome("book", override=WHY, **ASKED) == "too_soon"


@pytest.mark.parametrize("blank", ["", "  ", "\u200b"])
def test_an_override_without_a_reason_is_invalid(gym: Club, blank: str) -> None:
    error = gym.refused("book", override=blank, **ASKED)
    assert (error.code, error.facts["field"]) == ("invalid", "override")


def test_an_overridden_booking_is_in_the_way_of_others(gym: Club) -> None:
    gym.do("book", override=WHY, **ASKED)
    gym.facility("court")
    assert gym.outcome("book", **ASKED | {"facility": "court"}) == "member_busy"
