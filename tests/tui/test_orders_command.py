"""`frontdesk orders`: orders by member, item, state and days."""

import json

import pytest

from tests.support.club import Club
from tests.support.shop import fill_shop
from tests.support.terminal import Terminal


@pytest.fixture
def shop(club: Club) -> Club:
    """O1: rice, to be collected, on Monday; O2: a badge of another member, on Tuesday."""
    club.member("000001", name="张三")
    club.member("000002", name="李四")
    fill_shop(club)
    club.do("grant", member="000002", unit="points", amount=500, reason="x", expires_on="2027-06-30")
    rice = [{"sku": "RICE", "quantity": 1}]
    club.do("redeem", member="000001", lines=rice, wechat="29.90", collect=False)
    club.at("2026-11-24T09:00")
    club.do("redeem", member="000002", lines=[{"sku": "BADGE", "quantity": 1}])
    return club


def test_what_is_to_be_collected_is_listed_first(shop: Club, terminal: Terminal) -> None:
    told = terminal("orders")
    assert (told.status, told.err) == (0, "")
    assert [line.split() for line in told.out.splitlines()] == [
        ["O1", "2026-11-23", "09:00", "000001", "张三", "to", "be", "collected", "79.90", "大米", "x1"],
        ["O2", "2026-11-24", "09:00", "000002", "李四", "collected", "500", "points", "徽章", "x1"],
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--member", "000002"], ["O2"]),
        (["--item", "RICE"], ["O1"]),
        (["--state", "collected"], ["O2"]),
        (["--from", "2026-11-24"], ["O2"]),
        (["--to", "2026-11-23"], ["O1"]),
        (["--member", "000002", "--item", "RICE"], []),
        (["--limit", "1", "--skip", "1"], ["O2"]),
    ],
)
def test_they_are_found_by_what_is_asked(
    shop: Club, terminal: Terminal, options: list[str], found: list[str]
) -> None:
    told = json.loads(terminal("orders", *options, "--json").out)
    assert [order["order"] for order in told["orders"]] == found


def test_how_many_there_are_is_told_where_not_all_are_listed(shop: Club, terminal: Terminal) -> None:
    assert terminal("orders", "--limit", "1").out.splitlines()[-1] == "1 to 1 of 2"
    assert terminal("orders", "--state", "shipped").out == "No orders.\n"


@pytest.mark.parametrize("options", [["--state", "lost"], ["--from", "soon"], ["--limit", "0"]])
def test_what_cannot_be_asked_is_a_sentence(shop: Club, terminal: Terminal, options: list[str]) -> None:
    told = terminal("orders", *options)
    assert (told.status, told.out) == (2, "")
    assert told.err.count("\n") == 1
