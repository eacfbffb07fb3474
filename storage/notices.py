"""Notices: their table and queries."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, Index, delete, func, insert, or_, select, tuple_, update
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.audit import canonical
from core.clock import Instant
from core.notices.records import Kept, NewNotice, Notice, NoticeKind, NoticeState, Tier
from core.notices.templates import Language
from storage.columns import STRICT, number, table_of, text
from storage.members import MEMBER_COLUMNS, member, member_from
from storage.statement import Statement, given

OPEN = "state IN ('pending', 'failed')"
"""Still to be told. Word for word as the partial index has it: SQLite does not use it for bound values."""


class NoticeTable(SQLModel, table=True):
    """The outbox: what members are to be told, kept until it is sent or told. `facts` is JSON; `said` is what
    the member was told, with `channel`, `done_at`, `done_by`. Past `useful_until` a pending one is missed."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_open", "tier", "useful_until", "id", sqlite_where=sql_text(OPEN)),
        Index("notice_record", "record"),
        Index("notice_member", "member_id", "id"),
        CheckConstraint("tier IN ('formal', 'light')", name="tiers"),
        CheckConstraint("state IN ('pending', 'sent', 'told', 'failed')", name="states"),
        CheckConstraint("(state = 'pending') = (done_at IS NULL)", name="done"),
        STRICT,
    )

    id: int | None = number(default=None, primary_key=True)
    kind: str = text()
    tier: str = text()
    member_id: int = Field(foreign_key="member.id")
    record: str = text()
    facts: str = text()
    due_at: int = number()
    useful_until: int = number()
    state: str = text()
    tries: int = number()
    next_try_at: int = number()
    claimed_until: int | None = number()
    last_error: str | None = text()
    said: str | None = text()
    channel: str | None = text()
    done_at: int | None = number()
    done_by: str | None = text()


class NoticeTemplateTable(SQLModel, table=True):
    """The club's own words for a kind of notice, in place of those that the program comes with."""

    __tablename__ = "notice_template"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    kind: str = text(primary_key=True)
    language: str = text(primary_key=True)
    words: str = text()


notice = table_of(NoticeTable)
notice_template = table_of(NoticeTemplateTable)

_NEW = (
    "kind", "tier", "member_id", "record", "facts", "due_at", "useful_until", "state", "tries", "next_try_at",
)  # fmt: skip
_OWN = tuple(column for column in notice.c if column.name != "member_id")
_WHOLE = select(*_OWN, *MEMBER_COLUMNS).select_from(notice.join(member, member.c.id == notice.c.member_id))
_OPEN = sql_text(f"notice.{OPEN}")
_IN_ORDER = (notice.c.useful_until, notice.c.id)

_ADD = Statement(insert(notice).values({name: given(name) for name in _NEW}), *_NEW)
_BY_NUMBER = Statement(_WHOLE.where(notice.c.id == given("number")), "number")
_STILL_OPEN = Statement(
    _WHOLE.where(
        _OPEN,
        notice.c.tier == given("tier"),
        notice.c.useful_until > given("at"),
        or_(given("kept").is_(None), notice.c.state == given("kept")),
        or_(given("member").is_(None), notice.c.member_id == given("member")),
    )
    .order_by(*_IN_ORDER)
    .limit(given("limit")),
    "tier",
    "at",
    "kept",
    "member",
    "limit",
)
_OUTBOX = Statement(
    _WHOLE.where(
        _OPEN,
        notice.c.state == "pending",
        notice.c.tier == given("tier"),
        tuple_(*_IN_ORDER) > tuple_(given("after_until"), given("after")),
        notice.c.next_try_at <= given("at"),
        func.coalesce(notice.c.claimed_until, 0) <= given("at"),
        or_(
            given("anyone"),
            given("by_email") & member.c.email.is_not(None),
            given("by_phone") & member.c.phone.is_not(None),
        ),
    )
    .order_by(*_IN_ORDER)
    .limit(given("limit")),
    "tier",
    "after_until",
    "after",
    "at",
    "anyone",
    "by_email",
    "by_phone",
    "limit",
)
_OF_RECORD = Statement(
    _WHOLE.where(notice.c.record == given("record")).order_by(notice.c.id.desc()), "record"
)
_OPEN_OF_RECORD = Statement(
    select(notice.c.id, notice.c.kind).where(
        _OPEN, notice.c.record == given("record"), notice.c.useful_until > given("at")
    ),
    "record",
    "at",
)


_DONE_WITH = (
    or_(notice.c.state.in_(("sent", "told")), notice.c.useful_until <= given("at")),
    or_(given("kept").is_(None), notice.c.state == given("kept")),
    or_(given("tier").is_(None), notice.c.tier == given("tier")),
    notice.c.id < given("before"),
)
_OTHERS = Statement(
    _WHOLE.where(*_DONE_WITH).order_by(notice.c.id.desc()).limit(given("limit")),
    "at", "kept", "tier", "before", "limit",
)  # fmt: skip
_OTHERS_OF_MEMBER = Statement(
    _WHOLE.where(*_DONE_WITH, notice.c.member_id == given("member"))
    .order_by(notice.c.id.desc())
    .limit(given("limit")),
    "at", "kept", "tier", "before", "limit", "member",
)  # fmt: skip


def _change(*names: str) -> Statement:
    """An update of some columns of one notice."""
    values: dict[str, Any] = {name: given(f"new_{name}") for name in names}
    return Statement(
        update(notice).where(notice.c.id == given("number")).values(values),
        *(f"new_{name}" for name in names),
        "number",
    )


_OUTDATE = _change("useful_until")
_CLAIM = _change("claimed_until")
_FAIL = _change("tries", "next_try_at", "last_error", "claimed_until")
_GIVE_UP = _change("state", "tries", "last_error", "claimed_until", "channel", "done_at")
_END = _change("state", "said", "channel", "done_at", "done_by", "claimed_until")
_AGAIN = _change(
    "state", "tries", "next_try_at", "last_error", "claimed_until", "said", "channel", "done_at", "done_by"
)

_WORDS = Statement(
    select(notice_template.c.kind, notice_template.c.words).where(
        notice_template.c.language == given("spoken")
    ),
    "spoken",
)
_DROP_WORDS = Statement(
    delete(notice_template).where(
        notice_template.c.kind == given("of_kind"), notice_template.c.language == given("spoken")
    ),
    "of_kind",
    "spoken",
)
_ADD_WORDS = Statement(
    insert(notice_template).values(kind=given("kind"), language=given("language"), words=given("words")),
    "kind",
    "language",
    "words",
)

_BEYOND = 2**62
"""More than any id."""


def _notice_from(row: tuple[Any, ...]) -> Notice:
    own, person = row[: len(_OWN)], member_from(row[len(_OWN) :])
    id_, kind, tier, record, facts, *rest = own
    return Notice(id_, kind, tier, person, record, json.loads(facts), *rest)


class NoticeQueries:
    """The notices' part of the store; what the methods promise stands with core's protocols."""

    connection: Any

    def add_notice(self, notice: NewNotice) -> int:
        cursor = _ADD.run(
            self.connection,
            notice.kind,
            notice.tier,
            notice.member,
            notice.record,
            canonical(notice.facts),
            notice.due_at,
            notice.useful_until,
            "pending",
            0,
            notice.due_at,
        )
        return int(cursor.lastrowid)

    def outdate_notices(self, record: str, at: Instant) -> list[NoticeKind]:
        rows = _OPEN_OF_RECORD.run(self.connection, record, at).fetchall()
        _OUTDATE.run_many(self.connection, [(at, number_) for number_, _ in rows])
        return [kind for _, kind in rows]

    def notice(self, number: int) -> Notice | None:
        row = _BY_NUMBER.run(self.connection, number).fetchone()
        return None if row is None else _notice_from(row)

    def open_notices(
        self, at: Instant, tier: Tier, kept: Kept | None, member: int | None, limit: int
    ) -> list[Notice]:
        rows = _STILL_OPEN.run(self.connection, tier, at, kept, member, limit)
        return [_notice_from(row) for row in rows]

    def notices_of_record(self, record: str) -> list[Notice]:
        return [_notice_from(row) for row in _OF_RECORD.run(self.connection, record)]

    def other_notices(
        self, at: Instant, state: NoticeState | None, tier: Tier | None, member: int | None, limit: int
    ) -> list[Notice]:
        kept = "pending" if state == "missed" else state
        asked = (at, kept, tier, _BEYOND, limit)
        rows = (
            _OTHERS.run(self.connection, *asked)
            if member is None
            else _OTHERS_OF_MEMBER.run(self.connection, *asked, member)
        )
        return [_notice_from(row) for row in rows]

    def outbox(
        self, at: Instant, tier: Tier, reach: Iterable[str], after: Notice | None, limit: int
    ) -> list[Notice]:
        begin = (at, _BEYOND) if after is None else (after.useful_until, after.number)
        ways = set(reach)
        rows = _OUTBOX.run(
            self.connection, tier, *begin, at, "group" in ways, "email" in ways, "phone" in ways, limit
        )
        return [_notice_from(row) for row in rows]

    def claim_notice(self, number: int, until: Instant) -> None:
        _CLAIM.run(self.connection, until, number)

    def keep_failure(self, number: int, tries: int, next_try_at: Instant, error: str) -> None:
        _FAIL.run(self.connection, tries, next_try_at, error, None, number)

    def give_up_notice(self, number: int, tries: int, at: Instant, error: str, channel: str) -> None:
        _GIVE_UP.run(self.connection, "failed", tries, error, None, channel, at, number)

    def end_notice(self, number: int, kept: Kept, at: Instant, said: str, channel: str, by: str) -> None:
        _END.run(self.connection, kept, said, channel, at, by, None, number)

    def open_again(self, number: int, at: Instant) -> None:
        _AGAIN.run(self.connection, "pending", 0, at, None, None, None, None, None, None, number)

    def notice_words(self, language: str) -> dict[str, str]:
        return dict(_WORDS.run(self.connection, language).fetchall())

    def keep_notice_words(self, kind: NoticeKind, language: Language, text: str | None) -> None:
        _DROP_WORDS.run(self.connection, kind, language)
        if text is not None:
            _ADD_WORDS.run(self.connection, kind, language, text)
