"""`frontdesk pass`: a booking's pass with its QR code, on the terminal or as a slip."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say
from tui.opening import booking_named, open_desk
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.booking.passes import Pass


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command("pass", help=_("A booking's pass with its QR code."))
    def show_pass(
        context: typer.Context,
        booking: Annotated[str, typer.Argument(metavar="BOOKING", help=_("The booking, as B12."))],
        out: Annotated[
            Path | None,
            typer.Option(
                "--out", metavar="PATH", help=_("Write a slip: .txt, .svg, or .png (the code alone).")
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.booking.passes import AskPass
        from tui.commands.batch import result_told
        from tui.printing import complain, print_json, print_line
        from tui.slips import write_pass

        desk = open_desk(context)
        told = desk.ask(AskPass(booking_named(booking)))
        facts = result_told(told)
        if out is not None:
            note_taken_out(desk, "pass", out, member=told.member, booking=f"B{told.booking}")
            written = write_pass(told, out)
            facts["path"] = str(written)
            if written.name != out.name and not out.is_dir():
                complain(say("{path} is open in another program; the new one lies beside it.", path=out))
        if as_json:
            print_json(facts)
        elif out is not None:
            print_line(say("Written: {path}", path=facts["path"]))
        else:
            _print(told)
        return 0


def _print(told: "Pass") -> None:
    """The words, then the code in black on white whatever the terminal's own colours are; in a pipe the
    colours are left out."""
    from exports.passes import half_blocks, slip_lines
    from tui.printing import print_line
    from tui.slips import slip_of

    slip = slip_of(told)
    for line in slip_lines(slip):
        print_line(line)
    print_line("")
    for line in half_blocks(slip.code):
        typer.echo(typer.style(line, fg="black", bg="bright_white"))
