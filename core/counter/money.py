"""The arithmetic of the counter: what points are worth, how an order is paid, how a refund is split. All
pure, in whole fen and points (domain.md section 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from core.errors import DeskError
from core.wire import yuan_told

TenderKind = Literal["points", "allowance", "cash", "wechat", "alipay", "card"]
TENDERS: tuple[TenderKind, ...] = ("points", "allowance", "cash", "wechat", "alipay", "card")
"""In the order in which a fen that is left over in a split goes to the earlier one."""

MONEY: tuple[TenderKind, ...] = ("cash", "wechat", "alipay", "card")
"""What the clerk records."""


def value_of_points(points: int, points_per_yuan: int) -> int:
    """What points are worth, in fen."""
    return points * 100 // points_per_yuan


def points_for(value: int, points_per_yuan: int) -> int:
    """The least points that are worth so many fen: those that buy no whole fen are not taken."""
    return -(-value * points_per_yuan // 100)


@dataclass(frozen=True, slots=True)
class Paying:
    """How somebody means to pay: points, `allowance` in fen or None for as much as there is and is needed,
    and what the clerk has taken of each kind of money."""

    points: int = 0
    allowance: int | None = None
    money: Mapping[TenderKind, int] = field(default_factory=dict)


class Paid(NamedTuple):
    """What is taken: the points, what they are worth, and fen of each tender, points among them; only those
    that are not nothing."""

    points: int
    values: dict[TenderKind, int]


class Funds(NamedTuple):
    """What a member has to spend: points, and fen of allowance."""

    points: int
    allowance: int


def pay(total: int, paying: Paying, funds: Funds, points_per_yuan: int) -> Paid:
    """How a total in fen is paid. `insufficient_points`, `insufficient_allowance`; `payment_due` or
    `overpaid` where it does not come out; `too_many_points` (detail.useful) for more than can be of use."""
    useful = points_for(total, points_per_yuan)
    if paying.points > funds.points:
        raise DeskError("insufficient_points", available=funds.points, needed=paying.points)
    if paying.allowance is not None and paying.allowance > funds.allowance:
        raise DeskError(
            "insufficient_allowance",
            available=yuan_told(funds.allowance),
            needed=yuan_told(paying.allowance),
        )
    if paying.points > useful:
        raise DeskError("too_many_points", useful=useful, points=paying.points)
    by_points = min(value_of_points(paying.points, points_per_yuan), total)
    left = total - by_points
    by_allowance = min(left, funds.allowance) if paying.allowance is None else paying.allowance
    money = dict(paying.money)
    left -= by_allowance + sum(money.values())
    if left > 0:
        raise DeskError("payment_due", due=yuan_told(left), total=yuan_told(total))
    if left < 0:
        raise DeskError("overpaid", over=yuan_told(-left), total=yuan_told(total))
    values: dict[TenderKind, int] = {"points": by_points, "allowance": by_allowance, **money}
    return Paid(
        points_for(by_points, points_per_yuan),
        {kind: values[kind] for kind in TENDERS if values.get(kind)},
    )


def split(amount: int, left: Sequence[int]) -> list[int]:
    """An amount over what each has left to give, by largest remainder, ties to the earlier. No part is more
    than is left, and the parts sum to the amount, which must not be more than all that is left."""
    whole = sum(left)
    if not 0 <= amount <= whole:
        raise AssertionError(f"{amount} cannot be split over {whole}")
    if not amount:
        return [0] * len(left)
    parts = [amount * one // whole for one in left]
    remainders = [amount * one % whole for one in left]
    order = sorted(range(len(left)), key=lambda index: (-remainders[index], index))
    for index in order[: amount - sum(parts)]:
        parts[index] += 1
    return parts


class PointsPaid(NamedTuple):
    """The points part of an order: what was paid, what it was worth, what has been given back of both."""

    points: int
    value: int
    points_back: int
    value_back: int


def points_back(paid: PointsPaid, value: int) -> int:
    """How many points go back with so many fen of their value: floor(paid × refunded so far / value) less
    what went back before."""
    return paid.points * (paid.value_back + value) // paid.value - paid.points_back
