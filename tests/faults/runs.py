"""Runs a recording under the library, and reads it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.faults.points import ROOT
from tests.faults.power import Recorded
from tests.faults.recording import prepare
from tests.support import shim


def recorded(library: Path, folder: Path, journal: str, synchronous: str) -> tuple[Recorded, str]:
    """A run in a folder of its own, and that folder's name."""
    club, log = folder / "recorded", folder / "operations"
    club.mkdir()
    prepare(club)
    before = {file.name: file.read_bytes() for file in club.iterdir()}
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.recording", str(club), str(log), journal, synchronous],
        cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True,
        env=os.environ | {"LD_PRELOAD": str(library)},
    )  # fmt: skip
    facts = [tuple(told) for told in json.loads(run.stdout)]
    return Recorded(before, list(shim.logged(log.read_bytes())), facts), str(club)
