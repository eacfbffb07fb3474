"""What waits for approval, an applicant's way through it, and two who decide at once (domain.md, 3)."""

import threading
from pathlib import Path
from typing import Any

import pytest

from core.booking.approval import Approve
from core.desk import Desk
from core.errors import DeskError
from core.records import BookingId
from tests.support.club import MONDAY, Club
from tests.support.together import workers

TUESDAY = "2026-11-24"
HALL = {"facility": "hall", "date": TUESDAY, "start": "17:30"}


@pytest.fixture
def hall(club: Club) -> Club:
    """A hall for 20 that asks for two levels, and a room for 8 that asks for one; B1 is 张三's for the
    hall, of Monday at nine."""
    club.facility("hall", name="大会议室", capacity=20, approval_levels=2)
    club.facility("room", name="小会议室", capacity=8, approval_levels=1)
    club.member("000001", name="张三", department="财务科", phone="13800000001")
    club.member("000002", name="李四", department="工会")
    club.member("000003", name="王五")
    club.book("000001", **HALL, party=12, people=11, purpose="财务科例会")
    return club


def waiting(club: Club, **fields: Any) -> list[tuple[str, int, int]]:
    """What waits: booking, the level that is to be given, of how many."""
    return [
        (told["booking"], told["level"], told["levels"])
        for told in club.ask("applications", **fields)["applications"]
    ]


def application(club: Club, booking: str) -> dict[str, Any]:
    return club.ask("application", booking=booking)


def way(club: Club, booking: str = "B1") -> list[tuple[int, str]]:
    return [(step["level"], step["state"]) for step in application(club, booking)["way"]]


# ---------------------------------------------------------------- the list


def test_an_application_tells_who_asks_for_what_and_what_for(hall: Club) -> None:
    (told,) = hall.ask("applications")["applications"]
    assert {name: told[name] for name in told if name not in ("way", "others")} == {
        "booking": "B1",
        "facility": "hall",
        "name": "大会议室",
        "date": TUESDAY,
        "start": "17:30",
        "end": "19:30",
        "member": "000001",
        "person": "张三",
        "department": "财务科",
        "phone": "13800000001",
        "party": 12,
        "people": 11,
        "purpose": "财务科例会",
        "state": "pending",
        "level": 1,
        "levels": 2,
        "applied_at": f"{MONDAY}T09:00",
        "waits_since": f"{MONDAY}T09:00",
    }


def test_who_asked_first_stands_first_whatever_the_slot_and_the_level(hall: Club) -> None:
    hall.at(f"{MONDAY}T09:05")
    hall.book("000002", "room", MONDAY, "17:30")
    hall.do("approve", booking="B1")
    assert waiting(hall) == [("B1", 2, 2), ("B2", 1, 1)]


def test_it_waits_since_the_last_level_was_given(hall: Club) -> None:
    hall.at(f"{MONDAY}T10:30")
    hall.do("approve", booking="B1")
    (told,) = hall.ask("applications")["applications"]
    assert (told["applied_at"], told["waits_since"]) == (f"{MONDAY}T09:00", f"{MONDAY}T10:30")


def test_a_moved_booking_has_applied_for_its_new_place(hall: Club) -> None:
    hall.at(f"{MONDAY}T09:05")
    hall.book("000002", "room", TUESDAY, "17:30")
    hall.at(f"{MONDAY}T09:10")
    hall.do("approve", booking="B1")
    hall.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert waiting(hall) == [("B2", 1, 1), ("B1", 1, 2)]
    assert application(hall, "B1")["applied_at"] == f"{MONDAY}T09:10"


def test_the_list_can_be_had_for_one_facility_and_for_one_level(hall: Club) -> None:
    hall.book("000002", "room", TUESDAY, "17:30")
    hall.book("000003", "hall", TUESDAY, "19:30")
    hall.do("approve", booking="B3")
    assert waiting(hall, facility="room") == [("B2", 1, 1)]
    assert waiting(hall, level=1) == [("B1", 1, 2), ("B2", 1, 1)]
    assert waiting(hall, level=2) == [("B3", 2, 2)]
    assert waiting(hall, facility="room", level=2) == []
    assert hall.refused("approve", booking="B9").code == "unknown_booking"


def test_an_unknown_facility_is_told(hall: Club) -> None:
    with pytest.raises(DeskError) as refused:
        hall.ask("applications", facility="pool")
    assert refused.value.code == "unknown_facility"


@pytest.mark.parametrize("command", ["approve", "reject", "cancel"])
def test_what_is_decided_or_given_up_does_not_wait(hall: Club, command: str) -> None:
    hall.book("000002", "room", TUESDAY, "17:30")
    hall.do(command, booking="B2", **({"note": "装修"} if command == "reject" else {}))
    assert waiting(hall) == [("B1", 1, 2)]


def test_what_is_undecided_at_its_start_waits_no_more(hall: Club) -> None:
    hall.at(f"{TUESDAY}T17:30")
    assert waiting(hall) == []
    assert hall.state("B1") == "expired"


@pytest.mark.parametrize(("levels", "told"), [(0, (1, 1)), (1, (1, 1)), (2, (1, 2))])
def test_the_levels_are_those_of_the_moment_and_never_fewer_than_are_given(
    hall: Club, levels: int, told: tuple[int, int]
) -> None:
    hall.do("change_facility", code="hall", approval_levels=levels)
    assert waiting(hall) == [("B1", *told)]


def test_fewer_levels_than_are_given_already_still_wait_for_one_word(hall: Club) -> None:
    hall.do("approve", booking="B1")
    hall.do("change_facility", code="hall", approval_levels=1)
    assert waiting(hall) == [("B1", 2, 2)]


# ---------------------------------------------------------------- who else wants the slot


def test_others_that_wait_for_a_decision_on_the_same_slot_are_told(hall: Club) -> None:
    hall.at(f"{MONDAY}T09:05")
    hall.book("000002", **HALL, party=6, purpose="工会讲座", people=40)
    hall.book("000003", "hall", TUESDAY, "19:30")
    first, second, third = hall.ask("applications")["applications"]
    assert first["others"] == [
        {
            "record": "B2",
            "member": "000002",
            "person": "李四",
            "department": "工会",
            "party": 6,
            "people": 40,
            "purpose": "工会讲座",
            "state": "pending",
            "since": f"{MONDAY}T09:05",
        }
    ]
    assert [other["record"] for other in second["others"]] == ["B1"]
    assert third["others"] == []


def test_who_waits_in_line_for_the_slot_is_told_after_them(hall: Club) -> None:
    hall.book("000002", **HALL, party=8)
    hall.do("join_waitlist", member="000003", **HALL, party=2, purpose="面试")
    (other, entry) = hall.ask("applications")["applications"][0]["others"]
    assert (other["record"], other["state"]) == ("B2", "pending")
    assert (entry["record"], entry["person"], entry["state"], entry["purpose"]) == (
        "W1",
        "王五",
        "waiting",
        "面试",
    )
    assert [told["record"] for told in application(hall, "B1")["others"]] == ["B2", "W1"]


# ---------------------------------------------------------------- the applicant's way


def test_before_anybody_has_decided_the_first_level_is_waited_for(hall: Club) -> None:
    assert application(hall, "B1")["way"] == [
        {"level": 1, "state": "waiting", "at": f"{MONDAY}T09:00", "by": None, "note": None},
        {"level": 2, "state": "later", "at": None, "by": None, "note": None},
    ]


def test_each_level_says_who_gave_it_when_and_what_was_said(hall: Club) -> None:
    hall.at(f"{MONDAY}T10:00")
    hall.do("approve", booking="B1", on_behalf_of="周主任", paper="2026-117", note="带投影")
    hall.at(f"{MONDAY}T11:00")
    hall.do("approve", booking="B1")
    told = application(hall, "B1")
    assert told["way"] == [
        {
            "level": 1,
            "state": "approved",
            "at": f"{MONDAY}T10:00",
            "by": "owner",
            "note": "周主任 2026-117: 带投影",
        },
        {"level": 2, "state": "approved", "at": f"{MONDAY}T11:00", "by": "owner", "note": None},
    ]
    assert (told["state"], told["level"], told["levels"]) == ("confirmed", None, 2)


def test_between_the_levels_the_second_is_waited_for(hall: Club) -> None:
    hall.at(f"{MONDAY}T10:00")
    hall.do("approve", booking="B1")
    assert way(hall) == [(1, "approved"), (2, "waiting")]
    assert application(hall, "B1")["way"][1]["at"] == f"{MONDAY}T10:00"


def test_a_rejection_ends_the_way_with_its_reason(hall: Club) -> None:
    hall.do("approve", booking="B1")
    hall.do("reject", booking="B1", note="与大会冲突")
    assert way(hall) == [(1, "approved"), (2, "rejected")]
    assert application(hall, "B1")["way"][1]["note"] == "与大会冲突"


def test_an_undecided_one_ends_at_its_start(hall: Club) -> None:
    hall.do("approve", booking="B1")
    hall.at(f"{TUESDAY}T18:00")
    assert way(hall) == [(1, "approved"), (2, "expired")]
    assert application(hall, "B1")["way"][1]["at"] == f"{TUESDAY}T17:30"


def test_a_cancelled_application_says_at_which_level(hall: Club) -> None:
    hall.do("cancel", booking="B1")
    assert way(hall) == [(1, "cancelled")]


def test_what_comes_after_the_approval_is_no_part_of_the_way(hall: Club) -> None:
    hall.do("approve", booking="B1")
    hall.do("approve", booking="B1")
    hall.do("cancel", booking="B1")
    assert way(hall) == [(1, "approved"), (2, "approved")]


def test_after_a_move_the_way_begins_anew(hall: Club) -> None:
    hall.do("approve", booking="B1")
    hall.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert way(hall) == [(1, "waiting"), (2, "later")]


def test_a_booking_that_needs_no_approval_has_no_way(hall: Club) -> None:
    hall.facility("gym")
    booking = hall.book("000002", "gym", TUESDAY, "17:30")
    assert way(hall, booking) == []
    hall.do("move", booking="B1", facility="gym", date=TUESDAY, start="19:30")
    assert way(hall) == []


def test_an_unknown_booking_has_none_to_tell(hall: Club) -> None:
    with pytest.raises(DeskError) as refused:
        hall.ask("application", booking="B9")
    assert refused.value.code == "unknown_booking"


# ---------------------------------------------------------------- two at once


def outcomes(told: list[Any]) -> tuple[list[Any], list[Any]]:
    """Who did it, and what the others were told."""
    return [one for one in told if isinstance(one, dict) and "error" not in one], [
        one for one in told if not (isinstance(one, dict) and "error" not in one)
    ]


def test_of_two_threads_that_give_the_same_level_one_does_and_the_other_is_told(hall: Club) -> None:
    together = threading.Barrier(2)
    told: list[Any] = []

    def decide(by: str) -> None:
        desk = Desk(hall.database, hall.clock, operator=by)
        together.wait()
        try:
            told.append({"by": by, "level": desk.do(Approve(BookingId(1), level=1)).level})
        except DeskError as error:
            told.append(error)

    threads = [threading.Thread(target=decide, args=(by,)) for by in ("desk-1", "desk-2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (done,), (error,) = outcomes(told)
    assert done["level"] == 1
    assert (error.code, error.facts["state"], error.facts["level"]) == ("wrong_state", "pending", 1)
    assert (error.facts["by"], error.facts["at"]) == (done["by"], f"{MONDAY}T09:00")
    assert hall.events("B1") == ["booked", "approved"]


APPROVER = """
def answer(asked):
    database = open_database(Path(asked["path"]), replayed=True)
    desk = desk_of(database, asked["at"])
    request = read_record(COMMANDS[asked["command"]].request, asked["fields"])
    try:
        return write_record(desk.do(request, by=asked["by"]))
    except DeskError as error:
        return {"error": error.code, **error.facts}
    finally:
        database.close()
serve(answer)
"""


def test_of_several_processes_that_decide_at_once_one_does_and_the_others_are_told(tmp_path: Path) -> None:
    club = Club.new(tmp_path)
    club.facility("hall", capacity=20, approval_levels=2)
    for number in range(6):
        club.member(f"00000{number}")
        club.book(f"00000{number}", **HALL)
    path = str(club.database.path)
    club.database.close()
    with workers(APPROVER, 3) as desks:
        rounds = [
            desks.all_at_once(
                [
                    {
                        "path": path,
                        "at": "2026-11-23T09:30",
                        "by": f"desk-{desk}",
                        "command": "reject" if desk == 2 else "approve",
                        "fields": {"booking": f"B{booking}", "level": 1, "note": "见附件"},
                    }
                    for desk in range(3)
                ]
            )
            for booking in range(1, 7)
        ]
    again = Club.new(tmp_path, at="2026-11-23T09:30")
    for booking, told in enumerate(rounds, start=1):
        done, refused = outcomes(told)
        trail = again.ask("booking", booking=f"B{booking}")["trail"]
        assert (len(done), len(refused), len(trail)) == (1, 2, 2)
        assert {(error["error"], error["by"], error["at"]) for error in refused} == {
            ("wrong_state", trail[1]["by"], "2026-11-23T09:30")
        }
    again.check()
    again.database.close()


def test_without_a_level_the_second_word_is_the_next_level(hall: Club) -> None:
    assert [hall.do("approve", booking="B1")["level"] for _ in range(2)] == [1, 2]


def test_who_saw_the_first_level_does_not_give_the_second_unseen(hall: Club) -> None:
    hall.do("approve", booking="B1", on_behalf_of="周主任")
    error = hall.refused("reject", booking="B1", level=1, note="没有空")
    assert (error.code, error.facts["state"], error.facts["level"]) == ("wrong_state", "pending", 1)
    assert (error.facts["by"], error.facts["note"]) == ("owner", "周主任")
    assert hall.do("approve", booking="B1", level=2)["state"] == "confirmed"
