"""The month's workbook: its sheets, in the order in which they stand, and the checks that they tie out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tui.language import N_, _, say
from tui.reports import allowance, approvals, people, points, sales, shelf, takings, told, use
from tui.reports.rows import KINDS
from tui.reports.summary import summary_table
from tui.reports.words import Field, columns

if TYPE_CHECKING:
    from core.doing import Reading
    from core.reports.month import Month, MonthReport
    from core.reports.ties import Tie
    from exports.tables.model import Sheet

SECTIONS = (use, approvals, people, allowance, points, sales, takings, shelf, told)
"""Rooms with `GROUP`, `SUMMARY` and `sheets`."""


def reports_of(reading: "Reading", month: "Month") -> "list[MonthReport]":
    """The month, the one before, and the same of the year before."""
    from core.reports.month import AskMonth

    return [reading.ask(AskMonth(month.later(months))) for months in (0, -1, -12)]


def month_sheets(
    reading: "Reading", reports: "Sequence[MonthReport]", *, printed: bool = False
) -> "Iterator[Sheet]":
    """The sheets of a month's workbook, made while they are taken; or those that are for paper alone.
    `figures_do_not_tie`."""
    sheets = _sheets(reading, reports, details=not printed)
    return (sheet for sheet in sheets if sheet.printed) if printed else sheets


def _sheets(reading: "Reading", reports: "Sequence[MonthReport]", *, details: bool) -> "Iterator[Sheet]":
    from core.reports.ties import require, ties_of
    from tui.reports.handed_in import changes_sheet

    report = reports[0]
    ties = list(ties_of(report))
    require(ties)
    yield _summary(reading, reports)
    changed = changes_sheet(reading, report)
    if changed is not None:
        yield changed
    for section in SECTIONS:
        yield from section.sheets(report)
    if details:
        yield from _details(reading, report, ties)
    yield _ties_sheet(ties)
    yield _definitions()


def _summary(reading: "Reading", reports: "Sequence[MonthReport]") -> "Sheet":
    from core.audit_proof import AskAuditHead
    from exports.tables.model import Sheet

    return Sheet(
        name=_("Summary"),
        title=say("Monthly report of {month}", month=reports[0].month.write_wire()),
        head=[
            (_("As of"), f"{reading.now.local:%Y-%m-%d %H:%M}"),
            (_("Audit head"), reading.ask(AskAuditHead()).head),
        ],
        tables=[summary_table(reports, [(section.GROUP, section.SUMMARY) for section in SECTIONS])],
        printed=True,
    )


def _details(reading: "Reading", report: "MonthReport", ties: "list[Tie]") -> "Iterator[Sheet]":
    """The rows behind the figures; what they sum to is added to `ties` when they have been taken."""
    from core.reports.ties import require

    for kept in KINDS.values():
        if kept.ties is not None:
            tally: Counter[Any] = Counter()
            yield kept.sheet(reading, report.month.first, report.month.last, tally)
            sums = list(kept.ties(report, tally))
            require(sums)
            ties += sums


def _ties_sheet(ties: "list[Tie]") -> "Sheet":
    from exports.tables.model import Sheet, Table, Value
    from tui.sentences.reports import check_told, figure_told

    fields = (
        Field("check", N_("Check")),
        Field("about", N_("Figure")),
        Field("left", N_("Counted one way"), "mixed"),
        Field("right", N_("Counted another way"), "mixed"),
        Field("holds", N_("Agrees")),
    )
    rows = [
        [
            check_told(tie.check),
            figure_told(tie.about),
            Value(tie.kind, tie.left),
            Value(tie.kind, tie.right),
            _("yes") if tie.holds else _("no"),
        ]
        for tie in ties
    ]
    return Sheet(
        name=_("Cross-checks"),
        title=_("Figures that were counted in two ways and agree"),
        tables=[Table(columns=columns(*fields), rows=rows)],
    )


def _definitions() -> "Sheet":
    from exports.tables.model import Sheet, Table
    from tui.reports.definitions import DEFINITIONS

    fields = (Field("figure", N_("Figure")), Field("meaning", N_("What it counts")))
    tables = [
        Table(heading=_(group), columns=columns(*fields), rows=[(_(name), _(text)) for name, text in lines])
        for group, lines in DEFINITIONS
    ]
    return Sheet(name=_("Definitions"), title=_("What the figures count"), tables=tables)
