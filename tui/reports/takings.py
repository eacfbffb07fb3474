"""Takings: the sheets by day and tender, and the differences of the shifts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.grid.words import WEEKDAYS
from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns

if TYPE_CHECKING:
    from core.reports.month import MonthReport
    from core.reports.takings import Takings, TakingsFigures
    from exports.tables.model import Row, Sheet, Table

GROUP = N_("Takings")

SUMMARY = (
    Line(N_("Taken, yuan"), "yuan", lambda report: report.takings.total.sales),
    Line(N_("Given back, yuan"), "yuan", lambda report: report.takings.total.refunds),
    Line(N_("Net by points, yuan"), "yuan", lambda report: report.takings.points_value.net),
    Line(N_("Net by allowance, yuan"), "yuan", lambda report: report.takings.allowance.net),
    Line(
        N_("Net in money, yuan"),
        "yuan",
        lambda report: (
            report.takings.total.net - report.takings.points_value.net - report.takings.allowance.net
        ),
    ),
    Line(N_("Shift differences, yuan"), "yuan", lambda report: sum(report.takings.difference)),
    Line(N_("Without an open shift, yuan"), "yuan", lambda report: report.takings.outside),
)

TENDERS = (
    ("points_value", N_("Points, as yuan"), N_("Points used, as yuan"), N_("Points back, as yuan")),
    ("allowance", N_("Allowance, yuan"), N_("Allowance taken"), N_("Allowance given back")),
    ("cash", N_("Cash"), N_("Cash taken"), N_("Cash given back")),
    ("wechat", N_("WeChat"), N_("WeChat taken"), N_("WeChat given back")),
    ("alipay", N_("Alipay"), N_("Alipay taken"), N_("Alipay given back")),
    ("card", N_("Bank card"), N_("Bank card taken"), N_("Bank card given back")),
)
"""The field of a tender, and its headers: net, taken, given back."""

DAY = (Field("date", N_("Day"), "day"), Field("weekday", N_("Weekday")))


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    takings = report.takings
    yield Sheet(name=_("Takings"), title=_("Takings by day"), tables=[_by_day(takings)])
    yield Sheet(
        name=_("Takings by tender"), title=_("Taken and given back, by tender"), tables=[_by_tender(takings)]
    )
    yield Sheet(
        name=_("Shift differences"), title=_("How the shifts' counts came out"), tables=[_shifts(takings)]
    )


def _rows(takings: "Takings", *of: "list[object]") -> "list[Row]":
    return [
        [day.date, _(WEEKDAYS[day.date.weekday()]), *figures]
        for day, figures in zip(takings.days, of, strict=True)
    ]


def _by_day(takings: "Takings") -> "Table":
    from exports.tables.model import Chart, Table

    def figures(one: "TakingsFigures") -> list[object]:
        return [
            one.orders, one.total.sales, one.total.refunds,
            *(getattr(one, tender[0]).net for tender in TENDERS), one.total.net,
        ]  # fmt: skip

    fields = (
        Field("orders", N_("Orders placed"), "whole"),
        Field("sales", N_("Taken, yuan"), "yuan"),
        Field("refunds", N_("Given back, yuan"), "yuan"),
        *(Field(key, net, "yuan") for key, net, _taken, _back in TENDERS),
        Field("net", N_("Net, yuan"), "yuan"),
    )
    return Table(
        columns=columns(*DAY, *fields),
        rows=_rows(takings, *map(figures, takings.days)),
        totals=[_("All"), "", *figures(takings)],
        chart=Chart("stacked", _("Net takings by tender"), 0, tuple(range(5, 11)), _("Net, yuan")),
        notes=[
            _("The tenders' columns are net: what was taken less what was given back on the day."),
            _("What moved from one order to another by an exchange was neither taken nor given back."),
        ],
    )


def _by_tender(takings: "Takings") -> "Table":
    from exports.tables.model import Table

    def figures(one: "TakingsFigures") -> list[object]:
        values = [getattr(one, tender[0]) for tender in TENDERS]
        parts = [part for value in values for part in (value.sales, value.refunds)]
        return [one.points.sales, one.points.refunds, *parts]

    fields = [
        Field("points_sales", N_("Points taken"), "whole"),
        Field("points_refunds", N_("Points given back"), "whole"),
    ]
    for key, _net, taken, back in TENDERS:
        fields += [Field(f"{key}_sales", taken, "yuan"), Field(f"{key}_refunds", back, "yuan")]
    return Table(
        columns=columns(*DAY, *fields),
        rows=_rows(takings, *map(figures, takings.days)),
        totals=[_("All"), "", *figures(takings)],
        notes=[_("Points count all that were paid; those for what is sold for points alone have no yuan.")],
    )


def _shifts(takings: "Takings") -> "Table":
    from exports.tables.model import Table

    def figures(one: "TakingsFigures") -> list[object]:
        return [*one.difference, sum(one.difference), one.outside]

    fields = (
        *(Field(key, net, "yuan") for key, net, _taken, _back in TENDERS[2:]),
        Field("difference", N_("All of them"), "yuan"),
        Field("outside", N_("Without an open shift, yuan"), "yuan"),
    )
    return Table(
        columns=columns(*DAY, *fields),
        rows=_rows(takings, *map(figures, takings.days)),
        totals=[_("All"), "", *figures(takings)],
        notes=[_("Counted less expected, on the day on which a shift was closed: below nothing is short.")],
    )
