"""Other places for a booking, best first (domain.md section 5; commands.md, `alternatives`)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY, WEDNESDAY = "2026-11-24", "2026-11-25"


@pytest.fixture
def courts(club: Club) -> Iterator[Club]:
    """Two badminton courts booked whole, a gym for twelve of the same kind, a meeting room of another; slots
    on Tuesday and Wednesday. 000001 has court1 on Tuesday at 17:30 (B1)."""
    for code in ("court1", "court2"):
        club.facility(code, slots=False, group="badminton", capacity=4, whole_slot=True)
    club.facility("gym", slots=False)
    club.facility("room", slots=False, kind="room")
    for number in range(1, 6):
        club.member(f"00000{number}")
    for code in ("court1", "court2", "gym", "room"):
        club.publish(*[(code, day, span) for day in (TUESDAY, WEDNESDAY) for span in SPANS])
    club.book("000001", "court1", TUESDAY, "17:30")
    yield club
    club.check()


SPANS = ("16:30-17:30", "17:30-18:30", "18:30-19:30")


def close(club: Club, facility: str = "court1", day: str = TUESDAY) -> None:
    club.do("close_facility", facility=facility, reason="x", **{"from": f"{day}T00:00", "to": f"{day}T24:00"})


def offered(club: Club, booking: str = "B1", **fields: Any) -> list[str]:
    """`court2 24 17:30`, best first."""
    found = club.ask("alternatives", booking=booking, limit=50, **fields)["alternatives"]
    return [f"{place['facility']} {place['date'][-2:]} {place['start']}" for place in found]


def test_the_group_comes_before_the_kind_and_the_nearest_time_first(courts: Club) -> None:
    close(courts)
    assert offered(courts) == [
        "court2 24 17:30", "court2 24 16:30", "court2 24 18:30",
        "court1 25 16:30", "court2 25 16:30", "court1 25 17:30", "court2 25 17:30", "court1 25 18:30",
        "court2 25 18:30",
        "gym 24 17:30", "gym 24 16:30", "gym 24 18:30", "gym 25 16:30", "gym 25 17:30", "gym 25 18:30",
    ]  # fmt: skip


def test_each_says_how_near_it_is_and_how_many_places_there_are(courts: Club) -> None:
    close(courts)
    found = courts.ask("alternatives", booking="B1", limit=50)["alternatives"]
    assert found[0] == {
        "facility": "court2", "name": "name of court2", "date": TUESDAY, "start": "17:30", "end": "18:30",
        "free": 4, "rank": "group", "minutes_moved": 0, "state": "confirmed",
    }  # fmt: skip
    assert [(place["rank"], place["minutes_moved"]) for place in (found[3], found[9], found[10])] == [
        ("facility", 23 * 60),
        ("kind", 0),
        ("kind", 60),
    ]


def test_what_waits_for_approval_says_so(courts: Club) -> None:
    courts.do("change_facility", code="court2", approval_levels=1)
    assert courts.ask("alternatives", booking="B1", limit=1)["alternatives"][0]["state"] == "pending"


def test_a_booking_that_stands_can_be_asked_about_too_and_its_own_place_is_none(courts: Club) -> None:
    assert "court1 24 17:30" not in offered(courts)
    assert offered(courts)[:3] == ["court2 24 17:30", "court1 24 16:30", "court1 24 18:30"]


def test_a_reopened_place_is_the_best_for_who_lost_it(courts: Club) -> None:
    close(courts)
    courts.do("reopen_facility", closure="C1")
    assert offered(courts)[0] == "court1 24 17:30"


def test_only_so_many_as_are_asked_for(courts: Club) -> None:
    assert len(courts.ask("alternatives", booking="B1")["alternatives"]) == 10
    assert len(courts.ask("alternatives", booking="B1", limit=2)["alternatives"]) == 2
    for limit, problem in ((0, "too_small"), (201, "too_large")):
        with pytest.raises(Exception, match="invalid") as told:
            courts.ask("alternatives", booking="B1", limit=limit)
        assert told.value.facts["problem"] == problem  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "taken",
    ["full", "held", "closed", "over", "busy", "quota", "notice", "too_far_ahead", "too_small"],
)
def test_only_places_that_the_member_could_really_have(courts: Club, taken: str) -> None:
    assert offered(courts)[0] == "court2 24 17:30"
    if taken in ("full", "held"):
        courts.book("000002", "court2", TUESDAY, "17:30")
    if taken == "held":
        courts.do("join_waitlist", member="000003", facility="court2", date=TUESDAY, start="17:30")
        assert courts.do("cancel", booking="B2")["offered"] == ["W1"]
    elif taken == "closed":
        close(courts, "court2")
    elif taken == "over":
        courts.at(f"{TUESDAY}T17:31")
    elif taken == "busy":
        courts.publish(("room", TUESDAY, "15:30-16:30"))
        courts.do("move", booking="B1", date=TUESDAY, start="18:30")
        courts.book("000001", "room", TUESDAY, "17:30")
    elif taken == "quota":
        courts.do("change_facility", code="court2", daily_quota=1)
        courts.book("000001", "court2", TUESDAY, "18:30")
    elif taken == "notice":
        courts.do("change_facility", code="court2", min_notice_minutes=33 * 60)
    elif taken == "too_far_ahead":
        courts.do("change_facility", code="court2", max_days_ahead=0)
    elif taken == "too_small":
        row = {"facility": "court2", "date": TUESDAY, "start": "17:30", "end": "18:30", "capacity": 1}
        courts.do("cancel", booking="B1")
        courts.do("publish_slots", slots=[row])
        courts.book("000001", "court1", TUESDAY, "17:30", party=2)
        assert "court2 24 17:30" not in offered(courts, "B2")
        return
    assert "court2 24 17:30" not in offered(courts)


def test_who_is_suspended_has_no_other_place(courts: Club) -> None:
    courts.do("change_settings", no_show_limit=1)
    courts.publish(("room", MONDAY, "10:00-11:00"))
    courts.no_show("000001", "room", MONDAY, "10:00")
    assert offered(courts) == []


def test_of_a_booking_for_several_only_slots_with_so_many_places(courts: Club) -> None:
    booking = courts.book("000002", "gym", TUESDAY, "17:30", party=8)
    courts.book("000003", "gym", TUESDAY, "16:30", party=5)
    found = offered(courts, booking)
    assert "gym 24 18:30" in found
    assert not {"gym 24 16:30", "court2 24 17:30"} & set(found)


def test_a_week_around_is_looked_at(courts: Club) -> None:
    days = [(date(2026, 11, 24) + timedelta(days=ahead)).isoformat() for ahead in (7, 8)]
    courts.publish(*[("court1", day, "17:30-18:30") for day in days])
    found = offered(courts)
    assert "court1 01 17:30" in found
    assert "court1 02 17:30" not in found


def test_a_facility_without_a_group_has_only_its_own_times_and_its_kind(courts: Club) -> None:
    booking = courts.book("000002", "room", TUESDAY, "17:30")
    assert {place.partition(" ")[0] for place in offered(courts, booking)} == {"room"}


def test_what_can_not_be_moved_has_no_alternatives(courts: Club) -> None:
    courts.do("cancel", booking="B1")
    for booking, code in (("B1", "wrong_state"), ("B9", "unknown_booking")):
        with pytest.raises(Exception, match=code):
            courts.ask("alternatives", booking=booking)
