"""The club's settings: desk hours in all their forms, the zone (commands.md, `change_settings`)."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"

DEFAULTS: dict[str, Any] = {
    "points_per_yuan": 100,
    "no_show_limit": 3,
    "no_show_days": 30,
    "suspension_days": 7,
    "return_days": 7,
    "lapsed_refund": "grace",
    "grace_days": 30,
    "purchase_points_per_yuan": 0,
    "remind_minutes_before": 60,
    "desk_hours": None,
    "timezone": "Asia/Shanghai",
    "notice_language": "zh_CN",
    "idle_lock_minutes": 5,
    "session_hours": 12,
    "keep_left_months": 24,
    "keep_notice_months": 12,
    "keep_note_months": 12,
    "keep_proxy_months": 24,
    "keep_welfare_months": 12,
    "keep_audit_months": 60,
    "keep_access_months": 36,
}


def test_a_new_club_has_the_promised_defaults(club: Club) -> None:
    assert club.ask("settings") == DEFAULTS


def test_a_change_touches_only_what_is_given_and_tells_all(club: Club) -> None:
    told = club.do("change_settings", no_show_limit=5, lapsed_refund="lapse")
    assert told["settings"] == DEFAULTS | {"no_show_limit": 5, "lapsed_refund": "lapse"}
    assert told["was"] == DEFAULTS
    assert club.ask("settings") == told["settings"]


@pytest.mark.parametrize("field", ["no_show_limit", "remind_minutes_before", "desk_hours"])
def test_null_switches_an_optional_rule_off(club: Club, field: str) -> None:
    club.do("change_settings", **{field: None})
    assert club.ask("settings")[field] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points_per_yuan", 0),
        ("no_show_limit", 0),
        ("no_show_days", 0),
        ("no_show_days", 3_651),
        ("suspension_days", -1),
        ("suspension_days", 3_651),
        ("return_days", -1),
        ("grace_days", -1),
        ("purchase_points_per_yuan", -1),
        ("remind_minutes_before", 0),
        ("points_per_yuan", None),
        ("no_show_days", "30"),
        ("no_show_days", 30.0),
        ("lapsed_refund", "never"),
        ("notice_language", "fr"),
        ("notice_language", None),
        ("timezone", "Mars/Olympus"),
        ("timezone", ""),
        ("timezone", "../etc/passwd"),
        ("timezone", None),
    ],
)
def test_what_a_setting_cannot_be_is_invalid_with_the_field(club: Club, field: str, value: object) -> None:
    error = club.refused("change_settings", **{field: value})
    assert (error.code, error.facts["field"]) == ("invalid", field)
    assert club.ask("settings") == DEFAULTS


# Desk hours

EVERY_DAY = "08:00-21:00"
BUT_SUNDAY: dict[str, Any] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), "08:00-21:00") | {
    "sun": None
}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("08:00-21:00", EVERY_DAY),
        (["08:00", "21:00"], EVERY_DAY),
        ({"from": "08:00", "to": "21:00"}, EVERY_DAY),
        (dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "08:00-21:00"), EVERY_DAY),
        (BUT_SUNDAY, BUT_SUNDAY),
        ({day: hours for day, hours in BUT_SUNDAY.items() if hours}, BUT_SUNDAY),
        (
            {day: ["08:00", "21:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
            | {"sat": {"from": "08:00", "to": "21:00"}},
            BUT_SUNDAY,
        ),
        ("00:00-24:00", "00:00-24:00"),
        (None, None),
    ],
)
def test_desk_hours_are_given_in_any_of_their_forms_and_told_in_the_shortest(
    club: Club, given: object, told: object
) -> None:
    assert club.do("change_settings", desk_hours=given)["settings"]["desk_hours"] == told
    assert club.ask("settings")["desk_hours"] == told


def test_what_is_told_of_desk_hours_is_taken_back_as_it_is(club: Club) -> None:
    told = club.do("change_settings", desk_hours=BUT_SUNDAY)["settings"]["desk_hours"]
    assert club.do("change_settings", desk_hours=told)["settings"]["desk_hours"] == told


@pytest.mark.parametrize(
    "given",
    [
        "08:00",
        "8:00-21:00",
        "21:00-08:00",
        "08:00-08:00",
        "08:00-25:00",
        "24:00-24:00",
        ["08:00"],
        ["08:00", "21:00", "22:00"],
        ["08:00", 21],
        {"from": "08:00"},
        {"from": "08:00", "to": "21:00", "mon": "08:00-21:00"},
        {"monday": "08:00-21:00"},
        {"mon": "morning"},
        {"mon": 8},
        8,
        True,
    ],
)
def test_what_is_no_hours_is_invalid(club: Club, given: object) -> None:
    error = club.refused("change_settings", desk_hours=given)
    assert error.code == "invalid"
    assert str(error.facts["field"]).startswith("desk_hours")
    assert club.ask("settings")["desk_hours"] is None


# The zone


def test_slots_are_wall_clock_times_of_the_clubs_zone(club: Club) -> None:
    club.facility()
    club.do("change_settings", timezone="Asia/Tokyo")
    assert [slot["start"] for slot in club.ask("grid", date=MONDAY)["slots"]] == ["17:30", "19:30"]
    club.member()
    club.at("2026-11-23T17:30")
    assert club.outcome("book", member="000001", facility="gym", date=MONDAY, start="17:30") == "confirmed"
    club.at("2026-11-23T17:30:01")
    assert club.outcome("book", member="000001", facility="gym", date=MONDAY, start="19:30") == "confirmed"
    assert club.refused("mark_no_show", booking="B2").code == "too_soon"


def test_bookings_that_are_there_fall_due_by_the_new_zone(club: Club) -> None:
    club.facility()
    club.member()
    booking = club.book("000001", "gym", MONDAY, "17:30")
    club.do("change_settings", timezone="Asia/Tokyo")  # an hour ahead: it is ten o'clock already
    club.at("2026-11-23T17:44:59")
    assert club.state(booking) == "confirmed"
    club.at("2026-11-23T17:45")
    assert club.state(booking) == "no_show"
    assert club.ask("booking", booking=booking)["trail"][-1]["at"] == "2026-11-23T17:45"


def test_approval_runs_out_at_the_start_by_the_new_zone(club: Club) -> None:
    club.facility(approval_levels=1)
    club.member()
    booking = club.book("000001", "gym", MONDAY, "17:30")
    club.do("change_settings", timezone="Europe/Berlin")
    club.at("2026-11-23T17:29:59")
    assert club.state(booking) == "pending"
    club.at("2026-11-23T17:30")
    assert club.state(booking) == "expired"


def test_today_is_the_day_of_the_new_zone(club: Club) -> None:
    club.facility(max_days_ahead=0)
    club.member()
    club.do("change_settings", timezone="Pacific/Honolulu")  # Sunday afternoon there
    assert club.outcome("book", member="000001", facility="gym", date=MONDAY, start="17:30") == (
        "too_far_ahead"
    )


def test_what_is_over_stays_as_it_was(club: Club) -> None:
    club.facility(no_show_grace_minutes=None)
    club.member()
    booking = club.book("000001", "gym", MONDAY, "17:30")
    club.at("2026-11-23T20:00")
    assert club.state(booking) == "completed"
    club.do("change_settings", timezone="Europe/Berlin")
    assert club.state(booking) == "completed"
    club.check()


def test_a_zone_whose_clocks_leave_out_the_time_of_a_slot_is_refused_with_that_time(club: Club) -> None:
    club.facility(slots=False)
    club.publish(("gym", "2027-03-28", "02:00-03:00"))
    error = club.refused("change_settings", timezone="Europe/Berlin")
    assert (error.code, error.facts["field"], error.facts["problem"]) == (
        "invalid",
        "timezone",
        "no_such_time",
    )
    assert (error.facts["date"], error.facts["start"]) == ("2027-03-28", "02:00")
    assert club.ask("settings")["timezone"] == "Asia/Shanghai"


def test_a_slot_that_was_removed_is_in_no_zones_way(club: Club) -> None:
    club.facility(slots=False)
    club.publish(("gym", "2027-03-28", "02:00-03:00"))
    club.publish(("gym", "2027-03-28", "12:00-13:00"), replace=True)
    club.do("change_settings", timezone="Europe/Berlin")
    club.check()


def test_the_same_zone_again_changes_nothing(club: Club) -> None:
    club.facility()
    club.member()
    booking = club.book("000001", "gym", TUESDAY, "17:30")
    club.do("change_settings", timezone="Asia/Shanghai")
    club.at("2026-11-24T17:45")
    assert club.state(booking) == "no_show"


def test_a_setting_that_came_with_a_later_version_has_its_default_in_an_older_club(club: Club) -> None:
    with club.database.write() as store:
        store.connection.execute("UPDATE club SET settings = json_remove(settings, '$.notice_language')")
    assert club.ask("settings") == DEFAULTS
