"""A database that can't be opened is told in the place of the grid, with the ways on; one that is lost while
it is open leaves the grid as it is. In both cases the club comes back, by Enter or by itself."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from storage import driver, places
from storage.schema import SCHEMA_VERSION
from tests.support.club import Club
from tests.support.console_club import TODAY, fill
from tests.support.files import another_program, bound_by_modes
from tests.support.screens import settled, shown, text_of, until
from tui import app as app_module
from tui import connection
from tui.app import Console
from tui.first_frame import FirstFrame
from tui.language import CHINESE

SCROLLBAR = frozenset(map(chr, range(0x2580, 0x25A0)))
OFTEN, NEVER = 0.05, 3600.0
POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody take away an open file")


class Desk:
    """The console under test."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.app = pilot.app
        assert isinstance(self.app, Console)
        self.link = self.app.link

    async def press(self, *keys: str) -> None:
        """Keys one by one, each waited for."""
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)

    async def until(self, holds: Callable[[list[str]], bool]) -> None:
        await until(self.pilot, holds)
        await settled(self.pilot)

    @property
    def rows(self) -> list[str]:
        return shown(self.app)

    @property
    def text(self) -> str:
        """All that is shown, however it is wrapped: without blanks."""
        return "".join(letter for letter in text_of(self.app) if letter not in SCROLLBAR and letter.strip())

    @property
    def grid(self) -> list[str]:
        """The rows of facilities."""
        return [row for row in self.rows if row.startswith(("羽毛球", "乒乓球", "阅览室", "小会议室"))]


@pytest.fixture(autouse=True)
def _never_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test says by itself how often the console looks and tries again."""
    monkeypatch.setattr(connection, "FOLLOW_SECONDS", NEVER)
    monkeypatch.setattr(connection, "RETRY_SECONDS", NEVER)


@asynccontextmanager
async def desk_on(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with Console(path).run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield Desk(pilot)


def squeezed(text: str) -> str:
    return "".join(text.split())


# ---------------------------------------------------------------- what can't be opened


class Cause(NamedTuple):
    """Why a database can't be opened: how it comes about, what is said, and how it is mended."""

    name: str
    said: str
    harm: Callable[[Path], None]
    mend: Callable[[Path], None]


def _put(content: bytes) -> Callable[[Path], None]:
    """The club's file is moved away, and another one put in its place."""

    def harm(path: Path) -> None:
        path.rename(path.with_name("kept"))
        path.write_bytes(content)

    return harm


def _back(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    path.with_name("kept").replace(path)


def _sql(script: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connected:
            connected.executescript(script)

    return run


def _folder(path: Path) -> None:
    path.rename(path.with_name("kept"))
    path.mkdir()


def _foreign(path: Path) -> None:
    path.rename(path.with_name("kept"))
    _sql("CREATE TABLE recipe (name)")(path)


def _stray(path: Path) -> None:
    path.rename(path.with_name("kept"))
    driver.log_of(path).write_bytes(b"what was done last" * 1000)


def _not_stray(path: Path) -> None:
    driver.log_of(path).unlink()
    _back(path)


CAUSES = [
    Cause("damaged", "{path} is not a database", _put(b"SQLite format 3\0" + b"\x13" * 9000), _back),
    Cause("truncated", "{path} is damaged (", lambda path: os.truncate(path, 40_961), _back),
    Cause("a letter", "{path} is not a database", _put(b"Dear front desk, " * 200), _back),
    Cause("another program's", "{path} is a database of another program", _foreign, _back),
    Cause("a folder", "{path} is a folder or a device", _folder, _back),
    Cause("a log without its database", "{path}-wal holds the last changes", _stray, _not_stray),
    Cause(
        "newer",
        f"{{path}} was written by a newer version (schema 9999; this one knows {SCHEMA_VERSION}): "
        "update frontdesk.",
        _sql("PRAGMA user_version = 9999"),
        _sql(f"PRAGMA user_version = {SCHEMA_VERSION}"),
    ),
]


@pytest.fixture
def closed(console_club: Club) -> Path:
    """The console's club, with nobody in it."""
    path = console_club.database.path
    console_club.database.close()
    return path


def _harmed(cause: Cause, path: Path) -> None:
    if cause.name == "truncated":
        path.with_name("kept").write_bytes(path.read_bytes())
    cause.harm(path)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: str(cause.name))
async def test_why_it_cannot_be_opened_stands_in_the_grids_place_until_enter_finds_it_mended(
    closed: Path, cause: Cause
) -> None:
    _harmed(cause, closed)
    async with desk_on(closed) as desk:
        assert squeezed(cause.said.format(path=closed)) in desk.text
        assert desk.grid == []
        assert "|  not connected" in desk.rows[0]
        assert desk.rows[-2].strip().startswith("Enter = try again")
        assert desk.rows[-1].startswith(" Enter try again ^c copy ^q quit")
        before = desk.rows
        await desk.press("ctrl+t", "f4", "z", "escape", "ctrl+right", "f3", "f3", "f5", "f7", "f8", "ctrl+o")
        assert [row for row in desk.rows if row not in before] == [], desk.rows
        await desk.press("enter")
        assert squeezed(cause.said.format(path=closed)) in desk.text
        assert "tried in vain at 17:34:00" in desk.rows[-2]
        cause.mend(closed)
        await desk.press("enter")
        assert len(desk.grid) == 5
        assert "not connected" not in desk.rows[0]
        assert "try again" not in text_of(desk.app)
        await desk.press("z", "s", "enter")
        assert "Chosen: 张三" in desk.rows[1]


async def test_a_folder_that_cannot_be_made_is_told_and_made_as_soon_as_it_can(
    console_club: Club, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    async with desk_on(tmp_path / "file" / "club.db") as desk:
        assert squeezed(f"{tmp_path}/file/club.db can't be made: Not a directory.") in desk.text
        (tmp_path / "file").unlink()
        await desk.press("enter")
        assert "No schedule for this day" in text_of(desk.app)


async def test_what_one_may_not_read_is_told_until_one_may(console_club: Club) -> None:
    with bound_by_modes() as folder:
        (folder / "club.db").chmod(0)
        async with desk_on(folder / "club.db") as desk:
            assert squeezed(f"{folder}/club.db can't be read and written by you") in desk.text
            (folder / "club.db").chmod(0o600)
            await desk.press("enter")
            assert "No schedule for this day" in text_of(desk.app)


async def test_an_error_of_the_disk_is_a_sentence_too(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> int:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(driver, "size_of", broken)
    async with desk_on(closed) as desk:
        assert squeezed(f"The database {closed} can't be used: Input/output error.") in desk.text


async def test_a_network_share_is_told(closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    point = str(tmp_path).replace(" ", "\\040")
    table.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/club {point} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(places, "MOUNT_TABLE", table)
    async with desk_on(closed) as desk:
        assert squeezed(f"{closed} lies on a network share (nfs4)") in desk.text
        table.write_text("/dev/sda / ext4 rw 0 0\n", encoding="utf-8")
        await desk.press("enter")
        assert len(desk.grid) == 5


async def test_what_another_program_keeps_to_itself_is_tried_by_itself_every_few_seconds(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "RETRY_SECONDS", OFTEN)
    monkeypatch.setattr("tui.link.OPENING_SECONDS", OFTEN)
    alone = (
        "connection.execute('PRAGMA locking_mode = exclusive'); connection.execute('DELETE FROM operation')"
    )
    with another_program(closed, alone) as program:
        async with desk_on(closed) as desk:
            assert squeezed(f"Another program keeps {closed} locked") in desk.text
            assert "The desk tries again by itself every 3 seconds." in text_of(desk.app)
            assert desk.rows[-2] == " Enter = try again; by itself every 3 seconds"
            program.kill()
            await desk.until(lambda _rows: len(desk.grid) == 5)


async def test_what_only_a_person_can_mend_is_not_tried_by_itself(closed: Path) -> None:
    _sql("PRAGMA user_version = 9999")(closed)
    async with desk_on(closed) as desk:
        assert desk.rows[-2] == " Enter = try again"
        assert "by itself" not in text_of(desk.app)
        desk.app._retry()  # type: ignore[attr-defined]  # what the clock does
        await settled(desk.pilot)
        assert not desk.app.workers
        assert desk.link.trouble is not None


async def test_backups_beside_a_damaged_database_are_named_the_newest_first(closed: Path) -> None:
    names = [f"club.before-v{number}.db" for number in range(2, 9)]
    for day, name in enumerate(names):
        closed.with_name(name).touch()
        os.utime(closed.with_name(name), (day * 86_400 + 43_200,) * 2)
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        named = [row.split()[0] for row in desk.rows if "before-v" in row]
        assert named == names[:1:-1]
        assert squeezed("move club.db away, and club.db-wal if there is one; then give a copy") in desk.text
        assert "1970-01-07" in text_of(desk.app)


async def test_that_there_is_no_backup_is_told_too(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        assert "none is named club.before-v*.db" in text_of(desk.app)


async def test_no_new_club_is_made_in_the_place_of_one_that_could_not_be_opened(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        closed.unlink()
        await desk.press("enter")
        assert squeezed(f"{closed} is gone") in desk.text
        assert not closed.exists()
        _back(closed)
        await desk.press("enter")
        assert len(desk.grid) == 5


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (200, 50)])
async def test_a_long_path_is_wrapped_and_never_cut(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / ("a folder of the staff club " * 3).strip() / ("职工之家" * 15)
    folder.mkdir(parents=True)
    path = folder / "letter.db"
    path.write_bytes(b"Dear front desk, " * 200)
    async with desk_on(path, size) as desk:
        assert squeezed(f"{path} is not a database, or is encrypted. Nothing was changed.") in desk.text
        assert max(cell_len(row) for row in desk.rows) <= size[0]


async def test_the_reason_can_be_copied_with_its_whole_path(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        await desk.press("ctrl+c")
        assert desk.app.clipboard == f"{closed} is not a database, or is encrypted. Nothing was changed."
        assert "Copied" in text_of(desk.app)


async def test_a_date_being_typed_stays_when_the_club_can_be_opened(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        await desk.press("ctrl+g", "2", "6")
        _back(closed)
        desk.app._retry()  # type: ignore[attr-defined]  # what the clock does
        await settled(desk.pilot)
        assert len(desk.grid) == 5
        assert "Date: 26" in desk.rows[1]
        await desk.press("enter")
        assert "showing 2026-11-26" in desk.rows[0]


async def test_the_reason_follows_the_language(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        desk.app.speak(CHINESE)  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert f"{closed}不是数据库，或已加密。" in desk.text
        assert "|  未连接" in desk.rows[0]
        assert desk.rows[-2] == " 回车 = 重试；每 3 秒自动重试"
        assert desk.rows[-1].startswith(" Enter 重试 ^c 复制 ^q 退出")


async def test_help_and_the_palette_are_there_without_a_club(closed: Path) -> None:
    _put(b"Dear front desk, " * 200)(closed)
    async with desk_on(closed) as desk:
        await desk.press("f1")
        assert "Keys of this screen" in text_of(desk.app)
        await desk.press("escape", "ctrl+p", *"quit")
        await desk.press("enter")
        assert not desk.app.is_running


def test_why_it_could_not_be_opened_stays_in_the_terminal(
    closed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def leave(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press("ctrl+q")

    _put(b"Dear front desk, " * 200)(closed)
    monkeypatch.setattr(Console, "run", partial(Console.run, headless=True, auto_pilot=leave))
    monkeypatch.setattr(Console, "run", lambda self, run=Console.run: run.func(self, **run.keywords))
    assert app_module.run(closed, FirstFrame(sys.stderr)) == 2
    assert capsys.readouterr().err == f"{closed} is not a database, or is encrypted. Nothing was changed.\n"


# ---------------------------------------------------------------- what is lost while it is open


@pytest.fixture
def path(console_club: Club) -> Path:
    return console_club.database.path


@pytest.fixture
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FOLLOW_SECONDS", OFTEN)
    monkeypatch.setattr(connection, "RETRY_SECONDS", OFTEN)


@POSIX
@pytest.mark.usefixtures("_looks_often")
async def test_a_database_that_is_removed_leaves_the_grid_and_comes_back_by_itself(
    console_club: Club, path: Path
) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter", "right", "w", "w")
        before = desk.rows
        away = path.rename(path.with_name("away.db"))
        await desk.until(lambda rows: "not connected" in rows[0])
        assert desk.grid == [row for row in before if row in desk.grid]
        assert len(desk.grid) == 5
        assert "Find: ww" in desk.rows[1]
        assert squeezed(f"Enter = try again; by itself every 3 seconds | {path} is gone") in desk.text
        assert desk.rows[-1].startswith(" Enter try again ^c copy ^q quit")
        away.rename(path)
        await desk.until(lambda rows: "not connected" not in rows[0])
        assert "Find: ww" in desk.rows[1]
        assert "Chosen: 张三" in desk.rows[1]
        assert desk.rows[-2:] == before[-2:]
        await desk.press("escape", "enter")
        assert "张三 is booked: 羽毛球1号场 11-24 Tue 19:30" in text_of(desk.app)
        console_club.check()


@POSIX
async def test_every_key_while_it_is_lost_does_no_harm_and_the_line_says_why(
    console_club: Club, path: Path
) -> None:
    booked = console_club.book("000001", "court1", TODAY, "19:30")
    async with desk_on(path) as desk:
        await desk.press("right")
        away = path.rename(path.with_name("away.db"))
        on_grid = "f5 f7 left f8 escape escape f3 f3 ctrl+right ctrl+t f4 ctrl+o escape ctrl+g 2 4 escape l s"
        for key in [*on_grid.split(), "escape", "ctrl+u", "escape", "f2", "l"]:
            await desk.press(key)
            assert squeezed(f"{path} is gone") in desk.text, (key, desk.rows)
        assert desk.app.is_running
        away.rename(path)
        await desk.press("enter")
        assert "is gone" not in text_of(desk.app)
        assert desk.app.screen.query_one("#search", Input).value == "l"
    assert console_club.state(booked) == "confirmed"


@POSIX
async def test_nothing_is_said_to_be_booked_in_a_file_that_is_gone(console_club: Club, path: Path) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter", "right")
        away = path.rename(path.with_name("away.db"))
        await desk.press("enter")
        assert squeezed(f"{path} is gone") in desk.text
        assert "is booked" not in text_of(desk.app)
        assert not path.exists()
        away.rename(path)
        assert console_club.slot("court1", TODAY, "19:30")["taken"] == 0
        await desk.press("enter")
        assert desk.rows[-3].startswith(" Enter = book 张三")
        await desk.press("enter")
        assert "张三 is booked" in text_of(desk.app)
    assert console_club.slot("court1", TODAY, "19:30")["taken"] == 4


@POSIX
async def test_a_new_club_is_never_made_in_the_place_of_one_that_is_lost(
    console_club: Club, path: Path
) -> None:
    console_club.member("000011")  # so that there is something in the log
    async with desk_on(path) as desk:
        away = path.rename(path.with_name("away.db"))
        await desk.press("ctrl+right", "enter", "enter")
        assert squeezed(f"{path} is gone") in desk.text
        assert not path.exists()
        path.touch()
        await desk.press("enter")
        assert squeezed(f"{path}-wal holds the last changes") in desk.text
        assert path.stat().st_size == 0
        away.replace(path)
        await desk.press("enter")
        assert "not connected" not in desk.rows[0]


@POSIX
@pytest.mark.usefixtures("_looks_often")
async def test_another_club_in_its_place_is_shown_as_soon_as_nothing_is_spoilt_by_it(
    console_club: Club, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = fill(Club.new(tmp_path / "other"))
    other.book("000001", "court1", TODAY, "19:30")
    other.database.close()
    log = driver.log_of(path)
    console_club.member("000011")  # so that there is something in the log
    async with desk_on(path) as desk:
        assert not any("张三" in row for row in desk.grid)
        assert log.stat().st_size
        other.database.path.replace(path)
        await desk.until(lambda rows: squeezed(f"{log} holds the last changes") in squeezed("".join(rows)))
        assert "|  not connected" in desk.rows[0]
        log.rename(tmp_path / "the log of before")
        await desk.until(lambda _rows: any("张三" in row for row in desk.grid))
        assert "not connected" not in desk.rows[0]


@POSIX
async def test_a_database_that_another_desk_has_made_newer_is_told(console_club: Club, path: Path) -> None:
    async with desk_on(path) as desk:
        with closing(driver.connect(path)) as newer:
            newer.execute("PRAGMA user_version = 9999")
        await desk.press("right", "z")
        assert squeezed(f"Enter = try again | {path} was written by a newer version") in desk.text
        assert len(desk.grid) == 5


async def test_damage_that_is_met_while_it_is_open_is_a_sentence(console_club: Club, path: Path) -> None:
    async with desk_on(path) as desk:
        with closing(driver.connect(path)) as harming:
            harming.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page = harming.execute("SELECT rootpage FROM sqlite_master WHERE name = 'slot'").fetchone()[0]
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
        assert isinstance(desk.app, Console)
        desk.link._database._readers.dispose()  # type: ignore[union-attr]  # what they had read already
        await desk.press("ctrl+right")
        assert squeezed(f"{path} is damaged") in desk.text
        assert desk.app.is_running


@POSIX
async def test_open_fields_of_a_member_stay_as_they_are_typed(console_club: Club, path: Path) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter", "f2", "ctrl+e")
        for key in ("end", "x", "y"):
            await desk.press(key)
        typed = [field.value for field in desk.app.screen.query(Input)]
        away = path.rename(path.with_name("away.db"))
        await desk.press("enter")
        assert squeezed(f"{path} is gone") in desk.text
        await desk.press("enter")
        assert [field.value for field in desk.app.screen.query(Input)] == typed
        away.rename(path)
        await desk.press("enter")
        assert desk.rows[-2].strip().startswith("Enter = save:")
        assert [field.value for field in desk.app.screen.query(Input)] == typed


# ---------------------------------------------------------------- what is locked by another program


LOCKED = "connection.execute('BEGIN IMMEDIATE')"


@pytest.fixture
def _told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", OFTEN)
    monkeypatch.setattr(connection, "GLANCE_SECONDS", OFTEN)


def test_a_wait_is_told_after_about_a_second() -> None:
    assert connection.PATIENCE_SECONDS + connection.GLANCE_SECONDS < 1.5


@pytest.mark.usefixtures("_told_soon")
async def test_a_booking_waits_for_another_program_the_screen_does_not_and_says_so(
    console_club: Club, path: Path
) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter", "right")
        with another_program(path, LOCKED) as program:
            await desk.pilot.press("enter")
            await until(desk.pilot, lambda rows: "waiting for another program" in rows[0])
            assert "Another program keeps the database locked" in "".join(desk.rows[-3:-1])
            await desk.pilot.press("down")
            await until(desk.pilot, lambda rows: "羽毛球2号场 11-24 Tue 19:30" in rows[-4])
            assert "is booked" not in text_of(desk.app)
            program.kill()
            await until(desk.pilot, lambda rows: "张三 is booked: 羽毛球1号场" in "".join(rows))
        await desk.until(lambda rows: "waiting" not in rows[0])
        assert "张三 is booked" in "".join(desk.rows[-3:-1])
        console_club.check()


@pytest.mark.usefixtures("_told_soon")
async def test_opening_waits_for_another_program_where_something_is_due_and_says_so(
    console_club: Club, path: Path
) -> None:
    console_club.clock.at += 15 * 60
    with another_program(path, LOCKED) as program:
        async with Console(path).run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda rows: "waiting for another program" in rows[0])
            assert "Another program keeps the database locked" in shown(pilot.app)[-3]
            program.kill()
            await until(pilot, lambda rows: any("n李四" in row for row in rows))
            await until(pilot, lambda rows: "waiting" not in rows[0])


async def test_a_lock_that_lasts_too_long_is_a_sentence_and_the_key_works_once_it_is_free(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter", "right")
        assert desk.link._database is not None
        monkeypatch.setattr(desk.link._database, "wait", 0.1)
        with another_program(path, LOCKED):
            await desk.press("enter")
            assert squeezed(f"Another program keeps {path} locked") in desk.text
            assert "is booked" not in text_of(desk.app)
        await desk.press("enter")
        assert "张三 is booked" in text_of(desk.app)


@pytest.mark.usefixtures("_looks_often")
async def test_what_is_due_meanwhile_is_shown_by_itself_as_soon_as_the_lock_is_free(
    console_club: Club, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(path) as desk:
        await desk.press("z", "s", "enter")
        assert any("!李四" in row for row in desk.grid)
        assert desk.link._database is not None
        monkeypatch.setattr(desk.link._database, "wait", 0.1)
        with another_program(path, LOCKED):
            console_club.clock.at += 15 * 60
            await desk.press("right")
            assert squeezed(f"Another program keeps {path} locked") in desk.text
            assert any("!李四" in row for row in desk.grid)
        await desk.until(lambda rows: any("n李四" in row for row in rows))
        assert "locked" not in text_of(desk.app)


async def test_the_console_can_be_left_while_it_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(path)
    async with console.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in ("z", "s", "enter", "right"):
            await pilot.press(key)
            await settled(pilot)
        with another_program(path, LOCKED):
            await pilot.press("enter")
            await asyncio.sleep(0)
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert not console.is_running
