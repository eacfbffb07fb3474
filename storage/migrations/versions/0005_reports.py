"""Reports: why allowance was not used, and the figures that were handed in.

The tables are written out as they were at this version, so that later changes of the declarations change
nothing here.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = (
    """CREATE TABLE unused_reason (
    id INTEGER NOT NULL, member_id INTEGER NOT NULL, day TEXT NOT NULL, reason TEXT, note TEXT, at INTEGER
    NOT NULL, operator TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT reasons CHECK (reason IN ('not_aware',
    'nothing_suitable', 'out_of_stock', 'too_little', 'saving_up', 'on_leave', 'other')), FOREIGN
    KEY(member_id) REFERENCES member (id)
) STRICT""",
    """CREATE TABLE report_kept (
    id INTEGER NOT NULL, month TEXT NOT NULL, at INTEGER NOT NULL, operator TEXT NOT NULL, figures TEXT
    NOT NULL, PRIMARY KEY (id), CONSTRAINT month CHECK (length(month) = 7)
) STRICT""",
)

INDEXES = (
    "CREATE INDEX report_kept_month ON report_kept (month, id)",
    "CREATE INDEX unused_reason_day ON unused_reason (day, id)",
    "CREATE INDEX unused_reason_member ON unused_reason (member_id, day)",
)


def upgrade() -> None:
    """All of it is new."""
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
