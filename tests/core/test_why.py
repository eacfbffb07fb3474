"""`why` answers months later who was looked at, who got a place and why another did not: from what was kept
with the decision, not guessed (domain.md section 4)."""

from datetime import datetime
from typing import Any

import pytest

from core.clock import Instant
from core.command import COMMANDS
from core.desk import Desk
from core.doing import Order, OrderFailed
from core.errors import DeskError
from core.wire import read_record
from tests.support.club import MONDAY, NINE, Club

TUESDAY = "2026-11-24"
COURT = {"facility": "court", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def court(club: Club) -> Club:
    """A court for two, full on Tuesday at 17:30 by 000001 (B1) and 000002 (B2); a table for eight; members up
    to 000008."""
    club.facility("court", capacity=2)
    club.facility("table", capacity=8)
    for number in range(1, 9):
        club.member(f"00000{number}")
    for number in (1, 2):
        club.book(f"00000{number}", **COURT)
    return club


def joins(club: Club, number: int, **fields: Any) -> None:
    club.do("join_waitlist", member=f"00000{number}", **COURT, **fields)


def why(club: Club, **about: Any) -> list[dict[str, Any]]:
    return list(club.ask("why", **(about or COURT))["decisions"])


def no_answer(club: Club, **about: Any) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        club.ask("why", **about)
    return refusal.value


def outcomes(decision: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Who was looked at, what came of it, and why."""
    return [(told["member"], told["outcome"], told["reason"]) for told in decision["candidates"]]


# ---------------------------------------------------------------- a hand-out


def test_a_slot_on_which_nothing_was_decided_has_no_decisions(court: Club) -> None:
    joins(court, 3)
    assert why(court) == []


def test_a_hand_out_tells_what_freed_the_places_and_who_got_them(court: Club) -> None:
    joins(court, 3)
    court.do("cancel", booking="B1")
    (decision,) = why(court)
    assert {name: decision[name] for name in ("at", "kind", "cause", "record", "by", "free")} == {
        "at": NINE, "kind": "hand_out", "cause": "cancelled", "record": "B1", "by": "owner", "free": 1,
    }  # fmt: skip
    (candidate,) = decision["candidates"]
    assert {name: candidate[name] for name in ("entry", "member", "party", "outcome", "reason")} == {
        "entry": "W1", "member": "000003", "party": 1, "outcome": "offered", "reason": None,
    }  # fmt: skip


def test_everybody_who_was_passed_over_is_told_of_with_their_own_reason(court: Club) -> None:
    """A party too large, one who is elsewhere, one whose quota is used up, one who is suspended; then one who
    gets the place, and the last, who was not looked at any more."""
    court.do("change_settings", no_show_limit=1)
    joins(court, 3, party=2)
    for number in (4, 5, 6, 7, 8):
        joins(court, number)
    busy = court.book("000004", "table", TUESDAY, "17:30")
    used = court.book("000005", "court", TUESDAY, "19:30")
    court.do("change_facility", code="court", daily_quota=1)
    court.no_show("000006", "table", MONDAY, "17:30")
    court.do("cancel", booking="B1")
    decision = why(court)[-1]
    assert outcomes(decision) == [
        ("000003", "passed_over", "slot_full"),
        ("000004", "passed_over", "member_busy"),
        ("000005", "passed_over", "quota_reached"),
        ("000006", "passed_over", "member_suspended"),
        ("000007", "offered", None),
    ]
    facts = [candidate["facts"] for candidate in decision["candidates"]]
    assert facts[0]["free"] == 1
    assert (facts[1]["booking"], facts[1]["facility"], facts[1]["start"]) == (busy, "table", "17:30")
    assert (facts[2]["quota"], facts[2]["period"], facts[2]["bookings"]) == (1, "day", [used])
    assert facts[3]["until"] == "2026-11-30T17:45"


def test_the_reason_stays_what_it_was_when_the_obstacle_is_gone(court: Club) -> None:
    joins(court, 3)
    busy = court.book("000003", "table", TUESDAY, "17:30")
    court.do("cancel", booking="B1")
    court.do("cancel", booking=busy)
    assert [outcomes(decision) for decision in why(court)] == [
        [("000003", "passed_over", "member_busy")],
        [("000003", "offered", None)],
    ]
    assert [decision["cause"] for decision in why(court)] == ["cancelled", "cancelled"]
    assert [decision["record"] for decision in why(court)] == ["B1", busy]


@pytest.mark.parametrize(
    ("cause", "record"),
    [
        ("moved", "B1"),
        ("expired", "W1"),
        ("declined", "W1"),
        ("left", "W1"),
        ("reopened", "C1"),
        ("schedule_changed", None),
        ("member_left", None),
    ],
)
def test_each_way_in_which_places_come_free_is_named(court: Club, cause: str, record: str | None) -> None:
    for number in (3, 4):
        joins(court, number)
    if cause in ("expired", "declined", "left"):
        court.do("cancel", booking="B1")
    if cause == "moved":
        court.do("move", booking="B1", date=TUESDAY, start="19:30")
    elif cause == "expired":
        court.at(f"{MONDAY}T09:30")
    elif cause in ("declined", "left"):
        court.do("decline_offer" if cause == "declined" else "leave_waitlist", entry="W1")
    elif cause == "reopened":
        span = {"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T18:00"}
        court.do("close_facility", facility="court", reason="漏水", **span)
        court.do("reopen_facility", closure="C1")
    elif cause == "schedule_changed":
        court.do("publish_slots", slots=[COURT | {"end": "19:30", "capacity": 3}])
    else:
        court.do("member_leaves", staff_no="000001")
    decision = why(court)[-1]
    assert (decision["cause"], decision["record"]) == (cause, record)
    assert decision["candidates"][-1]["outcome"] == "offered"


def test_what_the_clock_handed_out_was_done_by_the_clock(court: Club) -> None:
    for number in (3, 4):
        joins(court, number)
    court.do("cancel", booking="B1")
    court.at(f"{MONDAY}T12:00")
    decision = why(court)[-1]
    assert (decision["at"], decision["by"]) == (f"{MONDAY}T09:30", "clock")


def test_one_who_was_promoted_is_told_of_with_the_booking(court: Club) -> None:
    court.do("change_facility", code="court", promotion="auto")
    joins(court, 3)
    court.do("cancel", booking="B1")
    (candidate,) = why(court)[0]["candidates"]
    assert (candidate["outcome"], candidate["booking"]) == ("promoted", "B3")


# ---------------------------------------------------------------- refused bookings


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("slot_full", {}),
        ("member_busy", {"member": "000001", "facility": "table"}),
        ("too_soon", {"start": "19:30", "walk_in": True}),
        ("too_far_ahead", {"date": "2026-11-29"}),
        ("quota_reached", {"member": "000001", "start": "19:30"}),
        ("member_left", {"member": "000008"}),
        ("member_suspended", {"member": "000007"}),
        ("slot_closed", {"date": "2026-11-25"}),
    ],
)
def test_a_refused_booking_is_kept_with_its_reason(court: Club, reason: str, fields: dict[str, Any]) -> None:
    court.do("change_settings", no_show_limit=1)
    court.no_show("000007", "table", MONDAY, "17:30")
    court.do("change_facility", code="court", max_days_ahead=3, daily_quota=1)
    court.do("member_leaves", staff_no="000008")
    court.do(
        "close_facility",
        facility="court",
        reason="漏水",
        **{"from": "2026-11-25T08:00", "to": "2026-11-25T20:00"},
    )
    asked = {"member": "000003"} | COURT | fields
    assert court.refused("book", **asked).code == reason
    (decision,) = why(court, **{name: asked[name] for name in COURT})
    assert (decision["kind"], decision["cause"], decision["by"]) == ("refusal", "asked", "owner")
    assert outcomes(decision) == [(asked["member"], "refused", reason)]


def test_a_refused_joining_is_kept_too(court: Club) -> None:
    court.book("000003", "table", TUESDAY, "17:30")
    court.refused("join_waitlist", member="000003", **COURT)
    assert outcomes(why(court)[0]) == [("000003", "refused", "member_busy")]


def test_a_refusal_of_several_slots_is_kept_with_each(court: Club) -> None:
    court.refused("book", member="000003", facility="court", date=TUESDAY, starts=["17:30", "19:30"])
    for start in ("17:30", "19:30"):
        assert outcomes(why(court, **COURT | {"start": start})[0]) == [("000003", "refused", "slot_full")]


def test_a_refusal_of_one_of_several_commands_is_kept_though_none_is_done(court: Club) -> None:
    """As of `--atomic`."""
    lines = [
        ("book", {"member": "000004", "facility": "table", "date": TUESDAY, "start": "17:30"}),
        ("book", {"member": "000003", **COURT}),
    ]
    with pytest.raises(OrderFailed):
        court.desk.do_all([Order(read_record(COMMANDS[name].request, fields)) for name, fields in lines])
    assert outcomes(why(court)[0]) == [("000003", "refused", "slot_full")]
    assert court.free("table", TUESDAY, "17:30") == 8
    court.check()


def test_a_refusal_changes_nothing_else_and_has_its_audit_record(court: Club) -> None:
    before = court.slot(**COURT)
    court.refused("book", member="000003", **COURT)
    assert court.slot(**COURT) == before
    with court.database.read() as store:
        assert [record.action for record in store.audit_records()][-1] == "book_refused"
    court.check()


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("invalid", {"party": 0}),
        ("invalid", {"party": 3}),
        ("invalid", {"people": 0}),
        ("unknown_member", {"member": "999999"}),
        ("unknown_facility", {"facility": "pool"}),
        ("unknown_slot", {"start": "12:34"}),
    ],
)
def test_what_says_no_to_nobody_is_not_kept(court: Club, code: str, fields: dict[str, Any]) -> None:
    with court.database.read() as store:
        before = len(list(store.audit_records()))
    assert court.refused("book", **{"member": "000003"} | COURT | fields).code == code
    assert why(court) == []
    with court.database.read() as store:
        assert len(list(store.audit_records())) == before


def test_a_refused_answer_to_something_that_is_over_is_not_kept(court: Club) -> None:
    court.do("cancel", booking="B1")
    court.refused("cancel", booking="B1")
    court.refused("join_waitlist", member="000003", **COURT)
    assert why(court) == []


def test_what_falls_due_between_a_refusal_and_its_record_has_its_own_instant(court: Club) -> None:
    """The machine's clock does not stand still while a refusal is written down."""
    joins(court, 3)
    court.do("cancel", booking="B1")  # an offer until 09:30
    ends = court.clock.at + 30 * 60
    before = [ends - 1, ends - 1]
    desk = Desk(court.database, lambda: Instant(before.pop() if before else ends + 2))
    with pytest.raises(DeskError, match="slot_full"):
        desk.do(read_record(COMMANDS["book"].request, {"member": "000005"} | COURT))
    with court.database.read() as store:
        last = [(record.action, record.at - ends) for record in store.audit_records()][-2:]
    assert last == [("offer_ends", 0), ("book_refused", 2)]


# ---------------------------------------------------------------- asking


def _a_story(club: Club) -> None:
    """000003 (W1) is passed over for 000004 (W2), who becomes B4; 000005 is refused; then W1 gets a place."""
    joins(club, 3)
    joins(club, 4)
    busy = club.book("000003", "table", TUESDAY, "17:30")
    club.do("cancel", booking="B1")
    club.do("accept_offer", entry="W2")
    club.refused("book", member="000005", **COURT)
    club.do("cancel", booking=busy)
    club.do("cancel", booking="B2")


def test_by_slot_all_decisions_are_told_oldest_first(court: Club) -> None:
    _a_story(court)
    told = court.ask("why", **COURT)
    assert (told["facility"], told["date"], told["start"], told["end"]) == (
        "court",
        TUESDAY,
        "17:30",
        "19:30",
    )
    assert [decision["kind"] for decision in told["decisions"]] == ["hand_out", "refusal", "hand_out"]


def test_by_entry_only_those_that_looked_at_it_are_told(court: Club) -> None:
    _a_story(court)
    assert [outcomes(decision) for decision in why(court, entry="W1")] == [
        [("000003", "passed_over", "member_busy"), ("000004", "offered", None)],
        [("000003", "offered", None)],
    ]
    assert len(why(court, entry="W2")) == 1


def test_by_booking_the_decisions_are_told_that_led_to_it(court: Club) -> None:
    _a_story(court)
    assert court.ask("booking", booking="B4")["member"] == "000004"
    assert [outcomes(decision) for decision in why(court, booking="B4")] == [
        [("000003", "passed_over", "member_busy"), ("000004", "offered", None)]
    ]
    assert why(court, booking="B1") == []


def test_by_booking_the_slots_from_which_it_was_moved_are_told_too_the_last_first(court: Club) -> None:
    """000003 is refused the court, gets it from the line, and is moved twice."""
    court.refused("book", member="000003", **COURT)
    joins(court, 3)
    court.do("change_facility", code="court", promotion="auto")
    court.do("cancel", booking="B1")
    court.do("move", booking="B3", facility="table", date=TUESDAY, start="17:30")
    court.at(f"{MONDAY}T10:00")
    court.do("move", booking="B3", facility="table", date=TUESDAY, start="19:30")
    told = court.ask("why", booking="B3")
    assert (told["facility"], told["start"], told["decisions"]) == ("table", "19:30", [])
    table, first = told["earlier"]
    assert (table["facility"], table["start"], table["moved_at"], table["decisions"]) == (
        "table", "17:30", f"{MONDAY}T10:00", [],
    )  # fmt: skip
    assert (first["name"], first["date"], first["start"]) == ("name of court", TUESDAY, "17:30")
    assert [outcomes(decision) for decision in first["decisions"]] == [
        [("000003", "refused", "slot_full")],
        [("000003", "promoted", None)],
    ]


def test_a_slot_or_an_entry_was_nowhere_earlier(court: Club) -> None:
    joins(court, 3)
    court.do("move", booking="B1", facility="table", date=TUESDAY, start="17:30")
    assert court.ask("why", **COURT)["earlier"] == []
    assert court.ask("why", entry="W1")["earlier"] == []


def test_months_later_the_answer_is_the_same(court: Club) -> None:
    _a_story(court)
    before = court.ask("why", **COURT)
    court.at("2027-04-01T09:00")
    court.do("member_leaves", staff_no="000003")
    assert court.ask("why", **COURT) == before
    assert why(court, entry="W1") == [before["decisions"][0], before["decisions"][2]]


def test_a_decision_on_a_slot_that_was_taken_out_of_the_schedule_is_told_by_its_entry(court: Club) -> None:
    _a_story(court)
    before = why(court, entry="W1")
    other = {"facility": "court", "date": TUESDAY, "start": "19:30", "end": "20:30"}
    court.do("publish_slots", slots=[other], replace=True, displace=True)
    assert no_answer(court, **COURT).code == "unknown_slot"
    assert why(court, entry="W1") == before


def test_names_are_looked_up_when_it_is_asked(court: Club) -> None:
    """A decision keeps no name: a person may be renamed, and their data may have to be erased."""
    _a_story(court)
    court.do("change_member", staff_no="000003", name="新名字")
    court.do("change_facility", code="court", name="一号场")
    told = court.ask("why", **COURT)
    assert told["name"] == "一号场"
    assert [candidate["name"] for candidate in told["decisions"][0]["candidates"]] == ["新名字", "职工000004"]
    assert told["decisions"][0]["candidates"][0]["facts"]["person"] == "新名字"
    with court.database.read() as store:
        kept = store.connection.execute("SELECT candidates FROM decision").fetchall()
    assert not [text for (text,) in kept if "职工" in text or "新名字" in text]


def test_it_must_be_asked_about_one_thing(court: Club) -> None:
    for about in ({}, {"booking": "B1", "entry": "W1"}, {"booking": "B1", **COURT}):
        assert no_answer(court, **about).facts["problem"] == "one_of"
    assert no_answer(court, facility="court", date=TUESDAY).facts["field"] == "start"
    assert no_answer(court, booking="B99").code == "unknown_booking"
    assert no_answer(court, entry="W99").code == "unknown_entry"


def test_the_clock_of_an_answer_is_the_clubs(court: Club) -> None:
    _a_story(court)
    court.do("change_settings", timezone="Asia/Tokyo")
    assert datetime.fromisoformat(why(court)[0]["at"]) == datetime.fromisoformat(f"{MONDAY}T10:00")
