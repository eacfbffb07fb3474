"""Allowance and points of a month: opening, what changed them, closing; who used nothing, and why. Each
figure is counted a second time in plain Python from the raw rows."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.command import COMMANDS
from core.errors import DeskError
from core.reports.unused import NoteUnused
from core.wire import Name, read_yuan
from tests.support.club import Club
from tests.support.months import random_months
from tests.support.raw import raw

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
DECEMBER = {"from": "2026-12-01", "to": "2026-12-31"}
TAKEN = {"used": "spent", "expired": "expired", "recalled": "recalled", "cleared": "cleared",
         "reversed": "reversed"}  # fmt: skip


def sums(club: Club, unit: str, days: dict[str, str], members: set[int] | None = None) -> dict[str, int]:
    """Opening, changes by kind and closing of some days, from every entry that there is."""
    begins = datetime.fromisoformat(days["from"]).replace(tzinfo=SHANGHAI).timestamp()
    end = date.fromisoformat(days["to"]) + timedelta(days=1)
    ends = datetime(end.year, end.month, end.day, tzinfo=SHANGHAI).timestamp()
    told: Counter[str] = Counter()
    for entry in raw(club, "entry"):
        if entry["unit"] != unit or entry["member_id"] is None:
            continue
        if members is not None and entry["member_id"] not in members:
            continue
        own = "" if entry["account"] == "member" else "locked_"
        if entry["at"] < begins:
            told[own + "opening"] += entry["amount"]
        elif entry["at"] < ends:
            told[own + entry["kind"]] += entry["amount"]
        if entry["at"] < ends:
            told[own + "closing"] += entry["amount"]
    return told


def agree_with_the_entries(club: Club, days: dict[str, str]) -> None:
    told = club.ask("allowance", **days)
    members = raw(club, "member")
    for part in [told, *told["grades"]]:
        own = {one["id"] for one in members
               if "grade" not in part
               or (one["department"], one["grade"]) == (part["department"], part["grade"])}  # fmt: skip
        counted = sums(club, "allowance", days, own)
        expected = {name: -counted[kind] for name, kind in TAKEN.items()}
        expected |= {"opening": counted["opening"], "closing": counted["closing"],
                     "granted": counted["granted"], "returned": counted["restored"]}  # fmt: skip
        assert {name: read_yuan(part[name]) for name in expected} == expected
    points = club.ask("points", **days)
    counted = sums(club, "points", days)
    expected = {name: -counted[kind] for name, kind in TAKEN.items()}
    expected |= {
        "opening": counted["opening"], "closing": counted["closing"], "awarded": counted["awarded"],
        "granted": counted["granted"], "unlocked": counted["unlocked"], "returned": counted["restored"],
        "locked_opening": counted["locked_opening"], "locked_closing": counted["locked_closing"],
        "purchased": counted["locked_awarded"], "forfeited": -counted["locked_reversed"],
    }  # fmt: skip
    assert {name: points[name] for name in expected} == expected
    assert club.ask("month", month=days["from"][:7])["allowance"] == told


@pytest.fixture
def lived(club: Club) -> Club:
    """Ann and Bo of finance, Cy without a department, Di who leaves; each has 100.00, but Bo 5.00."""
    club.member("000001", name="Ann", department="财务科", grade="科长")
    club.member("000002", name="Bo", department="财务科", grade="科员")
    club.member("000003", name="Cy")
    club.member("000004", name="Di", department="工会")
    club.member("000005", name="Ed", department="工会")
    for number in (1, 3, 4, 5):
        grant(club, number, "100.00", "2026-11-30" if number == 3 else "2027-06-30")
    grant(club, 2, "5.00", None)
    club.do("add_item", sku="MUG", name="杯", kind="goods", price="20.00")
    club.do("receive_stock", sku="MUG", quantity=50)
    return club


def grant(club: Club, member: int, amount: str, last: str | None, unit: str = "allowance") -> str:
    told: Any = int(amount) if unit == "points" else amount
    fields = {"unit": unit, "amount": told, "expires_on": last, "reason": "中秋"}
    return str(club.do("grant", member=f"00000{member}", **fields)["entry"])


def buy(club: Club, member: int, quantity: int, **fields: Any) -> str:
    lines = [{"sku": "MUG", "quantity": quantity}]
    return str(club.do("redeem", member=f"00000{member}", lines=lines, **fields)["order"])


def row_of(told: dict[str, Any], department: str | None, grade: str | None = None) -> dict[str, Any]:
    return next(row for row in told["grades"] if (row["department"], row["grade"]) == (department, grade))


def test_a_month_by_hand(lived: Club) -> None:
    """Ann buys three mugs (60.00) and brings one back; Di leaves on the 25th; a second grant of Ed's is taken
    back."""
    order = buy(lived, 1, 3)
    lived.at("2026-11-24T09:00")
    lived.do("return_lines", order=order, lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    lived.do("contra", entry=grant(lived, 5, "30.00", None), reason="错")
    lived.at("2026-11-25T09:00")
    lived.do("member_leaves", staff_no="000004")
    told = lived.ask("allowance", **NOVEMBER)
    ann = row_of(told, "财务科", "科长")
    assert (ann["members"], ann["granted"], ann["used"], ann["returned"], ann["closing"]) == (
        1, "100.00", "60.00", "20.00", "60.00",
    )  # fmt: skip
    union = row_of(told, "工会")
    assert (union["members"], union["granted"], union["recalled"], union["reversed"], union["closing"]) == (
        2, "230.00", "100.00", "30.00", "100.00",
    )  # fmt: skip
    assert (told["members"], told["holders"], told["unused"], told["opening"]) == (5, 5, 4, "0.00")
    assert [(row["department"], row["members"]) for row in told["departments"]] == [
        ("工会", 2), ("财务科", 2), (None, 1),
    ]  # fmt: skip
    agree_with_the_entries(lived, NOVEMBER)


def test_what_lapses_at_the_last_midnight_belongs_to_the_next_month(lived: Club) -> None:
    lived.at("2026-12-01T00:00")
    before, after = lived.ask("allowance", **NOVEMBER), lived.ask("allowance", **DECEMBER)
    assert (before["expired"], before["closing"]) == ("0.00", "405.00")
    assert (after["opening"], after["expired"], after["closing"]) == ("405.00", "100.00", "305.00")
    agree_with_the_entries(lived, NOVEMBER)
    agree_with_the_entries(lived, DECEMBER)


def test_a_grant_at_the_first_midnight_belongs_to_its_month(lived: Club) -> None:
    lived.at("2026-12-01T00:00")
    grant(lived, 1, "7.00", None)
    assert lived.ask("allowance", **DECEMBER)["granted"] == "7.00"
    assert lived.ask("allowance", **NOVEMBER)["granted"] == "405.00"


def test_a_month_that_is_past_is_told_as_it_was(lived: Club) -> None:
    """What is spent and given afterwards changes neither its closing nor the last day that was near then."""
    november = lived.ask("allowance", **NOVEMBER)
    lived.at("2026-12-05T09:00")
    buy(lived, 1, 5)
    grant(lived, 5, "1.00", "2026-12-31")
    lived.at("2027-01-10T09:00")
    assert lived.ask("allowance", **NOVEMBER) == november
    agree_with_the_entries(lived, DECEMBER)


def test_before_there_was_anything_there_are_noughts(club: Club) -> None:
    club.member("000001", hired_on="2026-11-01")
    told = club.ask("allowance", **{"from": "2024-02-01", "to": "2024-02-29"})
    assert (told["members"], told["opening"], told["closing"], told["grades"]) == (0, "0.00", "0.00", [])
    assert club.ask("points", **DECEMBER)["closing"] == 0


def test_who_left_before_is_not_counted_unless_something_moved(lived: Club) -> None:
    lived.do("member_leaves", staff_no="000004")
    assert lived.ask("allowance", **NOVEMBER)["members"] == 5
    lived.at("2026-12-02T09:00")
    assert lived.ask("allowance", **DECEMBER)["members"] == 4


def test_an_end_before_the_beginning_is_refused(club: Club) -> None:
    for question in ("allowance", "points"):
        with pytest.raises(DeskError) as refusal:
            club.ask(question, **{"from": "2026-11-02", "to": "2026-11-01"})
        assert (refusal.value.code, refusal.value.facts["field"]) == ("invalid", "to")


# ---------------------------------------------------------------- points


def test_points_by_rule_by_hand_and_for_purchases(lived: Club) -> None:
    lived.do("change_settings", purchase_points_per_yuan=1)
    lived.do("add_earning_rule", code="course", name="培训", points=10)
    lived.do("add_earning_rule", code="run", name="长跑", points=5)
    for number, rule in ((1, "course"), (2, "course"), (3, "run")):
        lived.do("award", member=f"00000{number}", rule=rule, event="x")
    grant(lived, 1, "8", None, "points")
    order = buy(lived, 1, 2, allowance="0.00", cash="40.00")
    lived.do("return_lines", order=order, lines=[{"sku": "MUG", "quantity": 1}], reason="x")
    told = lived.ask("points", **NOVEMBER)
    assert [(rule["rule"], rule["name"], rule["times"], rule["points"]) for rule in told["rules"]] == [
        ("course", "培训", 2, 20),
        ("run", "长跑", 1, 5),
    ]
    assert (told["awarded"], told["awards"], told["granted"], told["grants"]) == (25, 3, 8, 1)
    assert (told["purchased"], told["purchases"], told["forfeited"], told["locked_closing"]) == (
        40,
        1,
        20,
        20,
    )
    agree_with_the_entries(lived, NOVEMBER)
    lived.at("2026-12-20T09:00")
    december = lived.ask("points", **DECEMBER)
    assert (december["locked_opening"], december["unlocked"], december["locked_closing"]) == (20, 20, 0)
    assert (december["opening"], december["closing"]) == (33, 53)
    agree_with_the_entries(lived, DECEMBER)


@pytest.mark.parametrize("seed", range(6))
def test_random_months_tie_out(club: Club, seed: int) -> None:
    dice = random.Random(seed)
    for at, command, fields in random_months(seed, 60):
        club.at(at)
        try:
            club.do(command, **fields)
        except DeskError:
            continue
    club.check()
    months = sorted({at[:7] for at, _, _ in random_months(seed, 60)})
    for month in dice.sample(months, min(4, len(months))):
        first = date.fromisoformat(f"{month}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        agree_with_the_entries(club, {"from": str(first), "to": str(last)})


# ---------------------------------------------------------------- who used nothing, and why


def why_of(club: Club, days: dict[str, str] = NOVEMBER) -> dict[str, str]:
    return {one["name"]: one["why"] for one in club.ask("allowance", **days)["unused_members"]}


def test_what_can_be_derived_is_derived(lived: Club) -> None:
    """Ann bought; Bo's 5.00 is less than a mug; Cy's lapses with November; Di left; nobody asked Ed."""
    buy(lived, 1, 1)
    lived.do("member_leaves", staff_no="000004")
    assert why_of(lived) == {"Bo": "too_little", "Cy": "not_asked", "Di": "left", "Ed": "not_asked"}
    lived.at("2026-12-01T09:00")
    assert why_of(lived, DECEMBER)["Cy"] == "lapsed"


def test_who_was_asked_has_said_it(lived: Club) -> None:
    lived.do("note_unused", member="000002", reason="saving_up", note="买自行车")
    lived.do("note_unused", member="000003", reason="on_leave")
    lived.do("note_unused", member="000003", reason="nothing_suitable")
    assert why_of(lived) == {
        "Ann": "not_asked", "Bo": "saving_up", "Cy": "nothing_suitable", "Di": "not_asked", "Ed": "not_asked",
    }  # fmt: skip
    told = lived.ask("allowance", **NOVEMBER)
    assert [(one["why"], one["members"], one["had"]) for one in told["reasons"]] == [
        ("not_asked", 3, "300.00"), ("nothing_suitable", 1, "100.00"), ("saving_up", 1, "5.00"),
    ]  # fmt: skip
    bo = next(one for one in told["unused_members"] if one["name"] == "Bo")
    assert (bo["note"], bo["left"], bo["last_day"]) == ("买自行车", "5.00", None)
    cy = next(one for one in told["unused_members"] if one["name"] == "Cy")
    assert (cy["left"], cy["last_day"]) == ("100.00", "2026-11-30")


def test_a_reason_is_of_its_month(lived: Club) -> None:
    lived.at("2026-12-03T09:00")
    lived.do("note_unused", member="000001", reason="not_aware", on="2026-11-30")
    lived.do("note_unused", member="000001", reason="on_leave")
    assert why_of(lived)["Ann"] == "not_aware"
    assert why_of(lived, DECEMBER)["Ann"] == "on_leave"
    assert lived.refused("note_unused", member="000001", reason="other", on="2026-12-04").facts == {
        "field": "on", "problem": "future", "value": "2026-12-04",
    }  # fmt: skip
    assert lived.refused("note_unused", member="999999", reason="other").code == "unknown_member"
    assert lived.refused("note_unused", member="000001", reason="lapsed").code == "invalid"


def test_a_reason_is_taken_back_by_what_stood_before(lived: Club) -> None:
    first = NoteUnused(Name("000001"), "not_aware", "新来")
    second = NoteUnused(Name("000001"), "on_leave")
    done = [(command, lived.desk.do(command)) for command in (first, second)]
    assert why_of(lived)["Ann"] == "on_leave"
    for (command, noted), before in zip(reversed(done), ("not_aware", "not_asked"), strict=True):
        inverse = COMMANDS["note_unused"].inverse
        assert callable(inverse)
        for taken_back in inverse(command, noted):
            lived.desk.do(taken_back)
        ann = next(
            one for one in lived.ask("allowance", **NOVEMBER)["unused_members"] if one["name"] == "Ann"
        )
        assert (ann["why"], ann["note"]) == (before, "新来" if before == "not_aware" else None)
