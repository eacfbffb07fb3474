"""Slots: their table, and writing a published schedule."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, insert, literal_column, select, update
from sqlmodel import Field, SQLModel

from core.booking.records import Slot
from core.clock import Instant, Minute
from core.schedule.plan import SlotRow
from storage.columns import STRICT, day, flag, flags, later_number, number, table_of, text
from storage.statement import Statement, given


class SlotTable(SQLModel, table=True):
    """`taken` counts the places of holding bookings, `held` those of open offers: the check is what keeps
    any writer from overselling. `waiting` counts the entries of its waitlist without an offer. A slot is
    never deleted, since bookings tell of it: it is withdrawn."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("facility_id", "day", "start_minute", name="slot_key"),
        Index("slot_day", "day", "facility_id", "start_minute"),
        CheckConstraint("taken >= 0 AND held >= 0 AND taken + held <= capacity", name="no_oversell"),
        CheckConstraint("capacity >= 1", name="places"),
        CheckConstraint(
            "0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440", name="minutes"
        ),
        CheckConstraint("begins_at < ends_at", name="instants"),
        CheckConstraint("waiting >= 0", name="line"),
        CheckConstraint("length(day) = 10", name="day"),
        flags("peak", "closed", "withdrawn"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id")
    day: str = text()
    start_minute: int = number()
    end_minute: int = number()
    begins_at: int = number()
    ends_at: int = number()
    capacity: int = number()
    taken: int = number()
    held: int = number()
    peak: int = flag()
    closed: int = flag()
    withdrawn: int = flag()
    more_time: int = number()
    waiting: int = later_number()


slot = table_of(SlotTable)
SLOT_COLUMNS = tuple(slot.c)


def slot_from(row: tuple[Any, ...]) -> Slot:
    """A slot from its columns."""
    fields = (*row[:2], day(row[2]), *row[3:10], bool(row[10]), bool(row[11]), bool(row[12]), *row[13:15])
    return Slot(*fields)


_BY_KEY = Statement(
    select(*SLOT_COLUMNS).where(
        slot.c.facility_id == given("facility"),
        slot.c.day == given("day"),
        slot.c.start_minute == given("start"),
        slot.c.withdrawn == 0,
    ),
    "facility",
    "day",
    "start",
)
_OF_FACILITY = Statement(
    select(*SLOT_COLUMNS)
    .where(slot.c.facility_id == given("facility"), slot.c.day.between(given("first"), given("last")))
    .order_by(slot.c.day, slot.c.start_minute),
    "facility",
    "first",
    "last",
)
_FROM_DAY = Statement(select(*SLOT_COLUMNS).where(slot.c.day >= given("day")), "day")
_NEW = ("facility_id", "day", "start_minute", "end_minute", "begins_at", "ends_at", "capacity", "peak")
_ADD = Statement(
    insert(slot).values(
        {name: given(name) for name in _NEW}
        | {name: literal_column("0") for name in ("taken", "held", "closed", "withdrawn", "more_time")}
    ),
    *_NEW,
)
_CHANGE = Statement(
    update(slot)
    .where(slot.c.id == given("number"))
    .values(
        end_minute=given("end"),
        begins_at=given("begins"),
        ends_at=given("ends"),
        capacity=given("places"),
        peak=given("peak_mark"),
        withdrawn=0,
    ),
    "end",
    "begins",
    "ends",
    "places",
    "peak_mark",
    "number",
)
_WITHDRAW = Statement(update(slot).where(slot.c.id == given("number")).values(withdrawn=1), "number")
_SET_INSTANTS = Statement(
    update(slot).where(slot.c.id == given("number")).values(begins_at=given("begins"), ends_at=given("ends")),
    "begins",
    "ends",
    "number",
)
_TAKE = Statement(
    update(slot)
    .where(
        slot.c.id == given("number"),
        slot.c.taken + slot.c.held + given("places") <= slot.c.capacity,
    )
    .values(taken=slot.c.taken + given("places")),
    "number",
    "places",
)
_RELEASE = Statement(
    update(slot).where(slot.c.id == given("number")).values(taken=slot.c.taken - given("places")),
    "number",
    "places",
)
_SET_CLOSED = Statement(
    update(slot).where(slot.c.id == given("number")).values(closed=given("shut")), "shut", "number"
)
_MORE_TIME = Statement(
    update(slot).where(slot.c.id == given("number")).values(more_time=slot.c.more_time + 1), "number"
)


class ScheduleQueries:
    """The schedule part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def slot(self, facility: int, day: date, start: Minute) -> Slot | None:
        row = _BY_KEY.run(self.connection, facility, day.isoformat(), start).fetchone()
        return None if row is None else slot_from(row)

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]:
        found: list[Slot] = []
        for number_ in facilities:
            rows = _OF_FACILITY.run(self.connection, number_, first.isoformat(), last.isoformat())
            found.extend(map(slot_from, rows))
        return found

    def slots_from(self, day: date) -> list[Slot]:
        return [slot_from(row) for row in _FROM_DAY.run(self.connection, day.isoformat())]

    def set_instants(self, slot: int, begins_at: Instant, ends_at: Instant) -> None:
        _SET_INSTANTS.run(self.connection, begins_at, ends_at, slot)

    def add_slots(self, rows: list[SlotRow]) -> None:
        told: dict[date, str] = {}
        for row in rows:
            if row[1] not in told:
                told[row[1]] = row[1].isoformat()
        _ADD.run_many(
            self.connection,
            [
                (number_, told[day_], start, end, begins, ends, capacity, 1 if peak else 0)
                for number_, day_, start, end, begins, ends, capacity, peak in rows
            ],
        )

    def change_slots(self, rows: list[tuple[Slot, SlotRow]]) -> None:
        _CHANGE.run_many(
            self.connection,
            [
                (row.end, row.begins_at, row.ends_at, row.capacity, int(row.peak), kept.number)
                for kept, row in rows
            ],
        )

    def withdraw_slots(self, slots: list[int]) -> None:
        _WITHDRAW.run_many(self.connection, [(number_,) for number_ in slots])

    def take(self, slot: int, places: int) -> bool:
        return bool(_TAKE.run(self.connection, slot, places).rowcount == 1)

    def release(self, slot: int, places: int) -> None:
        _RELEASE.run(self.connection, slot, places)

    def set_closed(self, slots: list[int], *, closed: bool) -> None:
        _SET_CLOSED.run_many(self.connection, [(int(closed), number_) for number_ in slots])

    def give_more_time(self, slot: int) -> None:
        _MORE_TIME.run(self.connection, slot)
