"""Taking back one's own last action: by its declared inverse, within ten minutes, recorded as such."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.command import COMMANDS, NoInverse
from core.desk import Desk
from core.undo import NO_ACTIONS, UNDO_SECONDS, Undo
from tests.support.club import MONDAY, NINE, Club
from tests.support.operators import AtDesk, first_owner, operator
from tests.support.shop import fill_shop
from tui.sentences.operators import WHY_NOT

GYM = {"facility": "gym", "date": MONDAY, "start": "17:30"}
LATER = {"facility": "gym", "date": MONDAY, "start": "19:30"}


@pytest.fixture
def gym(club: Club) -> Club:
    """Two places a slot, three members with balances, goods, an open shift, a list to hand out; B1."""
    club.facility("gym", capacity=2)
    club.facility("hall", capacity=4)
    for number in (1, 2, 3):
        club.member(f"00000{number}", name=f"职工{number}")
    fill_shop(club)
    club.do("add_item", sku="GIFT", name="礼包", kind="goods", price="50.00")
    club.do("receive_stock", sku="GIFT", quantity=5)
    club.do("open_shift", float="100.00")
    club.do("add_earning_rule", code="course", name="培训", points=10)
    club.do(
        "open_hand_out",
        code="moon",
        name="中秋",
        lines=[{"sku": "GIFT", "quantity": 1}],
        members=["000001", "000002"],
    )
    club.do("set_service_places", sku="TICKET", on="2026-11-25", places=3)
    club.book("000001", purpose="打球", **GYM)
    club.book("000002", **LATER)
    club.book("000003", **LATER)
    return club


def _picture(club: Club) -> Any:
    """What a person sees of the club. Ids are left out: what is booked again gets a new one. Orders and
    till lines stay in their lists: what they come to is compared."""
    slots = club.ask("grid", date=MONDAY, days=7)["slots"]
    for slot in slots:
        for booking in slot["bookings"]:
            del booking["booking"]
        slot["bookings"].sort(key=lambda booking: str(booking["member"]))
    people = [
        {**club.ask("member", member=f"00000{number}"), "coming": 0, "past": 0} for number in range(1, 4)
    ]
    balances = [club.ask("balance", member=f"00000{number}") for number in range(1, 4)]
    items = [club.ask("item", sku=sku) for sku in ("RICE", "TOWEL", "BADGE", "GIFT")]
    for item in items:
        item.pop("movements", None)
    return (
        club.ask("settings"),
        club.ask("facilities"),
        people,
        balances,
        items,
        club.ask("shift")["expected"],
        club.ask("service_day", sku="TICKET", on="2026-11-25"),
        club.ask("notice_templates"),
        club.ask("hand_out", session="moon"),
        slots,
    )


RICE = [{"sku": "RICE", "quantity": 1}]
TAKEN_BACK: dict[str, dict[str, Any]] = {
    "book": {"member": "000002", **GYM, "party": 1, "people": 3, "purpose": "练球"},
    "cancel": {"booking": "B1"},
    "move": {"booking": "B1", "facility": "hall", "date": "2026-11-25", "start": "17:30"},
    "join_waitlist": {"member": "000001", **LATER},
    "change_facility": {"code": "gym", "capacity": 9, "daily_quota": 1, "group": "球馆", "name": "新馆"},
    "change_member": {"staff_no": "000001", "phone": "13800000001", "name": "新名", "shared": True},
    "change_settings": {"no_show_limit": None, "desk_hours": "08:00-21:00"},
    "change_item": {"sku": "RICE", "price": "1.00", "name": "糯米"},
    "change_template": {"kind": "booked", "language": "zh_CN", "text": "{person}好"},
    "grant": {"member": "000001", "unit": "allowance", "amount": "5.00", "reason": "中秋"},
    "award": {"member": "000001", "rule": "course", "event": "first"},
    "spend": {"member": "000001", "unit": "allowance", "amount": "7.00"},
    "redeem": {"member": "000001", "lines": RICE, "points": 1000, "wechat": "19.90", "collect": False},
    "cash_in": {"amount": "20.00", "reason": "换零"},
    "cash_out": {"amount": "20.00", "reason": "买水"},
    "set_service_places": {"sku": "TICKET", "on": "2026-11-25", "places": 9},
    "hand_out": {"session": "moon", "member": "000001"},
}


@pytest.mark.parametrize("name", TAKEN_BACK)
def test_what_was_done_is_undone_and_all_is_as_before(gym: Club, name: str) -> None:
    before = _picture(gym)
    gym.do(name, **TAKEN_BACK[name])
    assert _picture(gym) != before
    done = gym.ask("audit_head")["number"]
    told = gym.do("undo", record=done)
    assert (told["record"], told["action"]) == (done, name)
    assert _picture(gym) == before
    gym.check()


def test_every_command_that_has_an_inverse_is_tried_here_or_beside_its_room() -> None:
    beside = {
        "award_batch", "change_operator", "change_policy", "check_in", "grant_batch", "mark_no_show",
        "note_unused", "open_hand_out", "retry_award", "take_back_hand_out", "tell_notice", "tell_notices",
        "untell_notices",
    }  # fmt: skip
    having = {name for name, entry in COMMANDS.items() if not isinstance(entry.inverse, NoInverse)}
    assert having - TAKEN_BACK.keys() - beside == set()


def test_every_reason_why_not_has_its_words() -> None:
    reasons = {entry.inverse.reason for entry in COMMANDS.values() if isinstance(entry.inverse, NoInverse)}
    others = {"erased", "only_its_size_is_kept", "nothing_to_take_back"}
    assert (reasons | others) - WHY_NOT.keys() == set()


def test_attendance_is_taken_back(gym: Club) -> None:
    gym.at(f"{MONDAY}T17:35")
    for command in ("check_in", "mark_no_show"):
        gym.do(command, booking="B1")
        gym.do("undo")
        assert gym.state("B1") == "confirmed"
    gym.check()


def test_a_sheet_of_notices_told_is_to_be_told_again(gym: Club) -> None:
    before = gym.ask("notices")
    gym.do("tell_notices", notices=["N1", "N2"])
    gym.do("undo")
    assert gym.ask("notices") == before


def test_taking_back_is_a_record_of_its_own_that_names_the_one_it_takes_back(gym: Club) -> None:
    gym.do("cancel", booking="B1", reason="按错了")
    done = gym.ask("audit_head")["number"]
    gym.do("undo")
    with gym.database.read() as store:
        record = next(store.audit_backwards())
    body = json.loads(record.body)
    assert (record.action, record.number) == ("undo", done + 1)
    assert (body["result"]["record"], body["result"]["action"]) == (done, "cancel")
    assert [one["do"] for one in body["result"]["done"]] == ["book"]
    assert gym.ask("audit", record="B1")["records"][0]["action"] == "cancel"


def test_what_would_be_taken_back_is_told_before(gym: Club) -> None:
    gym.do("cancel", booking="B1", reason="按错了")
    told = gym.ask("undoable")
    assert (told["action"], told["at"], told["no_inverse"]) == ("cancel", NINE, None)
    assert told["fields"] == {"booking": "B1", "reason": "按错了"}
    assert told["members"][0]["name"] == "职工1"
    assert told["places"][0] == {"name": "name of gym", "date": MONDAY, "start": "17:30"}


# ---------------------------------------------------------------- when, and whose


def _after(seconds: int) -> str:
    return (datetime.fromisoformat(NINE) + timedelta(seconds=seconds)).isoformat()


def test_it_can_be_taken_back_for_ten_minutes_to_the_second(gym: Club) -> None:
    booking = gym.book("000002", **GYM)
    gym.at(_after(UNDO_SECONDS))
    assert gym.ask("undoable")["action"] == "book"
    gym.at(_after(UNDO_SECONDS + 1))
    assert gym.ask("undoable")["action"] is None
    refused = gym.refused("undo")
    assert (refused.code, refused.facts["minutes"]) == ("nothing_to_undo", 10)
    assert gym.state(booking) == "confirmed"


def test_the_last_second_still_does_it(gym: Club) -> None:
    booking = gym.book("000002", **GYM)
    gym.at(_after(UNDO_SECONDS))
    gym.do("undo")
    assert gym.state(booking) == "cancelled"


@pytest.fixture
def two(gym: Club) -> tuple[AtDesk, AtDesk]:
    """Two clerks, each at a door of their own."""
    owner = first_owner(gym)
    return operator(owner, gym, "小王", "clerk"), operator(owner, gym, "小李", "clerk")


def test_each_takes_back_only_their_own(gym: Club, two: tuple[AtDesk, AtDesk]) -> None:
    wang, li = two
    first = wang.do("book", member="000002", **GYM)["booking"]
    second = li.do("book", member="000003", facility="hall", date=MONDAY, start="17:30")["booking"]
    assert wang.do("undo")["action"] == "book"
    assert wang.ask("booking", booking=first)["state"] == "cancelled"
    assert li.ask("booking", booking=second)["state"] == "confirmed"
    assert wang.refused("undo").code == "nothing_to_undo"


def test_a_clerk_takes_back_what_only_a_manager_could_do_anew(gym: Club, two: tuple[AtDesk, AtDesk]) -> None:
    wang, _ = two
    gym.at(f"{MONDAY}T17:40")
    booking = wang.do("book", member="000002", walk_in=True, **GYM)["booking"]
    assert wang.refused("cancel", booking=booking, reason="x").code == "forbidden"
    wang.do("undo")
    assert wang.ask("booking", booking=booking)["state"] == "cancelled"


def test_twice_goes_further_back_and_what_was_undone_is_not_undone_again(gym: Club) -> None:
    first = gym.book("000002", **GYM)
    gym.do("change_member", staff_no="000001", phone="13800000001")
    assert [gym.do("undo")["action"] for _ in range(2)] == ["change_member", "book"]
    assert gym.state(first) == "cancelled"
    assert gym.ask("undoable")["action"] == "book"  # that of the fixture
    assert gym.ask("undoable")["fields"]["member"] == "000003"


def test_what_is_looked_at_written_out_or_sent_by_itself_is_no_action(gym: Club) -> None:
    booking = gym.book("000002", **GYM)
    gym.do("take_notices", notices=["N1"])
    assert "take_notices" in NO_ACTIONS
    assert gym.do("undo")["action"] == "book"
    assert gym.state(booking) == "cancelled"


def test_another_action_in_between_is_told_and_nothing_is_done(gym: Club) -> None:
    gym.do("cancel", booking="B1")
    foretold = gym.ask("undoable")["record"]
    booking = gym.book("000002", facility="hall", date=MONDAY, start="17:30")
    refused = gym.refused("undo", record=foretold)
    assert (refused.code, refused.facts["state"]) == ("wrong_state", "superseded")
    assert gym.state(booking) == "confirmed"


# ---------------------------------------------------------------- where it can't be


def test_a_place_that_went_to_somebody_else_is_not_taken_from_them(gym: Club) -> None:
    gym.book("000003", **GYM)
    gym.do("cancel", booking="B1")
    other = Desk(gym.database, gym.clock, operator="another")
    AtDesk(other).do("book", member="000002", **GYM)
    refused = gym.refused("undo")
    assert refused.code == "slot_full"
    assert gym.ask("undoable")["action"] == "cancel"
    gym.check()


def test_what_has_no_inverse_is_refused_with_its_reason_and_nothing_before_it_is_taken_back(
    gym: Club,
) -> None:
    gym.do("cancel", booking="B1")
    gym.member("000009")
    assert gym.ask("undoable")["no_inverse"] == "member_stays"
    refused = gym.refused("undo")
    assert (refused.code, refused.facts["reason"]) == ("cannot_undo", "member_stays")
    assert gym.state("B1") == "cancelled"


def test_an_order_is_cancelled_until_its_goods_are_handed_over(gym: Club) -> None:
    gym.do("redeem", member="000001", lines=RICE, wechat="29.90")
    assert gym.ask("undoable")["no_inverse"] == "goods_are_handed_over"
    order = gym.do("redeem", member="000001", lines=RICE, wechat="79.90", allowance=0, collect=False)["order"]
    gym.do("undo")
    assert gym.ask("order", order=order)["state"] == "cancelled"
    gym.check()


def test_a_service_that_was_scheduled_with_its_order_is_cancelled_too(gym: Club) -> None:
    before = gym.ask("service_day", sku="TICKET", on="2026-11-25")
    ticket = [{"sku": "TICKET", "quantity": 1}]
    gym.do("redeem", member="000001", lines=ticket, allowance=0, wechat="35.00", on="2026-11-25")
    assert gym.ask("service_day", sku="TICKET", on="2026-11-25") != before
    gym.do("undo")
    assert gym.ask("service_day", sku="TICKET", on="2026-11-25") == before
    gym.check()


def test_what_was_put_into_a_till_that_is_counted_stays(gym: Club) -> None:
    gym.do("cash_in", amount="20.00", reason="换零")
    gym.do("close_shift", counted={"cash": "120.00", "wechat": "0.00", "alipay": "0.00", "card": "0.00"})
    assert gym.ask("undoable")["no_inverse"] == "shift_is_counted"


def test_a_shift_is_not_unopened_but_counted(club: Club) -> None:
    club.do("open_shift", float="100.00")
    assert club.ask("undoable")["no_inverse"] == "shift_is_open"


def test_of_a_long_list_only_its_size_is_kept(gym: Club) -> None:
    gym.do(
        "grant_batch",
        batch="moon",
        rows=[{"member": "000001", "unit": "points", "amount": 5, "reason": "中秋"}],
    )
    assert gym.ask("undoable")["no_inverse"] == "only_its_size_is_kept"
    assert gym.refused("undo").facts["reason"] == "only_its_size_is_kept"


def test_what_was_erased_is_not_taken_back(gym: Club) -> None:
    gym.do("change_member", staff_no="000001", phone="13800000001")
    with gym.database.write() as store:
        store.connection.execute("UPDATE audit SET body = '', salt = '' WHERE action = 'change_member'")
    assert gym.ask("undoable")["no_inverse"] == "erased"
    assert gym.refused("undo").facts["reason"] == "erased"
    gym.check()


def test_a_repeated_key_takes_back_once(gym: Club) -> None:
    first = gym.book("000002", **GYM)
    second = gym.book("000003", facility="hall", date=MONDAY, start="17:30")
    for _ in range(2):
        gym.do("undo", key="k1")
    assert [gym.state(first), gym.state(second)] == ["confirmed", "cancelled"]


def test_a_rehearsal_takes_nothing_back(gym: Club) -> None:
    booking = gym.book("000002", **GYM)
    assert gym.desk.rehearse(Undo()).action == "book"
    assert gym.state(booking) == "confirmed"
