"""A file that was written: it is opened where the system can, and its path told in full."""

import asyncio
from pathlib import Path

from tui.language import say
from tui.screens.base import DeskScreen
from tui.slips import opens


async def tell_written(screen: DeskScreen, written: Path, path: Path) -> None:
    """`written` is another one than `path` where another program has that open."""
    opened = await asyncio.to_thread(opens, written)
    told = say("Written and opened: {path}", path=written) if opened else say("Written: {path}", path=written)
    if written != path:
        told = say("{path} is open in another program; the new one lies beside it.", path=path) + " " + told
    screen.tell(told, "good")
    screen.whole = True
    screen.show_told()
