"""Grants and awards from files: the batches that were granted, and the awards that were refused."""

import json
from typing import Any

from sqlalchemy import CheckConstraint, Index, insert, select, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.audit import canonical
from core.ledger.batches import KnownBatch
from core.ledger.refused import AwardRow, RefusedAward, RefusedState, Settlement
from core.wire import Name
from storage.columns import STRICT, day, number, table_of, text
from storage.statement import Statement, given


class GrantBatchTable(SQLModel, table=True):
    """A batch that was granted, by its key. `allowance` (fen) and `points` are what its rows came to; its
    lots follow each other from `first_lot_id` on, its entries from `first_entry_id` on."""

    __tablename__ = "grant_batch"
    __table_args__ = (
        CheckConstraint("granted > 0 AND allowance >= 0 AND points >= 0", name="counts"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    key: str = text(unique=True)
    digest: str = text()
    at: int = number()
    operator: str = text()
    granted: int = number()
    allowance: int = number()
    points: int = number()
    first_lot_id: int = Field(foreign_key="lot.id")
    first_entry_id: int = Field(foreign_key="entry.id")


class RefusedAwardTable(SQLModel, table=True):
    """A row of a file that the rules refused: what it said, why it was refused the last time (`facts` is
    JSON), and how it was settled."""

    __tablename__ = "refused_award"
    __table_args__ = (
        Index("refused_award_row", "member", "rule", "on_day", "event", unique=True),
        Index("refused_award_open", "id", sqlite_where=sql_text("how IS NULL")),
        CheckConstraint("how IN ('awarded', 'repeated', 'dismissed')", name="ways"),
        CheckConstraint(
            "(how IS NULL) = (settled_at IS NULL) AND (how IS NULL) = (settled_by IS NULL)", name="settled"
        ),
        CheckConstraint("(note IS NOT NULL) = (how IS NOT NULL AND how = 'dismissed')", name="notes"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    member: str = text()
    rule: str = text()
    on_day: str = text()
    event: str = text()
    name: str | None = text()
    place: str | None = text()
    file: str = text()
    code: str = text()
    facts: str = text()
    at: int = number()
    operator: str = text()
    how: str | None = text()
    settled_at: int | None = number()
    settled_by: str | None = text()
    note: str | None = text()
    lot_id: int | None = Field(foreign_key="lot.id")


batch = table_of(GrantBatchTable)
refused = table_of(RefusedAwardTable)

_BATCH = (
    "key",
    "digest",
    "at",
    "operator",
    "granted",
    "allowance",
    "points",
    "first_lot_id",
    "first_entry_id",
)
_KEEP = Statement(insert(batch).values({name: given(name) for name in _BATCH}), *_BATCH)
_KNOWN = Statement(select(*(batch.c[name] for name in _BATCH)).where(batch.c.key == given("key")), "key")

_ROW = ("member", "rule", "on_day", "event", "name", "place")
_WHY = ("file", "code", "facts", "at", "operator")
_SETTLED = ("how", "settled_at", "settled_by", "note", "lot_id")
_ADD = Statement(
    insert(refused).values({name: given(name) for name in (*_ROW, *_WHY)}),
    *_ROW,
    *_WHY,
)
_WHOLE = select(*(refused.c[name] for name in ("id", *_ROW, *_WHY, *_SETTLED)))
_BY_NUMBER = Statement(_WHOLE.where(refused.c.id == given("number")), "number")
_BY_ROW = Statement(
    _WHOLE.where(*(refused.c[name] == given(name) for name in ("member", "rule", "on_day", "event"))),
    "member",
    "rule",
    "on_day",
    "event",
)
_OPEN = sql_text("how IS NULL")
"""Word for word as the partial index has it."""
_LISTED: dict[RefusedState, Statement] = {
    "open": Statement(_WHOLE.where(_OPEN).order_by(refused.c.id)),
    "settled": Statement(_WHOLE.where(refused.c.how.is_not(None)).order_by(refused.c.id)),
    "all": Statement(_WHOLE.order_by(refused.c.id)),
}


def _change(*names: str) -> Statement:
    """An update of some columns of one refused award."""
    values = {name: given(f"new_{name}") for name in names}
    return Statement(
        update(refused).where(refused.c.id == given("number")).values(values),
        *(f"new_{name}" for name in names),
        "number",
    )


_AGAIN = _change("place", *_WHY)
_SETTLE = _change(*_SETTLED)


def _refused_from(row: tuple[Any, ...]) -> RefusedAward:
    at_row, at_why = 1 + len(_ROW), 1 + len(_ROW) + len(_WHY)
    member, rule, on_day, event, name, place = row[1:at_row]
    file, code, facts, at, operator = row[at_row:at_why]
    said = AwardRow(
        Name(member),
        Name(rule),
        day(on_day),
        Name(event),
        None if name is None else Name(name),
        None if place is None else Name(place),
    )
    return RefusedAward(row[0], said, file, code, json.loads(facts), at, operator, *row[at_why:])


def _why(kept: RefusedAward) -> tuple[Any, ...]:
    return kept.file, kept.code, canonical(kept.facts), kept.at, kept.operator


class BatchQueries:
    """Batches and refused awards; what the methods promise stands with core's protocols."""

    connection: Any

    def grant_batch(self, key: str) -> KnownBatch | None:
        row = _KNOWN.run(self.connection, key).fetchone()
        return None if row is None else KnownBatch(*row)

    def keep_grant_batch(self, batch: KnownBatch) -> None:
        _KEEP.run(self.connection, *batch)

    def refused_award(self, number: int) -> RefusedAward | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else _refused_from(row)

    def refused_award_of(self, row: AwardRow) -> RefusedAward | None:
        found = _BY_ROW.run(self.connection, row.member, row.rule, row.on.isoformat(), row.event).fetchone()
        return None if found is None else _refused_from(found)

    def refused_awards(self, state: RefusedState) -> list[RefusedAward]:
        return [_refused_from(row) for row in _LISTED[state].run(self.connection)]

    def add_refused_award(self, refused: RefusedAward) -> int:
        row = refused.row
        said = (row.member, row.rule, row.on.isoformat(), row.event, row.name, row.place)
        return int(_ADD.run(self.connection, *said, *_why(refused)).lastrowid)

    def refuse_award_again(self, refused: RefusedAward) -> None:
        _AGAIN.run(self.connection, refused.row.place, *_why(refused), refused.number)

    def settle_refused_award(self, number: int, settlement: Settlement) -> None:
        how, at, operator, note, lot = settlement
        _SETTLE.run(self.connection, how, at, operator, note, lot, number)
