"""Who is to get something, as a sheet: a row for each member."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from exports.sheets import Rows, read_sheets
from exports.sheets.cells import identifier, name
from exports.sheets.table import Column, Table, read_table


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One member; the name is compared with the member's where there is one."""

    sheet: str
    row: int
    member: str
    name: str | None = None


COLUMNS = (
    Column(
        "member", ("工号", "职工", "职工号", "staff no", "staff_no"), identifier, required=True, unique=True
    ),
    Column("name", ("姓名", "名字", "person"), name),
)


def read_listed(chunks: Iterable[Rows]) -> Table[ListedRow]:
    """The members of a sheet, and every error with its cell."""
    return read_table(chunks, COLUMNS, ListedRow)


def read_listed_file(path: Path) -> Table[ListedRow]:
    """`read_listed` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_listed(read_sheets(path))
