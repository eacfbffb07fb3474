"""Handing out to a department or for a festival: once a member, from the stock, with a list."""

from typing import Any

import pytest

from tests.support.club import Club


@pytest.fixture
def festival(club: Club) -> Club:
    """`moon` for all: two oils and a rice each; 车间 has two members, 财务科 one, one is in none."""
    club.member("000001", name="张三", department="车间", card_no="C1")
    club.member("000002", name="李四", department="车间")
    club.member("000003", name="王五", department="财务科")
    club.member("000004", name="赵六")
    club.member("000005", name="公用", shared=True)
    for sku, name in (("OIL", "油"), ("RICE", "米")):
        club.do("add_item", sku=sku, name=name, kind="goods", price="10.00", low_stock=4)
        club.do("receive_stock", sku=sku, quantity=6)
    return club


LINES = [{"sku": "OIL", "quantity": 2}, {"sku": "RICE"}]


def opened(club: Club, **fields: Any) -> dict[str, Any]:
    return club.do("open_hand_out", **{"code": "moon", "name": "中秋慰问", "lines": LINES} | fields)


def on_hand(club: Club, *skus: str) -> list[int]:
    return [club.ask("item", sku=sku)["on_hand"] for sku in skus]


def departments(club: Club) -> dict[Any, tuple[int, int]]:
    told = club.ask("hand_out", session="moon")["departments"]
    return {one["department"]: (one["handed"], one["listed"]) for one in told}


def test_opening_lists_all_who_are_here_and_says_what_is_short(festival: Club) -> None:
    assert opened(festival, fund="工会经费") == {"session": "moon", "listed": 4, "short": ["OIL"]}
    assert on_hand(festival, "OIL", "RICE") == [6, 6]
    told = festival.ask("hand_out", session="moon")
    assert (told["name"], told["state"], told["fund"]) == ("中秋慰问", "open", "工会经费")
    assert [member["member"] for member in told["members"]] == ["000003", "000001", "000002", "000004"]
    assert departments(festival) == {"财务科": (0, 1), "车间": (0, 2), None: (0, 1)}


def test_a_list_is_of_departments_or_of_members(festival: Club) -> None:
    assert opened(festival, departments=["车间"])["listed"] == 2
    told = opened(festival, code="b", members=["000003", "000003", "000005"])
    assert told["listed"] == 2
    assert festival.refused("open_hand_out", code="c", name="c", lines=LINES, departments=["别的"]).code == (
        "unknown_department"
    )
    error = festival.refused(
        "open_hand_out", code="c", name="c", lines=LINES, departments=["车间"], members=["000001"]
    )
    assert error.facts["problem"] == "one_of"


def test_what_cannot_be_handed_out_is_refused(festival: Club) -> None:
    festival.do("add_item", sku="FILM", name="电影票", kind="service", price="10.00")
    fields: dict[str, Any] = {"code": "x", "name": "x"}
    for lines, code in (
        ([], "invalid"),
        ([{"sku": "OIL"}, {"sku": "OIL"}], "invalid"),
        ([{"sku": "OIL", "quantity": 0}], "invalid"),
        ([{"sku": "NO"}], "unknown_item"),
        ([{"sku": "FILM"}], "wrong_state"),
    ):
        assert festival.refused("open_hand_out", lines=lines, **fields).code == code
    opened(festival)
    assert festival.refused("open_hand_out", code="moon", name="x", lines=LINES).code == "exists"


def test_a_card_is_one_hand_over_and_the_stock_goes_down(festival: Club) -> None:
    opened(festival)
    told = festival.do("hand_out", session="moon", card="C1")
    assert told == {
        "session": "moon", "member": "000001", "name": "张三", "department": "车间", "handed": 1, "listed": 4,
        "low_stock": ["OIL"],
    }  # fmt: skip
    assert on_hand(festival, "OIL", "RICE") == [4, 5]
    [move, _] = festival.ask("item", sku="OIL")["movements"]
    assert (move["kind"], move["quantity"], move["document"]) == ("handed_out", -2, "moon")
    assert departments(festival)["车间"] == (1, 2)
    festival.check()


def test_a_second_scan_is_refused_with_when_and_by_whom(festival: Club) -> None:
    opened(festival)
    festival.do("hand_out", session="moon", member="000001", proxy={"name": "李四", "relation": "同事"})
    festival.at("2026-11-23T10:30")
    error = festival.refused("hand_out", session="moon", member="000001")
    assert (error.code, error.facts["at"], error.facts["by"], error.facts["proxy"]) == (
        "already_collected", "2026-11-23T09:00", "owner", "李四"
    )  # fmt: skip
    assert on_hand(festival, "OIL", "RICE") == [4, 5]


def test_one_who_is_not_on_the_list_or_has_left_gets_nothing(festival: Club) -> None:
    opened(festival, departments=["车间"])
    assert festival.refused("hand_out", session="moon", member="000003").code == "not_listed"
    assert festival.refused("hand_out", session="moon", card="C9").code == "unknown_member"
    assert festival.refused("hand_out", session="sun", member="000001").code == "unknown_session"
    assert festival.refused("hand_out", session="moon").facts["problem"] == "one_of"
    festival.do("member_leaves", staff_no="000002")
    assert festival.refused("hand_out", session="moon", member="000002").code == "member_left"


def test_nothing_is_handed_out_when_one_of_the_items_is_out(festival: Club) -> None:
    opened(festival)
    for member in ("000001", "000002", "000003"):
        festival.do("hand_out", session="moon", member=member)
    error = festival.refused("hand_out", session="moon", member="000004")
    assert (error.code, error.facts["sku"]) == ("insufficient_stock", "OIL")
    assert on_hand(festival, "OIL", "RICE") == [0, 3]
    festival.check()


def test_what_waits_for_a_pick_up_is_not_handed_out(festival: Club) -> None:
    lines = [{"sku": "OIL", "quantity": 5}]
    festival.do("redeem", member="000003", lines=lines, cash="50.00", collect=False)
    opened(festival)
    assert festival.refused("hand_out", session="moon", member="000001").facts["available"] == 1


def test_a_mistake_is_taken_back_and_the_goods_are_on_the_shelf_again(festival: Club) -> None:
    opened(festival)
    festival.do("hand_out", session="moon", member="000001")
    assert festival.do("take_back_hand_out", session="moon", member="000001")["left"] == 4
    assert on_hand(festival, "OIL", "RICE") == [6, 6]
    assert festival.refused("take_back_hand_out", session="moon", member="000001").code == "not_collected"
    assert festival.do("hand_out", session="moon", member="000001")["handed"] == 1
    festival.check()


def test_a_closed_hand_out_gives_nothing_more(festival: Club) -> None:
    opened(festival)
    festival.do("hand_out", session="moon", member="000001")
    assert festival.do("close_hand_out", session="moon") == {"handed": 1, "left": 3}
    late: dict[str, dict[str, str]] = {
        "hand_out": {"member": "000002"},
        "take_back_hand_out": {"member": "000001"},
        "close_hand_out": {},
    }
    for name, fields in late.items():
        assert festival.refused(name, session="moon", **fields).code == "hand_out_closed"
    [told] = festival.ask("hand_outs")["sessions"]
    assert (told["state"], told["listed"], told["handed"]) == ("closed", 4, 1)


def test_who_joins_later_is_not_on_the_list(festival: Club) -> None:
    opened(festival)
    festival.member("000009", department="车间")
    assert festival.refused("hand_out", session="moon", member="000009").code == "not_listed"


def test_the_check_finds_a_list_that_differs_from_the_stock(festival: Club) -> None:
    opened(festival)
    festival.do("hand_out", session="moon", member="000001")
    with festival.database.write() as store:
        store.connection.execute("UPDATE hand_out SET at = NULL, operator = NULL")
    problems = festival.ask("check")["problems"]
    assert [(problem["rule"], problem["record"]) for problem in problems] == [(9, "hand-out moon")] * 2


def test_a_dry_run_says_for_how_many_and_opens_nothing(festival: Club) -> None:
    assert opened(festival, dry_run=True) == {"session": "moon", "listed": 4, "short": ["OIL"]}
    assert festival.ask("hand_outs")["sessions"] == []
    assert opened(festival)["listed"] == 4


def test_of_members_who_cannot_be_listed_all_are_named(festival: Club) -> None:
    festival.do("member_leaves", staff_no="000004")
    error = festival.refused(
        "open_hand_out", code="m", name="m", lines=LINES, members=["000099", "000001", "000004"]
    )
    assert (error.code, error.facts["member"]) == ("unknown_member", "000099")
    assert [(one["index"], one["code"]) for one in error.facts["errors"]] == [
        (0, "unknown_member"), (2, "member_left")
    ]  # fmt: skip
