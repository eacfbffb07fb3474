"""Several slots, or several members' bookings, in one go: all or none (domain.md section 3)."""

import pytest

from core.booking.book import Book
from core.command import COMMANDS
from core.doing import Order, OrderFailed
from core.wire import read_record
from tests.support.club import Club

TUESDAY = "2026-11-24"


@pytest.fixture
def day(club: Club) -> Club:
    """A room with slots at nine, ten and eleven on Tuesday, and two members."""
    club.facility("room", capacity=4, slots=False)
    club.publish(*[("room", TUESDAY, span) for span in ("09:00-10:00", "10:00-11:00", "11:00-12:00")])
    club.member()
    club.member("000002")
    return club


def asked(*starts: str, **fields: object) -> dict[str, object]:
    return {"member": "000001", "facility": "room", "date": TUESDAY, "starts": list(starts)} | fields


def test_several_slots_are_booked_in_one_go_each_with_its_own_booking(day: Club) -> None:
    told = day.do("book", **asked("09:00", "10:00", "11:00", party=2))
    assert told == {"bookings": ["B1", "B2", "B3"], "state": "confirmed"}
    assert [day.slot("room", TUESDAY, start)["taken"] for start in ("09:00", "10:00", "11:00")] == [2, 2, 2]


def test_one_start_in_a_list_is_answered_with_a_list(day: Club) -> None:
    assert day.do("book", **asked("09:00")) == {"bookings": ["B1"], "state": "confirmed"}


def test_where_one_slot_is_full_none_is_booked(day: Club) -> None:
    day.book("000002", "room", TUESDAY, "11:00", party=4)
    error = day.refused("book", **asked("09:00", "10:00", "11:00"))
    assert (error.code, error.facts["start"]) == ("slot_full", "11:00")
    assert [day.free("room", TUESDAY, start) for start in ("09:00", "10:00")] == [4, 4]
    day.check()


def test_where_one_slot_is_unknown_none_is_booked(day: Club) -> None:
    assert day.refused("book", **asked("09:00", "12:00")).code == "unknown_slot"
    assert day.free("room", TUESDAY, "09:00") == 4


def test_the_bookings_of_one_go_count_towards_the_quota(day: Club) -> None:
    day.do("change_facility", code="room", daily_quota=2)
    assert day.outcome("book", **asked("09:00", "10:00", "11:00")) == "quota_reached"
    assert day.outcome("book", **asked("09:00", "10:00")) == "confirmed"


def test_a_member_who_is_busy_in_one_of_them_gets_none(day: Club) -> None:
    day.facility("gym", slots=False)
    day.publish(("gym", TUESDAY, "10:30-10:45"))
    day.book("000001", "gym", TUESDAY, "10:30")
    error = day.refused("book", **asked("09:00", "10:00"))
    assert (error.code, error.facts["booking"]) == ("member_busy", "B1")
    assert day.free("room", TUESDAY, "09:00") == 4


def test_the_numbers_of_refused_bookings_are_given_to_the_next(day: Club) -> None:
    day.book("000002", "room", TUESDAY, "11:00", party=4)
    day.refused("book", **asked("09:00", "10:00", "11:00"))
    assert day.do("book", **asked("09:00", "10:00"))["bookings"] == ["B2", "B3"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "start"),
        ({"start": "09:00", "starts": ["10:00"]}, "start"),
        ({"starts": []}, "starts"),
        ({"starts": ["09:00", "09:00"]}, "starts"),
    ],
)
def test_exactly_one_of_start_and_starts_is_given_and_no_start_twice(
    day: Club, given: dict[str, object], field: str
) -> None:
    error = day.refused("book", member="000001", facility="room", date=TUESDAY, **given)
    assert (error.code, error.facts["field"]) == ("invalid", field)


def test_the_slots_of_one_go_need_not_follow_each_other(day: Club) -> None:
    assert day.outcome("book", **asked("11:00", "09:00")) == "confirmed"


def orders(*commands: dict[str, object]) -> list[Order]:
    entry = COMMANDS["book"]
    return [Order(read_record(entry.request, command)) for command in commands]


def test_several_members_bookings_are_one_command_made_of_commands(day: Club) -> None:
    one = {"member": "000001", "facility": "room", "date": TUESDAY, "start": "09:00"}
    done = day.desk.do_all(orders(one, one | {"member": "000002"}))
    assert [line.result.booking for line in done] == [1, 2]
    assert day.free("room", TUESDAY, "09:00") == 2


def test_where_one_members_booking_is_refused_no_one_is_booked(day: Club) -> None:
    one = {"member": "000001", "facility": "room", "date": TUESDAY, "start": "09:00", "party": 3}
    with pytest.raises(OrderFailed) as failure:
        day.desk.do_all(orders(one, one | {"member": "000002"}))
    assert (failure.value.index, failure.value.error.code) == (1, "slot_full")
    assert day.free("room", TUESDAY, "09:00") == 4
    day.check()


def test_a_command_of_the_core_is_the_same_as_its_json(day: Club) -> None:
    entry = COMMANDS["book"]
    assert isinstance(read_record(entry.request, asked("09:00")), Book)
