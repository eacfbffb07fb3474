"""`takings`: what was taken and given back, day by day and tender by tender, and how shifts came out."""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.wire import read_yuan
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.trade import MONEY, Trade, open_shop

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
TENDERS = ("points_value", "allowance", *MONEY)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def shop(club: Club) -> Club:
    """The worked order of domain.md section 8 can be had: rice 33.33, oil 66.67, badges for 50 points."""
    open_shop(club)
    for sku in ("RICE", "OIL", "PEN", "BADGE"):
        club.do("receive_stock", sku=sku, quantity=40)
    return club


def redeem(club: Club, collect: bool = True, **fields: Any) -> str:
    lines = [{"sku": "RICE", "quantity": 1}, {"sku": "OIL", "quantity": 1}]
    return str(
        club.do("redeem", **{"member": "000001", "lines": lines, "collect": collect} | fields)["order"]
    )


def worked(club: Club, **fields: Any) -> str:
    """100.00 yuan by 3000 points, 50.00 of allowance, 20.00 by WeChat."""
    return redeem(club, points=3000, allowance="50.00", wechat="20.00", **fields)


def day(takings: dict[str, Any], wanted: str) -> dict[str, Any]:
    return next(one for one in takings["days"] if one["date"] == wanted)


def told(one: dict[str, Any]) -> dict[str, list[Any]]:
    """Sales and refunds of the tenders that have any."""
    found = {name: [one[name]["sales"], one[name]["refunds"]] for name in ("points", *TENDERS)}
    return {name: pair for name, pair in found.items() if pair not in ([0, 0], ["0.00", "0.00"])}


def test_the_worked_return(shop: Club) -> None:
    order = worked(shop)
    shop.at("2026-11-24T10:00")
    shop.do("return_lines", order=order, lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    takings = shop.ask("takings", **NOVEMBER)
    assert told(day(takings, "2026-11-23")) == {
        "points": [3000, 0], "points_value": ["30.00", "0.00"], "allowance": ["50.00", "0.00"],
        "wechat": ["20.00", "0.00"],
    }  # fmt: skip
    assert told(day(takings, "2026-11-24")) == {
        "points": [0, -1000], "points_value": ["0.00", "-10.00"], "allowance": ["0.00", "-16.66"],
        "wechat": ["0.00", "-6.67"],
    }  # fmt: skip
    assert takings["total"] == {"sales": "100.00", "refunds": "-33.33", "net": "66.67"}
    assert (day(takings, "2026-11-23")["orders"], day(takings, "2026-11-24")["orders"]) == (1, 0)


def test_what_was_paid_in_november_is_given_back_in_december(shop: Club) -> None:
    order = worked(shop, collect=False)
    shop.at("2026-12-02T10:00")
    shop.do("cancel_order", order=order)
    assert shop.ask("takings", **NOVEMBER)["total"]["net"] == "100.00"
    december = shop.ask("takings", **DECEMBER)
    assert december["total"] == {"sales": "0.00", "refunds": "-100.00", "net": "-100.00"}
    assert december["points"] == {"sales": 0, "refunds": -3000, "net": -3000}


def test_what_an_exchange_moves_was_neither_taken_nor_given_back(shop: Club) -> None:
    order = worked(shop)
    take = [{"sku": "OIL", "quantity": 1}]
    shop.do("exchange", order=order, back=[{"sku": "RICE", "quantity": 1}], take=take, cash="33.34",
            allowance="0.00")  # fmt: skip
    takings = shop.ask("takings", **NOVEMBER)
    assert told(takings) == {
        "points": [3000, 0], "points_value": ["30.00", "0.00"], "allowance": ["50.00", "0.00"],
        "wechat": ["20.00", "0.00"], "cash": ["33.34", "0.00"],
    }  # fmt: skip
    assert takings["total"]["net"] == shop.ask("sales", **NOVEMBER)["net"]["value"] == "133.34"


def test_points_for_what_is_sold_for_points_alone_have_no_yuan(shop: Club) -> None:
    order = shop.do("redeem", member="000001", lines=[{"sku": "BADGE", "quantity": 3}])["order"]
    shop.do("return_lines", order=order, lines=[{"sku": "BADGE", "quantity": 1}], reason="x")
    assert told(shop.ask("takings", **NOVEMBER)) == {"points": [150, -50]}


def test_a_difference_stands_with_the_day_on_which_the_shift_was_closed(shop: Club) -> None:
    shop.do("open_shift", float="100.00")
    redeem(shop, cash="60.00", wechat="40.00", allowance="0.00")
    shop.at("2026-11-24T00:30")
    shop.do("close_shift", counted={"cash": "159.50", "wechat": "41.00"})
    takings = shop.ask("takings", **NOVEMBER)
    nothing = dict.fromkeys(MONEY, "0.00")
    assert day(takings, "2026-11-23")["difference"] == nothing
    assert day(takings, "2026-11-24")["difference"] == nothing | {"cash": "-0.50", "wechat": "1.00"}
    assert takings["difference"] == day(takings, "2026-11-24")["difference"]
    assert takings["outside"] == "0.00"


def test_money_without_an_open_shift_is_told_apart(shop: Club) -> None:
    order = redeem(shop, cash="100.00", allowance="0.00")
    shop.do("return_lines", order=order, lines=[{"sku": "RICE", "quantity": 1}], reason="x")
    assert shop.ask("takings", **NOVEMBER)["outside"] == "66.67"


def test_an_allowance_spent_by_hand_for_an_order_is_none_of_its_tenders(shop: Club) -> None:
    order = worked(shop)
    shop.do("spend", member="000001", unit="allowance", amount="5.00", document=order)
    takings = shop.ask("takings", **NOVEMBER)
    assert takings["allowance_posted"] == takings["allowance"] == {
        "sales": "50.00", "refunds": "0.00", "net": "50.00"
    }  # fmt: skip


def test_a_month_that_is_half_over_has_the_days_that_have_begun(shop: Club) -> None:
    days = shop.ask("takings", **NOVEMBER)["days"]
    assert (len(days), days[-1]["date"]) == (23, "2026-11-23")
    assert shop.ask("takings", **DECEMBER)["days"] == []


def test_midnight_belongs_to_the_day_that_begins(shop: Club) -> None:
    shop.at("2026-11-30T23:59:59")
    order = worked(shop)
    shop.at("2026-12-01T00:00:00")
    shop.do("return_lines", order=order, lines=[{"sku": "OIL", "quantity": 1}], reason="x")
    assert shop.ask("takings", **NOVEMBER)["total"]["net"] == "100.00"
    assert shop.ask("takings", **DECEMBER)["days"][0]["total"]["net"] == "-66.67"


# ---------------------------------------------------------------- counted a second time


def day_of(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, ZONE):%Y-%m-%d}"


def recounted(club: Club) -> Counter[tuple[str, str]]:
    """Net by day and tender, from the tills and the ledger; the value of points is what the goods of the day
    are worth beyond the other tenders."""
    found: Counter[tuple[str, str]] = Counter()
    for line in raw(club, "till"):
        if line["kind"] in ("sale", "refund"):
            found[line["day"], line["tender"]] += line["amount"]
    documents = {one["id"]: one["document"] for one in raw(club, "posting")}
    for one in raw(club, "entry"):
        if one["account"] == "member" and (documents[one["posting_id"]] or "").startswith("O"):
            found[day_of(one["at"]), one["unit"]] -= one["amount"]
    lines, orders = raw(club, "order_line"), {one["id"]: one for one in raw(club, "orders")}
    worth: Counter[str] = Counter()
    for order in orders.values():
        worth[order["day"]] += order["total"]
    for step in raw(club, "order_step"):
        if step["event"] == "cancelled":
            worth[day_of(step["at"])] -= orders[step["order_id"]]["total"]
    returns = {one["id"]: day_of(one["at"]) for one in raw(club, "goods_return")}
    prices = {one["id"]: one["price"] or 0 for one in lines}
    for one in raw(club, "return_line"):
        worth[returns[one["return_id"]]] -= one["quantity"] * prices[one["order_line_id"]]
    for one, value in worth.items():
        others = sum(found[one, tender] for tender in ("allowance", *MONEY))
        found[one, "points_value"] += value - others
    return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_random_months_are_what_the_tills_and_the_ledger_have(club: Club, seed: int) -> None:
    Trade(club, seed).live(150)
    found = recounted(club)
    assert any(value < 0 for (_, tender), value in found.items() if tender == "points_value")
    for month in (NOVEMBER, DECEMBER):
        takings = club.ask("takings", **month)
        for one in takings["days"]:
            for tender in TENDERS:
                assert read_yuan(one[tender]["net"]) == found[one["date"], tender], (one["date"], tender)
            assert one["points"]["net"] == found[one["date"], "points"]
        sums = [read_yuan(one["total"]["net"]) for one in takings["days"]]
        assert read_yuan(takings["total"]["net"]) == sum(sums)
        assert takings["told_back"] == takings["kept_back"]
        outside = [
            line["amount"]
            for line in raw(club, "till")
            if line["shift_id"] is None and month["from"] <= line["day"] <= month["to"]
        ]
        assert read_yuan(takings["outside"]) == sum(outside)
