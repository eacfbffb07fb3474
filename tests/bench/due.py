"""A tick that finds ten thousand things due: offers that ran out one after the other, entries that lapse,
reminders, no-shows, completions."""

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from core.clock import Instant, Rehearsal
from core.desk import Desk
from core.due import Ticked
from core.facilities.keeping import ChangeFacility
from core.wire import Name
from storage import driver
from storage.database import Database, open_database
from tests.bench import big_club
from tests.bench.door import desk_of, free_slots, idle_members, line_up
from tests.bench.recorder import record, replay
from tests.bench.timing import Measure, Timed

THINGS = 10_000
TURNS = 3
_SLOTS, _LINE = 60, 20
"""Slots in whose lines so many wait; in every second of them a place comes free."""


def measures(club: Path, room: Path) -> Iterator[Measure]:
    """Of a club of ten thousand bookings, of which copies are made in a folder; the times of each thing."""
    prepared = Path(shutil.copyfile(club, room / "due.db"))
    _prepare(prepared)
    until = _when_so_many_are_due(prepared, room)
    counts: list[Ticked] = []

    def tick(database: Database) -> None:
        counts.append(Desk(database, Rehearsal(until)).tick())

    scripts = record(prepared, tick)
    told = Counter({name: getattr(counts[0], name) for name in Ticked.__dataclass_fields__})
    things = told.total()

    def case(path: Path, stack: ExitStack) -> Callable[[], object]:
        database = open_database(path)
        stack.callback(database.close)
        return lambda: tick(database)

    def floor(path: Path, stack: ExitStack) -> Callable[[], object]:
        connection = driver.connect(path)
        stack.callback(connection.close)
        return lambda: [replay(connection, script) for script in scripts]

    taken: dict[Any, list[float]] = {case: [], floor: []}
    for _ in range(TURNS):
        for job, seconds in taken.items():
            seconds.append(_timed(prepared, room, job) / things)
    print(", ".join(f"{name} {number:,}" for name, number in told.most_common() if number), file=sys.stderr)
    name = f"a tick of {things:,} due things, each"
    yield Measure(name, "10,000", Timed.of(taken[case]), Timed.of(taken[floor]), None)


def _timed(prepared: Path, room: Path, job: Callable[[Path, ExitStack], Callable[[], object]]) -> float:
    """Seconds of one job on a copy of its own."""
    with ExitStack() as stack:
        path = Path(shutil.copyfile(prepared, room / "turn.db"))
        for ending in ("", "-wal", "-shm"):
            stack.callback(Path(f"{path}{ending}").unlink, missing_ok=True)
        work = job(path, stack)
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun


def _prepare(path: Path) -> None:
    """Half of the facilities ask for no check-in; some slots are full, with a line."""
    rng = random.Random(10_000)
    slots = sorted(rng.sample(free_slots(path), 8 * _SLOTS), key=lambda slot: slot[1])[:_SLOTS]
    idle = idle_members(path, {day for _, day, _, _ in slots}, rng)
    database = open_database(path)
    desk = desk_of(database)
    for number in range(1, big_club.FACILITIES + 1, 2):
        desk.do(ChangeFacility(Name(big_club.facility_code(number)), no_show_grace_minutes=None))
    cancels = [line_up(desk, slot, idle[slot[1]], _LINE) for slot in slots]
    for cancel in cancels[::2]:
        desk.do(cancel)
    database.close()


def _when_so_many_are_due(prepared: Path, room: Path) -> Instant:
    """The instant by which ten thousand things have fallen due."""
    path = Path(shutil.copyfile(prepared, room / "ahead.db"))
    database = open_database(path)
    desk = desk_of(database)
    with database.read() as store:
        before = store.last_link().number
    desk.stand_at(big_club.NOW.replace(month=12, day=7))
    desk.tick()
    with database.read() as store:
        found = store.connection.execute(
            "SELECT json_extract(body, '$.due_at') FROM audit WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?",
            (before, THINGS - 1),
        ).fetchone()
    database.close()
    path.unlink()
    return Instant(found[0])
