"""`frontdesk statement`: what it asks, prints and writes."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.club import Club
from tests.support.terminal import Terminal

ANN = "000001"


@pytest.fixture
def ledger(club: Club) -> Club:
    """A member with two lots of allowance and one of points, who has spent from both in December."""
    club.member(ANN, name="王伟", department="财务科")
    club.do("grant", member=ANN, unit="allowance", amount="1300.00", expires_on="2026-12-31", reason="中秋")
    club.do("grant", member=ANN, unit="points", amount=40, reason="入会", fund="工会")
    club.at("2026-11-30T10:30")
    club.do("spend", member=ANN, unit="allowance", amount="12.50", reason="郊游", document="T-7")
    club.do("spend", member=ANN, unit="points", amount=15)
    return club


def test_the_terminal_shows_entries_with_balances_and_every_lot(ledger: Club, terminal: Terminal) -> None:
    told = terminal("statement", ANN, "--unit", "allowance", "--to", "2026-11-30")
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        "王伟 (000001): welfare allowance, up to 2026-11-30",
        "",
        "Entry  Time              What     Document  Reason  By             Amount        Balance",
        "                         Opening                                               0.00 yuan",
        "E1     2026-11-23 09:00  granted            中秋    owner  +1,300.00 yuan  1,300.00 yuan",
        "E5     2026-11-30 10:30  spent    T-7       郊游    owner     -12.50 yuan  1,287.50 yuan",
        "                         Closing                                           1,287.50 yuan",
        "",
        "Lot  Granted on  Last valid day  Reason  Fund        Granted  Remaining now",
        "L1   2026-11-23  2026-12-31      中秋          1,300.00 yuan  1,287.50 yuan",
    ]


def test_both_units_are_told_unless_one_is_asked_for(ledger: Club, terminal: Terminal) -> None:
    told = terminal("statement", ANN, lang="zh").out
    assert "王伟（000001）：福利额度，截至" in told
    assert "王伟（000001）：积分，截至" in told
    assert "+40 积分" in told
    assert "积分，截至" not in terminal("statement", ANN, "--unit", "allowance", lang="zh").out


def test_a_long_reason_is_cut_on_the_terminal_so_that_amounts_stay_in_sight(
    ledger: Club, terminal: Terminal
) -> None:
    ledger.do("grant", member=ANN, unit="points", amount=5, reason="读" * 100)
    told = terminal("statement", ANN, "--unit", "points", "--to", "2026-11-30").out
    assert f" {'读' * 11}.. " in told
    assert "读" * 12 not in told
    assert "读" * 100 in terminal("statement", ANN, "--to", "2026-11-30", "--json").out


def test_a_later_first_day_opens_with_what_was_there(ledger: Club, terminal: Terminal) -> None:
    days = ("--from", "2026-11-24", "--to", "2026-11-30")
    points = terminal("statement", ANN, "--unit", "points", *days, "--json").json["points"]
    assert [entry["amount"] for entry in points["entries"]] == [-15]
    assert (points["opening"], points["closing"]) == (40, 25)
    assert [(lot["lot"], lot["original"], lot["remaining"]) for lot in points["lots"]] == [("L2", 40, 25)]


def test_a_member_without_anything_has_a_statement_too(club: Club, terminal: Terminal) -> None:
    club.member("2")
    lines = terminal("statement", "2", "--unit", "points").out.splitlines()
    assert lines[-1] == "There are no lots."
    assert lines[-3].endswith("0 points")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_workbook_is_written_in_either_language(
    ledger: Club, terminal: Terminal, tmp_path: Path, lang: str
) -> None:
    told = terminal("statement", ANN, "--to", "2026-11-30", "--out", tmp_path, lang=lang)
    assert told.status == 0
    book = load_workbook(tmp_path / f"statement-{ANN}.xlsx")
    sheet = book.worksheets[0]
    head = {sheet[f"A{row}"].value: sheet[f"B{row}"].value for row in range(2, 7)}
    if lang == "en":
        assert book.sheetnames == ["welfare allowance", "points", "Lots"]
        assert head == {
            "Club": "Staff club",
            "Member": "王伟 (000001)",
            "Department": "财务科",
            "Period": "up to 2026-11-30",
            "Printed at": "2026-11-23 09:00",
        }
    else:
        assert book.sheetnames == ["福利额度", "积分", "各批次"]
        assert (head["职工"], head["部门"], head["期间"]) == ("王伟 (000001)", "财务科", "截至 2026-11-30")
    assert [sheet.cell(row, 9).value for row in range(9, 13)] == [0, 1300, 1287.5, 1287.5]
    assert [sheet.cell(11, column).value for column in (1, 4, 6)] == ["E5", "T-7", "L1"]
    assert [cell.value for cell in book.worksheets[2]["A"]][8:] == ["L1", "L2"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["9"], 1),
        ([ANN, "--unit", "rice"], 2),
        ([ANN, "--from", "yesterday"], 2),
        ([ANN, "--from", "2026-12-02", "--to", "2026-12-01"], 2),
        ([ANN, "--out", "statement.doc"], 2),
    ],
)
def test_what_cannot_be_told_is_a_sentence(
    ledger: Club, terminal: Terminal, options: list[str], status: int
) -> None:
    told = terminal("statement", *options)
    assert (told.status, told.out, len(told.err.splitlines())) == (status, "", 1)
