"""What can be known of a database and of its surroundings without trusting either: facts, each judged.

Whatever is asked of a file here is asked without changing it: an older database stays as old as it is.
"""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, NamedTuple

from core.clock import Instant
from core.errors import DeskError
from storage import driver, facts, keys
from storage.backup import backups_beside
from storage.backup.folder import Found, backups_in, require_stored
from storage.backup.looking import club_at
from storage.backup.manifest import manifest_of, read_manifest
from storage.database import Database
from storage.places import file_system_of, old_of, share_of
from storage.schema import APPLICATION_ID, SCHEMA_VERSION
from storage.sealing import new_of

How = Literal["good", "look", "bad"]

DAY_SECONDS = 86_400
LATE_BACKUP, NO_BACKUP = 2 * DAY_SECONDS, 8 * DAY_SECONDS
"""A backup older than this is worth a look; older than that there is none."""

BEHIND_SECONDS = 60
"""So far behind what was done last a clock may be set by a time server."""

_MEGABYTE = 1_000_000
_LEAST_FREE = 50 * _MEGABYTE
_SYNCHRONOUS = ("off", "normal", "full", "extra")


class Fact(NamedTuple):
    """One line: what it is about, how it stands, and the code of its sentence with what that tells."""

    about: str
    how: How
    code: str
    told: dict[str, Any] = {}  # noqa: RUF012 - never changed


def safely(about: str, look: Callable[[], Iterable[Fact]]) -> list[Fact]:
    """The facts of a look; a refusal or an error of the system is one itself, and the rest goes on."""
    found: list[Fact] = []
    try:
        for fact in look():
            found.append(fact)
    except DeskError as error:
        found.append(Fact(about, "bad", "refused", {"error": error.code, **error.facts}))
    except driver.MODULE.Error as error:
        found.append(Fact(about, "bad", "unreadable", {"reason": str(error)}))
    except OSError as error:
        found.append(Fact(about, "bad", "unreadable", {"reason": error.strerror or type(error).__name__}))
    return found


# ---------------------------------------------------------------- around the database


def of_programs(program: str) -> Iterator[Fact]:
    """The versions, and what SQLite's means for the journal."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Fact("program", "good", "versions", {"program": program, "python": python})
    known = facts.facts()
    told = {"sqlite": known["sqlite"], "cipher": known["cipher"], "journal": known["journal"]}
    if known["journal"] == "wal":
        yield Fact("sqlite", "good", "sqlite_wal", told)
    else:
        told["since"] = ".".join(map(str, driver.WAL_SAFE))
        yield Fact("sqlite", "look", "sqlite_old", told)


def of_place(path: Path) -> Iterator[Fact]:
    """Where the database lies."""
    share = share_of(path)
    told = {"path": str(path), "system": file_system_of(path)}
    if share is not None:
        yield Fact("place", "bad", "on_share", told | {"share": share})
    elif not driver.size_of(path):
        yield Fact("place", "bad", "no_file", told)
    else:
        yield Fact("place", "good", "on_disk", told | {"megabytes": _megabytes(driver.size_of(path))})


def of_permissions(path: Path, secret: Iterable[Path]) -> Iterator[Fact]:
    """Who may get at the database, its folder, and the files with keys in them."""
    if os.name != "posix":
        yield Fact("permissions", "good", "no_modes")
        return
    found = []
    for place, forbidden, wanted in (
        (path, 0o077, "600"),
        (path.parent, 0o022, "700"),
        *((file, 0o077, "600") for file in secret),
    ):
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except OSError:
            continue
        sticky = bool(mode & stat.S_ISVTX) and place == path.parent
        if mode & forbidden and not sticky:
            how: How = "bad" if mode & 0o022 or place in set(secret) else "look"
            told = {"path": str(place), "mode": f"{mode:o}", "wanted": wanted}
            found.append(Fact("permissions", how, "open_to_others", told))
    yield from found or [Fact("permissions", "good", "private")]


def of_room(path: Path) -> Iterator[Fact]:
    """Free space, against what a second copy of the database takes."""
    free, size = shutil.disk_usage(path.parent).free, driver.size_of(path)
    told = {"free": _megabytes(free), "size": _megabytes(size)}
    if free < _LEAST_FREE:
        yield Fact("room", "bad", "no_room_left", told)
    elif free < 3 * size:
        yield Fact("room", "look", "little_room", told)
    else:
        yield Fact("room", "good", "room_enough", told)


def _megabytes(size: int) -> int:
    return -(-size // _MEGABYTE)


def of_encryption(path: Path) -> Iterator[Fact]:
    """Whether the file is encrypted, and whether its key is found by itself."""
    seal = driver.seal_of(path)
    if seal is None:
        yield Fact("encryption", "good", "plain")
        return
    place = keys.place_of(seal, path)[1]
    told = {"key": keys.named(seal), "place": place}
    if place != keys.KEYRING and Path(place).resolve().parent == path.parent:
        yield Fact("encryption", "look", "key_beside", told)
    else:
        yield Fact("encryption", "good", "encrypted", told)


def of_schema(path: Path) -> Iterator[Fact]:
    """The schema version, told by the file as it lies there."""
    with driver.told(path), closing(driver.look(path, 2.0)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise DeskError("foreign_database", path=str(path))
    told = {"version": version, "known": SCHEMA_VERSION}
    if version < SCHEMA_VERSION:
        yield Fact("schema", "look", "schema_old", told)
    elif version > SCHEMA_VERSION:
        yield Fact("schema", "bad", "schema_newer", told)
    else:
        yield Fact("schema", "good", "schema_today", told)


def of_leftovers(path: Path) -> Iterator[Fact]:
    """What an interrupted encrypting or decrypting has left."""
    left = [file.name for file in (old_of(path), new_of(path)) if file.exists()]
    if left:
        yield Fact("leftovers", "look", "leftovers", {"names": left})


class Newest(NamedTuple):
    """The newest backup: where, when it was made, and why it is not to be trusted, if so."""

    path: Path
    made: float
    trouble: str | None = None


def newest_backup(path: Path, folder: Path) -> Newest | None:
    """Of this club's in the folder of backups, or of the copies put beside the database before a migration.
    The file of the newest is read."""
    found = [Newest(copy.path, copy.made) for copy in backups_beside(path)]
    if folder.exists():
        club = _club_told(path)
        found += [newest for one in backups_in(folder) if (newest := _of_club(one, club, path))]
    newest = max(found, key=lambda backup: backup.made, default=None)
    if newest is None or newest.trouble is not None or newest.path.parent != folder:
        return newest
    try:
        require_stored(newest.path, read_manifest(manifest_of(newest.path)))
    except DeskError as error:
        return newest._replace(trouble=error.code)
    return newest


def _club_told(path: Path) -> str | None:
    """None where the database does not tell: then backups are known by their names."""
    try:
        return club_at(path)
    except DeskError:
        return None


def _of_club(one: Found, club: str | None, path: Path) -> Newest | None:
    manifest, named = one.manifest, one.path.name.startswith(f"{path.stem}-")
    if manifest is not None:
        own = named if club is None else manifest.picture.club == club
        return Newest(one.path, manifest.made_at) if own else None
    if not named or not one.path.exists():
        return None
    return Newest(one.path, one.path.stat().st_mtime, one.trouble.code if one.trouble else None)


def of_backups(path: Path, folder: Path, now: Instant) -> Iterator[Fact]:
    newest = newest_backup(path, folder)
    if newest is None:
        yield Fact("backup", "bad", "no_backup")
        return
    age = max(0, int(now - newest.made))
    told = {"path": str(newest.path), "hours": age // 3600, "days": age // DAY_SECONDS}
    if age > NO_BACKUP:
        yield Fact("backup", "bad", "backup_too_old", told)
    elif newest.trouble not in {None, "backup_unknown"}:
        yield Fact("backup", "bad", "backup_spoilt", told)
    elif age > LATE_BACKUP:
        yield Fact("backup", "look", "backup_old", told)
    elif newest.trouble is not None:
        yield Fact("backup", "look", "backup_not_proved", told)
    else:
        yield Fact("backup", "good", "backup_fresh", told)


# ---------------------------------------------------------------- within it


def of_journal(database: Database) -> Iterator[Fact]:
    """What the connections of a desk really use."""
    with database.read() as store:
        mode = store.connection.execute("PRAGMA journal_mode").fetchone()[0]
        level = int(store.connection.execute("PRAGMA synchronous").fetchone()[0])
    synchronous = _SYNCHRONOUS[level] if level < len(_SYNCHRONOUS) else str(level)
    well = mode == driver.journal_mode() and synchronous in {"full", "extra"}
    told = {"mode": mode, "synchronous": synchronous, "wanted": driver.journal_mode()}
    yield Fact("journal", "good" if well else "bad", "journal_safe" if well else "journal_unsafe", told)


def of_clock(database: Database, now: Instant) -> Iterator[Fact]:
    """This machine's clock against what was done last."""
    if database.replayed:
        yield Fact("clock", "good", "clock_rehearsed")
        return
    with database.read() as store:
        last = store.last_link()
    behind = last.at - now if last.number else 0
    if behind > BEHIND_SECONDS:
        yield Fact("clock", "bad", "clock_is_behind", {"minutes": -(-behind // 60)})
    else:
        yield Fact("clock", "good", "clock_right")


def of_what_waits(database: Database, now: Instant) -> Iterator[Fact]:
    """What could not be done, and what could not be delivered."""
    with database.read() as store:
        aside = store.connection.execute("SELECT count(*) FROM set_aside").fetchone()[0]
        failed = store.connection.execute(_UNDELIVERED, (now, now)).fetchone()[0]
    yield Fact(
        "due", "look" if aside else "good", "set_aside" if aside else "nothing_aside", {"count": aside}
    )
    code = "undelivered" if failed else "all_delivered"
    yield Fact("notices", "look" if failed else "good", code, {"count": failed})


_UNDELIVERED = """
SELECT count(*) FROM notice
WHERE useful_until > ? AND (state = 'failed' OR (state = 'pending' AND tries > 0 AND next_try_at <= ?))
"""
