"""The words on a pass, and where its slip is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError
from core.wire import minute_told
from tui.grid.words import day_told
from tui.language import _, say
from tui.sentences.desk import state_told

GOOD = ("confirmed", "checked_in")
"""A pass for a booking in another state says so."""

if TYPE_CHECKING:
    from core.booking.passes import Pass
    from exports.passes import Slip


def words_of(told: "Pass") -> list[str]:
    """What a pass says, a line each: where, when, who, its number."""
    day = f"{told.date.year}-{day_told(told.date)}"
    people = told.people or told.party
    words = [
        told.name,
        f"{day} {minute_told(told.start)}-{minute_told(told.end)}",
        f"{told.person}  {told.member}  " + say("for {count}", count=people),
        say("Pass {code}", code=told.code),
    ]
    return words if told.state in GOOD else [*words, state_told(told.state)]


def slip_of(told: "Pass") -> "Slip":
    """A pass as it is printed."""
    from exports.passes import Slip

    note = _("Check-in opens 30 minutes before.")
    return Slip(_("Staff club"), [*words_of(told), note], told.code)


def write_pass(told: "Pass", out: Path) -> Path:
    """Writes the slip to a file, or into a folder; where it ended up. `not_a_slip` for a name with another
    ending than those of a slip, `no_such_folder`, `not_written`."""
    from exports.passes import ENDINGS, write_slip

    path = out / f"pass-B{told.booking}.svg" if out.is_dir() else out
    if path.suffix.lower() not in ENDINGS:
        raise DeskError("not_a_slip", path=str(out))
    if not path.parent.is_dir():
        raise DeskError("no_such_folder", path=str(path.parent))
    try:
        return write_slip(path, slip_of(told))
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error


def slip_folder(database: Path) -> Path:
    """Where the console puts slips: the first of the user's usual folders, else beside the database."""
    from tui.schedule_plan import own_folders

    return next((folder for folder in own_folders() if folder.is_dir()), database.parent)


def opens(path: Path) -> bool:
    """Shows a file with the system's own program; False where there is none for it."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - a file that was written just now
        except OSError:
            return False
        return True
    program = "open" if sys.platform == "darwin" else "xdg-open"
    seen = sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    found = shutil.which(program)
    if found is None or not seen:
        return False
    subprocess.Popen(  # noqa: S603 - the system's own opener, on a file that was written just now
        [found, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True


def keep_text(name: str, text: str) -> Path:
    """Writes a text into the data folder, for the user alone; where it is. `not_written`."""
    from storage.places import data_folder

    path = data_folder() / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(text)
    except OSError as error:
        raise DeskError("not_written", path=str(path), reason=error.strerror or str(error)) from error
    return path
