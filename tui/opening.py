"""From the command line to the door: the club that a command works on, and the club's today."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from core.clock import local_of, machine_clock, zone_named
from core.errors import DeskError, invalid
from core.text import folded
from core.wire import read_record

if TYPE_CHECKING:
    from core.clock import Clock
    from core.desk import Desk
    from core.records import BookingId
    from storage.database import Database

_WEEK = re.compile(r"([0-9]{4})-[Ww]([0-9]{1,2})")
_FIRST_YEAR, _LAST_YEAR = 1901, 9989


def path_of(context: typer.Context) -> Path:
    """The database that the command line names, or FRONTDESK_DB, or the one in the user's data folder."""
    from storage.places import database_path

    given: Path | None = context.obj.database
    return database_path(given)


def open_club(context: typer.Context, *, create: bool = True, replayed: bool = False) -> "Database":
    """Opens the club's database until the command is done; DeskError for one that can't be."""
    from storage.database import open_database

    club = open_database(path_of(context), create_missing=create, replayed=replayed)
    context.call_on_close(club.close)
    return club


@contextmanager
def club_closed_again(context: typer.Context) -> Iterator["Database"]:
    """The club's database for a moment: what comes after wants its file for itself."""
    from storage.database import open_database

    club = open_database(path_of(context), create_missing=False)
    try:
        yield club
    finally:
        club.close()


def let_in_at(club: "Database") -> "Desk":
    """The door of an open club, for whoever signs in where there are operators."""
    from core.desk import Desk
    from tui.signing_in.at_command_line import let_in

    desk = Desk(club, machine_clock, warn=warn)
    let_in(desk)
    return desk


def own_desk(club: "Database", clock: "Clock" = machine_clock) -> "Desk":
    """The door of a club for the program itself: nobody signs in to be told that a file is whole."""
    from core.desk import Desk
    from core.operators.records import PROGRAM

    desk = Desk(club, clock)
    desk.act_as(PROGRAM)
    return desk


def open_desk(
    context: typer.Context, *, create: bool = False, anybody: bool = False, vouched: bool = False
) -> "Desk":
    """The door to the club, with the machine's clock, for whoever signs in where there are operators:
    `anybody` where that is not needed, `vouched` where a console says on the input who it is."""
    from core.desk import Desk
    from tui.signing_in.at_command_line import let_in_vouched

    club = open_club(context, create=create)
    if not (vouched or anybody):
        return let_in_at(club)
    desk = Desk(club, machine_clock, warn=warn)
    if vouched:
        let_in_vouched(desk)
    return desk


def warn(warning: DeskError) -> None:
    """Tells of something that is wrong but stops nothing."""
    from tui.printing import complain
    from tui.sentences import sentence

    complain(sentence(warning))


def now_of(desk: "Desk") -> datetime:
    """What the clock shows in the club's zone."""
    from core.club import AskSettings

    return local_of(machine_clock(), zone_named(desk.ask(AskSettings()).timezone))


def today_of(desk: "Desk") -> date:
    """Today in the club's zone."""
    return now_of(desk).date()


def booking_named(text: str) -> "BookingId":
    """The booking of an id as it is typed: `B12`, `b12`, `12`. `invalid` for what is none."""
    from core.booking.card import AskBooking

    return read_record(AskBooking, {"booking": record_named(text, "B", "booking")}).booking


def record_named(text: str, letter: str, field: str) -> str:
    """An id as it is typed, `B12`, `b12` or `12`, as `B12`. `invalid` for what is none."""
    found = re.fullmatch(rf"{letter}?([1-9][0-9]{{0,14}})", folded(text).upper())
    if found is None:
        raise invalid(field, "not_an_id", value=text, letter=letter)
    return f"{letter}{found[1]}"


def monday_of(week: str | None) -> date | None:
    """The Monday of an ISO week such as `2026-W49`. `invalid` for a week that is none."""
    if week is None:
        return None
    found = _WEEK.fullmatch(week)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise invalid("week", "not_a_week", value=week)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError as error:
        raise invalid("week", "not_a_week", value=week) from error
