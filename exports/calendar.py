"""Bookings as iCalendar, for the calendar of a member or on the door of a facility."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from core.text import visible
from exports.files import whole_file

if TYPE_CHECKING:
    from icalendar import Event as Component


class Event(NamedTuple):
    """One booking. `uid` is the same whenever it is written, so that a calendar knows it again; `begins` and
    `ends` are the club's clock; `cancelled` takes it out of a calendar that has it."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    place: str
    description: str
    cancelled: bool
    written: datetime


def write_calendar(path: Path, name: str, events: Iterable[Event], zone: str) -> Path:
    """Writes a calendar, whole or not at all; where it ended up (see `whole_file`). `zone` is the club's, by
    its IANA name; the calendar brings its rules along."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//frontdesk//bookings//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", visible(name))
    calendar.add("x-wr-timezone", zone)
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(zone)))
    calendar.add_missing_timezones()
    with whole_file(path) as whole:
        whole.part.write_bytes(calendar.to_ical())
    return whole.path


def _component(event: Event, zone: ZoneInfo) -> "Component":
    from icalendar import Event as Component

    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", event.written.replace(tzinfo=zone))
    component.add("dtstart", event.begins.replace(tzinfo=zone))
    component.add("dtend", event.ends.replace(tzinfo=zone))
    component.add("summary", visible(event.summary))
    component.add("location", visible(event.place))
    if event.description:
        component.add("description", visible(event.description))
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    return component
