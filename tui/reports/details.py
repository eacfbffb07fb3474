"""The rows behind the figures as tables, and what they sum to."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.language import N_, _
from tui.reports.words import Field, columns
from tui.sentences.desk import STATES

if TYPE_CHECKING:
    from core.desk import Reading
    from core.reports.details import BookingRow
    from exports.tables.model import Row, Sheet

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


def bookings_sheet(rows: "Iterator[BookingRow]", tally: Counter[str]) -> "Sheet":
    """Bookings, one a row; `tally` counts their units by state as they are taken."""
    from exports.tables.model import Sheet, Table

    table = Table(columns=columns(*BOOKINGS), rows=_bookings(rows, tally))
    return Sheet(name=_("Bookings"), title=_("Bookings, one a row"), tables=[table], long=True)


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


def _ask_bookings() -> type[Any]:
    from core.reports.details import BookingRows

    return BookingRows


class RowsKept(NamedTuple):
    """Rows that can be written by themselves: what they are called, what asks for them, and their sheet."""

    title: str
    asked: Callable[[], type[Any]]
    make: "Callable[[Iterator[Any], Counter[str]], Sheet]"

    def sheet(self, reading: "Reading", asked: Any) -> "Sheet":
        """The sheet, whose rows are taken out of this reading."""
        return self.make(reading.rows(asked), Counter())


ROWS = {"bookings": RowsKept(N_("Bookings"), _ask_bookings, bookings_sheet)}
