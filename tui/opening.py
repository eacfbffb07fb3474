"""From the command line to the door: the club that a command works on, and the club's today."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from core.clock import local_of, machine_clock, zone_named
from core.errors import DeskError

if TYPE_CHECKING:
    from core.desk import Desk
    from storage.database import Database


def path_of(context: typer.Context) -> Path:
    """The database that the command line names, or FRONTDESK_DB, or the one in the user's data folder."""
    from storage.places import database_path

    given: Path | None = context.obj.database
    return database_path(given)


def open_club(context: typer.Context, *, create: bool = True, replayed: bool = False) -> "Database":
    """Opens the club's database; DeskError for one that can't be."""
    from storage.database import open_database

    return open_database(path_of(context), create_missing=create, replayed=replayed)


def open_desk(context: typer.Context, *, create: bool = False) -> "Desk":
    """The door to the club, with the machine's clock."""
    from core.desk import Desk

    return Desk(open_club(context, create=create), warn=warn)


def warn(warning: DeskError) -> None:
    """Tells of something that is wrong but stops nothing."""
    from tui.printing import complain
    from tui.sentences import sentence

    complain(sentence(warning))


def today_of(desk: "Desk") -> date:
    """Today in the club's zone."""
    from core.club import AskSettings

    return local_of(machine_clock(), zone_named(desk.ask(AskSettings()).timezone)).date()


def monday_of(week: str | None) -> date | None:
    """The Monday of an ISO week such as `2026-W49`. `invalid` for a week that is none."""
    if week is None:
        return None
    try:
        year, number = week.upper().split("-W")
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise DeskError("invalid", field="week", problem="not_a_week", value=week) from error
