"""The ledger's tables. Postings, entries and draws are only ever added; of a lot only what remains
is changed."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from storage.columns import STRICT, flag, flags, number, table_of, text, unless_erasing

_UNITS = "unit IN ('allowance', 'points')"
_ACCOUNTS = "'member', 'locked', 'programme', 'opening', 'expired', 'recalled', 'cleared', 'sold'"
_KINDS = "'granted', 'awarded', 'spent', 'restored', 'expired', 'recalled', 'cleared', 'reversed', 'unlocked'"


class PostingTable(SQLModel, table=True):
    """What entries were written together, why, and by whom. `facts` is JSON; `audit_id` is the audit record
    of the change that it was part of."""

    __tablename__ = "posting"
    __table_args__ = (
        Index("posting_document", "document", sqlite_where=sql_text("document IS NOT NULL")),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    document: str | None = text()
    reason: str | None = text()
    operator: str = text()
    facts: str | None = text()
    audit_id: int = number()


class EntryTable(SQLModel, table=True):
    """One side of a posting. A member's statement is read from one index, sums and all."""

    __tablename__ = "entry"
    __table_args__ = (
        Index(
            "entry_member", "member_id", "unit", "at", "id", "amount",
            sqlite_where=sql_text("account = 'member'"),
        ),
        Index("entry_locked", "member_id", "unit", "amount", sqlite_where=sql_text("account = 'locked'")),
        Index("entry_posting", "posting_id"),
        Index("entry_origin", "origin_id", sqlite_where=sql_text("origin_id IS NOT NULL")),
        Index("entry_reversed", "origin_id", unique=True, sqlite_where=sql_text("kind = 'reversed'")),
        CheckConstraint(_UNITS, name="units"),
        CheckConstraint(f"account IN ({_ACCOUNTS})", name="accounts"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kinds"),
        CheckConstraint("amount <> 0", name="amounts"),
        CheckConstraint("(member_id IS NOT NULL) = (account IN ('member', 'locked'))", name="whose"),
        STRICT,
    )  # fmt: skip

    id: int | None = number(default=None, primary_key=True)
    posting_id: int = Field(foreign_key="posting.id")
    at: int = number()
    kind: str = text()
    account: str = text()
    member_id: int | None = Field(foreign_key="member.id")
    unit: str = text()
    amount: int = number()
    origin_id: int | None = Field(foreign_key="entry.id")


class LotTable(SQLModel, table=True):
    """`remaining` is what the draws on it sum to: the one figure that is kept besides the entries, which
    `check` works out anew. `due_at` and `due_kind` say what happens next by itself."""

    __tablename__ = "lot"
    __table_args__ = (
        Index("lot_member", "member_id", "unit"),
        Index("lot_live", "member_id", "unit", "expires_on", sqlite_where=sql_text("remaining > 0")),
        Index("lot_last_day", "expires_on", "id", sqlite_where=sql_text("remaining > 0")),
        Index("lot_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        CheckConstraint(_UNITS, name="units"),
        CheckConstraint("original > 0 AND 0 <= remaining AND remaining <= original", name="no_overdraft"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        flags("exempt"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    unit: str = text()
    original: int = number()
    remaining: int = number()
    granted_on: str = text()
    expires_on: str | None = text()
    reason: str | None = text()
    fund: str | None = text()
    exempt: int = flag()
    grace_of: int | None = Field(foreign_key="lot.id")
    due_at: int | None = number()
    due_kind: int | None = number()


class DrawTable(SQLModel, table=True):
    """What an entry put into a lot, or took out of it (less than nothing)."""

    __tablename__ = "draw"
    __table_args__ = (
        Index("draw_lot", "lot_id", "entry_id", "amount"),
        CheckConstraint("amount <> 0", name="amounts"),
        {**STRICT, "sqlite_with_rowid": False},
    )

    entry_id: int = Field(primary_key=True, foreign_key="entry.id")
    lot_id: int = Field(primary_key=True, foreign_key="lot.id")
    amount: int = number()


class EarningRuleTable(SQLModel, table=True):
    """What a thing that happens earns. `expires_months` null: for ever."""

    __tablename__ = "earning_rule"
    __table_args__ = (CheckConstraint("points > 0 AND expires_months > 0", name="counts"), STRICT)

    id: int | None = number(default=None, primary_key=True)
    code: str = text(unique=True)
    name: str = text()
    points: int = number()
    expires_months: int | None = number()


class PromotionTable(SQLModel, table=True):
    """Days on which what happens earns more. `multiplier` in thousandths."""

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="days"),
        CheckConstraint("multiplier > 0", name="multiplier"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    code: str = text(unique=True)
    from_day: str = text()
    to_day: str = text()
    multiplier: int = number()


class AwardTable(SQLModel, table=True):
    """What was awarded for an event, so that it is not awarded again."""

    __tablename__ = "award"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    rule_id: int = Field(primary_key=True, foreign_key="earning_rule.id")
    member_id: int = Field(primary_key=True, foreign_key="member.id")
    event: str = text(primary_key=True)
    lot_id: int = Field(foreign_key="lot.id")


posting = table_of(PostingTable)
entry = table_of(EntryTable)
lot = table_of(LotTable)
draw = table_of(DrawTable)
earning_rule = table_of(EarningRuleTable)
promotion = table_of(PromotionTable)
award = table_of(AwardTable)

LEDGER_TRIGGERS = (
    *(
        f"""CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON "{name}"
    BEGIN SELECT RAISE(ABORT, 'the ledger is never changed: {name}'); END"""
        for name, deed in (
            ("posting", "DELETE"),
            ("entry", "UPDATE"),
            ("entry", "DELETE"),
            ("draw", "UPDATE"),
            ("draw", "DELETE"),
        )
    ),
    f"""CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting
    WHEN {unless_erasing("id", "operator", "audit_id")}
    BEGIN SELECT RAISE(ABORT, 'the ledger is never changed: posting'); END""",
    *(
        f"""CREATE TRIGGER {name}_only_append BEFORE INSERT ON "{name}"
    WHEN NEW.id > 0 AND NEW.id <= (SELECT max(id) FROM "{name}")
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to at its end: {name}'); END"""  # noqa: S608 - words of this file
        for name in ("posting", "entry", "lot")
    ),
    """CREATE TRIGGER draw_only_append BEFORE INSERT ON draw
    WHEN EXISTS (SELECT 1 FROM draw WHERE entry_id = NEW.entry_id AND lot_id = NEW.lot_id)
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to: draw'); END""",
    """CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot
    BEGIN SELECT RAISE(ABORT, 'lots are never deleted'); END""",
    """CREATE TRIGGER lot_no_update BEFORE UPDATE OF
      id, member_id, unit, original, granted_on, expires_on, fund, exempt, grace_of ON lot
    BEGIN SELECT RAISE(ABORT, 'of a lot only what remains is changed'); END""",
    f"""CREATE TRIGGER lot_no_words BEFORE UPDATE OF reason ON lot
    WHEN {unless_erasing("id")}
    BEGIN SELECT RAISE(ABORT, 'of a lot only what remains is changed'); END""",
)
"""The second belt around the ledger. The third is for INSERT OR REPLACE, which deletes without the first."""
