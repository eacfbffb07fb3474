"""The audit chain, operation keys, and the club's own record."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, insert, select, update
from sqlmodel import SQLModel

from core.audit import BEGINNING, AuditRecord, Link, canonical
from core.clock import BEFORE_ALL
from core.doing import Operation
from core.settings import Settings
from core.wire import read_record, write_record
from storage.columns import STRICT, flag, flags, number, table_of, text
from storage.statement import Statement, given


class ClubTable(SQLModel, table=True):
    """One row: the settings as JSON, whether the club was born under `--replay`, and the key that its passes
    are signed with."""

    __tablename__ = "club"
    __table_args__ = (CheckConstraint("id = 1", name="one"), flags("replayed"), STRICT)

    id: int | None = number(default=None, primary_key=True)
    settings: str = text()
    replayed: int = flag()
    pass_key: str = text()


class AuditTable(SQLModel, table=True):
    """One record for each change. Triggers refuse to change or delete one, save that a body can be erased."""

    __tablename__ = "audit"
    __table_args__ = (STRICT,)

    id: int | None = number(default=None, primary_key=True)
    at: int = number()
    operator: str = text()
    action: str = text()
    body: str = text()
    salt: str = text()
    digest: str = text()
    hash: str = text()


class OperationTable(SQLModel, table=True):
    """Commands done under a key, with their results."""

    __tablename__ = "operation"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    key: str = text(primary_key=True)
    digest: str = text()
    result: str = text()
    audit_id: int = number()


club = table_of(ClubTable)
audit = table_of(AuditTable)
operation = table_of(OperationTable)

AUDIT_TRIGGERS = (
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.operator <> OLD.operator OR NEW.action <> OLD.action
      OR NEW.digest <> OLD.digest OR NEW.hash <> OLD.hash OR NEW.body <> '' OR NEW.salt <> ''
    BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END""",
    """CREATE TRIGGER audit_only_append BEFORE INSERT ON audit
    WHEN NEW.id <= (SELECT max(id) FROM audit)
    BEGIN SELECT RAISE(ABORT, 'audit records are only added at the end'); END""",
)
"""The second belt around the chain; the third is for INSERT OR REPLACE, which deletes without the first."""

_SETTINGS = Statement(select(club.c.settings))
_PASS_KEY = Statement(select(club.c.pass_key))
_SAVE_SETTINGS = Statement(update(club).values(settings=given("new_settings")), "new_settings")
_LAST = Statement(select(audit.c.id, audit.c.at, audit.c.hash).order_by(audit.c.id.desc()).limit(1))
_RECORD = ("id", "at", "operator", "action", "body", "salt", "digest", "hash")
_APPEND = Statement(insert(audit).values({name: given(name) for name in _RECORD}), *_RECORD)
_RECORDS = Statement(select(*(audit.c[name] for name in _RECORD)).order_by(audit.c.id))
_BACKWARDS = Statement(select(*(audit.c[name] for name in _RECORD)).order_by(audit.c.id.desc()))
_OPERATION = Statement(
    select(operation.c.digest, operation.c.result).where(operation.c.key == given("wanted")), "wanted"
)
_KEPT = ("key", "digest", "result", "audit_id")
_KEEP = Statement(insert(operation).values({name: given(name) for name in _KEPT}), *_KEPT)


@lru_cache(maxsize=16)
def _settings_from(text: str) -> Settings:
    return read_record(Settings, json.loads(text))


def settings_text(settings: Settings) -> str:
    """The settings as the club's row keeps them."""
    return canonical(write_record(settings))


class AuditQueries:
    """The part of the store that the door itself uses; what the methods promise stands with core's
    protocols."""

    connection: Any
    audit_number: int
    _last: Link | None = None

    def settings(self) -> Settings:
        return _settings_from(_SETTINGS.run(self.connection).fetchone()[0])

    def save_settings(self, settings: Settings) -> None:
        _SAVE_SETTINGS.run(self.connection, settings_text(settings))

    def pass_key(self) -> str:
        return str(_PASS_KEY.run(self.connection).fetchone()[0])

    def last_link(self) -> Link:
        if self._last is None:
            row = _LAST.run(self.connection).fetchone()
            self._remember(Link(0, BEFORE_ALL, BEGINNING) if row is None else Link(*row))
        assert self._last is not None  # noqa: S101 - for the type checker
        return self._last

    def _remember(self, link: Link) -> None:
        self._last = link
        self.audit_number = link.number + 1

    def append_audit(self, record: AuditRecord) -> None:
        _APPEND.run(self.connection, *record)
        self._remember(Link(record.number, record.at, record.hash))

    def audit_records(self) -> Iterator[AuditRecord]:
        return map(AuditRecord._make, _RECORDS.run(self.connection))

    def audit_backwards(self) -> Iterator[AuditRecord]:
        for row in _BACKWARDS.run(self.connection):
            yield AuditRecord(*row)

    def operation(self, key: str) -> Operation | None:
        row = _OPERATION.run(self.connection, key).fetchone()
        return None if row is None else Operation(row[0], json.loads(row[1]))

    def keep_operation(self, key: str, digest: str, result: dict[str, Any]) -> None:
        _KEEP.run(self.connection, key, digest, canonical(result), self.last_link().number)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = self._last
        self.connection.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if not self.connection.in_transaction:
                raise  # after some errors of the disk SQLite has rolled everything back
            self.connection.execute("ROLLBACK TO step")
            self.connection.execute("RELEASE step")
            self._last = before  # None: to be looked up again
            if before is not None:
                self._remember(before)
            raise
        self.connection.execute("RELEASE step")
