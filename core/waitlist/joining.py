"""Joining the line for a full slot and leaving it, taking an offer or letting it go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.booking.book import facts_of
from core.booking.records import HOLDING, State, slot_of
from core.booking.rules import Facts, Wish, judge_member, judge_party, judge_slot, slot_facts
from core.clock import Minute
from core.command import Command, NoInverse, Now, command
from core.decisions.refusals import keep_refusal
from core.errors import DeskError, invalid
from core.facilities.records import facility_of
from core.members.records import member_of
from core.notices.records import tell
from core.records import BookingId, EntryId, booking_told, entry_told
from core.waitlist.hand_out import QueueStore, book_entry, hand_out
from core.waitlist.records import EntryState, NewEntry, WaitEntry, entry_of, lapse_of, require_entry
from core.wire import UNSET, Name, Unset, local_told


@dataclass(frozen=True, slots=True)
class JoinWaitlist(Command["Joined"]):
    member: Name
    facility: Name
    date: date
    start: Minute
    party: int = 1
    people: int | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """`position` counts those who stand in the line, those with an offer too."""

    entry: EntryId
    position: int


def _leave_again(_: JoinWaitlist, joined: Joined) -> tuple[Command[Any], ...]:
    return (LeaveWaitlist(joined.entry),)


@command("join_waitlist", inverse=_leave_again, refused=keep_refusal)
def join_waitlist(store: QueueStore, command: JoinWaitlist, now: Now) -> Joined:
    """At the end of the line of a slot that is full for the party."""
    member = member_of(store, command.member)
    facility = facility_of(store, command.facility)
    slot = slot_of(store, facility, command.date, command.start)
    if command.people is not None and command.people < 1:
        raise invalid("people", "too_small", least=1)
    line = store.line_of(slot.number)
    judge_joining(facts_of(store, member, facility, slot, now), line, command.party, now)
    number = store.add_entry(
        NewEntry(slot, member, command.party, command.people, command.purpose, now.instant, lapse_of(slot))
    )
    return Joined(EntryId(number), len(line) + 1)


def judge_joining(facts: Facts, line: list[WaitEntry], party: int, now: Now) -> None:
    """The whole rule of joining. `already_waiting`, `already_booked`, then as booking, then `not_full`."""
    slot, facility, member = facts.slot, facts.facility, facts.member
    judge_party(slot, party)
    who = {"member": member.staff_no, "person": member.name}
    for entry in line:
        if entry.member.number == member.number:
            told = entry_told(entry.number)
            raise DeskError("already_waiting", entry=told, **who, **slot_facts(slot, facility))
    for place in facts.held:
        here = (place.facility, place.date, place.start) == (facility.number, slot.date, slot.start)
        if here and place.state in HOLDING:
            told = booking_told(place.booking)
            raise DeskError("already_booked", booking=told, **who, **slot_facts(slot, facility))
    wish = Wish(party)
    judge_slot(slot, facility, wish, now)
    if now.instant >= slot.begins_at:
        latest = local_told(now.local_of(slot.begins_at))
        raise DeskError("too_soon", latest=latest, **slot_facts(slot, facility))
    judge_member(facts, wish, now)
    if slot.free_for(facility, party):
        raise DeskError("not_full", free=slot.free, **slot_facts(slot, facility))


@dataclass(frozen=True, slots=True)
class LeaveWaitlist(Command["Answered"]):
    entry: EntryId


@dataclass(frozen=True, slots=True)
class AcceptOffer(Command["Answered"]):
    entry: EntryId


@dataclass(frozen=True, slots=True)
class DeclineOffer(Command["Answered"]):
    entry: EntryId


@dataclass(frozen=True, slots=True)
class Answered:
    """The entry's state; `booking` and its state where it became one; who got what it gave up."""

    state: EntryState
    booking: BookingId | Unset = UNSET
    booking_state: State | Unset = UNSET
    promoted: tuple[BookingId, ...] = ()
    offered: tuple[EntryId, ...] = ()


@command("accept_offer", inverse=NoInverse("cancel_the_booking"))
def accept_offer(store: QueueStore, command: AcceptOffer, now: Now) -> Answered:
    """The places that are held, neither more nor less, become the member's booking. Refused, with the offer
    standing, where the member can't have it any more (busy, suspended, over a quota)."""
    entry = entry_of(store, command.entry)
    require_entry(entry, "offered")
    judge_member(facts_of(store, entry.member, entry.facility, entry.slot, now), Wish(entry.party), now)
    store.end_entry(entry, "accepted", now.instant)
    store.outdate_notices(entry_told(entry.number), now.instant)
    number, state = book_entry(store, entry, entry.slot, entry.held, now, "accepted")
    tell(store, now, "booked", entry.member, booking_told(number), entry.slot, entry.facility, state=state)
    return Answered("accepted", BookingId(number), state)


@command("decline_offer", inverse=NoInverse("place_in_line_is_gone"))
def decline_offer(store: QueueStore, command: DeclineOffer, now: Now) -> Answered:
    """The places go to the next in line."""
    entry = entry_of(store, command.entry)
    require_entry(entry, "offered")
    return _step_out(store, entry, "declined", now)


@command("leave_waitlist", inverse=NoInverse("place_in_line_is_gone"))
def leave_waitlist(store: QueueStore, command: LeaveWaitlist, now: Now) -> Answered:
    """Out of the line, with or without an offer."""
    entry = entry_of(store, command.entry)
    require_entry(entry, "waiting", "offered")
    return _step_out(store, entry, "left", now)


def _step_out(store: QueueStore, entry: WaitEntry, state: EntryState, now: Now) -> Answered:
    store.end_entry(entry, state, now.instant)
    store.outdate_notices(entry_told(entry.number), now.instant)
    if entry.state != "offered":
        return Answered(state)
    handed = hand_out(store, now, state, entry_told(entry.number), slots=[entry.slot.number])
    return Answered(state, promoted=handed.promoted, offered=handed.offered)
