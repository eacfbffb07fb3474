"""Stretches of tables that have no index by time: their ids grow with time."""

from functools import cache
from typing import Any

from sqlalchemy import Table, func, select

from core.clock import Instant
from storage.statement import Statement, given


@cache
def _statements(table: Table) -> tuple[Statement, Statement]:
    """The newest id; and the first row from an id on."""
    return (
        Statement(select(func.max(table.c.id))),
        Statement(
            select(table.c.id, table.c.at).where(table.c.id >= given("id")).order_by(table.c.id).limit(1),
            "id",
        ),
    )


def first_at(connection: Any, table: Table, instant: Instant) -> int:
    """The id from which on rows are of an instant or later; one more than the newest where there are none. By
    bisection along the ids, of which some may be missing."""
    newest, from_on = _statements(table)
    low, high = 1, (newest.run(connection).fetchone()[0] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found, at = from_on.run(connection, middle).fetchone()
        if at >= instant:
            high = middle
        else:
            low = found + 1
    return low
