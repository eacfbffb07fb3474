"""The console in a real pseudo-terminal: from a key to the painted line, a day change, the start.

`python -m tests.bench.console [--club FOLDER]`. The terminal reads what the console writes as it comes, and
takes the time of each piece. Not on Windows.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from core.clock import Minute, Rehearsal, instant_at, instant_of, zone_named
from core.desk import Desk
from core.facilities.keeping import AddFacility
from core.schedule.publish import PublishSlots
from core.schedule.slots import SlotSpec
from core.wire import Name
from storage.database import open_database
from tests.bench import big_club
from tests.support.pseudo_terminal import PseudoTerminal

ROOT = Path(__file__).parents[2]
SIZE = (120, 40)
KEYS = 150
DAYS = 40
STARTS = 15

DOWN, UP, RIGHT, LEFT = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D"
DAY_ON, DAY_BACK = "\x1b[1;5C", "\x1b[1;5D"

_PROGRAM = """
import sys
import core.clock
core.clock.machine_clock = lambda: {now}
from tui.main import main
sys.exit(main(["--db", {path!r}, "--lang", "en"]))
"""
"""`frontdesk` as a person starts it, at the hour at which the clock of the club stands."""


def _console(database: Path, room: Path) -> PseudoTerminal:
    """A console in a pseudo-terminal of its own."""
    now = instant_of(big_club.NOW, zone_named("Asia/Shanghai"))
    program = _PROGRAM.format(now=now, path=str(database))
    return PseudoTerminal([sys.executable, "-c", program], SIZE, _environment(room), ROOT)


class Row(NamedTuple):
    """A line of the table, in milliseconds."""

    name: str
    median: float
    p95: float
    aim: str


def main() -> None:
    """The table, on standard output."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.console", description=__doc__)
    parser.add_argument(
        "--club", type=Path, metavar="PATH", help="a folder that keeps the clubs for next time"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as temporary:
        room = Path(temporary)
        kept: Path = options.club or room
        kept.mkdir(parents=True, exist_ok=True)
        print("| measure | median ms | p95 ms | aim |\n| - | -: | -: | - |", flush=True)
        big = _kept(kept / "club-2000000.db", lambda path: big_club.make_club(path, 2_000_000))
        huge = _kept(kept / "club-200x48.db", _huge_club)
        _told(_starts(big, room))
        _told(_keys("50 x 11", big, room))
        _told(_keys("200 x 48", huge, room))
        _told(_days(big, room))


def _kept(path: Path, make: Callable[[Path], None]) -> Path:
    if not path.exists():
        print(f"making {path.name}", file=sys.stderr)
        make(path)
    return path


def _told(rows: Sequence[Row]) -> None:
    for row in rows:
        print(f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.aim} |", flush=True)


def _row(name: str, seconds: Sequence[float], aim: str) -> Row:
    ordered = sorted(seconds)
    return Row(name, statistics.median(ordered) * 1000, ordered[int(0.95 * (len(ordered) - 1))] * 1000, aim)


def _starts(club: Path, room: Path) -> list[Row]:
    """The first frame, the toolkit's shell that takes keys, and the data, in turns with a Python that does
    nothing."""
    nothing, frames, shells, full = [], [], [], []
    for turn in range(STARTS + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], env=_environment(room), check=True)
        floor = time.perf_counter() - begun
        terminal = _console(club, room)
        frame, shell, data = map(terminal.until, ("Staff club", "F1 help", "场地1"))
        terminal.painted()
        terminal.close()
        if turn:  # the first leaves the compiled modules behind, as an installation does
            nothing.append(floor)
            frames.append(frame)
            shells.append(shell)
            full.append(data)
    floor = statistics.median(nothing)
    aims = ("start: the first frame", 20, frames), ("start: the shell takes keys", 20, shells), (
        "start: the day on screen", 60, full
    )  # fmt: skip
    return [
        _row("`python -c pass` (floor)", nothing, ""),
        *(
            _row(name, got, f"{aim} x the floor: {statistics.median(got) / floor:.1f} x")
            for name, aim, got in aims
        ),
    ]


def _keys(grid: str, club: Path, room: Path) -> list[Row]:
    """The cursor moved: to the first painted lines (the cells), and to the last (words, Enter's line)."""
    terminal = _console(club, room)
    terminal.until("场地1")
    terminal.painted()
    cells, words = [], []
    way = [*[DOWN] * 25, *[RIGHT] * 8, *[UP] * 12, *[LEFT] * 5]
    for turn in range(KEYS):
        first, last = terminal.painted(way[turn % len(way)])
        if first:
            cells.append(first)
            words.append(last)
    terminal.close()
    return [
        _row(f"{grid}: a key to the painted cell", cells, "p95 below 16 ms"),
        _row(f"{grid}: a key to the last line that follows", words, ""),
    ]


def _days(club: Path, room: Path) -> list[Row]:
    """A day on or back, among two million bookings, to the whole painted screen."""
    terminal = _console(club, room)
    terminal.until("场地1")
    terminal.painted()
    whole = [
        terminal.painted(key)[1] for turn in range(DAYS) for key in (DAY_BACK if turn % 8 < 4 else DAY_ON,)
    ]
    terminal.close()
    return [_row("a day change at 2,000,000 bookings, to the painted screen", whole, "30 ms")]


def _huge_club(path: Path) -> None:
    """200 facilities with 48 slots on the day at hand."""
    database = open_database(path, replayed=True)
    midnight = instant_at(big_club.TODAY, 0, zone_named("Asia/Shanghai"))
    desk = Desk(database, Rehearsal(midnight))
    codes = [Name(f"F{number:03d}") for number in range(1, 201)]
    for number, code in enumerate(codes, 1):
        desk.do(AddFacility(code, Name(f"场地{number}"), "area", capacity=12))
    for code in codes:
        slots = tuple(
            SlotSpec(code, big_club.TODAY, Minute(at * 30), Minute(at * 30 + 30)) for at in range(48)
        )
        desk.do(PublishSlots(slots))
    database.close()


def _environment(room: Path) -> dict[str, str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FRONTDESK"))}
    homes = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    return told | {
        **dict.fromkeys(homes, str(room / "home")),
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(room / "compiled"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }


if __name__ == "__main__":
    main()
