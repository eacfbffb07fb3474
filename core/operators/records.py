"""Operators as the door sees them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.errors import DeskError
from core.operators.rights import Role


class Actor(NamedTuple):
    """Who speaks at a door. `session` is the operator's number of the moment at which they signed in: it
    moves on when a password, a role or a token changes, and ends what was open. None: nobody signed in.
    `masked`: what is told of a person hides phone, mail and card, as on a screen that others can see.
    `trusted`: the program itself, at work on files that lie in its user's hands anyway."""

    name: str
    session: int | None = None
    masked: bool = False
    trusted: bool = False


PROGRAM = Actor("frontdesk", trusted=True)
"""For what is no operator's doing: proving a club that is brought back, looking whether all is well."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A person, or a script, that works at the desk. `password` is an Argon2id hash in PHC form, `token` the
    SHA-256 of a script's secret; None where there is none. `must_change`: the password is good for one
    sign-in, which sets another."""

    number: int
    name: str
    roles: tuple[Role, ...]
    password: str | None
    token: str | None
    must_change: bool
    disabled: bool
    session: int
    made_at: Instant
    seen_on: date | None


class Attempts(NamedTuple):
    """Failed sign-ins in a row, and when the last one was, in seconds since the machine was started."""

    failures: int
    uptime: int


class OperatorStore(Protocol):
    """What operators need of the database."""

    def operator(self, name: str) -> Operator | None: ...

    def operators(self) -> list[Operator]:
        """All, by name, those without access as well."""

    def add_operator(self, operator: Operator) -> None: ...

    def change_operator(self, operator: Operator) -> None: ...

    def attempts(self, scope: str) -> Attempts:
        """Failed sign-ins of an operator or of the desk; none where there were none."""

    def keep_attempts(self, scope: str, attempts: Attempts) -> None: ...


def operator_of(store: OperatorStore, name: str) -> Operator:
    """The operator of a name. `unknown_operator`."""
    operator = store.operator(name)
    if operator is None:
        raise DeskError("unknown_operator", operator=name)
    return operator
