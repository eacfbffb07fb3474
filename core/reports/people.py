"""The members: who is on the roll, who came and went, who used the club, and who booked and never came."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from core.booking.records import State
from core.command import Now, Question, question
from core.reports.days import Span, span_of
from core.reports.utilisation import BOOKED, USED
from core.stock.records import name_or_none
from core.wire import Fen, Name


class BookingsOf(NamedTuple):
    """How many bookings a member has in a state."""

    member: int
    state: State
    bookings: int


class OrdersBy(NamedTuple):
    member: int
    orders: int
    total: int


class OnTheRoll(NamedTuple):
    """A member as far as the figures need one."""

    member: int
    department: str | None
    hired_on: date | None
    left_on: date | None

    def there(self, day: date) -> bool:
        """Whether on the roll at the end of a day."""
        hired = self.hired_on is None or self.hired_on <= day
        return hired and (self.left_on is None or day < self.left_on)


class PeopleStore(Protocol):
    """What the figures of the members need of the database."""

    def roll(self) -> Iterable[OnTheRoll]:
        """All members, also those who left."""

    def bookings_by_member(self, span: Span) -> Iterable[BookingsOf]:
        """Of the slots of the span."""

    def members_in_line(self, span: Span) -> Iterable[int]:
        """Who joined the line of a slot of the span; each once."""

    def orders_by_member(self, span: Span) -> Iterable[OrdersBy]: ...

    def newcomers(self, span: Span) -> set[int]:
        """Who have a booking of the span's slots, or an order of its days, and none before them."""


@dataclass(frozen=True, slots=True)
class AskPeople(Question["People"]):
    """`from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFigures:
    """Members; shared accounts are among them.

    before: on the roll when the period began. joined: hired in it. left: gone in it, from their day of
    leaving on. on_roll: on the roll at its end, as far as it is known now; one whose day of hiring is not
    known has always been there.
    active: who booked or joined a line for a slot of the period, whatever became of it, or has an order that
    is dated in it. first_time: of these, whose first booking or order ever lies in it.
    never_came: who have a no-show in it and came to none of their slots.
    bookings: their bookings of the period's slots that are pending, confirmed, checked in, completed or
    no-shows. Bookings, not units: a booking of several places is one.
    buyers: who have an order that is dated in it; orders: how many these are; spent: what they come to, in
    all tenders, whatever became of them.
    """

    before: int = 0
    joined: int = 0
    left: int = 0
    on_roll: int = 0
    active: int = 0
    first_time: int = 0
    never_came: int = 0
    bookings: int = 0
    buyers: int = 0
    orders: int = 0
    spent: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPeople(PeopleFigures):
    """By the department in which a member is now; None: in none."""

    department: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class People(PeopleFigures):
    """The sums, and the same by department."""

    from_: date
    to: date
    departments: tuple[DepartmentPeople, ...]


@question("people")
def ask_people(store: PeopleStore, question: AskPeople, now: Now) -> People:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    deeds, new = _deeds(store, span), store.newcomers(span)
    sums: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for one in store.roll():
        own = sums[one.department]
        _count_roll(own, one, span)
        if one.member in deeds:
            deeds[one.member].count(own)
            own["first_time"] += one.member in new
    whole: Counter[str] = Counter()
    for of_department in sums.values():
        whole.update(of_department)
    return People(
        **_fields(whole),
        from_=question.from_,
        to=question.to,
        departments=tuple(
            DepartmentPeople(**_fields(sums[department]), department=name_or_none(department))
            for department in sorted(sums, key=lambda name: (name is None, name or ""))
            if any(sums[department].values())
        ),
    )


@dataclass(slots=True)
class _Deeds:
    """What a member did in the period."""

    bookings: int = 0
    used: int = 0
    no_shows: int = 0
    orders: int = 0
    spent: int = 0

    def count(self, sums: Counter[str]) -> None:
        sums["active"] += 1
        sums["never_came"] += self.no_shows > 0 and self.used == 0
        sums["bookings"] += self.bookings
        sums["buyers"] += self.orders > 0
        sums["orders"] += self.orders
        sums["spent"] += self.spent


def _deeds(store: PeopleStore, span: Span) -> dict[int, _Deeds]:
    deeds: defaultdict[int, _Deeds] = defaultdict(_Deeds)
    for member, state, bookings in store.bookings_by_member(span):
        own = deeds[member]
        own.bookings += bookings if state in BOOKED else 0
        own.used += bookings if state in USED else 0
        own.no_shows += bookings if state == "no_show" else 0
    for member, orders, total in store.orders_by_member(span):
        deeds[member].orders, deeds[member].spent = orders, total
    for member in store.members_in_line(span):
        deeds[member] = deeds[member]
    return deeds


def _count_roll(sums: Counter[str], one: OnTheRoll, span: Span) -> None:
    hired, left = one.hired_on, one.left_on
    if hired is not None and left is not None and left <= hired:
        return  # never was there
    sums["before"] += one.there(span.first - timedelta(days=1))
    sums["joined"] += hired is not None and span.first <= hired <= span.last
    sums["left"] += left is not None and span.first <= left <= span.last
    sums["on_roll"] += one.there(span.last)


def _fields(sums: Counter[str]) -> dict[str, Any]:
    return {**sums, "spent": Fen(sums["spent"])}
