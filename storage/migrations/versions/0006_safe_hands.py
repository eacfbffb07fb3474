"""Operators, their failed sign-ins, and how personal data are treated.

The tables are written out as they were at this version, so that later changes of the declarations change
nothing here.
"""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """CREATE TABLE operator (
    id INTEGER NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL, password TEXT, token TEXT, must_change
    INTEGER NOT NULL, disabled INTEGER NOT NULL, session INTEGER NOT NULL, made_at INTEGER NOT NULL, seen_on
    TEXT, PRIMARY KEY (id), CONSTRAINT flags CHECK (must_change IN (0, 1) AND disabled IN (0, 1)), CONSTRAINT
    standing CHECK (roles <> '' AND session > 0), UNIQUE (name)
) STRICT""",
    """CREATE TABLE sign_in_attempts (
    scope TEXT NOT NULL, failures INTEGER NOT NULL, uptime INTEGER NOT NULL, PRIMARY KEY (scope), CONSTRAINT
    counts CHECK (failures >= 0 AND uptime >= 0)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE privacy_notice (
    version INTEGER NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL, operator TEXT NOT NULL, PRIMARY KEY
    (version)
) STRICT""",
    """CREATE TABLE privacy_notice_shown (
    member_id INTEGER NOT NULL, version INTEGER NOT NULL, day TEXT NOT NULL, operator TEXT NOT NULL, PRIMARY
    KEY (member_id, version), FOREIGN KEY(member_id) REFERENCES member (id), FOREIGN KEY(version) REFERENCES
    privacy_notice (version)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE erasure (
    member_id INTEGER NOT NULL, at INTEGER NOT NULL, operator TEXT NOT NULL, PRIMARY KEY (member_id), FOREIGN
    KEY(member_id) REFERENCES member (id)
) STRICT""",
    """CREATE TABLE erasing (
    id INTEGER NOT NULL, PRIMARY KEY (id)
) STRICT""",
)


def upgrade() -> None:
    """All of it is new."""
    for statement in TABLES:
        op.execute(statement)
