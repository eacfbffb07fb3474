"""`frontdesk approvals`: what waits for approval, or one booking's way through it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say, say_count
from tui.opening import booking_named, open_desk
from tui.sentences.approvals import heading_of, other_told, step_told

if TYPE_CHECKING:
    from core.booking.applications import Application
    from core.desk import Desk


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("What waits for approval, or one booking's way through it."))
    def approvals(
        context: typer.Context,
        booking: Annotated[
            str | None, typer.Argument(metavar="[BOOKING]", help=_("The booking, as B12."))
        ] = None,
        facility: Annotated[
            str | None, typer.Option("--facility", metavar="CODE", help=_("Of one facility, by its code."))
        ] = None,
        level: Annotated[
            int | None, typer.Option("--level", min=1, max=2, help=_("Only what waits for this level."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        desk = open_desk(context)
        if booking is not None:
            return _tell_one(desk, booking, as_json=as_json)
        return _tell_all(desk, facility, level, as_json=as_json)


def _tell_all(desk: "Desk", facility: str | None, level: int | None, *, as_json: bool) -> int:
    from core.booking.applications import AskApplications
    from core.wire import Name, write_record
    from tui.printing import print_json, print_line

    asked = AskApplications(None if facility is None else Name(facility), level)
    told = desk.ask(asked)
    if as_json:
        print_json(write_record(told))
        return 0
    for application in told.applications:
        for line in _lines(application):
            print_line(line)
    waiting = len(told.applications)
    if waiting:
        print_line(say_count("{count} waits for approval.", "{count} wait for approval.", waiting))
    else:
        print_line(_("Nothing waits for approval."))
    return 0


def _tell_one(desk: "Desk", booking: str, *, as_json: bool) -> int:
    from core.booking.applications import AskApplication
    from core.wire import write_record
    from tui.printing import print_json, print_line
    from tui.sentences.desk import state_told

    told = desk.ask(AskApplication(booking_named(booking)))
    if as_json:
        print_json(write_record(told))
        return 0
    print_line(heading_of(told))
    print_line("  " + state_told(told.state))
    if not told.way:
        print_line("  " + _("It needed no approval."))
    for step in told.way:
        print_line("  " + step_told(step))
    for other in told.others:
        print_line("  " + other_told(other))
    return 0


def _lines(application: "Application") -> Iterator[str]:
    """One application: what is asked for, how far it has come, who else wants the slot."""
    yield heading_of(application)
    yield "  " + say(
        "level {level} of {levels}, since {since}",
        level=application.level,
        levels=application.levels,
        since=f"{application.waits_since:%Y-%m-%d %H:%M}",
    )
    for step in application.way:
        if step.state == "approved":
            yield "  " + step_told(step)
    for other in application.others:
        yield "  " + other_told(other)
