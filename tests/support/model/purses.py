"""What members have to spend: the naive ledger behind the commands, with rules, promotions and policies."""

from collections import deque
from datetime import date
from fractions import Fraction
from typing import Any

from tests.support.model.club import MembersRoom
from tests.support.model.ledger import NaiveLedger, PlainLot, Spending, months_after
from tests.support.model.records import Fields, Refused

UNITS = ("allowance", "points")


def yuan(fen: int) -> str:
    """`12.50` for 1250 fen."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen(told: str) -> int:
    """1250 for `12.5`."""
    return int(Fraction(told) * 100)


def told_in(unit: str, number: int) -> Any:
    return yuan(number) if unit == "allowance" else number


def number_in(unit: str, told: Any) -> int:
    """At least one."""
    number = fen(told) if unit == "allowance" else int(told)
    if number < 1:
        raise Refused("invalid")
    return number


class PursesRoom(MembersRoom):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.settings |= {"points_per_yuan": 100, "return_days": 7, "purchase_points_per_yuan": 0,
                          "lapsed_refund": "grace", "grace_days": 30}  # fmt: skip
        self.ledger = NaiveLedger(self.local(self.now))
        self.ledger.lines = deque(maxlen=100)
        self.given: dict[str, PlainLot] = {}
        """Grants and awards by their entry."""
        self.reversed: set[int] = set()
        self.spent: dict[str, Spending] = {}
        """What was spent by hand, by its entry."""
        self.paid: dict[str, Spending] = {}
        """What was spent at the counter."""
        self.rules: dict[str, Fields] = {}
        self.promotions: dict[str, Fields] = {}
        self.awarded: dict[tuple[str, str, str], PlainLot] = {}
        self.policies: dict[str, Fields] = {}
        self.granted: set[tuple[str, str, str]] = set()
        """Policy, period and member."""

    def change_settings(self, **fields: Any) -> Fields:
        told: Fields = super().change_settings(**fields)  # type: ignore[misc]  # of the club's room
        grace = self.settings["lapsed_refund"] == "grace"
        self.ledger.grace = self.settings["grace_days"] if grace else None
        return told

    def member_leaves(self, *, staff_no: str, on: str | None = None) -> Fields:
        told = super().member_leaves(staff_no=staff_no, on=on)
        day = self.ledger.today if on is None else date.fromisoformat(on)
        before = {unit: self.ledger.balance(staff_no, unit) for unit in UNITS}
        self.ledger.leave(staff_no, day)
        now = day <= self.ledger.today
        return told | {"recalled": {unit: told_in(unit, before[unit] if now else 0) for unit in UNITS}}

    def leave_aside(self) -> None:
        """What was given and spent long ago is not asked about any more."""
        self.given = dict([*self.given.items()][-60:])
        self.spent = dict([*self.spent.items()][-60:])
        self.paid = dict([*self.paid.items()][-60:])

    # ------------------------------------------------------------ giving and taking

    def grant(
        self, *, member: str, unit: str, amount: Any, reason: str, expires_on: str | None = None
    ) -> Fields:
        self.member(member)
        number = number_in(unit, amount)
        last = None if expires_on is None else date.fromisoformat(expires_on)
        lot = self.ledger.lots[self.ledger.grant(member, unit, number, last) - 1]
        self.given[f"E{lot.entry}"] = lot
        return self._given(lot)

    def _given(self, lot: PlainLot) -> Fields:
        balance = told_in(lot.unit, self.ledger.balance(lot.member, lot.unit))
        return {"lot": f"L{lot.number}", "balance": balance, "entry": f"E{lot.entry}"}

    def spend(self, *, member: str, unit: str, amount: Any) -> Fields:
        self.member(member)
        spending = self.ledger.spend(member, unit, number_in(unit, amount))
        self.spent[f"E{spending.entry}"] = spending
        lots = [{"lot": f"L{lot}", "amount": told_in(unit, -part)} for lot, part in spending.taken]
        balance = told_in(unit, self.ledger.balance(member, unit))
        return {"entry": f"E{spending.entry}", "lots": lots, "balance": balance}

    def restore(self, *, entry: str, amount: Any, reason: str) -> Fields:
        if entry in self.given or entry in self.paid:
            raise Refused("wrong_state")
        if entry not in self.spent:
            raise Refused("unknown_entry")
        spending = self.spent[entry]
        back = self.ledger.restore(spending, number_in(spending.unit, amount))
        lots = [{"lot": f"L{lot}", "amount": told_in(spending.unit, part)} for lot, part in back]
        balance = told_in(spending.unit, self.ledger.balance(spending.member, spending.unit))
        return {"lots": lots, "balance": balance}

    def contra(self, *, entry: str, reason: str) -> Fields:
        if entry in self.spent or entry in self.paid:
            raise Refused("wrong_state")
        if entry not in self.given:
            raise Refused("unknown_entry")
        lot = self.given[entry]
        self.ledger.contra(lot.number, self.reversed)
        balance = told_in(lot.unit, self.ledger.balance(lot.member, lot.unit))
        return {"entry": f"E{self.ledger.entries - 1}", "balance": balance}

    # ------------------------------------------------------------ rules

    def add_earning_rule(
        self, *, code: str, name: str, points: int, expires_months: int | None = 12
    ) -> Fields:
        if code in self.rules:
            raise Refused("exists")
        self.rules[code] = {"points": points, "months": expires_months}
        return {"code": code}

    def add_promotion(self, *, code: str, from_: str, to: str, multiplier: str) -> Fields:
        if to < from_:
            raise Refused("invalid")
        if code in self.promotions:
            raise Refused("exists")
        self.promotions[code] = {"from": from_, "to": to, "by": Fraction(multiplier)}
        return {"code": code}

    def award(self, *, member: str, rule: str, on: str | None = None, event: str | None = None) -> Fields:
        if rule not in self.rules:
            raise Refused("unknown_rule")
        self.member(member)
        known = None if event is None else self.awarded.get((rule, member, event))
        if known is not None:
            balance = self.ledger.balance(member, "points")
            told = {"points": known.original, "lot": f"L{known.number}", "balance": balance}
            return told | {"repeated": True}
        day = on or self.today()
        if day > self.today():
            raise Refused("invalid")
        if self.ledger.has_left(member):
            raise Refused("member_left")
        over = [one["by"] for one in self.promotions.values() if one["from"] <= day <= one["to"]]
        points = int(self.rules[rule]["points"] * max(over, default=Fraction(1)))
        if not points:
            raise Refused("invalid")
        months = self.rules[rule]["months"]
        last = None if months is None else months_after(self.ledger.today, months)
        lot = self.ledger.give(member, "points", points, last, "awarded")
        self.given[f"E{lot.entry}"] = lot
        if event is not None:
            self.awarded[rule, member, event] = lot
        return {"points": points, "repeated": False} | self._given(lot)

    # ------------------------------------------------------------ policies

    def add_policy(
        self, *, code: str, unit: str, every: str, base: Any, by_grade: Fields, valid_months: int
    ) -> Fields:
        if code in self.policies:
            raise Refused("exists")
        numbers = {grade: number_in(unit, amount) for grade, amount in by_grade.items()}
        self.policies[code] = {
            "unit": unit, "every": every, "base": number_in(unit, base), "by_grade": numbers,
            "months": valid_months,
        }  # fmt: skip
        return {"code": code}

    def run_policy(self, *, policy: str, dry_run: bool = False) -> Fields:
        """Once a member and month, to everybody but guests and those who have left."""
        if policy not in self.policies:
            raise Refused("unknown_policy")
        terms, month = self.policies[policy], self.today()[:7]
        last = months_after(self.ledger.today, terms["months"])
        here = [
            (staff_no, member)
            for staff_no, member in sorted(self.members.items())
            if not member["shared"] and not self.ledger.has_left(staff_no)
        ]
        new = [one for one in here if (policy, month, one[0]) not in self.granted]
        total = 0
        for staff_no, member in new:
            amount = terms["by_grade"].get(member.get("grade"), terms["base"])
            total += amount
            if not dry_run:
                lot = self.ledger.give(staff_no, terms["unit"], amount, last, "granted")
                self.given[f"E{lot.entry}"] = lot
                self.granted.add((policy, month, staff_no))
        return {
            "granted": len(new), "skipped": len(here) - len(new), "period": month,
            "total": told_in(terms["unit"], total), "expires_on": last.isoformat(),
        }  # fmt: skip
