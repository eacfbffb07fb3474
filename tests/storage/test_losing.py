"""A database that is taken away while it is open: nothing more is confirmed, and what lies there afterwards
is opened only where that spoils nothing."""

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import DeskError
from storage import driver
from storage.backup import backups_beside
from storage.database import Database, open_database
from tests.support.club import Club
from tests.support.files import another_program, closed_club, members_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody take away an open file")


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as refusal:
        deed()
    return refusal.value.code


def read(database: Database) -> list[str]:
    with database.read() as store:
        return [member.staff_no for member in store.search_members("0", 9)]


def write(database: Database) -> None:
    with database.write():
        pass


@pytest.fixture
def path(club: Club) -> Path:
    """A club that is open, with one member, whose database was looked at as a console does."""
    club.member("000001")
    club.database.version()
    return club.database.path


def test_nothing_is_asked_done_or_followed_in_a_file_that_is_gone(club: Club, path: Path) -> None:
    away = path.rename(path.with_name("away.db"))
    for deed in (read, write, Database.version):
        assert refused(lambda deed=deed: deed(club.database)) == "database_gone"
    assert club.refused("add_member", staff_no="000002", name="李明").code == "database_gone"
    assert not path.exists()
    away.rename(path)
    assert read(club.database) == ["000001"]


def test_a_connection_made_after_the_loss_makes_no_new_file(path: Path) -> None:
    database = open_database(path)
    path.rename(path.with_name("away.db"))
    assert refused(lambda: read(database)) == "database_gone"
    assert not path.exists()
    path.with_name("away.db").rename(path)
    database.close()


def test_another_file_in_its_place_is_not_written_to(club: Club, path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = closed_club(tmp_path / "other")
    other.replace(path)
    assert club.refused("add_member", staff_no="000002", name="李明").code == "database_replaced"


def test_what_was_moved_away_and_back_is_left_and_opened_whole(club: Club, path: Path) -> None:
    away = path.rename(path.with_name("away.db"))
    assert refused(club.database.leave) == "database_gone"
    away.rename(path)
    club.database.leave()
    assert members_in(path) == ["000001"]


def test_another_file_is_not_opened_beside_the_log_of_the_one_before(
    club: Club, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = closed_club(tmp_path / "other")
    log = driver.log_of(path)
    kept = log.read_bytes()
    other.replace(path)
    assert refused(club.database.leave) == "stray_log"
    assert log.read_bytes() == kept
    log.rename(tmp_path / "the log of before")
    club.database.leave()
    assert members_in(path) == ["000001"]


def test_two_databases_share_no_index_of_a_log(path: Path, club: Club, tmp_path: Path) -> None:
    """A desk that has not left the former one yet goes on with its own files."""
    (tmp_path / "other").mkdir()
    other = closed_club(tmp_path / "other")
    with another_program(path, "connection.execute('SELECT count(*) FROM member').fetchone()"):
        other.replace(path)
        driver.log_of(path).rename(tmp_path / "the log of before")
        club.database.leave()
        assert not driver.index_of(path).exists()
        with closing(driver.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_it_is_not_left_while_somebody_is_still_in_it(club: Club, path: Path) -> None:
    with club.database.read():
        assert refused(club.database.leave) == "database_busy"
    club.database.leave()


def test_how_long_a_lock_has_been_waited_for_is_known_from_outside(tmp_path: Path) -> None:
    path = closed_club(tmp_path)
    with another_program(path, "connection.execute('BEGIN IMMEDIATE')") as program:
        database = open_database(path, wait=20)
        assert database.waited() == 0
        writer = threading.Thread(target=write, args=(database,))
        writer.start()
        while database.waited() < 0.05:
            assert writer.is_alive()
        program.kill()
        writer.join()
        assert database.waited() == 0
        database.close()


def test_the_copies_beside_a_database_are_found_the_newest_first(tmp_path: Path) -> None:
    names = ("club[1].before-v2.db", "club[1].before-v3.db", "club[1].before-v2-2.db")
    for day, name in enumerate(names):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (day, day))
    for other in ("club[1].db", "club1.before-v2.db", "club[1].before-v2.txt"):
        shutil.copy(tmp_path / names[0], tmp_path / other)
    found = backups_beside(tmp_path / "club[1].db")
    assert [(backup.path.name, backup.made) for backup in found] == [
        (names[2], 2.0), (names[1], 1.0), (names[0], 0.0)
    ]  # fmt: skip
    assert backups_beside(tmp_path / "nowhere" / "club.db") == []
