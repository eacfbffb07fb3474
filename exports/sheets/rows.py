"""What a sheet becomes: rows of plain values that keep their addresses."""

from typing import NamedTuple

Cell = str | float | bool | None
"""Text as it stands, a number, yes or no, or nothing. Dates, times and durations are text (see `Rows`)."""


class Unusable(str):
    """What stands for a cell that has no value: the text of an error, or a formula that was never calculated.
    A cell of that very text is something else."""

    __slots__ = ()


CHUNK_ROWS = 2_000
"""Most rows in one `Rows`."""


class Rows(NamedTuple):
    """Some rows of a sheet, in their order. All rows of a chunk are equally long.

    Every number is a float. A date is `2026-11-23`, a time `18:00` or `18:00:30`, both together
    `2026-11-23T18:00:00`, a duration `26:00` (hours and minutes). An error cell of an .xlsx is its text
    (`#REF!`), a formula that was never calculated is its formula (`=A1+1`): neither passes for an empty cell.

    `sheet` of a text file is the file's name. `first_row` and `first_column` count from 1 and are those of
    `rows[0][0]`: empty rows and columns before it are left out, and the addresses stay true.
    """

    sheet: str
    first_row: int
    first_column: int
    rows: list[list[Cell]]
