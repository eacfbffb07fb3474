"""The texts that tell members what is kept of them, and who was shown which."""

from typing import Any

from sqlalchemy import insert, select

from core.clock import Instant
from core.privacy.records import InformedKept, NoticeKept
from storage.columns import day
from storage.privacy.tables import notice_shown, privacy_notice
from storage.statement import Statement, given

_NEWEST = Statement(select(*privacy_notice.c).order_by(privacy_notice.c.version.desc()).limit(1))
_VERSION = Statement(select(*privacy_notice.c).where(privacy_notice.c.version == given("wanted")), "wanted")
_ADD = Statement(
    insert(privacy_notice).values(words=given("words"), at=given("at"), operator=given("operator")),
    "words", "at", "operator",
)  # fmt: skip
_INFORMED = Statement(
    select(notice_shown.c.version, notice_shown.c.day, notice_shown.c.operator)
    .where(notice_shown.c.member_id == given("member"))
    .order_by(notice_shown.c.version.desc())
    .limit(1),
    "member",
)
_SHOWN = ("member_id", "version", "day", "operator")
_SHOW = Statement(
    insert(notice_shown).prefix_with("OR IGNORE").values({name: given(name) for name in _SHOWN}), *_SHOWN
)


class InformingQueries:
    """Texts, and who was shown them."""

    connection: Any

    def privacy_notice(self, version: int | None) -> NoticeKept | None:
        found = _NEWEST.run(self.connection) if version is None else _VERSION.run(self.connection, version)
        row = found.fetchone()
        return None if row is None else NoticeKept(*row)

    def add_privacy_notice(self, words: str, at: Instant, operator: str) -> int:
        return int(_ADD.run(self.connection, words, at, operator).lastrowid)

    def informed(self, member: int) -> InformedKept | None:
        row = _INFORMED.run(self.connection, member).fetchone()
        return None if row is None else InformedKept(row[0], day(row[1]), row[2])

    def note_informed(self, member: int, version: int, day: Any, operator: str) -> None:
        """What was noted first stays."""
        _SHOW.run(self.connection, member, version, day.isoformat(), operator)
