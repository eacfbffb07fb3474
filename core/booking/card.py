"""Looking at one booking, with its trail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import BookingFinder, State, Step, booking_of
from core.clock import Minute
from core.command import Now, Question, question
from core.records import BookingId
from core.wire import Name


class CardStore(BookingFinder, Protocol):
    """What looking at a booking needs of the database."""

    def trail(self, booking: int) -> list[Step]: ...


@dataclass(frozen=True, slots=True)
class AskBooking(Question["BookingCard"]):
    booking: BookingId


class TrailLine(NamedTuple):
    at: datetime
    event: str
    state: State
    by: str
    note: str | None


@dataclass(frozen=True, slots=True)
class BookingCard:
    booking: BookingId
    member: Name
    name: Name
    facility: Name
    date: date
    start: Minute
    end: Minute
    party: int
    people: int | None
    purpose: str | None
    state: State
    level: int
    walk_in: bool
    override: str | None
    pardoned: bool
    trail: tuple[TrailLine, ...]


@question("booking")
def ask_booking(store: CardStore, question: AskBooking, now: Now) -> BookingCard:
    """`unknown_booking`."""
    booking = booking_of(store, question.booking)
    slot = booking.slot
    return BookingCard(
        booking=question.booking,
        member=Name(booking.member.staff_no),
        name=Name(booking.member.name),
        facility=Name(booking.facility.code),
        date=slot.date,
        start=slot.start,
        end=slot.end,
        party=booking.places,
        people=booking.people,
        purpose=booking.purpose,
        state=booking.state,
        level=booking.level,
        walk_in=booking.walk_in,
        override=booking.override,
        pardoned=booking.pardoned,
        trail=tuple(
            TrailLine(now.local_of(step.at), step.event, step.state, step.operator, step.note)
            for step in store.trail(booking.number)
        ),
    )
