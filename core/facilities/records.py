"""The facility as the rules see one."""

from dataclasses import dataclass
from typing import Literal, Protocol

from core.errors import DeskError

Kind = Literal["room", "equipment", "area"]
Promotion = Literal["auto", "offer"]


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility. `number` is the database's, 0 before it has one; minutes and days are whole numbers;
    None switches the rule off."""

    number: int
    code: str
    name: str
    kind: Kind
    group: str | None
    capacity: int
    whole_slot: bool
    approval_levels: int
    promotion: Promotion
    offer_minutes: int
    buffer_minutes: int
    min_notice_minutes: int
    max_days_ahead: int
    daily_quota: int | None
    weekly_quota: int | None
    no_show_grace_minutes: int | None
    confirm_minutes_before: int | None
    release_unconfirmed: bool


class FacilityFinder(Protocol):
    """The one look-up that every room needs."""

    def facility(self, code: str) -> Facility | None: ...


def facility_of(store: FacilityFinder, code: str) -> Facility:
    """The facility of a code. `unknown_facility`."""
    facility = store.facility(code)
    if facility is None:
        raise DeskError("unknown_facility", facility=code)
    return facility
