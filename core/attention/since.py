"""What happened while nobody looked: after a night or a weekend, by the clock and by others."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from core.audit import AuditRecord, Link
from core.booking.records import BookingFinder
from core.clock import Minute
from core.command import Now, Question, question
from core.waitlist.records import LineStore
from core.wire import Name

MOST_LINES = 200
"""So many of the newest lines are told one by one; all are counted."""

BY_THE_CLOCK = "clock"


class SinceStore(BookingFinder, LineStore, Protocol):
    """What telling of it needs of the database."""

    def last_link(self) -> Link: ...

    def audit_after(self, number: int) -> list[AuditRecord]:
        """The audit records after a number, oldest first."""


@dataclass(frozen=True, slots=True)
class AskSince(Question["Since"]):
    """`after` is the `last` of an earlier answer; None asks only where the audit stands."""

    after: int | None = None


class SinceLine(NamedTuple):
    """One thing that time has done: `action` as the due kinds are called, in small letters."""

    at: datetime
    action: str
    record: str
    name: Name
    facility_name: Name
    date: date
    start: Minute


@dataclass(frozen=True, slots=True)
class Since:
    """`counts` by what time has done; `others` by what operators and scripts have, by their name and the
    command's."""

    last: int
    counts: dict[str, int]
    others: dict[str, int]
    lines: tuple[SinceLine, ...]


@question("since")
def ask_since(store: SinceStore, question: AskSince, now: Now) -> Since:
    """The newest lines last."""
    last = store.last_link().number
    records = [] if question.after is None else store.audit_after(question.after)
    clocks = [record for record in records if record.operator == BY_THE_CLOCK]
    others = Counter(
        f"{record.operator} {record.action}" for record in records if record.operator != BY_THE_CLOCK
    )
    told = [line for record in clocks[-MOST_LINES:] if (line := _line(store, record, now)) is not None]
    return Since(last, dict(Counter(record.action for record in clocks)), dict(others), tuple(told))


def _line(store: SinceStore, record: AuditRecord, now: Now) -> SinceLine | None:
    """None for a record of something else than a booking or an entry, and for an erased one."""
    body: dict[str, Any] = json.loads(record.body or "{}")
    told = str(body.get("record", ""))
    number = int(told[1:]) if told[1:].isdigit() else 0
    found = store.entry(number) if told.startswith("W") else store.booking(number) if number else None
    if found is None:
        return None
    return SinceLine(
        now.local_of(record.at),
        record.action,
        told,
        Name(found.member.name),
        Name(found.facility.name),
        found.slot.date,
        found.slot.start,
    )
