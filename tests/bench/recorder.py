"""What the desk asks of the driver, statement by statement with its values, to be asked again as a floor."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from storage import driver
from storage.database import Database

Script = list[tuple[str, tuple[Any, ...]]]
"""Statements and their values, from BEGIN to COMMIT."""


class RecordedDatabase(Database):
    """A database whose desk does its work within one transaction, which `record` rolls back."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, replayed=True)
        self.recorder = Recorder(path)

    def _connect(self) -> Any:
        return self.recorder


class Recorder:
    """A connection that notes what it is asked. Its transactions are savepoints of a larger one."""

    in_transaction = True

    def __init__(self, path: Path) -> None:
        self.connection = driver.connect(path)
        self.connection.execute("BEGIN IMMEDIATE")
        self.scripts: list[Script] = []

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        if sql.startswith("BEGIN"):
            self.scripts.append([])
        self.scripts[-1].append((sql, values))
        inner = {"BEGIN": "SAVEPOINT turn", "BEGIN IMMEDIATE": "SAVEPOINT turn", "COMMIT": "RELEASE turn"}
        return self.connection.execute(inner.get(sql, sql), values)

    def executemany(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        for values in rows:
            self.execute(sql, values)

    def rollback(self) -> None:
        """The pool's own; the transaction goes on."""

    def close(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.connection.close()


def record(path: Path, work: Callable[[Database], object]) -> list[Script]:
    """The scripts of some work on a database, one for each transaction; the database stays as it was."""
    database = RecordedDatabase(path)
    try:
        work(database)
        return database.recorder.scripts
    finally:
        database.recorder.close()


def replay(connection: Any, script: Script) -> None:
    """Runs a script and fetches what it finds."""
    for sql, values in script:
        connection.execute(sql, values).fetchall()
