"""`frontdesk bookings import`: bookings that were kept elsewhere, past or coming."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import _, say, say_count
from tui.opening import open_desk, today_of

if TYPE_CHECKING:
    from core.booking.history import HistoryRow
    from core.desk import Desk
    from exports.booking import BookingRow
    from exports.sheets.table import Table

CHUNK = 1_000
"""A transaction takes whole days of at least so many rows together."""


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    bookings = typer.Typer(help=_("Bookings of the club."), rich_markup_mode=None, add_completion=False)
    app.add_typer(bookings, name="bookings")

    @bookings.callback()
    def _bookings() -> None: ...

    @bookings.command(
        "import",
        help=_("Take over past and coming bookings."),
    )
    def import_bookings(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.booking import read_bookings_file
        from exports.sheets import FileFault
        from tui.imports import errors_of, in_order, tell_errors, tell_fault

        desk = open_desk(context)
        try:
            table = read_bookings_file(file, today=today_of(desk))
        except FileFault as fault:
            return tell_fault(file, fault, as_json=as_json)
        if table.errors and not table.rows:
            return tell_errors(errors_of(table.errors), as_json=as_json, file=file)
        rows, refused = _resolve(desk, table)
        refused = errors_of(table.errors) + refused
        counts = {"booked": 0, "unchanged": 0, "slots": 0}
        refused += _send(desk, table, rows, counts)
        return _tell(counts, in_order(refused), as_json=as_json)


Resolved = list[tuple["BookingRow", "HistoryRow"]]


def _resolve(desk: "Desk", table: "Table[BookingRow]") -> "tuple[Resolved, list[dict[str, Any]]]":
    """The rows with their facilities' codes, by day and start; those whose facility is none are refused."""
    from core.booking.history import HistoryRow
    from exports.sheets.cells import match_key
    from tui.imports import codes_of, error_told

    codes = codes_of(desk)
    rows: Resolved = []
    refused = []
    for row in table.rows:
        code = codes.get(match_key(row.facility))
        if code is None:
            cell = table.cell(row.sheet, row.row, "facility")
            refused.append(error_told(row.sheet, cell, "unknown_facility", {"value": row.facility}))
            continue
        fields: dict[str, Any] = {name: getattr(row, name) for name in HistoryRow._fields}
        rows.append((row, HistoryRow(**{**fields, "facility": code})))
    rows.sort(key=lambda pair: (pair[1].date, pair[1].start))
    return rows, refused


def _chunks(rows: Resolved) -> Iterator[Resolved]:
    """Whole days together: rows alike are counted within their day."""
    chunk: Resolved = []
    for pair in rows:
        if len(chunk) >= CHUNK and pair[1].date != chunk[-1][1].date:
            yield chunk
            chunk = []
        chunk.append(pair)
    if chunk:
        yield chunk


def _send(
    desk: "Desk", table: "Table[BookingRow]", rows: Resolved, counts: dict[str, int]
) -> list[dict[str, Any]]:
    from core.booking.history import ImportBookings
    from tui.imports import error_told, progress

    refused = []
    with progress(len(rows), _("Bookings")) as bar:
        for chunk in _chunks(rows):
            imported = desk.do(ImportBookings(tuple(row for _, row in chunk)))
            for name in counts:
                counts[name] += getattr(imported, name)
            for refusal in imported.refused:
                row = chunk[refusal.index][0]
                field = refusal.facts.get("field") or _FIELDS.get(refusal.code, "member")
                cell = table.cell(row.sheet, row.row, field)
                refused.append(error_told(row.sheet, cell, refusal.code, refusal.facts))
            bar.update(len(chunk))
    return refused


_FIELDS = {
    "unknown_slot": "start",
    "overlap": "start",
    "slot_differs": "end",
    "slot_full": "start",
    "slot_closed": "start",
    "unknown_facility": "facility",
    "slot_over": "start",
    "too_soon": "start",
    "too_far_ahead": "date",
    "no_such_time": "start",
    "wrong_state": "state",
}
"""The column that a refusal is shown at; all others are about the member."""


def _tell(counts: dict[str, int], refused: list[dict[str, Any]], *, as_json: bool) -> int:
    from tui.printing import complain, print_json, print_line
    from tui.sentences.sheets import place_told

    if as_json:
        print_json({**counts, "refused": refused})
    else:
        for error in refused:
            place = place_told(error["sheet"], error["cell"])
            complain(say("{place}: {message}", place=place, message=error["message"]))
        print_line(
            say(
                "Bookings: {booked} taken over, {unchanged} there already, {slots} past slots made.", **counts
            )
        )
        if refused:
            complain(say_count("{count} row was refused.", "{count} rows were refused.", len(refused)))
    return 1 if refused else 0
