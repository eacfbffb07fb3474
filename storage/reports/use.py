"""Use: rows of the slots of some days, found by the slots' index by day or by facility."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, literal_column, select

from core.decisions.records import Candidate
from core.reports.given_up import GIVING_UP
from core.reports.utilisation import BookingCounted, SlotKey, SlotOffered, StepTold
from core.waitlist.records import EntryState
from core.wire import minute_told
from storage.booking import booking, booking_step
from storage.columns import day
from storage.decisions import decision
from storage.schedule import slot
from storage.statement import Statement, given
from storage.waitlist import waitlist

_KEY = (slot.c.facility_id, slot.c.day, slot.c.start_minute, slot.c.peak)
_DAYS = slot.c.day.between(given("first"), given("last"))


class _Look(NamedTuple):
    """A query about all facilities, and the same about one."""

    of_all: Statement
    of_one: Statement

    def rows(self, connection: Any, first: date, last: date, facility: int | None) -> Any:
        days = (first.isoformat(), last.isoformat())
        if facility is None:
            return self.of_all.run(connection, *days)
        return self.of_one.run(connection, *days, facility)


def _look(query: Select[Any]) -> _Look:
    return _Look(
        Statement(query.where(_DAYS), "first", "last"),
        Statement(query.where(_DAYS, slot.c.facility_id == given("facility")), "first", "last", "facility"),
    )


def _with(table: Any, *columns: Any, where: ColumnElement[bool] | None = None) -> _Look:
    """Rows of a table that knows its slot."""
    query = select(*_KEY, *columns).select_from(slot.join(table, table.c.slot_id == slot.c.id))
    return _look(query if where is None else query.where(where))


_SLOTS = _look(select(*_KEY, slot.c.capacity).where(slot.c.withdrawn == 0, slot.c.closed == 0))
_BOOKINGS = _with(booking, booking.c.state, booking.c.walk_in, booking.c.places)
_ENTRIES = _with(waitlist, waitlist.c.state)
_FULL = _with(
    decision,
    decision.c.member_id,
    decision.c.candidates,
    where=(decision.c.kind == "refusal") & (decision.c.code == "slot_full"),
)
_given_up = booking.alias("given_up")
_STEPS = _look(
    select(
        *_KEY,
        slot.c.begins_at,
        slot.c.capacity,
        booking.c.id,
        booking.c.places,
        booking_step.c.at,
        booking_step.c.event,
        booking_step.c.state,
    )
    .select_from(
        slot.join(booking, booking.c.slot_id == slot.c.id).join(
            booking_step, booking_step.c.booking_id == booking.c.id
        )
    )
    .where(
        exists(literal_column("1"))
        .where(_given_up.c.slot_id == slot.c.id, _given_up.c.state.in_(GIVING_UP))
        .correlate(slot)
    )
    .order_by(slot.c.day, slot.c.facility_id, slot.c.start_minute, booking_step.c.id)
)


def _key(row: tuple[Any, ...]) -> SlotKey:
    return SlotKey(row[0], day(row[1]), row[2], row[3] == 1)


def _start_refused(candidates: str) -> str | None:
    """Which start the refusal of a full slot names."""
    refused = Candidate(*json.loads(candidates)[0])
    return None if refused.facts is None else refused.facts.get("start")


class UseQueries:
    """What looks at use; what the methods promise stands with core's protocols."""

    connection: Any

    def slots_offered(self, first: date, last: date, facility: int | None) -> Iterator[SlotOffered]:
        for row in _SLOTS.rows(self.connection, first, last, facility):
            yield SlotOffered(_key(row), row[4])

    def bookings_counted(self, first: date, last: date, facility: int | None) -> Iterator[BookingCounted]:
        for row in _BOOKINGS.rows(self.connection, first, last, facility):
            yield BookingCounted(_key(row), row[4], row[5] == 1, row[6])

    def entries_counted(
        self, first: date, last: date, facility: int | None
    ) -> Iterator[tuple[SlotKey, EntryState]]:
        for row in _ENTRIES.rows(self.connection, first, last, facility):
            yield _key(row), row[4]

    def turned_away(self, first: date, last: date, facility: int | None) -> Iterator[tuple[SlotKey, int]]:
        """Who asked for several slots at once was refused for one that was full, which the facts name."""
        for row in _FULL.rows(self.connection, first, last, facility):
            if _start_refused(row[5]) == minute_told(row[2]):
                yield _key(row), row[4]

    def steps_told(self, first: date, last: date, facility: int | None) -> Iterable[StepTold]:
        for row in _STEPS.rows(self.connection, first, last, facility):
            yield StepTold(_key(row), *row[4:])
