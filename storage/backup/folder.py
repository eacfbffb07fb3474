"""The folder of backups: whether it can be used, what lies in it, and what a backup that was interrupted has
left there."""

import hashlib
import os
import re
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from core.errors import DeskError
from storage.backup.manifest import Manifest, manifest_of, read_manifest
from storage.places import flush_folder, make_folder

FOLDER = "backups"
"""The folder beside the database where nothing else is said."""

_NAME = re.compile(r"(?P<stem>.+)-(?P<made>\d{8}-\d{6})(?:-\d+)?\.db(?:\.age)?", re.ASCII)
SPARE = 1_000_000
"""So many bytes are left free beside a backup."""


class Found(NamedTuple):
    """A backup in a folder: its manifest, or why it has none."""

    path: Path
    manifest: Manifest | None
    trouble: DeskError | None = None


def folder_beside(database: Path) -> Path:
    """Where the backups of a database go by themselves."""
    return database.parent / FOLDER


def require_folder(folder: Path, database: Path) -> None:
    """The folder beside the database is made; any other must be there: a stick that is not plugged in would
    else become a folder of this disk. `no_such_folder`, `no_folder`, `backup_folder_closed`."""
    if folder == folder_beside(database) and not folder.exists():
        make_folder(folder)
    if not folder.is_dir():
        raise DeskError("no_such_folder", path=str(folder))
    as_opened = os.access in os.supports_effective_ids
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=as_opened):
        raise DeskError("backup_folder_closed", path=str(folder))


def require_room(folder: Path, needed: int) -> None:
    """`backup_no_room`, in megabytes, where the disk of a folder has not so many bytes left."""
    with suppress(OSError):  # a share that does not tell
        free = shutil.disk_usage(folder).free
        if free < needed + SPARE:
            facts = {"needed": -(-(needed + SPARE) // 1_000_000), "free": free // 1_000_000}
            raise DeskError("backup_no_room", path=str(folder), **facts)


def name_of(database: Path, local: datetime, *, sealed: bool) -> str:
    """The name of a backup made at a local time."""
    return f"{database.stem}-{local:%Y%m%d-%H%M%S}.db" + (".age" if sealed else "")


def part_of(path: Path, club: str) -> Path:
    """The name of a file while it is not whole: the club stands in it, since several clubs may share a
    folder."""
    return path.with_name(f"{path.name}.{club}.part")


def is_named_as_backup(path: Path) -> bool:
    return _NAME.fullmatch(path.name) is not None


def backups_in(folder: Path) -> list[Found]:
    """All backups, the newest last; those that can't be told of by a manifest are among them, first.
    `no_such_folder`, `backup_folder_closed`."""
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError as error:
        raise DeskError("no_such_folder", path=str(folder)) from error
    except OSError as error:
        raise DeskError("backup_folder_closed", path=str(folder)) from error
    described = {name.removesuffix(".json") for name in names if name.endswith(".json")}
    wanted = (name for name in names | described if _NAME.fullmatch(name))
    found = [_found(folder / name) for name in wanted]
    return sorted(found, key=lambda one: (one.manifest.made_at if one.manifest else 0, one.path.name))


def _found(path: Path) -> Found:
    try:
        return Found(path, read_manifest(manifest_of(path)))
    except DeskError as error:
        return Found(path, None, error)


def sha256_of(path: Path) -> str:
    """The digest of a file as it is stored. OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_stored(path: Path, manifest: Manifest) -> None:
    """`backup_missing`, `backup_unreadable`, `backup_changed`: the file is not the one that the manifest
    tells of."""
    try:
        size = path.stat().st_size
        same = size == manifest.size and sha256_of(path) == manifest.sha256
    except FileNotFoundError as error:
        raise DeskError("backup_missing", path=str(path)) from error
    except OSError as error:
        raise DeskError("backup_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    if not same:
        raise DeskError("backup_changed", path=str(path), size=size, was=manifest.size)


def flush_file(path: Path) -> None:
    """Makes what was written last when power fails."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def finish(backup: Path, club: str) -> None:
    """Gives a manifest that lies ready its name: from then on the backup counts."""
    manifest = manifest_of(backup)
    part_of(manifest, club).replace(manifest)
    flush_folder(manifest.parent)


def clear_interrupted(folder: Path, club: str) -> None:
    """What an interrupted backup of this club has left: parts go; a backup that lacks nothing but its
    manifest's name gets it, unless it is not whole."""
    mark = f".{club}.part"
    for part in sorted(folder.glob(f"*.json{mark}")):
        backup = part.with_name(part.name.removesuffix(mark).removesuffix(".json"))
        if backup.exists() and not manifest_of(backup).exists():
            try:
                require_stored(backup, read_manifest(part, name=manifest_of(backup).name))
                finish(backup, club)
            except DeskError as error:
                if error.code == "backup_changed":
                    backup.unlink()
    for part in folder.glob(f"*{mark}*"):
        if _NAME.fullmatch(part.name[: part.name.index(mark)].removesuffix(".json")):
            part.unlink(missing_ok=True)
