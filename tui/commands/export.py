"""`frontdesk export`: the month's workbook, and every other file that leaves the desk."""

from pathlib import Path
from typing import Annotated

import typer

from tui.language import _, say
from tui.opening import open_desk


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    export = typer.Typer(help=_("Files that leave the desk."), rich_markup_mode=None, add_completion=False)
    app.add_typer(export, name="export")

    @export.callback()
    def _export() -> None: ...

    @export.command(help=_("Write a month's workbook for the manager."))
    def monthly(
        context: typer.Context,
        month: Annotated[str, typer.Argument(metavar="2026-10", help=_("The month."))],
        out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=_("The folder to write to."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
        progress: Annotated[
            bool, typer.Option("--progress", help=_("Tell of each sheet, as JSON on standard error."))
        ] = False,
        leashed: Annotated[bool, typer.Option("--leashed", hidden=True)] = False,
    ) -> int:
        from tui.printing import print_json, print_line
        from tui.reports.writing import write_month

        if leashed:
            from tui.leash import stop_with_the_input

            stop_with_the_input()
        told = _tell_sheet if progress else _tell_nothing
        path = write_month(open_desk(context), month, out, told)
        if as_json:
            print_json({"path": str(path)})
        else:
            print_line(say("Written: {path}", path=str(path)))
        return 0


def _tell_sheet(name: str) -> None:
    """A line of JSON that is there at once, for whoever shows how far it is."""
    import sys

    from tui.printing import json_line

    print(json_line({"sheet": name}), file=sys.stderr, flush=True)


def _tell_nothing(name: str) -> None:
    """Nobody wants to know."""
