"""The keys of encrypted databases: which file is opened by which key, and where a key is kept.

A key is 32 random bytes. A file that it encrypts begins with the key's seal, 16 bytes: a mark and a digest of
the key that leads back to nothing. So a file that was moved, and each copy of it, says by itself which key
opens it, and several keys may lie in one place. (SQLCipher keeps its salt there, of which and a random key it
makes only the second key, of the pages' checks. Each page is encrypted with a random start of its own.)
"""

import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from core.errors import DeskError
from storage.places import flush_folder, make_folder

MARK = b"FDKE"
"""How the first bytes of an encrypted club are known."""

SERVICE = "frontdesk"
"""Under which the system's keyring keeps the keys, each by its seal."""

KEYRING = "keyring"

_KEY_BYTES = 32
_SEAL_BYTES = 16
_LINE = re.compile(r"[0-9a-f]{64}")
_HEAD = (
    "# Keys of encrypted frontdesk databases. Without this file nobody can read them.\n"
    "# Keep a copy of it with the manager, apart from the databases and their backups.\n"
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Nothing shows its secret."""

    secret: bytes = field(repr=False)

    @property
    def seal(self) -> bytes:
        """How each file that it encrypts begins."""
        return MARK + sha256(b"frontdesk key\0" + self.secret).digest()[: _SEAL_BYTES - len(MARK)]

    @property
    def text(self) -> str:
        """As a key file and the keyring keep it."""
        return self.secret.hex()

    @property
    def raw(self) -> str:
        """For the driver: no passphrase, so that nothing is derived slowly, and the seal."""
        return f"x'{self.text}{self.seal.hex()}'"


_KNOWN: dict[bytes, Key] = {}
"""The keys that this process has found, by their seals."""


def new_key() -> Key:
    return Key(secrets.token_bytes(_KEY_BYTES))


def key_of_new_file() -> Key | None:
    """The key of a file that is being made: a new club is encrypted only when somebody asks for it."""
    return None


def is_seal(beginning: bytes) -> bool:
    """Whether a file that begins so is encrypted by a key of ours."""
    return beginning.startswith(MARK)


def named(seal: bytes) -> str:
    """A key's name, for people: eight letters of its seal."""
    return seal[len(MARK) :].hex()[:8]


def forget() -> None:
    """Looks keys up anew from now on."""
    _KNOWN.clear()


def key_file() -> Path:
    """The key file of this user: the one that FRONTDESK_KEY_FILE names, else the one in the config folder."""
    return _asked_for() or _own()


def _asked_for() -> Path | None:
    given = os.environ.get("FRONTDESK_KEY_FILE")
    return Path(given) if given else None


def _own() -> Path:
    from platformdirs import user_config_path

    return user_config_path("frontdesk", appauthor=False) / "keys" / "database.keys"


# ---------------------------------------------------------------- finding


def find(seal: bytes, path: Path) -> Key:
    """The key of a database, from the key files or the keyring, which is asked last.

    `key_missing`, `key_wrong` (the file of FRONTDESK_KEY_FILE holds others only), `key_file_open_to_others`,
    `key_file_unreadable`, `key_file_damaged`, and `keyring_unavailable` where a keyring did not answer.
    """
    key = _KNOWN.get(seal)
    if key is None:
        key = _KNOWN[seal] = place_of(seal, path)[0]
    return key


def place_of(seal: bytes, path: Path) -> tuple[Key, str]:
    """The key of a database, and where it lies: the path of a file, or `keyring`. Errors as in `find`."""
    others_only = False
    for file in dict.fromkeys([key_file(), _own()]):
        if not os.path.lexists(file):
            continue
        held = in_file(file)
        if seal in held:
            return held[seal], str(file)
        others_only = others_only or (bool(held) and file == _asked_for())
    key = _in_keyring(seal, path)
    if key is not None:
        return key, KEYRING
    if others_only:
        raise DeskError("key_wrong", path=str(path), key=named(seal), file=str(key_file()))
    raise DeskError("key_missing", path=str(path), key=named(seal), file=str(key_file()))


def is_found(seal: bytes, path: Path) -> bool:
    """Whether a desk that starts now finds the key of a database by itself."""
    try:
        place_of(seal, path)
    except DeskError:
        return False
    return True


def in_file(file: Path) -> dict[bytes, Key]:
    """The keys of a key file by their seals."""
    try:
        with file.open("rb") as opened:
            _refuse_open_to_others(file, os.fstat(opened.fileno()).st_mode)
            content = opened.read(1_000_000)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeskError("key_file_unreadable", file=str(file), reason=reason) from error
    found = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        text = line.strip().lower()
        if text and not text.startswith("#"):
            key = _key_from(text)
            if key is None:
                raise DeskError("key_file_damaged", file=str(file), line=number)
            found[key.seal] = key
    return found


def _refuse_open_to_others(file: Path, mode: int) -> None:
    """Windows keeps no modes: a user's own folder is closed to others there."""
    if os.name != "posix":
        return
    folder = file.resolve().parent
    folder_mode = stat.S_IMODE(folder.stat().st_mode)
    sticky = bool(folder_mode & stat.S_ISVTX)
    if folder_mode & 0o022 and not sticky:  # whoever may write there could put another file in its place
        raise DeskError("key_file_open_to_others", file=str(folder), mode=f"{folder_mode:o}", wanted="700")
    if stat.S_IMODE(mode) & 0o077:
        told = f"{stat.S_IMODE(mode):o}"
        raise DeskError("key_file_open_to_others", file=str(file), mode=told, wanted="600")


def _key_from(text: str) -> Key | None:
    return Key(bytes.fromhex(text)) if _LINE.fullmatch(text) else None


def _in_keyring(seal: bytes, path: Path) -> Key | None:
    """None where there is no such entry, or no keyring at all. What a keyring says when it fails may be
    anything: only the kind of the error is told."""
    import keyring
    from keyring.errors import NoKeyringError

    try:
        text = keyring.get_password(SERVICE, seal.hex())
    except NoKeyringError:
        return None
    except Exception as error:
        raise DeskError("keyring_unavailable", path=str(path), reason=type(error).__name__) from error
    key = _key_from(text.strip().lower()) if text else None
    return key if key is not None and key.seal == seal else None


# ---------------------------------------------------------------- keeping


def keep_in_file(key: Key, file: Path) -> str:
    """Adds a key to a private key file, which is made where there is none, and reads it again; its path."""
    file = Path(os.path.realpath(file))
    part = file.with_name(file.name + ".part")
    make_folder(file.parent)
    held = in_file(file) if os.path.lexists(file) else {}
    if key.seal not in held:
        try:
            before = file.read_text("utf-8") if held or file.exists() else _HEAD
            part.unlink(missing_ok=True)
            _write_private(part, before.rstrip("\n") + f"\n{key.text}\n")
            part.replace(file)
            flush_folder(file.parent)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise DeskError("key_not_kept", file=str(file), reason=reason) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    if in_file(file).get(key.seal) != key:
        raise DeskError("key_not_kept", file=str(file), reason="it reads differently")
    _KNOWN[key.seal] = key
    return str(file)


def _write_private(file: Path, text: str) -> None:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    with suppress(PermissionError):  # of a file system that keeps no modes
        file.chmod(0o600)


def keep_in_keyring(key: Key) -> str:
    """Puts a key into the system's keyring and reads it again; `keyring`. `keyring_unavailable`."""
    import keyring
    from keyring.errors import NoKeyringError

    try:
        keyring.set_password(SERVICE, key.seal.hex(), key.text)
        again = keyring.get_password(SERVICE, key.seal.hex())
    except NoKeyringError as error:
        raise DeskError("keyring_unavailable", reason="there is none") from error
    except Exception as error:
        raise DeskError("keyring_unavailable", reason=type(error).__name__) from error
    if again != key.text:
        raise DeskError("keyring_unavailable", reason="it does not keep what it is given")
    _KNOWN[key.seal] = key
    return KEYRING
