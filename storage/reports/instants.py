"""Rows of a table whose instants never go back with their numbers, found by when they were written."""

from typing import Any

from sqlalchemy import Table, func, select

from core.clock import Instant
from storage.statement import Statement, given


class ByInstant:
    """Finds the first row at an instant by halving: some thirty look-ups, with no index by time."""

    def __init__(self, table: Table) -> None:
        self.last = Statement(select(func.coalesce(func.max(table.c.id), 0)))
        self.next = Statement(
            select(table.c.id, table.c.at).where(table.c.id >= given("number")).order_by(table.c.id).limit(1),
            "number",
        )

    def first_at(self, connection: Any, instant: Instant) -> int:
        """The number of the first row at an instant or after it; beyond the last, if there is none."""
        first, beyond = 1, int(self.last.run(connection).fetchone()[0]) + 1
        while first < beyond:
            row = self.next.run(connection, (first + beyond) // 2).fetchone()
            if row[1] < instant:
                first = row[0] + 1
            else:
                beyond = (first + beyond) // 2
        return first
