"""The rows behind the figures: for files, read while they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import State
from core.clock import Instant, Minute
from core.command import Now, Rows, rows
from core.facilities.records import FacilityFinder, facility_of
from core.members.records import MemberFinder, member_of
from core.records import booking_told
from core.reports.days import span_of
from core.wire import Name


class BookingKept(NamedTuple):
    """A booking as the database tells it; `whole_slot` says whether its places count as one unit."""

    number: int
    day: date
    start: Minute
    end: Minute
    facility: str
    facility_name: str
    whole_slot: bool
    staff_no: str
    name: str
    department: str | None
    party: int
    places: int
    people: int | None
    state: State
    walk_in: bool
    booked_at: Instant
    purpose: str | None
    override: str | None


class DetailStore(FacilityFinder, MemberFinder, Protocol):
    """What the rows need of the database."""

    def bookings_told(
        self, first: date, last: date, *, member: int | None = None, facility: int | None = None
    ) -> Iterator[BookingKept]:
        """Of the slots of some days, both included, of a member or of a facility or of all: day by day."""


@dataclass(frozen=True, slots=True)
class BookingRows(Rows["BookingRow"]):
    """Bookings whose slot lies on `from_` to `to`, in whatever state, of a member, a facility or all."""

    from_: date
    to: date
    member: Name | None = None
    facility: Name | None = None


class BookingRow(NamedTuple):
    """`units` are what the figures count it as."""

    booking: str
    day: date
    start: Minute
    end: Minute
    facility: str
    facility_name: str
    staff_no: str
    name: str
    department: str | None
    party: int
    units: int
    people: int | None
    state: State
    walk_in: bool
    booked_at: datetime
    purpose: str | None
    override: str | None


@rows("booking_rows")
def booking_rows(store: DetailStore, asked: BookingRows, now: Now) -> Iterator[BookingRow]:
    """`unknown_member`, `unknown_facility`; `invalid` where `to` is before `from`."""
    span = span_of(asked.from_, asked.to, now)
    member = None if asked.member is None else member_of(store, asked.member).number
    facility = None if asked.facility is None else facility_of(store, asked.facility).number
    for kept in store.bookings_told(span.first, span.last, member=member, facility=facility):
        yield BookingRow(
            booking_told(kept.number),
            kept.day,
            kept.start,
            kept.end,
            kept.facility,
            kept.facility_name,
            kept.staff_no,
            kept.name,
            kept.department,
            kept.party,
            1 if kept.whole_slot else kept.places,
            kept.people,
            kept.state,
            kept.walk_in,
            now.local_of(kept.booked_at),
            kept.purpose,
            kept.override,
        )
