"""Facilities: adding and changing them (commands.md, "Club")."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"

DEFAULTS: dict[str, Any] = {
    "group": None,
    "capacity": 1,
    "whole_slot": False,
    "approval_levels": 0,
    "promotion": "offer",
    "offer_minutes": 30,
    "buffer_minutes": 0,
    "min_notice_minutes": 0,
    "max_days_ahead": 14,
    "daily_quota": None,
    "weekly_quota": None,
    "no_show_grace_minutes": 15,
    "confirm_minutes_before": None,
    "release_unconfirmed": False,
}


def facilities(club: Club) -> list[dict[str, Any]]:
    return list(club.ask("facilities")["facilities"])


def test_a_facility_is_added_with_code_name_and_kind_and_the_promised_defaults(club: Club) -> None:
    assert club.do("add_facility", code="gym", name="健身房", kind="area") == {"code": "gym"}
    assert facilities(club) == [{"code": "gym", "name": "健身房", "kind": "area"} | DEFAULTS]


def test_everything_that_is_given_is_kept(club: Club) -> None:
    whole = {
        "code": "R1",
        "name": "一号会议室",
        "kind": "room",
        "group": "会议室",
        "capacity": 20,
        "whole_slot": True,
        "approval_levels": 2,
        "promotion": "auto",
        "offer_minutes": 1,
        "buffer_minutes": 10,
        "min_notice_minutes": 60,
        "max_days_ahead": 30,
        "daily_quota": 1,
        "weekly_quota": 3,
        "no_show_grace_minutes": None,
        "confirm_minutes_before": 120,
        "release_unconfirmed": True,
    }
    club.do("add_facility", **whole)
    assert facilities(club) == [whole]


@pytest.mark.parametrize("field", ["code", "name", "kind"])
def test_code_name_and_kind_must_be_given(club: Club, field: str) -> None:
    given = {"code": "gym", "name": "健身房", "kind": "area"}
    del given[field]
    error = club.refused("add_facility", **given)
    assert (error.code, error.facts["field"], error.facts["problem"]) == ("invalid", field, "missing")


@pytest.mark.parametrize(
    ("code", "name"), [("gym", "another"), ("other", "健身房"), ("健身房", "another"), ("other", "gym")]
)
def test_a_code_or_name_in_use_is_refused_since_a_sheet_may_use_either(
    club: Club, code: str, name: str
) -> None:
    club.do("add_facility", code="gym", name="健身房", kind="area")
    error = club.refused("add_facility", code=code, name=name, kind="area")
    assert (error.code, error.facts["facility"]) == ("exists", "gym")


def test_a_facility_may_be_named_as_its_own_code(club: Club) -> None:
    club.do("add_facility", code="gym", name="gym", kind="area")
    club.do("change_facility", code="gym", name="gym")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capacity", 0),
        ("capacity", 10_001),
        ("capacity", None),
        ("capacity", 2.0),
        ("capacity", True),
        ("approval_levels", 3),
        ("approval_levels", -1),
        ("promotion", "lottery"),
        ("kind", "pool"),
        ("offer_minutes", 0),
        ("buffer_minutes", -1),
        ("min_notice_minutes", -1),
        ("max_days_ahead", -1),
        ("daily_quota", 0),
        ("weekly_quota", 0),
        ("no_show_grace_minutes", -1),
        ("confirm_minutes_before", 0),
        ("whole_slot", "yes"),
        ("name", " "),
    ],
)
@pytest.mark.parametrize("command", ["add_facility", "change_facility"])
def test_what_a_field_cannot_hold_is_invalid_with_the_field(
    club: Club, command: str, field: str, value: object
) -> None:
    club.do("add_facility", code="gym", name="健身房", kind="area")
    given = {"code": "new", "name": "new", "kind": "area"} if command == "add_facility" else {"code": "gym"}
    error = club.refused(command, **given | {field: value})
    assert (error.code, error.facts["field"]) == ("invalid", field)


@pytest.mark.parametrize(
    "field", ["daily_quota", "weekly_quota", "no_show_grace_minutes", "confirm_minutes_before", "group"]
)
def test_null_switches_an_optional_rule_off(club: Club, field: str) -> None:
    value = "courts" if field == "group" else 5
    club.do("add_facility", **{"code": "gym", "name": "健身房", "kind": "area", field: value})
    club.do("change_facility", **{"code": "gym", field: None})
    assert facilities(club)[0][field] is None


# Changing


def test_a_change_touches_only_what_is_given(club: Club) -> None:
    club.do("add_facility", code="gym", name="健身房", kind="area", capacity=12, daily_quota=2)
    before = facilities(club)[0]
    club.do("change_facility", code="gym", capacity=8)
    assert facilities(club) == [before | {"capacity": 8}]


def test_what_was_before_is_told_as_the_change_that_brings_it_back(club: Club) -> None:
    club.do("add_facility", code="gym", name="健身房", kind="area", capacity=12)
    before = facilities(club)
    was = club.do("change_facility", code="gym", capacity=8, weekly_quota=3)["was"]
    assert was == {"code": "gym", "capacity": 12, "weekly_quota": None}
    club.do("change_facility", **was)
    assert facilities(club) == before


def test_an_unknown_facility_is_not_changed(club: Club) -> None:
    error = club.refused("change_facility", code="moon", capacity=3)
    assert (error.code, error.facts["facility"]) == ("unknown_facility", "moon")


def test_a_name_in_use_is_refused_in_a_change_too(club: Club) -> None:
    club.do("add_facility", code="gym", name="健身房", kind="area")
    club.do("add_facility", code="court", name="球场", kind="area")
    assert club.refused("change_facility", code="court", name="健身房").code == "exists"


def test_slots_that_exist_keep_their_capacity(club: Club) -> None:
    club.facility(capacity=12)
    club.do("change_facility", code="gym", capacity=3)
    assert club.slot("gym", TUESDAY, "17:30")["capacity"] == 12


def test_a_window_that_is_changed_holds_from_now_on(club: Club) -> None:
    club.facility()
    club.member()
    club.do("change_facility", code="gym", max_days_ahead=0)
    assert (
        club.outcome("book", member="000001", facility="gym", date=TUESDAY, start="17:30") == "too_far_ahead"
    )
    assert club.outcome("book", member="000001", facility="gym", date=MONDAY, start="17:30") == "confirmed"


def test_levels_of_approval_that_are_added_leave_confirmed_bookings_alone(club: Club) -> None:
    club.facility()
    club.member()
    booking = club.book("000001", "gym", TUESDAY, "17:30")
    club.do("change_facility", code="gym", approval_levels=2)
    assert club.state(booking) == "confirmed"


def test_a_whole_slot_facility_that_is_shared_out_keeps_its_bookings_whole(club: Club) -> None:
    club.facility("room", capacity=20, whole_slot=True)
    club.member()
    club.book("000001", "room", TUESDAY, "17:30")
    club.do("change_facility", code="room", whole_slot=False)
    assert club.free("room", TUESDAY, "17:30") == 0
    club.check()


def test_facilities_are_listed_in_the_order_in_which_they_were_added(club: Club) -> None:
    for code in ("room", "gym", "court"):
        club.do("add_facility", code=code, name=code, kind="area")
    assert [facility["code"] for facility in facilities(club)] == ["room", "gym", "court"]
