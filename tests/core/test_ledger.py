"""Allowance and points by worked examples: grants, the order in which lots are drawn on, giving back,
lapsing, contra-entries, leaving (domain.md section 7)."""

from typing import Any

import pytest

from core.errors import DeskError
from tests.support.club import Club

ANN = "000001"


@pytest.fixture
def ledger(club: Club) -> Club:
    """Monday 2026-11-23, 09:00, with two members."""
    club.member(ANN)
    club.member("000002")
    return club


def give(club: Club, amount: Any, expires_on: str | None = None, **fields: Any) -> str:
    """Grants allowance (text) or points (a number) to the first member; the lot."""
    unit = "allowance" if isinstance(amount, str) else "points"
    told = club.do(
        "grant",
        **{
            "member": ANN, "unit": unit, "amount": amount, "expires_on": expires_on, "reason": "中秋"
        } | fields,
    )  # fmt: skip
    return str(told["lot"])


def spend(club: Club, amount: Any) -> dict[str, Any]:
    unit = "allowance" if isinstance(amount, str) else "points"
    return club.do("spend", member=ANN, unit=unit, amount=amount)


def remaining(club: Club, unit: str = "points") -> dict[str, Any]:
    """What each lot of the first member still has."""
    return {lot["lot"]: lot["remaining"] for lot in club.ask("lots", member=ANN, unit=unit)["lots"]}


def balance(club: Club, unit: str = "points") -> Any:
    return club.ask("balance", member=ANN)[unit]


def kinds(club: Club, unit: str = "points") -> list[tuple[str, Any, Any]]:
    """Kind, amount and balance after it of each entry of the first member."""
    told = club.ask("statement", member=ANN, unit=unit)
    return [(entry["kind"], entry["amount"], entry["balance"]) for entry in told["entries"]]


# ---------------------------------------------------------------- granting


def test_a_grant_makes_a_lot_and_the_balance_is_what_the_entries_sum_to(ledger: Club) -> None:
    told = ledger.do(
        "grant",
        member=ANN,
        unit="allowance",
        amount="100.00",
        expires_on="2026-12-31",
        reason="中秋",
        fund="工会",
    )
    assert (told["lot"], told["balance"]) == ("L1", "100.00")
    (lot,) = ledger.ask("lots", member=ANN)["lots"]
    assert lot["original"] == lot["remaining"] == "100.00"
    assert (lot["granted_on"], lot["expires_on"]) == ("2026-11-23", "2026-12-31")
    assert (lot["reason"], lot["fund"]) == ("中秋", "工会")
    assert give(ledger, "0.50") == "L2"
    assert balance(ledger, "allowance") == "100.50"
    ledger.check()


def test_a_grant_whose_last_valid_day_is_past_is_refused_and_today_is_not_past(ledger: Club) -> None:
    refused = ledger.refused(
        "grant", member=ANN, unit="points", amount=1, expires_on="2026-11-22", reason="x"
    )
    assert (refused.code, refused.facts["expires_on"]) == ("already_lapsed", "2026-11-22")
    give(ledger, 1, "2026-11-23")
    assert balance(ledger) == 1


def test_nothing_is_granted_to_nobody_and_to_who_has_left(ledger: Club) -> None:
    ledger.do("member_leaves", staff_no="000002")
    points = {"unit": "points", "amount": 1, "reason": "x"}
    assert ledger.refused("grant", member="9", **points).code == "unknown_member"
    assert ledger.refused("grant", member="000002", **points).code == "member_left"


@pytest.mark.parametrize(
    ("unit", "amount", "problem"),
    [
        ("allowance", 5, "not_money"),
        ("points", "5.00", "not_whole"),
        ("points", 0, "too_small"),
        ("points", -3, "too_small"),
        ("allowance", "0.00", "too_small"),
        ("allowance", "-1.00", "too_small"),
        ("allowance", "1.005", "not_money"),
        ("points", 1.5, "not_an_amount"),
        ("points", True, "not_an_amount"),
        ("points", None, "not_an_amount"),
    ],
)
def test_an_amount_is_text_of_yuan_or_a_whole_number_of_points_above_nothing(
    ledger: Club, unit: str, amount: Any, problem: str
) -> None:
    refused = ledger.refused("grant", member=ANN, unit=unit, amount=amount, reason="x")
    assert (refused.code, refused.facts["field"], refused.facts["problem"]) == ("invalid", "amount", problem)


def test_a_grant_needs_a_reason(ledger: Club) -> None:
    refused = ledger.refused("grant", member=ANN, unit="points", amount=1)
    assert (refused.facts["field"], refused.facts["problem"]) == ("reason", "missing")


# ---------------------------------------------------------------- drawing on lots


def test_lots_are_drawn_on_by_last_day_then_day_of_grant_then_number_and_those_for_ever_last(
    ledger: Club,
) -> None:
    give(ledger, 10)
    give(ledger, 10, "2027-03-01")
    give(ledger, 10, "2027-01-01")
    ledger.at("2026-11-24T09:00")
    give(ledger, 10, "2027-01-01")
    give(ledger, 10, "2027-01-01")
    told = spend(ledger, 42)
    assert [(draw["lot"], draw["amount"]) for draw in told["lots"]] == [
        ("L3", -10),
        ("L4", -10),
        ("L5", -10),
        ("L2", -10),
        ("L1", -2),
    ]
    assert told["balance"] == 8
    ledger.check()


def test_more_than_there_is_is_not_spent_and_says_what_there_is(ledger: Club) -> None:
    give(ledger, "30.00")
    give(ledger, 30)
    refused = ledger.refused("spend", member=ANN, unit="allowance", amount="30.01")
    assert (refused.code, refused.facts["available"]) == ("insufficient_allowance", "30.00")
    assert ledger.refused("spend", member=ANN, unit="points", amount=31).code == "insufficient_points"
    assert balance(ledger, "allowance") == "30.00"


def test_an_entry_tells_all_its_sides_and_the_lots_it_draws_on(ledger: Club) -> None:
    give(ledger, 10, "2027-01-01")
    give(ledger, 10)
    entry = spend(ledger, 15)["entry"]
    told = ledger.ask("entry", entry=entry)
    assert [(side["account"], side["amount"]) for side in told["sides"]] == [("member", -15), ("sold", 15)]
    assert [(draw["lot"], draw["amount"]) for draw in told["draws"]] == [("L1", -10), ("L2", -5)]


# ---------------------------------------------------------------- lapsing


def test_a_lot_is_good_through_its_last_valid_day_and_gone_at_midnight(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    ledger.at("2026-11-24T23:59:59")
    spend(ledger, 3)
    ledger.at("2026-11-25T00:00")
    assert ledger.refused("spend", member=ANN, unit="points", amount=1).code == "insufficient_points"
    assert kinds(ledger) == [("granted", 10, 10), ("spent", -3, 7), ("expired", -7, 0)]
    ledger.check()


def test_however_late_and_often_it_is_swept_a_lot_lapses_once_at_midnight(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    give(ledger, 5, "2026-11-26")
    ledger.at("2026-11-30T10:00")
    assert ledger.do("tick")["lots_lapsed"] == 2
    assert ledger.do("tick")["lots_lapsed"] == 0
    told = ledger.ask("statement", member=ANN, unit="points")["entries"]
    assert [(entry["at"], entry["kind"], entry["amount"]) for entry in told[2:]] == [
        ("2026-11-25T00:00", "expired", -10),
        ("2026-11-27T00:00", "expired", -5),
    ]
    ledger.check()


def test_an_empty_lot_lapses_without_an_entry(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    spend(ledger, 10)
    ledger.at("2026-11-26T10:00")
    assert kinds(ledger) == [("granted", 10, 10), ("spent", -10, 0)]


def test_the_member_is_told_30_7_and_1_days_ahead_at_nine(ledger: Club) -> None:
    give(ledger, "20.00", "2026-12-31")
    give(ledger, "5.00", "2026-12-31")
    ledger.at("2027-01-05T09:00")
    told = sorted(ledger.ask("notices", state="all")["notices"], key=lambda notice: str(notice["due_at"]))
    assert [(notice["kind"], notice["tier"], notice["due_at"]) for notice in told] == [
        ("runs_out", "light", "2026-12-01T09:00"),
        ("runs_out", "light", "2026-12-24T09:00"),
        ("runs_out", "light", "2026-12-30T09:00"),
    ]
    assert "¥25.00福利额度将于12月31日 周四到期" in told[0]["text"]


def test_what_was_spent_is_warned_of_no_more(ledger: Club) -> None:
    give(ledger, "20.00", "2026-12-31")
    ledger.at("2026-12-02T09:00")
    spend(ledger, "20.00")
    ledger.at("2027-01-05T09:00")
    assert len(ledger.ask("notices", state="all")["notices"]) == 1


def test_what_runs_out_soon_is_listed_soonest_first_with_its_sums(ledger: Club) -> None:
    give(ledger, "20.00", "2026-12-20")
    give(ledger, 7, "2026-12-01")
    give(ledger, 9, "2027-12-01")
    give(ledger, 3, "2026-12-23", member="000002")
    give(ledger, 4, "2026-12-24", member="000002")
    told = ledger.ask("running_out")
    assert [(lot["member"], lot["lot"], lot["remaining"]) for lot in told["lots"]] == [
        (ANN, "L2", 7),
        (ANN, "L1", "20.00"),
        ("000002", "L4", 3),
    ]
    assert (told["allowance"], told["points"]) == ("20.00", 10)
    assert ledger.ask("balance", member=ANN)["soon"] == {"allowance": "20.00", "points": 7}


def test_the_balance_of_a_past_day_and_of_a_coming_one(ledger: Club) -> None:
    give(ledger, 10, "2026-12-01")
    ledger.at("2026-11-25T09:00")
    give(ledger, 4)
    told = [
        ledger.ask("balance", member=ANN, on=day)["points"]
        for day in ("2026-11-22", "2026-11-23", "2026-11-25", "2026-12-01", "2026-12-02")
    ]
    assert told == [0, 10, 14, 14, 4]


# ---------------------------------------------------------------- giving back


def restore(club: Club, entry: str, amount: Any) -> list[tuple[str, Any]]:
    told = club.do("restore", entry=entry, amount=amount, reason="退回")
    return [(draw["lot"], draw["amount"]) for draw in told["lots"]]


def test_what_is_given_back_goes_to_the_lots_it_came_from_the_last_drawn_first(ledger: Club) -> None:
    give(ledger, 10, "2027-01-01")
    give(ledger, 10, "2027-02-01")
    give(ledger, 10)
    entry = spend(ledger, 25)["entry"]
    assert restore(ledger, entry, 8) == [("L3", 5), ("L2", 3)]
    assert restore(ledger, entry, 12) == [("L2", 7), ("L1", 5)]
    assert remaining(ledger) == {"L1": 5, "L2": 10, "L3": 10}
    ledger.check()


def test_never_more_than_was_spent_is_given_back(ledger: Club) -> None:
    give(ledger, 10)
    entry = spend(ledger, 6)["entry"]
    restore(ledger, entry, 4)
    refused = ledger.refused("restore", entry=entry, amount=3, reason="x")
    assert (refused.code, refused.facts["left"]) == ("too_many", 2)
    assert ledger.refused("restore", entry="E1", amount=1, reason="x").code == "wrong_state"
    assert ledger.refused("restore", entry="E2", amount=1, reason="x").code == "unknown_entry"


def test_for_a_lot_that_lapsed_meanwhile_there_are_30_days_of_grace(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    give(ledger, 10, "2027-01-01")
    entry = spend(ledger, 15)["entry"]
    ledger.at("2026-11-30T09:00")
    assert restore(ledger, entry, 9) == [("L2", 5), ("L3", 4)]
    assert restore(ledger, entry, 6) == [("L4", 6)]
    lots = {lot["lot"]: lot for lot in ledger.ask("lots", member=ANN)["lots"]}
    assert [(lots[name]["expires_on"], lots[name]["grace_of"]) for name in ("L3", "L4")] == [
        ("2026-12-30", "L1"),
        ("2026-12-30", "L1"),
    ]
    assert ledger.refused("restore", entry=entry, amount=1, reason="x").facts["left"] == 0
    ledger.check()


def test_what_went_to_a_grace_lot_counts_for_the_lot_that_it_came_from(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    give(ledger, 10, "2026-11-25")
    entry = spend(ledger, 20)["entry"]
    ledger.at("2026-11-30T09:00")
    assert restore(ledger, entry, 4) == [("L3", 4)]
    assert restore(ledger, entry, 10) == [("L4", 6), ("L5", 4)]
    lots = {lot["lot"]: lot["grace_of"] for lot in ledger.ask("lots", member=ANN)["lots"]}
    assert (lots["L3"], lots["L4"], lots["L5"]) == ("L2", "L2", "L1")


def test_or_it_lapses_in_two_visible_lines_where_the_club_says_so(ledger: Club) -> None:
    ledger.do("change_settings", lapsed_refund="lapse")
    give(ledger, 10, "2026-11-24")
    entry = spend(ledger, 10)["entry"]
    ledger.at("2026-11-30T09:00")
    restore(ledger, entry, 4)
    assert kinds(ledger)[-2:] == [("restored", 4, 4), ("expired", -4, 0)]
    assert remaining(ledger) == {"L1": 0}
    ledger.check()


def test_a_grace_lot_that_lapses_too_is_followed_by_another(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    first = spend(ledger, 10)["entry"]
    ledger.at("2026-11-30T09:00")
    restore(ledger, first, 10)
    second = spend(ledger, 10)["entry"]
    ledger.at("2027-01-31T09:00")
    assert restore(ledger, second, 10) == [("L3", 10)]
    assert restore_left(ledger, first) == 0
    ledger.check()


def restore_left(club: Club, entry: str) -> Any:
    refused = club.refused("restore", entry=entry, amount=1_000_000, reason="x")
    return refused.facts["left"]


# ---------------------------------------------------------------- contra-entries


def test_a_grant_is_taken_back_once_with_a_reason(ledger: Club) -> None:
    give(ledger, 10)
    told = ledger.do("contra", entry="E1", reason="发错人")
    assert told["balance"] == 0
    assert kinds(ledger) == [("granted", 10, 10), ("reversed", -10, 0)]
    again = ledger.refused("contra", entry="E1", reason="x")
    assert (again.code, again.facts["contra"]) == ("already_reversed", told["entry"])
    assert ledger.ask("entry", entry="E1")["contra"] == told["entry"]
    assert ledger.ask("entry", entry=told["entry"])["origin"] == "E1"
    ledger.check()


def test_a_grant_that_was_spent_is_not_taken_back(ledger: Club) -> None:
    give(ledger, "10.00")
    spend(ledger, "4.00")
    refused = ledger.refused("contra", entry="E1", reason="x")
    assert (refused.code, refused.facts["left"]) == ("already_spent", "6.00")
    assert ledger.refused("contra", entry="E3", reason="x").code == "wrong_state"
    assert ledger.refused("contra", entry="E99", reason="x").code == "unknown_entry"


def test_a_lapsed_grant_is_not_taken_back(ledger: Club) -> None:
    give(ledger, 10, "2026-11-24")
    ledger.at("2026-11-25T09:00")
    assert ledger.refused("contra", entry="E1", reason="x").facts["left"] == 0


# ---------------------------------------------------------------- leaving


def test_what_who_leaves_today_has_is_recalled_at_once(ledger: Club) -> None:
    give(ledger, "10.00")
    give(ledger, 8)
    spend(ledger, 3)
    told = ledger.do("member_leaves", staff_no=ANN)
    assert told["recalled"] == {"allowance": "10.00", "points": 5}
    assert kinds(ledger)[-1] == ("recalled", -5, 0)
    assert ledger.refused("spend", member=ANN, unit="points", amount=1).code == "member_left"
    ledger.check()


def test_who_leaves_on_a_day_to_come_spends_until_then(ledger: Club) -> None:
    give(ledger, 8)
    give(ledger, 2, "2026-11-25")
    assert ledger.do("member_leaves", staff_no=ANN, on="2026-11-26")["recalled"]["points"] == 0
    ledger.at("2026-11-25T18:00")
    spend(ledger, 3)
    ledger.at("2026-11-28T09:00")
    told = ledger.ask("statement", member=ANN, unit="points")["entries"]
    assert [(entry["at"], entry["kind"], entry["amount"]) for entry in told[-1:]] == [
        ("2026-11-26T00:00", "recalled", -7)
    ]
    ledger.check()


# ---------------------------------------------------------------- statements


def test_a_statement_opens_with_what_was_before_and_closes_with_what_is(ledger: Club) -> None:
    give(ledger, "10.00")
    ledger.at("2026-11-25T09:00")
    spend(ledger, "4.00")
    ledger.at("2026-11-27T09:00")
    give(ledger, "1.00")
    told = ledger.ask("statement", member=ANN, unit="allowance", **{"from": "2026-11-24", "to": "2026-11-26"})
    assert (told["opening"], told["closing"]) == ("10.00", "6.00")
    assert [(entry["amount"], entry["balance"]) for entry in told["entries"]] == [("-4.00", "6.00")]
    whole = ledger.ask("statement", member=ANN, unit="allowance")
    assert (whole["opening"], whole["closing"], len(whole["entries"])) == ("0.00", "7.00", 3)


def test_a_statement_does_not_end_before_it_begins(ledger: Club) -> None:
    with pytest.raises(DeskError, match="end_not_after_start"):
        ledger.ask("statement", member=ANN, unit="points", **{"from": "2026-11-24", "to": "2026-11-23"})
