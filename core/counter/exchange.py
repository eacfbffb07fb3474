"""Exchanges: a return and an order in one. What was paid for the part that comes back moves to the new order,
tender by tender, and keeps its kind; only the difference is paid or given back (domain.md section 8)."""

from dataclasses import dataclass
from typing import Protocol

from core.command import Command, NoInverse, Now, command
from core.counter.records import NewPart, order_of
from core.counter.redeem import (
    AUTO,
    NOTHING,
    AllowanceAsked,
    LineAsked,
    Tenders,
    basket_of,
    paid_for,
    paying_of,
    tenders_told,
    write_order,
)
from core.counter.refunds import LotBack, parts_back, refund
from core.counter.returns import LineBack, ReturnStore, judge_return, take_back
from core.ledger.granting import require_here
from core.ledger.looking import Sums, balances_of
from core.records import OrderId, ReturnId
from core.stock.records import require_available
from core.wire import Fen, Name


class ExchangeStore(ReturnStore, Protocol):
    """What exchanging needs of the database."""


@dataclass(frozen=True, slots=True)
class Exchange(Command["Exchanged"]):
    """`back` comes back from the order, `take` is taken instead; the tenders pay the difference."""

    order: OrderId
    back: tuple[LineBack, ...]
    take: tuple[LineAsked, ...]
    reason: str | None = None
    points: int = 0
    allowance: AllowanceAsked = AUTO
    cash: Fen = NOTHING
    wechat: Fen = NOTHING
    alipay: Fen = NOTHING
    card: Fen = NOTHING
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The return and the new order; what was paid on top, and what was given back, by tender."""

    return_: ReturnId
    order: OrderId
    total: Fen
    paid: Tenders
    refunded: Tenders
    lots: tuple[LotBack, ...]
    restocked: dict[str, int]
    balances: Sums
    low_stock: tuple[Name, ...]


@command("exchange", inverse=NoInverse("goods_are_handed_over"))
def exchange(store: ExchangeStore, command: Exchange, now: Now) -> Exchanged:
    """What a return and a redemption are refused for; then nothing is changed."""
    order = order_of(store, command.order)
    require_here(order.member, now)
    taken = judge_return(store, order, command.back, command.override, now)
    reason = command.reason or ""
    number, restocked = take_back(store, order, taken, reason, command.override, now)
    basket = basket_of(store, command.take, now)  # what came back to the shelf can be taken again
    for item, quantity in basket.quantities().items():
        if item.kind == "goods":
            require_available(item, quantity)
    returned, points_only = sum(one.value for one in taken), sum(one.points for one in taken)
    moved = parts_back(order.parts, min(returned, basket.total))
    moved_value = sum(one.value for one in moved)
    for one in moved:
        store.give_back_part(one.part.number, one.value, one.points)
    back = refund(store, order, returned - moved_value, points_only, reason, now, moved=moved)
    paid = paid_for(store, order.member, basket, paying_of(command), now, moved=moved_value)
    parts = [NewPart(one.part.kind, one.value, one.points, one.part.entry) for one in moved]
    done = write_order(store, order.member, basket, paid, now, collect=True, proxy=None, moved=parts)
    return Exchanged(
        ReturnId(number),
        done.order,
        done.total,
        tenders_told(paid.points, paid.values),
        back.tenders,
        back.lots,
        restocked,
        balances_of(store, order.member),
        done.low_stock,
    )
