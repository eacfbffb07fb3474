"""The tables as the last belt: what they refuse when the rules above them have failed."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import driver
from storage.database import open_database
from storage.driver import MODULE
from storage.schema import TRIGGERS
from tests.support.club import Club

Connection = Any
MADE_BY_SQLITE = "sqlite_"


MORE_ROWS = (
    "INSERT INTO sign_in_attempts VALUES ('desk', 1, 1)",
    "INSERT INTO privacy_notice VALUES (1, 'x', 1, 'x')",
    "INSERT INTO privacy_notice_shown VALUES (1, 1, '2026-11-23', 'x')",
    "INSERT INTO erasure VALUES (1, 1, 'x')",
)


@pytest.fixture
def connection(club: Club) -> Iterator[Connection]:
    """The write connection of a club with a row in each table that a rule looks at, within a transaction."""
    club.member("000001")
    club.facility("gym")
    club.book("000001", "gym", "2026-11-24", "17:30")
    club.do("add_member", staff_no="000002", name="李明", key="k1")
    full = {"facility": club.facility("court", capacity=1), "date": "2026-11-24", "start": "19:30"}
    club.do("book", member="000002", **full)
    club.refused("book", member="000001", **full)
    club.do("join_waitlist", member="000001", **full)
    closed = {"from": "2026-11-24T17:00", "to": "2026-11-24T18:00"}
    assert club.do("close_facility", facility="gym", reason="保养", **closed)["displaced"] == ["B1"]
    club.do("add_earning_rule", code="course", name="培训", points=10)
    club.do("add_promotion", code="double", multiplier="2", **{"from": "2026-11-23", "to": "2026-11-29"})
    club.do("award", member="000001", rule="course", event="first")
    club.do("grant", member="000001", unit="allowance", amount="50.00", reason="中秋")
    club.do("contra", entry="E3", reason="错")
    club.do("add_policy", code="festival", unit="points", base=5)
    club.do("run_policy", policy="festival")
    row = {"member": "000001", "unit": "points", "amount": 5, "reason": "年会"}
    club.do("grant_batch", batch="party", rows=[row])
    award = {"member": "000009", "rule": "course", "on": "2026-11-23", "event": "first"}
    club.do("award_batch", file="points.xlsx", rows=[award])
    club.do("settle_award", refused="X1", note="非本会职工")
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="1.00")
    club.do("receive_stock", sku="MUG", quantity=5)
    club.do("open_shift", float="9.00")
    lines = [{"sku": "MUG", "quantity": 2}]
    club.do("redeem", member="000001", lines=lines, cash="2.00", allowance="0.00")
    club.do("return_lines", order="O1", lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    club.do("add_item", sku="TRIP", name="游", kind="service", price="1.00")
    trip = [{"sku": "TRIP", "quantity": 1}]
    club.do("redeem", member="000001", lines=trip, cash="1.00", allowance="0.00", collect=False)
    club.do("schedule_service", order="O2", on="2026-11-28")
    club.do("open_hand_out", code="moon", name="中秋", lines=[{"sku": "MUG"}], members=["000001", "000002"])
    club.do("hand_out", session="moon", member="000001", proxy={"name": "李四", "relation": "同事"})
    club.do("note_unused", member="000001", reason="saving_up")
    club.do("hand_in", month="2026-10")
    hash_ = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"
    club.do("add_operator", name="主任", roles=["owner"], password=hash_)
    with club.database.write() as store:
        for statement in MORE_ROWS:
            store.connection.execute(statement)
        yield store.connection


def tables(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return sorted(name for (name,) in rows if not name.startswith(MADE_BY_SQLITE))


def columns(connection: Connection, table: str) -> dict[str, str]:
    rows = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
    return dict(rows.fetchall())


# ---------------------------------------------------------------- every table


def test_every_table_is_strict(connection: Connection) -> None:
    lax = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
    ).fetchall()
    assert [name for (name,) in lax if not name.startswith(MADE_BY_SQLITE)] == []


def test_every_column_is_a_whole_number_or_text(connection: Connection) -> None:
    kinds = {kind for table in tables(connection) for kind in columns(connection, table).values()}
    assert kinds == {"INTEGER", "TEXT"}


def test_every_integer_column_refuses_text(connection: Connection) -> None:
    took = []
    for table in tables(connection):
        for column, kind in columns(connection, table).items():
            if kind == "INTEGER" and not _refused(connection, f"UPDATE {table} SET {column} = 'seven'"):
                took.append(f"{table}.{column}")
    # The rest have no row to update here, and are tried with a row of their own.
    assert {name.split(".")[0] for name in took} <= {"set_aside", "erasing"}
    assert _refused(connection, "INSERT INTO erasing VALUES ('seven')")
    assert _refused(
        connection,
        "INSERT INTO set_aside (due_at, due_kind, record, reason) VALUES ('seven', 1, 1, '')",
    )


def test_every_foreign_key_is_kept(connection: Connection) -> None:
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    keys = [
        (table, column)
        for table in tables(connection)
        for (column,) in connection.execute(
            'SELECT "from" FROM pragma_foreign_key_list(?)', (table,)
        ).fetchall()
    ]
    assert ("booking", "slot_id") in keys
    for table, column in keys:
        assert _refused(connection, f"UPDATE {table} SET {column} = 987654"), (table, column)


def test_what_a_key_points_at_is_not_deleted(connection: Connection) -> None:
    for table in ("facility", "member", "slot"):
        assert _refused(connection, f"DELETE FROM {table}"), table


# ---------------------------------------------------------------- every check

BAD: dict[tuple[str, str], list[str]] = {
    ("booking", "counts"): ["party = 0", "places = 0", "people = 0"],
    ("booking", "states"): ["state = 'booked'", "state = ''"],
    ("booking", "due"): ["due_at = 1, due_kind = NULL", "due_at = NULL, due_kind = 1"],
    ("booking", "no_shows"): ["state = 'no_show'", "no_show_at = 1"],
    ("booking", "attendance"): ["attendance = 'yes'"],
    ("booking", "flags"): ["walk_in = 2", "pardoned = -1", "reminded = 2"],
    ("closure", "flags"): ["event = 2"],
    ("closure", "span"): ["to_at = from_at", "from_at = to_at + 1"],
    ("decision", "kinds"): ["kind = 'guess'"],
    ("decision", "refusals"): ["member_id = NULL", "kind = 'hand_out'"],
    ("notice", "done"): ["done_at = 1", "state = 'sent'"],
    ("notice", "states"): ["state = 'missed'"],
    ("notice", "tiers"): ["tier = 'urgent'"],
    ("club", "one"): ["id = 2"],
    ("club", "flags"): ["replayed = 2"],
    ("earning_rule", "counts"): ["points = 0", "expires_months = 0"],
    ("facility", "flags"): ["whole_slot = 2", "release_unconfirmed = 2"],
    ("facility", "kinds"): ["kind = 'pool'", "kind = ''"],
    ("facility", "ranges"): ["capacity = 0", "approval_levels = 3", "approval_levels = -1"],
    ("grant_batch", "counts"): ["granted = 0", "allowance = -1", "points = -1"],
    ("item", "kinds"): ["kind = 'thing'"],
    ("item", "never_negative"): ["held = -1", "held = on_hand + 1", "on_hand = -1"],
    ("item", "numbers"): ["price = 0", "points_price = 0", "low_stock = -1"],
    ("item", "priced"): ["price = NULL"],
    ("item", "flags"): ["returnable = 2"],
    ("order_line", "priced"): ["price = NULL", "points_price = 5"],
    ("order_line", "quantities"): ["quantity = 0", "returned = -1", "returned = quantity + 1"],
    ("operator", "flags"): ["must_change = 2", "disabled = -1"],
    ("operator", "standing"): ["roles = ''", "session = 0"],
    ("orders", "due"): ["due_at = 1, due_kind = NULL", "due_at = NULL, due_kind = 1"],
    ("orders", "flags"): ["unlocked = 2"],
    ("orders", "ratio"): ["points_per_yuan = 0"],
    ("orders", "states"): ["state = 'lost'"],
    ("orders", "sums"): ["total = -1", "points_total = -1", "earned = -1"],
    ("shift", "closed"): ["closed_at = 1"],
    ("tender_part", "kinds"): ["kind = 'gold', entry_id = NULL"],
    ("tender_part", "no_more_back"): ["value_back = value + 1", "value_back = -1", "points_back = 1"],
    ("tender_part", "spends"): ["entry_id = 1", "kind = 'allowance'"],
    ("lot", "due"): ["due_at = 1, due_kind = NULL", "due_at = NULL, due_kind = 1"],
    ("lot", "no_overdraft"): ["remaining = -1", "remaining = original + 1"],
    ("member", "due"): ["due_at = 1"],
    ("member", "flags"): ["shared = 2"],
    ("policy", "due"): ["due_at = 1, due_kind = NULL", "due_at = NULL, due_kind = 1"],
    ("policy", "kinds"): ["kind = 'gift'"],
    ("promotion", "days"): ["from_day = '2026-12-01'"],
    ("promotion", "multiplier"): ["multiplier = 0"],
    ("refused_award", "notes"): ["note = NULL", "how = 'awarded'"],
    ("refused_award", "settled"): ["settled_at = NULL", "settled_by = NULL"],
    ("refused_award", "ways"): ["how = 'lost', note = NULL"],
    ("slot", "day"): ["day = '2026-1-1'", "day = ''"],
    ("slot", "flags"): ["peak = 2", "closed = 2", "withdrawn = 2"],
    ("slot", "line"): ["waiting = -1"],
    ("slot", "instants"): ["ends_at = begins_at", "ends_at = begins_at - 1"],
    ("slot", "minutes"): ["start_minute = -1", "end_minute = start_minute", "end_minute = 1441"],
    ("slot", "no_oversell"): [
        "taken = capacity + 1",
        "held = capacity + 1",
        "taken = capacity, held = 1",
        "taken = -1",
        "held = -1",
    ],
    ("slot", "places"): ["capacity = 0, taken = 0, held = 0"],
    ("unused_reason", "reasons"): ["reason = 'lapsed'"],
    ("waitlist", "counts"): ["party = 0", "people = 0"],
    ("waitlist", "due"): ["due_at = 1, due_kind = NULL", "due_at = NULL, due_kind = 1"],
    ("waitlist", "held"): ["held = 1", "held = -1, state = 'offered', offered_until = 1"],
    ("waitlist", "offers"): ["state = 'offered', held = 1"],
    ("waitlist", "standing"): ["state = 'left'"],
    ("waitlist", "states"): ["state = 'queued', due_at = NULL, due_kind = NULL"],
}
"""For each CHECK, by table and name, updates that it must refuse."""

ENTRY = {
    "kind": "'granted'",
    "account": "'programme'",
    "member_id": "NULL",
    "unit": "'points'",
    "amount": "1",
}
LOT = {"unit": "'points'", "original": "1", "remaining": "1", "exempt": "0", "granted_on": "'2026-11-23'"}
BACK = {"return_id": "1", "order_line_id": "1", "quantity": "1", "condition": "'damaged'"}
DAY = {"item_id": "1", "day": "'2026-11-23'", "places": "NULL", "taken": "0"}
PLACE = {"session_id": "1", "member_id": "1"}
MOVED = {
    "item_id": "1", "at": "1", "kind": "'sold'", "quantity": "1", "operator": "'x'", "audit_id": "1"
}  # fmt: skip
TILL = {
    "at": "1", "day": "'2026-11-23'", "kind": "'in'", "tender": "'cash'", "amount": "1", "operator": "'x'"
}  # fmt: skip
WORSE: dict[tuple[str, str], list[dict[str, str]]] = {
    ("draw", "amounts"): [{"entry_id": "2", "lot_id": "1", "amount": "0"}],
    ("entry", "accounts"): [{**ENTRY, "account": "'bank'"}],
    ("entry", "amounts"): [{**ENTRY, "amount": "0"}],
    ("entry", "kinds"): [{**ENTRY, "kind": "'gift'"}],
    ("entry", "units"): [{**ENTRY, "unit": "'yuan'"}],
    ("entry", "whose"): [{**ENTRY, "member_id": "1"}, {**ENTRY, "account": "'member'"}],
    ("hand_out", "collected"): [
        {**PLACE, "at": "1"},
        {**PLACE, "operator": "'x'"},
        {**PLACE, "proxy_name": "'x'"},
        {**PLACE, "at": "1", "operator": "'x'", "proxy_relation": "'x'"},
    ],
    ("hand_out_line", "quantities"): [{"session_id": "1", "item_id": "1", "quantity": "0"}],
    ("return_line", "conditions"): [{**BACK, "condition": "'new'"}],
    ("return_line", "quantities"): [{**BACK, "quantity": "0"}],
    ("service_day", "places"): [{**DAY, "taken": "-1"}, {**DAY, "places": "1", "taken": "2"}],
    ("stock_movement", "kinds"): [{**MOVED, "kind": "'lost'"}],
    ("stock_movement", "quantities"): [{**MOVED, "quantity": "0"}],
    ("till", "amounts"): [{**TILL, "amount": "0"}],
    ("till", "kinds"): [{**TILL, "kind": "'gift'"}],
    ("till", "tenders"): [{**TILL, "tender": "'points'"}],
    ("sign_in_attempts", "counts"): [
        {"scope": "'x'", "failures": "-1", "uptime": "1"},
        {"scope": "'x'", "failures": "1", "uptime": "-1"},
    ],
    ("lot", "flags"): [{**LOT, "exempt": "2"}],
    ("lot", "units"): [{**LOT, "unit": "'yuan'"}],
    ("report_kept", "month"): [{"month": "'2026-1'", "at": "1", "operator": "'x'", "figures": "'{}'"}],
}
"""The same for what is never changed: rows that it must refuse."""


def test_every_check_is_listed_here(connection: Connection) -> None:
    found = {
        (table, name)
        for table in tables(connection)
        for name in re.findall(r"CONSTRAINT (\w+) CHECK", _text_of(connection, table))
    }
    unnamed = [table for table in tables(connection) if _unnamed_checks(_text_of(connection, table))]
    assert (found, unnamed) == (set(BAD) | set(WORSE), [])


@pytest.mark.parametrize(
    ("table", "check", "change"),
    [(table, check, change) for (table, check), changes in BAD.items() for change in changes],
)
def test_every_check_refuses_its_bad_values(
    connection: Connection, table: str, check: str, change: str
) -> None:
    row = connection.execute(f"SELECT min(rowid) FROM {table}").fetchone()[0]
    if table == "slot":
        row = connection.execute("SELECT slot_id FROM booking").fetchone()[0]
    with pytest.raises(MODULE.IntegrityError, match=f"CHECK constraint failed: {check}"):
        connection.execute(f"UPDATE {table} SET {change} WHERE rowid = {row}")


@pytest.mark.parametrize(
    ("table", "check", "row"), [(table, check, row) for (table, check), bad in WORSE.items() for row in bad]
)
def test_every_check_refuses_its_bad_rows(
    connection: Connection, table: str, check: str, row: dict[str, str]
) -> None:
    whole = {"entry": {"posting_id": "1", "at": "1"}, "lot": {"member_id": "1"}}.get(table, {}) | row
    with pytest.raises(MODULE.IntegrityError, match=f"CHECK constraint failed: {check}"):
        connection.execute(f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({', '.join(whole.values())})")


def test_one_place_more_than_a_slot_has_is_refused_by_the_table_itself(connection: Connection) -> None:
    slot, capacity = connection.execute(
        "SELECT id, capacity FROM slot WHERE id = (SELECT slot_id FROM booking)"
    ).fetchone()
    connection.execute("UPDATE slot SET taken = ? WHERE id = ?", (capacity, slot))
    with pytest.raises(MODULE.IntegrityError, match="no_oversell"):
        connection.execute("UPDATE slot SET taken = taken + 1 WHERE id = ?", (slot,))
    with pytest.raises(MODULE.IntegrityError, match="no_oversell"):
        connection.execute("UPDATE slot SET capacity = capacity - 1 WHERE id = ?", (slot,))


# ---------------------------------------------------------------- what is there once


@pytest.mark.parametrize(
    ("table", "copied"),
    [
        ("facility", "code"),
        ("facility", "name"),
        ("member", "staff_no"),
        ("grant_batch", "key"),
        ("member", "card_no"),
        ("operation", "key"),
        ("refused_award", "member, rule, on_day, event"),
        ("slot", "facility_id, day, start_minute"),
    ],
)
def test_what_a_row_is_known_by_is_there_once(connection: Connection, table: str, copied: str) -> None:
    unique = {
        ", ".join(name for (name,) in connection.execute("SELECT name FROM pragma_index_info(?)", (index,)))
        for (index,) in connection.execute(
            'SELECT name FROM pragma_index_list(?) WHERE "unique"', (table,)
        ).fetchall()
    }
    assert copied in unique


def test_there_is_one_club(connection: Connection) -> None:
    for number in (1, 2):
        values = f"({number}, '{{}}', 0, 'key')"
        assert _refused(connection, f"INSERT INTO club (id, settings, replayed, pass_key) VALUES {values}")


# ---------------------------------------------------------------- the audit


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET at = at - 1",
        "UPDATE audit SET operator = 'nobody'",
        "UPDATE audit SET action = 'tick'",
        "UPDATE audit SET hash = ''",
        "UPDATE audit SET digest = ''",
        "UPDATE audit SET id = id + 1000",
        "UPDATE audit SET body = '{}'",
        "UPDATE audit SET body = '', salt = 'x'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 1",
    ],
)
def test_an_audit_record_is_never_changed_or_deleted(connection: Connection, change: str) -> None:
    with pytest.raises(MODULE.IntegrityError, match="audit records are never"):
        connection.execute(change)


def test_an_audit_record_is_not_replaced_by_another_of_its_number(connection: Connection) -> None:
    whole = connection.execute("SELECT * FROM audit WHERE id = 1").fetchone()
    forged = (*whole[:-1], "another hash")
    with pytest.raises(MODULE.IntegrityError, match="audit records are only added at the end"):
        connection.execute("INSERT OR REPLACE INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", forged)


def test_an_audit_record_is_not_slipped_in_before_the_last(connection: Connection) -> None:
    whole = connection.execute("SELECT * FROM audit WHERE id = 1").fetchone()
    with pytest.raises(MODULE.IntegrityError, match="audit records are only added at the end"):
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (-5, *whole[1:]))


def test_the_body_of_an_audit_record_can_be_erased_with_its_salt(connection: Connection) -> None:
    connection.execute("UPDATE audit SET body = '', salt = '' WHERE id = 1")
    assert connection.execute("SELECT body, salt FROM audit WHERE id = 1").fetchone() == ("", "")


# ---------------------------------------------------------------- the ledger


@pytest.mark.parametrize("table", ["posting", "entry", "draw"])
def test_the_ledger_is_never_changed_or_deleted(connection: Connection, table: str) -> None:
    column = "operator" if table == "posting" else "amount"
    for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(MODULE.IntegrityError, match="the ledger is never changed"):
            connection.execute(change)


@pytest.mark.parametrize("table", ["posting", "entry", "draw", "lot"])
def test_no_row_of_the_ledger_is_replaced_by_another(connection: Connection, table: str) -> None:
    row = connection.execute(f"SELECT * FROM {table}").fetchone()
    with pytest.raises(MODULE.IntegrityError, match="the ledger is only added to"):
        connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


@pytest.mark.parametrize("change", ["original = 1", "expires_on = '2030-01-01'", "member_id = 2", "id = 9"])
def test_of_a_lot_only_what_remains_is_changed(connection: Connection, change: str) -> None:
    with pytest.raises(MODULE.IntegrityError, match="of a lot only what remains"):
        connection.execute(f"UPDATE lot SET {change}")
    with pytest.raises(MODULE.IntegrityError, match="lots are never deleted"):
        connection.execute("DELETE FROM lot")


def test_an_entry_is_reversed_once(connection: Connection) -> None:
    row = connection.execute("SELECT * FROM entry WHERE kind = 'reversed' AND account = 'member'").fetchone()
    with pytest.raises(MODULE.IntegrityError, match=r"UNIQUE constraint failed: entry\.origin_id"):
        connection.execute(f"INSERT INTO entry VALUES ({', '.join('?' * len(row))})", (99, *row[1:]))


def test_every_trigger_of_the_schema_is_in_a_new_database(connection: Connection) -> None:
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert {text for (text,) in rows} == set(TRIGGERS)


# ---------------------------------------------------------------- the connection and the file


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("journal_mode", "wal"),
        ("mmap_size", 0),
    ],
)
def test_each_connection_keeps_what_is_committed(club: Club, pragma: str, value: int | str) -> None:
    with club.database.write() as store:
        assert store.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    with club.database.read() as store:
        assert store.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.parametrize(("version", "journal"), [((3, 51, 3), "wal"), ((3, 51, 2), "truncate")])
def test_a_log_is_used_only_by_a_version_of_sqlite_without_the_bug_that_loses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], journal: str
) -> None:
    open_database(tmp_path / "club.db").close()
    monkeypatch.setattr(driver.MODULE, "sqlite_version_info", version)
    database = open_database(tmp_path / "club.db")
    with database.write() as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
    database.close()


def test_the_file_is_read_by_any_program_that_reads_sqlite(club: Club) -> None:
    club.member("000001")
    club.database.close()
    with sqlite3.connect(club.database.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x46444B31,)
        assert connection.execute("SELECT staff_no FROM member").fetchall() == [("000001",)]
    connection.close()


def _refused(connection: Connection, statement: str) -> bool:
    """Whether a constraint refuses it. Foreign keys are looked at when the statement ends."""
    try:
        changed = connection.execute(statement).rowcount
    except MODULE.IntegrityError:
        return True
    assert changed == 0, statement
    return False


def _text_of(connection: Connection, table: str) -> str:
    return str(connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0])


def _unnamed_checks(text: str) -> list[str]:
    return re.findall(r"(?<!CONSTRAINT \w)\bCHECK\b", re.sub(r"CONSTRAINT \w+ CHECK", "", text))
