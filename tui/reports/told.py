"""Notices: the sheet by kind."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _, spoken
from tui.reports.summary import Line
from tui.reports.words import Field, columns, row_of

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.told import NoticesTold
    from exports.tables.model import Sheet, Table

GROUP = N_("Notices")

SUMMARY = (
    Line(N_("Notices written"), "whole", lambda report: report.notices.written),
    Line(N_("Notices delivered"), "whole", lambda report: report.notices.sent),
    Line(N_("Notices told by phone"), "whole", lambda report: report.notices.told),
    Line(N_("Notices missed"), "whole", lambda report: report.notices.missed),
    Line(N_("Notices that failed"), "whole", lambda report: report.notices.failed),
)

FIGURES = (
    Field("written", N_("Notices written"), "whole"),
    Field("sent", N_("Notices delivered"), "whole"),
    Field("told", N_("Notices told by phone"), "whole"),
    Field("missed", N_("Notices missed"), "whole"),
    Field("failed", N_("Notices that failed"), "whole"),
    Field("waiting", N_("Notices waiting"), "whole"),
    Field("median_minutes", N_("Median minutes until told"), "whole"),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    yield Sheet(
        name=_("Notice figures"), title=_("Notices and what became of them"), tables=[_kinds(report.notices)]
    )


def _kinds(notices: "NoticesTold") -> "Table":
    from core.notices.templates import PROGRAMS
    from exports.tables.model import Table

    titles = PROGRAMS["en" if spoken() == "en" else "zh_CN"]
    tiers = {"formal": _("Formal notice"), "light": _("Light notice")}
    return Table(
        columns=columns(Field("kind", N_("Kind of notice")), Field("tier", N_("How it counts")), *FIGURES),
        rows=[[titles[one.kind].title, tiers[one.tier], *row_of(one, *FIGURES)] for one in notices.kinds],
        totals=[_("All"), "", *row_of(notices, *FIGURES)],
        notes=[
            _("Written in the month, as they stand now. Missed: of no use any more before anybody was told."),
        ],
    )
