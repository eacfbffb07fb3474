"""The console's start: its shell is painted before the rooms of the club and the database layer are."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.club import Club
from tests.support.screens import settled, text_of
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
    seen["after"] = [name in sys.modules for name in ("storage.database", "core.catalog")]

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
        [sys.executable, "-c", _WATCHED, str(tmp_path / "new.db")],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    seen = json.loads(told.stdout)
    assert seen["before"] == []
    assert seen["header"].strip()
    assert seen["after"] == [True, False]


async def test_an_empty_club_takes_every_key(console_club: Club, tmp_path: Path) -> None:
    async with Console(tmp_path / "empty.db").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "No schedule for this day" in text_of(pilot.app)
        await pilot.press("ctrl+t", "f4", "enter", "z", "escape", "ctrl+right", "f3", "f3")
        await settled(pilot)
        assert pilot.app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
