"""The console backs its club up once a day, beside all else: a failure is told once, and the header tells
when the newest backup is old."""

import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.clock import Instant
from storage.backup import making
from storage.backup.alone import alone
from storage.backup.making import make_backup
from storage.backup.verifying import verify
from tests.support.club import Club
from tests.support.screens import settled, shown, text_of, until
from tui import backing_up
from tui.app import Console
from tui.language import CHINESE, use

SOON = 0.05
"""Seconds."""

DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FRONTDESK_BACKUPS", raising=False)
    return tmp_path / "backups"


class Desk:
    """The console under test."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        assert isinstance(pilot.app, Console)
        self.app = pilot.app

    async def look(self) -> None:
        """As every half hour."""
        self.app._back_up_if_due()
        await settled(self.pilot)

    async def command(self, typed: str) -> None:
        """By the palette."""
        await self.pilot.press("ctrl+p")
        await settled(self.pilot)
        self.app.screen.query_one(Input).value = typed
        await settled(self.pilot)
        await self.pilot.press("enter")
        await settled(self.pilot)

    @property
    def told(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    @property
    def header(self) -> str:
        return shown(self.app)[0]


@asynccontextmanager
async def desk_of(path: Path) -> AsyncIterator[Desk]:
    async with Console(path).run_test(size=(160, 40), notifications=True) as pilot:
        await settled(pilot)
        yield Desk(pilot)


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.db"))


def put_backup(club: Club, folder: Path, days: int) -> Path:
    """One that was made so many days before."""
    made = make_backup(club.database.path, folder, lambda: Instant(club.clock.at), "test").path
    club.clock.at = Instant(club.clock.at + days * DAY)
    return made


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A backup waits until it is let go on."""
    go_on = threading.Event()
    prove = making._prove

    def waits(*given: Any) -> None:
        assert go_on.wait(20)
        prove(*given)

    monkeypatch.setattr(making, "_prove", waits)
    return go_on.set


# ---------------------------------------------------------------- once a day


async def test_some_time_after_the_start_a_backup_is_made_and_nothing_told(
    console_club: Club, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backing_up, "FIRST_SECONDS", SOON)
    monkeypatch.setattr(backing_up, "AGAIN_SECONDS", SOON)
    async with desk_of(console_club.database.path) as desk:
        before = desk.header
        await until(desk.pilot, lambda _rows: bool(backups(folder)) and not desk.app.link.backing_up)
        await settled(desk.pilot)
        assert (desk.told, desk.header) == ([], before)
    assert [found.read for found in verify(folder)] == ["all"]


async def test_it_is_noted_in_the_audit_trail(console_club: Club, folder: Path) -> None:
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
    with console_club.database.read() as store:
        noted = [record for record in store.audit_records() if record.action == "note_backup"]
    assert [backups(folder)[0] in record.body for record in noted] == [True]


async def test_with_one_of_today_no_second_is_made_and_the_next_day_one_more(
    console_club: Club, folder: Path
) -> None:
    async with desk_of(console_club.database.path) as desk:
        for _look in range(3):
            await desk.look()
        assert len(backups(folder)) == 1
        console_club.clock.at = Instant(console_club.clock.at + DAY)
        await desk.look()
        assert len(backups(folder)) == 2


async def test_another_clubs_backup_of_today_under_the_same_name_is_none_of_this_club(
    console_club: Club, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    folder.mkdir()
    other = Club.new(tmp_path / "other")
    other.clock.at = console_club.clock.at
    put_backup(other, folder, 0)
    other.database.close()
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
    assert len(backups(folder)) == 2


async def test_a_backup_that_was_cut_short_does_not_count(console_club: Club, folder: Path) -> None:
    put_backup(console_club, folder, 0).write_bytes(b"cut")
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
        assert len(backups(folder)) == 2


# ---------------------------------------------------------------- one at a time


async def test_while_one_is_made_the_desk_works_on_and_no_second_is_begun(
    console_club: Club, folder: Path, held: Callable[[], None]
) -> None:
    async with desk_of(console_club.database.path) as desk:
        desk.app._back_up_if_due()
        await until(desk.pilot, lambda _rows: desk.app.link.backing_up)
        desk.app._back_up_if_due()
        desk.app.action_back_up()
        await until(desk.pilot, lambda _rows: desk.told == ["A backup is being made already."])
        await desk.pilot.press("ctrl+w")
        await until(desk.pilot, lambda rows: any("Month 2026-11" in row for row in rows))
        held()
        await settled(desk.pilot)
        assert len(backups(folder)) == 1


async def test_while_another_program_is_at_it_nothing_is_told_and_the_next_look_makes_it(
    console_club: Club, folder: Path
) -> None:
    async with desk_of(console_club.database.path) as desk:
        with alone(console_club.database.path):
            await desk.look()
        assert (desk.told, folder.exists()) == ([], False)
        await desk.look()
        assert len(backups(folder)) == 1


async def test_a_console_that_quits_meanwhile_finishes_the_backup(
    console_club: Club, folder: Path, held: Callable[[], None]
) -> None:
    async with desk_of(console_club.database.path) as desk:
        desk.app._back_up_if_due()
        await until(desk.pilot, lambda _rows: desk.app.link.backing_up)
    assert desk.app.link.backing_up
    held()
    desk.app.link.finish()
    assert [(found.read, found.trouble) for found in verify(folder)] == [("all", None)]
    assert not list(folder.glob("*.part"))


# ---------------------------------------------------------------- what is told


async def test_a_failure_is_told_once_with_the_way_to_try_again(
    console_club: Club, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_BACKUPS", str(tmp_path / "stick"))
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
        await desk.look()
        [told] = desk.told
        assert told.startswith("No backup could be made: ")
        assert str(tmp_path / "stick") in told
        assert told.endswith("It is tried every half hour; by hand: Ctrl+P, back up now.")
        assert "no backup yet" in desk.header
        (tmp_path / "stick").mkdir()
        await desk.look()
        assert "no backup yet" not in desk.header
        assert len(backups(tmp_path / "stick")) == 1
        shutil.rmtree(tmp_path / "stick")
        await desk.look()
        assert len(desk.told) == 2


async def test_a_failure_is_told_in_chinese(
    console_club: Club, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_BACKUPS", str(tmp_path / "stick"))
    use(CHINESE)
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
        [told] = desk.told
        assert told.startswith("没能做成备份：")
        assert told.endswith("手动备份：Ctrl+P，立即备份。")
        assert "还没有备份" in desk.header


async def test_the_header_tells_of_a_newest_backup_that_is_older_than_a_day(
    console_club: Club, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_backup(console_club, folder, 3)
    monkeypatch.setattr("storage.backup.making.require_room", _full)
    async with desk_of(console_club.database.path) as desk:
        assert "last backup" not in desk.header
        await desk.look()
        assert "last backup 3 days ago" in desk.header
        monkeypatch.setattr("storage.backup.making.require_room", lambda *_: None)
        await desk.look()
        assert "last backup" not in desk.header


def _full(*_given: object) -> None:
    raise OSError(28, "No space left on device")


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize("typed", ["back up now", "ljbf", "立即备份"])
async def test_the_palette_makes_one_now_and_tells_where(
    console_club: Club, folder: Path, typed: str
) -> None:
    made = put_backup(console_club, folder, 0)
    async with desk_of(console_club.database.path) as desk:
        await desk.command(typed)
        begun, done = desk.told
        assert begun == "A backup is being made; the desk works on meanwhile."
        assert done == f"Backed up and proved: {made.with_name(made.stem + '-2.db')}"
    assert len(backups(folder)) == 2


async def test_by_hand_a_failure_is_told_each_time(
    console_club: Club, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_BACKUPS", str(tmp_path / "stick"))
    async with desk_of(console_club.database.path) as desk:
        await desk.look()
        await desk.command("back up now")
        assert len([told for told in desk.told if told.startswith("No backup could be made: ")]) == 2
        assert "Traceback" not in text_of(desk.app)
