"""Being told to end from outside: by a window that is closed (SIGHUP), by a system that goes down (SIGTERM).
Windows has neither and ends the console with its window."""

import signal
import sys
from collections.abc import Callable


def exit_when_told() -> None:
    """From now on such a signal leaves by way of whatever gives the terminal back."""
    for number in _numbers():
        signal.signal(number, lambda told, _frame: sys.exit(128 + told))


def end_when_told(end: Callable[[], None]) -> None:
    """From now on, as long as the running event loop runs, such a signal calls `end` between its steps."""
    if numbers := _numbers():
        import asyncio

        for number in numbers:
            asyncio.get_running_loop().add_signal_handler(number, end)


def _numbers() -> tuple[int, ...]:
    return () if sys.platform == "win32" else (signal.SIGHUP, signal.SIGTERM)
