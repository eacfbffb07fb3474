"""Allowance likely to lapse unused, as a table."""

from typing import TYPE_CHECKING

from tui.language import N_, _, say
from tui.reports.words import Field, columns, row_of

if TYPE_CHECKING:
    from core.reports.lapsing_soon import LikelyToLapse
    from exports.tables.model import Row, Table

FIELDS = (
    Field("member", N_("Staff number")),
    Field("name", N_("Name")),
    Field("department", N_("Department")),
    Field("phone", N_("Phone")),
    Field("remaining", N_("Left now"), "yuan"),
    Field("expires_on", N_("Last valid day"), "day"),
    Field("used", N_("Spent in 90 days"), "yuan"),
    Field("unused", N_("Likely to lapse"), "yuan"),
)


def lapsing_table(likely: "LikelyToLapse") -> "Table":
    """The lots, soonest first, with what is likely to be left of them; below, how that is reckoned."""
    from exports.tables.model import Table

    notes = [
        _("Expected, not certain: who spent nothing in the last 90 days is taken to spend nothing, anybody "
          "else goes on spending as much a day as on average over these days, the soonest lot first."),
    ]  # fmt: skip
    notes.insert(0, say("So many members may lose some: {count}.", count=likely.members))
    if likely.left_off:
        notes.insert(0, say("So many more lots are not listed: {count}.", count=likely.left_off))
    rows: list[Row] = [row_of(lot, *FIELDS) for lot in likely.lots]
    return Table(
        heading=say("Allowance likely to lapse unused by {day}", day=likely.until),
        columns=columns(*FIELDS),
        rows=rows,
        totals=[_("All"), "", "", "", None, None, None,
                likely.unused],
        notes=notes,
    )  # fmt: skip
