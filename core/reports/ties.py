"""Cross-checks: figures that were counted in different ways and must agree."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.errors import DeskError
from core.reports.month import MonthReport
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
