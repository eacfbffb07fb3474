"""The stock: sums over movements, found by their number."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select

from core.reports.days import Span
from core.reports.shelf import MovedOfItem
from storage.reports.instants import first_at, numbers_in
from storage.statement import Statement, given
from storage.stock import stock_movement

_IN = (stock_movement.c.id >= given("begin"), stock_movement.c.id < given("end"))
_SUM = func.sum(stock_movement.c.quantity)
_VALUED = case((stock_movement.c.unit_cost.is_not(None), stock_movement.c.quantity), else_=0)

_BY_KIND = Statement(
    select(
        stock_movement.c.item_id,
        stock_movement.c.kind,
        _SUM,
        func.coalesce(func.sum(stock_movement.c.quantity * stock_movement.c.unit_cost), 0),
        func.sum(_VALUED),
    )
    .where(*_IN)
    .group_by(stock_movement.c.item_id, stock_movement.c.kind),
    "begin",
    "end",
)
_ALL = Statement(
    select(stock_movement.c.item_id, _SUM).where(*_IN).group_by(stock_movement.c.item_id), "begin", "end"
)
_NO_END = 2**62
"""With an end the rows are found by their number; without one SQLite walks along the index by item."""


class ShelfQueries:
    """What looks at the stock of a period; what the methods promise stands with core's protocol."""

    connection: Any

    def moved_in(self, span: Span) -> Iterator[MovedOfItem]:
        for row in _BY_KIND.run(self.connection, *numbers_in(self.connection, stock_movement, span)):
            yield MovedOfItem(*row)

    def moved_in_all(self, span: Span) -> dict[int, int]:
        rows = _ALL.run(self.connection, *numbers_in(self.connection, stock_movement, span))
        return dict(rows.fetchall())

    def moved_after(self, span: Span) -> dict[int, int]:
        end = first_at(self.connection, stock_movement, span.end)
        return dict(_ALL.run(self.connection, end, _NO_END).fetchall())
