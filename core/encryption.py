"""That the club's file is encrypted, or made plain again: for its owner, and noted before it is done."""

from dataclasses import dataclass
from typing import Protocol

from core.command import Command, NoInverse, Now, command


class EncryptionStore(Protocol):
    """Nothing of the database: the record of the trail is all."""


@dataclass(frozen=True, slots=True)
class NoteEncryption(Command["EncryptionNoted"]):
    """`encrypted`: what the file is to be from now on."""

    encrypted: bool


@dataclass(frozen=True, slots=True)
class EncryptionNoted:
    encrypted: bool


@command("note_encryption", inverse=NoInverse("file_is_written"))
def note_encryption(store: EncryptionStore, command: NoteEncryption, now: Now) -> EncryptionNoted:  # noqa: ARG001
    """Refused to whoever is no owner."""
    return EncryptionNoted(command.encrypted)
