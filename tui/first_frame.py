"""The first frame of the console: its header, search line and key line, painted by a few escape sequences
while the toolkit is still being loaded, just as the toolkit will paint them.

What is typed meanwhile is neither echoed nor lost: the console takes it as its first keys.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple, TextIO

from core.clock import local_of, machine_clock, zone_named
from tui import settings
from tui.language import _
from tui.window import SMALLEST, ZONE, header_told

if TYPE_CHECKING:
    from textual.driver import Driver

ALTERNATE_ON, ALTERNATE_OFF = "\x1b[?1049h", "\x1b[?1049l"
CURSOR_ON, CURSOR_OFF = "\x1b[?25h", "\x1b[?25l"
WHOLE_SCREEN, LINE_REST, PLAIN, BOLD = "\x1b[2J", "\x1b[K", "\x1b[m", "\x1b[1m"

Colour = tuple[int, int, int]


class Colours(NamedTuple):
    """Text and ground of the header and of the screen, and the ground of the key line."""

    header: tuple[Colour, Colour]
    screen: tuple[Colour, Colour]
    keys: Colour


COLOURS = {
    "dark": Colours(((228, 230, 231), (51, 66, 78)), ((224, 224, 224), (18, 18, 18)), (36, 47, 56)),
    "light": Colours(((221, 230, 237), (0, 69, 120)), ((31, 31, 31), (224, 224, 224)), (208, 208, 208)),
    "contrast": Colours(((221, 234, 239), (0, 95, 135)), ((255, 255, 255), (0, 0, 0)), (28, 28, 28)),
}
"""What the toolkit makes of the themes; the theme `terminal` has the terminal's own."""


class FirstFrame:
    """Stands from when it is painted until the toolkit takes over."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.stands = False

    def paint(self) -> None:
        """Switches to the alternate screen and paints."""
        columns, lines = get_terminal_size()  # as the toolkit asks: COLUMNS and LINES first
        if columns < SMALLEST[0] or lines < SMALLEST[1]:
            return  # one sentence will stand there
        now = local_of(machine_clock(), zone_named(ZONE))
        sequences = painted(now, lines, _colours())
        self.stands = True
        self._write(ALTERNATE_ON + CURSOR_OFF + sequences)

    def handing_over_to(self, driver: "type[Driver]") -> "type[Driver]":
        """The toolkit's driver, made not to switch to the alternate screen again: Windows Terminal and others
        would clear it for that."""
        if not self.stands:
            return driver
        frame = self

        class TakingOver(driver):  # type: ignore[misc, valid-type]
            def write(self, data: str) -> None:
                if frame.stands and data == ALTERNATE_ON:
                    frame.stands = False
                else:
                    super().write(data)

        return TakingOver

    def take_down(self) -> None:
        """Gives the terminal back, where the toolkit has not come."""
        if self.stands:
            self._write(CURSOR_ON + ALTERNATE_OFF)
            self.stands = False

    def _write(self, sequences: str) -> None:
        self.out.write(sequences)
        self.out.flush()


@contextmanager
def first_frame() -> Iterator[FirstFrame]:
    """The frame on the terminal that the toolkit will use, while the console is loaded and runs. Not painted
    where that terminal knows no escape sequences; at the end its modes are as they were."""
    out = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__
    assert out is not None  # noqa: S101 - there is a terminal
    frame = FirstFrame(out)
    if not takes_sequences(out):
        yield frame
        return
    with _typing_kept():
        try:
            frame.paint()
            yield frame
        finally:
            frame.take_down()


def painted(now: datetime, lines: int, colours: Colours | None) -> str:
    """The frame as escape sequences; grounds reach to the ends of the lines. Without colours only the header
    is told apart, by its weight."""
    header = screen = keys = PLAIN
    if colours is not None:
        text, _ground = colours.screen
        header, screen, keys = map(_coloured, (colours.header, colours.screen, (text, colours.keys)))
    return (
        f"{screen}{WHOLE_SCREEN}"
        f"{_at(1)}{header}{BOLD}{header_told(now, now.date())}{LINE_REST}{PLAIN}"
        f"{_at(2)}{screen} {_('Find:')} "
        f"{_at(lines)}{keys}{LINE_REST}{PLAIN}"
    )


def takes_sequences(out: TextIO) -> bool:
    """Whether a stream is a terminal that understands escape sequences."""
    if not out.isatty():
        return False
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        enabled = 0x4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
        mode, handle = ctypes.c_ulong(), ctypes.c_void_p(msvcrt.get_osfhandle(out.fileno()))
        told = ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode))
        return bool(told) and bool(mode.value & enabled)
    return os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")


def _colours() -> Colours | None:
    """The colours of the theme, where the terminal shows them all: shades would differ from the toolkit's."""
    if os.environ.get("NO_COLOR") or os.environ.get("COLORTERM", "").lower() not in ("truecolor", "24bit"):
        return None
    theme = settings.read().get("theme")
    return None if theme == "terminal" else COLOURS.get(str(theme), COLOURS["dark"])


def _coloured(colours: tuple[Colour, Colour]) -> str:
    (red, green, blue), (ground_red, ground_green, ground_blue) = colours
    return f"\x1b[0;38;2;{red};{green};{blue};48;2;{ground_red};{ground_green};{ground_blue}m"


def _at(line: int) -> str:
    return f"\x1b[{line};1H"


@contextmanager
def _typing_kept() -> Iterator[None]:
    """Keys wait until they are read, Enter as Enter. On Windows they do so by themselves."""
    if sys.platform == "win32":
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    waiting = termios.tcgetattr(sys.stdin)
    waiting[0] &= ~(termios.ICRNL | termios.IXON)
    waiting[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    termios.tcsetattr(sys.stdin, termios.TCSANOW, waiting)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
