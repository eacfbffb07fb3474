"""The queue of due things, over all tables that something can be due in, and what was set aside."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select, union_all
from sqlalchemy import text as sql_text
from sqlmodel import SQLModel

from core.clock import Instant
from core.due import DueKind, DueThing
from storage import driver
from storage.booking import booking, rest_booking
from storage.columns import STRICT, number, table_of, text
from storage.counter import orders, rest_order
from storage.ledger import lot, policy, rest_lot, rest_policy
from storage.members import member, rest_member
from storage.statement import Statement, given
from storage.waitlist import rest_entry, waitlist

_RESTS: dict[DueKind, Callable[[Any, int], None]] = {
    DueKind.OFFER_ENDS: rest_entry,
    DueKind.RECONSIDER: rest_entry,
    DueKind.LAPSE: rest_entry,
    DueKind.LOT_LAPSES: rest_lot,
    DueKind.RUNS_OUT: rest_lot,
    DueKind.RECALL: rest_member,
    DueKind.UNLOCK: rest_order,
    DueKind.CLEAR: rest_policy,
    DueKind.RUN_POLICY: rest_policy,
}
"""What falls due of something else than a booking."""


class SetAsideTable(SQLModel, table=True):
    """Due things that could not be done."""

    __tablename__ = "set_aside"
    __table_args__ = (STRICT,)

    id: int | None = number(default=None, primary_key=True)
    due_at: int = number()
    due_kind: int = number()
    record: int = number()
    reason: str = text()


set_aside = table_of(SetAsideTable)

_NEXT = Statement(
    union_all(
        *(
            select(table.c.due_at, table.c.due_kind, table.c.id).where(table.c.due_at <= given("until"))
            for table in (waitlist, booking, lot, member, policy, orders)
        )
    )
    .order_by(sql_text("1, 2, 3"))
    .limit(1),
    "until",
)
"""The least of all tables that something can be due in. One statement, which SQLite merges out of their
indexes: it is asked before every command."""

_ASIDE = ("due_at", "due_kind", "record", "reason")
_SET_ASIDE = Statement(insert(set_aside).values({name: given(name) for name in _ASIDE}), *_ASIDE)
_ASIDES = Statement(select(*(set_aside.c[name] for name in _ASIDE)).order_by(set_aside.c.id))


class DueQueries:
    """The due part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def next_due(self, until: Instant) -> DueThing | None:
        row = _NEXT.run(self.connection, until).fetchone()
        return None if row is None else DueThing(row[0], DueKind(row[1]), row[2])

    def is_trouble(self, error: Exception) -> bool:
        return driver.is_trouble(error)

    def set_aside(self, thing: DueThing, reason: str) -> None:
        _RESTS.get(thing.kind, rest_booking)(self.connection, thing.number)
        _SET_ASIDE.run(self.connection, thing.at, int(thing.kind), thing.number, reason)

    def things_set_aside(self) -> list[tuple[DueThing, str]]:
        rows = _ASIDES.run(self.connection)
        return [(DueThing(Instant(at), DueKind(kind), record), reason) for at, kind, record, reason in rows]
