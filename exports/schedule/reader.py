"""A week's (or a year's) schedule read from a file, in either shape, with the cell of every slot and error.

Both shapes and their spellings: domain.md section 6. What concerns rows together (overlap, two rows for one
slot, past dates) is for core.schedule to judge over `slots`, and comes back by index through `place`.

Error codes: `nothing_to_read`, `no_header`, `missing_columns`, `duplicate_header`, `missing_facility`,
`unknown_facility`, `bad_date`, `duplicate_date`, `outside_week`, `span_too_long`, `bad_time`, `bad_period`,
`end_not_after_start`, `bad_capacity`, `bad_cell`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from core.clock import week_of
from core.collecting import without_collecting
from exports.schedule.grid_shape import GridSheet, is_period_header
from exports.schedule.list_shape import ListSheets
from exports.schedule.reading import LIST_NAMES, ReadSchedule, Shape, Spelling
from exports.sheets import Rows, read_sheets
from exports.sheets.cells import is_blank
from exports.sheets.table import HEADER_WITHIN, Header, header_of

MOST_WEEKS = 54
"""So many weeks a file may span where no week is given (commands.md, "Subcommands")."""

_LIST: Shape = "list"
_GRID: Shape = "grid"


def read_schedule_file(
    path: Path, facilities: Mapping[str, str], *, monday: date | None, today: date
) -> ReadSchedule:
    """`read_schedule` of a file. FileFault for a file that cannot be opened as a sheet."""
    return read_schedule(read_sheets(path, year=monday is None), facilities, monday=monday, today=today)


def read_schedule(
    chunks: Iterable[Rows], facilities: Mapping[str, str], *, monday: date | None, today: date
) -> ReadSchedule:
    """All slots of a file and all its errors.

    `facilities` gives the code for each code and name, by `match_key`. `monday` is the week that the file
    is for, None for any up to 54 weeks; `today` settles the year of `11月23日`.
    """
    read = ReadSchedule()
    with without_collecting():
        _read_all(chunks, Spelling(facilities, monday, today), read)
    if monday is None:
        _check_span(read, today)
    return read


def _read_all(chunks: Iterable[Rows], spelling: Spelling, read: ReadSchedule) -> None:
    """Read sheet by sheet into `read`, each by its shape."""
    lists = ListSheets(spelling, read)
    sheet: str | None = None
    taker: ListSheets | GridSheet | None = None
    for chunk in chunks:
        begins = 0
        if chunk.sheet != sheet:
            if all(is_blank(cell) for row in chunk.rows for cell in row):
                continue
            sheet = chunk.sheet
            taker, begins = _begin(chunk, spelling, read, lists)
        if taker is not None:
            taker.take(chunk, begins)
    lists.finish()
    if sheet is None:
        read.fault("", None, "nothing_to_read")


def _begin(
    chunk: Rows, spelling: Spelling, read: ReadSchedule, lists: ListSheets
) -> tuple[ListSheets | GridSheet | None, int]:
    """Tell the shape of a sheet by its header; who takes its rows, and the index of the first of them."""
    headers = [header_of(chunk, at, LIST_NAMES) for at in range(min(HEADER_WITHIN, len(chunk.rows)))]
    for at, header in enumerate(headers):
        if len(header.columns) >= 3 and header.columns.keys() & {"start", "end"}:
            return _begin_list(chunk, header, read, lists), at + 1
        if any(map(is_period_header, chunk.rows[at])):
            read.shape = read.shape or _GRID
            return GridSheet(spelling, read, chunk, at), at + 1
    for at, header in enumerate(headers):
        # Too few columns for a list: taken as one, so that those which lack are named.
        if len(header.columns) >= 2:
            return _begin_list(chunk, header, read, lists), at + 1
    read.fault(chunk.sheet, None, "no_header")
    return None, 0


def _begin_list(chunk: Rows, header: Header, read: ReadSchedule, lists: ListSheets) -> ListSheets:
    read.shape = read.shape or _LIST
    lists.begin(chunk.sheet, header)
    return lists


def _check_span(read: ReadSchedule, today: date) -> None:
    """One error, at the last day, for a file of too many weeks; past days are told one by one elsewhere."""
    days = [day for day in read.days if day >= today]
    if not days:
        return
    first, last = min(days), max(days)
    weeks = (week_of(last)[0] - week_of(first)[0]).days // 7 + 1
    if weeks > MOST_WEEKS:
        at = next((index for index, slot in enumerate(read.slots) if slot.date == last), None)
        sheet, cell = read.place(at, "date") if at is not None else ("", None)
        read.fault(sheet, cell, "span_too_long", first=first, last=last, weeks=weeks, most=MOST_WEEKS)
