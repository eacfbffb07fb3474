"""What will be needed, as tables: expected use, goods that run short. Plainly labelled as expectations."""

from typing import TYPE_CHECKING

from tui.grid.words import WEEKDAYS
from tui.language import N_, _, say
from tui.reports.lapsing import lapsing_table
from tui.reports.words import Field, columns

if TYPE_CHECKING:
    from core.reports.lapsing_soon import LikelyToLapse
    from core.reports.needed import Needed, Spread, UseExpected
    from exports.tables.model import Row, Sheet, Table

USE = (
    Field("weekday", N_("Weekday")),
    Field("start", N_("Start")),
    Field("full", N_("Booked %"), "share"),
    Field("booked", N_("Booked, median"), "tenth"),
    Field("booked_range", N_("from - to")),
    Field("used", N_("Used, median"), "tenth"),
    Field("used_range", N_("from - to")),
    Field("offered", N_("Offered, median"), "tenth"),
    Field("weeks", N_("Weeks"), "whole"),
    Field("peak", N_("Peak slot")),
    Field("offered_next", N_("Offered next week"), "whole"),
    Field("booked_next", N_("Booked by now"), "whole"),
)

ITEMS = (
    Field("sku", N_("Code")),
    Field("name", N_("Item")),
    Field("available", N_("Available"), "whole"),
    Field("sold", N_("Sold a week, median"), "tenth"),
    Field("sold_range", N_("from - to")),
    Field("weeks", N_("Weeks"), "whole"),
    Field("weeks_left", N_("Weeks left"), "tenth"),
    Field("sold_out_on", N_("Sold out on"), "day"),
)


def needed_tables(needed: "Needed", lapse: "LikelyToLapse") -> "list[Table]":
    """All parts."""
    return [*(part(needed) for part in PARTS), lapsing_table(lapse)]


def needed_sheet(needed: "Needed", lapse: "LikelyToLapse") -> "Sheet":
    """All parts on one sheet."""
    from exports.tables.model import Sheet

    return Sheet(
        name=_("What will be needed"),
        title=title_told(needed),
        head=[(_("Looked at"), f"{needed.from_} - {needed.to}")],
        tables=needed_tables(needed, lapse),
    )


def title_told(needed: "Needed") -> str:
    """What it is, and what it is not."""
    return say("Expected in the week from {day} on (what was usual, no promise)", day=needed.next_from)


def use_table(needed: "Needed") -> "Table":
    """What is expected of each day of the week and start, the fullest first."""
    from exports.tables.model import Table

    ordered = sorted(needed.use, key=lambda use: (-fullness(use), use.weekday, use.start))
    notes = [_("Units in a week, over the weeks that count; the share is of the two medians.")]
    if any(use.left_out for use in needed.use):
        notes.append(
            _("Where there are fewer than 8 weeks, the others are left out: nothing was offered then.")
        )
    if needed.left_out:
        days = ", ".join(day.isoformat() for day in needed.left_out)
        notes.append(
            say("Left out altogether, since nothing was offered: the weeks from {days} on.", days=days)
        )
    return Table(
        heading=_("Expected use, fullest first"),
        columns=columns(*USE),
        rows=[_use_row(use) for use in ordered],
        notes=notes,
    )


def fullness(use: "UseExpected") -> float:
    """What is expected to be booked of what is expected to be offered."""
    return use.booked.halves / use.offered.halves if use.offered.halves else 0.0


def _use_row(use: "UseExpected") -> "Row":
    from core.wire import minute_told

    return [
        _(WEEKDAYS[use.weekday - 1]),
        minute_told(use.start),
        fullness(use),
        use.booked.median,
        range_told(use.booked),
        use.used.median,
        range_told(use.used),
        use.offered.median,
        use.weeks,
        _("yes") if use.peak else "",
        use.offered_next,
        use.booked_next,
    ]


def range_told(spread: "Spread") -> str:
    """From the lowest to the highest; of one number, that."""
    return f"{spread.lowest:,}" + (f" - {spread.highest:,}" if spread.highest != spread.lowest else "")


def items_table(needed: "Needed") -> "Table":
    """Goods that are likely to be sold out within four weeks, the first to run out first."""
    from exports.tables.model import Table

    told = (
        _("What is available, divided by the median of what was sold in a week; listed below 4 weeks.")
        if needed.items
        else _("No item that was sold in these weeks is likely to be sold out within 4 weeks.")
    )
    return Table(
        heading=_("Items likely to run out"),
        columns=columns(*ITEMS),
        rows=[
            [
                short.sku,
                short.name,
                short.available,
                short.sold.median,
                range_told(short.sold),
                short.weeks,
                short.weeks_left,
                short.sold_out_on,
            ]
            for short in needed.items
        ],
        notes=[told],
    )


PARTS = (use_table, items_table)
"""The parts out of the weeks, in their order; the allowance that is likely to lapse comes third."""
