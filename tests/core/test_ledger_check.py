"""`check` finds every way in which the ledger can be astray, and names the first entry (domain.md section 11,
rules 4 to 7)."""

from typing import Any

import pytest

from storage.schema import TRIGGERS
from tests.support.club import Club
from tests.support.ledger import without_triggers


@pytest.fixture
def ledger(club: Club) -> Club:
    """L1 of 10 points by E1, L2 of 20 by E3, 15 of them spent by E5, 3 given back by E7; the second has
    L3 of 8 points by E9."""
    for member in ("000001", "000002"):
        club.member(member)
    for member, amount in (("000001", 10), ("000001", 20)):
        club.do("grant", member=member, unit="points", amount=amount, reason="x")
    club.do("spend", member="000001", unit="points", amount=15)
    club.do("restore", entry="E5", amount=3, reason="x")
    club.do("grant", member="000002", unit="points", amount=8, reason="x")
    club.check()
    return club


def spoil(club: Club, *statements: str) -> list[tuple[int, str, str]]:
    """Writes past rules, checks and triggers; what the check then finds: rule, record and code."""
    with club.database.write() as store, without_triggers(store.connection):
        for statement in statements:
            store.connection.execute(statement)
    return [(told["rule"], told["record"], told["code"]) for told in club.ask("check")["problems"]]


def facts(club: Club, code: str) -> dict[str, Any]:
    return next(dict(told["facts"]) for told in club.ask("check")["problems"] if told["code"] == code)


def test_the_triggers_are_back_after_spoiling(ledger: Club) -> None:
    spoil(ledger)
    with ledger.database.read() as store:
        rows = store.connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert {text for (text,) in rows} == set(TRIGGERS)


def test_a_posting_that_does_not_sum_to_zero(ledger: Club) -> None:
    found = spoil(
        ledger,
        "UPDATE entry SET amount = -11 WHERE id = 2",
        "UPDATE entry SET amount = -21 WHERE id = 4",
    )
    assert found == [(4, "E1", "posting_unbalanced")]
    assert facts(ledger, "posting_unbalanced") == {
        "entry": "E1", "posting": 1, "allowance": "0.00", "points": -1, "count": 2
    }  # fmt: skip


def test_units_are_not_mixed_in_one_sum(ledger: Club) -> None:
    assert spoil(ledger, "UPDATE entry SET unit = 'allowance' WHERE id = 4") == [
        (4, "E3", "posting_unbalanced")
    ]


def test_a_lot_that_says_more_or_less_than_its_draws(ledger: Club) -> None:
    found = spoil(ledger, "UPDATE lot SET remaining = 9 WHERE id = 2")
    assert found == [(5, "L2", "lot_astray"), (7, "E1", "balance_astray")]
    assert facts(ledger, "lot_astray")["entry"] == "E7"
    assert facts(ledger, "balance_astray") == {
        "member": "000001", "unit": "points", "entered": 18, "kept": 9, "entry": "E1"
    }  # fmt: skip


def test_a_lot_whose_original_is_not_what_it_was_given(ledger: Club) -> None:
    assert spoil(ledger, "UPDATE lot SET original = 30 WHERE id = 2") == [(5, "L2", "lot_astray")]


def test_a_lot_that_was_drawn_below_nothing_or_filled_above_its_original_at_some_entry(ledger: Club) -> None:
    found = spoil(
        ledger,
        "UPDATE draw SET amount = -12 WHERE entry_id = 5 AND lot_id = 1",
        "UPDATE draw SET amount = -3 WHERE entry_id = 5 AND lot_id = 2",
        "UPDATE lot SET remaining = CASE id WHEN 1 THEN -2 ELSE 20 END WHERE id IN (1, 2)",
    )
    assert (5, "E5", "lot_overdrawn") in found
    assert facts(ledger, "lot_overdrawn") == {
        "entry": "E5", "lot": "L1", "original": 10, "standing": -2, "count": 1
    }  # fmt: skip


def test_an_entry_whose_draws_do_not_sum_to_it(ledger: Club) -> None:
    found = spoil(ledger, "DELETE FROM draw WHERE entry_id = 5 AND lot_id = 1")
    assert [code for _, _, code in found] == ["lot_astray", "draws_astray"]
    assert facts(ledger, "draws_astray") == {"entry": "E5", "amount": -15, "drawn": -5, "count": 1}


def test_a_draw_on_another_members_lot(ledger: Club) -> None:
    found = spoil(
        ledger,
        "UPDATE draw SET lot_id = 3 WHERE entry_id = 5 AND lot_id = 2",
        "UPDATE lot SET remaining = CASE id WHEN 2 THEN 20 ELSE 3 END WHERE id IN (2, 3)",
    )
    assert (6, "E5", "draw_crossed") in found


def test_a_draw_in_the_wrong_direction(ledger: Club) -> None:
    found = spoil(
        ledger,
        "UPDATE draw SET amount = -20 WHERE entry_id = 5 AND lot_id = 2",
        "UPDATE draw SET amount = 5 WHERE entry_id = 5 AND lot_id = 1",
    )
    assert (6, "E5", "draw_crossed") in found


def test_more_given_back_than_was_spent(ledger: Club) -> None:
    found = spoil(
        ledger,
        "UPDATE entry SET amount = 16 WHERE id = 7",
        "UPDATE entry SET amount = -16 WHERE id = 8",
        "UPDATE draw SET amount = 16 WHERE entry_id = 7",
    )
    assert (6, "E7", "origin_astray") in found


def test_an_entry_without_its_audit_record(ledger: Club) -> None:
    assert spoil(ledger, "UPDATE posting SET audit_id = 999 WHERE id = 3") == [
        (11, "E5", "posting_unrecorded")
    ]


def test_a_spend_after_the_last_day(ledger: Club) -> None:
    assert spoil(ledger, "UPDATE lot SET expires_on = '2026-11-22' WHERE id = 1")[:1] == [
        (5, "E5", "spent_late")
    ]


def test_a_balance_that_no_entry_explains(ledger: Club) -> None:
    found = spoil(
        ledger,
        "INSERT INTO lot (member_id, unit, original, remaining, granted_on, exempt)"
        " VALUES (2, 'allowance', 5, 5, '2026-11-23', 0)",
    )
    assert found == [(5, "L4", "lot_astray"), (7, "member 000002", "balance_astray")]
