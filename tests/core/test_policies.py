"""Policies: who is given how much for a period, and how that came about (domain.md section 7)."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.records import Amount
from core.ledger.terms import (
    TenureStep,
    Terms,
    grant_day,
    how_for,
    last_valid_day,
    period_named,
    period_of,
    whole_years,
)
from core.members.records import Member
from tests.support.club import Club
from tests.support.examples import examples

TODAY = date(2026, 11, 23)


@pytest.fixture
def staff(club: Club) -> Club:
    """Monday 2026-11-23: a head of section of seven years, a clerk who joined in May, one of whom nothing is
    known, a department's account, and one who has left."""
    club.member("000001", grade="科长", hired_on="2019-03-01", performance="优")
    club.member("000002", grade="科员", hired_on="2026-05-20")
    club.member("000003")
    club.member("000004", shared=True)
    club.member("000005", grade="科员")
    club.do("member_leaves", staff_no="000005")
    return club


YEARLY: dict[str, Any] = {
    "code": "festival",
    "unit": "allowance",
    "every": "year",
    "base": "300.00",
    "by_grade": {"科长": "500.00"},
    "by_tenure": [[1, "20.00"], [5, "100.00"], [10, "250.00"]],
    "by_performance": {"优": 120, "差": 0},
    "valid_months": 12,
}


def amounts(run: dict[str, Any]) -> dict[str, Any]:
    return {grant["member"]: grant["amount"] for grant in run["grants"]}


# ---------------------------------------------------------------- by worked examples


def test_the_amount_is_grade_and_tenure_by_performance_and_months(staff: Club) -> None:
    staff.do("add_policy", **YEARLY)
    told = staff.do("run_policy", policy="festival", period="2026")
    # (500 + 100) x 120 %; (300 + 0) x 8 / 12, for May to December; 300
    assert amounts(told) == {"000001": "720.00", "000002": "200.00", "000003": "300.00"}
    assert (told["granted"], told["skipped"], told["total"]) == (3, 0, "1220.00")
    assert told["grants"][0]["how"] == {
        "policy": "festival",
        "period": "2026",
        "grade": "科长",
        "base": "500.00",
        "tenure_years": 7,
        "tenure": "100.00",
        "performance": "优",
        "percent": 120,
        "months": 12,
        "of": 12,
        "amount": "720.00",
    }
    assert staff.ask("balance", member="000002")["allowance"] == "200.00"
    (lot,) = staff.ask("lots", member="000002")["lots"]
    assert (lot["granted_on"], lot["expires_on"]) == ("2026-11-23", "2027-11-23")
    entry = staff.ask("statement", member="000002", unit="allowance")["entries"][0]["entry"]
    assert staff.ask("entry", entry=entry)["facts"]["months"] == 8
    staff.check()


def test_a_dry_run_says_the_same_and_writes_nothing(staff: Club) -> None:
    staff.do("add_policy", **YEARLY)
    dry = staff.do("run_policy", policy="festival", dry_run=True)
    assert dry == staff.ask("preview_policy", policy="festival")
    assert staff.ask("balance", member="000001")["allowance"] == "0.00"
    wet = staff.do("run_policy", policy="festival")
    assert amounts(wet) == amounts(dry)
    assert wet["total"] == dry["total"]


def test_the_same_policy_period_and_member_is_granted_once(staff: Club) -> None:
    staff.do("add_policy", **YEARLY)
    staff.do("run_policy", policy="festival")
    staff.member("000006", hired_on="2026-11-02")
    told = staff.do("run_policy", policy="festival")
    assert (amounts(told), told["skipped"]) == ({"000006": "50.00"}, 3)
    assert {skip["why"] for skip in told["skips"]} == {"granted_before"}
    assert staff.do("run_policy", policy="festival", period="2027")["granted"] == 4
    staff.check()


def test_what_was_taken_back_is_not_granted_again(staff: Club) -> None:
    staff.do("add_policy", code="once", unit="points", base=10)
    staff.do("run_policy", policy="once")
    staff.do("contra", entry="E1", reason="错")
    assert staff.do("run_policy", policy="once")["granted"] == 0


def test_fractions_are_dropped_once_at_the_end(staff: Club) -> None:
    staff.do(
        "add_policy",
        code="odd",
        unit="points",
        every="year",
        base=7,
        by_tenure=[[0, 4]],
        by_performance={"优": 133},
    )
    told = amounts(staff.do("run_policy", policy="odd"))
    assert told == {"000001": 14, "000002": 7, "000003": 7}  # 14.63; 11 x 8 / 12 = 7.33


def test_who_joins_after_the_period_and_who_comes_to_nothing_is_skipped(staff: Club) -> None:
    staff.do("add_policy", code="m", unit="points", every="month", by_grade={"科长": 5})
    told = staff.do("run_policy", policy="m", period="2026-04")
    assert amounts(told) == {"000001": 5}
    assert [(skip["member"], skip["why"]) for skip in told["skips"]] == [
        ("000002", "not_hired_yet"),
        ("000003", "nothing"),
    ]


def test_without_proration_a_joiner_gets_the_whole(staff: Club) -> None:
    staff.do("add_policy", **YEARLY | {"prorate": False})
    assert amounts(staff.do("run_policy", policy="festival"))["000002"] == "300.00"


def test_what_is_given_once_is_given_whole_whenever_somebody_was_hired(staff: Club) -> None:
    staff.do("add_policy", **YEARLY | {"every": "once"})
    told = staff.do("run_policy", policy="festival")
    assert amounts(told) == {"000001": "720.00", "000002": "300.00", "000003": "300.00"}
    assert {(grant["how"]["months"], grant["how"]["of"]) for grant in told["grants"]} == {(1, 1)}


def test_a_quarter_is_prorated_by_three_months(staff: Club) -> None:
    staff.do("add_policy", code="q", unit="points", every="quarter", base=90)
    assert amounts(staff.do("run_policy", policy="q", period="2026Q2"))["000002"] == 60


def test_a_day_makes_the_grant_day_and_the_31st_is_the_last_of_a_short_month(staff: Club) -> None:
    staff.do("add_policy", code="d", unit="points", every="month", day=31, base=5, valid_months=3)
    told = staff.do("run_policy", policy="d", period="2026-11")
    assert (told["granted_on"], told["expires_on"]) == ("2026-11-30", "2027-02-28")


def test_what_would_have_lapsed_is_not_granted(staff: Club) -> None:
    staff.do("add_policy", code="old", unit="points", base=5, valid_until="2026-11-22")
    assert staff.refused("run_policy", policy="old").code == "already_lapsed"
    assert staff.refused("run_policy", policy="x").code == "unknown_policy"


def test_a_change_of_a_policy_never_touches_lots_that_exist(staff: Club) -> None:
    staff.do("add_policy", **YEARLY)
    staff.do("run_policy", policy="festival")
    before = staff.ask("lots", member="000001")
    changed = staff.do("change_policy", code="festival", base="1.00", valid_months=1, by_grade=None)
    assert staff.ask("lots", member="000001") == before
    assert staff.do("run_policy", policy="festival", period="2027")["grants"][0]["amount"] == "121.20"
    staff.do("change_policy", **changed["was"])
    assert staff.ask("policies")["policies"][0]["by_grade"] == {"科长": "500.00"}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"unit": "points", "base": "5.00"}, "base"),
        ({"unit": "allowance", "by_grade": {"科员": 5}}, "by_grade.科员"),
        ({"unit": "points", "by_tenure": [[1, "5.00"]]}, "by_tenure[0]"),
        ({"unit": "points", "by_tenure": [[1, 5], [1, 6]]}, "by_tenure"),
        ({"unit": "points", "by_tenure": [[1]]}, "by_tenure[0]"),
        ({"unit": "points", "by_performance": {"优": -1}}, "by_performance.优"),
        ({"unit": "points", "base": -1}, "base"),
        ({"unit": "points", "day": 32}, "day"),
        ({"unit": "points", "valid_months": 0}, "valid_months"),
        ({"unit": "points", "valid_months": 1, "valid_until": "2027-01-01"}, "valid_until"),
        ({"unit": "points", "auto": True}, "auto"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_the_field(
    staff: Club, terms: dict[str, Any], field: str
) -> None:
    refused = staff.refused("add_policy", code="bad", **terms)
    assert (refused.code, refused.facts["field"]) == ("invalid", field)


@pytest.mark.parametrize(
    ("every", "told"),
    [("month", "2026-13"), ("month", "2026"), ("quarter", "2026Q5"), ("year", "26"), ("once", "2026")],
)
def test_a_period_of_another_form_is_refused(staff: Club, every: str, told: str) -> None:
    staff.do("add_policy", code="p", unit="points", every=every, base=1)
    refused = staff.refused("run_policy", policy="p", period=told)
    assert (refused.facts["field"], refused.facts["problem"]) == ("period", "not_a_period")


# ---------------------------------------------------------------- by itself


def test_a_policy_runs_by_itself_at_the_beginning_of_its_day_of_each_period(staff: Club) -> None:
    staff.do("add_policy", code="m", unit="points", every="month", day=31, base=5, auto=True)
    assert staff.ask("policies")["policies"][0]["next_run"] == "2026-11-30"
    staff.at("2027-02-28T12:00")
    assert staff.do("tick")["policies_run"] == 4
    told = staff.ask("statement", member="000001", unit="points")["entries"]
    assert [(entry["at"], entry["amount"]) for entry in told] == [
        ("2026-11-30T00:00", 5),
        ("2026-12-31T00:00", 5),
        ("2027-01-31T00:00", 5),
        ("2027-02-28T00:00", 5),
    ]
    staff.check()


def test_one_that_cannot_run_any_more_is_set_aside_and_the_others_run(staff: Club) -> None:
    staff.do(
        "add_policy", code="a", unit="points", every="month", base=5, auto=True, valid_until="2026-11-30"
    )
    staff.do("add_policy", code="b", unit="points", every="month", base=7, auto=True)
    staff.at("2026-12-02T09:00")
    assert staff.ask("balance", member="000001")["points"] == 7
    assert [thing["record"] for thing in staff.ask("set_aside")["things"]] == ["policy 1"]


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("start", "day", "years"),
    [
        ("2020-02-29", "2021-02-27", 0),
        ("2020-02-29", "2021-02-28", 1),
        ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-05-31", "2026-05-30", 5),
        ("2020-05-31", "2026-05-31", 6),
        ("2026-11-24", "2026-11-23", -1),
    ],
)
def test_tenure_is_in_whole_years(start: str, day: str, years: int) -> None:
    assert whole_years(date.fromisoformat(start), date.fromisoformat(day)) == years


# ---------------------------------------------------------------- a second, naive model


def naive_amount(terms: Terms, member: Member, first: date, last: date, granted_on: date) -> int:
    """The rule again, month by month and with fractions."""
    base = terms.base
    if member.grade is not None and member.grade in (terms.by_grade or {}):
        base = (terms.by_grade or {})[member.grade]
    total = Fraction(0 if base is None else base.number)
    if member.hired_on is not None:
        anniversaries = sum(anniversary(member.hired_on, n) <= granted_on for n in range(1, 120))
        served = anniversaries if member.hired_on <= granted_on else -1
        steps = sorted(terms.by_tenure)
        for step in steps:
            if served >= step.years:
                total = total + step.amount.number - sum(other.amount.number for other in before(steps, step))
    total *= Fraction((terms.by_performance or {}).get(member.performance or "", 100), 100)
    months = {(day.year, day.month) for day in days(first, last)}
    counted = months
    if member.hired_on is not None and member.hired_on > last:
        counted = set()
    elif terms.prorate and member.hired_on is not None:
        counted = {month for month in months if month >= (member.hired_on.year, member.hired_on.month)}
    return int(total * len(counted) / len(months))


def before(steps: list[TenureStep], step: TenureStep) -> list[TenureStep]:
    """The step that this one takes the place of."""
    index = steps.index(step)
    return steps[index - 1 : index] if index else []


def anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


AMOUNTS = st.builds(Amount, st.just("points"), st.integers(0, 99_999))
HIRED = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2028, 12, 31)), st.just(date(2020, 2, 29)))
MEMBERS = st.builds(
    Member,
    number=st.just(1),
    staff_no=st.just("1"),
    name=st.just("x"),
    grade=st.sampled_from([None, "a", "b", "c"]),
    hired_on=HIRED,
    performance=st.sampled_from([None, "p", "q", "r"]),
)
TERMS = st.builds(
    Terms,
    code=st.just("t"),
    unit=st.just("points"),
    every=st.sampled_from(["month", "quarter", "year"]),
    day=st.one_of(st.none(), st.integers(1, 31)),
    base=st.one_of(st.none(), AMOUNTS),
    by_grade=st.one_of(st.none(), st.dictionaries(st.sampled_from(["a", "b"]), AMOUNTS)),
    by_tenure=st.lists(
        st.builds(TenureStep, st.integers(0, 30), AMOUNTS), unique_by=lambda step: step.years, max_size=4
    ).map(tuple),
    by_performance=st.one_of(st.none(), st.dictionaries(st.sampled_from(["p", "q"]), st.integers(0, 300))),
    prorate=st.booleans(),
    valid_months=st.one_of(st.none(), st.integers(1, 40)),
)


@given(TERMS, MEMBERS, st.dates(date(2024, 1, 1), date(2027, 12, 31)))
@examples(300)
def test_every_amount_is_that_of_the_naive_model(terms: Terms, member: Member, today: date) -> None:
    period = period_of(terms.every, today)
    assert period.first <= today <= period.last
    assert period_named(terms.every, period.told, TODAY) == period
    granted_on = grant_day(terms, period, today)
    told = how_for(terms, member, period, granted_on)
    assert told.amount == naive_amount(terms, member, period.first, period.last, granted_on)
    expires_on = last_valid_day(terms, granted_on)
    if terms.valid_months is None:
        assert expires_on is None
    else:
        assert expires_on is not None
        months = (expires_on.year - granted_on.year) * 12 + expires_on.month - granted_on.month
        assert months == terms.valid_months
        assert expires_on.day == granted_on.day or (expires_on + timedelta(days=1)).day == 1
