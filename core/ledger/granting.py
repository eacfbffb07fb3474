"""Giving a member allowance or points, and the one way to take a mistake back: the contra-entry."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from core.command import Command, NoInverse, Now, command
from core.errors import DeskError
from core.ledger.posting import Source, give, take_away
from core.ledger.records import (
    Account,
    Amount,
    LedgerEntry,
    LedgerStore,
    Lot,
    NewLot,
    Unit,
    amount_told,
    member_entry_of,
    number_in,
)
from core.members.records import Member, MemberFinder, member_of
from core.records import LedgerEntryId, LotId, ledger_entry_told
from core.wire import Name


class GrantStore(MemberFinder, LedgerStore, Protocol):
    """What granting and taking back need of the database."""

    def members_numbered(self, numbers: list[int]) -> dict[int, Member]:
        """Members by the database's numbers."""

    def entries_of_posting(self, posting: int) -> list[LedgerEntry]:
        """All sides of a posting, in order."""


@dataclass(frozen=True, slots=True)
class Grant(Command["Granted"]):
    """`expires_on` is the last valid day, null for ever; `exempt` from yearly clearing."""

    member: Name
    unit: Unit
    amount: Amount
    reason: str
    expires_on: date | None = None
    fund: Name | None = None
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    lot: LotId
    balance: Amount
    entry: LedgerEntryId


@dataclass(frozen=True, slots=True)
class Contra(Command["Reversed"]):
    entry: LedgerEntryId
    reason: str


@dataclass(frozen=True, slots=True)
class Reversed:
    """The contra-entry, and the balance after it."""

    entry: LedgerEntryId
    balance: Amount


def _contra_of(_: Grant, granted: Granted) -> tuple[Command[Any], ...]:
    return (Contra(granted.entry, "undone"),)


@command("grant", inverse=_contra_of)
def grant(store: GrantStore, command: Grant, now: Now) -> Granted:
    """`already_lapsed` where the last valid day is past; `member_left`."""
    member = member_of(store, command.member)
    amount = number_in(command.unit, command.amount, "amount")
    lot = NewLot(
        member.number,
        command.unit,
        amount,
        now.today,
        command.expires_on,
        command.reason,
        command.fund,
        command.exempt,
    )
    require_grantable(member, lot.expires_on, now)
    given = give(store, lot, "granted", now, Source(reason=command.reason))
    balance = Amount(command.unit, store.balance(member.number, command.unit))
    return Granted(LotId(given.lot), balance, LedgerEntryId(given.entry))


def require_grantable(member: Member, expires_on: date | None, now: Now) -> None:
    """`already_lapsed`, then `member_left`."""
    require_not_lapsed(expires_on, now)
    require_here(member, now)


def require_not_lapsed(expires_on: date | None, now: Now) -> None:
    """`already_lapsed` for a last valid day that is past."""
    if expires_on is not None and expires_on < now.today:
        raise DeskError("already_lapsed", expires_on=expires_on.isoformat(), today=now.today.isoformat())


def require_here(member: Member, now: Now) -> None:
    """`member_left` for one who has left by today."""
    if member.left_by(now.today):
        assert member.left_on is not None  # noqa: S101 - for the type checker
        raise DeskError(
            "member_left", member=member.staff_no, person=member.name, left_on=member.left_on.isoformat()
        )


REVERSIBLE = ("granted", "awarded")


@command("contra", inverse=NoInverse("contra_stays"))
def contra(store: GrantStore, command: Contra, now: Now) -> Reversed:
    """Takes a grant or an award back, whole and once. `unknown_entry`; `wrong_state` for an entry of another
    kind, `already_reversed`, `already_spent` where the lot no longer has all of it."""
    entry = member_entry_of(store, command.entry)
    lot = require_reversible(store, entry)
    source = Source(document=ledger_entry_told(entry.number), reason=command.reason)
    other = _giver_of(store, entry)
    moved = take_away(store, [lot], "reversed", now, source, other=other, origin=entry.number)[entry.unit]
    balance = Amount(entry.unit, store.balance(lot.member, entry.unit))
    return Reversed(LedgerEntryId(moved.entry), balance)


def _giver_of(store: GrantStore, entry: LedgerEntry) -> Account:
    """The account that gave, which gets it back: an opening balance is none of the programme's."""
    sides = store.entries_of_posting(entry.posting)
    return next(side.account for side in sides if side.unit == entry.unit and side.member is None)


def require_reversible(store: LedgerStore, entry: LedgerEntry) -> Lot:
    """The lot of a grant or award that can be taken back."""
    told = ledger_entry_told(entry.number)
    if entry.kind not in REVERSIBLE:
        raise DeskError("wrong_state", entry=told, state=entry.kind)
    reversal = store.reversal_of(entry.number)
    if reversal is not None:
        raise DeskError("already_reversed", entry=told, contra=ledger_entry_told(reversal))
    (lot,) = store.lots_numbered([draw.lot for draw in store.draws_of(entry.number)])
    if lot.remaining < lot.original:
        raise DeskError(
            "already_spent",
            entry=told,
            left=amount_told(lot.unit, lot.remaining),
            amount=amount_told(lot.unit, lot.original),
        )
    return lot
