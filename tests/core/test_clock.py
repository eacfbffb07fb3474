"""Time: half-open, until 24:00, right on days on which the clock changes (domain.md section 3)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import (
    BEFORE_ALL,
    DAY_MINUTES,
    Instant,
    Rehearsal,
    instant_at,
    instant_of,
    local_of,
    midnight_of,
    week_of,
    zone_named,
)
from core.errors import DeskError
from tests.support.club import Club
from tests.support.examples import examples

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
SPRING = date(2027, 3, 28)
"""In Berlin the clock goes from 02:00 to 03:00."""
AUTUMN = date(2027, 10, 31)
"""In Berlin the clock goes from 03:00 back to 02:00."""


def at(local: str, zone: ZoneInfo) -> Instant:
    return instant_of(datetime.fromisoformat(local), zone)


# Instants and the wall clock


def test_an_instant_counts_seconds_in_utc() -> None:
    assert at("1970-01-01T08:00", SHANGHAI) == 0


def test_the_wall_clock_shows_the_clubs_zone() -> None:
    assert local_of(Instant(0), SHANGHAI) == datetime.fromisoformat("1970-01-01T08:00")


@examples(100)
@given(
    st.datetimes(datetime.fromisoformat("1992-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from([SHANGHAI, BERLIN]),
)
def test_what_the_clock_shows_leads_back_to_the_instant(local: datetime, zone: ZoneInfo) -> None:
    shown = local_of(instant_of(local.replace(microsecond=0), zone), zone)
    assert instant_of(shown, zone) == instant_of(local.replace(microsecond=0), zone)
    if zone is SHANGHAI:
        assert shown == local.replace(microsecond=0)


def test_midnight_is_the_end_of_one_day_and_the_beginning_of_the_next() -> None:
    for zone, day in ((SHANGHAI, SPRING), (BERLIN, SPRING), (BERLIN, AUTUMN), (BERLIN, date(2027, 6, 1))):
        assert instant_at(day, DAY_MINUTES, zone) == instant_at(day + timedelta(days=1), 0, zone)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2027, 6, 1), 24)])
def test_a_day_on_which_the_clock_changes_has_an_hour_less_or_more(day: date, hours: int) -> None:
    begin, plain = midnight_of(day, BERLIN)
    assert instant_at(day, DAY_MINUTES, BERLIN) - begin == hours * 3600
    assert plain == (hours == 24)


def test_a_minute_of_a_day_is_what_the_wall_clock_shows_on_every_day() -> None:
    for day in (SPRING, AUTUMN, date(2027, 6, 1)):
        for minute in (0, 60, 119, 180, 181, 720, 1439):
            shown = local_of(instant_at(day, minute, BERLIN), BERLIN)
            assert (shown.date(), shown.hour * 60 + shown.minute) == (day, minute)


def test_a_time_that_the_clock_shows_twice_means_the_first() -> None:
    first = instant_at(AUTUMN, 150, BERLIN)
    assert local_of(first, BERLIN) == local_of(Instant(first + 3600), BERLIN)
    assert instant_at(AUTUMN, 150, BERLIN) - instant_at(AUTUMN, 60, BERLIN) == 90 * 60


def test_an_hour_that_the_clock_leaves_out_has_no_length() -> None:
    assert instant_at(SPRING, 120, BERLIN) == instant_at(SPRING, 180, BERLIN)


# Weeks


@pytest.mark.parametrize(
    ("day", "monday", "sunday"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-29"),
        ("2026-11-29", "2026-11-23", "2026-11-29"),
        ("2026-11-26", "2026-11-23", "2026-11-29"),
        ("2027-01-01", "2026-12-28", "2027-01-03"),
        ("2024-12-30", "2024-12-30", "2025-01-05"),
    ],
)
def test_a_week_runs_from_monday_to_sunday_also_across_the_turn_of_the_year(
    day: str, monday: str, sunday: str
) -> None:
    assert week_of(date.fromisoformat(day)) == (date.fromisoformat(monday), date.fromisoformat(sunday))


@given(st.dates(date(1900, 1, 8), date(9900, 1, 1)))
def test_a_week_is_the_iso_week(day: date) -> None:
    monday, sunday = week_of(day)
    assert monday.isocalendar()[:2] == day.isocalendar()[:2] == sunday.isocalendar()[:2]
    assert (monday.isoweekday(), (sunday - monday).days) == (1, 6)


# Zones and clocks


@pytest.mark.parametrize("name", ["", "Nowhere/Here", "../zone", "Asia", "/etc/localtime"])
def test_a_name_that_is_no_zone_is_invalid(name: str) -> None:
    with pytest.raises(DeskError) as refused:
        zone_named(name)
    assert (refused.value.code, refused.value.facts["field"]) == ("invalid", "timezone")


def test_a_rehearsals_clock_says_what_it_is_told_and_never_goes_back() -> None:
    clock = Rehearsal()
    assert clock() == BEFORE_ALL
    clock.stand_at(Instant(100))
    clock.stand_at(Instant(100))
    with pytest.raises(DeskError) as refused:
        clock.stand_at(Instant(99))
    assert (refused.value.code, clock()) == ("clock_went_back", 100)


# Slots on such days


@pytest.fixture
def berlin(club: Club) -> Club:
    club.do("change_settings", timezone="Europe/Berlin")
    club.facility(slots=False, no_show_grace_minutes=None, max_days_ahead=365)
    club.member()
    return club


def test_a_slot_over_the_hour_that_is_left_out_is_an_hour_shorter(berlin: Club) -> None:
    berlin.publish(("gym", "2027-03-28", "01:00-04:00"))
    booking = berlin.book("000001", "gym", "2027-03-28", "01:00")
    start = at("2027-03-28T01:00", BERLIN)
    berlin.desk.stand_at(local_of(Instant(start + 2 * 3600 - 1), BERLIN))
    assert berlin.state(booking) == "confirmed"
    berlin.desk.stand_at(local_of(Instant(start + 2 * 3600), BERLIN))
    assert berlin.state(booking) == "completed"
    assert berlin.ask("booking", booking=booking)["trail"][-1]["at"] == "2027-03-28T04:00"


def test_a_slot_over_the_hour_that_comes_twice_is_an_hour_longer(berlin: Club) -> None:
    berlin.publish(("gym", "2027-10-31", "01:00-04:00"))
    berlin.at("2027-10-30T12:00")
    booking = berlin.book("000001", "gym", "2027-10-31", "01:00")
    start = at("2027-10-31T01:00", BERLIN)
    berlin.clock.stand_at(Instant(start + 4 * 3600 - 1))
    assert berlin.state(booking) == "confirmed"
    berlin.clock.stand_at(Instant(start + 4 * 3600))
    assert berlin.state(booking) == "completed"


def test_check_in_opens_half_an_hour_of_real_time_before_the_start(berlin: Club) -> None:
    berlin.publish(("gym", "2027-03-28", "03:00-04:00"))
    berlin.book("000001", "gym", "2027-03-28", "03:00")
    berlin.at("2027-03-28T01:29:59")
    assert berlin.refused("check_in", booking="B1").facts["opens"] == "2027-03-28T01:30"
    berlin.at("2027-03-28T01:30")
    assert berlin.outcome("check_in", booking="B1") == "checked_in"


def test_a_suspension_over_a_change_of_the_clock_ends_at_the_same_time_of_day(berlin: Club) -> None:
    berlin.do("change_facility", code="gym", no_show_grace_minutes=15)
    berlin.do("change_settings", no_show_limit=1)
    berlin.publish(("gym", "2027-03-25", "17:30-19:30"), ("gym", "2027-04-10", "17:30-19:30"))
    berlin.at("2027-03-25T09:00")
    berlin.no_show("000001", "gym", "2027-03-25", "17:30")
    error = berlin.refused("book", member="000001", facility="gym", date="2027-04-10", start="17:30")
    assert error.facts["until"] == "2027-04-01T17:45"


def test_overlap_is_judged_by_the_wall_clock(berlin: Club) -> None:
    berlin.facility("court", slots=False, max_days_ahead=365)
    berlin.publish(("gym", "2027-03-28", "01:00-03:00"), ("court", "2027-03-28", "03:00-04:00"))
    berlin.book("000001", "gym", "2027-03-28", "01:00")
    assert (
        berlin.outcome("book", member="000001", facility="court", date="2027-03-28", start="03:00")
        == "confirmed"
    )
