"""Bringing an older database up to the schema of this program.

A step is a file of `versions/`, `0002_what_it_does.py`, with `revision = "0002"`, `down_revision = "0001"`
and an `upgrade()` that uses Alembic's `op`. Revision `0002` makes schema version 2; the file's `user_version`
is the only mark (there is no table of Alembic's own), so that a migrated database and a new one are the same.
With a step belong the new `SCHEMA_VERSION`, the changed tables, and a test from the older schema.

What a step must know: the tables are STRICT, so `op.batch_alter_table` takes
`table_kwargs={"sqlite_strict": True}`; the triggers that a step drops are made again after it; foreign keys
are off within the steps and checked after the last.
"""

from pathlib import Path

from sqlalchemy import Connection

from core.errors import DeskError
from storage import driver
from storage.backup import copy_whole
from storage.engine import begun
from storage.schema import SCHEMA_VERSION, TRIGGERS

VERSIONS = Path(__file__).parent / "versions"


def migrate(
    path: Path,
    *,
    target: int = SCHEMA_VERSION,
    versions: Path = VERSIONS,
    wait: float = driver.BUSY_SECONDS,
) -> Path | None:
    """Brings a database to version `target` by the steps of the folder `versions`, in one transaction: it is
    the old one or the new one, whatever happens. The write lock is taken first, so the copy that is put
    beside it before the first step (`club.before-v2.db`) misses nothing.

    The path of that copy; None where another desk was quicker. `migration_failed` with the copy's path,
    `backup_failed` or `database_damaged` before the first step: the database is then unchanged.
    """
    backup: Path | None = None
    try:
        with driver.told(path), begun(path, wait, foreign_keys=False) as connection:
            version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version >= target:
                return None
            backup = copy_whole(path, path.with_name(f"{path.stem}.before-v{target}{path.suffix}"), wait)
            _run_steps(connection, versions, version, target)
            _set_triggers(connection)
            _prove(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {target}")
    except Exception as error:
        if backup is None:
            raise
        reason = error.facts.get("reason", error.code) if isinstance(error, DeskError) else str(error)
        raise DeskError(
            "migration_failed",
            path=str(path),
            backup=str(backup),
            version=version,
            target=target,
            reason=reason,
        ) from error
    return backup


def _run_steps(connection: Connection, versions: Path, version: int, target: int) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(versions, version_locations=[versions])
    steps = list(scripts.iterate_revisions(f"{target:04d}", f"{version:04d}"))
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(steps):
            triggers = _triggers(connection)
            step.module.upgrade()
            # A table that is replaced by its successor loses its triggers without a word.
            for name in triggers.keys() - _triggers(connection).keys():
                connection.exec_driver_sql(triggers[name])


def _triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in rows}


def _set_triggers(connection: Connection) -> None:
    """Those of the newest schema, and no others."""
    for name in _triggers(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for trigger in TRIGGERS:
        connection.exec_driver_sql(trigger)


def _prove(connection: Connection) -> None:
    """What the steps may have broken without an error."""
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if astray is not None:
        raise DeskError("foreign_keys_broken", reason=f"a row of {astray[0]} has no {astray[2]}")
    tables = connection.exec_driver_sql("PRAGMA table_list").mappings()
    lax = [row["name"] for row in tables if not row["name"].startswith("sqlite_") and not row["strict"]]
    if lax:
        raise DeskError("tables_not_strict", reason=f"not STRICT: {', '.join(lax)}")
