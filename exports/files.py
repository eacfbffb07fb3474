"""Writing a file whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MOST_NUMBERED = 1000


@dataclass(slots=True)
class WholeFile:
    """A file being written: write to `part`; after the block `path` says where it is."""

    part: Path
    path: Path


@contextmanager
def whole_file(path: Path) -> Iterator[WholeFile]:
    """Write to a private file in the same folder, which takes the place of `path` when the block is done.

    Readers see the old file or the new one, never a half, also when power fails. A target that cannot be
    replaced (a workbook open in a spreadsheet program on Windows) stays, and the new file is kept beside
    it as `name (2).xlsx`: `path` then says so. After an error in the block nothing is left. OSError as the
    system says.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
    os.close(handle)
    whole = WholeFile(Path(name), path)
    try:
        yield whole
        _flush_file(whole.part)
        try:
            whole.part.replace(path)
        except PermissionError:
            whole.path = _keep_beside(whole.part, path)
        _flush_folder(path.parent)
    finally:
        whole.part.unlink(missing_ok=True)


def _keep_beside(part: Path, path: Path) -> Path:
    """Move `part` to the first free numbered name beside `path`."""
    for number in range(2, _MOST_NUMBERED):
        beside = path.with_name(f"{path.stem} ({number}){path.suffix}")
        try:
            # Claimed first, so that two writers do not take the same number.
            beside.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        part.replace(beside)
        return beside
    raise PermissionError(f"cannot be replaced: {path}")


def _flush_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name last on POSIX; Windows opens no folder, and needs no such step."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
