"""Making operators, changing what they may do, and their passwords and tokens.

A password comes as its hash and a token as its digest: the core never sees either, and neither stands in the
audit trail.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import DeskError, invalid
from core.operators.records import Operator, OperatorStore, operator_of
from core.operators.rights import ROLES, Role
from core.wire import UNSET, Name, Unset

_HASH = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AddOperator(Command["OperatorKept"]):
    """`password` is an Argon2id hash in PHC form. `must_change`: another is set at the first sign-in."""

    name: Name
    roles: tuple[Role, ...]
    password: str | None = None
    must_change: bool = True

    def summary(self) -> dict[str, Any]:
        return {"name": self.name, "roles": sorted(self.roles)}


@dataclass(frozen=True, slots=True)
class ChangeOperator(Command["OperatorChanged"]):
    name: Name
    roles: tuple[Role, ...] | Unset = UNSET
    disabled: bool | Unset = UNSET


@dataclass(frozen=True, slots=True)
class ResetPassword(Command["OperatorKept"]):
    """Another's password, good for one sign-in."""

    name: Name
    password: str

    def summary(self) -> dict[str, Any]:
        return {"name": self.name}


@dataclass(frozen=True, slots=True)
class ChangePassword(Command["OperatorKept"]):
    """One's own. Whoever sends it has asked for the old one."""

    password: str

    def summary(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class GiveToken(Command["OperatorKept"]):
    """`token`: the SHA-256 of a script's secret, in hex. One that was there before is good no more."""

    name: Name
    token: str

    def summary(self) -> dict[str, Any]:
        return {"name": self.name}


@dataclass(frozen=True, slots=True)
class TakeTokenBack(Command["OperatorKept"]):
    name: Name


@dataclass(frozen=True, slots=True)
class OperatorKept:
    """`session`: by which a sign-in at this moment is known."""

    name: Name
    session: int


@dataclass(frozen=True, slots=True)
class OperatorChanged:
    """`was` brings back what was changed."""

    name: Name
    was: ChangeOperator


@command("add_operator", inverse=NoInverse("operator_stays"))
def add_operator(store: OperatorStore, command: AddOperator, now: Now) -> OperatorKept:
    """`exists`; `first_is_owner` where the first one is no owner, or could not sign in: nobody could go on
    after that."""
    if store.operator(command.name) is not None:
        raise DeskError("exists", field="name", value=command.name)
    roles = _judge_roles(command.roles)
    if command.password is not None:
        _judge_hash(command.password)
    if not store.operators() and ("owner" not in roles or command.password is None):
        raise DeskError("first_is_owner", operator=command.name)
    store.add_operator(
        Operator(
            number=0,
            name=command.name,
            roles=roles,
            password=command.password,
            token=None,
            must_change=command.must_change,
            disabled=False,
            session=1,
            made_at=now.instant,
            seen_on=None,
        )
    )
    return OperatorKept(command.name, 1)


@command("change_operator", inverse=lambda _, changed: (changed.was,))
def change_operator(store: OperatorStore, command: ChangeOperator, now: Now) -> OperatorChanged:  # noqa: ARG001
    """Ends what the operator has open. `last_owner` where nobody would be left to keep the operators."""
    operator = operator_of(store, command.name)
    roles = operator.roles if isinstance(command.roles, Unset) else _judge_roles(command.roles)
    disabled = operator.disabled if isinstance(command.disabled, Unset) else command.disabled
    changed = replace(operator, roles=roles, disabled=disabled, session=operator.session + 1)
    if _keeps(operator) and not _keeps(changed) and sum(map(_keeps, store.operators())) == 1:
        raise DeskError("last_owner", operator=operator.name)
    store.change_operator(changed)
    was = ChangeOperator(
        command.name,
        UNSET if isinstance(command.roles, Unset) else operator.roles,
        UNSET if isinstance(command.disabled, Unset) else operator.disabled,
    )
    return OperatorChanged(command.name, was)


def _keeps(operator: Operator) -> bool:
    """Whether somebody is an owner who can sign in."""
    return "owner" in operator.roles and not operator.disabled and operator.password is not None


def _judge_roles(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    if not roles:
        raise invalid("roles", "blank")
    return tuple(role for role in ROLES if role in roles)


def _judge_hash(password: str) -> None:
    if not _HASH.fullmatch(password):
        raise invalid("password", "not_a_hash")


@command("reset_password", inverse=NoInverse("password_is_gone"))
def reset_password(store: OperatorStore, command: ResetPassword, now: Now) -> OperatorKept:  # noqa: ARG001
    """Ends what the operator has open."""
    return _set_password(store, command.name, command.password, must_change=True)


@command("change_password", inverse=NoInverse("password_is_gone"))
def change_password(store: OperatorStore, command: ChangePassword, now: Now) -> OperatorKept:
    """Ends what the operator has open elsewhere; here it goes on with the session that is told."""
    return _set_password(store, now.operator, command.password, must_change=False)


def _set_password(store: OperatorStore, name: str, password: str, *, must_change: bool) -> OperatorKept:
    operator = operator_of(store, name)
    _judge_hash(password)
    session = operator.session + 1
    store.change_operator(replace(operator, password=password, must_change=must_change, session=session))
    return OperatorKept(Name(name), session)


@command("give_token", inverse=NoInverse("password_is_gone"))
def give_token(store: OperatorStore, command: GiveToken, now: Now) -> OperatorKept:  # noqa: ARG001
    operator = operator_of(store, command.name)
    if not _DIGEST.fullmatch(command.token):
        raise invalid("token", "not_a_digest")
    return _set_token(store, operator, command.token)


@command("take_token_back", inverse=NoInverse("password_is_gone"))
def take_token_back(store: OperatorStore, command: TakeTokenBack, now: Now) -> OperatorKept:  # noqa: ARG001
    return _set_token(store, operator_of(store, command.name), None)


def _set_token(store: OperatorStore, operator: Operator, token: str | None) -> OperatorKept:
    session = operator.session + 1
    store.change_operator(replace(operator, token=token, session=session))
    return OperatorKept(Name(operator.name), session)


# ---------------------------------------------------------------- looking


@dataclass(frozen=True, slots=True)
class AskOperators(Question["Operators"]):
    """Who may work at the desk, and as what."""


@dataclass(frozen=True, slots=True)
class OperatorTold:
    """`signs_in`: by a password, `has_token`: by a script's file; `seen_on`: the last day of either."""

    name: Name
    roles: tuple[Role, ...]
    signs_in: bool
    has_token: bool
    must_change: bool
    disabled: bool
    made_at: datetime
    seen_on: date | None


@dataclass(frozen=True, slots=True)
class Operators:
    operators: tuple[OperatorTold, ...]


@question("operators")
def ask_operators(store: OperatorStore, question: AskOperators, now: Now) -> Operators:  # noqa: ARG001
    return Operators(
        tuple(
            OperatorTold(
                Name(operator.name),
                operator.roles,
                operator.password is not None,
                operator.token is not None,
                operator.must_change,
                operator.disabled,
                now.local_of(operator.made_at),
                operator.seen_on,
            )
            for operator in store.operators()
        )
    )


@dataclass(frozen=True, slots=True)
class AskOperatorsThere(Question["OperatorsThere"]):
    """Whether somebody has to sign in at all."""


@dataclass(frozen=True, slots=True)
class OperatorsThere:
    there: bool


@question("operators_there")
def ask_operators_there(store: OperatorStore, question: AskOperatorsThere, now: Now) -> OperatorsThere:  # noqa: ARG001
    return OperatorsThere(now.signed_in or bool(store.operators()))
