"""Services with a limited number of places on a day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.command import Now, Question, question
from core.counter.records import Order
from core.errors import DeskError, invalid
from core.stock.records import Item, ItemFinder, item_of
from core.wire import Name


class ServiceStore(ItemFinder, Protocol):
    """What the places of services need of the database."""

    def take_service_places(self, item: int, day: date, change: int) -> None: ...

    def service_day(self, item: int, day: date) -> tuple[int | None, int]:
        """The limit of a day, and how many places are taken."""


def services_of(order: Order) -> Counter[Item]:
    """How many of each of its services did not come back."""
    sums: Counter[Item] = Counter()
    for line in order.lines:
        if line.item.kind == "service" and line.left:
            sums[line.item] += line.left
    return sums


def free_places(store: ServiceStore, services: Mapping[Item, int], on: date) -> None:
    """Gives places on a day back."""
    for item, quantity in services.items():
        store.take_service_places(item.number, on, -quantity)


def take_places(store: ServiceStore, services: Mapping[Item, int], on: date) -> None:
    """Takes places on a day. `no_places` where a service has too few left."""
    for item, quantity in services.items():
        places, taken = store.service_day(item.number, on)
        if places is not None and places - taken < quantity:
            raise DeskError(
                "no_places", sku=item.sku, name=item.name, date=on.isoformat(), free=places - taken
            )
        store.take_service_places(item.number, on, quantity)


@dataclass(frozen=True, slots=True)
class AskServiceDay(Question["ServiceDay"]):
    """How many can still have a service on a day."""

    sku: Name
    on: date


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """`places` and `free` are null where there is no limit."""

    sku: Name
    name: Name
    places: int | None
    taken: int
    free: int | None


@question("service_day")
def ask_service_day(store: ServiceStore, question: AskServiceDay, now: Now) -> ServiceDay:  # noqa: ARG001
    """`unknown_item`; `invalid` for goods."""
    item = item_of(store, question.sku)
    if item.kind != "service":
        raise invalid("sku", "not_a_service", value=item.sku)
    places, taken = store.service_day(item.number, question.on)
    free = None if places is None else places - taken
    return ServiceDay(Name(item.sku), Name(item.name), places, taken, free)
