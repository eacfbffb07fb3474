"""A command that is asked for again after its answer was lost is done once."""

import uuid
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from core.command import Command
    from tui.link import DeskLink

R = TypeVar("R")


class Once:
    """Keeps the operation key of a command until it is known what came of it."""

    def __init__(self) -> None:
        self._sent: Any = None
        self._key = ""

    async def do(self, link: "DeskLink", command: "Command[R]") -> R:
        """What came of it: the same command, asked for again after an error, has the same key."""
        if command != self._sent:
            self._sent, self._key = command, uuid.uuid4().hex
        done = await link.do(command, self._key)
        self._sent = None
        return done
