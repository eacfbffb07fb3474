"""Policies and yearly clears: their tables and queries. Both stand in one table, told apart by `kind`; what
they say is JSON."""

import json
from typing import Any

from sqlalchemy import CheckConstraint, Index, insert, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.audit import canonical
from core.due import Due
from core.ledger.clearing import Clearing, KeptClearing
from core.ledger.policies import Policy
from core.ledger.terms import Terms
from core.wire import read_record, write_record
from storage.columns import STRICT, due_columns, number, table_of, text
from storage.statement import Statement, given


class PolicyTable(SQLModel, table=True):
    """`due_at` and `due_kind` say when it runs by itself."""

    __tablename__ = "policy"
    __table_args__ = (
        Index("policy_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        CheckConstraint("kind IN ('grant', 'clear')", name="kinds"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    kind: str = text()
    code: str = text(unique=True)
    terms: str = text()
    due_at: int | None = number()
    due_kind: int | None = number()


class PolicyEntryTable(SQLModel, table=True):
    """To whom a policy has given in a period, or whose lots a clear has taken: once each."""

    __tablename__ = "policy_entry"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    policy_id: int = Field(primary_key=True, foreign_key="policy.id")
    period: str = text(primary_key=True)
    member_id: int = Field(primary_key=True, foreign_key="member.id")
    entry_id: int = Field(foreign_key="entry.id")


policy = table_of(PolicyTable)
policy_entry = table_of(PolicyEntryTable)

_KEPT = (policy.c.id, policy.c.terms)
_BY_CODE = Statement(
    select(*_KEPT).where(policy.c.kind == given("kind"), policy.c.code == given("code")), "kind", "code"
)
_BY_NUMBER = Statement(select(*_KEPT).where(policy.c.id == given("number")), "number")
_ALL = Statement(select(*_KEPT).where(policy.c.kind == given("kind")).order_by(policy.c.code), "kind")
_NEW = ("kind", "code", "terms", "due_at", "due_kind")
_ADD = Statement(insert(policy).values({name: given(name) for name in _NEW}), *_NEW)
_CHANGE = Statement(
    update(policy)
    .where(policy.c.id == given("number"))
    .values(terms=given("new_terms"), due_at=given("new_due_at"), due_kind=given("new_due_kind")),
    "new_terms",
    "new_due_at",
    "new_due_kind",
    "number",
)
_REST = Statement(
    update(policy).where(policy.c.id == given("number")).values(due_at=None, due_kind=None), "number"
)
_DONE = Statement(
    select(policy_entry.c.member_id).where(
        policy_entry.c.policy_id == given("policy"), policy_entry.c.period == given("period")
    ),
    "policy",
    "period",
)
_ENTRY = ("policy_id", "period", "member_id", "entry_id")
_KEEP = Statement(insert(policy_entry).values({name: given(name) for name in _ENTRY}), *_ENTRY)


class PolicyQueries:
    """The policies' part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def policy(self, code: str) -> Policy | None:
        row = _BY_CODE.run(self.connection, "grant", code).fetchone()
        return None if row is None else _policy(row)

    def policy_numbered(self, number: int) -> Policy:
        return _policy(_BY_NUMBER.run(self.connection, number).fetchone())

    def policies(self) -> list[Policy]:
        return [_policy(row) for row in _ALL.run(self.connection, "grant")]

    def save_policy(self, number: int | None, terms: Terms, due: Due | None) -> None:
        self._save("grant", number, terms, due)

    def members_granted(self, policy: int, period: str) -> set[int]:
        return {row[0] for row in _DONE.run(self.connection, policy, period)}

    def keep_policy_grant(self, policy: int, period: str, member: int, entry: int) -> None:
        _KEEP.run(self.connection, policy, period, member, entry)

    def clearing(self, code: str) -> KeptClearing | None:
        row = _BY_CODE.run(self.connection, "clear", code).fetchone()
        return None if row is None else _clearing(row)

    def clearing_numbered(self, number: int) -> KeptClearing:
        return _clearing(_BY_NUMBER.run(self.connection, number).fetchone())

    def clearings(self) -> list[KeptClearing]:
        return [_clearing(row) for row in _ALL.run(self.connection, "clear")]

    def save_clearing(self, number: int | None, clearing: Clearing, due: Due | None) -> None:
        self._save("clear", number, clearing, due)

    def members_cleared(self, clearing: int, period: str) -> set[int]:
        return self.members_granted(clearing, period)

    def keep_cleared(self, clearing: int, period: str, member: int, entry: int) -> None:
        self.keep_policy_grant(clearing, period, member, entry)

    def _save(self, kind: str, number: int | None, kept: Terms | Clearing, due: Due | None) -> None:
        told = (canonical(write_record(kept)), *due_columns(due))
        if number is None:
            _ADD.run(self.connection, kind, kept.code, *told)
        else:
            _CHANGE.run(self.connection, *told, number)


def _policy(row: tuple[int, str]) -> Policy:
    return Policy(row[0], read_record(Terms, json.loads(row[1])))


def _clearing(row: tuple[int, str]) -> KeptClearing:
    return KeptClearing(row[0], read_record(Clearing, json.loads(row[1])))


def rest_policy(connection: Any, number: int) -> None:
    """Lets a policy wait for nothing more by itself."""
    _REST.run(connection, number)
