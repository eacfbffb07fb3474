"""`frontdesk demo`: an example club in a database of its own, to look at and to try things in."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import DeskError
from tui.language import _, say

if TYPE_CHECKING:
    from tui.demo.fill import Example

_LEAST_WEEKS, _MOST_WEEKS = 2, 54


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Fill an example club, in a database of its own."))
    def demo(
        context: typer.Context,
        seed: Annotated[int, typer.Option("--seed", help=_("Another number, another story."))] = 1,
        weeks: Annotated[
            int,
            typer.Option(
                "--weeks",
                min=_LEAST_WEEKS,
                max=_MOST_WEEKS,
                help=_("How many weeks: the last are this one and the next."),
            ),
        ] = 8,
        out: Annotated[
            Path | None,
            typer.Option(
                "--out", metavar="PATH", help=_("Where it is put; else demo.db in the data folder.")
            ),
        ] = None,
        fresh: Annotated[
            bool, typer.Option("--fresh", help=_("Replace the example club that is there."))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.clock import local_of, machine_clock, zone_named
        from core.settings import Settings
        from tui.demo.fill import make_example
        from tui.imports import progress
        from tui.printing import refuse

        now = local_of(machine_clock(), zone_named(Settings().timezone))
        try:
            place = _place(context.obj.database, out)
            with progress(100, _("Example club")) as bar:
                example = make_example(
                    place,
                    now,
                    seed=seed,
                    weeks=weeks,
                    fresh=fresh,
                    told=lambda done, every: bar.update(100 * done // every - bar.pos),
                )
        except DeskError as error:
            return refuse(error, as_json=as_json)
        _tell(example, as_json=as_json)
        return 0


def _place(named: Path | None, out: Path | None) -> Path:
    """Where the demo goes: `--out`, else what `--db` names, else demo.db in the data folder. FRONTDESK_DB is
    the club's own. `own_database` where that is to be, so that no club ever begins as a demo."""
    from storage.places import data_folder, database_path

    own = database_path(None)
    asked_for = named if "FRONTDESK_DB" not in os.environ or named != own else None
    path = out or asked_for or data_folder() / "demo.db"
    if not path.exists() and os.path.realpath(path) == os.path.realpath(own):
        raise DeskError("own_database", path=str(path))
    return path


def _tell(example: "Example", *, as_json: bool) -> None:
    from dataclasses import asdict

    from tui.printing import print_json, print_line

    facts = asdict(example)
    if as_json:
        print_json(facts)
        return
    print_line(say("The example club is filled: {database}", **facts))
    print_line(say("Members: {members}, of whom suspended for no-shows: {suspended}.", **facts))
    print_line(say("Facilities: {facilities}. Slots: {slots}, from {first} to {last}.", **facts))
    print_line(
        say(
            "Bookings: {bookings}. Walk-ins among them: {walk_ins}, cancelled: {cancelled}, "
            "no-shows: {no_shows}, still to come: {coming}.",
            **facts,
        )
    )
    print_line(say("Waitlist: {waiting} waiting; places held for open offers: {offered}.", **facts))
    print_line(_("To try next:"))
    for line in _next(example):
        print_line(f"  {line}")


def _next(example: "Example") -> list[str]:
    """Command lines, as a shell or PowerShell takes them."""
    from shlex import quote

    here = f"frontdesk --db {quote(example.database)}"
    year, week, _weekday = example.today.isocalendar()
    return [
        f"""echo '{{"ask": "grid", "date": "{example.today}", "facilities": ["gym"]}}' | {here} batch""",
        f"""echo '{{"ask": "find_members", "text": "yuchi"}}' | {here} batch""",
        f"{here} schedule export --week {year}-W{week:02d} --out week.xlsx",
    ]
