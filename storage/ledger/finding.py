"""The ledger: what looks at it."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy import text as sql_text

from core.clock import Instant
from core.ledger.awarding import EarningRule, Promotion
from core.ledger.records import Draw, LedgerEntry, Lot, Unit, in_drawing_order
from core.members.records import Member
from storage.columns import day, day_or_none
from storage.ledger.tables import award, draw, earning_rule, entry, lot, posting, promotion
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.statement import Statement, given

_LOT = tuple(
    lot.c[name]
    for name in (
        "id", "member_id", "unit", "original", "remaining", "granted_on", "expires_on", "reason", "fund",
        "exempt", "grace_of",
    )
)  # fmt: skip
_DRAWING = (
    lot.c.expires_on.is_(None),
    lot.c.expires_on,
    lot.c.granted_on,
    lot.c.id,
)
"""The drawing order, as SQL."""
_HAS_LEFT = sql_text("lot.remaining > 0")
"""Word for word as the partial index has it."""
_OF_MEMBER = (
    entry.c.member_id == given("member"),
    entry.c.unit == given("unit"),
    entry.c.account == sql_text("'member'"),
)

_LIVE = Statement(
    select(*_LOT)
    .where(
        lot.c.member_id == given("member"),
        lot.c.unit == given("unit"),
        _HAS_LEFT,
        or_(lot.c.expires_on.is_(None), lot.c.expires_on >= given("today")),
    )
    .order_by(*_DRAWING),
    "member",
    "unit",
    "today",
)
_LOTS_OF = Statement(
    select(*_LOT).where(lot.c.member_id == given("member"), lot.c.unit == given("unit")).order_by(*_DRAWING),
    "member",
    "unit",
)
_LOT_BY_NUMBER = Statement(select(*_LOT).where(lot.c.id == given("number")), "number")
_ENTRY = (
    entry.c.id, entry.c.at, entry.c.kind, entry.c.account, entry.c.member_id, entry.c.unit, entry.c.amount,
    entry.c.origin_id, entry.c.posting_id, posting.c.document, posting.c.reason, posting.c.operator,
    posting.c.facts,
)  # fmt: skip
_WHOLE = select(*_ENTRY).select_from(entry.join(posting, posting.c.id == entry.c.posting_id))
_BY_NUMBER = Statement(_WHOLE.where(entry.c.id == given("number")), "number")
_OF_POSTING = Statement(_WHOLE.where(entry.c.posting_id == given("posting")).order_by(entry.c.id), "posting")
_BETWEEN = Statement(
    _WHOLE.where(*_OF_MEMBER, entry.c.at >= given("from"), entry.c.at < given("before")).order_by(
        entry.c.at, entry.c.id
    ),
    "member",
    "unit",
    "from",
    "before",
)
_BALANCE = Statement(
    select(func.coalesce(func.sum(entry.c.amount), 0)).where(*_OF_MEMBER, entry.c.at < given("before")),
    "member",
    "unit",
    "before",
)
_LOCKED = Statement(
    select(func.coalesce(func.sum(entry.c.amount), 0)).where(
        entry.c.member_id == given("member"),
        entry.c.unit == given("unit"),
        entry.c.account == sql_text("'locked'"),
    ),
    "member",
    "unit",
)
_ENDING = Statement(
    select(*_LOT, *MEMBER_COLUMNS)
    .select_from(lot.join(member, member.c.id == lot.c.member_id))
    .where(_HAS_LEFT, lot.c.expires_on >= given("first"), lot.c.expires_on <= given("last"))
    .order_by(lot.c.expires_on, lot.c.id),
    "first",
    "last",
)
_DRAWS = Statement(
    select(draw.c.lot_id, draw.c.amount).where(draw.c.entry_id == given("entry")).order_by(draw.c.lot_id),
    "entry",
)
_LOTS_BETWEEN = Statement(
    select(draw.c.entry_id, draw.c.lot_id)
    .select_from(entry.join(draw, draw.c.entry_id == entry.c.id))
    .where(*_OF_MEMBER, entry.c.at >= given("from"), entry.c.at < given("before"))
    .order_by(draw.c.entry_id, draw.c.lot_id),
    "member",
    "unit",
    "from",
    "before",
)
_RESTORED = Statement(
    select(draw.c.lot_id, lot.c.grace_of, draw.c.amount)
    .select_from(entry.join(draw, draw.c.entry_id == entry.c.id).join(lot, lot.c.id == draw.c.lot_id))
    .where(entry.c.origin_id == given("entry"), entry.c.kind == "restored"),
    "entry",
)
_REVERSAL = Statement(
    select(entry.c.id).where(entry.c.origin_id == given("entry"), entry.c.kind == sql_text("'reversed'")),
    "entry",
)
_RULE = (earning_rule.c.id, earning_rule.c.code, earning_rule.c.name, earning_rule.c.points,
         earning_rule.c.expires_months)  # fmt: skip
_RULE_BY_CODE = Statement(select(*_RULE).where(earning_rule.c.code == given("code")), "code")
_RULES = Statement(select(*_RULE).order_by(earning_rule.c.code))
_PROMOTION = (promotion.c.code, promotion.c.from_day, promotion.c.to_day, promotion.c.multiplier)
_PROMOTIONS = Statement(select(*_PROMOTION).order_by(promotion.c.from_day, promotion.c.code))
_AWARDED = Statement(
    select(award.c.lot_id).where(
        award.c.rule_id == given("rule"),
        award.c.member_id == given("member"),
        award.c.event == given("event"),
    ),
    "rule",
    "member",
    "event",
)

_EVER = 1 << 62
"""After every instant."""


def lot_from(row: tuple[Any, ...]) -> Lot:
    """A lot from its columns."""
    fields = (*row[:5], day(row[5]), day_or_none(row[6]), row[7], row[8], bool(row[9]), row[10])
    return Lot(*fields)


def entry_from(row: tuple[Any, ...]) -> LedgerEntry:
    """An entry from its columns and its posting's."""
    fields = (*row[:-1], None if row[-1] is None else json.loads(row[-1]))
    return LedgerEntry(*fields)


class LedgerLooks:
    """What looks at the ledger; what the methods promise stands with core's protocols."""

    connection: Any

    def live_lots(self, member: int, unit: Unit, today: date) -> list[Lot]:
        return [lot_from(row) for row in _LIVE.run(self.connection, member, unit, today.isoformat())]

    def lots_of(self, member: int, unit: Unit) -> list[Lot]:
        return [lot_from(row) for row in _LOTS_OF.run(self.connection, member, unit)]

    def lots_numbered(self, numbers: Sequence[int]) -> list[Lot]:
        rows = (_LOT_BY_NUMBER.run(self.connection, number).fetchone() for number in numbers)
        return in_drawing_order(lot_from(row) for row in rows if row is not None)

    def ledger_entry(self, number: int) -> LedgerEntry | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else entry_from(row)

    def entries_of_posting(self, posting: int) -> list[LedgerEntry]:
        return [entry_from(row) for row in _OF_POSTING.run(self.connection, posting)]

    def entries_between(self, member: int, unit: Unit, first: Instant, before: Instant) -> list[LedgerEntry]:
        rows = _BETWEEN.run(self.connection, member, unit, first, before)
        return [entry_from(row) for row in rows]

    def balance(self, member: int, unit: Unit) -> int:
        return self.balance_before(member, unit, Instant(_EVER))

    def balance_before(self, member: int, unit: Unit, before: Instant) -> int:
        return int(_BALANCE.run(self.connection, member, unit, before).fetchone()[0])

    def locked(self, member: int, unit: Unit) -> int:
        return int(_LOCKED.run(self.connection, member, unit).fetchone()[0])

    def lots_ending(self, first: date, last: date) -> list[tuple[Lot, Member]]:
        rows = _ENDING.run(self.connection, first.isoformat(), last.isoformat())
        cut = len(_LOT)
        return [(lot_from(row[:cut]), member_from(row[cut:])) for row in rows]

    def draws_of(self, entry: int) -> list[Draw]:
        return [Draw(*row) for row in _DRAWS.run(self.connection, entry)]

    def lots_between(
        self, member: int, unit: Unit, first: Instant, before: Instant
    ) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for entry_, lot_ in _LOTS_BETWEEN.run(self.connection, member, unit, first, before):
            found[entry_] = (*found.get(entry_, ()), lot_)
        return found

    def restored_of(self, entry: int) -> list[tuple[int, int | None, int]]:
        return list(_RESTORED.run(self.connection, entry))

    def reversal_of(self, entry: int) -> int | None:
        row = _REVERSAL.run(self.connection, entry).fetchone()
        return None if row is None else int(row[0])

    def earning_rule(self, code: str) -> EarningRule | None:
        row = _RULE_BY_CODE.run(self.connection, code).fetchone()
        return None if row is None else EarningRule(*row)

    def earning_rules(self) -> list[EarningRule]:
        return [EarningRule(*row) for row in _RULES.run(self.connection)]

    def promotions(self) -> list[Promotion]:
        rows = _PROMOTIONS.run(self.connection)
        return [Promotion(code, day(first), day(last), many) for code, first, last, many in rows]

    def awarded(self, rule: int, member: int, event: str) -> int | None:
        row = _AWARDED.run(self.connection, rule, member, event).fetchone()
        return None if row is None else int(row[0])
