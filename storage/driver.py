"""What is SQLite's own: the driver, its settings for a file, and its errors in the desk's words."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from core.errors import DeskError
from storage import keys

BUSY_SECONDS = 30.0
"""How long a writer waits for the lock before `database_busy`."""

WAL_SAFE = (3, 51, 3)
"""The first version without the WAL-reset bug: older ones get a rollback journal instead."""

_BEGINNING = 16
"""So many bytes tell what a file is."""

_NO_KEY = f"x'{'00' * 32}'"
"""With any key the cipher tells how a file begins."""

MODULE = dbapi2
VERSION: str = dbapi2.sqlite_version

_CODES = {
    5: "database_busy",  # SQLITE_BUSY
    6: "database_busy",  # SQLITE_LOCKED
    8: "database_read_only",  # SQLITE_READONLY
    11: "database_damaged",  # SQLITE_CORRUPT
    13: "database_full",  # SQLITE_FULL
    19: "database_refused",  # SQLITE_CONSTRAINT
    26: "not_a_database",  # SQLITE_NOTADB
}
"""By SQLite's primary result code (sqlite.org/rescode.html); `database_trouble` for the others."""

_ASKED = frozenset({0, 1, 18, 19, 20, 21, 25})
"""Codes of what a statement asked for: none of SQLite's, then SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH,
MISUSE and RANGE."""


def journal_mode() -> str:
    """The journal mode for the linked version. Both are used with synchronous=FULL: nothing acknowledged is
    lost when power fails."""
    return "wal" if dbapi2.sqlite_version_info >= WAL_SAFE else "truncate"


def connect(path: Path, wait: float = BUSY_SECONDS, keyed_as: Path | None = None) -> Any:
    """A connection of the driver that begins no transaction by itself. `wait`: seconds that it waits for a
    lock.

    An encrypted file says by itself which key opens it: errors as in `storage.keys.find`. A file that is
    still to be made is encrypted as `keyed_as` is, the database that it is to be a copy of.
    """
    while True:
        seen = identity_of(path)
        connection = connect_by(path, key_of(path, keyed_as), wait)
        if seen in (None, identity_of(path)):
            return connection
        connection.close()  # it was encrypted or decrypted just now


def connect_by(path: Path, key: keys.Key | None, wait: float = BUSY_SECONDS) -> Any:
    """As `connect`, with the key given; None for a plain file."""
    connection = dbapi2.connect(
        str(path), timeout=wait, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    _unlock(connection, key)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def look(path: Path, wait: float = BUSY_SECONDS, keyed_as: Path | None = None) -> Any:
    """A connection that cannot change the file, for a file that may not be ours.

    With a write-ahead log beside it, the log is read along; without one, the file alone is read, and nothing
    is put beside it. SQLite does the reading in any case: closing a file that was opened in another way would
    drop the locks that this process holds on it.
    """
    key = key_of(path, keyed_as)
    how = "mode=ro" if size_of(log_of(path)) else "immutable=1"
    connection = dbapi2.connect(f"{path.as_uri()}?{how}", uri=True, timeout=wait, isolation_level=None)
    _unlock(connection, key)
    return connection


def seal_of(path: Path) -> bytes | None:
    """How an encrypted file begins, which says the key that opens it; None for a plain one, or none at all.

    The cipher tells it, over a connection of SQLite's: closing a file that was read in another way would drop
    the locks that this process holds on it.
    """
    if size_of(path) < _BEGINNING:
        return None
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    try:
        connection.set_key(_NO_KEY)
        beginning = bytes.fromhex(connection.execute("PRAGMA cipher_salt").fetchone()[0])
    finally:
        connection.close()
    return beginning if keys.is_seal(beginning) else None


def key_of(path: Path, keyed_as: Path | None = None) -> keys.Key | None:
    """The key that a file is opened by, or is to be made with; None for a plain one."""
    seal = seal_of(path)
    if seal is None and not size_of(path):
        if keyed_as is None:
            return keys.key_of_new_file()
        seal = seal_of(keyed_as)
    return None if seal is None else keys.find(seal, path)


def _unlock(connection: Any, key: keys.Key | None) -> None:
    """Before any statement. By a call of the driver's and not by SQL, which a trace would show. The cipher's
    memory is not locked and wiped (`cipher_memory_security`): the key and the rows are in Python's too."""
    if key is None:
        return
    _quieten()
    connection.set_key(key.raw)


@cache
def _quieten() -> None:
    """The cipher would write its errors onto the terminal, across the console's screen."""
    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.close()


def log_of(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(path.name + "-wal")


def index_of(path: Path) -> Path:
    """The index of the write-ahead log, which the programs that have a database open share."""
    return path.with_name(path.name + "-shm")


def journal_of(path: Path) -> Path:
    """The rollback journal of a database."""
    return path.with_name(path.name + "-journal")


def size_of(path: Path) -> int:
    """The length of a file in bytes, 0 for one that is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def identity_of(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path, as device and number; None where none can be seen. Windows lets nobody take
    away a file that is open, and not all of its file systems number their files for good."""
    try:
        seen = os.stat(path)  # noqa: PTH116 - half the time of Path.stat, and each transaction asks
    except OSError:
        return None
    return (seen.st_dev, seen.st_ino) if os.name == "posix" else (0, 0)


def set_journal(connection: Any, wait: float = BUSY_SECONDS) -> None:
    """Puts the file into its journal mode. Several desks may open a new file at once, and this one lock is
    not waited for by SQLite itself."""
    wanted = journal_mode()
    deadline = time.monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        try:
            got = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
        except dbapi2.OperationalError as error:
            if code_of(error) != "database_busy" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            if got != wanted:
                raise dbapi2.DatabaseError(f"journal_mode stays {got} instead of {wanted}")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the driver's errors into the desk's: `database_busy`, `database_full`, `database_read_only`,
    `database_damaged`, `database_refused` (a constraint: the last belt), `not_a_database`, and
    `database_trouble` for whatever else the disk or the file does."""
    try:
        yield
    except dbapi2.Error as error:
        code, reason = code_of(error), str(error)
        if code == "not_a_database" and seal_of(path) is not None:
            # The key is the one that the file names, and yet its first page does not bear its check.
            code, reason = "database_damaged", "damaged first page"
        raise DeskError(code, path=str(path), reason=reason) from error
    except UnicodeDecodeError as error:  # the driver, on a text that a flipped bit has made none
        raise DeskError("database_damaged", path=str(path), reason=error.reason) from error


def is_trouble(error: BaseException) -> bool:
    """Whether an error is the disk's or the file's, and not of what a statement asked for."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return isinstance(error, dbapi2.Error) and code & 0xFF not in _ASKED


def code_of(error: dbapi2.Error) -> str:
    """The desk's code for an error of the driver."""
    if "unsupported file format" in str(error):  # an SQLITE_ERROR like many others
        return "database_damaged"
    return _CODES.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF, "database_trouble")
