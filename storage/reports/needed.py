"""What expectations are made of: sales, by the ids that go with their time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from core.clock import Instant
from core.reports.needed import Sold
from storage.reports.instants import first_at
from storage.statement import Statement, given
from storage.stock import stock_movement

_SOLD = Statement(
    select(stock_movement.c.item_id, stock_movement.c.at, -stock_movement.c.quantity).where(
        stock_movement.c.id >= given("first"),
        stock_movement.c.id < given("end"),
        stock_movement.c.kind == "sold",
    ),
    "first",
    "end",
)
_FIRST = Statement(
    select(stock_movement.c.at)
    .where(stock_movement.c.item_id == given("item"))
    .order_by(stock_movement.c.id)
    .limit(1),
    "item",
)


class NeededQueries:
    """What looks at sales; what the methods promise stands with core's protocols."""

    connection: Any

    def sold_between(self, begin: Instant, end: Instant) -> Iterator[Sold]:
        first, after = (first_at(self.connection, stock_movement, at) for at in (begin, end))
        return map(Sold._make, _SOLD.run(self.connection, first, after))

    def first_moved(self, item: int) -> Instant | None:
        row = _FIRST.run(self.connection, item).fetchone()
        return None if row is None else Instant(row[0])
