"""Looking at the schedule: `grid` and `free` (commands.md, "Booking")."""

from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"


def starts(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(slot["facility"], slot["date"], slot["start"]) for slot in told["slots"]]


# The grid


def test_the_grid_of_a_day_has_every_slot_by_facility_and_start(club: Club) -> None:
    club.facility("court")
    club.facility("gym")
    assert starts(club.ask("grid", date=TUESDAY)) == [
        ("court", TUESDAY, "17:30"),
        ("court", TUESDAY, "19:30"),
        ("gym", TUESDAY, "17:30"),
        ("gym", TUESDAY, "19:30"),
    ]


def test_the_facilities_of_the_grid_stand_in_the_order_in_which_they_were_added(club: Club) -> None:
    club.facility("court")
    club.facility("a room")
    told = club.ask("grid", date=TUESDAY)
    assert [facility["code"] for facility in told["facilities"]] == ["court", "a room"]


def test_the_grid_of_several_days_begins_with_the_day_asked_for(club: Club) -> None:
    club.facility()
    told = club.ask("grid", date=TUESDAY, days=2)
    assert {slot["date"] for slot in told["slots"]} == {TUESDAY, WEDNESDAY}


def test_the_grid_of_some_facilities_has_only_those(club: Club) -> None:
    for code in ("court", "gym", "room"):
        club.facility(code)
    told = club.ask("grid", date=TUESDAY, facilities=["room", "court"])
    assert [facility["code"] for facility in told["facilities"]] == ["court", "room"]
    assert {slot["facility"] for slot in told["slots"]} == {"court", "room"}


def test_the_grid_of_no_facility_is_empty(club: Club) -> None:
    club.facility()
    assert club.ask("grid", date=TUESDAY, facilities=[]) == {"facilities": [], "slots": []}


def test_a_slot_is_told_with_its_places_and_who_is_in_it(club: Club) -> None:
    club.facility(capacity=4)
    club.member(name="单俊英")
    club.book("000001", "gym", TUESDAY, "17:30", party=3)
    assert club.slot("gym", TUESDAY, "17:30") == {
        "facility": "gym",
        "date": TUESDAY,
        "start": "17:30",
        "end": "19:30",
        "capacity": 4,
        "taken": 3,
        "held": 0,
        "waiting": 0,
        "state": "open",
        "peak": False,
        "bookings": [
            {"booking": "B1", "member": "000001", "name": "单俊英", "party": 3, "state": "confirmed"}
        ],
    }


def test_who_is_in_a_slot_stands_in_the_order_of_the_bookings(club: Club) -> None:
    club.facility()
    for number in ("3", "1", "2"):
        club.member(number)
        club.book(number, "gym", TUESDAY, "17:30")
    inside = club.slot("gym", TUESDAY, "17:30")["bookings"]
    assert [line["booking"] for line in inside] == ["B1", "B2", "B3"]


def test_a_no_show_is_shown_and_holds_no_place(club: Club) -> None:
    club.facility()
    club.member()
    club.no_show("000001", "gym", MONDAY, "17:30")
    slot = club.slot("gym", MONDAY, "17:30")
    assert (slot["taken"], [line["state"] for line in slot["bookings"]]) == (0, ["no_show"])


def test_who_cancelled_is_not_shown(club: Club) -> None:
    club.facility()
    club.member()
    club.do("cancel", booking=club.book("000001", "gym", TUESDAY, "17:30"))
    assert club.slot("gym", TUESDAY, "17:30")["bookings"] == []


def test_a_slot_is_over_from_its_end_on(club: Club) -> None:
    club.facility()
    club.at("2026-11-23T19:29:59")
    assert club.slot("gym", MONDAY, "17:30")["state"] == "open"
    club.at("2026-11-23T19:30")
    assert club.slot("gym", MONDAY, "17:30")["state"] == "over"


def test_a_closed_slot_stays_in_the_grid(club: Club) -> None:
    club.facility()
    club.shut("gym", TUESDAY, "17:30")
    assert club.slot("gym", TUESDAY, "17:30")["state"] == "closed"


def test_a_removed_slot_is_not_in_the_grid(club: Club) -> None:
    club.facility()
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True)
    assert starts(club.ask("grid", date=TUESDAY)) == [("gym", TUESDAY, "19:30")]


def test_a_peak_is_marked(club: Club) -> None:
    club.facility(slots=False)
    told = {"facility": "gym", "date": TUESDAY, "start": "17:30", "end": "19:30", "peak": True}
    club.do("publish_slots", slots=[told])
    assert club.slot("gym", TUESDAY, "17:30")["peak"] is True


def test_a_slot_until_midnight_ends_at_24(club: Club) -> None:
    club.facility(slots=False)
    club.publish(("gym", TUESDAY, "23:00-24:00"))
    assert club.slot("gym", TUESDAY, "23:00")["end"] == "24:00"


def test_an_unknown_facility_is_told(club: Club) -> None:
    with pytest.raises(DeskError) as refused:
        club.ask("grid", date=TUESDAY, facilities=["moon"])
    assert (refused.value.code, refused.value.facts["facility"]) == ("unknown_facility", "moon")


@pytest.mark.parametrize("days", [0, -1, 401])
def test_the_grid_has_at_least_one_day_and_at_most_400(club: Club, days: int) -> None:
    with pytest.raises(DeskError) as refused:
        club.ask("grid", date=TUESDAY, days=days)
    assert (refused.value.code, refused.value.facts["field"]) == ("invalid", "days")


def test_the_grid_of_a_club_without_facilities_is_empty(club: Club) -> None:
    assert club.ask("grid", date=TUESDAY, days=7) == {"facilities": [], "slots": []}


# Where there are places


def free(club: Club, **fields: Any) -> list[tuple[str, str, str]]:
    return starts(club.ask("free", **{"date": TUESDAY} | fields))


def test_free_slots_come_soonest_first_with_their_places(club: Club) -> None:
    club.facility("gym", capacity=4)
    club.facility("court", slots=False)
    club.publish(("court", TUESDAY, "18:00-19:00"))
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30", party=3)
    told = club.ask("free", date=TUESDAY)
    assert starts(told) == [
        ("gym", TUESDAY, "17:30"),
        ("court", TUESDAY, "18:00"),
        ("gym", TUESDAY, "19:30"),
    ]
    assert told["slots"][0] == {
        "facility": "gym",
        "name": "name of gym",
        "date": TUESDAY,
        "start": "17:30",
        "end": "19:30",
        "free": 1,
        "capacity": 4,
    }


def test_a_slot_without_enough_places_for_the_party_is_not_free(club: Club) -> None:
    club.facility(capacity=4)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30", party=3)
    assert free(club, party=1) == [("gym", TUESDAY, "17:30"), ("gym", TUESDAY, "19:30")]
    assert free(club, party=2) == [("gym", TUESDAY, "19:30")]
    assert free(club, party=5) == []


def test_a_whole_slot_is_free_only_when_nobody_has_it(club: Club) -> None:
    club.facility("room", capacity=20, whole_slot=True)
    club.member()
    club.book("000001", "room", TUESDAY, "17:30")
    assert free(club, party=3) == [("room", TUESDAY, "19:30")]


def test_the_time_asked_for_bounds_the_whole_slot(club: Club) -> None:
    club.facility()
    assert free(club, start="17:30", end="19:30") == [("gym", TUESDAY, "17:30")]
    assert free(club, start="17:31") == [("gym", TUESDAY, "19:30")]
    assert free(club, end="19:29") == []


def test_only_the_kind_and_group_asked_for_are_looked_at(club: Club) -> None:
    club.facility("room", kind="room")
    club.facility("court 1", group="badminton")
    club.facility("court 2", group="badminton", slots=False)
    assert {facility for facility, _, _ in free(club, kind="room")} == {"room"}
    assert {facility for facility, _, _ in free(club, group="badminton")} == {"court 1"}
    assert free(club, kind="room", group="badminton") == []


def test_closed_and_removed_slots_are_not_free(club: Club) -> None:
    club.facility()
    club.shut("gym", TUESDAY, "17:30")
    assert free(club) == [("gym", TUESDAY, "19:30")]
    club.publish(("gym", WEDNESDAY, "17:30-19:30"), replace=True)
    assert free(club) == []


def test_a_slot_too_near_or_too_far_to_be_booked_is_not_free(club: Club) -> None:
    club.facility(max_days_ahead=1, min_notice_minutes=60)
    club.at("2026-11-23T16:30")
    assert free(club, date=MONDAY, days=7) == [
        ("gym", MONDAY, "17:30"),
        ("gym", MONDAY, "19:30"),
        ("gym", TUESDAY, "17:30"),
        ("gym", TUESDAY, "19:30"),
    ]
    club.at("2026-11-23T16:30:01")
    assert free(club, date=MONDAY) == [("gym", MONDAY, "19:30")]


def test_a_slot_under_way_is_free_for_walk_ins_until_its_end(club: Club) -> None:
    club.facility(min_notice_minutes=600)
    club.at("2026-11-23T17:30")
    assert free(club, date=MONDAY) == [("gym", MONDAY, "17:30")]
    club.at("2026-11-23T19:30")
    assert free(club, date=MONDAY) == [("gym", MONDAY, "19:30")]


def test_a_party_of_nobody_is_invalid(club: Club) -> None:
    with pytest.raises(DeskError) as refused:
        club.ask("free", date=TUESDAY, party=0)
    assert (refused.value.code, refused.value.facts["field"]) == ("invalid", "party")
