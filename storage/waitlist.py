"""The waitlist: its table and queries. The slot's counters `held` and `waiting` follow each change of an
entry, in the same method."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, insert, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.booking.records import Slot
from core.clock import Instant
from core.due import Due, DueKind
from core.facilities.records import Facility
from core.waitlist.records import OPEN, EntryState, NewEntry, WaitEntry, lapse_of
from storage.columns import STRICT, due_columns, number, table_of, text
from storage.facilities import FACILITY_COLUMNS, facility, facility_from
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.schedule import SLOT_COLUMNS, slot, slot_from
from storage.statement import Statement, given

_STATES = (*OPEN, "accepted", "declined", "expired", "left", "lapsed", "promoted")
_STANDING = "state IN ('waiting', 'offered')"


class WaitlistTable(SQLModel, table=True):
    """`day` repeats the slot's, so that what a member waits for is found by one index. `due_at` and
    `due_kind` say what happens next by itself."""

    __tablename__ = "waitlist"
    __table_args__ = (
        Index("waitlist_slot", "slot_id", "joined_at", "id"),
        Index("waitlist_once", "slot_id", "member_id", unique=True, sqlite_where=sql_text(_STANDING)),
        Index("waitlist_member", "member_id", "day", sqlite_where=sql_text(_STANDING)),
        Index("waitlist_due", "due_at", "due_kind", "id", sqlite_where=sql_text("due_at IS NOT NULL")),
        CheckConstraint("party >= 1 AND (people IS NULL OR people >= 1)", name="counts"),
        CheckConstraint(f"state IN {_STATES}", name="states"),
        CheckConstraint("(due_at IS NULL) = (due_kind IS NULL)", name="due"),
        CheckConstraint(f"due_at IS NULL OR {_STANDING}", name="standing"),
        CheckConstraint("(state = 'offered') = (held > 0)", name="held"),
        CheckConstraint("state <> 'offered' OR offered_until IS NOT NULL", name="offers"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    slot_id: int = Field(foreign_key="slot.id")
    member_id: int = Field(foreign_key="member.id")
    day: str = text()
    party: int = number()
    people: int | None = number()
    purpose: str | None = text()
    state: str = text()
    joined_at: int = number()
    held: int = number()
    offered_at: int | None = number()
    offered_until: int | None = number()
    ended_at: int | None = number()
    booking_id: int | None = Field(foreign_key="booking.id")
    passed_over: str | None = text()
    due_at: int | None = number()
    due_kind: int | None = number()


waitlist = table_of(WaitlistTable)

_OWN = tuple(
    waitlist.c[name]
    for name in (
        "id", "party", "people", "purpose", "state", "joined_at", "held", "offered_until", "booking_id",
        "passed_over",
    )
)  # fmt: skip
WHOLE_ENTRY = select(*_OWN, *SLOT_COLUMNS, *FACILITY_COLUMNS, *MEMBER_COLUMNS).select_from(
    waitlist.join(slot, slot.c.id == waitlist.c.slot_id)
    .join(facility, facility.c.id == slot.c.facility_id)
    .join(member, member.c.id == waitlist.c.member_id)
)
_A, _B, _C = len(_OWN), len(_OWN) + len(SLOT_COLUMNS), len(_OWN) + len(SLOT_COLUMNS) + len(FACILITY_COLUMNS)
_STANDS = sql_text(f"waitlist.{_STANDING}")
"""Word for word as the partial indexes have it: SQLite does not use them for bound values."""
_IN_ORDER = (waitlist.c.joined_at, waitlist.c.id)

_BY_NUMBER = Statement(WHOLE_ENTRY.where(waitlist.c.id == given("number")), "number")
_OF_SLOT = Statement(WHOLE_ENTRY.where(waitlist.c.slot_id == given("slot")).order_by(*_IN_ORDER), "slot")
_LINE = Statement(
    WHOLE_ENTRY.where(waitlist.c.slot_id == given("slot"), _STANDS).order_by(*_IN_ORDER), "slot"
)
_OPEN_OF_MEMBER = Statement(
    WHOLE_ENTRY.where(
        waitlist.c.member_id == given("member"), waitlist.c.day >= given("day"), _STANDS
    ).order_by(waitlist.c.day, slot.c.start_minute, waitlist.c.id),
    "member",
    "day",
)
_WAITED_IN = Statement(
    select(waitlist.c.slot_id).where(
        waitlist.c.member_id == given("member"), _STANDS, waitlist.c.state == "waiting"
    ),
    "member",
)
_WITH_A_LINE = Statement(
    select(*SLOT_COLUMNS, *FACILITY_COLUMNS)
    .select_from(slot.join(facility, facility.c.id == slot.c.facility_id))
    .where(slot.c.id == given("slot"), slot.c.waiting > 0),
    "slot",
)
_LINES = Statement(
    select(waitlist.c.slot_id)
    .where(waitlist.c.due_at.is_not(None), waitlist.c.state == "waiting")
    .order_by(waitlist.c.due_at, waitlist.c.due_kind, waitlist.c.id)
)
_NEW = (
    "slot_id", "member_id", "day", "party", "people", "purpose", "state", "joined_at", "held", "due_at",
    "due_kind",
)  # fmt: skip
_ADD = Statement(insert(waitlist).values({name: given(name) for name in _NEW}), *_NEW)


def _change(*names: str) -> Statement:
    """An update of some columns of one entry."""
    values: dict[str, Any] = {name: given(f"new_{name}") for name in names}
    return Statement(
        update(waitlist).where(waitlist.c.id == given("number")).values(values),
        *(f"new_{name}" for name in names),
        "number",
    )


_OFFER = _change("state", "held", "offered_at", "offered_until", "passed_over", "due_at", "due_kind")
_END = _change("state", "held", "ended_at", "due_at", "due_kind")
_PASS = _change("passed_over", "due_at", "due_kind")
_SET_DUE = _change("due_at", "due_kind")
_SHORTEN = _change("offered_until", "due_at")
_BECAME = _change("booking_id")
_COUNT = Statement(
    update(slot)
    .where(slot.c.id == given("number"))
    .values(held=slot.c.held + given("more_held"), waiting=slot.c.waiting + given("more_waiting")),
    "more_held",
    "more_waiting",
    "number",
)


def entry_from(row: tuple[Any, ...]) -> WaitEntry:
    """An entry from the columns of `WHOLE_ENTRY`."""
    joined = (slot_from(row[_A:_B]), facility_from(row[_B:_C]), member_from(row[_C:]))
    return WaitEntry(row[0], *joined, *row[1:_A])


class WaitlistQueries:
    """The waitlist part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def entry(self, number: int) -> WaitEntry | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else entry_from(row)

    def entries_of_slot(self, slot: int) -> list[WaitEntry]:
        return [entry_from(row) for row in _OF_SLOT.run(self.connection, slot)]

    def line_of(self, slot: int) -> list[WaitEntry]:
        return [entry_from(row) for row in _LINE.run(self.connection, slot)]

    def open_entries_of(self, member: int, first: date) -> list[WaitEntry]:
        return [entry_from(row) for row in _OPEN_OF_MEMBER.run(self.connection, member, first.isoformat())]

    def lines_waited_in(self, member: int) -> list[int]:
        return [row[0] for row in _WAITED_IN.run(self.connection, member)]

    def slots_with_a_line(self, slots: list[int]) -> list[tuple[Slot, Facility]]:
        found = []
        cut = len(SLOT_COLUMNS)
        for number_ in slots:
            row = _WITH_A_LINE.run(self.connection, number_).fetchone()
            if row is not None:
                found.append((slot_from(row[:cut]), facility_from(row[cut:])))
        return found

    def all_lines(self, facility: int | None) -> list[int]:
        numbers = sorted({row[0] for row in _LINES.run(self.connection)})
        if facility is None:
            return numbers
        lines = self.slots_with_a_line(numbers)
        return [slot.number for slot, its in lines if its.number == facility]

    def add_entry(self, entry: NewEntry) -> int:
        cursor = _ADD.run(
            self.connection,
            entry.slot.number,
            entry.member.number,
            entry.slot.date.isoformat(),
            entry.party,
            entry.people,
            entry.purpose,
            "waiting",
            entry.joined_at,
            0,
            entry.due.at,
            int(entry.due.kind),
        )
        self._count(entry.slot.number, waiting=1)
        return int(cursor.lastrowid)

    def offer_places(self, entry: WaitEntry, places: int, at: Instant, until: Instant) -> None:
        _OFFER.run(
            self.connection, "offered", places, at, until, None, until, int(DueKind.OFFER_ENDS), entry.number
        )
        self._count(entry.slot.number, held=places, waiting=-1)

    def wait_again(self, entry: WaitEntry) -> None:
        due = lapse_of(entry.slot)
        _OFFER.run(self.connection, "waiting", 0, None, None, None, due.at, int(due.kind), entry.number)
        self._count(entry.slot.number, held=-entry.held, waiting=1)

    def end_entry(self, entry: WaitEntry, state: EntryState, at: Instant) -> None:
        _END.run(self.connection, state, 0, at, None, None, entry.number)
        self._count(entry.slot.number, held=-entry.held, waiting=-int(entry.state == "waiting"))

    def entry_became(self, entry: int, booking: int) -> None:
        _BECAME.run(self.connection, booking, entry)

    def pass_over(self, entry: int, code: str, due: Due) -> None:
        _PASS.run(self.connection, code, due.at, int(due.kind), entry)

    def set_entry_due(self, entry: int, due: Due | None) -> None:
        _SET_DUE.run(self.connection, *due_columns(due), entry)

    def shorten_offer(self, entry: int, until: Instant) -> None:
        _SHORTEN.run(self.connection, until, until, entry)

    def _count(self, slot_: int, *, held: int = 0, waiting: int = 0) -> None:
        _COUNT.run(self.connection, held, waiting, slot_)


def rest_entry(connection: Any, number: int) -> None:
    """Lets an entry wait for nothing more by itself."""
    _SET_DUE.run(connection, None, None, number)
