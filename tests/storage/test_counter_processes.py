"""The counter with several desks at once, and with one that dies in the middle: the last piece is sold once,
and a redemption is wholly there or not at all (domain.md section 8)."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.club import Club
from tests.support.dying import die
from tests.support.together import workers

ROUNDS = 200

DESK = """
def answer(asked):
    path = Path(asked["path"])
    if not hasattr(answer, "desk"):
        answer.database = open_database(path, replayed=True)
        answer.desk = desk_of(answer.database)
    try:
        return do(answer.desk, "redeem", **asked["fields"])["order"]
    except DeskError as error:
        return error.code
serve(answer)
"""


def shelf(folder: Path, **more: Any) -> Club:
    """A club with two members, 50.00 of allowance and 3000 points each, and one mug."""
    club = Club.new(folder)
    for member in ("000001", "000002"):
        club.member(member)
        club.do("grant", member=member, unit="allowance", amount="50.00", reason="x", expires_on="2026-12-31")
        club.do("grant", member=member, unit="allowance", amount="9950.00", reason="x")
        club.do("grant", member=member, unit="points", amount=3000, reason="x")
    club.do("add_item", **{"sku": "MUG", "name": "杯", "kind": "goods", "price": "33.33"} | more)
    return club


def test_two_desks_and_one_last_piece_two_hundred_times(tmp_path: Path) -> None:
    club = shelf(tmp_path)
    sale = {"lines": [{"sku": "MUG", "quantity": 1}], "allowance": "30.00", "wechat": "3.33"}
    with workers(DESK, 2) as desks:
        for turn in range(1, ROUNDS + 1):
            club.do("receive_stock", sku="MUG", quantity=1)
            asked = [
                {"path": str(club.database.path), "fields": {"member": member, **sale}}
                for member in ("000001", "000002")
            ]
            assert sorted(desks.all_at_once(asked)) == [f"O{turn}", "insufficient_stock"]
    balances = [club.ask("balance", member=member)["allowance"] for member in ("000001", "000002")]
    assert sum(float(balance) for balance in balances) == 20_000 - ROUNDS * 30
    assert club.ask("item", sku="MUG")["on_hand"] == 0
    club.check()
    club.database.close()


def test_two_desks_that_scan_one_card_at_once_hand_out_once(tmp_path: Path) -> None:
    club = shelf(tmp_path)
    club.do("receive_stock", sku="MUG", quantity=100)
    with workers(DESK.replace('"redeem"', '"hand_out"').replace('["order"]', '["member"]'), 2) as desks:
        for turn in range(20):
            lines = [{"sku": "MUG", "quantity": 1}]
            club.do("open_hand_out", code=f"h{turn}", name="x", lines=lines, members=["000001"])
            fields = {"session": f"h{turn}", "member": "000001"}
            asked = [{"path": str(club.database.path), "fields": fields}] * 2
            assert sorted(desks.all_at_once(asked)) == ["000001", "already_collected"]
    assert club.ask("item", sku="MUG")["on_hand"] == 80
    club.check()
    club.database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
@pytest.mark.parametrize("collect", [True, False])
def test_a_desk_killed_at_any_statement_of_a_redemption_leaves_the_whole_order_or_nothing(
    tmp_path: Path, *, collect: bool
) -> None:
    club = shelf(tmp_path)
    club.do("receive_stock", sku="MUG", quantity=9)
    club.do("open_shift", float="10.00")
    club.database.close()
    lines = [{"sku": "MUG", "quantity": 2}]
    fields = {"member": "000001", "lines": lines, "points": 500, "cash": "11.66", "collect": collect}
    told = die(club.database.path, "redeem", fields | {"allowance": "50.00"})
    assert len(told["after"]["orders"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
@pytest.mark.parametrize("command", ["return_lines", "exchange", "cancel_order", "hand_over"])
def test_a_desk_killed_at_any_statement_afterwards_leaves_the_whole_change_or_nothing(
    tmp_path: Path, command: str
) -> None:
    club = shelf(tmp_path)
    club.do("receive_stock", sku="MUG", quantity=9)
    club.do("add_item", sku="CUP", name="盏", kind="goods", price="20.00")
    club.do("receive_stock", sku="CUP", quantity=2)
    lines = [{"sku": "MUG", "quantity": 2}]
    collect = command in ("return_lines", "exchange")
    club.do(
        "redeem", member="000001", lines=lines, points=500, allowance="60.00", cash="1.66", collect=collect
    )
    club.database.close()
    back = [{"sku": "MUG", "quantity": 1}]
    fields: dict[str, dict[str, Any]] = {
        "return_lines": {"order": "O1", "lines": back, "reason": "x"},
        "exchange": {"order": "O1", "back": back, "take": [{"sku": "CUP", "quantity": 1}]},
        "cancel_order": {"order": "O1"},
        "hand_over": {"order": "O1"},
    }
    die(club.database.path, command, fields[command])
