"""The ledger as tables for files: a journal with debit and credit, and what is likely to lapse."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from core.reports.lapsing_soon import AskLikelyToLapse
from core.reports.ledger_rows import JournalRows, LedgerRows
from exports.tables.model import Table, Value
from tests.support.club import Club
from tests.support.raw import raw
from tui import language
from tui.reports.lapsing import lapsing_table
from tui.reports.ledger import Tally, journal_table, journal_ties, ledger_table

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def lived(club: Club) -> Club:
    """Ann has 50.00 until the end of November, buys a mug with 20.00 of it and earns ten points; then Di, who
    has 5 points of an older system, leaves."""
    language.use("en")
    club.do("change_settings", purchase_points_per_yuan=1)
    club.member("000001", name="Ann", department="财务科")
    club.member("000004", name="Di")
    club.do(
        "grant", member="000001", unit="allowance", amount="50.00", reason="中秋", expires_on="2026-11-30"
    )
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="30.00")
    club.do("receive_stock", sku="MUG", quantity=9)
    lines = [{"sku": "MUG", "quantity": 1}]
    club.do("redeem", member="000001", lines=lines, allowance="20.00", cash="10.00")
    rows = [{"member": "000004", "unit": "points", "amount": 5, "reason": "旧系统"}]
    club.do("grant_batch", batch="old", rows=rows, opening=True, points_total=5)
    club.do("member_leaves", staff_no="000004")
    return club


def taken(club: Club, asked: Any, make: Any, tally: Tally) -> list[dict[str, Any]]:
    with club.desk.reading() as reading:
        table: Table = make(reading.rows(asked), tally)
        keys = [column.key for column in table.columns]
        return [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_each_side_of_a_posting_is_a_debit_or_a_credit(lived: Club) -> None:
    """What a member has is owed to them: a grant is their credit, and the programme's debit."""
    rows = taken(lived, JournalRows(*NOVEMBER), journal_table, Counter())
    told = [(row["posting"], row["account"], row["staff_no"], row["debit"], row["credit"]) for row in rows]
    assert told == [
        (1, "Members' balances", "000001", None, Value("yuan", 5000)),
        (1, "Welfare programme", None, Value("yuan", 5000), None),
        (2, "Members' balances", "000001", Value("yuan", 2000), None),
        (2, "Redeemed at the counter", None, None, Value("yuan", 2000)),
        (3, "Members' locked points", "000001", None, Value("whole", 10)),
        (3, "Welfare programme", None, Value("whole", 10), None),
        (4, "Members' balances", "000004", None, Value("whole", 5)),
        (4, "Opening balances brought in", None, Value("whole", 5), None),
        (5, "Members' balances", "000004", Value("whole", 5), None),
        (5, "Recalled on leaving", None, None, Value("whole", 5)),
    ]
    assert [row["document"] for row in rows[2:8]] == ["O1", "O1", "O1", "O1", "old", "old"]
    assert {row["date"] for row in rows} == {date(2026, 11, 23)}
    assert rows[0]["reason"] == "中秋"


def test_the_debits_of_a_journal_come_to_its_credits(lived: Club) -> None:
    tally: Tally = Counter()
    taken(lived, JournalRows(*NOVEMBER), journal_table, tally)
    assert [(tie.left, tie.right) for tie in journal_ties(tally)] == [(7000, 7000), (20, 20)]
    for unit, total in (("allowance", 7000), ("points", 20)):
        debits = [-row["amount"] for row in raw(lived, "entry") if row["unit"] == unit and row["amount"] < 0]
        assert sum(debits) == total


def test_what_lapses_at_midnight_stands_in_the_next_month(lived: Club) -> None:
    lived.at("2026-12-01T00:00")
    lived.do("tick")
    assert len(taken(lived, LedgerRows(*NOVEMBER), ledger_table, Counter())) == 5
    lapsed, unlocked, locked = taken(
        lived, LedgerRows(date(2026, 12, 1), date(2026, 12, 1)), ledger_table, Counter()
    )
    assert (lapsed["kind"], lapsed["amount"], lapsed["by"]) == ("lapsed", Value("yuan", -3000), "by itself")
    assert (unlocked["kind"], unlocked["amount"], locked["amount"]) == (
        "unlocked", Value("whole", 10), Value("whole", -10),
    )  # fmt: skip
    assert (unlocked["account"], locked["account"]) == ("Members' balances", "Members' locked points")
    assert f"{lapsed['at']:%Y-%m-%d %H:%M}" == "2026-12-01 00:00"


def test_what_is_likely_to_lapse_is_a_table_with_its_reckoning(lived: Club) -> None:
    with lived.desk.reading() as reading:
        table = lapsing_table(reading.ask(AskLikelyToLapse()))
    (row,) = list(table.rows)
    assert row == ["000001", "Ann", "财务科", None, 3000, date(2026, 11, 30), 2000, 3000 - 2000 * 8 // 90]
    assert table.heading == "Allowance likely to lapse unused by 2027-01-22"
    assert table.notes[0] == "So many members may lose some: 1."
