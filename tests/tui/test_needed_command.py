"""`frontdesk needed`: expectations in words and as JSON, plainly labelled."""

import json
from datetime import date, timedelta

import pytest

from tests.support.club import Club
from tests.support.terminal import Terminal

MONDAYS = [date(2026, 9, 28) + timedelta(weeks=week) for week in range(8)]


@pytest.fixture
def lived(club: Club) -> Club:
    """Taken over from elsewhere: on six of eight Tuesdays a gym for two was booked once, once twice."""
    club.facility("gym", slots=False, name="健身房", capacity=2)
    for number in (1, 2):
        club.member(f"00000{number}")
    days = [(monday + timedelta(days=1)).isoformat() for monday in MONDAYS[2:]]
    rows = [(day, 1) for day in days] + [(days[-1], 2)]
    club.do(
        "import_bookings",
        rows=[
            {"member": f"00000{number}", "facility": "gym", "date": day, "start": "18:00", "end": "19:30",
             "state": "completed"}
            for day, number in rows
        ],
    )  # fmt: skip
    return club


def test_it_says_what_is_expected_and_that_it_is_no_promise(lived: Club, terminal: Terminal) -> None:
    told = terminal("needed")
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[:4] == [
        "Expected in the week from 2026-11-30 on (what was usual, no promise)",
        "Looked at: 2026-09-28 to 2026-11-22",
        "",
        "Expected use, fullest first",
    ]
    assert lines[5].split() == ["Tue", "18:00", "50.0%", "1.0", "1", "-", "2", "1.0", "1", "-", "2", "2.0",
                                "6", "0", "0"]  # fmt: skip
    assert lines[6:9] == [
        "Units in a week, over the weeks that count; the share is of the two medians.",
        "Where there are fewer than 8 weeks, the others are left out: nothing was offered then.",
        "Left out altogether, since nothing was offered: the weeks from 2026-09-28, 2026-10-05 on.",
    ]
    assert lines[9:12] == [
        "",
        "Items likely to run out",
        "No item that was sold in these weeks is likely to be sold out within 4 weeks.",
    ]
    assert lines[13].startswith("Allowance likely to lapse unused by ")


def test_json_has_the_same(lived: Club, terminal: Terminal) -> None:
    told = json.loads(terminal("needed", "--json").out)
    assert told["left_out"] == ["2026-09-28", "2026-10-05"]
    assert told["use"][0]["booked"] == {"lowest": 1, "halves": 2, "highest": 2}
    assert told["items"] == []


def test_in_chinese(lived: Club, terminal: Terminal) -> None:
    lines = terminal("needed", lang="zh").out.splitlines()
    assert lines[0] == "2026-11-30 起一周的预计（按往常，不作保证）"


def test_a_new_club_has_nothing_to_go_by(club: Club, terminal: Terminal) -> None:
    told = terminal("needed")
    assert told.status == 0
    assert "Expected use, fullest first" in told.out
