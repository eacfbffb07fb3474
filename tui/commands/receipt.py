"""`frontdesk receipt`: an order's receipt or its pick-up slip, on the terminal, as a file, or printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import invalid
from tui.language import _, say
from tui.opening import open_desk, path_of, record_named
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.receipts import OnPaper


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("An order's receipt, or the slip by which it is collected."))
    def receipt(
        context: typer.Context,
        order: Annotated[str, typer.Argument(metavar="ORDER", help=_("The order, as O12."))],
        slip: Annotated[
            bool, typer.Option("--slip", help=_("The pick-up slip, with room for signatures."))
        ] = False,
        out: Annotated[
            Path | None, typer.Option("--out", metavar="PATH", help=_("Write a file: .txt or .pdf."))
        ] = None,
        on_paper: Annotated[
            bool, typer.Option("--print", help=_("Print it, or write and open it where nothing prints."))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        if on_paper and out is not None:
            raise invalid("out", "one_of", choices=["--out", "--print"])
        named = record_named(order, "O", "order")
        desk = open_desk(context)
        facts, lines = _paper(desk, named, slip=slip)
        what = "slip" if slip else "receipt"
        name = f"{what}-{named}.txt"
        if out is not None or on_paper:
            note_taken_out(desk, what, out or Path(name), member=facts["member"], order=named)
        if out is not None:
            facts["path"] = str(_write(out, name, lines))
        elif on_paper:
            facts |= _print(context, name, lines)
        _tell(facts, lines, as_json=as_json)
        return 0


def _paper(desk: "Desk", order: str, *, slip: bool) -> tuple[dict[str, Any], list[str]]:
    """An order with the balances of the moment, and the lines of its receipt or slip."""
    from core.counter.looking import AskOrder
    from core.ledger.looking import AskBalance
    from core.wire import read_record, write_record
    from exports.counter.receipt import receipt_lines, slip_lines
    from tui.receipts import pick_up_slip_of, receipt_of

    card = desk.ask(read_record(AskOrder, {"order": order}))
    balance = desk.ask(AskBalance(card.member))
    lines = slip_lines(pick_up_slip_of(card)) if slip else receipt_lines(receipt_of(card, balance))
    return {**write_record(card), "balance": write_record(balance)}, lines


def _write(out: Path, name: str, lines: list[str]) -> Path:
    from tui.printing import complain
    from tui.receipts import write_paper

    path = out / name if out.is_dir() else out
    written = write_paper(path, lines)
    if written != path:
        complain(say("{path} is open in another program; the new one lies beside it.", path=path))
    return written


def _print(context: typer.Context, name: str, lines: list[str]) -> dict[str, Any]:
    from tui.receipts import put_on_paper
    from tui.slips import slip_folder

    done: OnPaper = put_on_paper(lines, slip_folder(path_of(context)) / name)
    return {"printed": done.way == "printed"} | ({} if done.path is None else {"path": str(done.path)})


def _tell(facts: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    from tui.printing import print_json, print_line

    if as_json:
        print_json(facts)
    elif facts.get("printed"):
        print_line(_("It is with the printer."))
    elif "path" in facts:
        print_line(say("Written: {path}", path=facts["path"]))
    else:
        for line in lines:
            print_line(line)
