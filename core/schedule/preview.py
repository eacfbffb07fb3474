"""What publishing a list of slots would do, slot by slot: for a screen that paints the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from core.clock import Minute
from core.command import Now, Question, question
from core.facilities.records import Facility
from core.records import BookingId
from core.schedule.plan import Plan
from core.schedule.publish import PublishSlots, ScheduleStore, displaced_by, plan_of
from core.schedule.slots import SlotSpec
from core.wire import Name

Change = Literal["new", "changed", "removed", "unchanged"]


@dataclass(frozen=True, slots=True)
class AskPreview(Question["Preview"]):
    """The fields of `publish_slots`."""

    slots: tuple[SlotSpec, ...]
    replace: bool = False
    facilities: tuple[Name, ...] = ()
    dates: tuple[date, ...] = ()


class PlannedSlot(NamedTuple):
    """A slot and what would become of it."""

    facility: Name
    date: date
    start: Minute
    end: Minute
    capacity: int
    change: Change


@dataclass(frozen=True, slots=True)
class PreviewError:
    """One thing that is wrong, by its index in the list."""

    index: int
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan: every slot of the list and every one that would go, or the errors; and who would lose a
    place."""

    slots: tuple[PlannedSlot, ...]
    errors: tuple[PreviewError, ...]
    displaced: tuple[BookingId, ...]


@question("preview_slots")
def ask_preview(store: ScheduleStore, question: AskPreview, now: Now) -> Preview:
    """Judged by the rule of `publish_slots` itself."""
    command = PublishSlots(
        question.slots, replace=question.replace, facilities=question.facilities, dates=question.dates
    )
    plan = plan_of(store, command, now)
    errors = tuple(PreviewError(error.index, error.code, error.facts) for error in plan.errors)
    displaced = () if errors else tuple(BookingId(booking.number) for booking in displaced_by(store, plan))
    codes = {facility.number: facility for facility in store.facilities()}
    return Preview(tuple(_planned(question, plan, codes)), errors, displaced)


def _planned(question: AskPreview, plan: Plan, facilities: dict[int, Facility]) -> Iterator[PlannedSlot]:
    changes: dict[tuple[str, date, int], Change] = {}
    for row in [*plan.new, *(row for _slot, row in plan.revived)]:
        changes[(facilities[row.facility].code, row.date, row.start)] = "new"
    for _slot, row in plan.changed:
        changes[(facilities[row.facility].code, row.date, row.start)] = "changed"
    wrong = {error.index for error in plan.errors}
    own = {facility.code: facility.capacity for facility in facilities.values()}
    for index, spec in enumerate(question.slots):
        if index not in wrong:
            change = changes.get((spec.facility, spec.date, spec.start), "unchanged")
            capacity = spec.capacity if spec.capacity is not None else own[spec.facility]
            yield PlannedSlot(Name(spec.facility), spec.date, spec.start, spec.end, capacity, change)
    for slot in plan.removed:
        code = Name(facilities[slot.facility].code)
        yield PlannedSlot(code, slot.date, slot.start, slot.end, slot.capacity, "removed")
