"""`frontdesk needed`: what next week and the shelf will ask for."""

from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.reports.lapsing_soon import LikelyToLapse
    from core.reports.needed import Needed
    from exports.tables.model import Table


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Say what will be needed: use, and goods."))
    def needed(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.reports.lapsing_soon import AskLikelyToLapse
        from core.reports.needed import AskNeeded
        from core.wire import write_record
        from tui.printing import print_json, print_line

        desk = open_desk(context)
        with desk.reading() as reading:
            answer, lapse = reading.ask(AskNeeded()), reading.ask(AskLikelyToLapse())
        if as_json:
            print_json({**write_record(answer), "likely_to_lapse": write_record(lapse)})
        else:
            for line in lines_of(answer, lapse):
                print_line(line)
        return 0


def lines_of(answer: "Needed", lapse: "LikelyToLapse") -> list[str]:
    """What is printed for people."""
    from tui.reports.needed import needed_tables, title_told

    looked_at = say("Looked at: {first} to {last}", first=answer.from_, last=answer.to)
    lines = [title_told(answer), looked_at]
    for told in needed_tables(answer, lapse):
        lines += ["", *_table_lines(told)]
    return lines


def _table_lines(told: "Table") -> list[str]:
    from tui.printing import table
    from tui.reports.words import cells_of, numbers_of

    cells = cells_of(told)
    return [told.heading, *(table(cells, right=numbers_of(told)) if len(cells) > 1 else ()), *told.notes]
