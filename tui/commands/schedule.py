"""`frontdesk schedule`: the weekly schedule as a sheet, planned first and then applied."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError
from tui.language import _, say, say_count
from tui.opening import monday_of, open_desk, today_of

if TYPE_CHECKING:
    from core.desk import Desk
    from core.schedule.publish import Published, PublishSlots
    from exports.schedule.reading import ReadSchedule


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    schedule = typer.Typer(help=_("The weekly schedule."), rich_markup_mode=None, add_completion=False)
    app.add_typer(schedule, name="schedule")

    @schedule.callback()
    def _schedule() -> None: ...

    file_ = typer.Argument(metavar="FILE", help=_("A workbook or csv file."))
    any_week = typer.Option("--week", metavar="2026-W49", help=_("The week it must lie in."))
    the_week = typer.Option("--week", metavar="2026-W49", help=_("The week."))
    replace_ = typer.Option("--replace", help=_("Take away the slots that the file does not name."))
    displace_ = typer.Option("--displace", help=_("Let bookings lose their place where they must."))
    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    out_ = typer.Option("--out", metavar="PATH", help=_("A file or a folder to write to."))

    @schedule.command(help=_("Say what an import would do."))
    def plan(
        context: typer.Context,
        file: Annotated[Path, file_],
        week: Annotated[str | None, any_week] = None,
        replace: Annotated[bool, replace_] = False,
        displace: Annotated[bool, displace_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _publish(
            context, file, week, replace=replace, displace=displace, dry_run=True, as_json=as_json
        )

    @schedule.command("import", help=_("Apply a sheet, all of it or nothing."))
    def import_(
        context: typer.Context,
        file: Annotated[Path, file_],
        week: Annotated[str | None, any_week] = None,
        replace: Annotated[bool, replace_] = False,
        displace: Annotated[bool, displace_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _publish(
            context, file, week, replace=replace, displace=displace, dry_run=False, as_json=as_json
        )

    @schedule.command(help=_("Write a week as a workbook, to import again."))
    def export(
        context: typer.Context,
        week: Annotated[str, the_week],
        out: Annotated[Path, out_],
        shape: Annotated[
            str, typer.Option("--shape", metavar="list|grid", help=_("The shape of the sheet."))
        ] = "list",
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from tui.schedule_files import export_week

        return export_week(open_desk(context), week, out, shape, as_json=as_json)

    @schedule.command(help=_("Write a workbook to fill in for a week."))
    def template(
        context: typer.Context,
        week: Annotated[str, the_week],
        out: Annotated[Path, out_],
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        from tui.schedule_files import write_week_template

        return write_week_template(open_desk(context), week, out, as_json=as_json)

    @schedule.command(help=_("Publish a week's slots in another week."))
    def copy(
        context: typer.Context,
        from_week: Annotated[str, typer.Option("--from", metavar="2026-W48", help=_("The week to copy."))],
        to_week: Annotated[str, typer.Option("--to", metavar="2026-W49", help=_("The week to fill."))],
        replace: Annotated[bool, replace_] = False,
        displace: Annotated[bool, displace_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _copy(
            open_desk(context), from_week, to_week, replace=replace, displace=displace, as_json=as_json
        )


def _publish(
    context: typer.Context,
    file: Path,
    week: str | None,
    *,
    replace: bool,
    displace: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    from core.facilities.keeping import AskFacilities
    from core.schedule.publish import PublishSlots
    from core.wire import Name
    from exports.schedule.reader import read_schedule
    from exports.sheets import FileFault, read_sheets
    from exports.sheets.cells import match_key
    from tui.imports import errors_of, in_order, reading, tell_errors, tell_fault

    monday = monday_of(week)
    desk = open_desk(context)
    codes: dict[str, str] = {}
    for facility in desk.ask(AskFacilities()).facilities:
        codes |= {match_key(facility.code): facility.code, match_key(facility.name): facility.code}
    try:
        chunks = reading(read_sheets(file, year=monday is None), _("Reading"))
        read = read_schedule(chunks, codes, monday=monday, today=today_of(desk))
    except FileFault as fault:
        return tell_fault(file, fault, as_json=as_json)
    command = PublishSlots(
        tuple(read.slots),
        replace=replace,
        displace=displace,
        dry_run=dry_run,
        facilities=tuple(sorted(map(Name, read.facilities))),
        dates=tuple(sorted(read.days)),
    )
    errors = errors_of(read.errors)
    try:
        would = _planned(desk, command)
    except DeskError as error:
        if error.code != "schedule_errors" and not errors:
            raise
        return tell_errors(in_order(errors + _slot_errors(read, error)), as_json=as_json, file=file)
    if errors:
        return tell_errors(in_order(errors), as_json=as_json, file=file)
    return _apply(desk, command, would, as_json=as_json)


def _planned(desk: "Desk", command: "PublishSlots") -> "Published":
    """What a list would do, the bookings that would lose their place told and not refused."""
    from dataclasses import replace

    return desk.do(replace(command, dry_run=True, displace=True))


def _slot_errors(read: "ReadSchedule", error: DeskError) -> list[dict[str, Any]]:
    """What the core found wrong between rows, each at its cell."""
    from tui.imports import error_told
    from tui.schedule_plan import CELL_OF

    told = []
    for fault in error.facts.get("errors", ()):
        place = read.place(fault["index"], CELL_OF.get(fault["code"], "start"))
        told.append(error_told(place.sheet, place.cell, fault["code"], fault))
    return told


def _apply(desk: "Desk", command: "PublishSlots", would: "Published", *, as_json: bool) -> int:
    """Plans or applies, and tells what came of it; every booking that loses its place by name."""
    from core.wire import write_record
    from tui.printing import print_json

    lines = _displaced_lines(desk, would)
    if would.displaced and not command.displace:
        return _refuse_displacing(would, lines, planned=command.dry_run, as_json=as_json)
    published = would if command.dry_run else desk.do(command)
    if as_json:
        print_json(write_record(published))
    else:
        _tell(published, lines, planned=command.dry_run)
    return 0


def _refuse_displacing(would: "Published", lines: list[str], *, planned: bool, as_json: bool) -> int:
    """Bookings would lose their place, and nobody said that they may."""
    from core.wire import write_record
    from tui.printing import complain, refuse

    told = write_record(would)
    displaced = told.pop("displaced")
    if as_json:
        return refuse(
            DeskError("has_bookings", bookings=displaced, count=len(displaced), **told), as_json=True
        )
    if planned:
        _tell(would, [], planned=True)
    for line in lines:
        complain(line)
    complain(
        say_count(
            "{count} booking would lose its place, so nothing is written. With --displace it does.",
            "{count} bookings would lose their place, so nothing is written. With --displace they do.",
            len(displaced),
        )
    )
    return 1


def _tell(published: "Published", lines: list[str], *, planned: bool) -> None:
    from tui.printing import print_line

    counts = {name: getattr(published, name) for name in ("new", "unchanged", "changed", "removed")}
    if planned:
        print_line(
            say(
                "Would be: {new} new, {unchanged} unchanged, {changed} changed, {removed} removed.",
                **counts,
            )
        )
    else:
        print_line(say("{new} new, {unchanged} unchanged, {changed} changed, {removed} removed.", **counts))
    for line in lines:
        print_line(line)


def _displaced_lines(desk: "Desk", published: "Published") -> list[str]:
    """A line for each booking that loses its place: who, where, when, and the phone to call."""
    from core.booking.card import AskBooking
    from core.members.finding import AskMember
    from core.wire import minute_told
    from tui.printing import table

    rows = []
    for number in published.displaced:
        card = desk.ask(AskBooking(number))
        phone = desk.ask(AskMember(card.member)).phone
        rows.append(
            (
                f"B{number}",
                card.facility,
                card.date.isoformat(),
                f"{minute_told(card.start)}-{minute_told(card.end)}",
                card.member,
                card.name,
                phone or "",
            )
        )
    return table(rows)


def _copy(desk: "Desk", from_week: str, to_week: str, *, replace: bool, displace: bool, as_json: bool) -> int:
    from core.schedule.grid import AskGrid
    from core.schedule.publish import PublishSlots
    from core.schedule.slots import SlotSpec
    from tui.imports import tell_errors

    source, target = monday_of(from_week), monday_of(to_week)
    assert source is not None and target is not None  # noqa: S101, PT018 - both options must be given
    slots = desk.ask(AskGrid(source, 7)).slots
    if not slots:
        raise DeskError("empty_week", week=from_week)
    specs = tuple(
        SlotSpec(
            slot.facility, _shifted(slot.date, source, target), slot.start, slot.end, slot.capacity, slot.peak
        )
        for slot in slots
    )
    command = PublishSlots(specs, replace=replace, displace=displace)
    try:
        would = _planned(desk, command)
    except DeskError as error:
        if error.code != "schedule_errors":
            raise
        return tell_errors(_copy_errors(specs, error), as_json=as_json)
    return _apply(desk, command, would, as_json=as_json)


def _copy_errors(specs: Any, error: DeskError) -> list[dict[str, Any]]:
    from core.wire import minute_told
    from tui.imports import error_told

    told = []
    for fault in error.facts["errors"]:
        spec = specs[fault["index"]]
        where = f"{spec.facility} {spec.date.isoformat()} {minute_told(spec.start)}"
        told.append(error_told(where, None, fault["code"], fault))
    return told


def _shifted(day: date, source: date, target: date) -> date:
    return target + (day - source)
