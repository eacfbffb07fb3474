"""The yearly clear, as a policy with exempt lots (domain.md section 7)."""

from typing import Any

import pytest

from tests.support.club import Club


@pytest.fixture
def points(club: Club) -> Club:
    """On Monday 2026-11-23 the first member has 100 points, 40 of the union's, 7 that are exempt, and money;
    the second has 5 points. The union's are exempt."""
    club.member("000001")
    club.member("000002")
    for member, amount, more in (
        ("000001", 100, {}),
        ("000001", 40, {"fund": "工会"}),
        ("000001", 7, {"exempt": True}),
        ("000002", 5, {}),
    ):
        club.do("grant", member=member, unit="points", amount=amount, reason="奖励", **more)
    club.do("grant", member="000001", unit="allowance", amount="9.00", reason="中秋")
    club.do("add_clearing", code="yearly", unit="points", exempt_funds=["工会"], auto=False)
    return club


def left(club: Club) -> dict[str, Any]:
    lots = [lot for member in ("000001", "000002") for lot in club.ask("lots", member=member)["lots"]]
    return {lot["lot"]: lot["remaining"] for lot in lots}


def test_what_is_left_after_the_last_day_is_cleared_save_what_is_exempt(points: Club) -> None:
    points.do("spend", member="000001", unit="points", amount=30)
    points.at("2027-01-02T09:00")
    points.do("grant", member="000001", unit="points", amount=3, reason="新年")
    told = points.do("run_clearing", clearing="yearly", period="2026")
    assert (told["cleared"], told["total"], told["spared"]) == (2, 75, 50)
    assert left(points) == {"L1": 0, "L2": 40, "L3": 7, "L4": 0, "L5": "9.00", "L6": 3}
    last = points.ask("statement", member="000001", unit="points")["entries"][-1]
    assert (last["kind"], last["amount"], last["document"]) == ("cleared", -70, "yearly")
    points.check()


def test_a_dry_run_says_the_same_and_writes_nothing(points: Club) -> None:
    points.at("2027-01-02T09:00")
    before = left(points)
    dry = points.do("run_clearing", clearing="yearly", dry_run=True)
    assert dry == points.ask("preview_clearing", clearing="yearly")
    assert (dry["period"], dry["last_day"], left(points)) == ("2026", "2026-12-31", before)
    assert points.do("run_clearing", clearing="yearly")["total"] == dry["total"]


def test_a_year_is_cleared_once_and_not_before_it_is_over(points: Club) -> None:
    refused = points.refused("run_clearing", clearing="yearly", period="2026")
    assert (refused.facts["problem"], refused.facts["last_day"]) == ("not_over", "2026-12-31")
    points.at("2026-12-31T23:59")
    assert points.refused("run_clearing", clearing="yearly", period="2026").code == "invalid"
    points.at("2027-01-01T00:00")
    assert points.do("run_clearing", clearing="yearly", period="2026")["cleared"] == 2
    assert points.do("run_clearing", clearing="yearly", period="2026")["cleared"] == 0


def test_it_runs_by_itself_at_the_first_moment_after_the_last_day_before_what_the_new_year_gives(
    points: Club,
) -> None:
    told = points.do("add_clearing", code="own", unit="points", month=2, day=31)
    assert told["next_run"] == "2027-03-01"
    points.do("add_policy", code="spring", unit="points", every="month", base=11, auto=True)
    points.at("2027-03-01T08:00")
    entries = points.ask("statement", member="000002", unit="points")["entries"]
    assert [(entry["at"][5:], entry["kind"], entry["amount"]) for entry in entries[1:]] == [
        ("12-01T00:00", "granted", 11),
        ("01-01T00:00", "granted", 11),
        ("02-01T00:00", "granted", 11),
        ("03-01T00:00", "cleared", -38),
        ("03-01T00:00", "granted", 11),
    ]
    assert points.ask("clearings")["clearings"][0]["next_run"] == "2028-03-01"
    points.check()


def test_a_clearing_that_is_not_there_or_there_already(points: Club) -> None:
    assert points.refused("run_clearing", clearing="x").code == "unknown_clearing"
    assert points.refused("add_clearing", code="yearly", unit="points").code == "exists"
    assert points.refused("add_clearing", code="z", unit="points", month=13).facts["field"] == "month"
