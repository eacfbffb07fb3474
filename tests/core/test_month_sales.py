"""`sales`: what was sold, cancelled before it was handed over, and came back, by item and category."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import DeskError
from core.wire import read_yuan
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.trade import Trade, open_shop

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}


@pytest.fixture
def shop(club: Club) -> Club:
    """Rice 33.33, oil 66.67 (粮油), pens, badges for 50 points, a film ticket 35.00; forty of each."""
    open_shop(club)
    for sku in ("RICE", "OIL", "PEN", "BADGE"):
        club.do("receive_stock", sku=sku, quantity=40)
    return club


def sell(club: Club, member: str = "000001", collect: bool = True, **lines: int) -> str:
    told = [{"sku": sku, "quantity": many} for sku, many in lines.items()]
    return str(club.do("redeem", member=member, lines=told, collect=collect)["order"])


def goods(told: dict[str, Any]) -> tuple[int, str, int]:
    return told["quantity"], told["value"], told["points"]


def of(sales: dict[str, Any], sku: str) -> dict[str, Any]:
    return next(one for one in sales["items"] if one["sku"] == sku)


def test_a_worked_month(shop: Club) -> None:
    """Two rice and an oil are sold, and three badges for points; of what is to be collected later, one oil is
    cancelled; one rice comes back."""
    first = sell(shop, RICE=2, OIL=1)
    sell(shop, member="000003", BADGE=3)
    later = sell(shop, collect=False, OIL=1)
    shop.do("cancel_order", order=later)
    shop.do("return_lines", order=first, lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    sales = shop.ask("sales", **NOVEMBER)
    assert goods(sales["sold"]) == (7, "200.00", 150)
    assert goods(sales["cancelled"]) == (1, "66.67", 0)
    assert goods(sales["returned"]) == (1, "33.33", 0)
    assert goods(sales["net"]) == (5, "100.00", 150)
    assert (sales["orders"], sales["buyers"]) == (3, 2)
    assert [(one["category"], one["orders"]) for one in sales["categories"]] == [("粮油", 2), (None, 1)]
    assert goods(of(sales, "OIL")["net"]) == (1, "66.67", 0)
    assert goods(of(sales, "BADGE")["sold"]) == (3, "0.00", 150)
    assert [one["sku"] for one in sales["items"]] == ["OIL", "RICE", "BADGE"]


def test_what_comes_back_next_month_is_a_return_of_that_month(shop: Club) -> None:
    shop.at("2026-11-30T12:00")
    order = sell(shop, RICE=2)
    later = sell(shop, collect=False, OIL=1)
    shop.at("2026-12-02T12:00")
    shop.do("return_lines", order=order, lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    shop.do("cancel_order", order=later)
    assert goods(shop.ask("sales", **NOVEMBER)["net"]) == (3, "133.33", 0)
    december = shop.ask("sales", **DECEMBER)
    assert goods(december["sold"]) == (0, "0.00", 0)
    assert goods(december["net"]) == (-2, "-100.00", 0)
    assert (december["orders"], december["buyers"]) == (0, 0)


def test_the_first_moment_of_the_month_is_in_it_and_the_first_after_it_is_not(shop: Club) -> None:
    order = sell(shop, RICE=3)
    shop.at("2026-11-30T23:59:59")
    shop.do("return_lines", order=order, lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    shop.at("2026-12-01T00:00:00")
    shop.do("return_lines", order=order, lines=[{"sku": "RICE", "quantity": 2}], reason="x", override="y")
    sell(shop, OIL=1)
    assert shop.ask("sales", **NOVEMBER)["returned"]["quantity"] == 1
    assert shop.ask("sales", **DECEMBER)["returned"]["quantity"] == 2
    assert shop.ask("sales", **DECEMBER)["sold"]["quantity"] == 1


def test_an_exchange_is_a_return_and_an_order(shop: Club) -> None:
    order = sell(shop, OIL=1)
    take = [{"sku": "RICE", "quantity": 1}]
    shop.do("exchange", order=order, back=[{"sku": "OIL", "quantity": 1}], take=take)
    sales = shop.ask("sales", **NOVEMBER)
    assert (sales["orders"], sales["sold"]["value"], sales["returned"]["value"]) == (2, "100.00", "66.67")
    assert sales["net"]["value"] == "33.33"


def test_what_a_member_bought_who_left_is_still_sold(shop: Club) -> None:
    sell(shop, member="000002", RICE=1)
    shop.do("member_leaves", staff_no="000002")
    shop.at("2026-12-01T09:00")
    assert shop.ask("sales", **NOVEMBER)["sold"]["quantity"] == 1


def test_a_month_without_sales_is_noughts(shop: Club) -> None:
    sales = shop.ask("sales", **{"from": "2024-02-01", "to": "2024-02-29"})
    assert goods(sales["net"]) == (0, "0.00", 0)
    assert (sales["orders"], sales["buyers"], sales["items"], sales["categories"]) == (0, 0, [], [])


def test_days_the_wrong_way_round_are_refused(shop: Club) -> None:
    with pytest.raises(DeskError, match="invalid"):
        shop.ask("sales", **{"from": "2026-11-30", "to": "2026-11-01"})


# ---------------------------------------------------------------- counted a second time


def month_of(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, ZoneInfo('Asia/Shanghai')):%Y-%m}"


def recounted(club: Club, month: str) -> dict[str, dict[str, Counter[str]]]:
    """By sku: quantity, value and points of what was sold, cancelled and returned."""
    skus = {one["id"]: one["sku"] for one in raw(club, "item")}
    lines = {one["id"]: one for one in raw(club, "order_line")}
    orders = {one["id"]: one for one in raw(club, "orders")}
    back = {one["id"]: month_of(one["at"]) for one in raw(club, "goods_return")}
    gone = {
        one["order_id"]: month_of(one["at"]) for one in raw(club, "order_step") if one["event"] == "cancelled"
    }
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))

    def count(line: dict[str, Any], figure: str, quantity: int) -> None:
        worth = {"value": line["price"] or 0, "points": line["points_price"] or 0, "quantity": 1}
        found[skus[line["item_id"]]][figure].update({name: quantity * one for name, one in worth.items()})

    for line in lines.values():
        if orders[line["order_id"]]["day"].startswith(month):
            count(line, "sold", line["quantity"])
        if gone.get(line["order_id"]) == month:
            count(line, "cancelled", line["quantity"])
    for one in raw(club, "return_line"):
        if back[one["return_id"]] == month:
            count(lines[one["order_line_id"]], "returned", one["quantity"])
    return found


def plain(told: dict[str, Any]) -> Counter[str]:
    return Counter(quantity=told["quantity"], value=read_yuan(told["value"]), points=told["points"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_months_are_what_the_rows_come_to(club: Club, seed: int) -> None:
    Trade(club, seed).live(150)
    assert len(raw(club, "goods_return")) > 5
    for month, days in (("2026-11", NOVEMBER), ("2026-12", DECEMBER)):
        sales, found = club.ask("sales", **days), recounted(club, month)
        assert {one["sku"] for one in sales["items"]} == set(found)
        for one in sales["items"]:
            own = found[one["sku"]]
            for figure in ("sold", "cancelled", "returned"):
                assert +plain(one[figure]) == +own[figure]
            net = own["sold"].copy()
            net.subtract(own["cancelled"])
            net.subtract(own["returned"])
            assert dict(plain(one["net"])) == {name: net[name] for name in ("quantity", "value", "points")}
        orders = [one for one in raw(club, "orders") if one["day"].startswith(month)]
        assert sales["orders"] == len(orders)
        assert sales["buyers"] == len({one["member_id"] for one in orders})
        assert read_yuan(sales["sold"]["value"]) == sum(one["total"] for one in orders)
