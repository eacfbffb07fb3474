"""A member holds no two bookings that overlap in time, in any facility (domain.md section 3)."""

from collections.abc import Callable

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"


@pytest.fixture
def busy(club: Club) -> Club:
    """A member has B1, the gym on Tuesday from 17:30 to 19:30; a room has no slots yet."""
    club.facility()
    club.facility("room", slots=False)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    return club


def booking_the_room(club: Club, span: str, **fields: object) -> str:
    """What comes of booking the room on Tuesday."""
    club.publish(("room", TUESDAY, span))
    asked = {"member": "000001", "facility": "room", "date": TUESDAY, "start": span[:5]}
    return club.outcome("book", **asked | fields)


@pytest.mark.parametrize("span", ["16:30-17:30", "19:30-20:30"])
def test_slots_that_touch_do_not_conflict(busy: Club, span: str) -> None:
    assert booking_the_room(busy, span) == "confirmed"


@pytest.mark.parametrize(
    "span", ["16:30-17:31", "19:29-20:30", "18:00-18:30", "17:00-20:00", "17:30-19:30", "17:30-17:31"]
)
def test_slots_that_share_a_minute_conflict_in_any_facility(busy: Club, span: str) -> None:
    assert booking_the_room(busy, span) == "member_busy"


def test_the_booking_in_the_way_is_named(busy: Club) -> None:
    busy.publish(("room", TUESDAY, "18:00-19:00"))
    error = busy.refused("book", member="000001", facility="room", date=TUESDAY, start="18:00")
    assert (error.code, error.facts["booking"]) == ("member_busy", "B1")
    assert (error.facts["facility"], error.facts["start"], error.facts["end"]) == ("gym", "17:30", "19:30")


def test_a_member_takes_one_slot_only_once(busy: Club) -> None:
    assert busy.outcome("book", member="000001", facility="gym", date=TUESDAY, start="17:30") == "member_busy"


def test_the_same_time_on_another_day_does_not_conflict(busy: Club) -> None:
    assert busy.outcome("book", member="000001", facility="gym", date=WEDNESDAY, start="17:30") == "confirmed"


def test_another_members_booking_is_not_in_the_way(busy: Club) -> None:
    busy.member("000002")
    assert booking_the_room(busy, "18:00-19:00", member="000002") == "confirmed"


def test_a_slot_until_midnight_touches_the_next_days_first(club: Club) -> None:
    club.facility("room", slots=False)
    club.publish(("room", TUESDAY, "23:00-24:00"), ("room", WEDNESDAY, "00:00-01:00"))
    club.member()
    club.book("000001", "room", TUESDAY, "23:00")
    assert club.outcome("book", member="000001", facility="room", date=WEDNESDAY, start="00:00") == (
        "confirmed"
    )


def test_a_booking_waiting_for_approval_is_in_the_way(club: Club) -> None:
    club.facility(approval_levels=1)
    club.facility("room", slots=False)
    club.member()
    assert club.state(club.book("000001", "gym", TUESDAY, "17:30")) == "pending"
    assert booking_the_room(club, "18:00-19:00") == "member_busy"


def test_a_member_who_is_checked_in_is_in_the_way(busy: Club) -> None:
    busy.at("2026-11-24T17:00")
    busy.do("check_in", booking="B1")
    assert booking_the_room(busy, "19:00-20:00") == "member_busy"


def test_a_completed_booking_is_in_the_way_of_a_walk_in_to_a_slot_that_overlaps_it(club: Club) -> None:
    club.facility("room", slots=False)
    club.facility("hall", slots=False)
    club.member()
    club.publish(("room", MONDAY, "09:30-10:00"), ("hall", MONDAY, "09:40-11:00"))
    club.book("000001", "room", MONDAY, "09:30")
    club.at("2026-11-23T09:30")
    club.do("check_in", booking="B1")
    club.at("2026-11-23T10:00")
    assert club.state("B1") == "completed"
    assert (
        club.outcome("book", member="000001", facility="hall", date=MONDAY, start="09:40", walk_in=True)
        == "member_busy"
    )


def cancelled(club: Club) -> None:
    club.do("cancel", booking="B1")


def rejected(club: Club) -> None:
    club.do("reject", booking="B1", note="closed for cleaning")


def displaced(club: Club) -> None:
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)


def moved_away(club: Club) -> None:
    club.do("move", booking="B1", date=WEDNESDAY, start="17:30")


@pytest.mark.parametrize("freed", [cancelled, rejected, displaced, moved_away])
def test_a_booking_that_holds_its_place_no_more_is_not_in_the_way(
    club: Club, freed: Callable[[Club], None]
) -> None:
    club.facility(approval_levels=1)
    club.facility("room", slots=False)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    freed(club)
    assert booking_the_room(club, "18:00-19:00") == "confirmed"
    club.check()


def test_an_expired_booking_is_not_in_the_way(club: Club) -> None:
    club.facility(approval_levels=1)
    club.facility("room", slots=False)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    club.at("2026-11-24T17:30")
    assert booking_the_room(club, "18:00-19:00") == "confirmed"


def test_a_no_show_is_not_in_the_way(busy: Club) -> None:
    busy.at("2026-11-24T17:45")
    assert booking_the_room(busy, "18:00-19:00") == "confirmed"


def test_a_shared_account_may_hold_overlapping_bookings(club: Club) -> None:
    club.facility()
    club.facility("room", slots=False)
    club.member(shared=True)
    club.book("000001", "gym", TUESDAY, "17:30")
    assert booking_the_room(club, "18:00-19:00") == "confirmed"
    assert club.outcome("book", member="000001", facility="gym", date=TUESDAY, start="17:30") == "confirmed"
    club.check()


def test_a_no_show_pardoned_and_then_checked_in_is_in_the_way(busy: Club) -> None:
    busy.at("2026-11-24T17:50")
    busy.do("pardon_no_shows", **{"from": "2026-11-24T17:00", "to": "2026-11-24T18:00"}, reason="power cut")
    busy.do("check_in", booking="B1", override="stood before a locked door")
    assert booking_the_room(busy, "18:00-19:00", walk_in=True) == "member_busy"
    busy.check()
