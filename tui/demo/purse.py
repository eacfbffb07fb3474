"""The example club's allowance and points: the policies by which everybody gets some, what people earn, and
what they use elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from core.command import Command
from core.ledger.awarding import AddEarningRule, AddPromotion, Award
from core.ledger.clearing import AddClearing
from core.ledger.granting import Grant
from core.ledger.policies import AddPolicy, RunPolicy
from core.ledger.records import Amount
from core.ledger.spending import Spend
from core.ledger.terms import TenureStep
from core.members.keeping import AddMember
from core.reports.unused import Asked, NoteUnused
from core.wire import Name
from tui.demo.habits import DAY
from tui.demo.telling import PUBLISHED, WEEK

AWARDS_A_WEEK, SPENDS_A_WEEK, ASKED_A_WEEK = 14, 6, 4
MORNING = 9 * 60
UNION, WELFARE = Name("工会经费"), Name("公司福利费")

RULES = (
    AddEarningRule(Name("activity"), Name("参加活动"), 10),
    AddEarningRule(Name("training"), Name("业余培训"), 20),
    AddEarningRule(Name("volunteer"), Name("志愿服务"), 50),
    AddEarningRule(Name("contest"), Name("比赛获奖"), 120, expires_months=24),
)
_WEIGHTS = (60, 25, 10, 5)


def _yuan(yuan: int) -> Amount:
    return Amount("allowance", yuan * 100)


FESTIVAL = AddPolicy(
    Name("festival"),
    "allowance",
    every="year",
    base=_yuan(600),
    by_grade={"主管": _yuan(800), "经理": _yuan(1000)},
    by_tenure=(TenureStep(5, _yuan(100)), TenureStep(10, _yuan(200)), TenureStep(20, _yuan(300))),
    by_performance={"A": 110, "C": 90},
    valid_months=12,
    auto=True,
    name=Name("节日慰问"),
    fund=UNION,
)
MONTHLY = AddPolicy(
    Name("monthly"),
    "points",
    every="month",
    base=Amount("points", 30),
    valid_months=6,
    auto=True,
    name=Name("每月积分"),
    fund=WELFARE,
)
REASONS: tuple[tuple[Asked, str | None], ...] = (
    ("not_aware", None),
    ("nothing_suitable", "想要运动器材"),
    ("out_of_stock", None),
    ("too_little", None),
    ("saving_up", "年底一起用"),
    ("on_leave", None),
    ("other", "说家里用不上"),
)
CLEARING = AddClearing(Name("year-end"), "points", exempt_funds=(UNION,), name=Name("年度清零"))


class Happening(NamedTuple):
    """One command of the purse's story, at a minute of the telling."""

    minute: int
    command: Command[Any]


def happenings(
    seed: int, monday: date, weeks: int, members: Sequence[AddMember], leaver: str
) -> Iterator[Happening]:
    """Everything of some weeks, whether the telling comes to it or not. Who leaves gets nothing by hand."""
    random = Random(f"{seed} purse")  # noqa: S311 - invention, no secret
    begun = PUBLISHED + 5
    for command in (*RULES, FESTIVAL, MONTHLY, CLEARING):
        yield Happening(begun, command)
    saturday = monday + timedelta(weeks=weeks - 3, days=5)
    double = AddPromotion(Name("double-days"), saturday, saturday + timedelta(days=1), Name("2"))
    yield Happening(begun, double)
    yield Happening(begun + 1, RunPolicy(FESTIVAL.code))
    yield Happening(begun + 1, RunPolicy(MONTHLY.code))
    people = purse_people(members, leaver)
    for week in range(weeks):
        yield from _week(random, monday, week, people)
    soon = monday + timedelta(weeks=weeks - 2, days=12)
    for staff_no in random.sample(people, 9):
        ticket = Grant(Name(staff_no), "allowance", _yuan(40), "观影补贴", soon, UNION)
        yield Happening((weeks - 2) * WEEK + MORNING, ticket)


def purse_people(members: Sequence[AddMember], leaver: str) -> list[str]:
    """Whom the story gives something by hand."""
    return [member.staff_no for member in members if not member.shared and member.staff_no != leaver]


def _week(random: Random, monday: date, week: int, people: Sequence[str]) -> Iterator[Happening]:
    for staff_no in random.sample(people, AWARDS_A_WEEK):
        days = random.randrange(6)
        rule = random.choices(RULES, _WEIGHTS)[0]
        on = monday + timedelta(weeks=week, days=days)
        award = Award(Name(staff_no), rule.code, on, Name(f"{rule.name} {on:%m-%d}"))
        yield Happening(week * WEEK + (days + 1) * DAY + MORNING + random.randrange(60), award)
    for staff_no in random.sample(people, SPENDS_A_WEEK):
        spend = Spend(Name(staff_no), "allowance", _yuan(random.choice((28, 45, 60))), "健步走活动用品")
        yield Happening(week * WEEK + random.randrange(5) * DAY + MORNING + 60 + random.randrange(60), spend)
    for staff_no in random.sample(people, ASKED_A_WEEK):
        reason, note = random.choice(REASONS)
        day = random.randrange(5)
        yield Happening(week * WEEK + day * DAY + MORNING + 300, NoteUnused(Name(staff_no), reason, note))
