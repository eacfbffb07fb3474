"""Stock: the sheet by item, what is to be restocked first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, row_of

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.shelf import ItemShelf, Shelf
    from exports.tables.model import Sheet, Table

GROUP = N_("Stock")

SUMMARY = (
    Line(N_("On hand at the month's end"), "whole", lambda report: report.shelf.closing),
    Line(N_("Received, pieces"), "whole", lambda report: report.shelf.received),
    Line(N_("Received, yuan (where the cost is known)"), "yuan", lambda report: report.shelf.received_value),
    Line(N_("Written off, pieces"), "whole", lambda report: -report.shelf.written_off),
    Line(N_("Difference found by counting, pieces"), "whole", lambda report: report.shelf.counted),
)

NAMED = (
    Field("sku", N_("Code")),
    Field("name", N_("Item")),
    Field("specification", N_("Specification")),
)
MOVED = (
    Field("opening", N_("Opening stock"), "whole"),
    Field("received", N_("Received"), "whole"),
    Field("sold", N_("For orders"), "whole"),
    Field("returned", N_("Back to the shelf"), "whole"),
    Field("written_off", N_("Written off"), "whole"),
    Field("counted", N_("By counting"), "whole"),
    Field("handed_out", N_("Handed out"), "whole"),
    Field("closing", N_("Closing stock"), "whole"),
    Field("moved_since", N_("Moved since"), "whole"),
    Field("on_hand", N_("On hand now"), "whole"),
    Field("available", N_("Available now"), "whole"),
)
COST = (
    Field("received_value", N_("Received, yuan"), "yuan"),
    Field("received_valued", N_("Of known cost"), "whole"),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    shelf = report.shelf
    yield Sheet(name=_("Stock by item"), title=_("Stock by item"), tables=[_restock(shelf), _items(shelf)])


def _restock(shelf: "Shelf") -> "Table":
    from exports.tables.model import Table

    low = [one for one in shelf.items if one.restock]
    fields = (
        *NAMED,
        Field("supplier", N_("Supplier")),
        Field("available", N_("Available now"), "whole"),
        Field("threshold", N_("Threshold"), "whole"),
        Field("suggested", N_("Suggested quantity"), "whole"),
    )
    return Table(
        heading=_("To be restocked"),
        columns=columns(*fields),
        rows=[row_of(one, *fields) for one in low],
        notes=[
            _(
                "Suggested is what brings it to its threshold, and what went out in the month besides, less "
                "what came back; at least one."
            ),
        ],
    )


def _items(shelf: "Shelf") -> "Table":
    from exports.tables.model import Table

    def told(one: "ItemShelf") -> list[object]:
        return [
            *row_of(one, *NAMED, *MOVED), one.threshold, *row_of(one, *COST),
            _("yes") if one.restock else None,
        ]  # fmt: skip

    return Table(
        heading=_("Every item"),
        columns=columns(
            *NAMED,
            *MOVED,
            Field("threshold", N_("Threshold"), "whole"),
            *COST,
            Field("restock", N_("To be restocked")),
        ),
        rows=[told(one) for one in shelf.items],
        totals=["", _("All"), "", *row_of(shelf, *MOVED), None, *row_of(shelf, *COST), None],
        notes=[
            _("Goods go out when they are handed over; what came back damaged is not on the shelf."),
            _("Received in yuan is what the pieces cost whose unit cost was entered."),
        ],
    )
