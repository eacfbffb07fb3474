"""What has been kept for longer than its period: how much there is of it, and taking it away."""
# ruff: noqa: S608 - the statements are words of these files; what comes from outside is bound

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from core.clock import Instant
from core.privacy.records import ERASED, Outlived
from storage.privacy.erasing import WITHOUT_DETAILS, ErasureQueries, letting_words_go


class _Words(NamedTuple):
    """Words of a table: what stands there when they have gone, which of them still have any, and the instant
    by which they are old."""

    table: str
    change: str
    some: str
    at: str


_DONE_WITH = "(state IN ('sent', 'told') OR useful_until <= :before)"
_NO_ID = "NOT (note GLOB '[A-Z][0-9]*' AND NOT substr(note, 2) GLOB '*[^0-9]*')"
_SLOT_ENDED = "(SELECT ends_at FROM slot WHERE slot.id = slot_id)"
_HAS_DETAILS = (
    "EXISTS (SELECT 1 FROM json_each(candidates)"
    " WHERE json_remove(json_extract(value, '$[5]'), '$.start') <> '{}')"
)

KINDS: dict[str, tuple[_Words, ...]] = {
    "notices": (
        _Words(
            "notice",
            "facts = '{}', said = :erased",
            f"{_DONE_WITH} AND (facts <> '{{}}' OR said IS NOT :erased)",
            "due_at",
        ),
    ),
    "notes": (
        _Words("booking", "purpose = NULL", "purpose IS NOT NULL", _SLOT_ENDED),
        _Words("booking", "override = :erased", "override <> :erased", _SLOT_ENDED),
        _Words("booking_step", "note = NULL", f"note IS NOT NULL AND {_NO_ID}", "at"),
        _Words("waitlist", "purpose = NULL", "purpose IS NOT NULL", _SLOT_ENDED),
        _Words("order_step", "note = NULL", f"note IS NOT NULL AND {_NO_ID}", "at"),
        _Words("goods_return", "reason = :erased", "reason <> :erased", "at"),
        _Words("goods_return", "override = :erased", "override <> :erased", "at"),
        _Words("decision", WITHOUT_DETAILS.format(whose="1"), _HAS_DETAILS, "at"),
        _Words(
            "refused_award",
            "name = NULL, place = NULL, facts = '{}', note = iif(note IS NULL, NULL, :erased)",
            "how IS NOT NULL AND (name IS NOT NULL OR place IS NOT NULL OR facts <> '{}' OR note <> :erased)",
            "settled_at",
        ),
    ),
    "proxies": (
        _Words("orders", "proxy_name = :erased, proxy_relation = NULL", _PROXY := (
            "(proxy_name <> :erased OR proxy_relation IS NOT NULL)"
        ), "at"),
        _Words("orders", "tracking = NULL", "tracking IS NOT NULL", "at"),
        _Words("hand_out", "proxy_name = :erased, proxy_relation = NULL", _PROXY, "at"),
    ),
    "welfare": (_Words("unused_reason", "note = NULL", "note IS NOT NULL", "at"),),
}  # fmt: skip
"""The words of each kind; audit bodies are a kind by their actions."""

AUDIT_KINDS = ("audit", "access")


class PurgeQueries(ErasureQueries):
    """Not keeping things for ever."""

    def members_gone(self, before: date) -> list[int]:
        rows = self.connection.execute(
            "SELECT id FROM member WHERE left_on < ? AND id NOT IN (SELECT member_id FROM erasure)"
            " ORDER BY id",
            (before.isoformat(),),
        )
        return [number for (number,) in rows]

    def outlived(self, kind: str, before: Instant, actions: Sequence[str]) -> Outlived:
        if kind in AUDIT_KINDS:
            return _outlived([self._one("audit", "at", _bodies(actions), before, actions)])
        return _outlived([self._one(one.table, one.at, one.some, before) for one in KINDS[kind]])

    def _one(
        self, table: str, at: str, some: str, before: Instant, actions: Sequence[str] = ()
    ) -> tuple[int, int | None]:
        query = f"SELECT count(*), min({at}) FROM {table} WHERE {at} < :before AND {some}"
        found: Any = self.connection.execute(query, _given(before, actions)).fetchone()
        return int(found[0]), found[1]

    def purge(self, kind: str, before: Instant, actions: Sequence[str]) -> None:
        self.scrub_wanted = True
        given = _given(before, actions)
        with letting_words_go(self.connection):
            for one in KINDS.get(kind, ()):
                update = f"UPDATE {one.table} SET {one.change} WHERE {one.at} < :before AND {one.some}"
                self.connection.execute(update, given)
            if kind in AUDIT_KINDS:
                where = f"at < :before AND {_bodies(actions)}"
                self.connection.execute(
                    "UPDATE operation SET digest = '', result = '{}'"
                    f" WHERE audit_id IN (SELECT id FROM audit WHERE {where})",
                    given,
                )
                self.connection.execute(f"UPDATE audit SET body = '', salt = '' WHERE {where}", given)


def _bodies(actions: Sequence[str]) -> str:
    names = ", ".join(f":action{at}" for at in range(len(actions)))
    return f"body <> '' AND action IN ({names})"


def _given(before: Instant, actions: Sequence[str]) -> dict[str, Any]:
    named = {f"action{at}": action for at, action in enumerate(actions)}
    return {"before": before, "erased": ERASED, **named}


def _outlived(found: list[tuple[int, int | None]]) -> Outlived:
    oldest = min((at for _, at in found if at is not None), default=None)
    day = None if oldest is None else datetime.fromtimestamp(oldest, UTC).date()
    return Outlived(sum(count for count, _ in found), day)
