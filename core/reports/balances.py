"""Balances over a period: what there was before it, what changed it, and what was left.

Only what lots keep now and the entries since then are looked at: what was left at the end is what lots have
now, less the entries since; what there was before is that, less what was put into lots or taken out between.
So opening and changes come to the closing only where draws and entries agree. `check` proves it of all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now
from core.ledger.records import UNITS, EntryKind, Unit
from core.reports.days import span_of

Purse = Literal["member", "locked"]
"""What a member has, and what is earned but can't be used yet: an account of its own."""


SECOND_WAY_WITHIN = 250_000
"""So many entries after a period at most, its closing is counted a second time: some 0.3 s."""


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

    def drawn_between(self, first: int, before: int) -> Iterable[Standing]:
        """What entries from a number on, up to another, put into lots, less what they took out."""

    def changed_since(self, entry: int) -> Iterable[Standing]:
        """The sums of the members' entries from a number on."""

    def last_entry(self) -> int:
        """The number of the last entry; 0 where there is none."""

    def movements(self, first: int, before: int) -> Iterable[Movement]:
        """The entries from a number on, up to another, by member, unit, account and kind."""

    def locked_before(self, entry: int) -> int:
        """The points of all members that were earned and could not be used yet, before an entry of some
        number."""

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


@dataclass(slots=True)
class Books:
    """The entries of a period: what moved, by unit and member; and by unit the closing counted another way
    (None where too much came after it) and the sum of all accounts, which is nought."""

    span: EntrySpan
    moved: dict[Unit, dict[int, Moved]]
    closing_by_draws: dict[Unit, int | None]
    sum_of_postings: dict[Unit, int]


def books_of(store: BalanceStore, first: date, last: date, now: Now) -> Books:
    """Each member who had something, or whose balance changed. `invalid` where the last day is before the
    first."""
    span = entries_of(store, first, last, now)
    moved: dict[Unit, dict[int, Moved]] = {unit: defaultdict(Moved) for unit in UNITS}
    left: Counter[Unit] = Counter()
    for member, unit, amount in store.left_in_lots():
        left[unit] += amount
        moved[unit][member].closing = amount
    for member, unit, amount in store.changed_since(span.before):
        moved[unit][member].closing -= amount
    drawn = store.drawn_between(*span)
    for unit in UNITS:
        for of in moved[unit].values():
            of.opening = of.closing
    for member, unit, amount in drawn:
        moved[unit][member].opening -= amount
    for move in store.movements(*span):
        of = moved[move.unit][move.member]
        of.sums[move.account, move.kind] += move.amount
        of.counts[move.account, move.kind] += move.entries
    return Books(span, moved, _closing_by_draws(store, left, span), store.sum_of_all_accounts(*span))


def _closing_by_draws(store: BalanceStore, left: Counter[Unit], span: EntrySpan) -> dict[Unit, int | None]:
    """What lots have now, less what was put into them and taken out since."""
    last = store.last_entry()
    if last - span.before > SECOND_WAY_WITHIN:
        return dict.fromkeys(UNITS)
    since: Counter[Unit] = Counter()
    for _, unit, amount in store.drawn_between(span.before, last + 1):
        since[unit] += amount
    return {unit: left[unit] - since[unit] for unit in UNITS}
