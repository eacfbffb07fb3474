"""The doctor's facts about a database and its surroundings."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from core.clock import Instant
from core.errors import DeskError
from storage import doctor, driver, facts, keys, sealing
from storage.backup.making import make_backup
from storage.backup.manifest import manifest_of
from storage.database import open_database
from storage.places import old_of
from storage.schema import SCHEMA_VERSION
from tests.storage.conftest import KEY
from tests.support.club import Club
from tests.support.files import closed_club

NOW = Instant(1_795_400_000)
needs_modes = pytest.mark.skipif(os.name != "posix", reason="Windows keeps no modes")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = closed_club(tmp_path)
    path.parent.chmod(0o700)
    return path


def codes(found: object) -> list[tuple[str, str]]:
    return [(fact.how, fact.code) for fact in found]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- around the database


def test_an_sqlite_without_the_fault_uses_its_log() -> None:
    assert codes(doctor.of_programs("0.1.0")) == [("good", "versions"), ("good", "sqlite_wal")]


def test_an_older_sqlite_is_worth_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    older = {"sqlite": "3.40.1", "cipher": "4.5.0", "journal": "truncate"}
    monkeypatch.setattr(facts, "facts", lambda: older)
    assert codes(doctor.of_programs("0.1.0"))[1] == ("look", "sqlite_old")


def test_a_database_on_a_disk_is_well_placed_and_one_on_a_share_is_not(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(doctor.of_place(closed)) == [("good", "on_disk")]
    monkeypatch.setattr(doctor, "share_of", lambda _: "nfs4")
    [fact] = doctor.of_place(closed)
    assert (fact.how, fact.code, fact.told["share"]) == ("bad", "on_share", "nfs4")


def test_no_database_and_an_empty_file_are_none(tmp_path: Path) -> None:
    assert codes(doctor.of_place(tmp_path / "club.db")) == [("bad", "no_file")]
    (tmp_path / "club.db").touch()
    assert codes(doctor.of_place(tmp_path / "club.db")) == [("bad", "no_file")]


@needs_modes
def test_private_files_are_good(closed: Path) -> None:
    assert codes(doctor.of_permissions(closed, [keys.key_file()])) == [("good", "private")]


@needs_modes
@pytest.mark.parametrize(("mode", "how"), [(0o640, "look"), (0o604, "look"), (0o620, "bad"), (0o666, "bad")])
def test_a_database_that_others_can_get_at_is_told_with_its_mode(closed: Path, mode: int, how: str) -> None:
    closed.chmod(mode)
    [fact] = doctor.of_permissions(closed, [])
    assert (fact.how, fact.code) == (how, "open_to_others")
    assert fact.told == {"path": str(closed), "mode": f"{mode:o}", "wanted": "600"}


@needs_modes
def test_a_folder_that_others_can_write_in_is_bad(closed: Path) -> None:
    closed.parent.chmod(0o770)
    [fact] = doctor.of_permissions(closed, [])
    assert (fact.how, fact.told["path"], fact.told["wanted"]) == ("bad", str(closed.parent), "700")


@needs_modes
def test_a_file_with_keys_that_others_can_read_is_bad(closed: Path, tmp_path: Path) -> None:
    channels = tmp_path / "channels.toml"
    channels.touch(mode=0o644)
    channels.chmod(0o644)
    [fact] = doctor.of_permissions(closed, [channels, tmp_path / "none"])
    assert (fact.how, fact.told["path"]) == ("bad", str(channels))


@pytest.mark.parametrize(
    ("free", "found"),
    [
        (10_000_000_000, ("good", "room_enough")),
        (100_000_000, ("look", "little_room")),
        (10_000_000, ("bad", "no_room_left")),
    ],
)
def test_free_space_is_held_against_what_a_copy_takes(
    closed: Path, monkeypatch: pytest.MonkeyPatch, free: int, found: tuple[str, str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, free))
    monkeypatch.setattr(driver, "size_of", lambda _: 80_000_000)
    assert codes(doctor.of_room(closed)) == [found]


# ---------------------------------------------------------------- encryption and schema


def test_a_plain_database_is_said_to_be_one(closed: Path) -> None:
    assert codes(doctor.of_encryption(closed)) == [("good", "plain")]


def test_an_encrypted_one_is_told_with_the_place_of_its_key(closed: Path) -> None:
    sealing.encrypt(closed, KEY)
    [fact] = doctor.of_encryption(closed)
    assert (fact.how, fact.code) == ("good", "encrypted")
    assert fact.told == {"key": keys.named(KEY.seal), "place": os.environ["FRONTDESK_KEY_FILE"]}


def test_a_key_beside_the_database_is_worth_a_look(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealing.encrypt(closed, KEY)
    monkeypatch.setenv("FRONTDESK_KEY_FILE", keys.keep_in_file(KEY, closed.with_name("k")))
    assert codes(doctor.of_encryption(closed)) == [("look", "key_beside")]


def test_a_missing_key_is_a_refusal_and_the_rest_goes_on(
    closed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sealing.encrypt(closed, KEY)
    monkeypatch.setenv("FRONTDESK_KEY_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    [fact] = doctor.safely("encryption", lambda: doctor.of_encryption(closed))
    assert (fact.how, fact.code, fact.told["error"]) == ("bad", "refused", "key_missing")


@pytest.mark.parametrize(
    ("version", "found"),
    [
        (SCHEMA_VERSION, ("good", "schema_today")),
        (SCHEMA_VERSION - 1, ("look", "schema_old")),
        (SCHEMA_VERSION + 1, ("bad", "schema_newer")),
    ],
)
def test_the_schema_is_told_without_being_changed(closed: Path, version: int, found: tuple[str, str]) -> None:
    with closing(driver.connect(closed)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = closed.read_bytes()
    assert codes(doctor.of_schema(closed)) == [found]
    assert closed.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(driver.connect(tmp_path / "club.db")) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(DeskError) as refusal:
        list(doctor.of_schema(tmp_path / "club.db"))
    assert refusal.value.code == "foreign_database"


def test_what_an_interrupted_encrypting_left_is_named(closed: Path) -> None:
    assert list(doctor.of_leftovers(closed)) == []
    old_of(closed).touch()
    [fact] = doctor.of_leftovers(closed)
    assert (fact.how, fact.told) == ("look", {"names": ["club.db.rewriting-old"]})


# ---------------------------------------------------------------- backups


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (1, ("good", "backup_fresh")),
        (47, ("good", "backup_fresh")),
        (49, ("look", "backup_old")),
        (24 * 8 + 1, ("bad", "backup_too_old")),
    ],
)
def test_the_age_of_the_newest_backup_is_judged(closed: Path, hours: int, found: tuple[str, str]) -> None:
    put_backup(closed, -1)
    put_backup(closed)
    [fact] = doctor.of_backups(closed, closed.parent / "backups", Instant(NOW + hours * 3600))
    assert (fact.how, fact.code) == found
    assert fact.told["hours"] == hours


def of_backups(path: Path, folder: Path | None = None) -> list[tuple[str, str]]:
    return codes(doctor.of_backups(path, folder or path.parent / "backups", NOW))


def test_a_backup_without_its_manifest_was_not_proved(closed: Path) -> None:
    backup = put_backup(closed)
    manifest_of(backup).unlink()
    os.utime(backup, (NOW, NOW))
    assert of_backups(closed) == [("look", "backup_not_proved")]


def test_a_backup_that_was_changed_is_found(closed: Path) -> None:
    backup = put_backup(closed)
    assert of_backups(closed) == [("good", "backup_fresh")]
    content = bytearray(backup.read_bytes())
    content[-1] ^= 1
    backup.write_bytes(content)
    assert of_backups(closed) == [("bad", "backup_spoilt")]


def test_another_clubs_backup_in_the_same_folder_is_none(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    put_backup(closed_club(tmp_path / "other"), folder=closed.parent)
    assert of_backups(closed, closed.parent) == [("bad", "no_backup")]


def test_the_backups_of_a_database_that_cant_be_read_are_known_by_name(closed: Path) -> None:
    put_backup(closed)
    closed.write_bytes(b"spoilt" * 1000)
    assert of_backups(closed) == [("good", "backup_fresh")]


def test_the_copy_before_a_migration_is_a_backup(closed: Path) -> None:
    copy = closed.with_name("club.before-v5.db")
    copy.touch()
    os.utime(copy, (NOW, NOW))
    assert of_backups(closed) == [("good", "backup_fresh")]


def test_without_a_backup_that_is_bad_and_other_files_are_none(closed: Path) -> None:
    folder = closed.parent / "backups"
    folder.mkdir()
    (folder / "notes.db").touch()
    (folder / "other-20261123-090000.db").touch()
    assert of_backups(closed) == [("bad", "no_backup")]


def put_backup(path: Path, hours: int = 0, folder: Path | None = None) -> Path:
    """One that is made so many hours after."""
    return make_backup(
        path, folder or path.parent / "backups", lambda: Instant(NOW + hours * 3600), "test"
    ).path


# ---------------------------------------------------------------- within it


def test_what_a_desk_really_uses_is_told(club: Club) -> None:
    [fact] = doctor.of_journal(club.database)
    assert (fact.how, fact.told["mode"], fact.told["synchronous"]) == ("good", "wal", "full")


@pytest.mark.parametrize("setting", ["synchronous = NORMAL", "synchronous = OFF"])
def test_what_would_lose_confirmed_work_is_bad(
    closed: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    connect = driver.connect

    def weak(*given: object, **named: object) -> object:
        connection = connect(*given, **named)  # type: ignore[arg-type]
        connection.execute(f"PRAGMA {setting}")
        return connection

    monkeypatch.setattr(driver, "connect", weak)
    with closing(open_database(closed)) as database:
        assert codes(doctor.of_journal(database)) == [("bad", "journal_unsafe")]


@pytest.mark.parametrize(
    ("behind", "found"), [(0, "clock_right"), (59, "clock_right"), (61, "clock_is_behind")]
)
def test_the_clock_is_held_against_what_was_done_last(club: Club, behind: int, found: str) -> None:
    club.member("000001")
    with club.database.read() as store:
        last = store.last_link().at
    club.database.replayed = False
    assert [fact.code for fact in doctor.of_clock(club.database, Instant(last - behind))] == [found]


def test_a_rehearsal_has_its_own_clock(club: Club) -> None:
    assert codes(doctor.of_clock(club.database, Instant(0))) == [("good", "clock_rehearsed")]


def test_what_was_set_aside_is_counted(club: Club) -> None:
    assert codes(doctor.of_what_waits(club.database, NOW))[0] == ("good", "nothing_aside")
    with club.database.write() as store:
        store.connection.execute(
            "INSERT INTO set_aside (due_at, due_kind, record, reason) VALUES (1, 1, 1, 'x')"
        )
    first = next(iter(doctor.of_what_waits(club.database, NOW)))
    assert (first.how, first.told) == ("look", {"count": 1})


def test_an_error_of_the_disk_is_a_fact_among_others() -> None:
    def look() -> list[doctor.Fact]:
        raise OSError(5, "Input/output error")

    assert doctor.safely("room", look) == [
        doctor.Fact("room", "bad", "unreadable", {"reason": "Input/output error"})
    ]
