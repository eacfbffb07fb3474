"""Waiting for the console by what is pending, and not by whether the processor is idle.

The toolkit's pilot takes a process for done that has had no processor for 20 ms. On a busy machine that may
be one that has not begun; on an idle one each key waits 60 ms for nothing.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import pytest

SOON = 1 / 50
"""Seconds: what a timer begins within them is waited for, as a screen's next painting is."""

LOOK_AGAIN = 0.001
"""Seconds between looks at threads that work."""


_WORK: set["asyncio.Future[Any]"] = set()
"""What threads do for the loop of the test at hand."""


def wait_for_what_is_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pilots do, until the end of the test."""
    begin = asyncio.BaseEventLoop.run_in_executor

    def begun(
        loop: asyncio.BaseEventLoop, threads: Executor | None, deed: Callable[..., Any], *of: Any
    ) -> "asyncio.Future[Any]":
        work = begin(loop, threads, deed, *of)
        _WORK.add(work)
        work.add_done_callback(_WORK.discard)
        return work

    _WORK.clear()
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", begun)
    monkeypatch.setattr("textual.app.wait_for_idle", quiet)
    monkeypatch.setattr("textual.pilot.wait_for_idle", quiet)


async def quiet(_min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Until nothing is ready to run in this loop, nor will be soon, and no thread works for it."""
    loop: Any = asyncio.get_running_loop()
    given_up = loop.time() + max_sleep
    while loop.time() < given_up:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        now = loop.time()
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=now + 1)
        if due <= now + SOON:
            await asyncio.sleep(max(due - now, 0))
        elif _WORK:
            await asyncio.sleep(LOOK_AGAIN)
        else:
            return
