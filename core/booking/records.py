"""Slots and bookings as the rules see them, and the instants at which a booking falls due."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant, Minute
from core.command import Now
from core.due import Due, DueKind
from core.errors import DeskError
from core.facilities.records import Facility
from core.members.records import Member
from core.records import booking_told
from core.wire import minute_told

State = Literal[
    "pending",
    "confirmed",
    "checked_in",
    "completed",
    "cancelled",
    "rejected",
    "expired",
    "released",
    "no_show",
    "displaced",
]

Attendance = Literal["asked", "promised"]
"""The answer to the question before a peak slot whether the member will come."""

HOLDING: tuple[State, ...] = ("pending", "confirmed", "checked_in", "completed")
"""The states that hold places (domain.md section 3)."""

CHECK_IN_OPENS = 30 * 60
"""Check-in opens this many seconds before the start."""

MORE_TIME = 10 * 60
"""What the desk can give, each time, to all who have not arrived: seconds."""

MORE_TIME_MOST = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One facility, one date, [start, end) in minutes of the day; `begins_at` and `ends_at` are the same as
    instants. `taken` are the places of holding bookings, `held` those of open offers, `waiting` the entries
    of the waitlist without an offer; `more_time` counts how often those who had not arrived were given more
    time."""

    number: int
    facility: int
    date: date
    start: Minute
    end: Minute
    begins_at: Instant
    ends_at: Instant
    capacity: int
    taken: int
    held: int
    peak: bool
    closed: bool
    withdrawn: bool
    more_time: int
    waiting: int = 0

    @property
    def free(self) -> int:
        return self.capacity - self.taken - self.held

    def free_for(self, facility: Facility, party: int) -> bool:
        """Whether a party fits; into a whole slot only when nobody has a place in it."""
        if facility.whole_slot:
            return self.taken + self.held == 0 and party <= self.capacity
        return self.free >= party


@dataclass(frozen=True, slots=True)
class Booking:
    """A member's hold on places of a slot. `party` is what was asked for, `places` what it takes (all, in a
    whole slot); `placed_at` is when it took this place, later than `booked_at` if it was moved."""

    number: int
    slot: Slot
    facility: Facility
    member: Member
    party: int
    places: int
    people: int | None
    purpose: str | None
    state: State
    override: str | None
    walk_in: bool
    level: int
    booked_at: Instant
    placed_at: Instant
    no_show_at: Instant | None
    pardoned: bool
    reminded: bool
    attendance: Attendance | None


class HeldPlace(NamedTuple):
    """A booking of the same member that may stand in the way: a holding one, or an unpardoned no-show."""

    booking: int
    facility: int
    facility_code: str
    date: date
    start: Minute
    end: Minute
    state: State


class Step(NamedTuple):
    """One step on a booking's trail."""

    at: Instant
    event: str
    state: State
    operator: str
    note: str | None


class BookingFinder(Protocol):
    """The look-ups that every booking command needs."""

    def booking(self, number: int) -> Booking | None: ...

    def slot(self, facility: int, day: date, start: Minute) -> Slot | None:
        """The slot of a facility by its date and start; None where there is none, or it was withdrawn."""


class TrailStore(BookingFinder, Protocol):
    """What changing the state of a booking needs of the database."""

    def settle(self, booking: int, state: State, due: Due | None, no_show_at: Instant | None) -> None:
        """Gives a booking its new state, and when it falls due next."""

    def take(self, slot: int, places: int) -> bool:
        """Takes places of a slot; False, and nothing taken, where they are not free."""

    def release(self, slot: int, places: int) -> None:
        """Gives back places of a slot."""

    def add_step(self, booking: int, step: Step) -> None: ...


def booking_of(store: BookingFinder, number: int) -> Booking:
    """The booking of an id. `unknown_booking`."""
    booking = store.booking(number)
    if booking is None:
        raise DeskError("unknown_booking", booking=booking_told(number))
    return booking


def slot_of(store: BookingFinder, facility: Facility, day: date, start: Minute) -> Slot:
    """The slot of a facility by date and start. `unknown_slot`."""
    slot = store.slot(facility.number, day, start)
    if slot is None:
        raise DeskError(
            "unknown_slot",
            facility=facility.code,
            name=facility.name,
            date=day.isoformat(),
            start=minute_told(start),
        )
    return slot


def require_state(booking: Booking, *states: State, **facts: str) -> None:
    """`wrong_state`, with the state that it is in, unless it is in one of these."""
    if booking.state not in states:
        raise DeskError("wrong_state", booking=booking_told(booking.number), state=booking.state, **facts)


def no_show_instant(slot: Slot, facility: Facility, placed_at: Instant, now: Now) -> Instant | None:
    """When a booking without a check-in becomes a no-show; None where none is asked for, or where nobody
    sits at the desk at that moment (domain.md section 3, check-in and desk_hours). Who got the place after
    the start has the grace from then on."""
    if facility.no_show_grace_minutes is None:
        return None
    grace = facility.no_show_grace_minutes * 60 + slot.more_time * MORE_TIME
    at = min(Instant(max(slot.begins_at, placed_at) + grace), slot.ends_at)
    hours = now.settings.desk_hours
    if hours is not None and not hours.cover(now.local_of(at)):
        return None
    return at


def release_instant(slot: Slot, facility: Facility) -> Instant | None:
    """When an asked booking without an answer is released: half of the time between the question and the
    start is for the answer. None where nothing is released."""
    if not facility.release_unconfirmed or facility.confirm_minutes_before is None:
        return None
    return Instant(slot.begins_at - facility.confirm_minutes_before * 30)


def due_of(
    state: State,
    slot: Slot,
    facility: Facility,
    placed_at: Instant,
    now: Now,
    *,
    reminded: bool = False,
    attendance: Attendance | None = None,
) -> Due | None:
    """What happens next by itself to a booking in this state, and when."""
    if state == "pending":
        return Due(slot.begins_at, DueKind.EXPIRE)
    if state == "confirmed":
        missed = no_show_instant(slot, facility, placed_at, now)
        last = Due(slot.ends_at, DueKind.COMPLETE) if missed is None else Due(missed, DueKind.NO_SHOW)
        ahead = _ahead_of_the_start(slot, facility, now, reminded=reminded, attendance=attendance)
        return min([due for due in ahead if placed_at < due.at and now.instant <= due.at], default=last)
    if state == "checked_in":
        return Due(slot.ends_at, DueKind.COMPLETE)
    return None


def _ahead_of_the_start(
    slot: Slot, facility: Facility, now: Now, *, reminded: bool, attendance: Attendance | None
) -> list[Due]:
    """What is still to be said or asked before a slot begins: at a peak whether they will come, then a
    reminder; who was asked and does not answer may lose the place."""
    coming: list[Due] = []
    remind = now.settings.remind_minutes_before
    if remind is not None and not reminded:
        coming.append(Due(Instant(slot.begins_at - remind * 60), DueKind.REMIND))
    if slot.peak and facility.confirm_minutes_before is not None and attendance is None:
        asked_at = Instant(slot.begins_at - facility.confirm_minutes_before * 60)
        coming.append(Due(asked_at, DueKind.ASK))
    released_at = release_instant(slot, facility)
    if released_at is not None and attendance == "asked":
        coming.append(Due(released_at, DueKind.RELEASE))
    return coming


def due_of_booking(booking: Booking, now: Now, state: State | None = None) -> Due | None:
    """What happens next by itself to a booking, in the state that it has or will have."""
    return due_of(
        state or booking.state,
        booking.slot,
        booking.facility,
        booking.placed_at,
        now,
        reminded=booking.reminded,
        attendance=booking.attendance,
    )


def let_go(
    store: TrailStore, booking: Booking, state: State, now: Now, *, event: str, note: str | None
) -> None:
    """Ends a holding booking: its places are free at once."""
    store.settle(booking.number, state, None, booking.no_show_at)
    store.release(booking.slot.number, booking.places)
    store.add_step(booking.number, Step(now.instant, event, state, now.operator, note))
