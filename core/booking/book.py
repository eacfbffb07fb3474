"""Booking: one slot or several of a day, all or none; walk-ins."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from core.booking.records import HeldPlace, Slot, State, Step, TrailStore, due_of, slot_of
from core.booking.rules import Facts, Wish, decide, full, suspending_since
from core.clock import Instant, Minute, week_of
from core.command import Command, Now, command
from core.decisions.refusals import RefusalStore, keep_refusal
from core.due import Due
from core.errors import invalid
from core.facilities.records import Facility, facility_of
from core.members.records import Member, member_of
from core.notices.records import NoticeStore, tell
from core.records import BookingId, booking_told
from core.wire import UNSET, Name, Unset, minute_told


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to be written; what the fields mean stands with `Booking`."""

    slot: Slot
    member: Member
    party: int
    places: int
    people: int | None
    purpose: str | None
    state: State
    override: str | None
    walk_in: bool
    booked_at: Instant
    due: Due | None
    no_show_at: Instant | None = None


class BookStore(TrailStore, RefusalStore, NoticeStore, Protocol):
    """What booking needs of the database."""

    def held_places(self, member: int, first: date, last: date) -> list[HeldPlace]:
        """A member's holding bookings and unpardoned no-shows of some days, both days included."""

    def no_shows_since(self, member: int, since: Instant) -> list[Instant]:
        """When a member's unpardoned no-shows came about, oldest first."""

    def add_booking(self, booking: NewBooking) -> int:
        """Writes a booking; its number. The places are taken apart from it."""


@dataclass(frozen=True, slots=True)
class Book(Command["Booked"]):
    member: Name
    facility: Name
    date: date
    start: Minute | None = None
    starts: tuple[Minute, ...] | None = None
    party: int = 1
    people: int | None = None
    purpose: str | None = None
    walk_in: bool = False
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """`booking` for a start, `bookings` for starts."""

    state: State
    booking: BookingId | Unset = UNSET
    bookings: tuple[BookingId, ...] | Unset = UNSET


def _cancel_all(_: Book, booked: Booked) -> tuple[Command[Any], ...]:
    from core.booking.cancel import Cancel  # noqa: PLC0415 - cancel knows book, not the other way round

    made = (booked.booking,) if isinstance(booked.bookings, Unset) else booked.bookings
    return tuple(Cancel(number, "undo") for number in made if not isinstance(number, Unset))


@command("book", inverse=_cancel_all, refused=keep_refusal)
def book(store: BookStore, command: Book, now: Now) -> Booked:
    """Takes a place for a member in one slot or several, all or none."""
    starts = _starts(command)
    member = member_of(store, command.member)
    facility = facility_of(store, command.facility)
    slots = [slot_of(store, facility, command.date, start) for start in starts]
    if command.people is not None and command.people < 1:
        raise invalid("people", "too_small", least=1)
    wish = Wish(command.party, command.walk_in, command.override)
    made: list[int] = []
    state: State = "confirmed"
    for slot in slots:
        place = decide(facts_of(store, member, facility, slot, now), wish, now)
        state = place.state
        made.append(
            enter(
                store,
                facility,
                NewBooking(
                    slot=slot,
                    member=member,
                    party=command.party,
                    places=place.places,
                    people=command.people,
                    purpose=command.purpose,
                    state=place.state,
                    override=command.override,
                    walk_in=command.walk_in,
                    booked_at=now.instant,
                    due=due_of(place.state, slot, facility, now.instant, now),
                ),
                Step(
                    now.instant,
                    "walk_in" if command.walk_in else "booked",
                    place.state,
                    now.operator,
                    command.override,
                ),
            )
        )
        if not command.walk_in:
            tell(store, now, "booked", member, booking_told(made[-1]), slot, facility, state=place.state)
    if command.starts is None:
        return Booked(state, booking=BookingId(made[0]))
    return Booked(state, bookings=tuple(BookingId(number) for number in made))


def _starts(command: Book) -> tuple[Minute, ...]:
    """The starts asked for. `invalid` unless exactly one of `start` and `starts` is given."""
    if (command.start is None) == (command.starts is None):
        raise invalid("start", "one_of", choices=["start", "starts"])
    if command.start is not None:
        return (command.start,)
    starts = command.starts or ()
    if not starts:
        raise invalid("starts", "blank")
    if len(set(starts)) < len(starts):
        twice = next(start for start in starts if starts.count(start) > 1)
        raise invalid("starts", "twice", value=minute_told(twice))
    return starts


def facts_of(store: BookStore, member: Member, facility: Facility, slot: Slot, now: Now) -> Facts:
    """Loads what the rule looks at."""
    if member.shared:
        return Facts(member, facility, slot, [], [])
    first, last = week_of(slot.date) if facility.weekly_quota is not None else (slot.date, slot.date)
    held = store.held_places(member.number, first, last)
    no_shows = store.no_shows_since(member.number, suspending_since(now))
    return Facts(member, facility, slot, held, no_shows)


def enter(store: BookStore, facility: Facility, booking: NewBooking, step: Step) -> int:
    """Takes the places and writes the booking with its first step; its number. The database refuses an
    oversell by itself, should the judgement ever have been wrong."""
    if not store.take(booking.slot.number, booking.places):
        raise full(booking.slot, facility)
    number = store.add_booking(booking)
    store.add_step(number, step)
    return number
