"""Operators for tests: each of them made and signed in at a door of their own."""

from dataclasses import dataclass
from typing import Any

from core.catalog import COMMANDS, QUESTIONS
from core.desk import Desk
from core.errors import DeskError
from core.operators.signing_in import Proof, SignedIn, sign_in
from core.wire import read_record, write_record
from tests.support.club import Club

HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"
"""In the form of a hash; the core never looks at what is in it."""


@dataclass
class AtDesk:
    """Somebody at a door of their own to the same club."""

    desk: Desk

    def do(self, command: str, /, *, by: str | None = None, **fields: Any) -> dict[str, Any]:
        request = read_record(COMMANDS[command].request, fields)
        return write_record(self.desk.do(request, by=by))

    def ask(self, question: str, /, **fields: Any) -> dict[str, Any]:
        return write_record(self.desk.ask(read_record(QUESTIONS[question].request, fields)))

    def refused(self, command: str, /, *, by: str | None = None, **fields: Any) -> DeskError:
        try:
            told = self.do(command, by=by, **fields)
        except DeskError as error:
            return error
        raise AssertionError(f"{command} was not refused: {told}")


def first_owner(club: Club, name: str = "主任") -> AtDesk:
    """Makes the first operator, who has signed in; from now on the club's own door has to."""
    club.do("add_operator", name=name, roles=["owner"], password=HASH, must_change=False)
    return at(club, name)


def at(club: Club, name: str) -> AtDesk:
    """An operator who signs in at a door of their own."""
    desk = Desk(club.database, club.clock)
    signed = let_in(desk, name)
    desk.act_as(signed.actor)
    return AtDesk(desk)


def let_in(desk: Desk, name: str, *, right: bool = True, uptime: int = 1000) -> SignedIn:
    """Signs in with a password that is `right`, or is not."""
    return sign_in(desk, name, lambda _hash: Proof(right), uptime)


def operator(owner: AtDesk, club: Club, name: str, *roles: str) -> AtDesk:
    """Another operator, made by the owner and signed in."""
    owner.do("add_operator", name=name, roles=list(roles), password=HASH, must_change=False)
    return at(club, name)
