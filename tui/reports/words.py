"""Words and columns that several sheets share."""

from typing import TYPE_CHECKING, NamedTuple

from tui.language import _

if TYPE_CHECKING:
    from exports.tables.model import Column, Kind, Table


class Field(NamedTuple):
    """A column as a section declares it: its key is the field of the row that stands in it."""

    key: str
    header: str
    kind: "Kind" = "text"
    width: int | None = None


def columns(*fields: Field) -> "list[Column]":
    """The columns in the language of the moment."""
    from exports.tables.model import Column

    return [Column(field.key, _(field.header), field.kind, field.width) for field in fields]


def row_of(record: object, *fields: Field) -> list[object]:
    """The values of a record in the order of the columns."""
    return [getattr(record, field.key) for field in fields]


def share(part: int, whole: int) -> float | None:
    """A part of a whole; nothing of nothing has no share."""
    return part / whole if whole else None


def each(whole: int, parts: int) -> int | None:
    """What falls to each, to the nearest whole; nobody has none."""
    return (2 * whole + parts) // (2 * parts) if parts else None


def cells_of(table: "Table") -> list[tuple[str, ...]]:
    """A table as text: its headers, then its rows."""
    from exports.tables.model import shown

    kinds = [column.kind for column in table.columns]
    heads = tuple(column.header for column in table.columns)
    return [heads, *(tuple(map(shown, kinds, row)) for row in table.rows)]


def numbers_of(table: "Table") -> list[int]:
    """Which of its columns, counted from 0, stand right."""
    from exports.tables.model import NUMBERS

    return [at for at, column in enumerate(table.columns) if column.kind in NUMBERS]
