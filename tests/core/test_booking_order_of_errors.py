"""What is wrong is told in this order: unknown things, state, the slot (closed, over, window), the member
(left, suspended, busy, quota), places (domain.md section 3)."""

import pytest

from tests.support.club import MONDAY, Club

WEDNESDAY = "2026-11-25"
TUESDAY = "2026-11-24"


@pytest.fixture
def wrong(club: Club) -> Club:
    """A Tuesday morning. The gym's slot of Wednesday at 17:30 is full. Of the members

    `left` has left and is suspended, `suspended` is suspended and busy, `busy` is busy and has used up the
    quota, `quota` has used it up; `plain` has nothing against them.
    """
    club.do("change_settings", no_show_limit=1)
    club.facility(capacity=4, daily_quota=1)
    club.facility("court")
    for name in ("left", "suspended", "busy", "quota", "plain", "first"):
        club.member(name)
    club.book("first", "gym", WEDNESDAY, "17:30", party=4)
    for name in ("suspended", "busy", "quota"):
        club.book(name, "gym", WEDNESDAY, "19:30")
    for name in ("suspended", "busy"):
        club.book(name, "court", WEDNESDAY, "17:30")
    for name in ("left", "suspended"):
        club.book(name, "gym", MONDAY, "17:30")
    club.at("2026-11-24T09:00")
    club.do("member_leaves", staff_no="left", on=TUESDAY)
    return club


def told(club: Club, member: str, facility: str = "gym", start: str = "17:30", **fields: object) -> str:
    asked = {"member": member, "facility": facility, "date": WEDNESDAY, "start": start}
    return club.outcome("book", **asked | fields)


def test_an_unknown_member_comes_first(wrong: Club) -> None:
    assert told(wrong, "nobody", "moon", "18:00") == "unknown_member"


def test_then_an_unknown_facility(wrong: Club) -> None:
    assert told(wrong, "left", "moon", "18:00") == "unknown_facility"


def test_then_an_unknown_slot(wrong: Club) -> None:
    assert told(wrong, "left", "gym", "18:00") == "unknown_slot"


def test_then_that_the_slot_is_closed(wrong: Club) -> None:
    wrong.shut("gym", WEDNESDAY, "17:30")
    wrong.at("2026-11-26T09:00")
    assert told(wrong, "left") == "slot_closed"


def test_then_that_it_is_over(wrong: Club) -> None:
    wrong.do("change_facility", code="gym", min_notice_minutes=60)
    wrong.at("2026-11-26T09:00")
    assert told(wrong, "left") == "slot_over"


def test_then_that_it_is_too_soon(wrong: Club) -> None:
    wrong.do("change_facility", code="gym", min_notice_minutes=10_000, max_days_ahead=0)
    assert told(wrong, "left") == "too_soon"


def test_then_that_it_is_too_far_ahead(wrong: Club) -> None:
    wrong.do("change_facility", code="gym", max_days_ahead=0)
    assert told(wrong, "left") == "too_far_ahead"


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("left", "member_left"),
        ("suspended", "member_suspended"),
        ("busy", "member_busy"),
        ("quota", "quota_reached"),
        ("plain", "slot_full"),
    ],
)
def test_then_the_member_left_suspended_busy_quota_and_last_the_places(
    wrong: Club, member: str, code: str
) -> None:
    assert told(wrong, member) == code


def test_for_a_walk_in_too_the_slot_comes_before_the_member(wrong: Club) -> None:
    assert told(wrong, "left", walk_in=True) == "too_soon"
    wrong.at("2026-11-25T17:30")
    assert told(wrong, "left", walk_in=True) == "member_left"


def test_moving_tells_an_unknown_booking_then_an_unknown_place_then_the_state(wrong: Club) -> None:
    done = wrong.book("plain", "gym", WEDNESDAY, "19:30")
    wrong.do("cancel", booking=done)
    move = {"facility": "moon", "date": WEDNESDAY, "start": "18:00"}
    assert wrong.outcome("move", booking="B99", **move) == "unknown_booking"
    assert wrong.outcome("move", booking=done, **move) == "unknown_facility"
    move["facility"] = "gym"
    assert wrong.outcome("move", booking=done, **move) == "unknown_slot"
    move["start"] = "17:30"
    assert wrong.outcome("move", booking=done, **move) == "wrong_state"


def test_moving_then_tells_the_slot_the_member_and_the_places(wrong: Club) -> None:
    booking = wrong.book("plain", "court", WEDNESDAY, "17:30")
    move = {"booking": booking, "facility": "gym", "date": WEDNESDAY, "start": "17:30"}
    wrong.do("change_facility", code="gym", max_days_ahead=0)
    wrong.book("plain", "gym", WEDNESDAY, "19:30", override="needed for this case")
    assert wrong.outcome("move", **move) == "too_far_ahead"
    wrong.do("change_facility", code="gym", max_days_ahead=14)
    assert wrong.outcome("move", **move) == "quota_reached"
    wrong.do("change_facility", code="gym", daily_quota=None)
    assert wrong.outcome("move", **move) == "slot_full"


def test_a_field_that_cannot_be_is_told_before_all_else(wrong: Club) -> None:
    asked = {"member": "nobody", "facility": "moon", "date": WEDNESDAY}
    assert wrong.outcome("book", **asked) == "invalid"
