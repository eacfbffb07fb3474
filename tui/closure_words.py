"""Closures in words: what one would do, who lost a place and where they go."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from core.records import booking_told, closure_told, entry_told
from core.wire import minute_told
from tui.language import N_, _, say, say_count

if TYPE_CHECKING:
    from core.closures.alternatives import Alternative
    from core.closures.planning import BookingAtStake, ClosureLine, ClosurePlan, EntryAtStake
    from core.closures.rebooking import DisplacedLine, MovedLine, Rebooked, Where
    from core.closures.records import SlotTold

ENTRY_WORDS = {"waiting": N_("waiting"), "offered": N_("offered a place")}


def plan_told(found: "ClosurePlan") -> Iterable[str]:
    """What a closure would do, in lines."""
    from tui.printing import table

    yield say_count(
        "{name}: {count} slot would close.",
        "{name}: {count} slots would close.",
        len(found.slots),
        name=found.name,
    )
    yield from slots_told(found.slots)
    if found.already:
        yield say_count(
            "{count} of them is closed already.", "{count} of them are closed already.", found.already
        )
    yield say_count(
        "{count} booking would lose its place.",
        "{count} bookings would lose their place.",
        len(found.displaced),
    )
    yield from table(map(booking_row, found.displaced))
    if found.entries:
        yield say_count(
            "{count} entry of the waitlist would stay.", "{count} entries of the waitlist would stay.",
            len(found.entries),
        )  # fmt: skip
        yield from table(map(entry_row, found.entries))


def slots_told(slots: "Sequence[SlotTold]") -> Iterable[str]:
    """Slots in lines, a day each."""
    for day, of_day in groupby(slots, key=lambda slot: slot.date):
        spans = ", ".join(f"{minute_told(slot.start)}-{minute_told(slot.end)}" for slot in of_day)
        yield f"{day.isoformat()}  {spans}"


def booking_row(line: "BookingAtStake") -> Sequence[str]:
    """A booking that would lose its place: id, day, time, whom to call."""
    return (
        booking_told(line.booking),
        line.date.isoformat(),
        f"{minute_told(line.start)}-{minute_told(line.end)}",
        str(line.member),
        str(line.name),
        line.phone or "",
    )


def entry_row(line: "EntryAtStake") -> Sequence[str]:
    """An entry that would outlive the closure."""
    return (
        entry_told(line.entry),
        line.date.isoformat(),
        minute_told(line.start),
        str(line.member),
        str(line.name),
        line.phone or "",
        _(ENTRY_WORDS[line.state]),
    )


def displaced_row(line: "DisplacedLine") -> Sequence[str]:
    """A booking that lost its place: id, day, time, whom to call."""
    lost = line.lost
    return (
        booking_told(line.booking),
        lost.date.isoformat(),
        f"{minute_told(lost.start)}-{minute_told(lost.end)}",
        str(line.member),
        str(line.name),
        line.phone or "",
    )


def where_told(place: "Where | Alternative") -> str:
    """A slot in full: the facility's name, day and time."""
    return f"{place.name} {place.date.isoformat()} {minute_told(place.start)}-{minute_told(place.end)}"


def closure_row(line: "ClosureLine") -> Sequence[str]:
    """A closure's cells: id, facility, span, kind, what is left to do or when it ended, reason."""
    rest = ""
    if line.reopened_at is not None:
        rest = say("ended {at}", at=f"{line.reopened_at:%Y-%m-%d %H:%M}")
    elif not line.standing:
        rest = _("over")
    elif line.displaced:
        rest = say(
            "{unplaced} of {displaced} without a place", unplaced=line.unplaced, displaced=line.displaced
        )
    return (
        closure_told(line.closure),
        str(line.facility),
        stretch_told(line.from_, line.to),
        kind_told(event=line.event),
        rest,
        line.reason,
    )


def stretch_told(from_: datetime, to: datetime) -> str:
    """From when to when, midnight as the end of its day: `2026-11-24 17:00-24:00`."""
    last, until = (to.date(), f"{to:%H:%M}")
    if to.time() == time(0):
        last, until = last - timedelta(days=1), "24:00"
    day = "" if last == from_.date() else f" {last.isoformat()} "
    return f"{from_:%Y-%m-%d %H:%M}{' -' if day else '-'}{day}{until}"


def kind_told(*, event: bool) -> str:
    """What keeps a facility closed."""
    return _("event") if event else _("out of service")


def became_told(
    line: "DisplacedLine", place_told: "Callable[[Where | Alternative], str]" = where_told
) -> str:
    """What has become of a booking that lost its place, or the best place that it could have."""
    from tui.sentences.desk import state_told

    if line.now is not None:
        return say("{state}: {place}", state=state_told(line.state), place=place_told(line.now))
    if line.state != "displaced":
        return state_told(line.state)
    if line.best is None:
        return _("no other place")
    return say("best: {place}", place=place_told(line.best))


def rebooked_told(rebooked: "Rebooked", *, planned: bool) -> Iterable[str]:
    """Who goes where, who is left out, and whether that is proven to be the best; in lines."""
    from tui.printing import table

    yield from table(
        (
            booking_told(line.booking), str(line.member), str(line.name), where_told(line.from_), "->",
            where_told(line.to), moved_told(line),
        )
        for line in rebooked.moved
    )  # fmt: skip
    count = len(rebooked.moved)
    if planned:
        yield say_count("{count} booking would be moved.", "{count} bookings would be moved.", count)
    else:
        yield say_count("{count} booking was moved.", "{count} bookings were moved.", count)
    if rebooked.left_out:
        left = ", ".join(map(booking_told, rebooked.left_out))
        yield say("No place was found for: {bookings}", bookings=left)
    if not rebooked.proven:
        yield _("There are too many possibilities to try them all: another assignment may be better.")


def moved_told(line: "MovedLine") -> str:
    """By how many hours a booking is moved: `+1:30` later, `-24:00` earlier, nothing where the time stays."""
    if not line.minutes_moved:
        return ""
    later = (line.to.date, line.to.start) > (line.from_.date, line.from_.start)
    return f"{'+' if later else '-'}{line.minutes_moved // 60}:{line.minutes_moved % 60:02d}"
