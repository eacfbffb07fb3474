"""Approvals: the sheet by facility and by level."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, row_of

if TYPE_CHECKING:
    from core.reports.approvals import Approvals
    from core.reports.month import MonthReport
    from exports.tables.model import Sheet, Table

GROUP = N_("Approvals")

SUMMARY = (
    Line(N_("Applications approved"), "whole", lambda report: report.approvals.approved),
    Line(N_("Applications rejected"), "whole", lambda report: report.approvals.rejected),
    Line(N_("Applications undecided at the start"), "whole", lambda report: report.approvals.expired),
    Line(N_("Applications withdrawn"), "whole", lambda report: report.approvals.withdrawn),
)

FIGURES = (
    Field("approved", N_("Applications approved"), "whole"),
    Field("rejected", N_("Applications rejected"), "whole"),
    Field("expired", N_("Applications undecided at the start"), "whole"),
    Field("withdrawn", N_("Applications withdrawn"), "whole"),
    Field("displaced", N_("Applications that lost their place"), "whole"),
    Field("waiting", N_("Waiting now"), "whole"),
)
LEVEL = (
    Field("level", N_("Approval level"), "whole"),
    Field("decided", N_("Decisions"), "whole"),
    Field("median_minutes", N_("Median minutes to decide"), "whole"),
    Field("longest_minutes", N_("Longest, minutes"), "whole"),
    Field("waiting", N_("Waiting now"), "whole"),
    Field("waits_longest_minutes", N_("Waiting longest, minutes"), "whole"),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    approvals = report.approvals
    yield Sheet(
        name=_("Approval figures"),
        title=_("What became of applications"),
        tables=[_facilities(approvals), _levels(approvals)],
    )


def _facilities(approvals: "Approvals") -> "Table":
    from exports.tables.model import Table

    fields = (Field("facility", N_("Code")), Field("name", N_("Facility")), *FIGURES)
    return Table(
        heading=_("By facility"),
        columns=columns(*fields),
        rows=[row_of(part, *fields) for part in approvals.facilities],
        totals=["", _("All"), *row_of(approvals, *FIGURES)],
        notes=[_("Decided in the month, whenever it was applied for; what waits, waits now.")],
    )


def _levels(approvals: "Approvals") -> "Table":
    from exports.tables.model import Table

    return Table(
        heading=_("How long it took"),
        columns=columns(*LEVEL),
        rows=[row_of(part, *LEVEL) for part in approvals.levels],
        notes=[_("From when it was a level's turn until it was given or refused.")],
    )
