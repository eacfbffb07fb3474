"""A hand-out's list from a sheet: who is on it, and what is wrong with it, by cell."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DeskError
from tui.imports import error_told, errors_of, in_order

if TYPE_CHECKING:
    from core.members.keeping import AddMember
    from exports.counter.hand_out_members import ListedRow
    from exports.sheets.table import Table


def read_list(path: Path) -> "Table[ListedRow]":
    """FileFault for a file that can't be opened as a sheet."""
    from exports.counter.hand_out_members import read_listed_file

    return read_listed_file(path)


def errors_at(
    table: "Table[ListedRow]", refused: DeskError | None, roll: "Iterable[AddMember]"
) -> list[dict[str, Any]]:
    """All that is wrong: what the reader found, what the door refused, and members who are called otherwise.
    A refusal that is about no row is not among them."""
    errors = errors_of(table.errors)
    for wrong in refused.facts.get("errors", ()) if refused is not None else ():
        row = table.rows[wrong["index"]]
        errors.append(error_told(row.sheet, table.cell(row.sheet, row.row, "member"), wrong["code"], wrong))
    names = {member.staff_no: member.name for member in roll}
    for row in table.rows:
        name = names.get(row.member)  # type: ignore[call-overload]
        if row.name is not None and name is not None and _plain(row.name) != _plain(name):
            facts = {"member": row.member, "person": name, "value": row.name}
            cell = table.cell(row.sheet, row.row, "name")
            errors.append(error_told(row.sheet, cell, "name_differs", facts))
    return in_order(errors)


def _plain(name: str) -> str:
    """A name without blanks (王 伟), case and width."""
    from exports.sheets.cells import match_key

    return "".join(match_key(name).split())
