"""The day close: what was taken and refunded, by tender and shift, and what was beside all shifts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Question, question
from core.counter.money import MONEY, TenderKind
from core.counter.shifts import Shift
from core.errors import invalid
from core.records import ShiftId, order_told
from core.wire import Fen, Name

Day = date
"""`date` under another name, for a class in which a field of that name has a default."""


class TillSum(NamedTuple):
    """What of one kind and tender went through the till of a shift on a day; `shift` None beside all."""

    shift: int | None
    kind: str
    tender: TenderKind
    amount: int


class TillBeside(NamedTuple):
    """Money that was taken or paid out without an open shift."""

    at: Instant
    kind: str
    tender: TenderKind
    amount: int
    order: int | None
    operator: str


class OrderSums(NamedTuple):
    """Orders of a day: how many stand and what they come to, and how many were cancelled since."""

    orders: int
    total: int
    points_total: int
    cancelled: int


class DayCloseStore(Protocol):
    """What the day close needs of the database."""

    def till_of_day(self, day: date) -> list[TillSum]: ...

    def till_beside(self, day: date) -> list[TillBeside]:
        """In order."""

    def shifts_between(self, first: Instant, before: Instant) -> list[Shift]:
        """Those that were open at any moment of [first, before), in order."""

    def till_sums(self, shift: int) -> dict[TenderKind, int]:
        """What a shift must have of each tender."""

    def order_sums(self, day: date) -> OrderSums: ...

    def returns_between(self, first: Instant, before: Instant) -> int:
        """How often something came back."""


@dataclass(frozen=True, slots=True)
class AskDayClose(Question["DayClose"]):
    """Of today unless a day is given."""

    date: Day | None = None


class TenderDay(NamedTuple):
    """Of one tender on the day, in all shifts and beside them; `refunds` are less than nothing."""

    tender: TenderKind
    sales: Fen
    refunds: Fen
    net: Fen


class TenderShift(NamedTuple):
    """Of one tender in a shift: `sales`, `refunds` and `other` (float, put in, taken out) are the day's;
    `expected`, `counted` and `difference` the whole shift's: more than nothing is over (长款), less is short
    (短款)."""

    tender: TenderKind
    sales: Fen
    refunds: Fen
    other: Fen
    expected: Fen
    counted: Fen | None
    difference: Fen | None


class ShiftDay(NamedTuple):
    """A shift that was open on the day."""

    shift: ShiftId
    operator: Name
    opened_at: datetime
    closed_at: datetime | None
    tenders: tuple[TenderShift, ...]
    note: str | None


class BesideTold(NamedTuple):
    at: datetime
    kind: str
    tender: TenderKind
    amount: Fen
    order: str | None
    by: str


@dataclass(frozen=True, slots=True)
class DayClose:
    """`total` and `points_total` are those of the day's `orders`, without what was `cancelled`."""

    date: Day
    tenders: tuple[TenderDay, ...]
    shifts: tuple[ShiftDay, ...]
    beside: tuple[BesideTold, ...]
    orders: int
    total: Fen
    points_total: int
    cancelled: int
    returns: int


@question("day_close")
def ask_day_close(store: DayCloseStore, question: AskDayClose, now: Now) -> DayClose:
    """`invalid` for a day to come."""
    day = question.date or now.today
    if day > now.today:
        raise invalid("date", "future", value=day.isoformat())
    first, before = now.instant_at(day, 0), now.instant_at(day + timedelta(days=1), 0)
    till = store.till_of_day(day)
    orders = store.order_sums(day)
    return DayClose(
        day,
        tuple(_tender_day(till, tender) for tender in MONEY),
        tuple(_shift_day(store, till, shift, now) for shift in store.shifts_between(first, before)),
        tuple(beside_told(line, now) for line in store.till_beside(day)),
        orders.orders,
        Fen(orders.total),
        orders.points_total,
        orders.cancelled,
        store.returns_between(first, before),
    )


def _sum(till: list[TillSum], tender: TenderKind, *kinds: str) -> Fen:
    return Fen(sum(line.amount for line in till if line.tender == tender and line.kind in kinds))


def _tender_day(till: list[TillSum], tender: TenderKind) -> TenderDay:
    sales, refunds = _sum(till, tender, "sale"), _sum(till, tender, "refund")
    return TenderDay(tender, sales, refunds, Fen(sales + refunds))


def _shift_day(store: DayCloseStore, till: list[TillSum], shift: Shift, now: Now) -> ShiftDay:
    own = [line for line in till if line.shift == shift.number]
    expected = store.till_sums(shift.number)
    return ShiftDay(
        ShiftId(shift.number),
        Name(shift.operator),
        now.local_of(shift.opened_at),
        None if shift.closed_at is None else now.local_of(shift.closed_at),
        tuple(_tender_shift(own, tender, expected.get(tender, 0), shift.counted) for tender in MONEY),
        shift.note,
    )


def _tender_shift(
    own: list[TillSum], tender: TenderKind, expected: int, counted: dict[TenderKind, int] | None
) -> TenderShift:
    have = None if counted is None else counted.get(tender, 0)
    return TenderShift(
        tender,
        _sum(own, tender, "sale"),
        _sum(own, tender, "refund"),
        _sum(own, tender, "float", "in", "out"),
        Fen(expected),
        None if have is None else Fen(have),
        None if have is None else Fen(have - expected),
    )


def beside_told(line: TillBeside, now: Now) -> BesideTold:
    return BesideTold(
        now.local_of(line.at),
        line.kind,
        line.tender,
        Fen(line.amount),
        None if line.order is None else order_told(line.order),
        line.operator,
    )
