"""Whether a backup is as it was made: the file by its digest, and what is in it by reading all of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Literal

from core.errors import DeskError
from storage import driver
from storage.backup.copying import look_at_copy
from storage.backup.folder import Found, backups_in, require_stored
from storage.backup.manifest import Manifest, manifest_of, read_manifest
from storage.backup.pictures import difference, picture_of, require_sound
from storage.backup.sealing import unseal
from storage.schema import SCHEMA_VERSION

_UNSEALED = "frontdesk-unsealed-"


@dataclass(frozen=True, slots=True)
class Verified:
    """One backup: `read` is how far it could be read: all of it, or as a sealed file by its digest alone.
    `trouble` is why it can't be trusted."""

    path: Path
    manifest: Manifest | None
    read: Literal["all", "sealed", "none"]
    trouble: DeskError | None = None


def verify(path: Path, identity: Path | None = None) -> list[Verified]:
    """Looks at one backup, or at all of a folder, the newest last. `no_such_folder`,
    `backup_folder_closed`; what is wrong with a backup stands with it."""
    if path.is_dir():
        return [_verified(found, identity) for found in backups_in(path)]
    if not path.exists() and not manifest_of(path).exists():
        raise DeskError("no_such_backup", path=str(path))
    try:
        return [_verified(Found(path, read_manifest(manifest_of(path))), identity)]
    except DeskError as error:
        return [Verified(path, None, "none", error)]


def _verified(found: Found, identity: Path | None) -> Verified:
    manifest = found.manifest
    if manifest is None:
        return Verified(found.path, None, "none", found.trouble)
    try:
        require_stored(found.path, manifest)
        if not manifest.sealed:
            require_same(found.path, manifest)
        elif identity is None:
            return Verified(found.path, manifest, "sealed")
        else:
            with _unsealed(found.path, identity) as plain:
                require_same(plain, manifest)
    except DeskError as error:
        facts = {**error.facts, "path": str(found.path)}
        return Verified(found.path, manifest, "none", DeskError(error.code, **facts))
    return Verified(found.path, manifest, "all")


def require_same(copy: Path, manifest: Manifest) -> None:
    """Reads all of a plain copy: `database_newer` for one that this program does not know, `backup_differs`
    where it is not what the manifest tells, `database_damaged`, and other `database_` codes."""
    if manifest.picture.version > SCHEMA_VERSION:
        facts = {"version": manifest.picture.version, "known": SCHEMA_VERSION}
        raise DeskError("database_newer", path=str(copy), **facts)
    with driver.told(copy), closing(look_at_copy(copy, copy)) as connection:
        where = difference(manifest.picture, picture_of(connection))
        if where is not None:
            raise DeskError("backup_differs", path=str(copy), where=where)
        require_sound(connection, copy)


@contextmanager
def _unsealed(path: Path, identity: Path) -> Iterator[Path]:
    """A sealed backup opened into a private folder, which goes afterwards; what a killed look has left there
    goes too."""
    _clear_left()
    folder = Path(mkdtemp(prefix=f"{_UNSEALED}{os.getpid()}-"))
    plain = folder / "backup.db"
    try:
        unseal(path, plain, identity)
        yield plain
    except OSError as error:
        raise DeskError("backup_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_left() -> None:
    import psutil

    for folder in Path(gettempdir()).glob(f"{_UNSEALED}*"):
        process = folder.name.removeprefix(_UNSEALED).partition("-")[0]
        with suppress(ValueError, OSError):
            if not psutil.pid_exists(int(process)) and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
