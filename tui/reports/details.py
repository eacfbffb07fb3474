"""Bookings, one a row, and what they sum to."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.words import Field, columns
from tui.sentences.desk import STATES

if TYPE_CHECKING:
    from core.reports.details import BookingRow
    from core.reports.month import MonthReport
    from core.reports.ties import Tie
    from exports.tables.model import Row, Table

BOOKINGS = (
    Field("booking", N_("Booking"), width=10),
    Field("date", N_("Day"), "day", 12),
    Field("start", N_("Start"), width=8),
    Field("end", N_("End"), width=8),
    Field("facility", N_("Code"), width=14),
    Field("facility_name", N_("Facility"), width=18),
    Field("staff_no", N_("Staff number"), width=12),
    Field("name", N_("Name"), width=14),
    Field("department", N_("Department"), width=16),
    Field("party", N_("Party"), "whole", 8),
    Field("units", N_("Units"), "whole", 8),
    Field("people", N_("People"), "whole", 8),
    Field("state", N_("State"), width=14),
    Field("walk_in", N_("Walk-in"), width=9),
    Field("booked_at", N_("Booked at"), "moment", 18),
    Field("purpose", N_("Purpose"), width=24),
    Field("override", N_("Override"), width=24),
)


def bookings_table(rows: "Iterator[BookingRow]", tally: Counter[str]) -> "Table":
    """Bookings, one a row; `tally` counts their units by state as they are taken."""
    from exports.tables.model import Table

    return Table(columns=columns(*BOOKINGS), rows=_bookings(rows, tally))


def _bookings(rows: "Iterator[BookingRow]", tally: Counter[str]) -> "Iterator[Row]":
    from core.wire import minute_told

    states = {state: _(word) for state, word in STATES.items()}
    yes = _("yes")
    for row in rows:
        tally[row.state] += row.units
        yield (
            row.booking, row.day, minute_told(row.start), minute_told(row.end), *row[4:12],
            states[row.state], yes if row.walk_in else None, *row[14:],
        )  # fmt: skip


def booking_ties(report: "MonthReport", tally: Counter[str]) -> "Iterator[Tie]":
    """The rows that were written against the figures of the month."""
    from core.reports.ties import Tie
    from core.reports.utilisation import BOOKED, OF_STATES, USED

    yield Tie("details", "booked", sum(tally[state] for state in BOOKED), report.use.booked)
    yield Tie("details", "used", sum(tally[state] for state in USED), report.use.used)
    for state, figure in OF_STATES.items():
        yield Tie("details", figure, tally[state], getattr(report.use, figure))
