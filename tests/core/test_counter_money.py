"""The arithmetic of the counter, by worked examples and in any sequence (domain.md section 8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.counter.money import (
    Funds,
    Paying,
    PointsPaid,
    pay,
    points_back,
    points_for,
    split,
    value_of_points,
)
from core.errors import DeskError
from tests.support.examples import examples

MUCH = Funds(10**6, 10**6)


def test_the_worked_example_of_a_refund_in_two_parts() -> None:
    """¥100.00 = 3000 points + allowance 50.00 + wechat 20.00; mug 33.33, then towel 66.67."""
    left = [3000, 5000, 2000]
    mug = split(3333, left)
    assert mug == [1000, 1666, 667]
    assert points_back(PointsPaid(3000, 3000, 0, 0), 1000) == 1000
    rest = [one - part for one, part in zip(left, mug, strict=True)]
    towel = split(6667, rest)
    assert towel == [2000, 3334, 1333]
    assert points_back(PointsPaid(3000, 3000, 1000, 1000), 2000) == 2000
    assert [one - part for one, part in zip(rest, towel, strict=True)] == [0, 0, 0]


def test_points_then_allowance_then_what_the_clerk_takes() -> None:
    paid = pay(10_000, Paying(points=3000, money={"wechat": 2000}), Funds(3000, 5000), 100)
    assert paid.points == 3000
    assert paid.values == {"points": 3000, "allowance": 5000, "wechat": 2000}


def test_allowance_is_taken_as_far_as_it_is_needed() -> None:
    assert pay(700, Paying(), Funds(0, 5000), 100).values == {"allowance": 700}


def test_a_named_amount_of_allowance_is_taken_as_named() -> None:
    paid = pay(700, Paying(allowance=200, money={"cash": 500}), MUCH, 100)
    assert paid.values == {"allowance": 200, "cash": 500}


@pytest.mark.parametrize(
    ("points", "ratio", "taken", "value"),
    [(10, 300, 9, 3), (2, 300, 0, 0), (7, 100, 7, 7), (3, 50, 3, 6), (2, 30, 2, 6)],
)
def test_points_that_buy_no_whole_fen_are_not_taken(points: int, ratio: int, taken: int, value: int) -> None:
    paid = pay(100, Paying(points=points, allowance=0, money={"cash": 100 - value}), MUCH, ratio)
    assert (paid.points, paid.values.get("points", 0)) == (taken, value)


def test_the_last_point_may_be_worth_more_than_is_left() -> None:
    """30 points a yuan: two are worth 6.67 fen, and 5 fen are owed."""
    assert pay(5, Paying(points=2), Funds(2, 0), 30).values == {"points": 5}


@pytest.mark.parametrize(
    ("paying", "funds", "code", "fact"),
    [
        (Paying(points=11), Funds(10, 0), "insufficient_points", ("available", 10)),
        (Paying(allowance=11), Funds(0, 10), "insufficient_allowance", ("available", "0.10")),
        (Paying(points=1001), MUCH, "too_many_points", ("useful", 1000)),
        (Paying(points=100), Funds(100, 300), "payment_due", ("due", "6.00")),
        (Paying(allowance=900, money={"cash": 101}), MUCH, "overpaid", ("over", "0.01")),
    ],
)
def test_what_does_not_come_out_is_refused_with_how_much(
    paying: Paying, funds: Funds, code: str, fact: tuple[str, object]
) -> None:
    with pytest.raises(DeskError) as refusal:
        pay(1000, paying, funds, 100)
    assert refusal.value.code == code
    assert refusal.value.facts[fact[0]] == fact[1]


@given(st.integers(0, 10**7), st.integers(1, 1000))
@examples(200)
def test_the_least_points_for_a_value_are_worth_it_and_one_less_is_not(value: int, ratio: int) -> None:
    points = points_for(value, ratio)
    assert value_of_points(points, ratio) >= value
    assert points == 0 or value_of_points(points - 1, ratio) < value


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=6),
    st.lists(st.integers(1, 4000), min_size=1, max_size=8),
)
@examples(300)
def test_in_any_sequence_of_refunds_no_tender_gives_more_than_it_took_and_in_the_end_nothing_is_left(
    paid: list[int], refunds: list[int]
) -> None:
    left = list(paid)
    for wanted in [*refunds, sum(paid)]:
        amount = min(wanted, sum(left))
        parts = split(amount, left)
        assert sum(parts) == amount
        assert all(0 <= part <= one for part, one in zip(parts, left, strict=True))
        whole = sum(left)
        assert whole == 0 or all(
            abs(part * whole - amount * one) < whole for part, one in zip(parts, left, strict=True)
        ), "no part is a fen away from its share"
        left = [one - part for one, part in zip(left, parts, strict=True)]
    assert sum(left) == 0


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.lists(st.integers(1, 10**4), max_size=8))
@examples(200)
def test_points_that_go_back_never_run_ahead_and_all_are_back_in_the_end(
    points: int, value: int, parts: list[int]
) -> None:
    back = given = 0
    for part in [*parts, value]:
        now = min(part, value - back)
        more = points_back(PointsPaid(points, value, given, back), now)
        assert more >= 0
        given, back = given + more, back + now
        assert given * value <= points * back
    assert (given, back) == (points, value)
