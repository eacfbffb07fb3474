"""Members leave on a day to come; the ledger of allowance and points.

The tables are written out as they were at this version, so that later changes of the declarations change
nothing here.
"""

import json
from datetime import date

from alembic import op

from core.clock import instant_at, zone_named

revision = "0003"
down_revision = "0002"

MEMBER = """CREATE TABLE new_member (
    id INTEGER NOT NULL, staff_no TEXT NOT NULL, name TEXT NOT NULL, department TEXT, grade TEXT, hired_on
    TEXT, phone TEXT, email TEXT, card_no TEXT, performance TEXT, shared INTEGER NOT NULL, left_on TEXT,
    pinyin TEXT NOT NULL, due_at INTEGER, due_kind INTEGER, PRIMARY KEY (id),
    CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)), CONSTRAINT flags CHECK (shared IN (0, 1)),
    UNIQUE (staff_no)
) STRICT"""
TABLES = (
    """CREATE TABLE posting (
    id INTEGER NOT NULL, document TEXT, reason TEXT, operator TEXT NOT NULL, facts TEXT, audit_id INTEGER
    NOT NULL, PRIMARY KEY (id)
) STRICT""",
    """CREATE TABLE entry (
    id INTEGER NOT NULL, posting_id INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, account
    TEXT NOT NULL, member_id INTEGER, unit TEXT NOT NULL, amount INTEGER NOT NULL, origin_id INTEGER,
    PRIMARY KEY (id), CONSTRAINT units CHECK (unit IN ('allowance', 'points')), CONSTRAINT accounts CHECK
    (account IN ('member', 'locked', 'programme', 'opening', 'expired', 'recalled', 'cleared', 'sold')),
    CONSTRAINT kinds CHECK (kind IN ('granted', 'awarded', 'spent', 'restored', 'expired', 'recalled',
    'cleared', 'reversed', 'unlocked')), CONSTRAINT amounts CHECK (amount <> 0), CONSTRAINT whose CHECK
    ((member_id IS NOT NULL) = (account IN ('member', 'locked'))), FOREIGN KEY(posting_id) REFERENCES
    posting (id), FOREIGN KEY(member_id) REFERENCES member (id), FOREIGN KEY(origin_id) REFERENCES entry
    (id)
) STRICT""",
    """CREATE TABLE lot (
    id INTEGER NOT NULL, member_id INTEGER NOT NULL, unit TEXT NOT NULL, original INTEGER NOT NULL,
    remaining INTEGER NOT NULL, granted_on TEXT NOT NULL, expires_on TEXT, reason TEXT, fund TEXT, exempt
    INTEGER NOT NULL, grace_of INTEGER, due_at INTEGER, due_kind INTEGER, PRIMARY KEY (id), CONSTRAINT
    units CHECK (unit IN ('allowance', 'points')), CONSTRAINT no_overdraft CHECK (original > 0 AND 0 <=
    remaining AND remaining <= original), CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
    CONSTRAINT flags CHECK (exempt IN (0, 1)), FOREIGN KEY(member_id) REFERENCES member (id), FOREIGN
    KEY(grace_of) REFERENCES lot (id)
) STRICT""",
    """CREATE TABLE draw (
    entry_id INTEGER NOT NULL, lot_id INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (entry_id,
    lot_id), CONSTRAINT amounts CHECK (amount <> 0), FOREIGN KEY(entry_id) REFERENCES entry (id), FOREIGN
    KEY(lot_id) REFERENCES lot (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE earning_rule (
    id INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, points INTEGER NOT NULL, expires_months
    INTEGER, PRIMARY KEY (id), CONSTRAINT counts CHECK (points > 0 AND expires_months > 0), UNIQUE (code)
) STRICT""",
    """CREATE TABLE promotion (
    id INTEGER NOT NULL, code TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, multiplier
    INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT days CHECK (from_day <= to_day), CONSTRAINT multiplier
    CHECK (multiplier > 0), UNIQUE (code)
) STRICT""",
    """CREATE TABLE award (
    rule_id INTEGER NOT NULL, member_id INTEGER NOT NULL, event TEXT NOT NULL, lot_id INTEGER NOT NULL,
    PRIMARY KEY (rule_id, member_id, event), FOREIGN KEY(rule_id) REFERENCES earning_rule (id), FOREIGN
    KEY(member_id) REFERENCES member (id), FOREIGN KEY(lot_id) REFERENCES lot (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE policy (
    id INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, terms TEXT NOT NULL, due_at INTEGER,
    due_kind INTEGER, PRIMARY KEY (id), CONSTRAINT kinds CHECK (kind IN ('grant', 'clear')), CONSTRAINT
    due CHECK ((due_at IS NULL) = (due_kind IS NULL)), UNIQUE (code)
) STRICT""",
    """CREATE TABLE policy_entry (
    policy_id INTEGER NOT NULL, period TEXT NOT NULL, member_id INTEGER NOT NULL, entry_id INTEGER NOT
    NULL, PRIMARY KEY (policy_id, period, member_id), FOREIGN KEY(policy_id) REFERENCES policy (id),
    FOREIGN KEY(member_id) REFERENCES member (id), FOREIGN KEY(entry_id) REFERENCES entry (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE grant_batch (
    id INTEGER NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL, operator TEXT NOT
    NULL, granted INTEGER NOT NULL, allowance INTEGER NOT NULL, points INTEGER NOT NULL, first_lot_id
    INTEGER NOT NULL, first_entry_id INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT counts CHECK (granted >
    0 AND allowance >= 0 AND points >= 0), UNIQUE (key), FOREIGN KEY(first_lot_id) REFERENCES lot (id),
    FOREIGN KEY(first_entry_id) REFERENCES entry (id)
) STRICT""",
    """CREATE TABLE refused_award (
    id INTEGER NOT NULL, member TEXT NOT NULL, rule TEXT NOT NULL, on_day TEXT NOT NULL, event TEXT NOT
    NULL, name TEXT, place TEXT, file TEXT NOT NULL, code TEXT NOT NULL, facts TEXT NOT NULL, at INTEGER NOT
    NULL, operator TEXT NOT NULL, how TEXT, settled_at INTEGER, settled_by TEXT, note TEXT, lot_id INTEGER,
    PRIMARY KEY (id), CONSTRAINT ways CHECK (how IN ('awarded', 'repeated', 'dismissed')), CONSTRAINT
    settled CHECK ((how IS NULL) = (settled_at IS NULL) AND (how IS NULL) = (settled_by IS NULL)),
    CONSTRAINT notes CHECK ((note IS NOT NULL) = (how IS NOT NULL AND how = 'dismissed')), FOREIGN
    KEY(lot_id) REFERENCES lot (id)
) STRICT""",
)

INDEXES = (
    "CREATE INDEX policy_due ON policy (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX member_due ON member (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX member_card ON member (card_no) WHERE card_no IS NOT NULL",
    "CREATE INDEX posting_document ON posting (document) WHERE document IS NOT NULL",
    "CREATE INDEX entry_locked ON entry (member_id, unit, amount) WHERE account = 'locked'",
    "CREATE INDEX entry_origin ON entry (origin_id) WHERE origin_id IS NOT NULL",
    "CREATE INDEX entry_posting ON entry (posting_id)",
    "CREATE INDEX entry_member ON entry (member_id, unit, at, id, amount) WHERE account = 'member'",
    "CREATE UNIQUE INDEX entry_reversed ON entry (origin_id) WHERE kind = 'reversed'",
    "CREATE INDEX lot_live ON lot (member_id, unit, expires_on) WHERE remaining > 0",
    "CREATE INDEX lot_due ON lot (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX lot_member ON lot (member_id, unit)",
    "CREATE INDEX lot_last_day ON lot (expires_on, id) WHERE remaining > 0",
    "CREATE INDEX draw_lot ON draw (lot_id, entry_id, amount)",
    "CREATE UNIQUE INDEX refused_award_row ON refused_award (member, rule, on_day, event)",
    "CREATE INDEX refused_award_open ON refused_award (id) WHERE how IS NULL",
)

MEMBER_COLUMNS = (
    "id, staff_no, name, department, grade, hired_on, phone, email, card_no, performance, shared, left_on, "
    "pinyin"
)


def upgrade() -> None:
    """Members are copied into a table with the new columns."""
    op.execute(MEMBER)
    op.execute(f"INSERT INTO new_member ({MEMBER_COLUMNS}) SELECT {MEMBER_COLUMNS} FROM member")  # noqa: S608 - words of this file
    op.execute("DROP TABLE member")
    op.execute("ALTER TABLE new_member RENAME TO member")
    _recall_on_leaving()
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)


def _recall_on_leaving() -> None:
    """What a member who leaves on a day to come has by then is recalled at its beginning (95)."""
    connection = op.get_bind()
    settings, stands = connection.exec_driver_sql(
        "SELECT settings, (SELECT coalesce(max(at), 0) FROM audit) FROM club"
    ).one()
    zone = zone_named(json.loads(settings)["timezone"])
    leaving = connection.exec_driver_sql("SELECT id, left_on FROM member WHERE left_on IS NOT NULL").all()
    for number, left_on in leaving:
        at = instant_at(date.fromisoformat(left_on), 0, zone)
        if at > stands:
            connection.exec_driver_sql(
                "UPDATE member SET due_at = ?, due_kind = 95 WHERE id = ?", (at, number)
            )
