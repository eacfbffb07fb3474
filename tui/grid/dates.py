"""A day as the desk types it."""

import re
from datetime import date, timedelta

from core.text import folded

_AHEAD = re.compile(r"([+-])(\d{1,3})")
_PARTS = re.compile(r"(?:(\d{4})\D)?(?:(\d{1,2})\D)?(\d{1,2})\D?")
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
