"""Whether a file is an example club, and may therefore be replaced by a new one."""

from pathlib import Path

from core.errors import DeskError
from storage import driver

DEMO_KEY = "frontdesk demo"
"""The operation key of the first command of every example club: by it one is known."""

_BORN_SO = "SELECT count(*) FROM club, operation WHERE club.replayed = 1 AND operation.key = ?"


def is_demo(path: Path) -> bool:
    """Whether a file is an example club. Looks without opening it as a club, which would bring an older one
    up to date. `demo_in_use` for one that is locked."""
    if path.stat().st_size == 0:
        return False
    try:
        connection = driver.connect(path)
        try:
            found: int = connection.execute(_BORN_SO, (DEMO_KEY,)).fetchone()[0]
        finally:
            connection.close()
    except driver.MODULE.DatabaseError as error:
        if "locked" in str(error):
            raise DeskError("demo_in_use", path=str(path)) from error
        return False
    return found > 0


def in_use(path: Path) -> bool:
    """Whether another program has the file open: the last one out takes the write-ahead log along."""
    return driver.log_of(path).exists()
