"""Receipts and pick-up slips fit an 80 mm printer, whatever stands on them."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from exports.counter.receipt import (
    PickUpSlip,
    Priced,
    Receipt,
    Sum,
    large,
    placed,
    receipt_lines,
    slip_lines,
    write_lines,
)
from exports.passes import COLUMNS

RECEIPT = Receipt(
    "职工之家",
    ["O5  2026-11-23 09:00", "张三  000001"],
    [Priced("大米", "2 x 79.90", "159.80")],
    [Sum("合计", "159.80"), Sum("现金", "159.80")],
    [Sum("积分", "20")],
    ["退货截止 2026-11-30"],
)


def test_amounts_stand_at_the_right_edge_by_what_the_printer_shows() -> None:
    lines = receipt_lines(RECEIPT)
    assert lines == [
        " " * 17 + "职工之家",
        "-" * 42,
        "O5  2026-11-23 09:00",
        "张三  000001",
        "-" * 42,
        "大米",
        "  2 x 79.90" + " " * 25 + "159.80",
        "-" * 42,
        "合计" + " " * 32 + "159.80",
        "现金" + " " * 32 + "159.80",
        "-" * 42,
        "积分" + " " * 36 + "20",
        "退货截止 2026-11-30",
    ]
    assert {cell_len(line) for line in lines if line.endswith("159.80")} == {COLUMNS}


def test_what_does_not_fit_beside_stands_below_and_nothing_is_lost() -> None:
    assert list(placed("长" * 20, "1,234.00")) == ["长" * 20, " " * 34 + "1,234.00"]
    long = Receipt("名" * 50, ["x" * 90], [Priced("品" * 40, "1 x 1.00", "1.00")], [], [], ["注" * 30])
    lines = receipt_lines(long)
    assert max(map(cell_len, lines)) <= COLUMNS
    assert ["".join(lines).count(sign) for sign in "名x品注"] == [50, 91, 40, 30]


def test_an_escape_sequence_in_a_name_is_told_and_does_not_act() -> None:
    told = "\n".join(receipt_lines(Receipt("x", [], [Priced("a\x1b[31m", "1", "\u202e2")], [], [], [])))
    assert "\x1b" not in told
    assert "a‹U+001B›[31m" in told
    assert "‹U+202E›2" in told


@pytest.mark.parametrize("number", [5, 12345, 123456789, 1234567890123])
def test_the_number_of_a_slip_is_as_large_as_the_paper_lets_it_be(number: int) -> None:
    lines = large(number)
    assert max(map(len, lines)) <= COLUMNS
    assert len(lines) == (1 if number > 10**10 else 5)


def test_a_one_in_large_digits() -> None:
    assert [line.strip() for line in large(1)] == ["##", "####", "##", "##", "######"]


def test_a_slip_has_lines_to_sign_on_up_to_the_edge() -> None:
    slip = PickUpSlip("提货单", 12, ["张三"], [Sum("大米", "2")], [], ["领取人签名：", "很" * 25])
    lines = slip_lines(slip)
    assert max(map(cell_len, lines)) == COLUMNS
    signed = [line for line in lines if line.endswith("____")]
    assert [cell_len(line) for line in signed] == [COLUMNS, COLUMNS]
    assert signed[0].startswith("领取人签名： _")


def test_the_file_is_written_as_utf_8(tmp_path: Path) -> None:
    written = write_lines(tmp_path / "r.txt", ["职工之家", "x"])
    assert written.read_bytes() == "职工之家\nx\n".encode()
