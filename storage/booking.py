"""Bookings and their trails: tables and queries."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, and_, insert, literal_column, or_, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.booking.book import NewBooking
from core.booking.history import KnownBooking
from core.booking.records import HOLDING, Booking, HeldPlace, Slot, State, Step
from core.booking.timing import LiveBooking
from core.clock import Instant
from core.due import Due, DueKind, DueThing
from storage.columns import STRICT, day, flag, flags, number, text
from storage.facilities import FACILITY_COLUMNS, facility, facility_from
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.schedule import SLOT_COLUMNS, slot, slot_from
from storage.statement import Statement, given

_STATES = (*HOLDING, "cancelled", "rejected", "expired", "released", "no_show", "displaced")


class BookingTable(SQLModel, table=True):
    """`day` repeats the slot's, so that a member's bookings of a day or week are found by one index however
    long their history is. `due_at` and `due_kind` say what happens next by itself."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_slot", "slot_id"),
        Index("booking_member_day", "member_id", "day"),
        Index("booking_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        Index("booking_no_show", "member_id", "no_show_at", sqlite_where=sql_text("no_show_at IS NOT NULL")),
        Index("booking_no_show_at", "no_show_at", sqlite_where=sql_text("no_show_at IS NOT NULL")),
        CheckConstraint("party >= 1 AND places >= 1 AND (people IS NULL OR people >= 1)", name="counts"),
        CheckConstraint(f"state IN {_STATES}", name="states"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        CheckConstraint("(state = 'no_show') = (no_show_at IS NOT NULL)", name="no_shows"),
        flags("walk_in", "pardoned"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="slot.id")
    member_id: int = Field(foreign_key="member.id")
    day: str = text()
    party: int = number()
    places: int = number()
    people: int | None = number()
    purpose: str | None = text()
    state: str = text()
    override: str | None = text()
    walk_in: int = flag()
    level: int = number()
    booked_at: int = number()
    placed_at: int = number()
    no_show_at: int | None = number()
    pardoned: int = flag()
    due_at: int | None = number()
    due_kind: int | None = number()


class BookingStepTable(SQLModel, table=True):
    """The trail. `audit_id` is the audit record of the change that the step was part of."""

    __tablename__ = "booking_step"
    __table_args__ = (Index("booking_step_booking", "booking_id"), STRICT)

    id: int | None = number(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    at: int = number()
    event: str = text()
    state: str = text()
    operator: str = text()
    note: str | None = text()
    audit_id: int = number()


booking = BookingTable.__table__  # type: ignore[attr-defined]
booking_step = BookingStepTable.__table__  # type: ignore[attr-defined]

_OWN = tuple(
    booking.c[name]
    for name in (
        "id", "party", "places", "people", "purpose", "state", "override",
        "walk_in", "level", "booked_at", "placed_at", "no_show_at", "pardoned",
    )
)  # fmt: skip
_WHOLE = select(*_OWN, *SLOT_COLUMNS, *FACILITY_COLUMNS, *MEMBER_COLUMNS).select_from(
    booking.join(slot, slot.c.id == booking.c.slot_id)
    .join(facility, facility.c.id == slot.c.facility_id)
    .join(member, member.c.id == booking.c.member_id)
)
_A, _B, _C = len(_OWN), len(_OWN) + len(SLOT_COLUMNS), len(_OWN) + len(SLOT_COLUMNS) + len(FACILITY_COLUMNS)

_BY_NUMBER = Statement(_WHOLE.where(booking.c.id == given("number")), "number")
_ON_SLOT = Statement(
    _WHOLE.where(booking.c.slot_id == given("slot"), booking.c.state.in_(HOLDING)).order_by(
        booking.c.booked_at.desc(), booking.c.id.desc()
    ),
    "slot",
)
_COMING = Statement(
    _WHOLE.where(
        booking.c.member_id == given("member"),
        booking.c.day >= given("day"),
        booking.c.state.in_(["pending", "confirmed"]),
    ).order_by(booking.c.day, slot.c.start_minute, booking.c.id),
    "member",
    "day",
)
_OF_MEMBER_FROM = Statement(
    _WHOLE.where(booking.c.member_id == given("member"), booking.c.day >= given("day"))
    .order_by(booking.c.day, slot.c.start_minute, booking.c.id)
    .limit(given("limit")),
    "member",
    "day",
    "limit",
)
_OF_MEMBER_BEFORE = Statement(
    _WHOLE.where(booking.c.member_id == given("member"), booking.c.day < given("day"))
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
    _WHOLE.where(
        booking.c.no_show_at >= given("first"), slot.c.begins_at < given("last"), booking.c.pardoned == 0
    ).order_by(booking.c.no_show_at, booking.c.id),
    "first",
    "last",
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
_NEW = (
    "slot_id", "member_id", "day", "party", "places", "people", "purpose", "state", "override",
    "walk_in", "level", "booked_at", "placed_at", "no_show_at", "pardoned", "due_at", "due_kind",
)  # fmt: skip
_ADD = Statement(insert(booking).values({name: given(name) for name in _NEW}), *_NEW)


def _change(*names: str) -> Statement:
    """An update of some columns of one booking."""
    values: dict[str, Any] = {name: given(f"new_{name}") for name in names}
    return Statement(
        update(booking).where(booking.c.id == given("number")).values(values),
        *(f"new_{name}" for name in names),
        "number",
    )


_SETTLE = _change("state", "due_at", "due_kind", "no_show_at")
_SET_DUE = _change("due_at", "due_kind")
_PLACE = _change(
    "slot_id", "day", "places", "state", "level", "placed_at", "due_at", "due_kind", "no_show_at"
)
_APPROVE = _change("level", "state", "due_at", "due_kind")
_BEGIN_ANEW = _change("state", "placed_at", "due_at", "due_kind", "no_show_at", "pardoned")
_PARDON = _change("pardoned")
_OVERRIDE = _change("override")
_SET_PLACES = _change("places")
_GROW = Statement(
    update(slot).where(slot.c.id == given("number")).values(taken=slot.c.taken + given("more")),
    "more",
    "number",
)

_STEP = ("booking_id", "at", "event", "state", "operator", "note", "audit_id")
_ADD_STEP = Statement(insert(booking_step).values({name: given(name) for name in _STEP}), *_STEP)
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

_NEXT_DUE = Statement(
    select(booking.c.due_at, booking.c.due_kind, booking.c.id)
    .where(booking.c.due_at <= given("until"))
    .order_by(booking.c.due_at, booking.c.due_kind, booking.c.id)
    .limit(1),
    "until",
)
_LIVE_PARTS = select(
    booking.c.id, booking.c.state, booking.c.placed_at, *SLOT_COLUMNS, *FACILITY_COLUMNS
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


def _booking_from(row: tuple[Any, ...]) -> Booking:
    joined = (slot_from(row[_A:_B]), facility_from(row[_B:_C]), member_from(row[_C:]))
    fields = (row[0], *joined, *row[1:7], bool(row[7]), *row[8:12], bool(row[12]))
    return Booking(*fields)


def _live_from(row: tuple[Any, ...]) -> LiveBooking:
    cut = 3 + len(SLOT_COLUMNS)
    return LiveBooking(row[0], slot_from(row[3:cut]), facility_from(row[cut:]), row[1], row[2])


def _due(due: Due | None) -> tuple[int | None, int | None]:
    return (None, None) if due is None else (due.at, int(due.kind))


class BookingQueries:
    """The booking part of the store; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int
    """The number of the audit record that the change at hand will get."""

    def booking(self, number: int) -> Booking | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else _booking_from(row)

    def bookings_on(self, slots: list[int]) -> list[Booking]:
        found = [_booking_from(row) for number_ in slots for row in _ON_SLOT.run(self.connection, number_)]
        return sorted(found, key=lambda kept: (kept.booked_at, kept.number), reverse=True)

    def coming_bookings(self, member: int, first: date) -> list[Booking]:
        return [_booking_from(row) for row in _COMING.run(self.connection, member, first.isoformat())]

    def bookings_of(self, member: int, from_: date | None, before: date | None, limit: int) -> list[Booking]:
        statement, bound = (_OF_MEMBER_FROM, from_) if before is None else (_OF_MEMBER_BEFORE, before)
        told = "" if bound is None else bound.isoformat()
        return [_booking_from(row) for row in statement.run(self.connection, member, told, limit)]

    def held_places(self, member: int, first: date, last: date) -> list[HeldPlace]:
        rows = _HELD.run(self.connection, member, first.isoformat(), last.isoformat())
        return [HeldPlace(row[0], row[1], row[2], day(row[3]), row[4], row[5], row[6]) for row in rows]

    def no_shows_since(self, member: int, since: Instant) -> list[Instant]:
        return [row[0] for row in _NO_SHOWS.run(self.connection, member, since)]

    def no_shows_between(self, first: Instant, last: Instant) -> list[Booking]:
        return [_booking_from(row) for row in _NO_SHOWS_BETWEEN.run(self.connection, first, last)]

    def bookings_known(self, slot: int, member: int) -> list[KnownBooking]:
        return [KnownBooking(*row) for row in _KNOWN.run(self.connection, slot, member)]

    def add_booking(self, booking: NewBooking) -> int:
        cursor = _ADD.run(
            self.connection,
            booking.slot.number,
            booking.member.number,
            booking.slot.date.isoformat(),
            booking.party,
            booking.places,
            booking.people,
            booking.purpose,
            booking.state,
            booking.override,
            int(booking.walk_in),
            0,
            booking.booked_at,
            booking.booked_at,
            booking.no_show_at,
            0,
            *_due(booking.due),
        )
        return int(cursor.lastrowid)

    def settle(self, booking: int, state: State, due: Due | None, no_show_at: Instant | None) -> None:
        _SETTLE.run(self.connection, state, *_due(due), no_show_at, booking)

    def set_due(self, booking: int, due: Due | None) -> None:
        _SET_DUE.run(self.connection, *_due(due), booking)

    def place(
        self, booking: int, slot: Slot, places: int, state: State, placed_at: Instant, due: Due | None
    ) -> None:
        _PLACE.run(
            self.connection,
            slot.number,
            slot.date.isoformat(),
            places,
            state,
            0,
            placed_at,
            *_due(due),
            None,
            booking,
        )

    def approve_level(self, booking: int, level: int, state: State, due: Due | None) -> None:
        _APPROVE.run(self.connection, level, state, *_due(due), booking)

    def begin_anew(self, booking: int, placed_at: Instant, due: Due | None) -> None:
        _BEGIN_ANEW.run(self.connection, "confirmed", placed_at, *_due(due), None, 0, booking)

    def pardon(self, booking: int) -> None:
        _PARDON.run(self.connection, 1, booking)

    def override_booking(self, booking: int, reason: str) -> None:
        _OVERRIDE.run(self.connection, reason, booking)

    def set_places(self, booking: int, slot: int, places: int, change: int) -> None:
        _SET_PLACES.run(self.connection, places, booking)
        _GROW.run(self.connection, change, slot)

    def add_step(self, booking: int, step: Step) -> None:
        _ADD_STEP.run(
            self.connection,
            booking,
            step.at,
            step.event,
            step.state,
            step.operator,
            step.note,
            self.audit_number,
        )

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


def next_due_booking(connection: Any, until: Instant) -> DueThing | None:
    """The first thing that is due of a booking."""
    row = _NEXT_DUE.run(connection, until).fetchone()
    return None if row is None else DueThing(row[0], DueKind(row[1]), row[2])


def rest_booking(connection: Any, number: int) -> None:
    """Lets a booking wait for nothing more."""
    _SET_DUE.run(connection, None, None, number)
