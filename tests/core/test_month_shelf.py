"""`shelf`: the stock by item, from the month's beginning to its end and until now; what to restock."""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.wire import read_yuan
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.trade import Trade, open_shop

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
KINDS = ("received", "sold", "returned", "written_off", "counted", "handed_out")


@pytest.fixture
def shop(club: Club) -> Club:
    """Rice, oil, pens, badges and a film ticket; nothing on the shelf."""
    return open_shop(club)


def of(club: Club, sku: str, **month: str) -> dict[str, Any]:
    return next(one for one in club.ask("shelf", **month)["items"] if one["sku"] == sku)


def told(one: dict[str, Any], *names: str) -> list[Any]:
    return [one[name] for name in names]


def rice(many: int) -> list[dict[str, Any]]:
    return [{"sku": "RICE", "quantity": many}]


def test_a_worked_month(shop: Club) -> None:
    """Fifty come in, of twenty of them the cost is known; ten are sold, two of them come back and one of
    these is damaged; three spoil, counting finds one too few, four are handed out."""
    shop.do("receive_stock", sku="RICE", quantity=30)
    shop.do("receive_stock", sku="RICE", quantity=20, unit_cost="25.50")
    order = shop.do("redeem", member="000001", lines=rice(10))["order"]
    back = [{"sku": "RICE", "quantity": 1, "condition": condition} for condition in ("resalable", "damaged")]
    shop.do("return_lines", order=order, lines=back, reason="x")
    shop.do("write_off", sku="RICE", quantity=3, reason="x")
    shop.do("count_stock", sku="RICE", quantity=37)
    shop.do("open_hand_out", code="FEST", name="中秋", lines=rice(4))
    shop.do("hand_out", session="FEST", member="000002")
    one = of(shop, "RICE", **NOVEMBER)
    assert told(one, "opening", *KINDS, "closing") == [0, 50, -10, 1, -3, -1, -4, 33]
    assert told(one, "received_value", "received_valued") == ["510.00", 20]


def test_goods_go_out_on_the_day_on_which_they_are_handed_over(shop: Club) -> None:
    shop.do("receive_stock", sku="RICE", quantity=40)
    order = shop.do("redeem", member="000001", lines=rice(2), collect=False)["order"]
    assert told(of(shop, "RICE", **NOVEMBER), "sold", "on_hand", "available") == [0, 40, 38]
    shop.at("2026-12-01T00:00:00")
    shop.do("hand_over", order=order)
    assert told(of(shop, "RICE", **NOVEMBER), "sold", "closing", "moved_since", "on_hand") == [0, 40, -2, 38]
    assert told(of(shop, "RICE", **DECEMBER), "opening", "sold", "closing") == [40, -2, 38]


def test_the_last_second_of_a_month_is_in_it(shop: Club) -> None:
    shop.at("2026-11-30T23:59:59")
    shop.do("receive_stock", sku="RICE", quantity=5)
    assert told(of(shop, "RICE", **NOVEMBER), "received", "closing") == [5, 5]
    assert told(of(shop, "RICE", **DECEMBER), "opening", "received") == [5, 0]


def test_what_is_to_be_restocked_is_brought_to_its_threshold_and_over_a_month(shop: Club) -> None:
    """31 came in and 11 went out, so that ten are missing to the threshold of 30: twenty-one."""
    shop.do("receive_stock", sku="RICE", quantity=31)
    assert told(of(shop, "RICE", **NOVEMBER), "restock", "suggested") == [False, 0]
    shop.do("redeem", member="000001", lines=rice(11))
    assert told(of(shop, "RICE", **NOVEMBER), "restock", "suggested") == [True, 21]


def test_what_stands_just_at_its_threshold_is_ordered_at_least_once(shop: Club) -> None:
    shop.do("receive_stock", sku="RICE", quantity=30)
    assert told(of(shop, "RICE", **NOVEMBER), "restock", "suggested") == [True, 1]


def test_services_and_what_never_was_there_are_left_out(shop: Club) -> None:
    assert {one["sku"] for one in shop.ask("shelf", **NOVEMBER)["items"]} == {"RICE", "PEN"}
    assert all(one["restock"] for one in shop.ask("shelf", **NOVEMBER)["items"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_months_are_what_the_movements_come_to(club: Club, seed: int) -> None:
    Trade(club, seed).live(200)
    assert {one["kind"] for one in raw(club, "stock_movement")} == set(KINDS)
    items = {one["id"]: one for one in raw(club, "item")}
    zone = ZoneInfo("Asia/Shanghai")
    for month, days in (("2026-11", NOVEMBER), ("2026-12", DECEMBER)):
        kinds: Counter[tuple[str, str]] = Counter()
        value: Counter[str] = Counter()
        for one in raw(club, "stock_movement"):
            sku, day = items[one["item_id"]]["sku"], f"{datetime.fromtimestamp(one['at'], zone):%Y-%m}"
            kinds[sku, "before" if day < month else "after" if day > month else one["kind"]] += one[
                "quantity"
            ]
            if day == month and one["kind"] == "received" and one["unit_cost"] is not None:
                value[sku] += one["quantity"] * one["unit_cost"]
        shelf = club.ask("shelf", **days)
        for one in shelf["items"]:
            sku = one["sku"]
            assert told(one, *KINDS) == [kinds[sku, kind] for kind in KINDS]
            assert told(one, "opening", "moved_since") == [kinds[sku, "before"], kinds[sku, "after"]]
            assert one["closing"] == one["opening"] + sum(kinds[sku, kind] for kind in KINDS)
            assert read_yuan(one["received_value"]) == value[sku]
        assert shelf["closing"] == sum(one["closing"] for one in shelf["items"])
