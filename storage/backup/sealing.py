"""Backups sealed to a public key (age, X25519): whoever has the program's settings can write them, and only
who has the identity, which is kept elsewhere, can read them."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from core.errors import DeskError

SEALED = ".age"
"""How the name of a sealed backup ends."""

LONGEST_IDENTITY = 10_000
"""No file of identities has so many bytes."""


def make_identity(path: Path) -> str:
    """Writes a new identity into a new private file; the public key that goes with it. `identity_exists`,
    `identity_not_written`."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    text = f"# frontdesk: opens sealed backups. Keep it away from the desk.\n# {recipient}\n{identity}\n"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(PermissionError):  # of a file system that keeps no modes
            path.chmod(0o600)
    except FileExistsError as error:
        raise DeskError("identity_exists", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("identity_not_written", path=str(path), reason=reason) from error
    return recipient


def require_recipient(text: str) -> str:
    """The public key, as it was given. `unknown_recipient` for what is none."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise DeskError("unknown_recipient", value=text) from error
    return text


def seal(plain: Path, sealed: Path, recipients: Sequence[str]) -> None:
    """Seals a file into a new one, and proves that it can be opened: for that it is also sealed to a key that
    is made here and thrown away. OSError for what the disk does."""
    import pyrage

    proof = pyrage.x25519.Identity.generate()
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    written, opened = _Stream(), _Stream()
    with plain.open("rb") as reader, sealed.open("wb") as file:
        written.into = file
        source = _Stream(reader)
        deed = partial(pyrage.encrypt_io, source, written, [*keys, proof.to_public()])
        source.turned(partial(written.turned, deed))
        file.flush()
        os.fsync(file.fileno())
    with sealed.open("rb") as file:
        again = _Stream(file)
        again.turned(partial(opened.turned, partial(pyrage.decrypt_io, again, opened, [proof])))
    if opened.digest.digest() != source.digest.digest():
        raise OSError("what was sealed does not open to what it was made of")


def unseal(sealed: Path, plain: Path, identity: Path) -> None:
    """Opens a sealed file into a file. `identity_unreadable`, `wrong_identity` (it was sealed to another),
    `seal_broken` (it was changed or cut since), OSError for what the disk does."""
    import pyrage

    keys = _identities(identity)
    try:
        with sealed.open("rb") as file, plain.open("wb") as out:
            written = _Stream(out)
            source = _Stream(file)
            source.turned(partial(written.turned, partial(pyrage.decrypt_io, source, written, keys)))
            out.flush()
            os.fsync(out.fileno())
    except pyrage.DecryptError as error:
        if "matching" in str(error):
            raise DeskError("wrong_identity", path=str(sealed), identity=str(identity)) from error
        raise DeskError("seal_broken", path=str(sealed)) from error


def _identities(path: Path) -> list[object]:
    import pyrage

    try:
        with path.open("rb") as file:
            lines = file.read(LONGEST_IDENTITY).decode("utf-8-sig").splitlines()
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        keys = [pyrage.x25519.Identity.from_str(line) for line in found]
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError("identity_unreadable", path=str(path), reason=reason) from error
    except (UnicodeDecodeError, pyrage.IdentityError) as error:
        raise DeskError("not_an_identity", path=str(path)) from error
    if not keys:
        raise DeskError("not_an_identity", path=str(path))
    return keys


class _Stream:
    """A file as the cipher reads or writes it: what passes is digested, and an error of the disk comes out as
    itself. Without a file what is written is digested and forgotten."""

    def __init__(self, into: BinaryIO | None = None) -> None:
        self.into = into
        self.digest = hashlib.sha256()
        self._error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        assert self.into is not None  # noqa: S101 - who reads has a file
        try:
            content = self.into.read(size)
        except OSError as error:
            self._error = error
            raise
        self.digest.update(content)
        return content

    def write(self, content: bytes) -> int:
        try:
            if self.into is not None:
                self.into.write(content)
        except OSError as error:
            self._error = error
            raise
        self.digest.update(content)
        return len(content)

    def flush(self) -> None:
        if self.into is not None:
            self.into.flush()

    def turned(self, deed: Callable[[], None]) -> None:
        """Runs the cipher. It wraps errors of the disk in its own, and tells a broken seal as one of the
        disk's."""
        import pyrage

        try:
            deed()
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
            if self._error is not None:
                raise self._error from error
            if isinstance(error, OSError) and error.errno is None:
                raise pyrage.DecryptError(str(error)) from error
            raise
