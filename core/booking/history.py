"""Taking over bookings kept elsewhere: past ones as they were, coming ones by the rule.

Past rows are judged by capacity and overlap alone; slots of the past that are missing are made for them.
Each row that cannot be taken is refused by itself, with its reason, and the others go in.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.audit import digest_of_rows
from core.booking.book import BookStore, NewBooking, enter, facts_of
from core.booking.records import HOLDING, Slot, State, Step, due_of, no_show_instant, slot_of
from core.booking.rules import Wish, decide, full, judge_busy, judge_party, places_of, slot_facts
from core.clock import Instant, Minute
from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.facilities.records import Facility, facility_of
from core.members.records import Member, member_of
from core.schedule.plan import SlotRow
from core.wire import Name, minute_told


class HistoryRow(NamedTuple):
    """One booking as it was kept. Without `end` the slot must be there already."""

    member: Name
    facility: Name
    date: date
    start: Minute
    end: Minute | None = None
    party: int = 1
    people: int | None = None
    purpose: str | None = None
    state: State | None = None


class KnownBooking(NamedTuple):
    """A booking that is there already; `imported` is the state it was imported in, None for one that was
    booked here."""

    state: State
    party: int
    imported: State | None

    def comes_of(self, state: State) -> bool:
        """Whether it was made of a row of this state: one who is booked in a list is one who was there in the
        same list when it is read later."""
        return self.imported == state or (self.imported in HOLDING and state in HOLDING)


class HistoryStore(BookStore, Protocol):
    """What the import needs of the database."""

    def slots_of(self, facilities: list[int], first: date, last: date) -> list[Slot]: ...

    def add_slots(self, rows: list[SlotRow]) -> None: ...

    def change_slots(self, rows: list[tuple[Slot, SlotRow]]) -> None: ...

    def bookings_known(self, slot: int, member: int) -> list["KnownBooking"]:
        """Every booking of a member in a slot."""


@dataclass(frozen=True, slots=True)
class ImportBookings(Command["Imported"]):
    rows: tuple[HistoryRow, ...]

    def summary(self) -> dict[str, Any]:
        """What the audit keeps of a long list: each booking has its own trail."""
        return {"rows": len(self.rows), "sha256": digest_of_rows(self.rows)}


@dataclass(frozen=True, slots=True)
class Refusal:
    index: int
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imported:
    booked: int
    unchanged: int
    slots: int
    refused: tuple[Refusal, ...]


@dataclass(slots=True)
class _Import:
    """What one run remembers: look-ups made, rows that were there already, slots made."""

    store: HistoryStore
    now: Now
    members: dict[str, Member] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    known: dict[tuple[int, int], list[KnownBooking]] = field(default_factory=dict)
    slots: int = 0

    def member(self, staff_no: str) -> Member:
        if staff_no not in self.members:
            self.members[staff_no] = member_of(self.store, staff_no)
        return self.members[staff_no]

    def facility(self, code: str) -> Facility:
        if code not in self.facilities:
            self.facilities[code] = facility_of(self.store, code)
        return self.facilities[code]

    def was_there(self, slot: Slot, member: Member, state: State, party: int) -> bool:
        """Whether the row is in already: the k-th of several alike meets the k-th that was there before this
        run. One made of such a row is met first, then one that is in this state."""
        key = (slot.number, member.number)
        if key not in self.known:
            self.known[key] = self.store.bookings_known(*key)
        alike = [known for known in self.known[key] if known.party == party]
        made = [known for known in alike if known.comes_of(state)]
        same = [known for known in alike if known.state == state]
        met = next(iter([*(known for known in made if known in same), *made, *same]), None)
        if met is None:
            return False
        self.known[key].remove(met)
        return True


@command("import_bookings", inverse=NoInverse("history_stays"))
def import_bookings(store: HistoryStore, command: ImportBookings, now: Now) -> Imported:
    """Takes every row that can be taken; the same rows twice change nothing."""
    run = _Import(store, now)
    booked = unchanged = 0
    refused = []
    for index, row in enumerate(command.rows):
        try:
            taken = _take_row(run, row)
        except DeskError as error:
            refused.append(Refusal(index, error.code, error.facts))
            continue
        booked += taken
        unchanged += not taken
    return Imported(booked, unchanged, run.slots, tuple(refused))


def _take_row(run: _Import, row: HistoryRow) -> bool:
    """Takes one row; False where it was there already. Judges first and writes then, so that a refused row
    leaves nothing behind."""
    member, facility = run.member(row.member), run.facility(row.facility)
    if row.end is not None and row.end <= row.start:
        raise invalid("end", "end_not_after_start", value=minute_told(row.end))
    if row.people is not None and row.people < 1:
        raise invalid("people", "too_small", least=1)
    begins_at = run.now.instant_at(row.date, row.start)
    past = begins_at <= run.now.instant
    slot = run.store.slot(facility.number, row.date, row.start)
    if slot is not None and row.end not in (None, slot.end):
        raise DeskError("slot_differs", stands=minute_told(slot.end), **slot_facts(slot, facility))
    if not past:
        return _take_coming(run, row, member, facility, slot_of(run.store, facility, row.date, row.start))
    missing = None
    if slot is None:
        missing = _missing_slot(run, row, facility)
        slot = _slot_to_be(missing)
    state = _past_state(row, slot, run.now)
    if missing is None and run.was_there(slot, member, state, row.party):
        return False
    _judge_past(run, row, member, facility, slot, state)
    if missing is not None:
        _open_slot(run, missing)
        slot = slot_of(run.store, facility, row.date, row.start)
        run.known[(slot.number, member.number)] = []
    _write(run, row, member, facility, slot, state)
    return True


def _missing_slot(run: _Import, row: HistoryRow, facility: Facility) -> SlotRow:
    """The slot of the past that a row tells of. `unknown_slot` without an end; `overlap` with one that
    stands."""
    if row.end is None:
        raise DeskError(
            "unknown_slot",
            facility=facility.code,
            name=facility.name,
            date=row.date.isoformat(),
            start=minute_told(row.start),
        )
    for slot in run.store.slots_of([facility.number], row.date, row.date):
        if not slot.withdrawn and slot.start < row.end and row.start < slot.end:
            raise DeskError("overlap", **slot_facts(slot, facility))
    begins_at, ends_at = (run.now.instant_at(row.date, minute) for minute in (row.start, row.end))
    if ends_at <= begins_at:
        raise DeskError("no_such_time", start=minute_told(row.start), end=minute_told(row.end))
    return SlotRow(
        facility.number, row.date, row.start, row.end, begins_at, ends_at, facility.capacity, peak=False
    )


def _open_slot(run: _Import, row: SlotRow) -> None:
    """Makes a slot; one that was taken out of the schedule is brought back."""
    day = run.store.slots_of([row.facility], row.date, row.date)
    removed = next((slot for slot in day if slot.start == row.start), None)
    if removed is None:
        run.store.add_slots([row])
    else:
        run.store.change_slots([(removed, row)])
    run.slots += 1


def _slot_to_be(row: SlotRow) -> Slot:
    return Slot(
        0, row.facility, row.date, Minute(row.start), Minute(row.end), row.begins_at, row.ends_at,
        row.capacity, taken=0, held=0, peak=False, closed=False, withdrawn=False, more_time=0,
    )  # fmt: skip


def _past_state(row: HistoryRow, slot: Slot, now: Now) -> State:
    """What a past row's state comes to: who was booked and not said to have stayed away, was there."""
    over = slot.ends_at <= now.instant
    if row.state in (None, "confirmed", "checked_in", "completed"):
        return "completed" if over else "checked_in"
    if row.state == "pending":
        raise DeskError("wrong_state", state="pending", past=True)
    assert row.state is not None  # noqa: S101 - for the type checker
    return row.state


def _judge_past(
    run: _Import, row: HistoryRow, member: Member, facility: Facility, slot: Slot, state: State
) -> None:
    """Capacity and overlap alone."""
    judge_party(slot, row.party)
    if state not in HOLDING:
        return
    if not member.shared:
        judge_busy(member, run.store.held_places(member.number, row.date, row.date), slot)
    if not slot.free_for(facility, row.party):
        raise full(slot, facility)


def _take_coming(run: _Import, row: HistoryRow, member: Member, facility: Facility, slot: Slot) -> bool:
    """A coming row goes by the rule of booking; one that was approved elsewhere is approved."""
    if row.state not in (None, "pending", "confirmed", "cancelled"):
        raise DeskError("wrong_state", state=row.state, past=False)
    state: State = row.state or ("pending" if facility.approval_levels else "confirmed")
    if run.was_there(slot, member, state, row.party):
        return False
    if state == "cancelled":
        judge_party(slot, row.party)
    else:
        decide(facts_of(run.store, member, facility, slot, run.now), Wish(row.party), run.now)
    _write(run, row, member, facility, slot, state)
    return True


def _write(
    run: _Import, row: HistoryRow, member: Member, facility: Facility, slot: Slot, state: State
) -> None:
    now = run.now
    no_show_at: Instant | None = None
    if state == "no_show":
        missed = no_show_instant(slot, facility, slot.begins_at, now) or slot.ends_at
        no_show_at = min(missed, now.instant)
    booking = NewBooking(
        slot=slot,
        member=member,
        party=row.party,
        places=places_of(slot, facility, row.party),
        people=row.people,
        purpose=row.purpose,
        state=state,
        override=None,
        walk_in=False,
        booked_at=now.instant,
        due=due_of(state, slot, facility, now.instant, now),
        no_show_at=no_show_at,
    )
    step = Step(now.instant, "imported", state, now.operator, None)
    if state in HOLDING:
        enter(run.store, facility, booking, step)
    else:
        run.store.add_step(run.store.add_booking(booking), step)
