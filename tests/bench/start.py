"""Starting: `frontdesk --help` and a batch of one line, each a process of its own, beside a Python that does
nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from core.clock import Minute, local_of, machine_clock, zone_named
from core.desk import Desk
from core.facilities.keeping import AddFacility
from core.members.keeping import AddMember
from core.schedule.publish import PublishSlots
from core.schedule.slots import SlotSpec
from core.wire import Name
from storage.database import open_database
from tests.bench.timing import Job, Measure, in_turns

TURNS = 21
ROOT = Path(__file__).parents[2]

_SCRIPT = "import sys\nfrom tui.main import run\nif __name__ == '__main__':\n    sys.exit(run())\n"
"""What an installation puts on the path."""


def measures(folder: Path) -> Iterator[Measure]:
    """The folder gets the script, the compiled modules and a small database."""
    script, database = folder / "frontdesk.py", folder / "small.db"
    script.write_text(_SCRIPT, encoding="utf-8")
    line = _small_club(database)
    cases = (
        ("`frontdesk --help`", 8, (str(script), "--help"), b""),
        ("`frontdesk batch`, one booking", 60, (str(script), "--db", str(database), "batch"), line),
    )
    nothing = _started(folder, ("-c", "pass"), b"")
    jobs = [_started(folder, arguments, given) for _, _, arguments, given in cases]
    for job in (nothing, *jobs):
        job(0)  # leaves the compiled modules behind, as an installation does
    floor, *timed = in_turns(TURNS, nothing, *jobs)
    for (name, aim, _, _), case in zip(cases, timed, strict=True):
        yield Measure(name, "", case, floor, aim)


def _started(folder: Path, arguments: tuple[str, ...], given: bytes) -> Job:
    """Runs this very Python with the arguments until it has ended."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FRONTDESK"))}
    told |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "LC_ALL": "C.UTF-8"}

    def run(_: int) -> None:
        subprocess.run(
            [sys.executable, *arguments], input=given, env=told, cwd=folder, check=True, capture_output=True
        )

    return run


def _small_club(path: Path) -> bytes:
    """A club with one slot of many places, tomorrow; the line that books one of them."""
    database = open_database(path)
    desk = Desk(database)
    tomorrow = local_of(machine_clock(), zone_named("Asia/Shanghai")).date() + timedelta(days=1)
    begin, end = Minute(18 * 60), Minute(19 * 60)
    desk.do(AddFacility(Name("gym"), Name("健身房"), "area", capacity=1000))
    desk.do(AddMember(Name("000001"), Name("工会活动"), shared=True))
    desk.do(PublishSlots((SlotSpec("gym", tomorrow, begin, end),)))
    database.close()
    fields = f'"member": "000001", "facility": "gym", "date": "{tomorrow}", "start": "18:00"'
    return f'{{"do": "book", {fields}}}\n'.encode()
