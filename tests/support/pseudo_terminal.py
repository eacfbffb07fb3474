"""A program in a pseudo-terminal of its own, as a person would start it. Not on Windows."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

QUIET = 0.12
"""Seconds without a piece until a screen counts as painted."""


class PseudoTerminal:
    """Columns and lines, and the process in it. The time is taken from the start on."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str], folder: Path
    ) -> None:
        self.begun = time.perf_counter()
        self.written = b""
        """What was read by `until`."""
        self.master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.process = subprocess.Popen(
            command, stdin=self._slave, stdout=self._slave, stderr=self._slave,
            env=environment, cwd=folder, start_new_session=True,
        )  # fmt: skip

    @property
    def modes(self) -> list[Any]:
        """The terminal's modes as termios tells them."""
        return termios.tcgetattr(self._slave)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def until(self, text: str, seconds: float = 60) -> float:
        """Seconds from the start until a text has been written."""
        wanted = text.encode()
        deadline = time.monotonic() + seconds
        while wanted not in self.written:
            if select.select([self.master], [], [], QUIET)[0]:
                self.written += os.read(self.master, 1 << 16)
            elif self.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"{text!r} was not written, but {self.written[-2000:]!r}")
        return time.perf_counter() - self.begun

    def painted(self, key: str = "") -> tuple[float, float]:
        """Seconds from a key until the first and the last piece that it leads to."""
        begun = time.perf_counter()
        if key:
            self.type(key)
        first = last = 0.0
        while select.select([self.master], [], [], QUIET if first else 1.0)[0]:
            os.read(self.master, 1 << 16)
            last = time.perf_counter() - begun
            first = first or last
        return first, last

    def ended(self, seconds: float = 60) -> int:
        """Reads on until the program has ended; its exit status."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self.master], [], [], QUIET)[0]:
                self.written += os.read(self.master, 1 << 16)
        return self.process.wait(0)

    def hang_up(self) -> None:
        """Takes the terminal away from under the program."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        """Ends the program where it still runs."""
        with suppress(OSError):
            self.type("\x11")
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.master >= 0:
            os.close(self.master)
        os.close(self._slave)
