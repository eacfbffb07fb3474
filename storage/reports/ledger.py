"""Allowance and points over a period: what lots have left, and entries found by their numbers, which grow
with time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy import text as sql_text

from core.clock import Instant
from core.command import Now
from core.ledger.records import Unit
from core.reports.balances import Movement, Standing
from core.reports.ledger_rows import EntryKept
from core.reports.points import EarnedByRule
from core.reports.unused import ReasonNoted, Why
from core.wire import Name
from storage.columns import day, day_or_none
from storage.ledger.tables import draw, earning_rule, entry, lot, posting
from storage.members import member
from storage.reports.instants import first_at, last_number
from storage.reports.tables import unused_reason
from storage.statement import Statement, given
from storage.stock import item

_MEMBERS_OWN = entry.c.member_id.is_not(None)
_SPAN = (entry.c.id >= given("first"), entry.c.id < given("before"))

_LEFT = Statement(
    select(lot.c.member_id, lot.c.unit, func.sum(lot.c.remaining))
    .where(sql_text("lot.remaining > 0"))
    .group_by(lot.c.member_id, lot.c.unit)
)
_DRAWN = Statement(
    select(lot.c.member_id, lot.c.unit, func.sum(draw.c.amount))
    .select_from(draw.join(lot, lot.c.id == draw.c.lot_id))
    .where(draw.c.entry_id >= given("first"), draw.c.entry_id < given("before"))
    .group_by(lot.c.member_id, lot.c.unit),
    "first",
    "before",
)
_CHANGED = Statement(
    select(entry.c.member_id, entry.c.unit, func.sum(entry.c.amount))
    .where(entry.c.id >= given("first"), entry.c.account == "member")
    .group_by(entry.c.member_id, entry.c.unit),
    "first",
)
_MOVEMENTS = Statement(
    select(
        entry.c.member_id,
        entry.c.unit,
        entry.c.account,
        entry.c.kind,
        func.count(),
        func.sum(entry.c.amount),
    )
    .where(*_SPAN, _MEMBERS_OWN)
    .group_by(entry.c.member_id, entry.c.unit, entry.c.account, entry.c.kind),
    "first",
    "before",
)
_LOCKED = Statement(
    select(func.coalesce(func.sum(entry.c.amount), 0)).select_from(
        member.outerjoin(
            entry,
            and_(
                entry.c.member_id == member.c.id,
                entry.c.unit == sql_text("'points'"),
                entry.c.account == sql_text("'locked'"),
                entry.c.id < given("before"),
            ),
        )
    ),
    "before",
)
_ALL_ACCOUNTS = Statement(
    select(entry.c.unit, func.sum(entry.c.amount)).where(*_SPAN).group_by(entry.c.unit), "first", "before"
)
_RULE = func.json_extract(posting.c.facts, "$.rule")
_BY_RULE = Statement(
    select(_RULE, earning_rule.c.name, func.count(), func.sum(entry.c.amount))
    .select_from(
        entry.join(posting, posting.c.id == entry.c.posting_id).outerjoin(
            earning_rule, earning_rule.c.code == _RULE
        )
    )
    .where(*_SPAN, entry.c.account == "member", entry.c.kind == "awarded")
    .group_by(_RULE, earning_rule.c.name)
    .order_by(_RULE),
    "first",
    "before",
)
_CHEAPEST = Statement(
    select(func.min(item.c.price)).where(
        or_(item.c.sale_from.is_(None), item.c.sale_from <= given("day")),
        or_(item.c.sale_to.is_(None), item.c.sale_to >= given("day")),
    ),
    "day",
)
_SINCE = (
    select(func.coalesce(func.sum(draw.c.amount), 0))
    .where(draw.c.lot_id == lot.c.id, draw.c.entry_id >= given("entry"))
    .correlate(lot)
    .scalar_subquery()
)
_LAST_DAY = Statement(
    select(func.min(lot.c.expires_on)).where(
        lot.c.member_id == given("member"), lot.c.unit == "allowance", lot.c.remaining > _SINCE
    ),
    "member",
    "entry",
)
_TOLD = (
    entry.c.id, entry.c.posting_id, entry.c.at, entry.c.account, member.c.staff_no, member.c.name,
    member.c.department, entry.c.unit, entry.c.kind, entry.c.amount, posting.c.document, posting.c.reason,
    posting.c.operator,
)  # fmt: skip
_ROWS = (
    select(*_TOLD)
    .select_from(
        entry.join(posting, posting.c.id == entry.c.posting_id).outerjoin(
            member, member.c.id == entry.c.member_id
        )
    )
    .where(*_SPAN)
    .order_by(entry.c.id)
)
_MEMBERS_ROWS = Statement(_ROWS.where(_MEMBERS_OWN), "first", "before")
_ALL_ROWS = Statement(_ROWS, "first", "before")
_NOTED = Statement(
    select(unused_reason.c.member_id, unused_reason.c.reason, unused_reason.c.note)
    .where(unused_reason.c.day.between(given("first"), given("last")))
    .order_by(unused_reason.c.id),
    "first",
    "last",
)
_LAST_NOTED = Statement(
    select(unused_reason.c.member_id, unused_reason.c.day, unused_reason.c.reason, unused_reason.c.note)
    .where(
        unused_reason.c.member_id == given("member"),
        unused_reason.c.day.between(given("first"), given("last")),
    )
    .order_by(unused_reason.c.id.desc())
    .limit(1),
    "member",
    "first",
    "last",
)
_NOTE_COLUMNS = ("member_id", "day", "reason", "note", "at", "operator")
_NOTE = Statement(
    unused_reason.insert().values({name: given(name) for name in _NOTE_COLUMNS}), *_NOTE_COLUMNS
)


class LedgerFigures:
    """What looks at allowance and points; what the methods promise stands with core's protocols."""

    connection: Any

    def first_entry_at(self, instant: Instant) -> int:
        return first_at(self.connection, entry, instant)

    def left_in_lots(self) -> Iterator[Standing]:
        return map(Standing._make, _LEFT.run(self.connection))

    def drawn_between(self, first: int, before: int) -> Iterator[Standing]:
        return map(Standing._make, _DRAWN.run(self.connection, first, before))

    def changed_since(self, entry: int) -> Iterator[Standing]:
        return map(Standing._make, _CHANGED.run(self.connection, entry))

    def last_entry(self) -> int:
        return last_number(self.connection, entry)

    def movements(self, first: int, before: int) -> Iterator[Movement]:
        return map(Movement._make, _MOVEMENTS.run(self.connection, first, before))

    def locked_before(self, entry: int) -> int:
        return int(_LOCKED.run(self.connection, entry).fetchone()[0])

    def sum_of_all_accounts(self, first: int, before: int) -> dict[Unit, int]:
        return dict(_ALL_ACCOUNTS.run(self.connection, first, before).fetchall())

    def earned_by_rule(self, first: int, before: int) -> Iterator[EarnedByRule]:
        for code, name, times, points in _BY_RULE.run(self.connection, first, before):
            yield EarnedByRule(Name(code), Name(name), times, points)

    def cheapest_on_sale(self, day: date) -> int | None:
        row = _CHEAPEST.run(self.connection, day.isoformat()).fetchone()
        return None if row[0] is None else int(row[0])

    def soonest_last_day(self, member: int, entry: int) -> date | None:
        return day_or_none(_LAST_DAY.run(self.connection, member, entry).fetchone()[0])

    def entries_told(self, first: int, before: int, *, members: bool) -> Iterator[EntryKept]:
        rows = (_MEMBERS_ROWS if members else _ALL_ROWS).run(self.connection, first, before)
        return map(EntryKept._make, rows)

    def reasons_noted(self, first: date, last: date) -> Iterable[tuple[int, Why | None, str | None]]:
        yield from _NOTED.run(self.connection, first.isoformat(), last.isoformat())

    def reason_noted(self, member: int, first: date, last: date) -> ReasonNoted | None:
        row = _LAST_NOTED.run(self.connection, member, first.isoformat(), last.isoformat()).fetchone()
        return None if row is None else ReasonNoted(row[0], day(row[1]), row[2], row[3])

    def note_reason(self, noted: ReasonNoted, now: Now) -> None:
        values = (noted.member, noted.day.isoformat(), noted.reason, noted.note)
        _NOTE.run(self.connection, *values, now.instant, now.operator)
