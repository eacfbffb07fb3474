"""Allowance likely to lapse: what members used lately, and whom the desk has told."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from core.clock import Instant
from storage.ledger.tables import entry
from storage.notices import notice
from storage.statement import Statement, given

_USED = Statement(
    select(entry.c.member_id, -func.sum(entry.c.amount))
    .where(
        entry.c.id >= given("first"),
        entry.c.account == "member",
        entry.c.unit == "allowance",
        entry.c.kind.in_(("spent", "restored")),
    )
    .group_by(entry.c.member_id),
    "first",
)
_TOLD = Statement(
    select(notice.c.id)
    .where(
        notice.c.member_id == given("member"),
        notice.c.kind == "runs_out",
        notice.c.due_at > given("after"),
        func.json_extract(notice.c.facts, "$.unit") == "allowance",
    )
    .limit(1),
    "member",
    "after",
)


class LapsingFigures:
    """What looks at what will lapse; what the methods promise stands with core's protocol."""

    connection: Any

    def used_since(self, entry: int) -> Iterable[tuple[int, int]]:
        yield from _USED.run(self.connection, entry)

    def told_of_running_out(self, member: int, after: Instant) -> bool:
        return _TOLD.run(self.connection, member, after).fetchone() is not None
