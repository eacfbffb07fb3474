"""A club of up to ten years, written straight into its tables: what the benchmarks stand on.

Its bookings are sound: counters, trails, due times, notices, the waitlist and the audit chain are what the
door itself would have left, save that what became of a booking, and the waitlist of its day, are told under
the record of a booking. `check` accepts it.

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

from core.audit import BEGINNING, AuditRecord, canonical, digest_of, hash_of
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

_FROM_THE_LINE, _LAPSED = 15, 25
"""Entries of the waitlist a past day: that became bookings, and that waited in vain."""

_DAYS_AT_ONCE = 60
_GRACE, _REMIND, _CANCEL = 15 * 60, 60 * 60, 90 * 60
_ZONE = zone_named("Asia/Shanghai")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解查"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文华建国玉梅春红志海燕云飞雪松竹月俊峰岩佳宁思远"

_COLUMNS = {
    "slot": "id facility_id day start_minute end_minute begins_at ends_at capacity taken held peak closed"
    " withdrawn more_time",
    "booking": "id slot_id member_id day party places state walk_in level booked_at placed_at no_show_at"
    " pardoned due_at due_kind reminded",
    "booking_step": "booking_id at event state operator note audit_id",
    "waitlist": "id slot_id member_id day party state joined_at held offered_at offered_until ended_at"
    " booking_id",
    "decision": "slot_id at kind cause record operator free member_id code party candidates audit_id",
    "notice": "kind tier member_id record facts due_at useful_until state tries next_try_at channel done_at",
    "audit": "id at operator action body salt digest hash",
}


class Day(NamedTuple):
    """One day's rows for each table."""

    slot: list[tuple[Any, ...]]
    booking: list[tuple[Any, ...]]
    booking_step: list[tuple[Any, ...]]
    waitlist: list[tuple[Any, ...]]
    decision: list[tuple[Any, ...]]
    notice: list[tuple[Any, ...]]
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


class Booked(NamedTuple):
    """A booking as its rows are made from it."""

    number: int
    slot: int
    member: int
    day: str
    place: int
    period: Period
    at: Instant
    state: str
    entry: int | None


class _Writer:
    """Writes day after day; knows the numbers and the audit record reached."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.now = instant_of(NOW, _ZONE)
        self.slots = 0
        self.bookings = 0
        self.entries = 0
        self.hash = BEGINNING

    def day(self, day: date) -> Day:
        written, taken = Day(*([] for _ in Day._fields)), [0] * _SLOTS_A_DAY
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
                from_the_line = minute < _FROM_THE_LINE and periods[period].ends_at <= self.now
                booked = self._booked(told, periods[period], place, member, booked_at, from_the_line)
                taken[place] += self._write(written, booked)
        if periods[-1].ends_at <= self.now:
            self._wait_in_vain(written, told, periods, opens)
        for place, places in enumerate(taken):
            facility, period = divmod(place, len(PERIODS))
            peak = int(PERIODS[period][0] >= _PEAK_FROM)
            self.slots += 1
            written.slot.append(
                (self.slots, facility + 1, told, *periods[period], CAPACITY, places, 0, peak, 0, 0, 0)
            )
        return written

    def _booked(
        self, day: str, period: Period, place: int, member: int, at: Instant, from_the_line: bool
    ) -> Booked:
        self.bookings += 1
        self.entries += from_the_line
        state = self._state() if period.ends_at <= self.now else "confirmed"
        entry = self.entries if from_the_line else None
        slot = self.slots + place + 1
        return Booked(self.bookings, slot, member, day, place, period, at, state, entry)

    def _write(self, written: Day, booked: Booked) -> int:
        """One booking with its trail, its notices and its record; how many places it holds."""
        number, period, at = booked.number, booked.period, booked.at
        begins, over = period.begins_at, booked.state != "confirmed"
        reminded = at < begins - _REMIND <= self.now and booked.state != "cancelled"
        no_show_at = begins + _GRACE if booked.state == "no_show" else None
        due: tuple[int | None, int | None] = (begins - _REMIND, int(DueKind.REMIND))
        if begins - _REMIND <= max(self.now, at):
            due = (begins + _GRACE, int(DueKind.NO_SHOW))
        due = (None, None) if over else due
        written.booking.append(
            (
                number, booked.slot, booked.member, booked.day, 1, 1, booked.state, 0, 0, at, at, no_show_at,
                0, *due, int(reminded),
            )
        )  # fmt: skip
        event, note = ("booked", None) if booked.entry is None else ("accepted", f"W{booked.entry}")
        written.booking_step.append((number, at, event, "confirmed", "owner", note, number))
        self._tell(written, booked, "booked", at)
        if reminded:
            self._tell(written, booked, "reminder", begins - _REMIND)
        if booked.state == "cancelled":
            ended_at = max(begins - _CANCEL, at)
            written.booking_step.append((number, ended_at, "cancelled", "cancelled", "owner", None, number))
            self._tell(written, booked, "cancelled", ended_at)
        elif over:
            ended_at = period.ends_at if no_show_at is None else no_show_at
            written.booking_step.append((number, ended_at, booked.state, booked.state, "clock", None, number))
        if booked.entry is not None:
            self._offer(written, booked)
        code = facility_code(booked.place // len(PERIODS) + 1)
        written.audit.append(self._record(booked.day, period.start, code, booked.member, at))
        return int(booked.state in ("confirmed", "completed"))

    @staticmethod
    def _tell(written: Day, booked: Booked, kind: str, at: int) -> None:
        """A notice; the past ones were sent."""
        period, code = booked.period, facility_code(booked.place // len(PERIODS) + 1)
        facts = (
            f'{{"date":"{booked.day}","end":"{minute_told(period.end)}","facility":"{code}",'
            f'"start":"{minute_told(period.start)}"}}'
        )
        sent = ("pending", 0, at, None, None) if booked.state == "confirmed" else ("sent", 1, at, "group", at)
        written.notice.append(
            (kind, "light", booked.member, f"B{booked.number}", facts, at, period.begins_at, *sent)
        )

    def _offer(self, written: Day, booked: Booked) -> None:
        """The entry that a booking came from, and the decision by which it was offered the place."""
        at, entry, member = booked.at, booked.entry, booked.member
        joined_at, offered_at = at - 7200, at - 600
        written.waitlist.append(
            (
                entry, booked.slot, member, booked.day, 1, "accepted", joined_at, 0, offered_at,
                offered_at + 1800, at, booked.number,
            )
        )  # fmt: skip
        candidates = canonical([[entry, member, 1, "offered", None, None, None]])
        cancelled = f"B{max(booked.number - 40, 1)}"
        written.decision.append(
            (
                booked.slot, offered_at, "hand_out", "cancelled", cancelled, "owner", 1, None, None, None,
                candidates, booked.number,
            )
        )  # fmt: skip

    def _wait_in_vain(self, written: Day, day: str, periods: list[Period], opens: Instant) -> None:
        """Entries that lapsed at their slots' start, each of a member who had been refused before."""
        for minute in range(_LAPSED):
            place, member = self.rng.randrange(_SLOTS_A_DAY), self.rng.randint(1, MEMBERS)
            period, slot, at = periods[place % len(PERIODS)], self.slots + place + 1, opens + minute * 900
            self.entries += 1
            written.waitlist.append(
                (
                    self.entries, slot, member, day, 1, "lapsed", at + 60, 0, None, None, period.begins_at,
                    None,
                )
            )  # fmt: skip
            facts = {"date": day, "start": minute_told(period.start), "free": 0, "waitlist": 0}
            refused = canonical([[None, member, 1, "refused", "slot_full", facts, None]])
            written.decision.append(
                (
                    slot, at, "refusal", "asked", None, "owner", 0, member, "slot_full", 1, refused,
                    self.bookings,
                )
            )  # fmt: skip

    def _record(self, day: str, start: int, code: str, member: int, at: Instant) -> AuditRecord:
        """The record of the latest booking: its number is the booking's, the body what the door writes."""
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
