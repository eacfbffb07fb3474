"""The month's workbook: its sheets, in the order in which they stand, and the checks that they tie out."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports import approvals, counter_rows, people, sales, shelf, takings, told, use
from tui.reports.details import bookings_table
from tui.reports.summary import summary_table
from tui.reports.words import Field, columns

if TYPE_CHECKING:
    from core.desk import Reading
    from core.reports.month import Month, MonthReport
    from core.reports.ties import Tie
    from exports.tables.model import Sheet

SECTIONS = (use, approvals, people, sales, takings, shelf, told)
"""Rooms with `GROUP`, `SUMMARY` and `sheets`."""


def month_sheets(reading: "Reading", month: "Month") -> "Iterator[Sheet]":
    """The sheets of a month's workbook, made while they are taken. `figures_do_not_tie`."""
    from core.reports.details import BookingRows
    from core.reports.month import AskMonth
    from core.reports.ties import require, ties_of
    from exports.tables.model import Sheet

    reports = [reading.ask(AskMonth(month.later(months))) for months in (0, -1, -12)]
    report = reports[0]
    ties = list(ties_of(report))
    require(ties)
    lines = [(section.GROUP, section.SUMMARY) for section in SECTIONS]
    yield Sheet(
        name=_("Summary"), title=_title(month), head=_head(reading), tables=[summary_table(reports, lines)]
    )
    for section in SECTIONS:
        yield from section.sheets(report)
    tally: Counter[str] = Counter()
    bookings = reading.rows(BookingRows(month.first, month.last))
    yield Sheet(
        name=_("Bookings"),
        title=_("Bookings, one a row"),
        tables=[bookings_table(bookings, tally)],
        long=True,
    )
    counted: Counter[str] = Counter()
    yield from counter_rows.sheets(reading, month, counted)
    details = [*_detail_ties(report, tally), *counter_rows.ties(report, counted)]
    require(details)
    yield _ties_sheet([*ties, *details])


def _title(month: "Month") -> str:
    from tui.language import say

    return say("Monthly report of {month}", month=month.write_wire())


def _head(reading: "Reading") -> list[tuple[str, str]]:
    return [(_("As of"), f"{reading.now.local:%Y-%m-%d %H:%M}")]


def _detail_ties(report: "MonthReport", tally: Counter[str]) -> "Iterator[Tie]":
    """Of the rows that were written: `tally` counts units by state."""
    from core.reports.ties import Tie
    from core.reports.utilisation import BOOKED, OF_STATES, USED

    yield Tie("details", "booked", sum(tally[state] for state in BOOKED), report.use.booked)
    yield Tie("details", "used", sum(tally[state] for state in USED), report.use.used)
    for state, figure in OF_STATES.items():
        yield Tie("details", figure, tally[state], getattr(report.use, figure))


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
