"""Hand-out sessions: tables and queries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, func, insert, select, update
from sqlmodel import Field, SQLModel

from core.clock import Instant
from core.counter.hand_out import Collected, HandOutItem, HandOutSession, Listed
from core.counter.records import Proxy
from core.wire import Name
from storage.columns import STRICT, number, table_of, text
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.statement import Statement, given
from storage.stock import ITEM_COLUMNS, item, item_from


class HandOutSessionTable(SQLModel, table=True):
    """What is handed out, to whom it is listed."""

    __tablename__ = "hand_out_session"
    __table_args__ = (STRICT,)

    id: int | None = number(default=None, primary_key=True)
    code: str = text(unique=True)
    name: str = text()
    fund: str | None = text()
    reason: str | None = text()
    opened_at: int = number()
    operator: str = text()
    closed_at: int | None = number()


class HandOutLineTable(SQLModel, table=True):
    """So many of an item for each member."""

    __tablename__ = "hand_out_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantities"),
        {**STRICT, "sqlite_with_rowid": False},
    )

    session_id: int = Field(primary_key=True, foreign_key="hand_out_session.id")
    item_id: int = Field(primary_key=True, foreign_key="item.id")
    quantity: int = number()


class HandOutTable(SQLModel, table=True):
    """A member on the list of a session; `at` null while still to come."""

    __tablename__ = "hand_out"
    __table_args__ = (
        CheckConstraint(
            "(at IS NULL) = (operator IS NULL) AND (at IS NOT NULL OR proxy_name IS NULL)"
            " AND (proxy_name IS NOT NULL OR proxy_relation IS NULL)",
            name="collected",
        ),
        {**STRICT, "sqlite_with_rowid": False},
    )

    session_id: int = Field(primary_key=True, foreign_key="hand_out_session.id")
    member_id: int = Field(primary_key=True, foreign_key="member.id")
    at: int | None = number()
    operator: str | None = text()
    proxy_name: str | None = text()
    proxy_relation: str | None = text()


session = table_of(HandOutSessionTable)
line = table_of(HandOutLineTable)
place = table_of(HandOutTable)

_BY_CODE = Statement(select(*session.c).where(session.c.code == given("code")), "code")
_ALL = Statement(select(*session.c).order_by(session.c.id.desc()))
_LINES = Statement(
    select(line.c.quantity, *ITEM_COLUMNS)
    .select_from(line.join(item, item.c.id == line.c.item_id))
    .where(line.c.session_id == given("session"))
    .order_by(item.c.sku),
    "session",
)
_COLLECTED = tuple(place.c[name] for name in ("at", "operator", "proxy_name", "proxy_relation"))
_PLACES = (
    select(*_COLLECTED, *MEMBER_COLUMNS)
    .select_from(place.join(member, member.c.id == place.c.member_id))
    .where(place.c.session_id == given("session"))
)
_LIST = Statement(
    _PLACES.order_by(member.c.department.is_(None), member.c.department, member.c.staff_no), "session"
)
_COUNTS = Statement(
    select(func.count(place.c.at), func.count()).where(place.c.session_id == given("session")), "session"
)
_PLACE = Statement(_PLACES.where(place.c.member_id == given("member")), "session", "member")
_NEW = ("code", "name", "fund", "reason", "opened_at", "operator")
_ADD = Statement(insert(session).values({name: given(name) for name in _NEW}), *_NEW)
_ADD_LINE = Statement(
    insert(line).values({column.name: given(column.name) for column in line.c}),
    *(column.name for column in line.c),
)
_ADD_PLACE = Statement(
    insert(place).values(session_id=given("session"), member_id=given("member")), "session", "member"
)
_CLOSE = Statement(
    update(session).where(session.c.id == given("session")).values(closed_at=given("at")), "at", "session"
)
_COLLECT = Statement(
    update(place)
    .where(place.c.session_id == given("session"), place.c.member_id == given("member"))
    .values({column.name: given(f"new_{column.name}") for column in _COLLECTED}),
    *(f"new_{column.name}" for column in _COLLECTED),
    "session",
    "member",
)


class HandOutQueries:
    """The hand-out part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def hand_out_session(self, code: str) -> HandOutSession | None:
        row = _BY_CODE.run(self.connection, code).fetchone()
        return None if row is None else self._session(row)

    def hand_out_sessions(self) -> list[HandOutSession]:
        return [self._session(row) for row in _ALL.run(self.connection).fetchall()]

    def _session(self, row: tuple[Any, ...]) -> HandOutSession:
        lines = _LINES.run(self.connection, row[0])
        items = tuple(HandOutItem(item_from(one[1:]), one[0]) for one in lines)
        return HandOutSession._make((*row, items))

    def add_hand_out(self, session: HandOutSession, members: Sequence[int]) -> None:
        number = int(_ADD.run(self.connection, *session[1:7]).lastrowid)
        _ADD_LINE.run_many(
            self.connection, [(number, one.item.number, one.quantity) for one in session.items]
        )
        _ADD_PLACE.run_many(self.connection, [(number, one) for one in members])

    def close_hand_out(self, session: int, at: Instant) -> None:
        _CLOSE.run(self.connection, at, session)

    def hand_out_list(self, session: int) -> list[Listed]:
        return [_listed(row) for row in _LIST.run(self.connection, session)]

    def hand_out_counts(self, session: int) -> tuple[int, int]:
        handed, listed = _COUNTS.run(self.connection, session).fetchone()
        return int(handed), int(listed)

    def hand_out_place(self, session: int, member: int) -> Listed | None:
        row = _PLACE.run(self.connection, session, member).fetchone()
        return None if row is None else _listed(row)

    def set_collected(self, session: int, member: int, collected: Collected | None) -> None:
        values: tuple[Any, ...] = (None,) * 4
        if collected is not None:
            proxy = (None, None) if collected.proxy is None else collected.proxy
            values = (collected.at, collected.operator, *proxy)
        _COLLECT.run(self.connection, *values, session, member)


def _listed(row: tuple[Any, ...]) -> Listed:
    at, operator, proxy, relation = row[:4]
    if at is None:
        return Listed(member_from(row[4:]), None)
    who = None if proxy is None else Proxy(Name(proxy), None if relation is None else Name(relation))
    return Listed(member_from(row[4:]), Collected(Instant(at), operator, who))
