"""The days that a section is about."""

from datetime import date, timedelta
from typing import NamedTuple

from core.clock import Instant
from core.command import Now
from core.errors import invalid


class Span(NamedTuple):
    """Days of the club, both included, and the same as instants: [begin, end)."""

    first: date
    last: date
    begin: Instant
    end: Instant

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last as the database has them."""
        return self.first.isoformat(), self.last.isoformat()


def span_of(first: date, last: date, now: Now) -> Span:
    """`invalid` where the last day is before the first."""
    if last < first:
        raise invalid("to", "before_first", first=first.isoformat())
    return Span(first, last, now.instant_at(first, 0), now.instant_at(last + timedelta(days=1), 0))
