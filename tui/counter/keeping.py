"""Baskets are kept at each change, so that a console that is closed, or closes, has them again."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.counter.money import MONEY
from core.counter.records import Proxy
from core.counter.redeem import LineAsked, Redeem
from core.errors import DeskError
from core.wire import Misfit, Name, read_record, write_record
from tui.counter.basket import Basket
from tui.state import write


@dataclass(frozen=True, slots=True)
class Baskets:
    """The one in hand, and those that are parked, the oldest first."""

    in_hand: Basket = field(default_factory=Basket)
    parked: tuple[Basket, ...] = ()


def load(path: Path) -> Baskets:
    """What was kept; none where nothing was, or it can't be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Baskets(_read(kept["in_hand"]), tuple(map(_read, kept["parked"])))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, Misfit, DeskError):
        return Baskets()


def save(path: Path, baskets: Baskets) -> None:
    """Keeps them. One that is being sent outlasts a loss of power before it is: with its key nothing is sold
    twice."""
    kept = {"in_hand": _told(baskets.in_hand), "parked": [_told(one) for one in baskets.parked]}
    write(path, kept, lasting=baskets.in_hand.sent is not None)


def _told(basket: Basket) -> dict[str, Any]:
    return {
        "member": basket.member,
        "name": basket.name,
        "lines": [[line.sku, line.quantity, line.for_points] for line in basket.lines],
        "points": basket.points,
        "allowance": basket.allowance,
        "money": dict(basket.money),
        "tender": basket.tender,
        "proxy": None if basket.proxy is None else basket.proxy.write_wire(),
        "on": None if basket.on is None else basket.on.isoformat(),
        "key": basket.key,
        "parked_at": None if basket.parked_at is None else basket.parked_at.isoformat(),
        "sent": None if basket.sent is None else write_record(basket.sent),
    }


def _read(kept: dict[str, Any]) -> Basket:
    return Basket(
        None if kept["member"] is None else Name(str(kept["member"])),
        str(kept["name"]),
        tuple(LineAsked(Name(str(sku)), int(count), bool(points)) for sku, count, points in kept["lines"]),
        int(kept["points"]),
        None if kept["allowance"] is None else int(kept["allowance"]),
        {kind: int(kept["money"][kind]) for kind in MONEY if kind in kept["money"]},
        next((kind for kind in MONEY if kind == kept["tender"]), "wechat"),
        None if kept["proxy"] is None else Proxy.read_wire(kept["proxy"]),
        None if kept["on"] is None else date.fromisoformat(kept["on"]),
        str(kept["key"]),
        None if kept["sent"] is None else read_record(Redeem, kept["sent"]),
        None if kept["parked_at"] is None else datetime.fromisoformat(kept["parked_at"]),
    )
