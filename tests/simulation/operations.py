"""What is done at the desks: the days of `tests.support.days`, week after week, and the counter beside them.
Everything is chosen by the dice from what the model knows, refused forms too."""

import random
from datetime import date, timedelta
from typing import Any

from tests.support.days import FACILITIES, RULES_TRIED, SPANS, TIMES, UNKNOWN, Deeds, some_of
from tests.support.model.purses import yuan
from tests.support.model.records import DAY

GOODS = ("杯子", "毛巾", "伞", "茶")
SERVICE = "体检"
ONLY_POINTS = "徽章"
SKUS = (*GOODS, SERVICE, ONLY_POINTS)
PRICES = (1, 250, 1999, 3333, 6667)
PEOPLE = 10
"""So many who have not left; the fourth is a guest account."""

SETTINGS_TRIED: dict[str, tuple[Any, ...]] = {
    "no_show_limit": (None, 1, 2, 3), "no_show_days": (1, 30), "suspension_days": (0, 1, 7),
    "remind_minutes_before": (60, 30, 120, None),
    "desk_hours": (None, None, "08:00-18:00", {"mon": "08:00-21:00", "tue": "12:00-24:00", "wed": None}),
    "points_per_yuan": (100, 100, 137, 300), "return_days": (0, 2, 7), "grace_days": (0, 5, 30),
    "lapsed_refund": ("grace", "lapse"), "purchase_points_per_yuan": (0, 1, 5),
}  # fmt: skip


class Operations(Deeds):
    """`dice` decide on everything."""

    dice: random.Random

    def pick(self) -> int:
        return self.dice.randint(0, 60)

    def someone(self) -> str:
        return UNKNOWN if self.dice.random() < 0.02 else self.dice.choice(self.people)

    def today(self) -> date:
        return date.fromisoformat(self.model.today())

    def day(self, ahead: int) -> str:
        return (self.today() + timedelta(days=ahead)).isoformat()

    def far_day(self) -> str:
        return self.day(4)

    # ------------------------------------------------------------ the club

    def open_the_doors(self) -> None:
        dice = self.dice
        self.send("change_settings", **{"no_show_limit": 2} | some_of(dice, SETTINGS_TRIED, 0.2))
        for code in FACILITIES:
            special = {"promotion": dice.choice(("auto", "offer"))} | some_of(dice, RULES_TRIED, 0.2)
            told = {"code": code, "name": f"name of {code}", "kind": "area", "capacity": 2}
            self.send("add_facility", **told | special)
        for _ in range(PEOPLE):
            self.somebody_new()
        self.publish_ahead()
        for sku in SKUS:
            kind = "service" if sku == SERVICE else "goods"
            price = {"points_price": 30} if sku == ONLY_POINTS else {"price": yuan(dice.choice(PRICES))}
            self.send("add_item", sku=sku, name=sku, kind=kind, returnable=sku != "茶", low_stock=3, **price)
        for sku in (*GOODS, ONLY_POINTS):
            self.send("receive_stock", sku=sku, quantity=20)
        self.send("add_earning_rule", code="课", name="上课", points=15, expires_months=2)
        grades = {"甲": "80.00"}
        self.send("add_policy", code="福利", unit="allowance", every="month", base="50.00", by_grade=grades,
                  valid_months=1)  # fmt: skip
        self.send(
            "add_policy", code="积分", unit="points", every="month", base=300, by_grade={}, valid_months=2
        )
        self.send("run_policy", policy="福利")
        self.send("run_policy", policy="积分")

    def somebody_new(self) -> None:
        number = len(self.model.members) + 1
        staff_no = f"{number:06d}"
        grade = self.dice.choice((None, "甲", "乙"))
        self.send("add_member", staff_no=staff_no, name="职工", shared=number % 10 == 4, grade=grade)
        self.people = [*self.people, staff_no]

    def one_leaves(self) -> None:
        """Somebody else comes for them."""
        staff_no = self.someone()
        self.send("member_leaves", staff_no=staff_no, on=self.dice.choice((None, self.day(1), self.day(3))))
        if self.gathering is None and staff_no in self.people:
            self.people = [one for one in self.people if one != staff_no or self.dice.random() < 0.3]
            self.people = self.people[-PEOPLE:]
            self.somebody_new()

    def publish_ahead(self) -> None:
        """The slots of the days to come that nobody has published yet."""
        days = {self.day(ahead) for ahead in range(3)}
        known = {(slot["facility"], slot["date"]) for slot in self.model.slots}
        rows = [
            {"facility": code, "date": day, "start": start, "end": end, "peak": start == "17:30"}
            for code in FACILITIES
            for day in sorted(days)
            if (code, day) not in known
            for start, end in SPANS
        ]
        if rows:
            self.send("publish_slots", slots=rows)

    def publish_some(self) -> None:
        dice, rows = self.dice, []
        for _ in range(dice.randint(1, 2)):
            start, end = sorted(dice.sample(TIMES, 2))
            row = {"facility": dice.choice((*FACILITIES * 4, "pool")), "start": start, "end": end}
            rows.append(
                row | {"date": dice.choice((-1, 0, 1, 1))} | some_of(dice, {"capacity": (1, 2, 5, 0)}, 0.5)
            )
        self.publish(rows, dice.random() < 0.2, dice.random() < 0.7)

    # ------------------------------------------------------------ the ledger

    def amount(self, unit: str, most: int = 9000) -> Any:
        number = self.dice.choice((0, 1, *(self.dice.randint(1, most) for _ in range(20))))
        return yuan(number) if unit == "allowance" else number // 10

    def give(self) -> None:
        unit = self.dice.choice(("allowance", "points"))
        last = self.dice.choice((None, *(self.day(ahead) for ahead in (-1, 0, 1, 1, 2, 3, 5, 8, 40))))
        self.send(
            "grant", member=self.someone(), unit=unit, amount=self.amount(unit), expires_on=last, reason="x"
        )

    def use(self) -> None:
        unit = self.dice.choice(("allowance", "points"))
        self.send("spend", member=self.someone(), unit=unit, amount=self.amount(unit, 4000))

    def _entry(self, known: dict[str, Any]) -> str:
        entries = list(known)[-30:]
        return "E999999999" if not entries or self.dice.random() < 0.05 else self.dice.choice(entries)

    def give_back_by_hand(self) -> None:
        model = self.model
        (known,) = self.dice.choices((model.spent, model.given, model.paid), (20, 1, 1))
        entry = self._entry(known)
        spending = model.spent.get(entry)
        unit = spending.unit if spending else "points"
        most = max(spending.taken[0][1], 1) if spending else 5
        number = self.dice.randint(1, most + 1)
        self.send("restore", entry=entry, amount=yuan(number) if unit == "allowance" else number, reason="x")

    def take_it_back(self) -> None:
        model = self.model
        (known,) = self.dice.choices((model.given, model.spent, model.paid), (20, 1, 1))
        entry = self._entry(known)
        self.send("contra", entry=entry, reason="x")

    def award(self) -> None:
        rule = "课" if self.dice.random() < 0.95 else "不存在"
        on = self.dice.choice((None, self.day(0), self.day(-2), self.day(1)))
        event = self.dice.choice((None, f"{self.day(0)}", f"{self.day(-1)}"))
        self.send("award", member=self.someone(), rule=rule, on=on, event=event)

    def a_promotion(self) -> None:
        code, by = f"翻倍{self.dice.randint(1, 30)}", self.dice.choice(("2", "1.5", "1.25"))
        told = {"from_": self.day(self.dice.randint(-2, 2)), "to": self.day(self.dice.randint(-1, 3))}
        self.send("add_promotion", code=code, multiplier=by, **told)

    def run_a_policy(self) -> None:
        policy = self.dice.choice(("福利", "积分", "没有"))
        self.send("run_policy", policy=policy, dry_run=self.dice.random() < 0.2)

    # ------------------------------------------------------------ the counter

    def _lines(self) -> list[dict[str, Any]]:
        skus = self.dice.sample(SKUS, self.dice.choice((1, 1, 2, 3)))
        if self.dice.random() < 0.02:
            skus.append("没有")
        return [{"sku": sku, "quantity": self.dice.choice((1, 1, 1, 2, 3))} for sku in skus]

    def _paying(self, member: str, due: int) -> dict[str, Any]:
        """Mostly what is due, to the fen."""
        dice, ratio = self.dice, self.model.settings["points_per_yuan"]
        worth = dice.choice((0, 0, min(due, dice.randint(1, 3000)), due))
        points = min(-(-worth * ratio // 100), max(self.model.ledger.balance(member, "points"), 0))
        left = due - min(points * 100 // ratio, due)
        allowance = min(left, self.model.ledger.balance(member, "allowance"), dice.choice((0, 10**6, 2000)))
        left -= allowance
        fields: dict[str, Any] = {"points": points, "allowance": yuan(allowance)}
        first = dice.randint(0, left)
        for kind, value in zip(
            dice.sample(("cash", "wechat", "alipay", "card"), 2), (first, left - first), strict=True
        ):
            fields[kind] = yuan(value)
        if dice.random() < 0.08:
            spoiled = dice.choice(("cash", "points", "allowance"))
            fields[spoiled] = (
                dice.choice((9999, 1)) if spoiled == "points" else dice.choice(("0.01", "9999.00"))
            )
        return fields

    def _cost(self, lines: list[dict[str, Any]]) -> int:
        known = [(self.model.items.get(line["sku"]), line["quantity"]) for line in lines]
        return sum((item["price"] or 0) * count for item, count in known if item)

    def sell(self) -> None:
        member, lines = self.someone(), self._lines()
        fields = self._paying(member, self._cost(lines))
        on = self.dice.choice((None, None, None, None, self.day(0), self.day(1), self.day(-1)))
        self.send("redeem", member=member, lines=lines, collect=self.dice.random() < 0.6, on=on, **fields)

    def race_for_the_last(self) -> None:
        """Desks sell what is left, one after the other."""
        sku = self.dice.choice(GOODS)
        for _ in range(2):
            member, left = self.someone(), self.model.available(sku)
            lines = [{"sku": sku, "quantity": max(left - self.dice.randint(0, 1), 1)}]
            self.send("redeem", member=member, lines=lines, **self._paying(member, self._cost(lines)))

    def an_order(self, *states: str) -> dict[str, Any] | None:
        orders = self.model.orders[-60:]
        found = (
            [order for order in orders if order["state"] in states] if self.dice.random() < 0.93 else orders
        )
        return self.dice.choice(found) if found else None

    def _with_order(self, command: str, *states: str, **fields: Any) -> None:
        order = self.an_order(*states)
        told = "O999999999" if order is None or self.dice.random() < 0.02 else f"O{order['number']}"
        self.send(command, order=told, **fields)

    def hand_over(self) -> None:
        self._with_order("hand_over", "open")

    def send_off(self) -> None:
        self._with_order("ship", "open", carrier="顺丰")

    def agree_on_a_day(self) -> None:
        on = self.day(self.dice.choice((0, 0, 1, 2, -1)))
        self._with_order("schedule_service", "open", "scheduled", "collected", on=on)

    def give_the_service(self) -> None:
        self._with_order("service_done", "scheduled", "open")

    def limit_the_service(self) -> None:
        sku = self.dice.choice((SERVICE, SERVICE, SERVICE, "杯子", "没有"))
        self.send(
            "set_service_places",
            sku=sku,
            on=self.day(self.dice.randint(0, 2)),
            places=self.dice.randint(0, 4),
        )

    def cancel_an_order(self) -> None:
        self._with_order("cancel_order", "open", "scheduled", reason="x")

    def _back(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        left = [(line["sku"], line["quantity"] - line["returned"]) for line in order["lines"]]
        some = [one for one in left if one[1]] or left
        chosen = self.dice.sample(some, self.dice.randint(1, len(some)))
        more = self.dice.random() < 0.05
        return [
            {"sku": sku, "quantity": self.dice.randint(1, max(count, 1)) + more,
             "condition": self.dice.choice(("resalable", "resalable", "damaged"))}
            for sku, count in chosen
        ]  # fmt: skip

    def take_goods_back(self) -> None:
        order = self.an_order("collected", "shipped", "done", "scheduled")
        if order is not None:
            override = self.dice.choice((None, None, "主任同意"))
            self.send("return_lines", order=f"O{order['number']}", lines=self._back(order), reason="x",
                      override=override)  # fmt: skip

    def change_goods(self) -> None:
        order = self.an_order("collected", "shipped", "done")
        if order is None:
            return
        back, take = self._back(order), self._lines()
        prices = {line["sku"]: line["price"] or 0 for line in order["lines"]}
        due = max(self._cost(take) - sum(prices[line["sku"]] * line["quantity"] for line in back), 0)
        self.send("exchange", order=f"O{order['number']}", back=back, take=take, reason="x",
                  **self._paying(order["member"], due))  # fmt: skip

    def mind_the_shelf(self) -> None:
        command = self.dice.choice(("receive_stock", "receive_stock", "write_off", "count_stock"))
        sku = self.dice.choice((*GOODS, *GOODS, *GOODS, ONLY_POINTS, SERVICE, "没有"))
        quantity = self.dice.choice((0, 1, 2, 5, 8, 12))
        self.send(command, sku=sku, quantity=quantity, **({"reason": "x"} if command == "write_off" else {}))

    def price_anew(self) -> None:
        self.send(
            "change_item", sku=self.dice.choice((*GOODS, SERVICE)), price=yuan(self.dice.choice(PRICES))
        )

    def mind_the_till(self) -> None:
        command = self.dice.choice(("open_shift", "open_shift", "close_shift", "cash_in", "cash_out"))
        amount = yuan(self.dice.choice((0, 500, 10_000)))
        if command == "open_shift":
            self.send(command, float_=amount)
        elif command == "close_shift":
            self.send(command, counted={"cash": amount, "wechat": amount})
        else:
            self.send(command, amount=amount, reason="x")

    def hand_out_to_all(self) -> None:
        dice, sessions = self.dice, [*self.model.sessions][-2:]
        session = dice.choice((*sessions, "没有")) if dice.random() < 0.1 or not sessions else sessions[-1]
        told: dict[str, dict[str, Any]] = {
            "open_hand_out": {
                "code": f"发放{len(self.model.sessions) + dice.randint(0, 1)}", "name": "发放",
                "lines": [{"sku": dice.choice(GOODS), "quantity": 1}],
                "members": dice.sample(list(self.people), 4),
            },
            "hand_out": {"session": session, "member": self.someone()},
            "take_back_hand_out": {"session": session, "member": self.someone()},
            "close_hand_out": {"session": session},
        }  # fmt: skip
        (command,) = dice.choices([*told], [1, 6, 1, 0.3])
        self.send(command, **told[command])

    # ------------------------------------------------------------ time

    def time_jumps(self) -> None:
        """Over midnight, over the end of a week or a month, to the day after; or to about 00:00 of one."""
        now = self.model.now
        midnight = now - (now + 480) % DAY + DAY
        to_monday = (7 - self.today().weekday() - 1) * DAY
        first = (self.today().replace(day=1) + timedelta(days=32)).replace(day=1)
        to_first = ((first - self.today()).days - 1) * DAY
        ahead = self.dice.choices((0, DAY, to_monday, to_first), (6, 2, 1, 0.3))[0]
        self.wait_until(max(now, midnight + ahead + self.dice.choice((-1, 0, 0, 1, 540, 1000))))
        self.publish_ahead()
