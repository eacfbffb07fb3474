"""Making a backup while desks work: one picture of the database, copied, proved by a restore that is compared
table by table, sealed if so wished, and only then given its name."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import Clock, Instant, local_of, zone_named
from core.errors import DeskError
from storage import driver
from storage.backup.alone import alone
from storage.backup.copying import copy_into, look_at_copy, make_private
from storage.backup.folder import (
    backups_in,
    clear_interrupted,
    finish,
    flush_file,
    name_of,
    part_of,
    require_folder,
    require_room,
    require_stored,
    sha256_of,
)
from storage.backup.keeping import kept_of
from storage.backup.manifest import Manifest, manifest_of, text_of
from storage.backup.pictures import Picture, club_of, difference, picture_of, require_sound
from storage.backup.sealing import seal
from storage.places import flush_folder, share_of


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that counts, what was dropped for it, and those in its folder that are not as they were
    written; `undropped` is why old ones could not be looked through."""

    path: Path
    manifest: Manifest
    dropped: tuple[Path, ...] = ()
    unsound: tuple[DeskError, ...] = ()
    undropped: DeskError | None = None


def make_backup(
    database: Path,
    folder: Path,
    clock: Clock,
    program: str,
    recipients: Sequence[str] = (),
    wait: float = driver.BUSY_SECONDS,
) -> Made:
    """Backs a database up into a folder, sealed where there are recipients, and drops what is not kept any
    more. `backup_busy`, `no_such_folder`, `backup_folder_closed`, `backup_no_room`, `database_damaged` for a
    database that is not sound, `backup_failed` for what else a disk does; then nothing is left of it."""
    database = Path(os.path.realpath(database))
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as they were named
    with alone(database), _told(database, folder):
        require_folder(folder, database)
        made = _made(_Order(database, folder, clock, program, tuple(recipients), wait))
    try:
        dropped, unsound = drop_old(folder, made.manifest.picture.club, made.path)
    except DeskError as error:
        return Made(made.path, made.manifest, undropped=error)
    return Made(made.path, made.manifest, dropped, unsound)


@dataclass(frozen=True, slots=True)
class _Order:
    database: Path
    folder: Path
    clock: Clock
    program: str
    recipients: tuple[str, ...]
    wait: float

    @property
    def copies_in(self) -> Path:
        """Where the plain copy is made: beside the database where it must not stay, or where locks fail."""
        elsewhere = self.recipients or share_of(Path(os.path.realpath(self.folder)))
        return self.database.parent if elsewhere else self.folder


@contextmanager
def _told(database: Path, folder: Path) -> Iterator[None]:
    """Errors of the driver and of the disk in the desk's words."""
    try:
        yield
    except driver.MODULE.Error as error:
        code = driver.code_of(error)
        code = code if code in {"database_busy", "database_damaged", "not_a_database"} else "backup_failed"
        raise DeskError(code, path=str(database), backup=str(folder), reason=str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("backup_failed", path=str(database), backup=str(folder), reason=reason) from error


def _made(order: _Order) -> Made:
    with closing(driver.connect(order.database, order.wait)) as connection:
        connection.execute("BEGIN")  # one picture for the copy and what it is held against
        club = club_of(connection)
        for folder in {order.folder, order.database.parent}:
            clear_interrupted(folder, club)
        size = _pages(connection)
        require_room(order.copies_in, size)
        if order.copies_in != order.folder:
            require_room(order.folder, size)
        at, local = _now(connection, order.clock)
        plain = part_of(order.copies_in / name_of(order.database, local, sealed=False), club)
        name = name_of(order.database, local, sealed=bool(order.recipients))
        part = part_of(order.folder / name, club)
        try:
            make_private(plain)
            copy_into(connection, plain, order.database)
            picture = picture_of(connection)
            connection.execute("COMMIT")
            _prove(plain, order.database, picture)
            _deliver(plain, part, order.recipients)
            return _counted(order, part, name, at, picture)
        finally:
            for left in (plain, part):
                with suppress(OSError):
                    left.unlink(missing_ok=True)


def _pages(connection: Any) -> int:
    pages, size = (connection.execute(f"PRAGMA page_{what}").fetchone()[0] for what in ("count", "size"))
    return int(pages) * int(size)  # the cipher tells them as text


def _now(connection: Any, clock: Clock) -> tuple[Instant, datetime]:
    """Never before the last committed instant."""
    from storage.store import Store

    store = Store(connection)
    at = Instant(max(clock(), store.last_link().at))
    return at, local_of(at, zone_named(store.settings().timezone))


def _prove(copy: Path, database: Path, expected: Picture) -> None:
    """The copy is opened anew and read whole."""
    with closing(look_at_copy(copy, database)) as connection:
        where = difference(expected, picture_of(connection))
        if where is not None:
            facts = {"path": str(database), "backup": str(copy)}
            raise DeskError("backup_failed", **facts, reason=f"the copy differs: {where}")
        require_sound(connection, database)


def _deliver(plain: Path, part: Path, recipients: Sequence[str]) -> None:
    """Into the folder of backups, and onto the disk."""
    if recipients:
        make_private(part)
        seal(plain, part, recipients)
        plain.unlink()
    elif plain != part:
        make_private(part)
        shutil.copyfile(plain, part)
        if sha256_of(part) != sha256_of(plain):
            raise OSError("what was copied there reads back otherwise")
    flush_file(part)


def _counted(order: _Order, part: Path, name: str, at: Instant, picture: Picture) -> Made:
    """Gives the backup and then its manifest their names; nothing is overwritten."""
    size, digest = part.stat().st_size, sha256_of(part)
    for place in _names(order.folder / name):
        manifest = Manifest(place.name, size, digest, at, order.program, order.recipients, picture)
        described = part_of(manifest_of(place), picture.club)
        if place.exists() or manifest_of(place).exists():
            continue
        make_private(described)
        try:
            described.write_bytes(text_of(manifest))
            flush_file(described)
            make_private(place)
            part.replace(place)
        except FileExistsError:
            described.unlink()
            continue
        except BaseException:
            with suppress(OSError):
                described.unlink()
            raise
        flush_folder(order.folder)
        finish(place, picture.club)
        return Made(place, manifest)
    raise AssertionError("there is always another number")


def _names(first: Path) -> Iterator[Path]:
    """The name, and the same with a number."""
    stem, dot, ending = first.name.partition(".db")
    yield first
    number = 1
    while True:
        number += 1
        yield first.with_name(f"{stem}-{number}{dot}{ending}")


def drop_old(
    folder: Path, club: str, newest: Path, remove: Callable[[Path], None] = Path.unlink
) -> tuple[tuple[Path, ...], tuple[DeskError, ...]]:
    """Drops this club's backups that are not kept any more: what was dropped, and why others count for
    nothing. Before anything goes, all that stay are read: one that is damaged pushes no other out, and is
    left where it is. `newest` stays in any case."""
    own = [
        one for one in backups_in(folder) if one.manifest is not None and one.manifest.picture.club == club
    ]
    if len(kept_of([one.manifest.local for one in own if one.manifest])) == len(own):
        return (), ()
    sound, unsound = [], []
    for one in own:
        assert one.manifest is not None  # noqa: S101 - those without one were left out
        try:
            require_stored(one.path, one.manifest)
            sound.append((one.path, one.manifest.local))
        except DeskError as error:
            unsound.append(error)
    kept = kept_of([local for _, local in sound])
    dropped = [path for place, (path, _) in enumerate(sound) if place not in kept and path != newest]
    try:
        for path in dropped:
            # Killed in between, the next run counts it again, or takes the rest away.
            part = part_of(manifest_of(path), club)
            manifest_of(path).replace(part)
            remove(path)
            remove(part)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("backup_not_dropped", path=str(path), reason=reason) from error
    return tuple(dropped), tuple(unsound)
