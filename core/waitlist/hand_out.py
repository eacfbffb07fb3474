"""Handing out places that have come free: down the line, first come, first served (domain.md section 4).

The first entry that fits the free places and whose member is eligible at this moment gets them. One that does
not fit or is not eligible keeps its position; why is kept with the decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from core.booking.book import BookStore, NewBooking, enter, facts_of
from core.booking.records import Booking, Slot, State, Step, due_of, let_go
from core.booking.rules import Facts, Wish, full, judge_member, places_of, state_of, suspended_until
from core.clock import Instant
from core.command import Now
from core.decisions.records import Candidate, Decision, kept_facts
from core.due import Due, DueKind
from core.errors import DeskError
from core.facilities.records import Facility
from core.notices.records import tell
from core.records import BookingId, EntryId, booking_told, entry_told
from core.waitlist.records import LineStore, WaitEntry, lapse_of
from core.wire import local_told


class QueueStore(BookStore, LineStore, Protocol):
    """What handing out places needs of the database."""


@dataclass(slots=True)
class Handed:
    """Who got something: bookings made at once, and entries whose places are held for them."""

    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


@dataclass(slots=True)
class _Hand:
    """One walk down one line."""

    store: QueueStore
    facility: Facility
    slot: Slot
    now: Now
    looked_at: list[Candidate] = field(default_factory=list)
    promoted: list[int] = field(default_factory=list)
    offered: list[int] = field(default_factory=list)


def hand_out(
    store: QueueStore,
    now: Now,
    cause: str,
    record: str | None = None,
    *,
    slots: Iterable[int] = (),
    members: Iterable[int] = (),
) -> Handed:
    """Goes down the lines of slots in which places came free, and of those that members wait in whose own
    obstacle has gone. `cause` and `record` say what freed them, for the decision."""
    wanted = set(slots)
    for member in sorted(set(members)):
        wanted.update(store.lines_waited_in(member))
    promoted: list[int] = []
    offered: list[int] = []
    lines = store.slots_with_a_line(sorted(wanted)) if wanted else []
    for slot, facility in sorted(lines, key=lambda line: (line[0].begins_at, line[0].number)):
        if slot.closed or slot.withdrawn or now.instant >= slot.begins_at or slot.free < 1:
            continue
        hand = _Hand(store, facility, slot, now)
        _down_the_line(hand)
        promoted += hand.promoted
        offered += hand.offered
        store.add_decision(
            Decision(
                slot.number, now.instant, "hand_out", cause, record, now.operator, slot.free,
                tuple(hand.looked_at),
            )
        )  # fmt: skip
    return Handed(tuple(map(BookingId, promoted)), tuple(map(EntryId, offered)))


def free_places(
    store: QueueStore, booking: Booking, state: State, now: Now, *, event: str, note: str | None
) -> Handed:
    """Ends a holding booking and hands its places on, in one."""
    let_go(store, booking, state, now, event=event, note=note)
    return hand_out(
        store,
        now,
        event,
        booking_told(booking.number),
        slots=[booking.slot.number],
        members=[booking.member.number],
    )


def obstacle(facts: Facts, entry: WaitEntry, now: Now) -> DeskError | None:
    """Why the next in line can't have free places, or None: fit first, then the member's own obstacles. The
    window was judged on joining."""
    if not facts.slot.free_for(facts.facility, entry.party):
        return full(facts.slot, facts.facility)
    try:
        judge_member(facts, Wish(entry.party), now)
    except DeskError as error:
        return error
    return None


def _down_the_line(hand: _Hand) -> None:
    """Until nothing fits."""
    for entry in hand.store.line_of(hand.slot.number):
        if hand.slot.free < 1:
            return
        if entry.state != "waiting":
            continue
        facts = facts_of(hand.store, entry.member, hand.facility, hand.slot, hand.now)
        error = obstacle(facts, entry, hand.now)
        if error is not None:
            hand.looked_at.append(_passed(hand, entry, facts, error))
        elif hand.facility.promotion == "auto":
            hand.looked_at.append(_promote(hand, entry))
        else:
            hand.looked_at.append(_offer(hand, entry))


def _passed(hand: _Hand, entry: WaitEntry, facts: Facts, error: DeskError) -> Candidate:
    """A suspension ends by itself: then the entry is looked at again."""
    due = lapse_of(hand.slot)
    if error.code == "member_suspended":
        until = suspended_until(facts.no_shows, hand.now)
        if until is not None and until < hand.slot.begins_at:
            due = Due(until, DueKind.RECONSIDER)
    hand.store.pass_over(entry.number, error.code, due)
    return Candidate(
        entry.number, entry.member.number, entry.party, "passed_over", error.code, kept_facts(error.facts)
    )


def _offer(hand: _Hand, entry: WaitEntry) -> Candidate:
    """Holds the places until the offer runs out."""
    slot, places = hand.slot, places_of(hand.slot, hand.facility, entry.party)
    until = offer_end(slot, hand.facility, hand.now)
    hand.store.offer_places(entry, places, hand.now.instant, until)
    tell(
        hand.store,
        hand.now,
        "offered",
        entry.member,
        entry_told(entry.number),
        slot,
        hand.facility,
        useful_until=until,
        until=local_told(hand.now.local_of(until)),
    )
    hand.slot = replace(slot, held=slot.held + places, waiting=slot.waiting - 1)
    hand.offered.append(entry.number)
    return Candidate(entry.number, entry.member.number, entry.party, "offered")


def _promote(hand: _Hand, entry: WaitEntry) -> Candidate:
    """The entry becomes a booking at once."""
    hand.store.end_entry(entry, "promoted", hand.now.instant)
    places = places_of(hand.slot, hand.facility, entry.party)
    number, state = book_entry(hand.store, entry, hand.slot, places, hand.now, "promoted")
    tell(
        hand.store,
        hand.now,
        "promoted",
        entry.member,
        booking_told(number),
        hand.slot,
        hand.facility,
        state=state,
    )
    hand.slot = replace(hand.slot, taken=hand.slot.taken + places, waiting=hand.slot.waiting - 1)
    hand.promoted.append(number)
    return Candidate(entry.number, entry.member.number, entry.party, "promoted", booking=number)


def book_entry(
    store: QueueStore, entry: WaitEntry, slot: Slot, places: int, now: Now, event: str
) -> tuple[int, State]:
    """Makes the booking that an entry becomes; its number and state."""
    facility = entry.facility
    state = state_of(facility)
    booking = NewBooking(
        slot=slot,
        member=entry.member,
        party=entry.party,
        places=places,
        people=entry.people,
        purpose=entry.purpose,
        state=state,
        override=None,
        walk_in=False,
        booked_at=now.instant,
        due=due_of(state, slot, facility, now.instant, now),
    )
    step = Step(now.instant, event, state, now.operator, entry_told(entry.number))
    number = enter(store, facility, booking, step)
    store.entry_became(entry.number, number)
    return number, state


def offer_end(slot: Slot, facility: Facility, now: Now) -> Instant:
    """When an offer made now runs out: after the facility's minutes, of which only those count in which
    somebody sits at the desk, and never past the slot's start."""
    left, hours = facility.offer_minutes * 60, now.settings.desk_hours
    if hours is None:
        return Instant(min(now.instant + left, slot.begins_at))
    day = now.today
    while now.instant_at(day, 0) < slot.begins_at:
        span = hours.days[day.weekday()]
        if span is not None:
            begin = max(now.instant_at(day, span[0]), now.instant)
            length = now.instant_at(day, span[1]) - begin
            if length >= left:
                return Instant(min(begin + left, slot.begins_at))
            left -= max(length, 0)
        day += timedelta(days=1)
    return slot.begins_at
