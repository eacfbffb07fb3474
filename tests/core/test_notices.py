"""Notices: which command writes which, for whom, how urgent, and until when it is of use (domain.md section
10)."""

from collections.abc import Callable
from typing import Any

import pytest

from core.command import COMMANDS
from core.doing import Order, OrderFailed
from core.errors import DeskError
from core.wire import read_record
from tests.support.club import MONDAY, Club

TUESDAY = "2026-11-24"
AT = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
START, END = f"{TUESDAY}T17:30", f"{TUESDAY}T19:30"


@pytest.fixture
def gym(club: Club) -> Club:
    """A gym for one, and three members."""
    club.facility("gym", name="健身房", capacity=1)
    for number, name in (("1", "张三"), ("2", "李四"), ("3", "王五")):
        club.member(number, name=name, phone=f"1380000000{number}")
    return club


def notices(club: Club, **asked: Any) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = club.ask("notices", **asked)["notices"]
    return told


def kinds(club: Club, **asked: Any) -> list[str]:
    """The kinds of notices, oldest first."""
    return [line["kind"] for line in sorted(notices(club, **asked), key=lambda line: int(line["notice"][1:]))]


def newest(club: Club) -> dict[str, Any]:
    return max(notices(club), key=lambda line: int(line["notice"][1:]))


def book(club: Club, member: str = "1", **fields: Any) -> str:
    return str(club.do("book", **{"member": member, **AT, **fields})["booking"])


def wait(club: Club, member: str) -> str:
    return str(club.do("join_waitlist", member=member, **AT)["entry"])


def close(club: Club, **fields: Any) -> None:
    asked = {"facility": "gym", "from": START, "to": END, "reason": "检修"}
    club.do("close_facility", **asked | fields)


# ---------------------------------------------------------------- which command writes which


def _booked(club: Club) -> None:
    book(club)


def _moved(club: Club) -> None:
    club.do("move", booking=book(club), date=TUESDAY, start="19:30")


def _cancelled(club: Club) -> None:
    club.do("cancel", booking=book(club))


def _reminded(club: Club) -> None:
    book(club)
    club.at(f"{TUESDAY}T16:30")


def _asked(club: Club, *, release: bool = False) -> None:
    club.do("change_facility", code="gym", confirm_minutes_before=120, release_unconfirmed=release)
    club.do("publish_slots", slots=[{**AT, "end": "19:30", "peak": True}])
    book(club)
    club.at(f"{TUESDAY}T15:30")


def _released(club: Club) -> None:
    _asked(club, release=True)
    club.at(f"{TUESDAY}T16:30")


def _approved(club: Club) -> None:
    club.do("change_facility", code="gym", approval_levels=1)
    club.do("approve", booking=book(club))


def _rejected(club: Club) -> None:
    club.do("change_facility", code="gym", approval_levels=1)
    club.do("reject", booking=book(club), note="场地另有安排")


def _expired(club: Club) -> None:
    club.do("change_facility", code="gym", approval_levels=1)
    book(club)
    club.at(START)


def _offered(club: Club) -> None:
    booking = book(club, "2")
    wait(club, "1")
    club.do("cancel", booking=booking)


def _promoted(club: Club) -> None:
    club.do("change_facility", code="gym", promotion="auto")
    _offered(club)


def _displaced(club: Club) -> None:
    book(club)
    close(club)


def _offer_closed(club: Club) -> None:
    _offered(club)
    close(club)


def _slot_removed(club: Club) -> None:
    book(club, "2")
    wait(club, "1")
    club.publish(("gym", TUESDAY, "19:30-20:30"), replace=True, displace=True)


def _suspended(club: Club) -> None:
    club.do("change_settings", no_show_limit=1)
    club.no_show("1", "gym", TUESDAY, "17:30")


Deed = Callable[[Club], None]
WRITTEN: list[tuple[Deed, str, str, str | None]] = [
    (_booked, "booked", "light", START),
    (_moved, "moved", "light", f"{TUESDAY}T19:30"),
    (_cancelled, "cancelled", "light", START),
    (_reminded, "reminder", "light", START),
    (_asked, "confirm", "light", START),
    (_released, "released", "formal", END),
    (_approved, "approved", "formal", END),
    (_rejected, "rejected", "formal", END),
    (_expired, "expired", "formal", END),
    (_offered, "offered", "formal", f"{MONDAY}T09:30"),
    (_promoted, "promoted", "formal", END),
    (_displaced, "displaced", "formal", END),
    (_offer_closed, "closed", "formal", END),
    (_slot_removed, "closed", "formal", END),
    (_suspended, "suspended", "formal", "2026-12-01T17:45"),
]


@pytest.mark.parametrize(
    ("deed", "kind", "tier", "useful_until"), WRITTEN, ids=[deed.__name__[1:] for deed, *_ in WRITTEN]
)
def test_what_happens_to_a_member_is_told_in_its_tier_and_until_it_is_of_no_use(
    gym: Club, deed: Deed, kind: str, tier: str, useful_until: str
) -> None:
    deed(gym)
    [told] = [line for line in notices(gym, state="pending", member="1") if line["kind"] == kind]
    assert (told["tier"], told["useful_until"], told["name"]) == (tier, useful_until, "张三")


def test_a_walk_in_stands_at_the_counter_and_is_told_nothing(gym: Club) -> None:
    gym.at(f"{TUESDAY}T17:20")
    book(gym, walk_in=True)
    assert notices(gym) == []


def test_a_refused_command_tells_nobody(gym: Club) -> None:
    book(gym)
    assert gym.refused("book", member="2", **AT).code == "slot_full"
    assert kinds(gym) == ["booked"]


def test_a_dry_run_tells_nobody(gym: Club) -> None:
    book(gym)
    close(gym, dry_run=True)
    assert kinds(gym) == ["booked"]


def test_of_several_commands_that_are_undone_together_no_notice_stays(gym: Club) -> None:
    wishes = [{"member": member, **AT} for member in ("1", "2")]  # the second finds the gym full
    orders = [Order(read_record(COMMANDS["book"].request, wish)) for wish in wishes]
    with pytest.raises(OrderFailed):
        gym.desk.do_all(orders)
    assert notices(gym) == []


def test_a_reminder_that_a_late_tick_finds_is_of_its_due_time_and_missed(gym: Club) -> None:
    book(gym)
    gym.at("2026-11-25T09:00")
    [reminder] = [line for line in notices(gym) if line["kind"] == "reminder"]
    assert (reminder["due_at"], reminder["state"]) == (f"{TUESDAY}T16:30", "missed")


# ---------------------------------------------------------------- of no use any more


def test_a_notice_is_missed_from_the_very_second_on_at_which_it_is_of_no_use(gym: Club) -> None:
    _offered(gym)
    gym.at(f"{MONDAY}T09:29:59")
    assert "offered" in kinds(gym, state="pending")
    gym.at(f"{MONDAY}T09:30")
    assert "offered" not in kinds(gym, state="pending")
    assert "offered" in kinds(gym, state="missed")


@pytest.mark.parametrize("answer", ["accept_offer", "decline_offer", "leave_waitlist"])
def test_an_offer_that_was_answered_need_not_be_told(gym: Club, answer: str) -> None:
    _offered(gym)
    gym.do(answer, entry="W1")
    assert "offered" in kinds(gym, state="missed")
    assert "offered" not in kinds(gym, state="pending")


def test_who_has_promised_to_come_need_not_be_asked(gym: Club) -> None:
    _asked(gym)
    gym.do("confirm", booking="B1")
    assert "confirm" in kinds(gym, state="missed")
    assert "confirm" not in kinds(gym, state="pending")


def _pardoned(club: Club) -> None:
    club.do("pardon_no_shows", reason="停电", **{"from": START, "to": END})


def _checked_in_late(club: Club) -> None:
    club.do("check_in", booking="B1", override="在场，漏签")


def _taken_back(club: Club) -> None:
    club.do("reset_attendance", booking="B1")


@pytest.mark.parametrize("lifting", [_pardoned, _checked_in_late, _taken_back])
def test_a_suspension_that_was_lifted_need_not_be_told(gym: Club, lifting: Deed) -> None:
    _suspended(gym)
    assert kinds(gym, state="pending", tier="formal") == ["suspended"]
    lifting(gym)
    assert kinds(gym, state="pending", tier="formal") == []


def test_who_is_told_of_the_cancellation_need_not_hear_of_the_booking(gym: Club) -> None:
    _cancelled(gym)
    assert kinds(gym, state="pending") == ["cancelled"]
    assert kinds(gym, state="missed") == ["booked"]


def test_a_reminder_and_a_question_leave_each_other_alone(gym: Club) -> None:
    gym.do("change_facility", code="gym", confirm_minutes_before=120)
    gym.do("publish_slots", slots=[{**AT, "end": "19:30", "peak": True}])
    book(gym)
    gym.at(f"{TUESDAY}T17:00")
    assert kinds(gym, state="pending") == ["booked", "confirm", "reminder"]


def test_one_who_was_displaced_and_has_not_heard_of_it_is_told_formally_of_the_new_place(gym: Club) -> None:
    _displaced(gym)
    gym.do("move", booking="B1", date=TUESDAY, start="19:30")
    [told] = notices(gym, state="pending")
    assert (told["kind"], told["tier"]) == ("moved", "formal")


def test_one_who_has_heard_of_it_is_told_lightly_of_the_new_place(gym: Club) -> None:
    _displaced(gym)
    gym.do("tell_notice", notice=newest(gym)["notice"])
    gym.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert [(line["kind"], line["tier"]) for line in notices(gym, state="pending")] == [("moved", "light")]


def test_what_was_told_stays_told_when_something_newer_comes(gym: Club) -> None:
    booking = book(gym)
    gym.do("tell_notice", notice="N1")
    gym.do("cancel", booking=booking)
    assert kinds(gym, state="told") == ["booked"]


def test_who_leaves_the_club_is_told_no_more_of_bookings_that_are_gone(gym: Club) -> None:
    book(gym)
    gym.do("member_leaves", staff_no="1")
    assert notices(gym, state="pending") == []


# ---------------------------------------------------------------- the list


def test_the_list_begins_with_what_bites_formal_first_and_soonest_useless_first(gym: Club) -> None:
    book(gym, start="19:30")  # N1, light, until 19:30
    _displaced(gym)  # 1 again, N2 booked → N3 displaced, until 19:30
    gym.facility("court", capacity=1)
    gym.do("book", member="2", facility="court", date=TUESDAY, start="17:30")  # N4, light, until 17:30
    gym.do("tell_notice", notice="N1")
    told = [(line["notice"], line["kind"], line["state"]) for line in notices(gym)]
    assert told == [
        ("N3", "displaced", "pending"),
        ("N4", "booked", "pending"),
        ("N2", "booked", "missed"),
        ("N1", "booked", "told"),
    ]


def test_the_list_is_asked_by_state_tier_and_member(gym: Club) -> None:
    book(gym)
    book(gym, "2", start="19:30")
    close(gym)
    assert [line["member"] for line in notices(gym, tier="light", state="pending")] == ["2"]
    assert [line["kind"] for line in notices(gym, tier="formal")] == ["displaced"]
    assert kinds(gym, member="1") == ["booked", "displaced"]
    assert kinds(gym, state="all") == ["booked", "booked", "displaced"]


def test_what_was_to_be_told_of_one_booking_is_asked_by_its_number(gym: Club) -> None:
    booking = book(gym)
    book(gym, "2", start="19:30")
    gym.do("cancel", booking=booking)
    assert [line["kind"] for line in notices(gym, record=booking)] == ["cancelled", "booked"]
    assert [line["kind"] for line in notices(gym, record=booking, state="pending")] == ["cancelled"]
    assert notices(gym, record="B9") == []


def test_an_unknown_member_has_no_list(gym: Club) -> None:
    with pytest.raises(DeskError) as error:
        gym.ask("notices", member="9")
    assert error.value.code == "unknown_member"


def test_a_list_that_is_cut_says_so(gym: Club) -> None:
    book(gym)
    book(gym, "2", start="19:30")
    told = gym.ask("notices", limit=1)
    assert (len(told["notices"]), told["more"]) == (1, True)
    told = gym.ask("notices", limit=2)
    assert (len(told["notices"]), told["more"]) == (2, False)


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_limit_that_is_none_is_invalid(gym: Club, limit: int) -> None:
    for question in ("notices", "call_list", "group_message"):
        with pytest.raises(DeskError) as error:
            gym.ask(question, limit=limit)
        assert (error.value.code, error.value.facts["field"]) == ("invalid", "limit")


def test_a_line_names_the_member_the_phone_the_record_and_what_to_say(gym: Club) -> None:
    _rejected(gym)
    [line] = notices(gym, state="pending")
    assert {name: line[name] for name in ("member", "name", "phone", "record", "title", "due_at")} == {
        "member": "1",
        "name": "张三",
        "phone": "13800000001",
        "record": "B1",
        "title": "审批未通过",
        "due_at": f"{MONDAY}T09:00",
    }
    assert line["text"] == (
        "张三您好，您申请的健身房 11月24日 周二 17:30-19:30 未获批准，原因：场地另有安排。"
        "如有疑问请与前台联系。"
    )
