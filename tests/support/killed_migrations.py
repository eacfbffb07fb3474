"""Migrates one database again and again, each time killed one statement later, until one lives.

Run by tests/storage/test_migrations.py in a process of its own, since it forks:
`killed_migrations.py DATABASE VERSIONS TARGET`. Prints a JSON line for each attempt: what the database and
the backups beside it are afterwards, and for some, what a second migration makes of it.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import alembic.operations
import alembic.runtime.migration
import alembic.script  # noqa: F401 - loaded once, before the first fork

from storage import driver
from storage.migrations import migrate

DONE = 0
TRIED_AGAIN = 8
"""Of so many attempts one is followed by a second migration."""


def kill_at(statement: int) -> None:
    """From now on this process is killed when its connections begin so many statements, all counted."""
    begun = 0
    plain = driver.dbapi2.connect

    def count(_text: str) -> None:
        nonlocal begun
        begun += 1
        if begun == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(*where: Any, **how: Any) -> Any:
        connection = plain(*where, **how)
        connection.set_trace_callback(count)
        return connection

    driver.dbapi2.connect = connect


def attempt(path: Path, versions: Path, target: int, statement: int) -> bool:
    """Whether the migration came to its end."""
    child = os.fork()
    if child == 0:
        kill_at(statement)
        migrate(path, target=target, versions=versions)
        os._exit(DONE)
    return os.waitpid(child, 0)[1] == DONE


def picture_of(path: Path) -> list[str]:
    """Version and content, as the next one to open the file finds them."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return [f"version {version}", *connection.iterdump()]


def main() -> None:
    original, versions, target = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    statement, alive = 0, False
    while not alive:
        statement += 1
        room = original.parent / f"killed-{statement}"
        room.mkdir()
        path = room / original.name
        shutil.copy(original, path)
        alive = attempt(path, versions, target, statement)
        told = {
            "alive": alive,
            "found": picture_of(path),
            "backups": [picture_of(file) for file in room.glob("*before*.db")],
        }
        if statement % TRIED_AGAIN == 0:
            migrate(path, target=target, versions=versions)
            told["at_last"] = picture_of(path)
        print(json.dumps(told), flush=True)
        shutil.rmtree(room)


if __name__ == "__main__":
    main()
