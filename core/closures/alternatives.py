"""Other places for a booking, best first: for one that was displaced, and for any other that can be moved."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.booking.records import Booking, BookingFinder, State, booking_of, require_state
from core.clock import Instant, Minute
from core.closures.reach import Near, Rank, Reach, ReachStore
from core.command import Now, Question, question
from core.errors import invalid
from core.records import BookingId
from core.wire import Name

MOST = 200


class AlternativeStore(ReachStore, BookingFinder, Protocol):
    """What looking for another place needs of the database."""


@dataclass(frozen=True, slots=True)
class AskAlternatives(Question["Alternatives"]):
    booking: BookingId
    limit: int = 10


class Alternative(NamedTuple):
    """A place that the member could have. `minutes_moved` are those between the starts, `rank` says how near
    the facility is to the booking's own, `state` is the one that the booking would be in."""

    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute
    free: int
    rank: Rank
    minutes_moved: int
    state: State


@dataclass(frozen=True, slots=True)
class Alternatives:
    alternatives: tuple[Alternative, ...]


@question("alternatives")
def ask_alternatives(store: AlternativeStore, question: AskAlternatives, now: Now) -> Alternatives:
    """The same facility and its group, then its kind; the nearest time first. `unknown_booking`,
    `wrong_state` for one that can't be moved, `invalid`."""
    if not 1 <= question.limit <= MOST:
        problem = "too_small" if question.limit < 1 else "too_large"
        raise invalid("limit", problem, least=1, most=MOST, value=str(question.limit))
    booking = booking_of(store, question.booking)
    require_state(booking, "pending", "confirmed", "displaced")
    reach = Reach(store, booking.facility, [booking.slot.date], now)
    return Alternatives(tuple(alternatives_of(booking, reach, question.limit)))


def alternatives_of(booking: Booking, reach: Reach, most: int) -> list[Alternative]:
    """The best places that a booking could be moved to, at most so many."""
    found: list[Alternative] = []
    for near in sorted(reach.near(booking.slot), key=_best):
        if len(found) == most:
            break
        spot = near.spot
        if spot.slot.number == booking.slot.number and booking.state != "displaced":
            continue
        place = reach.place(booking, spot)
        if place is not None:
            found.append(_told(near, place.state))
    return found


def _best(near: Near) -> tuple[bool, int, bool, Instant, int]:
    """The group before the kind, whatever the time; then the nearest time."""
    slot = near.spot.slot
    return near.farther, near.minutes, near.spot.rank != "facility", slot.begins_at, slot.facility


def _told(near: Near, state: State) -> Alternative:
    spot = near.spot
    return Alternative(
        Name(spot.facility.code),
        Name(spot.facility.name),
        spot.slot.date,
        spot.slot.start,
        spot.slot.end,
        spot.slot.free,
        spot.rank,
        near.minutes,
        state,
    )
