"""One line of paper, taken after an outage: what it means, whether it can be, and what is written.

Judged as past rows of an import are, by capacity and overlap alone: it has happened.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from core.booking.attendance import AttendanceStore, record_no_show, suspension_of
from core.booking.book import NewBooking, enter
from core.booking.records import (
    CHECK_IN_OPENS,
    HOLDING,
    Booking,
    Slot,
    State,
    Step,
    due_of,
    no_show_instant,
    require_state,
)
from core.booking.rules import full, judge_busy, judge_party, places_of, slot_facts, state_of
from core.clock import Instant, Minute
from core.command import Now
from core.due import Due, DueKind
from core.errors import DeskError, invalid
from core.facilities.records import Facility
from core.members.records import Member
from core.notices.records import tell
from core.records import BookingId, booking_told
from core.wire import Name, local_told

What = Literal["came", "stayed_away", "walk_in", "cancelled", "booked"]

Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


class PaperLine(NamedTuple):
    """One line of the paper, `at` the time at which it happened. `came`, `stayed_away` and `cancelled` name a
    booking, or its member and slot; `walk_in` and `booked` the member and the slot."""

    at: datetime
    what: What
    booking: BookingId | None = None
    member: Name | None = None
    facility: Name | None = None
    date: Day | None = None
    start: Minute | None = None
    party: int = 1
    people: int | None = None
    purpose: str | None = None


class CatchingUpStore(AttendanceStore, Protocol):
    """What catching up needs of the database."""

    def bookings_in(self, slot: int, member: int) -> list[Booking]:
        """Every booking that a member ever had in a slot, newest first."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undoes what was written inside it when an error leaves it."""


@dataclass(slots=True)
class Paper:
    """One pass over the paper, and what it remembers: the bookings made whose outcome no line has told yet,
    the slots that got free places, the members touched, how long each was suspended before, who stayed away.
    """

    store: CatchingUpStore
    now: Now
    reason: str
    open: list[int] = field(default_factory=list)
    freed: set[int] = field(default_factory=set)
    suspended: dict[int, Instant | None] = field(default_factory=dict)
    missed: dict[int, Booking] = field(default_factory=dict)

    def step(self, at: Instant, event: str, state: State) -> Step:
        """A step on a trail, at the paper's time."""
        return Step(at, event, state, self.now.operator, self.reason)

    def over(self, slot: Slot) -> bool:
        return slot.ends_at <= self.now.instant

    def touch(self, booking: Booking) -> None:
        """Before a booking changes: how its member stands."""
        if booking.member.number not in self.suspended:
            self.suspended[booking.member.number] = suspension_of(self.store, booking, self.now)


# ---------------------------------------------------------------- of a booking that is there


def came(paper: Paper, booking: Booking, at: Instant) -> bool:
    """They were there at `at`. One that the clock took for a no-show meanwhile, released or let expire comes
    back if its places are still free. False where nothing is left to do."""
    if booking.state in ("checked_in", "completed"):
        return False
    require_state(booking, "confirmed", "no_show", "released", "expired")
    _judge_arrival(paper, booking.slot, booking.facility, at)
    paper.touch(booking)
    if booking.state != "confirmed":
        _take_back(paper, booking)
    _arrive(paper, booking.number, booking.slot, paper.step(at, "checked_in", "checked_in"))
    return True


def _judge_arrival(paper: Paper, slot: Slot, facility: Facility, at: Instant) -> None:
    """From the opening of check-in until the end, by the paper's time."""
    facts = slot_facts(slot, facility)
    opens = Instant(slot.begins_at - CHECK_IN_OPENS)
    if at < opens:
        raise DeskError("too_soon", opens=local_told(paper.now.local_of(opens)), **facts)
    if at >= slot.ends_at:
        raise DeskError("slot_over", **facts)
    if slot.closed and not paper.over(slot):
        raise DeskError("slot_closed", **facts)


def _take_back(paper: Paper, booking: Booking) -> None:
    """The places and the member's time must still be free."""
    store, slot, member = paper.store, booking.slot, booking.member
    if not member.shared and booking.override is None:
        judge_busy(member, store.held_places(member.number, slot.date, slot.date), slot)
    if not store.take(slot.number, booking.places):
        raise full(slot, booking.facility)
    store.begin_anew(booking.number, booking.placed_at, None)


def _arrive(paper: Paper, number: int, slot: Slot, step: Step) -> None:
    """Checked in at the paper's time, and completed if the slot is over by now."""
    paper.store.settle(number, "checked_in", Due(slot.ends_at, DueKind.COMPLETE), None)
    paper.store.add_step(number, step)
    if paper.over(slot):
        _complete(paper, number, slot)


def _complete(paper: Paper, number: int, slot: Slot) -> None:
    paper.store.settle(number, "completed", None, None)
    paper.store.add_step(number, paper.step(slot.ends_at, "completed", "completed"))


def stayed_away(paper: Paper, booking: Booking, at: Instant) -> bool:
    """They did not come: a no-show as of the instant at which it would have become one by itself."""
    if booking.state == "no_show":
        return False
    require_state(booking, "confirmed")
    slot, facility, now = booking.slot, booking.facility, paper.now
    if at < slot.begins_at:
        opens = local_told(now.local_of(slot.begins_at))
        raise DeskError("too_soon", opens=opens, **slot_facts(slot, facility))
    paper.touch(booking)
    missed = no_show_instant(slot, facility, booking.placed_at, now) or slot.ends_at
    missed_at = min(missed, now.instant)
    record_no_show(paper.store, booking, missed_at, paper.step(at, "no_show", "no_show"))
    paper.missed[booking.member.number] = booking
    return True


def cancelled(paper: Paper, booking: Booking, at: Instant) -> bool:
    """They gave the place up. One that the clock took for a no-show was none, if it was given up before its
    start."""
    if booking.state == "cancelled":
        return False
    in_time: tuple[State, ...] = ("no_show", "released", "expired") if at <= booking.slot.begins_at else ()
    require_state(booking, "pending", "confirmed", *in_time)
    paper.touch(booking)
    paper.store.settle(booking.number, "cancelled", None, None)
    if booking.state in HOLDING:
        paper.store.release(booking.slot.number, booking.places)
        paper.freed.add(booking.slot.number)
    paper.store.add_step(booking.number, paper.step(at, "cancelled", "cancelled"))
    if paper.now.instant < booking.slot.begins_at:
        told = booking_told(booking.number)
        tell(paper.store, paper.now, "cancelled", booking.member, told, booking.slot, booking.facility)
    return True


# ---------------------------------------------------------------- of one that is not


def walk_in(
    paper: Paper, line: PaperLine, member: Member, facility: Facility, slot: Slot, at: Instant
) -> int:
    """Somebody came without a booking; the new one's number."""
    _judge_arrival(paper, slot, facility, at)
    _judge_place(paper, line, member, facility, slot)
    step = paper.step(at, "walk_in", "checked_in")
    due = Due(slot.ends_at, DueKind.COMPLETE)
    number = _enter(paper, line, member, facility, slot, at, step, due)
    if paper.over(slot):
        _complete(paper, number, slot)
    return number


def booked(paper: Paper, line: PaperLine, member: Member, facility: Facility, slot: Slot, at: Instant) -> int:
    """A place was promised on paper. For a slot to come it is a booking as any other, and asks for approval
    where the facility does; what became of one that is past, other lines may say."""
    now = paper.now
    if at > slot.begins_at:
        latest = local_told(now.local_of(slot.begins_at))
        raise DeskError("too_soon", latest=latest, **slot_facts(slot, facility))
    if slot.closed and not paper.over(slot):
        raise DeskError("slot_closed", **slot_facts(slot, facility))
    _judge_place(paper, line, member, facility, slot)
    state: State = state_of(facility) if now.instant < slot.begins_at else "confirmed"
    due = due_of(state, slot, facility, at, now)
    past = due is not None and due.at <= now.instant
    step = paper.step(at, "booked", state)
    number = _enter(paper, line, member, facility, slot, at, step, None if past else due)
    if past:
        paper.open.append(number)
    if now.instant < slot.begins_at:
        tell(paper.store, now, "booked", member, booking_told(number), slot, facility, state=state)
    return number


def _judge_place(paper: Paper, line: PaperLine, member: Member, facility: Facility, slot: Slot) -> None:
    """Capacity and overlap alone. Who has a booking there, kept or missed, needs no second."""
    judge_party(slot, line.party)
    if line.people is not None and line.people < 1:
        raise invalid("people", "too_small", least=1)
    if not member.shared:
        held = paper.store.held_places(member.number, slot.date, slot.date)
        for place in held:
            if (place.facility, place.start) == (facility.number, slot.start):
                raise DeskError(
                    "already_booked",
                    booking=booking_told(place.booking),
                    member=member.staff_no,
                    person=member.name,
                    **slot_facts(slot, facility),
                )
        judge_busy(member, held, slot)
    if not slot.free_for(facility, line.party):
        raise full(slot, facility)


def _enter(
    paper: Paper,
    line: PaperLine,
    member: Member,
    facility: Facility,
    slot: Slot,
    at: Instant,
    step: Step,
    due: Due | None,
) -> int:
    booking = NewBooking(
        slot=slot,
        member=member,
        party=line.party,
        places=places_of(slot, facility, line.party),
        people=line.people,
        purpose=line.purpose,
        state=step.state,
        override=None,
        walk_in=line.what == "walk_in",
        booked_at=at,
        due=due,
    )
    return enter(paper.store, facility, booking, step)


def presume(paper: Paper, number: int) -> bool:
    """A booking on paper for a time that is past, with no word whether they came: they were there. False
    where a line has told it."""
    booking = paper.store.booking(number)
    if booking is None or booking.state != "confirmed":
        return False
    if paper.over(booking.slot):
        _complete(paper, number, booking.slot)
    else:
        now = paper.step(paper.now.instant, "checked_in", "checked_in")
        _arrive(paper, number, booking.slot, now)
    return True
