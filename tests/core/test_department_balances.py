"""What departments and their members have at a glance: the sums of what their lots still have."""

from typing import Any

import pytest

from tests.support.club import Club

FINANCE, WORKSHOP = "财务科", "车间"


def give(club: Club, member: str, amount: Any, expires_on: str | None = None) -> str:
    """Grants allowance (text) or points (a number); the lot."""
    unit = "allowance" if isinstance(amount, str) else "points"
    fields = {"member": member, "unit": unit, "amount": amount, "expires_on": expires_on, "reason": "中秋"}
    return str(club.do("grant", **fields)["lot"])


@pytest.fixture
def offices(club: Club) -> Club:
    """Monday 2026-11-23, 09:00: two in finance, one in the workshop, one in no department."""
    club.member("000001", department=FINANCE)
    club.member("000002", department=FINANCE)
    club.member("000003", department=WORKSHOP)
    club.member("000004")
    give(club, "000001", "100.00", "2026-12-31")
    give(club, "000001", "20.50", "2026-12-23")
    give(club, "000001", 300, "2026-12-01")
    give(club, "000002", 40)
    give(club, "000004", "7.00")
    return club


def test_departments_are_told_by_name_with_their_sums_and_those_without_one_last(offices: Club) -> None:
    told = offices.ask("department_balances")
    rows = [
        (row["department"], row["members"], row["allowance"], row["points"]) for row in told["departments"]
    ]
    assert rows == [(FINANCE, 2, "120.50", 340), (WORKSHOP, 1, "0.00", 0), (None, 1, "7.00", 0)]
    total = told["total"]
    assert (total["members"], total["allowance"], total["points"]) == (4, "127.50", 340)
    assert told["members"] == []


def test_what_lapses_within_30_days_is_told_apart_with_its_first_day(offices: Club) -> None:
    finance, workshop, _none = offices.ask("department_balances")["departments"]
    assert (finance["soon"], finance["soon_on"]) == ({"allowance": "20.50", "points": 300}, "2026-12-01")
    assert (workshop["soon"], workshop["soon_on"]) == ({"allowance": "0.00", "points": 0}, None)


def test_a_department_that_is_asked_for_is_told_with_each_of_its_members(offices: Club) -> None:
    told = offices.ask("department_balances", department=FINANCE)
    rows = [(row["member"], row["allowance"], row["points"], row["soon_on"]) for row in told["members"]]
    assert rows == [("000001", "120.50", 300, "2026-12-01"), ("000002", "0.00", 40, None)]
    (finance,) = told["departments"]
    assert (finance["department"], finance["allowance"], finance["points"]) == (FINANCE, "120.50", 340)


def test_those_in_no_department_are_asked_for_apart(offices: Club) -> None:
    told = offices.ask("department_balances", without=True)
    assert [(row["member"], row["allowance"]) for row in told["members"]] == [("000004", "7.00")]


def test_one_unit_alone_can_be_asked_for(offices: Club) -> None:
    finance = offices.ask("department_balances", unit="points")["departments"][0]
    assert (finance["members"], finance["allowance"], finance["points"]) == (2, "0.00", 340)
    assert finance["soon"] == {"allowance": "0.00", "points": 300}


def test_a_department_that_nobody_is_in_is_told_with_nobody(offices: Club) -> None:
    told = offices.ask("department_balances", department="没有")
    assert (told["departments"], told["members"], told["total"]["members"]) == ([], [], 0)


def test_what_was_spent_and_what_has_lapsed_is_not_counted(offices: Club) -> None:
    offices.do("spend", member="000001", unit="allowance", amount="30.00")
    offices.at("2026-12-02T09:00")
    finance = offices.ask("department_balances")["departments"][0]
    assert (finance["allowance"], finance["points"]) == ("90.50", 40)


def test_who_has_left_is_not_counted(offices: Club) -> None:
    offices.do("member_leaves", staff_no="000001")
    finance = offices.ask("department_balances")["departments"][0]
    assert (finance["members"], finance["allowance"], finance["points"]) == (1, "0.00", 40)


def test_the_sums_are_those_of_the_members_balances(offices: Club) -> None:
    for row in offices.ask("department_balances", department=FINANCE)["members"]:
        balance = offices.ask("balance", member=row["member"])
        assert (row["allowance"], row["points"]) == (balance["allowance"], balance["points"])
        assert row["soon"] == balance["soon"]
