"""What is SQLite's own: the driver, its settings for a file, and its errors in the desk's words."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from core.errors import DeskError

BUSY_SECONDS = 30
"""How long a writer waits for the lock before `database_busy`."""

WAL_SAFE = (3, 51, 3)
"""The first version without the WAL-reset bug: older ones get a rollback journal instead."""

MODULE = dbapi2
VERSION: str = dbapi2.sqlite_version


def journal_mode() -> str:
    """The journal mode for the linked version. Both are used with synchronous=FULL: nothing acknowledged is
    lost when power fails."""
    return "wal" if dbapi2.sqlite_version_info >= WAL_SAFE else "truncate"


def connect(path: Path) -> Any:
    """A connection of the driver that begins no transaction by itself."""
    connection = dbapi2.connect(
        str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def set_journal(connection: Any) -> None:
    """Puts the file into its journal mode. Several desks may open a new file at once, and this one lock is
    not waited for by SQLite itself."""
    wanted = journal_mode()
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        try:
            connection.execute(f"PRAGMA journal_mode = {wanted}")
        except dbapi2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the driver's errors into the desk's: `database_busy`, `database_trouble`, `database_refused` (a
    constraint: the last belt) and `not_a_database`."""
    try:
        yield
    except dbapi2.IntegrityError as error:
        raise DeskError("database_refused", path=str(path), reason=str(error)) from error
    except dbapi2.OperationalError as error:
        code = "database_busy" if "locked" in str(error) or "busy" in str(error) else "database_trouble"
        raise DeskError(code, path=str(path), reason=str(error)) from error
    except dbapi2.DatabaseError as error:
        code = "not_a_database" if "not a database" in str(error) else "database_trouble"
        raise DeskError(code, path=str(path), reason=str(error)) from error
