"""Why a member used none of their allowance: asked at the desk, and kept with its day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

from core.command import Command, Now, command
from core.errors import invalid
from core.ledger.records import day_of_month
from core.members.records import MemberFinder, member_of
from core.wire import Name

Asked = Literal[
    "not_aware", "nothing_suitable", "out_of_stock", "too_little", "saving_up", "on_leave", "other"
]
"""What a member can say."""

Why = Literal[
    "not_aware", "nothing_suitable", "out_of_stock", "too_little", "saving_up", "on_leave", "other",
    "left", "lapsed", "not_asked",
]  # fmt: skip
"""The same, and what can be told without asking."""


class ReasonNoted(NamedTuple):
    """What was noted of a member for a day; `reason` None takes back what was noted before."""

    member: int
    day: date
    reason: Asked | None
    note: str | None


class ReasonStore(MemberFinder, Protocol):
    """What noting reasons needs of the database."""

    def reason_noted(self, member: int, first: date, last: date) -> ReasonNoted | None:
        """What was noted last of a member for some days, both included."""

    def note_reason(self, noted: ReasonNoted, now: Now) -> None: ...


@dataclass(frozen=True, slots=True)
class NoteUnused(Command["UnusedNoted"]):
    """Why a member uses none of their allowance; null takes back what was noted for the month. `on` is a day
    of the month that it is about, today unless given."""

    member: Name
    reason: Asked | None
    note: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class UnusedNoted:
    """`was` notes again what stood before."""

    member: Name
    on: date
    reason: Asked | None
    was: NoteUnused


def _was(_: NoteUnused, noted: UnusedNoted) -> tuple[Command[Any], ...]:
    return (noted.was,)


@command("note_unused", inverse=_was)
def note_unused(store: ReasonStore, command: NoteUnused, now: Now) -> UnusedNoted:
    """The latest of a month counts. `unknown_member`; `invalid` for a day to come."""
    member = member_of(store, command.member)
    day = command.on or now.today
    if day > now.today:
        raise invalid("on", "future", value=day.isoformat())
    last = day_of_month(day.year, day.month, 31)
    before = store.reason_noted(member.number, day.replace(day=1), last)
    was = (None, None) if before is None else (before.reason, before.note)
    store.note_reason(ReasonNoted(member.number, day, command.reason, command.note), now)
    return UnusedNoted(command.member, day, command.reason, NoteUnused(command.member, *was, day))
