"""The one list of what needs somebody's attention: open offers, who has not arrived, what waits for approval,
who was asked and has not answered, who lost a place and has no other (screens.md, "What needs attention")."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from core.booking.records import Booking, release_instant
from core.clock import Instant, Minute
from core.command import Now, Question, question
from core.due import TickStore
from core.facilities.records import Facility
from core.members.records import Member
from core.privacy.masks import phone_told
from core.records import booking_told, entry_told
from core.waitlist.records import WaitEntry
from core.wire import Name

Matter = Literal["offer", "awaited", "approval", "confirm", "displaced"]

MATTERS: tuple[Matter, ...] = ("offer", "awaited", "approval", "confirm", "displaced")


class AttentionStore(TickStore, Protocol):
    """What the list needs of the database."""

    def open_offers(self) -> list[WaitEntry]:
        """All entries with an open offer, by when it runs out."""

    def bookings_awaited(self, now: Instant) -> list[tuple[Booking, Instant]]:
        """Confirmed bookings whose slot has begun, with the instant of their no-show, soonest first."""

    def bookings_undecided(self) -> list[Booking]:
        """Bookings that wait for approval, by their slot's start."""

    def bookings_asked(self) -> list[Booking]:
        """Confirmed bookings whose members were asked whether they come, and have not answered, by start."""

    def bookings_displaced(self, first: date) -> list[Booking]:
        """Displaced bookings of a day or later, by their slot's start."""

    def line_lengths(self, slots: list[int]) -> dict[int, int]:
        """How many entries wait in each of some slots."""

    def calls_to_make(self, now: Instant) -> int:
        """How many formal notices wait to be told, and are still of use."""


@dataclass(frozen=True, slots=True)
class AskAttention(Question["Attention"]):
    """Everything that somebody at the desk should look at now."""


class AttentionItem(NamedTuple):
    """One thing. `deadline` is when it is over by itself; `level` and `levels` of an approval; `waiting` how
    many wait for the same slot."""

    matter: Matter
    record: str
    deadline: datetime
    facility: Name
    facility_name: Name
    date: date
    start: Minute
    end: Minute
    member: Name
    name: Name
    department: Name | None
    phone: Name | None
    party: int
    people: int | None
    purpose: str | None
    level: int | None
    levels: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Attention:
    """`counts` by matter, with `call` (formal notices to be told) and `set_aside`."""

    items: tuple[AttentionItem, ...]
    counts: dict[str, int]


@question("attention")
def ask_attention(store: AttentionStore, question: AskAttention, now: Now) -> Attention:  # noqa: ARG001
    """By deadline, then in the order of the matters, then by number."""
    found = [
        *(_of_entry(entry, now) for entry in store.open_offers()),
        *(_of_booking("awaited", booking, at, now) for booking, at in store.bookings_awaited(now.instant)),
        *(
            _of_booking("approval", booking, booking.slot.begins_at, now)
            for booking in store.bookings_undecided()
        ),
        *(_of_booking("confirm", booking, _answer_by(booking), now) for booking in store.bookings_asked()),
        *(
            _of_booking("displaced", booking, booking.slot.begins_at, now)
            for booking in store.bookings_displaced(now.today)
            if booking.slot.ends_at > now.instant
        ),
    ]
    lengths = store.line_lengths(sorted({slot for slot, _ in found}))
    items = sorted(
        (item._replace(waiting=lengths.get(slot, 0)) for slot, item in found),
        key=lambda item: (item.deadline, MATTERS.index(item.matter), len(item.record), item.record),
    )
    counts: dict[str, int] = {matter: sum(item.matter == matter for item in items) for matter in MATTERS}
    counts["call"] = store.calls_to_make(now.instant)
    counts["set_aside"] = len(store.things_set_aside())
    return Attention(tuple(items), counts)


def _answer_by(booking: Booking) -> Instant:
    return release_instant(booking.slot, booking.facility) or booking.slot.begins_at


def _of_entry(entry: WaitEntry, now: Now) -> tuple[int, AttentionItem]:
    assert entry.offered_until is not None  # noqa: S101 - an offer runs out at some time
    item = _item(
        "offer", entry_told(entry.number), entry.offered_until, entry, now, entry.facility, entry.member
    )
    return entry.slot.number, item


def _of_booking(matter: Matter, booking: Booking, at: Instant, now: Now) -> tuple[int, AttentionItem]:
    item = _item(matter, booking_told(booking.number), at, booking, now, booking.facility, booking.member)
    if matter == "approval":
        item = item._replace(level=booking.level + 1, levels=booking.facility.approval_levels)
    return booking.slot.number, item


def _item(
    matter: Matter,
    record: str,
    at: Instant,
    of: Booking | WaitEntry,
    now: Now,
    facility: Facility,
    member: Member,
) -> AttentionItem:
    return AttentionItem(
        matter,
        record,
        now.local_of(at),
        Name(facility.code),
        Name(facility.name),
        of.slot.date,
        of.slot.start,
        of.slot.end,
        Name(member.staff_no),
        Name(member.name),
        None if member.department is None else Name(member.department),
        phone_told(member, now),
        of.party,
        of.people,
        of.purpose,
        None,
        None,
        0,
    )
