"""How long personal data are kept, and not keeping them for longer (the settings `keep_…_months`).

| kind    | what                                                       | months | why               |
|---------|------------------------------------------------------------|--------|-------------------|
| members | who has left: erased, as by `erase_member`                 | 24     | claims, questions |
| notices | the words of notices that are done with                    | 12     | "nobody told me"  |
| notes   | purposes, notes, reasons of returns, details of decisions  | 12     | the year's talk   |
| proxies | who collected for somebody, tracking numbers               | 24     | a union's audit   |
| welfare | what was noted of why somebody uses no allowance           | 12     | may be sensitive  |
| audit   | the bodies of audit records about people                   | 60     | to answer for it  |
| access  | the bodies of records of what was seen and taken out       | 36     | the law: 3 years  |

Never taken away: bookings, ledger, orders, stock and their sums, and that something was done, when, by whom.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from core.clock import Instant
from core.command import Command, NoInverse, Now, command
from core.ledger.records import months_after
from core.privacy.erasing import erased, in_the_way
from core.privacy.records import PurgeStore
from core.privacy.subjects import ACCESS_ACTIONS, PERSONAL_ACTIONS

Kind = Literal["members", "notices", "notes", "proxies", "welfare", "audit", "access"]

KINDS: dict[Kind, str] = {
    "members": "keep_left_months",
    "notices": "keep_notice_months",
    "notes": "keep_note_months",
    "proxies": "keep_proxy_months",
    "welfare": "keep_welfare_months",
    "audit": "keep_audit_months",
    "access": "keep_access_months",
}
"""The setting of each kind, in the order in which they are gone through."""

_ACTIONS: dict[Kind, tuple[str, ...]] = {"audit": PERSONAL_ACTIONS, "access": ACCESS_ACTIONS}


@dataclass(frozen=True, slots=True)
class Purge(Command["Purged"]):
    """Takes away what has been kept for longer than its period."""

    dry_run: bool = False


class PurgeLine(NamedTuple):
    """`records` of a kind, the oldest of a day (in UTC), that are from before `before`; `kept`: members who
    have left long ago but have something in the way."""

    kind: Kind
    months: int
    before: date
    records: int
    oldest: date | None = None
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Purged:
    kinds: tuple[PurgeLine, ...]


@command("purge", inverse=NoInverse("data_are_gone"))
def purge(store: PurgeStore, command: Purge, now: Now) -> Purged:
    """What of each kind has outlived its period; gone, unless it is a dry run. Once more: nothing is left to
    do."""
    return Purged(tuple(_purged(store, kind, now, dry_run=command.dry_run) for kind in KINDS))


def _purged(store: PurgeStore, kind: Kind, now: Now, *, dry_run: bool) -> PurgeLine:
    months: int = getattr(now.settings, KINDS[kind])
    before = months_after(now.today, -months)
    if kind == "members":
        return _members(store, months, before, now, dry_run=dry_run)
    instant, actions = Instant(now.instant_at(before, 0)), _ACTIONS.get(kind, ())
    found = store.outlived(kind, instant, actions)
    if found.records and not dry_run:
        store.purge(kind, instant, actions)
    return PurgeLine(kind, months, before, found.records, found.oldest)


def _members(store: PurgeStore, months: int, before: date, now: Now, *, dry_run: bool) -> PurgeLine:
    gone = store.members_gone(before)
    members = store.members_numbered(list(gone))
    free = [number for number in gone if not in_the_way(store, members[number], now)]
    oldest = min((left for number in free if (left := members[number].left_on)), default=None)
    if not dry_run:
        for number in free:
            erased(store, store.person(number), now)
    return PurgeLine("members", months, before, len(free), oldest, len(gone) - len(free))
