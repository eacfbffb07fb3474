"""Several desks and programs on one database, the errors of its disk, and closing it."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from unittest.mock import patch

import pytest

from core.catalog import HANDLERS
from core.due import DueEntry, DueKind
from core.errors import DeskError
from storage import driver
from storage.database import open_database
from tests.support.club import Club
from tests.support.files import another_program, closed_club, files_of, members_in

LONG = 20.0
"""Seconds: far more than anything here takes."""


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    return closed_club(tmp_path)


# ---------------------------------------------------------------- locks


def test_a_writer_that_waited_in_vain_is_told_that_the_database_is_busy(closed: Path) -> None:
    with another_program(closed, "connection.execute('BEGIN IMMEDIATE')"):
        database = open_database(closed, wait=0.05)
        with pytest.raises(DeskError) as refusal, database.write():
            pass
        assert refusal.value.code == "database_busy"
        with database.read() as store:
            assert store.member("000001") is not None
        database.close()


def test_a_writer_begins_as_soon_as_the_other_has_finished(closed: Path) -> None:
    with another_program(closed, "connection.execute('BEGIN IMMEDIATE')") as program:
        database = open_database(closed, wait=LONG)
        threading.Timer(0.1, program.kill).start()
        with database.write() as store:
            assert store.member("000001") is not None
        database.close()


def test_opening_what_another_program_keeps_to_itself_is_busy(closed: Path) -> None:
    alone = (
        "connection.execute('PRAGMA locking_mode = exclusive'); connection.execute('DELETE FROM operation')"
    )
    with another_program(closed, alone), pytest.raises(DeskError) as refusal:
        open_database(closed, wait=0.05)
    assert refusal.value.code == "database_busy"


def test_a_second_writer_of_the_same_desk_is_busy_too(closed: Path) -> None:
    database = open_database(closed, wait=0.05)
    with database.write(), pytest.raises(DeskError) as refusal, database.write():
        pass
    assert refusal.value.code == "database_busy"
    database.close()


def test_opening_a_second_time_leaves_the_locks_of_the_first(closed: Path) -> None:
    """Closing a file drops all of a process's locks on it unless SQLite does it."""
    first = open_database(closed)
    with first.read():
        pass
    open_database(closed).close()
    change = (
        "import sys; from pathlib import Path; from storage import driver;"
        "driver.connect(Path(sys.argv[1]), 0).execute('PRAGMA journal_mode = delete')"
    )
    other = subprocess.run(
        [sys.executable, "-c", change, str(closed)], capture_output=True, encoding="utf-8", check=False
    )
    first.close()
    assert "database is locked" in other.stderr


# ---------------------------------------------------------------- errors of the disk


@pytest.mark.parametrize(
    ("harm", "code"),
    [("max_page_count = 1", "database_full"), ("query_only = ON", "database_read_only")],
)
def test_a_full_and_a_read_only_disk_are_told_apart_and_the_desk_goes_on_when_they_are_mended(
    club: Club, harm: str, code: str
) -> None:
    club.member("000001")

    def write_much() -> None:
        with club.database.write() as store:
            store.connection.execute(f"PRAGMA {harm}")
            store.connection.execute("UPDATE member SET email = printf('%.*c', 1000000, 'x')")

    with pytest.raises(DeskError) as refusal:
        write_much()
    assert refusal.value.code == code
    club.member("000002")
    with club.database.read() as store:
        assert [member.email for member in store.search_members("0", 9)] == [None, None]


def test_nothing_that_is_due_is_set_aside_for_an_error_of_the_disk(club: Club) -> None:
    club.member("000001")
    club.do("grant", member="000001", unit="points", amount=5, reason="x", expires_on="2026-11-23")
    club.at("2026-11-24T09:00")
    trouble = driver.MODULE.OperationalError("disk I/O error")
    trouble.sqlite_errorcode = 10  # SQLITE_IOERR

    def fail(*_given: object) -> None:
        raise trouble

    failing = DueEntry(fail, "L")
    with patch.dict(HANDLERS, {DueKind.LOT_LAPSES: failing}), pytest.raises(DeskError) as refusal:
        club.do("tick")
    assert refusal.value.code == "database_trouble"
    club.do("tick")
    assert club.ask("set_aside")["things"] == []
    assert club.ask("balance", member="000001")["points"] == 0


def test_a_constraint_that_is_the_last_belt_is_told_as_refused(club: Club) -> None:
    with pytest.raises(DeskError) as refusal, club.database.write() as store:
        store.connection.execute("UPDATE club SET replayed = 2")
    assert refusal.value.code == "database_refused"


# ---------------------------------------------------------------- closing


def test_closing_folds_the_log_so_that_one_file_is_the_whole_club(tmp_path: Path) -> None:
    club = Club.new(tmp_path)
    club.member("000001")
    assert driver.log_of(club.database.path).exists()
    club.database.close()
    assert list(files_of(club.database.path)) == ["club.db"]
    shutil.copy(club.database.path, tmp_path / "elsewhere.db")
    assert members_in(tmp_path / "elsewhere.db") == ["000001"]


def test_the_desk_that_closes_first_leaves_the_log_to_the_other(club: Club) -> None:
    club.member("000001")
    other = open_database(club.database.path)
    with other.read():
        pass
    club.database.close()
    assert driver.log_of(club.database.path).exists()
    other.close()
    assert not driver.log_of(club.database.path).exists()


@pytest.mark.parametrize("journal", ["wal", "truncate"])
def test_what_a_killed_desk_had_half_written_is_undone_when_the_next_one_opens(
    closed: Path, journal: str
) -> None:
    half = (
        f"connection.execute('PRAGMA journal_mode = {journal}'); connection.execute('PRAGMA cache_size = 2');"
        "connection.execute('BEGIN');"
        "connection.execute(\"UPDATE member SET email = printf('%.*c', 300000, 'x'), staff_no = '000009'\")"
    )
    with another_program(closed, half) as program:
        program.kill()
    beside = driver.log_of(closed) if journal == "wal" else driver.journal_of(closed)
    assert driver.size_of(beside) > 0
    if journal == "truncate":
        with closed.open("ab") as file:
            file.write(b"the beginning of a page")
    assert members_in(closed) == ["000001"]


def test_a_desk_that_was_killed_loses_nothing_it_had_confirmed(closed: Path) -> None:
    add = "connection.execute(\"UPDATE member SET staff_no = '000009'\")"
    with another_program(closed, add) as program:
        program.kill()
    assert driver.log_of(closed).stat().st_size > 0
    assert members_in(closed) == ["000009"]
