"""Encrypting a club's database, and the way back: the whole of it is written into a new file, which takes the
place of the old one when it is proved.

Killed at any moment, one whole file lies at the path: the old one until the new one takes its name in one
step of the file system, the new one from then on. What may be left is `club.db.rewriting-new`, an unfinished
copy, and `club.db.rewriting-old`, another name of the old file; the next run takes both away, the next start
the old one.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import DeskError
from storage import driver, keys
from storage.contents import Contents, contents_of
from storage.places import flush_folder, old_of, prepare

LEAVE_SECONDS = 8.0
"""How long the old file is kept whole for consoles that still have it open: they look once a second, and have
opened the new one within three."""

REST_SECONDS = 60.0
"""For so long only the run that has put the old file aside takes it away."""

_TRY_SECONDS = 0.005

_MEGABYTE = 1024 * 1024


class Rewritten(NamedTuple):
    """What was done: the database, what it holds, its length in bytes, and whether the old file's content was
    overwritten before it was deleted."""

    path: Path
    contents: Contents
    size: int
    overwritten: bool


def encrypt(path: Path, key: keys.Key, wait: float = driver.BUSY_SECONDS) -> Rewritten:
    """Encrypts a database by a key that is kept somewhere already. `already_encrypted`, and as `_rewrite`."""
    path = prepare(path, create=False)
    _refuse_state(path, encrypted=True)
    if keys.find(key.seal, path) != key:  # else nobody could open it
        raise DeskError("key_missing", path=str(path), key=keys.named(key.seal), file=str(keys.key_file()))
    return _rewrite(path, key, wait)


def refuse_encrypted(path: Path) -> None:
    """Before a key is made: `already_encrypted`, and what `storage.places.prepare` names."""
    _refuse_state(prepare(path, create=False), encrypted=True)


def decrypt(path: Path, wait: float = driver.BUSY_SECONDS) -> Rewritten:
    """Makes a plain database of an encrypted one. `not_encrypted`, and as `_rewrite`."""
    path = prepare(path, create=False)
    _refuse_state(path, encrypted=False)
    return _rewrite(path, None, wait)


def _refuse_state(path: Path, *, encrypted: bool) -> None:
    with driver.told(path):
        if (driver.seal_of(path) is not None) == encrypted:
            raise DeskError("already_encrypted" if encrypted else "not_encrypted", path=str(path))


def _rewrite(path: Path, key: keys.Key | None, wait: float) -> Rewritten:
    """`no_room` before anything is begun; `rewriting_failed` for what the disk does, and for a copy that is
    not the same; errors of the database as `driver.told` names them. The old file is then as it was."""
    from storage.database import open_database

    open_database(path, create_missing=False, wait=wait).close()  # a club, of today's schema
    before = driver.identity_of(path)
    new = new_of(path)
    try:
        with driver.told(path), _nobody_writes(path, before, wait) as holder:
            _clear(path, before)
            _refuse_no_room(path)
            size, contents = _written(path, new, key)
            _switch(path, new, key, holder)
        _prove_opened(path, contents)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeskError("rewriting_failed", path=str(path), reason=reason) from error
    finally:
        for left in (new, driver.journal_of(new), driver.log_of(new)):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    overwritten = destroy_old(path, overwrite=key is not None, patience=LEAVE_SECONDS)
    return Rewritten(path, contents, size, overwritten)


# ---------------------------------------------------------------- the steps


@contextmanager
def _nobody_writes(path: Path, before: tuple[int, int] | None, wait: float) -> Iterator[Any]:
    """Holds the write lock, with an empty write-ahead log: the file alone is the whole database. Others go on
    reading; who wants to write waits, and finds another file at the path then."""
    deadline = time.monotonic() + wait
    with closing(driver.connect(path, _TRY_SECONDS)) as holder:
        while not _locked_alone(holder, path):
            if time.monotonic() > deadline:
                raise DeskError("database_busy", path=str(path), reason="others write or read all the time")
            time.sleep(_TRY_SECONDS)
        if driver.identity_of(path) != before:
            raise DeskError("database_replaced", path=str(path))
        try:
            yield holder
        finally:
            with suppress(driver.MODULE.Error):  # it may have been closed
                holder.execute("ROLLBACK")


def _locked_alone(holder: Any, path: Path) -> bool:
    """Tries often and briefly: SQLite's own wait for a lock sleeps too long to get in among busy desks."""
    try:
        holder.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        holder.execute("BEGIN IMMEDIATE")
    except driver.MODULE.OperationalError as error:
        if driver.code_of(error) != "database_busy":
            raise
        return False
    if driver.size_of(driver.log_of(path)):
        holder.execute("ROLLBACK")
        return False
    return True


def _clear(path: Path, before: tuple[int, int] | None) -> None:
    """What an interrupted run has left. Another name of the file that is in use is only a name."""
    for left in (new_of(path), driver.journal_of(new_of(path))):
        left.unlink(missing_ok=True)
    old = old_of(path)
    if driver.identity_of(old) == before:
        old.unlink(missing_ok=True)
    else:
        destroy_old(path, overwrite=True, patience=0)


def _refuse_no_room(path: Path) -> None:
    needed = driver.size_of(path) + driver.size_of(path) // 20 + _MEGABYTE
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        told = {"needed": -(-needed // _MEGABYTE), "free": free // _MEGABYTE}
        raise DeskError("no_room", path=str(path), **told)


def _written(path: Path, new: Path, key: keys.Key | None) -> tuple[int, Contents]:
    """Copies all into the new file, puts it on the disk for good, and proves it against the old one."""
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with suppress(PermissionError):  # of a file system that keeps no modes
        new.chmod(path.stat().st_mode & 0o777)
    _export(path, new, key)
    with new.open("r+b") as opened:
        os.fsync(opened.fileno())
    flush_folder(new.parent)
    with closing(driver.connect(path)) as one, closing(driver.connect_by(new, key)) as other:
        contents = contents_of(one)
        if contents_of(other) != contents:
            raise DeskError("rewriting_failed", path=str(path), reason="the copy is not the same")
        _refuse_unsound(other, path, key)
    return driver.size_of(new), contents


def _export(path: Path, new: Path, key: keys.Key | None) -> None:
    """The encrypted file is the connection's own and the plain one is attached, so that no key is said in
    SQL. The new file has no journal: it is whole or thrown away."""
    own, attached = (path, new) if key is None else (new, path)
    names = ("main", "other") if key is None else ("other", "main")
    with closing(driver.connect(own) if key is None else driver.connect_by(own, key)) as connection:
        connection.execute("ATTACH ? AS other KEY ''", (str(attached),))
        source, target = names
        connection.execute(f"PRAGMA {target}.journal_mode = OFF")
        connection.execute(f"PRAGMA {target}.synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export(?, ?)", (target, source)).fetchall()
        for mark in ("user_version", "application_id"):
            value = connection.execute(f"PRAGMA {source}.{mark}").fetchone()[0]
            connection.execute(f"PRAGMA {target}.{mark} = {value}")
        connection.execute("COMMIT")


def _refuse_unsound(connection: Any, path: Path, key: keys.Key | None) -> None:
    looks = ["PRAGMA integrity_check(1)"] + (["PRAGMA cipher_integrity_check"] if key else [])
    for look in looks:
        found = connection.execute(look).fetchone()
        if found is not None and found[0] != "ok":
            raise DeskError("rewriting_failed", path=str(path), reason=str(found[0]).replace("\n", " "))


def _switch(path: Path, new: Path, key: keys.Key | None, holder: Any) -> None:
    """Gives the new file the name of the old one.

    The old one's log and index must be away before anybody opens the new one with them: so the new one is
    locked until they are. Where a file can't be renamed while it is open (Windows), all others must have
    closed it; then a rename is refused by the system for one that has not.
    """
    if os.name != "posix":
        _switch_closed(path, new, holder)
        return
    with closing(driver.connect_by(new, key)) as fresh:
        fresh.execute("BEGIN EXCLUSIVE")
        with suppress(OSError):  # of a file system without second names: then the old file goes at once
            os.link(path, old_of(path))
        new.replace(path)
        for stray in (driver.log_of(path), driver.index_of(path), driver.journal_of(path)):
            stray.unlink(missing_ok=True)
        flush_folder(path.parent)
        fresh.execute("ROLLBACK")


def _switch_closed(path: Path, new: Path, holder: Any) -> None:
    """As `_switch`, in two renames. Between them no file lies at the path: `storage.places.prepare` puts the
    old one back."""
    seen = path.stat()
    holder.close()
    path.rename(old_of(path))
    now = old_of(path).stat()
    if (now.st_size, now.st_mtime_ns) != (seen.st_size, seen.st_mtime_ns) or driver.log_of(path).exists():
        old_of(path).rename(path)
        raise DeskError("database_busy", path=str(path), reason="it was changed meanwhile")
    new.rename(path)


def _prove_opened(path: Path, contents: Contents) -> None:
    """The new file opens as every console will open it, by the key that is found for it."""
    with driver.told(path), closing(driver.connect(path)) as connection:
        driver.set_journal(connection)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != contents.version:
        raise DeskError("rewriting_failed", path=str(path), reason="the new file does not open")


# ---------------------------------------------------------------- the old file


def destroy_old(path: Path, *, overwrite: bool, patience: float = 0.0) -> bool:
    """Deletes what is left of the old file of a database; whether its content was overwritten first. It is
    not while somebody still has it open, for as many seconds as `patience`. On a magnetic disk overwritten
    content is gone; flash, snapshots and copies may keep it."""
    old = old_of(path)
    try:
        done = overwrite and _is_let_go(old, patience) and _overwritten(old)
        for left in (old, driver.log_of(old), driver.index_of(old), driver.journal_of(old)):
            left.unlink(missing_ok=True)
        flush_folder(path.parent)
    except OSError:
        return False  # the next start tries again
    return done


def _is_let_go(old: Path, patience: float) -> bool:
    """Whether nobody else has the file open: SQLite takes a database out of WAL for its last user only."""
    deadline = time.monotonic() + patience
    while old.exists():
        try:
            with closing(driver.connect(old, 0.0)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
                connection.execute("BEGIN EXCLUSIVE")
        except driver.MODULE.Error as error:
            if driver.code_of(error) in {"not_a_database", "database_damaged"}:
                return True  # overwriting it was begun before
        else:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return False


def _overwritten(old: Path) -> bool:
    with old.open("r+b") as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _MEGABYTE)))
        opened.flush()
        os.fsync(opened.fileno())
    return True


def tidy(path: Path) -> None:
    """Takes away the old file of a database that was opened, where an interrupted run has left it; not yet
    while the run may still be at it, or somebody has it open."""
    old = old_of(path)
    try:
        left = old.stat()
    except OSError:
        return
    if (left.st_dev, left.st_ino) == driver.identity_of(path) or time.time() - left.st_ctime < REST_SECONDS:
        return
    encrypted = driver.seal_of(path) is not None
    if not encrypted or _is_let_go(old, 0.0):
        destroy_old(path, overwrite=encrypted)


def new_of(path: Path) -> Path:
    """Where the new file of a database is written."""
    return path.with_name(path.name + ".rewriting-new")
