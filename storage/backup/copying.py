"""A copy of a database that is known to be whole."""

import filecmp
import os
from contextlib import closing, suppress
from glob import escape
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import DeskError
from storage import driver
from storage.contents import contents_of
from storage.places import flush_folder


def copy_whole(source: Path, target: Path, wait: float = driver.BUSY_SECONDS) -> Path:
    """Copies a database, as it stands at one instant, into a new private file, and proves the copy: its
    integrity, and the number of rows of each table. Desks may go on working meanwhile.

    Nothing is overwritten: with an older copy at `target` the next free of `name-2.db`, `name-3.db` … is
    taken, or the older copy if it holds the very same. The path of the copy. `database_damaged` for a source
    that is not whole, `backup_failed` for what the disk does; then no copy is left.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)  # of a copy that was interrupted
        make_private(part)
        _copy(source, part, wait)
        place = _place_for(part, target)
        if place.exists():
            return place
        part.rename(place)
        flush_folder(place.parent)
    except driver.MODULE.Error as error:
        code = "database_damaged" if driver.code_of(error) == "database_damaged" else "backup_failed"
        raise DeskError(code, path=str(source), backup=str(target), reason=str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("backup_failed", path=str(source), backup=str(target), reason=reason) from error
    else:
        return place
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy(source: Path, part: Path, wait: float) -> None:
    with closing(driver.connect(source, wait)) as connection:
        connection.execute("BEGIN")  # one picture for the count and the copy
        counts = row_counts(connection)
        copy_into(connection, part, source)
        connection.execute("COMMIT")
    with closing(look_at_copy(part, source, wait)) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise DeskError("database_damaged", path=str(source), reason=str(found).replace("\n", " "))
        if row_counts(copy) != counts:
            raise DeskError("backup_failed", path=str(source), backup=str(part), reason="rows are missing")


def make_private(path: Path) -> None:
    """A new empty file that only the user can read. FileExistsError where there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with suppress(PermissionError):  # of a file system that keeps no modes
        path.chmod(0o600)


def copy_into(connection: Any, part: Path, source: Path) -> None:
    """Copies what a connection sees into an empty file; it is encrypted as `source` is."""
    with closing(connect_to_copy(part, source)) as copy:
        connection.backup(copy)


def connect_to_copy(part: Path, source: Path) -> Any:
    """A connection to a copy of `source`, whose key opens it."""
    return driver.connect(part, keyed_as=source)


def look_at_copy(part: Path, source: Path, wait: float = driver.BUSY_SECONDS) -> Any:
    """A connection that cannot change a copy of `source`, whose key opens it."""
    return driver.look(part, wait, keyed_as=source)


def row_counts(connection: Any) -> dict[str, int]:
    """The number of rows of each table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a table's own name
        for (name,) in tables
    }


class Backup(NamedTuple):
    """A copy of a database, and when it was made, in seconds since 1970."""

    path: Path
    made: float


def backups_beside(path: Path) -> list[Backup]:
    """The copies that migrations have put beside a database, the newest first; none where its folder can't be
    looked into."""
    try:
        copies = path.parent.glob(f"{escape(path.stem)}.before-v*{escape(path.suffix)}")
        found = [Backup(copy, copy.stat().st_mtime) for copy in copies]
    except OSError:
        return []
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def _place_for(part: Path, target: Path) -> Path:
    """The first of the numbered names that is free, or whose file is equal."""
    place, number = target, 1
    while place.exists() and not _is_same(part, place):
        number += 1
        place = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return place


def _is_same(part: Path, place: Path) -> bool:
    """Each encryption of the same rows is another: there the rows are compared."""
    if filecmp.cmp(part, place, shallow=False):
        return True
    try:
        with closing(driver.look(part)) as one, closing(driver.look(place)) as other:
            return driver.seal_of(part) is not None and contents_of(one) == contents_of(other)
    except (driver.MODULE.Error, DeskError):
        return False
