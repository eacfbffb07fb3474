"""A cell in words, and what Enter would do there."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.wire import minute_told
from tui.grid.model import Cell, standing_of
from tui.language import N_, _, say, say_count

if TYPE_CHECKING:
    from core.booking.outlook import Outlook
    from core.schedule.grid import Grid, GridBooking, GridSlot

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

STATES: dict[str, str] = {
    "pending": N_("awaits approval"),
    "confirmed": N_("booked"),
    "awaited": N_("not here yet"),
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


def cell_told(cell: Cell | None, name: str, now: datetime, besides: str = "") -> str:
    """The focused cell in words: where, when, how many places, who, and what is known besides."""
    if cell is None or cell.slot is None:
        return say("{name}: no slot", name=name)
    slot = cell.slot
    parts = [f"{name} {day_told(slot.date)} {span_told(slot)}"]
    if slot.state != "open":
        parts.append(_state_told(slot))
    if slot.state != "closed":
        free = slot.capacity - slot.taken - slot.held
        parts.append(say("{free} of {capacity} free", free=free, capacity=slot.capacity))
    if slot.held:
        parts.append(say("{count} held", count=slot.held))
    if slot.waiting:
        parts.append(say("{count} wait", count=slot.waiting))
    people = [_person_told(inside, slot, now) for inside in slot.bookings[:SHOWN]]
    if len(slot.bookings) > SHOWN:
        people.append(say("and {count} more", count=len(slot.bookings) - SHOWN))
    return " | ".join(filter(None, [*parts, *people, besides]))


def _state_told(slot: "GridSlot") -> str:
    """Of a closed slot also why, and whether that is an event."""
    if not isinstance(slot.reason, str):
        return _(STATES[slot.state])
    kind = _("event") if slot.event is True else _("closed")
    return say("{kind} ({closure}): {reason}", kind=kind, closure=f"C{slot.closure}", reason=slot.reason)


def _person_told(booking: "GridBooking", slot: "GridSlot", now: datetime) -> str:
    """`张三 已签到`; with the number of places where it is not one, nor the whole slot: `张三(3) 已签到`."""
    places = f"({booking.party})" if booking.party not in (1, slot.capacity) else ""
    return f"{booking.name}{places} {_(STATES[standing_of(booking, slot, now)])}"


def chosen_told(slots: "Sequence[GridSlot]", name: str) -> str:
    """Several slots that are chosen together in words: where, from when to when, how many."""
    first, last = slots[0], slots[-1]
    when = f"{minute_told(first.start)}-{minute_told(last.end)}"
    counted = say_count("{count} slot", "{count} slots", len(slots))
    return f"{name} {day_told(first.date)} {when} | {counted}"


def besides_told(purpose: str | None, people: int | None) -> str:
    """What a booking is for, and how many come."""
    counted = "" if people is None else say_count("{count} person comes", "{count} people come", people)
    return " | ".join(filter(None, (purpose or "", counted)))


def nothing_told(grid: "Grid", upload_key: str, *, week: bool) -> str:
    """What is missing where a day or a facility's week has no slots at all."""
    from tui.sentences.desk import sentence_of_code

    if not grid.facilities:
        return sentence_of_code("no_facilities", {})
    of_day = N_("No slots are published for this day: {key} uploads a week.")
    of_week = N_("No slots are published here for this week: {key} uploads one.")
    return say(of_week if week else of_day, key=upload_key)


def enter_told(
    person: str, outlook: "Outlook", *, walk_in: bool, moving: bool, slots: int, next_key: str
) -> str:
    """What Enter does with a chosen member, worked out by the command's own rule; where it is refused, which
    key goes to the next place."""
    if outlook.state is None and outlook.position is not None:
        told = say(
            "Enter = put {person} on the waitlist, number {position}",
            person=person,
            position=outlook.position,
        )
        return told + _instead_told(outlook, next_key)
    if outlook.state is None:
        return _refused(outlook, next_key)
    if moving:
        return say("Enter = put {person} here", person=person)
    if walk_in:
        return say("Enter = {person} walks in and is checked in", person=person)
    if outlook.state == "pending" and slots > 1:
        return say(
            "Enter = apply for {person}, {count} slots, waiting for approval", person=person, count=slots
        )
    if outlook.state == "pending":
        return say("Enter = apply for {person}, waiting for approval", person=person)
    if slots > 1:
        return say("Enter = book {person}, {count} slots", person=person, count=slots)
    return say("Enter = book {person}", person=person)


def _refused(outlook: "Outlook", next_key: str) -> str:
    from tui.sentences.desk import sentence_of_code

    facts: dict[str, Any] = dict(outlook.facts or {})
    told = sentence_of_code(str(outlook.refusal), facts)
    return told + _instead_told(outlook, next_key)


def _instead_told(outlook: "Outlook", next_key: str) -> str:
    """The next place that can be had; nothing where there is none."""
    if outlook.instead is None:
        return ""
    place = outlook.instead
    return say(
        " | {key} = {name} {day} {start}",
        key=next_key,
        name=place.name,
        day=day_told(place.date),
        start=minute_told(place.start),
    )
