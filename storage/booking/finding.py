"""Bookings: the looks at them."""

from datetime import date
from typing import Any

from sqlalchemy import and_, literal_column, or_, select

from core.booking.history import KnownBooking
from core.booking.records import HOLDING, Booking, HeldPlace, Step
from core.booking.timing import LiveBooking
from core.clock import Instant
from core.due import DueKind
from storage.booking.tables import booking, booking_step
from storage.columns import day
from storage.facilities import FACILITY_COLUMNS, facility, facility_from
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.schedule import SLOT_COLUMNS, slot, slot_from
from storage.statement import Statement, given

_OWN = tuple(
    booking.c[name]
    for name in (
        "id", "party", "places", "people", "purpose", "state", "override",
        "walk_in", "level", "booked_at", "placed_at", "no_show_at", "pardoned", "reminded", "attendance",
    )
)  # fmt: skip
WHOLE_BOOKING = select(*_OWN, *SLOT_COLUMNS, *FACILITY_COLUMNS, *MEMBER_COLUMNS).select_from(
    booking.join(slot, slot.c.id == booking.c.slot_id)
    .join(facility, facility.c.id == slot.c.facility_id)
    .join(member, member.c.id == booking.c.member_id)
)
_A, _B, _C = len(_OWN), len(_OWN) + len(SLOT_COLUMNS), len(_OWN) + len(SLOT_COLUMNS) + len(FACILITY_COLUMNS)

_BY_NUMBER = Statement(WHOLE_BOOKING.where(booking.c.id == given("number")), "number")
_ON_SLOT = Statement(
    WHOLE_BOOKING.where(booking.c.slot_id == given("slot"), booking.c.state.in_(HOLDING)).order_by(
        booking.c.booked_at.desc(), booking.c.id.desc()
    ),
    "slot",
)
_COMING = Statement(
    WHOLE_BOOKING.where(
        booking.c.member_id == given("member"),
        booking.c.day >= given("day"),
        booking.c.state.in_(["pending", "confirmed"]),
    ).order_by(booking.c.day, slot.c.start_minute, booking.c.id),
    "member",
    "day",
)
_OF_MEMBER_FROM = Statement(
    WHOLE_BOOKING.where(booking.c.member_id == given("member"), booking.c.day >= given("day"))
    .order_by(booking.c.day, slot.c.start_minute, booking.c.id)
    .limit(given("limit")),
    "member",
    "day",
    "limit",
)
_OF_MEMBER_BEFORE = Statement(
    WHOLE_BOOKING.where(booking.c.member_id == given("member"), booking.c.day < given("day"))
    .order_by(booking.c.day.desc(), slot.c.start_minute.desc(), booking.c.id.desc())
    .limit(given("limit")),
    "member",
    "day",
    "limit",
)
_HELD = Statement(
    select(
        booking.c.id,
        slot.c.facility_id,
        facility.c.code,
        booking.c.day,
        slot.c.start_minute,
        slot.c.end_minute,
        booking.c.state,
    )
    .select_from(
        booking.join(slot, slot.c.id == booking.c.slot_id).join(facility, facility.c.id == slot.c.facility_id)
    )
    .where(
        booking.c.member_id == given("member"),
        booking.c.day.between(given("first"), given("last")),
        or_(booking.c.state.in_(HOLDING), and_(booking.c.state == "no_show", booking.c.pardoned == 0)),
    )
    .order_by(booking.c.day, slot.c.start_minute),
    "member",
    "first",
    "last",
)
_NO_SHOWS = Statement(
    select(booking.c.no_show_at)
    .where(
        booking.c.member_id == given("member"),
        booking.c.no_show_at >= given("since"),
        booking.c.pardoned == 0,
    )
    .order_by(booking.c.no_show_at),
    "member",
    "since",
)
_NO_SHOWS_BETWEEN = Statement(
    WHOLE_BOOKING.where(
        booking.c.no_show_at >= given("first"), slot.c.begins_at < given("last"), booking.c.pardoned == 0
    ).order_by(booking.c.no_show_at, booking.c.id),
    "first",
    "last",
)
_UNDECIDED = Statement(
    WHOLE_BOOKING.where(booking.c.due_at.is_not(None), booking.c.due_kind == int(DueKind.EXPIRE)).order_by(
        booking.c.due_at, booking.c.due_kind, booking.c.id
    )
)
_IN_SLOT = Statement(
    WHOLE_BOOKING.where(booking.c.slot_id == given("slot"), booking.c.member_id == given("member")).order_by(
        booking.c.id.desc()
    ),
    "slot",
    "member",
)
_KNOWN = Statement(
    select(
        booking.c.state,
        booking.c.party,
        select(booking_step.c.state)
        .where(booking_step.c.booking_id == booking.c.id, booking_step.c.event == "imported")
        .scalar_subquery(),
    )
    .where(booking.c.slot_id == given("slot"), booking.c.member_id == given("member"))
    .order_by(booking.c.id),
    "slot",
    "member",
)
_TRAIL = Statement(
    select(
        booking_step.c.at,
        booking_step.c.event,
        booking_step.c.state,
        booking_step.c.operator,
        booking_step.c.note,
    )
    .where(booking_step.c.booking_id == given("booking"))
    .order_by(booking_step.c.id),
    "booking",
)

_LIVE_PARTS = select(
    booking.c.id,
    booking.c.state,
    booking.c.placed_at,
    booking.c.reminded,
    booking.c.attendance,
    *SLOT_COLUMNS,
    *FACILITY_COLUMNS,
).select_from(
    booking.join(slot, slot.c.id == booking.c.slot_id).join(facility, facility.c.id == slot.c.facility_id)
)
# By due time, whose index holds the live ones alone: by number SQLite would look at every booking there ever
# was, and from a facility's side at all its slots, unless an expression keeps it from that index.
_BY_DUE = (booking.c.due_at, booking.c.due_kind, booking.c.id)
_LIVE = Statement(_LIVE_PARTS.where(booking.c.due_at.is_not(None)).order_by(*_BY_DUE))
_LIVE_OF_FACILITY = Statement(
    _LIVE_PARTS.where(
        booking.c.due_at.is_not(None), slot.c.facility_id + literal_column("0") == given("facility")
    ).order_by(*_BY_DUE),
    "facility",
)
_LIVE_OF_SLOT = Statement(
    _LIVE_PARTS.where(booking.c.slot_id == given("slot"), booking.c.due_at.is_not(None)).order_by(
        booking.c.id
    ),
    "slot",
)


def booking_from(row: tuple[Any, ...]) -> Booking:
    """A booking from the columns of `WHOLE_BOOKING`."""
    joined = (slot_from(row[_A:_B]), facility_from(row[_B:_C]), member_from(row[_C:]))
    fields = (row[0], *joined, *row[1:7], bool(row[7]), *row[8:12], bool(row[12]), bool(row[13]), row[14])
    return Booking(*fields)


def _live_from(row: tuple[Any, ...]) -> LiveBooking:
    cut = 5 + len(SLOT_COLUMNS)
    own = (row[1], row[2], bool(row[3]), row[4])
    return LiveBooking(row[0], slot_from(row[5:cut]), facility_from(row[cut:]), *own)


class BookingLooks:
    """The reading part of the booking room; what the methods promise stands with core's protocols."""

    connection: Any

    def booking(self, number: int) -> Booking | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else booking_from(row)

    def bookings_on(self, slots: list[int]) -> list[Booking]:
        found = [booking_from(row) for number_ in slots for row in _ON_SLOT.run(self.connection, number_)]
        return sorted(found, key=lambda kept: (kept.booked_at, kept.number), reverse=True)

    def coming_bookings(self, member: int, first: date) -> list[Booking]:
        return [booking_from(row) for row in _COMING.run(self.connection, member, first.isoformat())]

    def bookings_of(self, member: int, from_: date | None, before: date | None, limit: int) -> list[Booking]:
        statement, bound = (_OF_MEMBER_FROM, from_) if before is None else (_OF_MEMBER_BEFORE, before)
        told = "" if bound is None else bound.isoformat()
        return [booking_from(row) for row in statement.run(self.connection, member, told, limit)]

    def held_places(self, member: int, first: date, last: date) -> list[HeldPlace]:
        rows = _HELD.run(self.connection, member, first.isoformat(), last.isoformat())
        return [HeldPlace(row[0], row[1], row[2], day(row[3]), row[4], row[5], row[6]) for row in rows]

    def no_shows_since(self, member: int, since: Instant) -> list[Instant]:
        return [row[0] for row in _NO_SHOWS.run(self.connection, member, since)]

    def no_shows_between(self, first: Instant, last: Instant) -> list[Booking]:
        return [booking_from(row) for row in _NO_SHOWS_BETWEEN.run(self.connection, first, last)]

    def bookings_undecided(self) -> list[Booking]:
        return [booking_from(row) for row in _UNDECIDED.run(self.connection)]

    def bookings_in(self, slot: int, member: int) -> list[Booking]:
        return [booking_from(row) for row in _IN_SLOT.run(self.connection, slot, member)]

    def bookings_known(self, slot: int, member: int) -> list[KnownBooking]:
        return [KnownBooking(*row) for row in _KNOWN.run(self.connection, slot, member)]

    def trail(self, booking: int) -> list[Step]:
        return [Step(*row) for row in _TRAIL.run(self.connection, booking)]

    def live_bookings(self, facility: int | None, slot: int | None) -> list[LiveBooking]:
        if slot is not None:
            rows = _LIVE_OF_SLOT.run(self.connection, slot)
        elif facility is not None:
            rows = _LIVE_OF_FACILITY.run(self.connection, facility)
        else:
            rows = _LIVE.run(self.connection)
        return [_live_from(row) for row in rows]
