"""Each command on an order, from each state that it can be in: done, or refused with `wrong_state` and
nothing changed (domain.md section 8: not yet handed over, a return after receipt)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.club import Club

ANN = "000001"
FRIDAY = "2026-11-27"
Lines = tuple[tuple[str, int], ...]
GOODS: Lines = (("MUG", 2),)
TICKETS: Lines = (("TICKET", 2),)
BOTH = (*GOODS, *TICKETS)

COMMANDS: dict[str, dict[str, Any]] = {
    "hand_over": {},
    "ship": {"carrier": "顺丰"},
    "schedule_service": {"on": "2026-11-28"},
    "service_done": {},
    "cancel_order": {},
    "return_lines": {"reason": "x"},
    "exchange": {"take": [{"sku": "CUP", "quantity": 1}], "cash": "10.00", "allowance": "0.00"},
}
SHORT = dict(zip(COMMANDS, ("hand", "send", "day", "done", "cancel", "back", "swap"), strict=True))


@pytest.fixture
def counter(club: Club) -> Club:
    """Monday 2026-11-23, 09:00: mugs (10.00) and cups (20.00), ten of each; tickets (10.00), four a day."""
    club.member(ANN)
    for sku, price in (("MUG", "10.00"), ("CUP", "20.00")):
        club.do("add_item", sku=sku, name=sku, kind="goods", price=price)
        club.do("receive_stock", sku=sku, quantity=10)
    club.do("add_item", sku="TICKET", name="电影票", kind="service", price="10.00")
    for day in (FRIDAY, "2026-11-28"):
        club.do("set_service_places", sku="TICKET", on=day, places=4)
    return club


def sell(club: Club, lines: Lines, *, collect: bool = True, **fields: Any) -> None:
    told = [{"sku": sku, "quantity": many} for sku, many in lines]
    paid = f"{10 * sum(many for _, many in lines)}.00"
    club.do("redeem", member=ANN, lines=told, cash=paid, allowance="0.00", collect=collect, **fields)


def opened(club: Club, lines: Lines) -> None:
    sell(club, lines, collect=False)


def collected(club: Club, lines: Lines) -> None:
    sell(club, lines)


def shipped(club: Club, lines: Lines) -> None:
    opened(club, lines)
    club.do("ship", order="O1")


def scheduled(club: Club, lines: Lines) -> None:
    sell(club, lines, on=FRIDAY)


def collected_then_scheduled(club: Club, lines: Lines) -> None:
    collected(club, lines)
    club.do("schedule_service", order="O1", on=FRIDAY)


def shipped_then_scheduled(club: Club, lines: Lines) -> None:
    shipped(club, lines)
    club.do("schedule_service", order="O1", on=FRIDAY)


def given(club: Club, lines: Lines) -> None:
    opened(club, lines)
    club.do("service_done", order="O1")


def cancelled(club: Club, lines: Lines) -> None:
    opened(club, lines)
    club.do("cancel_order", order="O1")


def _one(lines: Lines) -> list[dict[str, Any]]:
    return [{"sku": lines[-1][0], "quantity": 1}]


def one_came_back(club: Club, lines: Lines) -> None:
    collected(club, lines)
    club.do("return_lines", order="O1", lines=_one(lines), reason="x")


def one_came_back_then_scheduled(club: Club, lines: Lines) -> None:
    one_came_back(club, lines)
    club.do("schedule_service", order="O1", on=FRIDAY)


def one_exchanged(club: Club, lines: Lines) -> None:
    collected(club, lines)
    take = [{"sku": "CUP", "quantity": 1}]
    club.do("exchange", order="O1", back=_one(lines), take=take, cash="10.00", allowance="0.00")


State = Callable[[Club, Lines], None]

TABLE: list[tuple[State, Lines, str]] = [
    (opened, GOODS, "hand send cancel"),
    (opened, TICKETS, "hand day done cancel"),
    (opened, BOTH, "hand send day done cancel"),
    (collected, GOODS, "back swap"),
    (collected, TICKETS, "day back swap"),
    (collected, BOTH, "day back swap"),
    (shipped, GOODS, "back swap"),
    (shipped, BOTH, "day back swap"),
    (scheduled, TICKETS, "day done cancel"),
    (scheduled, BOTH, "day done cancel"),
    (collected_then_scheduled, TICKETS, "day done cancel back swap"),
    (collected_then_scheduled, BOTH, "day done back swap"),
    (shipped_then_scheduled, BOTH, "day done back swap"),
    (given, TICKETS, "back swap"),
    (given, BOTH, "back swap"),
    (cancelled, GOODS, ""),
    (cancelled, TICKETS, ""),
    (cancelled, BOTH, ""),
    (one_came_back, GOODS, "back swap"),
    (one_came_back, TICKETS, "day back swap"),
    (one_came_back_then_scheduled, TICKETS, "day done back swap"),
    (one_came_back_then_scheduled, BOTH, "day done back swap"),
    (one_exchanged, GOODS, "back swap"),
    (one_exchanged, BOTH, "day back swap"),
]


def fields_of(command: str, lines: Lines) -> dict[str, Any]:
    fields = {"order": "O1"} | COMMANDS[command]
    if command == "return_lines":
        fields["lines"] = _one(lines)
    if command == "exchange":
        fields["back"] = _one(lines)
    return fields


def picture(club: Club) -> tuple[Any, ...]:
    days = [club.ask("service_day", sku="TICKET", on=day) for day in (FRIDAY, "2026-11-28")]
    return club.ask("order", order="O1"), club.ask("items"), days


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("state", "lines", "can"),
    TABLE,
    ids=[f"{state.__name__}-{'+'.join(sku for sku, _ in lines)}" for state, lines, _ in TABLE],
)
def test_a_command_is_done_or_refused_by_the_state_of_the_order(
    counter: Club, state: State, lines: Lines, can: str, command: str
) -> None:
    state(counter, lines)
    counter.check()
    fields = fields_of(command, lines)
    if SHORT[command] in can.split():
        counter.do(command, **fields)
    else:
        before = picture(counter)
        error = counter.refused(command, **fields)
        assert (error.code, error.facts["order"]) == ("wrong_state", "O1")
        assert picture(counter) == before
    counter.check()
    assert_places_and_goods_are_those_of_the_orders(counter)


def assert_places_and_goods_are_those_of_the_orders(club: Club) -> None:
    """By adding up the orders as they are told."""
    orders = [club.ask("order", order=one["order"]) for one in club.ask("orders")["orders"]]
    for day in (FRIDAY, "2026-11-28"):
        waiting = [one for one in orders if (one["state"], one["service_on"]) == ("scheduled", day)]
        taken = sum(
            line["quantity"] - line["returned"]
            for one in waiting
            for line in one["lines"]
            if line["sku"] == "TICKET"
        )
        assert club.ask("service_day", sku="TICKET", on=day)["taken"] == taken
    for item in club.ask("items")["items"]:
        awaited = sum(
            line["quantity"]
            for one in orders
            if one["state"] in ("open", "scheduled") and one["received_on"] is None
            for line in one["lines"]
            if line["sku"] == item["sku"]
        )
        assert item["held"] == (awaited if item["sku"] != "TICKET" else 0)


def test_goods_that_were_handed_over_before_the_service_come_back_while_it_waits(counter: Club) -> None:
    collected_then_scheduled(counter, BOTH)
    told = counter.do("return_lines", order="O1", lines=[{"sku": "MUG", "quantity": 2}], reason="x")
    assert told["restocked"] == {"MUG": 2}
    assert counter.ask("order", order="O1")["state"] == "scheduled"
    assert counter.do("service_done", order="O1")["state"] == "done"
    counter.check()


def test_services_that_come_back_before_their_day_free_their_places(counter: Club) -> None:
    collected_then_scheduled(counter, BOTH)
    counter.do("return_lines", order="O1", lines=[{"sku": "TICKET", "quantity": 1}], reason="x")
    assert counter.ask("service_day", sku="TICKET", on=FRIDAY)["free"] == 3
    assert counter.ask("order", order="O1")["state"] == "scheduled"
    counter.do("return_lines", order="O1", lines=[{"sku": "TICKET", "quantity": 1}], reason="x")
    assert counter.ask("service_day", sku="TICKET", on=FRIDAY)["free"] == 4
    order = counter.ask("order", order="O1")
    assert (order["state"], order["trail"][-1]["state"]) == ("done", "done")
    counter.check()


def test_only_what_did_not_come_back_takes_places(counter: Club) -> None:
    one_came_back_then_scheduled(counter, TICKETS)
    assert counter.ask("service_day", sku="TICKET", on=FRIDAY)["taken"] == 1


def test_a_service_given_on_another_day_than_agreed_frees_the_places_of_that_day(counter: Club) -> None:
    scheduled(counter, TICKETS)
    counter.do("service_done", order="O1")
    assert counter.ask("service_day", sku="TICKET", on=FRIDAY)["free"] == 4


def test_a_service_is_not_given_before_it_was_sold(counter: Club) -> None:
    opened(counter, TICKETS)
    error = counter.refused("service_done", order="O1", on="2026-11-22")
    assert (error.code, error.facts["problem"]) == ("invalid", "before_sale")
    assert error.facts["sold"] == "2026-11-23"


def test_a_service_given_after_the_points_of_its_order_were_unlocked_unlocks_none_again(
    counter: Club,
) -> None:
    counter.do("change_settings", purchase_points_per_yuan=1)
    collected(counter, BOTH)
    counter.at("2026-12-05T09:00")
    assert counter.ask("balance", member=ANN)["points"] == 40
    counter.do("schedule_service", order="O1", on="2026-12-06")
    counter.at("2026-12-06T12:00")
    counter.do("service_done", order="O1")
    counter.at("2026-12-30T09:00")
    assert counter.ask("balance", member=ANN)["points"] == 40
    counter.check()


def test_what_paid_for_an_order_is_not_given_back_by_hand(club: Club) -> None:
    """It would be given back without the goods, and the return refused for ever after."""
    club.member("000001")
    club.do("grant", member="000001", unit="points", amount=1000, reason="x")
    club.do("add_item", sku="MUG", name="马克杯", kind="goods", price="5.00")
    club.do("receive_stock", sku="MUG", quantity=1)
    order = club.do("redeem", member="000001", lines=[{"sku": "MUG", "quantity": 1}], points=500)["order"]
    entry = club.ask("statement", member="000001", unit="points")["entries"][-1]["entry"]
    refused = club.refused("restore", entry=entry, amount=500, reason="x")
    assert (refused.code, refused.facts["order"]) == ("wrong_state", order)
    club.do("return_lines", order=order, lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    assert club.ask("balance", member="000001")["points"] == 1000
    club.check()


def test_a_document_of_elsewhere_may_be_called_as_an_order_of_ours(club: Club) -> None:
    club.member("000001")
    club.do("grant", member="000001", unit="points", amount=1000, reason="x")
    spent = club.do("spend", member="000001", unit="points", amount=300, document="O1")
    assert club.do("restore", entry=spent["entry"], amount=300, reason="x")["balance"] == 1000
