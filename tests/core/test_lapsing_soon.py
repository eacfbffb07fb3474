"""Allowance likely to lapse unused within some days, and whom the desk reminds of it."""

from typing import Any

import pytest

from tests.support.club import Club


@pytest.fixture
def lived(club: Club) -> Club:
    """Ann has 40.00 until 10 December, 100.00 until 20 January and 9.00 for ever; Bo 30.00 until 31 December;
    Cy 70.00 until next summer."""
    for staff_no, name in (("000001", "Ann"), ("000002", "Bo"), ("000003", "Cy")):
        club.member(staff_no, name=name, department="财务科", phone="13800000000")
    grant(club, "000001", "40.00", "2026-12-10")
    grant(club, "000001", "100.00", "2027-01-20")
    grant(club, "000001", "9.00", None)
    grant(club, "000002", "30.00", "2026-12-31")
    grant(club, "000003", "70.00", "2027-06-30")
    return club


def grant(club: Club, member: str, amount: str, last: str | None) -> None:
    club.do("grant", member=member, unit="allowance", amount=amount, expires_on=last, reason="中秋")


def lots(told: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(lot["name"], lot["expires_on"], lot["remaining"], lot["unused"]) for lot in told["lots"]]


def test_who_uses_nothing_is_likely_to_lose_all_of_it(lived: Club) -> None:
    told = lived.ask("likely_to_lapse")
    assert lots(told) == [
        ("Ann", "2026-12-10", "40.00", "40.00"),
        ("Bo", "2026-12-31", "30.00", "30.00"),
        ("Ann", "2027-01-20", "100.00", "100.00"),
    ]
    assert (told["ending"], told["unused"], told["members"], told["until"]) == (
        "170.00", "170.00", 2, "2027-01-22",
    )  # fmt: skip


def test_who_uses_some_goes_on_as_they_did_with_the_soonest_first(lived: Club) -> None:
    """Ann spends 45.00 in the last 90 days, half a yuan a day: 59 days until 20 January are 29.50, of which
    the 18 until 10 December take 9.00."""
    lived.do("spend", member="000001", unit="allowance", amount="45.00")
    told = lived.ask("likely_to_lapse")
    assert lots(told)[1] == ("Ann", "2027-01-20", "95.00", "65.50")
    lived.do("restore", entry="E11", amount="9.00", reason="x")
    told = lived.ask("likely_to_lapse")
    assert told["lots"][0]["used"] == "0.00"  # Bo's
    assert [lot["used"] for lot in told["lots"] if lot["name"] == "Ann"] == ["36.00"]


def test_the_share_of_the_soonest_lot_is_not_taken_twice(lived: Club) -> None:
    """Bo spends 9.00 (0.10 a day): 3.90 until 31 December, 4.90 until 10 January, 1.00 of it after."""
    lived.do("spend", member="000002", unit="allowance", amount="9.00")
    grant(lived, "000002", "50.00", "2027-01-10")
    told = lived.ask("likely_to_lapse")
    assert [row[1:] for row in lots(told) if row[0] == "Bo"] == [
        ("2026-12-31", "21.00", "17.10"),
        ("2027-01-10", "50.00", "49.00"),
    ]


def test_what_was_used_more_than_90_days_ago_does_not_count(lived: Club) -> None:
    lived.do("spend", member="000003", unit="allowance", amount="45.00")
    lived.at("2027-02-21T09:00")
    grant(lived, "000003", "5.00", "2027-03-01")
    assert [lot["used"] for lot in lived.ask("likely_to_lapse")["lots"]] == ["45.00"]
    lived.at("2027-02-22T09:00")
    assert [lot["used"] for lot in lived.ask("likely_to_lapse")["lots"]] == ["0.00"]


def test_no_more_are_listed_than_asked_for(lived: Club) -> None:
    told = lived.ask("likely_to_lapse", limit=1)
    assert (len(told["lots"]), told["left_off"], told["unused"]) == (1, 2, "170.00")
    assert lots(lived.ask("likely_to_lapse", days=17)) == [("Ann", "2026-12-10", "40.00", "40.00")]
    assert lived.ask("likely_to_lapse", days=16)["lots"] == []


# ---------------------------------------------------------------- reminding


def told(club: Club) -> list[tuple[str, str]]:
    return [(notice["member"], notice["text"]) for notice in club.ask("notices", state="pending")["notices"]]


def test_all_that_are_listed_are_told_once_of_what_lapses_first(lived: Club) -> None:
    reminded = lived.do("remind_unused")
    assert len(reminded["notices"]) == 2
    texts = dict(told(lived))
    assert set(texts) == {"000001", "000002"}
    assert "40.00" in texts["000001"]
    assert "100.00" not in texts["000001"]
    notices = lived.ask("notices", state="pending")["notices"]
    assert {(notice["kind"], notice["tier"]) for notice in notices} == {("runs_out", "light")}


def test_nobody_is_told_twice_within_seven_days(lived: Club) -> None:
    lived.do("remind_unused", members=["000002"])
    assert lived.do("remind_unused") == {"notices": ["N2"], "passed": ["000002"], "without": []}
    lived.at("2026-11-30T08:59")
    assert lived.do("remind_unused")["notices"] == []
    lived.at("2026-11-30T09:00")
    assert len(lived.do("remind_unused")["notices"]) == 2


def test_what_the_program_told_by_itself_counts_too(lived: Club) -> None:
    """At nine on 3 December, seven days before the last one, Ann is told."""
    lived.at("2026-12-03T10:00")
    assert lived.do("remind_unused")["passed"] == ["000001", "000002"]


def test_named_members_are_told_though_they_may_use_it_up(lived: Club) -> None:
    lived.do("spend", member="000002", unit="allowance", amount="29.00")
    assert [row[0] for row in lots(lived.ask("likely_to_lapse"))] == ["Ann", "Ann"]
    reminded = lived.do("remind_unused", members=["000002", "000003", "000002"])
    assert reminded == {"notices": ["N1"], "passed": [], "without": ["000003"]}
    assert lived.refused("remind_unused", members=["999999"]).code == "unknown_member"


def test_a_reminder_is_of_no_use_after_the_last_day(lived: Club) -> None:
    lived.do("remind_unused", members=["000001"])
    lived.at("2026-12-11T00:00")
    assert [notice["state"] for notice in lived.ask("notices", state="missed")["notices"]][:1] == ["missed"]
