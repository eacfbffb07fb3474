"""The ledger: what writes to it."""

from typing import Any

from sqlalchemy import insert, update

from core.audit import canonical
from core.due import Due
from core.ledger.awarding import EarningRule, Promotion
from core.ledger.records import NewLot, Posting
from storage.columns import due_columns
from storage.ledger.tables import award, draw, earning_rule, entry, lot, posting, promotion
from storage.statement import Statement, given


def _adding(table: Any, *names: str) -> Statement:
    return Statement(insert(table).values({name: given(name) for name in names}), *names)


_POST = _adding(posting, "document", "reason", "operator", "facts", "audit_id")
_ENTER = _adding(entry, "posting_id", "at", "kind", "account", "member_id", "unit", "amount", "origin_id")
_DRAW = _adding(draw, "entry_id", "lot_id", "amount")
_ADD_LOT = _adding(
    lot, "member_id", "unit", "original", "remaining", "granted_on", "expires_on", "reason", "fund", "exempt",
    "grace_of", "due_at", "due_kind",
)  # fmt: skip
_FILL = Statement(
    update(lot)
    .where(lot.c.id == given("number"))
    .values(
        remaining=lot.c.remaining + given("change"),
        due_at=given("new_due_at"),
        due_kind=given("new_due_kind"),
    ),
    "change",
    "new_due_at",
    "new_due_kind",
    "number",
)
_REST = Statement(
    update(lot)
    .where(lot.c.id == given("number"))
    .values(due_at=given("new_due_at"), due_kind=given("new_due_kind")),
    "new_due_at",
    "new_due_kind",
    "number",
)
_ADD_RULE = _adding(earning_rule, "code", "name", "points", "expires_months")
_ADD_PROMOTION = _adding(promotion, "code", "from_day", "to_day", "multiplier")
_KEEP_AWARD = _adding(award, "rule_id", "member_id", "event", "lot_id")


class LedgerChanges:
    """What changes the ledger; what the methods promise stands with core's protocols."""

    connection: Any
    audit_number: int

    def post(self, posting: Posting) -> list[int]:
        facts = None if posting.facts is None else canonical(posting.facts)
        cursor = _POST.run(
            self.connection, posting.document, posting.reason, posting.operator, facts, self.audit_number
        )
        number = cursor.lastrowid
        entries, draws = [], []
        for leg in posting.legs:
            cursor = _ENTER.run(
                self.connection,
                number,
                posting.at,
                leg.kind,
                leg.account,
                leg.member,
                leg.unit,
                leg.amount,
                leg.origin,
            )
            entries.append(cursor.lastrowid)
            draws += [(cursor.lastrowid, part.lot, part.amount) for part in leg.draws]
        _DRAW.run_many(self.connection, draws)
        return entries

    def add_lot(self, lot: NewLot, due: Due | None) -> int:
        cursor = _ADD_LOT.run(
            self.connection,
            lot.member,
            lot.unit,
            lot.amount,
            lot.amount,
            lot.granted_on.isoformat(),
            None if lot.expires_on is None else lot.expires_on.isoformat(),
            lot.reason,
            lot.fund,
            int(lot.exempt),
            lot.grace_of,
            *due_columns(due),
        )
        return int(cursor.lastrowid)

    def fill_lot(self, lot: int, change: int, due: Due | None) -> None:
        _FILL.run(self.connection, change, *due_columns(due), lot)

    def set_lot_due(self, lot: int, due: Due | None) -> None:
        _REST.run(self.connection, *due_columns(due), lot)

    def add_earning_rule(self, rule: EarningRule) -> None:
        _ADD_RULE.run(self.connection, rule.code, rule.name, rule.points, rule.expires_months)

    def add_promotion(self, promotion: Promotion) -> None:
        _ADD_PROMOTION.run(
            self.connection,
            promotion.code,
            promotion.from_day.isoformat(),
            promotion.to_day.isoformat(),
            promotion.multiplier,
        )

    def keep_award(self, rule: int, member: int, event: str, lot: int) -> None:
        _KEEP_AWARD.run(self.connection, rule, member, event, lot)


def rest_lot(connection: Any, number: int) -> None:
    """Lets a lot wait for nothing more by itself."""
    _REST.run(connection, None, None, number)
