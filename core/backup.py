"""What the club keeps of its own backups: that one was made, and that it was brought back from one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.command import Command, NoInverse, Now, command
from core.wire import Name


class BackupStore(Protocol):
    """Nothing beside the audit record, which the door writes."""


@dataclass(frozen=True, slots=True)
class NoteBackup(Command["BackupNoted"]):
    """A backup was made and proved: its file's name and digest, whether it is sealed, and the number of the
    last audit record that it holds."""

    file: Name
    sha256: Name
    sealed: bool
    audit: int


@dataclass(frozen=True, slots=True)
class BackupNoted:
    at: datetime


@command("note_backup", inverse=NoInverse("backup_is_made"))
def note_backup(store: BackupStore, command: NoteBackup, now: Now) -> BackupNoted:  # noqa: ARG001
    """The audit record says the rest."""
    return BackupNoted(now.local)


@dataclass(frozen=True, slots=True)
class NoteRestore(Command["RestoreNoted"]):
    """The club goes on from a backup: the file's name and digest, the last audit record in it, and that of
    the database whose place it takes, where that could be read."""

    file: Name
    sha256: Name
    audit: int
    replaced: int | None = None


@dataclass(frozen=True, slots=True)
class RestoreNoted:
    at: datetime


@command("note_restore", inverse=NoInverse("restored_stays"))
def note_restore(store: BackupStore, command: NoteRestore, now: Now) -> RestoreNoted:  # noqa: ARG001
    """The audit record says the rest."""
    return RestoreNoted(now.local)
