"""Several processes on one club: each told by lines what to do, and answering by lines."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

_HEAD = """
import json, sys
from pathlib import Path
from core.booking.book import Book
from core.clock import Rehearsal, instant_of, zone_named
from core.catalog import COMMANDS, QUESTIONS
from core.desk import Desk
from core.doing import Order
from core.errors import DeskError
from core.wire import read_record, write_record
from storage.database import open_database

def desk_of(database, local="2026-11-23T09:00"):
    from datetime import datetime
    at = instant_of(datetime.fromisoformat(local), zone_named("Asia/Shanghai"))
    return Desk(database, Rehearsal(at))

def do(desk, command, key=None, **fields):
    return write_record(desk.do(read_record(COMMANDS[command].request, fields), key=key))

def ask(desk, question, **fields):
    return write_record(desk.ask(read_record(QUESTIONS[question].request, fields)))

def serve(answer):
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
"""


class Workers:
    """Processes that run the same script, which defines `answer(message)` and ends with `serve(answer)`."""

    def __init__(self, script: str, number: int) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-c", _HEAD + script],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            )
            for _ in range(number)
        ]  # fmt: skip
        self._answers()

    def all_at_once(self, messages: Sequence[Any]) -> list[Any]:
        """Sends each process its message, all at the same moment; their answers."""
        for process, message in zip(self._processes, messages, strict=True):
            assert process.stdin is not None
            process.stdin.write(json.dumps(message) + "\n")
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.flush()
        return self._answers()

    def _answers(self) -> list[Any]:
        lines = [process.stdout.readline() for process in self._processes if process.stdout is not None]
        assert all(lines), "a process ended without an answer"
        return [json.loads(line) for line in lines]

    def end(self) -> None:
        for process in self._processes:
            process.communicate()


@contextmanager
def workers(script: str, number: int) -> Iterator[Workers]:
    """Processes that are ready, and have ended when it is left."""
    together = Workers(script, number)
    try:
        yield together
    finally:
        together.end()
