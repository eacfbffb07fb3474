"""Members: the sheet by department."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, each, row_of, share

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.people import People, PeopleFigures
    from exports.tables.model import Sheet, Table

GROUP = N_("Members")

SUMMARY = (
    Line(N_("On the roll at the end"), "whole", lambda report: report.people.on_roll),
    Line(N_("Joined in the month"), "whole", lambda report: report.people.joined),
    Line(N_("Left in the month"), "whole", lambda report: report.people.left),
    Line(N_("Active members"), "whole", lambda report: report.people.active),
    Line(
        N_("Active of the roll"),
        "share",
        lambda report: share(report.people.active, report.people.before + report.people.joined),
    ),
    Line(N_("For the first time"), "whole", lambda report: report.people.first_time),
    Line(N_("Booked and never came"), "whole", lambda report: report.people.never_came),
    Line(
        N_("Bookings per 100 active members"),
        "whole",
        lambda report: each(report.people.bookings * 100, report.people.active),
    ),
)

FIGURES = (
    Field("before", N_("Roll at start"), "whole"),
    Field("joined", N_("New hires"), "whole"),
    Field("left", N_("Leavers"), "whole"),
    Field("on_roll", N_("Roll at end"), "whole"),
    Field("active", N_("Active members"), "whole"),
    Field("first_time", N_("First-timers"), "whole"),
    Field("never_came", N_("Never came"), "whole"),
    Field("bookings", N_("Number of bookings"), "whole"),
    Field("buyers", N_("Buyers"), "whole"),
    Field("orders", N_("Orders placed"), "whole"),
    Field("spent", N_("Spent, yuan"), "yuan"),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    yield Sheet(
        name=_("Member activity"), title=_("Members by department"), tables=[_departments(report.people)]
    )


def _figures(one: "PeopleFigures") -> list[object]:
    return [
        *row_of(one, *FIGURES),
        share(one.active, one.before + one.joined),
        each(one.bookings * 100, one.active),
        each(one.spent, one.buyers),
    ]


def _departments(people: "People") -> "Table":
    from exports.tables.model import Chart, Table

    heads = columns(
        Field("department", N_("Department")),
        *FIGURES,
        Field("active_share", N_("Active %"), "share"),
        Field("bookings_per_100", N_("Bookings per 100 active"), "whole"),
        Field("spent_each", N_("Spent per buyer, yuan"), "yuan"),
    )
    return Table(
        columns=heads,
        rows=[[part.department or _("Without a department"), *_figures(part)] for part in people.departments],
        totals=[_("All"), *_figures(people)],
        chart=Chart("column", _("Active members by department"), 0, (5,)),
        notes=[
            _("Active is who booked, joined a line or ordered; the department is that of now."),
            _("Active %: of all who were on the roll at any time in the month."),
            _("Never came: a no-show at least, and none of their slots used."),
        ],
    )
