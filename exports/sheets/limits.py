"""How much a file may cost, and what holds a process to it.

The child imports this module too, and its start counts: no typing, no dataclasses, other imports where used.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen
    from types import TracebackType

MEGABYTE = 1_000_000

LETTERS = 26


class Limits:
    """The caps of one kind of file.

    `file_bytes` as it lies on the disk; `unpacked_bytes` of all its parts together; of the child, `memory` in
    bytes of address space, `processor_seconds`, and `wall_seconds` of waiting for it; `rows` by the number of
    the row in the sheet, `columns` by the number of the column, `text` in characters of one cell.
    """

    __slots__ = (
        "columns",
        "file_bytes",
        "memory",
        "processor_seconds",
        "rows",
        "sheets",
        "text",
        "unpacked_bytes",
        "wall_seconds",
    )

    def __init__(
        self,
        *,
        file_bytes: int,
        unpacked_bytes: int,
        memory: int,
        processor_seconds: int,
        wall_seconds: float,
        rows: int,
        columns: int = 64,
        text: int = 2_000,
        sheets: int = 300,
    ) -> None:
        self.file_bytes = file_bytes
        self.unpacked_bytes = unpacked_bytes
        self.memory = memory
        self.processor_seconds = processor_seconds
        self.wall_seconds = wall_seconds
        self.rows = rows
        self.columns = columns
        self.text = text
        self.sheets = sheets


WEEK = Limits(
    file_bytes=10 * MEGABYTE,
    unpacked_bytes=64 * MEGABYTE,
    memory=200 * MEGABYTE,
    processor_seconds=2,
    wall_seconds=20.0,
    rows=20_000,
)

YEAR = Limits(
    file_bytes=60 * MEGABYTE,
    unpacked_bytes=512 * MEGABYTE,
    memory=400 * MEGABYTE,
    processor_seconds=20,
    wall_seconds=90.0,
    rows=300_000,
)

SMALL_YEAR = Limits(
    file_bytes=YEAR.file_bytes,
    unpacked_bytes=8 * MEGABYTE,
    memory=WEEK.memory,
    processor_seconds=WEEK.processor_seconds,
    wall_seconds=WEEK.wall_seconds,
    rows=YEAR.rows,
)
"""A file that may be a year's and unpacks to no more than a week's: eight times a full week of 3,850 rows."""

PARTS = 200
"""Most files within a workbook's zip."""

RATIO = 200
"""Most that one part may be packed, where it is larger than `RATIO_FROM` bytes."""

RATIO_FROM = MEGABYTE


def limits_for(year: bool, unpacked_bytes: int) -> Limits:
    """The limits of a file, of which the caller says whether it may be a year's.

    A caller that does not know how much a file spans allows a year; the file's unpacked size then says
    whether its child needs a year's memory and time.
    """
    if not year:
        return WEEK
    return SMALL_YEAR if unpacked_bytes <= SMALL_YEAR.unpacked_bytes else YEAR


def address(row: int, column: int) -> str:
    """The name of a cell, `C7` being row 7 and column 3."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, LETTERS)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def system_bounds_memory() -> bool:
    """Whether the system itself keeps a process to its address space: only Linux does so dependably."""
    return sys.platform == "linux"


def bound_this_process(memory: int, processor_seconds: int) -> None:
    """Bounds the running process for good: memory, processor time, no file written, no core left behind.

    The address space is bounded (RLIMIT_AS) and not the data segment: it is the wider of the two, and reading
    a full year takes 150 MB of it. Does nothing on Windows, where `Watch` polls instead.
    """
    if sys.platform == "win32":
        return
    import resource

    def bound(what: int, most: int, spare: int = 0) -> None:
        hard = resource.getrlimit(what)[1]
        if hard == resource.RLIM_INFINITY:
            resource.setrlimit(what, (most, most + spare))
        else:
            resource.setrlimit(what, (min(most, hard), min(most + spare, hard)))

    bound(resource.RLIMIT_CORE, 0)
    bound(resource.RLIMIT_FSIZE, 0)
    if system_bounds_memory():
        bound(resource.RLIMIT_AS, memory)
    # The soft limit's signal says that it was the time; the hard limit's would be like any other kill.
    bound(resource.RLIMIT_CPU, processor_seconds, spare=1)


class Watch:
    """Ends a child that outlasts its wall time, or its memory where the system does not bound that.

    A context manager around the reading. Only the time in which the parent is `waiting` counts: a child that
    waits for its parent is not slow. `reason` says why the child was ended: `time`, `memory`, or None.
    """

    BEAT = 0.02
    """Seconds between two looks."""

    def __init__(self, process: "Popen[bytes]", limits: Limits, *, polls_memory: bool | None = None) -> None:
        import threading

        self.reason: str | None = None
        self._process = process
        self._memory = limits.memory
        self._polls_memory = not system_bounds_memory() if polls_memory is None else polls_memory
        self._left = limits.wall_seconds
        self.waiting = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="sheet watch", daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self.BEAT):
            if self.waiting:
                self._left -= self.BEAT
            if self._left <= 0:
                self._end("time")
                return
            if self._polls_memory and self._memory_held() > self._memory:
                self._end("memory")
                return

    def _end(self, reason: str) -> None:
        self.reason = reason
        self._process.kill()

    def _memory_held(self) -> int:
        import psutil

        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0
