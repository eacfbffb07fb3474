"""Closing by keys: the plan first, then Enter; whom it displaced, moved one by one or all; ending it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.club import Club
from tests.support.console_club import TODAY, TOMORROW
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.language import CHINESE, use

COURT1 = {"facility": "court1", "date": TOMORROW}


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


@asynccontextmanager
async def tomorrow(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The grid of tomorrow, the cursor on court1 at 17:30, where `[/]` is (B9)."""
    async with Console(path).run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+right")
        yield pilot  # type: ignore[misc]


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def type_(pilot: Pilot[int], text: str) -> None:
    await press(pilot, *text)


def enter(pilot: Pilot[int]) -> str:
    """What the line above the keys says."""
    rows = shown(pilot.app)
    at = max(number for number, row in enumerate(rows) if row.startswith("  ") or not row.strip())
    return " ".join(" ".join(rows[at + 1 : -1]).split())


def lines(pilot: Pilot[int]) -> list[str]:
    """The list below the fields, its blank rows left out."""
    rows = shown(pilot.app)[1:-2]
    return [" ".join(row.split()) for row in rows if row.strip()]


# ---------------------------------------------------------------- closing


async def test_a_slot_is_closed_in_two_keys_and_its_reason(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k")
        assert shown(pilot.app)[1].split() == [
            "Facility", "羽毛球1号场", "From", TOMORROW, "17:30", "To", TOMORROW, "19:30",
        ]  # fmt: skip
        assert lines(pilot)[2:6] == [
            "1 slot closes",
            f"{TOMORROW} 17:30-19:30",
            "1 booking loses its place",
            f"B9 {TOMORROW} 17:30-19:30 000005 [/]",
        ]
        assert "Why? Type the reason" in text_of(pilot.app)
        await type_(pilot, "pipe")
        assert enter(pilot) == "Enter = close 羽毛球1号场; 1 booking loses its place"
        assert console_club.state("B9") == "confirmed"
        await press(pilot, "enter")
        assert "C1: 1 slot is closed" in text_of(pilot.app)
    assert console_club.state("B9") == "displaced"
    [closure] = console_club.ask("closures")["closures"]
    assert (closure["from"], closure["to"], closure["reason"], closure["event"]) == (
        f"{TOMORROW}T17:30", f"{TOMORROW}T19:30", "pipe", False,
    )  # fmt: skip
    console_club.check()


@pytest.mark.parametrize(
    ("keys", "from_", "to"),
    [
        (("f4",), f"{TOMORROW}T17:30", "2026-11-26T00:00"),
        (("f5",), f"{TOMORROW}T00:00", "2026-11-26T00:00"),
        (("f5", "f3"), f"{TOMORROW}T17:30", f"{TOMORROW}T19:30"),
    ],
)
async def test_one_key_each_sets_the_slot_the_rest_of_the_day_and_the_whole_day(
    console_club: Club, path: Path, keys: tuple[str, ...], from_: str, to: str
) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", *keys, "x", "enter")
    [closure] = console_club.ask("closures")["closures"]
    assert (closure["from"], closure["to"]) == (from_, to)


async def test_nothing_is_closed_without_a_reason(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "enter", "enter")
        assert enter(pilot) == "Why? Type the reason; it is told to those who lose their place."
    assert console_club.ask("closures")["closures"] == []


async def test_esc_closes_nothing_and_goes_back_to_the_grid(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "x", "escape")
        assert "羽毛球1号场 11-25 Wed 17:30-19:30" in text_of(pilot.app)
    assert console_club.ask("closures")["closures"] == []


async def test_times_and_facility_are_typed_over(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k")
        for name, text in (("facility", "乒乓"), ("from", "２６ １６:００"), ("to", "27")):
            pilot.app.screen.query_one(f"#closing-{name}").focus()
            await press(pilot, "end", "ctrl+u")
            await type_(pilot, text)
        assert lines(pilot)[2] == "7 slots close"
        assert lines(pilot)[3].startswith("2026-11-26 16:30-17:30")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("facility", "羽毛球", "There is no facility 羽毛球."),
        ("facility", "pool", "There is no facility pool."),
        ("from", "soon", "from must be a date and time such as 2026-11-24T18:00, not soon."),
        ("to", "17:00", "to must be after the start, not 2026-11-25 17:00."),
        ("to", "23 17:00", "to must be after the start, not 2026-11-23 17:00."),
    ],
)
async def test_what_is_no_facility_or_time_is_said_before_enter(
    console_club: Club, path: Path, field: str, text: str, told: str
) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k")
        pilot.app.screen.query_one(f"#closing-{field}").focus()
        await press(pilot, "end", "ctrl+u")
        await type_(pilot, text)
        assert told in " ".join(text_of(pilot.app).split())
        await press(pilot, "enter")
    assert console_club.ask("closures")["closures"] == []


async def test_an_event_is_shown_in_the_grid_with_its_reason(console_club: Club, path: Path) -> None:
    async with tomorrow(path, (120, 40)) as pilot:
        await press(pilot, "ctrl+k", "f6")
        assert "event" in shown(pilot.app)[2]
        await type_(pilot, "年会")
        await press(pilot, "enter", "escape")
        row = next(row for row in shown(pilot.app) if row.startswith("羽毛球1号场"))
        assert "/event 年会" in row
        assert "羽毛球1号场 11-25 Wed 17:30-19:30 | event (C1): 年会" in text_of(pilot.app)
    assert console_club.slot(**COURT1, start="17:30")["event"] is True


async def test_out_of_service_is_shown_in_the_grid_as_closed(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "x", "enter", "escape")
        row = next(row for row in shown(pilot.app) if row.startswith("羽毛球1号场"))
        assert "/closed" in row
        assert "| closed (C1): x" in text_of(pilot.app)
        assert "free" not in next(row for row in shown(pilot.app) if "(C1)" in row)


async def test_who_waits_is_in_the_plan(console_club: Club, path: Path) -> None:
    console_club.do("join_waitlist", member="000001", start="17:30", **COURT1)
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k")
        assert lines(pilot)[6:8] == [
            "1 entry of the waitlist stays",
            f"W1 {TOMORROW} 17:30 000001 张三 138****0011 waiting",
        ]


async def test_a_plan_follows_what_others_do(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "x")
        console_club.do("cancel", booking="B9")
        app = pilot.app
        assert isinstance(app, Console)
        await app._look()
        await settled(pilot)
        assert enter(pilot) == "Enter = close 羽毛球1号场; nobody loses a place"


# ---------------------------------------------------------------- who was displaced


@asynccontextmanager
async def closed(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """Court1 closed for the whole of tomorrow: B9 at 17:30 and B11 at 19:30 are displaced."""
    async with tomorrow(path, size) as pilot:
        await press(pilot, "ctrl+k", "f5", "x", "enter")
        yield pilot


async def test_each_displaced_booking_stands_with_the_best_other_place(
    console_club: Club, path: Path
) -> None:
    console_club.do("change_member", staff_no="000005", phone="13800000015")
    async with closed(path) as pilot:
        assert lines(pilot)[1:3] == [
            "11-25 Wed 17:30 [/] 138****0015 best: 羽毛球2号场 16:30",
            "11-25 Wed 19:30 [@click=app.quit]x[/] best: 羽毛球2号场 19:30",
        ]


async def test_enter_moves_the_marked_one_and_marks_the_next(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        await press(pilot, "enter")
        assert "[/] is moved: 羽毛球2号场 2026-11-25 16:30-17:30" in " ".join(text_of(pilot.app).split())
        assert "Enter = move [@click=app.quit]x[/] to 羽毛球2号场 19:30" in " ".join(
            text_of(pilot.app).split()
        )
        assert "1 of 2 without a place" in lines(pilot)[0]
        await press(pilot, "enter")
    assert [console_club.state(booking) for booking in ("B9", "B11")] == ["confirmed", "confirmed"]
    assert console_club.ask("booking", booking="B11")["facility"] == "court2"
    console_club.check()


async def test_all_are_moved_in_two_keys_the_assignment_shown_first(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        await press(pilot, "f7")
        assert enter(pilot) == "Enter = move these 2 | Esc = leave them"
        assert [line.partition("-> ")[2] for line in lines(pilot)[1:3]] == [
            "阅览室 17:30",
            "羽毛球2号场 19:30",
        ]
        assert console_club.state("B9") == "displaced"
        await press(pilot, "enter")
        assert "2 bookings are moved" in text_of(pilot.app)
        await press(pilot, "f7")
        assert "Nobody is without a place." in text_of(pilot.app)
    assert console_club.ask("booking", booking="B9")["facility"] == "reading"
    console_club.check()


async def test_an_assignment_that_is_left_moves_nobody(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        await press(pilot, "f7", "escape")
        assert "best: 羽毛球2号场 16:30" in lines(pilot)[1]
    assert console_club.state("B9") == "displaced"


async def test_a_place_that_is_taken_meanwhile_is_refused_and_the_next_is_named(
    console_club: Club, path: Path
) -> None:
    async with closed(path) as pilot:
        console_club.book("000001", "court2", TOMORROW, "16:30")
        await press(pilot, "enter")
        told = " ".join(text_of(pilot.app).split())
        assert "has not enough places left" in told
        assert "best: 羽毛球2号场 19:30" in told
    assert console_club.state("B9") == "displaced"


async def test_who_has_no_other_place_is_said_to_have_none(console_club: Club, path: Path) -> None:
    for code in ("court1", "court2", "reading"):
        console_club.do("change_facility", code=code, min_notice_minutes=20_000)
    async with closed(path) as pilot:
        assert lines(pilot)[1].endswith("no other place")
        assert enter(pilot) == "C1: 4 slots are closed | [/]: no other place within a week"
        await press(pilot, "f7")
        assert "No place was found for anybody. | without a place: 2" in text_of(pilot.app)


# ---------------------------------------------------------------- ending, and the list


async def test_a_closure_is_ended_from_its_slot_in_three_keys(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        await press(pilot, "escape", "ctrl+k")
        assert lines(pilot)[0].startswith("C1 羽毛球1号场 2026-11-25 00:00-24:00 out of service")
        await press(pilot, "f8")
        assert enter(pilot) == "Enter = end C1: 羽毛球1号场 is open again | Esc = leave it closed"
        assert console_club.slot(**COURT1, start="17:30")["state"] == "closed"
        await press(pilot, "enter")
        assert "C1 is ended: 4 slots are open again" in text_of(pilot.app)
        assert "best: 羽毛球1号场 17:30" in lines(pilot)[1]
        await press(pilot, "f8")
        assert "C1 was ended before, at 2026-11-24 17:34." in text_of(pilot.app)
    assert console_club.slot(**COURT1, start="17:30")["state"] == "open"


async def test_esc_leaves_a_closure_closed(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        await press(pilot, "f8", "escape")
        assert "Enter = move [/]" in text_of(pilot.app)
    assert console_club.slot(**COURT1, start="17:30")["state"] == "closed"


async def test_the_palette_leads_to_the_closures_that_stand(console_club: Club, path: Path) -> None:
    span = {"from": f"{TODAY}T19:00", "to": f"{TODAY}T24:00"}
    console_club.do("close_facility", facility="table", reason="[/]", **span)
    console_club.do("close_facility", facility="meeting", reason="年会", event=True, **span)
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+p")
        await type_(pilot, "closuresthat")
        await press(pilot, "enter")
        assert lines(pilot) == [
            "Closures that stand",
            "C2 小会议室 2026-11-24 19:00-24:00 event 年会",
            "C1 乒乓球台 2026-11-24 19:00-24:00 out of service [/]",
        ]
        assert enter(pilot) == "Enter = who lost a place | F8 = end the closure"
        await press(pilot, "down", "enter")
        assert lines(pilot)[:2] == [
            "C1 乒乓球台 2026-11-24 19:00-24:00 out of service [/]",
            "Nobody lost a place.",
        ]
        await press(pilot, "escape", "f8", "enter")
        assert "C2 小会议室" in lines(pilot)[1]
        assert "C1" not in "".join(lines(pilot)[:2])


async def test_one_key_goes_between_the_fields_and_the_closures_that_stand(
    console_club: Club, path: Path
) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "x", "ctrl+k")
        assert lines(pilot)[0] == "No closure stands."
        await press(pilot, "ctrl+k")
        assert "Enter = close 羽毛球1号场; 1 booking loses its place" in text_of(pilot.app)


async def test_keys_that_mean_nothing_here_are_not_offered(console_club: Club, path: Path) -> None:
    async with closed(path) as pilot:
        assert "F3" not in shown(pilot.app)[-1]
        await press(pilot, "escape", "up", "down", "down", "ctrl+k")
        assert "F7" not in shown(pilot.app)[-1]
        assert "F3 this slot" in shown(pilot.app)[-1]


async def test_the_language_changes_live_and_the_reason_stays(console_club: Club, path: Path) -> None:
    async with tomorrow(path) as pilot:
        await press(pilot, "ctrl+k", "x")
        app = pilot.app
        assert isinstance(app, Console)
        app.speak(CHINESE)
        await settled(pilot)
        rows = shown(app)
        assert rows[1].split()[0] == "设施"
        assert rows[2].split() == ["原因", "x", "停用"]
        assert "回车 = 停用羽毛球1号场，1 个预约失去场次" in text_of(app)


async def test_it_fits_eighty_by_twenty_four_in_chinese(console_club: Club, path: Path) -> None:
    use(CHINESE)
    console_club.do("change_member", staff_no="000005", name="欧阳娜娜", phone="13800000015")
    async with closed(path) as pilot:
        assert shown(pilot.app)[1:4] == [
            "C1  羽毛球1号场  2026-11-25 00:00-24:00  停用  2 个受影响，2 个未安置  x",
            "  11-25 周三 17:30  欧阳娜娜               138****0015  首选：羽毛球2号场 16:30",
            "  11-25 周三 19:30  [@click=app.quit]x[/]               首选：羽毛球2号场 19:30",
        ]
