"""The ledger again, naively: a list of lots and a list of lines, no database, no double entry. Every rule of
domain.md section 7 written a second time, as plainly as can be."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

MIDNIGHT = time(0)


@dataclass
class PlainLot:
    number: int
    member: str
    unit: str
    original: int
    left: int
    granted: date
    last: date | None
    stands_for: int | None = None


@dataclass
class Line:
    """One change of one member's balance."""

    at: datetime
    member: str
    unit: str
    kind: str
    amount: int


@dataclass
class Spending:
    """What was taken from which lot, in order; what went back to each."""

    member: str
    unit: str
    taken: list[tuple[int, int]]
    back: dict[int, int] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - a refusal, as at the desk
    """The code of a refusal."""


class NaiveLedger:
    """Members by staff number; times are local. `now` only goes on."""

    def __init__(self, now: datetime, *, grace: int | None = 30) -> None:
        self.now = now
        self.grace = grace
        self.lots: list[PlainLot] = []
        self.lines: list[Line] = []
        self.leaving: dict[str, date] = {}

    @property
    def today(self) -> date:
        return self.now.date()

    def advance(self, to: datetime) -> None:
        """Midnight after midnight: what lapses, lapses; who leaves, loses the rest."""
        day = self.today
        while day < to.date():
            day += timedelta(days=1)
            midnight = datetime.combine(day, MIDNIGHT)
            for lot in self.lots:
                if lot.left and lot.last is not None and lot.last < day:
                    self._take(lot, lot.left, "expired", midnight)
            for member, left_on in self.leaving.items():
                if left_on == day:
                    self._recall(member, midnight)
        self.now = to

    def grant(self, member: str, unit: str, amount: int, last: date | None) -> int:
        if last is not None and last < self.today:
            raise Refused("already_lapsed")
        self._require_here(member)
        return self._add(member, unit, amount, last, "granted").number

    def spend(self, member: str, unit: str, amount: int) -> Spending:
        self._require_here(member)
        live = [lot for lot in self.lots if lot.member == member and lot.unit == unit and lot.left]
        live.sort(key=lambda lot: (lot.last is None, lot.last or self.today, lot.granted, lot.number))
        if sum(lot.left for lot in live) < amount:
            raise Refused(f"insufficient_{unit}")
        taken = []
        for lot in live:
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                taken.append((lot.number, part))
        self._line(member, unit, "spent", -sum(part for _, part in taken))
        return Spending(member, unit, taken)

    def restore(self, spending: Spending, amount: int) -> list[tuple[int, int]]:
        """Into which lots, in order, how much."""
        self._require_here(spending.member)
        if amount > self.unreturned(spending):
            raise Refused("too_many")
        self._line(spending.member, spending.unit, "restored", amount)
        lapsed, went = 0, []
        for number, part in reversed(spending.taken):
            given = min(part - spending.back.get(number, 0), amount)
            if not given:
                continue
            amount -= given
            spending.back[number] = spending.back.get(number, 0) + given
            lot = self.lots[number - 1]
            into = number
            if lot.last is None or lot.last >= self.today:
                lot.left += given
            elif self.grace is None:
                lapsed += given
            else:
                last = self.today + timedelta(days=self.grace)
                into = len(self.lots) + 1
                self.lots.append(
                    PlainLot(into, lot.member, lot.unit, given, given, self.today, last, lot.number)
                )
            went.append((into, given))
        if lapsed:
            self._line(spending.member, spending.unit, "expired", -lapsed)
        return went

    @staticmethod
    def unreturned(spending: Spending) -> int:
        return sum(part for _, part in spending.taken) - sum(spending.back.values())

    def contra(self, number: int, reversed_: set[int]) -> None:
        lot = self.lots[number - 1]
        if number in reversed_:
            raise Refused("already_reversed")
        if lot.left < lot.original:
            raise Refused("already_spent")
        reversed_.add(number)
        self._take(lot, lot.left, "reversed", self.now)

    def leave(self, member: str, on: date) -> None:
        self.leaving[member] = on
        if on <= self.today:
            self._recall(member, self.now)

    def balance(self, member: str, unit: str) -> int:
        return sum(line.amount for line in self.lines if (line.member, line.unit) == (member, unit))

    def _require_here(self, member: str) -> None:
        if member in self.leaving and self.leaving[member] <= self.today:
            raise Refused("member_left")

    def _recall(self, member: str, at: datetime) -> None:
        for unit in ("allowance", "points"):
            lots = [lot for lot in self.lots if (lot.member, lot.unit) == (member, unit)]
            total = sum(lot.left for lot in lots)
            for lot in lots:
                lot.left = 0
            if total:
                self._line(member, unit, "recalled", -total, at)

    def _add(self, member: str, unit: str, amount: int, last: date | None, kind: str) -> PlainLot:
        lot = PlainLot(len(self.lots) + 1, member, unit, amount, amount, self.today, last)
        self.lots.append(lot)
        self._line(member, unit, kind, amount)
        return lot

    def _take(self, lot: PlainLot, amount: int, kind: str, at: datetime) -> None:
        lot.left -= amount
        self._line(lot.member, lot.unit, kind, -amount, at)

    def _line(self, member: str, unit: str, kind: str, amount: int, at: datetime | None = None) -> None:
        self.lines.append(Line(at or self.now, member, unit, kind, amount))
