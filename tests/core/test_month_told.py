"""`notice_figures`: what members were to be told in a month, by kind, and what became of it."""

import random
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import DeskError
from tests.support.club import NINE, Club
from tests.support.raw import raw

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
FRIDAY = "2026-11-27"
STATES = ("written", "sent", "told", "missed", "failed", "waiting")


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for two, members up to 000005; who books is told of it."""
    club.facility("gym", capacity=2, promotion="auto")
    for number in range(1, 6):
        club.member(f"00000{number}")
    return club


def told(figures: dict[str, Any]) -> dict[str, int]:
    return {name: figures[name] for name in STATES if figures[name]}


def asked(club: Club, **month: str) -> dict[str, Any]:
    return club.ask("notice_figures", **month or NOVEMBER)


def take(club: Club, notice: str) -> dict[str, Any]:
    taken = club.do("take_notices", notices=[notice])
    return {"notices": taken["notices"], "channel": "group", "until": taken["until"]}


def test_a_worked_month(gym: Club) -> None:
    """Five are told that they have a place: one after 30 minutes by the channel, one after an hour by phone,
    one cannot be delivered, one nobody tells before the slot begins, and one waits."""
    for number, day in enumerate((FRIDAY, FRIDAY, "2026-11-28", "2026-11-24", "2026-11-29"), 1):
        gym.book(f"00000{number}", "gym", day, "17:30")
    gym.at("2026-11-23T09:30")
    taken = take(gym, "N1")
    gym.do("notices_sent", notices=taken["notices"], channel="group")
    gym.at("2026-11-23T10:00")
    gym.do("tell_notice", notice="N2")
    gym.do("notices_failed", **take(gym, "N3"), error="refused", final=True)
    gym.at("2026-11-24T17:30")
    answer = asked(gym)
    kinds = {one["kind"]: one for one in answer["kinds"]}
    assert told(kinds["booked"]) == {
        "written": 5,
        "sent": 1,
        "told": 1,
        "missed": 1,
        "failed": 1,
        "waiting": 1,
    }
    assert kinds["booked"]["median_minutes"] == 45
    assert answer["written"] == sum(one["written"] for one in answer["kinds"])


def test_a_notice_counts_in_the_month_in_which_it_was_written(gym: Club) -> None:
    gym.publish(("gym", "2026-12-02", "17:30-19:30"))
    gym.at("2026-11-30T23:59:59")
    gym.book("000001", "gym", "2026-12-02", "17:30")
    gym.at("2026-12-01T00:00:00")
    gym.book("000002", "gym", "2026-12-02", "17:30")
    gym.do("tell_notice", notice="N1")
    assert told(asked(gym)) == {"written": 1, "told": 1}
    assert told(asked(gym, **DECEMBER)) == {"written": 1, "waiting": 1}


def test_what_a_newer_notice_took_the_place_of_is_missed(gym: Club) -> None:
    booking = gym.book("000001", "gym", FRIDAY, "17:30")
    gym.do("cancel", booking=booking)
    kinds = {one["kind"]: told(one) for one in asked(gym)["kinds"]}
    assert kinds == {"booked": {"written": 1, "missed": 1}, "cancelled": {"written": 1, "waiting": 1}}


def test_a_month_without_notices(gym: Club) -> None:
    answer = asked(gym, **{"from": "2024-02-01", "to": "2024-02-29"})
    assert (told(answer), answer["kinds"], answer["median_minutes"]) == ({}, [], None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_weeks_are_what_the_rows_come_to(gym: Club, seed: int) -> None:
    dice, at = random.Random(seed), datetime.fromisoformat(NINE)
    for _ in range(80):
        at += timedelta(minutes=dice.choice((0, 11, 50, 200)))
        gym.at(at.isoformat())
        slot = {"facility": "gym", "date": dice.choice(gym.week()), "start": dice.choice(("17:30", "19:30"))}
        with suppress(DeskError):
            gym.book(f"00000{dice.randint(1, 5)}", **slot)
        with suppress(DeskError):
            gym.do("cancel", booking=f"B{dice.randint(1, 25)}")
        notice = f"N{dice.randint(1, 30)}"
        with suppress(DeskError):
            if dice.random() < 0.5:
                gym.do("tell_notice", notice=notice)
            else:
                gym.do("notices_sent", notices=take(gym, notice)["notices"], channel="group")
    instant = int(at.replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
    states: Counter[str] = Counter()
    minutes: list[float] = []
    rows = raw(gym, "notice")
    for one in rows:
        missed = one["state"] == "pending" and one["useful_until"] <= instant
        states["missed" if missed else {"pending": "waiting"}.get(one["state"], one["state"])] += 1
        if one["state"] in ("sent", "told"):
            minutes.append((one["done_at"] - one["due_at"]) / 60)
    answer = asked(gym)
    assert told(answer) == {"written": len(rows), **states}
    assert len(minutes) > 5
    assert answer["median_minutes"] == int(median(minutes))
    counts = Counter(one["kind"] for one in rows)
    assert {one["kind"]: one["written"] for one in answer["kinds"]} == dict(counts)
