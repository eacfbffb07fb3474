"""Notices as they are written: in the same transaction as what they tell of (domain.md section 10)."""

from typing import Any, Literal, NamedTuple, Protocol

from core.booking.records import Slot
from core.clock import Instant
from core.command import Now
from core.facilities.records import Facility
from core.members.records import Member
from core.wire import minute_told

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
]

FORMAL: frozenset[NoticeKind] = frozenset(
    {
        "closed", "displaced", "approved", "rejected", "expired", "offered", "promoted", "suspended",
        "released",
    }
)  # fmt: skip
"""The others are light."""


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


class NoticeStore(Protocol):
    """What writing notices needs of the database."""

    def add_notice(self, notice: NewNotice) -> int: ...


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
    ends), or until `useful_until`."""
    tier = tier_of(kind)
    until = useful_until or (slot.ends_at if tier == "formal" else slot.begins_at)
    told = {
        "facility": facility.code,
        "date": slot.date.isoformat(),
        "start": minute_told(slot.start),
        "end": minute_told(slot.end),
    }
    store.add_notice(NewNotice(kind, tier, member.number, record, told | facts, now.instant, until))
