"""`frontdesk items`: the counter's goods and services from a sheet, and the list of them."""

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal
from tests.tui.test_imports import SAMPLES, needs_samples, places, sheet

HEAD = "编码 名称 类型 单价 积分价 库存预警 期初库存 条码"
CUP = ("CUP", "杯子", "商品", "12.50", "", "3", "8", "690001")
FILM = ("FILM", "电影票", "服务", "35", "3500", "", "", "")


def on_hand(club: Club, sku: str) -> int:
    return int(club.ask("item", sku=sku)["on_hand"])


def test_items_are_added_with_their_opening_stock(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    told = terminal("items", "import", sheet(tmp_path, HEAD, CUP, FILM))
    assert told == (0, "Items: 2 new, 0 changed, 0 unchanged.\n", "")
    card = club.ask("item", sku="CUP")
    assert (card["item"]["price"], card["on_hand"], card["item"]["low_stock"]) == ("12.50", 8, 3)
    assert [(move["kind"], move["quantity"]) for move in card["movements"]] == [("received", 8)]
    club.check()


def test_what_is_known_is_changed_if_it_differs_and_its_stock_is_received_once(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    terminal("items", "import", sheet(tmp_path, HEAD, CUP, FILM))
    dearer = ("CUP", "杯子", "商品", "13.00", "", "3", "8", "690001")
    told = terminal("items", "import", sheet(tmp_path, HEAD, dearer, FILM), "--json")
    assert told.json == {"new": 0, "changed": 1, "unchanged": 1}
    assert club.ask("item", sku="CUP")["item"]["price"] == "13.00"
    assert on_hand(club, "CUP") == 8


def test_columns_that_the_sheet_lacks_are_left_alone(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    terminal("items", "import", sheet(tmp_path, HEAD, CUP))
    assert terminal("items", "import", sheet(tmp_path, "编码 名称 类型", ("CUP", "瓷杯", "商品"))).status == 0
    item = club.ask("item", sku="CUP")["item"]
    assert (item["name"], item["price"], item["barcode"], item["low_stock"]) == ("瓷杯", "12.50", "690001", 3)


def test_all_errors_are_told_by_cell_and_nothing_is_written(
    club: Club, terminal: Terminal, tmp_path: Path
) -> None:
    rows = (
        ("A", "甲", "别的", "x", "", "", "-1", ""),
        ("A", "", "商品", "1", "1.5", "", "", ""),
        ("B", "乙", "商品", "1", "", "", "", ""),
    )
    told = terminal("items", "import", sheet(tmp_path, HEAD, *rows), "--json")
    assert (told.status, places(told)) == (
        1,
        [
            ("C2", "unknown_choice"),
            ("D2", "bad_amount"),
            ("G2", "out_of_range"),
            ("A3", "duplicate"),
            ("B3", "missing"),
            ("E3", "not_whole"),
        ],
    )
    assert club.ask("items")["items"] == []


def test_a_refusal_of_the_door_is_told_once_for_a_row(club: Club, terminal: Terminal, tmp_path: Path) -> None:
    club.do("add_item", sku="OLD", name="旧", kind="goods", price="1.00", barcode="690001")
    free = ("FREE", "没有价格", "商品", "", "", "", "4", "")
    told = terminal("items", "import", sheet(tmp_path, HEAD, CUP, free), "--json")
    assert (told.status, places(told)) == (1, [("H2", "exists"), ("D3", "invalid")])
    assert [item["sku"] for item in club.ask("items")["items"]] == ["OLD"]


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (
            ("OLD", "旧", "服务", "1", "", "", "", ""),
            "C2",
            "OLD is kept as goods, which stays so: correct the kind, or give another code.",
        ),
        (("NEW", "新", "服务", "1", "", "", "5", ""), "G2", "新 (NEW) is a service: it has no stock."),
    ],
)
def test_another_kind_and_the_stock_of_a_service_are_refused_at_their_cell(
    club: Club, terminal: Terminal, tmp_path: Path, row: tuple[str, ...], cell: str, message: str
) -> None:
    club.do("add_item", sku="OLD", name="旧", kind="goods", price="1.00")
    told = terminal("items", "import", sheet(tmp_path, HEAD, row), "--json")
    assert [(error["cell"], error["message"]) for error in told.json["errors"]] == [(cell, message)]


@needs_samples
def test_the_sample_is_13_items(terminal: Terminal) -> None:
    for new, unchanged in ((13, 0), (0, 13)):
        told = terminal("items", "import", SAMPLES / "items.xlsx", "--json")
        assert told.json == {"new": new, "changed": 0, "unchanged": unchanged}


def test_the_list_shows_stock_and_with_restock_only_what_is_short(terminal: Terminal, tmp_path: Path) -> None:
    short = ("PEN", "笔", "商品", "2", "", "5", "5", "")
    terminal("items", "import", sheet(tmp_path, HEAD, CUP, FILM, short))
    assert terminal("items", "list").out.splitlines() == [
        "Code  Name    Category  Price in yuan  In points  On hand  Held  Available  Threshold",
        "CUP   杯子                      12.50                   8     0          8          3",
        "FILM  电影票                    35.00       3500",
        "PEN   笔                         2.00                   5     0          5          5",
        "3 items.",
    ]
    told = terminal("items", "list", "--restock")
    assert [line.split()[0] for line in told.out.splitlines()] == ["Code", "PEN", "1"]
    [item] = terminal("items", "list", "--restock", "--json").json["items"]
    assert (item["sku"], item["available"], item["low"]) == ("PEN", 5, True)
