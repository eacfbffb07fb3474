"""From the screen to the door and back: every look and change in a thread, never on the UI's own."""

import asyncio
import uuid
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.clock import local_of, machine_clock, zone_named
from tui.window import ZONE

if TYPE_CHECKING:
    from core.command import Command, Question
    from core.desk import Desk
    from storage.database import Database

R = TypeVar("R")


class DeskLink:
    """One console's door. `open` loads the database layer: it is called after the shell has been painted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._desk: Desk | None = None
        self._database: Database | None = None
        self._zone = zone_named(ZONE)

    @property
    def is_open(self) -> bool:
        return self._desk is not None

    async def open(self) -> None:
        """Opens the club. DeskError where it can't be."""
        await asyncio.to_thread(self._open)

    def _open(self) -> None:
        from core.club import AskSettings
        from core.desk import Desk
        from storage.database import open_database

        database = open_database(self.path)
        desk = Desk(database, machine_clock)
        self._zone = zone_named(desk.ask(AskSettings()).timezone)
        self._database, self._desk = database, desk

    async def ask(self, question: "Question[R]") -> R:
        """The answer to a question."""
        return await asyncio.to_thread(self._door().ask, question)

    async def do(self, command: "Command[R]") -> R:
        """What came of a command. It carries a fresh operation key: should the commit's answer be lost, the
        door looks the key up before it says that it failed. What was started ends, screen or no screen."""
        key = uuid.uuid4().hex
        task = asyncio.to_thread(self._door().do, command, key=key)
        return await asyncio.shield(asyncio.ensure_future(task))

    async def version(self) -> Any:
        """A value that changes when anybody changes the database."""
        if self._database is None:
            return None
        return await asyncio.to_thread(self._database.version)

    def _door(self) -> "Desk":
        if self._desk is None:
            from core.errors import DeskError

            raise DeskError("not_open", path=str(self.path))
        return self._desk

    def now(self) -> datetime:
        """What the club's clock shows."""
        return local_of(machine_clock(), self._zone)

    def today(self) -> date:
        return self.now().date()

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
