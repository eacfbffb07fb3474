"""Whatever is redeemed, collected, cancelled, returned and exchanged, in whatever order: no tender gives back
more than it took, each refund is worth what came back, in the end every tender nets to nothing, and stock,
balances and till are those of a naive model (domain.md sections 8 and 11)."""

import random
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeskError
from core.wire import read_yuan, yuan_told
from tests.support.club import Club, new_club
from tests.support.examples import examples

ANN = "000001"
PRICES = {"A": 3333, "B": 6667, "C": 1, "D": 250, "S": 1999}
SERVICE = "S"
DAYS = ("2026-11-23", "2026-11-24", "2026-11-25")
PLACES = 6
TENDERS = ("points", "allowance", "cash", "wechat", "alipay", "card")
MONEY = TENDERS[2:]
STOCK, POINTS, ALLOWANCE = 40, 20_000, 60_000


@dataclass
class PlainOrder:
    """What was sold, what came back, what was paid and given back by tender, in fen and points."""

    sold: Counter[str]
    open: bool
    paid: dict[str, int]
    points: int
    came: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    points_back: int = 0
    day: str | None = None
    """Of its services that are still to be given."""
    given: bool = False

    @property
    def has_goods(self) -> bool:
        return any(sku != SERVICE for sku in self.sold)

    @property
    def services(self) -> int:
        return self.sold[SERVICE] - self.came[SERVICE]

    def left(self) -> dict[str, int]:
        return {name: self.paid.get(name, 0) - self.back[name] for name in TENDERS}

    def give_back(self, value: int) -> dict[str, int]:
        """By largest remainder, with fractions; ties to the earlier tender."""
        left = self.left()
        whole = sum(left.values())
        shares = {name: Fraction(value * one, whole) if whole else Fraction(0) for name, one in left.items()}
        parts = {name: int(share) for name, share in shares.items()}
        spare = value - sum(parts.values())
        order = sorted(TENDERS, key=lambda name: (parts[name] - shares[name], TENDERS.index(name)))
        for name in order[:spare]:
            parts[name] += 1
        self.back.update(parts)
        if self.paid.get("points"):
            due = self.points * self.back["points"] // self.paid["points"]
            parts["points_count"], self.points_back = due - self.points_back, due
        return parts


class PlainCounter:
    """Shelf, purse, till and orders, one number each."""

    def __init__(self) -> None:
        self.shelf = Counter(dict.fromkeys(PRICES, STOCK))
        self.held: Counter[str] = Counter()
        self.points, self.allowance = POINTS, ALLOWANCE
        self.till: Counter[str] = Counter()
        self.orders: dict[str, PlainOrder] = {}
        self.served: Counter[str] = Counter()

    def goods_move(self, shelf: Counter[str], lines: Counter[str], sign: int) -> None:
        for sku, many in lines.items():
            if sku != SERVICE:
                shelf[sku] += sign * many

    def taken(self, day: str) -> int:
        """Places of the service on a day: agreed, or given as agreed."""
        return self.served[day] + sum(order.services for order in self.orders.values() if order.day == day)


def wire(told: dict[str, Any]) -> dict[str, int]:
    """Tenders of an answer in fen, with `points_count`."""
    fen = {name: read_yuan(told[name]) for name in TENDERS if name != "points"}
    return {"points": read_yuan(told["points_value"]), "points_count": told["points"], **fen}


class Story:
    """A day at the counter by dice, told to the desk and to the model."""

    def __init__(self, club: Club, dice: random.Random) -> None:
        self.club, self.dice, self.model = club, dice, PlainCounter()
        club.member(ANN)
        for unit, amount in (("points", POINTS // 2), ("allowance", yuan_told(ALLOWANCE // 2))):
            for last in ("2027-11-30", None):
                club.do("grant", member=ANN, unit=unit, amount=amount, expires_on=last, reason="x")
        for sku, price in PRICES.items():
            kind = "service" if sku == SERVICE else "goods"
            club.do("add_item", sku=sku, name=sku, kind=kind, price=yuan_told(price))
            if kind == "goods":
                club.do("receive_stock", sku=sku, quantity=STOCK)
        for day in DAYS:
            club.do("set_service_places", sku=SERVICE, on=day, places=PLACES)
        self.ratio = dice.choice((100, 137, 300))
        club.do("change_settings", points_per_yuan=self.ratio)
        club.do("open_shift")

    def lines(self, pool: Counter[str] | None = None) -> Counter[str]:
        chosen: Counter[str] = Counter()
        for sku in self.dice.sample(sorted(pool or PRICES), self.dice.randint(1, len(pool or PRICES))):
            most = 4 if pool is None else pool[sku]
            chosen[sku] += self.dice.randint(1, most)
        return chosen

    def paying(self, total: int) -> tuple[dict[str, Any], dict[str, int], int]:
        """Fields, fen by tender, points: made to sum to the total."""
        worth = self.dice.choice((0, min(total, self.dice.randint(1, 3000))))
        points = -(-worth * self.ratio // 100)
        if points > self.model.points:
            worth = points = 0
        rest = total - worth
        allowance = min(rest, self.model.allowance, self.dice.choice((0, 10**6, self.dice.randint(1, 5000))))
        rest -= allowance
        values = {"points": worth, "allowance": allowance}
        first = self.dice.randint(0, rest)
        for name, value in zip(self.dice.sample(MONEY, 2), (first, rest - first), strict=True):
            values[name] = value
        fields: dict[str, Any] = {name: yuan_told(values.get(name, 0)) for name in ("allowance", *MONEY)}
        return {"points": points, **fields}, {name: one for name, one in values.items() if one}, points

    def redeem(self) -> None:
        lines = self.lines()
        total = sum(PRICES[sku] * many for sku, many in lines.items())
        fields, values, points = self.paying(total)
        collect = self.dice.random() < 0.7
        told = [{"sku": sku, "quantity": many} for sku, many in lines.items()]
        free = {sku: self.model.shelf[sku] - self.model.held[sku] for sku in PRICES}
        available = all(sku == SERVICE or free[sku] >= many for sku, many in lines.items())
        done, code = None, None
        try:
            done = self.club.do("redeem", member=ANN, lines=told, collect=collect, **fields)
        except DeskError as error:
            code = error.code
        assert code == (None if available else "insufficient_stock")
        if done is None:
            return
        self.sold(done["order"], lines, values, points, collect=collect)

    def sold(
        self, order: str, lines: Counter[str], values: dict[str, int], points: int, *, collect: bool
    ) -> None:
        self.model.orders[order] = PlainOrder(lines, not collect, values, points)
        if collect:
            self.model.goods_move(self.model.shelf, lines, -1)
        else:
            self.model.goods_move(self.model.held, lines, 1)
        self.model.points -= points
        self.model.allowance -= values.get("allowance", 0)
        self.model.till.update({name: values.get(name, 0) for name in MONEY})

    def credit(self, parts: dict[str, int]) -> None:
        self.model.points += parts.get("points_count", 0)
        self.model.allowance += parts["allowance"]
        self.model.till.subtract({name: parts[name] for name in MONEY})

    def open_order(self) -> str | None:
        found = [name for name, order in self.model.orders.items() if order.open and not order.day]
        return self.dice.choice(found) if found else None

    def hand_over(self) -> None:
        order = self.open_order()
        if order is not None:
            self.club.do("hand_over", order=order)
            plain = self.model.orders[order]
            plain.open = False
            self.model.goods_move(self.model.held, plain.sold, -1)
            self.model.goods_move(self.model.shelf, plain.sold, -1)

    def schedule(self) -> None:
        """Any order, on any day: refused by its state, or where the day is full."""
        if not self.model.orders:
            return
        order, day = self.dice.choice(list(self.model.orders)), self.dice.choice(DAYS)
        plain = self.model.orders[order]
        code = None
        if plain.given or not plain.services:
            code = "wrong_state"
        elif self.model.taken(day) - (plain.services if plain.day == day else 0) + plain.services > PLACES:
            code = "no_places"
        assert self.told_of("schedule_service", order, on=day) == code
        if code is None:
            plain.day = day

    def give_service(self) -> None:
        """Any order; what was not handed over before goes out with it."""
        if not self.model.orders:
            return
        order = self.dice.choice(list(self.model.orders))
        plain = self.model.orders[order]
        ready = (plain.open or plain.day is not None) and not plain.given and plain.services > 0
        assert self.told_of("service_done", order) == (None if ready else "wrong_state")
        if not ready:
            return
        if plain.open:
            self.model.goods_move(self.model.held, plain.sold, -1)
            self.model.goods_move(self.model.shelf, plain.sold, -1)
        if plain.day == DAYS[0]:  # today
            self.model.served[plain.day] += plain.services
        plain.open, plain.day, plain.given = False, None, True

    def cancel_any(self) -> None:
        """Also what can't be cancelled any more."""
        if not self.model.orders:
            return
        order = self.dice.choice(list(self.model.orders))
        plain = self.model.orders[order]
        waits = plain.day is not None and not plain.has_goods and not plain.came
        if plain.open or waits:
            self.cancel(order)
        else:
            assert self.told_of("cancel_order", order) == "wrong_state"

    def told_of(self, verb: str, order: str, **fields: Any) -> str | None:
        """The code of the refusal, if there is one."""
        try:
            self.club.do(verb, order=order, **fields)
        except DeskError as error:
            return error.code
        return None

    def cancel(self, order: str | None = None) -> None:
        order = order or self.open_order()
        if order is not None:
            told = self.club.do("cancel_order", order=order)
            plain = self.model.orders[order]
            if plain.open:
                self.model.goods_move(self.model.held, plain.sold, -1)
            plain.open, plain.day, plain.given = False, None, True
            parts = plain.give_back(sum(plain.paid.values()))
            plain.came = plain.sold.copy()
            assert wire(told["refund"]) == {"points_count": 0, **parts}
            self.credit(parts)

    def returnable(self) -> tuple[str, Counter[str]] | None:
        found = [
            (name, order.sold - order.came)
            for name, order in self.model.orders.items()
            if not order.open and order.sold - order.came
        ]
        return self.dice.choice(found) if found else None

    def give_back(self) -> None:
        found = self.returnable()
        if found is None:
            return
        order, left = found
        lines = self.lines(left)
        condition = self.dice.choice(("resalable", "resalable", "damaged"))
        told = [{"sku": sku, "quantity": many, "condition": condition} for sku, many in lines.items()]
        done = self.club.do("return_lines", order=order, lines=told, reason="x")
        plain = self.model.orders[order]
        value = sum(PRICES[sku] * many for sku, many in lines.items())
        parts = plain.give_back(value)
        plain.came.update(lines)
        refund = wire(done["refund"])
        assert refund == {"points_count": 0, **parts}
        assert sum(refund[name] for name in TENDERS) == value
        self.credit(parts)
        if plain.day is not None and not plain.services:
            plain.day, plain.given = None, True
        if condition == "resalable":
            self.model.goods_move(self.model.shelf, lines, 1)

    def compare(self) -> None:
        model = self.model
        balance = self.club.ask("balance", member=ANN)
        assert (balance["points"], read_yuan(balance["allowance"])) == (model.points, model.allowance)
        for item in self.club.ask("items")["items"]:
            sku = item["sku"]
            if sku != SERVICE:
                assert (item["on_hand"], item["held"]) == (model.shelf[sku], model.held[sku])
        for day in DAYS:
            assert self.club.ask("service_day", sku=SERVICE, on=day)["taken"] == model.taken(day)
        expected = self.club.ask("shift")["expected"]
        assert {name: read_yuan(told) for name, told in expected.items()} == {
            name: model.till[name] for name in MONEY
        }
        self.club.check()


@given(st.integers(0, 2**40))
@examples(12, shrink=False)
def test_any_day_at_the_counter_is_that_of_the_naive_model_and_nets_to_nothing(seed: int) -> None:
    dice = random.Random(seed)
    with new_club() as club:
        story = Story(club, dice)
        deeds = (story.redeem, story.redeem, story.redeem, story.hand_over, story.cancel, story.give_back,
                 story.schedule, story.schedule, story.give_service, story.cancel_any)  # fmt: skip
        for _ in range(25):
            dice.choice((*deeds, story.give_back))()
            story.compare()
        for order, plain in story.model.orders.items():
            if plain.open:
                story.cancel(order)
        while story.returnable() is not None:
            story.give_back()
        story.compare()
        assert (story.model.points, story.model.allowance) == (POINTS, ALLOWANCE)
        assert set(story.model.till.values()) <= {0}
        for order in story.model.orders:
            left = club.ask("order", order=order)["left"]
            assert set(left.values()) <= {0, "0.00"}


@given(st.integers(0, 2**40))
@examples(8, shrink=False)
def test_any_chain_of_exchanges_loses_and_makes_nothing(seed: int) -> None:
    """A thing is exchanged for another again and again, then all comes back: everybody has what they had."""
    dice = random.Random(seed)
    with new_club() as club:
        story = Story(club, dice)
        fields, _, _ = story.paying(PRICES["A"] + PRICES["D"])
        lines = [{"sku": "A", "quantity": 1}, {"sku": "D", "quantity": 1}]
        order = club.do("redeem", member=ANN, lines=lines, **fields)["order"]
        kept, orders = "A", [order]
        for _ in range(dice.randint(1, 5)):
            wanted = dice.choice([sku for sku in PRICES if sku != kept])
            done = club.do(
                "exchange",
                order=order,
                back=[{"sku": kept, "quantity": 1}],
                take=[{"sku": wanted, "quantity": 1}],
                allowance=yuan_told(max(PRICES[wanted] - PRICES[kept], 0)),
            )
            order, kept = done["order"], wanted
            orders.append(order)
            club.check()
        club.do("return_lines", order=order, lines=[{"sku": kept, "quantity": 1}], reason="x")
        club.do("return_lines", order=orders[0], lines=[{"sku": "D", "quantity": 1}], reason="x")
        club.check()
        story.compare()
        for one in orders:
            assert set(club.ask("order", order=one)["left"].values()) <= {0, "0.00"}
