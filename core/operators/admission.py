"""Who is let through the door with a request: looked at before anything else, within its transaction."""

from dataclasses import replace
from typing import Any, Protocol

from core.command import Now
from core.errors import DeskError
from core.operators.records import Actor, Operator
from core.operators.rights import ANYBODYS, OWN_AFFAIRS, forbidden, require, rights_of

NOBODY = "nobody"
"""By whom a request comes before anybody has signed in, where somebody has to."""

REFUSED_AT_THE_DOOR = frozenset({"forbidden", "not_signed_in", "signed_out", "password_must_change"})


class AdmissionStore(Protocol):
    """What the door needs to know of operators."""

    def operator(self, name: str) -> Operator | None: ...

    def has_operators(self) -> bool: ...


def admitted(store: AdmissionStore, actor: Actor, by: str | None, name: str, request: Any, now: Now) -> Now:
    """The circumstances of a request with its operator's rights. `by`: who it is done for, where an operator
    does it for another; their rights count, and must be among the operator's own.

    `not_signed_in`, `signed_out` (their access was ended or changed since), `password_must_change`,
    `forbidden`."""
    if actor.trusted:
        return replace(now, operator=actor.name)
    if actor.session is None:
        return _before_signing_in(store, actor, by, name, now)
    operator = _signed_in(store, actor, name)
    rights = rights_of(operator.roles)
    whose = actor.name
    if by is not None and by != actor.name:
        other = store.operator(by)
        others = frozenset() if other is None or other.disabled else rights_of(other.roles)
        if not others or "manage" not in rights or not others <= rights:
            raise forbidden(name, "manage", field="by")
        whose, rights = by, others
    if name not in OWN_AFFAIRS:
        require(name, request, rights)
    return replace(now, operator=whose, rights=rights, signed_in=True, masked=True)


def _before_signing_in(store: AdmissionStore, actor: Actor, by: str | None, name: str, now: Now) -> Now:
    if not store.has_operators():
        return replace(now, operator=by or actor.name, masked=actor.masked)
    if name not in ANYBODYS:
        raise DeskError("not_signed_in")
    return replace(now, operator=NOBODY, rights=frozenset(), signed_in=False, masked=True)


def _signed_in(store: AdmissionStore, actor: Actor, name: str) -> Operator:
    operator = store.operator(actor.name)
    if operator is None or operator.disabled or operator.session != actor.session:
        raise DeskError("signed_out", operator=actor.name)
    if operator.must_change and name not in ANYBODYS | OWN_AFFAIRS:
        raise DeskError("password_must_change", operator=actor.name)
    return operator
