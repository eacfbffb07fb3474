"""What was taken and given back, day by day and tender by tender, and how the shifts' counts came out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Question, question
from core.counter.money import MONEY, TENDERS, TenderKind
from core.counter.records import OrderFinder
from core.counter.shifts import Counted, Shift
from core.ledger.records import Unit
from core.reports.days import Span, span_of
from core.reports.given_back import GivingBack, went_back
from core.wire import Fen

NO_YUAN = Fen(0)


class PartsOfDay(NamedTuple):
    """What the orders of a day were paid with, of one tender."""

    day: date
    kind: TenderKind
    value: int
    points: int


class OrdersOfDay(NamedTuple):
    """`points_total`: what was sold for points alone."""

    day: date
    orders: int
    points_total: int


class TillOfDay(NamedTuple):
    """What of one kind and tender went through the tills of a day, in shifts or beside all of them."""

    day: date
    beside: bool
    kind: str
    tender: TenderKind
    amount: int


class Posted(NamedTuple):
    """What the ledger took for orders, and gave back for them: fen of allowance, or points."""

    spent: int = 0
    restored: int = 0


class TakingsStore(OrderFinder, Protocol):
    """What the takings need of the database."""

    def orders_of_days(self, span: Span) -> Iterable[OrdersOfDay]: ...

    def parts_of_days(self, span: Span) -> Iterable[PartsOfDay]:
        """With what moved to an order from another one."""

    def orders_given_back(self, span: Span) -> list[int]:
        """Orders of which something came back, or that were cancelled, at an instant of the span."""

    def givings_back(self, order: int) -> list[GivingBack]:
        """All that came back of an order, in order; of a cancelled one its whole."""

    def till_of_days(self, span: Span) -> Iterable[TillOfDay]: ...

    def shifts_between(self, first: Instant, before: Instant) -> list[Shift]:
        """Those that were open at any moment of [first, before), in order."""

    def till_sums(self, shift: int) -> dict[TenderKind, int]:
        """What a shift must have of each tender."""

    def posted_for_orders(self, span: Span) -> dict[Unit, Posted]: ...


@dataclass(frozen=True, slots=True)
class AskTakings(Question["Takings"]):
    """`from` and `to` included."""

    from_: date
    to: date


class Taken(NamedTuple):
    """Yuan; `refunds` are less than nothing."""

    sales: Fen = NO_YUAN
    refunds: Fen = NO_YUAN
    net: Fen = NO_YUAN


class PointsTaken(NamedTuple):
    """Points; `refunds` are less than nothing."""

    sales: int = 0
    refunds: int = 0
    net: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingsFigures:
    """orders: those that are dated on the day.
    Of each tender what was taken for the orders of the day (sales), what was given back on the day for what
    was returned or cancelled, whenever it was sold (refunds), and both together (net). What moved from one
    order to another by an exchange was neither taken nor given back.
    points: all points that were paid, those for what is sold for points alone among them; points_value: what
    the others were worth in yuan.
    total: all tenders together, points by their value.
    difference: counted less expected, of the shifts that were closed on the day: more than nothing is over
    (长款), less is short (短款).
    outside: money that was taken, less what was given back, without an open shift.
    """

    orders: int
    points: PointsTaken
    points_value: Taken
    allowance: Taken
    cash: Taken
    wechat: Taken
    alipay: Taken
    card: Taken
    total: Taken
    difference: Counted
    outside: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingsDay(TakingsFigures):
    date: date


class TillTaken(NamedTuple):
    """The same of one tender as the tills have it."""

    tender: TenderKind
    sales: Fen
    refunds: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings(TakingsFigures):
    """The sums, and each day of the period that has begun.

    till: what the tills took and gave back.
    allowance_posted, points_posted: what the ledger has of orders: spent, restored (less than nothing).
    told_back, kept_back: what went back of the orders that something came back of in the period, ever, told
    again from their returns and as it is kept with their tenders.
    """

    from_: date
    to: date
    days: tuple[TakingsDay, ...]
    till: tuple[TillTaken, ...]
    allowance_posted: Taken
    points_posted: PointsTaken
    told_back: Fen
    kept_back: Fen


@question("takings")
def ask_takings(store: TakingsStore, question: AskTakings, now: Now) -> Takings:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    sums: defaultdict[date, _Sum] = defaultdict(_Sum)
    for day, orders, points in store.orders_of_days(span):
        sums[day].orders += orders
        sums[day].points["sales"] += points
    for day, kind, value, points in store.parts_of_days(span):
        sums[day].take(kind, value, points)
    told_back, kept_back = _count_back(store, span, sums, now)
    till: Counter[tuple[TenderKind, str]] = Counter()
    for line in store.till_of_days(span):
        till[line.tender, line.kind] += line.amount
        if line.beside:
            sums[line.day].outside += line.amount
    for shift in store.shifts_between(span.begin, span.end):
        _count_shift(store, span, sums, shift, now)
    whole = _Sum()
    for one in sums.values():
        whole.add(one)
    posted = store.posted_for_orders(span)
    allowance, points_posted = posted.get("allowance", Posted()), posted.get("points", Posted())
    return Takings(
        **whole.told(),
        from_=question.from_,
        to=question.to,
        days=tuple(TakingsDay(**sums[day].told(), date=day) for day in _days(span, now)),
        till=tuple(TillTaken(kind, Fen(till[kind, "sale"]), Fen(till[kind, "refund"])) for kind in MONEY),
        allowance_posted=_taken(allowance.spent, -allowance.restored),
        points_posted=PointsTaken(
            points_posted.spent, -points_posted.restored, points_posted.spent - points_posted.restored
        ),
        told_back=Fen(told_back),
        kept_back=Fen(kept_back),
    )


class _Sum:
    """The figures of a day while they are added up."""

    def __init__(self) -> None:
        self.orders = 0
        self.outside = 0
        self.points: Counter[str] = Counter()
        self.values: Counter[tuple[TenderKind, str]] = Counter()
        self.difference: Counter[TenderKind] = Counter()

    def take(self, kind: TenderKind, value: int, points: int) -> None:
        self.values[kind, "sales"] += value
        self.points["sales"] += points

    def give_back(self, kind: TenderKind, value: int, points: int) -> None:
        self.values[kind, "refunds"] -= value
        self.points["refunds"] -= points

    def add(self, other: "_Sum") -> None:
        self.orders += other.orders
        self.outside += other.outside
        self.points.update(other.points)
        self.values.update(other.values)
        self.difference.update(other.difference)

    def told(self) -> dict[str, Any]:
        """The fields of `TakingsFigures`."""
        sums = [(kind, self.values[kind, "sales"], self.values[kind, "refunds"]) for kind in TENDERS]
        tenders: dict[str, Taken] = {
            "points_value" if kind == "points" else kind: _taken(sales, refunds)
            for kind, sales, refunds in sums
        }
        sales, refunds = self.points["sales"], self.points["refunds"]
        return {
            "orders": self.orders,
            "points": PointsTaken(sales, refunds, sales + refunds),
            **tenders,
            "total": _taken(sum(one[1] for one in sums), sum(one[2] for one in sums)),
            "difference": Counted(*(Fen(self.difference[kind]) for kind in MONEY)),
            "outside": Fen(self.outside),
        }


def _taken(sales: int, refunds: int) -> Taken:
    return Taken(Fen(sales), Fen(refunds), Fen(sales + refunds))


def _days(span: Span, now: Now) -> list[date]:
    """Those that have begun."""
    last = min(span.last, now.today)
    return [span.first + timedelta(days=number) for number in range((last - span.first).days + 1)]


def _count_back(store: TakingsStore, span: Span, sums: dict[date, _Sum], now: Now) -> tuple[int, int]:
    """Counts what was given back in the span; what went back of these orders ever, told again and as kept."""
    told = kept = 0
    for number in store.orders_given_back(span):
        order = store.order(number)
        assert order is not None  # noqa: S101 - it was found a moment ago
        kept += sum(part.value_back for part in order.parts)
        for at, back, moved, points in went_back(order, store.givings_back(number)):
            told += sum(one.value for one in (*back, *moved))
            if not span.begin <= at < span.end:
                continue
            day = sums[now.local_of(at).date()]
            day.points["refunds"] -= points
            for one in back:
                day.give_back(one.part.kind, one.value, one.points)
            for one in moved:  # it stands among the tenders of the other order, which is of the same day
                day.take(one.part.kind, -one.value, -one.points)
    return told, kept


def _count_shift(store: TakingsStore, span: Span, sums: dict[date, _Sum], shift: Shift, now: Now) -> None:
    """The differences of a shift stand with the day on which it was closed."""
    if shift.closed_at is None or shift.counted is None or not span.begin <= shift.closed_at < span.end:
        return
    day, expected = sums[now.local_of(shift.closed_at).date()], store.till_sums(shift.number)
    for kind in MONEY:
        day.difference[kind] += shift.counted.get(kind, 0) - expected.get(kind, 0)
