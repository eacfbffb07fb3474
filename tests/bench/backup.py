"""A backup beside the least that a copy takes: SQLite's own backup of the same file, synced to the disk."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.clock import machine_clock
from storage import driver
from storage.backup.making import make_backup
from storage.backup.verifying import verify
from tests.bench.timing import Measure, in_turns

TURNS = 7


def measures(club: Path, room: Path) -> Iterator[Measure]:
    """Making one, and proving one that is there. The floor of both is the bare copy."""
    database = Path(shutil.copyfile(club, room / "backed-up.db"))
    folders = iter(range(10**6))

    def backup(_call: int) -> None:
        folder = room / f"backups-{next(folders)}"
        folder.mkdir()
        make_backup(database, folder, machine_clock, "bench")

    def bare(_call: int) -> None:
        copy = room / f"bare-{next(folders)}.db"
        with closing(driver.connect(database)) as source, closing(driver.connect(copy)) as target:
            source.backup(target)
        with copy.open("r+b") as file:
            os.fsync(file.fileno())

    made = make_backup(database, _new(room / "proved"), machine_clock, "bench").path

    def proved(_call: int) -> None:
        [found] = verify(made)
        assert found.trouble is None

    for name, job in (("a backup, proved", backup), ("`backup verify` of one", proved)):
        case, floor = in_turns(TURNS, job, bare, stretch=1)
        yield Measure(name, f"{database.stat().st_size / 1e6:.0f} MB", case, floor, None)


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder
