"""The month's workbook, written by a process of its own beside the console, which is told how far it is."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tui.language import say, spoken

STOP_SECONDS = 5.0
"""So long a process that is to stop may take to clear up after itself."""

Told = Callable[[int, str], None]
"""Called with the number and the name of each sheet as it is begun."""


class ExportFailed(Exception):  # noqa: N818 - it carries the sentence
    """The workbook was not written; the sentence that says why."""


class MonthExport:
    """One run. `run` it once; `stop` it from anywhere: what was begun is cleared away."""

    def __init__(
        self, database: Path, month: str, folder: Path, *, hand_in: bool = False, word: str = ""
    ) -> None:
        """`word`: by which the program acts for whoever is at the console (core.operators.vouching)."""
        self.month = month
        self._word = word
        self.hand_in = hand_in
        self.stopped = False
        self._line = [*command_line(database, month, folder), *(["--hand-in"] if hand_in else [])]
        self._process: Process | None = None

    async def run(self, told: Told) -> Path | None:
        """Where the workbook is; None where it was stopped. ExportFailed."""
        process = await self._begun()
        if process.stdin is not None:
            process.stdin.write(f"{self._word}\n".encode())
        try:
            answer, complaint = await asyncio.gather(_all_of(process), _followed(process, told))
            status = await process.wait()
        finally:
            await _ended(process)
        if self.stopped:
            return None
        facts = _facts(answer.decode("utf-8", "replace"))
        if status == 0 and "path" in facts:
            return Path(str(facts["path"]))
        raise ExportFailed(str(facts.get("message") or complaint or _died(status)))

    def stop(self) -> None:
        """Lets the process end: it notices that its input has ended."""
        self.stopped = True
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            asyncio.get_running_loop().call_later(STOP_SECONDS, _kill, process)

    async def _begun(self) -> Process:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._line, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment()
            )
        except OSError as error:
            raise ExportFailed(_died(error.strerror or str(error))) from error
        return self._process


def command_line(database: Path, month: str, folder: Path) -> list[str]:
    """The program itself, as a subcommand; `-P`: what lies in the folder of the moment is not the program."""
    return [
        sys.executable, "-P", "-m", "tui.main", "--db", str(database), "--lang", spoken(),
        "export", "monthly", month, "--out", str(folder), "--json", "--progress", "--leashed",
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    """Where this very program is found, installed or not."""
    root = str(Path(__file__).parent.parent)
    there = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{there}" if there else root}


async def _all_of(process: Process) -> bytes:
    return b"" if process.stdout is None else await process.stdout.read()


async def _followed(process: Process, told: Told) -> str:
    """Tells of each sheet; the last line that is something else."""
    complaint, number = "", 0
    while process.stderr is not None and (line := await process.stderr.readline()):
        text = line.decode("utf-8", "replace").strip()
        name = _facts(text).get("sheet")
        if name is not None:
            number += 1
            told(number, str(name))
        elif text:
            complaint = text
    return complaint


def _facts(text: str) -> dict[str, object]:
    """A line of JSON; empty where it is none."""
    try:
        facts = json.loads(text)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


async def _ended(process: Process) -> None:
    """Nothing is left behind when the console itself is left."""
    if process.returncode is None:
        _kill(process)
        await process.wait()


def _kill(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()


def _died(status: object) -> str:
    return say("The workbook was not written: the program that writes it ended ({status}).", status=status)
