"""The console's start: its shell is painted before the rooms of the club and the database layer are loaded,
and a database that can't be opened is a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage import driver
from tests.support.club import Club
from tests.support.screens import settled, shown, text_of
from tests.support.terminal import ROOT
from tui.app import Console

_WATCHED = """
import asyncio, json, sys
from pathlib import Path
from tests.support.screens import shown
from tui.app import Console
from tui.link import DeskLink

LATER = (
    "storage", "sqlalchemy", "sqlmodel", "sqlcipher3", "openpyxl", "pypinyin", "python_calamine",
    "typer", "core.booking", "core.facilities", "core.members", "core.schedule",
    "tui.screens.members", "tui.screens.schedule", "tui.screens.help", "tui.palette", "tui.sentences",
)
seen = {}
open_as_ever = DeskLink.open

async def watched(link):
    # The first work on the database begins here.
    seen["before"] = sorted(name for name in LATER if name in sys.modules)
    seen["header"] = shown(console)[0]
    await open_as_ever(link)
    seen["after"] = "storage.database" in sys.modules

DeskLink.open = watched
console = Console(Path(sys.argv[1]))

async def main():
    async with console.run_test(size=(80, 24)) as pilot:
        await pilot.app.workers.wait_for_complete()

asyncio.run(main())
print(json.dumps(seen))
"""


def test_the_shell_is_painted_before_the_rooms_and_the_database_layer_are_loaded(
    console_club: Club, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(tmp_path / "club.db")],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    seen = json.loads(told.stdout)
    assert seen["before"] == []
    assert seen["header"].strip()
    assert seen["after"]


async def test_a_damaged_database_is_a_sentence_and_the_console_can_be_left(
    console_club: Club, tmp_path: Path
) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\x13" * 9000)
    await _refused(path, "damaged")


async def test_a_file_that_is_no_database_is_a_sentence(console_club: Club, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear front desk, " * 200, encoding="utf-8")
    await _refused(path, "letter.db")


async def test_a_newer_database_is_a_sentence(console_club: Club, tmp_path: Path) -> None:
    console_club.database.close()
    path = tmp_path / "club.db"
    connection = driver.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    await _refused(path, "newer")


async def test_an_empty_club_takes_every_key(console_club: Club, tmp_path: Path) -> None:
    await _refused(tmp_path / "empty.db", "No schedule for this day")


async def test_a_locked_database_is_a_sentence_and_the_key_works_once_it_is_free(
    console_club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Console(tmp_path / "club.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        console = pilot.app
        assert isinstance(console, Console)
        database = console.link._database
        for key in ("z", "s", "enter", "right"):
            await pilot.press(key)
            await settled(pilot)
        other = driver.connect(tmp_path / "club.db")
        monkeypatch.setattr(database, "wait", 0.1)
        other.execute("BEGIN IMMEDIATE")
        try:
            await pilot.press("enter")
            await settled(pilot)
            assert "Traceback" not in text_of(pilot.app)
            assert "is booked" not in text_of(pilot.app)
        finally:
            other.execute("ROLLBACK")
            other.close()
        await pilot.press("enter")
        await settled(pilot)
        assert "张三 is booked" in text_of(pilot.app)


async def _refused(path: Path, told: str) -> None:
    async with Console(path).run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        seen = " ".join(" ".join(shown(pilot.app)).split())
        assert told in seen, seen
        assert "Traceback" not in seen
        await pilot.press("ctrl+t", "f4", "enter", "z", "escape", "ctrl+right", "f3", "f3")
        await settled(pilot)
        assert pilot.app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
