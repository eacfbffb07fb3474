"""Power that fails at any moment of two working days: nothing acknowledged is lost, half done or corrupt.
 With less than `synchronous=FULL` the same look finds losses: it can see them.

Here are 20,000 images; half a million: `python -m tests.faults --night`.
"""

import secrets
from pathlib import Path

import pytest

from tests.faults.power import judged
from tests.faults.runs import recorded
from tests.support import shim

IMAGES = 10_000
"""For each of the two journals."""

FEWER = 1_000
"""Enough to see a loss."""


@pytest.mark.parametrize("journal", ["wal", "truncate"])
def test_after_a_loss_of_power_all_that_was_acknowledged_is_there_and_whole(
    library: Path, tmp_path: Path, journal: str
) -> None:
    seed = secrets.randbits(32)
    run, folder = recorded(library, tmp_path, journal, "FULL")
    told = judged(run, folder, shim.room(tmp_path), IMAGES, seed)
    assert (seed, dict(told)) == (seed, {"whole": told.total()})
    assert told.total() >= IMAGES


@pytest.mark.parametrize(
    ("journal", "synchronous", "seen"),
    [("wal", "NORMAL", "lost"), ("wal", "OFF", "corrupt"), ("truncate", "OFF", "corrupt")],
)
def test_with_weaker_settings_the_same_look_finds_the_loss(
    library: Path, tmp_path: Path, journal: str, synchronous: str, seen: str
) -> None:
    run, folder = recorded(library, tmp_path, journal, synchronous)
    told = judged(run, folder, shim.room(tmp_path), FEWER, 1)
    assert told[seen] > 0
