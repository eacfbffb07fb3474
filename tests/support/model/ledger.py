"""The ledger again, naively: a list of lots and a list of lines, no database, no double entry. Every rule of
domain.md section 7 written a second time, as plainly as can be."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.support.model.records import Refused

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
    entry: int = 0
    """By which it was given."""


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
    entry: int = 0
    back: dict[int, int] = field(default_factory=dict)


class NaiveLedger:
    """Members by staff number; times are local. `now` only goes on."""

    def __init__(self, now: datetime, *, grace: int | None = 30) -> None:
        self.now = now
        self.grace = grace
        self.lots: list[PlainLot] = []
        self.lines: list[Line] | deque[Line] = []
        self.leaving: dict[str, date] = {}
        self.recalls: dict[date, set[str]] = defaultdict(set)
        """On which day the balances of whom are taken back."""
        self.earned: dict[str, tuple[date, str, int]] = {}
        """By order: from which day on its points can be used, by whom, and how many they are."""
        self.living: dict[tuple[str, str], list[PlainLot]] = defaultdict(list)
        """The lots of a member and unit that have something, in no order."""
        self.sums: Counter[tuple[str, str]] = Counter()
        self.entries = 0
        """How many sides all postings have: two for each change of a balance."""
        self.counts = Counter[str]()
        """What happened by itself."""
        self.touched: set[int] = set()
        """The numbers of the lots that changed since somebody emptied this."""

    @property
    def today(self) -> date:
        return self.now.date()

    def advance(self, to: datetime) -> None:
        """Midnight after midnight: what lapses, lapses; who leaves, loses the rest."""
        day = self.today
        while day < to.date():
            day += timedelta(days=1)
            self.now = datetime.combine(day, MIDNIGHT)
            for lot in sorted(self._all_living(), key=lambda lot: lot.number):
                if lot.last is not None and lot.last < day:
                    self._take(lot, lot.left, "expired")
                    self.counts["lots_lapsed"] += 1
            for member in sorted(self.recalls.pop(day, ())):
                self._recall(member)
                self.counts["recalled"] += 1
            ripe = [order for order, (on, *_) in self.earned.items() if on <= day]
            for order in sorted(ripe, key=lambda order: int(order[1:])):
                self._unlock(order)
        self.now = to

    def _all_living(self) -> list[PlainLot]:
        return [lot for lots in self.living.values() for lot in lots if lot.left]

    def grant(self, member: str, unit: str, amount: int, last: date | None) -> int:
        if last is not None and last < self.today:
            raise Refused("already_lapsed")
        self._require_here(member)
        return self.give(member, unit, amount, last, "granted").number

    def spend(self, member: str, unit: str, amount: int) -> Spending:
        self._require_here(member)
        live = self.living[member, unit]
        live.sort(key=lambda lot: (lot.last is None, lot.last or self.today, lot.granted, lot.number))
        if sum(lot.left for lot in live) < amount:
            raise Refused(f"insufficient_{unit}")
        taken = []
        for lot in live:
            part = min(lot.left, amount)
            if part:
                self._fill(lot, -part)
                amount -= part
                taken.append((lot.number, part))
        self.living[member, unit] = [lot for lot in live if lot.left]
        entry = self._line(member, unit, "spent", -sum(part for _, part in taken))
        return Spending(member, unit, taken, entry)

    def restore(self, spending: Spending, amount: int) -> list[tuple[int, int]]:
        """Into which lots, in order, how much."""
        self._require_here(spending.member)
        if amount > self.unreturned(spending):
            raise Refused("too_many")
        return self.put_back(spending, amount)

    def put_back(self, spending: Spending, amount: int) -> list[tuple[int, int]]:
        """As `restore`, whether or not the member has left."""
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
                self._revive(lot)
                self._fill(lot, given)
            elif self.grace is None:
                lapsed += given
            else:
                last = self.today + timedelta(days=self.grace)
                into = self._new(lot.member, lot.unit, given, last, lot.number).number
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
        self._take(lot, lot.left, "reversed")

    def leave(self, member: str, on: date) -> None:
        self.leaving[member] = on
        if on <= self.today:
            self.recall(member)
        else:
            self._forget_recall(member)
            self.recalls[on].add(member)

    def earn(self, order: str, member: str, points: int, on: date | None) -> None:
        """Points that can be used from a day on, or from one that is not known yet."""
        self.entries += 2
        self.earned[order] = (on or date.max, member, points)

    def forfeit(self, order: str, points: int) -> None:
        """Takes back so many of the points that nobody could use yet."""
        on, member, earned = self.earned[order]
        self.entries += 2
        self.earned[order] = (on, member, earned - points)

    def _unlock(self, order: str) -> None:
        _, member, points = self.earned.pop(order)
        self.counts["unlocked"] += 1
        if points and self.has_left(member):
            self.entries += 2
        elif points:
            self.give(member, "points", points, months_after(self.today, 12), "unlocked")

    def balance(self, member: str, unit: str) -> int:
        return self.sums[member, unit]

    def has_left(self, member: str) -> bool:
        return member in self.leaving and self.leaving[member] <= self.today

    def _require_here(self, member: str) -> None:
        if self.has_left(member):
            raise Refused("member_left")

    def recall(self, member: str) -> None:
        """At once, and not again on the day that was set before."""
        self._forget_recall(member)
        self._recall(member)

    def _forget_recall(self, member: str) -> None:
        for members in self.recalls.values():
            members.discard(member)

    def _recall(self, member: str) -> None:
        for unit in ("allowance", "points"):
            lots = self.living.pop((member, unit), [])
            total = sum(lot.left for lot in lots)
            for lot in lots:
                self._fill(lot, -lot.left)
            if total:
                self._line(member, unit, "recalled", -total)

    def _new(
        self, member: str, unit: str, amount: int, last: date | None, stands_for: int | None = None
    ) -> PlainLot:
        number = len(self.lots) + 1
        lot = PlainLot(number, member, unit, amount, amount, self.today, last, stands_for)
        self.lots.append(lot)
        self.living[member, unit].append(lot)
        self.touched.add(number)
        return lot

    def give(self, member: str, unit: str, amount: int, last: date | None, kind: str) -> PlainLot:
        lot = self._new(member, unit, amount, last)
        lot.entry = self._line(member, unit, kind, amount)
        return lot

    def _fill(self, lot: PlainLot, amount: int) -> None:
        lot.left += amount
        self.touched.add(lot.number)

    def _revive(self, lot: PlainLot) -> None:
        if not lot.left and lot not in self.living[lot.member, lot.unit]:
            self.living[lot.member, lot.unit].append(lot)

    def _take(self, lot: PlainLot, amount: int, kind: str) -> None:
        self._fill(lot, -amount)
        self.living[lot.member, lot.unit].remove(lot)
        self._line(lot.member, lot.unit, kind, -amount)

    def _line(self, member: str, unit: str, kind: str, amount: int) -> int:
        """The number of the member's entry; the other side has the next."""
        self.entries += 2
        self.sums[member, unit] += amount
        self.lines.append(Line(self.now, member, unit, kind, amount))
        return self.entries - 1


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(last, first + timedelta(days=day.day - 1))
