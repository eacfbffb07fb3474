"""Finding by time without an index: rows of tables that are only ever added to are in the order in which
things happened, so that their numbers lead to an instant by bisection."""

from functools import cache
from typing import Any

from sqlalchemy import Table, func, select

from core.clock import Instant
from core.reports.days import Span
from storage.audit import audit
from storage.statement import Statement, given


@cache
def _statements(table: Table, column: str) -> tuple[Statement, Statement]:
    """The highest number; the column of the first row from a number on."""
    first = select(table.c[column]).where(table.c.id >= given("number")).order_by(table.c.id).limit(1)
    return Statement(select(func.max(table.c.id))), Statement(first, "number")


def last_number(connection: Any, table: Table) -> int:
    """The number of the last row, 0 where there is none."""
    highest = _statements(table, "id")[0]
    return int(highest.run(connection).fetchone()[0] or 0)


def _first(connection: Any, table: Table, column: str, least: int) -> int:
    """The number from which on a column that never goes back is so much or more; one past the last where it
    nowhere is."""
    first = _statements(table, column)[1]
    low, high = 1, last_number(connection, table) + 1
    while low < high:
        middle = (low + high) // 2
        if first.run(connection, middle).fetchone()[0] < least:
            low = middle + 1
        else:
            high = middle
    return low


def first_at(connection: Any, table: Table, instant: Instant, column: str = "at") -> int:
    """The number from which on the rows of a table are of an instant or later, one past the last where there
    are none. The column never goes back."""
    return _first(connection, table, column, instant)


def numbers_in(connection: Any, table: Table, span: Span, column: str = "at") -> tuple[int, int]:
    """The numbers of the rows of a span: from the first, up to before the second."""
    begin, end = span.begin, span.end
    return first_at(connection, table, begin, column), first_at(connection, table, end, column)


def numbers_entered_in(connection: Any, table: Table, span: Span) -> tuple[int, int]:
    """The same by when they were entered, which their audit records tell: `at` may lie before that, where
    something was caught up on."""
    begin, end = numbers_in(connection, audit, span)
    return _first(connection, table, "audit_id", begin), _first(connection, table, "audit_id", end)
