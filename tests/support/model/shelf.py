"""What is on the shelf, and what is handed out to everybody."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tests.support.model.purses import PursesRoom, fen
from tests.support.model.records import Fields, Kept, Refused


class ShelfRoom(PursesRoom):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.items: dict[str, Fields] = {}
        self.sessions: dict[str, Fields] = {}
        self.service_days: dict[tuple[str, str], Fields] = {}

    def item(self, sku: str) -> Fields:
        if sku not in self.items:
            raise Refused("unknown_item")
        return self.items[sku]

    def add_item(
        self, *, sku: str, name: str, kind: str = "goods", price: str | None = None,
        points_price: int | None = None, low_stock: int | None = None, returnable: bool = True,
    ) -> Fields:  # fmt: skip
        if sku in self.items:
            raise Refused("exists")
        self.items[sku] = Kept(self.touched, f"item {sku}", {
            "sku": sku, "kind": kind, "price": None if price is None else fen(price), "low": low_stock,
            "points_price": points_price, "returnable": returnable, "on_hand": 0, "held": 0,
        })  # fmt: skip
        return {"sku": sku}

    def change_item(self, *, sku: str, price: str) -> Fields:
        self.item(sku)["price"] = fen(price)
        return {"sku": sku}

    # ------------------------------------------------------------ stock

    def goods(self, sku: str) -> Fields:
        item = self.item(sku)
        if item["kind"] != "goods":
            raise Refused("wrong_state")
        return item

    def available(self, sku: str) -> int:
        return int(self.items[sku]["on_hand"] - self.items[sku]["held"])

    def low(self, skus: Iterable[str]) -> set[str]:
        """Those to be restocked."""
        low = {sku: self.items[sku]["low"] for sku in skus}
        return {sku for sku, least in low.items() if least is not None and self.available(sku) <= least}

    def need(self, sku: str, quantity: int) -> None:
        if self.items[sku]["kind"] == "goods" and self.available(sku) < quantity:
            raise Refused("insufficient_stock")

    def _move(self, sku: str, change: int) -> Fields:
        before = self.low([sku])
        self.items[sku]["on_hand"] += change
        return {
            "on_hand": self.items[sku]["on_hand"], "available": self.available(sku), "difference": change,
            "low_stock": sorted(self.low([sku]) - before),
        }  # fmt: skip

    def receive_stock(self, *, sku: str, quantity: int) -> Fields:
        self.goods(sku)
        at_least(1, quantity)
        return self._move(sku, quantity)

    def write_off(self, *, sku: str, quantity: int, reason: str) -> Fields:
        self.goods(sku)
        at_least(1, quantity)
        self.need(sku, quantity)
        return self._move(sku, -quantity)

    def count_stock(self, *, sku: str, quantity: int) -> Fields:
        item = self.goods(sku)
        at_least(0, quantity)
        difference = quantity - item["on_hand"]
        if difference < 0:
            self.need(sku, -difference)
        return self._move(sku, difference)

    # ------------------------------------------------------------ services

    def service_day(self, sku: str, day: str) -> Fields:
        return self.service_days.setdefault((sku, day), {"places": None, "taken": 0})

    def set_service_places(self, *, sku: str, on: str, places: int | None) -> Fields:
        if self.item(sku)["kind"] != "service":
            raise Refused("invalid")
        day = self.service_day(sku, on)
        if places is not None and places < max(day["taken"], 0):
            raise Refused("invalid")
        day["places"] = places
        return {"taken": day["taken"]}

    def places_left(self, services: Counter[str], on: str, *, freed: Counter[str] | None = None) -> None:
        """`no_places` where a service has too few left on a day."""
        for sku, quantity in services.items():
            day = self.service_day(sku, on)
            taken = day["taken"] - (freed or Counter())[sku]
            if day["places"] is not None and day["places"] - taken < quantity:
                raise Refused("no_places")

    def take_places(self, services: Counter[str], on: str, sign: int = 1) -> None:
        for sku, quantity in services.items():
            self.service_day(sku, on)["taken"] += sign * quantity

    # ------------------------------------------------------------ handing out

    def open_hand_out(self, *, code: str, name: str, lines: list[Fields], members: list[str]) -> Fields:
        if code in self.sessions:
            raise Refused("exists")
        for line in lines:
            at_least(1, line["quantity"])
            self.goods(line["sku"])
        for staff_no in members:
            self.member(staff_no)
            self._require_here(staff_no)
        wanted = {line["sku"]: line["quantity"] for line in lines}
        listed = dict.fromkeys(members, False)
        self.sessions[code] = {"lines": wanted, "listed": listed, "open": True}
        short = [sku for sku, each in wanted.items() if self.available(sku) < each * len(listed)]
        return {"session": code, "listed": len(listed), "short": short}

    def _session(self, code: str) -> Fields:
        if code not in self.sessions:
            raise Refused("unknown_session")
        if not self.sessions[code]["open"]:
            raise Refused("hand_out_closed")
        return self.sessions[code]

    def _require_here(self, staff_no: str) -> None:
        if self.ledger.has_left(staff_no):
            raise Refused("member_left")

    def hand_out(self, *, session: str, member: str) -> Fields:
        kept = self._session(session)
        self.member(member)
        self._require_here(member)
        if member not in kept["listed"]:
            raise Refused("not_listed")
        if kept["listed"][member]:
            raise Refused("already_collected")
        for sku, each in kept["lines"].items():
            self.need(sku, each)
        before = self.low(kept["lines"])
        for sku, each in kept["lines"].items():
            self.items[sku]["on_hand"] -= each
        kept["listed"][member] = True
        low = self.low(kept["lines"]) - before
        return {
            "handed": sum(kept["listed"].values()), "listed": len(kept["listed"]), "low_stock": sorted(low)
        }  # fmt: skip

    def take_back_hand_out(self, *, session: str, member: str) -> Fields:
        kept = self._session(session)
        self.member(member)
        if not kept["listed"].get(member):
            raise Refused("not_collected")
        for sku, each in kept["lines"].items():
            self.items[sku]["on_hand"] += each
        kept["listed"][member] = False
        return {"left": list(kept["listed"].values()).count(False)}

    def close_hand_out(self, *, session: str) -> Fields:
        kept = self._session(session)
        kept["open"] = False
        handed = sum(kept["listed"].values())
        return {"handed": handed, "left": len(kept["listed"]) - handed}


def at_least(least: int, number: int) -> None:
    if number < least:
        raise Refused("invalid")


def day_after(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
