"""Workbooks as a person reads them."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Rows = list[list[Any]]


def read_book(path: Path) -> dict[str, Rows]:
    """The sheets by name; rows without the empty cells at their ends."""
    book = load_workbook(path)
    return {sheet.title: [_without_end(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _without_end(row: tuple[Any, ...]) -> list[Any]:
    kept = list(row)
    while kept and kept[-1] is None:
        kept.pop()
    return kept


def table_below(rows: Rows, header: str) -> list[dict[str, Any]]:
    """The table whose first header this is, down to the first empty row; each row by its headers."""
    at = next(number for number, row in enumerate(rows) if row[:1] == [header])
    headers = rows[at]
    found = []
    for row in rows[at + 1 :]:
        if not row:
            break
        found.append(dict(zip(headers, [*row, *[None] * (len(headers) - len(row))], strict=False)))
    return found
