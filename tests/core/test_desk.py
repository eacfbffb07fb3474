"""The door: what holds for every command, once."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit import AuditRecord
from core.booking.approval import Approve
from core.booking.book import Book, Booked
from core.booking.cancel import Cancel, Cancelled
from core.booking.card import AskBooking
from core.clock import Instant, instant_of, zone_named
from core.command import COMMANDS, NoInverse, entry_of
from core.desk import Desk
from core.doing import Done, Order, OrderFailed, OrdersFailed
from core.due import DueKind, Tick
from core.errors import DeskError
from core.records import BookingId
from core.schedule.grid import AskGrid
from core.wire import read_record
from storage.database import open_database
from tests.support.club import MONDAY, NINE, Club
from tests.support.examples import examples

GYM = {"facility": "gym", "date": MONDAY, "start": "17:30"}


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for two, and three members."""
    club.facility(capacity=2)
    for number in range(1, 4):
        club.member(f"00000{number}")
    return club


def _book(member: str = "000001", start: str = "17:30", **fields: Any) -> Book:
    return read_record(Book, {"member": member, **GYM, "start": start, **fields})


def _records(club: Club) -> list[AuditRecord]:
    with club.database.read() as store:
        return list(store.audit_records())


def _actions(club: Club) -> list[str]:
    return [record.action for record in _records(club)]


def _code(error: pytest.ExceptionInfo[DeskError]) -> str:
    return error.value.code


# ---------------------------------------------------------------- operation keys


def test_the_same_key_with_the_same_body_gives_the_first_result_again(gym: Club) -> None:
    first = gym.desk.perform(_book(), key="k1")
    again = gym.desk.perform(_book(), key="k1")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.result == first.result == Booked("confirmed", booking=BookingId(1))


def test_a_repetition_changes_nothing_and_leaves_no_record(gym: Club) -> None:
    gym.desk.do(_book(), key="k1")
    before = _actions(gym)
    gym.desk.do(_book(), key="k1")
    assert _actions(gym) == before
    assert gym.slot(**GYM)["taken"] == 1


def test_a_repetition_tells_the_first_result_whatever_has_happened_since(gym: Club) -> None:
    gym.desk.do(_book(), key="k1")
    gym.do("cancel", booking="B1")
    assert gym.desk.perform(_book(), key="k1") == Done(
        Booked("confirmed", booking=BookingId(1)), repeated=True
    )
    assert gym.state("B1") == "cancelled"


def test_the_same_key_with_another_body_is_refused(gym: Club) -> None:
    gym.desk.do(_book(), key="k1")
    for other in (_book("000002"), _book(party=2), Cancel(BookingId(1)), _book(purpose="x")):
        with pytest.raises(DeskError) as error:
            gym.desk.do(other, key="k1")
        assert _code(error) == "key_reused"
    assert gym.slot(**GYM)["taken"] == 1


def test_the_same_body_under_another_name_is_another_body(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=2)
    gym.desk.do(_book())
    gym.desk.do(Approve(BookingId(1)), key="k1")
    with pytest.raises(DeskError) as error:
        gym.do("reject", booking="B1", key="k1")
    assert _code(error) == "key_reused"


def test_a_refusal_does_not_use_up_its_key(gym: Club) -> None:
    with pytest.raises(DeskError) as error:
        gym.desk.do(_book("nobody"), key="k1")
    assert _code(error) == "unknown_member"
    assert gym.desk.perform(_book(), key="k1").repeated is False


def test_a_dry_run_does_not_use_up_its_key(gym: Club) -> None:
    slots = [GYM | {"end": "19:30", "capacity": 5}]
    gym.do("publish_slots", slots=slots, dry_run=True, key="k1")
    assert gym.do("publish_slots", slots=slots, key="k1")["changed"] == 1
    assert gym.slot(**GYM)["capacity"] == 5


def test_a_long_list_under_a_key_is_the_same_only_with_the_same_rows(gym: Club) -> None:
    slots = [GYM | {"end": "19:30", "capacity": 5}]
    gym.do("publish_slots", slots=slots, key="k1")
    assert gym.do("publish_slots", slots=slots, key="k1")["changed"] == 1
    with pytest.raises(DeskError) as error:
        gym.do("publish_slots", slots=[slots[0] | {"capacity": 6}], key="k1")
    assert _code(error) == "key_reused"


@pytest.mark.parametrize(
    "name", ["book", "cancel", "move", "change_member", "change_settings", "pardon_no_shows"]
)
def test_a_result_given_again_has_the_types_it_had(gym: Club, name: str) -> None:
    fields: dict[str, Any] = {
        "book": {"member": "000002", "facility": "gym", "date": "2026-11-24", "starts": ["17:30", "19:30"]},
        "cancel": {"booking": "B1"},
        "move": {"booking": "B1", "date": "2026-11-25", "start": "19:30"},
        "change_member": {"staff_no": "000001", "phone": "13800000000", "hired_on": "2020-02-29"},
        "change_settings": {"desk_hours": {"mon": "08:00-21:00"}, "no_show_limit": None},
        "pardon_no_shows": {"from": "2026-11-23T08:00", "to": "2026-11-23T24:00", "reason": "停电"},
    }[name]
    gym.desk.do(_book())
    request = read_record(COMMANDS[name].request, fields)
    first = gym.desk.perform(request, key="k")
    again = gym.desk.perform(request, key="k")
    assert (again.result, again.repeated) == (first.result, True)
    assert type(again.result) is COMMANDS[name].result


def test_keys_outlive_the_desk_that_used_them(gym: Club) -> None:
    gym.desk.do(_book(), key="k1")
    database = open_database(gym.database.path)
    try:
        assert Desk(database, gym.clock).perform(_book(), key="k1").repeated
    finally:
        database.close()


# ---------------------------------------------------------------- what is due comes first


def test_what_is_due_has_happened_for_a_command_of_the_same_instant(gym: Club) -> None:
    gym.do("change_facility", code="gym", approval_levels=1)
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T17:30")
    assert gym.refused("approve", booking="B1").facts["state"] == "expired"


def test_what_is_due_stays_done_when_the_command_is_refused(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T18:00")
    assert gym.refused("book", member="nobody", **GYM).code == "unknown_member"
    assert _actions(gym)[-1] == "no_show"


def test_a_place_given_up_by_a_no_show_can_be_had_in_the_same_minute(gym: Club) -> None:
    gym.book("000001", party=2, **GYM)
    gym.at(f"{MONDAY}T17:44")
    assert gym.refused("book", member="000002", walk_in=True, **GYM).code == "slot_full"
    gym.at(f"{MONDAY}T17:45")
    assert gym.do("book", member="000002", walk_in=True, **GYM)["state"] == "checked_in"


def test_each_due_thing_is_recorded_at_its_own_instant(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.book("000002", **GYM)
    gym.at(f"{MONDAY}T17:20")
    gym.do("check_in", booking="B2")
    gym.at("2026-11-26T09:00")
    gym.do("tick")
    steps = {told: gym.ask("booking", booking=told)["trail"][-1] for told in ("B1", "B2")}
    assert [(step["at"], step["event"], step["by"]) for step in steps.values()] == [
        (f"{MONDAY}T17:45", "no_show", "clock"),
        (f"{MONDAY}T19:30", "completed", "clock"),
    ]
    zone = zone_named("Asia/Shanghai")
    at = [instant_of(datetime.fromisoformat(f"{MONDAY}T{told}"), zone) for told in ("17:45", "19:30")]
    assert [(record.at, record.action) for record in _records(gym)[-2:]] == [
        (at[0], "no_show"),
        (at[1], "complete"),
    ]


def test_a_question_answers_as_if_everything_due_had_happened(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T20:00")
    assert gym.state("B1") == "no_show"


def _counted(club: Club) -> dict[str, int]:
    """What a tick does, by kind."""
    return {name: count for name, count in club.do("tick").items() if count}


def test_a_tick_counts_what_was_done_and_leaves_no_record_of_its_own(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T17:30")
    gym.book("000002", start="19:30", facility="gym", date=MONDAY)
    gym.at(f"{MONDAY}T19:00")
    assert _counted(gym) == {"reminded": 1, "no_shows": 1}
    before = _actions(gym)
    assert _counted(gym) == {}
    assert _actions(gym) == before
    assert "tick" not in before


@pytest.fixture(scope="module")
def punctual(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The history of a day on which the desk looked every ten minutes."""
    return _history(tmp_path_factory.mktemp("punctual"), list(range(0, 24 * 60, 10)))


@given(ticks=st.lists(st.integers(0, 24 * 60 - 1), max_size=6))
@examples(10)
def test_the_history_is_the_same_however_late_and_often_the_ticks_come(
    tmp_path_factory: pytest.TempPathFactory, punctual: list[Any], ticks: list[int]
) -> None:
    assert _history(tmp_path_factory.mktemp("late"), ticks) == punctual


THE_DAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("10:00", "approve", {"booking": "B6"}),
    ("17:05", "check_in", {"booking": "B1"}),
    ("17:35", "give_more_time", GYM),
    ("18:00", "book", {"member": "000007", "walk_in": True, **GYM}),
    ("19:31", "mark_no_show", {"booking": "B6"}),
    ("19:40", "reset_attendance", {"booking": "B6"}),
)
"""The first two of a gym for two came and did not; a third walked in; nobody approved B4 and B5."""


def _history(folder: Path, ticks: list[int]) -> list[Any]:
    """What is on the chain, and on the trails, after a day with commands at their times and ticks at any."""
    club = Club.new(folder, at=f"{MONDAY}T00:00")
    club.facility("gym", capacity=2)
    club.facility("hall", approval_levels=1)
    for number in range(1, 8):
        club.member(f"00000{number}")
    for number, (facility, start) in enumerate([("gym", "17:30")] * 2 + [("gym", "19:30")], 1):
        club.book(f"00000{number}", facility, MONDAY, start)
    for number, start in ((4, "17:30"), (5, "19:30"), (6, "19:30")):
        club.book(f"00000{number}", "hall", MONDAY, start)
    told: list[tuple[str, str, dict[str, Any]]] = [
        (f"{minute // 60:02d}:{minute % 60:02d}", "", {}) for minute in ticks
    ]
    for time, command, fields in sorted([*told, *THE_DAY], key=lambda line: line[0]):
        club.at(f"{MONDAY}T{time}")
        club.do(command or "tick", **fields)
    club.at("2026-11-25T00:00")
    trails = [club.ask("booking", booking=f"B{number}")["trail"] for number in range(1, 8)]
    club.check()
    chain = [
        (record.number, record.at, record.operator, record.action, record.body) for record in _records(club)
    ]
    club.database.close()
    return [chain, trails]


def test_a_thing_that_cannot_be_done_is_set_aside_and_shown_and_stops_nothing(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.book("000002", **GYM)
    with gym.database.write() as store:  # a thing that no program of ours makes: a no-show of somebody gone
        store.connection.execute("UPDATE booking SET due_kind = ? WHERE id = 1", (int(DueKind.EXPIRE),))
        store.connection.execute("UPDATE booking SET due_at = due_at + 59 * 60 WHERE id = 1")
    gym.at(f"{MONDAY}T18:00")
    assert _counted(gym) == {"reminded": 1, "no_shows": 1, "set_aside": 1}
    aside = gym.ask("set_aside")["things"]
    assert [(thing["record"], thing["kind"], thing["due_at"]) for thing in aside] == [
        ("B1", "expire", f"{MONDAY}T17:29")
    ]
    assert "wrong_state" in aside[0]["reason"]
    assert (gym.state("B1"), gym.state("B2")) == ("confirmed", "no_show")
    assert _actions(gym)[-2:] == ["set_aside", "no_show"]
    gym.check()


def test_what_was_set_aside_is_not_tried_again(gym: Club) -> None:
    gym.book("000001", **GYM)
    with gym.database.write() as store:
        store.connection.execute("UPDATE booking SET due_kind = ?", (int(DueKind.EXPIRE),))
    gym.at(f"{MONDAY}T18:00")
    assert [gym.do("tick")["set_aside"] for _ in range(2)] == [1, 0]


# ---------------------------------------------------------------- several as one


def test_several_commands_are_done_as_one(gym: Club) -> None:
    done = gym.desk.do_all([Order(_book("000001")), Order(_book("000002"))])
    assert [each.result.booking for each in done] == [1, 2]
    assert gym.slot(**GYM)["taken"] == 2


def test_one_refusal_among_several_undoes_them_all(gym: Club) -> None:
    before = _actions(gym)
    with pytest.raises(OrderFailed) as failed:
        gym.desk.do_all([Order(_book("000001")), Order(_book("000002")), Order(_book("000003"))])
    assert (failed.value.index, failed.value.error.code) == (2, "slot_full")
    assert gym.slot(**GYM)["taken"] == 0
    assert _actions(gym) == [*before, "book_refused"]
    gym.check()


def test_a_question_among_several_sees_what_was_done_before_it(gym: Club) -> None:
    ask = read_record(AskGrid, {"date": MONDAY})
    told = gym.desk.do_all([Order(ask), Order(_book()), Order(ask), Order(AskBooking(BookingId(1)))])
    assert [told[0].slots[0].taken, told[2].slots[0].taken] == [0, 1]
    assert told[3].state == "confirmed"


def test_a_refused_question_among_several_undoes_them_all(gym: Club) -> None:
    with pytest.raises(OrderFailed) as failed:
        gym.desk.do_all([Order(_book()), Order(AskBooking(BookingId(99)))])
    assert (failed.value.index, failed.value.error.code) == (1, "unknown_booking")
    assert gym.slot(**GYM)["taken"] == 0


def test_keys_among_several_are_kept_with_all_or_with_none(gym: Club) -> None:
    with pytest.raises(OrderFailed):
        gym.desk.do_all([Order(_book(), key="k1"), Order(_book("nobody"), key="k2")])
    assert gym.desk.perform(_book(), key="k1").repeated is False
    done = gym.desk.do_all([Order(_book(), key="k1"), Order(_book("000002"), key="k2")])
    assert [each.repeated for each in done] == [True, False]


def test_a_key_twice_among_several_is_a_repetition(gym: Club) -> None:
    done = gym.desk.do_all([Order(_book(), key="k"), Order(_book(), key="k")])
    assert [each.repeated for each in done] == [False, True]
    assert gym.slot(**GYM)["taken"] == 1


def test_the_clock_moves_among_several_and_goes_back_with_them(gym: Club) -> None:
    late = datetime.fromisoformat(f"{MONDAY}T18:00")
    orders = [Order(_book()), Order(AskBooking(BookingId(1)), at=late), Order(_book("nobody"))]
    with pytest.raises(OrderFailed):
        gym.desk.do_all(orders)
    gym.at(f"{MONDAY}T09:01")
    told = gym.desk.do_all(orders[:2])
    assert told[1].state == "no_show"
    assert gym.refused("book", member="000002", **GYM).code == "too_soon"


def test_the_clock_does_not_go_back_among_several(gym: Club) -> None:
    early = datetime.fromisoformat(f"{MONDAY}T08:59")
    with pytest.raises(OrderFailed) as failed:
        gym.desk.do_all([Order(_book()), Order(Tick(), at=early)])
    assert failed.value.error.code == "clock_went_back"


def test_of_several_that_are_all_tried_every_refusal_is_told(gym: Club) -> None:
    told = []
    orders = [Order(_book(member)) for member in ("000001", "nobody", "000002", "000003")]
    with pytest.raises(OrdersFailed) as failed:
        gym.desk.do_all_or_tell(orders, lambda: told.append(1))
    assert {index: error.code for index, error in failed.value.errors.items()} == {
        1: "unknown_member",
        3: "slot_full",
    }
    assert (len(told), gym.slot(**GYM)["taken"]) == (4, 0)
    assert len(gym.desk.do_all_or_tell([orders[0], orders[2]])) == 2
    gym.check()


def test_a_refusal_among_several_that_are_all_tried_leaves_the_chain_whole(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T18:00")
    with pytest.raises(OrdersFailed):
        gym.desk.do_all_or_tell([Order(_book("nobody")), Order(_book("000002", walk_in=True))])
    gym.check()
    assert gym.desk.do_all_or_tell([Order(_book("000002", walk_in=True))])
    gym.check()


# ---------------------------------------------------------------- the clock


def test_the_clock_of_a_rehearsal_stands_where_it_is_told(club: Club) -> None:
    club.desk.stand_at(datetime.fromisoformat("2026-11-24T10:30"))
    club.do("add_member", staff_no="1", name="甲")
    zone = zone_named("Asia/Shanghai")
    assert _records(club)[-1].at == instant_of(datetime.fromisoformat("2026-11-24T10:30"), zone)


def test_the_clock_of_a_rehearsal_may_be_set_to_where_it_stands(club: Club) -> None:
    club.at(NINE)


def test_the_clock_of_a_rehearsal_never_goes_back(club: Club) -> None:
    with pytest.raises(DeskError) as error:
        club.at("2026-11-23T08:59:59")
    assert _code(error) == "clock_went_back"
    assert error.value.facts == {"at": "2026-11-23T08:59:59", "clock": NINE}


def test_the_clock_of_a_rehearsal_that_is_opened_again_goes_on_from_its_last_change(gym: Club) -> None:
    again = Club(gym.database)
    with pytest.raises(DeskError) as error:
        again.at("2026-11-20T09:00")
    assert _code(error) == "clock_went_back"
    again.at("2026-11-23T09:00")


def test_a_new_rehearsal_takes_any_year(tmp_path: Path) -> None:
    club = Club.new(tmp_path, at="1980-05-01T12:00")
    club.member()
    club.check()
    club.database.close()


def test_a_club_that_lives_by_the_machines_clock_cannot_be_told_the_time(club: Club) -> None:
    desk = Desk(club.database)
    with pytest.raises(DeskError) as error:
        desk.stand_at(datetime.fromisoformat("2030-01-01T00:00"))
    assert _code(error) == "clock_not_allowed"
    with pytest.raises(OrderFailed) as failed:
        desk.do_all([Order(Tick(), at=datetime.fromisoformat("2030-01-01T00:00"))])
    assert failed.value.error.code == "clock_not_allowed"


class MachineClock:
    """A machine's clock that somebody sets."""

    def __init__(self, local: str) -> None:
        self.set(local)

    def set(self, local: str) -> None:
        self.at = instant_of(datetime.fromisoformat(local), zone_named("Asia/Shanghai"))

    def __call__(self) -> Instant:
        return self.at


@pytest.fixture
def machine(gym: Club) -> tuple[Club, MachineClock, Desk, list[DeskError]]:
    clock, warnings = MachineClock(f"{MONDAY}T10:00"), list[DeskError]()
    return gym, clock, Desk(gym.database, clock, warn=warnings.append), warnings


Machine = tuple[Club, MachineClock, Desk, list[DeskError]]


def test_a_machine_clock_set_back_does_not_turn_back_the_desk(machine: Machine) -> None:
    club, clock, desk, _ = machine
    desk.do(_book())
    clock.set("2026-11-22T10:00")
    desk.do(_book("000002"))
    records = _records(club)
    assert records[-1].at == records[-2].at == records[-3].at
    club.check()


def test_what_has_begun_stays_begun_when_the_machines_clock_is_set_back(machine: Machine) -> None:
    _, clock, desk, _ = machine
    desk.do(_book())
    clock.set(f"{MONDAY}T17:31")
    desk.do(_book("000002", start="19:30"))
    clock.set(f"{MONDAY}T09:00")
    with pytest.raises(DeskError) as error:
        desk.do(_book("000003"))
    assert _code(error) == "too_soon"


def test_a_machine_clock_five_minutes_behind_is_no_news(machine: Machine) -> None:
    club, clock, desk, warnings = machine
    desk.do(_book())
    clock.set(f"{MONDAY}T09:55")
    desk.do(_book("000002"))
    assert warnings == []
    assert "clock_behind" not in _actions(club)


def test_a_machine_clock_further_behind_is_a_warning_and_a_record_once(machine: Machine) -> None:
    club, clock, desk, warnings = machine
    desk.do(_book())
    clock.set(f"{MONDAY}T09:54")
    desk.do(_book("000002"))
    desk.do(_book("000002", start="19:30"))
    assert [(warning.code, warning.facts["minutes"]) for warning in warnings] == [("clock_behind", 6)]
    assert _actions(club)[-3:] == ["clock_behind", "book", "book"]
    assert json.loads(_records(club)[-3].body) == {"seconds": 360}
    club.check()


def test_the_record_of_a_clock_that_is_behind_outlives_a_refusal(machine: Machine) -> None:
    club, clock, desk, warnings = machine
    desk.do(_book())
    clock.set("2026-11-20T10:00")
    with pytest.raises(DeskError):
        desk.do(_book("nobody"))
    assert (len(warnings), _actions(club)[-1]) == (1, "clock_behind")


def test_a_step_tells_of_the_record_of_its_own_change(machine: Machine) -> None:
    club, clock, desk, _ = machine
    desk.do(_book())
    clock.set("2026-11-20T10:00")
    desk.do(_book("000002"))
    with club.database.read() as store:
        steps = store.connection.execute("SELECT booking_id, audit_id FROM booking_step").fetchall()
    actions = {record.number: record.action for record in _records(club)}
    assert [(booking, actions[number]) for booking, number in steps] == [(1, "book"), (2, "book")]


def test_a_tick_tells_of_a_clock_that_is_behind(machine: Machine) -> None:
    _, clock, desk, warnings = machine
    desk.do(_book())
    clock.set("2026-11-20T10:00")
    desk.tick()
    assert len(warnings) == 1


# ---------------------------------------------------------------- the audit record


def test_each_change_leaves_one_record(gym: Club) -> None:
    before = len(_records(gym))
    gym.book("000001", **GYM)
    gym.do("cancel", booking="B1")
    records = _records(gym)[before:]
    assert [record.action for record in records] == ["book", "cancel"]
    told = json.loads(records[0].body)
    assert told["command"]["member"] == "000001"
    assert told["result"] == {"state": "confirmed", "booking": "B1"}


def test_a_refusal_a_question_and_a_dry_run_leave_none(gym: Club) -> None:
    before = _actions(gym)
    gym.refused("book", member="nobody", **GYM)
    gym.ask("grid", date=MONDAY)
    slots = [{"facility": "gym", "date": "2026-11-30", "start": "08:00", "end": "09:00"}]
    assert gym.do("publish_slots", slots=slots, dry_run=True)["new"] == 1
    assert _actions(gym) == before
    assert gym.ask("grid", date="2026-11-30")["slots"] == []


def test_the_record_names_who_acted(gym: Club) -> None:
    gym.desk.do(_book(), by="王主任")
    gym.desk.do(_book("000002"))
    assert [record.operator for record in _records(gym)[-2:]] == ["王主任", "owner"]
    assert gym.ask("booking", booking="B1")["trail"][0]["by"] == "王主任"


def test_a_long_list_is_told_by_its_size_and_digest(gym: Club) -> None:
    gym.publish(("gym", "2026-11-30", "08:00-09:00"), ("gym", "2026-11-30", "09:00-10:00"))
    command = json.loads(_records(gym)[-1].body)["command"]
    assert (command["slots"], command["facilities"]) == (2, ["gym"])
    assert len(command["sha256"]) == 64


def test_a_refusal_in_the_middle_of_writing_leaves_nothing(gym: Club) -> None:
    gym.book("000002", facility="gym", date=MONDAY, start="19:30")
    gym.book("000003", facility="gym", date=MONDAY, start="19:30")
    told = gym.refused("book", member="000001", facility="gym", date=MONDAY, starts=["17:30", "19:30"])
    assert told.code == "slot_full"
    assert gym.slot(**GYM)["taken"] == 0
    assert gym.refused("cancel", booking="B3").code == "unknown_booking"
    gym.check()


# ---------------------------------------------------------------- inverses


def _picture(club: Club) -> Any:
    """What a person sees of the club: facilities, members, settings, the grid. Ids are left out: what is
    booked again gets a new one."""
    slots = club.ask("grid", date=MONDAY, days=7)["slots"]
    for slot in slots:
        for booking in slot["bookings"]:
            del booking["booking"]
        slot["bookings"].sort(key=lambda booking: str(booking["member"]))
    members = [
        {**club.ask("member", member=f"00000{number}"), "coming": 0, "past": 0} for number in range(1, 4)
    ]
    return club.ask("settings"), club.ask("facilities"), members, slots


DONE_AND_TAKEN_BACK: dict[str, dict[str, Any]] = {
    "book": {"member": "000002", **GYM, "party": 2, "people": 3, "purpose": "练球"},
    "cancel": {"booking": "B1"},
    "move": {"booking": "B1", "facility": "hall", "date": "2026-11-25", "start": "17:30"},
    "change_facility": {"code": "gym", "capacity": 9, "daily_quota": 1, "group": "球馆", "name": "新馆"},
    "change_member": {"staff_no": "000001", "phone": "13800000001", "name": "新名", "shared": True},
    "change_settings": {"no_show_limit": None, "desk_hours": "08:00-21:00", "timezone": "Asia/Tokyo"},
}


@pytest.mark.parametrize("name", DONE_AND_TAKEN_BACK)
def test_what_was_done_is_taken_back_by_its_inverse(gym: Club, name: str) -> None:
    gym.facility("hall")
    gym.do("change_facility", code="gym", capacity=4)
    gym.publish(("gym", MONDAY, "17:30-19:30"))
    gym.book("000001", purpose="打球", **GYM)
    before = _picture(gym)
    _do_and_take_back(gym, name, DONE_AND_TAKEN_BACK[name], before)


def _do_and_take_back(club: Club, name: str, fields: dict[str, Any], before: Any) -> None:
    request = read_record(COMMANDS[name].request, fields)
    result = club.desk.do(request)
    assert _picture(club) != before
    inverse = entry_of(request).inverse
    assert inverse is not None
    assert not isinstance(inverse, NoInverse)
    for back in inverse(request, result):
        club.desk.do(back)
    assert _picture(club) == before
    club.check()


def test_several_slots_booked_in_one_go_are_taken_back_in_one_go(gym: Club) -> None:
    fields = {"member": "000001", "facility": "gym", "date": MONDAY, "starts": ["17:30", "19:30"]}
    _do_and_take_back(gym, "book", fields, _picture(gym))


@pytest.mark.parametrize(("name", "state"), [("check_in", "checked_in"), ("mark_no_show", "no_show")])
def test_attendance_is_taken_back_by_its_inverse(gym: Club, name: str, state: str) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T17:35")
    before = _picture(gym)
    _do_and_take_back(gym, name, {"booking": "B1"}, before)
    assert state in [step["state"] for step in gym.ask("booking", booking="B1")["trail"]]


def test_a_check_in_that_changed_nothing_has_nothing_to_take_back(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.at(f"{MONDAY}T17:35")
    gym.do("check_in", booking="B1")
    request = read_record(COMMANDS["check_in"].request, {"booking": "B1"})
    inverse = entry_of(request).inverse
    assert inverse is not None
    assert not isinstance(inverse, NoInverse)
    assert inverse(request, gym.desk.do(request)) == ()


def test_a_walk_in_that_was_cancelled_by_mistake_is_taken_back(gym: Club) -> None:
    gym.at(f"{MONDAY}T18:00")
    gym.do("book", member="000001", walk_in=True, **GYM)
    _do_and_take_back(gym, "cancel", {"booking": "B1", "reason": "按错了"}, _picture(gym))


def test_a_cancelled_booking_of_a_whole_slot_is_booked_again_as_it_was(gym: Club) -> None:
    gym.facility("hall", whole_slot=True, capacity=40)
    gym.book("000001", "hall", MONDAY, "17:30", people=25, purpose="开会")
    before = _picture(gym)
    _do_and_take_back(gym, "cancel", {"booking": "B1"}, before)
    assert gym.ask("booking", booking="B2")["people"] == 25


TOLD_AND_TAKEN_BACK: dict[str, dict[str, Any]] = {
    "change_template": {"kind": "booked", "language": "zh_CN", "text": "{person}好"},
    "tell_notice": {"notice": "N1", "how": "counter"},
    "tell_notices": {"notices": ["N1", "N2"]},
    "untell_notices": {"notices": ["N3"]},
}


@pytest.mark.parametrize("name", TOLD_AND_TAKEN_BACK)
def test_what_was_said_of_notices_is_taken_back_by_its_inverse(gym: Club, name: str) -> None:
    for number in ("000001", "000002"):
        gym.book(number, **GYM)
    gym.book("000003", facility="gym", date=MONDAY, start="19:30")
    gym.do("tell_notice", notice="N3", how="counter")
    before = gym.ask("notices")
    request = read_record(COMMANDS[name].request, TOLD_AND_TAKEN_BACK[name])
    result = gym.desk.do(request)
    assert gym.ask("notices") != before
    inverse = entry_of(request).inverse
    assert inverse is not None
    assert not isinstance(inverse, NoInverse)
    for back in inverse(request, result):
        gym.desk.do(back)
    assert gym.ask("notices") == before


BALANCED_AND_TAKEN_BACK: dict[str, dict[str, Any]] = {
    "grant": {"member": "000001", "unit": "allowance", "amount": "5.00", "reason": "中秋"},
    "award": {"member": "000001", "rule": "course", "event": "first"},
    "spend": {"member": "000001", "unit": "allowance", "amount": "7.00"},
    "grant_batch": {
        "batch": "moon",
        "rows": [
            {"member": "000001", "unit": "allowance", "amount": "5.00", "reason": "中秋"},
            {"member": "000001", "unit": "points", "amount": 5, "reason": "中秋"},
        ],
    },
    "award_batch": {
        "file": "points.xlsx",
        "rows": [{"member": "000001", "rule": "course", "on": "2026-11-20", "event": "first"}],
    },
    "retry_award": {"refused": "X1"},
}
LATE = {"member": "000001", "rule": "course", "on": "2026-11-20", "event": "late"}
"""Refused, since its rule comes after it."""


@pytest.mark.parametrize("name", BALANCED_AND_TAKEN_BACK)
def test_what_changed_a_balance_is_taken_back_by_its_inverse(gym: Club, name: str) -> None:
    gym.do("grant", member="000001", unit="allowance", amount="10.00", reason="中秋")
    gym.do("award_batch", file="points.xlsx", rows=[LATE])
    gym.do("add_earning_rule", code="course", name="培训", points=10)
    before = gym.ask("balance", member="000001")
    request = read_record(COMMANDS[name].request, BALANCED_AND_TAKEN_BACK[name])
    result = gym.desk.do(request)
    assert gym.ask("balance", member="000001") != before
    inverse = entry_of(request).inverse
    assert inverse is not None
    assert not isinstance(inverse, NoInverse)
    for back in inverse(request, result):
        gym.desk.do(back)
    assert gym.ask("balance", member="000001") == before


def test_every_command_has_an_inverse_or_a_reason_why_not() -> None:
    for name, entry in COMMANDS.items():
        assert entry.inverse is not None, name
        if isinstance(entry.inverse, NoInverse):
            assert entry.inverse.reason.isidentifier()
        else:
            elsewhere = {
                "check_in",
                "mark_no_show",
                "join_waitlist",
                "change_policy",
                "change_item",
                "set_service_places",
                "open_hand_out",
                "hand_out",
                "take_back_hand_out",
                "note_unused",
                "change_operator",
                "redeem",
                "cash_in",
                "cash_out",
            }
            assert name in {
                *DONE_AND_TAKEN_BACK,
                *TOLD_AND_TAKEN_BACK,
                *BALANCED_AND_TAKEN_BACK,
                *elsewhere,
            }, f"{name} is not tried here"


def test_a_place_in_the_line_is_given_up_again(gym: Club) -> None:
    for number in ("000001", "000002"):
        gym.book(number, **GYM)
    _do_and_take_back(gym, "join_waitlist", {"member": "000003", **GYM}, _picture(gym))
    assert gym.ask("waitlist", **GYM)["entries"][0]["state"] == "left"


def test_an_inverse_can_be_refused_when_the_place_has_gone(gym: Club) -> None:
    gym.book("000001", **GYM)
    gym.book("000002", **GYM)
    cancel = Cancel(BookingId(1))
    cancelled = gym.desk.do(cancel)
    assert isinstance(cancelled, Cancelled)
    gym.book("000003", **GYM)
    with pytest.raises(DeskError) as error:
        gym.desk.do(cancelled.was)
    assert _code(error) == "slot_full"
