"""Cross-checks: figures that were counted in different ways and must agree."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from core.errors import DeskError
from core.reports.allowance import Allowance, AllowanceFigures
from core.reports.month import MonthReport
from core.reports.points import Points
from core.reports.sales import Goods, SalesFigures
from core.reports.utilisation import Figures
from core.wire import yuan_told

Kind = Literal["whole", "yuan"]


class Tie(NamedTuple):
    """Two ways to one figure: `check` is a code for the sentence, `about` what it is told of; of yuan the
    two are fen."""

    check: str
    about: str
    left: int
    right: int
    kind: Kind = "whole"

    @property
    def holds(self) -> bool:
        return self.left == self.right

    def shown(self) -> tuple[str, str]:
        """The two as texts."""
        if self.kind == "yuan":
            return yuan_told(self.left), yuan_told(self.right)
        return str(self.left), str(self.right)


def ties_of(report: MonthReport) -> Iterator[Tie]:
    """The checks within the figures of a month."""
    yield from _use(report)
    yield from _allowance(report.allowance)
    yield from _points(report.points)
    yield from _sales(report)
    yield from _takings(report)
    yield from _shelf(report)
    yield from _people(report)
    yield from _approvals(report)
    yield from _notices(report)


def require(ties: Iterable[Tie]) -> None:
    """`figures_do_not_tie` with the first that does not hold."""
    for tie in ties:
        if not tie.holds:
            left, right = tie.shown()
            raise DeskError("figures_do_not_tie", check=tie.check, about=tie.about, left=left, right=right)


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
_PEOPLE = frozenset({"members", "holders", "unused"})


def _allowance(allowance: Allowance) -> Iterator[Tie]:
    groups: dict[str, tuple[AllowanceFigures, ...]] = {
        "departments": allowance.departments,
        "grades": allowance.grades,
    }
    for name, group in groups.items():
        for figure in _ALLOWANCE:
            parts = sum(getattr(part, figure) for part in group)
            kind: Kind = "whole" if figure in _PEOPLE else "yuan"
            yield Tie(f"sum_of_{name}", f"allowance_{figure}", parts, getattr(allowance, figure), kind)
    for part in (allowance, *allowance.grades):
        changes = part.available - part.net_used - part.expired - part.recalled - part.cleared
        about = " ".join(filter(None, (getattr(part, "department", None), getattr(part, "grade", None))))
        yield Tie("opening_to_closing", about or "allowance_closing", changes, part.closing, "yuan")
    if allowance.closing_by_draws is not None:
        yield Tie("by_draws", "allowance_closing", allowance.closing, allowance.closing_by_draws, "yuan")
    yield Tie("sum_of_postings", "allowance", allowance.sum_of_postings, 0, "yuan")
    yield Tie("unused_listed", "allowance_unused", len(allowance.unused_members), allowance.unused)
    told = sum(reason.members for reason in allowance.reasons)
    yield Tie("unused_reasons", "allowance_unused", told, allowance.unused)


def _points(points: Points) -> Iterator[Tie]:
    came = points.awarded + points.granted + points.unlocked + points.returned
    went = points.used + points.expired + points.recalled + points.cleared + points.reversed
    yield Tie("opening_to_closing", "points_closing", points.opening + came - went, points.closing)
    locked = points.locked_opening + points.purchased - points.forfeited - points.unlocked
    yield Tie("opening_to_closing", "points_locked", locked, points.locked_closing)
    if points.closing_by_draws is not None:
        yield Tie("by_draws", "points_closing", points.closing, points.closing_by_draws)
    yield Tie("sum_of_postings", "points", points.sum_of_postings, 0)
    yield Tie("sum_of_rules", "points_awarded", sum(rule.points for rule in points.rules), points.awarded)
    yield Tie("sum_of_rules", "points_awards", sum(rule.times for rule in points.rules), points.awards)


def goods_ties(check: str, about: str, left: Goods, right: Goods) -> Iterator[Tie]:
    """The pieces, the yuan and the points of a figure."""
    yield Tie(check, f"{about}_quantity", left.quantity, right.quantity)
    yield Tie(check, f"{about}_value", left.value, right.value, "yuan")
    yield Tie(check, f"{about}_points", left.points, right.points)


def _sales(report: MonthReport) -> Iterator[Tie]:
    sales = report.sales
    groups: dict[str, tuple[SalesFigures, ...]] = {"categories": sales.categories, "items": sales.items}
    for name, group in groups.items():
        for figure in ("sold", "cancelled", "returned", "net"):
            whole = Goods()
            for part in group:
                whole = whole.more(getattr(part, figure))
            yield from goods_ties(f"sum_of_{name}", figure, whole, getattr(sales, figure))


def _takings(report: MonthReport) -> Iterator[Tie]:
    takings, sales = report.takings, report.sales
    yield Tie("tenders_are_sales", "net_value", sales.net.value, takings.total.net, "yuan")
    yield Tie("tenders_are_sales", "orders", sales.orders, takings.orders)
    yield Tie("refunds_told_again", "refunds", takings.told_back, takings.kept_back, "yuan")
    for till in takings.till:
        own = getattr(takings, till.tender)
        yield Tie("till", f"{till.tender}_sales", own.sales, till.sales, "yuan")
        yield Tie("till", f"{till.tender}_refunds", own.refunds, till.refunds, "yuan")
    for part in ("sales", "refunds"):
        allowance, points = getattr(takings.allowance, part), getattr(takings.points, part)
        posted, points_posted = getattr(takings.allowance_posted, part), getattr(takings.points_posted, part)
        yield Tie("ledger_of_orders", f"allowance_{part}", allowance, posted, "yuan")
        yield Tie("ledger_of_orders", f"points_{part}", points, points_posted)


_MOVED = ("received", "sold", "returned", "written_off", "counted", "handed_out")


def _shelf(report: MonthReport) -> Iterator[Tie]:
    for item in (report.shelf, *report.shelf.items):
        about = getattr(item, "sku", "all_items")
        changes = sum(getattr(item, kind) for kind in _MOVED)
        yield Tie("opening_to_closing", about, item.opening + changes, item.closing)
        yield Tie("closing_to_now", about, item.closing + item.moved_since, item.on_hand)


_OF_PEOPLE = ("on_roll", "joined", "left", "active", "first_time", "never_came", "bookings")


def _people(report: MonthReport) -> Iterator[Tie]:
    people = report.people
    for figure in _OF_PEOPLE:
        parts = sum(getattr(part, figure) for part in people.departments)
        yield Tie("sum_of_departments", figure, parts, getattr(people, figure))
    yield Tie("roll", "on_roll", people.before + people.joined - people.left, people.on_roll)
    yield Tie("members_orders", "orders", people.orders, report.sales.orders)
    yield Tie("members_orders", "buyers", people.buyers, report.sales.buyers)
    yield Tie("members_orders", "sold_value", people.spent, report.sales.sold.value, "yuan")


def _approvals(report: MonthReport) -> Iterator[Tie]:
    approvals = report.approvals
    for figure in ("approved", "rejected", "expired", "withdrawn", "displaced", "waiting"):
        parts = sum(getattr(part, figure) for part in approvals.facilities)
        yield Tie("sum_of_facilities", f"applications_{figure}", parts, getattr(approvals, figure))
    waiting = sum(level.waiting for level in approvals.levels)
    yield Tie("sum_of_levels", "applications_waiting", waiting, approvals.waiting)


def _notices(report: MonthReport) -> Iterator[Tie]:
    notices = report.notices
    states = notices.sent + notices.told + notices.missed + notices.failed + notices.waiting
    yield Tie("sum_of_outcomes", "written", states, notices.written)
    for figure in ("written", "sent", "told", "missed", "failed"):
        parts = sum(getattr(part, figure) for part in notices.kinds)
        yield Tie("sum_of_kinds", figure, parts, getattr(notices, figure))
