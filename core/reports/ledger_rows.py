"""The ledger's entries one by one: of the members' accounts, and of all accounts as a journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Rows, rows
from core.ledger.records import Account, EntryKind, Unit
from core.records import ledger_entry_told
from core.reports.balances import BalanceStore, entries_of


class EntryKept(NamedTuple):
    """An entry as the database tells it; whose it is, where it is a member's."""

    number: int
    posting: int
    at: Instant
    account: Account
    staff_no: str | None
    name: str | None
    department: str | None
    unit: Unit
    kind: EntryKind
    amount: int
    document: str | None
    reason: str | None
    operator: str


class EntryRowStore(BalanceStore, Protocol):
    """What the rows need of the database."""

    def entries_told(self, first: int, before: int, *, members: bool) -> Iterator[EntryKept]:
        """Entries from a number on, up to another: those of `members` alone, or of all accounts."""


@dataclass(frozen=True, slots=True)
class LedgerRows(Rows["LedgerRow"]):
    """The entries of members' accounts from `from_` to `to`: the account `member` is what can be used,
    `locked` what is earned but can't be used yet."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class JournalRows(Rows["LedgerRow"]):
    """All sides of the postings from `from_` to `to`. What a member has is owed to them: a gain is credited
    to their account and debited to the one that gives, so that `amount` is a credit where it is more than
    nothing, and else a debit. The sides of a posting sum to nothing."""

    from_: date
    to: date


class LedgerRow(NamedTuple):
    """`posting` is the number of what was written together; `amount` in fen or points, signed."""

    entry: str
    posting: int
    at: datetime
    account: Account
    staff_no: str | None
    name: str | None
    department: str | None
    unit: Unit
    kind: EntryKind
    amount: int
    document: str | None
    reason: str | None
    by: str


@rows("ledger_rows")
def ledger_rows(store: EntryRowStore, asked: LedgerRows, now: Now) -> Iterator[LedgerRow]:
    """In the order in which they were written. `invalid` where `to` is before `from`."""
    return _told(store, asked.from_, asked.to, now, members=True)


@rows("journal_rows")
def journal_rows(store: EntryRowStore, asked: JournalRows, now: Now) -> Iterator[LedgerRow]:
    """In the order in which they were written, a posting's sides together. `invalid` where `to` is before
    `from`."""
    return _told(store, asked.from_, asked.to, now, members=False)


def _told(store: EntryRowStore, first: date, last: date, now: Now, *, members: bool) -> Iterator[LedgerRow]:
    for kept in store.entries_told(*entries_of(store, first, last, now), members=members):
        yield LedgerRow(ledger_entry_told(kept.number), kept.posting, now.local_of(kept.at), *kept[3:])
