"""A member's statement as pages."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.ledger.records import Amount
    from exports.ledger.statement import Account, StatementTexts
    from exports.tables.model import Kind, Row, Sheet, Table


def statement_sheets(accounts: "Sequence[Account]", texts: "StatementTexts") -> "Iterator[Sheet]":
    """For each unit its entries between opening and closing, and every lot below them."""
    from exports.tables.model import Sheet

    for account in accounts:
        name = texts.units[account.unit]
        yield Sheet(
            name=name,
            title=f"{texts.title} · {name}",
            head=texts.head,
            tables=[_entries(account, texts), _lots(account, texts)],
        )


def _kind(account: "Account") -> "Kind":
    return "yuan" if account.unit == "allowance" else "whole"


def _number(amount: "Amount") -> int:
    return amount.number


def _entries(account: "Account", texts: "StatementTexts") -> "Table":
    from exports.tables.model import Column, Table

    between: list[Kind] = ["text"] * 5
    kinds: tuple[Kind, ...] = ("text", "moment", *between, _kind(account), _kind(account))
    rows: list[Row] = [
        [None, None, texts.opening, *[None] * 5, _number(account.opening)],
        *([*line[:7], _number(line.amount), _number(line.balance)] for line in account.movements),
    ]
    return Table(
        columns=[Column(f"c{at}", told, kinds[at]) for at, told in enumerate(texts.headers)],
        rows=rows,
        totals=[None, None, texts.closing, *[None] * 5, _number(account.closing)],
    )


def _lots(account: "Account", texts: "StatementTexts") -> "Table":
    from exports.tables.model import Column, Table

    kinds: tuple[Kind, ...] = ("text", "day", "text", _kind(account), _kind(account), "text", "text")
    rows: list[Row] = [
        [
            lot.lot,
            lot.granted_on,
            texts.for_ever if lot.expires_on is None else lot.expires_on.isoformat(),
            _number(lot.original),
            _number(lot.remaining),
            lot.reason,
            lot.fund,
        ]
        for lot in account.lots
    ]
    columns = [Column(f"c{at}", told, kinds[at]) for at, told in enumerate(texts.lot_headers)]
    return Table(heading=texts.lots_title, columns=columns, rows=rows)
