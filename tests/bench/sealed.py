"""What encryption costs: the same club plain and encrypted, in turns."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from storage import driver, keys, sealing
from tests.bench import door
from tests.bench.timing import Job, Measure, in_turns

OPENINGS = 10
"""Connections of one file before the other's turn."""


def measures(club: Path, room: Path) -> Iterator[Measure]:
    """A booking, a day grid, and a connection's first look. The floor is the plain file."""
    plain, encrypted = (Path(shutil.copyfile(club, room / name)) for name in ("plain.db", "encrypted.db"))
    os.environ["FRONTDESK_KEY_FILE"] = str(room / "keys" / "bench.keys")
    key = keys.new_key()
    keys.keep_in_file(key, keys.key_file())
    begun = time.perf_counter()
    done = sealing.encrypt(encrypted, key)
    seconds = time.perf_counter() - begun
    told = f"encrypting {done.size / 1e6:.0f} MB, {done.contents.rows:,} rows, proved: {seconds:.1f} s"
    print(f"\n{told}", flush=True)
    commands = door._commands(plain, random.Random(8), door.TURNS * door.STRETCH)

    def booking(path: Path, stack: ExitStack) -> Job:
        desk, _ = door.open_club(path, stack)
        return lambda call: desk.perform(commands[call])

    def grid(path: Path, stack: ExitStack) -> Job:
        return door._grid(path, stack, days=1).case

    for name, stretch, job_on in (
        ("one booking", door.STRETCH, booking),
        ("day grid", door.GRIDS, grid),
        ("a new connection's first look", OPENINGS, lambda path, _: partial(_look, path)),
    ):
        with ExitStack() as stack:
            case, floor = in_turns(
                door.TURNS, *(job_on(path, stack) for path in (encrypted, plain)), stretch=stretch
            )
        yield Measure(name, "encrypted / plain", case, floor, None)


def _look(path: Path, _call: int) -> None:
    with closing(driver.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM club").fetchone()
