"""The month's workbook written from the console by a process of its own: progress, Esc, the folder, the way
to the file, and what is told when it fails."""

import asyncio
import json
import subprocess
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.books import read_book
from tests.support.club import Club
from tests.support.screens import DEADLINE, until
from tests.tui.test_member_screen import Desk, open_desk
from tui import exporting, settings
from tui.exporting import ExportFailed, MonthExport

SHEETS = """import json, sys
for name in ("Summary", "Use"):
    print(json.dumps({"sheet": name}), file=sys.stderr)
"""
WAITS = SHEETS + "sys.stderr.flush()\nsys.stdin.read()\nsys.exit(1)\n"
REFUSED = 'import json, sys\nprint(json.dumps({"ok": False, "message": "No [/] today."}))\nsys.exit(1)\n'
DIES = "import sys\nsys.exit(3)\n"
COMPLAINS = "import sys\nprint('out of paper', file=sys.stderr)\nsys.exit(3)\n"

Instead = Callable[[str], None]


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Instead:
    """Another program in place of the one that writes."""

    def of(script: str) -> None:
        def line(*_asked: object) -> list[str]:
            return [sys.executable, "-c", script]

        monkeypatch.setattr(exporting, "command_line", line)

    return of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the console proposes to write to."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr("tui.screens.reports.slip_folder", lambda _database: folder)
    return folder


@asynccontextmanager
async def reports(club: Club, folder: Path) -> AsyncIterator[Desk]:
    async with open_desk(club, folder, (200, 50)) as desk:
        await desk.press("ctrl+w")
        yield desk


def written_to(folder: Path) -> str:
    """A program that tells of two sheets and that all is done."""
    return SHEETS + f"print({json.dumps(json.dumps({'path': str(folder / 'book.xlsx')}))})\n"


# ---------------------------------------------------------------- on the screen


async def test_two_times_enter_writes_the_workbook_and_a_third_opens_it(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(written_to(folder))
    opened: list[Path] = []
    monkeypatch.setattr("tui.screens.reports.opens", lambda path: opened.append(path) or True)
    async with reports(console_club, tmp_path) as desk:
        assert desk.line == "Enter = write the workbook of 2026-11; where to is asked"
        await desk.press("enter")
        assert desk.line == "Enter = write the workbook of 2026-11 into this folder | Esc = leave it"
        assert str(folder) in desk.row("Folder: ")
        await desk.press("enter")
        assert desk.line == f"Written: {folder / 'book.xlsx'} | Enter = open it | F5 = write again"
        await desk.press("enter")
        assert opened == [folder / "book.xlsx"]


async def test_the_folder_is_asked_for_once_and_by_f7(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead
) -> None:
    instead(written_to(folder))
    async with reports(console_club, tmp_path) as desk:
        await desk.press("f5", "enter")
    assert settings.read()["reports_folder"] == str(folder)
    async with reports(console_club, tmp_path) as desk:
        assert desk.line == f"Enter = write the workbook of 2026-11 into {folder}"
        await desk.press("enter")
        assert desk.line.startswith("Written: ")
        await desk.press("f7")
        assert str(folder) in desk.row("Folder: ")


async def test_a_folder_that_is_not_there_is_told_and_stays_to_be_mended(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead
) -> None:
    instead(written_to(folder))
    async with reports(console_club, tmp_path) as desk:
        await desk.press("enter")
        await desk.type("x")
        await desk.press("enter")
        assert f"{folder}x" in desk.line
        await desk.press("backspace", "enter")
        assert desk.line.startswith("Written: ")


async def test_the_sheet_that_is_being_written_is_told_and_esc_stops(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead
) -> None:
    instead(WAITS)
    async with reports(console_club, tmp_path) as desk:
        await desk.press("enter")
        await desk.pilot.press("enter")
        told = "Writing the workbook of 2026-11: sheet 2, Use | Esc = stop"
        await until(desk.pilot, lambda rows: told in rows[-2])
        await desk.pilot.press("left")
        await until(desk.pilot, lambda rows: rows[1].strip() == "Month 2026-10")
        assert desk.line == told
        await desk.press("escape")
        assert desk.line == "Stopped: no workbook of 2026-11 was written."
        assert not desk.on_grid


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (REFUSED, "No [/] today."),
        (COMPLAINS, "out of paper"),
        (DIES, "The workbook was not written: the program that writes it ended (3)."),
    ],
)
async def test_a_failure_says_its_sentence(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead, script: str, told: str
) -> None:
    instead(script)
    async with reports(console_club, tmp_path) as desk:
        await desk.press("enter", "enter")
        assert desk.line == told


async def test_a_workbook_that_nothing_here_opens_is_told_with_its_path(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(written_to(folder))
    monkeypatch.setattr("tui.screens.reports.opens", lambda _path: False)
    async with reports(console_club, tmp_path) as desk:
        await desk.press("enter", "enter", "enter")
        assert desk.line == f"There is no program here to open it with: {folder / 'book.xlsx'}"


async def test_leaving_the_console_ends_the_writing(
    console_club: Club, tmp_path: Path, folder: Path, instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(WAITS)
    begun: list[Process] = []
    follow = exporting._followed

    async def noted(process: Process, told: exporting.Told) -> str:
        begun.append(process)
        return await follow(process, told)

    monkeypatch.setattr(exporting, "_followed", noted)
    async with reports(console_club, tmp_path) as desk:
        await desk.press("enter")
        await desk.pilot.press("enter")
        await until(desk.pilot, lambda rows: "sheet 2" in rows[-2])
        assert begun[0].returncode is None
    given_up = time.monotonic() + DEADLINE
    while begun[0].returncode is None:
        assert time.monotonic() < given_up
        await asyncio.sleep(0.01)


# ---------------------------------------------------------------- the program itself


async def test_the_program_itself_writes_it_and_tells_of_each_sheet(
    console_club: Club, tmp_path: Path, folder: Path
) -> None:
    told: list[tuple[int, str]] = []
    path = await MonthExport(tmp_path / "club.db", "2026-11", folder).run(
        lambda number, name: told.append((number, name))
    )
    assert path == folder / "monthly report 2026-11.xlsx"
    assert [name for _number, name in told] == list(read_book(path))
    assert [number for number, _name in told] == list(range(1, len(told) + 1))


async def test_what_it_refuses_is_its_sentence(console_club: Club, tmp_path: Path) -> None:
    export = MonthExport(tmp_path / "club.db", "2026-13", tmp_path)
    with pytest.raises(ExportFailed, match="month must be a month such as 2026-10, not 2026-13"):
        await export.run(lambda _number, _name: None)


def test_a_leashed_program_whose_input_ends_leaves_nothing(
    console_club: Club, tmp_path: Path, folder: Path
) -> None:
    line = exporting.command_line(tmp_path / "club.db", "2026-11", folder)
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          env=exporting._environment())  # fmt: skip
    assert done.returncode != 0
    assert list(folder.iterdir()) == []
    assert b"Traceback" not in done.stderr


async def test_f8_hands_a_month_in_that_is_over(console_club: Club, folder: Path) -> None:
    async with reports(console_club, folder) as desk:
        await desk.press("left", "f8", "enter")
        await until(desk.pilot, lambda rows: any("Handed in: " in row for row in rows))
        assert [path.name for path in folder.glob("*.xlsx")] == ["monthly report 2026-10.xlsx"]
    assert console_club.ask("handed_in", month="2026-10")["changes"] == []


async def test_a_month_that_is_not_over_is_not_handed_in(console_club: Club, folder: Path) -> None:
    async with reports(console_club, folder) as desk:
        await desk.press("f8", "enter")
        await until(desk.pilot, lambda rows: any("2026-11 lasts until 2026-11-30" in row for row in rows))
        assert list(folder.glob("*.xlsx")) == []
    assert console_club.ask("handed_in", month="2026-11")["at"] is None
