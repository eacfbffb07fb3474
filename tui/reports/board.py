"""The week for the notice board: a table for each facility, its times down and its days across."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.wire import minute_told
from tui.grid.words import WEEKDAYS
from tui.language import _, say

if TYPE_CHECKING:
    from core.schedule.slots import SlotSpec
    from exports.schedule.writer import GridFacility
    from exports.tables.model import Row, Sheet, Table


def board_sheet(monday: date, facilities: "Sequence[GridFacility]", slots: "Sequence[SlotSpec]") -> "Sheet":
    """The places of each slot of a week; facilities without any are left out."""
    from exports.tables.model import Sheet

    found = [
        (facility, [slot for slot in slots if slot.facility == facility.code]) for facility in facilities
    ]
    return Sheet(
        name=_("schedule"),
        title=say("Week of {first} to {last}", first=monday, last=monday + timedelta(days=6)),
        head=[(_("Club"), _("Staff club"))],
        tables=[_table(facility.name, monday, own) for facility, own in found if own],
        landscape=False,
    )


def _table(name: str, monday: date, slots: "Sequence[SlotSpec]") -> "Table":
    from exports.tables.model import Column, Table

    days = [monday + timedelta(days=day) for day in range(7)]
    columns = [
        Column("start", _("Time")),
        *(Column(f"day_{day:%u}", f"{_(WEEKDAYS[day.weekday()])} {day:%m-%d}") for day in days),
    ]
    spans = sorted({(slot.start, slot.end) for slot in slots})
    rows: list[Row] = [
        [f"{minute_told(start)}-{minute_told(end)}", *(_cell(slots, day, start, end) for day in days)]
        for start, end in spans
    ]
    return Table(heading=name, columns=columns, rows=rows)


def _cell(slots: "Sequence[SlotSpec]", day: date, start: int, end: int) -> str:
    """The places of a slot, with a word at the peak; nothing where there is none."""
    for slot in slots:
        if (slot.date, slot.start, slot.end) == (day, start, end):
            return f"{slot.capacity} {_('peak')}" if slot.peak else str(slot.capacity)
    return ""
