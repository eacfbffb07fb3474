"""Members: bookings and lines by their slot's day, orders by theirs."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal_column, select, union

from core.reports.days import Span
from core.reports.people import BookingsOf, OnTheRoll, OrdersBy
from storage.booking import booking
from storage.columns import day_or_none
from storage.counter.tables import orders
from storage.members import member
from storage.schedule import slot
from storage.statement import Statement, given
from storage.waitlist import waitlist

_SLOTS = slot.c.day.between(given("first"), given("last"))
_DAYS = ("first", "last")

_BOOKINGS = Statement(
    select(booking.c.member_id, booking.c.state, func.count())
    .select_from(slot.join(booking, booking.c.slot_id == slot.c.id))
    .where(_SLOTS)
    .group_by(booking.c.member_id, booking.c.state),
    *_DAYS,
)
_IN_LINE = Statement(
    select(waitlist.c.member_id)
    .select_from(slot.join(waitlist, waitlist.c.slot_id == slot.c.id))
    .where(_SLOTS)
    .distinct(),
    *_DAYS,
)
_ORDERS = Statement(
    select(orders.c.member_id, func.count(), func.sum(orders.c.total))
    .where(orders.c.day.between(given("first"), given("last")))
    .group_by(orders.c.member_id),
    *_DAYS,
)
_one: ColumnElement[int] = literal_column("1")
_who = union(
    select(booking.c.member_id).select_from(slot.join(booking, booking.c.slot_id == slot.c.id)).where(_SLOTS),
    select(orders.c.member_id).where(orders.c.day.between(given("first"), given("last"))),
).subquery("who")
_NEW = Statement(
    select(_who.c.member_id).where(
        ~exists(_one).where(booking.c.member_id == _who.c.member_id, booking.c.day < given("first")),
        ~exists(_one).where(orders.c.member_id == _who.c.member_id, orders.c.day < given("first")),
    ),
    *_DAYS,
)
_ROLL = Statement(select(member.c.id, member.c.department, member.c.hired_on, member.c.left_on))


class PeopleQueries:
    """What looks at who used the club; what the methods promise stands with core's protocol."""

    connection: Any

    def bookings_by_member(self, span: Span) -> Iterator[BookingsOf]:
        for row in _BOOKINGS.run(self.connection, *span.days):
            yield BookingsOf(*row)

    def members_in_line(self, span: Span) -> Iterator[int]:
        for row in _IN_LINE.run(self.connection, *span.days):
            yield row[0]

    def orders_by_member(self, span: Span) -> Iterator[OrdersBy]:
        for row in _ORDERS.run(self.connection, *span.days):
            yield OrdersBy(*row)

    def newcomers(self, span: Span) -> set[int]:
        return {row[0] for row in _NEW.run(self.connection, *span.days)}

    def roll(self) -> Iterator[OnTheRoll]:
        for number, department, hired_on, left_on in _ROLL.run(self.connection):
            yield OnTheRoll(number, department, day_or_none(hired_on), day_or_none(left_on))
