"""Backups: what counts has been restored and compared; what is damaged is found and pushes nothing out."""

import os
import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import Instant
from core.errors import DeskError
from storage import driver
from storage.backup.folder import part_of
from storage.backup.keeping import kept_of
from storage.backup.making import Made, make_backup
from storage.backup.manifest import manifest_of, read_manifest
from storage.backup.restoring import unpacked
from storage.backup.sealing import make_identity
from storage.backup.verifying import verify
from tests.support.club import Club
from tests.support.console_club import fill
from tests.support.files import another_program, members_in

FLIPS, CUTS = 400, 100
NOW = datetime.fromisoformat("2026-11-28T03:15")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backed_up(club: Club, folder: Path, *recipients: str, days: int = 0) -> Made:
    return make_backup(
        club.database.path, folder, lambda: Instant(club.clock.at + days * 86400), "test", recipients
    )


def trouble_of(path: Path, identity: Path | None = None) -> str | None:
    [found] = verify(path, identity)
    return None if found.trouble is None else found.trouble.code


def refused(deed: Callable[[], object]) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        deed()
    return refusal.value


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


# ---------------------------------------------------------------- making one


def test_a_backup_is_named_by_the_clubs_clock_and_private(club: Club, folder: Path) -> None:
    made = backed_up(club, folder)
    assert made.path == folder / "club-20261123-090000.db"
    assert sorted(path.name for path in folder.iterdir()) == [made.path.name, made.path.name + ".json"]
    if os.name == "posix":
        assert [oct(path.stat().st_mode & 0o777) for path in (made.path, folder)] == ["0o600", "0o700"]
    [found] = verify(folder)
    assert (found.read, found.trouble) == ("all", None)


def test_a_second_one_in_the_same_second_overwrites_nothing(club: Club, folder: Path, tmp_path: Path) -> None:
    first = backed_up(club, folder).path.rename(tmp_path / "kept")
    (folder / "club-20261123-090000.db").write_bytes(b"something else")
    assert backed_up(club, folder).path.name == "club-20261123-090000-2.db"
    assert (folder / "club-20261123-090000.db").read_bytes() == b"something else"
    assert first.exists()


def test_the_manifest_tells_rows_ledger_sums_and_the_end_of_the_audit(club: Club, folder: Path) -> None:
    club.member("000001")
    club.do("grant", member="000001", unit="points", amount=100, reason="春节")
    manifest = backed_up(club, folder).manifest
    assert manifest.count("member") == 1
    assert sum(manifest.picture.ledger["points"].values()) == 0
    assert manifest.picture.ledger["points"]["member"] == 100
    with club.database.read() as store:
        assert manifest.picture.audit == store.last_link()
    assert read_manifest(manifest_of(folder / manifest.file)) == manifest


def test_while_another_desk_writes_the_backup_is_made_of_what_was_committed(club: Club, folder: Path) -> None:
    club.member("000001")
    script = "connection.execute('PRAGMA foreign_keys = OFF'); connection.execute('BEGIN IMMEDIATE'); "
    script += "connection.execute('DELETE FROM member')"
    with another_program(club.database.path, script):
        made = backed_up(club, folder)
    assert made.manifest.count("member") == 1


def test_a_source_that_is_not_sound_gives_no_backup_and_the_last_good_one_stays(
    club: Club, folder: Path
) -> None:
    club.member("000001")
    good = backed_up(club, folder)
    with club.database.write() as store:
        store.connection.execute("DROP TRIGGER audit_no_update")
        store.connection.execute("UPDATE audit SET operator = 'x' WHERE id = 1")
    error = refused(lambda: backed_up(club, folder, days=1))
    assert (error.code, error.facts["path"]) == ("database_damaged", str(club.database.path))
    assert [found.path for found in verify(folder)] == [good.path]


def test_a_named_folder_that_is_missing_is_not_made(club: Club, tmp_path: Path) -> None:
    assert refused(lambda: backed_up(club, tmp_path / "stick")).code == "no_such_folder"
    assert not (tmp_path / "stick").exists()


def test_without_room_nothing_is_begun(club: Club, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(folder.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert refused(lambda: backed_up(club, folder)).code == "backup_no_room"
    assert list(folder.iterdir()) == []


def test_what_an_interrupted_backup_left_goes_and_what_was_whole_counts(club: Club, folder: Path) -> None:
    made = backed_up(club, folder)
    own = made.manifest.picture.club
    manifest_of(made.path).rename(part_of(manifest_of(made.path), own))
    left = part_of(folder / "club-20261101-000000.db", own)
    left.write_bytes(b"half")
    others = folder / "club-20261101-000000.db.0123456789ab.part"
    others.write_bytes(b"another club's")
    newer = backed_up(club, folder, days=1)
    assert [(found.path, found.trouble) for found in verify(folder)] == [
        (made.path, None),
        (newer.path, None),
    ]
    assert (left.exists(), others.exists()) == (False, True)


# ---------------------------------------------------------------- finding what is damaged (goal G8)


def test_every_flipped_bit_and_every_cut_is_found(club: Club, folder: Path) -> None:
    path = backed_up(fill(club), folder).path
    content, random_ = path.read_bytes(), random.Random(8)
    bits = len(content) * 8
    changed = [
        flipped(content, number * bits // FLIPS + random_.randrange(bits // FLIPS)) for number in range(FLIPS)
    ]
    changed += [content[: random_.randrange(len(content))] for _ in range(CUTS)]
    for harmed in changed:
        path.write_bytes(harmed)
        assert trouble_of(path) == "backup_changed"
    path.write_bytes(content)
    assert trouble_of(path) is None


def test_every_flipped_bit_of_a_manifest_is_found(club: Club, folder: Path) -> None:
    path = backed_up(club, folder).path
    content = manifest_of(path).read_bytes()
    for bit in range(0, len(content) * 8, 97):
        manifest_of(path).write_bytes(flipped(content, bit))
        assert trouble_of(path) in {"manifest_damaged", "manifest_newer"}, bit


def test_rows_that_are_not_those_of_the_manifest_are_found(club: Club, folder: Path) -> None:
    """A copy that was changed, with a manifest that was fitted to the changed file."""
    club.member("000001")
    made = backed_up(club, folder)
    with closing(driver.connect(made.path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("UPDATE member SET name = 'x'")
    from dataclasses import replace

    from storage.backup.folder import sha256_of
    from storage.backup.manifest import text_of

    fitted = replace(made.manifest, sha256=sha256_of(made.path), size=made.path.stat().st_size)
    manifest_of(made.path).write_bytes(text_of(fitted))
    assert trouble_of(made.path) == "backup_differs"


# ---------------------------------------------------------------- sealed


def test_a_sealed_backup_opens_to_its_key_alone_and_every_flip_is_found(
    club: Club, folder: Path, tmp_path: Path
) -> None:
    key, other = tmp_path / "key", tmp_path / "other"
    recipient = make_identity(key)
    make_identity(other)
    path = backed_up(club, folder, recipient).path
    assert [found.read for found in verify(path)] == ["sealed"]
    assert [found.read for found in verify(path, key)] == ["all"]
    assert trouble_of(path, other) == "wrong_identity"
    assert not list(tmp_path.rglob("*.part*"))
    content = path.read_bytes()
    for bit in range(0, len(content) * 8, len(content) // 5):
        path.write_bytes(flipped(content, bit))
        assert trouble_of(path) == "backup_changed"
    assert refused(lambda: make_identity(key)).code == "identity_exists"


# ---------------------------------------------------------------- what is kept


def naively_kept(made: Sequence[datetime]) -> set[int]:
    kept = set()
    for most, spelt in ((7, "%Y-%m-%d"), (4, "%G-%V"), (12, "%Y-%m")):
        spans = [f"{at:{spelt}}" for at in made]
        for span in sorted(set(spans), reverse=True)[:most]:
            kept.add(max(place for place, other in enumerate(spans) if other == span))
    return kept


@given(st.lists(st.integers(0, 900 * 24), max_size=60))
def test_seven_days_four_weeks_and_twelve_months_keep_their_newest(hours: list[int]) -> None:
    made = [NOW + timedelta(hours=hour) for hour in sorted(hours)]
    assert kept_of(made) == naively_kept(made)


def test_a_damaged_backup_pushes_no_good_one_out(club: Club, folder: Path) -> None:
    first = backed_up(club, folder)
    second = make_backup(club.database.path, folder, lambda: Instant(club.clock.at + 60), "test")
    assert second.dropped == (first.path,)
    second.path.write_bytes(b"damaged")
    third = make_backup(club.database.path, folder, lambda: Instant(club.clock.at + 120), "test")
    assert third.dropped == ()
    assert [error.code for error in third.unsound] == ["backup_changed"]
    assert second.path.exists()


def test_what_is_not_ours_is_let_be(club: Club, folder: Path) -> None:
    backed_up(club, folder)
    for name in ("notes.json", "club-20200101-000000.db", "club.before-v2.db"):
        (folder / name).write_bytes(b"mine")
    for minute in (1, 2):
        make_backup(club.database.path, folder, lambda m=minute: Instant(club.clock.at + m * 60), "test")
    assert {"notes.json", "club-20200101-000000.db", "club.before-v2.db"} <= {
        path.name for path in folder.iterdir()
    }


# ---------------------------------------------------------------- bringing one back


def restored(backup: Path, database: Path) -> Path | None:
    with unpacked(backup, database) as found:
        return found.switch(NOW)


def test_a_backup_is_put_in_place_and_the_old_database_kept_whole(club: Club, folder: Path) -> None:
    club.member("000001")
    made, path = backed_up(club, folder), club.database.path
    club.member("000002")
    kept = restored(made.path, path)
    assert kept == path.with_name("club.replaced-20261128-031500.db")
    assert club.refused("add_member", staff_no="000003", name="李明").code == "database_replaced"
    club.database.close()
    assert (members_in(path), members_in(kept)) == (["000001"], ["000001", "000002"])


@pytest.mark.parametrize("harm", ["missing", "damaged", "newer"])
def test_it_comes_back_whatever_lies_there(club: Club, folder: Path, harm: str) -> None:
    club.member("000001")
    made, path = backed_up(club, folder), club.database.path
    club.database.close()
    if harm == "missing":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(b"not a database" * 1000)
    else:
        with closing(driver.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes() if path.exists() else None
    kept = restored(made.path, path)
    assert members_in(path) == ["000001"]
    assert (None if kept is None else kept.read_bytes()) == before


def test_while_another_program_writes_nothing_is_replaced(club: Club, folder: Path) -> None:
    made, path = backed_up(club, folder), club.database.path
    with another_program(path, "connection.execute('BEGIN IMMEDIATE')"), unpacked(made.path, path) as found:
        assert refused(lambda: found.switch(NOW, wait=0.1)).code == "database_busy"
    assert not list(path.parent.glob("*.replaced-*"))


def test_a_log_without_its_database_is_not_taken_away(club: Club, folder: Path) -> None:
    made, path = backed_up(club, folder), club.database.path
    club.database.close()
    path.unlink()
    driver.log_of(path).write_bytes(b"what was done last")
    assert refused(lambda: restored(made.path, path)).code == "stray_log"
    assert driver.log_of(path).read_bytes() == b"what was done last"


def test_a_changed_backup_is_not_unpacked(club: Club, folder: Path) -> None:
    made = backed_up(club, folder)
    made.path.write_bytes(made.path.read_bytes() + b"x")
    assert refused(lambda: restored(made.path, club.database.path)).code == "backup_changed"
    assert not list(club.database.path.parent.glob("*.restoring"))
