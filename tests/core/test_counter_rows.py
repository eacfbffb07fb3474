"""The rows behind the counter's figures: order lines with their tenders, and stock movements."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import DeskError
from core.reports.counter_rows import MovementRow, MovementRows, OrderRow, OrderRows
from tests.support.club import Club
from tests.support.raw import raw
from tests.support.trade import Trade, open_shop

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))
MONEY = ("points_value", "allowance", "cash", "wechat", "alipay", "card")


def order_rows(club: Club, first: date, last: date) -> list[OrderRow]:
    with club.desk.reading() as reading:
        return list(reading.rows(OrderRows(first, last)))


def movement_rows(club: Club, first: date, last: date) -> list[MovementRow]:
    with club.desk.reading() as reading:
        return list(reading.rows(MovementRows(first, last)))


@pytest.fixture
def shop(club: Club) -> Club:
    """Rice and oil, ten of each."""
    open_shop(club)
    for sku in ("RICE", "OIL"):
        club.do("receive_stock", sku=sku, quantity=10)
    return club


def sell(club: Club, **fields: Any) -> str:
    lines = [{"sku": "RICE", "quantity": 1}, {"sku": "OIL", "quantity": 1}]
    return str(club.do("redeem", **{"member": "000001", "lines": lines} | fields)["order"])


def test_an_order_that_waits_names_its_proxy_when_it_is_handed_over(shop: Club) -> None:
    order = sell(shop, collect=False)
    assert [(row.state, row.received_on, row.proxy) for row in order_rows(shop, *NOVEMBER)] == [
        ("open", None, None)
    ] * 2
    shop.at("2026-11-24T09:00")
    shop.do("hand_over", order=order, proxy={"name": "李四", "relation": "同事"})
    row = order_rows(shop, *NOVEMBER)[0]
    assert (row.state, row.received_on, row.proxy) == ("collected", date(2026, 11, 24), "李四 (同事)")
    assert (row.day, row.at) == (date(2026, 11, 23), datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001


def test_what_moved_to_an_order_by_an_exchange_is_what_it_was_paid_with(shop: Club) -> None:
    order = sell(shop, cash="100.00", allowance="0.00")
    back, take = [{"sku": "OIL", "quantity": 1}], [{"sku": "RICE", "quantity": 2}]
    shop.do("exchange", order=order, back=back, take=take)
    row = order_rows(shop, *NOVEMBER)[-1]
    assert (row.order, row.quantity, row.value, row.cash, row.allowance) == ("O2", 2, 6666, 6666, None)


def test_days_the_wrong_way_round_are_refused(shop: Club) -> None:
    with pytest.raises(DeskError, match="invalid"):
        order_rows(shop, *reversed(NOVEMBER))
    with pytest.raises(DeskError, match="invalid"):
        movement_rows(shop, *reversed(NOVEMBER))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("month", [NOVEMBER, DECEMBER])
def test_random_months_tell_every_line_part_and_movement_once(
    club: Club, seed: int, month: tuple[date, date]
) -> None:
    Trade(club, seed).live(120)
    first, last = (day.isoformat() for day in month)
    orders = {one["id"]: one for one in raw(club, "orders") if first <= one["day"] <= last}
    told = order_rows(club, *month)
    lines = [one for one in raw(club, "order_line") if one["order_id"] in orders]
    assert len(lines) > 10
    assert [(row.order, row.quantity, row.price, row.state) for row in told] == [
        (f"O{one['order_id']}", one["quantity"], one["price"], orders[one["order_id"]]["state"])
        for one in sorted(lines, key=lambda one: (one["order_id"], one["id"]))
    ]
    parts = [one for one in raw(club, "tender_part") if one["order_id"] in orders]
    for kind in MONEY:
        wanted: dict[str, int] = {}
        for one in parts:
            if one["kind"] == kind.removesuffix("_value"):
                order = f"O{one['order_id']}"
                wanted[order] = wanted.get(order, 0) + one["value"]
        found = [(row.order, getattr(row, kind)) for row in told if getattr(row, kind)]
        assert len(found) == len(wanted)
        assert dict(found) == wanted
    zone = ZoneInfo("Asia/Shanghai")
    moved = [
        one
        for one in raw(club, "stock_movement")
        if first <= f"{datetime.fromtimestamp(one['at'], zone):%Y-%m-%d}" <= last
    ]
    assert [(row.kind, row.quantity, row.document, row.unit_cost) for row in movement_rows(club, *month)] == [
        (one["kind"], one["quantity"], one["document"], one["unit_cost"]) for one in moved
    ]
