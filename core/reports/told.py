"""Notices: what members were to be told, by kind, and what became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Question, question
from core.notices.records import NoticeKind, NoticeState, Tier
from core.notices.templates import KINDS
from core.reports.days import Span, span_of


class NoticesCounted(NamedTuple):
    """So many notices of a kind that are in a state."""

    kind: NoticeKind
    tier: Tier
    state: NoticeState
    notices: int


class NoticeDelay(NamedTuple):
    """How long it took to deliver or tell a notice."""

    kind: NoticeKind
    tier: Tier
    seconds: int


class NoticeFiguresStore(Protocol):
    """What the figures of notices need of the database."""

    def notices_written(self, span: Span, at: Instant) -> Iterable[NoticesCounted]:
        """Those that were written in the span, by their state at an instant."""

    def notice_delays(self, span: Span) -> Iterable[NoticeDelay]:
        """Of those that were written in the span, and delivered or told."""


@dataclass(frozen=True, slots=True)
class AskNoticeFigures(Question["NoticesTold"]):
    """`from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFigures:
    """Notices that were written in the period, by where they stand now.

    written: all. sent: delivered by a channel. told: by phone, in a group or at the counter, as
    the desk entered it.
    missed: nobody was told before it was of no use any more, or something newer took its place. failed: no
    channel could deliver it, and nobody told it. waiting: still to be delivered or told.
    median_minutes: from when it was written until it was delivered or told; None where none was.
    """

    written: int = 0
    sent: int = 0
    told: int = 0
    missed: int = 0
    failed: int = 0
    waiting: int = 0
    median_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures(NoticeFigures):
    kind: NoticeKind
    tier: Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesTold(NoticeFigures):
    """The sums; and the same by kind and tier, those of which there is anything to tell."""

    from_: date
    to: date
    kinds: tuple[KindFigures, ...]


@question("notice_figures")
def ask_notice_figures(store: NoticeFiguresStore, question: AskNoticeFigures, now: Now) -> NoticesTold:
    """`invalid` where `to` is before `from`."""
    span = span_of(question.from_, question.to, now)
    sums: defaultdict[tuple[NoticeKind, Tier], _Sum] = defaultdict(_Sum)
    whole = _Sum()
    for kind, tier, state, notices in store.notices_written(span, now.instant):
        for one in (sums[kind, tier], whole):
            one.states[state] += notices
    for kind, tier, seconds in store.notice_delays(span):
        for one in (sums[kind, tier], whole):
            one.seconds.append(seconds)
    return NoticesTold(
        **whole.fields(),
        from_=question.from_,
        to=question.to,
        kinds=tuple(
            KindFigures(**sums[kind, tier].fields(), kind=kind, tier=tier)
            for kind, tier in sorted(sums, key=lambda key: (key[1], KINDS.index(key[0])))
        ),
    )


class _Sum:
    """The figures of one group while they are added up."""

    def __init__(self) -> None:
        self.states: Counter[NoticeState] = Counter()
        self.seconds: list[int] = []

    def fields(self) -> dict[str, Any]:
        """The fields of `NoticeFigures`."""
        states = self.states
        return {
            "written": states.total(),
            "sent": states["sent"],
            "told": states["told"],
            "missed": states["missed"],
            "failed": states["failed"],
            "waiting": states["pending"],
            "median_minutes": int(median(self.seconds)) // 60 if self.seconds else None,
        }
