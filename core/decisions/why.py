"""Why someone got a place and another did not: the decisions on a slot, with everyone who was looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from core.booking.move import moved_from
from core.booking.records import BookingFinder, Slot, Step, booking_of, slot_of
from core.clock import Minute
from core.command import Now, Question, question
from core.decisions.records import Candidate, Decision, DecisionKind, Outcome
from core.errors import invalid
from core.facilities.records import Facility, FacilityFinder, facility_of
from core.members.records import Member
from core.records import BookingId, EntryId
from core.waitlist.records import LineStore, entry_of
from core.wire import Name

Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


class WhyStore(BookingFinder, FacilityFinder, LineStore, Protocol):
    """What explaining needs of the database."""

    def decisions_on(self, slot: int) -> list[Decision]:
        """The decisions on a slot, oldest first."""

    def members_numbered(self, numbers: list[int]) -> dict[int, Member]:
        """Members by the database's numbers."""

    def trail(self, booking: int) -> list[Step]: ...


@dataclass(frozen=True, slots=True)
class AskWhy(Question["Explained"]):
    """About a booking, an entry, or a slot by facility, date and start."""

    booking: BookingId | None = None
    entry: EntryId | None = None
    facility: Name | None = None
    date: Day | None = None
    start: Minute | None = None


class CandidateTold(NamedTuple):
    """`reason` is the code for which they got nothing, `facts` what it names."""

    entry: EntryId | None
    member: Name
    name: Name
    party: int
    outcome: Outcome
    reason: str | None
    facts: dict[str, Any]
    booking: BookingId | None


class DecisionTold(NamedTuple):
    """`cause` is what freed the places, or `asked` for a refused booking; `record` where it came from."""

    at: datetime
    kind: DecisionKind
    cause: str
    record: str | None
    by: str
    free: int
    candidates: tuple[CandidateTold, ...]


class Earlier(NamedTuple):
    """A slot in which a booking was until it was moved, and the decisions on it that concern the booking."""

    facility: Name
    name: Name
    date: Day
    start: Minute
    end: Minute
    moved_at: datetime
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The slot, and the decisions on it: for a booking or an entry those alone that looked at it, and the
    refusals of its member. `earlier` are the slots from which a booking was moved, the last first."""

    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute
    decisions: tuple[DecisionTold, ...]
    earlier: tuple[Earlier, ...] = ()


@question("why")
def ask_why(store: WhyStore, question: AskWhy, now: Now) -> Explained:
    """`unknown_booking`, `unknown_entry`, `unknown_slot`; `invalid` unless one thing is named."""
    slot, facility, mine = _about(store, question)
    return Explained(
        Name(facility.code),
        Name(facility.name),
        slot.date,
        slot.start,
        slot.end,
        _decisions(store, slot, mine, now),
        tuple(_earlier(store, mine, now)),
    )


class _Mine(NamedTuple):
    booking: int | None
    entry: int | None
    member: int


def _about(store: WhyStore, asked: AskWhy) -> tuple[Slot, Facility, _Mine | None]:
    place = (asked.facility, asked.date, asked.start)
    named = [asked.booking is not None, asked.entry is not None, any(part is not None for part in place)]
    if named.count(True) != 1:
        raise invalid("booking", "one_of", choices=["booking", "entry", "facility"])
    if asked.booking is not None:
        booking = booking_of(store, asked.booking)
        return booking.slot, booking.facility, _Mine(booking.number, None, booking.member.number)
    if asked.entry is not None:
        entry = entry_of(store, asked.entry)
        return entry.slot, entry.facility, _Mine(entry.booking, entry.number, entry.member.number)
    for field, value in zip(("facility", "date", "start"), place, strict=True):
        if value is None:
            raise invalid(field, "missing")
    assert asked.facility is not None  # noqa: S101 - for the type checker, as the next two
    assert asked.date is not None  # noqa: S101
    assert asked.start is not None  # noqa: S101
    facility = facility_of(store, asked.facility)
    return slot_of(store, facility, asked.date, asked.start), facility, None


def _earlier(store: WhyStore, mine: _Mine | None, now: Now) -> Iterator[Earlier]:
    """The slots that the trail of a booking names where it was moved; not those that are gone meanwhile."""
    if mine is None or mine.booking is None:
        return
    for step in reversed(store.trail(mine.booking)):
        was = moved_from(step)
        facility = None if was is None else store.facility(was.facility)
        slot = None if was is None or facility is None else store.slot(facility.number, was.date, was.start)
        if facility is not None and slot is not None:
            yield Earlier(
                Name(facility.code),
                Name(facility.name),
                slot.date,
                slot.start,
                slot.end,
                now.local_of(step.at),
                _decisions(store, slot, mine, now),
            )


def _decisions(store: WhyStore, slot: Slot, mine: _Mine | None, now: Now) -> tuple[DecisionTold, ...]:
    decisions = [decision for decision in store.decisions_on(slot.number) if _concerns(decision, mine)]
    numbers = {candidate.member for decision in decisions for candidate in decision.candidates}
    members = store.members_numbered(sorted(numbers))
    return tuple(_told(decision, members, now) for decision in decisions)


def _concerns(decision: Decision, mine: _Mine | None) -> bool:
    if mine is None:
        return True
    return any(
        (candidate.entry is not None and candidate.entry == mine.entry)
        or (candidate.booking is not None and candidate.booking == mine.booking)
        or candidate.member == mine.member
        for candidate in decision.candidates
    )


def _told(decision: Decision, members: dict[int, Member], now: Now) -> DecisionTold:
    return DecisionTold(
        now.local_of(decision.at),
        decision.kind,
        decision.cause,
        decision.record,
        decision.operator,
        decision.free,
        tuple(_candidate_told(candidate, members[candidate.member]) for candidate in decision.candidates),
    )


def _candidate_told(candidate: Candidate, member: Member) -> CandidateTold:
    facts: dict[str, Any] = {}
    if candidate.code is not None:
        facts = {**(candidate.facts or {}), "member": member.staff_no, "person": member.name}
    return CandidateTold(
        None if candidate.entry is None else EntryId(candidate.entry),
        Name(member.staff_no),
        Name(member.name),
        candidate.party,
        candidate.outcome,
        candidate.code,
        facts,
        None if candidate.booking is None else BookingId(candidate.booking),
    )
