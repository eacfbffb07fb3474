"""Clubs as earlier programs left them (`schemas/v1.sql` and on): migrated whole, and working at once.

The club of schema 1 stands on Monday 2026-11-23 at 16:15; reminders come 90 minutes ahead, and the court asks
at a peak two hours ahead.
"""

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import driver
from storage.database import open_database
from storage.migrations import VERSIONS, migrate
from storage.schema import SCHEMA_VERSION
from tests.support.club import Club
from tests.support.files import killed_migrations, schema_of

SCHEMAS = Path(__file__).parent / "schemas"
AT = "2026-11-23T16:15"
GYM = {"facility": "gym", "date": "2026-11-24", "start": "17:30"}
"""Full on that day by B14 and B15."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The club of schema 1, closed."""
    path = tmp_path / "club.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / "v1.sql").read_text(encoding="utf-8"))
    return path


@pytest.fixture
def club(old: Path) -> Iterator[Club]:
    """The same club, opened by this program."""
    club = Club.new(old.parent, AT)
    yield club
    club.database.close()


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(driver.look(path)) as connection:
        return list(connection.execute(query).fetchall())


# ---------------------------------------------------------------- what a migration leaves


def test_the_old_club_is_of_the_schema_that_it_says(old: Path) -> None:
    assert rows(old, "PRAGMA user_version") == [(1,)]
    tables = {name for (name,) in rows(old, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"booking", "slot", "audit"} <= tables
    assert not {"waitlist", "decision", "notice", "closure"} & tables


def test_a_club_of_schema_1_gets_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    open_database(tmp_path / "new.db").close()
    assert schema_of(old) != schema_of(tmp_path / "new.db")
    migrate(old)
    assert schema_of(old) == schema_of(tmp_path / "new.db")
    assert rows(old, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert rows(old, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "table", ["facility", "member", "member_key", "slot", "booking", "booking_step", "audit", "operation"]
)
def test_all_that_was_kept_is_kept(old: Path, table: str) -> None:
    columns = ", ".join(name for _, name, *_ in rows(old, f"PRAGMA table_info({table})") if not is_due(name))
    before = rows(old, f"SELECT {columns} FROM {table}")
    migrate(old)
    assert before
    assert rows(old, f"SELECT {columns} FROM {table}") == before


def is_due(column: str) -> bool:
    """Whether a column says what happens next by itself: new things do."""
    return column in {"due_at", "due_kind"}


def test_the_settings_and_every_state_of_a_booking_are_told_as_before(club: Club) -> None:
    settings = club.ask("settings")
    assert (settings["no_show_limit"], settings["remind_minutes_before"]) == (2, 90)
    assert settings["desk_hours"] == "08:00-21:00"
    assert Counter(club.state(f"B{number}") for number in range(1, 25)) == {
        "completed": 2, "no_show": 4, "expired": 1, "checked_in": 1, "confirmed": 11, "pending": 2,
        "cancelled": 1, "rejected": 1, "displaced": 1,
    }  # fmt: skip
    club.check()


def test_an_operation_key_of_then_is_known(club: Club) -> None:
    told = club.do("check_in", booking="B8", key="k2")
    assert told["state"] == "checked_in"
    with club.database.read() as store:
        assert [record.action for record in store.audit_records()].count("check_in") == 2


# ---------------------------------------------------------------- what falls due


def reminders(club: Club) -> list[tuple[str, str, str]]:
    """Kind, booking and local time of what was said ahead of a start."""
    with club.database.read() as store:
        told = store.connection.execute(
            "SELECT kind, record, datetime(due_at, 'unixepoch', '+8 hours') FROM notice"
            " WHERE kind IN ('reminder', 'confirm') ORDER BY due_at, id"
        ).fetchall()
    return [(kind, record, at[5:16]) for kind, record, at in told]


def test_reminders_and_questions_fall_due_for_who_is_still_to_come(club: Club) -> None:
    """Not for those of Monday 17:30, whose time for it was over."""
    club.at("2026-11-25T23:00")
    club.do("tick")
    assert reminders(club) == [
        ("reminder", "B23", "11-23 18:00"),
        ("reminder", "B24", "11-23 18:00"),
        ("reminder", "B14", "11-24 16:00"),
        ("reminder", "B15", "11-24 16:00"),
        ("reminder", "B19", "11-25 12:30"),
        ("confirm", "B21", "11-25 15:30"),
        ("reminder", "B21", "11-25 16:00"),
        ("reminder", "B16", "11-25 18:00"),
    ]


def test_who_is_asked_and_does_not_answer_loses_the_place_to_the_next(club: Club) -> None:
    place = {"facility": "court", "date": "2026-11-25", "start": "17:30"}
    club.do("join_waitlist", member="000001", **place)
    club.at("2026-11-25T16:30")
    assert (club.state("B21"), club.events("B21")[-2:]) == ("released", ["asked", "released"])
    entry = club.ask("waitlist", **place)["entries"][0]
    assert (entry["state"], entry["booking"]) == ("promoted", "B25")
    club.check()


def test_what_fell_due_at_schema_1_falls_due_still(club: Club) -> None:
    club.at("2026-11-23T19:00")
    told = {booking: club.state(booking) for booking in ("B8", "B9", "B13")}
    assert told == {"B8": "completed", "B9": "no_show", "B13": "expired"}
    club.check()


# ---------------------------------------------------------------- from schema 2


@pytest.fixture
def queued(tmp_path: Path) -> Iterator[Club]:
    """The club of schema 2, opened by this program at 09:20 on Monday."""
    with closing(sqlite3.connect(tmp_path / "club.db")) as connection:
        connection.executescript((SCHEMAS / "v2.sql").read_text(encoding="utf-8"))
    club = Club.new(tmp_path, "2026-11-23T09:20")
    yield club
    club.database.close()


def test_a_club_of_schema_2_gets_the_schema_of_a_new_one(queued: Club, tmp_path: Path) -> None:
    open_database(tmp_path / "new.db").close()
    assert rows(tmp_path / f"club.before-v{SCHEMA_VERSION}.db", "PRAGMA user_version") == [(2,)]
    assert schema_of(queued.database.path) == schema_of(tmp_path / "new.db")
    queued.check()


def test_its_line_and_its_closure_go_on(queued: Club) -> None:
    line = queued.ask("waitlist", **GYM)["entries"]
    assert [(entry["member"], entry["state"]) for entry in line] == [
        ("000003", "offered"),
        ("000004", "waiting"),
    ]
    queued.do("accept_offer", entry="W1")
    queued.do("reopen_facility", closure="C1")
    queued.do("move", booking="B3", date="2026-11-25", start="17:30")
    queued.check()


def test_its_members_can_be_given_allowance_until_they_leave(queued: Club) -> None:
    for staff_no in ("000003", "000004"):
        queued.do("grant", member=staff_no, unit="allowance", amount="80.00", reason="中秋")
    queued.at("2026-11-27T09:00")
    queued.do("tick")
    balances = [queued.ask("balance", member=staff_no)["allowance"] for staff_no in ("000003", "000004")]
    assert balances == ["80.00", "0.00"]
    assert queued.refused("grant", member="000004", unit="points", amount=1, reason="x").code == "member_left"
    queued.check()


# ---------------------------------------------------------------- the desk goes on


def test_the_desk_books_queues_and_cancels_in_it(club: Club) -> None:
    assert club.refused("book", member="000001", **GYM).facts["waitlist"] == 0
    assert club.do("join_waitlist", member="000001", **GYM)["entry"] == "W1"
    assert club.do("cancel", booking="B14")["offered"] == ["W1"]
    assert club.do("accept_offer", entry="W1")["booking"] == "B25"
    assert club.book("000003", "gym", "2026-11-25", "12:00") == "B26"
    club.check()


def test_a_facility_of_then_can_be_closed_and_its_displaced_booking_moved(club: Club) -> None:
    told = club.do(
        "close_facility",
        facility="gym",
        reason="漏水",
        **{"from": "2026-11-24T17:00", "to": "2026-11-24T18:00"},
    )
    assert sorted(told["displaced"]) == ["B14", "B15"]
    club.do("move", booking="B14", date="2026-11-25", start="17:30")
    club.do("reopen_facility", closure="C1")
    assert club.free(**GYM) == 2
    club.check()


# ---------------------------------------------------------------- a process that is killed


def without_keys(picture: list[str]) -> list[str]:
    """The pass key is drawn anew in each attempt."""
    return [re.sub(r"'[0-9a-f]{32}'", "'a key'", line) if '"club"' in line else line for line in picture]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes to be killed are forked")
def test_killed_at_any_statement_it_is_the_club_of_schema_1_or_the_migrated_one(old: Path) -> None:
    attempts = killed_migrations(old, VERSIONS, SCHEMA_VERSION)
    found = [without_keys(attempt["found"]) for attempt in attempts]
    before, after = found[0], found[-1]
    assert (before[0], after[0]) == ("version 1", f"version {SCHEMA_VERSION}")
    assert [attempt["alive"] for attempt in attempts] == [False] * (len(attempts) - 1) + [True]
    assert len(attempts) > 50
    assert all(picture in (before, after) for picture in found)
    assert all(without_keys(attempt.get("at_last", after)) == after for attempt in attempts)
    assert all(without_keys(backup) == before for attempt in attempts for backup in attempt["backups"])
    assert all(
        attempt["backups"] for attempt, picture in zip(attempts, found, strict=True) if picture == after
    )
