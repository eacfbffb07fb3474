"""The file by which a script acts as an operator: one line, `name:secret`, for its owner's eyes alone."""

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.errors import DeskError
from tui.language import settings_file

LONGEST = 4096
"""Bytes of a file that may be one."""


class Token(NamedTuple):
    """By whom a script acts, and what proves it."""

    operator: str
    secret: str


def token_file() -> tuple[Path, bool]:
    """Where the token is: FRONTDESK_TOKEN_FILE, else `frontdesk.token` in the folder of the settings; and
    whether it was named, so that it must be there."""
    named = os.environ.get("FRONTDESK_TOKEN_FILE")
    return (Path(named), True) if named else (settings_file().with_name("frontdesk.token"), False)


def token_at_hand() -> Token | None:
    """The user's token; None where there is none and none was named. `token_private` for a file that others
    can read too, `token_unreadable`, `token_wrong`."""
    path, named = token_file()
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LONGEST + 1)
    except FileNotFoundError as error:
        if named:
            raise _unreadable(path, error) from error
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DeskError("token_private", path=str(path))
    try:
        name, _colon, secret = content.decode("utf-8-sig").strip().rpartition(":")
    except UnicodeDecodeError as error:
        raise DeskError("token_wrong", path=str(path)) from error
    if not name or not secret or "\n" in name or len(content) > LONGEST:
        raise DeskError("token_wrong", path=str(path))
    return Token(name, secret)


def _unreadable(path: Path, error: OSError) -> DeskError:
    return DeskError("token_unreadable", path=str(path), reason=error.strerror or str(error))


def write_token(path: Path, token: Token) -> None:
    """Makes the file, readable for its owner alone. `token_there` where there is one of that name already,
    `token_unreadable`."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DeskError("token_there", path=str(path)) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    with os.fdopen(made, "w", encoding="utf-8") as file:
        with suppress(PermissionError):
            path.chmod(0o600)  # a stick's file system keeps no modes
        file.write(f"{token.operator}:{token.secret}\n")
        file.flush()
        os.fsync(file.fileno())


def give_token_to(path: Path, operator: str, give: Callable[[str], object]) -> None:
    """Makes a secret, its file, and has the club keep its digest; no file is left where that is refused."""
    from storage.passwords import digest_of, new_secret

    token = Token(operator, new_secret())
    write_token(path, token)
    try:
        give(digest_of(token.secret))
    except BaseException:
        path.unlink()
        raise
