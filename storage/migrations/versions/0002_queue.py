"""The waitlist, decisions, closures and notices; slots count who waits, bookings know what was asked.

The tables are written out as they were at this version, so that later changes of the declarations change
nothing here.
"""

from secrets import token_hex

from alembic import op

revision = "0002"
down_revision = "0001"

CLUB = """CREATE TABLE {name} (
    id INTEGER NOT NULL, settings TEXT NOT NULL, replayed INTEGER NOT NULL, pass_key TEXT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT one CHECK (id = 1), CONSTRAINT flags CHECK (replayed IN (0, 1))
) STRICT"""
CLOSURE = """CREATE TABLE {name} (
    id INTEGER NOT NULL, facility_id INTEGER NOT NULL, from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL, reason TEXT NOT NULL, event INTEGER NOT NULL,
    closed_at INTEGER NOT NULL, reopened_at INTEGER, PRIMARY KEY (id),
    CONSTRAINT span CHECK (from_at < to_at), CONSTRAINT flags CHECK (event IN (0, 1)),
    FOREIGN KEY(facility_id) REFERENCES facility (id)
) STRICT"""
SLOT = """CREATE TABLE {name} (
    id INTEGER NOT NULL, facility_id INTEGER NOT NULL, day TEXT NOT NULL,
    start_minute INTEGER NOT NULL, end_minute INTEGER NOT NULL, begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL, capacity INTEGER NOT NULL, taken INTEGER NOT NULL,
    held INTEGER NOT NULL, peak INTEGER NOT NULL, closed INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL, more_time INTEGER NOT NULL, waiting INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id), CONSTRAINT slot_key UNIQUE (facility_id, day, start_minute),
    CONSTRAINT no_oversell CHECK (taken >= 0 AND held >= 0 AND taken + held <= capacity),
    CONSTRAINT places CHECK (capacity >= 1),
    CONSTRAINT minutes CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440),
    CONSTRAINT instants CHECK (begins_at < ends_at), CONSTRAINT line CHECK (waiting >= 0),
    CONSTRAINT day CHECK (length(day) = 10),
    CONSTRAINT flags CHECK (peak IN (0, 1) AND closed IN (0, 1) AND withdrawn IN (0, 1)),
    FOREIGN KEY(facility_id) REFERENCES facility (id)
) STRICT"""
BOOKING = """CREATE TABLE {name} (
    id INTEGER NOT NULL, slot_id INTEGER NOT NULL, member_id INTEGER NOT NULL, day TEXT NOT NULL,
    party INTEGER NOT NULL, places INTEGER NOT NULL, people INTEGER, purpose TEXT,
    state TEXT NOT NULL, override TEXT, walk_in INTEGER NOT NULL, level INTEGER NOT NULL,
    booked_at INTEGER NOT NULL, placed_at INTEGER NOT NULL, no_show_at INTEGER,
    pardoned INTEGER NOT NULL, due_at INTEGER, due_kind INTEGER,
    reminded INTEGER DEFAULT 0 NOT NULL, attendance TEXT, PRIMARY KEY (id),
    CONSTRAINT counts CHECK (party >= 1 AND places >= 1 AND (people IS NULL OR people >= 1)),
    CONSTRAINT states CHECK (state IN ('pending', 'confirmed', 'checked_in', 'completed',
    'cancelled', 'rejected', 'expired', 'released', 'no_show', 'displaced')),
    CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
    CONSTRAINT no_shows CHECK ((state = 'no_show') = (no_show_at IS NOT NULL)),
    CONSTRAINT attendance CHECK (attendance IS NULL OR attendance IN ('asked', 'promised')),
    CONSTRAINT flags CHECK (walk_in IN (0, 1) AND pardoned IN (0, 1) AND reminded IN (0, 1)),
    FOREIGN KEY(slot_id) REFERENCES slot (id), FOREIGN KEY(member_id) REFERENCES member (id)
) STRICT"""
DISPLACEMENT = """CREATE TABLE {name} (
    closure_id INTEGER NOT NULL, booking_id INTEGER NOT NULL, slot_id INTEGER NOT NULL,
    PRIMARY KEY (closure_id, booking_id), FOREIGN KEY(closure_id) REFERENCES closure (id),
    FOREIGN KEY(booking_id) REFERENCES booking (id), FOREIGN KEY(slot_id) REFERENCES slot (id)
) WITHOUT ROWID, STRICT"""
WAITLIST = """CREATE TABLE {name} (
    id INTEGER NOT NULL, slot_id INTEGER NOT NULL, member_id INTEGER NOT NULL, day TEXT NOT NULL,
    party INTEGER NOT NULL, people INTEGER, purpose TEXT, state TEXT NOT NULL,
    joined_at INTEGER NOT NULL, held INTEGER NOT NULL, offered_at INTEGER, offered_until INTEGER,
    ended_at INTEGER, booking_id INTEGER, passed_over TEXT, due_at INTEGER, due_kind INTEGER,
    PRIMARY KEY (id), CONSTRAINT counts CHECK (party >= 1 AND (people IS NULL OR people >= 1)),
    CONSTRAINT states CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'expired',
    'left', 'lapsed', 'promoted')),
    CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
    CONSTRAINT standing CHECK (due_at IS NULL OR state IN ('waiting', 'offered')),
    CONSTRAINT held CHECK ((state = 'offered') = (held > 0)),
    CONSTRAINT offers CHECK (state <> 'offered' OR offered_until IS NOT NULL),
    FOREIGN KEY(slot_id) REFERENCES slot (id), FOREIGN KEY(member_id) REFERENCES member (id),
    FOREIGN KEY(booking_id) REFERENCES booking (id)
) STRICT"""
DECISION = """CREATE TABLE {name} (
    id INTEGER NOT NULL, slot_id INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
    cause TEXT NOT NULL, record TEXT, operator TEXT NOT NULL, free INTEGER NOT NULL,
    member_id INTEGER, code TEXT, party INTEGER, candidates TEXT NOT NULL,
    audit_id INTEGER NOT NULL, PRIMARY KEY (id),
    CONSTRAINT kinds CHECK (kind IN ('hand_out', 'refusal')),
    CONSTRAINT refusals CHECK ((kind = 'refusal') = (member_id IS NOT NULL)),
    FOREIGN KEY(slot_id) REFERENCES slot (id), FOREIGN KEY(member_id) REFERENCES member (id)
) STRICT"""
NOTICE = """CREATE TABLE {name} (
    id INTEGER NOT NULL, kind TEXT NOT NULL, tier TEXT NOT NULL, member_id INTEGER NOT NULL,
    record TEXT NOT NULL, facts TEXT NOT NULL, due_at INTEGER NOT NULL, useful_until INTEGER NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, next_try_at INTEGER NOT NULL,
    claimed_until INTEGER, last_error TEXT, said TEXT, channel TEXT, done_at INTEGER, done_by TEXT,
    PRIMARY KEY (id), CONSTRAINT tiers CHECK (tier IN ('formal', 'light')),
    CONSTRAINT states CHECK (state IN ('pending', 'sent', 'told', 'failed')),
    CONSTRAINT done CHECK ((state = 'pending') = (done_at IS NULL)),
    FOREIGN KEY(member_id) REFERENCES member (id)
) STRICT"""
NOTICE_TEMPLATE = """CREATE TABLE {name} (
    kind TEXT NOT NULL, language TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (kind, language)
) WITHOUT ROWID, STRICT"""

INDEXES = (
    "CREATE INDEX closure_standing ON closure (facility_id, to_at) WHERE reopened_at IS NULL",
    "CREATE INDEX slot_day ON slot (day, facility_id, start_minute)",
    "CREATE INDEX booking_member_day ON booking (member_id, day)",
    "CREATE INDEX booking_displaced ON booking (day, id) WHERE state = 'displaced'",
    "CREATE INDEX booking_no_show_at ON booking (no_show_at) WHERE no_show_at IS NOT NULL",
    "CREATE INDEX booking_due ON booking (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX booking_slot ON booking (slot_id)",
    "CREATE INDEX booking_no_show ON booking (member_id, no_show_at) WHERE no_show_at IS NOT NULL",
    "CREATE INDEX waitlist_member ON waitlist (member_id, day) WHERE state IN ('waiting', 'offered')",
    "CREATE UNIQUE INDEX waitlist_once ON waitlist (slot_id, member_id)"
    " WHERE state IN ('waiting', 'offered')",
    "CREATE INDEX waitlist_due ON waitlist (due_at, due_kind, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX waitlist_slot ON waitlist (slot_id, joined_at, id)",
    "CREATE INDEX decision_slot ON decision (slot_id, id)",
    "CREATE INDEX notice_open ON notice (tier, useful_until, id) WHERE state IN ('pending', 'failed')",
    "CREATE INDEX notice_record ON notice (record)",
    "CREATE INDEX notice_member ON notice (member_id, id)",
)

SLOT_COLUMNS = (
    "id, facility_id, day, start_minute, end_minute, begins_at, ends_at, capacity, "
    "taken, held, peak, closed, withdrawn, more_time"
)
BOOKING_COLUMNS = (
    "id, slot_id, member_id, day, party, places, people, purpose, state, override, "
    "walk_in, level, booked_at, placed_at, no_show_at, pardoned, due_at, due_kind"
)

AHEAD = """
UPDATE booking SET due_at = ahead.due / 100, due_kind = ahead.due % 100
FROM (
  SELECT b.id, min(
    CASE WHEN remind_at >= now_at AND remind_at > b.placed_at THEN remind_at * 100 + 30 ELSE 1e18 END,
    CASE WHEN ask_at >= now_at AND ask_at > b.placed_at THEN ask_at * 100 + 40 ELSE 1e18 END
  ) AS due
  FROM booking b JOIN (
    SELECT s.id AS slot_id, (SELECT max(a.at) FROM audit a) AS now_at,
      s.begins_at - 60 * json_extract(c.settings, '$.remind_minutes_before') AS remind_at,
      CASE WHEN s.peak = 1 THEN s.begins_at - 60 * f.confirm_minutes_before END AS ask_at
    FROM slot s JOIN facility f ON f.id = s.facility_id JOIN club c
  ) USING (slot_id)
  WHERE b.state = 'confirmed' AND b.due_at IS NOT NULL
) AS ahead
WHERE booking.id = ahead.id AND ahead.due < 1e18
"""
"""What is still to be said or asked before the start: the reminder (30) and, at a peak, whether they will
come (40), whichever is first. In the state that the club was left in; a comparison with NULL, where nothing
is said or asked, is false."""


def upgrade() -> None:
    """Slots, bookings and the club's row are copied into tables with the new columns; confirmed bookings that
    are still to be reminded of, or asked about, fall due for that."""
    op.execute(CLOSURE.format(name="closure"))
    _copy("club", CLUB, "id, settings, replayed, pass_key", f"id, settings, replayed, '{token_hex(16)}'")
    _copy("slot", SLOT, SLOT_COLUMNS, SLOT_COLUMNS)
    _copy("booking", BOOKING, BOOKING_COLUMNS, BOOKING_COLUMNS)
    tables = (("waitlist", WAITLIST), ("decision", DECISION), ("notice", NOTICE))
    for name, table in (*tables, ("displacement", DISPLACEMENT), ("notice_template", NOTICE_TEMPLATE)):
        op.execute(table.format(name=name))
    for index in INDEXES:
        op.execute(index)
    op.execute(AHEAD)


def _copy(name: str, table: str, columns: str, values: str) -> None:
    op.execute(table.format(name=f"new_{name}"))
    op.execute(f"INSERT INTO new_{name} ({columns}) SELECT {values} FROM {name}")  # noqa: S608 - words of this file
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE new_{name} RENAME TO {name}")
