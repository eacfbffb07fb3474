"""Where a database may lie, what is made there, and who may read it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from core.errors import DeskError
from storage import places
from storage.database import open_database
from storage.places import (
    data_folder,
    database_path,
    mounts_in,
    prepare,
    share_among,
    share_of,
    windows_share,
)
from tests.support.files import bound_by_modes

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and links are POSIX's")


def refused(path: Path, *, create: bool = True) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        prepare(path, create=create)
    return refusal.value


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


# ---------------------------------------------------------------- which database is meant


def test_the_database_named_is_used_before_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_DB", "preset.db")
    assert database_path(Path("named.db")) == Path("named.db")


def test_without_one_the_environment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_DB", "preset.db")
    assert database_path(None) == Path("preset.db")


@pytest.mark.parametrize("empty", [None, ""])
def test_without_either_it_lies_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, empty: str | None
) -> None:
    monkeypatch.delenv("FRONTDESK_DB", raising=False)
    if empty is not None:
        monkeypatch.setenv("FRONTDESK_DB", empty)
    assert database_path(None) == data_folder() / "frontdesk.db"
    assert data_folder().name == "frontdesk"


# ---------------------------------------------------------------- what is made


def test_missing_folders_and_an_empty_file_are_made(tmp_path: Path) -> None:
    path = prepare(tmp_path / "new" / "club" / "club.db", create=True)
    assert path.read_bytes() == b""


@POSIX
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_new_folders_and_files_are_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        database = open_database(tmp_path / "new" / "club" / "club.db")
        with database.write() as store:
            store.connection.execute("UPDATE club SET replayed = 0")
            modes = {
                file.name: mode(file)
                for file in (tmp_path / "new" / "club").iterdir()
            }  # fmt: skip
        database.close()
    assert modes == {"club.db": "0o600", "club.db-wal": "0o600", "club.db-shm": "0o600"}
    assert [mode(tmp_path / "new"), mode(tmp_path / "new" / "club")] == ["0o700", "0o700"]


@POSIX
def test_a_folder_and_a_file_that_were_there_keep_their_modes(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o750)
    open_database(folder / "club.db").close()
    (folder / "club.db").chmod(0o640)
    database = open_database(folder / "club.db")
    with database.write() as store:
        store.connection.execute("UPDATE club SET replayed = 0")
        assert mode(folder / "club.db-wal") == "0o640"
    database.close()
    assert [mode(folder), mode(folder / "club.db")] == ["0o750", "0o640"]


def test_nothing_is_made_where_a_database_must_be_there_already(tmp_path: Path) -> None:
    assert refused(tmp_path / "new" / "club.db", create=False).code == "no_database"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_on_a_network_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "share_of", lambda path: "nfs4")
    assert refused(tmp_path / "new" / "club.db").code == "network_share"
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- what is no place for a database


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "not_a_file"


@POSIX
def test_a_device_is_not_a_database() -> None:
    assert refused(Path("/dev/null")).code == "not_a_file"


@POSIX
def test_a_pipe_is_not_a_database_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").code == "not_a_file"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert refused(tmp_path / "file" / "club.db").code == "no_folder"
    assert refused(tmp_path / "file" / "deep" / "club.db").code == "no_folder"


@POSIX
def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / ("长" * 200)).code == "no_folder"


@POSIX
def test_links_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / "one")
    assert refused(tmp_path / "one").code == "no_folder"


# ---------------------------------------------------------------- links


@POSIX
def test_through_a_link_the_file_itself_is_opened_so_that_its_log_has_one_name(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "club.db").symlink_to(tmp_path / "real" / "club.db")
    database = open_database(tmp_path / "club.db")
    with database.write() as store:
        store.connection.execute("UPDATE club SET replayed = 0")
        assert (tmp_path / "real" / "club.db-wal").exists()
        assert not (tmp_path / "club.db-wal").exists()
    database.close()
    assert database.path == tmp_path / "real" / "club.db"


@POSIX
def test_a_link_into_a_network_share_is_followed_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "共享 folder"
    share.mkdir()
    (tmp_path / "near").symlink_to(share)
    table = tmp_path / "mounts"
    told = str(share).replace(" ", "\\040")
    table.write_text(f"/dev/sda / ext4 rw 0 0\n//server/desk {told} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(places, "MOUNT_TABLE", table)
    error = refused(tmp_path / "near" / "club.db")
    assert (error.code, error.facts["share"]) == ("network_share", "cifs")
    assert error.facts["path"] == str(share / "club.db")


# ---------------------------------------------------------------- network shares

LOCAL = [("/", "ext4"), ("/proc", "proc")]


@pytest.mark.parametrize(
    ("path", "mounts", "share"),
    [
        ("/srv/desk/club.db", LOCAL, None),
        ("/srv/desk/club.db", [*LOCAL, ("/srv", "nfs4")], "nfs4"),
        ("/srv/desk/club.db", [*LOCAL, ("/srv/desk", "fuse.sshfs")], "fuse.sshfs"),
        ("/srv/desk/club.db", [*LOCAL, ("/srv/desk/club.db", "virtiofs")], "virtiofs"),
        ("/srv/desk/club.db", [*LOCAL, ("/srv", "nfs4"), ("/srv/desk", "ext4")], None),
        ("/srv/desk/club.db", [*LOCAL, ("/srv", "ext4"), ("/srv", "cifs")], "cifs"),
        ("/srv/desk/club.db", [*LOCAL, ("/srv", "autofs"), ("/srv", "ext4")], None),
        ("/srv/desk/club.db", [*LOCAL, ("/sr", "nfs"), ("/srv/de", "nfs")], None),
        ("/Volumes/Desk/club.db", [("/", "apfs"), ("/Volumes/Desk", "smbfs")], "smbfs"),
        ("/Volumes/Desk/club.db", [("/", "apfs"), ("/Volumes/Desk", "NFS")], "NFS"),
        ("/mnt/c/club.db", [*LOCAL, ("/mnt/c", "9p")], "9p"),
        ("/mnt/stick/club.db", [*LOCAL, ("/mnt/stick", "vfat")], None),
    ],
)
def test_the_innermost_mount_decides_whether_a_path_is_on_a_share(
    path: str, mounts: list[tuple[str, str]], share: str | None
) -> None:
    assert share_among(PurePosixPath(path), mounts) == share


def test_mount_points_are_read_with_spaces_and_chinese_names() -> None:
    line = r"//server/desk /mnt/职工之家\040desk\134new cifs rw,relatime 0 0"
    assert mounts_in([line, ""]) == [("/mnt/职工之家 desk\\new", "cifs")]


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\desk\club.db", "UNC"),
        (r"\\?\UNC\server\desk\club.db", "UNC"),
        (r"Z:\desk\club.db", "network drive"),
        (r"\\?\Z:\desk\club.db", "network drive"),
        (r"C:\Users\前台\club.db", None),
        (r"\\?\C:\Users\club.db", None),
    ],
)
def test_on_windows_a_server_path_or_a_drive_of_a_server_is_a_share(path: str, share: str | None) -> None:
    remote, fixed = 4, 3
    kinds = {"Z:\\": remote, "C:\\": fixed}
    assert windows_share(PureWindowsPath(path), kinds.__getitem__) == share


def test_where_there_is_no_mount_table_psutil_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = share_of(tmp_path)
    monkeypatch.setattr(places, "MOUNT_TABLE", tmp_path / "none")
    assert share_of(tmp_path) == told


# ---------------------------------------------------------------- permission


@pytest.fixture
def room() -> Iterator[Path]:
    with bound_by_modes() as folder:
        yield folder


@pytest.mark.parametrize(
    ("folder", "file", "forbidden"),
    [
        (0o700, 0o400, "club.db"),
        (0o700, 0o200, "club.db"),
        (0o700, 0o000, "club.db"),
        (0o500, 0o600, "club"),
        (0o600, 0o600, "club.db"),
        (0o000, 0o600, "club.db"),
    ],
)
def test_what_the_user_may_not_read_and_write_is_refused(
    room: Path, folder: int, file: int, forbidden: str
) -> None:
    content = (room / "club.db").read_bytes()
    (room / "club.db").chmod(file)
    room.chmod(folder)
    error = refused(room / "club.db", create=False)
    assert error.code == "no_permission"
    assert Path(error.facts["path"]).name == forbidden
    room.chmod(0o700)
    (room / "club.db").chmod(0o600)
    assert {entry.name: entry.read_bytes() for entry in room.iterdir()} == {"club.db": content}


def test_where_the_user_may_not_write_no_file_is_made(room: Path) -> None:
    room.chmod(0o500)
    assert refused(room / "other.db").code == "no_permission"
    assert refused(room / "new" / "other.db").code == "no_folder"


def test_with_permission_the_same_database_opens(room: Path) -> None:
    open_database(room / "club.db", create_missing=False).close()
