"""Finding other places for the bookings that a closure displaced: one by one, or all at once."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.booking.move import MoveStore, carry
from core.booking.records import HOLDING, Booking, Slot, State
from core.clock import Minute
from core.closures.alternatives import Alternative, alternatives_of
from core.closures.assignment import Assignment, best_assignment
from core.closures.board import Choice, Room, Seeker
from core.closures.planning import ClosureLine, PlanningStore, closure_line
from core.closures.reach import Reach, ReachStore
from core.closures.records import Displacement, closure_of
from core.command import Command, NoInverse, Now, Question, command, question
from core.facilities.records import Facility
from core.privacy.masks import phone_told
from core.records import BookingId, ClosureId
from core.wire import Name

MOST_JUDGED = 150_000
"""So many pairs of booking and place are judged when all are rebooked at once, about a second's work. Beyond
that each booking knows only its nearest places, and the assignment is not proven to be the best."""


class RebookingStore(PlanningStore, ReachStore, MoveStore, Protocol):
    """What rebooking needs of the database."""

    def displaced_by(self, closure: int) -> list[Displacement]:
        """The bookings that a closure displaced, by the slots that they lost, soonest first."""


class Where(NamedTuple):
    """A slot as it is told."""

    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute


def where(slot: Slot, facility: Facility) -> Where:
    return Where(Name(facility.code), Name(facility.name), slot.date, slot.start, slot.end)


# ---------------------------------------------------------------- who was displaced


@dataclass(frozen=True, slots=True)
class AskDisplaced(Question["DisplacedBookings"]):
    closure: ClosureId


class DisplacedLine(NamedTuple):
    """A booking that lost its place: `lost` is where it was, `now` where it is if it was moved since, `best`
    the best other place if it waits for one."""

    booking: BookingId
    member: Name
    name: Name
    phone: Name | None
    party: int
    lost: Where
    state: State
    now: Where | None
    best: Alternative | None


@dataclass(frozen=True, slots=True)
class DisplacedBookings:
    closure: ClosureLine
    bookings: tuple[DisplacedLine, ...]


@question("displaced")
def ask_displaced(store: RebookingStore, question: AskDisplaced, now: Now) -> DisplacedBookings:
    """What has become of the bookings that a closure displaced. `unknown_closure`."""
    closure = closure_of(store, question.closure)
    displaced = store.displaced_by(closure.number)
    unplaced = [booking for booking, lost in displaced if _unplaced(booking, lost)]
    reach = _reach(store, unplaced, closure.facility, now)
    lines = []
    for booking, lost in displaced:
        waits = _unplaced(booking, lost)
        lines.append(
            DisplacedLine(
                BookingId(booking.number),
                Name(booking.member.staff_no),
                Name(booking.member.name),
                phone_told(booking.member, now),
                booking.party,
                where(lost, closure.facility),
                booking.state,
                None if _gave_up(booking, lost) else where(booking.slot, booking.facility),
                next(iter(alternatives_of(booking, reach, 1)), None) if waits else None,
            )
        )
    return DisplacedBookings(closure_line(store, closure, now), tuple(lines))


def _unplaced(booking: Booking, lost: Slot) -> bool:
    """Whether a booking has no place since it lost this one: another closure may have displaced it later."""
    return booking.state == "displaced" and booking.slot.number == lost.number


def _gave_up(booking: Booking, lost: Slot) -> bool:
    """Whether a booking has no place, or ended where it lost this one."""
    return booking.state not in HOLDING and booking.slot.number == lost.number


def _reach(store: RebookingStore, bookings: list[Booking], facility: Facility, now: Now) -> Reach:
    return Reach(store, facility, {booking.slot.date for booking in bookings}, now)


# ---------------------------------------------------------------- all at once


@dataclass(frozen=True, slots=True)
class RebookDisplaced(Command["Rebooked"]):
    """Moves every booking that a closure displaced and that has no place yet, by the best overall
    assignment."""

    closure: ClosureId
    dry_run: bool = False


class MovedLine(NamedTuple):
    """A booking and its way; `state` is the one in its new place."""

    booking: BookingId
    member: Name
    name: Name
    from_: Where
    to: Where
    minutes_moved: int
    state: State


@dataclass(frozen=True, slots=True)
class Rebooked:
    """Who is moved where, and who has no place. `proven`: no other assignment leaves out fewer or, with as
    few left out, moves them by less time; False where there were too many to try."""

    moved: tuple[MovedLine, ...]
    left_out: tuple[BookingId, ...]
    proven: bool


@command("rebook_displaced", inverse=NoInverse("old_places_are_closed"))
def rebook_displaced(store: RebookingStore, command: RebookDisplaced, now: Now) -> Rebooked:
    """Fewest left out, then the least time moved, then the group before the kind; each as by `move`, all in
    one. With `dry_run` only says where they would go. `unknown_closure`."""
    closure = closure_of(store, command.closure)
    bookings = [booking for booking, lost in store.displaced_by(closure.number) if _unplaced(booking, lost)]
    reach = _reach(store, bookings, closure.facility, now)
    spots = {spot.slot.number: spot for spot in reach.spots}
    assignment = assign(bookings, reach)
    moved = []
    for booking in bookings:
        spot = spots.get(assignment.placed.get(booking.number, -1))
        if spot is None:
            continue
        slot = spot.slot
        place = reach.place(booking, spot)
        assert place is not None  # noqa: S101 - it was judged so when the choices were made
        state = place.state
        if not command.dry_run:
            state = carry(store, booking, spot.facility, slot, now).state
        moved.append(
            MovedLine(
                BookingId(booking.number),
                Name(booking.member.staff_no),
                Name(booking.member.name),
                where(booking.slot, booking.facility),
                where(slot, spot.facility),
                abs(slot.begins_at - booking.slot.begins_at) // 60,
                state,
            )
        )
    return Rebooked(tuple(moved), tuple(map(BookingId, assignment.left_out)), assignment.proven)


def assign(bookings: list[Booking], reach: Reach) -> Assignment:
    """The best overall assignment of bookings to the spots around."""
    rooms = [
        Room(
            spot.slot.number, spot.facility.number, spot.slot.date, spot.slot.start, spot.slot.end,
            spot.slot.free, spot.facility.whole_slot, spot.facility.daily_quota, spot.facility.weekly_quota,
        )
        for spot in reach.spots
    ]  # fmt: skip
    seekers = []
    complete = True
    choosing = _Choosing(bookings, reach)
    for booking in bookings:
        choices, all_there = choosing.choices_of(booking)
        complete = complete and all_there
        held = tuple((place.facility, place.date) for place in reach.held(booking.member)[0])
        member = booking.member
        seekers.append(Seeker(booking.number, member.number, booking.party, member.shared, choices, held))
    return best_assignment(rooms, seekers, complete=complete)


class _Choosing:
    """The places that each booking could have by itself: as many of the nearest as can matter."""

    def __init__(self, bookings: list[Booking], reach: Reach) -> None:
        self._reach = reach
        self._others = len(bookings) - 1
        self._largest = max((booking.party for booking in bookings), default=1)
        self._share = MOST_JUDGED // max(len(bookings), 1)
        self._bookings: dict[int, int] = {}
        for booking in bookings:
            number = booking.member.number
            self._bookings[number] = self._bookings.get(number, 0) + (not booking.member.shared)

    def choices_of(self, booking: Booking) -> tuple[tuple[Choice, ...], bool]:
        """The choices, and whether they are all that can matter: who is alone for their member needs no more
        than the others can fill, however they are put."""
        alone = self._bookings[booking.member.number] <= 1
        choices: list[Choice] = []
        fillers = 0
        for looked_at, near in enumerate(self._reach.near(booking.slot)):
            if alone and fillers > self._others:
                break
            if looked_at >= self._share:
                return tuple(choices), False
            spot = near.spot
            if self._reach.place(booking, spot) is not None:
                choices.append(Choice(spot.slot.number, near.minutes, near.farther))
                taken_first = spot.slot.free - booking.party + 1
                fillers += 1 if spot.facility.whole_slot else -(-taken_first // self._largest)
        return tuple(choices), True
