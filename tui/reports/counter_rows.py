"""Order lines and stock movements as sheets, and what they sum to."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.words import Field, columns
from tui.sentences.counter import ORDER_STATES

if TYPE_CHECKING:
    from core.reports.counter_rows import MovementRow, OrderRow
    from core.reports.month import MonthReport
    from core.reports.ties import Tie
    from exports.tables.model import Row, Table

ORDERS = (
    Field("order", N_("Order"), width=10),
    Field("date", N_("Day"), "day", 12),
    Field("at", N_("Ordered at"), "moment", 18),
    Field("staff_no", N_("Staff number"), width=12),
    Field("name", N_("Name"), width=14),
    Field("department", N_("Department"), width=16),
    Field("sku", N_("Code"), width=14),
    Field("item", N_("Item"), width=20),
    Field("specification", N_("Specification"), width=14),
    Field("category", N_("Category"), width=12),
    Field("quantity", N_("Quantity"), "whole", 8),
    Field("price", N_("Price in yuan"), "yuan", 12),
    Field("value", N_("Value, yuan"), "yuan", 12),
    Field("points", N_("For points alone"), "whole", 12),
    Field("returned", N_("Returned, pieces"), "whole", 10),
    Field("state", N_("State"), width=14),
    Field("received_on", N_("Received on"), "day", 12),
    Field("proxy", N_("Collected by proxy"), width=18),
    Field("paid_points", N_("Points paid"), "whole", 10),
    Field("points_value", N_("Points, as yuan"), "yuan", 12),
    Field("allowance", N_("Allowance, yuan"), "yuan", 12),
    Field("cash", N_("Cash"), "yuan", 12),
    Field("wechat", N_("WeChat"), "yuan", 12),
    Field("alipay", N_("Alipay"), "yuan", 12),
    Field("card", N_("Bank card"), "yuan", 12),
)
TENDERS = ("points_value", "allowance", "cash", "wechat", "alipay", "card")

MOVEMENTS = (
    Field("at", N_("When"), "moment", 18),
    Field("sku", N_("Code"), width=14),
    Field("item", N_("Item"), width=20),
    Field("category", N_("Category"), width=12),
    Field("kind", N_("Kind of movement"), width=16),
    Field("quantity", N_("Quantity"), "whole", 8),
    Field("unit_cost", N_("Unit cost, yuan"), "yuan", 12),
    Field("value", N_("Value, yuan"), "yuan", 12),
    Field("document", N_("Document"), width=16),
    Field("reason", N_("Reason"), width=24),
    Field("by", N_("By"), width=14),
)
KINDS: dict[str, str] = {
    "received": N_("Received"),
    "written_off": N_("Written off"),
    "counted": N_("Counting differences"),
    "sold": N_("Went out for orders"),
    "returned": N_("Back to the shelf"),
    "handed_out": N_("Handed out"),
}


def orders_table(rows: "Iterator[OrderRow]", tally: Counter[str]) -> "Table":
    """Order lines; `tally` counts their pieces, yuan (fen) and points, the orders, and the tenders."""
    from exports.tables.model import Table

    return Table(columns=columns(*ORDERS), rows=_orders(rows, tally))


def _orders(rows: "Iterator[OrderRow]", tally: Counter[str]) -> "Iterator[Row]":
    states = {state: _(word) for state, word in ORDER_STATES.items()}
    before = None
    for row in rows:
        tally["orders"] += row.order != before
        before = row.order
        tally["sold_quantity"] += row.quantity
        tally["sold_value"] += row.value or 0
        tally["sold_points"] += row.points or 0
        tally["paid"] += sum(getattr(row, tender) or 0 for tender in TENDERS)
        yield (*row[:14], row.returned or None, states[row.state], *row[16:])


def movements_table(rows: "Iterator[MovementRow]", tally: Counter[str]) -> "Table":
    """Stock movements; `tally` counts their pieces by kind."""
    from exports.tables.model import Table

    return Table(columns=columns(*MOVEMENTS), rows=_movements(rows, tally))


def _movements(rows: "Iterator[MovementRow]", tally: Counter[str]) -> "Iterator[Row]":
    kinds = {kind: _(word) for kind, word in KINDS.items()}
    for row in rows:
        tally[f"moved_{row.kind}"] += row.quantity
        yield (*row[:4], kinds[row.kind], *row[5:])


def order_ties(report: "MonthReport", tally: Counter[str]) -> "Iterator[Tie]":
    """The order lines that were written against the sales of the month."""
    from core.reports.sales import Goods
    from core.reports.ties import Tie, goods_ties
    from core.wire import Fen

    sales = report.sales
    told = Goods(tally["sold_quantity"], Fen(tally["sold_value"]), tally["sold_points"])
    yield from goods_ties("details", "sold", told, sales.sold)
    yield Tie("details", "orders", tally["orders"], sales.orders)
    yield Tie("details_paid", "sold_value", tally["paid"], sales.sold.value, "yuan")


def movement_ties(report: "MonthReport", tally: Counter[str]) -> "Iterator[Tie]":
    """The movements that were written against the stock of the month."""
    from core.reports.ties import Tie

    for kind in KINDS:
        yield Tie("details", f"moved_{kind}", tally[f"moved_{kind}"], getattr(report.shelf, kind))
