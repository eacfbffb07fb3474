"""SQLAlchemy's own connection, for what is done with it: making the schema and migrating it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage import driver


@contextmanager
def begun(
    path: Path, wait: float = driver.BUSY_SECONDS, *, foreign_keys: bool = True
) -> Iterator[Connection]:
    """One transaction that takes the write lock first; commits when it is left, rolls back when an error
    leaves it. Errors of the database are the driver's own, for `driver.told`. Foreign keys must be off where
    a table is replaced by its successor: dropping the old one would delete its rows one by one."""

    def connect() -> Any:
        connection = driver.connect(path, wait)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        return connection

    engine = create_engine("sqlite://", creator=connect, module=driver.MODULE, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise (error.orig or error) from error
    finally:
        engine.dispose()
