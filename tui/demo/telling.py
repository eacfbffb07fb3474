"""What every story is told with: its clock, what will happen later, and the deeds that came of it.

Times are minutes since the story's first Monday, 00:00 by the club's clock.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

from core.clock import Minute
from core.command import Command
from core.facilities.keeping import AddFacility
from tui.demo.habits import DAY, Person

WEEK = 7 * DAY
GRACE = 15
"""Minutes after the start at which who has not come is a no-show: the facilities' default."""

PUBLISHED = -10 * DAY + 16 * 60
"""A week is published on the Friday ten days before its Monday, at four."""

FIRST, THEN = 0, 1
"""What falls due happens before what is done at the same minute."""


class Deed(NamedTuple):
    """One command of the story, at its local time. `visit` is the number that its booking has if nothing was
    refused before (below zero: the number of an entry that is no booking yet), `entry` that of its entry of
    the waitlist; None for a deed about none. `key` is its operation key."""

    at: datetime
    command: Command[Any]
    visit: int | None = None
    key: str | None = None
    entry: int | None = None


@dataclass(slots=True)
class Entry:
    """A place in the line for a slot: `waiting`, `offered` or `gone`."""

    number: int
    person: Person
    places: int
    state: str = "waiting"


@dataclass(slots=True)
class Place:
    """One slot of the story. `held` are the places of open offers."""

    facility: AddFacility
    group: str
    start: int
    end: int
    taken: int = 0
    held: int = 0
    line: list[Entry] = field(default_factory=list)

    @property
    def free(self) -> int:
        """Places left; of a whole slot all or none."""
        if self.facility.whole_slot:
            return 0 if self.taken + self.held else self.facility.capacity
        return self.facility.capacity - self.taken - self.held


@dataclass(slots=True)
class Visit:
    """One booking of the story: `pending`, `confirmed`, or `settled` when nothing more is to happen."""

    number: int
    person: Person
    place: Place
    places: int
    state: str


class Telling:
    """A story of some weeks from a Monday on, as far as it has come by `now`."""

    def __init__(self, monday: date, now: datetime, random: Random) -> None:
        self._begin = datetime.combine(monday, time())
        self._until = int((now - self._begin).total_seconds()) // 60
        self._random = random
        self._events: list[tuple[int, int, int, Callable[[], None]]] = []
        self._sequence = count()
        self._numbers = count(1)
        self._entry_numbers = count(1)
        self._minute = PUBLISHED
        self._deeds: list[Deed] = []

    def _tell(self) -> list[Deed]:
        """Lets everything happen until now; what was done, in the order of time."""
        while self._events:
            minute, _, _, event = heapq.heappop(self._events)
            if minute > self._until:
                break
            self._minute = minute
            event()
        return self._deeds

    def _later(self, minute: int, event: Callable[[], None], rank: int = THEN) -> None:
        """Lets something happen at a minute, or at once where that is past."""
        heapq.heappush(self._events, (max(minute, self._minute), rank, next(self._sequence), event))

    def _deed(
        self,
        command: Command[Any],
        visit: int | None = None,
        key: str | None = None,
        entry: int | None = None,
    ) -> None:
        at = self._begin + timedelta(minutes=self._minute)
        self._deeds.append(Deed(at, command, visit, key, entry))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _day_and_start(self, place: Place) -> tuple[date, Minute]:
        return self._begin.date() + timedelta(days=place.start // DAY), Minute(place.start % DAY)
