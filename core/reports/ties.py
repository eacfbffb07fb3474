"""Cross-checks: figures that were counted in different ways and must agree."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.errors import DeskError
from core.reports.allowance import Allowance, AllowanceFigures
from core.reports.month import MonthReport
from core.reports.points import Points
from core.reports.utilisation import Figures


class Tie(NamedTuple):
    """Two ways to one figure: `check` is a code for the sentence, `about` what it is told of."""

    check: str
    about: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


def ties_of(report: MonthReport) -> Iterator[Tie]:
    """The checks within the figures of a month."""
    yield from _use(report)
    yield from _allowance(report.allowance)
    yield from _points(report.points)


def require(ties: Iterable[Tie]) -> None:
    """`figures_do_not_tie` with the first that does not hold."""
    for tie in ties:
        if not tie.holds:
            raise DeskError(
                "figures_do_not_tie", check=tie.check, about=tie.about, left=tie.left, right=tie.right
            )


_SUMMED = ("offered", "booked", "used", "no_shows", "cancelled", "turned_away", "waitlisted", "promoted")


def _use(report: MonthReport) -> Iterator[Tie]:
    use = report.use
    groups: dict[str, tuple[Figures, ...]] = {
        "facilities": use.facilities,
        "weekdays": use.weekdays,
        "periods": use.periods,
        "days": use.days,
    }
    for name, group in groups.items():
        for figure in _SUMMED:
            yield Tie(
                f"sum_of_{name}", figure, sum(getattr(part, figure) for part in group), getattr(use, figure)
            )
    yield Tie("cancelled_ahead", "cancelled", sum(use.cancelled_ahead), use.cancelled)


_ALLOWANCE = (
    "members", "holders", "opening", "granted", "used", "returned", "expired", "recalled", "cleared",
    "reversed", "closing", "unused",
)  # fmt: skip


def _allowance(allowance: Allowance) -> Iterator[Tie]:
    groups: dict[str, tuple[AllowanceFigures, ...]] = {
        "departments": allowance.departments,
        "grades": allowance.grades,
    }
    for name, group in groups.items():
        for figure in _ALLOWANCE:
            parts = sum(getattr(part, figure) for part in group)
            yield Tie(f"sum_of_{name}", f"allowance_{figure}", parts, getattr(allowance, figure))
    for part in (allowance, *allowance.grades):
        changes = part.available - part.net_used - part.expired - part.recalled - part.cleared
        about = " ".join(filter(None, (getattr(part, "department", None), getattr(part, "grade", None))))
        yield Tie("allowance_changes", about or "allowance_closing", changes, part.closing)
    if allowance.closing_by_draws is not None:
        yield Tie("by_draws", "allowance_closing", allowance.closing, allowance.closing_by_draws)
    yield Tie("sum_of_postings", "allowance", allowance.sum_of_postings, 0)
    yield Tie("unused_listed", "allowance_unused", len(allowance.unused_members), allowance.unused)
    told = sum(reason.members for reason in allowance.reasons)
    yield Tie("unused_reasons", "allowance_unused", told, allowance.unused)


def _points(points: Points) -> Iterator[Tie]:
    came = points.awarded + points.granted + points.unlocked + points.returned
    went = points.used + points.expired + points.recalled + points.cleared + points.reversed
    yield Tie("points_changes", "points_closing", points.opening + came - went, points.closing)
    locked = points.locked_opening + points.purchased - points.forfeited - points.unlocked
    yield Tie("points_changes", "points_locked", locked, points.locked_closing)
    if points.closing_by_draws is not None:
        yield Tie("by_draws", "points_closing", points.closing, points.closing_by_draws)
    yield Tie("sum_of_postings", "points", points.sum_of_postings, 0)
    yield Tie("sum_of_rules", "points_awarded", sum(rule.points for rule in points.rules), points.awarded)
    yield Tie("sum_of_rules", "points_awards", sum(rule.times for rule in points.rules), points.awards)
