"""Whom and what an audit record is about: told from the ids and staff numbers that stand in its body."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.booking.records import Booking
from core.clock import Minute
from core.counter.records import Order
from core.facilities.records import Facility
from core.ledger.records import LedgerEntry
from core.members.records import Member
from core.records import LETTERS
from core.waitlist.records import WaitEntry
from core.wire import Misfit, Name, read_date, read_minute

RECORD_ID = re.compile(rf"([{''.join(sorted(LETTERS.values()))}])([1-9]\d{{0,14}})", re.ASCII)

MOST = 20
"""So many members, and so many records, are told of one record at most."""

_OF_MEMBERS = frozenset({"member", "members", "staff_no"})


class Person(NamedTuple):
    member: Name
    name: Name


class Place(NamedTuple):
    """A facility, or a slot of it."""

    name: Name
    date: date | None
    start: Minute | None


class About(NamedTuple):
    """`records` as they are told: B12, O5."""

    members: tuple[Person, ...]
    places: tuple[Place, ...]
    records: tuple[Name, ...]


class SubjectStore(Protocol):
    """What is looked up of a record's subjects."""

    def member(self, staff_no: str) -> Member | None: ...

    def members_numbered(self, numbers: list[int]) -> dict[int, Member]: ...

    def facility(self, code: str) -> Facility | None: ...

    def booking(self, number: int) -> Booking | None: ...

    def entry(self, number: int) -> WaitEntry | None: ...

    def order(self, number: int) -> Order | None: ...

    def ledger_entry(self, number: int) -> LedgerEntry | None: ...


def texts_in(value: Any, keys: frozenset[str] | None = None, key: str = "") -> Iterator[str]:
    """The texts in a body, or those under some keys."""
    if isinstance(value, str):
        if keys is None or key in keys:
            yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts_in(part, keys, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part, keys, key)


class Subjects:
    """Tells the subjects of records; who was looked up once is known."""

    def __init__(self, store: SubjectStore) -> None:
        self._store = store
        self._known: dict[str, tuple[Person | None, Place | None]] = {}

    def of(self, body: dict[str, Any]) -> About:
        """What a body names, each once: first what was asked for, then what came of it."""
        command = body.get("command")
        own = self._place_in(command) if isinstance(command, dict) else None
        ids: dict[str, None] = {}
        found = []
        for part in (command, body):
            some = dict.fromkeys(told for told in texts_in(part) if RECORD_ID.fullmatch(told))
            named = dict.fromkeys(texts_in(part, _OF_MEMBERS))
            found += [self._subject(told) for told in (*list(named)[:MOST], *list(some)[:MOST])]
            ids |= some
        people = dict.fromkeys(person for person, _ in found if person is not None)
        places = dict.fromkeys(place for place in (own, *(place for _, place in found)) if place is not None)
        return About(tuple(people), tuple(places), tuple(map(Name, list(ids)[:MOST])))

    def _place_in(self, command: dict[str, Any]) -> Place | None:
        code = command.get("facility")
        facility = self._store.facility(code) if isinstance(code, str) else None
        if facility is None:
            return None
        try:
            day, start = read_date(command.get("date")), Minute(read_minute(command.get("start")))
        except Misfit:
            return Place(Name(facility.name), None, None)
        return Place(Name(facility.name), day, start)

    def _subject(self, told: str) -> tuple[Person | None, Place | None]:
        """The member of a staff number, or whose a record is and where."""
        if told not in self._known:
            member, place = self._looked_up(told)
            person = None if member is None else Person(Name(member.staff_no), Name(member.name))
            self._known[told] = person, place
        return self._known[told]

    def _looked_up(self, told: str) -> tuple[Member | None, Place | None]:
        found = RECORD_ID.fullmatch(told)
        if found is None:
            return self._store.member(told), None
        letter, number = found[1], int(found[2])
        if letter in "BW":
            one = self._store.booking(number) if letter == "B" else self._store.entry(number)
            if one is not None:
                return one.member, Place(Name(one.facility.name), one.slot.date, one.slot.start)
        if letter == "O" and (order := self._store.order(number)) is not None:
            return order.member, None
        if letter == "E" and (entry := self._store.ledger_entry(number)) is not None:
            whose = entry.member
            return (None if whose is None else self._store.members_numbered([whose]).get(whose)), None
        return None, None
