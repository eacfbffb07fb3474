"""The door in a running process: bookings, cancelling where a line waits, grids, a member searched for, a
month's figures, a look for what is due."""

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from core.booking.book import Book
from core.booking.cancel import Cancel
from core.clock import Minute, Rehearsal
from core.command import Command, Question
from core.desk import Desk
from core.doing import Order
from core.members.finding import FindMembers
from core.reports.utilisation import AskUtilisation
from core.schedule.grid import AskGrid
from core.waitlist.joining import JoinWaitlist
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

CANCELS, LINE = 5, 50
"""Cancellations of one case before its floor's turn, and how many wait in the line of each slot."""

MONTHS = 2
"""Months of which the figures are asked for, before the floor's turn."""

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
        ("a cancel, the first of 50 in line offered the place", CANCELS, 2, _cancel),
        ("day grid", GRIDS, 2, partial(_grid, days=1)),
        ("week grid", GRIDS, 2, partial(_grid, days=7)),
        ("a key of a member search", len(TYPED), None, _search),
        ("utilisation of a month", MONTHS, None, _utilisation),
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
    """One booking, as `Desk.perform` does it."""
    rng = random.Random(int(keys))
    commands = _commands(path, rng, 2 * TURNS * STRETCH)
    given = [f"{rng.getrandbits(128):032x}" if keys else None for _ in commands]
    return _written(path, stack, commands, given, STRETCH)


def _written(
    path: Path, stack: ExitStack, commands: Sequence[Command[Any]], keys: Sequence[str | None], stretch: int
) -> Pair:
    """Commands, half of them for the floor, which runs the very same statements. Both fill one database, in
    the order in which the statements were recorded."""

    def work(database: Database) -> None:
        desk = desk_of(database)
        for command, key in zip(commands, keys, strict=True):
            desk.perform(command, key=key)

    scripts = [script for script in record(path, work) if script[0][0] == "BEGIN IMMEDIATE"]
    assert len(scripts) == len(commands)
    desk, connection = open_club(path, stack)

    def place(call: int) -> int:
        turn, within = divmod(call, stretch)
        return 2 * turn * stretch + within

    def case(call: int) -> None:
        at = place(call)
        desk.perform(commands[at], key=keys[at])

    def floor(call: int) -> None:
        replay(connection, scripts[place(call) + stretch])

    return Pair(case, floor)


def _commands(path: Path, rng: random.Random, count: int) -> list[Book]:
    """Bookings of the coming days that all can be made: free slots, members who have none that day."""
    free = free_slots(path)
    idle = idle_members(path, {day for _, day, _, _ in free}, rng)
    return [
        Book(Name(idle[day].pop()), Name(code), date.fromisoformat(day), Minute(start))
        for code, day, start, _ in rng.sample(free, count)
    ]


def free_slots(path: Path) -> list[tuple[str, str, int, int]]:
    """Facility, day, start and free places of the slots of the coming days."""
    connection = driver.connect(path)
    free: list[tuple[str, str, int, int]] = connection.execute(
        "SELECT f.code, s.day, s.start_minute, s.capacity - s.taken FROM slot s JOIN facility f"
        " ON f.id = s.facility_id WHERE s.day > ? AND s.taken < s.capacity",
        (big_club.TODAY.isoformat(),),
    ).fetchall()
    connection.close()
    return free


def idle_members(path: Path, days: Iterable[str], rng: random.Random) -> dict[str, list[str]]:
    """The members who have nothing on a day, in any order."""
    connection = driver.connect(path)
    idle: dict[str, list[str]] = {}
    for day in sorted(days):
        taken = connection.execute("SELECT member_id FROM booking WHERE day = ?1", (day,)).fetchall()
        busy = {number for (number,) in taken}
        idle[day] = [
            big_club.staff_no(number) for number in range(1, big_club.MEMBERS + 1) if number not in busy
        ]
        rng.shuffle(idle[day])
    connection.close()
    return idle


def _cancel(path: Path, stack: ExitStack) -> Pair:
    """A booking of a full slot is cancelled, and the first of the line is offered the place."""
    rng = random.Random(50)
    slots = rng.sample(free_slots(path), 2 * TURNS * CANCELS)
    idle = idle_members(path, {day for _, day, _, _ in slots}, rng)
    database = open_database(path)
    desk = desk_of(database)
    commands = [line_up(desk, slot, idle[slot[1]], LINE) for slot in slots]
    database.close()
    return _written(path, stack, commands, [None] * len(commands), CANCELS)


def line_up(desk: Desk, slot: tuple[str, str, int, int], idle: list[str], line: int) -> Cancel:
    """Fills a slot, and lets members wait for it: those of the day's first ones who book nothing. The way to
    cancel one of its bookings."""
    code, day, start, free = Name(slot[0]), date.fromisoformat(slot[1]), Minute(slot[2]), slot[3]
    books = [Order(Book(Name(idle.pop()), code, day, start)) for _ in range(free)]
    waits = [Order(JoinWaitlist(Name(member), code, day, start)) for member in idle[:line]]
    last = desk.do_all([*books, *waits])[free - 1]
    return Cancel(last.result.booking)


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


def _asked(path: Path, questions: Sequence[Question[Any]]) -> list[Script]:
    def work(database: Database) -> None:
        desk = desk_of(database)
        for question in questions:
            desk.ask(question)

    return record(path, work)[-len(questions) :]


def _utilisation(path: Path, stack: ExitStack) -> Pair:
    """The figures of thirty days out of the club's whole time; the floor runs the same statements."""
    desk, connection = open_club(path, stack)
    known = connection.execute("SELECT min(day), max(day) FROM slot").fetchone()
    first, last = map(date.fromisoformat, known)
    within, rng = max((last - first).days - 29, 0), random.Random(30)
    begins = [first + timedelta(days=rng.randint(0, within)) for _ in range(MONTHS * TURNS)]
    questions = [AskUtilisation(begin, begin + timedelta(days=29)) for begin in begins]
    scripts = _asked(path, questions)
    return Pair(lambda call: desk.ask(questions[call]), lambda call: replay(connection, scripts[call]))


def _nothing_due(path: Path, stack: ExitStack) -> Pair:
    """A tick with nothing due; the floor runs the same statements."""
    script = record(path, lambda database: desk_of(database).tick())[-1]
    desk, connection = open_club(path, stack)
    return Pair(lambda _: desk.tick(), lambda _: replay(connection, script))
