"""`what_will_be_needed`: what next week and the shelf will ask for, by the last eight whole weeks; figures
are counted a second time from the raw rows."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.clock import Instant
from core.errors import DeskError
from core.reports.needed import Spread, spread_of
from tests.support.club import Club
from tests.support.raw import raw

FIRST = "2026-09-28"
"""The Monday of the first of the eight weeks before `NOW`."""

NOW = "2026-11-24T09:00"
WEEKS = [date.fromisoformat(FIRST) + timedelta(weeks=week) for week in range(8)]
EVENING = "18:00-20:00"


def tuesdays() -> list[str]:
    return [(monday + timedelta(days=1)).isoformat() for monday in WEEKS]


@pytest.fixture
def autumn(tmp_path: Any) -> Any:
    """A gym for ten, offered on the Tuesdays of the eight weeks, members up to 000009."""
    club = Club.new(tmp_path, f"{FIRST}T08:00")
    club.do("change_settings", no_show_limit=None)
    club.facility("gym", slots=False, capacity=10)
    for number in range(1, 10):
        club.member(f"00000{number}")
    yield club
    club.database.close()


def needed(club: Club) -> dict[str, Any]:
    return club.ask("what_will_be_needed")


def books(club: Club, day: str, members: int, *, come: int = 0) -> None:
    """So many book a Tuesday evening, and some of them come."""
    club.at(f"{day}T09:00")
    booked = [club.book(f"00000{number}", "gym", day, "18:00") for number in range(1, members + 1)]
    club.at(f"{day}T17:50")
    for booking in booked[:come]:
        club.do("check_in", booking=booking)


def told(spread: dict[str, int] | list[int]) -> tuple[int, float, int]:
    low, halves, high = spread.values() if isinstance(spread, dict) else spread
    return low, halves / 2, high


# ---------------------------------------------------------------- use


def test_the_median_and_the_range_of_eight_tuesdays(autumn: Club) -> None:
    autumn.publish(*[("gym", day, EVENING) for day in tuesdays()])
    for day, members in zip(tuesdays(), (1, 2, 2, 3, 4, 4, 7, 9), strict=True):
        books(autumn, day, members, come=1)
    autumn.at(NOW)
    (row,) = needed(autumn)["use"]
    assert (row["weekday"], row["start"], row["weeks"], row["left_out"]) == (2, "18:00", 8, [])
    assert told(row["booked"]) == (1, 3.5, 9)
    assert told(row["used"]) == (1, 1, 1)
    assert told(row["offered"]) == (10, 10, 10)


def test_it_says_which_weeks_it_looks_at_and_which_is_next(autumn: Club) -> None:
    autumn.at(NOW)
    answer = needed(autumn)
    assert (answer["from"], answer["to"], answer["next_from"]) == (FIRST, "2026-11-22", "2026-11-30")


def test_weeks_in_which_nothing_was_offered_are_left_out_and_named(autumn: Club) -> None:
    days = tuesdays()
    autumn.publish(*[("gym", day, EVENING) for day in days[2:]])
    for day in days[2:]:
        books(autumn, day, 4)
    autumn.at(NOW)
    answer = needed(autumn)
    (row,) = answer["use"]
    assert row["weeks"] == 6
    assert row["left_out"] == answer["left_out"] == [FIRST, "2026-10-05"]
    assert told(row["booked"]) == (4, 4, 4)


def test_a_week_that_was_offered_and_not_booked_counts_as_nought(autumn: Club) -> None:
    autumn.publish(*[("gym", day, EVENING) for day in tuesdays()])
    books(autumn, tuesdays()[3], 5)
    autumn.at(NOW)
    assert told(needed(autumn)["use"][0]["booked"]) == (0, 0, 5)


def test_this_week_and_the_ninth_week_back_are_not_looked_at(autumn: Club) -> None:
    autumn.publish(("gym", "2026-11-24", EVENING), ("gym", "2026-11-23", EVENING))
    autumn.at(NOW)
    assert needed(autumn)["use"] == []
    autumn.at("2026-11-30T00:00")
    assert [row["weekday"] for row in needed(autumn)["use"]] == [1, 2]
    autumn.at("2027-01-17T23:59")
    assert len(needed(autumn)["use"]) == 2
    autumn.at("2027-01-25T00:00")
    assert needed(autumn)["use"] == []


def test_what_next_week_offers_and_has_booked_stands_beside(autumn: Club) -> None:
    autumn.publish(*[("gym", day, EVENING) for day in (*tuesdays(), "2026-12-01")])
    autumn.at(NOW)
    autumn.book("000001", "gym", "2026-12-01", "18:00")
    (row,) = needed(autumn)["use"]
    assert (row["offered_next"], row["booked_next"]) == (10, 1)


def test_peak_is_told_where_any_of_the_slots_was_marked_so(autumn: Club) -> None:
    slot = {"facility": "gym", "date": tuesdays()[0], "start": "18:00", "end": "20:00"}
    autumn.do("publish_slots", slots=[slot | {"peak": True}])
    autumn.publish(("gym", tuesdays()[1], EVENING), ("gym", tuesdays()[1], "07:00-08:00"))
    autumn.at(NOW)
    assert [(row["start"], row["peak"]) for row in needed(autumn)["use"]] == [
        ("07:00", False),
        ("18:00", True),
    ]


# ---------------------------------------------------------------- what runs short


def sells(club: Club, sku: str, *weeks: int) -> None:
    """So many in each of the eight weeks, on its Wednesday."""
    for monday, quantity in zip(WEEKS, weeks, strict=True):
        club.at(f"{monday + timedelta(days=2)}T10:00")
        if quantity:
            club.do("redeem", member="000001", lines=[{"sku": sku, "quantity": quantity}],
                    wechat=f"{quantity}.00", collect=True)  # fmt: skip


@pytest.fixture
def shop(autumn: Club) -> Club:
    """Rice at one yuan, a hundred of it."""
    autumn.do("add_item", sku="RICE", name="大米", kind="goods", price="1.00")
    autumn.do("receive_stock", sku="RICE", quantity=100)
    return autumn


def test_an_item_is_listed_whose_stock_lasts_less_than_four_weeks(shop: Club) -> None:
    """Two a week are the median; seven are left: three and a half weeks, 24 days."""
    sells(shop, "RICE", 1, 1, 2, 2, 2, 3, 3, 4)
    shop.do("count_stock", sku="RICE", quantity=7)
    shop.at(NOW)
    (short,) = needed(shop)["items"]
    assert (short["sku"], short["available"], short["weeks"]) == ("RICE", 7, 8)
    assert told(short["sold"]) == (1, 2, 4)
    assert (short["days_left"], short["sold_out_on"]) == (24, "2026-12-18")


def test_exactly_four_weeks_are_enough(shop: Club) -> None:
    sells(shop, "RICE", *[2] * 8)
    shop.do("count_stock", sku="RICE", quantity=8)
    shop.at(NOW)
    assert needed(shop)["items"] == []


def test_what_is_held_is_not_available(shop: Club) -> None:
    sells(shop, "RICE", *[2] * 8)
    shop.do("count_stock", sku="RICE", quantity=8)
    shop.at(NOW)
    shop.do("redeem", member="000001", lines=[{"sku": "RICE", "quantity": 8}], wechat="8.00",
            collect=False)  # fmt: skip
    (short,) = needed(shop)["items"]
    assert (short["available"], short["days_left"], short["sold_out_on"]) == (0, 0, "2026-11-24")


def test_items_that_are_not_sold_in_half_of_the_weeks_are_not_listed(shop: Club) -> None:
    sells(shop, "RICE", 9, 9, 9, 0, 0, 0, 0, 0)
    shop.do("count_stock", sku="RICE", quantity=1)
    shop.at(NOW)
    assert needed(shop)["items"] == []


def test_the_weeks_before_an_item_came_into_stock_do_not_count(autumn: Club) -> None:
    autumn.at("2026-11-11T09:00")
    autumn.do("add_item", sku="NEW", name="新品", kind="goods", price="1.00")
    autumn.do("receive_stock", sku="NEW", quantity=10)
    for day in ("2026-11-11T10:00", "2026-11-18T10:00"):
        autumn.at(day)
        autumn.do("redeem", member="000001", lines=[{"sku": "NEW", "quantity": 4}],
                  wechat="4.00", collect=True)  # fmt: skip
    autumn.at(NOW)
    (short,) = needed(autumn)["items"]
    assert (short["weeks"], told(short["sold"]), short["days_left"]) == (2, (4, 4, 4), 3)


def test_what_is_on_sale_no_more_is_not_listed(shop: Club) -> None:
    sells(shop, "RICE", *[2] * 8)
    shop.do("count_stock", sku="RICE", quantity=1)
    shop.do("change_item", sku="RICE", sale_to="2026-11-23")
    shop.at(NOW)
    assert needed(shop)["items"] == []


def test_a_sale_at_midnight_belongs_to_the_week_that_begins(shop: Club) -> None:
    """On the Monday of this week: not looked at; a minute before, in the last of the eight."""
    for at in ("2026-11-22T23:59", "2026-11-23T00:00"):
        shop.at(at)
        shop.do("redeem", member="000001", lines=[{"sku": "RICE", "quantity": 3}],
                wechat="3.00", collect=True)  # fmt: skip
    shop.at(NOW)
    with shop.database.read() as store:
        zone = ZoneInfo("Asia/Shanghai")
        edges = [Instant(int(datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=zone).timestamp()))
                 for day in (FIRST, "2026-11-23")]  # fmt: skip
        assert [sold.quantity for sold in store.sold_between(*edges)] == [3]


# ---------------------------------------------------------------- the same, from the raw rows


def test_a_random_autumn_is_what_its_rows_come_to(autumn: Club) -> None:
    live_through(autumn, random.Random(7))
    autumn.at(NOW)
    answer = needed(autumn)
    assert {(row["weekday"], row["start"]): use_told(row) for row in answer["use"]} == use_of_rows(autumn)
    assert [(short["sku"], short["weeks"], told(short["sold"]), short["days_left"])
            for short in answer["items"]] == short_of_rows(autumn)  # fmt: skip
    assert len(answer["use"]) == 4
    assert len(answer["items"]) >= 2


def live_through(club: Club, dice: random.Random) -> None:
    """Eight weeks in which a gym and a hall are offered at times, booked at random, and things sold."""
    club.facility("hall", slots=False, capacity=30, whole_slot=True)
    for sku in ("A", "B", "C"):
        club.do("add_item", sku=sku, name=sku, kind="goods", price="1.00")
        club.do("receive_stock", sku=sku, quantity=dice.randint(30, 60))
    for monday in WEEKS:
        days = [(monday + timedelta(days=day)).isoformat() for day in (1, 5)]
        for day in days:
            club.at(f"{day}T06:00")
            for facility, span in (("gym", EVENING), ("hall", EVENING), ("gym", "08:00-09:00")):
                if dice.random() < 0.8:
                    club.publish((facility, day, span))
            for number in range(1, 10):
                fields = {"member": f"00000{number}", "facility": dice.choice(("gym", "gym", "hall")),
                          "date": day, "start": dice.choice(("18:00", "18:00", "08:00"))}  # fmt: skip
                try_to(club, "book", **fields)
            for sku in ("A", "B", "C"):
                quantity = dice.randint(0, 4)
                lines = [{"sku": sku, "quantity": quantity}]
                try_to(club, "redeem", member="000001", lines=lines, wechat=f"{quantity}.00",
                       collect=dice.random() < 0.8)  # fmt: skip
            club.at(f"{day}T17:55")
            for booking in raw(club, "booking"):
                if booking["state"] == "confirmed" and dice.random() < 0.6:
                    try_to(club, "check_in", booking=f"B{booking['id']}")


def try_to(club: Club, command: str, **fields: Any) -> None:
    try:
        club.do(command, **fields)
    except DeskError:
        return


def use_told(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["weeks"], told(row["offered"]), told(row["booked"]), told(row["used"])


def use_of_rows(club: Club) -> dict[tuple[int, str], tuple[Any, ...]]:
    whole = {facility["id"] for facility in raw(club, "facility") if facility["whole_slot"]}
    offered: Any = defaultdict(lambda: defaultdict(int))
    booked: Any = defaultdict(lambda: defaultdict(int))
    used: Any = defaultdict(lambda: defaultdict(int))
    for slot in raw(club, "slot"):
        day = date.fromisoformat(slot["day"])
        at = day.isoweekday(), f"{slot['start_minute'] // 60:02d}:{slot['start_minute'] % 60:02d}"
        week = day.isocalendar()[:2]
        offered[at][week] += 1 if slot["facility_id"] in whole else slot["capacity"]
        for booking in raw(club, "booking"):
            if booking["slot_id"] == slot["id"]:
                units = 1 if slot["facility_id"] in whole else booking["places"]
                state = booking["state"]
                booked[at][week] += units * (
                    state in ("pending", "confirmed", "checked_in", "completed", "no_show")
                )
                used[at][week] += units * (state in ("checked_in", "completed"))

    def spread(numbers: dict[Any, int], weeks: Any) -> tuple[int, float, int]:
        of_weeks = [numbers.get(week, 0) for week in weeks]
        return min(of_weeks), median(of_weeks), max(of_weeks)

    return {
        at: (len(weeks), *(spread(numbers[at], weeks) for numbers in (offered, booked, used)))
        for at, weeks in offered.items()
    }


def short_of_rows(club: Club) -> list[tuple[Any, ...]]:
    zone = ZoneInfo("Asia/Shanghai")
    found = []
    for item in raw(club, "item"):
        weeks = dict.fromkeys(WEEKS, 0)
        for movement in raw(club, "stock_movement"):
            if movement["item_id"] == item["id"] and movement["kind"] == "sold":
                day = datetime.fromtimestamp(movement["at"], zone).date()
                weeks[day - timedelta(days=day.weekday())] -= movement["quantity"]
        sold = list(weeks.values())
        left = item["on_hand"] - item["held"]
        if median(sold) and left / median(sold) < 4:
            days = int(left * 7 / median(sold))
            found.append((days, (item["sku"], 8, (min(sold), median(sold), max(sold)), days)))
    return [row for _days, row in sorted(found)]


@pytest.mark.parametrize(
    ("numbers", "spread"),
    [([5], (5, 10, 5)), ([3, 1], (1, 4, 3)), ([4, 1, 2], (1, 4, 4)), ([1, 2, 4, 9], (1, 6, 9))],
)
def test_the_median_is_the_middle_one_or_the_mean_of_two(
    numbers: list[int], spread: tuple[int, int, int]
) -> None:
    assert spread_of(numbers) == Spread(*spread)
