"""`frontdesk receipt`: an order on paper."""

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.support.club import Club
from tests.support.terminal import Terminal

ANN = "000001"


@pytest.fixture
def sold(club: Club) -> Club:
    """O1, for 100.00 by points, allowance and WeChat; O2 a badge for points alone, to be collected."""
    club.member(ANN, name="张三")
    club.do("change_settings", purchase_points_per_yuan=1)
    club.do("grant", member=ANN, unit="points", amount=4000, reason="x", expires_on="2027-11-30")
    club.do("grant", member=ANN, unit="allowance", amount="50.00", reason="x", expires_on="2026-12-31")
    club.do("add_item", sku="MUG", name="马克杯", kind="goods", price="33.33")
    club.do("add_item", sku="TOWEL", name="毛巾礼盒", kind="goods", price="66.67")
    club.do("add_item", sku="BADGE", name="徽章", kind="goods", points_price=500)
    for sku in ("MUG", "TOWEL", "BADGE"):
        club.do("receive_stock", sku=sku, quantity=5)
    redeem(club, ("MUG", 1), ("TOWEL", 1), points=3000, wechat="20.00")
    redeem(club, ("BADGE", 2), collect=False)
    return club


def redeem(club: Club, *lines: tuple[str, int], **fields: Any) -> None:
    told = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    club.do("redeem", member=ANN, lines=told, **fields)


def rows(out: str) -> list[str]:
    """Lines with each run of blanks as one."""
    return [" ".join(line.split()) for line in out.splitlines() if not set(line) <= {"-"}]


def test_a_receipt_tells_lines_tenders_and_what_is_left(sold: Club, terminal: Terminal) -> None:
    told = terminal("receipt", "o1")
    assert (told.status, told.err) == (0, "")
    assert rows(told.out) == [
        "Staff club",
        "Order O1 2026-11-23 09:00",
        "张三 000001",
        "马克杯",
        "1 x 33.33 33.33",
        "毛巾礼盒",
        "1 x 66.67 66.67",
        "Total 100.00",
        "3000 points 30.00",
        "welfare allowance 50.00",
        "WeChat 20.00",
        "welfare allowance, left now 0.00",
        "points, left now 0",
        "Earned points, from 2026-12-01: 20",
        "Can be returned until 2026-11-30.",
    ]
    assert max(map(cell_len, told.out.splitlines())) == 42


def test_a_receipt_in_chinese(sold: Club, terminal: Terminal) -> None:
    told = rows(terminal("receipt", "O1", lang="zh").out)
    assert told[0] == "职工之家"
    assert "合计 100.00" in told
    assert "微信 20.00" in told
    assert told[-1] == "退货截止 2026-11-30。"


def test_points_alone_are_told_as_points(sold: Club, terminal: Terminal) -> None:
    told = rows(terminal("receipt", "O2").out)
    assert told[3:7] == ["to be collected", "徽章", "2 x 500 points 1000 points",
                         "Total, for points alone 1000 points"]  # fmt: skip
    assert not any("yuan" in line or "0.00" in line for line in told[:7])


def test_what_went_back_is_on_a_receipt_that_is_printed_later(sold: Club, terminal: Terminal) -> None:
    sold.do("return_lines", order="O1", lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    told = rows(terminal("receipt", "O1").out)
    assert "1 x 33.33, 1 returned 33.33" in told
    assert "given back: WeChat -6.67" in told
    assert "given back: 1000 points -10.00" in told


def test_a_slip_shows_what_to_hand_over_and_where_to_sign(sold: Club, terminal: Terminal) -> None:
    out = terminal("receipt", "O2", "--slip").out
    told = rows(out)
    assert told[0] == "Staff club: pick-up slip"
    assert "徽章 2" in told
    assert [line.rstrip("_ ") for line in told if line.endswith("__")] == [
        "Received, signature:", "Proxy:", "Relation:", "Handed over by:", "Date:"
    ]  # fmt: skip
    assert sum("######" in line for line in out.splitlines()) == 3


def test_a_proxy_who_is_known_is_printed(sold: Club, terminal: Terminal) -> None:
    sold.do("hand_over", order="O2", proxy={"name": "李四", "relation": "配偶"})
    told = rows(terminal("receipt", "O2", "--slip").out)
    assert "Proxy: 李四 (配偶)" in told
    assert not any(line.startswith("Relation:") for line in told)
    assert "collected on 2026-11-23" in told


def test_it_is_written_to_a_file_or_into_a_folder(sold: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("receipt", "O1", "--out", tmp_path / "r.txt")
    assert told.out == f"Written: {tmp_path / 'r.txt'}\n"
    assert (tmp_path / "r.txt").read_text("utf-8") == terminal("receipt", "O1").out
    facts = terminal("receipt", "O1", "--slip", "--out", tmp_path, "--json").json
    assert (facts["path"], facts["total"]) == (str(tmp_path / "slip-O1.txt"), "100.00")


def test_what_cannot_be_is_told(sold: Club, terminal: Terminal, tmp_path: Path) -> None:
    ending = "the name must end in .txt or .pdf, or be that of a folder."
    for line, status, message in (
        (("receipt", "O9"), 1, "There is no order O9.\n"),
        (("receipt", "x"), 2, "order must be an id such as O12, not x.\n"),
        (
            ("receipt", "O1", "--out", "r.doc"),
            2,
            f"r.doc: {ending}\n",
        ),
        (("receipt", "O1", "--out", "r.txt", "--print"), 2, "Give exactly one of: --out, --print.\n"),
    ):
        told = terminal(*line)
        assert (told.status, told.err) == (status, message)


def test_it_is_given_to_the_system_s_printer(
    sold: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = tmp_path / "lp"
    printer.write_text(f"#!/bin/sh\ncat > '{tmp_path}/printed'\n", "utf-8")
    printer.chmod(0o755)
    monkeypatch.setattr("tui.receipts.shutil.which", lambda _: str(printer))
    assert terminal("receipt", "O1", "--print").out == "It is with the printer.\n"
    assert (tmp_path / "printed").read_text("utf-8") == terminal("receipt", "O1").out


def test_without_a_printer_it_is_written_and_told_where(
    sold: Club, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.receipts.shutil.which", lambda _: None)
    monkeypatch.setattr("tui.receipts.opens", lambda _: False)
    monkeypatch.setattr("tui.slips.slip_folder", lambda _: tmp_path)
    facts = terminal("receipt", "O1", "--print", "--json").json
    assert (facts["printed"], facts["path"]) == (False, str(tmp_path / "receipt-O1.txt"))
    assert (tmp_path / "receipt-O1.txt").read_text("utf-8") == terminal("receipt", "O1").out
