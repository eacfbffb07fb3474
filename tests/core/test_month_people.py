"""`people`: who is on the roll, who used the club, who came for the first time, and who never came."""

import random
from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import DeskError
from core.wire import read_yuan
from tests.support.club import NINE, Club
from tests.support.raw import raw

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
TUESDAY = "2026-11-24"


@pytest.fixture
def house(club: Club) -> Club:
    """A gym; five of two departments and one of none."""
    club.facility("gym", capacity=2)
    club.publish(("gym", "2026-12-01", "17:30-19:30"))
    for number, department in enumerate(("财务科", "财务科", "财务科", "工会", "工会", None), 1):
        club.member(f"00000{number}", department=department)
    club.do("add_item", sku="MUG", name="杯子", kind="goods", price="10.00")
    club.do("receive_stock", sku="MUG", quantity=99)
    return club


def people(club: Club, **month: str) -> dict[str, Any]:
    return club.ask("people", **month or NOVEMBER)


def told(figures: dict[str, Any]) -> dict[str, Any]:
    """What is not nothing."""
    names = ("joined", "left", "active", "first_time", "never_came", "bookings", "buyers", "orders")
    return {name: figures[name] for name in names if figures[name]}


def buy(club: Club, member: str, many: int = 1) -> None:
    lines = [{"sku": "MUG", "quantity": many}]
    club.do("redeem", member=member, lines=lines, cash=f"{many * 10}.00")


def test_a_worked_month(house: Club) -> None:
    """One comes, one does not, one waits in line, one buys twice, one cancels; the sixth does nothing."""
    came = house.book("000001", "gym", TUESDAY, "17:30")
    house.book("000002", "gym", TUESDAY, "17:30")
    house.do("join_waitlist", member="000003", facility="gym", date=TUESDAY, start="17:30")
    gone = house.book("000005", "gym", TUESDAY, "19:30")
    house.do("cancel", booking=gone)
    buy(house, "000004", 2)
    buy(house, "000004")
    house.at(f"{TUESDAY}T17:20")
    house.do("check_in", booking=came)
    house.at(f"{TUESDAY}T21:00")
    answer = people(house)
    assert told(answer) == {
        "active": 5, "first_time": 4, "never_came": 1, "bookings": 2, "buyers": 1, "orders": 2
    }  # fmt: skip
    assert (answer["on_roll"], answer["spent"]) == (6, "30.00")
    finance, union, none = sorted(answer["departments"], key=lambda one: str(one["department"]), reverse=True)
    assert (finance["department"], told(finance)) == (
        "财务科", {"active": 3, "first_time": 2, "never_came": 1, "bookings": 2}
    )  # fmt: skip
    assert (union["department"], told(union)["active"]) == ("工会", 2)
    assert (none["department"], none["on_roll"], told(none)) == (None, 1, {})


def test_who_came_to_one_slot_and_not_to_another_did_come(house: Club) -> None:
    first = house.book("000001", "gym", TUESDAY, "17:30")
    house.book("000001", "gym", "2026-11-25", "17:30")
    house.at(f"{TUESDAY}T17:20")
    house.do("check_in", booking=first)
    house.at("2026-11-26T09:00")
    assert told(people(house)) == {"active": 1, "first_time": 1, "bookings": 2}


def test_a_booking_counts_in_the_month_of_its_slot(house: Club) -> None:
    house.book("000001", "gym", "2026-12-01", "17:30")
    assert told(people(house)) == {}
    assert told(people(house, **DECEMBER)) == {"active": 1, "first_time": 1, "bookings": 1}


def test_who_was_there_before_is_not_there_for_the_first_time(house: Club) -> None:
    buy(house, "000001")
    house.at("2026-12-01T00:00:00")
    buy(house, "000001")
    buy(house, "000002")
    assert told(people(house)) == {"active": 1, "first_time": 1, "buyers": 1, "orders": 1}
    assert told(people(house, **DECEMBER)) == {"active": 2, "first_time": 1, "buyers": 2, "orders": 2}


def test_the_roll_from_the_first_day_to_the_last(house: Club) -> None:
    """Hired on the last of October, on the first and the last of November, and on the first of December; one
    leaves on the last of November, one on the first of December."""
    for number, day in enumerate(("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01"), 11):
        house.member(f"0000{number}", hired_on=day)
    house.do("member_leaves", staff_no="000001", on="2026-11-30")
    house.do("member_leaves", staff_no="000002", on="2026-12-01")
    november, december = people(house), people(house, **DECEMBER)
    assert [november[name] for name in ("before", "joined", "left", "on_roll")] == [7, 2, 1, 8]
    assert [december[name] for name in ("before", "joined", "left", "on_roll")] == [8, 1, 1, 8]


def test_who_left_counts_for_what_they_did(house: Club) -> None:
    buy(house, "000001")
    house.do("member_leaves", staff_no="000001")
    assert told(people(house)) == {"left": 1, "active": 1, "first_time": 1, "buyers": 1, "orders": 1}


def test_a_member_who_left_on_the_day_of_hiring_never_was_there(house: Club) -> None:
    house.member("000099", hired_on="2026-11-28")
    house.do("member_leaves", staff_no="000099", on="2026-11-28")
    assert told(people(house)) == {}
    assert people(house)["on_roll"] == 6


def test_a_month_before_everything(house: Club) -> None:
    answer = people(house, **{"from": "2024-02-01", "to": "2024-02-29"})
    assert told(answer) == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_weeks_are_what_the_rows_come_to(house: Club, seed: int) -> None:
    dice, at = random.Random(seed), datetime.fromisoformat(NINE)
    for _ in range(60):
        at += timedelta(minutes=dice.choice((0, 10, 60, 300)))
        house.at(at.isoformat())
        member = f"00000{dice.randint(1, 6)}"
        slot = {
            "facility": "gym",
            "date": dice.choice(house.week()),
            "start": dice.choice(("17:30", "19:30")),
        }
        if dice.random() < 0.2:
            buy(house, member)
        elif house.outcome("book", member=member, **slot) == "slot_full":
            with suppress(DeskError):
                house.do("join_waitlist", member=member, **slot)
        booking = f"B{dice.randint(1, 20)}"
        house.outcome(dice.choice(("check_in", "check_in", "cancel")), booking=booking)
    found: dict[int, list[str]] = defaultdict(list)
    for one in raw(house, "booking"):
        found[one["member_id"]].append(one["state"])
    lines = {one["member_id"] for one in raw(house, "waitlist")}
    orders = raw(house, "orders")
    buyers = {one["member_id"] for one in orders}
    held = ("pending", "confirmed", "checked_in", "completed", "no_show")
    never = [
        member
        for member, states in found.items()
        if "no_show" in states and not {"checked_in", "completed"} & set(states)
    ]
    answer = people(house)
    assert answer["active"] == len({*found, *lines, *buyers})
    assert answer["first_time"] == len({*found, *buyers})
    assert answer["never_came"] == len(never)
    assert answer["bookings"] == sum(state in held for states in found.values() for state in states)
    assert (answer["buyers"], answer["orders"]) == (len(buyers), len(orders))
    assert read_yuan(answer["spent"]) == sum(one["total"] for one in orders)
