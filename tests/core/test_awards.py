"""Earning rules, promotions and awards (domain.md section 7)."""

from typing import Any

import pytest

from tests.support.club import Club


@pytest.fixture
def rules(club: Club) -> Club:
    """Training earns 15 points for a year, sports day 10 for ever; days that count more. It is Monday
    2026-11-23."""
    club.member("000001")
    club.do("add_earning_rule", code="training", name="培训", points=15)
    club.do("add_earning_rule", code="sports", name="运动会", points=10, expires_months=None)
    club.do("add_promotion", code="week", multiplier="1.5", **{"from": "2026-11-16", "to": "2026-11-22"})
    club.do("add_promotion", code="day", multiplier="2", **{"from": "2026-11-20", "to": "2026-11-20"})
    return club


def award(club: Club, rule: str = "training", **fields: Any) -> dict[str, Any]:
    return club.do("award", **{"member": "000001", "rule": rule} | fields)


def test_a_rule_earns_its_points_for_its_months(rules: Club) -> None:
    told = award(rules, event="course 7")
    assert (told["points"], told["lot"], told["balance"], told["repeated"]) == (15, "L1", 15, False)
    lots = rules.ask("lots", member="000001")["lots"]
    assert [(lot["expires_on"], lot["reason"]) for lot in lots] == [("2027-11-23", "培训")]
    award(rules, "sports")
    assert rules.ask("lots", member="000001")["lots"][-1]["expires_on"] is None
    rules.check()


@pytest.mark.parametrize(
    ("on", "points"), [("2026-11-15", 15), ("2026-11-16", 22), ("2026-11-20", 30), ("2026-11-22", 22)]
)
def test_a_promotion_counts_by_the_day_of_the_event_the_largest_alone_and_fractions_are_dropped(
    rules: Club, on: str, points: int
) -> None:
    told = award(rules, on=on)
    assert told["points"] == points
    facts = rules.ask("entry", entry=told["entry"])["facts"]
    assert (facts["points"], facts["on"]) == (15, on)


def test_the_same_rule_event_and_member_is_awarded_once(rules: Club) -> None:
    first = award(rules, event="course 7", on="2026-11-20")
    again = award(rules, event="course 7")
    assert again == first | {"repeated": True, "entry": None}
    assert award(rules, "sports", event="course 7")["repeated"] is False
    assert award(rules, event="course 8")["balance"] == 30 + 10 + 15
    rules.check()


def test_what_was_awarded_and_taken_back_is_not_awarded_again(rules: Club) -> None:
    told = award(rules, event="course 7")
    rules.do("contra", entry=told["entry"], reason="未参加")
    assert award(rules, event="course 7") == told | {"repeated": True, "entry": None, "balance": 0}


def test_what_has_not_happened_yet_is_not_awarded(rules: Club) -> None:
    refused = rules.refused("award", member="000001", rule="training", on="2026-11-24")
    assert (refused.facts["field"], refused.facts["problem"]) == ("on", "future")


def test_unknown_rules_and_members_and_who_has_left_get_nothing(rules: Club) -> None:
    assert rules.refused("award", member="000001", rule="x").code == "unknown_rule"
    assert rules.refused("award", member="9", rule="training").code == "unknown_member"
    rules.do("member_leaves", staff_no="000001")
    assert rules.refused("award", member="000001", rule="training").code == "member_left"


def test_a_code_is_used_once(rules: Club) -> None:
    assert rules.refused("add_earning_rule", code="sports", name="x", points=1).code == "exists"
    days = {"from": "2026-11-20", "to": "2026-11-20"}
    assert rules.refused("add_promotion", code="day", multiplier="2", **days).code == "exists"


@pytest.mark.parametrize("multiplier", ["0", "0.0", "-1", "x", "1.2345", "1,5", "１"])
def test_a_multiplier_is_a_plain_number_above_nothing(rules: Club, multiplier: str) -> None:
    days = {"from": "2026-11-20", "to": "2026-11-20"}
    refused = rules.refused("add_promotion", code="new", multiplier=multiplier, **days)
    assert refused.facts["problem"] == "not_a_multiplier"


def test_the_rules_and_promotions_are_told(rules: Club) -> None:
    told = rules.ask("earning_rules")
    assert [(rule["code"], rule["points"]) for rule in told["rules"]] == [("sports", 10), ("training", 15)]
    assert [(known["code"], known["multiplier"]) for known in told["promotions"]] == [
        ("week", "1.5"),
        ("day", "2"),
    ]
