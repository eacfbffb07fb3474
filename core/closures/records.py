"""Closures as the rules see them, and the looks at them that every room needs."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.booking.records import Booking, Slot
from core.clock import Instant, Minute
from core.command import Now
from core.errors import DeskError
from core.facilities.records import Facility
from core.records import closure_told


@dataclass(frozen=True, slots=True)
class Closure:
    """A stretch of time [from_at, to_at) in which a facility's slots are closed. An `event` is no fault of
    the facility: it is in use, not out of service."""

    number: int
    facility: Facility
    from_at: Instant
    to_at: Instant
    reason: str
    event: bool
    closed_at: Instant
    reopened_at: Instant | None

    def covers(self, begins_at: Instant, ends_at: Instant) -> bool:
        """Whether it shares a moment with [begins_at, ends_at); touching is no overlap."""
        return begins_at < self.to_at and self.from_at < ends_at

    def stands(self, now: Now) -> bool:
        """Whether it still keeps slots closed: neither reopened nor over."""
        return self.reopened_at is None and now.instant < self.to_at


class Displacement(NamedTuple):
    """A booking that a closure displaced, as it is now, and the slot that it lost."""

    booking: Booking
    lost: Slot


class SlotTold(NamedTuple):
    date: date
    start: Minute
    end: Minute

    @classmethod
    def of(cls, slot: Slot) -> "SlotTold":
        return cls(slot.date, slot.start, slot.end)


class ClosureFinder(Protocol):
    """The look-ups that every closure command needs."""

    def closure(self, number: int) -> Closure | None: ...

    def standing_closures(self, facility: int, from_at: Instant, to_at: Instant) -> list[Closure]:
        """The closures of a facility, not reopened, that share a moment with [from_at, to_at), soonest
        first."""


def closure_of(store: ClosureFinder, number: int) -> Closure:
    """The closure of an id. `unknown_closure`."""
    closure = store.closure(number)
    if closure is None:
        raise DeskError("unknown_closure", closure=closure_told(number))
    return closure
