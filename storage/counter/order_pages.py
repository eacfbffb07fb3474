"""Orders found without their slip: by member, item, state and days, a page at a time, by an index each."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, case, exists, func, or_, select

from core.counter.records import OrderState
from storage.counter.tables import order_line, orders
from storage.members import MEMBER_COLUMNS, member
from storage.statement import Statement, given

ORDER_COLUMNS = tuple(
    orders.c[name]
    for name in (
        "id", "state", "at", "total", "points_total", "points_per_yuan", "points_entry_id", "earned",
        "unlocked", "received_on", "proxy_name", "proxy_relation", "carrier", "tracking", "service_on",
        "operator",
    )
)  # fmt: skip
WITH_MEMBERS = orders.join(member, member.c.id == orders.c.member_id)

_BETWEEN = orders.c.day.between(given("first"), given("last"))
_IN_STATE = or_(given("state").is_(None), orders.c.state == given("state"))
_ITEM_AMONG = exists().where(order_line.c.order_id == orders.c.id, order_line.c.item_id == given("item"))
_EARLIER = order_line.alias("earlier")
_SAME_ITEM_EARLIER = exists().where(
    _EARLIER.c.item_id == order_line.c.item_id,
    _EARLIER.c.order_id == order_line.c.order_id,
    _EARLIER.c.id < order_line.c.id,
)
_LINES = order_line.join(orders, orders.c.id == order_line.c.order_id)


class _Way(NamedTuple):
    """One way to orders: the newest first, or those still to be collected before all others; and how many."""

    newest: Statement
    open_first: Statement
    counted: Statement


_NEWEST = (orders.c.day.desc(), orders.c.id.desc())


def _way(
    found: FromClause,
    *conditions: ColumnElement[bool],
    names: tuple[str, ...] = (),
    newest: tuple[Any, ...] = _NEWEST,
) -> _Way:
    """Orders among the rows of `found`; `newest` first is the order of its index. Where all that fit must be
    sorted, their numbers alone are."""
    asked = (*names, "first", "last")
    open_first = (case((orders.c.state == "open", 0), else_=1), *_NEWEST)

    def page(query: Select[Any], order: tuple[Any, ...]) -> Select[Any]:
        fitting = query.where(*conditions, _BETWEEN).order_by(*order)
        return fitting.limit(given("limit")).offset(given("skip"))

    whole = select(*ORDER_COLUMNS, *MEMBER_COLUMNS)
    with_members = found.join(member, member.c.id == orders.c.member_id)
    numbers = page(select(orders.c.id).select_from(found), open_first).correlate(None)
    sorted_alone = whole.select_from(WITH_MEMBERS).where(orders.c.id.in_(numbers)).order_by(*open_first)
    count = select(func.count()).select_from(found).where(*conditions, _BETWEEN)
    return _Way(
        Statement(page(whole.select_from(with_members), newest), *asked, "limit", "skip"),
        Statement(sorted_alone, *asked, "limit", "skip"),
        Statement(count, *asked),
    )


OF_MEMBER = _way(
    orders,
    orders.c.member_id == given("member"),
    _IN_STATE,
    or_(given("item").is_(None), _ITEM_AMONG),
    names=("member", "state", "item"),
)
OF_ITEM = _way(
    _LINES,
    order_line.c.item_id == given("item"),
    _IN_STATE,
    ~_SAME_ITEM_EARLIER,
    names=("item", "state"),
    newest=(order_line.c.order_id.desc(),),
)
OF_STATE = _way(orders, orders.c.state == given("state"), names=("state",))
OF_DAYS = _way(orders)


class OrdersAsked(NamedTuple):
    """Which orders are looked for."""

    member: int | None
    item: int | None
    state: OrderState | None
    first: date
    last: date

    def _way(self) -> tuple[_Way, tuple[Any, ...]]:
        days = (self.first.isoformat(), self.last.isoformat())
        if self.member is not None:
            return OF_MEMBER, (self.member, self.state, self.item, *days)
        if self.item is not None:
            return OF_ITEM, (self.item, self.state, *days)
        if self.state is not None:
            return OF_STATE, (self.state, *days)
        return OF_DAYS, days

    def rows(self, connection: Any, limit: int, skip: int, *, open_first: bool) -> list[tuple[Any, ...]]:
        """The columns of the orders of a page, and of their members."""
        way, values = self._way()
        statement = way.open_first if open_first else way.newest
        found: list[tuple[Any, ...]] = statement.run(connection, *values, limit, skip).fetchall()
        return found

    def count(self, connection: Any) -> int:
        """How many there are on all pages."""
        way, values = self._way()
        return int(way.counted.run(connection, *values).fetchone()[0])
