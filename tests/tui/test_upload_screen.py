"""The weekly upload by its keys: a file is chosen, its plan or its errors are seen, Enter applies it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import localtime, strftime

import pytest
from textual import events
from textual.pilot import Pilot

from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tui.app import Console

HEAD = "facility,date,start,end,capacity\n"
GOOD = (
    HEAD
    + "court1,2026-12-01,07:00,08:00,4\ncourt1,2026-12-01,08:00,09:00,4\ncourt2,2026-12-02,07:00,08:00,4\n"
)


@pytest.fixture
def path(console_club: Club, tmp_path: Path) -> Path:
    return tmp_path / "club.db"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the screen looks for files."""
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.setattr("tui.screens.schedule.usual_folders", lambda: [folder])
    return folder


def write(folder: Path, name: str, text: str, at: int = 1_700_000_000) -> Path:
    """A file of some age."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))
    return file


@asynccontextmanager
async def uploading(path: Path) -> AsyncIterator[Pilot[int]]:
    """The upload screen, opened from the grid."""
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+u")
        await settled(pilot)
        yield pilot  # type: ignore[misc]


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def paste(pilot: Pilot[int], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)


def enter(pilot: Pilot[int]) -> str:
    return shown(pilot.app)[-2].strip()


def words(pilot: Pilot[int]) -> str:
    """What the plan comes to."""
    return " ".join(" ".join(shown(pilot.app)[-4:-2]).split())


def slots(club: Club, day: str) -> set[tuple[str, str]]:
    return {(slot["facility"], slot["start"]) for slot in club.ask("grid", date=day)["slots"]}


async def test_the_newest_file_stands_first_and_others_are_not_listed(path: Path, folder: Path) -> None:
    write(folder, "old.csv", GOOD)
    write(folder, "new.xlsx", GOOD, at=1_700_000_100)
    write(folder, "notes.txt", GOOD)
    async with uploading(path) as pilot:
        rows = shown(pilot.app)
        assert "new.xlsx" in rows[2]
        assert "old.csv" in rows[3]
        assert strftime("%m-%d %H:%M", localtime(1_700_000_100)) in rows[2]
        assert "notes.txt" not in text_of(pilot.app)


async def test_a_week_is_uploaded_in_three_keys(console_club: Club, path: Path, folder: Path) -> None:
    write(folder, "week.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, "enter")
        assert "+3 new" in words(pilot)
        assert enter(pilot) == "Enter = apply the plan"
        assert slots(console_club, "2026-12-01") == set()
        await press(pilot, "enter")
        assert "Applied: 3 new" in text_of(pilot.app)
        assert "2026-12-01" in shown(pilot.app)[0]
    assert slots(console_club, "2026-12-01") == {("court1", "07:00"), ("court1", "08:00")}


async def test_the_plan_is_painted_by_facility_and_day(path: Path, folder: Path) -> None:
    write(folder, "week.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, "enter")
        rows = shown(pilot.app)
        assert "week.csv  2026-12-01 Tue to 12-02 Wed (2026-W49)" in rows[1]
        assert any("01 Tue" in row and "02 Wed" in row for row in rows)
        assert any(row.startswith("羽毛球1号场") and "+2" in row for row in rows)
        assert any(row.startswith("羽毛球2号场") and "+1" in row for row in rows)


@pytest.mark.parametrize("form", ['"{}"', "'{}'", "{}", "file://{}", "  {} \n"])
async def test_a_path_is_pasted_as_file_managers_give_it(
    path: Path, tmp_path: Path, folder: Path, form: str
) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    file = write(elsewhere, "周排期.csv", GOOD)
    told = file.as_uri().removeprefix("file://") if form.startswith("file") else str(file)
    async with uploading(path) as pilot:
        await paste(pilot, form.format(told))
        await press(pilot, "enter")
        assert "+3 new" in words(pilot)


async def test_a_path_that_is_typed_arrives_in_its_field(path: Path, folder: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, *str(file), "enter")
        assert "+3 new" in words(pilot)


async def test_a_file_that_is_not_there_is_a_sentence(path: Path, folder: Path) -> None:
    async with uploading(path) as pilot:
        await paste(pilot, str(folder / "gone.csv"))
        await press(pilot, "enter")
        assert "1 error: nothing can be applied" in enter(pilot)
        assert "Traceback" not in text_of(pilot.app)


async def test_errors_stand_by_their_cells_in_order_and_nothing_is_applied(
    console_club: Club, path: Path, folder: Path
) -> None:
    lines = (
        "court1,2026-12-01,07:00,08:00,4",
        "nowhere,2026-12-01,07:00,08:00,4",
        "court1,2026-12-01,25:00,08:00,4",
        "court1,2026-12-01,07:30,08:30,4",
    )
    file = write(folder, "week.csv", HEAD + "\n".join(lines) + "\n")
    async with uploading(path) as pilot:
        await press(pilot, "enter")
        rows = [row for row in shown(pilot.app) if "week" in row or " A3" in row or " C4" in row]
        told = text_of(pilot.app)
        assert told.index("A3:") < told.index("C4:"), rows
        assert "nothing can be applied" in enter(pilot)
        await press(pilot, "enter")
        assert slots(console_club, "2026-12-01") == set()
        file.write_text(GOOD, encoding="utf-8")
        await press(pilot, "f5")
        assert enter(pilot) == "Enter = apply the plan"


async def test_bookings_that_would_lose_their_place_need_f8(
    console_club: Club, path: Path, folder: Path
) -> None:
    booking = console_club.book("000001", "court1", "2026-11-26", "16:30")
    write(folder, "week.csv", HEAD + "court1,2026-11-26,16:00,17:30,4\n")
    async with uploading(path) as pilot:
        await press(pilot, "enter", "f7")
        assert booking in words(pilot)
        assert "F8 lets them" in enter(pilot)
        await press(pilot, "enter")
        assert console_club.state(booking) == "confirmed"
        await press(pilot, "f8")
        assert enter(pilot) == "Enter = apply the plan"
        await press(pilot, "enter")
        assert "Applied" in text_of(pilot.app)
    assert console_club.state(booking) == "displaced"


async def test_slots_that_the_file_does_not_name_go_with_f7_only(
    console_club: Club, path: Path, folder: Path
) -> None:
    write(folder, "week.csv", HEAD + "court1,2026-11-26,07:00,08:00,4\n")
    async with uploading(path) as pilot:
        await press(pilot, "enter")
        assert "-0 removed" in words(pilot)
        await press(pilot, "f7")
        assert "-20 removed" in words(pilot)
        assert "missing ones are taken away" in words(pilot)
        await press(pilot, "f7")
        assert "-0 removed" in words(pilot)


async def test_what_one_plan_was_allowed_the_next_is_not(path: Path, folder: Path) -> None:
    write(folder, "week.csv", HEAD + "court1,2026-11-26,07:00,08:00,4\n")
    async with uploading(path) as pilot:
        await press(pilot, "enter", "f7")
        assert "-20 removed" in words(pilot)
        await press(pilot, "escape", "enter")
        assert "-0 removed" in words(pilot)


async def test_the_last_week_is_copied(console_club: Club, path: Path, folder: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+pagedown", "ctrl+u", "f6")  # type: ignore[arg-type]
        assert "+" in words(pilot)  # type: ignore[arg-type]
        await press(pilot, "enter")  # type: ignore[arg-type]
        assert "Applied" in text_of(pilot.app)
    assert slots(console_club, "2026-12-01") == slots(console_club, "2026-11-24")


async def test_a_copy_says_into_which_days_it_goes(path: Path, folder: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+pagedown", "ctrl+u", "f6")  # type: ignore[arg-type]
        assert "Copied from the week before:  2026-11-30 Mon to 12-06 Sun (2026-W49)" in shown(pilot.app)[1]


async def test_a_path_typed_over_a_plan_is_seen(path: Path, folder: Path) -> None:
    write(folder, "week.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, "enter", "x", "y")
        assert shown(pilot.app)[1].endswith("xy")


async def test_a_week_without_slots_is_not_copied(path: Path, folder: Path) -> None:
    async with Console(path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+pageup", "ctrl+u", "f6")  # type: ignore[arg-type]
        assert "Last week has no slots" in enter(pilot)  # type: ignore[arg-type]


async def test_esc_goes_from_the_plan_to_the_files_and_then_to_the_grid(path: Path, folder: Path) -> None:
    write(folder, "week.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, "enter", "escape")
        assert "week.csv" in shown(pilot.app)[2]
        await press(pilot, "escape")
        assert "Find:" in shown(pilot.app)[1]


async def test_the_screen_is_fresh_when_it_is_opened_again(path: Path, folder: Path) -> None:
    write(folder, "week.csv", GOOD)
    async with uploading(path) as pilot:
        await press(pilot, "enter", "enter")
        write(folder, "newer.csv", GOOD, at=1_700_000_500)
        await press(pilot, "ctrl+u")
        assert "newer.csv" in shown(pilot.app)[2]
