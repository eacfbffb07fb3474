"""What a booking would come to, without making it, is what the command itself would say."""

from typing import Any

import pytest

from tests.support.club import Club

TUESDAY = "2026-11-24"


def outlook(club: Club, **fields: Any) -> dict[str, Any]:
    asked = {"member": "000001", "facility": "gym", "date": TUESDAY, "start": "17:30"} | fields
    return club.ask("outlook", **asked)


@pytest.fixture
def gym(club: Club) -> Club:
    club.facility("gym", capacity=1, group="gyms", daily_quota=1)
    club.facility("gym-2", capacity=1, group="gyms")
    club.member("000001")
    club.member("000002")
    return club


def test_a_free_slot_would_be_confirmed_and_nothing_is_booked(gym: Club) -> None:
    assert outlook(gym)["state"] == "confirmed"
    assert gym.slot("gym", TUESDAY, "17:30")["taken"] == 0


def test_a_facility_with_approval_would_be_pending(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    assert outlook(gym)["state"] == "pending"


def test_a_full_slot_names_the_next_place_in_the_group_at_the_same_time(gym: Club) -> None:
    gym.book("000002", "gym", TUESDAY, "17:30")
    told = outlook(gym)
    assert (told["state"], told["refusal"]) == (None, "slot_full")
    assert (told["instead"]["facility"], told["instead"]["start"]) == ("gym-2", "17:30")


def test_without_another_facility_the_next_time_is_named(gym: Club) -> None:
    gym.book("000002", "gym", TUESDAY, "17:30")
    gym.do("change_facility", code="gym", group=None)
    assert outlook(gym)["instead"] == {
        "facility": "gym", "name": "name of gym", "date": TUESDAY, "start": "19:30", "end": "20:30",
    }  # fmt: skip


def test_further_slots_count_against_the_quota_as_they_will(gym: Club) -> None:
    told = outlook(gym, further=["19:30"])
    assert told["refusal"] == "quota_reached"
    assert gym.refused(
        "book", member="000001", facility="gym", date=TUESDAY, starts=["17:30", "19:30"]
    ).code == ("quota_reached")


def test_a_booking_being_moved_needs_the_places_of_its_own_party(gym: Club) -> None:
    for code in ("gym", "gym-2"):
        gym.do("change_facility", code=code, capacity=3)
        gym.publish((code, "2026-12-01", "17:30-19:30"))
    booking = gym.book("000001", "gym", "2026-12-01", "17:30", party=2)
    gym.book("000002", "gym-2", "2026-12-01", "17:30", party=2)
    moved = {"facility": "gym-2", "date": "2026-12-01"}
    assert outlook(gym, **moved, moving=booking)["refusal"] == "slot_full"
    assert gym.refused("move", booking=booking, start="17:30", **moved).code == "slot_full"


def test_a_booking_being_moved_is_not_in_its_own_way(gym: Club) -> None:
    booking = gym.book("000001", "gym", TUESDAY, "17:30")
    assert outlook(gym, start="19:30")["refusal"] == "quota_reached"
    assert outlook(gym, start="19:30", moving=booking)["state"] == "confirmed"


def test_a_booking_being_moved_brings_its_own_number_of_places(gym: Club) -> None:
    gym.facility("hall", capacity=4)
    gym.book("000002", "hall", TUESDAY, "19:30", party=2)
    booking = gym.book("000001", "hall", TUESDAY, "17:30", party=3)
    told = outlook(gym, facility="hall", start="19:30", moving=booking)
    assert told["refusal"] == "slot_full"
    assert gym.refused("move", booking=booking, date=TUESDAY, start="19:30").code == "slot_full"


def test_for_a_booking_being_moved_its_own_place_and_quota_are_not_in_the_way(gym: Club) -> None:
    booking = gym.book("000001", "gym", TUESDAY, "17:30")
    refused = {
        (slot["facility"], slot["start"]): slot["refusal"]
        for slot in gym.ask("out_of_reach", member="000001", date=TUESDAY, moving=booking)["slots"]
    }
    assert refused == {("gym", "17:30"): "slot_full"}


def test_out_of_reach_are_just_the_slots_that_would_be_refused(gym: Club) -> None:
    gym.book("000001", "gym", TUESDAY, "17:30")
    refused = {
        (slot["facility"], slot["start"]): slot["refusal"]
        for slot in gym.ask("out_of_reach", member="000001", date=TUESDAY)["slots"]
    }
    assert refused == {
        ("gym", "17:30"): "member_busy",
        ("gym", "19:30"): "quota_reached",
        ("gym-2", "17:30"): "member_busy",
    }


def test_what_is_unknown_is_refused(gym: Club) -> None:
    assert gym.ask("outlook", member="000001", facility="gym", date=TUESDAY, start="17:30")["refusal"] is None
    for fields, code in (
        ({"member": "9"}, "unknown_member"),
        ({"facility": "nowhere"}, "unknown_facility"),
        ({"start": "03:00"}, "unknown_slot"),
    ):
        with pytest.raises(Exception, match=code):
            outlook(gym, **fields)


def test_of_a_full_slot_for_which_the_member_waits_it_is_told_that_they_do(gym: Club) -> None:
    gym.book("000002", "gym", TUESDAY, "17:30")
    gym.do("join_waitlist", member="000001", facility="gym", date=TUESDAY, start="17:30")
    told = outlook(gym)
    assert (told["refusal"], told["facts"]["entry"], told["position"]) == ("already_waiting", "W1", None)
    assert told["instead"]["facility"] == "gym-2"
