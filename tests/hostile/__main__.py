"""More hostile input than a push has time for: `python -m tests.hostile --texts 10000 --sheets 5000`.

Random texts are put into the club's rows and looked at on every screen, all the named ones as well; mutated
files go to every import. Prints the seed, by which all of it comes again, and what was wrong; the exit status
says whether anything was.
"""

import argparse
import asyncio
import contextlib
import io
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.support.club import Club
from tests.support.console_club import fill
from tests.support.hostile_club import Choose, fill_everything, in_turn, plant
from tests.support.hostile_screens import SCENES, Scene, faults_of, folder_of_sheets, look_again, walk
from tests.support.hostile_sheets import READERS, BadFile, honest, mutated, mutated_inside
from tests.support.hostile_texts import TEXTS, random_text
from tests.support.imports import faults_of as faults_of_import
from tests.support.quiet import wait_for_what_is_pending
from tests.support.terminal import Told
from tui.app import Console
from tui.language import ENGLISH, use
from tui.main import main as frontdesk
from tui.widgets.belt import NothingActs

AT_ONCE = 300
"""About so many texts of its own stand in the club at a time."""


def main() -> int:
    """The exit status: 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--texts", type=int, default=0, metavar="N", help="random texts over all screens")
    parser.add_argument("--sheets", type=int, default=0, metavar="N", help="mutated files over all imports")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    found: list[str] = []
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="frontdesk-hostile-") as room:
        patch.setenv("HOME", room)
        use(ENGLISH)
        if options.texts:
            found += _texts(patch, Path(room), random.Random(options.seed), options.texts)
        if options.sheets:
            found += _sheets(patch, Path(room), random.Random(options.seed), options.sheets)
    print("\n".join(found) or "nothing was wrong")
    return int(bool(found))


def _club(folder: Path) -> Club:
    folder.mkdir()
    return fill_everything(fill(Club.new(folder)))


# ---------------------------------------------------------------- texts


def _texts(patch: pytest.MonkeyPatch, room: Path, dice: random.Random, count: int) -> list[str]:
    """Every screen with the named texts in each column in turn, and with so many random ones."""
    club = _club(room / "texts")
    sheets = folder_of_sheets(room / "files")
    patch.setattr("tui.link.machine_clock", club.clock)
    patch.setattr("tui.scanner.GAP_SECONDS", -1.0)
    patch.setattr("tui.screens.schedule.usual_folders", lambda: [sheets])
    patch.setattr("tui.connection.FOLLOW_SECONDS", 1_000_000)
    patch.setattr(NothingActs, "apply", lambda _self, segments, _background: segments)
    wait_for_what_is_pending(patch)
    rounds: list[Choose] = [in_turn(at) for at in range(0, len(TEXTS), 5)]
    rounds += [_at_random(dice) for _ in range(-(-count // AT_ONCE))]
    begun, found = time.monotonic(), list[str]()
    for scene in SCENES:
        found += asyncio.run(_seen(club, scene, rounds))
    print(f"{len(rounds)} rounds on {len(SCENES)} screens in {time.monotonic() - begun:.0f} s", flush=True)
    club.database.close()
    return found


def _at_random(dice: random.Random) -> Choose:
    texts = [_storable(random_text(dice)) for _ in range(AT_ONCE)]
    return in_turn(0, texts)


def _storable(text: str) -> str:
    """Half a pair of surrogates cannot stand in a database at all."""
    return text.encode("utf-8", "ignore").decode() or " "


async def _seen(club: Club, scene: Scene, rounds: list[Choose]) -> list[str]:
    found: list[str] = []
    plant(club, rounds[0])
    async with Console(club.database.path).run_test(size=(120, 40)) as pilot:
        await walk(pilot, scene.keys)
        for number, choose in enumerate(rounds):
            plant(club, choose)
            await look_again(pilot)
            found += [f"{scene.name}, round {number}: {fault}" for fault in faults_of(pilot.app)]
    return found


# ---------------------------------------------------------------- sheets


def _sheets(patch: pytest.MonkeyPatch, room: Path, dice: random.Random, count: int) -> list[str]:
    """So many mutated files: half of them as files, half within an archive that is sound."""
    club = _club(room / "sheets")
    patch.setattr("tui.opening.machine_clock", club.clock)
    begun, found, run = time.monotonic(), list[str](), _Run(club)
    for name, reader, bad in _mutations(dice, count):
        told = list(faults_of_import(run, club, reader, bad, room, may_be_sound=True))
        found += [f"{name}: {fault}" for fault in told]
    seconds = time.monotonic() - begun
    print(
        f"{count} files in {seconds:.0f} s, of which {run.taken} had lost nothing and were taken", flush=True
    )
    club.database.close()
    return found


def _mutations(dice: random.Random, count: int) -> Iterator[tuple[str, Any, BadFile]]:
    names = list(READERS)
    for number in range(count):
        name = names[number % len(names)]
        reader = READERS[name]
        whole = honest(reader)
        change = mutated if dice.random() < 0.5 else mutated_inside
        yield name, reader, BadFile(f"mutation {number}", ".xlsx", change(dice, whole))


class _Run:
    """The command line on a club in this process."""

    def __init__(self, club: Club) -> None:
        self._path = str(club.database.path)
        self.taken = 0

    def __call__(self, *arguments: str | Path) -> Told:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = frontdesk(["--db", self._path, "--lang", "en", *map(str, arguments)])
        self.taken += status == 0
        return Told(status, out.getvalue(), err.getvalue())


if __name__ == "__main__":
    sys.exit(main())
