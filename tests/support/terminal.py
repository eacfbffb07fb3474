"""The command line for tests: in this process for speed, or as the real program."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tui.main import main

ROOT = Path(__file__).parents[2]


class Told(NamedTuple):
    """What came of a command line."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> dict[str, Any]:
        """Standard output as one line of JSON."""
        [line] = self.lines
        return line


def written(lines: Sequence[dict[str, Any]]) -> bytes:
    """Commands as JSON Lines."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


class Terminal:
    """`frontdesk` in English, on one database unless told otherwise."""

    def __init__(
        self, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.database = database
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str | Path, typed: bytes = b"", lang: str = "en") -> Told:
        """Runs a command line in this process."""
        self._monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed), encoding="utf-8"))
        self._capsys.readouterr()
        status = main(["--db", str(self.database), "--lang", lang, *map(str, arguments)])
        return Told(status, *self._capsys.readouterr())

    def batch(self, *lines: dict[str, Any], options: Sequence[str] = ()) -> Told:
        """Sends lines to `frontdesk batch`."""
        return self("batch", *options, typed=written(lines))

    def start(
        self, *arguments: str | Path, stderr: int = subprocess.PIPE, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Starts the real program with pipes at its streams."""
        return subprocess.Popen(
            [sys.executable, "-m", "tui.main", "--db", str(self.database), *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "FRONTDESK_LANG": "en", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )

    def process(self, *arguments: str | Path, typed: bytes = b"", **environment: str) -> Told:
        """Runs the real program to its end."""
        process = self.start(*arguments, stderr=subprocess.PIPE, **environment)
        out, err = process.communicate(typed, timeout=60)
        return Told(process.returncode, out.decode("utf-8"), err.decode("utf-8"))
