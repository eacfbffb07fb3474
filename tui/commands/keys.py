"""`frontdesk keys`: the console's key table."""

from typing import Annotated

import typer

from tui.language import _


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("List the console's keys by their names."))
    def keys(
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from tui import settings
        from tui.keys import keymap_of, keys_of, keys_spelt, table
        from tui.printing import complain, print_json, print_line
        from tui.printing import table as aligned

        keymap, problems = keymap_of(settings.read().get("keys"))
        rows = table()
        if as_json:
            print_json(
                {
                    "keys": [
                        {"id": id, "keys": keys_of(row.binding, keymap), "does": row.what}
                        for id, row in rows.items()
                    ]
                }
            )
        else:
            told = [(id, keys_spelt(row.binding, keymap), row.what) for id, row in rows.items()]
            for line in aligned(told):
                print_line(line)
        for problem in problems:
            complain(problem.told())
        return 1 if problems else 0
