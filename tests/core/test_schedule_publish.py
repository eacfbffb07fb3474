"""Publishing slots: what is new, unchanged, changed and removed (domain.md section 6)."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
WEDNESDAY = "2026-11-25"
NEXT_TUESDAY = "2026-12-01"


def row(start: str, end: str, date: str = TUESDAY, facility: str = "gym", **fields: Any) -> dict[str, Any]:
    return {"facility": facility, "date": date, "start": start, "end": end} | fields


def publish(club: Club, *rows: dict[str, Any], **fields: Any) -> tuple[int, int, int, int]:
    """Publishes; the counts of new, unchanged, changed and removed slots."""
    told = club.do("publish_slots", slots=list(rows), **fields)
    return told["new"], told["unchanged"], told["changed"], told["removed"]


def standing(club: Club, date: str = TUESDAY, facility: str = "gym") -> list[tuple[str, str, int]]:
    """Start, end and capacity of a day's slots."""
    slots = club.ask("grid", date=date, facilities=[facility])["slots"]
    return [(slot["start"], slot["end"], slot["capacity"]) for slot in slots]


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for 12 without slots."""
    club.facility(slots=False)
    return club


def test_slots_that_are_not_there_are_new(gym: Club) -> None:
    assert publish(gym, row("09:00", "10:00"), row("10:00", "11:00")) == (2, 0, 0, 0)
    assert standing(gym) == [("09:00", "10:00", 12), ("10:00", "11:00", 12)]


def test_the_same_list_twice_changes_nothing(gym: Club) -> None:
    rows = [row("09:00", "10:00", capacity=3, peak=True), row("10:00", "11:00", date=WEDNESDAY)]
    publish(gym, *rows)
    before = gym.ask("grid", date=MONDAY, days=7)
    assert publish(gym, *rows) == (0, 2, 0, 0)
    assert gym.ask("grid", date=MONDAY, days=7) == before


def test_the_same_list_twice_changes_nothing_with_replace_and_displace_either(gym: Club) -> None:
    rows = [row("09:00", "10:00"), row("10:00", "11:00")]
    publish(gym, *rows)
    gym.member()
    gym.book("000001", "gym", TUESDAY, "09:00")
    assert publish(gym, *rows, replace=True, displace=True) == (0, 2, 0, 0)
    assert gym.state("B1") == "confirmed"


@pytest.mark.parametrize("change", [{"end": "10:30"}, {"end": "09:30"}, {"capacity": 5}, {"peak": True}])
def test_a_slot_with_another_end_capacity_or_peak_mark_is_changed(gym: Club, change: dict[str, Any]) -> None:
    publish(gym, row("09:00", "10:00"))
    assert publish(gym, row("09:00", "10:00") | change) == (0, 0, 1, 0)
    slot = gym.slot("gym", TUESDAY, "09:00")
    assert {name: slot[name] for name in change} == change


def test_a_slot_keeps_its_bookings_through_a_change(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    gym.member()
    gym.book("000001", "gym", TUESDAY, "09:00")
    publish(gym, row("09:00", "10:30", capacity=5))
    assert [line["booking"] for line in gym.slot("gym", TUESDAY, "09:00")["bookings"]] == ["B1"]
    assert gym.ask("booking", booking="B1")["end"] == "10:30"


def test_another_start_is_another_slot(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    assert publish(gym, row("10:00", "11:00")) == (1, 0, 0, 0)
    assert standing(gym) == [("09:00", "10:00", 12), ("10:00", "11:00", 12)]


def test_an_empty_capacity_is_the_facilitys(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"), row("10:00", "11:00", capacity=None))
    assert [capacity for _, _, capacity in standing(gym)] == [12, 12]


def test_an_empty_capacity_follows_the_facilitys_when_the_list_is_published_again(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    gym.do("change_facility", code="gym", capacity=8)
    assert standing(gym) == [("09:00", "10:00", 12)]
    assert publish(gym, row("09:00", "10:00")) == (0, 0, 1, 0)
    assert standing(gym) == [("09:00", "10:00", 8)]


@pytest.mark.parametrize("capacity", [1, 13, 10_000])
def test_a_slots_capacity_may_be_smaller_or_larger_than_the_facilitys(gym: Club, capacity: int) -> None:
    publish(gym, row("09:00", "10:00", capacity=capacity))
    assert standing(gym) == [("09:00", "10:00", capacity)]


def test_a_slot_may_run_from_midnight_and_to_midnight(gym: Club) -> None:
    assert publish(gym, row("00:00", "01:00"), row("23:00", "24:00")) == (2, 0, 0, 0)
    assert [(start, end) for start, end, _ in standing(gym)] == [("00:00", "01:00"), ("23:00", "24:00")]


def test_a_slot_of_one_whole_day_is_a_slot(gym: Club) -> None:
    assert publish(gym, row("00:00", "24:00")) == (1, 0, 0, 0)


def test_an_empty_list_does_nothing(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    assert publish(gym, replace=True) == (0, 0, 0, 0)
    assert len(standing(gym)) == 1


# Missing slots


def test_a_slot_missing_from_the_list_stays(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"), row("10:00", "11:00"))
    assert publish(gym, row("09:00", "10:00")) == (0, 1, 0, 0)
    assert len(standing(gym)) == 2


def test_with_replace_a_missing_slot_is_removed(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"), row("10:00", "11:00"))
    assert publish(gym, row("09:00", "10:00"), replace=True) == (0, 1, 0, 1)
    assert standing(gym) == [("09:00", "10:00", 12)]


def test_with_replace_the_whole_weeks_of_the_list_are_meant(gym: Club) -> None:
    days = (MONDAY, "2026-11-29", "2026-11-30")
    publish(gym, *[row("19:00", "20:00", date=day) for day in days])
    assert publish(gym, row("09:00", "10:00"), replace=True) == (1, 0, 0, 2)
    assert [len(standing(gym, day)) for day in days] == [0, 0, 1]


def test_with_replace_a_week_between_two_weeks_of_the_list_is_left_alone(gym: Club) -> None:
    days = (TUESDAY, NEXT_TUESDAY, "2026-12-08")
    publish(gym, *[row("19:00", "20:00", date=day) for day in days])
    told = publish(gym, *[row("09:00", "10:00", date=day) for day in (TUESDAY, "2026-12-08")], replace=True)
    assert told == (2, 0, 0, 2)
    assert [len(standing(gym, day)) for day in days] == [1, 1, 1]


def test_with_replace_only_the_lists_facilities_are_meant(gym: Club) -> None:
    gym.facility("court", slots=False)
    publish(gym, row("09:00", "10:00"), row("09:00", "10:00", facility="court"))
    assert publish(gym, row("10:00", "11:00"), replace=True) == (1, 0, 0, 1)
    assert standing(gym, facility="court") == [("09:00", "10:00", 12)]


def test_with_replace_each_facilitys_whole_week_goes_even_where_another_has_rows_on_other_weeks(
    gym: Club,
) -> None:
    gym.facility("court", slots=False)
    publish(gym, row("09:00", "10:00"), row("09:00", "10:00", facility="court", date=WEDNESDAY))
    told = publish(
        gym, row("11:00", "12:00"), row("11:00", "12:00", facility="court", date=WEDNESDAY), replace=True
    )
    assert told == (2, 0, 0, 2)


def test_with_replace_a_facility_and_a_day_may_be_meant_that_have_no_slot_any_more(gym: Club) -> None:
    gym.facility("court", slots=False)
    publish(gym, row("09:00", "10:00"), row("09:00", "10:00", facility="court"))
    assert publish(gym, replace=True, facilities=["gym"], dates=[TUESDAY]) == (0, 0, 0, 1)
    assert (standing(gym), len(standing(gym, facility="court"))) == ([], 1)


def test_with_replace_what_has_begun_stays(gym: Club) -> None:
    publish(gym, row("12:00", "13:00", date=MONDAY), row("13:00", "14:00", date=MONDAY))
    gym.at("2026-11-23T12:00")
    assert publish(gym, row("09:00", "10:00"), replace=True) == (1, 0, 0, 1)
    assert standing(gym, MONDAY) == [("12:00", "13:00", 12)]


def test_a_removed_slot_that_is_published_again_is_new_and_can_be_booked(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    publish(gym, row("10:00", "11:00"), replace=True)
    assert publish(gym, row("09:00", "09:30", capacity=2, peak=True)) == (1, 0, 0, 0)
    slot = gym.slot("gym", TUESDAY, "09:00")
    assert (slot["end"], slot["capacity"], slot["peak"], slot["taken"]) == ("09:30", 2, True, 0)
    gym.member()
    assert gym.outcome("book", member="000001", facility="gym", date=TUESDAY, start="09:00") == "confirmed"
    gym.check()


def test_a_removed_slot_is_in_nobodys_way(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    publish(gym, row("10:00", "11:00"), replace=True)
    assert publish(gym, row("09:30", "10:00")) == (1, 0, 0, 0)
    gym.check()


def test_in_one_list_a_slot_takes_the_room_of_one_that_is_removed(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"), row("10:00", "11:00"))
    assert publish(gym, row("09:00", "10:30"), row("10:30", "11:00"), replace=True) == (1, 0, 1, 1)
    assert [(start, end) for start, end, _ in standing(gym)] == [("09:00", "10:30"), ("10:30", "11:00")]
    gym.check()


# Planning


@pytest.mark.parametrize("replace", [False, True])
def test_a_dry_run_tells_what_would_happen_and_writes_nothing(gym: Club, replace: bool) -> None:
    publish(gym, row("09:00", "10:00"), row("10:00", "11:00"), row("13:00", "14:00"))
    before = gym.ask("grid", date=MONDAY, days=7)
    rows = [row("09:00", "10:00"), row("10:00", "11:30"), row("15:00", "16:00")]
    planned = publish(gym, *rows, replace=replace, dry_run=True)
    assert planned == (1, 1, 1, 1 if replace else 0)
    assert gym.ask("grid", date=MONDAY, days=7) == before
    assert publish(gym, *rows, replace=replace) == planned


def test_a_dry_run_names_the_bookings_that_would_be_displaced(gym: Club) -> None:
    publish(gym, row("09:00", "10:00"))
    gym.member()
    gym.book("000001", "gym", TUESDAY, "09:00")
    told = gym.do("publish_slots", slots=[row("10:00", "11:00")], replace=True, displace=True, dry_run=True)
    assert told["displaced"] == ["B1"]
    assert gym.state("B1") == "confirmed"
    assert standing(gym) == [("09:00", "10:00", 12)]


def test_a_dry_run_lists_the_errors_too(gym: Club) -> None:
    error = gym.refused("publish_slots", slots=[row("10:00", "09:00")], dry_run=True)
    assert error.code == "schedule_errors"


# The week under way


def test_the_same_list_is_read_again_in_the_middle_of_its_week(gym: Club) -> None:
    rows = [row("09:00", "10:00", date=day) for day in gym.week()]
    publish(gym, *rows)
    gym.at("2026-11-26T12:00")
    assert publish(gym, *rows, replace=True) == (0, 7, 0, 0)


def test_a_slot_of_today_may_be_published_also_when_its_time_has_passed(gym: Club) -> None:
    assert publish(gym, row("07:00", "08:00", date=MONDAY)) == (1, 0, 0, 0)
    assert gym.slot("gym", MONDAY, "07:00")["state"] == "over"


def test_a_change_of_the_end_moves_what_is_due(gym: Club) -> None:
    publish(gym, row("09:30", "10:00", date=MONDAY))
    gym.member()
    gym.book("000001", "gym", MONDAY, "09:30")
    gym.do("check_in", booking="B1")
    publish(gym, row("09:30", "10:30", date=MONDAY))
    gym.at("2026-11-23T10:29:59")
    assert gym.state("B1") == "checked_in"
    gym.at("2026-11-23T10:30")
    assert gym.state("B1") == "completed"


def test_a_shorter_slot_ends_the_waiting_with_it(gym: Club) -> None:
    publish(gym, row("10:00", "11:00", date=MONDAY))
    gym.member()
    gym.book("000001", "gym", MONDAY, "10:00")
    publish(gym, row("10:00", "10:10", date=MONDAY))
    gym.at("2026-11-23T10:10")
    assert gym.state("B1") == "no_show"
