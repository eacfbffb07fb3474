"""What will be needed: expectations out of the last eight whole weeks. An expectation is what was usual, and
no promise.

Weeks are the club's own, Monday to Sunday, by its local days; whole are those that ended before the current
one. The median of numbers is the middle one in their order, and of an even number of them the mean of the two
in the middle.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from core.clock import Instant, Minute, week_of
from core.command import Now, Question, question
from core.reports.utilisation import BOOKED, USED, ReportStore
from core.stock.records import Item
from core.wire import Name

WEEKS = 8
"""So many whole weeks are looked at."""

SOON_WEEKS = 4
"""An item whose stock lasts for less is listed."""

WEEK = timedelta(weeks=1)

WeekStart = tuple[int, Minute]
"""A day of the week, Monday being 1, and a start."""


class Sold(NamedTuple):
    """Units of an item that left the shelf for a sale."""

    item: int
    at: Instant
    quantity: int


class NeededStore(ReportStore, Protocol):
    """What expectations need of the database."""

    def items(self) -> list[Item]: ...

    def sold_between(self, begin: Instant, end: Instant) -> Iterable[Sold]:
        """Sales from an instant on to before another."""

    def first_moved(self, item: int) -> Instant | None:
        """When an item came into stock for the first time."""


@dataclass(frozen=True, slots=True)
class AskNeeded(Question["Needed"]):
    """What next week, and the shelf, will ask for."""


class Spread(NamedTuple):
    """How a number was in each of some weeks. `halves`: the median in halves, which are whole where the mean
    of two numbers is not."""

    lowest: int
    halves: int
    highest: int

    @property
    def median(self) -> float:
        return self.halves / 2


class UseExpected(NamedTuple):
    """What is expected of the slots that start then on that day of the week.

    weeks: how many weeks are counted: those in which anything was offered then. left_out: the Mondays of the
    others. offered, booked, used: units in each counted week, as `utilisation` counts them. peak: any of
    these slots was marked as peak. offered_next, booked_next: units of next week, as they stand now.
    """

    weekday: int
    start: Minute
    peak: bool
    weeks: int
    left_out: tuple[date, ...]
    offered: Spread
    booked: Spread
    used: Spread
    offered_next: int
    booked_next: int


class RunningShort(NamedTuple):
    """Goods that will be sold out within four weeks if they go on being sold as they were.

    weeks: how many weeks are counted: those from the one on in which the item first came into stock. sold:
    units that left the shelf for a sale in each of them; goods that came back are not taken off, what was
    handed out is no sale. days_left: what is available (on hand, not held) divided by the median of a day,
    a seventh of a week's; whole days only. sold_out_on: so many days from today.
    """

    sku: Name
    name: Name
    available: int
    weeks: int
    sold: Spread
    days_left: int
    sold_out_on: date

    @property
    def weeks_left(self) -> float:
        return self.available / self.sold.median


@dataclass(frozen=True, slots=True)
class Needed:
    """`from_` to `to` are the weeks that were looked at, `next_from` the Monday of next week. `left_out`: the
    Mondays of weeks in which nothing was offered at all. `use` by day of the week and start; `items` by what
    is sold out first: without those that were not sold in half of their weeks, and those on sale no more."""

    from_: date
    to: date
    next_from: date
    left_out: tuple[date, ...]
    use: tuple[UseExpected, ...]
    items: tuple[RunningShort, ...]


@question("what_will_be_needed")
def ask_needed(store: NeededStore, question: AskNeeded, now: Now) -> Needed:  # noqa: ARG001
    """By the club's local days."""
    this = week_of(now.today)[0]
    mondays = [this - WEEK * back for back in range(WEEKS, 0, -1)]
    past = _units(store, mondays[0], this)
    coming = _units(store, this + WEEK, this + 2 * WEEK)
    offering = {monday for of_start in past.values() for monday in of_start.weeks()}
    return Needed(
        mondays[0],
        this - timedelta(days=1),
        this + WEEK,
        tuple(monday for monday in mondays if monday not in offering),
        tuple(
            _expected(at, of_start, coming.get(at), this + WEEK, mondays)
            for at, of_start in sorted(past.items())
            if of_start.weeks()
        ),
        _running_short(store, now, [*mondays, this]),
    )


def spread_of(numbers: Sequence[int]) -> Spread:
    """Of one number at least."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return Spread(ordered[0], ordered[middle] + ordered[-middle - 1], ordered[-1])


# ---------------------------------------------------------------- use


class _Units:
    """Units of one start on one day of the week, by Monday."""

    def __init__(self) -> None:
        self.offered: Counter[date] = Counter()
        self.booked: Counter[date] = Counter()
        self.used: Counter[date] = Counter()
        self.peak = False

    def weeks(self) -> list[date]:
        return sorted(self.offered)


def _units(store: NeededStore, first: date, end: date) -> dict[WeekStart, _Units]:
    """Of the days from one on to before another."""
    whole = {facility.number for facility in store.facilities() if facility.whole_slot}
    found: defaultdict[WeekStart, _Units] = defaultdict(_Units)
    last = end - timedelta(days=1)
    for key, capacity in store.slots_offered(first, last, None):
        units = found[key.date.isoweekday(), key.start]
        units.offered[week_of(key.date)[0]] += 1 if key.facility in whole else capacity
        units.peak = units.peak or key.peak
    for key, state, _walk_in, places in store.bookings_counted(first, last, None):
        units, monday = found[key.date.isoweekday(), key.start], week_of(key.date)[0]
        taken = 1 if key.facility in whole else places
        if state in BOOKED:
            units.booked[monday] += taken
        if state in USED:
            units.used[monday] += taken
    return found


def _expected(
    at: WeekStart, units: _Units, coming: _Units | None, next_week: date, mondays: list[date]
) -> UseExpected:
    weeks = units.weeks()

    def spread(numbers: Counter[date]) -> Spread:
        return spread_of([numbers[monday] for monday in weeks])

    return UseExpected(
        *at,
        units.peak,
        len(weeks),
        tuple(monday for monday in mondays if monday not in units.offered),
        spread(units.offered),
        spread(units.booked),
        spread(units.used),
        0 if coming is None else coming.offered[next_week],
        0 if coming is None else coming.booked[next_week],
    )


# ---------------------------------------------------------------- what runs short


def _running_short(store: NeededStore, now: Now, mondays: list[date]) -> tuple[RunningShort, ...]:
    """`mondays` are those of the weeks looked at, and this week's."""
    begins = [now.instant_at(monday, 0) for monday in mondays]
    sold: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for item, at, quantity in store.sold_between(begins[0], begins[-1]):
        sold[item][bisect_right(begins, at) - 1] += quantity
    found = []
    for kept in store.items():
        if kept.number not in sold or not kept.on_sale(now.today):
            continue
        first = store.first_moved(kept.number) or begins[0]
        counted = range(max(bisect_right(begins, first) - 1, 0), len(begins) - 1)
        spread = spread_of([sold[kept.number][week] for week in counted])
        if kept.available * 2 < SOON_WEEKS * spread.halves:
            days = kept.available * 14 // spread.halves
            found.append(
                RunningShort(
                    Name(kept.sku),
                    Name(kept.name),
                    kept.available,
                    len(counted),
                    spread,
                    days,
                    now.today + timedelta(days=days),
                )
            )
    return tuple(sorted(found, key=lambda short: (short.days_left, short.sku)))
