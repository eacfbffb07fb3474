"""The figures that were handed in for a month, and what has changed in them since."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from core.audit import canonical
from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import DeskError
from core.reports.month import AskMonth, Month, MonthReport, MonthStore, ask_month
from core.wire import Name, write_record

NAMES = (
    "facility", "date", "weekday", "start", "department", "grade", "member", "rule", "category", "sku",
    "tender", "kind", "level", "reason", "shift",
)  # fmt: skip
"""Fields that say which of several a record is about; the rest of its values are figures."""

Figures = dict[str, Any]
"""Each figure of a report by its path, as `use/facilities/gym/booked`: a whole number, or yuan as text."""


class FiguresKept(NamedTuple):
    """What was handed in: when, by whom."""

    at: Instant
    operator: str
    figures: Figures


class HandedInStore(MonthStore, Protocol):
    """What handing in needs of the database."""

    def handed_in(self, month: Month) -> FiguresKept | None:
        """What was handed in last."""

    def keep_figures(self, month: Month, kept: FiguresKept) -> None: ...


def figures_of(report: MonthReport) -> Figures:
    """All figures of a report, one by one."""
    sections = {name: part for name, part in write_record(report).items() if name != "month"}
    return dict(_figures(sections, ""))


def _figures(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("from", "to", "name", *NAMES) or isinstance(part, dict | list):
                yield from _figures(part, f"{path}/{name}" if path else name)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _figures(part, f"{path}/{_about(part, number)}")
    else:
        yield path, value


def _about(part: Any, number: int) -> str:
    """Which of several a record is: by what it is about, or by its place."""
    named = [str(part[name]) for name in NAMES if isinstance(part, dict) and part.get(name) is not None]
    return " ".join(named) or str(number)


def digest_of(figures: Figures) -> str:
    """By which two sets of figures are told apart."""
    return hashlib.sha256(canonical([figures]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class HandIn(Command["HandedIn"]):
    """Keeps the figures of a month as those that were handed in. `digest` is that of the figures in the file
    which is handed in (`AskHandedIn` tells it): if they have changed meanwhile, nothing is kept."""

    month: Month
    digest: Name | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`changed` counts the figures that differ from what was handed in before."""

    month: Month
    figures: int
    changed: int
    digest: Name


def require_over(month: Month, now: Now) -> None:
    """`month_not_over`."""
    if month.last >= now.today:
        raise DeskError("month_not_over", month=month.write_wire(), last=month.last.isoformat())


@command("hand_in", inverse=NoInverse("handed_in_stands"))
def hand_in(store: HandedInStore, command: HandIn, now: Now) -> HandedIn:
    """`month_not_over`; `figures_changed` where they are not those of the digest."""
    require_over(command.month, now)
    figures = figures_of(ask_month(store, AskMonth(command.month), now))
    digest = digest_of(figures)
    if command.digest is not None and command.digest != digest:
        raise DeskError("figures_changed", month=command.month.write_wire())
    before = store.handed_in(command.month)
    changed = 0 if before is None else len(list(_changes(before.figures, figures)))
    store.keep_figures(command.month, FiguresKept(now.instant, now.operator, figures))
    return HandedIn(command.month, len(figures), changed, Name(digest))


@dataclass(frozen=True, slots=True)
class AskHandedIn(Question["HandedInCard"]):
    month: Month


class Change(NamedTuple):
    """A figure that is not what it was; null where there was none, or is none any more."""

    figure: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class HandedInCard:
    """`digest` is that of the figures as they are now; `at` is null where nothing was handed in."""

    month: Month
    digest: Name
    at: datetime | None
    by: Name | None
    changes: tuple[Change, ...]


@question("handed_in")
def ask_handed_in(store: HandedInStore, question: AskHandedIn, now: Now) -> HandedInCard:
    """What was handed in for a month, beside what its figures are now."""
    report = ask_month(store, AskMonth(question.month), now)
    return handed_in_card(report, ask_figures_kept(store, AskFiguresKept(question.month), now))


@dataclass(frozen=True, slots=True)
class AskFiguresKept(Question["FiguresKeptCard"]):
    month: Month


@dataclass(frozen=True, slots=True)
class FiguresKeptCard:
    """What was handed in last, as it was; `at` is null where nothing was."""

    at: datetime | None
    by: Name | None
    figures: dict[str, Any]


@question("figures_kept")
def ask_figures_kept(store: HandedInStore, question: AskFiguresKept, now: Now) -> FiguresKeptCard:
    """What was handed in for a month."""
    kept = store.handed_in(question.month)
    if kept is None:
        return FiguresKeptCard(None, None, {})
    return FiguresKeptCard(now.local_of(kept.at), Name(kept.operator), kept.figures)


def handed_in_card(report: MonthReport, kept: FiguresKeptCard) -> HandedInCard:
    """A report beside what was handed in for its month."""
    figures = figures_of(report)
    changes = () if kept.at is None else tuple(_changes(kept.figures, figures))
    return HandedInCard(report.month, Name(digest_of(figures)), kept.at, kept.by, changes)


def _changes(before: Figures, after: Figures) -> Iterator[Change]:
    """In the order of the report; what is there no more comes last."""
    for path in [*after, *(path for path in before if path not in after)]:
        was, is_now = _told(before.get(path)), _told(after.get(path))
        if was != is_now:
            yield Change(path, was, is_now)


def _told(value: Any) -> str | None:
    return None if value is None else str(value)
