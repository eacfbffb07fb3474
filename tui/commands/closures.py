"""`frontdesk closure`: a facility out of service or kept for an event, planned first; and what becomes of the
bookings that lose their place."""

import re
from collections.abc import Iterable
from typing import Annotated

import typer

from core.text import folded
from tui.closure_words import (
    became_told,
    closure_row,
    displaced_row,
    plan_told,
    rebooked_told,
    slots_told,
)
from tui.language import _, say, say_count
from tui.opening import open_desk

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}))?", re.ASCII)


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    closure = typer.Typer(
        help=_("Closing a facility for a while, and reopening it."),
        rich_markup_mode=None,
        add_completion=False,
    )
    app.add_typer(closure, name="closure")

    @closure.callback()
    def _closure() -> None: ...

    facility_ = typer.Argument(metavar="FACILITY", help=_("The facility's code."))
    number_ = typer.Argument(metavar="C1", help=_("The closure."))
    from_ = typer.Option(
        "--from", metavar="2026-11-24T08:00", help=_("The beginning; a date alone is its midnight.")
    )
    to_ = typer.Option(
        "--to", metavar="2026-11-24T22:00", help=_("The end; a date alone is the end of that day.")
    )
    json_ = typer.Option("--json", help=_("Print facts as JSON."))

    @closure.command(help=_("Say what closing would do."))
    def plan(
        context: typer.Context,
        facility: Annotated[str, facility_],
        begin: Annotated[str, from_],
        end: Annotated[str, to_],
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _plan(context, facility, begin, end, as_json=as_json)

    @closure.command(help=_("Close a facility; its bookings lose their place."))
    def close(
        context: typer.Context,
        facility: Annotated[str, facility_],
        begin: Annotated[str, from_],
        end: Annotated[str, to_],
        reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why; members are told."))],
        event: Annotated[
            bool, typer.Option("--event", help=_("It is kept for an event, not out of service."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _close(context, facility, begin, end, reason, event=event, as_json=as_json)

    @closure.command(help=_("End a closure: the slots come back, the bookings do not."))
    def reopen(
        context: typer.Context, number: Annotated[str, number_], as_json: Annotated[bool, json_] = False
    ) -> int:
        return _reopen(context, number, as_json=as_json)

    @closure.command("list", help=_("List the closures that stand."))
    def list_(
        context: typer.Context,
        facility: Annotated[
            str | None, typer.Option("--facility", metavar="FACILITY", help=_("Of one facility only."))
        ] = None,
        everything: Annotated[
            bool, typer.Option("--all", help=_("Also those that are over or ended."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _list(context, facility, everything=everything, as_json=as_json)

    @closure.command(help=_("List who lost their place, and what became of them."))
    def show(
        context: typer.Context, number: Annotated[str, number_], as_json: Annotated[bool, json_] = False
    ) -> int:
        return _show(context, number, as_json=as_json)

    @closure.command(help=_("Move all who lost their place, so that it suits all best."))
    def rebook(
        context: typer.Context,
        number: Annotated[str, number_],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say where they would go."))] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _rebook(context, number, dry_run=dry_run, as_json=as_json)


# ---------------------------------------------------------------- closing and reopening


def moment_of(text: str, *, end: bool = False) -> str:
    """A moment as scripts give it: of `2026-11-24 8:00`, or of a date alone its beginning or its end. What is
    none is left as it is, to be refused with its field."""
    found = _MOMENT.fullmatch(folded(text))
    if found is None:
        return text
    time = found[2] or ("24:00" if end else "00:00")
    return f"{found[1]}T{time.rjust(5, '0')}"


def _plan(context: typer.Context, facility: str, begin: str, end: str, *, as_json: bool) -> int:
    from core.closures.planning import AskClosurePlan
    from core.wire import read_record, write_record
    from tui.printing import print_json

    span = {"from": moment_of(begin), "to": moment_of(end, end=True)}
    found = open_desk(context).ask(read_record(AskClosurePlan, {"facility": facility, **span}))
    if as_json:
        print_json(write_record(found))
    else:
        _print(plan_told(found))
    return 0


def _close(
    context: typer.Context, facility: str, begin: str, end: str, reason: str, *, event: bool, as_json: bool
) -> int:
    from core.closures.closing import CloseFacility
    from core.closures.rebooking import AskDisplaced
    from core.records import closure_told
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line, table

    span = {"from": moment_of(begin), "to": moment_of(end, end=True)}
    fields = {"facility": facility, **span, "reason": reason, "event": event}
    desk = open_desk(context)
    closed = desk.do(read_record(CloseFacility, fields))
    if as_json:
        print_json(write_record(closed))
        return 0
    assert closed.closure is not None  # noqa: S101 - it was no dry run
    displaced = desk.ask(AskDisplaced(closed.closure))
    told = closure_told(closed.closure)
    print_line(
        say_count(
            "{closure}: {name} is closed, {count} slot.", "{closure}: {name} is closed, {count} slots.",
            len(closed.slots), closure=told, name=displaced.closure.name,
        )
    )  # fmt: skip
    if displaced.bookings:
        print_line(
            say_count(
                "{count} booking lost its place; it is moved by: frontdesk closure rebook {closure}",
                "{count} bookings lost their place; they are moved by: frontdesk closure rebook {closure}",
                len(displaced.bookings), closure=told,
            )
        )  # fmt: skip
    _print(table(map(displaced_row, displaced.bookings)))
    return 0


def _reopen(context: typer.Context, number: str, *, as_json: bool) -> int:
    from core.closures.closing import ReopenFacility
    from core.records import booking_told, entry_told
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line

    reopened = open_desk(context).do(read_record(ReopenFacility, {"closure": number}))
    if as_json:
        print_json(write_record(reopened))
        return 0
    print_line(say_count("{count} slot is open again.", "{count} slots are open again.", len(reopened.slots)))
    _print(slots_told(reopened.slots))
    if reopened.promoted:
        bookings = ", ".join(map(booking_told, reopened.promoted))
        print_line(say("Booked from the waitlist: {bookings}", bookings=bookings))
    if reopened.offered:
        print_line(
            say("Offered to the waitlist: {entries}", entries=", ".join(map(entry_told, reopened.offered)))
        )
    return 0


# ---------------------------------------------------------------- looking


def _list(context: typer.Context, facility: str | None, *, everything: bool, as_json: bool) -> int:
    from core.closures.planning import AskClosures
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line, table

    fields = {"facility": facility, "standing_only": not everything}
    found = open_desk(context).ask(read_record(AskClosures, fields))
    if as_json:
        print_json(write_record(found))
    elif found.closures:
        _print(table(map(closure_row, found.closures)))
    else:
        print_line(_("There is no closure.") if everything else _("No closure stands."))
    return 0


def _show(context: typer.Context, number: str, *, as_json: bool) -> int:
    from core.closures.rebooking import AskDisplaced
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line, table

    found = open_desk(context).ask(read_record(AskDisplaced, {"closure": number}))
    if as_json:
        print_json(write_record(found))
        return 0
    _print(table([closure_row(found.closure)]))
    if not found.bookings:
        print_line(_("Nobody lost a place."))
    _print(table((*displaced_row(line), became_told(line)) for line in found.bookings))
    return 0


# ---------------------------------------------------------------- rebooking


def _rebook(context: typer.Context, number: str, *, dry_run: bool, as_json: bool) -> int:
    from core.closures.rebooking import RebookDisplaced
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line

    command = read_record(RebookDisplaced, {"closure": number, "dry_run": dry_run})
    rebooked = open_desk(context).do(command)
    if as_json:
        print_json(write_record(rebooked))
    else:
        for line in rebooked_told(rebooked, planned=dry_run):
            print_line(line)
    return 1 if rebooked.left_out else 0


def _print(lines: Iterable[str]) -> None:
    from tui.printing import print_line

    for line in lines:
        print_line(line)
