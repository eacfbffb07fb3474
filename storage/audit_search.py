"""Looking for audit records: by number, by what stands in them, and by the trails that name them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal, or_, select

from core.audit import AuditRecord
from core.audit_search import Sought
from core.clock import Instant
from storage.audit import audit
from storage.booking.tables import booking, booking_step
from storage.counter.tables import order_step, orders
from storage.ledger.tables import draw, entry, posting
from storage.reports.instants import first_at
from storage.statement import Statement, given

_COLUMNS = tuple(audit.c[name] for name in AuditRecord._fields if name != "number")
_RECORD = Statement(select(audit.c.id, *_COLUMNS).where(audit.c.id == given("wanted")), "wanted")


def _in_body(name: str) -> Any:
    return func.instr(audit.c.body, given(name)) > 0


_FOUND = Statement(
    select(audit.c.id, *_COLUMNS)
    .where(
        audit.c.id >= given("low"),
        audit.c.id < given("high"),
        or_(given("by").is_(None), audit.c.operator == given("by"), _in_body("through")),
        or_(given("done").is_(None), audit.c.action == given("done")),
        or_(given("words").is_(None), _in_body("words")),
        or_(given("named").is_(None), _in_body("named"), _in_body("loose")),
    )
    .order_by(audit.c.id.desc()),
    "low",
    "high",
    "by",
    "through",
    "done",
    "words",
    "named",
    "loose",
)
_OF_MEMBER = (
    Statement(
        select(booking_step.c.audit_id)
        .select_from(booking.join(booking_step, booking_step.c.booking_id == booking.c.id))
        .where(booking.c.member_id == given("member")),
        "member",
    ),
    Statement(
        select(order_step.c.audit_id)
        .select_from(orders.join(order_step, order_step.c.order_id == orders.c.id))
        .where(orders.c.member_id == given("member")),
        "member",
    ),
    *(
        Statement(
            select(posting.c.audit_id)
            .select_from(entry.join(posting, posting.c.id == entry.c.posting_id))
            .where(
                entry.c.member_id == given("member"),
                entry.c.account == literal(account, literal_execute=True),
            ),
            "member",
        )
        for account in ("member", "locked")
    ),
)
_OF_RECORD = {
    "B": Statement(
        select(booking_step.c.audit_id).where(booking_step.c.booking_id == given("wanted")), "wanted"
    ),
    "O": Statement(select(order_step.c.audit_id).where(order_step.c.order_id == given("wanted")), "wanted"),
    "E": Statement(
        select(posting.c.audit_id)
        .select_from(entry.join(posting, posting.c.id == entry.c.posting_id))
        .where(entry.c.id == given("wanted")),
        "wanted",
    ),
    "L": Statement(
        select(posting.c.audit_id)
        .select_from(
            draw.join(entry, entry.c.id == draw.c.entry_id).join(posting, posting.c.id == entry.c.posting_id)
        )
        .where(draw.c.lot_id == given("wanted")),
        "wanted",
    ),
}
"""The trails by the letter of their record."""
TRAILS = (*_OF_MEMBER, *_OF_RECORD.values())


class AuditSearchQueries:
    """The searching part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def audit_record(self, number: int) -> AuditRecord | None:
        row = _RECORD.run(self.connection, number).fetchone()
        return None if row is None else AuditRecord(*row)

    def audit_first_at(self, instant: Instant) -> int:
        return first_at(self.connection, audit, instant)

    def audit_found(self, sought: Sought) -> Iterator[AuditRecord]:
        low, high, operator, action, text, named, loose = sought
        through = None if operator is None else f'"through":"{operator}"'
        values = (low, high, operator, through, action, text, named, loose)
        for row in _FOUND.run(self.connection, *values):
            yield AuditRecord(*row)

    def audit_ids_of_member(self, member: int) -> set[int]:
        return {row[0] for trail in _OF_MEMBER for row in trail.run(self.connection, member)}

    def audit_ids_of(self, letter: str, number: int) -> set[int]:
        trail = _OF_RECORD.get(letter)
        return set() if trail is None else {row[0] for row in trail.run(self.connection, number)}
