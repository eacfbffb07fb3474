"""The rows behind the figures, found by the index of their day and read while they are taken."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from core.reports.details import BookingKept
from storage.booking import booking
from storage.columns import day
from storage.facilities import facility
from storage.members import member
from storage.schedule import slot
from storage.statement import Statement, given

_COLUMNS = (
    booking.c.id,
    slot.c.day,
    slot.c.start_minute,
    slot.c.end_minute,
    facility.c.code,
    facility.c.name,
    facility.c.whole_slot,
    member.c.staff_no,
    member.c.name,
    member.c.department,
    booking.c.party,
    booking.c.places,
    booking.c.people,
    booking.c.state,
    booking.c.walk_in,
    booking.c.booked_at,
    booking.c.purpose,
    booking.c.override,
)
_JOINED = (
    slot.join(booking, booking.c.slot_id == slot.c.id)
    .join(facility, facility.c.id == slot.c.facility_id)
    .join(member, member.c.id == booking.c.member_id)
)
_ON_DAYS = slot.c.day.between(given("first"), given("last"))
_IN_ORDER = (slot.c.day, slot.c.facility_id, slot.c.start_minute, booking.c.id)


def _bookings(*conditions: Any, names: tuple[str, ...] = ()) -> Statement:
    query = select(*_COLUMNS).select_from(_JOINED).where(*conditions).order_by(*_IN_ORDER)
    return Statement(query, "first", "last", *names)


_BOOKINGS = _bookings(_ON_DAYS)
_OF_FACILITY = _bookings(_ON_DAYS, slot.c.facility_id == given("facility"), names=("facility",))
_OF_MEMBER = _bookings(
    booking.c.day.between(given("first"), given("last")),
    booking.c.member_id == given("member"),
    names=("member",),
)


class DetailQueries:
    """What reads rows for files; what the methods promise stands with core's protocol."""

    connection: Any

    def bookings_told(
        self, first: date, last: date, *, member: int | None = None, facility: int | None = None
    ) -> Iterator[BookingKept]:
        days = (first.isoformat(), last.isoformat())
        if member is not None:
            cursor = _OF_MEMBER.run(self.connection, *days, member)
        elif facility is not None:
            cursor = _OF_FACILITY.run(self.connection, *days, facility)
        else:
            cursor = _BOOKINGS.run(self.connection, *days)
        for row in cursor:
            told: list[Any] = [*row]
            told[1], told[6], told[14] = day(row[1]), row[6] == 1, row[14] == 1
            yield BookingKept._make(told)
