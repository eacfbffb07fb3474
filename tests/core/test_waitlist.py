"""The waitlist: joining, offers, promotion, passing over (domain.md section 4)."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
COURT = {"facility": "court", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def court(club: Club) -> Club:
    """A court for two with offers of 30 minutes, full on Tuesday at 17:30 by 000001 (B1) and 000002 (B2);
    members up to 000008."""
    return _filled(club)


def _filled(club: Club, **rules: Any) -> Club:
    club.facility("court", capacity=2, **rules)
    club.facility("table", capacity=2)
    for number in range(1, 9):
        club.member(f"00000{number}")
    for number in (1, 2):
        club.book(f"00000{number}", "court", TUESDAY, "17:30")
    return club


def joins(club: Club, number: int, **fields: Any) -> str:
    return str(club.do("join_waitlist", **{"member": f"00000{number}", **COURT, **fields})["entry"])


def line(club: Club, **place: Any) -> list[tuple[str, str]]:
    """The entries and their states, in order."""
    entries = club.ask("waitlist", **(COURT | place))["entries"]
    return [(entry["entry"], entry["state"]) for entry in entries]


def entry(club: Club, number: str) -> dict[str, Any]:
    return next(told for told in club.ask("waitlist", **COURT)["entries"] if told["entry"] == number)


# ---------------------------------------------------------------- joining


def test_who_joins_stands_at_the_end_of_the_line(court: Club) -> None:
    told = [court.do("join_waitlist", member=f"00000{number}", **COURT)["position"] for number in (3, 4, 5)]
    assert told == [1, 2, 3]
    assert [entry["position"] for entry in court.ask("waitlist", **COURT)["entries"]] == [1, 2, 3]
    assert court.slot(**COURT)["waiting"] == 3
    court.check()


def test_the_length_of_the_line_is_told_with_a_refusal(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    assert court.refused("book", member="000005", **COURT).facts["waitlist"] == 2


def test_a_slot_with_a_place_for_the_party_has_no_line(court: Club) -> None:
    court.do("cancel", booking="B1")
    assert court.refused("join_waitlist", member="000003", **COURT).code == "not_full"
    assert court.do("join_waitlist", member="000003", party=2, **COURT)["position"] == 1


def test_one_open_entry_a_member_a_slot(court: Club) -> None:
    joins(court, 3)
    error = court.refused("join_waitlist", member="000003", **COURT)
    assert (error.code, error.facts["entry"]) == ("already_waiting", "W1")
    court.do("leave_waitlist", entry="W1")
    assert joins(court, 3) == "W2"


def test_who_is_in_the_slot_does_not_wait_for_it(court: Club) -> None:
    error = court.refused("join_waitlist", member="000001", **COURT)
    assert (error.code, error.facts["booking"]) == ("already_booked", "B1")


@pytest.mark.parametrize(
    ("rules", "place", "code"),
    [
        ({"max_days_ahead": 0}, COURT, "too_far_ahead"),
        ({"min_notice_minutes": 3 * 1440}, COURT, "too_soon"),
        ({}, COURT | {"start": "12:34"}, "unknown_slot"),
        ({}, COURT | {"facility": "pool"}, "unknown_facility"),
        ({}, COURT | {"party": 3}, "invalid"),
        ({}, COURT | {"party": 0}, "invalid"),
        ({}, COURT | {"people": 0}, "invalid"),
    ],
)
def test_joining_is_judged_as_booking_is(
    court: Club, rules: dict[str, Any], place: dict[str, Any], code: str
) -> None:
    court.do("change_facility", code="court", **rules)
    assert court.refused("join_waitlist", **({"member": "000003"} | place)).code == code


def test_who_is_busy_then_can_not_join(court: Club) -> None:
    court.book("000003", "table", TUESDAY, "17:30")
    assert court.refused("join_waitlist", member="000003", **COURT).code == "member_busy"


def test_from_the_start_on_nobody_joins(court: Club) -> None:
    court.at(f"{TUESDAY}T17:29:59")
    joins(court, 3)
    court.at(f"{TUESDAY}T17:30")
    assert court.refused("join_waitlist", member="000004", **COURT).code == "too_soon"


# ---------------------------------------------------------------- offers


def test_a_place_that_comes_free_is_held_for_the_first_in_line(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    told = court.do("cancel", booking="B1")
    assert (told["promoted"], told["offered"]) == ([], ["W1"])
    assert line(court) == [("W1", "offered"), ("W2", "waiting")]
    assert (court.slot(**COURT)["taken"], court.slot(**COURT)["held"], court.free(**COURT)) == (1, 1, 0)
    assert court.refused("book", member="000005", **COURT).code == "slot_full"
    court.check()


def test_an_offer_of_30_minutes_made_at_nine_is_over_at_half_past(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    court.do("cancel", booking="B1")
    assert entry(court, "W1")["offered_until"] == f"{MONDAY}T09:30"
    court.at(f"{MONDAY}T09:29:59")
    assert line(court) == [("W1", "offered"), ("W2", "waiting")]
    court.at(f"{MONDAY}T09:30")
    assert line(court) == [("W1", "expired"), ("W2", "offered")]
    assert entry(court, "W2")["offered_until"] == f"{MONDAY}T10:00"
    court.check()


def test_an_offer_that_is_accepted_becomes_a_booking(court: Club) -> None:
    joins(court, 3, purpose="练球")
    court.do("cancel", booking="B1")
    told = court.do("accept_offer", entry="W1")
    assert (told["state"], told["booking"], told["booking_state"]) == ("accepted", "B3", "confirmed")
    card = court.ask("booking", booking="B3")
    assert (card["member"], card["purpose"], card["trail"][0]["event"]) == ("000003", "练球", "accepted")
    assert (court.slot(**COURT)["taken"], court.slot(**COURT)["held"]) == (2, 0)
    court.check()


@pytest.mark.parametrize(("whole", "places"), [(True, 2), (False, 1)])
def test_an_accepted_offer_takes_the_places_that_were_held_whatever_has_changed_since(
    club: Club, whole: bool, places: int
) -> None:
    """The facility begins or ceases to be booked whole while the offer is open."""
    club.facility("court", capacity=2, whole_slot=whole)
    for number in range(1, 5):
        club.member(f"00000{number}")
    club.book("000001", **COURT)
    if not whole:
        club.book("000002", **COURT)
    joins(club, 3)
    joins(club, 4)
    club.do("cancel", booking="B1")
    club.do("change_facility", code="court", whole_slot=not whole)
    assert club.do("accept_offer", entry="W1")["state"] == "accepted"
    assert (club.slot(**COURT)["taken"], club.slot(**COURT)["held"]) == (2, 0)
    assert club.slot(**COURT)["bookings"][-1]["party"] == places
    assert line(club) == [("W1", "accepted"), ("W2", "waiting")]
    club.check()


def test_an_accepted_offer_of_a_room_that_asks_for_approval_waits_for_it(club: Club) -> None:
    _filled(club, approval_levels=1)
    joins(club, 3)
    club.do("reject", booking="B1", note="no")
    assert club.do("accept_offer", entry="W1")["booking_state"] == "pending"
    club.check()


def test_an_offer_that_is_declined_goes_to_the_next_in_line(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    court.do("cancel", booking="B1")
    told = court.do("decline_offer", entry="W1")
    assert (told["state"], told["offered"]) == ("declined", ["W2"])
    assert line(court) == [("W1", "declined"), ("W2", "offered")]
    court.check()


def test_who_leaves_with_an_offer_open_gives_it_to_the_next(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    court.do("cancel", booking="B1")
    assert court.do("leave_waitlist", entry="W1")["offered"] == ["W2"]
    court.check()


def test_an_answer_to_an_offer_that_is_over_is_told_so(court: Club) -> None:
    joins(court, 3)
    assert court.refused("accept_offer", entry="W1").facts["state"] == "waiting"
    court.do("cancel", booking="B1")
    court.at(f"{MONDAY}T09:30")
    for command in ("accept_offer", "decline_offer", "leave_waitlist"):
        error = court.refused(command, entry="W1")
        assert (error.code, error.facts["state"]) == ("wrong_state", "expired")
    assert court.refused("accept_offer", entry="W9").code == "unknown_entry"


def test_an_offer_is_not_accepted_by_who_has_become_busy_and_stands_until_it_runs_out(court: Club) -> None:
    joins(court, 3)
    court.do("cancel", booking="B1")
    court.book("000003", "table", TUESDAY, "17:30")
    assert court.refused("accept_offer", entry="W1").code == "member_busy"
    assert line(court) == [("W1", "offered")]
    court.check()


def test_an_offer_never_goes_past_the_start(court: Club) -> None:
    joins(court, 3)
    court.at(f"{TUESDAY}T17:20")
    court.do("cancel", booking="B1")
    assert entry(court, "W1")["offered_until"] == f"{TUESDAY}T17:30"
    court.at(f"{TUESDAY}T17:30")
    assert line(court) == [("W1", "expired")]
    assert court.free(**COURT) == 1
    court.check()


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("08:00-21:00", f"{MONDAY}T09:00", f"{MONDAY}T09:30"),
        ("08:00-09:10", f"{MONDAY}T09:00", f"{TUESDAY}T08:20"),
        ("08:00-09:00", f"{MONDAY}T22:00", f"{TUESDAY}T08:30"),
        ({"mon": "08:00-09:10"}, f"{MONDAY}T09:00", f"{TUESDAY}T17:30"),
    ],
)
def test_offer_minutes_run_only_within_desk_hours(court: Club, hours: Any, at: str, until: str) -> None:
    court.do("change_settings", desk_hours=hours)
    joins(court, 3)
    court.at(at)
    court.do("cancel", booking="B1")
    assert entry(court, "W1")["offered_until"] == until


# ---------------------------------------------------------------- promotion


def test_where_promotion_is_automatic_the_entry_becomes_a_booking_at_once(club: Club) -> None:
    _filled(club, promotion="auto")
    joins(club, 3)
    told = club.do("cancel", booking="B1")
    assert (told["promoted"], told["offered"]) == (["B3"], [])
    assert line(club) == [("W1", "promoted")]
    assert entry(club, "W1")["booking"] == "B3"
    assert club.state("B3") == "confirmed"
    assert club.events("B3") == ["promoted"]
    club.check()


@pytest.mark.parametrize("cause", ["reject", "move", "larger", "leaves"])
def test_places_come_free_in_many_ways(club: Club, cause: str) -> None:
    _filled(club, promotion="auto", approval_levels=1 if cause == "reject" else 0)
    joins(club, 3)
    if cause == "reject":
        told = club.do("reject", booking="B1", note="no")["promoted"]
    elif cause == "move":
        told = club.do("move", booking="B1", date=TUESDAY, start="19:30")["promoted"]
    elif cause == "leaves":
        told = club.do("member_leaves", staff_no="000001")["promoted"]
    else:
        row = {"facility": "court", "date": TUESDAY, "start": "17:30", "end": "19:30", "capacity": 3}
        told = club.do("publish_slots", slots=[row])["promoted"]
    assert told == ["B3"]
    assert line(club) == [("W1", "promoted")]
    club.check()


# ---------------------------------------------------------------- passing over


def test_who_does_not_fit_is_passed_over_and_keeps_the_position(court: Club) -> None:
    joins(court, 3, party=2)
    joins(court, 4)
    court.do("cancel", booking="B1")
    assert line(court) == [("W1", "waiting"), ("W2", "offered")]
    assert (entry(court, "W1")["position"], entry(court, "W1")["passed_over"]) == (1, "slot_full")
    court.do("decline_offer", entry="W2")
    assert court.do("cancel", booking="B2")["offered"] == ["W1"]
    court.check()


def test_who_is_busy_is_passed_over_until_the_obstacle_goes(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    busy = court.book("000003", "table", TUESDAY, "17:30")
    assert court.do("cancel", booking="B1")["offered"] == ["W2"]
    assert entry(court, "W1")["passed_over"] == "member_busy"
    court.do("decline_offer", entry="W2")
    assert court.free(**COURT) == 1
    assert court.do("cancel", booking=busy)["offered"] == ["W1"]
    court.check()


def test_a_quota_is_judged_at_the_moment_of_the_hand_out(court: Club) -> None:
    court.do("change_facility", code="court", daily_quota=1)
    joins(court, 3)
    used = court.book("000003", "court", TUESDAY, "19:30")
    assert court.do("cancel", booking="B1")["offered"] == []
    assert entry(court, "W1")["passed_over"] == "quota_reached"
    assert court.do("cancel", booking=used)["offered"] == ["W1"]
    court.check()


def test_a_quota_that_is_lifted_lets_the_line_move(court: Club) -> None:
    court.do("change_facility", code="court", daily_quota=1)
    joins(court, 3)
    court.book("000003", "court", TUESDAY, "19:30")
    court.do("cancel", booking="B1")
    court.do("change_facility", code="court", daily_quota=None)
    assert line(court) == [("W1", "offered")]
    court.check()


def _suspended(club: Club) -> None:
    """000003 waits for Tuesday, and is suspended by a no-show of Monday evening."""
    club.do("change_settings", no_show_limit=1, suspension_days=1)
    joins(club, 3)
    club.no_show("000003", "table", MONDAY, "17:30")


def test_who_is_suspended_is_passed_over_and_gets_the_place_when_the_suspension_ends(court: Club) -> None:
    row = {"facility": "court", "date": "2026-11-26", "start": "17:30"}
    court.do("change_settings", no_show_limit=1, suspension_days=1)
    for number in (1, 2):
        court.book(f"00000{number}", **row)
    joins(court, 3, **row)
    court.no_show("000003", "table", MONDAY, "17:30")
    assert court.do("cancel", booking="B3")["offered"] == []
    court.at(f"{TUESDAY}T17:44:59")
    assert line(court, **row) == [("W1", "waiting")]
    court.check()
    court.at(f"{TUESDAY}T17:45")
    assert line(court, **row) == [("W1", "offered")]
    court.check()


def test_a_pardon_lets_the_line_move(court: Club) -> None:
    _suspended(court)
    assert court.do("cancel", booking="B1")["offered"] == []
    court.do("pardon_no_shows", reason="停电", **{"from": f"{MONDAY}T17:00", "to": f"{MONDAY}T20:00"})
    assert line(court) == [("W1", "offered")]
    court.check()


def test_a_change_of_the_suspension_lets_the_line_move(court: Club) -> None:
    _suspended(court)
    court.do("cancel", booking="B1")
    court.do("change_settings", no_show_limit=None)
    assert line(court) == [("W1", "offered")]
    court.check()


def test_a_no_show_frees_the_members_own_time(court: Club) -> None:
    """The slot at 19:30 is waited for by who sits in a longer one before it."""
    court.do("add_facility", code="hall", name="hall", kind="area", capacity=1)
    court.publish(("hall", TUESDAY, "17:00-20:00"))
    late = COURT | {"start": "19:30"}
    for number in (1, 2):
        court.book(f"00000{number}", **late)
    joins(court, 3, **late)
    court.book("000003", "hall", TUESDAY, "17:00")
    assert court.do("cancel", booking="B3")["offered"] == []
    court.at(f"{TUESDAY}T17:15")
    assert line(court, **late) == [("W1", "offered")]
    court.check()


def test_a_shared_account_is_in_nobodys_way(court: Club) -> None:
    joins(court, 3)
    court.book("000003", "table", TUESDAY, "17:30")
    court.do("cancel", booking="B1")
    court.do("change_member", staff_no="000003", shared=True)
    assert line(court) == [("W1", "offered")]
    court.check()


def test_one_who_leaves_is_taken_out_of_the_line(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    court.do("cancel", booking="B1")
    told = court.do("member_leaves", staff_no="000003")
    assert (told["entries"], told["offered"]) == (["W1"], ["W2"])
    court.check()


def test_a_whole_slot_is_offered_whole(club: Club) -> None:
    club.facility("hall", capacity=8, whole_slot=True)
    for number in range(1, 4):
        club.member(f"00000{number}")
    place = {"facility": "hall", "date": TUESDAY, "start": "17:30"}
    club.book("000001", **place)
    club.do("join_waitlist", member="000002", party=3, **place)
    club.do("cancel", booking="B1")
    assert (club.slot(**place)["held"], club.free(**place)) == (8, 0)
    club.do("accept_offer", entry="W1")
    assert club.slot(**place)["taken"] == 8
    club.check()


# ---------------------------------------------------------------- the start


def test_at_the_start_all_waiting_entries_lapse_and_later_places_go_to_walk_ins(court: Club) -> None:
    joins(court, 3)
    joins(court, 4)
    court.at(f"{TUESDAY}T17:30")
    assert line(court) == [("W1", "lapsed"), ("W2", "lapsed")]
    court.at(f"{TUESDAY}T17:45")
    assert court.free(**COURT) == 2
    court.do("book", member="000005", walk_in=True, **COURT)
    court.check()


def test_one_who_waits_is_seen_in_the_grid(court: Club) -> None:
    joins(court, 3)
    assert court.slot(**COURT)["waiting"] == 1
    court.at(f"{TUESDAY}T17:30")
    assert court.slot(**COURT)["waiting"] == 0
