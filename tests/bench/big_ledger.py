"""A ledger of up to five million entries, written straight into its tables: what its benchmarks stand on.

Each member has 252 entries of 126 postings over five and a half years of points: 65 monthly lots of 1,000, 60
spends over two lots each, one lot that lapsed in part; five lots have something left. `check` accepts it.

By itself: `python -m tests.bench.big_ledger PATH [ENTRIES]`.
"""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from core.audit import BEGINNING, Link, next_record
from core.clock import BEFORE_ALL, instant_of, zone_named
from core.command import Now
from core.ledger.records import due_of_lot, months_after
from core.settings import Settings
from storage import driver
from storage.database import open_database
from tests.bench.big_club import staff_no

NOW = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - local time of the club
ENTRIES_OF_A_MEMBER = 252
ROUNDS = 65
SPENDS = 60
LOT, SPEND = 1_000, 1_000
FIRST = date(2021, 7, 1)
LAPSE_ROUND = 12
_ZONE = zone_named("Asia/Shanghai")
_AT_ONCE = 50_000


def make(path: Path, entries: int) -> None:
    """Makes the database."""
    open_database(path, replayed=True).close()
    with closing(driver.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA cache_size = -800000")
        connection.execute("BEGIN IMMEDIATE")
        with _without_indexes(connection):
            _fill(connection, max(entries // ENTRIES_OF_A_MEMBER, 1))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


@contextmanager
def _without_indexes(connection: Any) -> Iterator[None]:
    """Indexes are made at the end, at one go; triggers are put back."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        " AND tbl_name IN ('posting', 'entry', 'lot', 'draw')"
    ).fetchall()
    for kind, name, _ in rows:
        connection.execute(f"DROP {kind} {name}")
    yield
    for _, _, text in rows:
        connection.execute(text)


def _fill(connection: Any, members: int) -> None:
    begun = instant_of(datetime.combine(FIRST, NOW.time()), _ZONE)
    record = next_record(Link(0, BEFORE_ALL, BEGINNING), begun, "owner", "import", {})
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tuple(record))
    connection.executemany(
        "INSERT INTO member (id, staff_no, name, shared, pinyin) VALUES (?, ?, ?, 0, '')",
        ((number, staff_no(number), f"职工{number}") for number in range(1, members + 1)),
    )
    writer = _Writer(connection)
    now = Now.at(instant_of(NOW, _ZONE), Settings(), "owner")
    for turn in range(ROUNDS):
        day = months_after(FIRST, turn)
        if turn == LAPSE_ROUND + 1:
            last = months_after(FIRST, LAPSE_ROUND)
            at = instant_of(datetime.combine(last + timedelta(days=1), datetime.min.time()), _ZONE)
            for member in range(1, members + 1):
                writer.post(at, "expired", "expired", member, [(_lot(member, 0, members), -LOT // 2)])
        at = instant_of(datetime.combine(day, NOW.time()), _ZONE)
        expires_on = months_after(day, 12)
        for member in range(1, members + 1):
            left = _left(turn)
            due = due_of_lot(expires_on, left, now)
            number = _lot(member, turn, members)
            writer.lot(number, member, left, day, expires_on, due)
            writer.post(at, "granted", "programme", member, [(number, LOT)])
        if 1 <= turn <= SPENDS:
            for member in range(1, members + 1):
                halves = [
                    (_lot(member, turn - 1, members), -SPEND // 2),
                    (_lot(member, turn, members), -SPEND // 2),
                ]
                writer.post(at + 3600, "spent", "sold", member, halves)
    writer.flush()


def _lot(member: int, turn: int, members: int) -> int:
    return turn * members + member


def _left(turn: int) -> int:
    """What the lot of a round has left in the end: the first lapsed in part."""
    if turn < SPENDS:
        return 0
    return LOT // 2 if turn == SPENDS else LOT


class _Writer:
    """Rows by table, written many at once."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.postings = self.entries = 0
        self.rows: dict[str, list[tuple[Any, ...]]] = {}

    def post(self, at: int, kind: str, other: str, member: int, draws: list[tuple[int, int]]) -> None:
        self.postings += 1
        self.entries += 2
        amount = sum(part for _, part in draws)
        self._row("posting", (self.postings, None, None, "owner", None, 1))
        entry = self.entries - 1
        self._row("entry", (entry, self.postings, at, kind, "member", member, "points", amount, None))
        self._row("entry", (entry + 1, self.postings, at, kind, other, None, "points", -amount, None))
        for lot, part in draws:
            self._row("draw", (entry, lot, part))

    def lot(self, number: int, member: int, left: int, day: date, expires_on: date, due: Any) -> None:
        told = (None, None) if due is None else (due.at, int(due.kind))
        days = day.isoformat(), expires_on.isoformat()
        self._row("lot", (number, member, "points", LOT, left, *days, "monthly", None, 0, None, *told))

    def _row(self, table: str, row: tuple[Any, ...]) -> None:
        rows = self.rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _AT_ONCE:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self.rows.pop(table, [])
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def flush(self) -> None:
        for table in ("posting", "lot", "entry", "draw"):
            self._write(table)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000)
