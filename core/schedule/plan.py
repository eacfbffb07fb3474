"""What a list of slots would do to the schedule. Pure: nothing here looks anything up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from core.booking.records import Slot
from core.clock import Instant, Minute, instant_at, midnight_of, week_of
from core.command import Now
from core.facilities.records import Facility
from core.schedule.slots import SlotSpec
from core.wire import minute_told

MOST_PLACES = 10_000


class SlotRow(NamedTuple):
    """A slot as it is to be written; the instants belong to the club's zone."""

    facility: int
    date: date
    start: int
    end: int
    begins_at: Instant
    ends_at: Instant
    capacity: int
    peak: bool


@dataclass(frozen=True, slots=True)
class SlotError:
    """One thing that is wrong, by its index in the list."""

    index: int
    code: str
    facts: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What would happen. `revived` are slots that were withdrawn and come back."""

    new: list[SlotRow] = field(default_factory=list)
    revived: list[tuple[Slot, SlotRow]] = field(default_factory=list)
    changed: list[tuple[Slot, SlotRow]] = field(default_factory=list)
    removed: list[Slot] = field(default_factory=list)
    unchanged: int = 0
    errors: list[SlotError] = field(default_factory=list)


Timed = tuple[int, date, Minute, Minute, int]
"""Facility number, date, start, end, index in the list (-1 for a slot that stands already)."""


def plan_slots(
    specs: Sequence[SlotSpec],
    facilities: Mapping[str, Facility],
    existing: Sequence[Slot],
    now: Now,
    replaced: Collection[date] = (),
) -> Plan:
    """Compares a list with what stands. `existing` are all slots of the list's facilities on its days.

    In the weeks `replaced` (their Mondays) every slot of `existing` still to come that the list does not name
    is removed. A row that is already wrong is not reported as overlapping too. A past row that changes
    nothing is none: the same file can be read again in the middle of its week.
    """
    plan = Plan()
    standing = {(slot.facility, slot.date, slot.start): slot for slot in existing}
    timed = _judge_rows(specs, facilities, standing, now.today, plan.errors)
    named = {(number, day, start) for number, day, start, _, _ in timed} if standing else set()
    plan.removed = [
        slot
        for key, slot in (standing.items() if replaced else ())
        if key not in named
        and not slot.withdrawn
        and slot.begins_at > now.instant
        and week_of(slot.date)[0] in replaced
    ]
    removed = {slot.number for slot in plan.removed}
    timed.extend(
        (slot.facility, slot.date, slot.start, slot.end, -1)
        for key, slot in standing.items()
        if key not in named and not slot.withdrawn and slot.number not in removed
    )
    sound = _judge_overlaps(
        timed, {facility.number: facility for facility in facilities.values()}, plan.errors
    )
    _compare(sound, specs, facilities, standing, plan, now)
    plan.errors.sort(key=lambda error: error.index)
    return plan


def _judge_rows(
    specs: Sequence[SlotSpec],
    facilities: Mapping[str, Facility],
    standing: Mapping[tuple[int, date, Minute], Slot],
    today: date,
    errors: list[SlotError],
) -> list[Timed]:
    """What each row says by itself: facility, end, capacity, and a day that is not past."""
    timed: list[Timed] = []
    numbers = {code: facility.number for code, facility in facilities.items()}
    for index, (code, day, start, end, capacity, _) in enumerate(specs):
        number = numbers.get(code)
        if number is None:
            errors.append(SlotError(index, "unknown_facility", {"facility": code}))
        elif end <= start:
            errors.append(
                SlotError(
                    index, "end_not_after_start", {"start": minute_told(start), "end": minute_told(end)}
                )
            )
        elif capacity is not None and not 1 <= capacity <= MOST_PLACES:
            errors.append(SlotError(index, "bad_capacity", {"capacity": capacity}))
        elif day < today and not _stands(standing.get((number, day, start)), specs[index], facilities[code]):
            errors.append(SlotError(index, "past", {"date": day.isoformat()}))
        else:
            timed.append((number, day, start, end, index))
    return timed


def _stands(slot: Slot | None, spec: SlotSpec, facility: Facility) -> bool:
    """Whether a row only says what is so already."""
    capacity = facility.capacity if spec.capacity is None else spec.capacity
    return (
        slot is not None
        and not slot.withdrawn
        and (slot.end, slot.capacity, slot.peak) == (spec.end, capacity, spec.peak)
    )


def _judge_overlaps(
    timed: list[Timed], facilities: Mapping[int, Facility], errors: list[SlotError]
) -> list[Timed]:
    """Slots of one facility never overlap, and its buffer fits between them. Of two rows that can't stand
    together the later in the list is the wrong one; what stands already is right."""
    timed.sort()
    if not _may_overlap(timed, facilities):
        return [row for row in timed if row[4] >= 0]
    sound: list[Timed] = []
    last: Timed | None = None
    for row in timed:
        while last is not None and _collide(last, row, facilities[row[0]].buffer_minutes):
            wrong, right = (row, last) if row[4] > last[4] else (last, row)
            errors.append(_overlap(wrong, right))
            if wrong is row:
                break
            sound.pop()
            last = sound[-1] if sound else None
        else:
            sound.append(row)
            last = row
    return [row for row in sound if row[4] >= 0]


def _collide(before: Timed, after: Timed, buffer: int) -> bool:
    """Whether two neighbours can't stand together; two that stand already always can, whatever the buffer
    has become since."""
    listed = before[4] >= 0 or after[4] >= 0
    return listed and before[:2] == after[:2] and after[2] < before[3] + buffer


def _may_overlap(timed: list[Timed], facilities: Mapping[int, Facility]) -> bool:
    """The quick look that a year's file without a fault needs: one pass over neighbours."""
    buffers = {number: facility.buffer_minutes for number, facility in facilities.items()}
    return any(
        start < end + buffers[facility] and facility == before and day == on
        for (before, on, _, end, _), (facility, day, start, _, _) in pairwise(timed)
    )


def _overlap(wrong: Timed, right: Timed) -> SlotError:
    facts: dict[str, Any] = {"start": minute_told(right[2]), "end": minute_told(right[3])}
    if right[4] >= 0:
        facts["other"] = right[4]
    if wrong[2] == right[2] and right[4] >= 0:
        return SlotError(wrong[4], "duplicate", facts)
    apart = wrong[2] >= right[3] or right[2] >= wrong[3]
    return SlotError(wrong[4], "no_room_for_buffer" if apart else "overlap", facts)


def _compare(
    sound: list[Timed],
    specs: Sequence[SlotSpec],
    facilities: Mapping[str, Facility],
    standing: Mapping[tuple[int, date, Minute], Slot],
    plan: Plan,
    now: Now,
) -> None:
    """Sorts the sound rows into new, unchanged and changed. `no_such_time` (a clock change)."""
    zone = now.zone
    for number, day, start, end, index in sound:
        spec = specs[index]
        facility = facilities[spec.facility]
        slot = standing.get((number, day, start))
        if slot is not None and _stands(slot, spec, facility):
            plan.unchanged += 1
            continue
        capacity = facility.capacity if spec.capacity is None else spec.capacity
        midnight, plain = midnight_of(day, zone)
        begins_at = midnight + start * 60 if plain else instant_at(day, start, zone)
        ends_at = midnight + end * 60 if plain else instant_at(day, end, zone)
        if ends_at <= begins_at:
            plan.errors.append(
                SlotError(index, "no_such_time", {"start": minute_told(start), "end": minute_told(end)})
            )
            continue
        row = SlotRow(number, day, start, end, Instant(begins_at), Instant(ends_at), capacity, spec.peak)
        if slot is None:
            plan.new.append(row)
        elif slot.withdrawn:
            plan.revived.append((slot, row))
        else:
            plan.changed.append((slot, row))
