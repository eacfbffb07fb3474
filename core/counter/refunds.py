"""Giving back: what is returned is worth what was recorded, split over what each tender of the order has
left, points and allowance to the lots that they came from (domain.md section 8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from core.command import Now
from core.counter.money import MONEY, TENDERS, TenderKind, points_back, split
from core.counter.records import Order, TenderPart
from core.counter.redeem import RedeemStore, Tenders, tenders_told
from core.ledger.posting import Moved, Source, forfeit_locked, restore, take_away
from core.ledger.records import UNITS, Amount, Unit, member_entry_of
from core.records import LotId, order_told


class RefundStore(RedeemStore, Protocol):
    """What giving back needs of the database."""

    def give_back_part(self, part: int, value: int, points: int) -> None:
        """Notes that so much of a part has gone back."""

    def set_earned(self, order: int, earned: int) -> None: ...


class PartBack(NamedTuple):
    """So much of a part of a payment goes back."""

    part: TenderPart
    value: int
    points: int


class LotBack(NamedTuple):
    """What went back to a lot, and until when it is good."""

    lot: LotId
    amount: Amount
    expires_on: date | None


class Refund(NamedTuple):
    """What went back, by tender, and to which lots."""

    tenders: Tenders
    lots: tuple[LotBack, ...]


def parts_back(parts: Sequence[TenderPart], value: int) -> list[PartBack]:
    """A value in fen over what each tender of an order has left; within a tender the part that was paid
    last goes back first."""
    left: dict[TenderKind, int] = {
        kind: sum(part.left for part in parts if part.kind == kind) for kind in TENDERS
    }
    back: list[PartBack] = []
    for kind, share in zip(TENDERS, split(value, list(left.values())), strict=True):
        wanted = share
        for part in reversed([part for part in parts if part.kind == kind]):
            taken = min(part.left, wanted)
            wanted -= taken
            if taken:
                points = points_back(part.paid_points, taken) if kind == "points" else 0
                back.append(PartBack(part, taken, points))
    return back


def refund(
    store: RefundStore,
    order: Order,
    value: int,
    points_only: int,
    reason: str,
    now: Now,
    *,
    moved: Sequence[PartBack] = (),
) -> Refund:
    """Gives back a value in fen, and the points that were paid for lines sold for points alone; `moved` are
    the parts that went to another order before."""
    back = parts_back(parts_without(order.parts, moved), value)
    document = order_told(order.number)
    lots: list[LotBack] = []
    for one in back:
        store.give_back_part(one.part.number, one.value, one.points)
        if one.part.kind == "points" and one.points:
            lots += _restored(store, one.part.entry, "points", one.points, document, reason, now)
        elif one.part.kind == "allowance":
            lots += _restored(store, one.part.entry, "allowance", one.value, document, reason, now)
    if points_only:
        lots += _restored(store, order.points_entry, "points", points_only, document, reason, now)
    money = [(one.part.kind, -one.value) for one in back if one.part.kind in MONEY]
    store.take_in(order.number, money, now)
    gone = sum(one.value for one in (*back, *moved) if one.part.kind in MONEY)
    _forfeit(store, order, gone, document, now)
    if order.member.left_by(now.today):
        _recall_again(store, order, now)
    points = sum(one.points for one in back) + points_only
    values: dict[TenderKind, int] = {}
    for one in back:
        values[one.part.kind] = values.get(one.part.kind, 0) + one.value
    return Refund(tenders_told(points, values), tuple(lots))


def _recall_again(store: RefundStore, order: Order, now: Now) -> None:
    """Who has left has no balance: what goes back to their lots is recalled at once."""
    lots = [lot for unit in UNITS for lot in store.live_lots(order.member.number, unit, now.today)]
    source = Source(order_told(order.number), facts={"cause": "member_left"})
    take_away(store, lots, "recalled", now, source)


def parts_without(parts: Sequence[TenderPart], moved: Sequence[PartBack]) -> list[TenderPart]:
    """Parts of an order after so much of them has gone."""
    gone = {one.part.number: one for one in moved}
    return [
        replace(
            part,
            value_back=part.value_back + gone[part.number].value,
            points_back=part.points_back + gone[part.number].points,
        )
        if part.number in gone
        else part
        for part in parts
    ]


def _restored(
    store: RefundStore, entry: int | None, unit: Unit, amount: int, document: str, reason: str, now: Now
) -> list[LotBack]:
    assert entry is not None  # noqa: S101 - points and allowance are spent by an entry
    moved: Moved = restore(store, member_entry_of(store, entry), amount, now, Source(document, reason))
    last = {lot.number: lot.expires_on for lot in store.lots_numbered([draw.lot for draw in moved.draws])}
    return [LotBack(LotId(draw.lot), Amount(unit, draw.amount), last[draw.lot]) for draw in moved.draws]


def _forfeit(store: RefundStore, order: Order, money_back: int, document: str, now: Now) -> None:
    """Points for a purchase are cancelled for the part of the money that went back, as long as they are
    locked."""
    if order.unlocked or not order.earned or not money_back:
        return
    paid = sum(part.left for part in order.parts if part.kind in MONEY)
    kept = order.earned * (paid - money_back) // paid
    if kept < order.earned:
        forfeit_locked(store, order.member.number, order.earned - kept, now, Source(document=document))
        store.set_earned(order.number, kept)
