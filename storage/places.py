"""Where the database lies: the user's data folder, private to the user, and never on a network share."""

import os
import sys
from pathlib import Path

from core.errors import DeskError

SHARES = frozenset(
    {
        "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone",
        "fuse.s3fs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs",
        "virtiofs", "vboxsf", "vmhgfs", "webdav",
    }
)  # fmt: skip
"""File systems on which locks can't be relied upon, as the mount table names them."""


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
    """The real path of a database, its folder made and private. `not_a_file`, `no_database` (unless it may be
    created), `network_share`, `no_folder`."""
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise DeskError("not_a_file", path=str(path))
    if not path.exists():
        if not create:
            raise DeskError("no_database", path=str(path))
        _make_folder(path.parent)
    share = share_of(path.parent)
    if share is not None:
        raise DeskError("network_share", path=str(path), share=share)
    if not path.exists():
        _make_file(path)
    return path


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError("no_folder", path=str(folder), reason=error.strerror or str(error)) from error


def _make_file(path: Path) -> None:
    """An empty file that only the user can read, before SQLite writes into it; the files that SQLite puts
    beside it get the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DeskError("no_folder", path=str(path), reason=error.strerror or str(error)) from error


def share_of(folder: Path) -> str | None:
    """The name of the network file system that a folder lies on, None for a disk of this machine."""
    if sys.platform == "win32":
        return _windows_share(folder)
    return share_among(folder, _mounts())


def _mounts() -> list[tuple[str, str]]:
    """Mount points and their file systems."""
    table = Path("/proc/self/mounts")
    if table.exists():
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        fields = (line.split(" ") for line in lines)
        return [(field[1].encode().decode("unicode_escape"), field[2]) for field in fields if len(field) > 2]
    import psutil

    return [(part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]


def share_among(folder: Path, mounts: list[tuple[str, str]]) -> str | None:
    """The file system of the innermost mount point above a folder, where it is a network one. Of two mounts
    on one point the later covers the earlier."""
    innermost, kind = "", ""
    for point, fstype in mounts:
        inside = folder == Path(point) or Path(point) in folder.parents
        if inside and len(point) >= len(innermost):
            innermost, kind = point, fstype
    return kind if kind.lower() in SHARES else None


def _windows_share(folder: Path) -> str | None:
    import ctypes

    text = str(folder)
    if text.startswith("\\\\"):
        return "UNC"
    remote = 4
    drive_type: int = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined]
    return "network drive" if drive_type == remote else None
