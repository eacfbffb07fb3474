"""Encrypting a database and decrypting it: all stays as it was, and without the key nothing is read."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import DeskError
from storage import driver, keys, sealing
from storage.contents import Contents, contents_of
from storage.database import open_database
from storage.places import old_of
from tests.storage.conftest import KEY
from tests.support.club import Club
from tests.support.files import another_program, closed_club, members_in

CANARY = "尉迟敬德"
"""A name that must not be found in an encrypted file."""


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed club with some history."""
    club = Club.new(tmp_path)
    club.facility()
    club.member("000001", name=CANARY)
    club.book("000001", "gym", "2026-11-24", "17:30")
    club.database.close()
    return club.database.path


@pytest.fixture
def encrypted(closed: Path) -> Path:
    sealing.encrypt(closed, KEY)
    return closed


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LEAVE_SECONDS", 0.0)
    monkeypatch.setattr(sealing, "REST_SECONDS", 0.0)


@pytest.fixture
def without_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A desk that finds no key."""
    monkeypatch.setenv("FRONTDESK_KEY_FILE", str(tmp_path / "nowhere" / "club.keys"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    keys.forget()
    yield
    keys.forget()


def held(path: Path) -> Contents:
    with closing(driver.look(path)) as connection:
        return contents_of(connection)


def refused(path: Path) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        open_database(path)
    return refusal.value


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.is_file())


# ---------------------------------------------------------------- there and back


def test_an_encrypted_database_holds_the_same_rows_schema_and_marks(closed: Path) -> None:
    before = held(closed)
    done = sealing.encrypt(closed, KEY)
    assert held(closed) == done.contents == before
    assert before.rows > 20


def test_a_decrypted_database_is_plain_and_the_same(encrypted: Path) -> None:
    before = held(encrypted)
    assert sealing.decrypt(encrypted).contents == before
    with closing(sqlite3.connect(encrypted)) as connection:
        assert connection.execute("SELECT name FROM member").fetchall() == [(CANARY,)]
        assert contents_of(connection) == before


def test_nothing_of_a_member_is_in_the_encrypted_file_or_its_log(closed: Path) -> None:
    assert CANARY.encode() in closed.read_bytes()
    sealing.encrypt(closed, KEY)
    database = open_database(closed)
    with database.write() as store:
        store.connection.execute("UPDATE member SET department = ?", (CANARY,))
    log = driver.log_of(closed)
    assert driver.size_of(log) > 4096
    database.close()
    assert CANARY.encode() not in closed.read_bytes()


def test_the_log_of_an_encrypted_database_is_encrypted(encrypted: Path, tmp_path: Path) -> None:
    change = f"connection.execute(\"UPDATE member SET department = '{CANARY}'\")"
    with another_program(encrypted, change) as program:
        program.kill()
    assert driver.size_of(driver.log_of(encrypted)) > 4096
    assert CANARY.encode() not in driver.log_of(encrypted).read_bytes()
    assert members_in(encrypted) == ["000001"]


def test_the_club_goes_on_when_it_is_encrypted(encrypted: Path) -> None:
    club = Club(open_database(encrypted))
    club.at("2026-11-23T10:00")
    club.member("000002")
    assert club.state(club.book("000002", "gym", "2026-11-24", "17:30")) == "confirmed"
    club.check()
    club.database.close()


def test_nothing_is_left_beside_it(encrypted: Path) -> None:
    assert beside(encrypted) == ["club.db"]
    sealing.decrypt(encrypted)
    assert beside(encrypted) == ["club.db"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no modes")
def test_the_mode_of_the_file_stays(closed: Path) -> None:
    closed.chmod(0o640)
    sealing.encrypt(closed, KEY)
    assert closed.stat().st_mode & 0o777 == 0o640


def test_the_content_of_the_old_plain_file_is_overwritten(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = closed.with_name("another name of the old file")
    os.link(closed, kept)
    assert sealing.encrypt(closed, KEY).overwritten
    assert set(kept.read_bytes()) == {0}


def test_an_old_file_that_somebody_reads_is_deleted_but_not_overwritten(closed: Path) -> None:
    kept = closed.with_name("another name of the old file")
    os.link(closed, kept)
    with another_program(closed, "connection.execute('SELECT count(*) FROM member').fetchone()"):
        assert not sealing.encrypt(closed, KEY).overwritten
    assert CANARY.encode() in kept.read_bytes()
    assert "club.db.rewriting-old" not in beside(closed)


def test_what_is_still_in_the_log_is_encrypted_too(closed: Path) -> None:
    with another_program(closed, "connection.execute(\"UPDATE member SET name = '李明'\")") as program:
        program.kill()
    assert driver.size_of(driver.log_of(closed))
    sealing.encrypt(closed, KEY)
    with closing(driver.look(closed)) as connection:
        assert connection.execute("SELECT name FROM member").fetchall() == [("李明",)]


# ---------------------------------------------------------------- keys


def test_without_the_key_it_does_not_open_and_is_left_as_it_is(encrypted: Path, without_keys: None) -> None:
    before = encrypted.read_bytes()
    assert refused(encrypted).code == "key_missing"
    assert encrypted.read_bytes() == before


def test_with_another_key_it_does_not_open(
    encrypted: Path, without_keys: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = keys.keep_in_file(keys.new_key(), tmp_path / "other" / "club.keys")
    monkeypatch.setenv("FRONTDESK_KEY_FILE", other)
    assert refused(encrypted).code == "key_wrong"


def test_it_opens_where_it_is_moved_to_and_so_does_a_copy(encrypted: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(encrypted, tmp_path / "a copy.db")
    moved = encrypted.rename(tmp_path / "elsewhere" / "俱乐部.db")
    assert members_in(moved) == members_in(tmp_path / "a copy.db") == ["000001"]


def test_databases_of_several_keys_are_open_at_once(encrypted: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other, key = closed_club(tmp_path / "other"), keys.new_key()
    keys.keep_in_file(key, keys.key_file())
    sealing.encrypt(other, key)
    assert driver.seal_of(encrypted) != driver.seal_of(other)
    one, two = open_database(encrypted), open_database(other)
    with one.read() as first, two.read() as second:
        names = [
            store.connection.execute("SELECT name FROM member").fetchone()[0] for store in (first, second)
        ]
    assert names == [CANARY, "职工000001"]
    one.close(), two.close()


def test_the_key_is_in_no_statement_and_no_error(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    plain = driver.dbapi2.connect

    def connect(*where: object, **how: object) -> object:
        connection = plain(*where, **how)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(driver.dbapi2, "connect", connect)
    sealing.encrypt(closed, KEY)
    sealing.decrypt(closed)
    assert len(said) > 100
    assert [text for text in said if KEY.text in text.lower()] == []


def test_a_key_that_nobody_has_kept_encrypts_nothing(closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(DeskError) as refusal:
        sealing.encrypt(closed, keys.new_key())
    assert refusal.value.code in {"key_missing", "key_wrong"}
    assert closed.read_bytes() == before


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("table", ["sqlite_master", "club", "member", "slot"])
def test_a_damaged_page_is_damage_and_no_wrong_key(encrypted: Path, table: str) -> None:
    with closing(driver.look(encrypted)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    page = found[0] if found else 1
    damaged = bytearray(encrypted.read_bytes())
    damaged[(page - 1) * 4096 + 2000] ^= 1
    encrypted.write_bytes(damaged)
    with pytest.raises(DeskError) as refusal:
        read_all(encrypted)
    assert refusal.value.code == "database_damaged"


def read_all(path: Path) -> None:
    with closing(open_database(path)) as database, database.read() as store:
        contents_of(store.connection)


@pytest.mark.parametrize(
    ("position", "code"), [(0, "not_a_database"), (3, "not_a_database"), (4, "key_wrong"), (15, "key_wrong")]
)
def test_damage_of_the_seal_is_refused(encrypted: Path, position: int, code: str) -> None:
    damaged = bytearray(encrypted.read_bytes())
    damaged[position] ^= 1
    encrypted.write_bytes(damaged)
    assert refused(encrypted).code == code
    assert encrypted.read_bytes() == bytes(damaged)


def test_a_page_of_another_place_is_damage(encrypted: Path) -> None:
    damaged = bytearray(encrypted.read_bytes())
    damaged[4096:8192] = damaged[8192:12288]
    encrypted.write_bytes(damaged)
    assert refused(encrypted).code == "database_damaged"


def test_the_cipher_writes_nothing_onto_the_terminal(
    encrypted: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = bytearray(encrypted.read_bytes())
    damaged[2000] ^= 1
    encrypted.write_bytes(damaged)
    refused(encrypted)
    assert capfd.readouterr() == ("", "")


# ---------------------------------------------------------------- what is refused, and leaves all as it was


def test_what_is_encrypted_is_not_encrypted_again(encrypted: Path) -> None:
    with pytest.raises(DeskError) as refusal:
        sealing.encrypt(encrypted, KEY)
    assert refusal.value.code == "already_encrypted"


def test_what_is_plain_is_not_decrypted(closed: Path) -> None:
    with pytest.raises(DeskError) as refusal:
        sealing.decrypt(closed)
    assert refusal.value.code == "not_encrypted"


def test_without_room_for_a_second_copy_nothing_is_begun(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(closed)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1_100_000))
    with pytest.raises(DeskError) as refusal:
        sealing.encrypt(closed, KEY)
    assert (refusal.value.code, refusal.value.facts["needed"], refusal.value.facts["free"]) == (
        "no_room",
        2,
        1,
    )
    assert (held(closed), beside(closed)) == (before, ["club.db"])


@pytest.mark.parametrize("step", ["_export", "_refuse_unsound", "_switch"])
def test_a_disk_that_fails_on_the_way_leaves_the_old_file(
    closed: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = held(closed)
    monkeypatch.setattr(sealing, step, fail)
    with pytest.raises(DeskError) as refusal:
        sealing.encrypt(closed, KEY)
    assert (refusal.value.code, refusal.value.facts["reason"]) == (
        "rewriting_failed",
        "No space left on device",
    )
    assert (held(closed), beside(closed)) == (before, ["club.db"])


def test_a_copy_that_lost_a_row_is_not_taken(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = sealing._export

    def lose(path: Path, new: Path, key: keys.Key | None) -> None:
        export(path, new, key)
        with closing(driver.connect_by(new, key)) as connection:
            connection.execute("DELETE FROM member_key WHERE key = (SELECT max(key) FROM member_key)")

    before = held(closed)
    monkeypatch.setattr(sealing, "_export", lose)
    with pytest.raises(DeskError) as refusal:
        sealing.encrypt(closed, KEY)
    assert refusal.value.code == "rewriting_failed"
    assert (held(closed), beside(closed)) == (before, ["club.db"])


def test_while_another_desk_writes_it_waits_and_is_then_busy(closed: Path) -> None:
    with another_program(closed, "connection.execute('BEGIN IMMEDIATE')"):
        with pytest.raises(DeskError) as refusal:
            sealing.encrypt(closed, KEY, wait=0.05)
        assert refusal.value.code == "database_busy"
    assert driver.seal_of(closed) is None


# ---------------------------------------------------------------- what was left by an interrupted run


def test_the_next_start_takes_the_old_file_away(encrypted: Path) -> None:
    old_of(encrypted).write_bytes(b"an old plain file" * 1000)
    kept = encrypted.with_name("another name of the old file")
    os.link(old_of(encrypted), kept)
    open_database(encrypted).close()
    assert not old_of(encrypted).exists()
    assert set(kept.read_bytes()) == {0}


def test_a_start_while_the_run_is_still_at_it_leaves_the_old_file(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "REST_SECONDS", 60.0)
    old_of(encrypted).write_bytes(b"an old plain file")
    open_database(encrypted).close()
    assert old_of(encrypted).read_bytes() == b"an old plain file"


def test_a_start_leaves_an_old_file_that_somebody_has_open(closed: Path) -> None:
    sealing.encrypt(closed, KEY)
    shutil.copy(closed, closed.with_name("spare.db"))
    sealing.decrypt(closed)
    closed.rename(old_of(closed))
    closed.with_name("spare.db").rename(closed)
    look = "connection.execute('SELECT count(*) FROM member').fetchone()"
    with another_program(old_of(closed), look):
        open_database(closed).close()
        assert old_of(closed).exists()
    open_database(closed).close()
    assert not old_of(closed).exists()


def test_a_start_that_finds_no_key_leaves_the_old_file(encrypted: Path, without_keys: None) -> None:
    old_of(encrypted).write_bytes(b"an old plain file")
    refused(encrypted)
    assert old_of(encrypted).read_bytes() == b"an old plain file"


def test_a_second_name_of_the_file_in_use_is_no_old_file(closed: Path) -> None:
    os.link(closed, old_of(closed))
    assert members_in(closed) == ["000001"]
    sealing.encrypt(closed, KEY)
    assert (members_in(closed), beside(closed)) == (["000001"], ["club.db"])


# ---------------------------------------------------------------- where an open file can't be renamed


def test_in_two_renames_it_comes_to_the_same(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(closed)
    monkeypatch.setattr(
        sealing, "_switch", lambda path, new, _, holder: sealing._switch_closed(path, new, holder)
    )
    sealing.encrypt(closed, KEY)
    assert (held(closed), beside(closed)) == (before, ["club.db"])
    assert driver.seal_of(closed) == KEY.seal
