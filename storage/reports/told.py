"""Notices: those that were written in a period, found by their numbers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from core.reports.days import Span
from core.reports.told import NoticeCounted
from storage.notices import notice
from storage.reports.instants import numbers_in
from storage.statement import Statement, given

_WRITTEN = Statement(
    select(
        notice.c.kind,
        notice.c.tier,
        notice.c.state,
        notice.c.due_at,
        notice.c.useful_until,
        notice.c.done_at,
    ).where(notice.c.id >= given("begin"), notice.c.id < given("end")),
    "begin",
    "end",
)


class ToldQueries:
    """What looks at notices of a period; what the methods promise stands with core's protocol."""

    connection: Any

    def notices_written(self, span: Span) -> Iterator[NoticeCounted]:
        for row in _WRITTEN.run(self.connection, *numbers_in(self.connection, notice, span, "due_at")):
            yield NoticeCounted(*row)
