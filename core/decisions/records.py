"""Decision records: each hand-out of places with everyone who was looked at, and each refused booking."""

from typing import Any, Literal, NamedTuple, Protocol

from core.clock import Instant

DecisionKind = Literal["hand_out", "refusal"]
Outcome = Literal["offered", "promoted", "passed_over", "refused"]


class Candidate(NamedTuple):
    """One who was looked at. `entry` is None for a refused booking; `code` and `facts` say why it got
    nothing; `booking` is what it got at once. Numbers only: names are looked up when it is read."""

    entry: int | None
    member: int
    party: int
    outcome: Outcome
    code: str | None = None
    facts: dict[str, Any] | None = None
    booking: int | None = None


class Decision(NamedTuple):
    """What was decided on a slot. `cause` is what freed the places, or what was asked for; `record` the
    booking, entry or closure that it came from; `free` how many places there were."""

    slot: int
    at: Instant
    kind: DecisionKind
    cause: str
    record: str | None
    operator: str
    free: int
    candidates: tuple[Candidate, ...]


class DecisionStore(Protocol):
    """What keeping decisions needs of the database."""

    def add_decision(self, decision: Decision) -> None: ...


NAMING = ("member", "person", "name")
"""Facts of a refusal that name a person or a facility: not kept, since they can be looked up, and since a
person's data may have to be erased."""


def kept_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a refusal as a decision keeps them."""
    return {name: value for name, value in facts.items() if name not in NAMING}
