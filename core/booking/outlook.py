"""What a booking would come to, without making it: for the line that says what Enter does, and for the
cells that a member can't have. Judged by the command's own rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from core.booking.book import facts_of
from core.booking.records import HeldPlace, Slot, State, booking_of, slot_of
from core.booking.rules import Facts, Wish, decide, suspending_since
from core.clock import Minute, week_of
from core.command import Now, Question, question
from core.errors import DeskError
from core.facilities.records import Facility, facility_of
from core.members.records import member_of
from core.records import BookingId
from core.waitlist.hand_out import QueueStore
from core.waitlist.joining import judge_joining
from core.wire import Name

DAYS_LOOKED_AHEAD = 7
"""So many days the next free place is looked for."""


class OutlookStore(QueueStore, Protocol):
    """What looking ahead needs of the database."""

    def facilities(self) -> list[Facility]: ...

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]: ...


@dataclass(frozen=True, slots=True)
class AskOutlook(Question["Outlook"]):
    """`moving` is the booking that would be put here, for its own party; `further` are starts that would be
    booked with it."""

    member: Name
    facility: Name
    date: date
    start: Minute
    party: int = 1
    walk_in: bool = False
    override: str | None = None
    moving: BookingId | None = None
    further: tuple[Minute, ...] = ()


class Place(NamedTuple):
    """A place that could be had instead."""

    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class Outlook:
    """The state that the booking would be in, or the refusal and the next place that could be had; `position`
    is the one that the member would have on the waitlist, None where they can't join it. Of a full slot for
    which they wait, the refusal is `already_waiting`."""

    state: State | None
    refusal: str | None = None
    facts: dict[str, Any] | None = None
    instead: Place | None = None
    position: int | None = None


@question("outlook")
def ask_outlook(store: OutlookStore, question: AskOutlook, now: Now) -> Outlook:
    """What booking this slot for this member would come to. `unknown_member`, `unknown_facility`,
    `unknown_slot`, `unknown_booking`; every other refusal is the answer."""
    member = member_of(store, question.member)
    facility = facility_of(store, question.facility)
    slot = slot_of(store, facility, question.date, question.start)
    question = replace(question, party=_party_of(store, question))
    wish = Wish(question.party, question.walk_in, question.override, question.moving)
    taken: list[HeldPlace] = []
    try:
        for start in (question.start, *question.further):
            one = slot_of(store, facility, question.date, start)
            facts = facts_of(store, member, facility, one, now)
            state = decide(replace(facts, held=facts.held + taken), wish, now).state
            taken.append(HeldPlace(0, facility.number, facility.code, one.date, one.start, one.end, state))
    except DeskError as error:
        instead = _next_place(store, question, facility, slot, now)
        if error.code != "slot_full":
            return Outlook(None, error.code, error.facts, instead)
        try:
            position = _position(store, question, facility, slot, now)
        except DeskError as waits:
            return Outlook(None, waits.code, waits.facts, instead)
        return Outlook(None, error.code, error.facts, instead, position)
    return Outlook(state)


def _position(
    store: OutlookStore, question: AskOutlook, facility: Facility, slot: Slot, now: Now
) -> int | None:
    """Where the member would stand in the line, by the rule of joining it; None where they can't join.
    `already_waiting`: there is no more to be done, and that is what is to be told."""
    if question.moving is not None or question.further or question.walk_in:
        return None
    line = store.line_of(slot.number)
    try:
        facts = facts_of(store, member_of(store, question.member), facility, slot, now)
        judge_joining(facts, line, question.party, now)
    except DeskError as error:
        if error.code == "already_waiting":
            raise
        return None
    return len(line) + 1


def _next_place(
    store: OutlookStore, question: AskOutlook, facility: Facility, slot: Slot, now: Now
) -> Place | None:
    """The first place that this member could have: in the same group, this time first, then later."""
    member = member_of(store, question.member)
    group = [
        other
        for other in store.facilities()
        if other.number == facility.number or (facility.group is not None and other.group == facility.group)
    ]
    by_number = {other.number: other for other in group}
    last = question.date + timedelta(days=DAYS_LOOKED_AHEAD)
    later = [
        other
        for other in store.slots_of(list(by_number), question.date, last)
        if not other.withdrawn and (other.date, other.start) >= (slot.date, slot.start)
    ]
    wish = Wish(question.party, moving=question.moving)
    for other in sorted(later, key=lambda found: (found.date, found.start, found.number)):
        its = by_number[other.facility]
        if other.number != slot.number and other.free_for(its, question.party):
            try:
                decide(facts_of(store, member, its, other, now), wish, now)
            except DeskError:
                continue
            return Place(Name(its.code), Name(its.name), other.date, other.start, other.end)
    return None


@dataclass(frozen=True, slots=True)
class AskOutOfReach(Question["OutOfReach"]):
    """The slots of some days that a member can't have; `moving` is a booking that would be put there."""

    member: Name
    date: date
    days: int = 1
    party: int = 1
    moving: BookingId | None = None


class Unreachable(NamedTuple):
    facility: Name
    date: date
    start: Minute
    refusal: str


@dataclass(frozen=True, slots=True)
class OutOfReach:
    slots: tuple[Unreachable, ...]


def _party_of(store: QueueStore, question: AskOutlook | AskOutOfReach) -> int:
    """The places asked for: a booking that is moved brings its own number."""
    return question.party if question.moving is None else booking_of(store, question.moving).party


@question("out_of_reach")
def ask_out_of_reach(store: OutlookStore, question: AskOutOfReach, now: Now) -> OutOfReach:
    """Each slot that the member would be refused, with the code; slots under way count as for a walk-in."""
    return OutOfReach(tuple(_unreachable(store, question, now)))


def _unreachable(store: OutlookStore, question: AskOutOfReach, now: Now) -> Iterator[Unreachable]:
    member = member_of(store, question.member)
    facilities = {facility.number: facility for facility in store.facilities()}
    last = question.date + timedelta(days=question.days - 1)
    held = store.held_places(member.number, week_of(question.date)[0], week_of(last)[1])
    no_shows = [] if member.shared else store.no_shows_since(member.number, suspending_since(now))
    party = _party_of(store, question)
    for slot in store.slots_of(list(facilities), question.date, last):
        if slot.withdrawn:
            continue
        facility = facilities[slot.facility]
        monday, sunday = week_of(slot.date)
        near = [place for place in held if monday <= place.date <= sunday]
        if question.moving is None:
            wish = Wish(min(party, slot.capacity), walk_in=slot.begins_at <= now.instant)
        else:
            wish = Wish(party, moving=question.moving)
        try:
            decide(Facts(member, facility, slot, near, no_shows), wish, now)
        except DeskError as error:
            yield Unreachable(Name(facility.code), slot.date, slot.start, error.code)
