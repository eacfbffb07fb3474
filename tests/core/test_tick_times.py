"""Any number of ticks, late, doubled or none at all, leave the same history as ticks that were never late:
every table is the same, row by row (domain.md section 9)."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.clock import Instant, instant_of, local_of, zone_named
from core.command import COMMANDS
from core.doing import Order
from core.errors import DeskError
from core.wire import read_record
from tests.support.club import Club, new_club
from tests.support.days import Imagined, Sent, random_day
from tests.support.examples import examples
from tests.support.months import random_months

DRAWN_BY_LOT = {"audit": {"salt", "digest", "hash"}, "club": {"pass_key"}}
"""Columns that differ between any two clubs: salts, the digests and hashes that come of them, keys."""

Tables = dict[str, list[dict[str, Any]]]
Between = Callable[[Club, str], None]
"""What is done before the clock comes to stand at a local time."""


def tables_of(club: Club) -> Tables:
    """Everything that is kept, row by row."""
    with club.database.read() as store:
        names = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        return {name: _rows(store.connection, name) for (name,) in names}


def _rows(connection: Any, name: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"SELECT * FROM {name} ORDER BY 1")
    columns = [column[0] for column in cursor.description]
    left_out = DRAWN_BY_LOT.get(name, set())
    rows = [dict(zip(columns, row, strict=True)) for row in cursor]
    return [{column: value for column, value in row.items() if column not in left_out} for row in rows]


def a_day(seed: int, steps: int) -> tuple[Imagined, list[Sent]]:
    """What is sent in a day at random, and a look two days later, when all of it is over."""
    imagined = Imagined()
    random_day(imagined, random.Random(seed), steps)
    later = imagined.model.told(imagined.model.now + 2 * 1440)
    return imagined, [*imagined.sent, (later, "tick", {})]


def lived(sent: list[Sent], between: Between) -> Tables:
    """The tables after a script, with `between` before each of its commands."""
    with new_club() as club:
        for at, command, fields in sent:
            between(club, at)
            club.at(at)
            with suppress(DeskError):
                club.do(command, **fields)
        club.check()
        return tables_of(club)


# ---------------------------------------------------------------- when ticks come


def no_tick(_club: Club, _at: str) -> None:
    """Whatever is due is found by the next command."""


def never_late(club: Club, at: str) -> None:
    """A tick at each instant at which something falls due."""
    with club.database.read() as store:
        until = instant_of(datetime.fromisoformat(at), zone_named(store.settings().timezone))
    while True:
        with club.database.read() as store:
            thing = store.next_due(until)
        if thing is None:
            return
        club.clock.stand_at(Instant(max(thing.at, club.clock.at)))
        club.desk.tick()


def at_any_time(dice: random.Random) -> Between:
    """Some ticks and looks, at any second, some of them twice."""

    def ticking(club: Club, at: str) -> None:
        with club.database.read() as store:
            zone = zone_named(store.settings().timezone)
        until = instant_of(datetime.fromisoformat(at), zone)
        for instant in sorted(dice.randint(club.clock.at, until) for _ in range(dice.choice((0, 0, 1, 3)))):
            club.clock.stand_at(Instant(instant))
            for _ in range(dice.choice((1, 1, 2))):
                if dice.random() < 0.7:
                    club.desk.tick()
                else:
                    club.ask("settings")

    return ticking


def different(one: Tables, other: Tables) -> list[Any]:
    """The first rows that differ, table by table."""
    return [
        (name, next((pair for pair in zip(rows, other[name], strict=False) if pair[0] != pair[1]), "length"))
        for name, rows in one.items()
        if rows != other[name]
    ]


@given(seed=st.integers(0, 2**40))
@examples(8, shrink=False)
def test_any_set_of_tick_times_gives_the_same_history(seed: int) -> None:
    _, sent = a_day(seed, steps=50)
    expected = lived(sent, no_tick)
    for between in (never_late, at_any_time(random.Random(seed))):
        assert different(expected, lived(sent, between)) == []


@given(seed=st.integers(0, 2**40))
@examples(6, shrink=False)
def test_any_set_of_tick_times_gives_the_same_ledger(seed: int) -> None:
    sent = random_months(seed, steps=40)
    expected = lived(sent, no_tick)
    assert {row["kind"] for row in expected["entry"]} >= {"granted", "expired", "cleared"}
    for between in (never_late, at_any_time(random.Random(seed))):
        assert different(expected, lived(sent, between)) == []


@given(seed=st.integers(0, 2**40))
@examples(4, shrink=False)
def test_a_day_done_as_one_change_gives_the_same_history(seed: int) -> None:
    """As `--atomic` does it: what falls due between the lines happens between them there too."""
    imagined, sent = a_day(seed, steps=40)
    done = [line for line, accepted in zip(sent, [*imagined.accepted, True], strict=True) if accepted]
    expected = lived(done, no_tick)
    with new_club() as club:
        club.desk.do_all(
            [
                Order(read_record(COMMANDS[command].request, fields), at=datetime.fromisoformat(at))
                for at, command, fields in done
            ]
        )
        assert different(expected, tables_of(club)) == []


def test_things_of_one_instant_happen_by_kind_then_by_number_however_late_they_are_found(club: Club) -> None:
    club.facility(
        "court",
        capacity=2,
        confirm_minutes_before=60,
        release_unconfirmed=True,
        offer_minutes=600,
        slots=False,
    )
    club.facility("room", capacity=1, approval_levels=1, slots=False)
    for number in range(1, 8):
        club.member(f"00000{number}")
    place = {"date": "2026-11-24", "start": "17:30", "end": "19:30"}
    club.do(
        "publish_slots",
        slots=[{"facility": "room"} | place, {"facility": "court", "peak": True} | place],
    )
    court, room = ({"facility": code, "date": "2026-11-24", "start": "17:30"} for code in ("court", "room"))
    club.book("000001", **room)
    club.book("000002", **court)
    club.book("000003", **court)
    for number in (4, 5, 6):
        club.do("join_waitlist", member=f"00000{number}", **court)
    club.do("join_waitlist", member="000007", **room)
    club.do("confirm", booking="B3")
    club.at("2026-11-26T12:00")
    club.do("tick")
    with club.database.read() as store:
        zone = zone_named("Asia/Shanghai")
        done = [
            (f"{local_of(record.at, zone):%H:%M}", record.action, json.loads(record.body)["record"])
            for record in store.audit_records()
            if record.operator == "clock"
        ]
    assert done == [
        ("16:30", "remind", "B2"),
        ("16:30", "remind", "B3"),
        ("16:30", "ask", "B2"),
        ("17:00", "release", "B2"),
        ("17:30", "offer_ends", "W1"),
        ("17:30", "lapse", "W2"),
        ("17:30", "lapse", "W3"),
        ("17:30", "lapse", "W4"),
        ("17:30", "expire", "B1"),
        ("17:45", "no_show", "B3"),
    ]
