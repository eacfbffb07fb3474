"""`frontdesk export`: the month's workbook, and every other file that leaves the desk."""

from pathlib import Path
from typing import Annotated

import typer

from tui.language import _, say, say_count
from tui.opening import open_desk


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    export = typer.Typer(help=_("Files that leave the desk."), rich_markup_mode=None, add_completion=False)
    app.add_typer(export, name="export")

    @export.callback()
    def _export() -> None: ...

    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    first_ = typer.Option("--from", metavar="2026-11-01", help=_("The first day."))
    last_ = typer.Option("--to", metavar="2026-11-30", help=_("The last day."))

    @export.command(help=_("Write a month's workbook for the manager."))
    def monthly(
        context: typer.Context,
        month: Annotated[str, typer.Argument(metavar="2026-10", help=_("The month."))],
        out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=_("The folder to write to."))],
        kind: Annotated[
            str, typer.Option("--format", metavar="xlsx|pdf", help=_("A workbook, or pages to be printed."))
        ] = "xlsx",
        progress: Annotated[
            bool, typer.Option("--progress", help=_("Tell of each sheet, as JSON on standard error."))
        ] = False,
        leashed: Annotated[bool, typer.Option("--leashed", hidden=True)] = False,
        hand_in: Annotated[
            bool, typer.Option("--hand-in", help=_("Keep its figures as those that were handed in."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from tui.reports.writing import month_name, silent, write_month

        desk = open_desk(context, vouched=leashed)
        if leashed:
            from tui.leash import stop_with_the_input

            stop_with_the_input()
        path = write_month(desk, month, out, kind, _tell_sheet if progress else silent, keep=hand_in)
        return _told(path, out / month_name(month, kind), as_json=as_json)

    table_ = typer.Option("--out", metavar="PATH", help=_("A folder, or a file .xlsx, .csv, .json or .pdf."))

    def enter_rows(name: str, about: str) -> None:
        """A command that writes the rows of a kind."""

        @export.command(name, help=about)
        def _write(
            context: typer.Context,
            first: Annotated[str, first_],
            last: Annotated[str, last_],
            out: Annotated[Path, table_],
            as_json: Annotated[bool, json_] = False,
        ) -> int:
            return _rows(context, name, first, last, out, as_json=as_json)

    enter_rows("bookings", _("Write the bookings of some days, one a row."))
    enter_rows("orders", _("Write the orders of some days, a row for each line."))
    enter_rows("stock", _("Write the stock movements of some days, one a row."))

    @export.command(help=_("Write the ledger's entries of some days, one a row."))
    def ledger(
        context: typer.Context,
        first: Annotated[str, first_],
        last: Annotated[str, last_],
        out: Annotated[Path, table_],
        journal: Annotated[
            bool, typer.Option("--journal", help=_("All sides of the postings, with debit and credit."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _rows(context, "journal" if journal else "ledger", first, last, out, as_json=as_json)

    @export.command(help=_("Write a member's or a facility's bookings as a calendar."))
    def ical(
        context: typer.Context,
        first: Annotated[str, first_],
        last: Annotated[str, last_],
        out: Annotated[Path, typer.Option("--out", metavar="PATH", help=_("A folder, or a file .ics."))],
        member: Annotated[
            str | None, typer.Option("--member", metavar="STAFF_NO", help=_("Of this member."))
        ] = None,
        facility: Annotated[
            str | None, typer.Option("--facility", metavar="CODE", help=_("Of this facility."))
        ] = None,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from core.reports.details import BookingRows
        from core.wire import read_record
        from tui.reports.calendar import write_bookings

        asked = {"from": first, "to": last, "member": member, "facility": facility}
        path, count = write_bookings(open_desk(context), read_record(BookingRows, asked), out)
        return _told(path, None, as_json=as_json, count=count)


def _rows(context: typer.Context, name: str, first: str, last: str, out: Path, *, as_json: bool) -> int:
    from core.wire import read_record
    from tui.reports.rows import KINDS
    from tui.reports.writing import rows_path, write_rows

    asked = read_record(KINDS[name].request_type(), {"from": first, "to": last})
    written = write_rows(open_desk(context), name, asked.from_, asked.to, out)
    return _told(written, rows_path(KINDS[name], asked.from_, asked.to, out), as_json=as_json)


def _told(path: Path, wanted: Path | None, *, as_json: bool, count: int | None = None) -> int:
    """Says where a file is, if that is not where it was wanted, and of what there was how much."""
    from tui.printing import complain, print_json, print_line

    if wanted is not None and path != wanted:
        complain(say("{path} is open in another program; the new one lies beside it.", path=wanted))
    if as_json:
        print_json({"path": str(path)} | ({} if count is None else {"count": count}))
        return 0
    if count is not None:
        print_line(say_count("{count} booking.", "{count} bookings.", count))
    print_line(say("Written: {path}", path=str(path)))
    return 0


def _tell_sheet(name: str) -> None:
    """A line of JSON that is there at once, for whoever shows how far it is."""
    import sys

    from tui.printing import json_line

    print(json_line({"sheet": name}), file=sys.stderr, flush=True)
