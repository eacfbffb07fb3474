"""The large searches: `python -m tests.faults --night`. Prints a summary and what was found; 1 where
anything was.

--all         every kill and every failure of every use case, in both journals
--night       the same, and half a million images of a loss of power
--images N    so many images
--seed N      the images of an earlier night
"""

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.points import JOURNALS, failures, kills, tried
from tests.faults.power import judged
from tests.faults.runs import recorded
from tests.faults.uses import USES
from tests.support import shim

NIGHT = 500_000


def points(library: Path) -> int:
    """Strikes everywhere; the number of finds."""
    found = 0
    with tried(library) as server:
        for case in USES:
            for journal in JOURNALS:
                for kind in (kills, failures):
                    begun, number = time.monotonic(), 0
                    for point in kind(server, case, journal):
                        number += 1
                        if (wrong := server.wrong(point)) is not None:
                            found += 1
                            print(wrong, flush=True)
                    minutes = (time.monotonic() - begun) / 60
                    print(
                        f"{case}, {journal}: {number} {kind.__name__}, {number / minutes:.0f} a minute",
                        flush=True,
                    )
    return found


def losses(library: Path, room: Path, number: int, seed: int) -> int:
    """Images of a loss of power; the number of those that are not whole."""
    found = 0
    for journal in JOURNALS:
        folder = room / journal
        folder.mkdir()
        run, name = recorded(library, folder, journal, "FULL")
        begun = time.monotonic()
        told = judged(run, name, shim.room(folder), number // len(JOURNALS), seed)
        found += told.total() - told["whole"]
        rate = told.total() / (time.monotonic() - begun) * 60
        print(f"loss of power, {journal}: {dict(told)}, {rate:.0f} a minute, seed {seed}", flush=True)
    return found


def main() -> int:
    asked = argparse.ArgumentParser("python -m tests.faults")
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--night", action="store_true")
    asked.add_argument("--images", type=int, default=0)
    asked.add_argument("--seed", type=int, default=secrets.randbits(32))
    told = asked.parse_args()
    images = told.images or (NIGHT if told.night else 0)
    if not (told.all or images):
        asked.print_help()
        return 2
    if (reason := shim.why_not()) is not None:
        print(reason, file=sys.stderr)
        return 2
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        library = shim.compiled(Path(folder))
        if told.all or told.night:
            found += points(library)
        if images:
            found += losses(library, Path(folder), images, told.seed)
    print(f"found: {found}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
