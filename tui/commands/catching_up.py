"""`frontdesk catch-up`: what stood on paper during an outage, entered in one pass."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.language import _, say, say_count
from tui.opening import open_desk, today_of

if TYPE_CHECKING:
    from core.booking.catching_up import CaughtUp
    from core.booking.paper import PaperLine
    from core.desk import Desk
    from exports.catching_up import PaperRow, PaperTexts
    from exports.sheets.table import Table


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command("catch-up", help=_("Enter what stood on paper during an outage, all or none."))
    def catch_up(
        context: typer.Context,
        file: Annotated[
            Path | None, typer.Argument(metavar="[FILE]", help=_("A workbook or csv file."))
        ] = None,
        reason: Annotated[
            str | None, typer.Option("--reason", metavar="TEXT", help=_("Why it stood on paper."))
        ] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
        template: Annotated[
            Path | None,
            typer.Option(
                "--template", metavar="PATH", help=_("Write a sheet with a day's bookings, to fill in.")
            ),
        ] = None,
        on: Annotated[
            str | None, typer.Option("--on", metavar="DATE", help=_("The template's day; else today."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        desk = open_desk(context)
        if template is not None:
            return _write_template(desk, template, on, as_json=as_json)
        if file is None:
            raise invalid("file", "missing")
        if reason is None or not reason.strip():
            raise invalid("reason", "missing")
        return _enter(desk, file, reason, dry_run=dry_run, as_json=as_json)


# ---------------------------------------------------------------- the paper


def _enter(desk: "Desk", file: Path, reason: str, *, dry_run: bool, as_json: bool) -> int:
    from core.booking.catching_up import CatchUp
    from core.wire import read_record, write_record
    from exports.catching_up import read_paper_file
    from exports.sheets import FileFault
    from tui.imports import errors_of, in_order, tell_errors, tell_fault

    try:
        table = read_paper_file(file, today=today_of(desk))
    except FileFault as fault:
        return tell_fault(file, fault, as_json=as_json)
    lines, errors = _lines(desk, table)
    errors = errors_of(table.errors) + errors
    if errors:
        return tell_errors(in_order(errors), as_json=as_json, file=file)
    command = CatchUp(tuple(lines), reason, dry_run)
    read_record(CatchUp, write_record(command))  # a reason from a command line is judged as any other
    try:
        told = desk.do(command)
    except DeskError as error:
        if error.code != "catch_up_errors":
            raise
        return tell_errors(in_order(_refused(table, error.facts["errors"])), as_json=as_json, file=file)
    return _tell(table, told, dry_run=dry_run, as_json=as_json)


def _lines(desk: "Desk", table: "Table[PaperRow]") -> "tuple[list[PaperLine], list[dict[str, Any]]]":
    """The rows as the door takes them, with the codes of their facilities and whole times; what can't be
    resolved is an error at its cell."""
    from tui.imports import codes_of, error_told

    codes = codes_of(desk)
    lines, errors = [], []
    for row in table.rows:
        try:
            lines.append(_line(desk, row, codes))
        except DeskError as error:
            cell = table.cell(row.sheet, row.row, _field(error.code, error.facts))
            errors.append(error_told(row.sheet, cell, error.code, error.facts))
    return lines, errors


def _line(desk: "Desk", row: "PaperRow", codes: dict[str, Any]) -> "PaperLine":
    from core.booking.paper import PaperLine
    from exports.sheets.cells import match_key

    code = None
    if row.facility is not None:
        code = codes.get(match_key(row.facility))
        if code is None:
            raise DeskError("unknown_facility", facility=row.facility)
    day, start = _slot_of(desk, row)
    fields: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("what", "booking", "member", "date", "start", "party", "people", "purpose")
    }
    return PaperLine(at=_moment(row, day, start), facility=code, **fields)


def _slot_of(desk: "Desk", row: "PaperRow") -> tuple[date | None, int | None]:
    """The day and the start of the row's slot, from its booking where the row does not say."""
    if row.booking is None or (row.date is not None and row.start is not None):
        return row.date, row.start
    from core.booking.card import AskBooking
    from core.records import BookingId

    card = desk.ask(AskBooking(BookingId(row.booking)))
    return card.date, card.start


def _moment(row: "PaperRow", day: date | None, start: int | None) -> datetime:
    """When it happened: a time without a day is of the slot's day, no time at all is the slot's start."""
    on = row.at.day if row.at is not None and row.at.day is not None else day
    minute = row.at.minute if row.at is not None else start
    if on is None:
        raise invalid("date", "missing")
    if minute is None:
        raise invalid("start", "missing")
    return datetime.combine(on, time()) + timedelta(minutes=minute)


def _refused(table: "Table[PaperRow]", errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from tui.imports import error_told

    told = []
    for error in errors:
        row = table.rows[error["index"]]
        cell = table.cell(row.sheet, row.row, _field(error["code"], error))
        told.append(error_told(row.sheet, cell, error["code"], error))
    return told


_FIELDS = {
    "unknown_facility": "facility",
    "unknown_booking": "booking",
    "unknown_slot": "start",
    "slot_full": "start",
    "slot_closed": "start",
    "slot_over": "at",
    "too_soon": "at",
    "wrong_state": "what",
    "not_booked": "what",
    "already_booked": "what",
}
"""The column that a refusal is shown at; all others are about the member."""


def _field(code: str, facts: dict[str, Any]) -> str:
    return str(facts.get("field") or _FIELDS.get(code, "member"))


def _tell(table: "Table[PaperRow]", told: "CaughtUp", *, dry_run: bool, as_json: bool) -> int:
    from core.records import booking_told, entry_told
    from core.wire import write_record
    from tui.printing import print_json, print_line

    if as_json:
        print_json(write_record(told))
        return 0
    new = Counter(line.what for line in told.lines if not line.already)
    counts = {what: new[what] for what in ("came", "stayed_away", "walk_in", "booked", "cancelled")}
    print_line(
        say(
            "Came: {came}, stayed away: {stayed_away}, walk-ins: {walk_in}, booked: {booked}, "
            "cancelled: {cancelled}.",
            **counts,
        )
    )
    known = sum(line.already for line in told.lines)
    if known:
        print_line(say_count("{count} line was known already.", "{count} lines were known already.", known))
    if told.presumed:
        cells = [table.cell(row.sheet, row.row, "what") for row in (table.rows[at] for at in told.presumed)]
        told_cells = ", ".join(cells)
        print_line(say("Booked with no word whether they came, taken as there: {cells}.", cells=told_cells))
    served = [booking_told(number) for number in told.promoted] + [entry_told(n) for n in told.offered]
    if served:
        print_line(say("From the waitlist: {records}.", records=", ".join(served)))
    if dry_run:
        print_line(_("Nothing was written."))
    return 0


# ---------------------------------------------------------------- the template


def _write_template(desk: "Desk", out: Path, on: str | None, *, as_json: bool) -> int:
    from core.records import booking_told
    from core.schedule.grid import AskGrid
    from exports.catching_up import Booked, write_template
    from tui.printing import complain, print_json, print_line
    from tui.schedule_files import target

    day = today_of(desk) if on is None else _day(on)
    path = target(out, f"paper-{day.isoformat()}.xlsx")
    grid = desk.ask(AskGrid(day))
    names = {facility.code: facility.name for facility in grid.facilities}
    bookings = [
        Booked(
            booking_told(inside.booking),
            inside.member,
            inside.name,
            names[slot.facility],
            slot.date,
            slot.start,
            inside.party,
        )
        for slot in sorted(grid.slots, key=lambda slot: (slot.start, slot.facility))
        for inside in slot.bookings
        if inside.state in ("confirmed", "no_show", "pending")
    ]
    try:
        written = write_template(path, bookings, _texts())
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    if as_json:
        print_json({"path": str(written), "bookings": len(bookings)})
    else:
        print_line(say("Written: {path}", path=written))
    return 0


def _day(text: str) -> date:
    from core.wire import Misfit, read_date

    try:
        return read_date(text)
    except Misfit as misfit:
        raise invalid("on", misfit.problem, **misfit.facts) from None


def _texts() -> "PaperTexts":
    """The reader knows these words in both languages."""
    from exports.catching_up import PaperTexts

    return PaperTexts(
        title=_("paper"),
        headers=(
            _("what happened"), _("time"), _("booking no"), _("staff no"), _("person"), _("facility"),
            _("date"), _("start"), _("places"),
        ),
        whats=(_("came"), _("stayed away"), _("walk-in"), _("booked"), _("cancelled")),
        how_to=_(
            "Write what happened and when; add a row for a walk-in or a new booking. Rows without a word on "
            "what happened are left out."
        ),
    )  # fmt: skip
