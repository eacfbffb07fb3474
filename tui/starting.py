"""The console's start, before its first module is loaded.

While modules are loaded, next to nothing becomes garbage, yet Python looks for it hundreds of times, through
more each time: a fifth of the start. So it does not look until the day is on screen, and what was made until
then is never looked through again: that would be the longest wait that a key could meet.
"""

import gc
import sys

from tui.line import Invocation
from tui.signals import exit_when_told


def at_terminal() -> bool:
    """Whether there is a terminal for the console."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_console(invocation: Invocation) -> int:
    """The console on the database asked for; its exit status when it is left."""
    gc.disable()
    exit_when_told()
    from tui.first_frame import first_frame

    try:
        with first_frame() as frame:
            from storage.places import database_path
            from tui.app import run

            return run(database_path(invocation.database), frame)
    finally:
        gc.enable()


def settle() -> None:
    """The start is over. Nothing is to be done where it was not `open_console` that began it."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
