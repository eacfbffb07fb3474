"""What stood on paper during an outage, as the console lists it: a day's slots that have begun, who was
awaited in them, and what the paper says of each. No screen."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.booking.paper import PaperLine, What
from core.clock import Minute
from core.members.finding import MemberHit
from core.records import BookingId
from core.schedule.grid import Grid, GridBooking, GridSlot
from core.text import folded
from core.wire import Name, minute_told
from tui.grid.words import span_told
from tui.language import N_, _, say

WORDS: dict[What, str] = {"came": N_("came"), "stayed_away": N_("stayed away"), "walk_in": N_("walk-in")}
LISTED = ("confirmed", "no_show")
"""Bookings of which the paper may say more than is known."""

_CLOSE = re.compile(r"([0-9]{1,2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")


class SlotId(NamedTuple):
    """A slot as it is known."""

    facility: Name
    date: date
    start: Minute


class Mark(NamedTuple):
    """What the paper says of a booking; no time is the slot's start."""

    what: What
    minute: Minute | None = None


class Walker(NamedTuple):
    """Somebody who came without a booking."""

    slot: SlotId
    hit: MemberHit
    minute: Minute | None = None

    @property
    def key(self) -> object:
        return self.slot, self.hit.member


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list: a slot, a booking in it, or somebody who walked in."""

    slot: GridSlot
    name: str
    booking: GridBooking | None = None
    walker: Walker | None = None
    mark: Mark | None = None

    @property
    def key(self) -> object:
        """What stays the same when the list is made anew."""
        if self.walker is not None:
            return self.walker.key
        return slot_id(self.slot) if self.booking is None else self.booking.booking

    def line(self) -> PaperLine | None:
        """The line of paper that it comes to."""
        slot = self.slot
        if self.walker is not None:
            at = moment(slot.date, self.walker.minute, slot.start)
            member = self.walker.hit.member
            return PaperLine(
                at, "walk_in", member=member, facility=slot.facility, date=slot.date, start=slot.start
            )
        if self.booking is None or self.mark is None:
            return None
        at = moment(slot.date, self.mark.minute, slot.start)
        return PaperLine(at, self.mark.what, BookingId(self.booking.booking))

    def told(self) -> str:
        """The row as it is read."""
        if self.walker is not None:
            at = minute_told(self.slot.start if self.walker.minute is None else self.walker.minute)
            hit = self.walker.hit
            return f"  {_(WORDS['walk_in'])} {at}  {hit.name} {hit.staff_no}"
        if self.booking is None:
            slot = self.slot
            free = slot.capacity - slot.taken - slot.held
            there = sum(inside.state in ("checked_in", "completed") for inside in slot.bookings)
            told = say("{free} of {capacity} free", free=free, capacity=slot.capacity)
            known = "  " + say("{count} known to have come", count=there) if there else ""
            return f"{self.name} {span_told(slot)}  {told}{known}"
        inside = self.booking
        known = _("a no-show by the clock") if inside.state == "no_show" else _("awaited")
        return f"  {self._marked()}  {inside.name} {inside.member} B{inside.booking}  {known}"

    def _marked(self) -> str:
        if self.mark is None:
            return "-"
        minute = self.slot.start if self.mark.minute is None else self.mark.minute
        return f"{_(WORDS[self.mark.what])} {minute_told(minute)}"


def slot_id(slot: GridSlot) -> SlotId:
    return SlotId(slot.facility, slot.date, slot.start)


def moment(day: date, minute: Minute | None, start: Minute) -> datetime:
    """When it happened, in the club's time."""
    return datetime.combine(day, time()) + timedelta(minutes=start if minute is None else minute)


def entries_of(
    grid: Grid,
    now: datetime,
    span: tuple[Minute, Minute],
    marks: dict[BookingId, Mark],
    walkers: Iterable[Walker],
) -> Iterator[Entry]:
    """The slots of a day that share a moment with a span and have begun, by start; below each who is awaited
    in it or missed it, and who walked in."""
    names = {facility.code: str(facility.name) for facility in grid.facilities}
    came: dict[SlotId, list[Walker]] = {}
    for walker in walkers:
        came.setdefault(walker.slot, []).append(walker)
    for slot in sorted(grid.slots, key=lambda found: found.start):
        begun = moment(slot.date, None, slot.start) <= now
        if not begun or slot.state == "closed" or slot.end <= span[0] or span[1] <= slot.start:
            continue
        name = names[slot.facility]
        yield Entry(slot, name)
        for inside in slot.bookings:
            if inside.state in LISTED:
                yield Entry(slot, name, booking=inside, mark=marks.get(BookingId(inside.booking)))
        for walker in came.get(slot_id(slot), ()):
            yield Entry(slot, name, walker=walker)


def read_time(text: str) -> Minute:
    """`17:25`, `1725`, `925`, full width too. ValueError for what is none."""
    plain = folded(text).replace("：", ":")
    found = _TIME.fullmatch(plain) or _CLOSE.fullmatch(plain)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(text)
    return Minute(int(found[1]) * 60 + int(found[2]))


def read_span(text: str) -> tuple[Minute, Minute]:
    """`16:00-20:30`; nothing is the whole day. ValueError for what is none."""
    if not text.strip():
        return Minute(0), Minute(1440)
    first, dash, last = folded(text).replace("—", "-").replace("–", "-").partition("-")
    if not dash:
        raise ValueError(text)
    return read_time(first.strip()), Minute(1440) if last.strip() == "24:00" else read_time(last.strip())
