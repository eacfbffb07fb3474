"""What waits for approval, oldest first, and an applicant's way through the levels (domain.md section 3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import Booking, BookingFinder, State, Step, booking_of
from core.clock import Instant, Minute
from core.command import Now, Question, question
from core.facilities.records import FacilityFinder, facility_of
from core.privacy.masks import phone_told
from core.records import BookingId, booking_told, entry_told
from core.waitlist.records import WaitEntry
from core.wire import Name


class ApplicationStore(BookingFinder, FacilityFinder, Protocol):
    """What looking at applications needs of the database."""

    def bookings_undecided(self) -> list[Booking]:
        """Bookings that wait for approval, by their slot's start."""

    def trail(self, booking: int) -> list[Step]: ...

    def line_of(self, slot: int) -> list[WaitEntry]: ...


@dataclass(frozen=True, slots=True)
class AskApplications(Question["Applications"]):
    """`level` is the one that is to be given next."""

    facility: Name | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class AskApplication(Question["Application"]):
    """One booking's, decided or not."""

    booking: BookingId


class Level(NamedTuple):
    """One stage of the way. `state` is `approved`, `waiting` (it is this one's turn), `later`, or what ended
    the application: `rejected`, `expired`, `cancelled`, `displaced`. `at` and `by` say when and who; `note`
    holds who signed on paper and what was said."""

    level: int
    state: str
    at: datetime | None = None
    by: str | None = None
    note: str | None = None


class Other(NamedTuple):
    """Somebody else who wants the same slot: an entry of its waitlist, or a booking that is not decided on
    either. `since` is when they asked for it."""

    record: str
    member: Name
    person: Name
    department: Name | None
    party: int
    people: int | None
    purpose: str | None
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Application:
    """`level` of `levels` is to be given next, None where nothing is waited for; `applied_at` is when this
    slot was asked for, `waits_since` when the way came to where it stands."""

    booking: BookingId
    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute
    member: Name
    person: Name
    department: Name | None
    phone: Name | None
    party: int
    people: int | None
    purpose: str | None
    state: State
    level: int | None
    levels: int
    applied_at: datetime
    waits_since: datetime
    way: tuple[Level, ...]
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    applications: tuple[Application, ...]


@question("applications")
def ask_applications(store: ApplicationStore, question: AskApplications, now: Now) -> Applications:
    """Who asked first stands first. `unknown_facility`."""
    facility = None if question.facility is None else facility_of(store, question.facility).number
    undecided = store.bookings_undecided()
    of_slot: defaultdict[int, list[Booking]] = defaultdict(list)
    for booking in undecided:
        of_slot[booking.slot.number].append(booking)
    wanted = [
        booking
        for booking in sorted(undecided, key=lambda kept: (kept.placed_at, kept.number))
        if facility in (None, booking.facility.number) and question.level in (None, booking.level + 1)
    ]
    return Applications(
        tuple(_application(store, booking, of_slot[booking.slot.number], now) for booking in wanted)
    )


@question("application")
def ask_application(store: ApplicationStore, question: AskApplication, now: Now) -> Application:
    """`unknown_booking`."""
    booking = booking_of(store, question.booking)
    rivals = store.bookings_undecided() if booking.state == "pending" else []
    return _application(
        store, booking, [rival for rival in rivals if rival.slot.number == booking.slot.number], now
    )


def _application(
    store: ApplicationStore, booking: Booking, undecided: Sequence[Booking], now: Now
) -> Application:
    slot, facility, member = booking.slot, booking.facility, booking.member
    trail = store.trail(booking.number)
    pending = booking.state == "pending"
    level = booking.level + 1 if pending else None
    levels = max(facility.approval_levels, level or booking.level)
    return Application(
        booking=BookingId(booking.number),
        facility=Name(facility.code),
        name=Name(facility.name),
        date=slot.date,
        start=slot.start,
        end=slot.end,
        member=Name(member.staff_no),
        person=Name(member.name),
        department=_named(member.department),
        phone=phone_told(member, now),
        party=booking.party,
        people=booking.people,
        purpose=booking.purpose,
        state=booking.state,
        level=level,
        levels=levels,
        applied_at=now.local_of(booking.placed_at),
        waits_since=now.local_of(trail[-1].at if trail else booking.placed_at),
        way=tuple(way_of(trail, levels, now)),
        others=tuple(_others(store, booking, undecided, now)) if pending else (),
    )


def way_of(trail: Sequence[Step], levels: int, now: Now) -> list[Level]:
    """The stages of the newest application on a trail: where a booking was moved, the way began anew. Empty
    for one that needed no approval."""
    way: list[Level] = []
    waiting = False
    since = Instant(0)
    for step in trail:
        if step.event == "approved":
            way.append(_level(len(way) + 1, "approved", step, now))
            waiting = step.state == "pending"
        elif step.state == "pending" or step.event == "moved":
            way, waiting = [], step.state == "pending"
        elif waiting:
            way.append(_level(len(way) + 1, step.state, step, now))
            waiting = False
        else:
            continue
        since = step.at
    if waiting:
        way.append(Level(len(way) + 1, "waiting", now.local_of(since)))
        way += [Level(number, "later") for number in range(len(way) + 1, levels + 1)]
    return way


def _level(number: int, state: str, step: Step, now: Now) -> Level:
    return Level(number, state, now.local_of(step.at), step.operator, step.note)


def _others(store: ApplicationStore, booking: Booking, undecided: Sequence[Booking], now: Now) -> list[Other]:
    """Undecided bookings first, then the line; each in its order."""
    rivals = sorted(undecided, key=lambda kept: (kept.placed_at, kept.number))
    bookings = [
        _other(booking_told(rival.number), rival, rival.state, rival.placed_at, now)
        for rival in rivals
        if rival.number != booking.number
    ]
    entries = [
        _other(entry_told(entry.number), entry, entry.state, entry.joined_at, now)
        for entry in store.line_of(booking.slot.number)
    ]
    return bookings + entries


def _other(record: str, of: Booking | WaitEntry, state: str, since: Instant, now: Now) -> Other:
    member = of.member
    return Other(
        record,
        Name(member.staff_no),
        Name(member.name),
        _named(member.department),
        of.party,
        of.people,
        of.purpose,
        state,
        now.local_of(since),
    )


def _named(text: str | None) -> Name | None:
    return None if text is None else Name(text)
