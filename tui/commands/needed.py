"""`frontdesk needed`: what next week and the shelf will ask for."""

from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.reports.needed import Needed
    from exports.tables.model import Table


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Say what will be needed: use, and goods."))
    def needed(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.reports.needed import AskNeeded
        from core.wire import write_record
        from tui.printing import print_json, print_line

        answer = open_desk(context).ask(AskNeeded())
        if as_json:
            print_json(write_record(answer))
        else:
            for line in lines_of(answer):
                print_line(line)
        return 0


def lines_of(answer: "Needed") -> list[str]:
    """What is printed for people."""
    from tui.reports.needed import PARTS, title_told

    looked_at = say("Looked at: {first} to {last}", first=answer.from_, last=answer.to)
    lines = [title_told(answer), looked_at]
    for part in PARTS:
        lines += ["", *_table_lines(part(answer))]
    return lines


def _table_lines(told: "Table") -> list[str]:
    from tui.printing import table
    from tui.reports.words import cells_of, numbers_of

    cells = cells_of(told)
    return [told.heading, *(table(cells, right=numbers_of(told)) if len(cells) > 1 else ()), *told.notes]
