"""Sales: the sheets by category and by item."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, each, share

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.sales import Sales, SalesFigures
    from exports.tables.model import Row, Sheet, Table

GROUP = N_("Sales")

SUMMARY = (
    Line(N_("Orders placed"), "whole", lambda report: report.sales.orders),
    Line(N_("Members who bought"), "whole", lambda report: report.sales.buyers),
    Line(N_("Sold, yuan"), "yuan", lambda report: report.sales.sold.value),
    Line(N_("Sold for points alone"), "whole", lambda report: report.sales.sold.points),
    Line(N_("Returned, yuan"), "yuan", lambda report: report.sales.returned.value),
    Line(
        N_("Returned of sold (pieces)"),
        "share",
        lambda report: share(report.sales.returned.quantity, report.sales.sold.quantity),
    ),
    Line(N_("Net sales, yuan"), "yuan", lambda report: report.sales.net.value),
    Line(
        N_("Spend per buyer, yuan"), "yuan", lambda report: each(report.sales.sold.value, report.sales.buyers)
    ),
)

FIGURES = (
    Field("orders", N_("Orders placed"), "whole"),
    Field("sold", N_("Sold"), "whole"),
    Field("sold_value", N_("Sold, yuan"), "yuan"),
    Field("sold_points", N_("Sold, points"), "whole"),
    Field("cancelled", N_("Cancelled before hand-over"), "whole"),
    Field("cancelled_value", N_("Cancelled, yuan"), "yuan"),
    Field("returned", N_("Returned, pieces"), "whole"),
    Field("returned_value", N_("Returned, yuan"), "yuan"),
    Field("returned_share", N_("Returned %"), "share"),
    Field("net", N_("Net, pieces"), "whole"),
    Field("net_value", N_("Net sales, yuan"), "yuan"),
    Field("net_points", N_("Net, points"), "whole"),
)
TOP = 10


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    sales = report.sales
    yield Sheet(
        name=_("Sales by category"),
        title=_("Sales by category"),
        head=_head(sales),
        tables=[_categories(sales)],
        printed=True,
    )
    yield Sheet(
        name=_("Sales by item"),
        title=_("Sales by item"),
        tables=[_top(sales), _items(sales)],
        printed=True,
    )


def _head(sales: "Sales") -> list[tuple[str, str]]:
    from core.wire import yuan_told

    spend = each(sales.sold.value, sales.buyers)
    return [
        (_("Orders placed"), str(sales.orders)),
        (_("Members who bought"), str(sales.buyers)),
        (_("Spend per buyer, yuan"), "–" if spend is None else yuan_told(spend)),
    ]


def _figures(figures: "SalesFigures") -> list[object]:
    sold, cancelled, returned, net = figures.sold, figures.cancelled, figures.returned, figures.net
    return [
        figures.orders, *sold, cancelled.quantity, cancelled.value, returned.quantity, returned.value,
        share(returned.quantity, sold.quantity), *net,
    ]  # fmt: skip


def _notes() -> list[str]:
    return [
        _("Sold is what the month's orders have, whatever became of them."),
        _("Cancelled and returned is what was cancelled and came back in the month, whenever it was sold."),
        _("What was sold for points alone has no yuan; an exchange is a return and an order."),
    ]


def _categories(sales: "Sales") -> "Table":
    from exports.tables.model import Table

    return Table(
        columns=columns(Field("category", N_("Category")), *FIGURES),
        rows=[[part.category or _("Without a category"), *_figures(part)] for part in sales.categories],
        totals=[_("All"), *_figures(sales)],
        notes=_notes(),
    )


def _top(sales: "Sales") -> "Table":
    from exports.tables.model import Chart, Table

    found = sorted(sales.items, key=lambda part: (-part.sold.value, -part.sold.quantity, part.sku))
    rows: list[Row] = [
        [part.name, part.sold.quantity, part.sold.value] for part in found[:TOP] if part.sold.quantity
    ]
    return Table(
        heading=_("The ten items that sold for most"),
        columns=columns(Field("name", N_("Item")), FIGURES[1], FIGURES[2]),
        rows=rows,
        chart=Chart("bar", _("The ten items that sold for most"), 0, (2,)),
    )


def _items(sales: "Sales") -> "Table":
    from exports.tables.model import Table

    heads = (
        Field("sku", N_("Code")),
        Field("name", N_("Item")),
        Field("specification", N_("Specification")),
        Field("category", N_("Category")),
    )
    return Table(
        heading=_("Every item"),
        columns=columns(*heads, *FIGURES),
        rows=[
            [part.sku, part.name, part.specification, part.category, *_figures(part)] for part in sales.items
        ],
        totals=["", _("All"), "", "", *_figures(sales)],
    )
