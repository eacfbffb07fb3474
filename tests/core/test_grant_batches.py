"""Many grants as one, and opening balances (domain.md section 7)."""

from typing import Any

import pytest

from tests.support.club import Club

ANN, BEN = "000001", "000002"


@pytest.fixture
def ledger(club: Club) -> Club:
    """Monday 2026-11-23, 09:00, with two members."""
    club.member(ANN, name="王伟")
    club.member(BEN, name="单红")
    return club


def row(member: str, amount: Any, **fields: Any) -> dict[str, Any]:
    unit = "allowance" if isinstance(amount, str) else "points"
    return {"member": member, "unit": unit, "amount": amount, "reason": "中秋"} | fields


MOON = [
    row(ANN, "300.00", expires_on="2026-12-31", fund="工会"),
    row(BEN, "200.50", expires_on="2026-12-31"),
    row(BEN, 50, exempt=True),
]


def grant(club: Club, *rows: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return club.do("grant_batch", **{"batch": "moon", "rows": list(rows)} | fields)


def errors(club: Club, *rows: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """The errors of a batch that must be refused."""
    refused = club.refused("grant_batch", **{"batch": "moon", "rows": list(rows)} | fields)
    assert refused.code == "grant_errors"
    return list(refused.facts["errors"])


def balances(club: Club) -> list[tuple[str, int]]:
    """Allowance and points of both members."""
    told = [club.ask("balance", member=member) for member in (ANN, BEN)]
    return [(balance["allowance"], balance["points"]) for balance in told]


# ---------------------------------------------------------------- granting


def test_each_row_makes_a_lot_of_its_own_and_the_sums_are_told(ledger: Club) -> None:
    told = grant(ledger, *MOON)
    assert told == {
        "granted": 3,
        "repeated": False,
        "allowance": "500.50",
        "points": 50,
        "at": "2026-11-23T09:00",
        "by": "owner",
        "lots": ["L1", "L2", "L3"],
        "entries": ["E1", "E3", "E5"],
    }
    assert balances(ledger) == [("300.00", 0), ("200.50", 50)]
    first, last = (ledger.ask("lots", member=member)["lots"][-1] for member in (ANN, BEN))
    assert (first["expires_on"], first["fund"], first["reason"]) == ("2026-12-31", "工会", "中秋")
    assert (last["expires_on"], last["exempt"]) == (None, True)
    ledger.check()


def test_every_entry_names_its_batch_and_comes_from_the_programme(ledger: Club) -> None:
    for number in grant(ledger, *MOON)["entries"]:
        entry = ledger.ask("entry", entry=number)
        assert (entry["kind"], entry["document"], entry["reason"]) == ("granted", "moon", "中秋")
        assert [side["account"] for side in entry["sides"]] == ["member", "programme"]


def test_two_lots_of_one_member_are_fine_where_something_sets_them_apart(ledger: Club) -> None:
    rows = [row(ANN, 5), row(ANN, 5, expires_on="2026-12-31"), row(ANN, 5, reason="国庆"), row(ANN, 6)]
    assert grant(ledger, *rows)["points"] == 21


def test_a_batch_can_be_taken_back_entry_by_entry(ledger: Club) -> None:
    for number in grant(ledger, *MOON)["entries"]:
        ledger.do("contra", entry=number, reason="发错")
    assert balances(ledger) == [("0.00", 0), ("0.00", 0)]
    assert grant(ledger, *MOON)["repeated"] is True
    assert balances(ledger) == [("0.00", 0), ("0.00", 0)]
    ledger.check()


# ---------------------------------------------------------------- all or none


def test_all_that_is_wrong_is_told_row_by_row_and_nothing_is_written(ledger: Club) -> None:
    ledger.member("000003", name="李强")
    ledger.do("member_leaves", staff_no="000003")
    wrong = errors(
        ledger,
        row(ANN, 5),
        row("9", 5),
        row("000003", 5, expires_on="2026-11-22"),
        row(BEN, "0.00"),
        row(BEN, 5, unit="allowance"),
        row(BEN, 7, name="单洪"),
        row(BEN, 8, reason=None),
        row(ANN, 5),
        row(BEN, -3),
    )
    told = [(error["index"], error["code"], error.get("field")) for error in wrong]
    assert told == [
        (1, "unknown_member", None),
        (2, "member_left", None),
        (2, "already_lapsed", None),
        (3, "invalid", "amount"),
        (4, "invalid", "amount"),
        (5, "name_differs", None),
        (6, "invalid", "reason"),
        (7, "row_twice", None),
        (8, "invalid", "amount"),
    ]
    assert wrong[7]["first"] == 0
    assert (wrong[5]["person"], wrong[5]["value"]) == ("单红", "单洪")
    assert balances(ledger) == [("0.00", 0), ("0.00", 0)]
    assert grant(ledger, row(ANN, 5))["lots"] == ["L1"]


@pytest.mark.parametrize("name", ["王伟", "王 伟", "王\u3000伟"])
def test_a_name_with_blanks_in_it_is_the_members_own(ledger: Club, name: str) -> None:
    assert grant(ledger, row(ANN, 5, name=name))["granted"] == 1


def test_a_last_valid_day_of_today_is_not_past(ledger: Club) -> None:
    assert grant(ledger, row(ANN, 5, expires_on="2026-11-23"))["granted"] == 1


def test_a_batch_without_rows_is_none(ledger: Club) -> None:
    assert ledger.refused("grant_batch", batch="moon", rows=[]).facts["field"] == "rows"


def test_a_dry_run_says_the_sums_and_writes_nothing(ledger: Club) -> None:
    told = grant(ledger, *MOON, dry_run=True)
    assert (told["granted"], told["allowance"], told["points"], told["lots"]) == (3, "500.50", 50, [])
    assert balances(ledger) == [("0.00", 0), ("0.00", 0)]
    assert grant(ledger, *MOON)["repeated"] is False
    assert errors(ledger, row("9", 1), batch="other", dry_run=True)[0]["code"] == "unknown_member"


# ---------------------------------------------------------------- control totals


def test_totals_that_fit_are_taken(ledger: Club) -> None:
    assert grant(ledger, *MOON, allowance_total="500.50", points_total=50)["granted"] == 3


def test_a_total_that_differs_is_told_with_both_figures_and_nothing_is_written(ledger: Club) -> None:
    wrong = errors(ledger, *MOON, allowance_total="500.51", points_total=60)
    assert [(error["code"], error["unit"], error["total"], error["sum"]) for error in wrong] == [
        ("total_differs", "allowance", "500.51", "500.50"),
        ("total_differs", "points", 60, 50),
    ]
    assert balances(ledger) == [("0.00", 0), ("0.00", 0)]


def test_a_total_of_a_unit_that_does_not_occur_must_be_nothing(ledger: Club) -> None:
    assert errors(ledger, row(ANN, 5), allowance_total="1.00")[0]["unit"] == "allowance"
    assert grant(ledger, row(ANN, 5), allowance_total="0.00")["granted"] == 1


# ---------------------------------------------------------------- the key


def test_the_same_batch_again_is_told_as_granted_before_and_changes_nothing(ledger: Club) -> None:
    first = grant(ledger, *MOON)
    ledger.at("2026-11-24T10:00")
    assert grant(ledger, *MOON) == first | {"repeated": True}
    assert grant(ledger, *reversed(MOON))["repeated"] is True
    assert balances(ledger) == [("300.00", 0), ("200.50", 50)]


def test_a_batch_granted_before_is_known_though_a_member_has_left_and_its_lots_have_lapsed(
    ledger: Club,
) -> None:
    grant(ledger, *MOON)
    ledger.do("member_leaves", staff_no=ANN)
    ledger.at("2027-02-01T09:00")
    assert grant(ledger, *MOON)["at"] == "2026-11-23T09:00"


def test_the_same_key_with_other_rows_is_refused_with_when_and_by_whom(ledger: Club) -> None:
    grant(ledger, *MOON)
    ledger.at("2026-11-24T10:00")
    for rows in (MOON[:2], [*MOON, row(ANN, 1)], [row(ANN, 5)]):
        refused = ledger.refused("grant_batch", batch="moon", rows=rows)
        assert refused.code == "batch_differs"
        assert (refused.facts["at"], refused.facts["by"]) == ("2026-11-23T09:00", "owner")
    assert grant(ledger, row(ANN, 5), batch="other")["lots"] == ["L4"]


def test_a_batch_granted_before_is_still_held_against_its_totals(ledger: Club) -> None:
    grant(ledger, *MOON)
    assert errors(ledger, *MOON, points_total=51)[0]["code"] == "total_differs"


# ---------------------------------------------------------------- opening balances


def test_opening_balances_come_from_an_account_of_their_own(ledger: Club) -> None:
    rows = [row(ANN, "12.30", reason=None), row(ANN, 40, reason="2025 年结余", expires_on="2026-12-31")]
    told = grant(ledger, *rows, opening=True, allowance_total="12.30", points_total=40)
    for number, reason in zip(told["entries"], ("期初余额", "2025 年结余"), strict=True):
        entry = ledger.ask("entry", entry=number)
        assert [side["account"] for side in entry["sides"]] == ["member", "opening"]
        assert entry["reason"] == reason
    assert balances(ledger)[0] == ("12.30", 40)
    ledger.check()


def test_opening_balances_need_a_total_for_each_unit_that_occurs(ledger: Club) -> None:
    rows = [row(ANN, "12.30"), row(ANN, 40)]
    wrong = errors(ledger, *rows, opening=True, points_total=40)
    assert [(error["code"], error["field"], error["sum"]) for error in wrong] == [
        ("total_missing", "allowance_total", "12.30")
    ]
    assert len(errors(ledger, *rows, opening=True)) == 2
    assert grant(ledger, row(ANN, 40), opening=True, points_total=40)["granted"] == 1


def test_opening_balances_and_a_grant_of_the_same_rows_are_not_the_same(ledger: Club) -> None:
    grant(ledger, row(ANN, 40), opening=True, points_total=40)
    assert ledger.refused("grant_batch", batch="moon", rows=[row(ANN, 40)]).code == "batch_differs"


def test_an_opening_balance_that_is_taken_back_goes_where_it_came_from(ledger: Club) -> None:
    told = grant(ledger, row(ANN, 40), opening=True, points_total=40)
    contra = ledger.do("contra", entry=told["entries"][0], reason="旧系统有误")
    sides = ledger.ask("entry", entry=contra["entry"])["sides"]
    assert [(side["account"], side["amount"]) for side in sides] == [("member", -40), ("opening", 40)]
    ledger.check()
