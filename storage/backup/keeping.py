"""Which backups are kept: of the last days, weeks and months that have any, the newest of each."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

DAILY, WEEKLY, MONTHLY = 7, 4, 12
"""So many days, ISO weeks and months, by the club's own clock, keep their newest backup."""

_SPANS: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
    (DAILY, lambda made: made.date()),
    (WEEKLY, lambda made: made.isocalendar()[:2]),
    (MONTHLY, lambda made: (made.year, made.month)),
)


def kept_of(made: Sequence[datetime]) -> set[int]:
    """The places of the backups to be kept in a list of when each was made, oldest first. Days without a
    backup are not counted: after a long closure nothing is lost."""
    newest_first = range(len(made) - 1, -1, -1)
    return {place for most, span in _SPANS for place in _newest_of_each(newest_first, made, most, span)}


def _newest_of_each(
    newest_first: Iterable[int], made: Sequence[datetime], most: int, span: Callable[[datetime], Any]
) -> list[int]:
    found: dict[Any, int] = {}
    for place in newest_first:
        if len(found) == most:
            break
        found.setdefault(span(made[place]), place)
    return list(found.values())
