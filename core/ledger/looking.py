"""Looking at balances, lots and entries. What is shown is what the entries sum to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol, cast

from core.clock import Instant
from core.command import Now, Question, question
from core.errors import invalid
from core.ledger.granting import GrantStore
from core.ledger.records import (
    Account,
    Amount,
    EntryKind,
    LedgerEntry,
    LedgerStore,
    Lot,
    Unit,
    in_drawing_order,
    member_entry_of,
)
from core.members.records import Member, member_of
from core.records import LedgerEntryId, LotId
from core.wire import Fen, Name

SOON_DAYS = 30

BEGINNING = Instant(-(1 << 62))
"""Before every instant."""


class LedgerLookStore(GrantStore, Protocol):
    """What looking needs of the database."""

    def lots_of(self, member: int, unit: Unit) -> list[Lot]:
        """All lots of a member, in drawing order."""

    def balance_before(self, member: int, unit: Unit, before: Instant) -> int:
        """The sum of a member's entries before an instant."""

    def locked(self, member: int, unit: Unit) -> int:
        """What a member has earned but may not use yet."""

    def entries_between(self, member: int, unit: Unit, first: Instant, before: Instant) -> list[LedgerEntry]:
        """A member's entries of [first, before), in order."""

    def lots_between(
        self, member: int, unit: Unit, first: Instant, before: Instant
    ) -> dict[int, tuple[int, ...]]:
        """The lots that the same entries draw on, by entry."""


@dataclass(frozen=True, slots=True)
class AskBalance(Question["Balance"]):
    member: Name
    on: date | None = None


class Sums(NamedTuple):
    """So much of each unit."""

    allowance: Fen
    points: int


@dataclass(frozen=True, slots=True)
class Balance:
    """`held` is earned but can't be used yet; `soon` lapses within 30 days of the day asked about."""

    allowance: Fen
    points: int
    held: Sums
    soon: Sums


@question("balance")
def ask_balance(store: LedgerLookStore, question: AskBalance, now: Now) -> Balance:
    """The balances now; at the end of a past day; or on a coming day, if nothing happens until then but that
    lots lapse."""
    member = member_of(store, question.member)
    day = question.on or now.today
    allowance, points = (_balance_on(store, member, unit, day, now) for unit in ("allowance", "points"))
    soon = sums(
        lot
        for unit in ("allowance", "points")
        for lot in store.live_lots(member.number, unit, max(day, now.today))
        if lot.expires_on is not None and lot.expires_on <= day + timedelta(days=SOON_DAYS)
    )
    held = Sums(Fen(store.locked(member.number, "allowance")), store.locked(member.number, "points"))
    return Balance(Fen(allowance), points, held, soon)


def _balance_on(store: LedgerLookStore, member: Member, unit: Unit, day: date, now: Now) -> int:
    if day > now.today:
        return sum(lot.remaining for lot in store.live_lots(member.number, unit, day))
    return store.balance_before(member.number, unit, now.instant_at(day + timedelta(days=1), 0))


def balances_of(store: LedgerStore, member: Member) -> Sums:
    """What a member has, by unit."""
    return Sums(Fen(store.balance(member.number, "allowance")), store.balance(member.number, "points"))


def sums(lots: Iterable[Lot]) -> Sums:
    """What some lots still have, by unit."""
    kept = list(lots)
    return Sums(
        Fen(sum(lot.remaining for lot in kept if lot.unit == "allowance")),
        sum(lot.remaining for lot in kept if lot.unit == "points"),
    )


@dataclass(frozen=True, slots=True)
class AskLots(Question["Lots"]):
    member: Name
    unit: Unit | None = None


class LotTold(NamedTuple):
    lot: LotId
    unit: Unit
    original: Amount
    remaining: Amount
    granted_on: date
    expires_on: date | None
    reason: str | None
    fund: Name | None
    exempt: bool
    grace_of: LotId | None


@dataclass(frozen=True, slots=True)
class Lots:
    lots: tuple[LotTold, ...]


@question("lots")
def ask_lots(store: LedgerLookStore, question: AskLots, now: Now) -> Lots:  # noqa: ARG001
    """Every lot of a member, used up or not, in the order in which they are drawn on."""
    member = member_of(store, question.member)
    units: tuple[Unit, ...] = ("allowance", "points") if question.unit is None else (question.unit,)
    return Lots(tuple(lot_line(lot) for unit in units for lot in store.lots_of(member.number, unit)))


def lot_line(lot: Lot) -> LotTold:
    """A lot as an answer tells it."""
    return LotTold(
        LotId(lot.number),
        lot.unit,
        Amount(lot.unit, lot.original),
        Amount(lot.unit, lot.remaining),
        lot.granted_on,
        lot.expires_on,
        lot.reason,
        None if lot.fund is None else Name(lot.fund),
        lot.exempt,
        None if lot.grace_of is None else LotId(lot.grace_of),
    )


Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


@dataclass(frozen=True, slots=True)
class AskStatement(Question["Statement"]):
    """`from` the beginning and `to` today unless given, both days included."""

    member: Name
    unit: Unit
    from_: Day | None = None
    to: Day | None = None


class EntryTold(NamedTuple):
    """`balance` is the one after it; `lot` where it draws on one alone, `lots` all of them; `document` what
    it belongs to."""

    entry: LedgerEntryId
    at: datetime
    kind: EntryKind
    amount: Amount
    balance: Amount
    lot: LotId | None
    lots: tuple[LotId, ...]
    document: str | None
    reason: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Statement:
    """`lots` are those that still have something."""

    member: Name
    name: Name
    unit: Unit
    from_: date | None
    to: date
    opening: Amount
    entries: tuple[EntryTold, ...]
    closing: Amount
    lots: tuple[LotTold, ...]


@question("statement")
def ask_statement(store: LedgerLookStore, question: AskStatement, now: Now) -> Statement:
    """Opening, every entry of the days with the balance after it, closing."""
    member = member_of(store, question.member)
    unit = question.unit
    to = question.to or now.today
    if question.from_ is not None and to < question.from_:
        raise invalid("to", "end_not_after_start", value=to.isoformat())
    first = BEGINNING if question.from_ is None else now.instant_at(question.from_, 0)
    before = now.instant_at(to + timedelta(days=1), 0)
    balance = opening = store.balance_before(member.number, unit, first)
    told = []
    lots = store.lots_between(member.number, unit, first, before)
    for entry in store.entries_between(member.number, unit, first, before):
        balance += entry.amount
        told.append(_entry_line(entry, lots[entry.number], balance, now))
    return Statement(
        Name(member.staff_no),
        Name(member.name),
        unit,
        question.from_,
        to,
        Amount(unit, opening),
        tuple(told),
        Amount(unit, balance),
        tuple(lot_line(lot) for lot in store.lots_of(member.number, unit) if lot.remaining),
    )


def _entry_line(entry: LedgerEntry, lots: tuple[int, ...], balance: int, now: Now) -> EntryTold:
    return EntryTold(
        LedgerEntryId(entry.number),
        now.local_of(entry.at),
        entry.kind,
        Amount(entry.unit, entry.amount),
        Amount(entry.unit, balance),
        LotId(lots[0]) if len(lots) == 1 else None,
        cast(tuple[LotId, ...], lots),
        entry.document,
        entry.reason,
        entry.operator,
    )


@dataclass(frozen=True, slots=True)
class AskEntry(Question["EntryExplained"]):
    """How one entry came about."""

    entry: LedgerEntryId


class Side(NamedTuple):
    """One entry of the posting."""

    entry: LedgerEntryId
    account: Account
    kind: EntryKind
    amount: Amount


class DrawTold(NamedTuple):
    """What a lot gained, or lost (less than nothing)."""

    lot: LotId
    amount: Amount
    granted_on: date
    expires_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class EntryExplained:
    """All sides of its posting, the lots it draws on in drawing order, how the amount came about (`facts`),
    the entry it gives back or reverses (`origin`), and the one that reversed it (`contra`)."""

    entry: LedgerEntryId
    member: Name
    name: Name
    at: datetime
    kind: EntryKind
    amount: Amount
    document: str | None
    reason: str | None
    by: str
    facts: dict[str, Any] | None
    sides: tuple[Side, ...]
    draws: tuple[DrawTold, ...]
    origin: LedgerEntryId | None
    contra: LedgerEntryId | None


@question("entry")
def ask_entry(store: LedgerLookStore, question: AskEntry, now: Now) -> EntryExplained:
    """`unknown_entry`."""
    entry = member_entry_of(store, question.entry)
    assert entry.member is not None  # noqa: S101 - it is a member's
    member = store.members_numbered([entry.member])[entry.member]
    drawn = {draw.lot: draw.amount for draw in store.draws_of(entry.number)}
    contra = store.reversal_of(entry.number)
    return EntryExplained(
        LedgerEntryId(entry.number),
        Name(member.staff_no),
        Name(member.name),
        now.local_of(entry.at),
        entry.kind,
        Amount(entry.unit, entry.amount),
        entry.document,
        entry.reason,
        entry.operator,
        entry.facts,
        tuple(
            Side(LedgerEntryId(side.number), side.account, side.kind, Amount(side.unit, side.amount))
            for side in store.entries_of_posting(entry.posting)
        ),
        tuple(
            DrawTold(
                LotId(lot.number),
                Amount(lot.unit, drawn[lot.number]),
                lot.granted_on,
                lot.expires_on,
                lot.reason,
            )
            for lot in in_drawing_order(store.lots_numbered(list(drawn)))
        ),
        None if entry.origin is None else LedgerEntryId(entry.origin),
        None if contra is None else LedgerEntryId(contra),
    )
