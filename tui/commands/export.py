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
    ) -> int:
        from tui.printing import print_json, print_line
        from tui.reports.writing import write_month

        path = write_month(open_desk(context), month, out)
        if as_json:
            print_json({"path": str(path)})
        else:
            print_line(say("Written: {path}", path=str(path)))
        return 0
