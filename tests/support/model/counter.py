"""The counter: orders, how they are paid, what goes back."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.support.model.ledger import Spending
from tests.support.model.purses import fen, yuan
from tests.support.model.records import Fields, Refused
from tests.support.model.shelf import ShelfRoom, at_least, day_after
from tests.support.model.till import MONEY, TillRoom

TENDERS = ("points", "allowance", *MONEY)
RECEIVED = ("collected", "shipped", "done")


class CounterRoom(ShelfRoom, TillRoom):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.orders: list[Fields] = []

    def leave_aside(self) -> None:
        super().leave_aside()
        for order in self.orders[:-80]:
            told = self._told(order)
            self.aside[told] = self.known.pop(told)
        self.orders = self.orders[-80:]

    # ------------------------------------------------------------ selling

    def redeem(
        self, *, member: str, lines: list[Fields], collect: bool = True, on: str | None = None, **paying: Any
    ) -> Fields:
        self.member(member)
        basket = self._basket(lines)
        self._require_here(member)
        quantities = _sums(basket)
        for sku, quantity in quantities.items():
            self.need(sku, quantity)
        services = self._services(quantities)
        if on is not None and (on < self.today() or not services):
            raise Refused("invalid")
        paid = self._paid(member, basket, paying)
        if on is not None:
            self.places_left(services, on)
        order, told = self._sell(member, basket, paid, collect=collect and on is None)
        if on is not None:
            self.take_places(services, on)
            order.update(state="scheduled", service_on=on)
        return told | {"state": order["state"]}

    def _basket(self, lines: list[Fields]) -> list[Fields]:
        basket = []
        for line in lines:
            at_least(1, line["quantity"])
            item = self.item(line["sku"])
            points = item["points_price"] if item["price"] is None else None
            basket.append(line | {"price": item["price"], "points_price": points, "returned": 0})
        return basket

    def _services(self, quantities: Counter[str]) -> Counter[str]:
        return Counter({sku: n for sku, n in quantities.items() if self.items[sku]["kind"] == "service"})

    def _paid(self, member: str, basket: list[Fields], paying: Fields, moved: int = 0) -> Fields:
        """Fen by tender, with the points, of what a basket costs less what was moved to it."""
        points, allowance = paying.get("points", 0), paying.get("allowance", "auto")
        money = {kind: fen(paying.get(kind, "0")) for kind in MONEY}
        for number in (points, *money.values(), 0 if allowance == "auto" else fen(allowance)):
            at_least(0, number)
        purse = {unit: self.ledger.balance(member, unit) for unit in ("points", "allowance")}
        total, for_points = _value(basket) - moved, _points(basket)
        ratio = self.settings["points_per_yuan"]
        if for_points > purse["points"] or points > purse["points"] - for_points:
            raise Refused("insufficient_points")
        if allowance != "auto" and fen(allowance) > purse["allowance"]:
            raise Refused("insufficient_allowance")
        if points > -(-total * ratio // 100):
            raise Refused("too_many_points")
        worth = min(points * 100 // ratio, total)
        given = min(total - worth, purse["allowance"]) if allowance == "auto" else fen(allowance)
        left = total - worth - given - sum(money.values())
        if left > 0:
            raise Refused("payment_due")
        if left < 0:
            raise Refused("overpaid")
        return {"count": -(-worth * ratio // 100), "points": worth, "allowance": given, **money}

    def _sell(
        self, member: str, basket: list[Fields], paid: Fields, *, collect: bool, moved: Sequence[Fields] = ()
    ) -> tuple[Fields, Fields]:
        parts = [part | {"value_back": 0, "points_back": 0} for part in moved]
        money = sum(paid[kind] for kind in MONEY)
        money += sum(part["value"] for part in moved if part["kind"] in MONEY)
        order = self.keep("O", self.orders, {
            "member": member, "lines": basket, "parts": parts, "total": _value(basket),
            "points_total": _points(basket), "service_on": None, "points_spent": None,
            "earned": money * self.settings["purchase_points_per_yuan"] // 100,
            "state": "collected" if collect else "open",
            "received_on": self.ledger.today if collect else None,
        })  # fmt: skip
        before = self.low(_sums(basket))
        self._goods_go(_sums(basket), "on_hand" if collect else "held", -1 if collect else 1)
        if order["points_total"]:
            order["points_spent"] = self._spent(member, "points", order["points_total"])
        for kind in TENDERS:
            if paid[kind]:
                count = paid["count"] if kind == "points" else 0
                spent = self._spent(member, kind, count or paid[kind])
                parts.append(_part(kind, paid[kind], count, spent))
        self.into_till({kind: paid[kind] for kind in MONEY})
        if order["earned"]:
            self.ledger.earn(self._told(order), member, order["earned"], self._unlock_day(order))
        told = {
            "order": self._told(order), "total": yuan(order["total"]), "points_total": order["points_total"],
            "tenders": _tenders(paid["count"], paid), "earned": order["earned"],
            "low_stock": sorted(self.low(_sums(basket)) - before),
        }  # fmt: skip
        return order, told

    def _spent(self, member: str, kind: str, amount: int) -> Spending | None:
        if kind in MONEY:
            return None
        spending = self.ledger.spend(member, kind, amount)
        self.paid[f"E{spending.entry}"] = spending
        return spending

    @staticmethod
    def _told(order: Fields) -> str:
        return f"O{order['number']}"

    def _unlock_day(self, order: Fields) -> date | None:
        received = order["received_on"]
        return None if received is None else day_after(received, self.settings["return_days"] + 1)

    def _goods_go(self, quantities: Counter[str], where: str, sign: int) -> None:
        for sku, quantity in quantities.items():
            if self.items[sku]["kind"] == "goods":
                self.items[sku][where] += sign * quantity

    # ------------------------------------------------------------ after the sale

    def order(self, told: str) -> Fields:
        return self.named(told, "unknown_order")

    def _in_state(self, told: str, *states: str) -> Fields:
        order = self.order(told)
        if order["state"] not in states:
            raise Refused("wrong_state")
        return order

    def hand_over(self, *, order: str) -> Fields:
        kept = self._in_state(order, "open")
        self._leaves(kept, "collected")
        return {"state": "collected", "received_on": self.today()}

    def ship(self, *, order: str, carrier: str) -> Fields:
        kept = self._in_state(order, "open")
        if not self._has_goods(kept):
            raise Refused("wrong_state")
        self._leaves(kept, "shipped")
        return {"state": "shipped"}

    def _has_goods(self, order: Fields) -> bool:
        return any(self.items[line["sku"]]["kind"] == "goods" for line in order["lines"])

    def _leaves(self, order: Fields, state: str) -> None:
        """Its goods go out, unless they did before."""
        if order["received_on"] is None:
            self._goods_go(_sums(order["lines"]), "held", -1)
            self._goods_go(_sums(order["lines"]), "on_hand", -1)
        order.update(state=state, received_on=self.ledger.today)
        told = self._told(order)
        if told in self.ledger.earned:
            _, member, points = self.ledger.earned.pop(told)
            if points:
                self.ledger.earned[told] = (self._unlock_day(order) or date.max, member, points)

    def _services_left(self, order: Fields) -> Counter[str]:
        left = Counter[str]()
        for line in order["lines"]:
            left[line["sku"]] += line["quantity"] - line["returned"]
        return +self._services(left)

    def schedule_service(self, *, order: str, on: str) -> Fields:
        kept = self._in_state(order, "open", "scheduled", "collected", "shipped")
        services = self._services_left(kept)
        if not services:
            raise Refused("wrong_state")
        if on < self.today():
            raise Refused("invalid")
        before = kept["service_on"] if kept["state"] == "scheduled" else None
        self.places_left(services, on, freed=services if before == on else None)
        if before is not None:
            self.take_places(services, before, -1)
        self.take_places(services, on)
        kept.update(state="scheduled", service_on=on)
        return {"state": "scheduled", "on": on}

    def service_done(self, *, order: str) -> Fields:
        kept = self._in_state(order, "open", "scheduled")
        services = self._services_left(kept)
        if not services:
            raise Refused("wrong_state")
        if kept["service_on"] not in (None, self.today()):
            self.take_places(services, kept["service_on"], -1)
        self._leaves(kept, "done")
        kept["service_on"] = self.today()
        return {"state": "done", "on": self.today()}

    def cancel_order(self, *, order: str, reason: str) -> Fields:
        kept = self._in_state(order, "open", "scheduled")
        came_back = any(line["returned"] for line in kept["lines"])
        if kept["received_on"] is not None and (self._has_goods(kept) or came_back):
            raise Refused("wrong_state")
        self._goods_go(_sums(kept["lines"]), "held", -1)
        if kept["service_on"] is not None:
            self.take_places(self._services_left(kept), kept["service_on"], -1)
        refund = self._refund(kept, kept["total"], kept["points_total"])
        kept["state"] = "cancelled"
        self.ledger.earned.pop(order, None)
        return {"state": "cancelled", "refund": refund}

    # ------------------------------------------------------------ what comes back

    def return_lines(
        self, *, order: str, lines: list[Fields], reason: str, override: str | None = None
    ) -> Fields:
        kept = self.order(order)
        taken = self._judge_return(kept, lines, override)
        self._take_back(kept, taken)
        refund = self._refund(kept, _value(taken), _points(taken))
        return {"return": f"R{self.made['R']}", "refund": refund}

    def _judge_return(self, order: Fields, lines: list[Fields], override: str | None) -> list[Fields]:
        """What is taken of which line."""
        for line in lines:
            at_least(1, line["quantity"])
            self.item(line["sku"])
        if order["received_on"] is None or order["state"] not in (*RECEIVED, "scheduled"):
            raise Refused("wrong_state")
        last = day_after(order["received_on"], self.settings["return_days"])
        if self.ledger.today > last and override is None:
            raise Refused("return_window_over")
        left = [line["quantity"] - line["returned"] for line in order["lines"]]
        taken = []
        for asked in lines:
            wanted = asked["quantity"]
            own = [index for index, line in enumerate(order["lines"]) if line["sku"] == asked["sku"]]
            if own and not self.items[asked["sku"]]["returnable"]:
                raise Refused("not_returnable")
            for index in own:
                part = min(left[index], wanted)
                if part:
                    left[index] -= part
                    wanted -= part
                    taken.append(order["lines"][index] | asked | {"quantity": part, "line": index})
            if wanted:
                raise Refused("too_many")
        return taken

    def _take_back(self, order: Fields, taken: list[Fields]) -> None:
        self.made["R"] = self.made.get("R", 0) + 1
        for one in taken:
            order["lines"][one["line"]]["returned"] += one["quantity"]
            if one["condition"] == "resalable":
                self._goods_go(Counter({one["sku"]: one["quantity"]}), "on_hand", 1)
        self.touch(order)
        if order["state"] == "scheduled":
            self.take_places(self._services(_sums(taken)), order["service_on"], -1)
            if not self._services_left(order):
                order["state"] = "done"

    def _parts_back(self, order: Fields, value: int) -> list[tuple[Fields, int, int]]:
        """Which parts give back how many fen and points: by largest remainder over the tenders, ties to the
        earlier one; of one tender the part that was paid last first."""
        left = {
            kind: sum(part["value"] - part["value_back"] for part in order["parts"] if part["kind"] == kind)
            for kind in TENDERS
        }
        whole = sum(left.values())
        shares = {kind: Fraction(value * one, whole) if whole else Fraction(0) for kind, one in left.items()}
        fens = {kind: int(share) for kind, share in shares.items()}
        ranked = sorted(TENDERS, key=lambda kind: (fens[kind] - shares[kind], TENDERS.index(kind)))
        for kind in ranked[: value - sum(fens.values())]:
            fens[kind] += 1
        back = []
        for kind in TENDERS:
            for part in reversed([part for part in order["parts"] if part["kind"] == kind]):
                given = min(part["value"] - part["value_back"], fens[kind])
                fens[kind] -= given
                if given:
                    due = part["points"] * (part["value_back"] + given) // part["value"]
                    back.append((part, given, due - part["points_back"]))
        return back

    def _refund(self, order: Fields, value: int, points_only: int, moved_money: int = 0) -> Fields:
        """`moved_money` went to another order before."""
        money_before = moved_money + sum(
            part["value"] - part["value_back"] for part in order["parts"] if part["kind"] in MONEY
        )
        back = self._parts_back(order, value)
        fens = Counter[str]()
        for part, given, points in back:
            _give(part, given, points)
            fens[part["kind"]] += given
            if part["spent"] is not None and (points or part["kind"] == "allowance"):
                self.ledger.put_back(part["spent"], points if part["kind"] == "points" else given)
        if points_only:
            self.ledger.put_back(order["points_spent"], points_only)
        self.into_till({kind: -fens[kind] for kind in MONEY})
        gone = moved_money + sum(fens[kind] for kind in MONEY)
        self._forfeit(order, money_before, gone)
        if self.ledger.has_left(order["member"]):
            self.ledger.recall(order["member"])
        return _tenders(sum(points for *_, points in back) + points_only, fens)

    def _forfeit(self, order: Fields, paid: int, gone: int) -> None:
        """Points for a purchase go by the part of the money that went back, while nobody could use them."""
        told = self._told(order)
        if told in self.ledger.earned and order["earned"] and gone:
            kept = order["earned"] * (paid - gone) // paid
            if kept < order["earned"]:
                self.ledger.forfeit(told, order["earned"] - kept)
                order["earned"] = kept

    def exchange(
        self, *, order: str, back: list[Fields], take: list[Fields], reason: str, override: str | None = None,
        **paying: Any,
    ) -> Fields:  # fmt: skip
        before = self.snapshot()
        try:
            return self._exchange(order, back, take, override, paying)
        except Refused:
            self.go_back(before)
            raise

    def _exchange(
        self, told: str, back: list[Fields], take: list[Fields], override: str | None, paying: Fields
    ) -> Fields:
        order = self.order(told)
        self._require_here(order["member"])
        taken = self._judge_return(order, back, override)
        self._take_back(order, taken)
        basket = self._basket(take)
        for sku, quantity in _sums(basket).items():
            self.need(sku, quantity)
        parts, returned = self._parts_back(order, min(_value(taken), _value(basket))), _value(taken)
        moved = [_part(part["kind"], given, points, part["spent"]) for part, given, points in parts]
        for part, given, points in parts:
            _give(part, given, points)
        value = sum(part["value"] for part in moved)
        money = sum(part["value"] for part in moved if part["kind"] in MONEY)
        refunded = self._refund(order, returned - value, _points(taken), money)
        paid = self._paid(order["member"], basket, paying, value)
        new, sold = self._sell(order["member"], basket, paid, collect=True, moved=moved)
        return {
            "return": f"R{self.made['R']}", "order": self._told(new), "total": sold["total"],
            "paid": sold["tenders"], "refunded": refunded,
        }  # fmt: skip


def _sums(lines: list[Fields]) -> Counter[str]:
    sums = Counter[str]()
    for line in lines:
        sums[line["sku"]] += line["quantity"]
    return sums


def _value(lines: list[Fields]) -> int:
    """In fen."""
    return sum(line["quantity"] * (line["price"] or 0) for line in lines)


def _points(lines: list[Fields]) -> int:
    """Of what is sold for points alone."""
    return sum(line["quantity"] * (line["points_price"] or 0) for line in lines)


def _part(kind: str, value: int, points: int, spent: Spending | None) -> Fields:
    return {
        "kind": kind, "value": value, "points": points, "spent": spent, "value_back": 0, "points_back": 0
    }  # fmt: skip


def _give(part: Fields, value: int, points: int) -> None:
    part["value_back"] += value
    part["points_back"] += points


def _tenders(points: int, values: Any) -> Fields:
    told = {kind: yuan(values[kind]) for kind in TENDERS if kind != "points"}
    return {"points": points, "points_value": yuan(values["points"]), **told}
