"""Waitlist entries as the rules see them, and what changing one needs of the database."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from core.booking.records import Slot
from core.clock import Instant
from core.due import Due, DueKind
from core.errors import DeskError
from core.facilities.records import Facility
from core.members.records import Member
from core.records import entry_told

EntryState = Literal["waiting", "offered", "accepted", "declined", "expired", "left", "lapsed", "promoted"]

OPEN: tuple[EntryState, ...] = ("waiting", "offered")
"""The states in which an entry still stands in the line."""


@dataclass(frozen=True, slots=True)
class WaitEntry:
    """A member's place in the line for a slot. `held` are the places kept for an open offer until
    `offered_until`; `booking` is what it became; `passed_over` is the code for which places went past it the
    last time, None where none did since it joined or was offered some."""

    number: int
    slot: Slot
    facility: Facility
    member: Member
    party: int
    people: int | None
    purpose: str | None
    state: EntryState
    joined_at: Instant
    held: int
    offered_until: Instant | None
    booking: int | None
    passed_over: str | None


class NewEntry(NamedTuple):
    """An entry to be written."""

    slot: Slot
    member: Member
    party: int
    people: int | None
    purpose: str | None
    joined_at: Instant
    due: Due


class LineStore(Protocol):
    """What the line needs of the database. The slot's counters (`held`, `waiting`) follow by themselves."""

    def entry(self, number: int) -> WaitEntry | None: ...

    def add_entry(self, entry: NewEntry) -> int:
        """Writes an entry at the end of its slot's line; its number."""

    def line_of(self, slot: int) -> list[WaitEntry]:
        """The open entries of a slot, by joining time, then number."""

    def offer_places(self, entry: WaitEntry, places: int, at: Instant, until: Instant) -> None:
        """Holds places for an entry until an instant."""

    def wait_again(self, entry: WaitEntry) -> None:
        """Gives back the places of an open offer; the entry waits in its old place."""

    def shorten_offer(self, entry: int, until: Instant) -> None:
        """Lets an open offer run out earlier."""

    def end_entry(self, entry: WaitEntry, state: EntryState, at: Instant) -> None:
        """Takes an entry out of the line, and gives back what was held for it."""

    def entry_became(self, entry: int, booking: int) -> None:
        """Keeps which booking an entry became."""

    def pass_over(self, entry: int, code: str, due: Due) -> None:
        """Keeps why places went past a waiting entry, and when it is looked at by itself next."""

    def set_entry_due(self, entry: int, due: Due | None) -> None: ...

    def lines_waited_in(self, member: int) -> list[int]:
        """The slots in whose line a member waits."""

    def slots_with_a_line(self, slots: list[int]) -> list[tuple[Slot, Facility]]:
        """Those of some slots in which somebody waits, with their facilities."""

    def all_lines(self, facility: int | None) -> list[int]:
        """The slots of one facility, or (None) of the club, in which somebody waits."""


def entry_of(store: LineStore, number: int) -> WaitEntry:
    """The entry of an id. `unknown_entry`."""
    entry = store.entry(number)
    if entry is None:
        raise DeskError("unknown_entry", entry=entry_told(number))
    return entry


def require_entry(entry: WaitEntry, *states: EntryState) -> None:
    """`wrong_state`, with the state that it is in, unless it is in one of these."""
    if entry.state not in states:
        raise DeskError(
            "wrong_state",
            entry=entry_told(entry.number),
            state=entry.state,
            member=entry.member.staff_no,
            person=entry.member.name,
        )


def lapse_of(slot: Slot) -> Due:
    """At its slot's start an entry that still waits lapses (domain.md section 4)."""
    return Due(slot.begins_at, DueKind.LAPSE)


def retime_line(store: LineStore, slot: Slot) -> None:
    """After a change of a slot's instants: entries lapse at the new start, and no offer outlives it."""
    for entry in store.line_of(slot.number):
        if entry.state == "waiting":
            store.set_entry_due(entry.number, lapse_of(slot))
        elif entry.offered_until is not None:
            store.shorten_offer(entry.number, min(entry.offered_until, slot.begins_at))
