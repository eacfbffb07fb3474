"""What needs attention: the looks at it, each by an index that holds the open things alone."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy import text as sql_text

from core.audit import AuditRecord
from core.booking.records import Booking
from core.clock import Instant
from core.due import DueKind
from core.waitlist.records import WaitEntry
from storage.audit import audit
from storage.booking.finding import WHOLE_BOOKING, booking_from
from storage.booking.tables import booking
from storage.notices import notice
from storage.schedule import slot
from storage.statement import Statement, given
from storage.waitlist import WHOLE_ENTRY, entry_from, waitlist

_BY_START = (slot.c.begins_at, booking.c.id)
_OFFERS = Statement(
    WHOLE_ENTRY.where(
        waitlist.c.due_at.is_not(None), waitlist.c.due_kind == int(DueKind.OFFER_ENDS)
    ).order_by(waitlist.c.due_at, waitlist.c.due_kind, waitlist.c.id)
)
_AWAITED = Statement(
    WHOLE_BOOKING.add_columns(booking.c.due_at)
    .where(
        booking.c.due_at.is_not(None),
        booking.c.due_kind == int(DueKind.NO_SHOW),
        slot.c.begins_at <= given("now"),
    )
    .order_by(booking.c.due_at, booking.c.due_kind, booking.c.id),
    "now",
)
_ASKED = Statement(
    WHOLE_BOOKING.where(
        booking.c.due_at.is_not(None),
        booking.c.due_kind.in_([int(DueKind.RELEASE), int(DueKind.REMIND)]),
        booking.c.attendance == "asked",
    ).order_by(booking.c.due_at, booking.c.due_kind, booking.c.id)
)
_DISPLACED = Statement(
    WHOLE_BOOKING.where(sql_text("booking.state = 'displaced'"), booking.c.day >= given("day")).order_by(
        booking.c.day, *_BY_START
    ),
    "day",
)
_WAITING = Statement(select(slot.c.waiting).where(slot.c.id == given("slot")), "slot")
_CALLS = Statement(
    select(func.count()).where(
        sql_text("notice.state IN ('pending', 'failed')"),
        notice.c.tier == "formal",
        notice.c.useful_until > given("now"),
    ),
    "now",
)
_RECORD = ("id", "at", "operator", "action", "body", "salt", "digest", "hash")
_AFTER = Statement(
    select(*(audit.c[name] for name in _RECORD)).where(audit.c.id > given("number")).order_by(audit.c.id),
    "number",
)


class AttentionQueries:
    """The attention part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def open_offers(self) -> list[WaitEntry]:
        return [entry_from(row) for row in _OFFERS.run(self.connection)]

    def bookings_awaited(self, now: Instant) -> list[tuple[Booking, Instant]]:
        return [(booking_from(row[:-1]), row[-1]) for row in _AWAITED.run(self.connection, now)]

    def bookings_asked(self) -> list[Booking]:
        return [booking_from(row) for row in _ASKED.run(self.connection)]

    def bookings_displaced(self, first: date) -> list[Booking]:
        return [booking_from(row) for row in _DISPLACED.run(self.connection, first.isoformat())]

    def line_lengths(self, slots: list[int]) -> dict[int, int]:
        return {number: _WAITING.run(self.connection, number).fetchone()[0] for number in slots}

    def calls_to_make(self, now: Instant) -> int:
        return int(_CALLS.run(self.connection, now).fetchone()[0])

    def audit_after(self, number: int) -> list[AuditRecord]:
        return [AuditRecord(*row) for row in _AFTER.run(self.connection, number)]
