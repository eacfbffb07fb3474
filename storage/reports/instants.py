"""Finding by time without an index: rows of tables that are only ever added to are in the order in which
things happened, so that their numbers lead to an instant by bisection."""

from functools import cache
from typing import Any

from sqlalchemy import Table, func, select

from core.clock import Instant
from core.reports.days import Span
from storage.statement import Statement, given


@cache
def _statements(table: Table) -> tuple[Statement, Statement]:
    """The highest number; the instant of the first row from a number on."""
    at = select(table.c.at).where(table.c.id >= given("number")).order_by(table.c.id).limit(1)
    return Statement(select(func.max(table.c.id))), Statement(at, "number")


def last_number(connection: Any, table: Table) -> int:
    """The number of the last row, 0 where there is none."""
    return int(_statements(table)[0].run(connection).fetchone()[0] or 0)


def first_at(connection: Any, table: Table, instant: Instant) -> int:
    """The number from which on the rows of a table are of an instant or later; one past the last where there
    are none. The table's `at` never goes back."""
    at = _statements(table)[1]
    low, high = 1, last_number(connection, table) + 1
    while low < high:
        middle = (low + high) // 2
        if at.run(connection, middle).fetchone()[0] < instant:
            low = middle + 1
        else:
            high = middle
    return low


def numbers_in(connection: Any, table: Table, span: Span) -> tuple[int, int]:
    """The numbers of the rows of a span: from the first, up to before the second."""
    return first_at(connection, table, span.begin), first_at(connection, table, span.end)
