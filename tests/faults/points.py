"""All the points at which a use case can be struck, and what must hold after each."""

import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.support import shim

ROOT = Path(__file__).parent.parent.parent
JOURNALS = ("wal", "truncate")
"""What the program uses, by the version of SQLite that it is linked with (`storage.driver.journal_mode`)."""

FAILURES = frozenset(
    {
        "backup_failed", "database_damaged", "database_full", "database_trouble", "migration_failed",
        "no_permission", "not_a_database", "not_written", "outcome_unknown",
        "backup_not_dropped", "backup_unreadable", "key_file_unreadable", "key_not_kept", "restore_failed",
        "rewriting_failed",
    }
)  # fmt: skip
"""What a person may be told of a disk that fails."""


class Point(NamedTuple):
    """One fault at one place of one use case."""

    case: str
    journal: str
    how: int
    """A mode of `shim`, or 0 for a kill at a statement."""
    at: int
    error: int = 0
    sticky: bool = False
    reads: bool = False
    dies: bool = False
    """The process is killed as soon as it has told of its refusal."""

    def __str__(self) -> str:
        name = ("statement", "", "kill", "kill half-way", "failure")[self.how]
        more = [errno.errorcode[self.error]] if self.error else []
        more += [word for word in ("sticky", "reads", "dies") if getattr(self, word)]
        return f"{self.case}, {self.journal}: {' '.join([name, *more])} at {self.at}"


class Tried:
    """The server of `tests.faults.server`, started under the library."""

    def __init__(self, library: Path) -> None:
        self._sizes: dict[tuple[str, str], dict[str, int]] = {}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            env=os.environ | {"LD_PRELOAD": str(library)},
        )  # fmt: skip
        self._heard()

    def sizes(self, case: str, journal: str) -> dict[str, int]:
        """How many `operations`, operations `with reads` and `statements` a use case has."""
        if (case, journal) not in self._sizes:
            self._sizes[case, journal] = self._asked({"do": "sizes", "case": case, "journal": journal})
        return self._sizes[case, journal]

    def wrong(self, point: Point) -> str | None:
        """What is wrong after a fault; None where all is as promised."""
        fault = point._asdict()
        asked = {"do": "try", "case": fault.pop("case"), "journal": fault.pop("journal")}
        told = self._asked(asked | {"fault": fault})
        wrong = list(_wrong(told))
        return f"{point}: {'; '.join(wrong)}: {told}" if wrong else None

    def asked(self, question: dict[str, Any]) -> Any:
        return self._asked(question)

    def _asked(self, question: dict[str, Any]) -> Any:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(question) + "\n")
        self._server.stdin.flush()
        return self._heard()

    def _heard(self) -> Any:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the server has ended"
        return json.loads(line)

    def end(self) -> None:
        self._server.communicate()


@contextmanager
def tried(library: Path) -> Iterator[Tried]:
    """A server, until it is left."""
    server = Tried(library)
    try:
        yield server
    finally:
        server.end()


def _wrong(told: dict[str, Any]) -> Iterator[str]:
    """What must hold after any fault."""
    said = {line["what"]: line for line in told["told"]}
    if "crashed" in said:
        yield "it crashed with a traceback"
    if "trouble" in told:
        yield "the next one could not go on"
        return
    if told["state"] is None:
        yield "something is half done"
    if "done" in said and told["state"] != told["last"]:
        yield "what was acknowledged is lost"
    if told["problems"]:
        yield "check finds problems"
    if told["then"] != told["last"]:
        yield "done again, it is not what it should be"
    if told["repeated"] is not None and told["repeated"] != (told["state"] == told["last"]):
        yield "the operation key does not tell what came of it"
    if told["status"] not in (0, -9):
        yield f"it ended with {told['status']}"
    if "refused" in said:
        yield from _wrong_refusal(told, said)


def _wrong_refusal(told: dict[str, Any], said: dict[str, Any]) -> Iterator[str]:
    """What must hold after a person was told that it failed."""
    code = said["refused"]["code"]
    if code not in FAILURES:
        yield f"an unknown refusal {code}"
    if "left" in said and said["left"]["state"] is None:
        yield "something was half done when it was refused"
    # What nobody has entered (a tick, a migration, a copy, a workbook) may be refused for what came after it.
    entered = told["repeated"] is not None or code == "migration_failed"
    found = said["left"]["state"] if "left" in said else told["state"]
    if entered and code != "outcome_unknown" and found == told["last"]:
        yield "it was refused, but done"


def kills(server: Tried, case: str, journal: str, *, half: bool = True) -> Iterator[Point]:
    """A kill before each operation and after the last, half-way through each, and at each statement."""
    sizes = server.sizes(case, journal)
    for at in range(1, sizes["operations"] + 2):
        yield Point(case, journal, shim.KILL, at)
        if half:
            yield Point(case, journal, shim.KILL_HALF, at)
    for at in range(1, sizes["statements"] + 1):
        yield Point(case, journal, 0, at)


def failures(server: Tried, case: str, journal: str) -> Iterator[Point]:
    """Each operation fails, once and from then on, for want of space or by an error of the disk; reads by an
    error of the disk; with the desk going on afterwards, and with its death."""
    sizes = server.sizes(case, journal)
    for dies in (False, True):
        for sticky in (False, True):
            for error in (errno.ENOSPC, errno.EIO):
                for at in range(1, sizes["operations"] + 1):
                    yield Point(case, journal, shim.FAIL, at, error, sticky, dies=dies)
            for at in range(1, sizes["with reads"] + 1):
                yield Point(case, journal, shim.FAIL, at, errno.EIO, sticky, reads=True, dies=dies)


def share(points: list[Point], number: int, seed: int) -> list[Point]:
    """So many of the points, each use case in its turn: a seed's own."""
    if number >= len(points):
        return points
    step = len(points) / number
    first = random.Random(seed).random() * step
    return [points[int(first + step * turn) % len(points)] for turn in range(number)]
