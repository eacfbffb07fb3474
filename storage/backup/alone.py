"""One backup or restore of a database at a time: a lock that ends with the process, whatever ends it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import DeskError


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """`backup_busy` where another program is at it, `backup_failed` where no file can be made beside the
    database. The lock's own empty file stays: taking it away would let two in."""
    place = database.with_name(database.name + ".backup-lock")
    try:
        handle = os.open(place, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("backup_failed", path=str(database), backup=str(place), reason=reason) from error
    try:
        if not _locked(handle):
            raise DeskError("backup_busy", path=str(database))
        yield
    finally:
        with suppress(OSError):
            os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
