"""A day as the desk types it."""

import re
from datetime import date, datetime, time, timedelta

from core.text import folded

_AHEAD = re.compile(r"([+-])(\d{1,3})")
_PARTS = re.compile(r"(?:(\d{4})\D)?(?:(\d{1,2})\D)?(\d{1,2})\D?")
_TIME = re.compile(r"(\d{1,2})\D(\d{2})")
_CLOSE = re.compile(r"(\d{4})?(\d{2})(\d{2})")


def read_day(text: str, near: date) -> date:
    """The day of `24` (of the month shown), `11-24`, `1124`, `2026-11-24`, `20261124`, `11月24日`, or `+3`:
    days from the one shown. ValueError for what is none."""
    text = folded(text)
    if match := _AHEAD.fullmatch(text):
        days = int(match[2])
        return near + timedelta(days=days if match[1] == "+" else -days)
    match = _CLOSE.fullmatch(text) or _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = match.groups()
    return date(int(year or near.year), int(month or near.month), int(day))


def read_moment(text: str, near: date, *, end: bool = False) -> datetime:
    """The moment of a day as above and a time, `24 17:30`; of a time alone on the day `near`, of a day alone
    at its beginning or its end. `24:00` is the next midnight. ValueError for what is none."""
    parts = folded(text).replace("T", " ").split()
    clock = parts.pop() if parts and ":" in parts[-1] else "24:00" if end else "00:00"
    day = read_day("".join(parts), near) if parts else near
    found = _TIME.fullmatch(clock)
    if found is None or not folded(text):
        raise ValueError(text)
    minutes = int(found[1]) * 60 + int(found[2])
    if int(found[2]) > 59 or minutes > 24 * 60:
        raise ValueError(text)
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
