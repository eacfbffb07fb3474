"""Quotas per member and facility: over holding bookings and no-shows (domain.md section 3)."""

from collections.abc import Callable

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
SUNDAY = "2026-11-29"
NEXT_MONDAY = "2026-11-30"


def outcome(club: Club, date: str, start: str = "17:30", **fields: object) -> str:
    return club.outcome(
        "book", **{"member": "000001", "facility": "gym", "date": date, "start": start} | fields
    )


def test_a_day_takes_as_many_bookings_as_the_daily_quota(club: Club) -> None:
    club.facility(daily_quota=2)
    club.member()
    club.publish(("gym", TUESDAY, "12:00-13:00"))
    assert [outcome(club, TUESDAY, start) for start in ("12:00", "17:30", "19:30")] == [
        "confirmed",
        "confirmed",
        "quota_reached",
    ]


def test_the_quota_and_the_bookings_that_fill_it_are_told(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="19:30")
    assert error.code == "quota_reached"
    assert (error.facts["quota"], error.facts["bookings"], error.facts["period"]) == (1, ["B1"], "day")


def test_another_day_has_its_own_daily_quota(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert outcome(club, "2026-11-25") == "confirmed"


def test_the_weekly_quota_counts_the_iso_week_of_the_slot(club: Club) -> None:
    club.facility(weekly_quota=2)
    club.member()
    club.publish(("gym", NEXT_MONDAY, "17:30-19:30"))
    assert [outcome(club, day) for day in (MONDAY, SUNDAY, TUESDAY, NEXT_MONDAY)] == [
        "confirmed",
        "confirmed",
        "quota_reached",
        "confirmed",
    ]


def test_the_iso_week_runs_across_the_turn_of_the_year(club: Club) -> None:
    club.facility(weekly_quota=1, slots=False)
    club.member()
    days = ("2026-12-31", "2027-01-03", "2027-01-04")
    club.publish(*[("gym", day, "17:30-19:30") for day in days])
    club.at("2026-12-30T09:00")
    assert [outcome(club, day) for day in days] == ["confirmed", "quota_reached", "confirmed"]


def test_a_full_week_is_told_with_its_bookings(club: Club) -> None:
    club.facility(weekly_quota=2)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    club.book("000001", "gym", SUNDAY, "17:30")
    error = club.refused("book", member="000001", facility="gym", date="2026-11-25", start="17:30")
    assert (error.facts["quota"], error.facts["bookings"], error.facts["period"]) == (2, ["B1", "B2"], "week")


def test_a_quota_is_each_facilitys_own(club: Club) -> None:
    club.facility(daily_quota=1)
    club.facility("court", daily_quota=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert outcome(club, TUESDAY, "19:30", facility="court") == "confirmed"


def test_a_quota_is_each_members_own(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.member("000002")
    club.book("000001", "gym", TUESDAY, "17:30")
    assert outcome(club, TUESDAY, member="000002") == "confirmed"


def test_bookings_are_counted_and_not_their_places(club: Club) -> None:
    club.facility(daily_quota=2)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30", party=5)
    assert outcome(club, TUESDAY, "19:30", party=5) == "confirmed"


def test_a_booking_waiting_for_approval_is_counted(club: Club) -> None:
    club.facility(daily_quota=1, approval_levels=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    assert outcome(club, TUESDAY, "19:30") == "quota_reached"


def test_a_completed_booking_is_counted(club: Club) -> None:
    club.facility(daily_quota=1, no_show_grace_minutes=None)
    club.member()
    booking = club.book("000001", "gym", MONDAY, "17:30")
    club.at("2026-11-23T19:30")
    assert club.state(booking) == "completed"
    assert outcome(club, MONDAY, "19:30") == "quota_reached"


def test_a_no_show_is_counted(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.no_show("000001", "gym", MONDAY, "17:30")
    assert outcome(club, MONDAY, "19:30") == "quota_reached"


def test_a_pardoned_no_show_is_not_counted(club: Club) -> None:
    club.facility(daily_quota=1)
    club.member()
    club.no_show("000001", "gym", MONDAY, "17:30")
    club.do("pardon_no_shows", **{"from": "2026-11-23T17:00", "to": "2026-11-23T18:00"}, reason="power cut")
    assert outcome(club, MONDAY, "19:30") == "confirmed"


def cancelled(club: Club) -> None:
    club.do("cancel", booking="B1")


def rejected(club: Club) -> None:
    club.do("reject", booking="B1", note="no")


def displaced(club: Club) -> None:
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)


@pytest.mark.parametrize("freed", [cancelled, rejected, displaced])
def test_a_booking_that_holds_no_place_is_not_counted(club: Club, freed: Callable[[Club], None]) -> None:
    club.facility(daily_quota=1, approval_levels=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    freed(club)
    assert outcome(club, TUESDAY, "19:30") == "pending"


def test_an_expired_booking_is_not_counted(club: Club) -> None:
    club.facility(daily_quota=1, approval_levels=1)
    club.member()
    club.book("000001", "gym", MONDAY, "17:30")
    club.at("2026-11-23T17:30")
    assert outcome(club, MONDAY, "19:30") == "pending"


def test_a_shared_account_has_no_quota(club: Club) -> None:
    club.facility(daily_quota=1, weekly_quota=1)
    club.member(shared=True)
    club.book("000001", "gym", TUESDAY, "17:30")
    assert outcome(club, TUESDAY, "19:30") == "confirmed"


def test_without_a_quota_only_the_slots_are_a_limit(club: Club) -> None:
    club.facility()
    club.member()
    assert {outcome(club, day, start) for day in club.week() for start in ("17:30", "19:30")} == {"confirmed"}


def test_the_daily_quota_is_told_before_the_weekly_one(club: Club) -> None:
    club.facility(daily_quota=1, weekly_quota=1)
    club.member()
    club.book("000001", "gym", TUESDAY, "17:30")
    error = club.refused("book", member="000001", facility="gym", date=TUESDAY, start="19:30")
    assert error.facts["period"] == "day"


def test_a_quota_that_is_lowered_takes_no_booking_away(club: Club) -> None:
    club.facility()
    club.member()
    booked = [club.book("000001", "gym", TUESDAY, start) for start in ("17:30", "19:30")]
    club.do("change_facility", code="gym", daily_quota=1)
    assert [club.state(booking) for booking in booked] == ["confirmed", "confirmed"]
