"""The bell: once for what was done, twice for a refusal. `bell = "off"` in the settings file silences it."""

import sys

from tui import settings
from tui.printing import on_terminal

BELL = "\a"
BETWEEN = 0.25
"""Seconds from the first to the second."""


def bell_wanted() -> bool:
    """Whether the user wants to hear it."""
    return str(settings.read().get("bell", "on")).lower() not in ("off", "false", "no")


def ring(*, good: bool) -> None:
    """On the command line, where somebody sits before it. A terminal has one tone: a refusal is two."""
    import time

    if not (on_terminal() and bell_wanted()):
        return
    for number in range(1 if good else 2):
        if number:
            time.sleep(BETWEEN)
        sys.stderr.write(BELL)
        sys.stderr.flush()
