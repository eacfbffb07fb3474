"""What a person sees of the console."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

DEADLINE = 20.0
"""Seconds until a wait is given up: a machine under load is slow, not wrong."""


def strips(app: App[Any]) -> list[list[Segment]]:
    """The lines of the screen on top, as styled pieces."""
    compositor = app.screen._compositor  # the toolkit has no public way to the painted lines
    return [list(strip) for strip in compositor.render_strips()]


def shown(app: App[Any]) -> list[str]:
    """The lines of the screen on top, as text, without the blanks at their ends."""
    return ["".join(piece.text for piece in line).rstrip() for line in strips(app)]


def text_of(app: App[Any]) -> str:
    """The whole screen as text."""
    return "\n".join(shown(app))


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until everything that a key has set off is done and painted. Looks that a later key has made
    superfluous are cancelled; what came after them is waited for again."""
    await pilot.pause()
    for _again in range(20):
        try:
            await pilot.app.workers.wait_for_complete()
            break
        except WorkerCancelled:
            await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Callable[[list[str]], bool]) -> None:
    """Waits until the rows of the screen are so."""
    given_up = time.monotonic() + DEADLINE
    while not holds(shown(pilot.app)):
        assert time.monotonic() < given_up, text_of(pilot.app)
        await asyncio.sleep(0.01)
