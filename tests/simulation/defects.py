"""Defects to be put into the desk, one at a time: what the simulation must find, or it has no teeth. Each is
what a wrong line of code would do, and not what a broken file looks like."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import core.counter.refunds
import core.ledger.posting
import core.waitlist.hand_out
from core.errors import DeskError
from storage.store import Store

Defect = Callable[[], Any]


def oversell_by_one() -> Any:
    """A booking of several takes a place less than it is for, so that one more can be sold."""
    take = Store.take

    def take_less(store: Store, slot: int, places: int) -> bool:
        return take(store, slot, places - 1 if places > 1 else places)

    return patch.object(Store, "take", take_less)


def skip_a_waitlist_entry() -> Any:
    """Whom all that is free would just be enough for is passed over."""
    right = core.waitlist.hand_out.obstacle

    def obstacle(facts: Any, entry: Any, now: Any) -> Any:
        if entry.party == facts.slot.free:
            return DeskError("slot_full", free=0, waitlist=0)
        return right(facts, entry, now)

    return patch.object(core.waitlist.hand_out, "obstacle", obstacle)


def wrong_lot_order() -> Any:
    """A spend draws on the newest lot first."""
    live_lots = Store.live_lots

    def newest_first(store: Store, *asked: Any) -> list[Any]:
        return live_lots(store, *asked)[::-1]

    return patch.object(Store, "live_lots", newest_first)


def wrong_refund_rounding() -> Any:
    """A fen that is left over in a split goes to the later tender."""
    right = core.counter.refunds.split

    def to_the_later(amount: int, left: list[int]) -> list[int]:
        return right(amount, left[::-1])[::-1]

    return patch.object(core.counter.refunds, "split", to_the_later)


def stock_not_decremented() -> Any:
    """What is collected later never leaves the shelf."""
    move_stock = Store.move_stock

    def moved(store: Store, item: int, movement: Any) -> None:
        if movement.kind != "sold" or movement.quantity < -1:
            move_stock(store, item, movement)

    return patch.object(Store, "move_stock", moved)


def audit_record_missing() -> Any:
    """Cancelling leaves no record."""
    append = Store.append_audit

    def forgetful(store: Store, record: Any) -> None:
        if record.action != "cancel":
            append(store, record)

    return patch.object(Store, "append_audit", forgetful)


def repeated_key_done_twice() -> Any:
    """A known operation key is not looked at."""
    return patch.object(Store, "operation", lambda _store, _key: None)


def lapsed_lot_spendable() -> Any:
    """Lots do not lapse at midnight, but a day later."""
    return patch.object(core.ledger.posting, "due_of_lot", _a_day_late(core.ledger.posting.due_of_lot))


def _a_day_late(due_of_lot: Callable[..., Any]) -> Callable[..., Any]:
    def late(expires_on: Any, remaining: int, now: Any) -> Any:
        due = due_of_lot(expires_on, remaining, now)
        return None if due is None else due._replace(at=due.at + 24 * 3600)

    return late


def two_places_stay_taken() -> Any:
    """The places of a booking of two are not free when it ends."""
    release = Store.release

    def kept(store: Store, slot: int, places: int) -> None:
        if places != 2:
            release(store, slot, places)

    return patch.object(Store, "release", kept)


DEFECTS: tuple[Defect, ...] = (
    oversell_by_one, skip_a_waitlist_entry, wrong_lot_order, wrong_refund_rounding, stock_not_decremented,
    audit_record_missing, repeated_key_done_twice, lapsed_lot_spendable, two_places_stay_taken,
)  # fmt: skip


@contextmanager
def defective(defect: Defect) -> Iterator[None]:
    """The desk with one defect."""
    with defect():
        yield
