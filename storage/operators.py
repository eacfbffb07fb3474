"""Operators and their failed sign-ins: the tables and their queries."""

from typing import Any

from sqlalchemy import CheckConstraint, delete, exists, insert, select, update
from sqlmodel import SQLModel

from core.clock import Instant
from core.operators.records import Attempts, Operator
from storage.columns import STRICT, day_or_none, flag, flags, number, table_of, text
from storage.statement import Statement, given


class OperatorTable(SQLModel, table=True):
    """Who may work at the desk. `roles` are their names, a blank between; what the other columns mean stands
    with `Operator`. None is ever deleted: what they did bears their name."""

    __tablename__ = "operator"
    __table_args__ = (
        flags("must_change", "disabled"),
        CheckConstraint("roles <> '' AND session > 0", name="standing"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    name: str = text(unique=True)
    roles: str = text()
    password: str | None = text()
    token: str | None = text()
    must_change: int = flag()
    disabled: int = flag()
    session: int = number()
    made_at: int = number()
    seen_on: str | None = text()


class SignInAttemptsTable(SQLModel, table=True):
    """Failed sign-ins in a row, of an operator or at the desk."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        CheckConstraint("failures >= 0 AND uptime >= 0", name="counts"),
        {**STRICT, "sqlite_with_rowid": False},
    )

    scope: str = text(primary_key=True)
    failures: int = number()
    uptime: int = number()


operator = table_of(OperatorTable)
attempts = table_of(SignInAttemptsTable)

_COLUMNS = tuple(operator.c)
_VALUES = tuple(column.name for column in _COLUMNS if column.name != "id")
_BY_NAME = Statement(select(*_COLUMNS).where(operator.c.name == given("wanted")), "wanted")
_ALL = Statement(select(*_COLUMNS).order_by(operator.c.name))
_ANY = Statement(select(exists().select_from(operator)))
_ADD = Statement(insert(operator).values({name: given(name) for name in _VALUES}), *_VALUES)
_CHANGE = Statement(
    update(operator).where(operator.c.id == given("number")).values({name: given(name) for name in _VALUES}),
    *_VALUES,
    "number",
)
_ATTEMPTS = Statement(
    select(attempts.c.failures, attempts.c.uptime).where(attempts.c.scope == given("wanted")), "wanted"
)
_KEPT = ("scope", "failures", "uptime")
_FORGET = Statement(delete(attempts).where(attempts.c.scope == given("wanted")), "wanted")
_KEEP = Statement(insert(attempts).values({name: given(name) for name in _KEPT}), *_KEPT)


def _row(kept: Operator) -> tuple[Any, ...]:
    return (
        kept.name,
        " ".join(kept.roles),
        kept.password,
        kept.token,
        int(kept.must_change),
        int(kept.disabled),
        kept.session,
        kept.made_at,
        None if kept.seen_on is None else kept.seen_on.isoformat(),
    )


def _operator_from(row: tuple[Any, ...]) -> Operator:
    number_, name, roles, password, token, must_change, disabled, session, made_at, seen_on = row
    return Operator(
        number_,
        name,
        tuple(roles.split()),
        password,
        token,
        bool(must_change),
        bool(disabled),
        session,
        Instant(made_at),
        day_or_none(seen_on),
    )


class OperatorQueries:
    """The operator part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def has_operators(self) -> bool:
        return bool(_ANY.run(self.connection).fetchone()[0])

    def operator(self, name: str) -> Operator | None:
        row = _BY_NAME.run(self.connection, name).fetchone()
        return None if row is None else _operator_from(row)

    def operators(self) -> list[Operator]:
        return [_operator_from(row) for row in _ALL.run(self.connection)]

    def add_operator(self, operator: Operator) -> None:
        _ADD.run(self.connection, *_row(operator))

    def change_operator(self, operator: Operator) -> None:
        _CHANGE.run(self.connection, *_row(operator), operator.number)

    def attempts(self, scope: str) -> Attempts:
        row = _ATTEMPTS.run(self.connection, scope).fetchone()
        return Attempts(0, 0) if row is None else Attempts(*row)

    def keep_attempts(self, scope: str, attempts: Attempts) -> None:
        _FORGET.run(self.connection, scope)
        _KEEP.run(self.connection, scope, *attempts)
