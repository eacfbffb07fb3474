"""The console in a real pseudo-terminal, and what it wrote there taken apart. Not on Windows."""

import os
import re
import select
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.club import Club
from tests.support.hostile_texts import CONTROL, TEXTS, acting_in
from tests.support.pseudo_terminal import PseudoTerminal
from tests.support.terminal import ROOT

SIZE = (120, 40)
KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "down": "\x1b[B", "up": "\x1b[A",
    "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pagedown": "\x1b[6~",
    "ctrl+right": "\x1b[1;5C", "ctrl+pagedown": "\x1b[6;5~", "f1": "\x1bOP", "f2": "\x1bOQ",
    "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~",
    "f9": "\x1b[20~", "f10": "\x1b[21~",
}  # fmt: skip

QUIET, PATIENCE = 0.06, 0.6
"""Seconds without a piece until a key counts as answered, and until the first piece of an answer."""

_POINTER = re.compile(rb"\x1b\]22;[a-z-]+\x07")
"""The shape of the mouse's pointer: the one command to the system that the toolkit gives."""

_OWN = re.compile(r"\x1b\[[0-?]*[ -/]*[HJKhlmpu]|" + _POINTER.pattern.decode())
"""What the toolkit and the first frame write of themselves."""

_PROGRAM = """
import sys
from pathlib import Path
import tui.link, tui.scanner, tui.screens.schedule
from core.clock import Instant
tui.link.machine_clock = lambda: Instant({at})
tui.scanner.GAP_SECONDS = -1.0
tui.screens.schedule.usual_folders = lambda: [Path({folder!r})]
from tui.main import main
sys.exit(main(["--db", {path!r}, "--lang", "en"]))
"""


def console_on(club: Club, folder: Path, home: Path) -> PseudoTerminal:
    """The real program on a club, at the club's hour, for a user without settings."""
    program = _PROGRAM.format(at=int(club.clock.at), folder=str(folder), path=str(club.database.path))
    told = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "FRONTDESK_"))}
    told |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
    told.pop("NO_COLOR", None)
    return PseudoTerminal([sys.executable, "-c", program], SIZE, told, ROOT)


def press(terminal: PseudoTerminal, keys: Sequence[str]) -> bytes:
    """Presses keys one after the other; what was written meanwhile."""
    return b"".join(typed(terminal, _sent(key)) for key in keys)


def back_to_the_grid(terminal: PseudoTerminal) -> None:
    """Leaves whatever stands on the grid, page by page."""
    for _ in range(4):
        typed(terminal, KEYS["escape"], patience=0.2)


def _sent(key: str) -> str:
    return KEYS.get(key) or (chr(ord(key[-1]) - 96) if key.startswith("ctrl+") else key)


def typed(terminal: PseudoTerminal, sent: str, patience: float = PATIENCE) -> bytes:
    """Sends something; what was written until it was quiet again."""
    terminal.type(sent)
    told = b""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and select.select([terminal.master], [], [], patience)[0]:
        told += os.read(terminal.master, 1 << 16)
        patience = QUIET if _POINTER.sub(b"", told) else patience
    terminal.written += told
    return told


def faults_in(written: bytes) -> Iterator[str]:
    """What in a terminal's bytes came from data: a sequence that was planted, or a character that acts."""
    text = written.decode("utf-8")  # half a character would be a fault too
    for name, planted in CONTROL.items():
        if "\x1b" in planted and planted in text:
            yield f"planted: {name}"
    for piece in _OWN.split(text):
        if piece == "\x07":  # the console's own bell
            continue
        for found in acting_in(piece, allowed="\r\n"):
            yield f"{found} in {piece!r}"


def texts_in(written: bytes) -> set[int]:
    """Which planted texts were written, by the number behind them, whatever stands between."""
    text = _OWN.sub("", written.decode("utf-8"))
    return {int(number) for number in re.findall(r"~(\d{1,3})~", text) if int(number) < len(TEXTS)}
