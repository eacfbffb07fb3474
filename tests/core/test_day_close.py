"""The day close: takings and refunds by tender and shift, and beside all shifts."""

from typing import Any

import pytest

from tests.support.club import Club


@pytest.fixture
def counter(club: Club) -> Club:
    club.member("000001")
    club.do("add_item", sku="MUG", name="马克杯", kind="goods", price="10.00")
    club.do("receive_stock", sku="MUG", quantity=50)
    return club


def sell(club: Club, quantity: int, **fields: Any) -> str:
    lines = [{"sku": "MUG", "quantity": quantity}]
    return str(club.do("redeem", member="000001", lines=lines, **fields)["order"])


def tenders(told: list[dict[str, Any]], *names: str) -> dict[str, list[Any]]:
    """Of each tender what the names say, those that are all nothing left out."""
    rows = {one["tender"]: [one[name] for name in names] for one in told}
    return {tender: row for tender, row in rows.items() if set(row) != {"0.00"}}


def test_a_shift_tells_what_was_taken_expected_counted_and_the_difference(counter: Club) -> None:
    counter.do("open_shift", float="100.00")
    order = sell(counter, 5, cash="30.00", wechat="20.00")
    counter.do("return_lines", order=order, lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    counter.do("cash_out", amount="50.00", reason="存银行")
    counter.do("close_shift", counted={"cash": "73.00", "wechat": "16.00"}, note="零钱不多")
    told = counter.ask("day_close")
    assert tenders(told["tenders"], "sales", "refunds", "net") == {
        "cash": ["30.00", "-6.00", "24.00"], "wechat": ["20.00", "-4.00", "16.00"]
    }  # fmt: skip
    [shift] = told["shifts"]
    assert (shift["shift"], shift["note"]) == ("S1", "零钱不多")
    assert tenders(shift["tenders"], "sales", "refunds", "other", "expected", "counted", "difference") == {
        "cash": ["30.00", "-6.00", "50.00", "74.00", "73.00", "-1.00"],
        "wechat": ["20.00", "-4.00", "0.00", "16.00", "16.00", "0.00"],
    }
    assert (told["orders"], told["total"], told["returns"], told["beside"]) == (1, "50.00", 1, [])


def test_an_open_shift_has_nothing_counted(counter: Club) -> None:
    counter.do("open_shift")
    sell(counter, 1, card="10.00")
    [shift] = counter.ask("day_close")["shifts"]
    assert (shift["closed_at"], [one["counted"] for one in shift["tenders"]]) == (None, [None] * 4)


def test_takings_beside_all_shifts_are_listed(counter: Club) -> None:
    sell(counter, 2, cash="20.00")
    counter.do("open_shift")
    sell(counter, 1, cash="10.00")
    told = counter.ask("day_close")
    assert [(one["order"], one["tender"], one["amount"]) for one in told["beside"]] == [
        ("O1", "cash", "20.00")
    ]
    assert tenders(told["tenders"], "net") == {"cash": ["30.00"]}
    assert tenders(told["shifts"][0]["tenders"], "expected") == {"cash": ["10.00"]}


def test_a_cancelled_order_is_counted_apart(counter: Club) -> None:
    sell(counter, 1, cash="10.00")
    counter.do("cancel_order", order=sell(counter, 3, cash="30.00", collect=False), reason="x")
    told = counter.ask("day_close")
    assert (told["orders"], told["total"], told["cancelled"]) == (1, "10.00", 1)
    assert tenders(told["tenders"], "sales", "refunds") == {"cash": ["40.00", "-30.00"]}


def test_each_day_has_its_own_and_a_shift_over_midnight_is_in_both(counter: Club) -> None:
    counter.do("open_shift")
    sell(counter, 1, cash="10.00")
    counter.at("2026-11-24T00:00")
    sell(counter, 2, cash="20.00")
    counter.do("close_shift", counted={"cash": "30.00"})
    counter.at("2026-11-25T09:00")
    days = {day: counter.ask("day_close", date=day) for day in ("2026-11-23", "2026-11-24", "2026-11-25")}
    assert [tenders(told["tenders"], "sales") for told in days.values()] == [
        {"cash": ["10.00"]}, {"cash": ["20.00"]}, {}
    ]  # fmt: skip
    assert [len(told["shifts"]) for told in days.values()] == [1, 1, 0]
    for day in ("2026-11-23", "2026-11-24"):
        [shift] = days[day]["shifts"]
        assert tenders(shift["tenders"], "expected", "counted") == {"cash": ["30.00", "30.00"]}


def test_a_day_to_come_has_no_close(counter: Club) -> None:
    with pytest.raises(Exception, match="future"):
        counter.ask("day_close", date="2026-11-24")


def test_the_till_tells_nothing_of_what_must_be_there(counter: Club) -> None:
    sell(counter, 2, cash="20.00")
    assert counter.ask("till")["shift"] is None
    counter.do("open_shift", float="100.00")
    counter.do("close_shift", counted={"cash": "100.00"}, note="零钱不多")
    counter.do("open_shift", float="50.00")
    sell(counter, 1, cash="10.00")
    counter.do("cash_out", amount="30.00", reason="存银行")
    told = counter.ask("till")
    assert (told["shift"]["shift"], told["note"], told["others"]) == ("S2", "零钱不多", [])
    assert [(one["kind"], one["amount"]) for one in told["moved"]] == [("float", "50.00"), ("out", "-30.00")]
    assert [(one["order"], one["amount"]) for one in told["beside"]] == [("O1", "20.00")]
