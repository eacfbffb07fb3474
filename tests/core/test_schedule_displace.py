"""Slots with bookings are not removed nor cut below them, unless displacing is asked for (section 6)."""

from typing import Any

import pytest

from tests.support.club import Club

TUESDAY = "2026-11-24"


def row(start: str, end: str, facility: str = "gym", **fields: Any) -> dict[str, Any]:
    return {"facility": facility, "date": TUESDAY, "start": start, "end": end} | fields


def kept_back(club: Club, *rows: dict[str, Any], **fields: Any) -> list[str]:
    """The bookings for which a list is refused."""
    error = club.refused("publish_slots", slots=list(rows), **fields)
    assert error.code == "has_bookings"
    return list(error.facts["bookings"])


def displaced(club: Club, *rows: dict[str, Any], **fields: Any) -> list[str]:
    told = club.do("publish_slots", slots=list(rows), displace=True, **fields)["displaced"]
    assert {club.state(booking) for booking in told} <= {"displaced"}
    club.check()
    return list(told)


@pytest.fixture
def gym(club: Club) -> Club:
    """A slot of 10 places on Tuesday at nine; booked at 09:01 by a party of two (B1), at 09:02 by one (B2),
    at 09:03 by a party of three (B3)."""
    club.facility(slots=False, capacity=10)
    club.publish(("gym", TUESDAY, "09:00-10:00"))
    for number, party in enumerate((2, 1, 3), start=1):
        club.at(f"2026-11-23T09:0{number}")
        club.member(str(number))
        club.book(str(number), "gym", TUESDAY, "09:00", party=party)
    return club


# Removed


def test_a_slot_with_bookings_is_not_removed_and_they_are_named(gym: Club) -> None:
    assert kept_back(gym, row("12:00", "13:00"), replace=True) == ["B3", "B2", "B1"]
    assert gym.ask("grid", date=TUESDAY)["slots"][0]["taken"] == 6
    assert len(gym.ask("grid", date=TUESDAY)["slots"]) == 1


def test_with_displace_it_is_removed_and_its_bookings_are_displaced(gym: Club) -> None:
    assert displaced(gym, row("12:00", "13:00"), replace=True) == ["B3", "B2", "B1"]
    assert [slot["start"] for slot in gym.ask("grid", date=TUESDAY)["slots"]] == ["12:00"]
    assert gym.events("B1") == ["booked", "displaced"]


def test_a_slot_whose_bookings_are_all_cancelled_is_removed(gym: Club) -> None:
    for booking in ("B1", "B2", "B3"):
        gym.do("cancel", booking=booking)
    assert displaced(gym, row("12:00", "13:00"), replace=True) == []


def test_a_slot_with_bookings_stays_where_the_list_does_not_replace(gym: Club) -> None:
    assert gym.publish(("gym", TUESDAY, "12:00-13:00"))["displaced"] == []
    assert gym.state("B1") == "confirmed"


# Cut


def test_a_slot_is_cut_down_to_its_bookings(gym: Club) -> None:
    assert gym.do("publish_slots", slots=[row("09:00", "10:00", capacity=6)])["changed"] == 1
    assert gym.free("gym", TUESDAY, "09:00") == 0
    gym.check()


def test_it_is_not_cut_below_them_and_who_would_lose_the_place_is_named(gym: Club) -> None:
    assert kept_back(gym, row("09:00", "10:00", capacity=5)) == ["B3"]
    assert gym.slot("gym", TUESDAY, "09:00")["capacity"] == 10


@pytest.mark.parametrize(
    ("capacity", "lost"), [(5, ["B3"]), (3, ["B3"]), (2, ["B3", "B2"]), (1, ["B3", "B2", "B1"])]
)
def test_the_latest_booked_lose_their_place_as_many_as_must(
    gym: Club, capacity: int, lost: list[str]
) -> None:
    assert displaced(gym, row("09:00", "10:00", capacity=capacity)) == lost
    assert gym.slot("gym", TUESDAY, "09:00")["capacity"] == capacity


def test_of_those_booked_at_one_instant_the_higher_number_goes_first(club: Club) -> None:
    club.facility(slots=False, capacity=10)
    club.publish(("gym", TUESDAY, "09:00-10:00"))
    for number in ("1", "2", "3"):
        club.member(number)
        club.book(number, "gym", TUESDAY, "09:00")
    assert displaced(club, row("09:00", "10:00", capacity=2)) == ["B3"]


def test_when_it_was_booked_counts_and_not_when_it_was_moved_here(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "12:00-13:00"))
    gym.do("move", booking="B1", date=TUESDAY, start="12:00")
    gym.at("2026-11-23T10:00")
    gym.do("move", booking="B1", date=TUESDAY, start="09:00")
    assert displaced(gym, row("09:00", "10:00", capacity=5)) == ["B3"]


def test_a_booking_waiting_for_approval_is_displaced_too(club: Club) -> None:
    club.facility(slots=False, approval_levels=1)
    club.publish(("gym", TUESDAY, "09:00-10:00"))
    club.member()
    club.book("000001", "gym", TUESDAY, "09:00")
    assert displaced(club, row("12:00", "13:00"), replace=True) == ["B1"]


def test_who_is_there_already_is_never_displaced(gym: Club) -> None:
    gym.at("2026-11-24T08:40")
    gym.do("check_in", booking="B3")
    assert kept_back(gym, row("09:00", "10:00", capacity=2), displace=True) == ["B3"]
    assert kept_back(gym, row("12:00", "13:00"), replace=True, displace=True) == ["B3"]
    assert gym.state("B2") == "confirmed"


def test_a_displaced_booking_becomes_no_no_show(gym: Club) -> None:
    displaced(gym, row("12:00", "13:00"), replace=True)
    gym.at("2026-11-24T20:00")
    assert {gym.state(booking) for booking in ("B1", "B2", "B3")} == {"displaced"}
    assert gym.ask("set_aside")["things"] == []


def test_a_larger_slot_has_more_free_places(gym: Club) -> None:
    assert displaced(gym, row("09:00", "10:00", capacity=20)) == []
    assert gym.free("gym", TUESDAY, "09:00") == 14


# Lengthened


@pytest.fixture
def followed(gym: Club) -> Club:
    """The member of B1 has B4, the court from 10:30 to 11:30."""
    gym.facility("court", slots=False)
    gym.publish(("court", TUESDAY, "10:30-11:30"))
    gym.book("1", "court", TUESDAY, "10:30")
    return gym


def test_a_slot_grows_until_the_members_next_booking(followed: Club) -> None:
    assert followed.do("publish_slots", slots=[row("09:00", "10:30")])["changed"] == 1
    followed.check()


def test_a_slot_does_not_grow_into_the_members_next_booking(followed: Club) -> None:
    assert kept_back(followed, row("09:00", "10:31")) == ["B1"]


def test_with_displace_who_is_elsewhere_then_loses_the_place(followed: Club) -> None:
    assert displaced(followed, row("09:00", "10:31")) == ["B1"]
    assert (followed.state("B2"), followed.state("B4")) == ("confirmed", "confirmed")


def test_a_booking_that_was_overridden_stays_in_a_slot_that_grows(club: Club) -> None:
    club.facility(slots=False)
    club.facility("court", slots=False)
    club.publish(("gym", TUESDAY, "09:00-10:00"), ("court", TUESDAY, "10:30-11:30"))
    club.member()
    club.book("000001", "court", TUESDAY, "10:30")
    club.book("000001", "gym", TUESDAY, "09:00", override="leads both")
    assert displaced(club, row("09:00", "11:00")) == []


def test_a_shared_account_stays_in_a_slot_that_grows(club: Club) -> None:
    club.facility(slots=False)
    club.facility("court", slots=False)
    club.publish(("gym", TUESDAY, "09:00-10:00"), ("court", TUESDAY, "10:30-11:30"))
    club.member(shared=True)
    club.book("000001", "court", TUESDAY, "10:30")
    club.book("000001", "gym", TUESDAY, "09:00")
    assert displaced(club, row("09:00", "11:00")) == []


def test_in_a_slot_that_is_cut_and_lengthened_the_places_of_who_is_elsewhere_are_free_for_the_rest(
    followed: Club,
) -> None:
    assert displaced(followed, row("09:00", "11:00", capacity=4)) == ["B1"]
    assert followed.slot("gym", TUESDAY, "09:00")["taken"] == 4


def test_a_slot_grows_into_the_room_of_a_booking_that_the_same_list_ends(followed: Club) -> None:
    rows = [row("09:00", "11:00"), row("12:00", "13:00", "court")]
    assert displaced(followed, *rows, replace=True) == ["B4"]
    assert followed.state("B1") == "confirmed"


# Whole slots


@pytest.fixture
def room(club: Club) -> Club:
    """A room for 20 that is booked whole; B1 has it on Tuesday at nine for a party of six."""
    club.facility("room", slots=False, capacity=20, whole_slot=True)
    club.publish(("room", TUESDAY, "09:00-10:00"))
    club.member()
    club.book("000001", "room", TUESDAY, "09:00", party=6)
    return club


@pytest.mark.parametrize("capacity", [6, 19, 21, 40])
def test_the_booking_of_a_whole_slot_takes_all_places_also_of_another_size(room: Club, capacity: int) -> None:
    assert displaced(room, row("09:00", "10:00", "room", capacity=capacity)) == []
    assert room.ask("booking", booking="B1")["party"] == capacity
    assert room.free("room", TUESDAY, "09:00") == 0


def test_a_whole_slot_is_not_cut_below_the_party_that_has_it(room: Club) -> None:
    assert kept_back(room, row("09:00", "10:00", "room", capacity=5)) == ["B1"]
    assert displaced(room, row("09:00", "10:00", "room", capacity=5)) == ["B1"]


def test_after_a_cut_and_a_growth_the_whole_slot_is_free_again_with_all_places(room: Club) -> None:
    for capacity in (10, 30):
        displaced(room, row("09:00", "10:00", "room", capacity=capacity))
    room.do("cancel", booking="B1")
    assert room.free("room", TUESDAY, "09:00") == 30
    room.check()


def test_bookings_from_before_the_facility_became_whole_keep_their_places(gym: Club) -> None:
    gym.do("change_facility", code="gym", whole_slot=True)
    assert displaced(gym, row("09:00", "10:00", capacity=8)) == []
    assert gym.slot("gym", TUESDAY, "09:00")["taken"] == 6
    assert displaced(gym, row("09:00", "10:00", capacity=12)) == []
    assert gym.slot("gym", TUESDAY, "09:00")["taken"] == 6
    assert displaced(gym, row("09:00", "10:00", capacity=5)) == ["B3"]
