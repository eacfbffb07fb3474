"""Looking at the schedule: the grid of a day or a week, and where there are places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, Protocol

from core.booking.records import State
from core.clock import Instant, Minute
from core.closures.records import Closure
from core.command import Now, Question, question
from core.errors import DeskError, invalid
from core.facilities.keeping import AddFacility, told
from core.facilities.records import Facility, Kind
from core.records import BookingId, ClosureId
from core.wire import UNSET, Name, Unset

MOST_DAYS = 400


class GridBooking(NamedTuple):
    booking: BookingId
    member: Name
    name: Name
    party: int
    state: State


class GridSlot(NamedTuple):
    """A slot and who is in it. `taken`, `held` and `waiting` are counts; past its end it is `over`. Of one
    that is closed: by which closure and why, and whether that is an event or out of service."""

    facility: Name
    date: date
    start: Minute
    end: Minute
    capacity: int
    taken: int
    held: int
    waiting: int
    state: Literal["open", "closed", "over"]
    peak: bool
    bookings: tuple[GridBooking, ...]
    closure: ClosureId | Unset = UNSET
    reason: str | Unset = UNSET
    event: bool | Unset = UNSET


class SlotLine(NamedTuple):
    """A slot as the grid's query gives it."""

    number: int
    facility: Name
    date: date
    start: Minute
    end: Minute
    ends_at: Instant
    capacity: int
    taken: int
    held: int
    waiting: int
    peak: bool
    closed: bool


class GridStore(Protocol):
    """What the grid needs of the database."""

    def facilities(self) -> list[Facility]: ...

    def grid_slots(self, first: date, last: date, facilities: list[int] | None) -> list[SlotLine]:
        """The slots of some days, by facility in their order, date and start; of all facilities for None."""

    def grid_bookings(
        self, first: date, last: date, facilities: list[int] | None
    ) -> dict[int, list[GridBooking]]:
        """Who is in the slots of some days: holding bookings and no-shows, by the slot's number."""

    def standing_anywhere(self, from_at: Instant, to_at: Instant) -> list[Closure]:
        """The closures, not reopened, that share a moment with [from_at, to_at), soonest first."""


@dataclass(frozen=True, slots=True)
class AskGrid(Question["Grid"]):
    date: date
    days: int = 1
    facilities: tuple[Name, ...] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    facilities: tuple[AddFacility, ...]
    slots: tuple[GridSlot, ...]


_NOBODY: tuple[GridBooking, ...] = ()


def last_day(first: date, days: int) -> date:
    """The last of some days. `invalid` for less than one or more than `MOST_DAYS`."""
    if not 1 <= days <= MOST_DAYS:
        raise invalid(
            "days", "too_small" if days < 1 else "too_large", least=1, most=MOST_DAYS, value=str(days)
        )
    return first + timedelta(days=days - 1)


@question("grid")
def ask_grid(store: GridStore, question: AskGrid, now: Now) -> Grid:
    """Every slot of some days of all facilities or of those named, in the facilities' order."""
    last = last_day(question.date, question.days)
    shown = facilities_named(store, question.facilities)
    numbers = None if question.facilities is None else [facility.number for facility in shown]
    lines = store.grid_slots(question.date, last, numbers)
    people = store.grid_bookings(question.date, last, numbers)
    instant = now.instant
    slots = [
        GridSlot(
            code,
            day,
            start,
            end,
            capacity,
            taken,
            held,
            waiting,
            "over" if ends_at <= instant else "closed" if closed else "open",
            peak,
            tuple(people.get(number, _NOBODY)),
        )
        for number, code, day, start, end, ends_at, capacity, taken, held, waiting, peak, closed in lines
    ]
    if any(slot.state == "closed" for slot in slots):
        slots = _with_closures(store, slots, now)
    return Grid(tuple(map(told, shown)), tuple(slots))


def _with_closures(store: GridStore, slots: list[GridSlot], now: Now) -> list[GridSlot]:
    """The closed slots with why they are. Of several closures the one that is no event, then the first."""
    closed = [slot.date for slot in slots if slot.state == "closed"]
    beyond = max(closed) + timedelta(days=1)
    standing = store.standing_anywhere(now.instant_at(min(closed), 0), now.instant_at(beyond, 0))
    of_facility: dict[str, list[Closure]] = {}
    for closure in sorted(standing, key=lambda closure: closure.event):
        of_facility.setdefault(closure.facility.code, []).append(closure)
    return [
        _with_closure(slot, of_facility.get(slot.facility, ()), now) if slot.state == "closed" else slot
        for slot in slots
    ]


def _with_closure(slot: GridSlot, closures: Sequence[Closure], now: Now) -> GridSlot:
    begins_at, ends_at = now.instant_at(slot.date, slot.start), now.instant_at(slot.date, slot.end)
    for closure in closures:
        if closure.covers(begins_at, ends_at):
            number = ClosureId(closure.number)
            return slot._replace(closure=number, reason=closure.reason, event=closure.event)
    return slot


def facilities_named(store: GridStore, codes: tuple[Name, ...] | None) -> list[Facility]:
    """The facilities of some codes, or all. `unknown_facility`."""
    known = store.facilities()
    if codes is None:
        return known
    by_code = {facility.code: facility for facility in known}
    for code in codes:
        if code not in by_code:
            raise DeskError("unknown_facility", facility=code)
    return [facility for facility in known if facility.code in set(codes)]


@dataclass(frozen=True, slots=True)
class AskFree(Question["Free"]):
    """`start` and `end` bound the time within a day; a slot fits that lies between them."""

    date: date
    days: int = 1
    start: Minute | None = None
    end: Minute | None = None
    kind: Kind | None = None
    group: Name | None = None
    party: int = 1


class FreeSlot(NamedTuple):
    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute
    free: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Free:
    slots: tuple[FreeSlot, ...]


@question("free")
def ask_free(store: GridStore, question: AskFree, now: Now) -> Free:
    """Slots with places for a party, soonest first: neither closed nor over, and still to be booked by their
    facility's notice and days ahead, or under way (then for walk-ins)."""
    if question.party < 1:
        raise invalid("party", "too_small", least=1)
    last = last_day(question.date, question.days)
    wanted = {
        facility.code: facility
        for facility in store.facilities()
        if question.kind in (None, facility.kind) and question.group in (None, facility.group)
    }
    numbers = [facility.number for facility in wanted.values()]
    found = [
        FreeSlot(
            line.facility,
            Name(wanted[line.facility].name),
            line.date,
            line.start,
            line.end,
            line.capacity - line.taken - line.held,
            line.capacity,
        )
        for line in store.grid_slots(question.date, last, numbers)
        if _free_for(line, wanted[line.facility], question, now)
    ]
    return Free(tuple(sorted(found, key=lambda slot: (slot.date, slot.start))))


def _free_for(line: SlotLine, facility: Facility, question: AskFree, now: Now) -> bool:
    free = line.capacity - line.taken - line.held
    fits = free == line.capacity if facility.whole_slot else free >= question.party
    begins_at = now.instant_at(line.date, line.start)
    begun = now.instant >= begins_at
    in_time = begun or now.instant <= begins_at - facility.min_notice_minutes * 60
    return (
        fits
        and question.party <= line.capacity
        and not line.closed
        and line.ends_at > now.instant
        and in_time
        and line.date <= now.today + timedelta(days=facility.max_days_ahead)
        and (question.start is None or line.start >= question.start)
        and (question.end is None or line.end <= question.end)
    )
