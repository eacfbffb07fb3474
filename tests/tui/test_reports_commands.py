"""`frontdesk utilisation`: the figures as a table and as JSON."""

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal

TUESDAY = "2026-11-24"
WEEK = ("--from", "2026-11-23", "--to", "2026-11-29")


@pytest.fixture
def lived(club: Club) -> Club:
    """A gym for two and a hall; on Tuesday one cancels two hours ahead and somebody gets the place from the
    line, one is turned away."""
    club.facility("gym", name="健身房", capacity=2, promotion="auto")
    club.facility("hall", name="大厅", capacity=30, whole_slot=True)
    for number in range(1, 6):
        club.member(f"00000{number}")
    for number in (1, 2):
        club.book(f"00000{number}", "gym", TUESDAY, "17:30")
    place = {"facility": "gym", "date": TUESDAY, "start": "17:30"}
    club.refused("book", member="000003", **place)
    club.do("join_waitlist", member="000004", **place)
    club.at(f"{TUESDAY}T15:30")
    club.do("cancel", booking="B1")
    return club


def test_a_table_by_facility_and_one_by_start(lived: Club, terminal: Terminal) -> None:
    told = terminal("utilisation", *WEEK)
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        "Slots from 2026-11-23 to 2026-11-29",
        "",
        "Facility Offered Booked Used No-shows Cancelled Turned away Waitlist Promoted",
        "健身房        28      2    0        0         1           1        1        1",
        "大厅          14      0    0        0         0           0        0        0",
        "All           42      2    0        0         1           1        1        1",
        "",
        "Start Offered Booked Used No-shows Cancelled Turned away Waitlist Promoted",
        "17:30      21      2    0        0         1           1        1        1",
        "19:30      21      0    0        0         0           0        0        0",
        "Peak        0      0    0        0         0           0        0        0",
        "",
        "Cancelled so long before the start: 1 to 2 hours: 1.",
        "Places given up before the start: 1; 1 of them reached somebody: "
        "1 from the waitlist, 0 by walking in.",
        "On average such a place was nobody's for 0 minutes.",
    ]


def test_in_chinese(lived: Club, terminal: Terminal) -> None:
    lines = terminal("utilisation", *WEEK, lang="zh").out.splitlines()
    assert lines[0] == "2026-11-23 至 2026-11-29 的场次"
    assert lines[2:4] == [
        "设施   可约 预约 使用 爽约 取消 未约上 候补 递补",
        "健身房   28    2    0    0    1      1    1    1",
    ]
    assert "取消的提前时间：1 至 2 小时 1。" in lines


def test_of_one_facility(lived: Club, terminal: Terminal) -> None:
    told = terminal("utilisation", *WEEK, "--facility", "hall").out.splitlines()
    assert told[3] == "大厅          14      0    0        0         0           0        0        0"
    assert told[4] == ""
    refused = terminal("utilisation", *WEEK, "--facility", "pool")
    assert (refused.status, refused.out, refused.err) == (1, "", "There is no facility pool.\n")


def test_as_json_it_is_the_answer_to_the_question(lived: Club, terminal: Terminal) -> None:
    answer = lived.ask("utilisation", **{"from": "2026-11-23", "to": "2026-11-29"})
    assert terminal("utilisation", *WEEK, "--json").json == answer
    asked = terminal.batch({"ask": "utilisation", "from": "2026-11-23", "to": "2026-11-29"})
    assert asked.json["result"] == answer


@pytest.mark.parametrize(
    ("line", "status", "sentence"),
    [
        (("--from", TUESDAY, "--to", "2026-11-23"), 2, f"to must not be before {TUESDAY}, the first day.\n"),
        (("--from", "now", "--to", TUESDAY), 2, "from must be a date such as 2026-11-24, not now.\n"),
        (("--from", TUESDAY), 2, "'--to' is missing.\nSee: frontdesk utilisation --help\n"),
    ],
)
def test_what_is_wrong_is_a_sentence(
    lived: Club, terminal: Terminal, line: tuple[str, ...], status: int, sentence: str
) -> None:
    told = terminal("utilisation", *line)
    assert (told.status, told.out, told.err) == (status, "", sentence)
