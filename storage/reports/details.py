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

_BOOKINGS = Statement(
    select(
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
    .select_from(
        slot.join(booking, booking.c.slot_id == slot.c.id)
        .join(facility, facility.c.id == slot.c.facility_id)
        .join(member, member.c.id == booking.c.member_id)
    )
    .where(slot.c.day.between(given("first"), given("last")))
    .order_by(slot.c.day, slot.c.facility_id, slot.c.start_minute, booking.c.id),
    "first",
    "last",
)


class DetailQueries:
    """What reads rows for files; what the methods promise stands with core's protocol."""

    connection: Any

    def bookings_told(self, first: date, last: date) -> Iterator[BookingKept]:
        for row in _BOOKINGS.run(self.connection, first.isoformat(), last.isoformat()):
            told: list[Any] = [*row]
            told[1], told[6], told[14] = day(row[1]), row[6] == 1, row[14] == 1
            yield BookingKept._make(told)
