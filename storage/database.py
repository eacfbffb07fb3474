"""One club's database: opening it, and the transactions of reading and writing."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from core.errors import DeskError
from storage import driver
from storage.engine import begun
from storage.places import old_of, prepare
from storage.schema import APPLICATION_ID, SCHEMA_VERSION, create
from storage.store import Store

READERS = 4
"""Most connections that read at once."""

WATCH_SECONDS = 1.0
"""How long a look for changes waits for a lock: there will be another look."""


class Database:
    """An open club. Writers take the lock when they begin (`BEGIN IMMEDIATE`): a transaction that reads first
    and asks for the lock later is refused at once by SQLite, or oversells. `wait`: seconds until a
    transaction that cannot begin is `database_busy`.

    SQLite goes on with a file that was removed, and what it confirms then is lost; so each transaction sees
    first whether the path still leads to the file that was opened: `database_gone`, `database_replaced`."""

    def __init__(self, path: Path, *, replayed: bool, wait: float = driver.BUSY_SECONDS) -> None:
        self.path = path
        self.replayed = replayed
        self.wait = wait
        self._writers = self._pool(1)
        self._readers = self._pool(READERS)
        self._watcher: Any = None
        self._watching = Lock()
        self._file = driver.identity_of(path)
        self._log: tuple[int, int] | None = None
        self._index: tuple[int, int] | None = None
        """Which files the write-ahead log and its index were when changes were looked for last."""
        self._waiting: dict[int, float] = {}
        """Since when each thread has waited for a lock."""

    def _pool(self, size: int) -> QueuePool:
        return QueuePool(
            self._connect, pool_size=size, max_overflow=0, timeout=self.wait, reset_on_return=None
        )

    def _connect(self, wait: float | None = None) -> Any:
        self._refuse_gone()  # SQLite would make a new file
        wait = self.wait if wait is None else wait
        connection = driver.connect(self.path, wait)
        driver.set_journal(connection, wait)  # a rollback journal's kind is each connection's own
        return connection

    def _refuse_gone(self) -> None:
        seen = driver.identity_of(self.path)
        if seen is None:
            raise DeskError("database_gone", path=str(self.path))
        if seen != self._file:
            raise DeskError("database_replaced", path=str(self.path))

    @contextmanager
    def write(self) -> Iterator[Store]:
        """Commits when it is left, rolls back when an error leaves it."""
        with driver.told(self.path), self._transaction(self._writers, "BEGIN IMMEDIATE") as store:
            yield store
        if store.scrub_wanted:
            self.scrub()

    def scrub(self) -> None:
        """Makes the file anew, so that nothing is left in it of what was erased, neither in its free pages
        nor in the log. `not_scrubbed` where it can't be now: for whoever asks the desk it is erased all the
        same."""
        try:
            with driver.told(self.path), closing(self._connect()) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except DeskError as error:
            reason = str(error.facts.get("reason", error.code))
            raise DeskError("not_scrubbed", path=str(self.path), reason=reason) from error
        if busy:
            raise DeskError("not_scrubbed", path=str(self.path), reason="the log is in use")

    @contextmanager
    def read(self) -> Iterator[Store]:
        """One unchanging picture."""
        with driver.told(self.path), self._transaction(self._readers, "BEGIN") as store:
            yield store

    @contextmanager
    def _transaction(self, pool: QueuePool, begin: str) -> Iterator[Store]:
        here = get_ident()
        self._waiting[here] = time.monotonic()
        try:
            lent = pool.connect()
        except PoolTimeoutError as error:
            raise DeskError("database_busy", path=str(self.path), reason=str(error)) from error
        finally:
            since = self._waiting.pop(here)
        try:
            connection = lent.driver_connection
            assert connection is not None  # noqa: S101 - a lent connection is open
            self._waiting[here] = since
            connection.execute(begin)
            try:
                _refuse_newer(connection, self.path)  # a reader takes its lock with this first look
                del self._waiting[here]
                self._refuse_gone()
                yield Store(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except driver.MODULE.Error as error:
            lent.invalidate()  # after an error of the disk a connection is not used again
            if driver.code_of(error) in {"database_damaged", "not_a_database"}:
                self._refuse_gone()  # encrypting a file overwrites the old one
            raise
        finally:
            self._waiting.pop(here, None)
            lent.close()

    def waited(self) -> float:
        """For how many seconds a transaction has waited for a lock by now, the longest of several; 0 while
        none does. It asks nothing of the disk."""
        since = min(tuple(self._waiting.values()), default=None)
        return 0.0 if since is None else time.monotonic() - since

    def version(self) -> int:
        """A number that changes whenever anybody, here or elsewhere, commits: for screens that follow.
        `database_busy` after a second."""
        with driver.told(self.path), self._watching:
            self._refuse_gone()
            if self._watcher is None:
                self._watcher = self._connect(min(self.wait, WATCH_SECONDS))
            try:
                number: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            except driver.MODULE.Error:
                self._close_watcher()
                raise
            self._log = driver.identity_of(driver.log_of(self.path))
            self._index = driver.identity_of(driver.index_of(self.path))
            return number

    def _close_watcher(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None

    def leave(self) -> None:
        """Closes a database that was gone, so that what lies at its path now can be opened.

        `database_gone` while nothing does, `database_busy` while a transaction has not ended. `stray_log`
        while the log of what was open lies beside another file: SQLite would write what is in it into that
        one. The log's index holds nothing of worth, but must not be shared by two databases."""
        log, index = driver.log_of(self.path), driver.index_of(self.path)
        seen = driver.identity_of(self.path)
        if seen is None:
            raise DeskError("database_gone", path=str(self.path))
        if self._readers.checkedout() or self._writers.checkedout():
            raise DeskError("database_busy", path=str(self.path))
        another = seen != self._file
        if another and _is(log, self._log) and driver.size_of(log):
            raise DeskError("stray_log", path=str(self.path), log=str(log))
        self.close()
        if another and _is(index, self._index):
            index.unlink()

    def close(self) -> None:
        """Closes all connections; the last one out folds the write-ahead log in."""
        with self._watching:  # a connection closed while another thread uses it takes the process down
            self._close_watcher()
        self._readers.dispose()
        self._writers.dispose()


def _is(path: Path, known: tuple[int, int] | None) -> bool:
    return known is not None and driver.identity_of(path) == known


def open_database(
    path: Path,
    *,
    create_missing: bool = True,
    replayed: bool = False,
    wait: float = driver.BUSY_SECONDS,
    opening_wait: float | None = None,
) -> Database:
    """Opens a club's database, making a new one where there is none or an empty file. `replayed` marks a new
    one as born under `--replay`; `wait` is how many seconds a lock is waited for, `opening_wait` the same
    while opening it.

    An older one is backed up and migrated first. Refused with a code each, the file unchanged: what
    `storage.places.prepare` and `driver.told` name, `no_database`, `foreign_database` (another program's),
    `database_newer`, `migration_failed` and what `migrate` names.
    """
    path = prepare(path, create=create_missing)
    patience = wait if opening_wait is None else opening_wait
    with driver.told(path):
        if _looked_at(path, patience) == 0 and not create_missing:
            raise DeskError("no_database", path=str(path))
        with closing(driver.connect(path, patience)) as connection:
            version = _version_of(connection, path)
            if version == 0:
                driver.set_journal(connection, patience)
                version = _create(path, patience, replayed=replayed)
            if version < SCHEMA_VERSION:
                from storage.migrations import migrate

                migrate(path, wait=patience)
            driver.set_journal(connection, patience)
            born = _replayed(connection, path)
    if driver.identity_of(old_of(path)) is not None:
        from storage.sealing import tidy

        tidy(path)
    return Database(path, replayed=born, wait=wait)


def is_of_today(path: Path) -> bool:
    """Whether a club of this program's own schema lies at a path, to be opened as it is."""
    if not path.is_file():  # the driver would make one
        return False
    try:
        with closing(driver.look(path)) as connection:
            return _version_of(connection, path) == SCHEMA_VERSION
    except (driver.MODULE.Error, DeskError, OSError):
        return False


def _looked_at(path: Path, wait: float) -> int | None:
    """The schema version, before a connection that may change the file has touched it; None where a
    transaction was interrupted and its journal must be rolled back before anything can be said."""
    try:
        with closing(driver.look(path, wait)) as connection:
            version = _version_of(connection, path)
            _refuse_cut_short(connection, path)
            return version
    except driver.MODULE.Error:
        if driver.size_of(driver.journal_of(path)):
            return None
        raise


def _version_of(connection: Any, path: Path) -> int:
    """The schema version, 0 for a file without tables. `foreign_database` for another program's,
    `database_newer`, and `database_damaged` for marks that no program of ours has written."""
    connection.execute("BEGIN")  # one picture: another desk may be making the file at this moment
    try:
        return _version_seen(connection, path)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version_seen(connection: Any, path: Path) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        if mark or version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise DeskError("foreign_database", path=str(path))
        return 0
    if version > SCHEMA_VERSION:
        raise DeskError("database_newer", path=str(path), version=version, known=SCHEMA_VERSION)
    # The mark and the version are set together; a file of ours is never made with auto-vacuum, and SQLite
    # would overwrite pages for one that a flipped bit turns into such.
    if version < 1 or connection.execute("PRAGMA auto_vacuum").fetchone()[0]:
        raise DeskError("database_damaged", path=str(path), reason="damaged file header")
    return version


def _refuse_cut_short(connection: Any, path: Path) -> None:
    """SQLite notices missing pages, but reads the missing end of the last page as zeros."""
    page = int(connection.execute("PRAGMA page_size").fetchone()[0])  # the cipher tells it as text
    unfinished = driver.size_of(driver.log_of(path)) or driver.size_of(driver.journal_of(path))
    if driver.size_of(path) % page and not unfinished:
        raise DeskError("database_damaged", path=str(path), reason="the file ends within a page")


def _refuse_newer(connection: Any, path: Path) -> None:
    """Another desk may have migrated the file since it was opened: this one's statements are not for it."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise DeskError("database_newer", path=str(path), version=version, known=SCHEMA_VERSION)


def _replayed(connection: Any, path: Path) -> bool:
    known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'club'").fetchone()[0]
    row = connection.execute("SELECT replayed FROM club").fetchone() if known else None
    if row is None:
        raise DeskError("database_damaged", path=str(path), reason="nothing in table club")
    return bool(row[0])


def _create(path: Path, wait: float, *, replayed: bool) -> int:
    """Makes the schema, unless another process was quicker; its version."""
    with begun(path, wait) as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() == 0:
            create(connection, replayed=replayed)
        version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return version
