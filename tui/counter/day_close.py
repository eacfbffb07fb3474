"""A day's takings as tables and as the sheet that is signed: for the command line and the console."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError
from tui.language import N_, _, say
from tui.sentences.counter import TENDERS

if TYPE_CHECKING:
    from core.counter.closing_day import DayClose
    from exports.printed import PrintedTable


Row = tuple[object, ...]

KINDS = {"sale": N_("takings"), "refund": N_("refunded")}
"""What goes through the till without an open shift."""


def tables(told: "DayClose") -> "list[PrintedTable]":
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
             _yuan(one.expected), _yuan(one.counted), _yuan(one.difference), difference_word(one.difference))
            for one in shift.tenders
            if any(one[1:])
        ]  # fmt: skip
        if shift.note is not None:
            heading = f"{heading}  {shift.note}"
        shifts.append((heading, _shift_headers(), rows))
    return shifts


def difference_word(fen: int | None) -> str:
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


def counts(told: "DayClose") -> list[tuple[str, str]]:
    from core.wire import yuan_told

    orders = say("{count}, {total} yuan", count=told.orders, total=yuan_told(told.total))
    if told.points_total:
        orders = say("{orders} and {points} points", orders=orders, points=told.points_total)
    return [
        (_("Orders"), orders),
        (_("Cancelled since"), str(told.cancelled)),
        (_("Returns"), str(told.returns)),
    ]


def sheet_name(told: "DayClose") -> str:
    """The file's name where none is given."""
    return f"day-close-{told.date}.xlsx"


def write_sheet(told: "DayClose", audit_head: str, printed_at: datetime, path: Path) -> Path:
    """Writes the sheet, with the head of the audit trail; where it ended up: beside a file that another
    program has open. `not_written`."""
    from exports.counter.day_close import DayCloseSheet, write_day_close

    head = [
        (_("Club"), _("Staff club")),
        (_("Date"), told.date),
        *counts(told),
        (_("Printed at"), f"{printed_at:%Y-%m-%d %H:%M}"),
        (_("Audit head"), audit_head),
    ]
    sheet = DayCloseSheet(
        say("Day close {date}", date=told.date),
        head,
        tables(told),
        (_("Handler:"), _("Checker:")),
        _("Page {page} of {pages}"),
    )
    try:
        return write_day_close(path, sheet)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
