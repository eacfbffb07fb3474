"""From the door to the file: what is asked for, in one picture of the club, written whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.collecting import without_collecting
from core.errors import DeskError, invalid
from tui.language import _, say
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Reading
    from exports.tables.model import Sheet, Table
    from tui.reports.rows import Kept

Told = Callable[[str], None]
"""Is told the name of each sheet as it is begun."""

SUFFIXES = (".xlsx", ".csv", ".json", ".pdf")


def silent(_name: str) -> None:
    """Tells nobody."""


def write_month(
    desk: "Desk", month: str, folder: Path, kind: str = "xlsx", told: Told = silent, *, keep: bool = False
) -> Path:
    """Writes a month's workbook, or as a pdf what of it is for paper, into a folder; where it is. `keep`: its
    figures are those that are handed in. `invalid` for a month that is none or is to come,
    `figures_do_not_tie`, `no_such_folder`, `not_written`; with `keep`, what `HandIn` refuses."""
    from core.reports.handed_in import HandIn, digest_of, figures_of, require_over
    from core.reports.month import AskMonth
    from core.wire import Name, read_record
    from tui.reports.month import month_sheets, reports_of

    if kind not in ("xlsx", "pdf"):
        raise invalid("format", "not_a_choice", value=kind, choices=["xlsx", "pdf"])
    asked = read_record(AskMonth, {"month": month}).month
    name = month_name(asked.write_wire(), kind)
    note_taken_out(desk, "monthly", folder / name, month=asked.write_wire())
    with desk.reading() as reading:
        if asked.first > reading.now.today:
            raise invalid("month", "future", value=month)
        if keep:
            require_over(asked, reading.now)
        reports = reports_of(reading, asked)
        path = write_sheets(folder / name, month_sheets(reading, reports, printed=kind == "pdf"), told)
    if keep:
        desk.do(HandIn(asked, Name(digest_of(figures_of(reports[0])))))
    return path


def month_name(month: str, kind: str) -> str:
    """What the file of a month is called."""
    return say("monthly report {month}.{kind}", month=month, kind=kind)


def rows_path(kept: "Kept", first: date, last: date, out: Path) -> Path:
    """Where the rows of some days go: in a folder they get a name."""
    return out / f"{_(kept.name)} {first} {last}.xlsx" if out.is_dir() else out


def write_rows(desk: "Desk", name: str, first: date, last: date, out: Path, told: Told = silent) -> Path:
    """Writes the rows of some days, of a kind of `KINDS`, to a file or into a folder; where. What the rows
    refuse, `figures_do_not_tie`, `not_a_table_file`, `no_such_folder`, `not_written`."""
    from tui.reports.rows import KINDS

    kept = KINDS[name]
    path = rows_path(kept, first, last, out)
    if path.suffix.lower() not in SUFFIXES:
        raise DeskError("not_a_table_file", path=str(path))
    note_taken_out(desk, name, path, first=first, last=last)
    with desk.reading() as reading:
        return write_sheets(path, _proved(kept, reading, first, last), told)


def _proved(kept: "Kept", reading: "Reading", first: date, last: date) -> "Iterator[Sheet]":
    """The sheet of some rows, which must sum up by themselves when they have been taken."""
    from core.reports.ties import require

    tally: Counter[Any] = Counter()
    yield kept.sheet(reading, first, last, tally)
    if kept.own_ties is not None:
        require(kept.own_ties(tally))


def write_sheets(path: Path, sheets: "Iterable[Sheet]", told: Told = silent) -> Path:
    """Writes sheets as what the name ends in: .xlsx and .pdf take any number, .csv and .json one of one
    table; where the file ended up. `no_such_folder`, `not_written`."""
    if not path.parent.is_dir():
        raise DeskError("no_such_folder", path=str(path.parent))
    try:
        with without_collecting():
            return _write(path, sheets, told)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error


def _write(path: Path, sheets: "Iterable[Sheet]", told: Told) -> Path:
    pages = _("Page {page} of {pages}")
    sheets = map(_worded, sheets)
    match path.suffix.lower():
        case ".pdf":
            from exports.tables.pdf import write_pdf

            return write_pdf(path, sheets, pages, told)
        case ".csv" | ".json" as kind:
            from exports.tables.delimited import write_csv
            from exports.tables.plain import write_json

            return _write_one(path, iter(sheets), write_csv if kind == ".csv" else write_json)
        case _:
            from exports.tables.workbook import write_book

            return write_book(path, sheets, pages, told)


def _worded(sheet: "Sheet") -> "Sheet":
    """The sheet, with a word where a table of it is empty."""
    return replace(sheet, tables=[replace(table, empty=_("Nothing.")) for table in sheet.tables])


def _write_one(path: Path, sheets: "Iterator[Sheet]", write: "Callable[[Path, Table], Path]") -> Path:
    """The one table of the one sheet."""
    (table,) = next(sheets).tables
    written = write(path, table)
    assert next(sheets, None) is None  # noqa: S101 - whoever has more sheets writes a workbook
    return written
