"""A cell in words, and what Enter would do there."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.wire import minute_told
from tui.grid.model import Cell
from tui.language import N_, _, say

if TYPE_CHECKING:
    from core.booking.outlook import Outlook
    from core.schedule.grid import GridSlot

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

STATES: dict[str, str] = {
    "pending": N_("awaits approval"),
    "confirmed": N_("booked"),
    "checked_in": N_("is here"),
    "completed": N_("was here"),
    "no_show": N_("did not come"),
    "closed": N_("closed"),
    "over": N_("over"),
}

SHOWN = 6
"""So many people of a slot are named."""


def day_told(day: date) -> str:
    """`11-24 周二`."""
    return f"{day.month:02d}-{day.day:02d} {_(WEEKDAYS[day.weekday()])}"


def span_told(slot: "GridSlot") -> str:
    """`17:30-19:30`."""
    return f"{minute_told(slot.start)}-{minute_told(slot.end)}"


def cell_told(cell: Cell | None, name: str) -> str:
    """The focused cell in one line: where, when, how many places, who."""
    if cell is None or cell.slot is None:
        return say("{name}: no slot", name=name)
    slot = cell.slot
    parts = [f"{name} {day_told(slot.date)} {span_told(slot)}"]
    if slot.state != "open":
        parts.append(_(STATES[slot.state]))
    free = slot.capacity - slot.taken - slot.held
    parts.append(say("{free} of {capacity} free", free=free, capacity=slot.capacity))
    people = [f"{inside.name} {_(STATES[inside.state])}" for inside in slot.bookings[:SHOWN]]
    if len(slot.bookings) > SHOWN:
        people.append(say("and {count} more", count=len(slot.bookings) - SHOWN))
    return " | ".join([*parts, *people])


def enter_told(person: str, outlook: "Outlook", *, walk_in: bool, moving: bool, slots: int) -> str:
    """What Enter does with a chosen member, worked out by the command's own rule."""
    if outlook.state is None:
        return _refused(outlook)
    if moving:
        return say("Enter = put {person} here", person=person)
    if walk_in:
        return say("Enter = {person} walks in and is checked in", person=person)
    if outlook.state == "pending":
        return say("Enter = apply for {person}, waiting for approval", person=person)
    if slots > 1:
        return say("Enter = book {person}, {count} slots", person=person, count=slots)
    return say("Enter = book {person}", person=person)


def _refused(outlook: "Outlook") -> str:
    from tui.sentences.desk import sentence_of_code

    facts: dict[str, Any] = dict(outlook.facts or {})
    told = sentence_of_code(str(outlook.refusal), facts)
    if outlook.instead is None:
        return told
    place = outlook.instead
    return told + say(
        " F4 = {name} {day} {start}",
        name=place.name,
        day=day_told(place.date),
        start=minute_told(place.start),
    )
