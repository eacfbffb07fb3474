"""Taking from a balance by hand, and giving back: for what is used elsewhere than at the counter (a trip, a
course in another house) and comes in from a script or on paper."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from core.command import Command, NoInverse, Now, command
from core.counter.records import OrderFinder
from core.errors import DeskError
from core.ledger.granting import GrantStore, require_here
from core.ledger.posting import Moved, Source, restore, spend
from core.ledger.records import Amount, LedgerEntry, Unit, member_entry_of, number_in
from core.members.records import member_of
from core.records import LedgerEntryId, LotId, ledger_entry_told, order_told
from core.wire import Name


@dataclass(frozen=True, slots=True)
class Spend(Command["Spent"]):
    """`document` is what it was used for: an order or list of elsewhere."""

    member: Name
    unit: Unit
    amount: Amount
    reason: str | None = None
    document: Name | None = None


@dataclass(frozen=True, slots=True)
class Restore(Command["Restored"]):
    """Of a spend, so much."""

    entry: LedgerEntryId
    amount: Amount
    reason: str


class Drawn(NamedTuple):
    lot: LotId
    amount: Amount


@dataclass(frozen=True, slots=True)
class Spent:
    """The lots that it was taken from (less than nothing), in drawing order."""

    entry: LedgerEntryId
    lots: tuple[Drawn, ...]
    balance: Amount


@dataclass(frozen=True, slots=True)
class Restored:
    """The lots that it went to, the last drawn first."""

    entry: LedgerEntryId
    lots: tuple[Drawn, ...]
    balance: Amount


class SpendingStore(GrantStore, OrderFinder, Protocol):
    """What giving back by hand needs of the database."""


def _give_back(command: Spend, spent: Spent) -> tuple[Command["Restored"], ...]:
    return (Restore(spent.entry, command.amount, "undone"),)


@command("spend", inverse=_give_back)
def spend_by_hand(store: GrantStore, command: Spend, now: Now) -> Spent:
    """`insufficient_allowance`, `insufficient_points`; `member_left`."""
    member = member_of(store, command.member)
    amount = number_in(command.unit, command.amount, "amount")
    require_here(member, now)
    moved = spend(store, member, command.unit, amount, now, Source(command.document, command.reason))
    balance = Amount(command.unit, store.balance(member.number, command.unit))
    return Spent(LedgerEntryId(moved.entry), drawn(moved, command.unit), balance)


@command("restore", inverse=NoInverse("restore_stays"))
def restore_by_hand(store: SpendingStore, command: Restore, now: Now) -> Restored:
    """`unknown_entry`, `wrong_state` for an entry that spent nothing and for one that paid an order (what is
    given back for it goes through the counter), `too_many` (detail.left); `member_left`, since what they have
    was recalled."""
    entry = member_entry_of(store, command.entry)
    if entry.kind != "spent":
        raise DeskError("wrong_state", entry=ledger_entry_told(entry.number), state=entry.kind)
    _require_by_hand(store, entry)
    amount = number_in(entry.unit, command.amount, "amount")
    assert entry.member is not None  # noqa: S101 - it is a member's
    require_here(store.members_numbered([entry.member])[entry.member], now)
    moved = restore(store, entry, amount, now, Source(entry.document, command.reason))
    balance = Amount(entry.unit, store.balance(entry.member, entry.unit))
    return Restored(LedgerEntryId(moved.entry), drawn(moved, entry.unit), balance)


_ORDER = re.compile(r"O(\d{1,12})")


def _require_by_hand(store: OrderFinder, entry: LedgerEntry) -> None:
    """`wrong_state` for the spend of an order. A document of elsewhere may be called as one of ours."""
    match = _ORDER.fullmatch(entry.document or "")
    order = None if match is None else store.order(int(match[1]))
    if order is not None and entry.number in (order.points_entry, *(part.entry for part in order.parts)):
        raise DeskError(
            "wrong_state",
            entry=ledger_entry_told(entry.number),
            state=entry.kind,
            order=order_told(order.number),
        )


def drawn(moved: Moved, unit: Unit) -> tuple[Drawn, ...]:
    """The draws of a movement, as an answer tells them."""
    return tuple(Drawn(LotId(draw.lot), Amount(unit, draw.amount)) for draw in moved.draws)
