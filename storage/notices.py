"""Notices: their table and queries."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, insert
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from core.audit import canonical
from core.notices.records import NewNotice
from storage.columns import STRICT, number, text
from storage.statement import Statement, given


class NoticeTable(SQLModel, table=True):
    """The outbox: what members are to be told, kept until it is sent or told. `facts` is JSON; `said` is what
    the member was told, with `channel` and `done_at`. A pending one past `useful_until` is missed."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_pending", "useful_until", "id", sqlite_where=sql_text("state = 'pending'")),
        Index("notice_member", "member_id", "id"),
        Index("notice_record", "record"),
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


class NoticeTemplateTable(SQLModel, table=True):
    """The club's own words for a kind of notice, in place of those that the program comes with."""

    __tablename__ = "notice_template"
    __table_args__ = ({**STRICT, "sqlite_with_rowid": False},)

    kind: str = text(primary_key=True)
    language: str = text(primary_key=True)
    words: str = text()


notice = NoticeTable.__table__  # type: ignore[attr-defined]
notice_template = NoticeTemplateTable.__table__  # type: ignore[attr-defined]

_NEW = (
    "kind", "tier", "member_id", "record", "facts", "due_at", "useful_until", "state", "tries", "next_try_at",
)  # fmt: skip
_ADD = Statement(insert(notice).values({name: given(name) for name in _NEW}), *_NEW)


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
