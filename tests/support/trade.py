"""Some months at the counter at random: orders in all tenders, collected at once and later, cancelled,
returned, exchanged, shifts with differences, deliveries, write-offs, counts and a hand-out."""

import random
from datetime import datetime, timedelta
from typing import Any

from core.errors import DeskError
from core.wire import read_yuan, yuan_told
from tests.support.club import Club
from tests.support.templates import once

PEOPLE = {"000001": "财务科", "000002": "财务科", "000003": "工会", "000004": None}
GOODS: dict[str, dict[str, Any]] = {
    "RICE": {"price": "33.33", "category": "粮油", "low_stock": 30},
    "OIL": {"price": "66.67", "category": "粮油"},
    "PEN": {"price": "0.01", "category": "文具", "low_stock": 5, "points_price": 3},
    "BADGE": {"points_price": 50},
}
MONEY = ("cash", "wechat", "alipay", "card")


@once
def open_shop(club: Club) -> Club:
    """Four members with purses, four goods, a service; nothing on the shelf."""
    for staff_no, department in PEOPLE.items():
        club.member(staff_no, department=department)
        for unit, amount in (("points", 9000), ("allowance", "900.00")):
            club.do("grant", member=staff_no, unit=unit, amount=amount, reason="x", expires_on="2027-06-30")
    for sku, fields in GOODS.items():
        club.do("add_item", sku=sku, name=f"name of {sku}", kind="goods", **fields)
    club.do("add_item", sku="FILM", name="name of FILM", kind="service", price="35.00", category="服务")
    return club


class Trade:
    """By dice. What the desk refuses is left."""

    def __init__(self, club: Club, seed: int) -> None:
        self.club, self.dice = club, random.Random(seed)
        self.at = datetime.fromisoformat("2026-11-23T09:00")
        self.prices: dict[str, int] = {"FILM": 3500}
        self.orders: dict[str, dict[str, int]] = {}
        self.prices.update({sku: read_yuan(one["price"]) for sku, one in GOODS.items() if "price" in one})

    def live(self, steps: int) -> None:
        open_shop(self.club)
        for sku in GOODS:
            self.club.do("receive_stock", sku=sku, quantity=40, unit_cost="1.50")
        self.club.do("open_hand_out", code="FEST", name="中秋", lines=[{"sku": "RICE", "quantity": 2}])
        for _ in range(steps):
            self.at += timedelta(minutes=self.dice.choice((0, 0, 7, 300, 900, 1440)))
            self.club.at(self.at.isoformat())
            step = self.dice.choice((*[self.sell] * 6, *[self.go_on] * 4, self.back, self.back, self.swap,
                                     self.swap, *[self.shelf] * 3, self.till))  # fmt: skip
            try:
                (step if self.orders else self.sell)()
            except DeskError:
                continue

    def sell(self) -> None:
        lines = self._lines()
        total = sum(self.prices.get(sku, 0) * many for sku, many in lines.items())
        points = self.dice.choice((0, 0, min(700, total)))
        rest = total - min(points, total)
        allowance = self.dice.choice((0, rest, rest // 3))
        told = [{"sku": sku, "quantity": many} for sku, many in lines.items()]
        done = self.club.do(
            "redeem", member=self.dice.choice(list(PEOPLE)), lines=told, points=points,
            allowance=yuan_told(allowance), collect=self.dice.random() < 0.6, **self._money(rest - allowance),
        )  # fmt: skip
        self.orders[done["order"]] = lines

    def go_on(self) -> None:
        verb = self.dice.choice(("hand_over", "cancel_order", "service_done", "ship", "schedule_service"))
        fields: dict[str, Any] = {}
        if verb == "schedule_service":
            fields["on"] = (self.at + timedelta(days=self.dice.randint(0, 3))).date().isoformat()
        self.club.do(verb, order=self.dice.choice(list(self.orders)), **fields)

    def back(self) -> None:
        order = self.dice.choice(list(self.orders))
        self.club.do("return_lines", order=order, lines=self._some(order), reason="x", override="y")

    def swap(self) -> None:
        order = self.dice.choice(list(self.orders))
        back = self._some(order)
        lines = self._lines()
        worth = sum(self.prices.get(one["sku"], 0) * one["quantity"] for one in back)
        total = sum(self.prices.get(sku, 0) * many for sku, many in lines.items())
        take = [{"sku": sku, "quantity": many} for sku, many in lines.items()]
        money = self._money(max(total - worth, 0))
        done = self.club.do(
            "exchange", order=order, back=back, take=take, allowance="0.00", override="y", **money
        )
        self.orders[done["order"]] = lines

    def shelf(self) -> None:
        sku, many = self.dice.choice(list(GOODS)), self.dice.randint(1, 9)
        deed = self.dice.choice(("receive", "receive", "write_off", "count", "hand_out"))
        if deed == "receive":
            cost = self.dice.choice((None, "2.25"))
            self.club.do("receive_stock", sku=sku, quantity=many * 5, unit_cost=cost)
        elif deed == "write_off":
            self.club.do("write_off", sku=sku, quantity=many, reason="x")
        elif deed == "count":
            there = {one["sku"]: one["on_hand"] for one in self.club.ask("items")["items"]}[sku]
            self.club.do("count_stock", sku=sku, quantity=max(there + self.dice.randint(-3, 3), 0))
        else:
            self.club.do("hand_out", session="FEST", member=self.dice.choice(list(PEOPLE)))

    def till(self) -> None:
        if self.dice.random() < 0.5:
            self.club.do("open_shift", float="100.00")
        else:
            counted = {name: yuan_told(self.dice.randint(0, 20_000)) for name in MONEY}
            self.club.do("close_shift", counted=counted)

    def _lines(self) -> dict[str, int]:
        skus = self.dice.sample([*GOODS, "FILM"], self.dice.randint(1, 3))
        return {sku: self.dice.randint(1, 4) for sku in skus}

    def _some(self, order: str) -> list[dict[str, Any]]:
        lines = self.orders[order]
        condition = self.dice.choice(("resalable", "damaged"))
        return [
            {"sku": sku, "quantity": self.dice.randint(1, lines[sku]), "condition": condition}
            for sku in self.dice.sample(list(lines), self.dice.randint(1, len(lines)))
        ]

    def _money(self, rest: int) -> dict[str, str]:
        one, other = self.dice.sample(MONEY, 2)
        part = self.dice.randint(0, rest)
        return {one: yuan_told(part), other: yuan_told(rest - part)}
