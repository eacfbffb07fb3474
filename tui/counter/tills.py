"""Shifts in words: whose till is open, what was put in and taken out, what was counted."""

from datetime import date
from typing import TYPE_CHECKING

from core.errors import DeskError, invalid
from core.records import shift_told
from core.text import folded
from core.wire import Fen
from tui.counter.day_close import difference_word
from tui.language import N_, _, listed, say, say_count
from tui.sentences.counter import TENDERS
from tui.widgets.money import bare, money_told, read_amount
from tui.widgets.table import Column, TableRow

if TYPE_CHECKING:
    from core.counter.closing_day import BesideTold
    from core.counter.shifts import Counted, ShiftClosed, TillTold
    from core.counter.till import OpenShiftTold, Till

MOVES: dict[str, str] = {"float": N_("float"), "in": N_("put in"), "out": N_("taken out")}


def read_fen(text: str, field: str) -> Fen:
    """What is typed as money, 0 too. `invalid`, about that field, for what is none."""
    try:
        return Fen(read_amount(text, "allowance").number)
    except DeskError as error:
        raise DeskError("invalid", **{**error.facts, "field": field}) from error


def read_counted(text: str, tender: str) -> Fen:
    """What is typed as counted. More may have been given back than was taken, but not in cash: that is typed
    with a minus. `invalid`, about the tender."""
    plain = folded(text)
    if tender == "cash" or not plain.startswith("-"):
        return read_fen(text, tender)
    return Fen(-read_fen(plain.removeprefix("-"), tender))


def read_move(text: str) -> tuple[Fen, str]:
    """An amount and, after a blank, why. `invalid` where one of them is missing or no money."""
    amount, _blank, reason = text.strip().partition(" ")
    fen = read_fen(amount, "amount")
    if not fen:
        raise invalid("amount", "too_small", value=amount, least=1)
    if not reason.strip():
        raise invalid("reason", "blank")
    return fen, reason.strip()


# ---------------------------------------------------------------- whose shift


def since_told(shift: "OpenShiftTold") -> str:
    """Whose shift is open and since when."""
    facts = {"shift": shift_told(shift.shift), "operator": shift.operator}
    return say("Shift {shift} of {operator}, since {at}", **facts, at=f"{shift.opened_at:%m-%d %H:%M}")


def header_word(till: "Till | None", today: date) -> str:
    """The own shift in few words, for the first line of the counter."""
    if till is None:
        return ""
    if till.shift is None:
        return _("no shift")
    opened = till.shift.opened_at
    at = f"{opened:%H:%M}" if opened.date() == today else f"{opened:%m-%d %H:%M}"
    return f"{shift_told(till.shift.shift)} {at}-"


def beside_told(beside: "tuple[BesideTold, ...]") -> str:
    """What was taken and paid out today without a shift."""
    total = sum(one.amount for one in beside)
    return say_count(
        "Without a shift today: {count} payment, {total}",
        "Without a shift today: {count} payments, {total}",
        len(beside),
        total=money_told("allowance", total),
    )


# ---------------------------------------------------------------- tables


def move_columns() -> tuple[Column, ...]:
    return (
        Column(_("Time")),
        Column(_("What")),
        Column(_("In yuan"), right=True),
        Column(_("Reason"), flex=True),
    )


def move_row(number: int, line: "TillTold") -> TableRow:
    cells = (f"{line.at:%m-%d %H:%M}", _(MOVES[line.kind]), bare("allowance", line.amount), line.reason or "")
    return TableRow(str(number), cells)


def count_columns() -> tuple[Column, ...]:
    return (
        Column(_("Tender")),
        Column(_("Expected"), right=True),
        Column(_("Counted"), right=True),
        Column(_("Difference"), right=True),
        Column(),
    )


def count_rows(closed: "ShiftClosed") -> list[TableRow]:
    """A line for each tender, with the difference in a word."""
    rows = []
    for tender in closed.counted._fields:
        expected, counted, difference = (
            getattr(one, tender) for one in (closed.expected, closed.counted, closed.difference)
        )
        word = difference_word(difference) or _("matches")
        cells = (
            _(TENDERS[tender]),
            *(bare("allowance", fen) for fen in (expected, counted, difference)),
            word,
        )
        rows.append(TableRow(tender, cells))
    return rows


def counted_told(counted: "Counted") -> str:
    """Every tender with what was counted."""
    return listed(
        f"{_(TENDERS[tender])} {bare('allowance', fen)}" for tender, fen in counted._asdict().items()
    )


def differences_told(closed: "ShiftClosed") -> str:
    """Each tender that differs: over or short by how much."""
    told = [
        f"{_(TENDERS[tender])} {difference_word(fen)} {bare('allowance', abs(fen))}"
        for tender, fen in closed.difference._asdict().items()
        if fen
    ]
    return listed(told) or _("everything is there")
