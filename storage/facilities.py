"""Facilities: their table and queries."""

from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, insert, select, update
from sqlmodel import SQLModel

from core.facilities.records import Facility
from storage.columns import STRICT, flag, flags, number, table_of, text
from storage.statement import Statement, given


class FacilityTable(SQLModel, table=True):
    __tablename__ = "facility"
    __table_args__ = (
        flags("whole_slot", "release_unconfirmed"),
        CheckConstraint("capacity >= 1 AND approval_levels BETWEEN 0 AND 2", name="ranges"),
        CheckConstraint("kind IN ('room', 'equipment', 'area')", name="kinds"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    code: str = text(unique=True)
    name: str = text(unique=True)
    kind: str = text()
    group_name: str | None = text()
    capacity: int = number()
    whole_slot: int = flag()
    approval_levels: int = number()
    promotion: str = text()
    offer_minutes: int = number()
    buffer_minutes: int = number()
    min_notice_minutes: int = number()
    max_days_ahead: int = number()
    daily_quota: int | None = number()
    weekly_quota: int | None = number()
    no_show_grace_minutes: int | None = number()
    confirm_minutes_before: int | None = number()
    release_unconfirmed: int = flag()


facility = table_of(FacilityTable)
FACILITY_COLUMNS = tuple(facility.c)
_VALUES = tuple(column.name for column in FACILITY_COLUMNS if column.name != "id")

_BY_CODE = Statement(select(*FACILITY_COLUMNS).where(facility.c.code == given("code")), "code")
_ALL = Statement(select(*FACILITY_COLUMNS).order_by(facility.c.id))
_ADD = Statement(insert(facility).values({name: given(name) for name in _VALUES}), *_VALUES)
_CHANGE = Statement(
    update(facility).where(facility.c.id == given("number")).values({name: given(name) for name in _VALUES}),
    *_VALUES,
    "number",
)


@lru_cache(maxsize=1024)
def facility_from(row: tuple[Any, ...]) -> Facility:
    """A facility from its columns. The same few come with every grid and every booking."""
    fields = (*row[:6], bool(row[6]), *row[7:17], bool(row[17]))
    return Facility(*fields)


def _row(kept: Facility) -> tuple[Any, ...]:
    return (
        kept.code,
        kept.name,
        kept.kind,
        kept.group,
        kept.capacity,
        int(kept.whole_slot),
        kept.approval_levels,
        kept.promotion,
        kept.offer_minutes,
        kept.buffer_minutes,
        kept.min_notice_minutes,
        kept.max_days_ahead,
        kept.daily_quota,
        kept.weekly_quota,
        kept.no_show_grace_minutes,
        kept.confirm_minutes_before,
        int(kept.release_unconfirmed),
    )


class FacilityQueries:
    """The facility part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def facility(self, code: str) -> Facility | None:
        row = _BY_CODE.run(self.connection, code).fetchone()
        return None if row is None else facility_from(row)

    def facilities(self) -> list[Facility]:
        return [facility_from(row) for row in _ALL.run(self.connection)]

    def add_facility(self, facility: Facility) -> None:
        _ADD.run(self.connection, *_row(facility))

    def change_facility(self, facility: Facility) -> None:
        _CHANGE.run(self.connection, *_row(facility), facility.number)
