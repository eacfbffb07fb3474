"""The month's report: all its sections, of one picture of the club."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from core.command import Now, Question, question
from core.reports.allowance import Allowance, AllowanceStore, AskAllowance, allowance_of
from core.reports.approvals import Approvals, ApprovalsStore, AskApprovals, ask_approvals
from core.reports.balances import books_of
from core.reports.people import AskPeople, People, PeopleStore, ask_people
from core.reports.points import AskPoints, Points, PointStore, points_of
from core.reports.sales import AskSales, Sales, SalesStore, ask_sales
from core.reports.shelf import AskShelf, Shelf, ShelfStore, ask_shelf
from core.reports.takings import AskTakings, Takings, TakingsStore, ask_takings
from core.reports.told import AskNoticeFigures, NoticeFiguresStore, NoticesTold, ask_notice_figures
from core.reports.utilisation import AskUtilisation, ReportStore, Utilisation, ask_utilisation
from core.wire import Misfit

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEARS = range(1901, 9989)


class Month(NamedTuple):
    """A month of the calendar, outside `2026-10`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def read_wire(cls, value: Any) -> "Month":
        found = _MONTH.fullmatch(value) if isinstance(value, str) else None
        if found is None or int(found[1]) not in _YEARS:
            raise Misfit("not_a_month", value=value)
        return cls(int(found[1]), int(found[2]))

    def write_wire(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.later(1).first - timedelta(days=1)

    def later(self, months: int) -> "Month":
        """The month so many months later; earlier, if less than nothing."""
        year, before = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, before + 1)


class MonthStore(
    AllowanceStore,
    ApprovalsStore,
    NoticeFiguresStore,
    PeopleStore,
    PointStore,
    ReportStore,
    SalesStore,
    ShelfStore,
    TakingsStore,
    Protocol,
):
    """What all sections need of the database."""


@dataclass(frozen=True, slots=True)
class AskMonth(Question["MonthReport"]):
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """The sections; each says at its own type what its figures count."""

    month: Month
    use: Utilisation
    allowance: Allowance
    points: Points
    sales: Sales
    takings: Takings
    shelf: Shelf
    people: People
    approvals: Approvals
    notices: NoticesTold


@question("month")
def ask_month(store: MonthStore, question: AskMonth, now: Now) -> MonthReport:
    """The figures of a month, as far as it has gone."""
    first, last = question.month.first, question.month.last
    books = books_of(store, first, last, now)
    return MonthReport(
        month=question.month,
        use=ask_utilisation(store, AskUtilisation(first, last), now),
        allowance=allowance_of(store, AskAllowance(first, last), books, now),
        points=points_of(store, AskPoints(first, last), books),
        sales=ask_sales(store, AskSales(first, last), now),
        takings=ask_takings(store, AskTakings(first, last), now),
        shelf=ask_shelf(store, AskShelf(first, last), now),
        people=ask_people(store, AskPeople(first, last), now),
        approvals=ask_approvals(store, AskApprovals(first, last), now),
        notices=ask_notice_figures(store, AskNoticeFigures(first, last), now),
    )
