"""One club's database: opening it, and the transactions of reading and writing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from core.errors import DeskError
from storage import driver
from storage.engine import begun
from storage.places import prepare
from storage.schema import APPLICATION_ID, SCHEMA_VERSION, create
from storage.store import Store

READERS = 4
"""Most connections that read at once."""


class Database:
    """An open club. Writers take the lock when they begin (`BEGIN IMMEDIATE`): a transaction that reads first
    and asks for the lock later is refused at once by SQLite, or oversells. `wait`: seconds until a
    transaction that cannot begin is `database_busy`."""

    def __init__(self, path: Path, *, replayed: bool, wait: float = driver.BUSY_SECONDS) -> None:
        self.path = path
        self.replayed = replayed
        self.wait = wait
        self._writers = self._pool(1)
        self._readers = self._pool(READERS)
        self._watcher: Any = None
        self._watching = Lock()

    def _pool(self, size: int) -> QueuePool:
        return QueuePool(
            self._connect, pool_size=size, max_overflow=0, timeout=self.wait, reset_on_return=None
        )

    def _connect(self) -> Any:
        connection = driver.connect(self.path, self.wait)
        driver.set_journal(connection, self.wait)  # a rollback journal's kind is each connection's own
        return connection

    @contextmanager
    def write(self) -> Iterator[Store]:
        """Commits when it is left, rolls back when an error leaves it."""
        with driver.told(self.path), self._transaction(self._writers, "BEGIN IMMEDIATE") as store:
            yield store

    @contextmanager
    def read(self) -> Iterator[Store]:
        """One unchanging picture."""
        with driver.told(self.path), self._transaction(self._readers, "BEGIN") as store:
            yield store

    @contextmanager
    def _transaction(self, pool: QueuePool, begin: str) -> Iterator[Store]:
        try:
            lent = pool.connect()
        except PoolTimeoutError as error:
            raise DeskError("database_busy", path=str(self.path), reason=str(error)) from error
        try:
            connection = lent.driver_connection
            assert connection is not None  # noqa: S101 - a lent connection is open
            connection.execute(begin)
            try:
                _refuse_newer(connection, self.path)
                yield Store(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except driver.MODULE.Error:
            lent.invalidate()  # after an error of the disk a connection is not used again
            raise
        finally:
            lent.close()

    def version(self) -> int:
        """A number that changes whenever anybody, here or elsewhere, commits: for screens that follow."""
        with driver.told(self.path), self._watching:
            if self._watcher is None:
                self._watcher = self._connect()
            number: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            return number

    def close(self) -> None:
        """Closes all connections; the last one out folds the write-ahead log in."""
        with self._watching:  # a connection closed while another thread uses it takes the process down
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self._readers.dispose()
        self._writers.dispose()


def open_database(
    path: Path,
    *,
    create_missing: bool = True,
    replayed: bool = False,
    wait: float = driver.BUSY_SECONDS,
) -> Database:
    """Opens a club's database, making a new one where there is none or an empty file. `replayed` marks a new
    one as born under `--replay`; `wait` is how many seconds a lock is waited for.

    An older one is backed up and migrated first. Refused with a code each, the file unchanged: what
    `storage.places.prepare` and `driver.told` name, `no_database`, `foreign_database` (another program's),
    `database_newer`, `migration_failed` and what `migrate` names.
    """
    path = prepare(path, create=create_missing)
    with driver.told(path):
        if _looked_at(path, wait) == 0 and not create_missing:
            raise DeskError("no_database", path=str(path))
        with closing(driver.connect(path, wait)) as connection:
            version = _version_of(connection, path)
            if version == 0:
                driver.set_journal(connection, wait)
                version = _create(path, wait, replayed=replayed)
            if version < SCHEMA_VERSION:
                from storage.migrations import migrate

                migrate(path, wait=wait)
            driver.set_journal(connection, wait)
            born = _replayed(connection, path)
    return Database(path, replayed=born, wait=wait)


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
    page: int = connection.execute("PRAGMA page_size").fetchone()[0]
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
