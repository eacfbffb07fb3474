"""The first frame: what stands on the terminal before the toolkit is loaded, and how that takes over."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.clock import local_of, zone_named
from tests.support.club import Club
from tests.support.screens import settled, shown, strips
from tests.support.terminal import ROOT
from tui.app import Console
from tui.first_frame import ALTERNATE_OFF, ALTERNATE_ON, COLOURS, CURSOR_ON, Colour, painted, takes_sequences
from tui.language import use
from tui.window import ZONE

if TYPE_CHECKING:
    from tests.support.pseudo_terminal import PseudoTerminal

Start = Callable[..., "AbstractContextManager[PseudoTerminal]"]

SIZE = (80, 24)
TOOLKIT = "\x1b[?1000h"
"""The toolkit's first own sequence: it asks for the mouse."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


def test_neither_the_toolkit_nor_typer_is_loaded_for_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, tui.main, tui.first_frame; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert {"textual", "rich", "typer", "asyncio", "sqlalchemy"} & set(told.stdout.split()) == set()


# ---------------------------------------------------------------- what it shows


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_its_lines_are_those_that_the_toolkit_paints(
    console_club: Club, tmp_path: Path, language: str
) -> None:
    use(language)
    frame = _lines(painted(local_of(console_club.clock(), zone_named(ZONE)), SIZE[1], None))
    async with Console(tmp_path / "club.db").run_test(size=SIZE) as pilot:
        await settled(pilot)
        rows = shown(pilot.app)
    begin, _bar, more = rows[0].partition(" | ")
    assert (
        frame[1].rstrip().endswith(begin.rstrip())
    )  # who is at the desk, and what needs attention, is not known yet
    assert "F10" in more
    assert frame[2].rstrip() == rows[1]
    assert set(frame) == {1, 2, SIZE[1]}


@pytest.mark.parametrize("theme", COLOURS)
async def test_its_colours_are_those_that_the_toolkit_paints(
    console_club: Club, tmp_path: Path, theme: str
) -> None:
    async with Console(tmp_path / "club.db").run_test(size=SIZE) as pilot:
        await settled(pilot)
        console = pilot.app
        assert isinstance(console, Console)
        console.action_theme(theme)
        await settled(pilot)
        header, find, keys = (strips(console)[line][0].style for line in (0, 1, SIZE[1] - 1))
    assert header is not None
    assert find is not None
    assert keys is not None
    colours = COLOURS[theme]
    assert colours.header == (_triple(header.color), _triple(header.bgcolor))
    assert colours.screen == (_triple(find.color), _triple(find.bgcolor))
    assert colours.keys == _triple(keys.bgcolor)
    assert header.bold


def test_without_colours_it_has_none(console_club: Club) -> None:
    frame = painted(local_of(console_club.clock(), zone_named(ZONE)), SIZE[1], None)
    assert set(re.findall(r"\x1b\[([0-9;]*)m", frame)) == {"", "1"}


def test_a_terminal_that_knows_no_sequences_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.platform", "linux")
    for named, taken in (("xterm-256color", True), ("tmux-256color", True), ("dumb", False), ("", False)):
        monkeypatch.setenv("TERM", named)
        assert takes_sequences(Terminal()) is taken  # type: ignore[arg-type]


def _lines(sequences: str) -> dict[int, str]:
    """The text of each line that is written to."""
    parts = re.split(r"\x1b\[(\d+);1H", sequences)[1:]
    text = [re.sub(r"\x1b\[[0-9;]*[mKJ]", "", part) for part in parts[1::2]]
    return dict(zip(map(int, parts[::2]), text, strict=True))


def _triple(colour: object) -> Colour:
    red, green, blue = colour.triplet  # type: ignore[attr-defined]
    return red, green, blue


# ---------------------------------------------------------------- how the toolkit takes over


@pytest.fixture
def frontdesk(tmp_path: Path) -> Start:
    """The real program in a terminal, in English, on a club of its own."""

    @contextmanager
    def start(
        program: str = "from tui.main import run; run()",
        size: tuple[int, int] = SIZE,
        **environment: str,
    ) -> "Iterator[PseudoTerminal]":
        from tests.support.pseudo_terminal import PseudoTerminal

        set_by_others = ("NO_COLOR", "COLUMNS", "LINES")
        kept = {name: value for name, value in os.environ.items() if name not in set_by_others}
        homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
        told = {
            **kept,
            **dict.fromkeys(homes, str(tmp_path / "user")),
            "FRONTDESK_DB": str(tmp_path / "own.db"),
            "FRONTDESK_LANG": "en",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
        terminal = PseudoTerminal([sys.executable, "-c", program], size, told | environment, ROOT)
        try:
            yield terminal
        finally:
            terminal.close()

    return start


@posix
def test_what_is_typed_before_the_toolkit_has_come_is_kept_and_the_terminal_is_given_back(
    frontdesk: Start,
) -> None:
    with frontdesk() as terminal:
        modes = terminal.modes
        terminal.until("Find:")
        assert TOOLKIT.encode() not in terminal.written
        terminal.type("zs\r")
        terminal.until("Nobody is found by zs.")
        terminal.type("\x11")
        assert terminal.ended() == 0
        written = terminal.written.decode(errors="replace")
        assert terminal.modes == modes
    before, after = written.split(TOOLKIT, 1)
    assert "zs" not in before
    assert (written.count(ALTERNATE_ON), written.count(ALTERNATE_OFF)) == (1, 1)
    assert before.index(ALTERNATE_ON) < before.index("Staff club")
    assert after.rindex(ALTERNATE_OFF) > after.rindex("Staff club")


@posix
def test_a_console_that_cannot_be_loaded_gives_the_terminal_back_and_says_so(
    frontdesk: Start,
) -> None:
    broken = "import sys; sys.modules['tui.app'] = None; from tui.main import run; run()"
    with frontdesk(broken) as terminal:
        modes = terminal.modes
        assert terminal.ended() == 1
        written = terminal.written.decode()
        assert terminal.modes == modes
    frame, said = written.split(CURSOR_ON + ALTERNATE_OFF)
    assert "Staff club" in frame
    assert "frontdesk made a mistake" in said


@posix
def test_a_window_too_small_for_the_screens_has_no_first_frame(
    frontdesk: Start,
) -> None:
    with frontdesk(size=(50, 12)) as terminal:
        terminal.until("too small")
        assert terminal.written.startswith(ALTERNATE_ON.encode() + TOOLKIT.encode())


@posix
def test_a_terminal_that_is_gone_without_a_word_takes_the_console_with_it(frontdesk: Start) -> None:
    with frontdesk() as terminal:
        terminal.until(TOOLKIT)
        terminal.painted()
        terminal.hang_up()
        assert terminal.process.wait(60) is not None
