"""`approvals`: what became of applications in a month, how long it took at each level, what waits."""

import random
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import NINE, Club
from tests.support.raw import raw

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
FRIDAY, SATURDAY = "2026-11-27", "2026-11-28"
ENDS = ("approved", "rejected", "expired", "withdrawn", "displaced")


@pytest.fixture
def hall(club: Club) -> Club:
    """A hall with two levels of approval, a room with one; members up to 000008."""
    club.facility("hall", capacity=30, whole_slot=True, approval_levels=2)
    club.facility("room", capacity=30, approval_levels=1)
    for number in range(1, 9):
        club.member(f"00000{number}")
    return club


def apply(club: Club, number: int, facility: str = "hall", day: str = FRIDAY, start: str = "17:30") -> str:
    return club.book(f"00000{number}", facility, day, start, purpose="例会", people=5)


def told(figures: dict[str, Any]) -> dict[str, int]:
    return {name: figures[name] for name in (*ENDS, "waiting") if figures[name]}


def asked(club: Club, **month: str) -> dict[str, Any]:
    return club.ask("approvals", **month or NOVEMBER)


def test_a_worked_month(hall: Club) -> None:
    """The hall: both levels after 60 and 30 minutes. The room: rejected after 100 minutes, withdrawn, one
    that nobody decides, and one that waits since nine."""
    first = apply(hall, 1)
    second, third, fourth = (apply(hall, number, "room") for number in (2, 3, 4))
    hall.at("2026-11-23T10:00")
    hall.do("approve", booking=first)
    hall.at("2026-11-23T10:30")
    hall.do("approve", booking=first)
    hall.at("2026-11-23T10:40")
    hall.do("reject", booking=second, note="满")
    hall.do("cancel", booking=third)
    hall.at(f"{FRIDAY}T18:00")
    apply(hall, 5, "room", SATURDAY)
    answer = asked(hall)
    assert told(answer) == {"approved": 1, "rejected": 1, "expired": 1, "withdrawn": 1, "waiting": 1}
    assert {one["facility"]: told(one) for one in answer["facilities"]} == {
        "hall": {"approved": 1}, "room": {"rejected": 1, "expired": 1, "withdrawn": 1, "waiting": 1}
    }  # fmt: skip
    assert answer["levels"] == [
        {"level": 1, "decided": 2, "median_minutes": 80, "longest_minutes": 100, "waiting": 1,
         "waits_longest_minutes": 0},
        {"level": 2, "decided": 1, "median_minutes": 30, "longest_minutes": 30, "waiting": 0,
         "waits_longest_minutes": None},
    ]  # fmt: skip
    assert hall.state(fourth) == "expired"


def test_a_booking_that_needed_no_approval_is_no_application(hall: Club) -> None:
    hall.facility("gym")
    booking = apply(hall, 1, "gym")
    hall.do("cancel", booking=booking)
    assert told(asked(hall)) == {}


def test_a_confirmed_booking_that_is_cancelled_was_approved_and_not_withdrawn(hall: Club) -> None:
    booking = apply(hall, 1, "room")
    hall.do("approve", booking=booking)
    hall.do("cancel", booking=booking)
    assert told(asked(hall)) == {"approved": 1}


def test_one_level_of_two_decides_nothing_yet(hall: Club) -> None:
    booking = apply(hall, 1)
    hall.at("2026-11-23T11:00")
    hall.do("approve", booking=booking)
    hall.at("2026-11-23T12:30")
    answer = asked(hall)
    assert told(answer) == {"waiting": 1}
    assert [(one["decided"], one["waiting"], one["waits_longest_minutes"]) for one in answer["levels"]] == [
        (1, 0, None), (0, 1, 90)
    ]  # fmt: skip


def test_what_is_decided_at_the_midnight_of_the_first_is_of_that_month(hall: Club) -> None:
    hall.publish(("room", "2026-12-03", "17:30-19:30"))
    hall.at("2026-11-28T09:00")
    first, second = (apply(hall, number, "room", "2026-12-03") for number in (1, 2))
    hall.at("2026-11-30T23:59:59")
    hall.do("approve", booking=first)
    hall.at("2026-12-01T00:00:00")
    hall.do("reject", booking=second, note="x")
    assert told(asked(hall)) == {"approved": 1}
    assert told(asked(hall, **DECEMBER)) == {"rejected": 1}


def test_a_month_without_applications(hall: Club) -> None:
    answer = asked(hall, **{"from": "2024-02-01", "to": "2024-02-29"})
    assert (told(answer), answer["facilities"], answer["levels"]) == ({}, [], [])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_weeks_are_what_the_trails_come_to(hall: Club, seed: int) -> None:
    dice, at = random.Random(seed), datetime.fromisoformat(NINE)
    for _ in range(90):
        at += timedelta(minutes=dice.choice((0, 11, 50, 200)))
        hall.at(at.isoformat())
        with suppress(DeskError):
            apply(hall, dice.randint(1, 8), dice.choice(("hall", "room")), dice.choice(hall.week()),
                  dice.choice(("17:30", "19:30")))  # fmt: skip
        deed = dice.choice(("approve", "approve", "reject", "cancel"))
        with suppress(DeskError):
            hall.do(deed, booking=f"B{dice.randint(1, 30)}", **({"note": "x"} if deed == "reject" else {}))
    states: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for step in raw(hall, "booking_step"):
        states[step["booking_id"]].append(step)
    ends: Counter[str] = Counter()
    took: list[int] = []
    for steps in states.values():
        for before, step in pairwise(steps):
            if before["state"] == "pending":
                came = {"confirmed": "approved", "cancelled": "withdrawn"}.get(step["state"], step["state"])
                ends[came] += came != "pending"
                if step["event"] in ("approved", "rejected"):
                    took.append(step["at"] - before["at"])
        ends["waiting"] += steps[-1]["state"] == "pending"
    answer = asked(hall)
    assert told(answer) == dict(+ends)
    assert sum(level["decided"] for level in answer["levels"]) == len(took) > 10
    assert max(level["longest_minutes"] or 0 for level in answer["levels"]) == max(took) // 60
