"""Adding and changing facilities, and looking at them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from core.booking.timing import TimingStore, retime_bookings
from core.command import Command, NoInverse, Now, Question, command, given, question
from core.errors import DeskError, invalid
from core.facilities.records import Facility, Kind, Promotion, facility_of
from core.text import folded
from core.waitlist.hand_out import QueueStore, hand_out
from core.wire import UNSET, Name, Unset


class FacilityStore(QueueStore, TimingStore, Protocol):
    """What facilities need of the database."""

    def facilities(self) -> list[Facility]: ...

    def add_facility(self, facility: Facility) -> None: ...

    def change_facility(self, facility: Facility) -> None: ...


@dataclass(frozen=True, slots=True)
class AddFacility(Command["FacilityKept"]):
    code: Name
    name: Name
    kind: Kind
    group: Name | None = None
    capacity: int = 1
    whole_slot: bool = False
    approval_levels: int = 0
    promotion: Promotion = "offer"
    offer_minutes: int = 30
    buffer_minutes: int = 0
    min_notice_minutes: int = 0
    max_days_ahead: int = 14
    daily_quota: int | None = None
    weekly_quota: int | None = None
    no_show_grace_minutes: int | None = 15
    confirm_minutes_before: int | None = None
    release_unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class ChangeFacility(Command["FacilityChanged"]):
    code: Name
    name: Name | Unset = UNSET
    kind: Kind | Unset = UNSET
    group: Name | Unset | None = UNSET
    capacity: int | Unset = UNSET
    whole_slot: bool | Unset = UNSET
    approval_levels: int | Unset = UNSET
    promotion: Promotion | Unset = UNSET
    offer_minutes: int | Unset = UNSET
    buffer_minutes: int | Unset = UNSET
    min_notice_minutes: int | Unset = UNSET
    max_days_ahead: int | Unset = UNSET
    daily_quota: int | Unset | None = UNSET
    weekly_quota: int | Unset | None = UNSET
    no_show_grace_minutes: int | Unset | None = UNSET
    confirm_minutes_before: int | Unset | None = UNSET
    release_unconfirmed: bool | Unset = UNSET


@dataclass(frozen=True, slots=True)
class FacilityKept:
    code: Name


@dataclass(frozen=True, slots=True)
class FacilityChanged:
    """`was` holds what the changed fields were, as a change that brings them back."""

    code: Name
    was: ChangeFacility


_RANGES: dict[str, tuple[int, int]] = {
    "capacity": (1, 10_000),
    "approval_levels": (0, 2),
    "offer_minutes": (1, 10_080),
    "buffer_minutes": (0, 1_440),
    "min_notice_minutes": (0, 527_040),
    "max_days_ahead": (0, 3_650),
    "daily_quota": (1, 1_000),
    "weekly_quota": (1, 1_000),
    "no_show_grace_minutes": (0, 1_440),
    "confirm_minutes_before": (1, 10_080),
}


def _judge(facility: Facility, others: list[Facility]) -> None:
    """`invalid` for a number out of its range; `exists` where another facility is called the same, by code
    or by name: a sheet may use either, in any width and case."""
    for field, (least, most) in _RANGES.items():
        value = getattr(facility, field)
        if value is not None and value < least:
            raise invalid(field, "too_small", least=least)
        if value is not None and value > most:
            raise invalid(field, "too_large", most=most, value=str(value))
    for other in others:
        if other.number == facility.number:
            continue
        for field in ("code", "name"):
            if _spelled(getattr(facility, field)) in (_spelled(other.code), _spelled(other.name)):
                raise DeskError("exists", field=field, value=getattr(facility, field), facility=other.code)


TIMING = ("no_show_grace_minutes", "confirm_minutes_before", "release_unconfirmed")
"""What the instants at which bookings fall due depend on."""

ELIGIBLE = ("daily_quota", "weekly_quota", "whole_slot")
"""What it depends on who of those that wait can have a place."""


def _spelled(text: str) -> str:
    return folded(text).casefold()


@command("add_facility", inverse=NoInverse("facility_stays"))
def add_facility(store: FacilityStore, command: AddFacility, now: Now) -> FacilityKept:  # noqa: ARG001
    """`exists` for a code or name in use."""
    facility = Facility(0, **{name: getattr(command, name) for name in AddFacility.__dataclass_fields__})
    _judge(facility, store.facilities())
    store.add_facility(facility)
    return FacilityKept(command.code)


@command("change_facility", inverse=lambda _, changed: (changed.was,))
def change_facility(store: FacilityStore, command: ChangeFacility, now: Now) -> FacilityChanged:
    """Touches only what is given; slots that exist keep their capacity."""
    facility = facility_of(store, command.code)
    changes: dict[str, Any] = given(command, "code")
    changed = replace(facility, **changes)
    _judge(changed, store.facilities())
    store.change_facility(changed)
    if any(getattr(changed, name) != getattr(facility, name) for name in TIMING):
        retime_bookings(store, now, facility=changed.number)
    if any(getattr(changed, name) != getattr(facility, name) for name in ELIGIBLE):
        hand_out(store, now, "facility_changed", slots=store.all_lines(changed.number))
    was = {name: getattr(facility, name) for name in changes}
    return FacilityChanged(command.code, ChangeFacility(command.code, **was))


@dataclass(frozen=True, slots=True)
class AskFacilities(Question["Facilities"]):
    """All facilities, in the order in which they were added."""


@dataclass(frozen=True, slots=True)
class Facilities:
    facilities: tuple[AddFacility, ...]


@lru_cache(maxsize=1024)
def told(facility: Facility) -> AddFacility:
    """A facility as it would be added again. Every grid tells of all of them."""
    return AddFacility(**{name: getattr(facility, name) for name in AddFacility.__dataclass_fields__})


@question("facilities")
def ask_facilities(store: FacilityStore, question: AskFacilities, now: Now) -> Facilities:  # noqa: ARG001
    return Facilities(tuple(told(facility) for facility in store.facilities()))
