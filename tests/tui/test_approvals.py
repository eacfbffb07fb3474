"""`frontdesk approvals`: what waits for approval, and one booking's way through it."""

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal

TUESDAY = "2026-11-24"


@pytest.fixture
def hall(club: Club) -> Club:
    """Two wait for a hall of two levels, one of them in line behind the other; one for a room of one."""
    club.facility("hall", name="大会议室", capacity=20, approval_levels=2)
    club.facility("room", name="小会议室", capacity=8, approval_levels=1)
    club.member("000001", name="张三", department="财务科")
    club.member("000002", name="李四")
    club.member("000003", name="王五", department="[/]")
    club.book("000001", "hall", TUESDAY, "17:30", party=20, people=18, purpose="财务科例会")
    club.book("000002", "room", TUESDAY, "17:30")
    slot = {"facility": "hall", "date": TUESDAY, "start": "17:30"}
    club.do("join_waitlist", member="000003", party=2, purpose="面试", **slot)
    club.do("approve", booking="B1", on_behalf_of="周主任", note="同意")
    return club


def test_what_waits_is_told_with_purpose_head_count_and_who_else_wants_it(
    hall: Club, terminal: Terminal
) -> None:
    told = terminal("approvals")
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        "B1  大会议室 11-24 Tue 17:30-19:30 | 张三 000001 财务科 | for 18 | 财务科例会",
        "  level 2 of 2, since 2026-11-23 09:00",
        "  level 1: approved  2026-11-23 09:00  owner  周主任: 同意",
        "  also wanted by W1 王五 000003 [/] | for 2 | 面试",
        "B2  小会议室 11-24 Tue 17:30-19:30 | 李四 000002 | for 1",
        "  level 1 of 1, since 2026-11-23 09:00",
        "2 wait for approval.",
    ]


def test_it_speaks_chinese(hall: Club, terminal: Terminal) -> None:
    lines = terminal("approvals", lang="zh").out.splitlines()
    assert lines[:3] == [
        "B1  大会议室 11-24 周二 17:30-19:30 | 张三 000001 财务科 | 18 人 | 财务科例会",
        "  等第 2 级审批（共 2 级），自 2026-11-23 09:00",
        "  第 1 级：已同意  2026-11-23 09:00  owner  周主任: 同意",
    ]
    assert lines[-1] == "待审批 2 个。"


@pytest.mark.parametrize(
    ("options", "bookings"),
    [
        ((), ["B1", "B2"]),
        (("--facility", "room"), ["B2"]),
        (("--level", "2"), ["B1"]),
        (("--facility", "room", "--level", "2"), []),
    ],
)
def test_the_list_can_be_had_as_json_for_a_facility_or_a_level(
    hall: Club, terminal: Terminal, options: tuple[str, ...], bookings: list[str]
) -> None:
    told = terminal("approvals", *options, "--json").json["applications"]
    assert [application["booking"] for application in told] == bookings
    if not options:
        assert told == hall.ask("applications")["applications"]


def test_nothing_waits(club: Club, terminal: Terminal) -> None:
    assert terminal("approvals") == (0, "Nothing waits for approval.\n", "")


def test_one_bookings_way_is_told_stage_by_stage(hall: Club, terminal: Terminal) -> None:
    hall.do("reject", booking="B1", note="与大会冲突")
    assert terminal("approvals", "b1").out.splitlines() == [
        "B1  大会议室 11-24 Tue 17:30-19:30 | 张三 000001 财务科 | for 18 | 财务科例会",
        "  rejected",
        "  level 1: approved  2026-11-23 09:00  owner  周主任: 同意",
        "  level 2: rejected  2026-11-23 09:00  owner  与大会冲突",
    ]
    assert terminal("approvals", "1", "--json").json == hall.ask("application", booking="B1")


def test_what_is_still_to_come_stands_on_the_way(hall: Club, terminal: Terminal) -> None:
    hall.do("move", booking="B1", date=TUESDAY, start="19:30")
    assert terminal("approvals", "B1").out.splitlines()[1:] == [
        "  waiting for approval",
        "  level 1: waiting for approval  2026-11-23 09:00",
        "  level 2: not its turn yet",
    ]


def test_a_booking_that_needed_none_says_so(hall: Club, terminal: Terminal) -> None:
    hall.facility("gym")
    booking = hall.book("000002", "gym", TUESDAY, "19:30")
    assert terminal("approvals", booking).out.splitlines()[-1] == "  It needed no approval."


def test_what_is_unknown_is_a_sentence(hall: Club, terminal: Terminal) -> None:
    assert terminal("approvals", "B9") == (1, "", "There is no booking B9.\n")
    assert terminal("approvals", "--facility", "pool") == (1, "", "There is no facility pool.\n")
    assert terminal("approvals", "--level", "3").status == 2


def test_who_comes_second_is_told_that_it_has_changed_meanwhile(hall: Club, terminal: Terminal) -> None:
    told = terminal.batch({"do": "approve", "booking": "B1", "level": 1}).json
    assert (told["error"], told["detail"]["note"]) == ("wrong_state", "周主任: 同意")
    assert told["message"] == "B1 has changed meanwhile (owner, 2026-11-23 09:00): it waits for level 2 now."
