"""Points: the sheet on what they were earned for, and how the balances changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.points import Points
    from exports.tables.model import Row, Sheet, Table

GROUP = N_("Points")

SUMMARY = (
    Line(N_("Points at the beginning"), "whole", lambda report: report.points.opening),
    Line(N_("Points awarded by rules"), "whole", lambda report: report.points.awarded),
    Line(N_("Points earned with purchases"), "whole", lambda report: report.points.purchased),
    Line(N_("Points used"), "whole", lambda report: report.points.used),
    Line(N_("Points lapsed"), "whole", lambda report: report.points.expired),
    Line(N_("Points at the end"), "whole", lambda report: report.points.closing),
)

BALANCE = (
    ("opening", N_("Opening balance"), 1),
    ("awarded", N_("Awarded by rules"), 1),
    ("granted", N_("Granted by policies, by hand and from files"), 1),
    ("unlocked", N_("Unlocked"), 1),
    ("used", N_("Spent"), -1),
    ("returned", N_("Returned to members"), 1),
    ("expired", N_("Lapsed"), -1),
    ("recalled", N_("Recalled"), -1),
    ("cleared", N_("Cleared"), -1),
    ("reversed", N_("Reversed"), -1),
)
LOCKED = (
    ("locked_opening", N_("Opening balance"), 1),
    ("purchased", N_("Earned with purchases"), 1),
    ("forfeited", N_("Forfeited by returns and leaving"), -1),
    ("unlocked", N_("Unlocked"), -1),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheet."""
    from exports.tables.model import Sheet

    points = report.points
    yield Sheet(
        name=_("Points"),
        title=_("Points earned and used"),
        tables=[
            _earned(points),
            _changes(_("Balances that can be used"), points, BALANCE, points.closing),
            _changes(_("Locked until the return window is over"), points, LOCKED, points.locked_closing),
        ],
    )


def _earned(points: "Points") -> "Table":
    from exports.tables.model import Table

    rows: list[Row] = [[rule.rule, rule.name, rule.times, rule.points] for rule in points.rules]
    rows.append(["", _("Granted by policies, by hand and from files"), points.grants, points.granted])
    rows.append(["", _("Earned with purchases (locked at first)"), points.purchases, points.purchased])
    times = points.awards + points.grants + points.purchases
    return Table(
        heading=_("Earned, by rule"),
        columns=columns(
            Field("rule", N_("Code")),
            Field("name", N_("Rule")),
            Field("times", N_("Times"), "whole"),
            Field("points", N_("Points"), "whole"),
        ),
        rows=rows,
        totals=["", _("All"), times, points.awarded + points.granted + points.purchased],
    )


def _changes(
    heading: str, points: "Points", lines: tuple[tuple[str, str, int], ...], closing: int
) -> "Table":
    from exports.tables.model import Table

    return Table(
        heading=heading,
        columns=columns(Field("figure", N_("Figure")), Field("points", N_("Points"), "whole")),
        rows=[[_(label), sign * getattr(points, figure)] for figure, label, sign in lines],
        totals=[_("Closing balance"), closing],
    )
