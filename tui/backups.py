"""Backups as the terminal makes them: where to, sealed to whom, and what the club keeps of it."""

import os
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that counts; `unnoted` is why the audit trail does not tell of it."""

    made: "Made"
    unnoted: DeskError | None = None

    @property
    def troubles(self) -> tuple[DeskError, ...]:
        """What did not go well beside it."""
        aside = (self.made.undropped, self.unnoted)
        return (*self.made.unsound, *(error for error in aside if error is not None))


def back_up(desk: "Desk", database: Path, clock: "Clock", folder: Path | None = None) -> BackedUp:
    """Makes a backup, and lets the club keep that it was made; it stands even where that fails. Errors as
    `make_backup`."""
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
    try:
        desk.do(noted, key=uuid.uuid4().hex)
    except DeskError as error:
        return BackedUp(made, error)
    return BackedUp(made)


def made_on(database: Path, folder: Path, day: date) -> Path | None:
    """The newest backup of this club made on a day of its own: cheap enough for a look now and then."""
    from storage.backup.looking import backups_of

    for found in reversed(backups_of(database, folder)):
        if found.manifest is not None and found.manifest.local.date() == day:
            return found.path
    return None


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a look whether a backup is due: when the newest was made, by the club's clock; what was
    made; why none could be."""

    newest: datetime | None = None
    done: BackedUp | None = None
    trouble: DeskError | None = None


def back_up_round(desk: "Desk", database: Path, clock: "Clock", today: date, *, daily: bool) -> Round:
    """Makes a backup; a `daily` one only where there is none of today, and none is being made elsewhere."""
    try:
        folder = backup_folder(database)
        if daily and made_on(database, folder, today) is not None:
            return Round(_newest_made(database, folder))
        done = back_up(desk, database, clock)
        return Round(done.made.manifest.local, done)
    except DeskError as error:
        return Round(_newest_known(database), trouble=error)


def _newest_made(database: Path, folder: Path) -> datetime | None:
    from storage.backup.looking import backups_of

    found = backups_of(database, folder)
    return found[-1].manifest.local if found and found[-1].manifest else None


def _newest_known(database: Path) -> datetime | None:
    with suppress(DeskError):
        return _newest_made(database, backup_folder(database))
    return None
