"""The door in a running process: bookings, grids, a member searched for, a look for what is due."""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from core.booking.book import Book
from core.clock import Minute, Rehearsal
from core.desk import Desk
from core.members.finding import FindMembers
from core.schedule.grid import AskGrid
from core.wire import Name
from storage import driver
from storage.database import Database, open_database
from storage.grid import PEOPLE_OF_ALL, SLOTS_OF_ALL
from tests.bench import big_club
from tests.bench.recorder import Script, record, replay
from tests.bench.timing import Job, Measure, in_turns

TURNS = 20
STRETCH = 25
"""Calls of one case before its floor's turn: who writes makes the other's page cache void, so not one by
one."""

GRIDS = 8
"""Grids of one case before its floor's turn."""

TYPED = ("w", "wa", "wang", "王", "王伟", "李", "zhangw", "zw", "jun", "wei", "0001", "000123", "1380", "88")


class Pair(NamedTuple):
    """A case and its floor, to be called as `in_turns` does."""

    case: Job
    floor: Job


def measures(clubs: dict[str, Path]) -> Iterator[Measure]:
    """All measures, each of all clubs in the same turns. The databases are written to: give copies."""
    for name, stretch, aim, pair_of in (
        ("one booking", STRETCH, 2, partial(_booking, keys=False)),
        ("one booking, with a key", STRETCH, 2, partial(_booking, keys=True)),
        ("day grid", GRIDS, 2, partial(_grid, days=1)),
        ("week grid", GRIDS, 2, partial(_grid, days=7)),
        ("a key of a member search", len(TYPED), None, _search),
        ("a look for what is due", STRETCH, None, _nothing_due),
    ):
        with ExitStack() as stack:
            pairs = [pair_of(path, stack) for path in clubs.values()]
            timed = in_turns(TURNS, *chain.from_iterable(pairs), stretch=stretch)
        for club, case, floor in zip(clubs, timed[::2], timed[1::2], strict=True):
            yield Measure(name, club, case, floor, aim)


def open_club(path: Path, stack: ExitStack) -> tuple[Desk, Any]:
    """The desk of a club, and a bare connection for its floor; the stack closes both."""
    database, connection = open_database(path), driver.connect(path)
    stack.callback(connection.close)
    stack.callback(database.close)
    return desk_of(database), connection


def desk_of(database: Database) -> Desk:
    desk = Desk(database, Rehearsal())
    desk.stand_at(big_club.NOW)
    return desk


def _booking(path: Path, stack: ExitStack, *, keys: bool) -> Pair:
    """One booking, as `Desk.perform` does it; the floor runs the very same statements. Both fill one
    database, in the order in which the statements were recorded."""
    rng = random.Random(int(keys))
    commands = _commands(path, rng, 2 * TURNS * STRETCH)
    given = [f"{rng.getrandbits(128):032x}" if keys else None for _ in commands]

    def work(database: Database) -> None:
        desk = desk_of(database)
        for command, key in zip(commands, given, strict=True):
            desk.perform(command, key=key)

    scripts = [script for script in record(path, work) if script[0][0] == "BEGIN IMMEDIATE"]
    assert len(scripts) == len(commands)
    desk, connection = open_club(path, stack)

    def place(call: int) -> int:
        turn, within = divmod(call, STRETCH)
        return 2 * turn * STRETCH + within

    def case(call: int) -> None:
        at = place(call)
        desk.perform(commands[at], key=given[at])

    def floor(call: int) -> None:
        replay(connection, scripts[place(call) + STRETCH])

    return Pair(case, floor)


def _commands(path: Path, rng: random.Random, count: int) -> list[Book]:
    """Bookings of the coming days that all can be made: free slots, members who have none that day."""
    connection = driver.connect(path)
    free: list[tuple[str, str, int, int]] = connection.execute(
        "SELECT f.code, s.day, s.start_minute, s.capacity - s.taken FROM slot s JOIN facility f"
        " ON f.id = s.facility_id WHERE s.day > ? AND s.taken < s.capacity",
        (big_club.TODAY.isoformat(),),
    ).fetchall()
    idle: dict[str, list[str]] = {}
    for day in sorted({row[1] for row in free}):
        taken = connection.execute("SELECT member_id FROM booking WHERE day = ?1", (day,)).fetchall()
        busy = {number for (number,) in taken}
        idle[day] = [
            big_club.staff_no(number) for number in range(1, big_club.MEMBERS + 1) if number not in busy
        ]
        rng.shuffle(idle[day])
    connection.close()
    return [
        Book(Name(idle[day].pop()), Name(code), date.fromisoformat(day), Minute(start))
        for code, day, start, _ in rng.sample(free, count)
    ]


def _grid(path: Path, stack: ExitStack, *, days: int) -> Pair:
    """A grid of days out of the club's whole time; the floor fetches the rows of the same two queries."""
    desk, connection = open_club(path, stack)
    known = connection.execute("SELECT min(day), max(day) FROM slot").fetchone()
    first, last = map(date.fromisoformat, known)
    within, rng = (last - first).days + 1 - days, random.Random(days)
    asked = [first + timedelta(days=rng.randint(0, within)) for _ in range(GRIDS * TURNS)]

    def floor(call: int) -> None:
        told = asked[call].isoformat(), (asked[call] + timedelta(days=days - 1)).isoformat()
        for statement in (SLOTS_OF_ALL, PEOPLE_OF_ALL):
            statement.run(connection, *told).fetchall()

    return Pair(lambda call: desk.ask(AskGrid(asked[call], days)), floor)


def _search(path: Path, stack: ExitStack) -> Pair:
    """A key of a member search; the floor runs the same statements."""
    questions = [FindMembers(Name(typed)) for typed in TYPED]
    scripts = _asked(path, questions)
    desk, connection = open_club(path, stack)
    return Pair(
        lambda call: desk.ask(questions[call % len(TYPED)]),
        lambda call: replay(connection, scripts[call % len(TYPED)]),
    )


def _asked(path: Path, questions: Sequence[FindMembers]) -> list[Script]:
    def work(database: Database) -> None:
        desk = desk_of(database)
        for question in questions:
            desk.ask(question)

    return record(path, work)[-len(questions) :]


def _nothing_due(path: Path, stack: ExitStack) -> Pair:
    """A tick with nothing due; the floor runs the same statements."""
    script = record(path, lambda database: desk_of(database).tick())[-1]
    desk, connection = open_club(path, stack)
    return Pair(lambda _: desk.tick(), lambda _: replay(connection, script))
