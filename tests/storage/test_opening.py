"""Opening a club's database, and refusing what is none: a refused file is left as it was."""

import os
import random
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import DeskError
from storage import driver
from storage.database import open_database
from storage.facts import facts
from storage.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.support.club import Club
from tests.support.files import another_program, closed_club, files_of, members_in

LONG = 20.0
"""Seconds: far more than anything here takes."""


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    return closed_club(tmp_path)


def refused(path: Path, *, create: bool = True, wait: float = LONG) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        open_database(path, create_missing=create, wait=wait)
    return refusal.value


# ---------------------------------------------------------------- new ones


def test_a_new_database_bears_our_mark_and_version(closed: Path) -> None:
    with closing(driver.connect(closed)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


@pytest.mark.parametrize(
    "name", ["俱乐部.db", "club 100%.db", "club?mode=memory#1.db", "file:club.db", "club"]
)
@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not have")
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    open_database(tmp_path / name).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert members_in(tmp_path / name) == []


def test_an_empty_file_becomes_a_club_where_one_may_be_made(tmp_path: Path) -> None:
    (tmp_path / "club.db").touch()
    open_database(tmp_path / "club.db").close()
    assert members_in(tmp_path / "club.db") == []


def test_an_empty_file_is_no_database_where_none_may_be_made(tmp_path: Path) -> None:
    (tmp_path / "club.db").touch()
    assert refused(tmp_path / "club.db", create=False).code == "no_database"
    assert files_of(tmp_path / "club.db") == {"club.db": b""}


def test_a_file_whose_making_was_interrupted_becomes_a_club(tmp_path: Path) -> None:
    with closing(driver.connect(tmp_path / "club.db")) as connection:
        driver.set_journal(connection)
    assert refused(tmp_path / "club.db", create=False).code == "no_database"
    open_database(tmp_path / "club.db").close()
    assert members_in(tmp_path / "club.db") == []


def test_desks_that_start_at_once_make_one_club(tmp_path: Path) -> None:
    start, rows = threading.Barrier(6), []

    def desk() -> None:
        start.wait()
        database = open_database(tmp_path / "club.db", wait=LONG)
        with database.read() as store:
            rows.append(store.connection.execute("SELECT count(*) FROM club").fetchone()[0])
        database.close()

    desks = [threading.Thread(target=desk) for _ in range(6)]
    for thread in desks:
        thread.start()
    for thread in desks:
        thread.join()
    assert rows == [1] * 6


def test_whether_a_database_was_born_by_a_replay_is_told_by_the_file(tmp_path: Path) -> None:
    open_database(tmp_path / "rehearsal.db", replayed=True).close()
    open_database(tmp_path / "club.db").close()
    assert open_database(tmp_path / "rehearsal.db").replayed
    assert not open_database(tmp_path / "club.db", replayed=True).replayed


# ---------------------------------------------------------------- what is no database of ours

NOISE = random.Random(7).randbytes(20_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("工号,姓名\n000001,李明\n".encode() * 500, "not_a_database"),
        (b"no", "not_a_database"),
        (bytes(8192), "not_a_database"),
        (NOISE, "not_a_database"),
        (b"SQLite format 3\0" + NOISE, "not_a_database"),
        (b"PK\x03\x04" + NOISE, "not_a_database"),
    ],
    ids=["text", "two bytes", "zeros", "noise", "noise after the right beginning", "workbook"],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "club.db"
    path.write_bytes(content)
    assert refused(path).code == code
    assert files_of(path) == {"club.db": content}


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE club (settings)",
        "PRAGMA application_id = 252006674",
        "PRAGMA user_version = 1",
        "CREATE TABLE club (settings); PRAGMA user_version = 1; PRAGMA journal_mode = wal",
    ],
)
def test_another_programs_database_is_refused(tmp_path: Path, script: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    before = files_of(path)
    assert refused(path).code == "foreign_database"
    assert files_of(path) == before


@pytest.mark.parametrize("size", [0, 4096, 100_000])
def test_another_programs_database_is_refused_while_all_of_it_is_in_its_log(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / "other.db"
    script = f"""connection.execute("PRAGMA journal_mode = wal"); connection.execute("CREATE TABLE t (a)");
    connection.execute("INSERT INTO t VALUES (zeroblob({size}))")"""
    with another_program(path, script.replace("\n", "")) as program:
        before = files_of(path)
        assert refused(path).code == "foreign_database"
        program.kill()
        program.wait()
        assert refused(path).code == "foreign_database"
        assert files_of(path) == before


def test_a_file_with_our_mark_but_without_our_tables_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "club.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}"
        )
    assert refused(path).code == "database_damaged"


def test_a_database_without_the_clubs_own_row_is_damaged(closed: Path) -> None:
    with closing(driver.connect(closed)) as connection:
        connection.execute("DELETE FROM club")
        connection.commit()
    assert refused(closed).code == "database_damaged"


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("kept", [20, 99, 100, 511, 512, 4095, 4096, 4097, 40_960, 0.5, -1])
def test_a_truncated_database_is_refused_and_left_as_it_is(closed: Path, kept: float) -> None:
    whole = closed.read_bytes()
    kept = int(len(whole) * kept) if 0 < kept < 1 else int(kept)
    closed.write_bytes(whole[:kept])
    before = files_of(closed)
    assert refused(closed).code in {"database_damaged", "not_a_database"}
    assert files_of(closed) == before


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_with_any_byte_of_the_header_flipped_it_opens_whole_or_is_refused_and_left_as_it_is(
    closed: Path, flip: int
) -> None:
    whole = closed.read_bytes()
    refusals, changed = set(), []
    for position in range(100):
        damaged = bytearray(whole)
        damaged[position] ^= flip
        path = closed.with_name(f"{position}.db")
        path.write_bytes(damaged)
        try:
            assert members_in(path) == ["000001"]
        except DeskError as error:
            refusals.add(error.code)
            if files_of(path) != {path.name: bytes(damaged)}:
                changed.append(position)
    known = {
        "database_damaged", "not_a_database", "foreign_database", "database_newer", "database_read_only",
        "migration_failed", "key_wrong",
    }  # fmt: skip
    assert "not_a_database" in refusals <= known
    assert changed == []


@pytest.mark.parametrize("version", [0, -1, -2_000_000_000])
def test_our_mark_with_a_version_that_never_was_is_damaged(closed: Path, version: int) -> None:
    with closing(driver.connect(closed)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = files_of(closed)
    assert refused(closed).code == "database_damaged"
    assert files_of(closed) == before


def test_damage_that_is_met_later_is_told_as_such(closed: Path) -> None:
    with closing(driver.connect(closed)) as connection:
        page, size = connection.execute(
            "SELECT rootpage, 4096 FROM sqlite_master WHERE name = 'member'"
        ).fetchone()
    damaged = bytearray(closed.read_bytes())
    damaged[(page - 1) * size : page * size] = b"\xff" * size
    closed.write_bytes(damaged)
    with pytest.raises(DeskError) as refusal:
        members_in(closed)
    assert refusal.value.code == "database_damaged"


@pytest.mark.parametrize("gone", ["emptied", "deleted"])
def test_a_log_whose_database_is_gone_is_not_deleted(tmp_path: Path, gone: str) -> None:
    path = tmp_path / "club.db"
    open_database(path).close()
    with another_program(path, "connection.execute('DELETE FROM operation')") as program:
        program.kill()
    log = driver.log_of(path)
    log.write_bytes(b"what the desk booked last" * 1000)
    path.unlink()
    if gone == "emptied":
        path.touch()
    before = files_of(path)
    for create in (True, False):
        error = refused(path, create=create)
        assert (error.code, error.facts["log"]) == ("stray_log", str(log))
        assert files_of(path) == before


# ---------------------------------------------------------------- versions


def test_a_newer_database_is_refused_and_both_versions_are_told(closed: Path) -> None:
    with closing(driver.connect(closed)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 3}")
    before = files_of(closed)
    error = refused(closed)
    assert (error.code, error.facts["version"], error.facts["known"]) == (
        "database_newer",
        SCHEMA_VERSION + 3,
        SCHEMA_VERSION,
    )
    assert files_of(closed) == before


def test_a_newer_database_whose_program_was_killed_keeps_its_log(closed: Path) -> None:
    newer = f"connection.execute('PRAGMA user_version = {SCHEMA_VERSION + 1}')"
    with another_program(closed, newer) as program:
        program.kill()
    before = files_of(closed)
    assert len(before) == 2
    assert refused(closed).code == "database_newer"
    assert files_of(closed) == before


def test_an_open_desk_stops_when_another_has_brought_the_database_to_a_newer_version(club: Club) -> None:
    club.member()
    with closing(driver.connect(club.database.path)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert club.refused("add_member", staff_no="000002", name="李明").code == "database_newer"
    with pytest.raises(DeskError, match="database_newer"):
        club.ask("find_members", text="0")


# ---------------------------------------------------------------- facts


def test_the_facts_for_a_bug_report_name_the_versions_and_the_journal() -> None:
    told = facts()
    assert told["sqlite"] == driver.VERSION
    assert told["journal"] == "wal"
    assert told["cipher"]
