"""The counter's baskets as the whole console knows them: how many are parked, and what the console before
this one left."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from tui.keys import key_for
from tui.language import say
from tui.signing_in.shell import SigningShell

if TYPE_CHECKING:
    from tui.counter.baskets_left import Left


class ShellWithBaskets(SigningShell):
    """Parked baskets stand in the header of every screen."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._parked = 0
        self._left: Left | None = None
        self._looking = asyncio.Lock()

    def parked_told(self) -> str:
        """How many are parked, for the header."""
        if not self._parked:
            return ""
        key = key_for("console.counter", self.keymap)
        return say("{key}: parked {count}", key=key, count=self._parked)

    def take_parked(self, count: int) -> None:
        """So many baskets are parked on the counter."""
        if count != self._parked:
            self._parked = count
            for screen in self.screen_stack:
                self.show_header(screen)

    async def begin_anew(self) -> None:
        """Parked baskets belong to whoever filled them, and wait for them in their file."""
        self._parked, self._left = 0, None
        await super().begin_anew()

    async def baskets_left(self) -> "Left":
        """What the console before this one left on the counter, looked at once."""
        from tui.counter.baskets_left import baskets_left

        async with self._looking:
            if self._left is None:
                self._left = await baskets_left(self.link)
        return self._left

    async def tell_baskets(self) -> None:
        """Baskets that are parked, and what came of one that was on its way."""
        from tui.state import baskets_file

        if not baskets_file(self.link.path, self.link.whose).exists():
            return
        left = await self.baskets_left()
        self.take_parked(len(left.baskets.parked))
        if left.told:
            self.notify(
                left.told, severity="information" if left.sold else "warning", timeout=20, markup=False
            )
