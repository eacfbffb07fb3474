"""The console is told to end from outside, in the middle of whatever is on the screen: the terminal is given
back, and the club is whole."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import driver
from tests.support.club import Club
from tests.support.terminal import ROOT
from tui.first_frame import ALTERNATE_OFF, CURSOR_ON

if TYPE_CHECKING:
    from tests.support.pseudo_terminal import PseudoTerminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")

SECONDS = 10
"""Far more than it takes: the time that it took is in docs/reliability.md."""

TOLD = {"a window that is closed": "SIGHUP", "a system that goes down": "SIGTERM"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    club = Club.new(tmp_path)
    club.member("000001", name="张三")
    club.do("add_item", sku="RICE", name="大米", kind="goods", price="79.90", barcode="690001")
    club.database.close()
    return club.database.path


@contextmanager
def console(path: Path) -> "Iterator[PseudoTerminal]":
    from tests.support.pseudo_terminal import PseudoTerminal

    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    told = kept | dict.fromkeys(homes, str(path.parent / "user"))
    told |= {"FRONTDESK_DB": str(path), "FRONTDESK_LANG": "en", "TERM": "xterm-256color"}
    program = "from tui.main import run; run()"
    terminal = PseudoTerminal([sys.executable, "-c", program], (80, 24), told, ROOT)
    try:
        yield terminal
    finally:
        terminal.close()


def told_to_end(terminal: "PseudoTerminal", name: str) -> float:
    """The seconds until it has ended."""
    begun = time.monotonic()
    os.kill(terminal.process.pid, getattr(signal, name))
    terminal.ended(SECONDS)
    return time.monotonic() - begun


@pytest.mark.parametrize("name", TOLD.values(), ids=list(TOLD))
def test_in_the_middle_of_a_dialog_it_ends_and_gives_the_terminal_back(path: Path, name: str) -> None:
    with console(path) as terminal:
        modes = terminal.modes
        terminal.until("Find:")
        terminal.until("There are no facilities")
        terminal.type("\x10")  # the palette
        terminal.until("the day after")
        assert told_to_end(terminal, name) < SECONDS
        assert terminal.process.returncode == 0
        assert terminal.modes == modes
        assert terminal.written.decode(errors="replace").rstrip().count(ALTERNATE_OFF) == 1
        assert CURSOR_ON in terminal.written.decode(errors="replace")
        assert b"Traceback" not in terminal.written
    assert driver.size_of(driver.log_of(path)) == 0


@pytest.mark.parametrize("name", TOLD.values(), ids=list(TOLD))
def test_while_it_is_still_being_loaded_it_gives_the_terminal_back_too(path: Path, name: str) -> None:
    with console(path) as terminal:
        modes = terminal.modes
        terminal.until("Staff club")
        assert told_to_end(terminal, name) < SECONDS
        assert terminal.modes == modes
        assert b"Traceback" not in terminal.written


def test_a_terminal_that_is_taken_away_in_a_dialog_ends_it_and_the_club_is_whole(path: Path) -> None:
    with console(path) as terminal:
        terminal.until("There are no facilities")
        terminal.type("\x10")
        terminal.until("the day after")
        os.kill(terminal.process.pid, signal.SIGHUP)
        terminal.hang_up()
        assert terminal.process.wait(SECONDS) == 0
    club = Club.new(path.parent)
    club.check()
    club.database.close()
