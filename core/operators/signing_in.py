"""Signing in: who proves who they are, and how often somebody may try.

The proof itself (a slow hash) is worked out between two transactions, and an attempt is counted before it:
whoever is killed or asks twice at once has tried all the same. Waiting is measured by the time since the
machine was started: no clock that is set forward or back makes it shorter, and a restart only when it took
as long (OWASP ASVS 5.0, 6.1.1).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import TYPE_CHECKING, NamedTuple

from core.audit import next_record
from core.command import Now
from core.errors import DeskError
from core.operators.records import Actor, Attempts, Operator
from core.operators.rights import Role

if TYPE_CHECKING:
    from core.desk import Desk
    from core.stores import DeskStore

FREE_TRIES = 5
"""So many failures in a row cost no waiting."""

LONGEST_WAIT = 300
"""Seconds: nobody can shut another out for longer."""

DESK = "desk"
"""The scope in which all failures at this club are counted, whatever name was given."""


class Proof(NamedTuple):
    """What came of a password: whether it is right, and its hash anew where the present one is too weak."""

    right: bool
    better_hash: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who may work now. `must_change`: nothing but setting a password of their own."""

    actor: Actor
    roles: tuple[Role, ...]
    must_change: bool


def wait_after(failures: int) -> int:
    """Seconds to be waited after some failures in a row: none for five, then 1, 2, 4 … 300."""
    over = failures - FREE_TRIES
    return 0 if over < 0 else min(2**over, LONGEST_WAIT)


def wait_left(attempts: Attempts, uptime: int) -> int:
    """Seconds that are still to be waited. A machine that was started since has run for `uptime` at least
    since the last failure."""
    passed = uptime - attempts.uptime if uptime >= attempts.uptime else uptime
    return max(0, wait_after(attempts.failures) - passed)


def sign_in(
    desk: "Desk", name: str, prove: Callable[[str | None], Proof], uptime: int, *, masked: bool = False
) -> SignedIn:
    """Lets an operator in at a door, by their password. `prove` is given the hash that is kept, None where
    nobody of that name may sign in so: it must take as long then. `uptime`: seconds since the machine was
    started.

    `too_many_tries` with the seconds to wait, `not_let_in` whatever was wrong."""
    scopes = (DESK, f"operator {name}")
    with desk.noting() as (store, _now):
        waits = [wait_left(store.attempts(scope), uptime) for scope in scopes]
        if any(waits):
            raise DeskError("too_many_tries", seconds=max(waits))
        known = store.operator(name)
        for scope in scopes if known else scopes[:1]:
            store.keep_attempts(scope, Attempts(store.attempts(scope).failures + 1, uptime))
    usable = known is not None and not known.disabled and known.password is not None
    proof = prove(known.password if known is not None and usable else None)
    with desk.noting() as (store, now):
        operator = store.operator(name)
        same = operator is not None and known is not None and operator.session == known.session
        if operator is None or not same or not proof.right or operator.disabled:
            _note(store, now, "sign_in_refused", name)
        else:
            for scope in scopes:
                store.keep_attempts(scope, Attempts(0, uptime))
            if proof.better_hash is not None:
                operator = replace(operator, password=proof.better_hash)
            return _let_in(store, operator, now, "signed_in", masked=masked)
    raise DeskError("not_let_in", operator=name)


def sign_in_by_token(desk: "Desk", name: str, digest: str) -> SignedIn:
    """Lets a script in, by the digest of its secret. `not_let_in`. The first time of each day is noted."""
    with desk.noting() as (store, now):
        operator = store.operator(name)
        if operator is not None and not operator.disabled and compare_digest(operator.token or "", digest):
            if operator.seen_on == now.today:
                return SignedIn(Actor(name, operator.session), operator.roles, must_change=False)
            return _let_in(store, operator, now, "signed_in_by_token", masked=False)
        _note(store, now, "sign_in_refused", name)
    raise DeskError("not_let_in", operator=name)


def sign_out(desk: "Desk", actor: Actor, why: str) -> None:
    """Notes that somebody's time at the desk has ended: `why` is `left`, `idle` or `too_long`."""
    if actor.session is not None:
        with desk.noting() as (store, now):
            body = {"operator": actor.name, "why": why}
            store.append_audit(next_record(store.last_link(), now.instant, actor.name, "signed_out", body))


def _let_in(store: "DeskStore", operator: Operator, now: Now, action: str, *, masked: bool) -> SignedIn:
    store.change_operator(replace(operator, seen_on=now.today))
    _note(store, now, action, operator.name)
    must_change = operator.must_change and action == "signed_in"
    return SignedIn(Actor(operator.name, operator.session, masked), operator.roles, must_change)


def _note(store: "DeskStore", now: Now, action: str, name: str) -> None:
    """A record of its own, by the name that was given: nobody has signed in yet."""
    store.append_audit(next_record(store.last_link(), now.instant, name, action, {"operator": name}))
