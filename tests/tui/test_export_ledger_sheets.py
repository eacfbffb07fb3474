"""The month's workbook: the sheets on allowance and points, and the ledger's rows."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import read_book, table_below
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.terminal import Terminal

MONTH = "2026-11"


@pytest.fixture
def lived(club: Club) -> Club:
    """Ann buys and brings back, and earns points; Bo uses nothing and says why; a name that is a formula."""
    club.do("change_settings", purchase_points_per_yuan=1)
    club.member("000001", name="Ann", department="财务科", grade="科长")
    club.member("000002", name="=Bo", department="财务科")
    for staff_no in ("000001", "000002"):
        club.do(
            "grant", member=staff_no, unit="allowance", amount="50.00", reason="中秋", expires_on="2026-12-31"
        )
    club.do("add_earning_rule", code="course", name="培训", points=10)
    club.do("award", member="000001", rule="course", event="x")
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="20.00")
    club.do("receive_stock", sku="MUG", quantity=9)
    lines = [{"sku": "MUG", "quantity": 3}]
    club.do("redeem", member="000001", lines=lines, allowance="50.00", cash="10.00")
    club.do("return_lines", order="O1", lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    club.do("note_unused", member="000002", reason="saving_up", note="买车")
    return club


def export(terminal: Terminal, folder: Path, lang: str = "en") -> dict[str, Any]:
    told = terminal("export", "monthly", MONTH, "--out", str(folder), lang=lang)
    assert (told.status, told.err) == (0, "")
    return read_book(next(folder.glob("*.xlsx")))


def test_allowance_stands_by_department_and_grade_with_a_row_of_all(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    book = export(terminal, tmp_path)
    (department, whole) = table_below(book["Allowance use"], "Department")[:2]
    assert (department["Department"], department["Number of members"]) == ("财务科", 2)
    told = table_below(book["Allowance by grade"], "Department")
    assert told[2] == {"Grade": None, **whole}
    assert [(row["Department"], row["Grade"], row["Spent"], row["Closing balance"]) for row in told[:3]] == [
        ("财务科", "科长", 50, 16.67),
        ("财务科", "(none)", 0, 50),
        ("All", None, 50, 66.67),
    ]
    everyone = told[2]
    assert everyone["Returned to members"] == 16.67
    assert everyone["Use %"] == pytest.approx(33.33 / 100)
    assert (everyone["Number of members"], everyone["Used none"]) == (2, 1)


def test_who_used_nothing_is_listed_with_the_reason(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Unused allowance"], "Staff number")
    assert rows[0] == {
        "Staff number": "000002", "Name": "=Bo", "Department": "财务科", "Grade": "(none)", "Had to use": 50,
        "Closing balance": 50, "Good until": datetime.fromisoformat("2026-12-31"),
        "Why": "saving up", "Note": "买车",
    }  # fmt: skip
    assert rows[1]["Closing balance"] == 50


def test_points_stand_by_rule_and_purchases_apart(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = export(terminal, tmp_path)["Points"]
    earned = table_below(rows, "Code")
    assert [(row["Rule"], row["Times"], row["Points"]) for row in earned] == [
        ("培训", 1, 10),
        ("Granted by policies, by hand and from files", 0, 0),
        ("Earned with purchases (locked at first)", 1, 10),
        ("All", 2, 20),
    ]
    locked = rows[[row[:1] for row in rows].index(["Locked until the return window is over"]) :]
    told = {row["Figure"]: row["Points"] for row in table_below(locked, "Figure")}
    assert told["Closing balance"] == sum(value for name, value in told.items() if name != "Closing balance")


def test_each_entry_of_a_members_account_stands_in_a_row(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = table_below(export(terminal, tmp_path)["Ledger"], "Ledger entry")
    own = [entry for entry in raw(lived, "entry") if entry["member_id"]]
    assert [row["Ledger entry"] for row in rows] == [f"E{entry['id']}" for entry in own]
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["Unit"]] += round(row["Change of balance"] * (100 if row["Unit"] != "points" else 1))
    counted: Counter[str] = Counter()
    for entry in own:
        counted["points" if entry["unit"] == "points" else "welfare allowance"] += entry["amount"]
    assert sums == counted
    spent = next(row for row in rows if row["Kind of entry"] == "spent")
    assert (spent["Staff number"], spent["Order or document"], spent["Change of balance"]) == (
        "000001",
        "O1",
        -50,
    )
    assert {row["Account"] for row in rows} == {"Members' balances", "Members' locked points"}


def test_the_checks_of_the_ledger_agree(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    rows = table_below(export(terminal, tmp_path)["Cross-checks"], "Check")
    told = {(row["Check"], row["Figure"]): row for row in rows}
    assert {row["Agrees"] for row in rows} == {"yes"}
    closing = told["The closing by entries is the closing by lots", "Allowance: closing"]
    assert closing["Counted one way"] == 66.67
    assert told["The detailed rows sum to the figure", "Allowance: used"]["Counted one way"] == 50
    assert ("Opening and changes come to the closing", "财务科 科长") in told


def test_nothing_is_written_where_a_lot_was_changed_past_the_ledger(
    lived: Club, terminal: Terminal, tmp_path: Path
) -> None:
    with lived.database.write() as store:
        store.connection.execute("UPDATE lot SET remaining = remaining - 1 WHERE id = 2")
        store.connection.execute("UPDATE lot SET remaining = 9 WHERE id = 3")
        store.connection.execute("INSERT INTO draw SELECT max(entry_id), 2, -7 FROM draw WHERE lot_id <> 2")
    told = terminal("export", "monthly", MONTH, "--out", str(tmp_path))
    assert told.status == 1
    assert "Opening and changes come to the closing" in told.err
    assert list(tmp_path.glob("*.xlsx")) == []


def test_in_chinese(lived: Club, terminal: Terminal, tmp_path: Path) -> None:
    book = export(terminal, tmp_path, lang="zh")
    assert {"额度使用", "未使用额度", "积分", "流水"} <= set(book)
    rows = table_below(book["未使用额度"], "工号")
    assert rows[0]["原因"] == "攒额度"
