"""An older database becomes a newer one: backed up first, whole or not at all, and the same as a new one.

The older schema and the steps from it are made here: the present one without some of its parts, and two
versions that bring them back.
"""

import os
import subprocess
import sys
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import DeskError
from storage import database, driver, migrations
from storage.backup import row_counts
from storage.contents import Contents, contents_of
from storage.database import open_database
from storage.migrations import VERSIONS, migrate
from storage.schema import SCHEMA_VERSION
from tests.support.files import another_program, closed_club, files_of, killed_migrations, schema_of

OLD, BETWEEN, NEW = SCHEMA_VERSION, SCHEMA_VERSION + 1, SCHEMA_VERSION + 2

OLDER = f"""
DROP INDEX slot_day;
DROP TABLE set_aside;
ALTER TABLE audit ADD COLUMN machine TEXT;
ALTER TABLE earning_rule ADD COLUMN locker TEXT;
PRAGMA user_version = {OLD};
"""
"""What makes a present database an older one."""

STEPS = {
    OLD: "pass",
    BETWEEN: """
    # Makes the table anew, and so drops its triggers.
    with op.batch_alter_table("audit", table_kwargs={"sqlite_strict": True}) as audit:
        audit.drop_column("machine")
    op.create_index("slot_day", "slot", ["day", "facility_id", "start_minute"])""",
    NEW: """
    op.create_table(
        "set_aside",
        *(sa.Column(name, kind, nullable=False) for name, kind in (
            ("id", sa.Integer), ("due_at", sa.Integer), ("due_kind", sa.Integer),
            ("record", sa.Integer), ("reason", sa.Text))),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.execute("UPDATE member SET department = '工会' WHERE department IS NULL")
    # Awards refer to this table: with foreign keys on it could not be replaced.
    with op.batch_alter_table("earning_rule", table_kwargs={"sqlite_strict": True}) as rule:
        rule.drop_column("locker")""",
}


def write_steps(folder: Path, steps: dict[int, str]) -> Path:
    folder.mkdir(exist_ok=True)
    before = "None"
    for version, body in sorted(steps.items()):
        (folder / f"{version:04d}_test.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '{version:04d}'\ndown_revision = {before}\n"
            f"def upgrade():\n    {body.strip()}\n",
            encoding="utf-8",
        )
        before = f"'{version:04d}'"
    return folder


def make_older(path: Path) -> None:
    with closing(driver.connect(path)) as connection:
        connection.executescript(OLDER)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A club's database of the older schema, closed."""
    path = closed_club(tmp_path)
    make_older(path)
    return path


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    return write_steps(tmp_path / "versions", STEPS)


def content_of(path: Path) -> Contents:
    """Everything in a database but its version."""
    with closing(driver.look(path)) as connection:
        return contents_of(connection)._replace(version=0)


def version_of(path: Path) -> int:
    with closing(driver.look(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def failure(path: Path, folder: Path, **more: Any) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        migrate(path, target=NEW, versions=folder, **more)
    return refusal.value


# ---------------------------------------------------------------- the steps of this program


def test_every_version_of_the_schema_has_its_step_and_each_follows_the_one_before() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(VERSIONS, version_locations=[VERSIONS])
    told = [step.revision for step in scripts.walk_revisions()]
    assert told == [f"{version:04d}" for version in range(SCHEMA_VERSION, 0, -1)]


def test_opening_a_database_of_the_present_version_loads_no_alembic(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from storage.database import open_database;"
        "open_database(Path(sys.argv[1])).close(); open_database(Path(sys.argv[1])).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "club.db")], check=True)


# ---------------------------------------------------------------- a migration that succeeds


def test_a_migrated_database_has_the_schema_of_a_new_one(old: Path, steps: Path, tmp_path: Path) -> None:
    open_database(tmp_path / "new.db").close()
    assert schema_of(old) != schema_of(tmp_path / "new.db")
    migrate(old, target=NEW, versions=steps)
    assert schema_of(old) == schema_of(tmp_path / "new.db")
    assert version_of(old) == NEW


def test_what_was_in_it_stays(old: Path, steps: Path) -> None:
    migrate(old, target=NEW, versions=steps)
    with closing(driver.connect(old)) as connection:
        assert connection.execute("SELECT staff_no, department FROM member").fetchall() == [
            ("000001", "工会")
        ]
        assert connection.execute("SELECT count(*) FROM audit").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_triggers_of_a_replaced_table_refuse_as_before(old: Path, steps: Path) -> None:
    migrate(old, target=NEW, versions=steps)
    with closing(driver.connect(old)) as connection:
        for change in ("DELETE FROM audit", "UPDATE audit SET action = 'tick'"):
            with pytest.raises(driver.MODULE.IntegrityError, match="audit records are never"):
                connection.execute(change)


def test_it_goes_as_far_as_it_is_asked_to(old: Path, steps: Path) -> None:
    migrate(old, target=BETWEEN, versions=steps)
    assert version_of(old) == BETWEEN
    migrate(old, target=NEW, versions=steps)
    assert version_of(old) == NEW


def test_opening_an_older_database_migrates_it(
    old: Path, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SCHEMA_VERSION", NEW)
    monkeypatch.setattr(migrations, "migrate", partial(migrate, target=NEW, versions=steps))
    opened = open_database(old)
    with opened.read() as store:
        found = store.member("000001")
    opened.close()
    assert found is not None
    assert found.department == "工会"
    assert old.with_name(f"club.before-v{NEW}.db").exists()


# ---------------------------------------------------------------- the backup


def test_the_old_database_is_kept_beside_the_new_one(old: Path, steps: Path) -> None:
    before, content = schema_of(old), content_of(old)
    backup = migrate(old, target=NEW, versions=steps)
    assert backup == old.with_name(f"club.before-v{NEW}.db")
    assert (schema_of(backup), content_of(backup), version_of(backup)) == (before, content, OLD)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_the_backup_is_private(old: Path, steps: Path) -> None:
    before = os.umask(0)
    try:
        backup = migrate(old, target=NEW, versions=steps)
    finally:
        os.umask(before)
    assert backup is not None
    assert oct(backup.stat().st_mode & 0o777) == "0o600"


def test_an_earlier_backup_is_never_overwritten(old: Path, steps: Path) -> None:
    for name in (f"club.before-v{NEW}.db", f"club.before-v{NEW}-2.db"):
        old.with_name(name).write_bytes(b"an earlier one")
    backup = migrate(old, target=NEW, versions=steps)
    assert backup == old.with_name(f"club.before-v{NEW}-3.db")
    assert old.with_name(f"club.before-v{NEW}.db").read_bytes() == b"an earlier one"
    assert old.with_name(f"club.before-v{NEW}-2.db").read_bytes() == b"an earlier one"


def test_attempts_that_fail_again_and_again_keep_one_backup(old: Path, tmp_path: Path) -> None:
    broken = write_steps(tmp_path / "broken", STEPS | {NEW: "op.execute('INSERT INTO nowhere VALUES (1)')"})
    told = {failure(old, broken).facts["backup"] for _ in range(3)}
    assert told == {str(old.with_name(f"club.before-v{NEW}.db"))}
    assert sorted(file.name for file in tmp_path.glob("club*")) == [f"club.before-v{NEW}.db", "club.db"]


def test_a_copy_that_was_interrupted_is_made_anew(old: Path, steps: Path) -> None:
    old.with_name(f"club.before-v{NEW}.db.part").write_bytes(b"half")
    backup = migrate(old, target=NEW, versions=steps)
    assert backup is not None
    assert version_of(backup) == OLD
    assert not old.with_name(f"club.before-v{NEW}.db.part").exists()


def test_a_booking_that_is_still_in_the_log_is_in_the_backup(old: Path, steps: Path) -> None:
    late = "connection.execute(\"UPDATE member SET name = '尉迟'\")"
    with another_program(old, late) as program:
        program.kill()
    backup = migrate(old, target=NEW, versions=steps)
    assert backup is not None
    with closing(driver.look(backup)) as connection:
        assert connection.execute("SELECT name FROM member").fetchall() == [("尉迟",)]


def test_a_damaged_database_is_not_migrated(old: Path, steps: Path) -> None:
    with closing(driver.connect(old)) as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'booking_slot'"
        ).fetchone()[0]
    damaged = bytearray(old.read_bytes())
    damaged[(page - 1) * 4096 : (page - 1) * 4096 + 8] = b"\xff" * 8
    old.write_bytes(damaged)
    assert failure(old, steps).code == "database_damaged"
    assert files_of(old) == {"club.db": bytes(damaged)}


def test_without_room_for_the_backup_nothing_is_begun(old: Path, steps: Path) -> None:
    before = content_of(old)
    old.with_name(f"club.before-v{NEW}.db.part").mkdir()
    assert failure(old, steps).code == "backup_failed"
    assert (content_of(old), version_of(old)) == (before, OLD)


# ---------------------------------------------------------------- a migration that fails


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError('no such thing')", "no such thing"),
        ("op.execute('INSERT INTO nowhere VALUES (1)')", "no such table: nowhere"),
        ("op.execute('DELETE FROM audit')", "audit records are never deleted"),
        ("op.execute('UPDATE member_key SET member_id = 77')", "a row of member_key has no member"),
        ("op.execute('CREATE TABLE lax (id INTEGER)')", "not STRICT: lax"),
        ("with op.batch_alter_table('member') as m: m.drop_column('nothing')", "nothing"),
    ],
)
def test_a_step_that_fails_leaves_the_old_database_and_says_where_the_backup_is(
    old: Path, tmp_path: Path, body: str, reason: str
) -> None:
    before = (content_of(old), schema_of(old))
    error = failure(old, write_steps(tmp_path / "broken", STEPS | {NEW: body}))
    assert (error.code, error.facts["version"], error.facts["target"]) == ("migration_failed", OLD, NEW)
    assert reason in error.facts["reason"]
    assert Path(error.facts["backup"]).exists()
    assert (content_of(old), schema_of(old)) == before
    assert version_of(old) == OLD


def test_a_version_without_a_step_is_a_failure(old: Path, tmp_path: Path) -> None:
    error = failure(old, write_steps(tmp_path / "few", {OLD: "pass", BETWEEN: "pass"}))
    assert error.code == "migration_failed"
    assert version_of(old) == OLD


# ---------------------------------------------------------------- other desks


def test_of_two_desks_that_start_at_once_one_migrates_and_both_go_on(old: Path, steps: Path) -> None:
    start, told = threading.Barrier(2), []

    def desk() -> None:
        start.wait()
        told.append(migrate(old, target=NEW, versions=steps, wait=20))

    desks = [threading.Thread(target=desk) for _ in range(2)]
    for thread in desks:
        thread.start()
    for thread in desks:
        thread.join()
    assert set(told) == {old.with_name(f"club.before-v{NEW}.db"), None}
    assert version_of(old) == NEW
    assert [file.name for file in old.parent.glob("*before*")] == [f"club.before-v{NEW}.db"]


def test_while_another_desk_writes_it_waits_and_is_then_busy(old: Path, steps: Path) -> None:
    with another_program(old, "connection.execute('BEGIN IMMEDIATE')"):
        assert failure(old, steps, wait=0.05).code == "database_busy"
    assert version_of(old) == OLD
    assert list(old.parent.glob("*before*")) == []


def test_the_rows_are_counted_table_by_table(old: Path) -> None:
    with closing(driver.look(old)) as connection:
        counts = row_counts(connection)
    assert (counts["member"], counts["audit"], counts["booking"]) == (1, 1, 0)


# ---------------------------------------------------------------- a process that is killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes to be killed are forked")
def test_killed_at_any_statement_it_is_the_old_database_or_the_new_one(old: Path, steps: Path) -> None:
    attempts = killed_migrations(old, steps, NEW)
    before, after = attempts[0]["found"], attempts[-1]["found"]
    assert (before[0], after[0]) == (f"version {OLD}", f"version {NEW}")
    assert [attempt["alive"] for attempt in attempts] == [False] * (len(attempts) - 1) + [True]
    assert len(attempts) > len(STEPS) * 10
    assert all(attempt["found"] in (before, after) for attempt in attempts)
    assert all(attempt.get("at_last", after) == after for attempt in attempts)
    # A backup that has its name is whole, and is there before the first step.
    assert all(backup == before for attempt in attempts for backup in attempt["backups"])
    assert all(attempt["backups"] for attempt in attempts if attempt["found"] == after)
