"""A club's database as a file: what lies on the disk, and other programs that work on it."""

import ctypes
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from storage import driver
from storage.database import open_database
from tests.support.club import Club


def closed_club(folder: Path) -> Path:
    """A club's database with the one member 000001, closed."""
    club = Club.new(folder)
    club.member("000001")
    club.database.close()
    return club.database.path


def files_of(path: Path) -> dict[str, bytes]:
    """The database and its log; the log's index, which lasts as long as a process, is left out. Only for a
    database that this process has not open: reading it like this drops the process's locks."""
    return {
        file.name: file.read_bytes()
        for file in path.parent.glob(f"{path.name}*")
        if not file.name.endswith("-shm")
    }


def schema_of(path: Path) -> dict[str, str]:
    """The text of each table, index and trigger, in one spelling: a table that took another's place has its
    name in quotes, and tools lay out their text each in its own way."""
    with closing(driver.look(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: re.sub(r"\s*([(),])\s*", r"\1", " ".join(text.replace('"', "").split())) for name, text in rows
    }


def killed_migrations(path: Path, versions: Path, target: int) -> list[dict[str, Any]]:
    """What is left of migrations of copies of a database, each killed one statement later than the one
    before, until one lives."""
    script = Path(__file__).with_name("killed_migrations.py")
    run = subprocess.run(
        [sys.executable, str(script), str(path), str(versions), str(target)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONPATH": str(script.parents[2])},
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def members_in(path: Path) -> list[str]:
    database = open_database(path, create_missing=False)
    with database.read() as store:
        rows = store.connection.execute("SELECT staff_no, name FROM member").fetchall()
    database.close()
    return [staff_no for staff_no, _ in rows]


@contextmanager
def another_program(path: Path, script: str) -> Iterator[subprocess.Popen[str]]:
    """Another process with `connection` open on the database; runs on until it is sent a line, or the end."""
    begin = (
        "import sys; from pathlib import Path; from storage import driver;"
        "connection = driver.connect(Path(sys.argv[1]), 20);"
    )
    end = ";print('ready', flush=True); sys.stdin.readline()"
    command = [sys.executable, "-c", begin + script + end, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "ready"
        try:
            yield program
        finally:
            program.kill()


@contextmanager
def bound_by_modes() -> Iterator[Path]:
    """A folder with a `club.db`, for a user whom modes bind. Root is not bound, and gives up what frees it
    meanwhile: this thread and those it begins. It stays root, so that modules can be loaded from wherever
    they lie."""
    if os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("modes bind nobody here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "club"
        folder.mkdir()
        open_database(folder / "club.db").close()
        with without_freedom_from_modes() if os.geteuid() == 0 else nullcontext():
            yield folder
        folder.chmod(0o700)


@contextmanager
def without_freedom_from_modes() -> Iterator[None]:
    """Takes CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH out of what is in force (capabilities(7), capset(2))."""
    calls = ctypes.CDLL(None, use_errno=True)
    version_3, this_thread, freedom = 0x20080522, 0, 0b110
    header = (ctypes.c_uint32 * 2)(version_3, this_thread)
    kept = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice, low bits first
    assert calls.capget(header, kept) == 0, os.strerror(ctypes.get_errno())
    less = (ctypes.c_uint32 * 6)(*kept)
    less[0] &= ~freedom
    assert calls.capset(header, less) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        assert calls.capset(header, kept) == 0, os.strerror(ctypes.get_errno())
