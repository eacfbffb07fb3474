"""Taking over bookings kept elsewhere: past rows by capacity and overlap alone, coming ones by the rule."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

FRIDAY = "2026-11-20"
TUESDAY = "2026-11-24"


def row(date: str = FRIDAY, start: str = "17:30", end: str | None = "19:30", **fields: Any) -> dict[str, Any]:
    return {"member": "000001", "facility": "gym", "date": date, "start": start, "end": end} | fields


def took(club: Club, *rows: dict[str, Any]) -> tuple[int, int, int]:
    """How many rows were booked, were there already, and slots were made; none may be refused."""
    told = club.do("import_bookings", rows=list(rows))
    assert told["refused"] == []
    club.check()
    return told["booked"], told["unchanged"], told["slots"]


def refusals(club: Club, *rows: dict[str, Any]) -> list[tuple[int, str]]:
    told = club.do("import_bookings", rows=list(rows))
    club.check()
    return [(refusal["index"], refusal["code"]) for refusal in told["refused"]]


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym of 4 places with slots this week, none last week; members 000001 and 000002."""
    club.facility(capacity=4)
    club.member()
    club.member("000002")
    return club


# Past rows


def test_a_past_row_is_completed_and_its_slot_is_made(gym: Club) -> None:
    assert took(gym, row(party=2, people=3, purpose="training")) == (1, 0, 1)
    slot = gym.slot("gym", FRIDAY, "17:30")
    assert (slot["end"], slot["capacity"], slot["taken"], slot["state"]) == ("19:30", 4, 2, "over")
    card = gym.ask("booking", booking="B1")
    assert (card["state"], card["party"], card["people"], card["purpose"]) == ("completed", 2, 3, "training")
    assert gym.events("B1") == ["imported"]


@pytest.mark.parametrize("state", [None, "confirmed", "checked_in", "completed"])
def test_who_was_booked_and_not_said_to_have_stayed_away_was_there(gym: Club, state: str | None) -> None:
    took(gym, row(state=state))
    assert gym.state("B1") == "completed"


@pytest.mark.parametrize("state", ["cancelled", "rejected", "expired", "released", "no_show", "displaced"])
def test_a_past_row_that_held_no_place_holds_none(gym: Club, state: str) -> None:
    took(gym, row(state=state, party=4))
    assert gym.state("B1") == state
    assert gym.free("gym", FRIDAY, "17:30") == 4


def test_a_past_row_cannot_be_waiting_for_approval(gym: Club) -> None:
    assert refusals(gym, row(state="pending")) == [(0, "wrong_state")]


def test_a_row_of_a_slot_under_way_is_checked_in_and_completed_at_its_end(gym: Club) -> None:
    gym.at("2026-11-23T18:00")
    took(gym, row(MONDAY))
    assert gym.state("B1") == "checked_in"
    gym.at("2026-11-23T19:30")
    assert gym.state("B1") == "completed"


def test_several_rows_of_one_slot_make_it_once(gym: Club) -> None:
    assert took(gym, row(), row(member="000002")) == (2, 0, 1)


def test_past_rows_are_judged_by_capacity(gym: Club) -> None:
    assert refusals(gym, row(party=3), row(member="000002", party=2)) == [(1, "slot_full")]
    assert gym.free("gym", FRIDAY, "17:30") == 1


def test_past_rows_are_judged_by_overlap(gym: Club) -> None:
    gym.facility("court")
    told = gym.do("import_bookings", rows=[row(), row(facility="court", start="19:00", end="20:00")])
    assert [(line["index"], line["code"]) for line in told["refused"]] == [(1, "member_busy")]
    assert told["refused"][0]["facts"]["booking"] == "B1"
    assert told["slots"] == 1


def test_past_rows_that_touch_do_not_overlap(gym: Club) -> None:
    assert took(gym, row(), row(start="19:30", end="20:30")) == (2, 0, 2)


def test_what_held_no_place_overlaps_with_nothing(gym: Club) -> None:
    gym.facility("court")
    assert took(gym, row(), row(facility="court", start="18:00", end="19:00", state="no_show"))[0] == 2


def test_a_shared_account_may_have_had_overlapping_bookings(gym: Club) -> None:
    gym.do("change_member", staff_no="000001", shared=True)
    assert took(gym, row(), row(), row()) == (3, 0, 1)


def test_neither_window_nor_quota_nor_suspension_is_asked_for_a_past_row(gym: Club) -> None:
    gym.do("change_facility", code="gym", daily_quota=1, weekly_quota=1, min_notice_minutes=600)
    gym.do("change_settings", no_show_limit=1)
    rows = [row(state="no_show"), row(start="19:30", end="20:30"), row("2026-11-19")]
    assert took(gym, *rows) == (3, 0, 3)


def test_who_has_left_since_was_there(gym: Club) -> None:
    gym.do("member_leaves", staff_no="000001", on="2026-11-18")
    assert took(gym, row()) == (1, 0, 1)


def test_a_party_of_more_than_the_slot_has_is_refused(gym: Club) -> None:
    assert refusals(gym, row(party=5), row(party=0)) == [(0, "invalid"), (1, "invalid")]


def test_people_are_at_least_one_where_they_are_given(gym: Club) -> None:
    assert refusals(gym, row(people=0), row(TUESDAY, people=0)) == [(0, "invalid"), (1, "invalid")]


def test_a_past_no_show_counts_towards_a_suspension(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    took(gym, row(state="no_show"))
    error = gym.refused("book", member="000001", facility="gym", date=TUESDAY, start="17:30")
    assert (error.code, error.facts["until"]) == ("member_suspended", "2026-11-27T17:45")


def test_a_whole_slot_of_the_past_is_taken_whole(gym: Club) -> None:
    gym.facility("room", capacity=20, whole_slot=True)
    assert refusals(gym, row(facility="room"), row(facility="room", member="000002")) == [(1, "slot_full")]
    assert gym.free("room", FRIDAY, "17:30") == 0


# The slots of the past


def test_a_past_row_without_an_end_needs_its_slot(gym: Club) -> None:
    assert refusals(gym, row(end=None)) == [(0, "unknown_slot")]
    took(gym, row())
    assert took(gym, row(member="000002", end=None)) == (1, 0, 0)


def test_a_row_whose_end_is_not_its_slots_is_refused_with_what_stands(gym: Club) -> None:
    took(gym, row())
    told = gym.do("import_bookings", rows=[row(member="000002", end="19:00")])["refused"][0]
    assert (told["code"], told["facts"]["stands"]) == ("slot_differs", "19:30")


def test_a_slot_is_not_made_across_another(gym: Club) -> None:
    took(gym, row())
    assert refusals(gym, row(member="000002", start="18:00", end="20:00")) == [(0, "overlap")]


def test_an_end_that_is_not_after_the_start_is_refused(gym: Club) -> None:
    assert refusals(gym, row(end="17:30")) == [(0, "invalid")]


def test_a_slot_of_the_past_that_had_been_removed_is_brought_back(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "19:30-20:30"), replace=True)
    gym.at("2026-11-25T09:00")
    assert took(gym, row(TUESDAY), row(TUESDAY, member="000002")) == (2, 0, 1)
    assert gym.slot("gym", TUESDAY, "17:30")["taken"] == 2


def test_a_slot_until_midnight_is_made(gym: Club) -> None:
    took(gym, row(start="23:00", end="24:00"))
    assert gym.slot("gym", FRIDAY, "23:00")["end"] == "24:00"


# Coming rows


def test_a_coming_row_is_booked_by_the_rule(gym: Club) -> None:
    assert took(gym, row(TUESDAY)) == (1, 0, 0)
    assert gym.state("B1") == "confirmed"
    gym.at("2026-11-24T17:45")
    assert gym.state("B1") == "no_show"


def test_the_slot_of_a_coming_row_is_not_made(gym: Club) -> None:
    assert refusals(gym, row(TUESDAY, start="12:00", end="13:00")) == [(0, "unknown_slot")]


def test_a_coming_row_is_refused_for_what_a_booking_is_refused_for(gym: Club) -> None:
    gym.do("change_facility", code="gym", daily_quota=1, max_days_ahead=2)
    rows = [
        row(TUESDAY),
        row(TUESDAY, start="19:30", end="20:30"),
        row("2026-11-26"),
        row(TUESDAY, member="000002", party=4),
        row(TUESDAY, member="000002", facility="moon"),
        row(TUESDAY, member="nobody"),
    ]
    assert refusals(gym, *rows) == [
        (1, "quota_reached"),
        (2, "too_far_ahead"),
        (3, "slot_full"),
        (4, "unknown_facility"),
        (5, "unknown_member"),
    ]


def test_a_coming_row_of_who_has_left_is_refused(gym: Club) -> None:
    gym.do("member_leaves", staff_no="000001")
    assert refusals(gym, row(TUESDAY)) == [(0, "member_left")]


def test_where_approval_is_needed_a_coming_row_is_pending_unless_it_says_confirmed(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    took(gym, row(TUESDAY), row(TUESDAY, member="000002", state="confirmed"))
    assert (gym.state("B1"), gym.state("B2")) == ("pending", "confirmed")


def test_a_coming_row_that_was_cancelled_is_kept_as_such(gym: Club) -> None:
    took(gym, row(TUESDAY, state="cancelled"))
    assert (gym.state("B1"), gym.free("gym", TUESDAY, "17:30")) == ("cancelled", 4)


@pytest.mark.parametrize("state", ["checked_in", "completed", "no_show", "expired", "released", "displaced"])
def test_what_has_not_begun_cannot_be_over(gym: Club, state: str) -> None:
    assert refusals(gym, row(TUESDAY, state=state)) == [(0, "wrong_state")]


# Each row by itself, and none twice


def test_a_row_that_is_refused_leaves_nothing_behind_and_the_others_go_in(gym: Club) -> None:
    told = gym.do("import_bookings", rows=[row(), row("2026-11-19", party=9), row("2026-11-18")])
    assert (told["booked"], told["slots"], [line["index"] for line in told["refused"]]) == (2, 2, [1])
    assert gym.ask("grid", date="2026-11-19")["slots"] == []
    gym.check()


MIXED = [
    row(),
    row(member="000002", party=2, state="no_show"),
    row("2026-11-19", state="cancelled"),
    row("2026-11-19"),
    row(TUESDAY),
    row(TUESDAY, member="000002", state="cancelled"),
]


def test_the_same_rows_twice_change_nothing(gym: Club) -> None:
    assert took(gym, *MIXED) == (6, 0, 2)
    before = gym.ask("grid", date="2026-11-16", days=14)
    assert took(gym, *MIXED) == (0, 6, 0)
    assert gym.ask("grid", date="2026-11-16", days=14) == before


def test_the_same_rows_of_a_shared_account_twice_change_nothing(gym: Club) -> None:
    gym.do("change_member", staff_no="000001", shared=True)
    rows = [row(), row(), row(party=2), row(state="cancelled")]
    assert took(gym, *rows) == (4, 0, 1)
    assert took(gym, *rows) == (0, 4, 0)
    assert took(gym, *rows, row(state="cancelled")) == (1, 4, 0)


def test_a_longer_list_takes_only_what_is_new(gym: Club) -> None:
    took(gym, *MIXED)
    assert took(gym, *MIXED, row("2026-11-17")) == (1, 6, 1)


@pytest.mark.parametrize("then", ["cancel", "no_show", "check_in"])
def test_what_has_become_of_a_coming_row_since_is_not_undone_by_the_same_rows(gym: Club, then: str) -> None:
    took(gym, row(TUESDAY), row(TUESDAY, member="000002"))
    if then == "cancel":
        gym.do("cancel", booking="B1")
    else:
        gym.at("2026-11-24T17:15")
    if then == "check_in":
        gym.do("check_in", booking="B1")
    if then != "cancel":
        gym.at("2026-11-24T20:00")
    states = (gym.state("B1"), gym.state("B2"))
    assert took(gym, row(TUESDAY), row(TUESDAY, member="000002")) == (0, 2, 0)
    assert (gym.state("B1"), gym.state("B2")) == states


def test_a_row_that_says_cancelled_beside_one_that_was_cancelled_here_is_told_apart(gym: Club) -> None:
    rows = [row(TUESDAY, state="cancelled"), row(TUESDAY)]
    took(gym, *rows)
    gym.do("cancel", booking="B2")
    assert took(gym, *rows) == (0, 2, 0)
    assert took(gym, *reversed(rows)) == (0, 2, 0)


def test_a_booking_that_was_made_at_the_desk_is_not_made_again(gym: Club) -> None:
    gym.book("000001", "gym", TUESDAY, "17:30")
    assert took(gym, row(TUESDAY)) == (0, 1, 0)


def test_a_member_who_cancelled_here_and_books_elsewhere_is_booked(gym: Club) -> None:
    gym.do("cancel", booking=gym.book("000001", "gym", TUESDAY, "17:30"))
    assert took(gym, row(TUESDAY)) == (1, 0, 0)
