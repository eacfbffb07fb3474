"""Notices as they are written: in the same transaction as what they tell of (domain.md section 10)."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from core.booking.records import Slot
from core.clock import Instant
from core.command import Now
from core.errors import DeskError
from core.facilities.records import Facility
from core.members.records import Member
from core.records import notice_told
from core.wire import local_told, minute_told

Tier = Literal["formal", "light"]
NoticeKind = Literal[
    "closed",
    "displaced",
    "approved",
    "rejected",
    "expired",
    "offered",
    "promoted",
    "suspended",
    "released",
    "booked",
    "moved",
    "cancelled",
    "reminder",
    "confirm",
    "runs_out",
]

FORMAL: frozenset[NoticeKind] = frozenset(
    {
        "closed", "displaced", "approved", "rejected", "expired", "offered", "promoted", "suspended",
        "released",
    }
)  # fmt: skip
"""The others are light."""

OUTDATING: frozenset[NoticeKind] = frozenset(
    {
        "closed", "displaced", "approved", "rejected", "expired", "offered", "released", "moved", "cancelled",
    }
)  # fmt: skip
"""What these tell takes the place of everything told before of the same record: who is told that a booking is
cancelled need not hear any more that it was made."""

AFTER_DISPLACED: frozenset[NoticeKind] = frozenset({"moved", "cancelled"})
"""What becomes of a booking that lost its place."""

Kept = Literal["pending", "sent", "told", "failed"]
"""The states that are written down."""

NoticeState = Literal["pending", "sent", "told", "failed", "missed"]
"""A pending notice that is of no use any more is missed; nothing is written for that."""


def tier_of(kind: NoticeKind) -> Tier:
    """Whether a notice of this kind is formal or light."""
    return "formal" if kind in FORMAL else "light"


class NewNotice(NamedTuple):
    """A notice to be written. `facts` are what its text names; after `useful_until` it is of no use any more;
    `record` is what it tells of."""

    kind: NoticeKind
    tier: Tier
    member: int
    record: str
    facts: dict[str, Any]
    due_at: Instant
    useful_until: Instant


@dataclass(frozen=True, slots=True)
class Notice:
    """What a member is to be told, or was. `tries` counts failed deliveries since the last new start; until
    `claimed_until` somebody is delivering it; `said`, `channel`, `done_at` and `done_by` tell what the member
    was told, by which way, when and by whom."""

    number: int
    kind: NoticeKind
    tier: Tier
    member: Member
    record: str
    facts: dict[str, Any]
    due_at: Instant
    useful_until: Instant
    kept: Kept
    tries: int
    next_try_at: Instant
    claimed_until: Instant | None
    last_error: str | None
    said: str | None
    channel: str | None
    done_at: Instant | None
    done_by: str | None

    def useful_at(self, instant: Instant) -> bool:
        """Whether telling it at an instant is still of use."""
        return instant < self.useful_until

    def state_at(self, instant: Instant) -> NoticeState:
        return "missed" if self.kept == "pending" and not self.useful_at(instant) else self.kept


class NoticeStore(Protocol):
    """What writing notices needs of the database."""

    def add_notice(self, notice: NewNotice) -> int: ...

    def outdate_notices(self, record: str, at: Instant) -> list[NoticeKind]:
        """Makes of no use, from an instant on, what was not yet told of a record; the kinds of it."""


class NoticeFinder(Protocol):
    """The one look-up that every command on a notice needs."""

    def notice(self, number: int) -> Notice | None: ...


def notice_of(store: NoticeFinder, number: int) -> Notice:
    """The notice of an id. `unknown_notice`."""
    notice = store.notice(number)
    if notice is None:
        raise DeskError("unknown_notice", notice=notice_told(number))
    return notice


def require_kept(notice: Notice, now: Now, *states: Kept) -> None:
    """`wrong_state`, with the state that a notice is in, unless it is in one of these."""
    if notice.kept in states:
        return
    facts = {"notice": notice_told(notice.number), "state": notice.state_at(now.instant)}
    if notice.done_at is not None:
        facts["at"] = local_told(now.local_of(notice.done_at))
    if notice.done_by is not None:
        facts["by"] = notice.done_by
    raise DeskError("wrong_state", **facts)


def tell(
    store: NoticeStore,
    now: Now,
    kind: NoticeKind,
    member: Member,
    record: str,
    slot: Slot,
    facility: Facility,
    *,
    useful_until: Instant | None = None,
    **facts: Any,
) -> None:
    """Writes what a member is to be told about a slot: of use until the slot begins (a formal one: until it
    ends), or until `useful_until`. Who was displaced, and has not heard of it, is told formally of the new
    place, or that there is none."""
    outdated = store.outdate_notices(record, now.instant) if kind in OUTDATING else []
    tier = "formal" if kind in AFTER_DISPLACED and "displaced" in outdated else tier_of(kind)
    until = useful_until or (slot.ends_at if tier == "formal" else slot.begins_at)
    told = {
        "facility": facility.code,
        "date": slot.date.isoformat(),
        "start": minute_told(slot.start),
        "end": minute_told(slot.end),
    }
    store.add_notice(NewNotice(kind, tier, member.number, record, told | facts, now.instant, until))
