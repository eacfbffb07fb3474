"""`frontdesk hand-out`: a festival's goods to everybody on the list, from the command line."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.club import Club
from tests.support.terminal import Terminal
from tui import settings


@pytest.fixture
def moon(club: Club, terminal: Terminal) -> Club:
    """`moon`: two oils and a rice for each of three members."""
    club.member("000001", name="张三", department="车间", card_no="C1")
    club.member("000002", name="李四", department="车间", card_no="C2")
    club.member("000003", name="=王五", department="财务科")
    for sku, name in (("OIL", "油"), ("RICE", "米")):
        club.do("add_item", sku=sku, name=name, kind="goods", price="10.00")
        club.do("receive_stock", sku=sku, quantity=5)
    line = ["hand-out", "open", "moon", "--name", "中秋慰问", "--item", "OIL=2", "--item", "RICE"]
    told = terminal(*line, "--fund", "工会经费")
    assert told.out == "Open, for 3 members.\nThere is not enough for all of: OIL.\n"
    return club


def test_a_scan_tells_the_name_and_the_count(moon: Club, terminal: Terminal) -> None:
    assert terminal("hand-out", "scan", "moon", "C1").out == "张三  000001  车间: 1 of 3.\n"
    told = terminal("hand-out", "scan", "moon", "000001")
    message = "张三 (000001) collected before, on 2026-11-23 09:00, from owner.\n"
    assert (told.status, told.err) == (1, message)
    assert moon.ask("item", sku="OIL")["on_hand"] == 3


def test_cards_come_line_by_line_and_a_refusal_stops_nothing(moon: Club, terminal: Terminal) -> None:
    told = terminal("hand-out", "scan", "moon", typed=b"C1\nC9\n\n\xff\nC2\n")
    assert (told.status, len(told.out.splitlines()), "C9" in told.err) == (1, 2, True)
    assert moon.ask("hand_out", session="moon")["handed"] == 2


def test_a_proxy_is_known_by_the_card_or_named(moon: Club, terminal: Terminal) -> None:
    terminal("hand-out", "scan", "moon", "C1", "--proxy", "C2")
    terminal("hand-out", "scan", "moon", "C2", "--proxy", "某人", "--relation", "配偶")
    proxies: dict[str, Any] = {
        one["member"]: one["proxy"] for one in moon.ask("hand_out", session="moon")["members"]
    }
    assert proxies["000001"] == {"name": "李四", "relation": "colleague"}
    assert proxies["000002"] == {"name": "某人", "relation": "配偶"}
    told = terminal("hand-out", "scan", "moon", "000003", "--proxy", "x" * 200)
    assert (told.status, "longer" in told.err) == (2, True)


def test_status_tells_who_is_to_come_by_department(moon: Club, terminal: Terminal) -> None:
    terminal("hand-out", "scan", "moon", "C1")
    out = terminal("hand-out", "status", "moon", "--names").out
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "中秋慰问 (moon): running",
        "油 (OIL) x 2, 3 available",
        "米 (RICE) x 1, 4 available",
        "Department Collected To come On the list",
        "财务科 0 1 1",
        "车间 1 1 2",
        "All 1 2 3",
        "000003 =王五 财务科",
        "000002 李四 车间",
    ]


def test_it_is_closed_listed_and_a_mistake_is_taken_back(moon: Club, terminal: Terminal) -> None:
    terminal("hand-out", "scan", "moon", "C1")
    assert terminal("hand-out", "take-back", "moon", "000001").out == "3 are still to come.\n"
    assert terminal("hand-out", "close", "moon").out == "Closed: 0 collected, 3 did not come.\n"
    told = terminal("hand-out", "list").out.splitlines()[1].split()
    assert told == ["moon", "中秋慰问", "2026-11-23", "closed", "0", "3"]
    assert terminal("hand-out", "scan", "moon", "C1").err == "The hand-out 中秋慰问 is closed.\n"


def test_a_line_that_names_no_item_is_refused(moon: Club, terminal: Terminal) -> None:
    told = terminal("hand-out", "open", "b", "--name", "b", "--item", "OIL=two")
    assert (told.status, told.err) == (2, "item must be written as RICE=2, not OIL=two.\n")
    assert terminal("hand-out", "status", "b").err == "There is no hand-out b.\n"


def test_the_list_to_be_signed_is_a_workbook_for_a4(moon: Club, terminal: Terminal, tmp_path: Path) -> None:
    terminal("hand-out", "scan", "moon", "C1", "--proxy", "某人", "--relation", "配偶")
    told = terminal("hand-out", "sheet", "moon", "--out", tmp_path, lang="zh")
    assert told.status == 0
    sheet = load_workbook(tmp_path / "hand-out.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "发放签领表"
    header = next(at for at, row in enumerate(rows) if row[0] == "序号")
    assert rows[header] == (
        "序号", "工号", "姓名", "部门", "商品", "数量", "领取时间", "领取人签名",
        "代领人", "关系", "经办人", "审核人",
    )  # fmt: skip
    first, second = rows[header + 1], rows[header + 2]
    assert first == (1, "000003", "=王五", "财务科", "油、米", "2、1", *(None,) * 6)
    assert second[:4] == (2, "000001", "张三", "车间")
    assert (f"{second[6]:%Y-%m-%d %H:%M}", second[8:10]) == ("2026-11-23 09:00", ("某人", "配偶"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows is not None
    assert sheet.cell(sheet.max_row, 1).value.startswith("经办人：")


def test_the_list_to_be_signed_is_a_pdf_too_with_room_for_each_name(
    moon: Club, terminal: Terminal, tmp_path: Path
) -> None:
    terminal("hand-out", "scan", "moon", "C1")
    told = terminal("hand-out", "sheet", "moon", "--out", tmp_path / "list.pdf", lang="zh")
    assert (told.status, told.err) == (0, "")
    assert told.out == f"已写入：{tmp_path / 'list.pdf'}\n"
    reader = PdfReader(tmp_path / "list.pdf")
    pages = "".join(page.extract_text() for page in reader.pages).replace("\0", "")
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    for text in ("发放签领表", "中秋慰问", "工会经费", "领取人签名", "张三", "2026-11-23", "经办人："):
        assert text in pages
    refused = terminal("hand-out", "sheet", "moon", "--out", tmp_path / "list.doc")
    assert (refused.status, refused.out) == (2, "")
    assert [path.name for path in tmp_path.glob("list.*")] == ["list.pdf"]


def a_list(folder: Path, *lines: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(("工号,姓名", *lines)), encoding="utf-8")
    return path


LISTED = ("hand-out", "open", "b", "--name", "b", "--item", "RICE", "--list")


def test_the_members_come_from_a_sheet(moon: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal(*LISTED, a_list(tmp_path, "000001,张 三", "000003,"))
    assert told.out == "Open, for 2 members.\n"
    named = moon.ask("hand_out", session="b")["members"]
    assert sorted(one["member"] for one in named) == ["000001", "000003"]


def test_every_error_of_the_sheet_is_told_with_its_cell_and_nothing_is_opened(
    moon: Club, terminal: Terminal, tmp_path: Path
) -> None:
    moon.do("member_leaves", staff_no="000002")
    told = terminal(*LISTED, a_list(tmp_path, "000001,李四", "000777,", "000002,", "000001,张三"))
    assert told.status == 1
    cells = [line.partition(": ")[0].split()[-1] for line in told.err.splitlines()]
    assert cells[:4] == ["B2", "A3", "A4", "A5"]
    assert "4 errors. Nothing was written." in told.err
    assert [one["session"] for one in moon.ask("hand_outs")["sessions"]] == ["moon"]
    both = terminal(*LISTED, tmp_path / "list.csv", "--department", "车间")
    assert (both.status, "exactly one of" in both.err) == (2, True)


def test_two_cards_at_a_time_are_a_proxy(moon: Club, terminal: Terminal) -> None:
    told = terminal("hand-out", "scan", "moon", "--by-proxy", typed=b"C1\nC2\nC2\nC9\nC2\nC2\nC2\nC1\n")
    assert told.out == "张三  000001  车间: 1 of 3.\n李四  000002  车间: 2 of 3.\n"
    assert "C9 is nobody's card" in told.err
    assert "C2 twice" in told.err
    again = terminal("hand-out", "scan", "moon", "C1")
    assert again.err == "李四 collected for 张三 (000001) before, on 2026-11-23 09:00, from owner.\n"


def test_an_absent_members_card_without_the_proxys_is_refused(moon: Club, terminal: Terminal) -> None:
    told = terminal("hand-out", "scan", "moon", "--by-proxy", typed=b"C1\n")
    assert (told.status, told.err) == (2, "proxy is missing.\n")
    assert moon.ask("hand_out", session="moon")["handed"] == 0


def test_on_a_terminal_one_tone_is_a_hand_over_and_two_are_a_refusal(
    moon: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.bell.on_terminal", lambda: True)
    monkeypatch.setattr("tui.bell.BETWEEN", 0.0)
    assert terminal("hand-out", "scan", "moon", "C1").err == "\a"
    assert terminal("hand-out", "scan", "moon", "C1").err.startswith("\a\a")
    settings.keep("bell", "off")
    assert terminal("hand-out", "scan", "moon", "C2").err == ""
    assert moon.ask("hand_out", session="moon")["handed"] == 2
