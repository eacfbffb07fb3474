"""A table as comma-separated values: one header line, plain values that any program reads."""

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from core.text import visible
from core.wire import yuan_told
from exports.files import whole_file
from exports.tables.model import Kind, Table, Value

_FORMULA_BEGINS = frozenset("=+-@＝＋－＠")
"""Excel takes the wide signs for the narrow ones where it speaks Chinese or Japanese."""


def write_csv(path: Path, table: Table, *, mark: bool = True) -> Path:
    """Writes a table, whole or not at all; where it ended up (see `whole_file`). `mark`: with a byte order
    mark, without which Excel takes UTF-8 for something else.

    Yuan as `12.50`, a share as a number from 0 to 1, days and moments as ISO has them. A text that a
    spreadsheet would take for a formula stands behind an apostrophe."""
    tellers = [_TELLERS.get(column.kind, _text) for column in table.columns]
    with (
        whole_file(path) as whole,
        whole.part.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow([column.header for column in table.columns])
        for row in table.rows:
            writer.writerow(
                ["" if value is None else tell(value) for tell, value in zip(tellers, row, strict=True)]
            )
    return whole.path


def _text(value: Any) -> str:
    told = visible(str(value))
    return f"'{told}" if told[:1] in _FORMULA_BEGINS else told


def _moment(value: datetime) -> str:
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def _mixed(value: Value) -> object:
    return "" if value.value is None else _TELLERS.get(value.kind, _text)(value.value)


_TELLERS: dict[Kind, Callable[[Any], object]] = {
    "whole": lambda value: value,
    "yuan": yuan_told,
    "share": lambda value: round(value, 6),
    "day": lambda value: value.isoformat(),
    "moment": _moment,
    "mixed": _mixed,
}
