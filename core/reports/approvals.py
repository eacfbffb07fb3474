"""Approvals: what became of applications, how long it took at each level, and what still waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple, Protocol

from core.booking.records import Booking, State
from core.clock import Instant
from core.command import Now, Question, question
from core.facilities.records import Facility
from core.reports.days import Span, span_of
from core.wire import Name


class NumberedStep(NamedTuple):
    """A step of a booking's trail; `within`: entered in the period."""

    at: Instant
    event: str
    state: State
    within: bool


class AppliedFor(NamedTuple):
    """A booking of which something was decided in the period: where it stands now, and its whole trail."""

    facility: int
    trail: Sequence[NumberedStep]


class ApprovalsStore(Protocol):
    """What the figures of approvals need of the database."""

    def facilities(self) -> list[Facility]: ...

    def decided_in(self, span: Span) -> Iterable[AppliedFor]:
        """Bookings that were approved at a level, or ended while they waited for approval."""

    def bookings_undecided(self) -> list[Booking]: ...

    def waits_since(self, booking: int) -> Instant:
        """The last step of a booking."""


@dataclass(frozen=True, slots=True)
class AskApprovals(Question["Approvals"]):
    """`from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFigures:
    """Applications whose end was entered in the period, whenever they were made; where a booking was moved it
    is applied for anew.

    approved: at the last level. rejected: at any. expired: undecided when the slot began. withdrawn:
    cancelled while they waited. displaced: lost their place while they waited.
    waiting: now, whenever they were made.
    """

    approved: int = 0
    rejected: int = 0
    expired: int = 0
    withdrawn: int = 0
    displaced: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityApprovals(ApprovalFigures):
    """By the facility at which a booking stands now."""

    facility: Name
    name: Name


class LevelTimes(NamedTuple):
    """decided: how often this level was given or refused in the period. median_minutes, longest_minutes: from
    when it was this level's turn until then; None where it never was. waiting: how many wait for it now;
    waits_longest_minutes: the one that has waited longest."""

    level: int
    decided: int
    median_minutes: int | None
    longest_minutes: int | None
    waiting: int
    waits_longest_minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals(ApprovalFigures):
    """The sums, the same by facility (those of which there is anything to tell), and the times by level."""

    from_: date
    to: date
    facilities: tuple[FacilityApprovals, ...]
    levels: tuple[LevelTimes, ...]


ENDS: dict[State, str] = {
    "rejected": "rejected",
    "expired": "expired",
    "cancelled": "withdrawn",
    "displaced": "displaced",
}
"""What an application came to that waited."""


@question("approvals")
def ask_approvals(store: ApprovalsStore, question: AskApprovals, now: Now) -> Approvals:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    sums: defaultdict[int, Counter[str]] = defaultdict(Counter)
    took: defaultdict[int, list[int]] = defaultdict(list)
    for facility, trail in store.decided_in(span):
        for decision in _decisions(trail):
            if decision.came_to is not None:
                sums[facility][decision.came_to] += 1
            if decision.seconds is not None:
                took[decision.level].append(decision.seconds)
    waits: defaultdict[int, list[int]] = defaultdict(list)
    for booking in store.bookings_undecided():
        sums[booking.facility.number]["waiting"] += 1
        waits[booking.level + 1].append(now.instant - store.waits_since(booking.number))
    whole: Counter[str] = Counter()
    for one in sums.values():
        whole.update(one)
    return Approvals(
        **whole,
        from_=question.from_,
        to=question.to,
        facilities=tuple(
            FacilityApprovals(**sums[kept.number], facility=Name(kept.code), name=Name(kept.name))
            for kept in store.facilities()
            if kept.number in sums
        ),
        levels=tuple(_times(level, took[level], waits[level]) for level in sorted({*took, *waits})),
    )


class _Decision(NamedTuple):
    """A step with which a wait ended, at its level: what the application came to by it, if it was its end,
    and how long it waited for who decides, if somebody decided."""

    level: int
    came_to: str | None
    seconds: int | None


def _decisions(trail: Sequence[NumberedStep]) -> Iterable[_Decision]:
    """Those of the period, in order."""
    level, waits_since = 0, None
    for step in trail:
        if step.event == "approved" and waits_since is not None:
            if step.within:
                came_to = "approved" if step.state != "pending" else None
                yield _Decision(level, came_to, step.at - waits_since)
        elif step.state in ENDS and waits_since is not None and step.within:
            decided = step.state == "rejected"
            yield _Decision(level, ENDS[step.state], step.at - waits_since if decided else None)
        if step.state != "pending":
            waits_since = None
        else:
            level = level + 1 if step.event == "approved" else 1
            waits_since = step.at


def _times(level: int, took: list[int], waits: list[int]) -> LevelTimes:
    return LevelTimes(
        level,
        len(took),
        int(median(took)) // 60 if took else None,
        max(took) // 60 if took else None,
        len(waits),
        max(waits) // 60 if waits else None,
    )
