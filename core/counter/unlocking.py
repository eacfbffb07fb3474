"""Points for purchases: locked until the return window has closed."""

from typing import Protocol

from core.command import Now
from core.counter.records import OrderStep, order_of
from core.counter.redeem import RedeemStore
from core.due import DueKind, when_due
from core.ledger.posting import Source, forfeit_locked, unlock
from core.ledger.records import NewLot, months_after
from core.records import order_told

GOOD_FOR_MONTHS = 12
"""Points for purchases are good for a year from the day they can be used."""


class UnlockingStore(RedeemStore, Protocol):
    """What unlocking needs of the database."""

    def mark_unlocked(self, order: int) -> None: ...


@when_due(DueKind.UNLOCK, "O")
def unlock_earned(store: UnlockingStore, number: int, now: Now) -> None:
    """What is left of them becomes a lot; nothing where all of it was cancelled. Who has left forfeits it."""
    order = order_of(store, number)
    store.set_order_due(number, None)
    store.mark_unlocked(number)
    source = Source(document=order_told(number))
    if not order.earned:
        return
    if order.member.left_by(now.today):
        forfeit_locked(store, order.member.number, order.earned, now, source)
        return
    expires_on = months_after(now.today, GOOD_FOR_MONTHS)
    lot = NewLot(order.member.number, "points", order.earned, now.today, expires_on)
    unlock(store, lot, now, source)
    store.add_order_step(number, OrderStep(now.instant, "points_unlocked", order.state, now.operator, None))
