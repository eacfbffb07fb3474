"""Where the database lies: the user's data folder, private to the user, and never on a network share."""

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path, PurePath

from core.errors import DeskError

SHARES = frozenset(
    {
        "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.ceph-fuse", "fuse.curlftpfs",
        "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse.rclone",
        "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "glusterfs", "lustre", "ncpfs", "nfs",
        "nfs4", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip
"""File systems on which locks can't be relied upon, as the mount table names them."""

MOUNT_TABLE = Path("/proc/self/mounts")
"""Where Linux tells what is mounted; psutil asks other systems."""


def data_folder() -> Path:
    """The folder of the user's own data: made by platformdirs' rules for the system."""
    from platformdirs import user_data_path

    return user_data_path("frontdesk", appauthor=False)


def database_path(given: Path | None) -> Path:
    """The database asked for: the one given, else FRONTDESK_DB, else the one in the data folder."""
    named = os.environ.get("FRONTDESK_DB")
    if given is not None:
        return given
    return Path(named) if named else data_folder() / "frontdesk.db"


def prepare(path: Path, *, create: bool) -> Path:
    """The real path of a database, its folder and an empty file made where there is none: new ones are
    private to the user, whatever the umask; those that were there keep the mode that they have.

    `not_a_file` (a folder, a device), `no_database` (there is none, and none may be made), `network_share`,
    `no_folder` (it can't be made), `no_permission`, `stray_log` (the write-ahead log of a database that is
    gone: SQLite would delete what is in it).
    """
    from storage.driver import log_of, size_of  # the console asks for the path long before the driver

    path = Path(os.path.realpath(path))
    missing = _is_missing(path)
    # The log is looked at first: a desk that is just making the file fills the file before the log.
    if size_of(log_of(path)) and not size_of(path):
        raise DeskError("stray_log", path=str(path), log=str(log_of(path)))
    if missing and not create:
        raise DeskError("no_database", path=str(path))
    share = share_of(path)
    if share is not None:
        raise DeskError("network_share", path=str(path), share=share)
    if missing:
        make_folder(path.parent)
        _make_file(path)
    _refuse_forbidden(path)
    return path


def _is_missing(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    except OSError as error:
        code = "no_permission" if isinstance(error, PermissionError) else "no_folder"
        raise DeskError(code, path=str(path), reason=error.strerror or str(error)) from error
    if not stat.S_ISREG(mode):
        raise DeskError("not_a_file", path=str(path))
    return False


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it that are missing, each for the user alone."""
    try:
        for wanted in (*reversed(folder.parents), folder):
            if not wanted.is_dir():
                wanted.mkdir(mode=0o700, exist_ok=True)
                _set_mode(wanted, 0o700)
    except OSError as error:
        raise DeskError("no_folder", path=str(folder), reason=error.strerror or str(error)) from error


def _make_file(path: Path) -> None:
    """An empty file that only the user can read, before SQLite writes into it; the files that SQLite puts
    beside it get the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _set_mode(path, 0o600)
    except FileExistsError:
        return  # another desk was quicker
    except OSError as error:
        raise DeskError("no_permission", path=str(path), reason=error.strerror or str(error)) from error


def _set_mode(path: Path, mode: int) -> None:
    """What the umask took away is given back; a stick's file system that keeps no modes is let be."""
    with suppress(PermissionError):
        path.chmod(mode)


def _refuse_forbidden(path: Path) -> None:
    """SQLite would open a file that can't be written for reading alone, and fail at the first booking. The
    folder must be open to it too, for the log."""
    as_opened = os.access in os.supports_effective_ids
    for wanted, needed in ((path, os.R_OK | os.W_OK), (path.parent, os.W_OK | os.X_OK)):
        if not os.access(wanted, needed, effective_ids=as_opened):
            raise DeskError("no_permission", path=str(wanted), reason="not readable and writable")


def share_of(path: Path) -> str | None:
    """The name of the network file system that a real path lies on, None for a disk of this machine."""
    if sys.platform == "win32":
        return windows_share(path, _windows_drive_type)
    return share_among(path, _mounts())


def _mounts() -> list[tuple[str, str]]:
    """Mount points and their file systems."""
    if MOUNT_TABLE.exists():
        return mounts_in(MOUNT_TABLE.read_text(encoding="utf-8", errors="surrogateescape").splitlines())
    import psutil

    return [(part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]


def mounts_in(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Mount points and file systems of a mount table as Linux writes it: spaces, tabs, line ends and
    backslashes of a path are octal."""
    fields = (line.split(" ") for line in lines)
    return [
        (re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), field[1]), field[2])
        for field in fields
        if len(field) > 2
    ]


def share_among(path: PurePath, mounts: Iterable[tuple[str, str]]) -> str | None:
    """The file system of the innermost mount point that a path lies under, where it is a network one. Of two
    mounts on one point the later covers the earlier."""
    innermost, kind = "", ""
    for point, fstype in mounts:
        if len(point) >= len(innermost) and path.is_relative_to(point):
            innermost, kind = point, fstype
    return kind if kind.lower() in SHARES else None


REMOTE_DRIVE = 4
"""DRIVE_REMOTE, as Windows' GetDriveType calls it."""


def windows_share(path: PurePath, drive_type: Callable[[str], int]) -> str | None:
    """As `share_of`, for a path of Windows; `drive_type` tells a root folder's kind."""
    text = str(path)
    if text.startswith(("\\\\?\\", "\\\\.\\")):  # the long form of a path: \\\\?\\C:\\club.db
        text = text[4:]
        if text[:4].upper() == "UNC\\":
            return "UNC"
    elif text.startswith("\\\\"):
        return "UNC"
    return "network drive" if drive_type(text[:2] + "\\") == REMOTE_DRIVE else None


def _windows_drive_type(root: str) -> int:
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined]  # Windows alone
