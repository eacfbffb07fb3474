"""Catching up from paper after an outage: what happened when, with a reason, in one pass."""

from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
GYM = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
LATER = {"facility": "gym", "date": TUESDAY, "start": "19:30"}
REASON = "停电，凭纸质登记补录"
NIGHT = f"{TUESDAY}T21:00"


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for 2, members up to 000006; B1 is 000001's of Tuesday at 17:30, B2 000002's of 19:30."""
    club.facility("gym", name="健身房", capacity=2)
    for number in range(1, 7):
        club.member(f"00000{number}")
    club.book("000001", **GYM)
    club.book("000002", **LATER)
    return club


def line(what: str, at: str, **fields: Any) -> dict[str, Any]:
    """A line of Tuesday's paper."""
    return {"what": what, "at": at if "T" in at else f"{TUESDAY}T{at}", **fields}


def caught_up(club: Club, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    told = club.do("catch_up", lines=list(lines), **{"reason": REASON} | fields)
    club.check()
    return told


def refused(club: Club, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    """The errors, by the lines' indexes; nothing has changed."""
    before = [club.ask("grid", date=MONDAY, days=7), trails(club)]
    error = club.refused("catch_up", lines=list(lines), reason=REASON)
    assert error.code == "catch_up_errors"
    assert [club.ask("grid", date=MONDAY, days=7), trails(club)] == before
    told: list[dict[str, Any]] = error.facts["errors"]
    return told


def codes(club: Club, *lines: dict[str, Any]) -> list[tuple[int, str]]:
    return [(error["index"], error["code"]) for error in refused(club, *lines)]


def trails(club: Club) -> list[list[str]]:
    found = []
    for number in range(1, 20):
        try:
            found.append(club.events(f"B{number}"))
        except DeskError:
            break
    return found


def states(told: dict[str, Any]) -> list[tuple[str | None, str, bool]]:
    """Each line's booking, its state, and whether nothing was left to do."""
    return [(taken["booking"], taken["state"], taken["already"]) for taken in told["lines"]]


def trail(club: Club, booking: str) -> list[tuple[str, str, str | None]]:
    steps = club.ask("booking", booking=booking)["trail"]
    return [(step["event"], step["at"], step["note"]) for step in steps]


# ---------------------------------------------------------------- who came


def test_a_no_show_that_came_is_turned_into_a_completed_booking(gym: Club) -> None:
    gym.at(NIGHT)
    assert gym.state("B1") == "no_show"
    assert states(caught_up(gym, line("came", "17:25", booking="B1"))) == [("B1", "completed", False)]
    assert gym.slot(**GYM)["taken"] == 1


def test_while_the_slot_still_runs_they_are_checked_in_and_completed_at_its_end(gym: Club) -> None:
    gym.at(f"{TUESDAY}T18:30")
    assert gym.state("B1") == "no_show"
    assert states(caught_up(gym, line("came", "17:40", booking="B1"))) == [("B1", "checked_in", False)]
    gym.at(f"{TUESDAY}T19:30")
    assert gym.state("B1") == "completed"


def test_one_that_still_waits_for_its_check_in_is_checked_in(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:40")
    assert states(caught_up(gym, line("came", "17:20", booking="B1"))) == [("B1", "checked_in", False)]
    gym.at(f"{TUESDAY}T17:50")
    assert gym.state("B1") == "checked_in"


def test_the_trail_carries_the_papers_time_and_the_reason(gym: Club) -> None:
    gym.at(NIGHT)
    caught_up(gym, line("came", "17:25", booking="B1"))
    assert trail(gym, "B1")[1:] == [
        ("no_show", f"{TUESDAY}T17:45", None),
        ("checked_in", f"{TUESDAY}T17:25", REASON),
        ("completed", f"{TUESDAY}T19:30", REASON),
    ]


def test_the_audit_carries_the_time_of_entering(gym: Club) -> None:
    gym.at(NIGHT)
    caught_up(gym, line("came", "17:25", booking="B1"))
    with gym.database.read() as store:
        last = list(store.audit_records())[-1]
        entered = store.last_link().at
    assert (last.action, last.at) == ("catch_up", entered)
    assert "17:25" in last.body


def test_who_has_been_checked_in_before_the_outage_stays_so(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:20")
    gym.do("check_in", booking="B1")
    gym.at(NIGHT)
    assert states(caught_up(gym, line("came", "17:20", booking="B1"))) == [("B1", "completed", True)]
    assert gym.events("B1") == ["booked", "checked_in", "completed"]


def test_the_same_paper_twice_changes_nothing(gym: Club) -> None:
    gym.at(NIGHT)
    paper = [
        line("came", "17:25", booking="B1"),
        line("stayed_away", "19:50", booking="B2"),
        line("walk_in", "18:10", member="000003", **GYM),
        line("booked", "18:20", member="000004", **LATER),
    ]
    done = states(caught_up(gym, *paper))
    before = trails(gym)
    assert states(caught_up(gym, *paper)) == [(booking, state, True) for booking, state, _ in done]
    assert trails(gym) == before


def test_a_booking_is_found_by_its_member_and_slot(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(gym, line("came", "17:25", member="000001", **GYM))
    assert states(told) == [("B1", "completed", False)]


def test_of_several_in_one_slot_the_one_that_is_meant_is_taken(gym: Club) -> None:
    gym.do("cancel", booking="B1")
    gym.book("000001", **GYM)
    gym.at(NIGHT)
    told = caught_up(gym, line("came", "17:25", member="000001", **GYM))
    assert states(told) == [("B3", "completed", False)]


def test_a_place_released_for_want_of_an_answer_comes_back_to_who_came(gym: Club) -> None:
    gym.do("change_facility", code="gym", confirm_minutes_before=60, release_unconfirmed=True)
    gym.do("publish_slots", slots=[{**GYM, "end": "19:30", "peak": True}])
    gym.at(NIGHT)
    assert gym.state("B1") == "released"
    assert states(caught_up(gym, line("came", "17:25", booking="B1"))) == [("B1", "completed", False)]


def test_a_room_that_nobody_could_approve_in_time_was_used_all_the_same(gym: Club) -> None:
    gym.facility("room", capacity=8, approval_levels=1)
    booking = gym.book("000003", "room", TUESDAY, "17:30")
    gym.at(NIGHT)
    assert gym.state(booking) == "expired"
    assert states(caught_up(gym, line("came", "17:30", booking=booking))) == [(booking, "completed", False)]


def test_a_pardoned_no_show_that_came_is_none_any_more(gym: Club) -> None:
    gym.at(NIGHT)
    gym.do("pardon_no_shows", **{"from": f"{TUESDAY}T17:00", "to": NIGHT, "reason": "停电"})
    caught_up(gym, line("came", "17:25", booking="B1"))
    card = gym.ask("booking", booking="B1")
    assert (card["state"], card["pardoned"]) == ("completed", False)


@pytest.mark.parametrize(
    ("at", "code"), [("16:59", "too_soon"), ("19:30", "slot_over"), ("2026-11-23T17:30", "too_soon")]
)
def test_they_came_between_the_opening_of_check_in_and_the_end(gym: Club, at: str, code: str) -> None:
    gym.at(NIGHT)
    assert codes(gym, line("came", at, booking="B1")) == [(0, code)]


def test_places_that_went_to_others_do_not_come_back(gym: Club) -> None:
    gym.at(f"{TUESDAY}T18:00")
    for member in ("000003", "000004"):
        gym.do("book", member=member, walk_in=True, **GYM)
    assert codes(gym, line("came", "17:25", booking="B1")) == [(0, "slot_full")]


def test_nobody_was_in_two_places_at_once(gym: Club) -> None:
    gym.facility("court")
    gym.at(f"{TUESDAY}T18:00")
    gym.do("book", member="000001", facility="court", date=TUESDAY, start="17:30", walk_in=True)
    (error,) = refused(gym, line("came", "17:25", booking="B1"))
    assert (error["code"], error["booking"]) == ("member_busy", "B3")


@pytest.mark.parametrize("state", ["cancelled", "displaced", "pending"])
def test_who_had_no_place_did_not_come_to_it(gym: Club, state: str) -> None:
    if state == "cancelled":
        gym.do("cancel", booking="B1")
    elif state == "displaced":
        gym.do("close_facility", facility="gym", reason="漏水", **{"from": f"{TUESDAY}T17:00", "to": NIGHT})
    else:
        gym.do("change_facility", code="gym", approval_levels=1)
        gym.do("cancel", booking="B1")
        gym.book("000001", **GYM)
    gym.at(f"{TUESDAY}T17:20")
    booking = "B3" if state == "pending" else "B1"
    (error,) = refused(gym, line("came", "17:10", booking=booking))
    assert (error["code"], error["state"]) == ("wrong_state", state)


# ---------------------------------------------------------------- who stayed away


def test_who_stayed_away_is_a_no_show_and_its_places_are_free(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:44")
    assert states(caught_up(gym, line("stayed_away", "17:44", booking="B1"))) == [("B1", "no_show", False)]
    assert gym.slot(**GYM)["taken"] == 0
    assert trail(gym, "B1")[-1] == ("no_show", f"{TUESDAY}T17:44", REASON)


def test_no_show_by_the_clock_already_is_as_the_paper_says(gym: Club) -> None:
    gym.at(NIGHT)
    assert states(caught_up(gym, line("stayed_away", "18:00", booking="B1"))) == [("B1", "no_show", True)]


def test_nobody_stays_away_before_the_start(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:40")
    assert codes(gym, line("stayed_away", "17:29", booking="B1")) == [(0, "too_soon")]


def test_who_was_checked_in_did_not_stay_away(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:30")
    gym.do("check_in", booking="B1")
    (error,) = refused(gym, line("stayed_away", "17:30", booking="B1"))
    assert (error["code"], error["state"]) == ("wrong_state", "checked_in")


def test_a_suspension_that_arises_is_told_once(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.at(f"{TUESDAY}T17:40")
    caught_up(gym, line("stayed_away", "17:40", booking="B1"))
    with gym.database.read() as store:
        told = store.connection.execute("SELECT record FROM notice WHERE kind = 'suspended'").fetchall()
    assert told == [("B1",)]
    assert gym.refused("book", member="000001", **LATER).code == "member_suspended"


# ---------------------------------------------------------------- suspensions and the line


def test_a_suspension_that_arose_from_a_wrong_no_show_vanishes(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.at(NIGHT)
    wish = {"member": "000001", "facility": "gym", "date": "2026-11-25", "start": "17:30"}
    assert gym.outcome("book", **wish) == "member_suspended"
    caught_up(gym, line("came", "17:25", booking="B1"))
    assert gym.outcome("book", **wish) == "confirmed"


def test_the_line_is_gone_down_again_for_who_is_suspended_no_more(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.do("change_facility", code="gym", promotion="auto")
    tomorrow = {"facility": "gym", "date": "2026-11-25", "start": "17:30"}
    for member in ("000005", "000006"):
        gym.book(member, **tomorrow)
    gym.do("join_waitlist", member="000001", **tomorrow)
    gym.at(NIGHT)
    gym.do("cancel", booking="B3")
    assert gym.ask("waitlist", **tomorrow)["entries"][0]["passed_over"] == "member_suspended"
    told = caught_up(gym, line("came", "17:25", booking="B1"))
    assert told["promoted"] == ["B5"]
    assert gym.ask("waitlist", **tomorrow)["entries"][0]["state"] == "promoted"


def test_a_coming_place_given_up_on_paper_goes_to_the_next_in_line(gym: Club) -> None:
    tomorrow = {"facility": "gym", "date": "2026-11-25", "start": "17:30"}
    for member in ("000005", "000006"):
        gym.book(member, **tomorrow)
    gym.do("join_waitlist", member="000003", **tomorrow)
    gym.at(NIGHT)
    told = caught_up(gym, line("cancelled", "18:00", booking="B3"))
    assert (states(told), told["offered"]) == ([("B3", "cancelled", False)], ["W1"])


def test_places_are_handed_out_when_all_lines_are_taken(gym: Club) -> None:
    """What the paper has given away is not free for the line."""
    tomorrow = {"facility": "gym", "date": "2026-11-25", "start": "17:30"}
    for member in ("000005", "000006"):
        gym.book(member, **tomorrow)
    gym.do("join_waitlist", member="000003", **tomorrow)
    gym.at(NIGHT)
    told = caught_up(
        gym, line("cancelled", "18:00", booking="B3"), line("booked", "18:05", member="000004", **tomorrow)
    )
    assert (states(told), told["offered"]) == ([("B3", "cancelled", False), ("B5", "confirmed", False)], [])


# ---------------------------------------------------------------- who came without a booking


def test_a_walk_in_of_a_slot_that_is_over_is_completed(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(gym, line("walk_in", "18:10", member="000003", **GYM, party=2))
    assert states(told) == [("B3", "completed", False)]
    assert trail(gym, "B3") == [
        ("walk_in", f"{TUESDAY}T18:10", REASON),
        ("completed", f"{TUESDAY}T19:30", REASON),
    ]
    card = gym.ask("booking", booking="B3")
    assert (card["walk_in"], card["party"]) == (True, 2)


def test_a_walk_in_of_a_slot_that_runs_is_checked_in(gym: Club) -> None:
    gym.at(f"{TUESDAY}T18:30")
    assert states(caught_up(gym, line("walk_in", "18:10", member="000003", **GYM))) == [
        ("B3", "checked_in", False)
    ]
    gym.at(NIGHT)
    assert gym.state("B3") == "completed"


def test_neither_quota_nor_window_nor_suspension_undo_what_has_happened(gym: Club) -> None:
    gym.do("change_settings", no_show_limit=1)
    gym.do("change_facility", code="gym", daily_quota=1, min_notice_minutes=600)
    gym.at(NIGHT)
    told = caught_up(
        gym,
        line("walk_in", "19:40", member="000001", **LATER),
        line("booked", "17:00", member="000003", **GYM),
    )
    assert [state for _, state, _ in states(told)] == ["completed", "completed"]


def test_capacity_and_overlap_hold(gym: Club) -> None:
    gym.facility("court")
    gym.at(NIGHT)
    assert codes(
        gym,
        line("walk_in", "17:50", member="000003", **GYM),
        line("walk_in", "18:00", member="000004", **GYM, party=2),
        line("walk_in", "18:10", member="000003", facility="court", date=TUESDAY, start="17:30"),
    ) == [(1, "slot_full"), (2, "member_busy")]


def test_places_are_taken_in_the_order_of_the_times_and_freed_first(gym: Club) -> None:
    """Both places are booked; who gives one up at 17:35 makes room for the walk-in of that minute, whatever
    the order of the paper."""
    gym.book("000003", **GYM)
    gym.at(f"{TUESDAY}T17:40")
    told = caught_up(
        gym,
        line("walk_in", "17:35", member="000004", **GYM),
        line("stayed_away", "17:35", booking="B1"),
    )
    assert states(told) == [("B4", "checked_in", False), ("B1", "no_show", False)]
    assert codes(
        gym,
        line("walk_in", "17:36", member="000005", **GYM),
        line("stayed_away", "17:37", booking="B3"),
    ) == [(0, "slot_full")]


def test_who_has_missed_a_booking_there_did_not_walk_in_but_came(gym: Club) -> None:
    gym.at(NIGHT)
    (error,) = refused(gym, line("walk_in", "18:00", member="000001", **GYM))
    assert (error["code"], error["booking"]) == ("already_booked", "B1")


def test_the_room_that_is_booked_whole_takes_one_party(gym: Club) -> None:
    gym.facility("court", capacity=4, whole_slot=True)
    court = {"facility": "court", "date": TUESDAY, "start": "17:30"}
    gym.at(NIGHT)
    assert states(caught_up(gym, line("walk_in", "17:35", member="000003", **court))) == [
        ("B3", "completed", False)
    ]
    assert codes(gym, line("walk_in", "17:40", member="000004", **court)) == [(0, "slot_full")]


@pytest.mark.parametrize("what", ["walk_in", "booked"])
def test_into_a_closed_slot_that_is_not_over_nobody_comes(gym: Club, what: str) -> None:
    gym.at(f"{TUESDAY}T17:35")
    gym.shut("gym", TUESDAY, "17:30")
    assert codes(gym, line(what, "17:30", member="000003", **GYM)) == [(0, "slot_closed")]


# ---------------------------------------------------------------- what was booked and given up on paper


def test_a_booking_on_paper_for_a_slot_to_come_is_one_as_any_other(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(
        gym, line("booked", "18:00", member="000003", facility="gym", date="2026-11-25", start="17:30")
    )
    assert states(told) == [("B3", "confirmed", False)]
    assert trail(gym, "B3") == [("booked", f"{TUESDAY}T18:00", REASON)]
    gym.at("2026-11-25T17:45")
    assert gym.state("B3") == "no_show"


def test_one_that_needs_approval_waits_for_it(gym: Club) -> None:
    gym.facility("room", capacity=8, approval_levels=1)
    gym.at(NIGHT)
    told = caught_up(
        gym, line("booked", "18:00", member="000003", facility="room", date="2026-11-25", start="17:30")
    )
    assert states(told) == [("B3", "pending", False)]


def test_what_was_booked_on_paper_and_came_is_told_in_one_pass(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(
        gym,
        line("came", "19:35", member="000003", **LATER),
        line("booked", "18:00", member="000003", **LATER),
    )
    assert states(told) == [("B3", "completed", False), ("B3", "completed", False)]
    assert gym.events("B3") == ["booked", "checked_in", "completed"]
    assert told["presumed"] == []


def test_what_was_booked_on_paper_and_stayed_away_is_a_no_show(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(
        gym,
        line("booked", "18:00", member="000003", **LATER),
        line("stayed_away", "20:00", member="000003", **LATER),
    )
    assert [state for _, state, _ in states(told)] == ["no_show", "no_show"]


def test_what_was_booked_on_paper_with_no_word_of_its_outcome_was_used_and_is_named(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(
        gym,
        line("came", "17:30", booking="B1"),
        line("booked", "18:00", member="000003", **LATER),
    )
    assert (states(told)[1], told["presumed"]) == (("B3", "completed", False), [1])


def test_while_there_is_time_to_come_it_is_waited_for(gym: Club) -> None:
    gym.at(f"{TUESDAY}T19:40")
    told = caught_up(gym, line("booked", "18:00", member="000003", **LATER))
    assert (states(told), told["presumed"]) == ([("B3", "confirmed", False)], [])
    gym.at(f"{TUESDAY}T19:45")
    assert gym.state("B3") == "no_show"


def test_in_a_slot_that_runs_who_was_booked_and_is_past_the_grace_is_there(gym: Club) -> None:
    gym.at(f"{TUESDAY}T20:00")
    told = caught_up(gym, line("booked", "18:00", member="000003", **LATER))
    assert (states(told), told["presumed"]) == ([("B3", "checked_in", False)], [0])


def test_after_the_start_it_is_a_walk_in_and_no_booking(gym: Club) -> None:
    gym.at(NIGHT)
    assert codes(gym, line("booked", "17:31", member="000003", **GYM)) == [(0, "too_soon")]


def test_who_gave_it_up_in_time_was_no_no_show(gym: Club) -> None:
    gym.at(NIGHT)
    told = caught_up(gym, line("cancelled", "17:00", booking="B1"))
    assert states(told) == [("B1", "cancelled", False)]
    assert gym.slot(**GYM)["taken"] == 0
    assert trail(gym, "B1")[-1] == ("cancelled", f"{TUESDAY}T17:00", REASON)


def test_after_the_start_it_was_too_late_for_that(gym: Club) -> None:
    gym.at(NIGHT)
    (error,) = refused(gym, line("cancelled", "17:31", booking="B1"))
    assert (error["code"], error["state"]) == ("wrong_state", "no_show")


# ---------------------------------------------------------------- all or none


def test_every_wrong_line_is_told_and_nothing_is_taken(gym: Club) -> None:
    gym.at(NIGHT)
    assert codes(
        gym,
        line("came", "17:25", booking="B1"),
        line("came", "17:25", booking="B9"),
        line("came", "21:01", booking="B2"),
        line("walk_in", "18:00", member="999999", **GYM),
        line("walk_in", "18:00", member="000003", facility="gym", date=TUESDAY, start="12:00"),
        line("walk_in", "18:00", member="000003", facility="gym", date=TUESDAY),
        line("walk_in", "18:00", member="000003", **GYM, party=0),
        line("booked", "17:00", member="000004", **GYM, people=0),
        line("came", "17:25", member="000004", **GYM),
        line("came", "17:40", member="000005", **LATER),
    ) == [
        (1, "unknown_booking"),
        (2, "invalid"),
        (3, "unknown_member"),
        (4, "unknown_slot"),
        (5, "invalid"),
        (6, "invalid"),
        (7, "invalid"),
        (9, "not_booked"),
    ]


@pytest.mark.parametrize("field", ["member", "facility", "date", "start"])
def test_without_a_booking_a_line_names_its_member_and_slot(gym: Club, field: str) -> None:
    gym.at(NIGHT)
    fields = {name: value for name, value in {"member": "000001", **GYM}.items() if name != field}
    (error,) = refused(gym, line("came", "17:25", **fields))
    assert (error["field"], error["problem"]) == (field, "missing")


@pytest.mark.parametrize(
    ("field", "value"), [("member", "000002"), ("facility", "court"), ("date", MONDAY), ("start", "19:30")]
)
def test_a_number_that_does_not_go_with_the_rest_of_the_line_is_mistyped(
    gym: Club, field: str, value: str
) -> None:
    gym.at(NIGHT)
    (error,) = refused(gym, line("came", "17:25", booking="B1", **{field: value}))
    assert (error["code"], error["field"], error["member"]) == ("booking_differs", field, "000001")


def test_nothing_has_happened_before_it_was_booked(gym: Club) -> None:
    gym.at(NIGHT)
    (error,) = refused(gym, line("cancelled", f"{MONDAY}T08:59", booking="B1"))
    assert (error["field"], error["problem"]) == ("at", "before_booked")
    assert error["booked_at"] == f"{MONDAY}T09:00"


def test_nothing_has_happened_that_is_still_to_come(gym: Club) -> None:
    (error,) = refused(gym, line("booked", f"{MONDAY}T09:00:01", member="000003", **GYM))
    assert (error["field"], error["problem"]) == ("at", "future")


@pytest.mark.parametrize(("fields", "field"), [({"reason": None}, "reason"), ({"lines": []}, "lines")])
def test_a_reason_and_lines_are_needed(gym: Club, fields: dict[str, Any], field: str) -> None:
    asked = {"lines": [line("came", f"{MONDAY}T09:00", booking="B1")], "reason": REASON} | fields
    error = gym.refused("catch_up", **asked)
    assert (error.code, error.facts["field"]) == ("invalid", field)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(gym: Club) -> None:
    gym.at(NIGHT)
    gym.do("tick")
    before = [trails(gym), gym.ask("grid", date=TUESDAY), last_audit(gym)]
    paper = [
        line("came", "17:25", booking="B1"),
        line("booked", "18:00", member="000003", **LATER),
        line("came", "19:35", member="000003", **LATER),
        line("walk_in", "19:40", member="000004", **GYM | {"start": "17:30"}) | {"at": f"{TUESDAY}T18:00"},
    ]
    assert states(caught_up(gym, *paper, dry_run=True)) == [
        ("B1", "completed", False),
        (None, "completed", False),
        (None, "completed", False),
        (None, "completed", False),
    ]
    assert [trails(gym), gym.ask("grid", date=TUESDAY), last_audit(gym)] == before
    assert [state for _, state, _ in states(caught_up(gym, *paper))] == ["completed"] * 4


def test_a_dry_run_tells_the_errors_too(gym: Club) -> None:
    gym.at(NIGHT)
    error = gym.refused("catch_up", lines=[line("came", "12:00", booking="B1")], reason="x", dry_run=True)
    assert error.code == "catch_up_errors"


def last_audit(club: Club) -> int:
    with club.database.read() as store:
        return store.last_link().number


def test_under_a_key_the_paper_is_taken_once(gym: Club) -> None:
    gym.at(NIGHT)
    paper = [line("walk_in", "18:10", member="000003", **GYM)]
    first = gym.do("catch_up", lines=paper, reason=REASON, key="evening")
    assert gym.do("catch_up", lines=paper, reason=REASON, key="evening") == first
    assert gym.slot(**GYM)["taken"] == 1
