"""Carrying out a command on the grid, and what is told of it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from core.errors import DeskError
from tui.screens.booking_view import BookingView

if TYPE_CHECKING:
    from core.command import Command

R = TypeVar("R")


class BookingCarrying(BookingView):
    """Sends commands, and comes back from other screens."""

    async def done(self, told: str) -> None:
        """After a command: the grid anew, and what came of it. What was wished for it is not for the next."""
        self.wished = {}
        await self.follow()
        self.tell(told, "good")

    async def come_back(self, told: str, day: date | None) -> None:
        """From another screen: the grid anew, on a day where one is given, and what was done there."""
        if day is not None:
            self.day = day
        await self.follow()
        if told:
            self.tell(told, "good")

    async def carry_out(
        self,
        command: "Command[R]",
        told: str | Callable[[R], str],
        refused: Callable[[], Awaitable[None]] | None = None,
    ) -> bool:
        """Sends a command; tells what came of it, or why not and, by `refused`, what else can be done. A key
        pressed twice does nothing twice."""
        if self.doing:
            return False
        self.doing = True
        self.workers.cancel_group(self, "outlook")  # what Enter does here is about to change
        try:
            result = await self.console.link.do(command)
        except DeskError as error:
            self.tell_error(error)
            if refused is not None:
                await refused()
            return False
        finally:
            self.doing = False
        await self.done(told if isinstance(told, str) else told(result))
        return True
