"""`frontdesk statement`: what a member was given and spent, with every balance, on the terminal or as a
workbook to be printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.language import N_, _, listed, say
from tui.opening import now_of, open_desk
from tui.sentences.fields import by_told
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.desk import Desk
    from core.ledger.looking import Lots, Statement
    from core.ledger.records import Amount, Unit
    from exports.ledger.statement import Account, StatementTexts

CHOICES: dict[str, tuple["Unit", ...]] = {
    "both": ("allowance", "points"),
    "allowance": ("allowance",),
    "points": ("points",),
}
MEASURES: dict["Unit", str] = {"allowance": N_("yuan"), "points": N_("points")}

WIDEST = 24
"""Cells of a document or a reason on the terminal."""

Told = tuple["Statement", "Lots"]
"""A unit's entries, and every lot of it."""


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Say what a member was given and spent, with balances."))
    def statement(
        context: typer.Context,
        member: Annotated[str, typer.Argument(metavar="STAFF_NO", help=_("The member's staff number."))],
        unit: Annotated[
            str, typer.Option("--unit", metavar="UNIT", help=_("allowance, points, or both."))
        ] = "both",
        first: Annotated[
            str | None, typer.Option("--from", metavar="DATE", help=_("The first day; else the very first."))
        ] = None,
        last: Annotated[
            str | None, typer.Option("--to", metavar="DATE", help=_("The last day; else today."))
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option("--out", metavar="PATH", help=_("Write a workbook or a pdf.")),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        if unit not in CHOICES:
            raise invalid("unit", "not_a_choice", value=unit, choices=list(CHOICES))
        desk = open_desk(context)
        told = [_ask(desk, member, one, first, last) for one in CHOICES[unit]]
        if out is not None:
            return _write(desk, told, out, as_json=as_json)
        return _print(told, as_json=as_json)


def _ask(desk: "Desk", member: str, unit: "Unit", first: str | None, last: str | None) -> Told:
    from core.ledger.looking import AskLots, AskStatement
    from core.wire import read_record

    asked = {"member": member, "unit": unit, "from": first, "to": last}
    return (
        desk.ask(read_record(AskStatement, asked)),
        desk.ask(read_record(AskLots, {"member": member, "unit": unit})),
    )


# ---------------------------------------------------------------- on the terminal


def _print(told: list[Told], *, as_json: bool) -> int:
    from core.wire import write_record
    from tui.printing import print_json, print_line

    if as_json:
        print_json(
            {
                statement.unit: {**write_record(statement), "lots": write_record(lots)["lots"]}
                for statement, lots in told
            }
        )
        return 0
    for at, (statement, lots) in enumerate(told):
        if at:
            print_line("")
        for line in lines_of(statement, lots):
            print_line(line)
    return 0


def lines_of(statement: "Statement", lots: "Lots") -> list[str]:
    """What is printed for people of one unit."""
    from tui.sentences.ledger import UNITS

    heading = say(
        "{name} ({member}): {unit}, {period}",
        name=statement.name,
        member=statement.member,
        unit=_(UNITS[statement.unit]),
        period=_period(statement),
    )
    return [heading, "", *_entry_lines(statement), "", *_lot_lines(lots)]


def _period(statement: "Statement") -> str:
    if statement.from_ is None:
        return say("up to {last}", last=statement.to)
    return say("from {first} to {last}", first=statement.from_, last=statement.to)


def _entry_lines(statement: "Statement") -> list[str]:
    from core.records import ledger_entry_told
    from tui.printing import table

    rows = [
        (*_headers()[:5], *_headers()[6:]),
        ("", "", _("Opening"), "", "", "", "", amount_told(statement.opening)),
        *(
            (
                ledger_entry_told(entry.entry),
                f"{entry.at:%Y-%m-%d %H:%M}",
                entry_kind(entry.kind),
                _short(entry.document),
                _short(entry.reason),
                by_told(entry.by),
                amount_told(entry.amount, signed=True),
                amount_told(entry.balance),
            )
            for entry in statement.entries
        ),
        ("", "", _("Closing"), "", "", "", "", amount_told(statement.closing)),
    ]
    return table(rows, right_from=6)


def _lot_lines(lots: "Lots") -> list[str]:
    from core.records import lot_told
    from tui.printing import table

    if not lots.lots:
        return [_("There are no lots.")]
    number, granted, last, original, remaining, reason, fund = _lot_headers()
    rows = [
        (
            lot_told(lot.lot),
            lot.granted_on.isoformat(),
            lot.expires_on.isoformat() if lot.expires_on is not None else _("for ever"),
            _short(lot.reason),
            _short(lot.fund),
            amount_told(lot.original),
            amount_told(lot.remaining),
        )
        for lot in lots.lots
    ]
    return table([(number, granted, last, reason, fund, original, remaining), *rows], right_from=5)


def _short(text: str | None) -> str:
    """A text of at most 24 cells, so that the amounts stay in sight; the workbook and `--json` have it
    whole."""
    from rich.cells import cell_len, set_cell_size

    from core.text import visible

    shown = visible(text or "")
    return shown if cell_len(shown) <= WIDEST else set_cell_size(shown, WIDEST - 2).rstrip() + ".."


def amount_told(amount: "Amount", *, signed: bool = False) -> str:
    """An amount with its unit: `12.50 yuan`; with a plus for what was gained where `signed`."""
    sign = "-" if amount.number < 0 else "+" if signed else ""
    number = abs(amount.number)
    told = f"{number // 100:,}.{number % 100:02d}" if amount.unit == "allowance" else f"{number:,}"
    return f"{sign}{told} {_(MEASURES[amount.unit])}"


def entry_kind(kind: str) -> str:
    """The kind of an entry in words."""
    from tui.sentences.ledger import entry_kind_told

    return entry_kind_told(kind)


def _headers() -> tuple[str, ...]:
    return (
        _("Entry"), _("Time"), _("What"), _("Document"), _("Reason"), _("Lots"), _("By"), _("Amount"),
        _("Balance"),
    )  # fmt: skip


def _lot_headers() -> tuple[str, ...]:
    return (
        _("Lot"), _("Granted on"), _("Last valid day"), _("Granted"), _("Remaining now"), _("Reason"),
        _("Fund"),
    )  # fmt: skip


# ---------------------------------------------------------------- as a workbook


def _write(desk: "Desk", told: list[Told], out: Path, *, as_json: bool) -> int:
    from core.members.finding import AskMember
    from exports.ledger.statement import write_statement
    from tui.printing import complain, print_json, print_line
    from tui.schedule_files import target

    first = told[0][0]
    path = target(out, f"statement-{first.member}.xlsx", pages=True)
    department = desk.ask(AskMember(first.member)).department
    accounts, texts = [_account(*one) for one in told], _texts(desk, first, department)
    entries = sum(len(statement.entries) for statement, _lots in told)
    note_taken_out(desk, "statement", path, rows=entries, member=first.member)
    try:
        if path.suffix.lower() == ".pdf":
            from tui.reports.statement import statement_sheets
            from tui.reports.writing import write_sheets

            written = write_sheets(path, statement_sheets(accounts, texts))
        else:
            written = write_statement(path, accounts, texts)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    if as_json:
        print_json({"path": str(written), "entries": entries})
    else:
        print_line(say("Written: {path}", path=written))
    return 0


def _account(statement: "Statement", lots: "Lots") -> "Account":
    from core.records import ledger_entry_told, lot_told
    from exports.ledger.statement import Account, LotLine, Movement

    movements = [
        Movement(
            ledger_entry_told(entry.entry),
            entry.at,
            entry_kind(entry.kind),
            entry.document,
            entry.reason,
            listed(map(lot_told, entry.lots)),
            by_told(entry.by),
            entry.amount,
            entry.balance,
        )
        for entry in statement.entries
    ]
    lines = [
        LotLine(
            lot_told(lot.lot),
            lot.granted_on,
            lot.expires_on,
            lot.original,
            lot.remaining,
            lot.reason,
            lot.fund,
        )
        for lot in lots.lots
    ]
    return Account(statement.unit, statement.opening, movements, statement.closing, lines)


def _texts(desk: "Desk", statement: "Statement", department: str | None) -> "StatementTexts":
    from exports.ledger.statement import StatementTexts
    from tui.sentences.ledger import UNITS

    head: list[tuple[str, Any]] = [
        (_("Club"), _("Staff club")),
        (_("Member"), f"{statement.name} ({statement.member})"),
        (_("Department"), department or ""),
        (_("Period"), _period(statement)),
        (_("Printed at"), f"{now_of(desk):%Y-%m-%d %H:%M}"),
    ]
    return StatementTexts(
        title=_("Statement"),
        lots_title=_("Lots"),
        head=head,
        units={unit: _(UNITS[unit]) for unit in CHOICES["both"]},
        measures={unit: _(word) for unit, word in MEASURES.items()},
        headers=_headers(),
        lot_headers=_lot_headers(),
        opening=_("Opening"),
        closing=_("Closing"),
        for_ever=_("for ever"),
        pages=_("Page {page} of {pages}"),
    )
