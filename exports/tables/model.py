"""A table as every writer takes it: what stands in its columns, its rows, and how it is best shown.

Rows hold plain values in the order of the columns: a text; a whole number; yuan as fen; a share as a number
from 0 to 1; minutes as a whole number; a day; a moment of the club's clock; None for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["text", "whole", "tenth", "yuan", "share", "day", "moment", "mixed"]
"""`tenth`: a number with one decimal. `mixed`: each of its values is a `Value`."""

NUMBERS: frozenset[Kind] = frozenset({"whole", "tenth", "yuan", "share", "mixed"})
"""Kinds that stand to the right of their column."""

Row = Sequence[object]


class Value(NamedTuple):
    """A value in a column whose rows are of different kinds."""

    kind: Kind
    value: object


class Column(NamedTuple):
    """`width` in places of a column, a Chinese character taking two; None: as wide as what stands in it,
    which only a table can have whose rows are all at hand. `key` is its name in files for programs."""

    key: str
    header: str
    kind: Kind = "text"
    width: int | None = None


class Chart(NamedTuple):
    """A picture of columns of a table: which one labels, which ones are drawn; `axis` says in what their
    values are told, where the title doesn't."""

    kind: Literal["column", "bar", "line", "stacked"]
    title: str
    labels: int
    values: tuple[int, ...]
    axis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`heat` are the first and last column that a scale of colours goes over. `totals` is a last row that
    stands out. A note stands below it; `empty` where there are no rows. The rows of a `boxed` table have room
    to be signed in."""

    heading: str = ""
    columns: Sequence[Column]
    rows: Iterable[Row]
    totals: Row | None = None
    chart: Chart | None = None
    heat: tuple[int, int] | None = None
    notes: Sequence[str] = ()
    boxed: bool = False
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Tables below one another. `head` are lines above them: labels with what they say. One `long` table
    keeps its headers in sight and can be filtered. What is `printed` is on paper too."""

    name: str
    title: str
    tables: Sequence[Table]
    head: Sequence[tuple[str, str]] = field(default=())
    long: bool = False
    printed: bool = False
    landscape: bool = True


def shown(kind: Kind, value: object) -> str:
    """A value as it stands in its cell."""
    if isinstance(value, Value):
        return shown(*value)
    if value is None:
        return ""
    if kind == "yuan" and isinstance(value, int):
        return f"{Decimal(value) / 100:,.2f}"
    if kind == "share" and isinstance(value, int | float):
        return f"{value:.1%}"
    if kind == "tenth" and isinstance(value, int | float):
        return f"{value:,.1f}"
    if kind == "whole" and isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)
