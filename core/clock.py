"""Time: instants are whole seconds since 1970 in UTC; the club lives by the wall clock of its own zone."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import DeskError, invalid

Instant = NewType("Instant", int)
"""Seconds since 1970-01-01T00:00Z."""

Minute = NewType("Minute", int)
"""Minute of a day, 0 to 1440 (24:00, as an end)."""

Clock = Callable[[], Instant]

DAY_MINUTES = 1440

BEFORE_ALL = Instant(int(datetime(1900, 1, 1, tzinfo=UTC).timestamp()))
"""Where the clock of a rehearsal stands until its first `at`."""


def uptime() -> float:
    """Seconds since the machine was started, sleep included where the system counts it: Linux CLOCK_BOOTTIME,
    macOS CLOCK_MONOTONIC (mach_continuous_time), Windows the monotonic clock, which counts sleep by itself.
    No clock that is set changes it, and all programs of a machine see the same."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def machine_clock() -> Instant:
    """The machine's own time."""
    return Instant(int(time.time()))


class Rehearsal:
    """A clock that only says what it is told: for `--replay`, the demo and tests. It never goes back."""

    def __init__(self, at: Instant = BEFORE_ALL) -> None:
        self.at = at

    def __call__(self) -> Instant:
        return self.at

    def stand_at(self, instant: Instant) -> None:
        """`clock_went_back` for an instant before the one it stands at."""
        if instant < self.at:
            raise DeskError("clock_went_back")
        self.at = instant


@lru_cache(maxsize=32)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name, such as Asia/Shanghai. `invalid` for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise invalid("timezone", "unknown_zone", value=name) from error


def instant_of(local: datetime, zone: ZoneInfo) -> Instant:
    """The instant at which the club's clock shows `local` (the first, where it shows it twice)."""
    return Instant(int(local.replace(tzinfo=zone).timestamp()))


def local_of(instant: Instant, zone: ZoneInfo) -> datetime:
    """What the club's clock shows at an instant; without zone, whole seconds."""
    return datetime.fromtimestamp(instant, zone).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def midnight_of(day: date, zone: ZoneInfo) -> tuple[Instant, bool]:
    """The instant a day begins at, and whether it has 24 plain hours."""
    begin = instant_of(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - the zone follows
    following = day + timedelta(days=1)
    end = instant_of(datetime(following.year, following.month, following.day), zone)  # noqa: DTZ001
    return begin, end - begin == DAY_MINUTES * 60


def instant_at(day: date, minute: Minute | int, zone: ZoneInfo) -> Instant:
    """The instant of a minute of a day, 1440 being the next midnight; right on days with a clock change."""
    begin, plain = midnight_of(day, zone)
    if plain:
        return Instant(begin + minute * 60)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the zone follows
    return instant_of(midnight + timedelta(minutes=minute), zone)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the ISO week that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
