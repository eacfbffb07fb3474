"""How the club is used: what was offered, booked and used, what came to nothing, who found no place.

All figures are about the slots of a period, whenever the bookings were made. What is counted are **units**: a
slot of a facility that is booked whole is one, any other has as many as its capacity; a booking has the units
that it takes. People are counted where it says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from core.booking.records import HOLDING, State
from core.clock import Instant, Minute
from core.command import Now, Question, question
from core.errors import invalid
from core.facilities.records import Facility, FacilityFinder, facility_of
from core.reports.given_up import SlotStory, Turn, given_up_in
from core.waitlist.records import EntryState
from core.wire import Name

HOUR, DAY = 3600, 86_400

BOOKED: tuple[State, ...] = (*HOLDING, "no_show")
USED: tuple[State, ...] = ("checked_in", "completed")
BECAME: tuple[EntryState, ...] = ("accepted", "promoted")

OF_STATES: dict[State, str] = {
    "no_show": "no_shows",
    "cancelled": "cancelled",
    "rejected": "rejected",
    "expired": "expired",
    "released": "released",
    "displaced": "displaced",
}
"""States that have a figure of their own."""


class SlotKey(NamedTuple):
    """Which slot a row is about."""

    facility: int
    date: date
    start: Minute
    peak: bool


class SlotOffered(NamedTuple):
    key: SlotKey
    capacity: int


class BookingCounted(NamedTuple):
    key: SlotKey
    state: State
    walk_in: bool
    places: int


class StepTold(NamedTuple):
    """One step of a booking, with what is to be known of its slot."""

    key: SlotKey
    begins_at: Instant
    capacity: int
    booking: int
    places: int
    at: Instant
    event: str
    state: State


class ReportStore(FacilityFinder, Protocol):
    """What the figures need of the database. Each look is about the slots of some days, both included, of one
    facility or (None) of all; rows come as they are found, and are not kept."""

    def facilities(self) -> list[Facility]: ...

    def slots_offered(self, first: date, last: date, facility: int | None) -> Iterable[SlotOffered]:
        """Slots that are neither withdrawn nor closed."""

    def bookings_counted(self, first: date, last: date, facility: int | None) -> Iterable[BookingCounted]:
        """Bookings in whatever state."""

    def entries_counted(
        self, first: date, last: date, facility: int | None
    ) -> Iterable[tuple[SlotKey, EntryState]]:
        """Entries of the waitlist in whatever state."""

    def turned_away(self, first: date, last: date, facility: int | None) -> Iterable[tuple[SlotKey, int]]:
        """The members who were refused a slot because it was full, as often as that was."""

    def steps_told(self, first: date, last: date, facility: int | None) -> Iterable[StepTold]:
        """The trails of all bookings in slots that some booking was cancelled, rejected or released in: slot
        by slot, and within a slot in the order in which things happened."""


@dataclass(frozen=True, slots=True)
class AskUtilisation(Question["Utilisation"]):
    """About the slots of some days, `from` and `to` included, of one facility or of all."""

    from_: date
    to: date
    facility: Name | None = None


class CancelledAhead(NamedTuple):
    """Units by how long before the start they were cancelled: less than an hour; one to two hours, both
    included; up to a day; up to seven days; more; at the start or after it; cancelled elsewhere, and taken
    over without the time."""

    under_1_hour: int = 0
    hours_1_to_2: int = 0
    hours_2_to_24: int = 0
    days_1_to_7: int = 0
    over_7_days: int = 0
    after_start: int = 0
    unknown: int = 0


NONE_CANCELLED = CancelledAhead()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Units, unless it says members or minutes.

    offered: of the slots that were neither withdrawn nor closed.
    booked: bookings that are pending, confirmed, checked in, completed or no-shows.
    used: of these, checked in or completed.
    no_shows: of these, those for whom nobody came, pardoned or not.
    walk_ins: of those booked, who came without a booking.
    cancelled, rejected, expired, released, displaced: bookings that ended so. Displaced are those that have
    no other place yet: one that was moved counts where it stands now.
    turned_away: members who were refused a booking because the slot was full, each once a slot.
    waitlisted: entries (not places) that joined the line, whatever became of them. promoted: of these, those
    that became bookings.
    given_up: places that were cancelled, rejected or released before the start. taken_again: how many of them
    somebody had afterwards who could not have had one that was free anyway; by_waitlist, by_walk_in: of
    these, from the line and by walking in; the others called. A place that a booking moved away from is not
    among them.
    minutes_empty: how long all of them together belonged to nobody: until they were taken again, or until the
    start.
    """

    offered: int = 0
    booked: int = 0
    used: int = 0
    no_shows: int = 0
    walk_ins: int = 0
    cancelled: int = 0
    cancelled_ahead: CancelledAhead = NONE_CANCELLED
    rejected: int = 0
    expired: int = 0
    released: int = 0
    displaced: int = 0
    turned_away: int = 0
    waitlisted: int = 0
    promoted: int = 0
    given_up: int = 0
    taken_again: int = 0
    by_waitlist: int = 0
    by_walk_in: int = 0
    minutes_empty: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFigures(Figures):
    facility: Name
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures(Figures):
    """Of all slots that start at this time of the day."""

    start: Minute


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures(Figures):
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayFigures(Figures):
    """Of all slots that start at this time on this day of the week, Monday being 1."""

    weekday: int
    start: Minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisation(Figures):
    """The sums; the same of the slots that are marked as peak; and by facility (all that were asked for, in
    their order), by start, by day of the week and start, and by day: those of which there is anything to
    tell."""

    from_: date
    to: date
    peak: Figures
    facilities: tuple[FacilityFigures, ...]
    periods: tuple[PeriodFigures, ...]
    weekdays: tuple[WeekdayFigures, ...]
    days: tuple[DayFigures, ...]


@question("utilisation")
def ask_utilisation(store: ReportStore, question: AskUtilisation, now: Now) -> Utilisation:  # noqa: ARG001
    """`unknown_facility`; `invalid` where `to` is before `from`."""
    if question.to < question.from_:
        raise invalid("to", "before_first", first=question.from_.isoformat())
    if question.facility is None:
        facilities, only = store.facilities(), None
    else:
        facilities = [facility_of(store, question.facility)]
        only = facilities[0].number
    sums = _Sums(facilities)
    about = (question.from_, question.to, only)
    _count_slots(sums, store.slots_offered(*about))
    _count_bookings(sums, store.bookings_counted(*about))
    _count_line(sums, store.entries_counted(*about), store.turned_away(*about))
    _count_given_up(sums, store.steps_told(*about))
    return sums.told(question)


@dataclass(slots=True)
class _Sum:
    """The figures of one group while they are added up."""

    counts: Counter[str] = field(default_factory=Counter)
    ahead: Counter[str] = field(default_factory=Counter)

    def add(self, other: "_Sum") -> None:
        self.counts.update(other.counts)
        self.ahead.update(other.ahead)

    def fields(self) -> dict[str, Any]:
        counts = dict(self.counts)
        seconds = counts.pop("seconds_empty", 0)
        return {**counts, "cancelled_ahead": CancelledAhead(**self.ahead), "minutes_empty": seconds // 60}


class _Sums:
    """The figures of all groups that a slot belongs to: its facility, its start on its day of the week, and
    its day. The starts are sums over the days of the week."""

    def __init__(self, facilities: list[Facility]) -> None:
        self._facilities = {facility.number: facility for facility in facilities}
        self._whole = {facility.number for facility in facilities if facility.whole_slot}
        self._all, self._peak = _Sum(), _Sum()
        self._of_facility: defaultdict[int, _Sum] = defaultdict(_Sum)
        self._of_weekday: defaultdict[tuple[int, Minute], _Sum] = defaultdict(_Sum)
        self._of_day: defaultdict[date, _Sum] = defaultdict(_Sum)

    def units(self, key: SlotKey, places: int) -> int:
        """What so many places of a slot count for."""
        return 1 if key.facility in self._whole else places

    def groups(self, key: SlotKey) -> list[_Sum]:
        weekday = self._of_weekday[key.date.isoweekday(), key.start]
        found = [self._all, self._of_facility[key.facility], weekday, self._of_day[key.date]]
        return [*found, self._peak] if key.peak else found

    def add(self, key: SlotKey, figure: str, number: int = 1) -> None:
        for group in self.groups(key):
            group.counts[figure] += number

    def _starts(self) -> dict[Minute, _Sum]:
        starts: defaultdict[Minute, _Sum] = defaultdict(_Sum)
        for (_weekday, start), group in self._of_weekday.items():
            starts[start].add(group)
        return starts

    def told(self, asked: AskUtilisation) -> Utilisation:
        return Utilisation(
            **self._all.fields(),
            from_=asked.from_,
            to=asked.to,
            peak=Figures(**self._peak.fields()),
            facilities=tuple(
                FacilityFigures(
                    **self._of_facility[number].fields(), facility=Name(kept.code), name=Name(kept.name)
                )
                for number, kept in self._facilities.items()
            ),
            periods=tuple(
                PeriodFigures(**group.fields(), start=start)
                for start, group in sorted(self._starts().items())
            ),
            weekdays=tuple(
                WeekdayFigures(**group.fields(), weekday=weekday, start=start)
                for (weekday, start), group in sorted(self._of_weekday.items())
            ),
            days=tuple(DayFigures(**group.fields(), date=day) for day, group in sorted(self._of_day.items())),
        )


def _count_slots(sums: _Sums, slots: Iterable[SlotOffered]) -> None:
    for key, capacity in slots:
        sums.add(key, "offered", sums.units(key, capacity))


def _count_bookings(sums: _Sums, bookings: Iterable[BookingCounted]) -> None:
    for key, state, walk_in, places in bookings:
        units = sums.units(key, places)
        if state in OF_STATES:
            sums.add(key, OF_STATES[state], units)
        if state in BOOKED:
            sums.add(key, "booked", units)
            if walk_in:
                sums.add(key, "walk_ins", units)
        if state in USED:
            sums.add(key, "used", units)


def _count_line(
    sums: _Sums, entries: Iterable[tuple[SlotKey, EntryState]], turned_away: Iterable[tuple[SlotKey, int]]
) -> None:
    for key, state in entries:
        sums.add(key, "waitlisted")
        if state in BECAME:
            sums.add(key, "promoted")
    for key, _member in set(turned_away):
        sums.add(key, "turned_away")


def _count_given_up(sums: _Sums, steps: Iterable[StepTold]) -> None:
    for key, of_slot in groupby(steps, lambda step: step.key):
        told = list(of_slot)
        for step in told:
            if step.state == "cancelled":
                for group in sums.groups(key):
                    group.ahead[_how_long_ahead(step)] += sums.units(key, step.places)
        turns = [
            Turn(step.booking, sums.units(key, step.places), step.at, step.event, step.state) for step in told
        ]
        story = SlotStory(told[0].begins_at, sums.units(key, told[0].capacity))
        for figure, number in given_up_in(story, turns)._asdict().items():
            if number:
                sums.add(key, figure, number)


def _how_long_ahead(step: StepTold) -> str:
    """The field of `CancelledAhead` that a cancelled booking counts in."""
    ahead = step.begins_at - step.at
    if step.event == "imported":
        return "unknown"
    if ahead <= 0:
        return "after_start"
    if ahead < HOUR:
        return "under_1_hour"
    if ahead <= 2 * HOUR:
        return "hours_1_to_2"
    if ahead <= DAY:
        return "hours_2_to_24"
    return "days_1_to_7" if ahead <= 7 * DAY else "over_7_days"
