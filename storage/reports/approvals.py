"""Approvals: the steps of the period with which a wait ended, found by their numbers, and their trails."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select

from core.clock import Instant
from core.reports.approvals import ENDS, AppliedFor, NumberedStep
from core.reports.days import Span
from storage.booking import booking, booking_step
from storage.reports.instants import numbers_entered_in
from storage.schedule import slot
from storage.statement import Statement, given

_before = booking_step.alias("before")
_WAITED = (
    select(_before.c.state)
    .where(_before.c.booking_id == booking_step.c.booking_id, _before.c.id < booking_step.c.id)
    .order_by(_before.c.id.desc())
    .limit(1)
    .correlate(booking_step)
    .scalar_subquery()
)
_DECIDED = Statement(
    select(booking.c.id, slot.c.facility_id)
    .select_from(
        booking_step.join(booking, booking.c.id == booking_step.c.booking_id).join(
            slot, slot.c.id == booking.c.slot_id
        )
    )
    .where(
        booking_step.c.id >= given("begin"),
        booking_step.c.id < given("end"),
        or_(booking_step.c.event == "approved", booking_step.c.state.in_(tuple(ENDS))),
        _WAITED == "pending",
    )
    .distinct()
    .order_by(booking.c.id),
    "begin",
    "end",
)
_TRAIL = Statement(
    select(booking_step.c.id, booking_step.c.at, booking_step.c.event, booking_step.c.state)
    .where(booking_step.c.booking_id == given("booking"))
    .order_by(booking_step.c.id),
    "booking",
)
_LAST = Statement(
    select(func.max(booking_step.c.at)).where(booking_step.c.booking_id == given("booking")), "booking"
)


class ApprovalsQueries:
    """What looks at approvals; what the methods promise stands with core's protocol."""

    connection: Any

    def decided_in(self, span: Span) -> Iterator[AppliedFor]:
        begin, end = numbers_entered_in(self.connection, booking_step, span)
        for number, facility in _DECIDED.run(self.connection, begin, end).fetchall():
            trail = [
                NumberedStep(at, event, state, begin <= step < end)
                for step, at, event, state in _TRAIL.run(self.connection, number)
            ]
            yield AppliedFor(facility, trail)

    def waits_since(self, booking: int) -> Instant:
        return Instant(_LAST.run(self.connection, booking).fetchone()[0])
