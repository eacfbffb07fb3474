"""Balances over a period: what there was before it, what changed it, and what was left.

Only what lots keep now and the entries since then are looked at: what there was at an instant is what lots
have left, less all that was put into them or taken out since. `check` proves that lots agree with entries.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now
from core.ledger.records import EntryKind, Unit
from core.reports.days import span_of

Purse = Literal["member", "locked"]
"""What a member has, and what is earned but can't be used yet: an account of its own."""


class EntrySpan(NamedTuple):
    """The entries of some days: from the number `first` on, up to `before`, which is not among them."""

    first: int
    before: int


class Standing(NamedTuple):
    """So much of a unit is a member's; or so much more, or less, became theirs."""

    member: int
    unit: Unit
    amount: int


class Movement(NamedTuple):
    """The entries of one kind in one of a member's accounts: how many there are, and their sum."""

    member: int
    unit: Unit
    account: Purse
    kind: EntryKind
    entries: int
    amount: int


class BalanceStore(Protocol):
    """What balances over a period need of the database."""

    def first_entry_at(self, instant: Instant) -> int:
        """The number of the first entry at an instant or after it; beyond the last, if there is none."""

    def left_in_lots(self) -> Iterable[Standing]:
        """What the lots of each member have left now."""

    def drawn_since(self, entry: int) -> Iterable[Standing]:
        """What entries from a number on put into lots, less what they took out."""

    def movements(self, first: int, before: int) -> Iterable[Movement]:
        """The entries from a number on, up to another, by member, unit, account and kind."""

    def gained_since(self, entry: int) -> dict[tuple[Purse, Unit], int]:
        """The sums of the entries of all members from a number on."""

    def locked_now(self) -> int:
        """The points of all members that are earned but can't be used yet."""

    def sum_of_all_accounts(self, first: int, before: int) -> dict[Unit, int]:
        """The sums of the entries of all accounts, other sides included."""


@dataclass(slots=True)
class Moved:
    """Of one member and unit: what could be used before, and what was left; the sums of the entries, and how
    many there are, by account and kind."""

    opening: int = 0
    closing: int = 0
    sums: Counter[tuple[Purse, EntryKind]] = field(default_factory=Counter)
    counts: Counter[tuple[Purse, EntryKind]] = field(default_factory=Counter)

    def changed(self, kind: EntryKind) -> int:
        """The sum of the entries of a kind in what can be used."""
        return self.sums["member", kind]


def entries_of(store: BalanceStore, first: date, last: date, now: Now) -> EntrySpan:
    """The entries of some local days, both included. `invalid` where the last day is before the first."""
    span = span_of(first, last, now)
    return EntrySpan(store.first_entry_at(span.begin), store.first_entry_at(span.end))


def moved_in(store: BalanceStore, unit: Unit, span: EntrySpan) -> dict[int, Moved]:
    """Each member who had something of a unit, or whose balance changed."""
    found: dict[int, Moved] = {}
    for standing in store.left_in_lots():
        if standing.unit == unit:
            of = found.setdefault(standing.member, Moved())
            of.opening += standing.amount
            of.closing += standing.amount
    for standing in store.drawn_since(span.first):
        if standing.unit == unit:
            found.setdefault(standing.member, Moved()).opening -= standing.amount
    for standing in store.drawn_since(span.before):
        if standing.unit == unit:
            found[standing.member].closing -= standing.amount
    for move in store.movements(*span):
        if move.unit == unit:
            of = found.setdefault(move.member, Moved())
            of.sums[move.account, move.kind] += move.amount
            of.counts[move.account, move.kind] += move.entries
    return found


def closing_by_entries(store: BalanceStore, unit: Unit, span: EntrySpan) -> int:
    """What was left to all members, counted another way: what their lots have now, less the entries since."""
    now = sum(standing.amount for standing in store.left_in_lots() if standing.unit == unit)
    return now - store.gained_since(span.before).get(("member", unit), 0)
