"""What needs attention, by what bites first, and what happened while nobody looked."""

from typing import Any

import pytest

from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
COURT = {"facility": "court", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def busy(club: Club) -> Club:
    """A court for one on Tuesday at 17:30: 000001 is in it (B1), 000002 and 000003 wait. A room that asks for
    two approvals: 000004 has applied (B2) for 19:30."""
    club.facility("court", capacity=1)
    club.facility("room", capacity=8, approval_levels=2)
    for number in range(1, 6):
        club.member(f"00000{number}", phone=f"1380000000{number}", department="财务科")
    club.book("000001", **COURT)
    for number in (2, 3):
        club.do("join_waitlist", member=f"00000{number}", **COURT)
    club.book("000004", "room", TUESDAY, "19:30", purpose="例会", people=6)
    return club


def items(club: Club) -> list[tuple[str, str, str]]:
    return [(item["matter"], item["record"], item["deadline"]) for item in club.ask("attention")["items"]]


def counts(club: Club) -> dict[str, int]:
    return {name: count for name, count in club.ask("attention")["counts"].items() if count}


def test_an_application_waits_until_its_slot_begins(busy: Club) -> None:
    assert items(busy) == [("approval", "B2", f"{TUESDAY}T19:30")]
    [item] = busy.ask("attention")["items"]
    told = {name: item[name] for name in ("name", "department", "purpose", "people", "level", "levels")}
    assert told == {
        "name": "职工000004", "department": "财务科", "purpose": "例会", "people": 6, "level": 1, "levels": 2,
    }  # fmt: skip
    busy.do("approve", booking="B2")
    assert busy.ask("attention")["items"][0]["level"] == 2


def test_an_open_offer_stands_there_until_it_runs_out_with_how_many_wait_behind_it(busy: Club) -> None:
    busy.do("cancel", booking="B1")
    assert items(busy)[0] == ("offer", "W1", f"{MONDAY}T09:30")
    assert busy.ask("attention")["items"][0]["waiting"] == 1
    busy.at(f"{MONDAY}T09:30")
    assert items(busy)[0] == ("offer", "W2", f"{MONDAY}T10:00")


def test_who_has_not_arrived_stands_there_from_the_start_to_the_no_show(busy: Club) -> None:
    busy.at(f"{TUESDAY}T17:29")
    assert [item[0] for item in items(busy)] == ["approval"]
    busy.at(f"{TUESDAY}T17:30")
    assert items(busy)[0] == ("awaited", "B1", f"{TUESDAY}T17:45")
    busy.do("check_in", booking="B1")
    assert [item[0] for item in items(busy)] == ["approval"]


def test_who_was_asked_and_has_not_answered_stands_there_until_the_place_is_released(busy: Club) -> None:
    busy.do("change_facility", code="court", confirm_minutes_before=120, release_unconfirmed=True)
    peak = {"facility": "court", "date": TUESDAY, "start": "17:30", "end": "19:30", "peak": True}
    busy.do("publish_slots", slots=[peak])
    busy.do("cancel", booking="B1")
    busy.do("accept_offer", entry="W1")
    busy.at(f"{TUESDAY}T15:30")
    assert items(busy)[0] == ("confirm", "B3", f"{TUESDAY}T16:30")
    busy.do("confirm", booking="B3")
    assert [item[0] for item in items(busy)] == ["approval"]


def test_who_lost_the_place_stands_there_until_the_slot_would_have_ended(busy: Club) -> None:
    span = {"from": f"{TUESDAY}T17:00", "to": f"{TUESDAY}T19:00"}
    busy.do("close_facility", facility="court", reason="漏水", **span)
    assert items(busy)[0] == ("displaced", "B1", f"{TUESDAY}T17:30")
    busy.at(f"{TUESDAY}T19:30")
    assert "displaced" not in counts(busy)


def test_the_counts_tell_of_notices_to_be_told_too(busy: Club) -> None:
    assert counts(busy) == {"approval": 1}
    busy.do("cancel", booking="B1")
    assert counts(busy) == {"approval": 1, "offer": 1, "call": 1}


def test_an_empty_desk_has_nothing_to_look_at(club: Club) -> None:
    assert (items(club), counts(club)) == ([], {})


def test_after_a_night_what_time_has_done_is_told(busy: Club) -> None:
    before: dict[str, Any] = busy.ask("since")
    busy.at(f"{TUESDAY}T20:00")
    told = busy.ask("since", after=before["last"])
    assert told["counts"] == {"remind": 1, "lapse": 2, "no_show": 1, "expire": 1}
    assert [(line["action"], line["record"], line["at"]) for line in told["lines"]] == [
        ("remind", "B1", f"{TUESDAY}T16:30"),
        ("lapse", "W1", f"{TUESDAY}T17:30"),
        ("lapse", "W2", f"{TUESDAY}T17:30"),
        ("no_show", "B1", f"{TUESDAY}T17:45"),
        ("expire", "B2", f"{TUESDAY}T19:30"),
    ]
    assert told["others"] == {}
    assert busy.ask("since", after=told["last"])["counts"] == {}


def test_what_others_did_meanwhile_is_counted(busy: Club) -> None:
    before = busy.ask("since")["last"]
    busy.do("cancel", booking="B1")
    assert busy.ask("since", after=before)["others"] == {"owner cancel": 1}
