"""A club of up to ten years, written straight into its tables: what the benchmarks stand on.

Its bookings are sound: counters, trails, due times and the audit chain are what the door itself would have
left, save that a past booking's last step is told under the record of its booking. `check` accepts it.

By itself: `python -m tests.bench.big_club PATH [BOOKINGS]`.
"""

import random
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from core.audit import BEGINNING, AuditRecord, digest_of, hash_of
from core.clock import Instant, instant_at, instant_of, zone_named
from core.due import DueKind
from core.facilities.records import Facility
from core.members.records import Member
from core.wire import minute_told
from storage import driver
from storage.database import open_database

NOW = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - local time of the club
"""Where the clock of such a club stands: a Monday morning, with nothing due."""

TODAY = NOW.date()
DAYS_AHEAD = 14
FACILITIES = 50
MEMBERS = 20_000
BOOKINGS_A_DAY = 550
CAPACITY = 12
PERIODS = (
    *((hour * 60, hour * 60 + 60) for hour in range(8, 16)),
    (16 * 60, 17 * 60 + 30), (17 * 60 + 30, 19 * 60 + 30), (19 * 60 + 30, 20 * 60 + 30),
)  # fmt: skip
"""Eleven periods, in minutes of the day; the last two are the peak."""

_SLOTS_A_DAY = FACILITIES * len(PERIODS)
_PEAK_FROM = 17 * 60 + 30
_WEIGHTS = tuple(accumulate([1.0] * 9 + [3.0] * 2))
_CANCELLED, _NO_SHOW = 0.05, 0.08
"""Shares of past bookings, one on top of the other; the rest took place."""

_DAYS_AT_ONCE = 60
_GRACE = 15 * 60
_ZONE = zone_named("Asia/Shanghai")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解查"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文华建国玉梅春红志海燕云飞雪松竹月俊峰岩佳宁思远"

_COLUMNS = {
    "slot": "id facility_id day start_minute end_minute begins_at ends_at capacity taken held peak closed"
    " withdrawn more_time",
    "booking": "id slot_id member_id day party places state walk_in level booked_at placed_at no_show_at"
    " pardoned due_at due_kind",
    "booking_step": "booking_id at event state operator audit_id",
    "audit": "id at operator action body salt digest hash",
}


class Day(NamedTuple):
    """One day's rows for each table."""

    slot: list[tuple[Any, ...]]
    booking: list[tuple[Any, ...]]
    booking_step: list[tuple[Any, ...]]
    audit: list[tuple[Any, ...]]


def facility_code(number: int) -> str:
    return f"F{number:02d}"


def staff_no(number: int) -> str:
    return f"{number:06d}"


def days_of(bookings: int) -> list[date]:
    """The days on which a club of so many bookings has slots, the coming two weeks being the last."""
    count = -(-bookings // BOOKINGS_A_DAY)
    last = TODAY + timedelta(days=DAYS_AHEAD)
    return [last - timedelta(days=back) for back in reversed(range(count))]


def make_club(path: Path, bookings: int) -> None:
    """Makes the database of a club. With no bookings it has facilities and members, and no slots."""
    rng = random.Random(20261123)
    database = open_database(path, replayed=True)
    with database.write() as store:
        for number in range(1, FACILITIES + 1):
            store.add_facility(_facility(number))
        for number in range(1, MEMBERS + 1):
            store.add_member(_member(number, rng))
    database.close()
    if bookings:
        _fill(path, bookings, rng)


def _facility(number: int) -> Facility:
    return Facility(
        number, facility_code(number), f"场地{number}", "area", None, CAPACITY,
        whole_slot=False, approval_levels=0, promotion="offer", offer_minutes=30, buffer_minutes=0,
        min_notice_minutes=0, max_days_ahead=DAYS_AHEAD, daily_quota=None, weekly_quota=None,
        no_show_grace_minutes=15, confirm_minutes_before=None, release_unconfirmed=False,
    )  # fmt: skip


def _member(number: int, rng: random.Random) -> Member:
    name = rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2, 2))))
    phone = f"13{rng.randrange(10**9):09d}"
    return Member(number, staff_no(number), name, f"部门{number % 40}", phone=phone, card_no=f"C{number:08d}")


def _fill(path: Path, bookings: int, rng: random.Random) -> None:
    """Slots and bookings, without journal or indexes while they are written."""
    connection = driver.connect(path)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"):
        connection.execute(f"PRAGMA {setting}")
    tables = ", ".join(f"'{table}'" for table in _COLUMNS)
    indexes = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({tables})"
    ).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for table, rows in _rows(bookings, rng):
        names = _COLUMNS[table].split()
        places = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    driver.set_journal(connection)
    connection.close()


def _rows(bookings: int, rng: random.Random) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows of all tables, some weeks at a time."""
    writer = _Writer(rng)
    days = days_of(bookings)
    for begin in range(0, len(days), _DAYS_AT_ONCE):
        written = [writer.day(day) for day in days[begin : begin + _DAYS_AT_ONCE]]
        for table in Day._fields:
            yield table, [row for day in written for row in getattr(day, table)]


class Period(NamedTuple):
    """A period of one day; the instants belong to the club's zone."""

    start: int
    end: int
    begins_at: Instant
    ends_at: Instant


class _Writer:
    """Writes day after day; knows the numbers and the audit record reached."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.now = instant_of(NOW, _ZONE)
        self.slots = 0
        self.bookings = 0
        self.hash = BEGINNING

    def day(self, day: date) -> Day:
        written, taken = Day([], [], [], []), [0] * _SLOTS_A_DAY
        told = day.isoformat()
        periods = [
            Period(start, end, instant_at(day, start, _ZONE), instant_at(day, end, _ZONE))
            for start, end in PERIODS
        ]
        opens = instant_at(day - timedelta(days=2), 0, _ZONE)
        for minute, member in enumerate(self.rng.sample(range(1, MEMBERS + 1), BOOKINGS_A_DAY)):
            period = bisect_left(_WEIGHTS, self.rng.random() * _WEIGHTS[-1])
            place = self.rng.randrange(FACILITIES) * len(PERIODS) + period
            if taken[place] < CAPACITY:
                booked_at = Instant(min(opens + minute * 60, self.now - 3600))
                taken[place] += self._book(written, told, periods[period], place, member, booked_at)
        for place, places in enumerate(taken):
            facility, period = divmod(place, len(PERIODS))
            peak = int(PERIODS[period][0] >= _PEAK_FROM)
            self.slots += 1
            written.slot.append(
                (self.slots, facility + 1, told, *periods[period], CAPACITY, places, 0, peak, 0, 0, 0)
            )
        return written

    def _book(
        self, written: Day, day: str, period: Period, place: int, member: int, booked_at: Instant
    ) -> int:
        """One booking with its trail and its record; how many places it holds."""
        self.bookings += 1
        number, begins = self.bookings, period.begins_at
        over = period.ends_at <= self.now
        state = self._state() if over else "confirmed"
        no_show_at = begins + _GRACE if state == "no_show" else None
        due = (None, None) if over else (begins + _GRACE, int(DueKind.NO_SHOW))
        written.booking.append(
            (
                number,
                self.slots + place + 1,
                member,
                day,
                1,
                1,
                state,
                0,
                0,
                *(booked_at,) * 2,
                no_show_at,
                0,
                *due,
            )
        )
        written.booking_step.append((number, booked_at, "booked", "confirmed", "owner", number))
        if over:
            written.booking_step.append((number, begins, state, state, "clock", number))
        written.audit.append(self._record(day, period.start, place, member, booked_at))
        return int(state in ("confirmed", "completed"))

    def _record(self, day: str, start: int, place: int, member: int, at: Instant) -> AuditRecord:
        """The record of the latest booking: its number is the booking's, the body what the door writes."""
        code = facility_code(place // len(PERIODS) + 1)
        body = (
            f'{{"command":{{"date":"{day}","facility":"{code}","member":"{staff_no(member)}","override":null,'
            f'"party":1,"people":null,"purpose":null,"start":"{minute_told(start)}","starts":null,'
            f'"walk_in":false}},"result":{{"booking":"B{self.bookings}","state":"confirmed"}}}}'
        )
        salt = f"{self.rng.getrandbits(96):024x}"
        digest = digest_of(salt, body)
        self.hash = hash_of(self.hash, self.bookings, at, "owner", "book", digest)
        return AuditRecord(self.bookings, at, "owner", "book", body, salt, digest, self.hash)

    def _state(self) -> str:
        chance = self.rng.random()
        return "cancelled" if chance < _CANCELLED else "no_show" if chance < _NO_SHOW else "completed"


if __name__ == "__main__":
    begun = time.perf_counter()
    make_club(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000)
    print(f"{time.perf_counter() - begun:.0f} s")
