"""Looking at hand-out sessions: who has collected, and who is still to come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from core.command import Now, Question, question
from core.counter.hand_out import HandOutSession, HandOutStore, Listed, session_of
from core.counter.records import Proxy
from core.stock.records import name_or_none
from core.wire import Name

SessionState = Literal["open", "closed"]


class HandOutItemTold(NamedTuple):
    """`quantity` for each member; `available` is what can still be handed out or sold."""

    sku: Name
    name: Name
    quantity: int
    available: int


class DepartmentCount(NamedTuple):
    department: Name | None
    listed: int
    handed: int


class PlaceTold(NamedTuple):
    """A member on the list; `at` None while still to come."""

    member: Name
    name: Name
    department: Name | None
    at: datetime | None
    by: str | None
    proxy: Proxy | None


@dataclass(frozen=True, slots=True)
class AskHandOut(Question["HandOutCard"]):
    session: Name


@dataclass(frozen=True, slots=True)
class HandOutCard:
    """`departments` and `members` are by department and staff number."""

    session: Name
    name: Name
    state: SessionState
    fund: Name | None
    reason: str | None
    opened_at: datetime
    closed_at: datetime | None
    by: str
    items: tuple[HandOutItemTold, ...]
    listed: int
    handed: int
    departments: tuple[DepartmentCount, ...]
    members: tuple[PlaceTold, ...]


@question("hand_out")
def ask_hand_out(store: HandOutStore, question: AskHandOut, now: Now) -> HandOutCard:
    """`unknown_session`."""
    session = session_of(store, question.session)
    places = store.hand_out_list(session.number)
    handed, listed = store.hand_out_counts(session.number)
    return HandOutCard(
        Name(session.code),
        Name(session.name),
        _state(session),
        name_or_none(session.fund),
        session.reason,
        now.local_of(session.opened_at),
        None if session.closed_at is None else now.local_of(session.closed_at),
        session.operator,
        tuple(
            HandOutItemTold(Name(one.item.sku), Name(one.item.name), one.quantity, one.item.available)
            for one in session.items
        ),
        listed,
        handed,
        tuple(_by_department(places)),
        tuple(_place_told(place, now) for place in places),
    )


def _state(session: HandOutSession) -> SessionState:
    return "open" if session.closed_at is None else "closed"


def _by_department(places: Sequence[Listed]) -> list[DepartmentCount]:
    listed = Counter(place.member.department for place in places)
    handed = Counter(place.member.department for place in places if place.collected is not None)
    return [DepartmentCount(name_or_none(name), count, handed[name]) for name, count in listed.items()]


def _place_told(place: Listed, now: Now) -> PlaceTold:
    member, collected = place
    facts: tuple[Any, ...] = (None, None, None)
    if collected is not None:
        facts = now.local_of(collected.at), collected.operator, collected.proxy
    return PlaceTold(Name(member.staff_no), Name(member.name), name_or_none(member.department), *facts)


@dataclass(frozen=True, slots=True)
class AskHandOuts(Question["HandOuts"]):
    """All hand-out sessions."""


class HandOutTold(NamedTuple):
    session: Name
    name: Name
    state: SessionState
    opened_at: datetime
    listed: int
    handed: int


@dataclass(frozen=True, slots=True)
class HandOuts:
    sessions: tuple[HandOutTold, ...]


@question("hand_outs")
def ask_hand_outs(store: HandOutStore, question: AskHandOuts, now: Now) -> HandOuts:  # noqa: ARG001
    """The latest first."""
    told = []
    for session in store.hand_out_sessions():
        handed, listed = store.hand_out_counts(session.number)
        opened = now.local_of(session.opened_at)
        told.append(
            HandOutTold(Name(session.code), Name(session.name), _state(session), opened, listed, handed)
        )
    return HandOuts(tuple(told))
