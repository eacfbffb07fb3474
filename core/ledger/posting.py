"""The movements of the ledger: whatever changes a balance goes through one of these functions.

Each writes one posting whose entries sum to zero, names the lots it draws on, and says anew what happens to
them next by themselves (domain.md section 7).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from core.command import Now
from core.errors import DeskError
from core.ledger.records import (
    OTHER_SIDE,
    UNITS,
    Account,
    Draw,
    EntryKind,
    LedgerEntry,
    LedgerStore,
    Leg,
    Lot,
    NewLot,
    Posting,
    Unit,
    amount_told,
    due_of_lot,
)
from core.members.records import Member
from core.records import ledger_entry_told


@dataclass(frozen=True, slots=True)
class Source:
    """Why a balance changes: the document, the reason, how the amount came about, and who did it if not the
    operator at the desk."""

    document: str | None = None
    reason: str | None = None
    facts: dict[str, Any] | None = None


NOTHING = Source()


class Given(NamedTuple):
    """The lot that was made, and its entry."""

    lot: int
    entry: int


class Moved(NamedTuple):
    """The entry that was written, and what it took from lots or put into them."""

    entry: int
    draws: tuple[Draw, ...]


def both_sides(
    kind: EntryKind,
    member: int,
    unit: Unit,
    draws: Sequence[Draw],
    *,
    other: Account | None = None,
    origin: int | None = None,
) -> tuple[Leg, Leg]:
    """A member's entry over some draws, and its other side."""
    amount = sum(draw.amount for draw in draws)
    return (
        Leg(kind, "member", member, unit, amount, draws, origin),
        Leg(kind, other or OTHER_SIDE[kind], None, unit, -amount),
    )


def give(
    store: LedgerStore,
    lot: NewLot,
    kind: EntryKind,
    now: Now,
    source: Source = NOTHING,
    *,
    other: Account | None = None,
) -> Given:
    """Makes a lot and gives its amount to the member."""
    number = store.add_lot(lot, due_of_lot(lot.expires_on, lot.amount, now))
    legs = both_sides(kind, lot.member, lot.unit, [Draw(number, lot.amount)], other=other)
    return Given(number, _post(store, legs, now, source)[0])


def draws_for(lots: Sequence[Lot], amount: int) -> tuple[Draw, ...]:
    """What a spend takes from each lot, first to last; the lots must have that much together."""
    draws, left = [], amount
    for lot in lots:
        taken = min(lot.remaining, left)
        if taken:
            draws.append(Draw(lot.number, -taken))
            left -= taken
    if left:
        raise AssertionError(f"{left} of {amount} is not covered by the lots")
    return tuple(draws)


def spend(
    store: LedgerStore, member: Member, unit: Unit, amount: int, now: Now, source: Source = NOTHING
) -> Moved:
    """Takes an amount from a member's live lots in drawing order. `insufficient_allowance` or
    `insufficient_points` with what there is."""
    lots = store.live_lots(member.number, unit, now.today)
    available = sum(lot.remaining for lot in lots)
    if available < amount:
        raise DeskError(
            "insufficient_allowance" if unit == "allowance" else "insufficient_points",
            member=member.staff_no,
            person=member.name,
            available=amount_told(unit, available),
            needed=amount_told(unit, amount),
        )
    draws = draws_for(lots, amount)
    _fill(store, lots, draws, now)
    return Moved(_post(store, both_sides("spent", member.number, unit, draws), now, source)[0], draws)


def restore(store: LedgerStore, entry: LedgerEntry, amount: int, now: Now, source: Source = NOTHING) -> Moved:
    """Gives a part of a spend back to the lots it came from, the last drawn first, with the last day that
    they had. What had come from a lot that lapsed meanwhile goes to a new one with some days of grace, or
    is restored and expired in two visible lines (domain.md section 8, `lapsed_refund`). `too_many` for more
    than is left to give back."""
    assert entry.member is not None  # noqa: S101 - spends are members' entries
    taken = {draw.lot: -draw.amount for draw in store.draws_of(entry.number)}
    back: Counter[int] = Counter()
    for lot, grace_of, part in store.restored_of(entry.number):
        back[lot if lot in taken or grace_of is None else grace_of] += part
    left = sum(taken.values()) - back.total()
    if amount > left:
        raise DeskError("too_many", entry=ledger_entry_told(entry.number), left=amount_told(entry.unit, left))
    draws: list[Draw] = []
    lapsing: list[Draw] = []
    wanted = amount
    for source_lot in reversed(store.lots_numbered(list(taken))):
        part = min(taken[source_lot.number] - back[source_lot.number], wanted)
        wanted -= part
        if not part:
            continue
        draw = Draw(source_lot.number, part)
        if not source_lot.lapsed_by(now.today):
            _fill(store, [source_lot], [draw], now)
        elif now.settings.lapsed_refund == "grace":
            draw = Draw(_grace_lot(store, source_lot, part, now), part)
        else:
            lapsing.append(Draw(source_lot.number, -part))
        draws.append(draw)
    legs = [*both_sides("restored", entry.member, entry.unit, draws, origin=entry.number)]
    if lapsing:
        legs += both_sides("expired", entry.member, entry.unit, lapsing)
    return Moved(_post(store, legs, now, source)[0], tuple(draws))


def _grace_lot(store: LedgerStore, lapsed: Lot, amount: int, now: Now) -> int:
    expires_on = now.today + timedelta(days=now.settings.grace_days)
    lot = NewLot(
        lapsed.member,
        lapsed.unit,
        amount,
        now.today,
        expires_on,
        lapsed.reason,
        lapsed.fund,
        lapsed.exempt,
        lapsed.number,
    )
    return store.add_lot(lot, due_of_lot(expires_on, amount, now))


def take_away(
    store: LedgerStore,
    lots: Sequence[Lot],
    kind: EntryKind,
    now: Now,
    source: Source = NOTHING,
    *,
    other: Account | None = None,
    origin: int | None = None,
) -> dict[Unit, Moved]:
    """Takes all that some lots of one member still have, one entry a unit in one posting; nothing for lots
    that are empty."""
    legs: list[Leg] = []
    for unit in UNITS:
        draws = [Draw(lot.number, -lot.remaining) for lot in lots if lot.unit == unit and lot.remaining]
        if draws:
            _fill(store, lots, draws, now)
            legs += both_sides(kind, lots[0].member, unit, draws, other=other, origin=origin)
    if not legs:
        return {}
    numbers = _post(store, legs, now, source)
    return {
        leg.unit: Moved(number, tuple(leg.draws))
        for leg, number in zip(legs, numbers, strict=True)
        if leg.account == "member"
    }


def earn_locked(store: LedgerStore, member: int, points: int, now: Now, source: Source) -> None:
    """Points that a member has earned and may not use yet: they lie beside the balance."""
    legs = (
        Leg("awarded", "locked", member, "points", points),
        Leg("awarded", "programme", None, "points", -points),
    )
    _post(store, legs, now, source)


def forfeit_locked(store: LedgerStore, member: int, points: int, now: Now, source: Source) -> None:
    """Takes earned points back before they were unlocked."""
    legs = (
        Leg("reversed", "locked", member, "points", -points),
        Leg("reversed", "programme", None, "points", points),
    )
    _post(store, legs, now, source)


def unlock(store: LedgerStore, lot: NewLot, now: Now, source: Source) -> Given:
    """Earned points become a lot."""
    number = store.add_lot(lot, due_of_lot(lot.expires_on, lot.amount, now))
    legs = (
        Leg("unlocked", "member", lot.member, lot.unit, lot.amount, [Draw(number, lot.amount)]),
        Leg("unlocked", "locked", lot.member, lot.unit, -lot.amount),
    )
    return Given(number, _post(store, legs, now, source)[0])


def _fill(store: LedgerStore, lots: Sequence[Lot], draws: Sequence[Draw], now: Now) -> None:
    known = {lot.number: lot for lot in lots}
    for draw in draws:
        lot = known[draw.lot]
        remaining = lot.remaining + draw.amount
        store.fill_lot(lot.number, draw.amount, due_of_lot(lot.expires_on, remaining, now))


def _post(store: LedgerStore, legs: Sequence[Leg], now: Now, source: Source) -> list[int]:
    posting = Posting(now.instant, now.operator, legs, source.document, source.reason, source.facts)
    return store.post(posting)
