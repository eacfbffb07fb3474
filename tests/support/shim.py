"""Faults of a disk, by a library that is loaded under a program (`shim.c`): on Linux, with a compiler."""

import ctypes
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OFF, COUNT, KILL, KILL_HALF, FAIL, LOG = range(6)
"""What is done at an operation."""

WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LINK, CREATE, MARK, READ = range(9)
"""Kinds of operations."""

SOURCE = Path(__file__).with_name("shim.c")


def why_not() -> str | None:
    """Why there can be no such library here; None where it can be made."""
    if not sys.platform.startswith("linux"):
        return "faults of the disk are made by LD_PRELOAD, on Linux"
    return None if shutil.which("cc") else "there is no C compiler"


def compiled(folder: Path) -> Path:
    """The library, made in a folder where it is not there yet. Of several processes that make it at once each
    puts a whole one in its place."""
    library = folder / "shim.so"
    if not library.exists():
        part = folder / f"shim-{os.getpid()}.so"
        subprocess.run(
            ["cc", "-O2", "-shared", "-fPIC", "-o", str(part), str(SOURCE), "-ldl"], check=True, timeout=60
        )
        part.replace(library)
    return library


@functools.cache
def _loaded() -> ctypes.CDLL:
    """The library under this very process."""
    library = ctypes.CDLL(None)
    library.faults_arm.argtypes = [ctypes.c_char_p, *[ctypes.c_int], ctypes.c_long, *[ctypes.c_int] * 4]
    library.faults_seen.restype = ctypes.c_long
    library.faults_mark.argtypes = [ctypes.c_long]
    return library


def arm(
    below: Path, mode: int, at: int = 0, *, error: int = 0, sticky: bool = False, reads: bool = False,
    log: int = -1,
) -> None:  # fmt: skip
    """From now on operations below a folder are counted, from 1, and number `at` is struck: with `error` in
    mode FAIL, once or (`sticky`) from then on. `reads` are counted too where asked for. `log`: an open file
    for mode LOG."""
    _loaded().faults_arm(os.fsencode(below), mode, at, error, sticky, reads, log)


def disarm() -> None:
    """The disk is mended."""
    _loaded().faults_arm(b"/", OFF, 0, 0, 0, 0, -1)


def seen() -> int:
    """How many operations there have been."""
    return int(_loaded().faults_seen())


def mark(number: int) -> None:
    """Puts a number into the log, between the operations."""
    _loaded().faults_mark(number)


class Operation(NamedTuple):
    """One line of a log. `at`: the place in the file, the length that it is cut to, or the number of a mark;
    `data`: what was written, or the new name."""

    kind: int
    path: str
    at: int
    data: bytes


def logged(log: bytes) -> Iterator[Operation]:
    """The operations of a log, in their order."""
    place = 0
    while place < len(log):
        kind, path_length = (int.from_bytes(log[place + n : place + n + 4], "little") for n in (0, 4))
        at, length = (int.from_bytes(log[place + n : place + n + 8], "little", signed=True) for n in (8, 16))
        place += 24
        path = log[place : place + path_length].decode(errors="surrogateescape")
        place += path_length
        yield Operation(kind, path, at, log[place : place + length])
        place += length


def room(folder: Path) -> Path:
    """An empty folder in memory where there is such, else below the one given."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else folder))
