"""The tills of those who stand at the counter."""

from tests.support.model.purses import fen, yuan
from tests.support.model.records import Fields, Records, Refused
from tests.support.model.shelf import at_least

MONEY = ("cash", "wechat", "alipay", "card")


class TillRoom(Records):
    def __init__(self, local: str) -> None:
        super().__init__(local)
        self.operator = "owner"
        """Who stands at the desk that is spoken to."""
        self.shifts: dict[str, Fields] = {}
        """The open ones, by operator: number, and fen of each tender."""

    def into_till(self, money: dict[str, int]) -> None:
        if self.operator in self.shifts:
            for kind, value in money.items():
                self.shifts[self.operator][kind] += value

    def open_shift(self, *, float_: str = "0") -> Fields:
        at_least(0, fen(float_))
        if self.operator in self.shifts:
            raise Refused("wrong_state")
        self.made["S"] = self.made.get("S", 0) + 1
        shift = {"number": self.made["S"], "cash": fen(float_), "wechat": 0, "alipay": 0, "card": 0}
        self.shifts[self.operator] = shift
        return {"shift": f"S{shift['number']}"}

    def _shift(self) -> Fields:
        if self.operator not in self.shifts:
            raise Refused("wrong_state")
        return self.shifts[self.operator]

    def close_shift(self, *, counted: Fields) -> Fields:
        shift = self._shift()
        at_least(0, fen(counted["cash"]))
        del self.shifts[self.operator]
        difference = {kind: yuan(fen(counted.get(kind, "0")) - shift[kind]) for kind in MONEY}
        return {"shift": f"S{shift['number']}", "expected": _money(shift), "difference": difference}

    def cash_in(self, *, amount: str, reason: str) -> Fields:
        at_least(1, fen(amount))
        self._shift()["cash"] += fen(amount)
        return {"expected": _money(self._shift())}

    def cash_out(self, *, amount: str, reason: str) -> Fields:
        if fen(amount) > self._shift()["cash"]:
            raise Refused("insufficient_cash")
        at_least(1, fen(amount))
        self._shift()["cash"] -= fen(amount)
        return {"expected": _money(self._shift())}


def _money(shift: Fields) -> Fields:
    return {kind: yuan(shift[kind]) for kind in MONEY}
