"""Looking at a slot's waitlist."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import BookingFinder, slot_of
from core.clock import Minute
from core.command import Now, Question, question
from core.facilities.records import FacilityFinder, facility_of
from core.privacy.masks import phone_told
from core.records import BookingId, EntryId
from core.waitlist.records import OPEN, EntryState, WaitEntry
from core.wire import Name


class WaitlistStore(BookingFinder, FacilityFinder, Protocol):
    """What looking at a waitlist needs of the database."""

    def entries_of_slot(self, slot: int) -> list[WaitEntry]:
        """All entries that a slot ever had, by joining time, then number."""


@dataclass(frozen=True, slots=True)
class AskWaitlist(Question["Waitlist"]):
    facility: Name
    date: date
    start: Minute


class WaitlistLine(NamedTuple):
    """`position` counts those who stand in the line; None for an entry that does not any more."""

    entry: EntryId
    member: Name
    name: Name
    party: int
    state: EntryState
    position: int | None
    joined_at: datetime
    offered_until: datetime | None
    passed_over: str | None
    booking: BookingId | None
    phone: Name | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Waitlist:
    entries: tuple[WaitlistLine, ...]


@question("waitlist")
def ask_waitlist(store: WaitlistStore, question: AskWaitlist, now: Now) -> Waitlist:
    """Every entry, in the order of the line, with the code for which it was passed over last."""
    facility = facility_of(store, question.facility)
    slot = slot_of(store, facility, question.date, question.start)
    lines = []
    position = 0
    for entry in store.entries_of_slot(slot.number):
        standing = entry.state in OPEN
        position += standing
        lines.append(_line(entry, position if standing else None, now))
    return Waitlist(tuple(lines))


def _line(entry: WaitEntry, position: int | None, now: Now) -> WaitlistLine:
    until = entry.offered_until if entry.state == "offered" else None
    return WaitlistLine(
        EntryId(entry.number),
        Name(entry.member.staff_no),
        Name(entry.member.name),
        entry.party,
        entry.state,
        position,
        now.local_of(entry.joined_at),
        None if until is None else now.local_of(until),
        entry.passed_over,
        None if entry.booking is None else BookingId(entry.booking),
        phone_told(entry.member, now),
        entry.purpose,
    )
