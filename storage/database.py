"""One club's database: opening it, and the transactions of reading and writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from core.errors import DeskError
from storage import driver
from storage.places import prepare
from storage.schema import APPLICATION_ID, SCHEMA_VERSION, create
from storage.store import Store

READERS = 4
"""Most connections that read at once."""


class Database:
    """An open club. Writers take the lock when they begin (`BEGIN IMMEDIATE`): a transaction that reads first
    and asks for the lock later is refused at once by SQLite, or oversells."""

    def __init__(self, path: Path, *, replayed: bool) -> None:
        self.path = path
        self.replayed = replayed
        self._writers = QueuePool(
            self._connect, pool_size=1, max_overflow=0, timeout=driver.BUSY_SECONDS, reset_on_return=None
        )
        self._readers = QueuePool(self._connect, pool_size=READERS, max_overflow=0, reset_on_return=None)

    def _connect(self) -> Any:
        return driver.connect(self.path)

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
        lent = pool.connect()
        try:
            connection = lent.driver_connection
            assert connection is not None  # noqa: S101 - a lent connection is open
            connection.execute(begin)
            try:
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

    def close(self) -> None:
        """Closes all connections; the last one out folds the write-ahead log in."""
        self._readers.dispose()
        self._writers.dispose()


def open_database(path: Path, *, create_missing: bool = True, replayed: bool = False) -> Database:
    """Opens a club's database, making a new one where there is none. `replayed` marks a new one as born under
    `--replay`.

    Refused with a code each: a folder, a network share, a file that is no database or another program's, a
    damaged one, one of a newer version. An older one is backed up and migrated first.
    """
    path = prepare(path, create=create_missing)
    with driver.told(path):
        connection = driver.connect(path)
        try:
            version = _version_of(connection, path)
            if version == 0:
                driver.set_journal(connection)
                version = _create(path, replayed=replayed)
            if version > SCHEMA_VERSION:
                raise DeskError("database_newer", path=str(path), version=version, known=SCHEMA_VERSION)
            if version < SCHEMA_VERSION:
                from storage.migrations import migrate

                migrate(path)
            driver.set_journal(connection)
            born = connection.execute("SELECT replayed FROM club").fetchone()[0]
        finally:
            connection.close()
    return Database(path, replayed=bool(born))


def _version_of(connection: Any, path: Path) -> int:
    """The schema version, 0 for an empty file. `foreign_database` for another program's."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (mark or version or tables):
        raise DeskError("foreign_database", path=str(path))
    return version


def engine_of(path: Path) -> Any:
    """An SQLAlchemy engine for what is done with it: making the schema and migrating. Its transactions begin
    immediately too."""
    engine = create_engine(
        "sqlite://", creator=lambda: driver.connect(path), module=driver.MODULE, poolclass=NullPool
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _create(path: Path, *, replayed: bool) -> int:
    """Makes the schema, unless another process was quicker."""
    engine = engine_of(path)
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() == 0:
            create(connection, replayed=replayed)
        version: int = connection.exec_driver_sql("PRAGMA user_version").scalar()
    engine.dispose()
    return version
