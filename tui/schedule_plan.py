"""A schedule file read, judged and painted: what the upload screen shows. Nothing here is written."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from core.facilities.keeping import AddFacility
from core.schedule.preview import PlannedSlot, Preview
from core.schedule.publish import PublishSlots
from core.text import visible
from core.wire import Name
from tui.grid.model import Cell, GridModel, Line, SlotKey
from tui.grid.words import WEEKDAYS, day_told
from tui.language import _, say

if TYPE_CHECKING:
    from exports.schedule.reading import ReadSchedule

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")
MOST_FILES = 30
WIDEST_FILE = 40
"""The column of file names takes no more cells."""
SIGNS = {"new": "+", "changed": "~", "removed": "-", "unchanged": "="}
"""How each change stands in a cell of the plan."""

CELL_OF = {"past": "date", "bad_capacity": "capacity", "unknown_facility": "facility"}
"""The field at whose cell an error of the core is shown; all others at the start."""

_STATES = {"new": "free", "changed": "pending", "removed": "awaited", "unchanged": "confirmed"}


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file as it would be applied: its errors with their places, or the plan of each day."""

    path: Path
    command: PublishSlots
    errors: list[dict[str, Any]]
    preview: Preview | None


def newest_files(folders: Iterable[Path]) -> list[Path]:
    """The spreadsheets of some folders, newest first; folders that can't be read are passed over."""
    found: dict[Path, float] = {}
    for folder in folders:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.name.lower().endswith(ENDINGS) and not entry.name.startswith(("~$", ".")):
                try:
                    found[Path(entry.path)] = entry.stat().st_mtime
                except OSError:
                    continue
    return sorted(found, key=lambda path: found[path], reverse=True)[:MOST_FILES]


def file_lines(files: Sequence[Path]) -> list[str]:
    """Files with the time of their last change and their folder, in columns."""
    width = min(max((cell_len(visible(path.name)) for path in files), default=0), WIDEST_FILE)
    return [
        f"{_changed_told(path)}  {set_cell_size(visible(path.name), width)}  {path.parent}" for path in files
    ]


def _changed_told(path: Path) -> str:
    """`11-24 17:34`, by the machine's own clock, as a file manager says it."""
    try:
        changed = time.localtime(path.stat().st_mtime)
    except OSError:
        return " " * 11
    return time.strftime("%m-%d %H:%M", changed)


def days_of(slots: Iterable[PlannedSlot]) -> str:
    """The days of a plan, from the first to the last."""
    days = sorted({slot.date for slot in slots})
    if not days:
        return ""
    first, last = days[0], days[-1]
    year, week, _weekday = first.isocalendar()
    told = say("{first} to {last}", first=f"{first.year}-{day_told(first)}", last=day_told(last))
    return f"{told} ({year}-W{week:02d})" if last.isocalendar()[:2] == (year, week) else told


def usual_folders() -> list[Path]:
    """Where a week's file is likely to lie."""
    return [Path.cwd(), *own_folders()]


def own_folders() -> list[Path]:
    """The user's own folders, where a file is looked for and put."""
    home = Path.home()
    return [home / "Downloads", home / "下载", home / "Desktop", home / "桌面", home]


def pasted_path(text: str) -> Path:
    """A path as it is pasted from a file manager: quoted, as a file address, or plain."""
    text = text.strip().strip("\"'“”‘’").strip()
    if text.startswith("file://"):
        from urllib.parse import unquote, urlparse
        from urllib.request import url2pathname

        text = url2pathname(unquote(urlparse(text).path))
    return Path(text).expanduser()


def read_file(path: Path, facilities: tuple[AddFacility, ...], today: date) -> "ReadSchedule":
    """Reads a schedule file. FileFault for one that can't be opened as a sheet."""
    from exports.schedule.reader import read_schedule_file
    from exports.sheets.cells import match_key

    codes: dict[str, str] = {}
    for facility in facilities:
        codes |= {match_key(facility.code): facility.code, match_key(facility.name): facility.code}
    return read_schedule_file(path, codes, monday=None, today=today)


def command_of(read: "ReadSchedule", *, replace: bool, displace: bool) -> PublishSlots:
    """The command that would apply a file."""
    return PublishSlots(
        tuple(read.slots),
        replace=replace,
        displace=displace,
        facilities=tuple(sorted(map(Name, read.facilities))),
        dates=tuple(sorted(read.days)),
    )


def plan_model(slots: Iterable[PlannedSlot], facilities: tuple[AddFacility, ...]) -> GridModel:
    """The plan painted: a row a facility, a column a day, in each cell how many slots are new (+), changed
    (~), removed (-) or unchanged (=). The most telling change gives the cell its state."""
    planned = list(slots)
    named = {slot.facility for slot in planned}
    shown = [facility for facility in facilities if facility.code in named]
    days = sorted({slot.date for slot in planned})
    counts: dict[tuple[str, date], Counter[str]] = {}
    for slot in planned:
        counts.setdefault((slot.facility, slot.date), Counter())[slot.change] += 1
    rows = tuple(Line(facility.name, facility.name, facility.code) for facility in shown)
    columns = tuple(
        Line(f"{day.day:02d} {_(WEEKDAYS[day.weekday()])}", day.isoformat(), day.isoformat()) for day in days
    )
    cells = tuple(
        tuple(_cell(counts.get((facility.code, day), Counter())) for day in days) for facility in shown
    )
    spans = tuple((1,) * len(days) for _facility in shown)
    return GridModel(rows, columns, cells, spans, dict[SlotKey, tuple[int, int]]())


def _cell(changes: Counter[str]) -> Cell:
    told = " ".join(f"{SIGNS[change]}{changes[change]}" for change in SIGNS if changes[change])
    telling = next((change for change in ("removed", "changed", "new") if changes[change]), "unchanged")
    return Cell(" ", told or "-", _STATES[telling] if told else "none", past=False, slot=None)


def copied_week(slots: Iterable[Any], weeks: int = 1) -> PublishSlots:
    """The command that publishes the slots of a week again, so many weeks later."""
    from core.schedule.slots import SlotSpec

    later = timedelta(weeks=weeks)
    return PublishSlots(
        tuple(
            SlotSpec(slot.facility, slot.date + later, slot.start, slot.end, slot.capacity, slot.peak)
            for slot in slots
        )
    )
