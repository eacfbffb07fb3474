"""What a policy gives to whom: terms, periods, and how one member's amount comes about. All pure
(domain.md section 7, "Policies")."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from core.command import Now
from core.errors import invalid
from core.ledger.records import Amount, Unit, amount_told, day_of_month, months_after
from core.members.records import Member
from core.wire import Misfit, Name, form_of

Every = Literal["month", "quarter", "year", "once"]

MONTHS_OF: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}

ONCE = "once"
"""The one period of a policy that gives once."""

_PERIODS: dict[Every, re.Pattern[str]] = {
    "month": re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    "quarter": re.compile(r"(\d{4})Q([1-4])", re.ASCII),
    "year": re.compile(r"(\d{4})", re.ASCII),
}
_YEARS = range(1970, 9900)


class TenureStep(NamedTuple):
    """From so many whole years on, so much more. Outside a list of two: `[5, "50.00"]`."""

    years: int
    amount: Amount

    @classmethod
    def read_wire(cls, value: Any) -> "TenureStep":
        if not isinstance(value, list) or len(value) != 2:
            raise Misfit("not_a_step")
        return cls(form_of(int).read(value[0]), Amount.read_wire(value[1]))

    def write_wire(self) -> Any:
        return [self.years, self.amount.write_wire()]

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        return {
            "type": "array",
            "prefixItems": [{"type": "integer"}, Amount.schema_wire()],
            "minItems": 2,
            "maxItems": 2,
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says. `day` is the day of the period's first month on which it gives, None the day of the
    run; a policy that runs by itself without a day does so on the first."""

    code: str
    unit: Unit
    every: Every
    day: int | None = None
    base: Amount | None = None
    by_grade: dict[str, Amount] | None = None
    by_tenure: tuple[TenureStep, ...] = ()
    by_performance: dict[str, int] | None = None
    valid_months: int | None = None
    valid_until: date | None = None
    prorate: bool = True
    auto: bool = False
    name: Name | None = None
    fund: Name | None = None
    exempt: bool = False

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.code


class Period(NamedTuple):
    """A month, a quarter or a year: from its first day to its last; `months` of it."""

    told: str
    first: date
    last: date
    months: int


def period_named(every: Every, told: str | None, today: date) -> Period:
    """A period as `2026-11`, `2026Q4` or `2026`, the present one where none is named. `invalid`."""
    if every == "once":
        if told not in (None, ONCE):
            raise invalid("period", "not_a_period", value=told, form=ONCE)
        return Period(ONCE, date.min, date.max, 1)
    if told is None:
        return period_of(every, today)
    match = _PERIODS[every].fullmatch(told)
    if match is None or int(match[1]) not in _YEARS:
        raise invalid("period", "not_a_period", value=told, form=period_of(every, today).told)
    months = MONTHS_OF[every]
    month = 1 if every == "year" else (int(match[2]) - 1) * months + 1
    if not 1 <= month <= 12:
        raise invalid("period", "not_a_period", value=told, form=period_of(every, today).told)
    return period_of(every, date(int(match[1]), month, 1))


def period_of(every: Every, day: date) -> Period:
    """The period that a day lies in."""
    months = MONTHS_OF[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = months_after(first, months) - timedelta(days=1)
    told = {
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}Q{(first.month + 2) // 3}",
        "year": f"{first.year}",
    }[every]
    return Period(told, first, last, months)


def grant_day(terms: Terms, period: Period, today: date) -> date:
    """The day of the run, unless the policy names one."""
    if terms.day is None:
        return today
    first = today if terms.every == "once" else period.first
    return day_of_month(first.year, first.month, terms.day)


def last_valid_day(terms: Terms, granted_on: date) -> date | None:
    """Of what is granted on a day; None for ever."""
    if terms.valid_months is not None:
        return months_after(granted_on, terms.valid_months)
    return terms.valid_until


def whole_years(start: date, day: date) -> int:
    """Tenure. A 29 February start counts from 28 February in common years."""
    years = day.year - start.year
    return years - 1 if day < day_of_month(start.year + years, start.month, start.day) else years


class How(NamedTuple):
    """How one amount came about: (base + tenure) × percent / 100 × months / of, fractions dropped. `grade` is
    None where the base holds; `tenure_years` None where the day of hire is not known."""

    base: int
    grade: str | None
    tenure: int
    tenure_years: int | None
    performance: str | None
    percent: int
    months: int
    of: int

    @property
    def amount(self) -> int:
        return (self.base + self.tenure) * self.percent * self.months // (100 * self.of)

    def facts(self, terms: Terms, period: Period) -> dict[str, Any]:
        """As a posting keeps it and an answer tells it."""
        return {
            "policy": terms.code,
            "period": period.told,
            "grade": self.grade,
            "base": amount_told(terms.unit, self.base),
            "tenure_years": self.tenure_years,
            "tenure": amount_told(terms.unit, self.tenure),
            "performance": self.performance,
            "percent": self.percent,
            "months": self.months,
            "of": self.of,
            "amount": amount_told(terms.unit, self.amount),
        }


def how_for(terms: Terms, member: Member, period: Period, granted_on: date) -> How:
    """How much a member gets. Who joins after the period gets none of its months."""
    by_grade = terms.by_grade or {}
    grade = member.grade if member.grade in by_grade else None
    base = by_grade[grade] if grade is not None else terms.base
    years = None if member.hired_on is None else whole_years(member.hired_on, granted_on)
    reached = [step for step in terms.by_tenure if years is not None and years >= step.years]
    step = max(reached, key=lambda step: step.years, default=None)
    marks = terms.by_performance or {}
    mark = member.performance if member.performance in marks else None
    return How(
        base=0 if base is None else base.number,
        grade=grade,
        tenure=0 if step is None else step.amount.number,
        tenure_years=years,
        performance=mark,
        percent=100 if mark is None else marks[mark],
        months=_months(terms, member, period),
        of=period.months,
    )


def _months(terms: Terms, member: Member, period: Period) -> int:
    """The months of the period that count: for a joiner within it, from the month of joining on. Once is no
    period with months to count."""
    hired_on = member.hired_on
    if terms.every == "once" or hired_on is None or hired_on <= period.first:
        return period.months
    if hired_on > period.last:
        return 0
    if not terms.prorate:
        return period.months
    return (period.last.year - hired_on.year) * 12 + period.last.month - hired_on.month + 1


def next_run(terms: Terms, now: Now) -> date:
    """The next day on which a policy runs by itself: this period's if it is still to come, or the next's."""
    period = period_of(terms.every, now.today)
    day = day_of_month(period.first.year, period.first.month, terms.day or 1)
    if now.instant_at(day, 0) > now.instant:
        return day
    first = period.last + timedelta(days=1)
    return day_of_month(first.year, first.month, terms.day or 1)
