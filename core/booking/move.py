"""Moving: the new place is taken and the old one released together, or nothing happens."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.booking.book import facts_of
from core.booking.records import Booking, Slot, State, Step, booking_of, due_of, require_state, slot_of
from core.booking.rules import Wish, decide, full, slot_facts
from core.clock import Instant, Minute
from core.command import Command, Now, command
from core.due import Due
from core.facilities.records import Facility, facility_of
from core.notices.records import tell
from core.records import BookingId, EntryId, booking_told
from core.waitlist.hand_out import Handed, QueueStore, hand_out
from core.wire import Name, read_minute


class MoveStore(QueueStore, Protocol):
    """What moving needs of the database."""

    def place(
        self, booking: int, slot: Slot, places: int, state: State, placed_at: Instant, due: Due | None
    ) -> None:
        """Gives a booking its new place; approvals begin anew."""


@dataclass(frozen=True, slots=True)
class Move(Command["Moved"]):
    booking: BookingId
    date: date
    start: Minute
    facility: Name | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """`was` is the move that brings the booking back."""

    booking: BookingId
    state: State
    was: Move
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


def _move_back(_: Move, moved: Moved) -> tuple[Command[Any], ...]:
    return (moved.was,)


@command("move", inverse=_move_back)
def move(store: MoveStore, command: Move, now: Now) -> Moved:
    """Moves a booking that is pending, confirmed or displaced; it keeps its id. A facility that asks for
    approval is asked anew. To where it stands: nothing changes."""
    booking = booking_of(store, command.booking)
    facility = booking.facility if command.facility is None else facility_of(store, command.facility)
    slot = slot_of(store, facility, command.date, command.start)
    require_state(booking, "pending", "confirmed", "displaced")
    was = Move(command.booking, booking.slot.date, booking.slot.start, Name(booking.facility.code))
    if slot.number == booking.slot.number and booking.state != "displaced":
        return Moved(command.booking, booking.state, was)
    carried = carry(store, booking, facility, slot, now)
    return Moved(command.booking, carried.state, was, carried.handed.promoted, carried.handed.offered)


class Carried(NamedTuple):
    """The state that a booking has in its new place, and who got what it gave up."""

    state: State
    handed: Handed


def carry(store: MoveStore, booking: Booking, facility: Facility, slot: Slot, now: Now) -> Carried:
    """Puts a booking into another slot, by the whole rule; with its step on the trail and its notice."""
    wish = Wish(booking.party, moving=booking.number)
    place = decide(facts_of(store, booking.member, facility, slot, now), wish, now)
    if not store.take(slot.number, place.places):
        raise full(slot, facility)
    if booking.state != "displaced":
        store.release(booking.slot.number, booking.places)
    due = due_of(place.state, slot, facility, now.instant, now)
    store.place(booking.number, slot, place.places, place.state, now.instant, due)
    store.add_step(booking.number, Step(now.instant, "moved", place.state, now.operator, _from(booking)))
    told = booking_told(booking.number)
    tell(store, now, "moved", booking.member, told, slot, facility, was=_from(booking), state=place.state)
    handed = hand_out(store, now, "moved", told, slots=[booking.slot.number], members=[booking.member.number])
    return Carried(place.state, handed)


def _from(booking: Booking) -> str:
    """Where a booking stood, for its trail: `gym 2026-11-24 18:00`."""
    facts = slot_facts(booking.slot, booking.facility)
    return f"{facts['facility']} {facts['date']} {facts['start']}"


class Stood(NamedTuple):
    """Where a booking stood before a move: a facility's code, day and start."""

    facility: str
    date: date
    start: Minute


def moved_from(step: Step) -> Stood | None:
    """Where a step of a trail says that the booking was moved from; None for any other step."""
    if step.event != "moved" or step.note is None:
        return None
    facility, day, start = step.note.rsplit(" ", 2)
    return Stood(facility, date.fromisoformat(day), Minute(read_minute(start)))
