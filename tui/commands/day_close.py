"""`frontdesk day-close`: what a day's takings come to, on the terminal or as a workbook to be printed."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import DeskError
from tui.language import N_, _, say
from tui.opening import now_of, open_desk
from tui.sentences.counter import TENDERS

if TYPE_CHECKING:
    from core.counter.closing_day import DayClose
    from core.desk import Desk
    from exports.printed import PrintedTable

Row = tuple[object, ...]

KINDS = {"sale": N_("takings"), "refund": N_("refunded")}
"""What goes through the till without an open shift."""


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


# ---------------------------------------------------------------- its tables


def _tables(told: "DayClose") -> "list[PrintedTable]":
    """All takings by tender; each shift; what was beside all shifts. Tenders without any are left out."""
    from exports.printed import PrintedTable

    sums = [
        (_(TENDERS[one.tender]), _yuan(one.sales), _yuan(one.refunds), _yuan(one.net))
        for one in told.tenders
        if one.sales or one.refunds
    ]
    tables = [PrintedTable(_("All takings"), _sum_headers(), sums)]
    tables += [PrintedTable(*shift) for shift in _shifts(told)]
    if told.beside:
        beside = [
            (f"{one.at:%H:%M}", one.order or "", _(KINDS.get(one.kind, one.kind)), _(TENDERS[one.tender]),
             one.by, _yuan(one.amount))
            for one in told.beside
        ]  # fmt: skip
        heads = (_("Time"), _("Order"), _("What"), _("Tender"), _("By"), _("In yuan"))
        tables.append(PrintedTable(_("Without an open shift"), heads, beside))
    return tables


def _shifts(told: "DayClose") -> list[tuple[str, tuple[str, ...], list[Row]]]:
    from core.records import shift_told

    shifts = []
    for shift in told.shifts:
        closed = _("open") if shift.closed_at is None else f"{shift.closed_at:%m-%d %H:%M}"
        heading = say(
            "Shift {shift}  {operator}  {opened} to {closed}",
            shift=shift_told(shift.shift),
            operator=shift.operator,
            opened=f"{shift.opened_at:%m-%d %H:%M}",
            closed=closed,
        )
        rows: list[Row] = [
            (_(TENDERS[one.tender]), _yuan(one.sales), _yuan(one.refunds), _yuan(one.other),
             _yuan(one.expected), _yuan(one.counted), _yuan(one.difference), _difference(one.difference))
            for one in shift.tenders
            if any(one[1:])
        ]  # fmt: skip
        if shift.note is not None:
            heading = f"{heading}  {shift.note}"
        shifts.append((heading, _shift_headers(), rows))
    return shifts


def _difference(fen: int | None) -> str:
    """Over or short, in a word."""
    if not fen:
        return ""
    return _("surplus") if fen > 0 else _("short")


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def _sum_headers() -> tuple[str, ...]:
    return _("Tender"), _("Takings"), _("Refunded"), _("Together")


def _shift_headers() -> tuple[str, ...]:
    return (
        _("Tender"), _("Takings"), _("Refunded"), _("Float, in, out"), _("Expected"), _("Counted"),
        _("Difference"), "",
    )  # fmt: skip


def _counts(told: "DayClose") -> list[tuple[str, str]]:
    from core.wire import yuan_told

    orders = say("{count}, {total} yuan", count=told.orders, total=yuan_told(told.total))
    if told.points_total:
        orders = say("{orders} and {points} points", orders=orders, points=told.points_total)
    return [
        (_("Orders"), orders),
        (_("Cancelled since"), str(told.cancelled)),
        (_("Returns"), str(told.returns)),
    ]


# ---------------------------------------------------------------- telling them


def _lines(told: "DayClose") -> list[str]:
    from tui.printing import table

    lines = [say("Day close {date}", date=told.date)]
    lines += [say("{label}: {told}", label=label, told=value) for label, value in _counts(told)]
    for one in _tables(told):
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
    from exports.counter.day_close import DayCloseSheet, write_day_close
    from tui.printing import complain
    from tui.schedule_files import target

    path = target(out, f"day-close-{told.date}.xlsx")
    head = [
        (_("Club"), _("Staff club")),
        (_("Date"), told.date),
        *_counts(told),
        (_("Printed at"), f"{now_of(desk):%Y-%m-%d %H:%M}"),
    ]
    sheet = DayCloseSheet(
        say("Day close {date}", date=told.date),
        head,
        _tables(told),
        (_("Handler:"), _("Checker:")),
        _("Page {page} of {pages}"),
    )
    try:
        written = write_day_close(path, sheet)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    return written
