"""Allowance: the sheets by department and grade, and on who used nothing."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.summary import Line
from tui.reports.words import Field, columns, row_of, share
from tui.sentences.ledger import WHYS

if TYPE_CHECKING:
    from core.reports.allowance import Allowance, AllowanceFigures
    from core.reports.month import MonthReport
    from exports.tables.model import Sheet, Table

GROUP = N_("Allowance")

SUMMARY = (
    Line(N_("Allowance at the beginning"), "yuan", lambda report: report.allowance.opening),
    Line(N_("Allowance granted"), "yuan", lambda report: report.allowance.granted),
    Line(N_("Allowance used, less what was returned"), "yuan", lambda report: report.allowance.net_used),
    Line(N_("Allowance lapsed"), "yuan", lambda report: report.allowance.expired),
    Line(N_("Allowance at the end"), "yuan", lambda report: report.allowance.closing),
    Line(N_("Allowance used of what there was"), "share", lambda report: _share(report.allowance)),
    Line(N_("Members who had allowance and used none"), "whole", lambda report: report.allowance.unused),
)

FIGURES = (
    Field("members", N_("Number of members"), "whole"),
    Field("opening", N_("Opening balance"), "yuan"),
    Field("granted", N_("Granted to members"), "yuan"),
    Field("used", N_("Spent"), "yuan"),
    Field("returned", N_("Returned to members"), "yuan"),
    Field("expired", N_("Lapsed"), "yuan"),
    Field("recalled", N_("Recalled"), "yuan"),
    Field("cleared", N_("Cleared"), "yuan"),
    Field("reversed", N_("Reversed"), "yuan"),
    Field("closing", N_("Closing balance"), "yuan"),
)
USE = (
    Field("share", N_("Use %"), "share"),
    Field("holders", N_("Had some"), "whole"),
    Field("unused", N_("Used none"), "whole"),
)


def sheets(report: "MonthReport") -> "Iterator[Sheet]":
    """The section's sheets."""
    from exports.tables.model import Sheet

    allowance = report.allowance
    yield Sheet(
        name=_("Allowance use"),
        title=_("Allowance by department"),
        tables=[_departments(allowance), _reasons(allowance)],
        printed=True,
    )
    yield Sheet(
        name=_("Allowance by grade"),
        title=_("Allowance by department and grade"),
        tables=[_grades(allowance)],
        long=True,
    )
    yield Sheet(
        name=_("Unused allowance"),
        title=_("Members who had allowance and used none of it"),
        tables=[_unused(allowance)],
        long=True,
    )


def _share(figures: "AllowanceFigures") -> float | None:
    return share(figures.net_used, figures.available)


def _figures(figures: "AllowanceFigures") -> list[object]:
    return [*row_of(figures, *FIGURES), _share(figures), figures.holders, figures.unused]


def _group(name: str | None) -> str:
    return name or _("(none)")


def _departments(allowance: "Allowance") -> "Table":
    from exports.tables.model import Chart, Table

    heads = columns(Field("department", N_("Department")), *FIGURES, *USE)
    return Table(
        columns=heads,
        rows=[[_group(part.department), *_figures(part)] for part in allowance.departments],
        totals=[_("All"), *_figures(allowance)],
        notes=notes(),
        chart=Chart("bar", _("Use % by department"), 0, (1 + len(FIGURES),)),
    )


def _grades(allowance: "Allowance") -> "Table":
    from exports.tables.model import Table

    heads = columns(Field("department", N_("Department")), Field("grade", N_("Grade")), *FIGURES, *USE)
    return Table(
        columns=heads,
        rows=[[_group(part.department), _group(part.grade), *_figures(part)] for part in allowance.grades],
        totals=[_("All"), "", *_figures(allowance)],
    )


def notes() -> Sequence[str]:
    """What the figures count."""
    return [
        _("Opening + granted - spent + returned - lapsed - recalled - cleared - reversed = closing."),
        _("Use % = (spent - returned) / (opening + granted - reversed)."),
        _("What was left of a lot lapses at 00:00 of the day after its last valid day."),
        _("Department and grade are those of now. Granted includes opening balances brought in."),
    ]


def _reasons(allowance: "Allowance") -> "Table":
    from exports.tables.model import Table

    return Table(
        heading=_("Members who had allowance and used none of it"),
        columns=columns(
            Field("why", N_("Why")),
            Field("members", N_("Number of members"), "whole"),
            Field("had", N_("Had to use"), "yuan"),
        ),
        rows=[[_(WHYS[part.why]), part.members, part.had] for part in allowance.reasons],
        totals=[_("All"), allowance.unused, sum(part.had for part in allowance.reasons)],
    )


def _unused(allowance: "Allowance") -> "Table":
    from exports.tables.model import Table

    fields = (
        Field("member", N_("Staff number")),
        Field("name", N_("Name")),
        Field("department", N_("Department")),
        Field("grade", N_("Grade")),
        Field("had", N_("Had to use"), "yuan"),
        Field("left", N_("Closing balance"), "yuan"),
        Field("last_day", N_("Good until"), "day"),
        Field("why", N_("Why")),
        Field("note", N_("Note")),
    )
    rows = [
        [*row_of(one, *fields[:2]), _group(one.department), _group(one.grade), one.had, one.left,
         one.last_day, _(WHYS[one.why]), one.note]
        for one in allowance.unused_members
    ]  # fmt: skip
    return Table(
        columns=columns(*fields),
        rows=rows,
        totals=[_("All"), "", "", "", sum(one.had for one in allowance.unused_members),
                sum(one.left for one in allowance.unused_members), None, "", ""],
        notes=[_("A reason noted at the desk goes before one that is told from the figures.")],
    )  # fmt: skip
