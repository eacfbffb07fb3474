"""Backups as the terminal makes them: where to, sealed to whom, and what the club keeps of it."""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError
from tui.language import settings_file

if TYPE_CHECKING:
    from core.clock import Clock
    from core.desk import Desk
    from storage.backup.making import Made

RECIPIENT = "backup_recipient"
"""The public key in the settings file; while it stands there every backup is sealed to it."""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go, None for beside the database; the public keys that they are sealed to."""

    folder: Path | None
    recipients: tuple[str, ...]


def backup_settings(environment: Mapping[str, str] = os.environ) -> BackupSettings:
    """FRONTDESK_BACKUPS, then `backups = "FOLDER"` and `backup_recipient = "age1…"` of the settings file. One
    that can't be read is `backup_settings`: what was to be sealed must not lie open."""
    import tomllib

    path = settings_file(environment)
    try:
        kept = tomllib.loads(path.read_bytes().decode("utf-8-sig")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise DeskError("backup_settings", path=str(path)) from error
    named = environment.get("FRONTDESK_BACKUPS") or kept.get("backups")
    folder = Path(str(named)).expanduser() if named else None
    recipient = kept.get(RECIPIENT)
    return BackupSettings(folder, () if recipient is None else (_recipient(recipient),))


def _recipient(text: object) -> str:
    from storage.backup.sealing import require_recipient

    return require_recipient(str(text))


def backup_folder(database: Path, asked: Path | None = None) -> Path:
    """The folder asked for, else that of the settings, else the one beside the database."""
    from storage.backup.folder import folder_beside

    return asked or backup_settings().folder or folder_beside(Path(os.path.realpath(database)))


def back_up(desk: "Desk", database: Path, clock: "Clock", folder: Path | None = None) -> "Made":
    """Makes a backup, and lets the club keep that it was made. Errors as `make_backup`."""
    from core.backup import NoteBackup
    from core.wire import Name
    from storage.backup.making import make_backup
    from tui import __version__

    recipients = backup_settings().recipients
    made = make_backup(database, backup_folder(database, folder), clock, __version__, recipients)
    manifest = made.manifest
    noted = NoteBackup(
        Name(manifest.file), Name(manifest.sha256), manifest.sealed, manifest.picture.audit.number
    )
    desk.do(noted, key=uuid.uuid4().hex)
    return made


def made_on(database: Path, folder: Path, day: str) -> Path | None:
    """A backup of this database made on a day of the club, `20261128`, by its name and size alone: cheap
    enough for a look each minute."""
    from storage.backup.folder import is_named_as_backup
    from storage.backup.manifest import manifest_of, read_manifest

    if not folder.is_dir():
        return None
    for path in sorted(folder.iterdir(), reverse=True):
        if not path.name.startswith(f"{database.stem}-{day}-") or not is_named_as_backup(path):
            continue
        try:
            if path.stat().st_size == read_manifest(manifest_of(path)).size:
                return path
        except (DeskError, OSError):
            continue
    return None
