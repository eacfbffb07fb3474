"""The rows behind the figures: which there are, each with its table and with what they must sum to."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.language import N_, _
from tui.reports.counter_rows import movement_ties, movements_table, order_ties, orders_table
from tui.reports.details import booking_ties, bookings_table
from tui.reports.ledger import journal_table, journal_ties, ledger_table, ledger_ties

if TYPE_CHECKING:
    from core.doing import Reading
    from core.reports.month import MonthReport
    from core.reports.ties import Tie
    from exports.tables.model import Sheet, Table

Tally = Counter[Any]
"""What the rows sum to, filled as they are taken."""


class Kept(NamedTuple):
    """Rows of a kind. `asked` is their name at the door; `ties` hold them against the figures of a month,
    None where they are not in its workbook."""

    name: str
    title: str
    asked: str
    table: "Callable[[Iterator[Any], Tally], Table]"
    ties: "Callable[[MonthReport, Tally], Iterator[Tie]] | None" = None
    own_ties: "Callable[[Tally], Iterator[Tie]] | None" = None

    def request_type(self) -> type[Any]:
        """The class that asks for them, with `from_` and `to`."""
        from core.catalog import STREAMS

        return STREAMS[self.asked].request

    def sheet(self, reading: "Reading", first: date, last: date, tally: Tally) -> "Sheet":
        """Their sheet, whose rows are taken out of this reading while it is written."""
        from exports.tables.model import Sheet

        table = self.table(reading.rows(self.request_type()(first, last)), tally)
        return Sheet(name=_(self.name), title=_(self.title), tables=[table], long=True)


KINDS: dict[str, Kept] = {
    "bookings": Kept(N_("Bookings"), N_("Bookings, one a row"), "booking_rows", bookings_table, booking_ties),
    "orders": Kept(
        N_("Order lines"),
        N_("Orders, a row for each line; what was paid stands with the first"),
        "order_rows",
        orders_table,
        order_ties,
    ),
    "stock": Kept(
        N_("Stock movements"),
        N_("Stock movements, one a row"),
        "movement_rows",
        movements_table,
        movement_ties,
    ),
    "ledger": Kept(
        N_("Ledger"), N_("Entries of members' accounts, one a row"), "ledger_rows", ledger_table, ledger_ties
    ),
    "journal": Kept(
        N_("Journal"),
        N_("All sides of the ledger's postings, one a row"),
        "journal_rows",
        journal_table,
        own_ties=journal_ties,
    ),
}
