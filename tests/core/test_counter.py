"""The counter by worked examples: redeeming, handing over, returning, exchanging, stock (domain.md
section 8)."""

from typing import Any

import pytest

from core.counter.handing import HandOver
from core.counter.returns import ReturnLines
from core.errors import DeskError
from core.records import OrderId
from core.wire import read_record, write_record
from tests.support.club import Club

ANN = "000001"


@pytest.fixture
def counter(club: Club) -> Club:
    """Monday 2026-11-23, 09:00: the first member has 3000 points and 50.00 of allowance; mugs, towels, badges
    for points alone, tickets (a service)."""
    club.member(ANN)
    club.member("000002")
    club.do("grant", member=ANN, unit="points", amount=3000, reason="x", expires_on="2027-11-30")
    club.do("grant", member=ANN, unit="allowance", amount="50.00", reason="x", expires_on="2026-12-31")
    club.do("add_item", sku="MUG", name="马克杯", kind="goods", price="33.33", low_stock=2)
    club.do("add_item", sku="TOWEL", name="毛巾礼盒", kind="goods", price="66.67", barcode="690001")
    club.do("add_item", sku="BADGE", name="徽章", kind="goods", points_price=500, returnable=False)
    club.do("add_item", sku="TICKET", name="电影票", kind="service", price="35.00", points_price=3500)
    for sku in ("MUG", "TOWEL", "BADGE"):
        club.do("receive_stock", sku=sku, quantity=5)
    return club


def redeem(club: Club, *lines: tuple[str, int], **fields: Any) -> dict[str, Any]:
    told = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return club.do("redeem", member=ANN, lines=told, **fields)


def refused(club: Club, *lines: tuple[str, int], **fields: Any) -> Any:
    told = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return club.refused("redeem", member=ANN, lines=told, **fields)


def on_hand(club: Club, sku: str) -> tuple[int, int, int]:
    told = club.ask("item", sku=sku)
    return told["on_hand"], told["held"], told["available"]


def tenders(told: dict[str, Any]) -> dict[str, Any]:
    """Those that are not nothing."""
    return {name: value for name, value in told.items() if value not in (0, "0.00")}


def give_back(club: Club, order: str, *lines: tuple[str, int], **fields: Any) -> dict[str, Any]:
    told = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return club.do("return_lines", order=order, lines=told, **{"reason": "不合适"} | fields)


# ---------------------------------------------------------------- the worked example


def test_the_worked_example(counter: Club) -> None:
    told = redeem(counter, ("MUG", 1), ("TOWEL", 1), points=3000, wechat="20.00")
    assert (told["order"], told["total"]) == ("O1", "100.00")
    assert tenders(told["tenders"]) == {
        "points": 3000, "points_value": "30.00", "allowance": "50.00", "wechat": "20.00"
    }  # fmt: skip
    assert told["balances"] == {"allowance": "0.00", "points": 0}
    assert on_hand(counter, "MUG") == (4, 0, 4)
    mug = give_back(counter, "O1", ("MUG", 1))
    assert tenders(mug["refund"]) == {
        "points": 1000, "points_value": "10.00", "allowance": "16.66", "wechat": "6.67"
    }  # fmt: skip
    assert mug["lots"] == [
        {"lot": "L1", "amount": 1000, "expires_on": "2027-11-30"},
        {"lot": "L2", "amount": "16.66", "expires_on": "2026-12-31"},
    ]
    assert mug["restocked"] == {"MUG": 1}
    towel = give_back(counter, "O1", ("TOWEL", 1))
    assert tenders(towel["refund"]) == {
        "points": 2000, "points_value": "20.00", "allowance": "33.34", "wechat": "13.33"
    }  # fmt: skip
    assert tenders(counter.ask("order", order="O1")["left"]) == {}
    balance = counter.ask("balance", member=ANN)
    assert (balance["points"], balance["allowance"]) == (3000, "50.00")
    counter.check()


# ---------------------------------------------------------------- redeeming


def test_allowance_first_then_what_is_missing_is_said_and_nothing_is_changed(counter: Club) -> None:
    error = refused(counter, ("TOWEL", 1))
    assert (error.code, error.facts["due"]) == ("payment_due", "16.67")
    assert on_hand(counter, "TOWEL") == (5, 0, 5)
    told = redeem(counter, ("TOWEL", 1), cash="16.67")
    assert tenders(told["tenders"]) == {"allowance": "50.00", "cash": "16.67"}
    assert refused(counter, ("MUG", 1), cash="33.34").facts["over"] == "0.01"
    counter.check()


def test_more_points_than_are_of_use_are_refused_with_how_many_are(counter: Club) -> None:
    counter.do("grant", member=ANN, unit="points", amount=1000, reason="x")
    error = refused(counter, ("MUG", 1), points=3334)
    assert (error.code, error.facts["useful"]) == ("too_many_points", 3333)


def test_what_is_sold_for_points_alone_is_paid_apart(counter: Club) -> None:
    told = redeem(counter, ("BADGE", 2), ("MUG", 1), points=2000)
    assert (told["total"], told["points_total"]) == ("33.33", 1000)
    assert tenders(told["tenders"]) == {"points": 2000, "points_value": "20.00", "allowance": "13.33"}
    assert told["balances"]["points"] == 0
    error = refused(counter, ("BADGE", 1))
    assert (error.code, error.facts["available"]) == ("insufficient_points", 0)
    counter.check()


def test_an_item_with_both_prices_is_sold_for_points_where_it_is_asked(counter: Club) -> None:
    counter.do("grant", member=ANN, unit="points", amount=1000, reason="x")
    line = {"sku": "TICKET", "quantity": 1, "for_points": True}
    told = counter.do("redeem", member=ANN, lines=[line])
    assert (told["total"], told["points_total"], told["balances"]["points"]) == ("0.00", 3500, 500)


def test_what_is_not_there_is_not_sold(counter: Club) -> None:
    error = refused(counter, ("MUG", 4), ("MUG", 2))
    assert (error.code, error.facts["sku"], error.facts["available"]) == ("insufficient_stock", "MUG", 5)
    assert refused(counter, ("CUP", 1)).code == "unknown_item"
    counter.do("member_leaves", staff_no="000002")
    line = {"sku": "MUG", "quantity": 1}
    assert counter.refused("redeem", member="000002", lines=[line]).code == "member_left"


def test_what_gets_to_its_threshold_is_told_once(counter: Club) -> None:
    assert redeem(counter, ("MUG", 2), cash="16.66")["low_stock"] == []
    assert redeem(counter, ("MUG", 1), cash="33.33")["low_stock"] == ["MUG"]
    assert redeem(counter, ("MUG", 1), cash="33.33")["low_stock"] == []
    assert [item["sku"] for item in counter.ask("restock")["items"]] == ["MUG"]


def test_a_key_sells_once(counter: Club) -> None:
    lines = [{"sku": "MUG", "quantity": 1}]
    first = counter.do("redeem", key="k", member=ANN, lines=lines)
    assert counter.do("redeem", key="k", member=ANN, lines=lines) == first
    assert on_hand(counter, "MUG") == (4, 0, 4)


# ---------------------------------------------------------------- handing over


def test_what_is_collected_later_is_held_and_goes_out_when_it_is_handed_over(counter: Club) -> None:
    redeem(counter, ("MUG", 1), collect=False)
    assert on_hand(counter, "MUG") == (5, 1, 4)
    assert counter.refused(
        "return_lines", order="O1", lines=[{"sku": "MUG", "quantity": 1}], reason="x"
    ).code == ("wrong_state")
    counter.at("2026-11-25T09:00")
    told = counter.do("hand_over", order="O1", proxy={"name": "李四", "relation": "配偶"})
    assert told == {"state": "collected", "received_on": "2026-11-25"}
    assert on_hand(counter, "MUG") == (4, 0, 4)
    card = counter.ask("order", order="O1")
    assert (card["proxy"], card["return_until"]) == ({"name": "李四", "relation": "配偶"}, "2026-12-02")
    assert [step["event"] for step in card["trail"]] == ["redeemed", "handed_over"]
    assert counter.refused("hand_over", order="O1").code == "wrong_state"
    counter.check()


def test_before_it_is_handed_over_an_order_is_cancelled_and_all_goes_back(counter: Club) -> None:
    redeem(counter, ("MUG", 2), ("BADGE", 1), points=1000, cash="6.66", collect=False)
    told = counter.do("cancel_order", order="O1", reason="不要了")
    assert tenders(told["refund"]) == {
        "points": 1500, "points_value": "10.00", "allowance": "50.00", "cash": "6.66"
    }  # fmt: skip
    assert told["restocked"] == {"MUG": 2, "BADGE": 1}
    assert on_hand(counter, "MUG") == (5, 0, 5)
    assert counter.ask("balance", member=ANN)["points"] == 3000
    assert counter.refused("cancel_order", order="O1").code == "wrong_state"
    counter.check()


def test_goods_are_sent_with_carrier_and_number(counter: Club) -> None:
    redeem(counter, ("MUG", 1), collect=False)
    assert counter.do("ship", order="O1", carrier="顺丰", tracking="SF1")["state"] == "shipped"
    assert counter.ask("order", order="O1")["tracking"] == "SF1"
    assert on_hand(counter, "MUG") == (4, 0, 4)


# ---------------------------------------------------------------- what comes back


def test_the_window_is_seven_days_from_the_day_after(counter: Club) -> None:
    redeem(counter, ("MUG", 1))
    counter.at("2026-11-30T23:00")
    give_back(counter, "O1", ("MUG", 1))
    redeem(counter, ("MUG", 1))
    counter.at("2026-12-08T09:00")
    lines = [{"sku": "MUG", "quantity": 1}]
    error = counter.refused("return_lines", order="O2", lines=lines, reason="x")
    assert (error.code, error.facts["last_day"]) == ("return_window_over", "2026-12-07")
    give_back(counter, "O2", ("MUG", 1), override="质量问题")
    counter.check()


def test_damaged_goods_come_back_but_not_to_the_shelf_and_a_sku_may_stand_in_two_lines(counter: Club) -> None:
    redeem(counter, ("TOWEL", 3), cash="150.01")
    lines = [
        {"sku": "TOWEL", "quantity": 1, "condition": "damaged"},
        {"sku": "TOWEL", "quantity": 1, "condition": "resalable"},
    ]
    told = counter.do("return_lines", order="O1", lines=lines, reason="破损")
    assert told["restocked"] == {"TOWEL": 1}
    assert on_hand(counter, "TOWEL") == (3, 0, 3)
    error = counter.refused("return_lines", order="O1", lines=[{"sku": "TOWEL", "quantity": 2}], reason="x")
    assert (error.code, error.facts["left"]) == ("too_many", 1)
    counter.check()


def test_what_is_not_returnable_stays(counter: Club) -> None:
    redeem(counter, ("BADGE", 1))
    error = counter.refused("return_lines", order="O1", lines=[{"sku": "BADGE", "quantity": 1}], reason="x")
    assert error.code == "not_returnable"


def test_allowance_whose_lot_has_lapsed_goes_to_a_lot_of_grace(counter: Club) -> None:
    counter.at("2026-12-30T09:00")
    redeem(counter, ("MUG", 1))
    counter.at("2027-01-02T09:00")
    told = give_back(counter, "O1", ("MUG", 1))
    (lot,) = told["lots"]
    assert lot["amount"] == "33.33"
    lots = {one["lot"]: one for one in counter.ask("lots", member=ANN)["lots"]}
    assert lots[lot["lot"]]["expires_on"] == "2027-02-01"
    counter.check()


def test_what_goes_back_to_somebody_who_has_left_is_recalled_at_once(counter: Club) -> None:
    redeem(counter, ("TOWEL", 1), cash="16.67")
    counter.do("member_leaves", staff_no=ANN)
    told = give_back(counter, "O1", ("TOWEL", 1))
    assert tenders(told["refund"]) == {"allowance": "50.00", "cash": "16.67"}
    entries = counter.ask("statement", member=ANN, unit="allowance")["entries"]
    assert [(entry["kind"], entry["amount"]) for entry in entries[-2:]] == [
        ("restored", "50.00"),
        ("recalled", "-50.00"),
    ]
    assert counter.ask("balance", member=ANN)["allowance"] == "0.00"
    counter.check()


# ---------------------------------------------------------------- exchanges


def test_an_exchange_moves_what_was_paid_and_only_the_difference_is_paid(counter: Club) -> None:
    redeem(counter, ("MUG", 1))
    told = counter.do(
        "exchange",
        order="O1",
        back=[{"sku": "MUG", "quantity": 1}],
        take=[{"sku": "TOWEL", "quantity": 1}],
        reason="换",
        alipay="16.67",
    )
    assert (told["return"], told["order"], told["total"]) == ("R1", "O2", "66.67")
    assert tenders(told["paid"]) == {"allowance": "16.67", "alipay": "16.67"}
    assert tenders(told["refunded"]) == {}
    back = give_back(counter, "O2", ("TOWEL", 1))
    assert tenders(back["refund"]) == {"allowance": "50.00", "alipay": "16.67"}
    assert counter.ask("balance", member=ANN)["allowance"] == "50.00"
    counter.check()


def test_an_exchange_for_less_gives_the_difference_back(counter: Club) -> None:
    redeem(counter, ("TOWEL", 1), points=1667)
    told = counter.do(
        "exchange", order="O1", back=[{"sku": "TOWEL", "quantity": 1}], take=[{"sku": "MUG", "quantity": 1}]
    )
    assert tenders(told["paid"]) == {}
    refund = told["refunded"]
    assert refund["points_value"] != "0.00"
    give_back(counter, "O2", ("MUG", 1))
    balance = counter.ask("balance", member=ANN)
    assert (balance["allowance"], balance["points"]) == ("50.00", 3000)
    counter.check()


def test_an_exchange_for_what_is_out_changes_nothing(counter: Club) -> None:
    redeem(counter, ("MUG", 1))
    counter.do("write_off", sku="TOWEL", quantity=5, reason="受潮")
    error = counter.refused(
        "exchange", order="O1", back=[{"sku": "MUG", "quantity": 1}], take=[{"sku": "TOWEL", "quantity": 1}]
    )
    assert error.code == "insufficient_stock"
    assert on_hand(counter, "MUG") == (4, 0, 4)
    assert counter.ask("order", order="O1")["lines"][0]["returned"] == 0


# ---------------------------------------------------------------- points for purchases


def test_points_for_a_purchase_are_locked_until_the_window_has_closed(counter: Club) -> None:
    counter.do("change_settings", purchase_points_per_yuan=2)
    told = redeem(counter, ("TOWEL", 1), cash="16.67")
    assert told["earned"] == 33
    assert counter.ask("balance", member=ANN)["held"]["points"] == 33
    counter.at("2026-12-01T00:00")
    balance = counter.ask("balance", member=ANN)
    assert (balance["points"], balance["held"]["points"]) == (3033, 0)
    last = counter.ask("statement", member=ANN, unit="points")["entries"][-1]
    assert (last["at"], last["kind"], last["amount"], last["document"]) == (
        "2026-12-01T00:00", "unlocked", 33, "O1"
    )  # fmt: skip
    counter.check()


def test_who_has_left_meanwhile_forfeits_them(counter: Club) -> None:
    counter.do("change_settings", purchase_points_per_yuan=2)
    redeem(counter, ("TOWEL", 1), cash="16.67")
    counter.do("member_leaves", staff_no=ANN)
    counter.at("2026-12-01T00:00")
    balance = counter.ask("balance", member=ANN)
    assert (balance["points"], balance["held"]["points"]) == (0, 0)
    counter.check()


def test_a_return_before_that_cancels_them(counter: Club) -> None:
    counter.do("change_settings", purchase_points_per_yuan=2)
    redeem(counter, ("TOWEL", 2), cash="83.34")
    give_back(counter, "O1", ("TOWEL", 1))
    assert counter.ask("balance", member=ANN)["held"]["points"] == 83
    give_back(counter, "O1", ("TOWEL", 1))
    assert counter.ask("balance", member=ANN)["held"]["points"] == 0
    counter.at("2026-12-05T00:00")
    assert counter.ask("balance", member=ANN)["points"] == 3000
    counter.check()


# ---------------------------------------------------------------- stock


def test_stock_comes_in_is_written_off_and_never_goes_below_nothing(counter: Club) -> None:
    assert counter.do("receive_stock", sku="MUG", quantity=7, unit_cost="20.00")["on_hand"] == 12
    assert counter.do("write_off", sku="MUG", quantity=2, reason="破损")["on_hand"] == 10
    redeem(counter, ("MUG", 1), collect=False)
    error = counter.refused("write_off", sku="MUG", quantity=10, reason="x")
    assert (error.code, error.facts["available"]) == ("insufficient_stock", 9)
    kinds = [movement["kind"] for movement in counter.ask("item", sku="MUG")["movements"]]
    assert kinds == ["written_off", "received", "received"]


def test_a_stocktake_stays_right_while_sales_go_on(counter: Club) -> None:
    counter.at("2026-11-23T10:00")
    counter.at("2026-11-23T10:30")
    redeem(counter, ("MUG", 1))
    told = counter.do("count_stock", sku="MUG", quantity=4, counted_at="2026-11-23T10:00")
    assert (told["difference"], told["on_hand"]) == (-1, 3)
    assert counter.do("count_stock", sku="MUG", quantity=3)["difference"] == 0


# ---------------------------------------------------------------- services


def test_services_are_scheduled_and_done(counter: Club) -> None:
    redeem(counter, ("TICKET", 1), collect=False)
    assert counter.do("schedule_service", order="O1", on="2026-11-28")["on"] == "2026-11-28"
    counter.at("2026-11-28T20:00")
    assert counter.do("service_done", order="O1")["state"] == "done"
    assert counter.ask("order", order="O1")["received_on"] == "2026-11-28"


def test_a_service_with_places_on_a_day_is_given_to_no_more(counter: Club) -> None:
    told = counter.do("set_service_places", sku="TICKET", on="2026-11-28", places=1)
    assert told["taken"] == 0
    for money in ("0.00", "20.00"):
        redeem(counter, ("TICKET", 1), collect=False, wechat=money)
    counter.do("schedule_service", order="O1", on="2026-11-28")
    error = counter.refused("schedule_service", order="O2", on="2026-11-28")
    assert (error.code, error.facts["free"]) == ("no_places", 0)
    fewer = counter.refused("set_service_places", sku="TICKET", on="2026-11-28", places=0)
    assert (fewer.facts["field"], fewer.facts["least"]) == ("places", 1)
    counter.do("schedule_service", order="O1", on="2026-11-29")
    assert counter.do("schedule_service", order="O2", on="2026-11-28")["state"] == "scheduled"
    counter.do("cancel_order", order="O2")
    assert counter.do("set_service_places", sku="TICKET", on="2026-11-28", places=None)["taken"] == 0
    assert counter.refused("set_service_places", sku="MUG", on="2026-11-28", places=1).code == "invalid"
    counter.check()


def test_a_service_is_sold_with_its_day_and_told_how_many_places_are_left(counter: Club) -> None:
    counter.do("set_service_places", sku="TICKET", on="2026-11-28", places=2)
    day = {"sku": "TICKET", "on": "2026-11-28"}
    told = {"sku": "TICKET", "name": "电影票"}
    assert counter.ask("service_day", **day) == {**told, "places": 2, "taken": 0, "free": 2}
    lines = [{"sku": "TICKET", "quantity": 2}, {"sku": "MUG", "quantity": 1}]
    money = {"allowance": "0.00", "wechat": "103.33"}
    sold = counter.do("redeem", member="000001", lines=lines, on="2026-11-28", **money)
    assert sold["state"] == "scheduled"
    assert counter.ask("order", order="O1")["service_on"] == "2026-11-28"
    assert counter.ask("item", sku="MUG")["held"] == 1
    assert counter.ask("service_day", **day)["free"] == 0
    error = counter.refused("redeem", member="000001", lines=lines, on="2026-11-28", **money)
    assert (error.code, error.facts["free"]) == ("no_places", 0)
    assert counter.ask("service_day", sku="TICKET", on="2026-11-29")["free"] is None
    counter.at("2026-11-28T20:00")
    assert counter.do("service_done", order="O1")["state"] == "done"
    assert counter.ask("item", sku="MUG")["held"] == 0
    counter.check()


def test_a_day_that_is_past_or_without_a_service_is_refused(counter: Club) -> None:
    ticket, mug = [{"sku": "TICKET", "quantity": 1}], [{"sku": "MUG", "quantity": 1}]
    assert counter.refused("redeem", member="000001", lines=ticket, on="2026-11-22").code == "invalid"
    assert counter.refused("redeem", member="000001", lines=mug, on="2026-11-28").code == "invalid"


# ---------------------------------------------------------------- shifts


def test_a_shift_expects_its_float_its_takings_and_what_was_put_in_and_taken_out(counter: Club) -> None:
    assert counter.do("open_shift", float="200.00")["shift"] == "S1"
    assert counter.refused("open_shift").code == "wrong_state"
    redeem(counter, ("TOWEL", 1), cash="16.67")
    redeem(counter, ("MUG", 1), wechat="33.33")
    counter.do("cash_in", amount="50.00", reason="换零钱")
    counter.do("cash_out", amount="30.00", reason="买水")
    give_back(counter, "O2", ("MUG", 1))
    told = counter.do("close_shift", counted={"cash": "230.67"}, note="缺零钱")
    assert told["expected"] == {"cash": "236.67", "wechat": "0.00", "alipay": "0.00", "card": "0.00"}
    assert told["difference"]["cash"] == "-6.00"
    assert counter.do("open_shift")["note"] == "缺零钱"
    kinds = [line["kind"] for line in counter.ask("shift", shift="S1")["lines"]]
    assert kinds == ["float", "sale", "sale", "in", "out", "refund"]


def test_more_given_back_than_taken_is_counted_below_nothing_but_never_in_cash(counter: Club) -> None:
    redeem(counter, ("MUG", 1), wechat="33.33", allowance="0.00")
    counter.do("open_shift")
    give_back(counter, "O1", ("MUG", 1))
    assert counter.refused("close_shift", counted={"cash": "-1.00"}).facts["field"] == "counted.cash"
    told = counter.do("close_shift", counted={"wechat": "-33.33"})
    assert (told["expected"]["wechat"], told["difference"]["wechat"]) == ("-33.33", "0.00")
    counter.check()


def test_selling_needs_no_open_shift(counter: Club) -> None:
    redeem(counter, ("TOWEL", 1), cash="16.67")
    assert counter.refused("close_shift", counted={}).code == "wrong_state"


def test_a_change_of_an_item_is_taken_back_and_orders_keep_the_price_of_their_day(counter: Club) -> None:
    redeem(counter, ("MUG", 1))
    changed = counter.do("change_item", sku="MUG", price="50.00", low_stock=None)
    assert counter.ask("order", order="O1")["lines"][0]["price"] == "33.33"
    assert counter.ask("item", sku="MUG")["item"]["price"] == "50.00"
    counter.do("change_item", **changed["was"])
    assert counter.ask("item", sku="MUG")["item"]["low_stock"] == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "price"),
        ({"price": "0.00"}, "price"),
        ({"points_price": 0}, "points_price"),
        ({"price": "1.00", "low_stock": -1}, "low_stock"),
        ({"price": "1.00", "sale_from": "2026-11-24", "sale_to": "2026-11-23"}, "sale_to"),
    ],
)
def test_an_item_has_a_price_and_numbers_that_can_be(
    counter: Club, fields: dict[str, Any], field: str
) -> None:
    error = counter.refused("add_item", sku="NEW", name="x", kind="goods", **fields)
    assert (error.code, error.facts["field"]) == ("invalid", field)


def test_a_code_and_a_barcode_are_used_once(counter: Club) -> None:
    new = {"name": "x", "kind": "goods", "price": "1.00"}
    assert counter.refused("add_item", sku="MUG", **new).code == "exists"
    assert counter.refused("add_item", sku="NEW", barcode="690001", **new).code == "exists"


def test_what_is_not_sold_today_is_refused(counter: Club) -> None:
    counter.do("change_item", sku="MUG", sale_from="2026-11-24")
    assert refused(counter, ("MUG", 1)).code == "not_on_sale"
    counter.at("2026-11-24T08:00")
    redeem(counter, ("MUG", 1))


def test_what_came_of_a_sale_is_known_by_its_key(counter: Club) -> None:
    fields = {"member": "000001", "lines": [{"sku": "MUG", "quantity": 1}]}
    order = counter.do("redeem", key="k1", **fields, wechat="33.33", allowance="0")["order"]
    assert counter.ask("sale", key="k1") == {"order": order}
    assert counter.ask("sale", key="k2") == {"order": None}


# ---------------------------------------------------------------- finding items


def test_items_are_found_as_members_are_and_what_is_not_on_sale_comes_last(counter: Club) -> None:
    kept = {"kind": "goods", "price": "1.00"}
    counter.do("add_item", sku="A-17", name="东北大米", category="粮油", barcode="6901234567890", **kept)
    counter.do("add_item", sku="B-18", name="大米饼", sale_to="2026-01-01", **kept)

    def found(text: str, **fields: Any) -> list[str]:
        return [item["sku"] for item in counter.ask("find_items", text=text, **fields)["items"]]

    assert found("dongbei") == found("dbdm") == found("东北") == found("a-17") == found("7890") == ["A-17"]
    assert found("17") == found("ly") == ["A-17"]
    assert found("大米") == found("dm") == ["A-17", "B-18"]
    assert found("dm", limit=1) == ["A-17"]
    assert found("nothing") == []
    counter.do("change_item", sku="A-17", name="小米", barcode=None)
    assert found("dongbei") == found("7890") == []
    assert found("xm") == ["A-17"]
    with pytest.raises(DeskError):
        found("x", limit=0)


def test_items_of_some_codes_are_told_as_they_are_given(counter: Club) -> None:
    told = counter.ask("items", skus=["TOWEL", "NONE", "MUG"])["items"]
    assert [item["sku"] for item in told] == ["TOWEL", "MUG"]


# ---------------------------------------------------------------- finding orders


def test_orders_are_found_by_member_item_state_and_days(counter: Club) -> None:
    redeem(counter, ("MUG", 1))
    counter.at("2026-11-25T09:00")
    redeem(counter, ("TOWEL", 1), cash="50.00", collect=False)

    def found(**fields: Any) -> list[str]:
        return [order["order"] for order in counter.ask("orders", **fields)["orders"]]

    assert found() == ["O2", "O1"]
    assert found(item="MUG") == ["O1"]
    assert found(state="open") == ["O2"]
    assert found(item="MUG", state="open") == []
    assert found(member="000002") == []
    assert found(member="000001", item="MUG") == ["O1"]
    assert found(member="000001", state="open") == ["O2"]
    assert found(**{"from": "2026-11-24"}) == ["O2"]
    assert found(to="2026-11-24") == ["O1"]
    redeem(counter, ("MUG", 1), ("MUG", 2), cash="99.99")
    assert found(item="MUG", limit=2) == ["O3", "O1"]


def test_orders_come_by_the_page_with_how_many_there_are_and_what_is_to_be_collected_first(
    counter: Club,
) -> None:
    for collect in (False, True, False, True):
        redeem(counter, ("MUG", 1), wechat="33.33", allowance="0.00", collect=collect)

    def page(**fields: Any) -> tuple[list[str], int]:
        told = counter.ask("orders", **fields)
        return [order["order"] for order in told["orders"]], told["count"]

    assert page(limit=2) == (["O4", "O3"], 4)
    assert page(limit=2, skip=2) == (["O2", "O1"], 4)
    assert page(open_first=True) == (["O3", "O1", "O4", "O2"], 4)
    assert page(open_first=True, limit=2, skip=1) == (["O1", "O4"], 4)
    assert page(state="open", limit=1) == (["O3"], 2)


def test_the_places_that_a_service_has_left_on_a_day_are_told(counter: Club) -> None:
    told = counter.ask("service_day", sku="TICKET", on="2026-11-26")
    assert (told["places"], told["taken"], told["free"]) == (None, 0, None)
    counter.do("set_service_places", sku="TICKET", on="2026-11-26", places=3)
    redeem(counter, ("TICKET", 2), wechat="70.00", allowance="0.00", collect=False)
    counter.do("schedule_service", order="O1", on="2026-11-26")
    told = counter.ask("service_day", sku="TICKET", on="2026-11-26")
    assert (told["places"], told["taken"], told["free"]) == (3, 2, 1)
    with pytest.raises(DeskError, match="invalid"):
        counter.ask("service_day", sku="MUG", on="2026-11-26")


# ---------------------------------------------------------------- a rehearsal


def test_a_rehearsal_tells_what_would_come_of_a_return_and_changes_nothing(counter: Club) -> None:
    redeem(counter, ("MUG", 1), points=1000, wechat="10.00", allowance="13.33")
    command = read_record(
        ReturnLines, {"order": "O1", "lines": [{"sku": "MUG", "quantity": 1}], "reason": "x"}
    )
    before = counter.ask("order", order="O1"), counter.ask("balance", member=ANN), on_hand(counter, "MUG")
    told = write_record(counter.desk.rehearse(command))
    assert tenders(told["refund"])["wechat"] == "10.00"
    assert (
        counter.ask("order", order="O1"), counter.ask("balance", member=ANN), on_hand(counter, "MUG")
    ) == before  # fmt: skip
    assert write_record(counter.desk.do(command)) == told
    counter.check()


def test_a_rehearsal_is_refused_as_the_command_would_be(counter: Club) -> None:
    with pytest.raises(DeskError, match="unknown_order"):
        counter.desk.rehearse(HandOver(OrderId(9)))
