"""Malformed and malicious sheets at every import: each is refused with its place named, nothing is written,
and what reads it stays within its limits. Each test collects what was wrong with any of its files."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.hostile_club import fill_everything
from tests.support.hostile_sheets import READERS, bad_files, honest, wrong_cells
from tests.support.terminal import ROOT, Terminal

if sys.platform == "win32":
    pytest.skip("what a child used is not told", allow_module_level=True)

from tests.support.imports import faults_of, line_of, state_of

NAMES = list(READERS)
FILES = [bad.name for bad in bad_files(("a", "b"))]


@pytest.fixture
def full(console_club: Club, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Club:
    """The club with all kinds of records, and the machine's clock the club's own."""
    monkeypatch.setattr("tui.opening.machine_clock", console_club.clock)
    return fill_everything(console_club)


def test_there_are_enough_of_them() -> None:
    assert len(FILES) == len(set(FILES))
    assert len(FILES) >= 200
    assert sum(1 for reader in READERS.values() for _ in wrong_cells(reader)) >= 400


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_that_they_are_made_of_is_taken(
    full: Club, terminal: Terminal, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(honest(READERS[name]))
    before = state_of(full)
    told = terminal(*line_of(READERS[name], path))
    assert (told.status, told.err) == (0, "")
    assert (state_of(full) != before) == (name != "plan")


@pytest.mark.parametrize("name", NAMES)
def test_one_wrong_cell_is_named_and_nothing_is_written(
    full: Club, terminal: Terminal, tmp_path: Path, name: str
) -> None:
    reader = READERS[name]
    found = [
        fault for bad in wrong_cells(reader) for fault in faults_of(terminal, full, reader, bad, tmp_path)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_file_is_refused_by_its_name_and_nothing_is_written(
    full: Club, terminal: Terminal, tmp_path: Path, name: str
) -> None:
    """Each import meets its share of the files; what is wrong with them is found before it is asked whose."""
    reader = READERS[name]
    share = list(bad_files(reader.head))[NAMES.index(name) :: len(NAMES)]
    found = [fault for bad in share for fault in faults_of(terminal, full, reader, bad, tmp_path)]
    assert found == [], "\n".join(found)


MEASURED = """
import resource, subprocess, sys
told = subprocess.run(sys.argv[1:], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(told.stdout + told.stderr)
print(f"\\n{told.returncode} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss}")
"""
"""Runs a command line and tells its status and what it used with all its children, before which a process of
a test's size has not stood: the system counts a child's memory from its parent's on."""

HEAVY = (
    "one part packed 1,000 times", "a million shared strings", "forged size 900000", "deep tags",
    "a cell at A99999999999", "an ods that repeats a row", "a billion laughs", "blank bytes of 11 MB",
)  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_the_real_program_stays_within_its_limits(full: Club, tmp_path: Path, name: str) -> None:
    bad = next(bad for bad in bad_files(READERS["members"].head) if bad.name == name)
    path = tmp_path / f"sheet{bad.ending}"
    path.write_bytes(bad.content)
    before = state_of(full)
    line = [sys.executable, "-m", "tui.main", "--db", str(full.database.path), "--lang", "en"]
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, *line, "members", "import", str(path)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    status, seconds, kilobytes = told.stdout.splitlines()[-1].split()
    assert status in {"1", "2"}
    assert path.name in told.stdout
    assert "Traceback" not in told.stdout
    assert float(seconds) < 4.0  # of which the program's own start takes half a second
    assert int(kilobytes) * (1 if sys.platform == "darwin" else 1024) < 200_000_000
    assert state_of(full) == before
