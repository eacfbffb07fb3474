"""Closing a facility, reopening it, and what lies in between (domain.md section 5)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY, WEDNESDAY = "2026-11-24", "2026-11-25"
EARLY = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
LATE = {"facility": "gym", "date": TUESDAY, "start": "19:30"}


@pytest.fixture
def gym(club: Club) -> Iterator[Club]:
    """A gym for two with slots 17:30-19:30 and 19:30-20:30, and members up to 000008. All that is always true
    is still true at the end of each test."""
    club.facility("gym", capacity=2)
    for number in range(1, 9):
        club.member(f"00000{number}", phone=f"1380000000{number}")
    yield club
    club.check()


def closes(club: Club, from_: str, to: str, **fields: Any) -> dict[str, Any]:
    """Closes the gym; on Tuesday where only times are given."""
    if "T" not in from_:
        from_, to = f"{TUESDAY}T{from_}", f"{TUESDAY}T{to}"
    return club.do(
        "close_facility", **{"facility": "gym", "reason": "管道漏水", "from": from_, "to": to, **fields}
    )


def reopens(club: Club, closure: str = "C1") -> dict[str, Any]:
    return club.do("reopen_facility", closure=closure)


def slots(told: dict[str, Any]) -> list[str]:
    """The slots of an answer: `24 17:30`."""
    return [f"{slot['date'][-2:]} {slot['start']}" for slot in told["slots"]]


def states(club: Club, day: str = TUESDAY, facility: str = "gym") -> list[str]:
    return [slot["state"] for slot in club.ask("grid", date=day, facilities=[facility])["slots"]]


def books(club: Club, *numbers: int, **place: Any) -> list[str]:
    return [club.book(f"00000{number}", **(EARLY | place)) for number in numbers]


def joins(club: Club, number: int, **place: Any) -> str:
    return str(club.do("join_waitlist", **{"member": f"00000{number}", **EARLY, **place})["entry"])


def line(club: Club, **place: Any) -> list[tuple[str, str]]:
    """The entries of a slot and their states, in order."""
    entries = club.ask("waitlist", **(EARLY | place))["entries"]
    return [(entry["entry"], entry["state"]) for entry in entries]


def notices(club: Club) -> list[tuple[str, str, str]]:
    """Kind, tier and record of every notice but those of a booking made, oldest first."""
    with club.database.read() as store:
        rows = store.connection.execute("SELECT kind, tier, record FROM notice WHERE kind <> 'booked'")
        return list(rows.fetchall())


def contents(club: Club) -> dict[str, list[Any]]:
    """Every row of every table."""
    with club.database.read() as store:
        tables = store.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {name: store.connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}


# ---------------------------------------------------------------- which slots


@pytest.mark.parametrize(
    ("from_", "to", "closed"),
    [
        ("17:00", "17:30", []),
        ("17:00", "17:31", ["24 17:30"]),
        ("18:00", "18:30", ["24 17:30"]),
        ("19:29", "19:30", ["24 17:30"]),
        ("19:30", "19:31", ["24 19:30"]),
        ("19:00", "20:00", ["24 17:30", "24 19:30"]),
        ("20:30", "23:00", []),
        ("00:00", "24:00", ["24 17:30", "24 19:30"]),
    ],
)
def test_every_slot_that_overlaps_is_closed_and_touching_is_no_overlap(
    gym: Club, from_: str, to: str, closed: list[str]
) -> None:
    assert slots(closes(gym, from_, to)) == closed
    shut = [slot for slot in gym.ask("grid", date=TUESDAY)["slots"] if slot["state"] == "closed"]
    assert [f"24 {slot['start']}" for slot in shut] == closed


def test_a_closure_may_last_for_days(gym: Club) -> None:
    told = closes(gym, f"{TUESDAY}T18:00", f"{WEDNESDAY}T24:00")
    assert (told["closure"], slots(told)) == ("C1", ["24 17:30", "24 19:30", "25 17:30", "25 19:30"])
    assert states(gym, "2026-11-26") == ["open", "open"]


def test_only_this_facility_is_closed(gym: Club) -> None:
    gym.facility("pool")
    closes(gym, "00:00", "24:00")
    assert states(gym, facility="pool") == ["open", "open"]


def test_a_slot_under_way_is_closed_and_one_that_has_ended_is_not(gym: Club) -> None:
    gym.at(f"{TUESDAY}T19:29:59")
    assert slots(closes(gym, "00:00", "24:00", dry_run=True)) == ["24 17:30", "24 19:30"]
    gym.at(f"{TUESDAY}T19:30")
    assert slots(closes(gym, "00:00", "24:00")) == ["24 19:30"]


def test_who_is_checked_in_is_displaced_too(gym: Club) -> None:
    [booking] = books(gym, 1)
    gym.at(f"{TUESDAY}T17:40")
    gym.do("check_in", booking=booking)
    assert closes(gym, "17:40", "20:30")["displaced"] == [booking]
    gym.at(f"{TUESDAY}T19:30")
    assert gym.state(booking) == "displaced"


def test_a_slot_up_to_midnight_is_closed(gym: Club) -> None:
    gym.publish(("gym", TUESDAY, "22:00-24:00"))
    assert slots(closes(gym, f"{TUESDAY}T23:59", f"{WEDNESDAY}T00:00")) == ["24 22:00"]
    assert slots(closes(gym, f"{WEDNESDAY}T00:00", f"{WEDNESDAY}T01:00")) == []


def test_a_slot_that_was_taken_away_is_not_told_of(gym: Club) -> None:
    row = {"facility": "gym", "date": TUESDAY, "start": "17:30", "end": "19:30"}
    gym.do("publish_slots", slots=[row], replace=True)
    assert slots(closes(gym, "00:00", "24:00")) == ["24 17:30"]


# ---------------------------------------------------------------- what is refused


def test_a_reason_is_needed(gym: Club) -> None:
    times = {"from": f"{TUESDAY}T08:00", "to": f"{TUESDAY}T22:00"}
    for missing in ({}, {"reason": None}, {"reason": None, "dry_run": True}):
        error = gym.refused("close_facility", facility="gym", **times, **missing)
        assert (error.code, error.facts["field"], error.facts["problem"]) == ("invalid", "reason", "missing")
    assert gym.refused("close_facility", facility="gym", reason=" ", **times).facts["problem"] == "blank"


@pytest.mark.parametrize(
    ("from_", "to", "problem"),
    [
        (f"{TUESDAY}T18:00", f"{TUESDAY}T18:00", "end_not_after_start"),
        (f"{TUESDAY}T18:00", f"{TUESDAY}T17:00", "end_not_after_start"),
        (f"{MONDAY}T08:00", f"{MONDAY}T09:00", "past"),
        ("2026-11-20T08:00", "2026-11-22T08:00", "past"),
    ],
)
def test_an_end_that_is_no_end_or_past_is_refused(gym: Club, from_: str, to: str, problem: str) -> None:
    error = gym.refused("close_facility", facility="gym", reason="x", **{"from": from_, "to": to})
    assert (error.code, error.facts["field"], error.facts["problem"]) == ("invalid", "to", problem)
    assert gym.ask("closures")["closures"] == []


def test_a_closure_may_have_begun_before_it_is_entered(gym: Club) -> None:
    assert closes(gym, f"{MONDAY}T06:00", f"{MONDAY}T09:00:01")["closure"] == "C1"


def test_an_unknown_facility_is_refused(gym: Club) -> None:
    times = {"from": f"{TUESDAY}T08:00", "to": f"{TUESDAY}T22:00"}
    assert gym.refused("close_facility", facility="pool", reason="x", **times).code == "unknown_facility"


# ---------------------------------------------------------------- bookings


def test_bookings_lose_their_place_soonest_first_and_each_gets_a_formal_notice(gym: Club) -> None:
    late = books(gym, 1, **LATE)
    early = books(gym, 2, 3)
    assert closes(gym, "17:30", "20:30")["displaced"] == [*early, *late]
    assert [gym.state(booking) for booking in (*early, *late)] == ["displaced"] * 3
    assert gym.events("B1") == ["booked", "displaced"]
    assert notices(gym) == [("displaced", "formal", booking) for booking in (*early, *late)]


def test_why_a_booking_lost_its_place_stands_on_its_trail(gym: Club) -> None:
    books(gym, 1)
    closes(gym, "17:30", "20:30")
    step = gym.ask("booking", booking="B1")["trail"][-1]
    assert (step["event"], step["state"], step["note"]) == ("displaced", "displaced", "C1: 管道漏水")


def test_one_that_waits_for_approval_is_displaced_and_one_that_was_cancelled_is_not(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    books(gym, 1, 2)
    gym.do("cancel", booking="B2")
    assert closes(gym, "17:30", "20:30")["displaced"] == ["B1"]
    assert (gym.state("B1"), gym.state("B2")) == ("displaced", "cancelled")


def test_a_no_show_stays_one(gym: Club) -> None:
    books(gym, 1, 2)
    gym.at(f"{TUESDAY}T17:40")
    gym.do("check_in", booking="B2")
    gym.at(f"{TUESDAY}T17:50")
    assert closes(gym, "17:30", "20:30")["displaced"] == ["B2"]
    assert gym.state("B1") == "no_show"


def test_a_displaced_booking_can_be_moved_and_is_not_due_for_anything(gym: Club) -> None:
    books(gym, 1)
    closes(gym, "17:30", "19:30")
    assert gym.do("move", booking="B1", date=TUESDAY, start="19:30")["state"] == "confirmed"
    books(gym, 2, date=WEDNESDAY)
    closes(gym, f"{WEDNESDAY}T17:30", f"{WEDNESDAY}T19:30")
    gym.at("2026-11-27T09:00")
    assert (gym.state("B1"), gym.state("B2")) == ("no_show", "displaced")


def test_a_place_that_is_lost_frees_its_member_for_another_line(gym: Club) -> None:
    """000001 waits for the table at the time at which they train."""
    gym.facility("table", capacity=2, promotion="auto")
    place = EARLY | {"facility": "table"}
    table = books(gym, 2, 3, facility="table")
    joins(gym, 1, **place)
    books(gym, 1)
    gym.do("cancel", booking=table[0])
    assert line(gym, **place) == [("W1", "waiting")]
    closes(gym, "17:30", "19:30")
    assert line(gym, **place) == [("W1", "promoted")]


# ---------------------------------------------------------------- the line


def test_waiting_entries_outlive_the_closure_and_are_told(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    joins(gym, 4)
    assert closes(gym, "17:30", "19:30")["waiting"] == ["W1", "W2"]
    assert line(gym) == [("W1", "waiting"), ("W2", "waiting")]


def test_who_waits_is_told_formally_that_the_slot_is_closed_and_why(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    joins(gym, 4)
    closes(gym, "17:30", "19:30")
    assert [told for told in notices(gym) if told[0] == "closed"] == [
        ("closed", "formal", "W1"),
        ("closed", "formal", "W2"),
    ]
    told = [call["text"] for call in gym.ask("call_list")["notices"] if call["record"] == "W1"]
    assert "因管道漏水停用" in told[0]


def test_a_closure_over_a_slot_that_is_closed_already_tells_nobody_twice(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    closes(gym, "17:30", "19:30")
    closes(gym, "17:00", "20:30")
    assert [told for told in notices(gym) if told[0] == "closed"] == [("closed", "formal", "W1")]


def test_an_open_offer_turns_back_to_waiting_in_its_place_with_a_formal_notice(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    joins(gym, 4)
    gym.do("cancel", booking="B1")
    assert line(gym) == [("W1", "offered"), ("W2", "waiting")]
    closes(gym, "17:30", "19:30")
    assert line(gym) == [("W1", "waiting"), ("W2", "waiting")]
    assert (gym.slot(**EARLY)["held"], gym.slot(**EARLY)["waiting"]) == (0, 2)
    assert ("closed", "formal", "W1") in notices(gym)
    gym.at(f"{MONDAY}T10:00")
    assert line(gym)[0] == ("W1", "waiting")
    error = gym.refused("accept_offer", entry="W1")
    assert (error.code, error.facts["state"]) == ("wrong_state", "waiting")


def test_entries_of_a_slot_that_stays_closed_lapse_at_its_start(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    closes(gym, "17:30", "19:30")
    gym.at(f"{TUESDAY}T17:30")
    assert line(gym) == [("W1", "lapsed")]


# ---------------------------------------------------------------- the closed slot


def test_a_closed_slot_stays_in_the_grid_with_nobody_in_it(gym: Club) -> None:
    books(gym, 1, 2)
    closes(gym, "17:30", "19:30")
    slot = gym.slot(**EARLY)
    assert (slot["state"], slot["taken"], slot["bookings"]) == ("closed", 0, [])
    assert gym.ask("free", date=TUESDAY)["slots"][0]["start"] == "19:30"


def test_the_grid_tells_why_a_slot_is_closed_and_by_which_closure(gym: Club) -> None:
    closes(gym, "17:30", "19:30", reason="年会", event=True)
    slot = gym.slot(**EARLY)
    assert (slot["closure"], slot["reason"], slot["event"]) == ("C1", "年会", True)
    assert "closure" not in gym.slot(**LATE)


def test_of_two_closures_the_grid_tells_the_one_that_is_out_of_service(gym: Club) -> None:
    closes(gym, "17:30", "19:30", reason="年会", event=True)
    closes(gym, "17:30", "20:30", reason="漏水")
    told = [gym.slot(**place) for place in (EARLY, LATE)]
    assert [(slot["closure"], slot["reason"], slot["event"]) for slot in told] == [("C2", "漏水", False)] * 2
    reopens(gym, "C2")
    assert gym.slot(**EARLY)["reason"] == "年会"


def test_nobody_books_a_closed_slot_moves_there_or_waits_for_it(gym: Club) -> None:
    books(gym, 1, **LATE)
    closes(gym, "17:30", "19:30")
    assert gym.refused("book", member="000002", **EARLY).code == "slot_closed"
    assert gym.refused("book", member="000002", override="x", **EARLY).code == "slot_closed"
    assert gym.refused("move", booking="B1", date=TUESDAY, start="17:30").code == "slot_closed"
    assert gym.refused("join_waitlist", member="000002", **EARLY).code == "slot_closed"
    gym.at(f"{TUESDAY}T17:31")
    assert gym.refused("book", member="000002", walk_in=True, **EARLY).code == "slot_closed"


# ---------------------------------------------------------------- planned first


def test_a_dry_run_says_what_would_happen_and_writes_nothing(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    before = contents(gym)
    told = closes(gym, "17:30", "20:30", dry_run=True)
    assert told["closure"] is None
    assert (slots(told), told["displaced"], told["waiting"]) == (
        ["24 17:30", "24 19:30"],
        ["B1", "B2"],
        ["W1"],
    )
    assert contents(gym) == before
    assert closes(gym, "17:30", "20:30") == told | {"closure": "C1"}


def test_a_plan_names_whom_to_call(gym: Club) -> None:
    books(gym, 1, party=2)
    joins(gym, 2)
    gym.do("close_facility", facility="gym", reason="x", **span("19:30", "20:30"))
    plan = gym.ask("closure_plan", facility="gym", **span("17:30", "20:30"))
    assert (slots(plan), plan["already"]) == (["24 17:30", "24 19:30"], 1)
    [booking], [entry] = plan["displaced"], plan["entries"]
    assert (booking["booking"], booking["name"], booking["phone"], booking["party"], booking["start"]) == (
        "B1", "职工000001", "13800000001", 2, "17:30",
    )  # fmt: skip
    assert (entry["entry"], entry["phone"], entry["state"]) == ("W1", "13800000002", "waiting")


def span(from_: str, to: str) -> dict[str, str]:
    return {"from": f"{TUESDAY}T{from_}", "to": f"{TUESDAY}T{to}"}


def test_a_plan_is_refused_as_the_closure_would_be(gym: Club) -> None:
    with pytest.raises(Exception, match="unknown_facility"):
        gym.ask("closure_plan", facility="pool", **span("17:30", "20:30"))
    with pytest.raises(Exception, match="invalid"):
        gym.ask("closure_plan", facility="gym", **span("17:30", "17:30"))


# ---------------------------------------------------------------- reopening


def test_reopening_brings_the_slots_back_and_not_the_bookings(gym: Club) -> None:
    books(gym, 1)
    closes(gym, "17:30", "20:30")
    assert slots(reopens(gym)) == ["24 17:30", "24 19:30"]
    assert states(gym) == ["open", "open"]
    assert (gym.state("B1"), gym.slot(**EARLY)["taken"]) == ("displaced", 0)
    books(gym, 2)


def test_a_displaced_booking_gets_its_old_place_back_by_a_move(gym: Club) -> None:
    books(gym, 1)
    closes(gym, "17:30", "20:30")
    reopens(gym)
    assert gym.do("move", booking="B1", date=TUESDAY, start="17:30")["state"] == "confirmed"


def test_reopening_runs_the_waitlist(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    closes(gym, "17:30", "19:30")
    assert reopens(gym)["offered"] == ["W1"]
    assert line(gym) == [("W1", "offered")]


def test_reopening_promotes_where_the_facility_does(gym: Club) -> None:
    gym.do("change_facility", code="gym", promotion="auto")
    books(gym, 1, 2)
    joins(gym, 3)
    closes(gym, "17:30", "19:30")
    assert reopens(gym)["promoted"] == ["B3"]
    assert gym.state("B3") == "confirmed"


def test_an_offer_that_the_closure_took_back_is_made_anew_when_it_is_reopened(gym: Club) -> None:
    books(gym, 1, 2)
    joins(gym, 3)
    gym.do("cancel", booking="B1")
    closes(gym, "17:30", "19:30")
    gym.at(f"{MONDAY}T12:00")
    assert reopens(gym)["offered"] == ["W1"]
    [entry] = gym.ask("waitlist", **EARLY)["entries"]
    assert entry["offered_until"] == f"{MONDAY}T12:30"
    assert gym.do("accept_offer", entry="W1")["booking_state"] == "confirmed"


def test_reopening_brings_back_only_what_is_not_over(gym: Club) -> None:
    closes(gym, "17:30", "20:30")
    gym.at(f"{TUESDAY}T19:40")
    assert slots(reopens(gym)) == ["24 19:30"]
    assert gym.do("book", member="000001", walk_in=True, **LATE)["state"] == "checked_in"


def test_of_two_closures_one_that_is_reopened_leaves_what_the_other_covers(gym: Club) -> None:
    closes(gym, "17:30", "20:30")
    assert slots(closes(gym, "20:00", "21:00")) == ["24 19:30"]
    assert slots(reopens(gym, "C1")) == ["24 17:30"]
    assert states(gym) == ["open", "closed"]
    assert slots(reopens(gym, "C2")) == ["24 19:30"]
    assert states(gym) == ["open", "open"]


def test_two_closures_may_keep_one_slot_closed_without_sharing_a_minute(gym: Club) -> None:
    closes(gym, "17:00", "18:00")
    closes(gym, "18:30", "19:00")
    assert slots(reopens(gym, "C2")) == []
    assert slots(reopens(gym, "C1")) == ["24 17:30"]


def test_the_other_of_two_closures_may_be_reopened_first(gym: Club) -> None:
    closes(gym, "17:30", "20:30")
    closes(gym, "20:00", "21:00")
    assert slots(reopens(gym, "C2")) == []
    assert states(gym) == ["closed", "closed"]
    assert slots(reopens(gym, "C1")) == ["24 17:30", "24 19:30"]


def test_what_was_reopened_is_not_reopened_again(gym: Club) -> None:
    closes(gym, "17:30", "20:30")
    gym.at(f"{MONDAY}T10:15")
    reopens(gym)
    error = gym.refused("reopen_facility", closure="C1")
    assert (error.code, error.facts["at"]) == ("already_done", f"{MONDAY}T10:15")


def test_a_closure_that_there_is_not_is_refused(gym: Club) -> None:
    error = gym.refused("reopen_facility", closure="C9")
    assert (error.code, error.facts["closure"]) == ("unknown_closure", "C9")


def test_neither_is_taken_back_by_undo(gym: Club) -> None:
    from core.catalog import describe

    commands = describe()["commands"]
    assert commands["close_facility"]["inverse"] == {"none": "bookings_are_displaced"}
    assert commands["reopen_facility"]["inverse"] == {"none": "places_are_handed_out"}


# ---------------------------------------------------------------- the list


def test_closures_are_listed_the_latest_first(gym: Club) -> None:
    gym.facility("pool")
    books(gym, 1, 2)
    closes(gym, "17:30", "19:30", reason="年会", event=True)
    closes(gym, f"{WEDNESDAY}T08:00", f"{WEDNESDAY}T24:00", facility="pool")
    gym.do("move", booking="B1", date=TUESDAY, start="19:30")
    latest, first = gym.ask("closures")["closures"]
    assert latest | {"displaced": 0} == {
        "closure": "C2", "facility": "pool", "name": "name of pool", "from": f"{WEDNESDAY}T08:00",
        "to": "2026-11-26T00:00", "reason": "管道漏水", "event": False, "standing": True,
        "closed_at": f"{MONDAY}T09:00", "reopened_at": None, "displaced": 0, "unplaced": 0,
    }  # fmt: skip
    assert (first["closure"], first["event"], first["displaced"], first["unplaced"]) == ("C1", True, 2, 1)
    assert [told["closure"] for told in gym.ask("closures", facility="gym")["closures"]] == ["C1"]


def test_a_closure_stands_until_it_is_over_or_reopened(gym: Club) -> None:
    for hour in ("10", "11", "12"):
        closes(gym, f"{MONDAY}T08:00", f"{MONDAY}T{hour}:00")
    reopens(gym, "C3")
    gym.at(f"{MONDAY}T10:00")
    assert [told["closure"] for told in gym.ask("closures", standing_only=True)["closures"]] == ["C2"]
    assert [told["standing"] for told in gym.ask("closures")["closures"]] == [False, True, False]


# ---------------------------------------------------------------- slots that are published meanwhile


def publishes(club: Club, start: str, end: str, **fields: Any) -> dict[str, Any]:
    row = {"facility": "gym", "date": TUESDAY, "start": start, "end": end}
    return club.do("publish_slots", slots=[row], **fields)


def test_a_slot_published_into_a_closure_is_closed(gym: Club) -> None:
    closes(gym, "08:00", "12:00")
    publishes(gym, "09:00", "10:00")
    publishes(gym, "12:00", "13:00")
    assert states(gym) == ["closed", "open", "open", "open"]
    assert slots(reopens(gym)) == ["24 09:00"]


def test_a_slot_published_after_reopening_is_open(gym: Club) -> None:
    closes(gym, "08:00", "12:00")
    reopens(gym)
    publishes(gym, "09:00", "10:00")
    assert states(gym)[0] == "open"


def test_a_slot_that_grows_into_a_closure_is_closed(gym: Club) -> None:
    closes(gym, "20:30", "22:00")
    publishes(gym, "19:30", "21:00")
    assert states(gym) == ["open", "closed"]


def test_a_slot_with_bookings_grows_into_a_closure_only_where_they_may_be_displaced(gym: Club) -> None:
    books(gym, 1, 2, **LATE)
    joins(gym, 3, **LATE)
    closes(gym, "20:30", "22:00")
    error = gym.refused("publish_slots", slots=[{**LATE, "end": "21:00"}])
    assert (error.code, error.facts["bookings"]) == ("has_bookings", ["B2", "B1"])
    assert publishes(gym, "19:30", "21:00", displace=True)["displaced"] == ["B2", "B1"]
    assert (states(gym), line(gym, **LATE)) == (["open", "closed"], [("W1", "waiting")])


def test_a_closed_slot_that_is_cut_out_of_its_closure_is_open_again(gym: Club) -> None:
    closes(gym, "20:00", "22:00")
    publishes(gym, "19:30", "20:00")
    assert states(gym) == ["open", "open"]


def test_a_slot_that_was_taken_away_while_closed_comes_back_open(gym: Club) -> None:
    closes(gym, "17:30", "19:30")
    publishes(gym, "19:30", "20:30", replace=True)
    reopens(gym)
    publishes(gym, "17:30", "19:30")
    assert states(gym) == ["open", "open"]


# ---------------------------------------------------------------- time zones


def test_times_are_those_of_the_clubs_own_zone(gym: Club) -> None:
    gym.do("change_settings", timezone="America/New_York")
    assert slots(closes(gym, "17:30", "18:00")) == ["24 17:30"]
    [told] = gym.ask("closures")["closures"]
    assert (told["from"], told["to"]) == (f"{TUESDAY}T17:30", f"{TUESDAY}T18:00")


def test_a_closure_keeps_its_local_time_when_the_zone_changes(gym: Club) -> None:
    closes(gym, "17:30", "19:30")
    gym.do("change_settings", timezone="Europe/Berlin")
    [told] = gym.ask("closures")["closures"]
    assert (told["from"], told["to"]) == (f"{TUESDAY}T17:30", f"{TUESDAY}T19:30")
    publishes(gym, "16:00", "17:00")
    assert states(gym) == ["open", "closed", "open"]
    assert slots(reopens(gym)) == ["24 17:30"]


def test_a_span_that_the_clocks_leave_out_is_none(gym: Club) -> None:
    """In Berlin the clocks go from 02:00 to 03:00 on 28 March 2027: 02:50 is told as 03:50."""
    gym.do("change_settings", timezone="Europe/Berlin")
    error = gym.refused(
        "close_facility", facility="gym", reason="x", **{"from": "2027-03-28T02:50", "to": "2027-03-28T03:10"}
    )
    assert error.facts["problem"] == "end_not_after_start"


def test_a_zone_without_the_time_of_a_closure_is_refused(gym: Club) -> None:
    closes(gym, "2027-03-28T02:50", "2027-03-28T03:10")
    error = gym.refused("change_settings", timezone="Europe/Berlin")
    assert (error.code, error.facts["problem"]) == ("invalid", "no_such_time")
    assert gym.ask("settings")["timezone"] == "Asia/Shanghai"


def test_a_slot_that_reaches_into_a_later_closure_stays_closed(club: Club) -> None:
    """The slot of 17:30-19:30 is in both closures, which do not touch each other."""
    club.facility()
    first = club.do("close_facility", facility="gym", **{"from": "2026-11-24T17:00"}, to="2026-11-24T18:00",
                    reason="停电")["closure"]  # fmt: skip
    second = club.do("close_facility", facility="gym", **{"from": "2026-11-24T19:00"}, to="2026-11-24T19:15",
                     reason="检修")["closure"]  # fmt: skip
    assert club.do("reopen_facility", closure=first)["slots"] == []
    assert club.slot("gym", "2026-11-24", "17:30")["state"] == "closed"
    club.do("reopen_facility", closure=second)
    assert club.slot("gym", "2026-11-24", "17:30")["state"] == "open"
