"""`frontdesk approvals`: what waits for approval, or one booking's way through it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import N_, _, say, say_count
from tui.opening import booking_named, open_desk

if TYPE_CHECKING:
    from core.booking.applications import Application, Level, Other
    from core.desk import Desk

STATES: dict[str, str] = {
    "approved": N_("approved"),
    "waiting": N_("waiting for approval"),
    "later": N_("not its turn yet"),
    "rejected": N_("rejected"),
    "expired": N_("expired without a decision"),
    "cancelled": N_("cancelled"),
    "displaced": N_("displaced"),
}
"""The stages of the way, and what may have ended it."""


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


def heading_of(application: "Application") -> str:
    """Who asks for what: `B12  大会议室 11-24 周二 17:30-19:30 | 张三 000001 财务科 | 11 人 | 例会`."""
    from core.wire import minute_told
    from tui.grid.words import day_told

    span = f"{minute_told(application.start)}-{minute_told(application.end)}"
    who = " ".join(filter(None, (application.person, application.member, application.department)))
    parts = [
        f"B{application.booking}  {application.name} {day_told(application.date)} {span}",
        who,
        say("for {count}", count=application.people or application.party),
        application.purpose or "",
    ]
    return " | ".join(filter(None, parts))


def step_told(step: "Level") -> str:
    """One stage of the way: who, when, what was said."""
    told = say("level {level}: {state}", level=step.level, state=_(STATES.get(step.state, step.state)))
    if step.at is not None:
        told += f"  {step.at:%Y-%m-%d %H:%M}"
    return "  ".join(filter(None, (told, step.by, step.note)))


def other_told(other: "Other") -> str:
    """Somebody else who wants the same slot."""
    who = " ".join(filter(None, (other.record, other.person, other.member, other.department)))
    people = say("for {count}", count=other.people or other.party)
    parts = (say("also wanted by {who}", who=who), people, other.purpose)
    return " | ".join(filter(None, parts))
