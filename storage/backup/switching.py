"""Putting one database in the place of another: at every moment the old one or the new one lies there, whole,
and the old one is kept."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import DeskError
from storage import driver
from storage.backup.folder import flush_file
from storage.places import flush_folder

UNLOCKABLE = frozenset({"database_damaged", "not_a_database"})
"""What no lock can be had on: nobody works with such a file."""


def put_in_place(
    copy: Path, database: Path, local: datetime, wait: float = driver.BUSY_SECONDS
) -> Path | None:
    """Puts a closed copy, in a folder of the same disk, in the place of the database, while nobody can write
    to that; the old one's new place, None where there was none. Consoles that have the old one open see that
    it was replaced before they write again.

    `database_busy`, `stray_log` (a log without its database lies there), `database_open_elsewhere` (Windows),
    OSError for what the disk does.
    """
    if driver.size_of(driver.log_of(copy)) or driver.size_of(driver.journal_of(copy)):
        raise OSError("the copy has not been closed")
    flush_file(copy)
    if not os.path.lexists(database):
        _refuse_stray_log(database)
        copy.replace(database)
        flush_folder(database.parent)
        return None
    kept = _kept_name(database, local)
    try:
        with driver.told(database), _held(database, wait) as release:
            if os.name != "posix":
                release()  # Windows replaces no open file; with no other program at it nobody writes
            _swap(copy, database, kept)
            _drop_empty_logs(database)
    except PermissionError as error:
        if os.name == "posix":
            raise
        raise DeskError("database_open_elsewhere", path=str(database)) from error
    except DeskError as error:
        if error.code not in UNLOCKABLE:
            raise
        with suppress(OSError):  # of a disk without second names
            os.link(database, kept)  # before its logs go there: killed meanwhile, all of it is kept
        _set_aside_logs(database, kept)
        _swap(copy, database, kept)
    flush_folder(database.parent)
    return kept


@contextmanager
def _held(database: Path, wait: float) -> Iterator[Any]:
    """The write lock, with all that was confirmed in the file itself and an empty log: the file alone is then
    the whole database, and nobody changes it. Gives what releases it early."""
    deadline = time.monotonic() + wait
    with closing(driver.connect(database, wait)) as connection:
        while True:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            if not driver.size_of(driver.log_of(database)):
                break
            connection.execute("ROLLBACK")  # somebody wrote between the two, or reads an older picture
            if time.monotonic() > deadline:
                raise DeskError("database_busy", path=str(database))
            time.sleep(0.02)
        yield connection.close


def _swap(copy: Path, database: Path, kept: Path) -> None:
    """The old file gets a second name before the new one takes the first. A disk without second names leaves
    no other way than two steps; a kill between them leaves both, and neither in place."""
    try:
        if not _same_file(database, kept):
            os.link(database, kept)
    except OSError:
        database.replace(kept)
    copy.replace(database)


def _drop_empty_logs(database: Path) -> None:
    """The index of the old log must not be shared by two databases; a log goes only if it is empty."""
    driver.index_of(database).unlink(missing_ok=True)
    for log in (driver.log_of(database), driver.journal_of(database)):
        if not driver.size_of(log):
            log.unlink(missing_ok=True)


def _set_aside_logs(database: Path, kept: Path) -> None:
    """The logs of a file that can't be read any more go with it: SQLite would write what is in them into the
    new one."""
    for of in (driver.log_of, driver.journal_of):
        if driver.size_of(of(database)):
            of(database).replace(of(kept))
        else:
            of(database).unlink(missing_ok=True)
    driver.index_of(database).unlink(missing_ok=True)


def _refuse_stray_log(database: Path) -> None:
    for log in (driver.log_of(database), driver.journal_of(database)):
        if driver.size_of(log):
            raise DeskError("stray_log", path=str(database), log=str(log))
    _drop_empty_logs(database)


def _kept_name(database: Path, local: datetime) -> Path:
    """`frontdesk.replaced-20261128-031500.db`, or the same with a number. A second name that an interrupted
    switch has given the very file that lies in place is taken away
    again, or used where the log went there."""
    for other in database.parent.glob("*"):
        named = other.name.startswith(f"{database.stem}.replaced-") and other.suffix == database.suffix
        if named and _same_file(other, database):
            if any(driver.size_of(of(other)) for of in (driver.log_of, driver.journal_of)):
                return other
            other.unlink()
    first = database.with_name(f"{database.stem}.replaced-{local:%Y%m%d-%H%M%S}{database.suffix}")
    place, number = first, 1
    while any(os.path.lexists(of(place)) for of in (Path, driver.log_of, driver.journal_of)):
        number += 1
        place = first.with_name(f"{first.stem}-{number}{first.suffix}")
    return place


def _same_file(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
