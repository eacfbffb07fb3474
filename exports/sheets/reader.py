"""Reads a spreadsheet file by chunks, the workbook itself in a process that may die of it."""

import contextlib
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from exports.sheets.guard import FileFault, limits_of, look_at
from exports.sheets.limits import WEEK, YEAR, Limits, Watch, system_bounds_memory
from exports.sheets.rows import CHUNK_ROWS, Cell, Rows, Unusable

if TYPE_CHECKING:
    from subprocess import Popen

    from exports.sheets.parts import Dropped

_START = "import sys; sys.path += sys.argv[1:3]; import child; child.main()"
"""The child runs beside its own file, without its package: that would import what it does not need."""

_LONGEST_FRAME = 16_000_000
_PIPE_BYTES = 1 << 20
_PLAIN = {str, float, bool, type(None)}
_FAULTS = frozenset(
    {
        "cell_too_long",
        "damaged_file",
        "encrypted_workbook",
        "file_unreadable",
        "reader_died",
        "too_many_columns",
        "too_many_rows",
        "too_many_sheets",
    }
)
"""What the child may say; its word is not trusted further."""


def read_sheets(path: Path, *, year: bool = False) -> Iterator[Rows]:
    """All rows of all sheets, in their order, by chunks of at most 2,000, while the rest is still being read.

    Sheets and files without a value yield nothing, hidden sheets count like others, and blank rows at a
    sheet's end do not. `year` allows a file of more than a week: 60 MB instead of 10, 512 MB unpacked instead
    of 64, 300,000 rows a sheet instead of 20,000; how much memory and time its child then gets, its unpacked
    size decides (`limits_for`). FileFault, at the first chunk or at a later one: nothing is to be kept of a
    file that has not been read to its end.
    """
    look = look_at(path, year)
    if look.kind == "text":
        from exports.sheets.delimited import read_text

        yield from read_text(path, YEAR if year else WEEK)
        return
    process = _start(path)
    try:
        limits = limits_of(path, look, year)  # looked at while the child's Python starts
        yield from _rows(process, path, limits, packed=look.kind == "xlsx")
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()


def _start(path: Path) -> "Popen[bytes]":
    import subprocess

    library = importlib.util.find_spec("python_calamine")
    # On Windows a virtual environment's Python is a launcher; what is watched must be Python itself.
    python: str = getattr(sys, "_base_executable", "") if sys.platform == "win32" else sys.executable
    if library is None or library.origin is None or not python:
        raise FileFault("reader_died", facts={"why": "not_installed"})
    folders = [str(Path(__file__).resolve().parent), str(Path(library.origin).parents[1])]
    try:
        return subprocess.Popen(  # noqa: S603 - this very Python, on a program of our own
            [python, "-I", "-S", "-c", _START, *folders, str(path.absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A locale would map its archive, which can be larger than all the memory that the child may have.
            env={**os.environ, "LC_ALL": "C"},
            pipesize=_PIPE_BYTES,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        raise FileFault("reader_died", facts={"why": "not_started"}) from error


def _rows(process: "Popen[bytes]", path: Path, limits: Limits, *, packed: bool) -> Iterator[Rows]:
    if packed and not system_bounds_memory():
        _refuse_far_cell(path, limits)
    caps = (limits.memory, limits.processor_seconds, limits.rows, limits.columns, limits.text, limits.sheets)
    _tell(process, f"{' '.join(map(str, caps))}\n")
    dropped: Dropped = {}
    if packed:
        from exports.sheets.parts import dropped_cells

        dropped = dropped_cells(path)  # in the time in which the child unpacks the first sheet
    with Watch(process, limits) as watch:
        try:
            yield from _completed(_chunks(process, watch, limits), dropped, limits)
        except _Died as died:
            if packed:
                _refuse_far_cell(path, limits)
            raise FileFault(died.code, facts=died.facts) from None


class _Died(Exception):  # noqa: N818 - an answer, not an accident
    """The child has ended without its last word, or with that of a lack of memory."""

    def __init__(self, code: str, facts: dict[str, str | int]) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def _tell(process: "Popen[bytes]", order: str) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # a child that has died already is found out at its first frame
            process.stdin.write(order.encode("ascii"))
        _close(process.stdin)


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


def _chunks(process: "Popen[bytes]", watch: Watch, limits: Limits) -> Iterator[Rows]:
    """What the child sends, up to its last word. FileFault for a fault it names; _Died for silence."""
    garbled = _Died("reader_died", {"why": "garbled"})
    while True:
        frame = _frame(process, watch, limits)
        try:
            message = json.loads(frame)
        except (ValueError, RecursionError):
            raise garbled from None
        if not isinstance(message, dict):
            raise garbled
        if "end" in message:
            return
        if "fault" in message:
            raise _fault_told(message)
        chunk = _chunk_told(message, limits)
        if chunk is None:
            raise garbled
        yield chunk


def _frame(process: "Popen[bytes]", watch: Watch, limits: Limits) -> bytes:
    pipe = process.stdout
    if pipe is None:
        raise _Died("reader_died", {"why": "not_started"})
    watch.waiting = True
    length = int.from_bytes(pipe.read(4), "big")
    frame = pipe.read(length) if 0 < length <= _LONGEST_FRAME else b""
    watch.waiting = False
    if not frame or len(frame) < length:
        raise _death(process, watch, limits)
    return frame


def _death(process: "Popen[bytes]", watch: Watch, limits: Limits) -> _Died:
    """Why the child ended: its time, its memory (an allocation that fails aborts it), or something else."""
    process.kill()  # it may have sent nonsense and still be there; one that has ended keeps its own status
    status = process.wait()
    too_long = -getattr(signal, "SIGXCPU", 0)
    if watch.reason == "time":
        return _Died("reader_timeout", {"seconds": int(limits.wall_seconds)})
    if status < 0 and status == too_long:
        return _Died("reader_timeout", {"seconds": limits.processor_seconds})
    if watch.reason == "memory" or status == -signal.SIGABRT:
        return _Died("reader_died", {"why": "memory"})
    return _Died("reader_died", {"why": "ended"})


def _fault_told(message: dict[str, object]) -> Exception:
    code, sheet, cell, facts = (message.get(name) for name in ("fault", "sheet", "cell", "facts"))
    told = {str(name): fact for name, fact in facts.items()} if isinstance(facts, dict) else {}
    kept = {name: fact for name, fact in told.items() if isinstance(fact, str | int)}
    if code == "reader_died":
        return _Died(code, kept)
    if not isinstance(code, str) or code not in _FAULTS:
        return _Died("reader_died", {"why": "garbled"})
    return FileFault(
        code,
        sheet=sheet if isinstance(sheet, str) else None,
        cell=cell if isinstance(cell, str) else None,
        facts=kept,
    )


def _chunk_told(message: dict[str, object], limits: Limits) -> Rows | None:
    """A chunk, if it has the shape of one: the child's bytes are not trusted."""
    sheet, first_row, first_column, rows = (
        message.get(name) for name in ("sheet", "first_row", "first_column", "rows")
    )
    if not (isinstance(sheet, str) and isinstance(first_row, int) and isinstance(first_column, int)):
        return None
    if not isinstance(rows, list) or len(rows) > CHUNK_ROWS or set(map(type, rows)) - {list}:
        return None
    if not (1 <= first_row <= limits.rows + 1 - len(rows) and 1 <= first_column <= limits.columns):
        return None
    if max(map(len, rows), default=0) > limits.columns:
        return None
    if set(map(type, chain.from_iterable(rows))) - _PLAIN:
        return None
    return Rows(sheet, first_row, first_column, rows)


def _completed(chunks: Iterator[Rows], dropped: "Dropped", limits: Limits) -> Iterator[Rows]:
    """The chunks with the cells that the library drops; rows of nothing else come last in their sheet."""
    sheet: str | None = None
    for chunk in chunks:
        if sheet is not None and sheet != chunk.sheet:
            yield from _left_over(sheet, dropped.pop(sheet, {}), limits)
        sheet = chunk.sheet
        restored = _restored(chunk, dropped.get(sheet, {}), limits)
        if restored.rows:
            yield restored
    for name, rows in dropped.items():
        yield from _left_over(name, rows, limits)


def _left_over(sheet: str, dropped: dict[int, dict[int, str]], limits: Limits) -> Iterator[Rows]:
    numbers = sorted(number for number in dropped if 1 <= number <= limits.rows)
    while numbers:
        first = numbers[0]
        within = [number for number in numbers if number < first + CHUNK_ROWS]
        numbers = numbers[len(within) :]
        rows: list[list[Cell]] = [[] for _ in range(within[-1] + 1 - first)]
        yield _restored(Rows(sheet, first, 1, rows), dropped, limits)


def _restored(chunk: Rows, dropped: dict[int, dict[int, str]], limits: Limits) -> Rows:
    """The chunk with the cells dropped from its rows, squared, without blank rows before and after."""
    rows = chunk.rows
    if dropped:
        for number, row in enumerate(rows, chunk.first_row):
            for column, text in dropped.pop(number, {}).items():
                _put(row, column - chunk.first_column, text, limits.columns)
    before = next((index for index, row in enumerate(rows) if row), len(rows))
    while rows and not rows[-1]:
        rows.pop()
    rows = rows[before:]
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return chunk._replace(first_row=chunk.first_row + before, rows=rows)


def _put(row: list[Cell], index: int, text: str, most: int) -> None:
    """Sets an empty cell. One left of the sheet's first column is let go: no header is above it."""
    if not 0 <= index < most:
        return
    if index >= len(row):
        row.extend([None] * (index + 1 - len(row)))
    if row[index] is None:
        row[index] = Unusable(text)


def _refuse_far_cell(path: Path, limits: Limits) -> None:
    """Raises far_cell if the workbook has one, damaged_file if its zip cannot be unpacked."""
    from exports.sheets.parts import UNREADABLE, far_cell

    try:
        found = far_cell(path, limits)
    except UNREADABLE as error:
        raise FileFault("damaged_file") from error
    if found is not None:
        sheet, cell = found
        raise FileFault(
            "far_cell", sheet=sheet, cell=cell, facts={"rows": limits.rows, "columns": limits.columns}
        )
