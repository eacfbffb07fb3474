"""What the members want, and what each would do about it: drawn once from the seed, the same for all runs.

Times are minutes since the first Monday, 00:00 by the club's clock.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count
from random import Random
from typing import Literal, NamedTuple

from core.facilities.keeping import AddFacility
from core.wire import Name
from tui.demo.club import PERIODS
from tui.demo.habits import DAY, Crowd, at_work, call_minute, fullness, group_of
from tui.demo.people import people
from tui.demo.telling import PUBLISHED, WEEK
from tui.simulate import assumed
from tui.simulate.club import facilities, members, slots


class Spot(NamedTuple):
    """One slot."""

    facility: AddFacility
    start: int
    end: int
    peak: bool


class Want(NamedTuple):
    """What somebody wants, and would do. They call at `calls_at` (None: they come without having called).
    Without a place they call again at `calls_again`, and come at `comes_anyway` in case there is one. With a
    place they cancel `cancels_ahead` of the start, or stay away (`misses`) unless they heed a reminder, or
    arrive. `answers_after` is how long it takes to reach them."""

    number: int
    member: Name
    spot: Spot
    calls_at: int | None
    calls_again: int | None
    comes_anyway: int | None
    cancels_ahead: int | None
    misses: bool
    heeds: Literal["comes", "cancels"] | None
    answers: bool
    answers_after: int
    joins: bool
    offer: Literal["takes", "declines"] | None
    arrives: int
    decided_after: tuple[float, float]
    """Until the first and the second approval: parts of the time that there is."""


def wants_of(seed: int, monday: date, weeks: int) -> list[Want]:
    """All that is wanted in some weeks."""
    everybody = [*members(seed), people(seed)[-1]]
    crowd = Crowd(everybody, tuple(facilities(reminders=False)), seed)
    drawing = _Drawing(crowd, Random(f"{seed} wants"))  # noqa: S311 - invention, no secret
    return [want for week in range(weeks) for want in drawing.week(week, monday)]


class _Drawing:
    def __init__(self, crowd: Crowd, random: Random) -> None:
        self._crowd = crowd
        self._random = random
        self._numbers = count(1)
        self._facilities: dict[str, AddFacility] = {
            facility.code: facility for facility in facilities(reminders=False)
        }
        self._periods = {start: index for index, (start, _) in enumerate(PERIODS)}

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def week(self, week: int, monday: date) -> Iterator[Want]:
        for spec in slots(monday):
            facility = self._facilities[spec.facility]
            weekday = (spec.date - monday).days
            midnight = week * WEEK + weekday * DAY
            spot = Spot(facility, midnight + spec.start, midnight + spec.end, spec.peak)
            places = 1 if facility.whole_slot else facility.capacity
            asked = fullness(facility, weekday, self._periods[spec.start])
            walking_in = 0.0
            if spec.peak and not facility.approval_levels:
                asked = assumed.PRESSURE * (assumed.AT_WEEKENDS if weekday > 4 else 1)
                walking_in = assumed.WALKS_IN
            for _ in range(2 * places):
                if self._chance(asked / 2):
                    yield from self._want(spot, self._calls_at(spot, week))
            for _ in range(places):
                if self._chance(walking_in):
                    yield from self._want(spot, None)

    def _calls_at(self, spot: Spot, week: int) -> int:
        """As in the example club: meetings are thought of earlier, in office hours."""
        opened = week * WEEK + PUBLISHED
        minute = call_minute(self._random, spot.start, opened)
        if spot.facility.approval_levels:
            minute = max(at_work(minute - 2 * DAY), at_work(opened + 60))
        return min(minute, spot.start - 10)

    def _want(self, spot: Spot, calls_at: int | None) -> Iterator[Want]:
        """Somebody who has nothing else at that time, and nothing alike that day."""
        group = group_of(spot.facility)
        for _ in range(40):
            person = self._crowd.anybody(group, spot.start)
            day = person.spans[spot.start // DAY]
            if not any((start < spot.end and spot.start < end) or what == group for start, end, what in day):
                person.remember(spot.start, spot.end, group)
                yield self._drawn(person.staff_no, spot, calls_at)
                return

    def _drawn(self, member: Name, spot: Spot, calls_at: int | None) -> Want:
        """Everything is drawn for everybody, so that nobody's luck hangs on another's."""
        random = self._random
        called = spot.start - 30 if calls_at is None else calls_at
        again = random.randint(called, max(called, spot.start - 1))
        anyway = spot.start + random.randint(-10, 20)
        cancels = random.randint(*assumed.CANCELS_AHEAD)
        will = {
            name: self._chance(share)
            for name, share in (
                ("calls_again", assumed.CALLS_AGAIN),
                ("comes_anyway", assumed.OFF_CHANCE),
                ("cancels", assumed.CANCELS),
                ("misses", assumed.MISSES),
                ("heeds", assumed.HEEDS),
                ("comes", assumed.HEEDS_AND_COMES),
                ("answers", assumed.ANSWERS),
                ("joins", assumed.JOINS),
            )
        }
        reached = random.random()
        offer: Literal["takes", "declines"] | None = None
        if reached < assumed.TAKES + assumed.DECLINES:
            offer = "takes" if reached < assumed.TAKES else "declines"
        return Want(
            number=next(self._numbers),
            member=member,
            spot=spot,
            calls_at=calls_at,
            calls_again=again if will["calls_again"] else None,
            comes_anyway=anyway if calls_at is None or will["comes_anyway"] else None,
            cancels_ahead=cancels if will["cancels"] else None,
            misses=will["misses"],
            heeds=("comes" if will["comes"] else "cancels") if will["heeds"] else None,
            answers=will["answers"],
            answers_after=random.randint(*assumed.ANSWERS_AFTER),
            joins=will["joins"],
            offer=offer,
            arrives=spot.start + random.randint(-20, 12),
            decided_after=(random.random(), random.random()),
        )
