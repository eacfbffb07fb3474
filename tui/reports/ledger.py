"""The ledger: its entries as rows of members, and as a journal with debit and credit; what they sum to."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.language import N_, _
from tui.reports.words import Field, columns
from tui.sentences.fields import by_told
from tui.sentences.ledger import ACCOUNTS, ENTRY_KINDS, UNITS

if TYPE_CHECKING:
    from core.ledger.records import Unit
    from core.reports.ledger_rows import LedgerRow
    from core.reports.month import MonthReport
    from core.reports.ties import Kind, Tie
    from exports.tables.model import Row, Table, Value

Tally = Counter[tuple[str, str, str]]
"""Sums by account, unit and kind; in a journal by `debit` and `credit`, unit and nothing."""

ROWS = (
    Field("entry", N_("Ledger entry"), width=12),
    Field("at", N_("When"), "moment", 18),
    Field("staff_no", N_("Staff number"), width=12),
    Field("name", N_("Name"), width=14),
    Field("department", N_("Department"), width=16),
    Field("account", N_("Account"), width=18),
    Field("unit", N_("Unit"), width=12),
    Field("kind", N_("Kind of entry"), width=14),
    Field("amount", N_("Change of balance"), "mixed", 16),
    Field("document", N_("Order or document"), width=18),
    Field("reason", N_("Reason"), width=24),
    Field("by", N_("By"), width=12),
)

JOURNAL = (
    Field("posting", N_("Posting"), "whole", 10),
    Field("date", N_("Posting date"), "day", 12),
    Field("entry", N_("Ledger entry"), width=12),
    Field("account", N_("Account"), width=24),
    Field("staff_no", N_("Staff number"), width=12),
    Field("name", N_("Name"), width=14),
    Field("unit", N_("Unit"), width=12),
    Field("debit", N_("Debit"), "mixed", 14),
    Field("credit", N_("Credit"), "mixed", 14),
    Field("kind", N_("Kind of entry"), width=14),
    Field("document", N_("Order or document"), width=18),
    Field("reason", N_("Reason"), width=24),
    Field("by", N_("By"), width=12),
)


def ledger_table(rows: "Iterator[LedgerRow]", tally: Tally) -> "Table":
    """Entries of members' accounts, one a row; `tally` sums them as they are taken."""
    from exports.tables.model import Table

    return Table(columns=columns(*ROWS), rows=_rows(rows, tally))


def journal_table(rows: "Iterator[LedgerRow]", tally: Tally) -> "Table":
    """All sides of the postings, one a row; `tally` sums debits and credits as they are taken."""
    from exports.tables.model import Table

    return Table(columns=columns(*JOURNAL), rows=_journal(rows, tally))


def _value(unit: "Unit", number: int) -> "Value":
    from exports.tables.model import Value

    return Value("yuan" if unit == "allowance" else "whole", number)


def _rows(rows: "Iterator[LedgerRow]", tally: Tally) -> "Iterator[Row]":
    accounts, units, kinds = _words()
    for row in rows:
        tally[row.account, row.unit, row.kind] += row.amount
        yield (
            row.entry, row.at, row.staff_no, row.name, row.department, accounts[row.account],
            units[row.unit], kinds[row.kind], _value(row.unit, row.amount), row.document, row.reason,
            by_told(row.by),
        )  # fmt: skip


def _journal(rows: "Iterator[LedgerRow]", tally: Tally) -> "Iterator[Row]":
    accounts, units, kinds = _words()
    for row in rows:
        side = "credit" if row.amount > 0 else "debit"
        tally[side, row.unit, ""] += abs(row.amount)
        value = _value(row.unit, abs(row.amount))
        yield (
            row.posting, row.at.date(), row.entry, accounts[row.account], row.staff_no, row.name,
            units[row.unit], *((None, value) if side == "credit" else (value, None)), kinds[row.kind],
            row.document, row.reason, by_told(row.by),
        )  # fmt: skip


def _words() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    accounts, units, kinds = (
        {key: _(word) for key, word in words.items()} for words in (ACCOUNTS, UNITS, ENTRY_KINDS)
    )
    return accounts, units, kinds


def ledger_ties(report: "MonthReport", tally: Tally) -> "Iterator[Tie]":
    """The rows that were written against the figures."""
    from core.reports.ties import Tie

    taken = {"used": "spent", "expired": "expired", "recalled": "recalled", "cleared": "cleared",
             "reversed": "reversed"}  # fmt: skip
    given = {"granted": "granted", "returned": "restored"}
    for unit, figures in (("allowance", report.allowance), ("points", report.points)):
        for sign, kinds in ((-1, taken), (1, given)):
            for figure, kind in kinds.items():
                rows = sign * tally["member", unit, kind]
                kind_told: Kind = "yuan" if unit == "allowance" else "whole"
                yield Tie("details", f"{unit}_{figure}", rows, getattr(figures, figure), kind_told)
    points = report.points
    yield Tie("details", "points_awarded", tally["member", "points", "awarded"], points.awarded)
    yield Tie("details", "points_unlocked", tally["member", "points", "unlocked"], points.unlocked)
    yield Tie("details", "points_purchased", tally["locked", "points", "awarded"], points.purchased)
    yield Tie("details", "points_forfeited", -tally["locked", "points", "reversed"], points.forfeited)


def journal_ties(tally: Tally) -> "Iterator[Tie]":
    """Debits come to credits."""
    from core.reports.ties import Tie

    for unit in ("allowance", "points"):
        kind: Kind = "yuan" if unit == "allowance" else "whole"
        yield Tie("debit_is_credit", unit, tally["debit", unit, ""], tally["credit", unit, ""], kind)
