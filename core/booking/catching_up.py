"""Catching up from paper after an outage: what happened when, with a reason, in one pass.

The trail carries the paper's time and the reason, the audit the time of entering.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.booking.attendance import tell_suspension
from core.booking.paper import (
    CatchingUpStore,
    Paper,
    PaperLine,
    What,
    booked,
    came,
    cancelled,
    presume,
    stayed_away,
    walk_in,
)
from core.booking.records import Booking, Slot, State, booking_of, slot_of
from core.clock import instant_of
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.facilities.records import Facility, facility_of
from core.members.records import Member, member_of
from core.records import BookingId, EntryId, booking_told
from core.waitlist.hand_out import hand_out
from core.wire import local_told, minute_told

FREEING: tuple[What, ...] = ("stayed_away", "cancelled")
"""What frees places is taken before what takes some at the same moment."""

OF_A_BOOKING = {"came": came, "stayed_away": stayed_away, "cancelled": cancelled}
OF_A_PLACE = {"walk_in": walk_in, "booked": booked}

MEANT: dict[str, tuple[State, ...]] = {
    "came": ("confirmed", "checked_in", "completed", "no_show", "released", "expired"),
    "stayed_away": ("confirmed", "no_show"),
    "cancelled": ("confirmed", "pending", "no_show", "released", "expired", "cancelled"),
}
"""Which of a member's bookings in a slot a line means, where it names none: the first of these."""


@dataclass(frozen=True, slots=True)
class CatchUp(Command["CaughtUp"]):
    lines: tuple[PaperLine, ...]
    reason: str | None = None
    dry_run: bool = False


class LineTaken(NamedTuple):
    """What came of a line: the booking it was about (None for one that a dry run would make) and its state;
    `already` where nothing was left to do."""

    what: What
    booking: BookingId | None
    state: State
    already: bool


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """`lines` in the order of the paper. `presumed`: the indexes of lines that booked a time which is past,
    with no word whether they came; they are taken to have been there."""

    lines: tuple[LineTaken, ...]
    presumed: tuple[int, ...]
    promoted: tuple[BookingId, ...]
    offered: tuple[EntryId, ...]


class _Rehearsed(Exception):  # noqa: N818 - leaves the savepoint of a dry run
    """Everything was tried, and nothing is to stay."""


@command("catch_up", inverse=NoInverse("paper_stands"))
def catch_up(store: CatchingUpStore, command: CatchUp, now: Now) -> CaughtUp:
    """Takes all lines in the order of their times, or none and `catch_up_errors` with every wrong line. With
    `dry_run` only says what would happen. The same paper twice changes nothing."""
    if command.reason is None:
        raise invalid("reason", "missing")
    if not command.lines:
        raise invalid("lines", "blank")
    paper = Paper(store, now, command.reason)
    told: CaughtUp | None = None
    with suppress(_Rehearsed), store.savepoint():
        told = _finish(paper, command.lines, _take_all(paper, command.lines))
        _undo(rehearsed=command.dry_run)
    assert told is not None  # noqa: S101 - for the type checker
    return _without_new(told) if command.dry_run else told


def _undo(*, rehearsed: bool) -> None:
    if rehearsed:
        raise _Rehearsed


class _Taken(NamedTuple):
    booking: int
    already: bool


def _take_all(paper: Paper, lines: tuple[PaperLine, ...]) -> list[_Taken]:
    taken: dict[int, _Taken] = {}
    errors: dict[int, DeskError] = {}
    unbooked: set[tuple[Any, ...]] = set()
    for index in sorted(range(len(lines)), key=lambda at: (lines[at].at, lines[at].what not in FREEING, at)):
        line = lines[index]
        place = (line.member, line.facility, line.date, line.start)
        try:
            taken[index] = _take(paper, line)
        except DeskError as error:
            if line.what == "booked":
                unbooked.add(place)
            elif error.code == "not_booked" and place in unbooked:
                continue  # the line that books it has been told already
            errors[index] = error
    if errors:
        told = [{"index": at, "code": error.code, **error.facts} for at, error in sorted(errors.items())]
        raise DeskError("catch_up_errors", errors=told)
    return [taken[index] for index in range(len(lines))]


def _take(paper: Paper, line: PaperLine) -> _Taken:
    """Takes one line. Judges first and writes then, so that a refused line leaves nothing behind."""
    at = instant_of(line.at, paper.now.zone)
    if at > paper.now.instant:
        raise invalid("at", "future", value=local_told(line.at))
    if line.what in OF_A_PLACE:
        member, facility, slot = _slot_meant(paper, line)
        for known in paper.store.bookings_in(slot.number, member.number):
            if (known.booked_at, known.party, known.walk_in) == (at, line.party, line.what == "walk_in"):
                return _Taken(known.number, already=True)
        return _Taken(OF_A_PLACE[line.what](paper, line, member, facility, slot, at), already=False)
    booking = _booking_meant(paper, line)
    if at < booking.booked_at:
        booked_at = local_told(paper.now.local_of(booking.booked_at))
        raise invalid("at", "before_booked", value=local_told(line.at), booked_at=booked_at)
    return _Taken(booking.number, already=not OF_A_BOOKING[line.what](paper, booking, at))


def _slot_meant(paper: Paper, line: PaperLine) -> tuple[Member, Facility, Slot]:
    """The member and the slot that a line names. `invalid` for one that leaves some of it out."""
    if line.member is None:
        raise invalid("member", "missing")
    if line.facility is None:
        raise invalid("facility", "missing")
    if line.date is None:
        raise invalid("date", "missing")
    if line.start is None:
        raise invalid("start", "missing")
    member, facility = member_of(paper.store, line.member), facility_of(paper.store, line.facility)
    return member, facility, slot_of(paper.store, facility, line.date, line.start)


def _booking_meant(paper: Paper, line: PaperLine) -> Booking:
    """By its number, else by member and slot: `not_booked` where there is none."""
    if line.booking is not None:
        return _same_as_told(booking_of(paper.store, line.booking), line)
    member, facility, slot = _slot_meant(paper, line)
    found = paper.store.bookings_in(slot.number, member.number)
    if not found:
        raise DeskError(
            "not_booked",
            member=member.staff_no,
            person=member.name,
            name=facility.name,
            date=slot.date.isoformat(),
            start=minute_told(slot.start),
        )
    meant = MEANT[line.what]
    return min(found, key=lambda kept: meant.index(kept.state) if kept.state in meant else len(meant))


def _same_as_told(booking: Booking, line: PaperLine) -> Booking:
    """`booking_differs` where what else the line says is not true of it: a number is easily mistyped."""
    slot, member = booking.slot, booking.member
    stands = {
        "member": member.staff_no,
        "facility": booking.facility.code,
        "date": slot.date,
        "start": slot.start,
    }
    for name, value in stands.items():
        if getattr(line, name) not in (None, value):
            raise DeskError(
                "booking_differs",
                field=name,
                booking=booking_told(booking.number),
                member=member.staff_no,
                person=member.name,
                name=booking.facility.name,
                date=slot.date.isoformat(),
                start=minute_told(slot.start),
            )
    return booking


def _finish(paper: Paper, lines: tuple[PaperLine, ...], taken: list[_Taken]) -> CaughtUp:
    """What time demands of new bookings, the suspensions that arose, and the lines that members wait in whose
    obstacles have gone."""
    presumed = {number for number in paper.open if presume(paper, number)}
    for number, booking in paper.missed.items():
        tell_suspension(paper.store, booking, paper.suspended[number], paper.now)
    handed = hand_out(paper.store, paper.now, "caught_up", slots=paper.freed, members=paper.suspended)
    told = [
        LineTaken(
            line.what, BookingId(done.booking), booking_of(paper.store, done.booking).state, done.already
        )
        for line, done in zip(lines, taken, strict=True)
    ]
    silent = tuple(
        index
        for index, line in enumerate(lines)
        if line.what == "booked" and taken[index].booking in presumed
    )
    return CaughtUp(tuple(told), silent, handed.promoted, handed.offered)


def _without_new(told: CaughtUp) -> CaughtUp:
    """What a dry run tells: bookings that are not there have no number."""
    new = {line.booking for line in told.lines if line.what in OF_A_PLACE and not line.already}
    lines = tuple(line._replace(booking=None) if line.booking in new else line for line in told.lines)
    return CaughtUp(lines, told.presumed, (), told.offered)
