"""A person at the console: hands on the keys, eyes on the rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests.support.club import Club
from tests.support.screens import settled, shown
from tui.app import Console


class Desk:
    """Hands on the keys; counts them."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.pressed = 0

    async def keys(self, *keys: str) -> None:
        """Presses keys one after the other, as fast as they are worked off."""
        for key in keys:
            await self.pilot.press(key)
            self.pressed += 1
        await settled(self.pilot)

    async def typed(self, *texts: str) -> None:
        """Types text; each of its characters is a key."""
        for text in texts:
            await self.keys(*text)

    @property
    def rows(self) -> list[str]:
        return shown(self.pilot.app)

    @property
    def words(self) -> str:
        """The focused cell in words."""
        return " ".join(" ".join(self.rows[-5:-3]).split())

    @property
    def enter(self) -> str:
        """What Enter does, or what came of the last key."""
        return " ".join(" ".join(self.rows[-3:-1]).split())

    def row(self, beginning: str) -> str:
        return next(row for row in self.rows if row.startswith(beginning))


@asynccontextmanager
async def at_desk(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with Console(path).run_test(size=size) as pilot:
        await settled(pilot)
        yield Desk(pilot)  # type: ignore[arg-type]


def states(club: Club, day: str, facility: str, start: str) -> dict[str, str]:
    """Who is in a slot, as what."""
    return {inside["member"]: inside["state"] for inside in club.slot(facility, day, start)["bookings"]}
