"""`frontdesk day-close`: what a day's takings come to, on the terminal or as a workbook to be printed."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.counter.day_close import counts, sheet_name, tables, write_sheet
from tui.language import _, say
from tui.opening import now_of, open_desk
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.counter.closing_day import DayClose
    from core.desk import Desk


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command("day-close", help=_("Takings and refunds of a day, by tender and shift."))
    def day_close(
        context: typer.Context,
        day: Annotated[str | None, typer.Option("--date", metavar="DATE", help=_("Else today."))] = None,
        out: Annotated[
            Path | None, typer.Option("--out", metavar="PATH", help=_("Write a workbook to be printed."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.counter.closing_day import AskDayClose
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        desk = open_desk(context)
        told = desk.ask(read_record(AskDayClose, {"date": day}))
        facts = write_record(told)
        if out is not None:
            facts["path"] = str(_write(desk, told, out))
        if as_json:
            print_json(facts)
        elif out is not None:
            print_line(say("Written: {path}", path=facts["path"]))
        else:
            for line in _lines(told):
                print_line(line)
        return 0


# ---------------------------------------------------------------- telling them


def _lines(told: "DayClose") -> list[str]:
    from tui.printing import table

    lines = [say("Day close {date}", date=told.date)]
    lines += [say("{label}: {told}", label=label, told=value) for label, value in counts(told)]
    for one in tables(told):
        lines += ["", one.heading]
        texts = [tuple(_text(value) for value in row) for row in one.rows]
        numbers = [at for at, value in enumerate(one.rows[0]) if isinstance(value, Decimal)] if texts else []
        if numbers:
            lines += table([tuple(one.headers), *texts], right_from=numbers[0])
        else:
            lines.append(_("Nothing."))
    return lines


def _text(value: object) -> str:
    return "" if value is None else f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _write(desk: "Desk", told: "DayClose", out: Path) -> Path:
    from core.audit_proof import AskAuditHead
    from tui.printing import complain
    from tui.schedule_files import target

    path = target(out, sheet_name(told))
    note_taken_out(desk, "day_close", path, personal=False, date=told.date)
    written = write_sheet(told, desk.ask(AskAuditHead()).head, now_of(desk), path)
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    return written
