"""Bookings of a member or a facility as a calendar."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError
from tui.taking_out import note_taken_out

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Reading
    from core.reports.details import BookingRow, BookingRows
    from exports.calendar import Event


def write_bookings(desk: "Desk", asked: "BookingRows", out: Path) -> tuple[Path, int]:
    """Writes the bookings that stand or stood, of a member or of a facility; where, and how many.
    `calendar_of_whom` for both or neither, what `BookingRows` refuses, `not_a_calendar`, `no_such_folder`."""
    from exports.calendar import write_calendar

    if (asked.member is None) == (asked.facility is None):
        raise DeskError("calendar_of_whom")
    of_facility = asked.facility is not None
    with desk.reading() as reading:
        events = [_event(row, reading, of_facility=of_facility) for row in reading.rows(asked)]
        zone = reading.now.settings.timezone
    whose = str(asked.facility or asked.member)
    out = out / f"{whose} {asked.from_} {asked.to}.ics" if out.is_dir() else out
    if out.suffix.lower() != ".ics":
        raise DeskError("not_a_calendar", path=str(out))
    if not out.parent.is_dir():
        raise DeskError("no_such_folder", path=str(out.parent))
    note_taken_out(
        desk, "calendar", out, rows=len(events), member=asked.member, first=asked.from_, last=asked.to,
        facility=asked.facility,
    )  # fmt: skip
    try:
        path = write_calendar(out, whose, events, zone)
    except OSError as error:
        raise DeskError("not_written", path=str(out), reason=error.strerror or str(error)) from error
    return path, len(events)


def _event(row: "BookingRow", reading: "Reading", *, of_facility: bool) -> "Event":
    """A door shows who comes; a member's own calendar, where to go."""
    from core.booking.records import HOLDING
    from exports.calendar import Event

    who = f"{row.name} ({row.party})" if row.party > 1 else row.name
    midnight = datetime.combine(row.day, time())
    return Event(
        uid=f"{row.booking}-{row.booked_at:%Y%m%d%H%M%S}@frontdesk",
        begins=midnight + timedelta(minutes=row.start),
        ends=midnight + timedelta(minutes=row.end),
        summary=who if of_facility else row.facility_name,
        place=row.facility_name,
        description=row.purpose or "",
        cancelled=row.state not in HOLDING,
        written=reading.now.local,
    )
