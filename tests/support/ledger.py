"""Writing past the ledger's triggers and checks, for tests of what finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_triggers(connection: Any) -> Iterator[None]:
    """Neither triggers nor checks nor foreign keys hold within."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rows:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        for _, text in rows:
            connection.execute(text)
