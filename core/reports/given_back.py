"""What went back of each tender, told again: the tenders of an order know how much has gone back in all, and
the same arithmetic over its returns in their order tells how much each time (domain.md section 8)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from core.clock import Instant
from core.counter.records import Order, TenderPart
from core.counter.refunds import PartBack, parts_back, parts_without


class GivingBack(NamedTuple):
    """Something of an order came back, or all of it was cancelled: worth so many fen, and points for what was
    sold for points alone. `exchanged` is the total of the order that was taken for it, if one was."""

    at: Instant
    value: int
    points: int
    exchanged: int | None


class WentBack(NamedTuple):
    """What was given back, and what moved to another order."""

    at: Instant
    back: list[PartBack]
    moved: list[PartBack]
    points: int


def went_back(order: Order, givings: Iterable[GivingBack]) -> Iterator[WentBack]:
    """All that went back of an order, told from its beginning."""
    parts: list[TenderPart] = [replace(part, value_back=0, points_back=0) for part in order.parts]
    for one in givings:
        moved = [] if one.exchanged is None else parts_back(parts, min(one.value, one.exchanged))
        parts = parts_without(parts, moved)
        back = parts_back(parts, one.value - sum(part.value for part in moved))
        parts = parts_without(parts, back)
        yield WentBack(one.at, back, moved, one.points)
