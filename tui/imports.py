"""What the imports of sheets have in common: errors by cell, all at once, and nothing half written."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from core.errors import DeskError
from tui.language import say, say_count
from tui.printing import complain, on_terminal, print_json, print_line

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Order
    from exports.sheets.guard import FileFault
    from exports.sheets.table import SheetError, Table

Chunk = TypeVar("Chunk")


def error_told(sheet: str | None, cell: str | None, code: str, facts: dict[str, Any]) -> dict[str, Any]:
    """One error as `--json` prints it."""
    from tui.sentences.sheets import sheet_sentence

    return {"sheet": sheet, "cell": cell, "code": code, "message": sheet_sentence(code, facts)}


def errors_of(found: Iterable["SheetError"]) -> list[dict[str, Any]]:
    """A reader's errors as `--json` prints them."""
    return [error_told(error.sheet, error.cell, error.code, dict(error.facts)) for error in found]


def in_order(errors: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Errors as they stand in the file: by sheet, row and column."""
    sheets = {sheet: at for at, sheet in enumerate(dict.fromkeys(error["sheet"] for error in errors))}
    return sorted(errors, key=lambda error: (sheets[error["sheet"]], _row_and_column(error["cell"])))


def _row_and_column(cell: str | None) -> tuple[int, int, str]:
    letters = (cell or "").rstrip("0123456789")
    return int((cell or "")[len(letters) :] or 0), len(letters), letters


def tell_errors(errors: Sequence[dict[str, Any]], *, as_json: bool, file: Path | None = None) -> int:
    """Tells every error with its place, the file itself where it has no other; the exit status of something
    refused."""
    if as_json:
        print_json({"errors": list(errors)})
        return 1
    from tui.sentences.sheets import place_told

    for error in errors:
        place = place_told(error["sheet"], error["cell"]) or (file.name if file else "")
        told = error["message"]
        complain(say("{place}: {message}", place=place, message=told) if place else told)
    complain(
        say_count("{count} error. Nothing was written.", "{count} errors. Nothing was written.", len(errors))
    )
    return 1


def tell_fault(path: Path, fault: "FileFault", *, as_json: bool) -> int:
    """Tells why a file can't be read; the exit status of unreadable input."""
    told = error_told(fault.sheet, fault.cell, fault.code, dict(fault.facts))
    if as_json:
        print_json({"errors": [told]})
    else:
        from tui.sentences.sheets import place_told

        sheet = None if fault.sheet == path.name else fault.sheet  # a text file's sheet is called as the file
        place = " ".join(part for part in (path.name, place_told(sheet, fault.cell)) if part)
        complain(say("{place}: {message}", place=place, message=told["message"]))
    return 2


def codes_of(desk: "Desk") -> dict[str, Any]:
    """The code of each facility, by its code and by its name as `match_key` spells them."""
    from core.facilities.keeping import AskFacilities
    from exports.sheets.cells import match_key

    codes: dict[str, Any] = {}
    for facility in desk.ask(AskFacilities()).facilities:
        codes |= {match_key(facility.code): facility.code, match_key(facility.name): facility.code}
    return codes


def carry_out(
    desk: "Desk", table: "Table[Any]", orders: Sequence[tuple[Any, "Order"]], *, label: str
) -> list[dict[str, Any]]:
    """Does the orders of a table's rows as one, with a progress bar; the errors where any was refused, and
    then nothing was done. Of several orders of a row the first refusal is told: the others follow from it."""
    from core.doing import OrdersFailed

    with progress(len(orders), label) as bar:
        try:
            desk.do_all_or_tell([order for _, order in orders], lambda: bar.update(1))
        except OrdersFailed as failed:
            firsts: dict[int, dict[str, Any]] = {}
            for index, error in sorted(failed.errors.items()):
                row = orders[index][0]
                firsts.setdefault(id(row), _refused(table, row, error))
            return list(firsts.values())
    return []


def _refused(table: "Table[Any]", row: Any, error: DeskError) -> dict[str, Any]:
    """A refusal of the door at the cell that it is about, else at the row's first."""
    cell = table.cell(row.sheet, row.row, str(error.facts.get("field")))
    return error_told(row.sheet, cell, error.code, error.facts)


def progress(length: int, label: str) -> Any:
    """A progress bar on a terminal, nothing in a pipe."""
    import sys

    return typer.progressbar(length=length, label=label, file=sys.stderr, hidden=not on_terminal())


def reading(chunks: Iterable[Chunk], label: str) -> Iterator[Chunk]:
    """The chunks of a file as they are read, with a bar that moves, since how many come is not known."""
    import sys

    with typer.progressbar(chunks, label=label, file=sys.stderr, hidden=not on_terminal()) as bar:
        yield from bar


def tell_counts(counts: dict[str, int], sentence: str, *, as_json: bool) -> int:
    """Tells how many were new, changed and unchanged."""
    if as_json:
        print_json(counts)
    else:
        print_line(sentence)
    return 0
