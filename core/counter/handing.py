"""After the sale: handing over, sending, services, and cancelling what was not handed over."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.command import Command, NoInverse, Now, command
from core.counter.records import (
    Order,
    OrderState,
    OrderStep,
    Proxy,
    order_of,
    require_order_state,
    unlock_due,
    wrong_state,
)
from core.counter.redeem import Tenders
from core.counter.refunds import LotBack, RefundStore, refund
from core.counter.services import ServiceStore, free_places, services_of, take_places
from core.errors import invalid
from core.ledger.awarding import require_count
from core.records import OrderId, order_told
from core.stock.moving import QUANTITY_MOST
from core.stock.records import Item, Movement, item_of
from core.wire import Name


class HandingStore(RefundStore, ServiceStore, Protocol):
    """What handing over needs of the database."""

    def set_service_places(self, item: int, day: date, places: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class HandOver(Command["HandedOver"]):
    order: OrderId
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    state: OrderState
    received_on: date


@dataclass(frozen=True, slots=True)
class Ship(Command["OrderStands"]):
    order: OrderId
    carrier: Name | None = None
    tracking: Name | None = None


@dataclass(frozen=True, slots=True)
class ScheduleService(Command["OrderStands"]):
    order: OrderId
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceDone(Command["OrderStands"]):
    order: OrderId
    on: date | None = None


@dataclass(frozen=True, slots=True)
class OrderStands:
    state: OrderState
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CancelOrder(Command["OrderCancelled"]):
    order: OrderId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """`restocked`: what can be sold again, by code."""

    refund: Tenders
    lots: tuple[LotBack, ...]
    restocked: dict[str, int]
    state: OrderState


@command("hand_over", inverse=NoInverse("goods_are_handed_over"))
def hand_over(store: HandingStore, command: HandOver, now: Now) -> HandedOver:
    """Goods that were set aside go out, to the member or a proxy. `unknown_order`, `wrong_state`."""
    order = order_of(store, command.order)
    require_order_state(order, "open")
    proxy = command.proxy or order.proxy
    _goods_leave(store, order, now)
    store.settle_order(order.number, "collected", received_on=now.today, proxy=proxy)
    _received(store, order, "handed_over", "collected", None if proxy is None else proxy.name, now)
    return HandedOver("collected", now.today)


@command("ship", inverse=NoInverse("goods_are_handed_over"))
def ship(store: HandingStore, command: Ship, now: Now) -> OrderStands:
    """Goods are sent; they count as received on the day they are sent. `wrong_state`, also where there are
    none."""
    order = order_of(store, command.order)
    require_order_state(order, "open")
    if not goods_of(order):
        raise wrong_state(order, "goods")
    _goods_leave(store, order, now)
    store.settle_order(
        order.number,
        "shipped",
        received_on=now.today,
        carrier=command.carrier,
        tracking=command.tracking,
    )
    note = " ".join(filter(None, (command.carrier, command.tracking))) or None
    _received(store, order, "shipped", "shipped", note, now)
    return OrderStands("shipped", now.today)


def _received(
    store: HandingStore, order: Order, event: str, state: OrderState, note: str | None, now: Now
) -> None:
    store.set_order_due(order.number, unlock_due(now.today, order.earned, now))
    store.add_order_step(order.number, OrderStep(now.instant, event, state, now.operator, note))


def _goods_leave(store: HandingStore, order: Order, now: Now) -> None:
    document = order_told(order.number)
    for item, quantity in goods_of(order).items():
        store.hold_stock(item.number, -quantity)
        store.move_stock(
            item.number,
            Movement(now.instant, "sold", -quantity, None, None, document, now.operator),
        )


def goods_of(order: Order) -> Counter[Item]:
    """How many of each of its goods."""
    sums: Counter[Item] = Counter()
    for line in order.lines:
        if line.item.kind == "goods":
            sums[line.item] += line.quantity
    return sums


@command("schedule_service", inverse=NoInverse("service_is_agreed"))
def schedule_service(store: HandingStore, command: ScheduleService, now: Now) -> OrderStands:
    """A day for the services of an order, or another one; its goods may have been received before.
    `wrong_state`, also where there is no service left in it; `no_places` where a service has no places left
    on the day."""
    order = order_of(store, command.order)
    require_order_state(order, "open", "scheduled", "collected", "shipped")
    services = services_of(order)
    if not services:
        raise wrong_state(order, "services")
    on = command.on or now.today
    if on < now.today:
        raise invalid("on", "past", value=on.isoformat())
    if order.state == "scheduled" and order.service_on is not None:
        free_places(store, services, order.service_on)
    take_places(store, services, on)
    store.settle_order(order.number, "scheduled", service_on=on)
    step = OrderStep(now.instant, "scheduled", "scheduled", now.operator, on.isoformat())
    store.add_order_step(order.number, step)
    return OrderStands("scheduled", on)


def _handed_over(order: Order) -> bool:
    """Services that wait for their day are not, though they were sold as collected at once."""
    if order.received_on is None:
        return False
    return bool(goods_of(order)) or any(line.returned for line in order.lines)


@dataclass(frozen=True, slots=True)
class SetServicePlaces(Command["ServicePlaces"]):
    """So many can have a service on a day; null for no limit."""

    sku: Name
    on: date
    places: int | None


@dataclass(frozen=True, slots=True)
class ServicePlaces:
    """`was` is the change that brings the limit back."""

    taken: int
    was: SetServicePlaces


@command("set_service_places", inverse=lambda _, done: (done.was,))
def set_service_places(store: HandingStore, command: SetServicePlaces, now: Now) -> ServicePlaces:  # noqa: ARG001
    """`unknown_item`; `invalid` for goods, and for fewer places than are taken."""
    item = item_of(store, command.sku)
    if item.kind != "service":
        raise invalid("sku", "not_a_service", value=item.sku)
    require_count("places", command.places, QUANTITY_MOST, least=0)
    was, taken = store.service_day(item.number, command.on)
    if command.places is not None and command.places < taken:
        raise invalid("places", "too_small", value=str(command.places), least=taken)
    store.set_service_places(item.number, command.on, command.places)
    return ServicePlaces(taken, SetServicePlaces(command.sku, command.on, was))


@command("service_done", inverse=NoInverse("service_is_done"))
def service_done(store: HandingStore, command: ServiceDone, now: Now) -> OrderStands:
    """The services of an order were given; with them its goods go out, unless they did before. The order
    counts as received on that day. `wrong_state`, also where there is no service left in it; `invalid` for a
    day to come, and for one before it was sold."""
    order = order_of(store, command.order)
    require_order_state(order, "open", "scheduled")
    services = services_of(order)
    if not services:
        raise wrong_state(order, "services")
    on = command.on or now.today
    if on > now.today:
        raise invalid("on", "future", value=on.isoformat())
    sold = now.local_of(order.at).date()
    if on < sold:
        raise invalid("on", "before_sale", value=on.isoformat(), sold=sold.isoformat())
    if order.received_on is None:
        _goods_leave(store, order, now)
    if order.service_on is not None and order.service_on != on:
        free_places(store, services, order.service_on)
    store.settle_order(order.number, "done", received_on=on, service_on=on)
    if not order.unlocked:
        store.set_order_due(order.number, unlock_due(on, order.earned, now))
    store.add_order_step(
        order.number, OrderStep(now.instant, "service_done", "done", now.operator, on.isoformat())
    )
    return OrderStands("done", on)


@command("cancel_order", inverse=NoInverse("order_is_cancelled"))
def cancel_order(store: HandingStore, command: CancelOrder, now: Now) -> OrderCancelled:
    """Before anything was handed over or came back: everything goes back. `wrong_state`."""
    order = order_of(store, command.order)
    require_order_state(order, "open", "scheduled")
    if _handed_over(order):
        raise wrong_state(order)
    restocked = {}
    for item, quantity in goods_of(order).items():
        store.hold_stock(item.number, -quantity)
        restocked[item.sku] = quantity
    if order.service_on is not None:
        free_places(store, services_of(order), order.service_on)
    done = refund(store, order, order.total, order.points_total, command.reason or "", now)
    store.settle_order(order.number, "cancelled")
    store.set_order_due(order.number, None)
    store.add_order_step(
        order.number, OrderStep(now.instant, "cancelled", "cancelled", now.operator, command.reason)
    )
    return OrderCancelled(done.tenders, done.lots, restocked, "cancelled")
