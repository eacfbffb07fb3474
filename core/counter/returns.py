"""Returns: goods come back within some days, are looked at, and what was paid for them goes back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from core.command import Command, NoInverse, Now, command
from core.counter.handing import HandingStore
from core.counter.records import (
    Condition,
    Order,
    OrderLine,
    OrderState,
    OrderStep,
    last_return_day,
    order_of,
    require_received,
)
from core.counter.redeem import Tenders
from core.counter.refunds import LotBack, refund
from core.counter.services import free_places, services_of
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.records import OrderId, ReturnId, order_told, return_told
from core.stock.moving import QUANTITY_MOST
from core.stock.records import Item, Movement, item_of
from core.wire import Name


class Taken(NamedTuple):
    """So many of one line come back."""

    line: OrderLine
    quantity: int
    condition: Condition

    @property
    def value(self) -> int:
        """In fen."""
        return self.quantity * (self.line.price or 0)

    @property
    def points(self) -> int:
        """Of a line that was sold for points alone."""
        return self.quantity * (self.line.points_price or 0)


class ReturnStore(HandingStore, Protocol):
    """What taking back needs of the database."""

    def add_return(
        self, order: int, taken: Sequence[Taken], reason: str, override: str | None, now: Now
    ) -> int:
        """Its number; the lines know what came back."""


class LineBack(NamedTuple):
    sku: Name
    quantity: int
    condition: Condition = "resalable"


@dataclass(frozen=True, slots=True)
class ReturnLines(Command["Returned"]):
    """`override`: the reason to take back what is too late."""

    order: OrderId
    lines: tuple[LineBack, ...]
    reason: str
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """`return`; `restocked`: what is on the shelf again, by code."""

    return_: ReturnId
    refund: Tenders
    lots: tuple[LotBack, ...]
    restocked: dict[str, int]


@command("return_lines", inverse=NoInverse("money_is_paid_back"))
def return_lines(store: ReturnStore, command: ReturnLines, now: Now) -> Returned:
    """`unknown_order`, `unknown_item`, `wrong_state` before it was received, `return_window_over`,
    `not_returnable`, `too_many`."""
    order = order_of(store, command.order)
    taken = judge_return(store, order, command.lines, command.override, now)
    number, restocked = take_back(store, order, taken, command.reason, command.override, now)
    value, points = sum(one.value for one in taken), sum(one.points for one in taken)
    done = refund(store, order, value, points, command.reason, now)
    return Returned(ReturnId(number), done.tenders, done.lots, restocked)


def judge_return(
    store: ReturnStore, order: Order, lines: Sequence[LineBack], override: str | None, now: Now
) -> list[Taken]:
    """Which lines of the order come back, how many of each."""
    if not lines:
        raise invalid("lines", "blank")
    for index, line in enumerate(lines):
        require_count(f"lines[{index}].quantity", line.quantity, QUANTITY_MOST)
        item_of(store, line.sku)
    last_day = last_return_day(require_received(order), now)
    if now.today > last_day and override is None:
        raise DeskError("return_window_over", order=order_told(order.number), last_day=last_day.isoformat())
    return _lines_taken(order, lines)


def _lines_taken(order: Order, lines: Sequence[LineBack]) -> list[Taken]:
    """A sku may stand in two lines of a return, and of an order."""
    left = {line.number: line.left for line in order.lines}
    taken = []
    for asked in lines:
        own = [line for line in order.lines if line.item.sku == asked.sku]
        if any(not line.item.returnable for line in own):
            raise DeskError("not_returnable", sku=asked.sku, name=own[0].item.name)
        wanted = asked.quantity
        for line in own:
            part = min(left[line.number], wanted)
            if part:
                left[line.number] -= part
                wanted -= part
                taken.append(Taken(line, part, asked.condition))
        if wanted:
            raise DeskError(
                "too_many",
                sku=asked.sku,
                order=order_told(order.number),
                left=sum(line.left for line in own),
            )
    return taken


def take_back(
    store: ReturnStore, order: Order, taken: Sequence[Taken], reason: str, override: str | None, now: Now
) -> tuple[int, dict[str, int]]:
    """Writes what came back: its number, and what is on the shelf again. Damaged goods are not."""
    number = store.add_return(order.number, taken, reason, override, now)
    restocked: dict[str, int] = {}
    for one in taken:
        item = one.line.item
        if item.kind == "goods" and one.condition == "resalable":
            document = return_told(number)
            store.move_stock(
                item.number,
                Movement(now.instant, "returned", one.quantity, reason, None, document, now.operator),
            )
            restocked[item.sku] = restocked.get(item.sku, 0) + one.quantity
    state = _services_given_up(store, order, taken)
    step = OrderStep(now.instant, "returned", state, now.operator, return_told(number))
    store.add_order_step(order.number, step)
    return number, restocked


def _services_given_up(store: ReturnStore, order: Order, taken: Sequence[Taken]) -> OrderState:
    """Services that come back before their day free their places; without one left nothing is to be done on
    that day any more. The state of the order after it."""
    if order.state != "scheduled" or order.service_on is None:
        return order.state
    back: Counter[Item] = Counter()
    for one in taken:
        if one.line.item.kind == "service":
            back[one.line.item] += one.quantity
    free_places(store, back, order.service_on)
    if services_of(order) - back:
        return order.state
    store.settle_order(order.number, "done")
    return "done"
