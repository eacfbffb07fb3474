"""Notices: those that were written in a period, found by their numbers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select

from core.clock import Instant
from core.reports.days import Span
from core.reports.told import NoticeDelay, NoticesCounted
from storage.notices import notice
from storage.reports.instants import numbers_in
from storage.statement import Statement, given

_WRITTEN = (notice.c.id >= given("begin"), notice.c.id < given("end"))
_STATE = case(
    ((notice.c.state == "pending") & (notice.c.useful_until <= given("at")), "missed"), else_=notice.c.state
)
"""As `Notice.state_at` has it."""

_BY_STATE = Statement(
    select(notice.c.kind, notice.c.tier, _STATE.label("stands"), func.count())
    .where(*_WRITTEN)
    .group_by(notice.c.kind, notice.c.tier, "stands"),
    "at",
    "begin",
    "end",
)
_DELAYS = Statement(
    select(notice.c.kind, notice.c.tier, notice.c.done_at - notice.c.due_at).where(
        *_WRITTEN, notice.c.state.in_(("sent", "told"))
    ),
    "begin",
    "end",
)


class ToldQueries:
    """What looks at notices of a period; what the methods promise stands with core's protocol."""

    connection: Any

    def notices_written(self, span: Span, at: Instant) -> Iterator[NoticesCounted]:
        for row in _BY_STATE.run(self.connection, at, *numbers_in(self.connection, notice, span, "due_at")):
            yield NoticesCounted(*row)

    def notice_delays(self, span: Span) -> Iterator[NoticeDelay]:
        for row in _DELAYS.run(self.connection, *numbers_in(self.connection, notice, span, "due_at")):
            yield NoticeDelay(*row)
