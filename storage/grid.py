"""The grid's queries: the slots of some days and who is in them. Two statements, whatever the size."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, select

from core.booking.records import HOLDING
from core.schedule.grid import GridBooking, SlotLine
from storage.booking import booking
from storage.columns import day
from storage.facilities import facility
from storage.members import member
from storage.schedule import slot
from storage.statement import Statement, given

_DAYS = (slot.c.day.between(given("first"), given("last")), slot.c.withdrawn == 0)
_ONE = (*_DAYS, slot.c.facility_id == given("facility"))


def _slots(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(
            slot.c.id,
            facility.c.code,
            slot.c.day,
            slot.c.start_minute,
            slot.c.end_minute,
            slot.c.ends_at,
            slot.c.capacity,
            slot.c.taken,
            slot.c.held,
            slot.c.waiting,
            slot.c.peak,
            slot.c.closed,
        )
        .select_from(slot.join(facility, facility.c.id == slot.c.facility_id))
        .where(*conditions)
        .order_by(slot.c.facility_id, slot.c.day, slot.c.start_minute)
    )


def _people(*conditions: ColumnElement[bool]) -> Any:
    inside = slot.join(booking, booking.c.slot_id == slot.c.id).join(
        member, member.c.id == booking.c.member_id
    )
    return (
        select(
            booking.c.slot_id,
            booking.c.id,
            member.c.staff_no,
            member.c.name,
            booking.c.places,
            booking.c.state,
        )
        .select_from(inside)
        .where(*conditions, booking.c.state.in_([*HOLDING, "no_show"]))
        .order_by(booking.c.slot_id, booking.c.id)
    )


SLOTS_OF_ALL = Statement(_slots(*_DAYS), "first", "last")
SLOTS_OF_ONE = Statement(_slots(*_ONE), "first", "last", "facility")
PEOPLE_OF_ALL = Statement(_people(*_DAYS), "first", "last")
PEOPLE_OF_ONE = Statement(_people(*_ONE), "first", "last", "facility")

_line_of: Callable[[tuple[Any, ...]], SlotLine] = partial(tuple.__new__, SlotLine)
_booking_of: Callable[[tuple[Any, ...]], GridBooking] = partial(tuple.__new__, GridBooking)
"""The tuples' own `_make` without its Python frame: a week's grid has thousands of each."""


class GridQueries:
    """The grid's part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def _rows(
        self, of_all: Statement, of_one: Statement, first: date, last: date, facilities: list[int] | None
    ) -> Any:
        days = (first.isoformat(), last.isoformat())
        if facilities is None:
            return of_all.run(self.connection, *days)
        return chain.from_iterable(of_one.run(self.connection, *days, number) for number in facilities)

    def grid_slots(self, first: date, last: date, facilities: list[int] | None) -> list[SlotLine]:
        rows = self._rows(SLOTS_OF_ALL, SLOTS_OF_ONE, first, last, facilities)
        return [
            _line_of(
                (number, code, day(on), start, end, ends, size, taken, held, waiting, peak == 1, closed == 1)
            )
            for number, code, on, start, end, ends, size, taken, held, waiting, peak, closed in rows
        ]

    def grid_bookings(
        self, first: date, last: date, facilities: list[int] | None
    ) -> dict[int, list[GridBooking]]:
        people: defaultdict[int, list[GridBooking]] = defaultdict(list)
        for row in self._rows(PEOPLE_OF_ALL, PEOPLE_OF_ONE, first, last, facilities):
            people[row[0]].append(_booking_of(row[1:]))
        return people
