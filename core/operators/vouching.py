"""A program that one console starts works as the operator who sits at it, without a password: the console
vouches for it by the club's own key, for a minute.

Who can read that key can read the whole club; who can't makes no such word. It goes by the program's standard
input, since arguments and environments are there for others to see.
"""

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from core.errors import DeskError
from core.operators.records import Actor

if TYPE_CHECKING:
    from core.clock import Instant
    from core.desk import Desk

GOOD_FOR = 60
"""Seconds in which the program has to take the word up."""

_PURPOSE = "vouching"


def vouch(desk: "Desk") -> str:
    """A word for whoever has signed in at a door, one line; empty where nobody has."""
    actor = desk.actor
    if actor.session is None:
        return ""
    with desk.noting() as (store, now):
        until = now.instant + GOOD_FOR
        word = {"operator": actor.name, "session": actor.session, "until": until}
        return json.dumps({**word, "proof": _proof(store.pass_key(), actor.name, actor.session, until)})


def vouched_for(desk: "Desk", line: str) -> Actor:
    """Whom a word is for. `not_signed_in` for one that is wrong, of another club, or too old; that the
    session still holds the door sees, as always."""
    name, session, until, proof = _read(line)
    with desk.noting() as (store, now):
        right = hmac.compare_digest(proof.encode(), _proof(store.pass_key(), name, session, until).encode())
        if not right or not 0 <= until - now.instant <= GOOD_FOR:
            raise DeskError("not_signed_in")
    return Actor(name, session)


def _read(line: str) -> tuple[str, int, "Instant | int", str]:
    try:
        word: Any = json.loads(line)
        name, session, until, proof = (word[part] for part in ("operator", "session", "until", "proof"))
    except (ValueError, TypeError, KeyError) as error:
        raise DeskError("not_signed_in") from error
    if not (isinstance(name, str) and isinstance(proof, str) and type(session) is type(until) is int):
        raise DeskError("not_signed_in")
    return name, session, until, proof


def _proof(key: str, name: str, session: int, until: int) -> str:
    said = json.dumps([_PURPOSE, name, session, until])
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
