"""From the screen to the door and back: every look and change in a thread, never on the UI's own. The door
may be shut: while it can't be opened yet, and when the database is lost while it is open."""

import asyncio
import os
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.clock import local_of, machine_clock, zone_named
from core.errors import DeskError
from tui.window import ZONE

if TYPE_CHECKING:
    from core.command import Command, Question
    from core.desk import Desk
    from storage.backup import Backup
    from storage.database import Database
    from tui.backups import Round

R = TypeVar("R")

OPENING_SECONDS = 2.0
"""How long one try to open the club waits for a lock; there will be another."""

LOST = frozenset(
    {"database_gone", "database_newer", "database_replaced", "foreign_database", "not_a_database"}
)
"""What shuts the door whoever meets it: the file that was opened is not the club's any more."""

RETRY_SECONDS = 3.0
"""How often the console tries to open a club that it can't reach."""

BY_HAND = frozenset(
    {
        "backup_failed",
        "database_full",
        "database_newer",
        "foreign_keys_broken",
        "keyring_unavailable",
        "migration_failed",
        "tables_not_strict",
    }
)
"""What trying again does not mend by itself, or where a try is long work or asks a person something."""

NEVER_THERE = frozenset({"no_folder", "no_permission"})
"""Refusals after which a new club may still be made, should there be no file."""


class DeskLink:
    """One console's door. `open` loads the database layer: it is called after the shell has been painted."""

    def __init__(self, path: Path, changed: Callable[[], None] = lambda: None) -> None:
        """`changed` is called whenever the door has been opened or shut."""
        self.path = path
        self.trouble: DeskError | None = None
        """Why the club can't be reached; None while it can be, and before the first try."""
        self.backups: list[Backup] = []
        """Copies of the database that lie beside it, the newest first: looked for when it can't be opened."""
        self._changed = changed
        self._desk: Desk | None = None
        self._database: Database | None = None
        self._zone = zone_named(ZONE)
        self._opening = asyncio.Lock()
        self._may_make = True
        self._askers = ThreadPoolExecutor(4, "ask")
        self._doers = ThreadPoolExecutor(1, "do")
        self._senders = ThreadPoolExecutor(1, "send")
        self._keepers = ThreadPoolExecutor(1, "back up")
        self._backing_up: Future[Round] | None = None

    @property
    def is_open(self) -> bool:
        return self._desk is not None

    @property
    def tries_by_itself(self) -> bool:
        """Whether a club that can't be reached is worth trying again without being told to."""
        return self.trouble is not None and self.trouble.code not in BY_HAND

    async def load_rooms(self) -> None:
        """Loads the rooms that the first look at the club does without, so that no key waits for them."""
        await asyncio.to_thread(import_module, "core.catalog")

    # ------------------------------------------------------------ opening and losing

    async def open(self) -> None:
        """Opens the club; again, after it was lost. DeskError, kept as `trouble`, where it can't be."""
        async with self._opening:
            if self.is_open:
                return
            try:
                await asyncio.to_thread(self._open)
            except DeskError as error:
                self.trouble = error
                raise
            else:
                self.trouble = None
            finally:
                self._changed()

    def _open(self) -> None:
        from storage.backup import backups_beside

        path = Path(os.path.realpath(self.path))
        try:
            self._desk = self._opened()
        except DeskError as error:
            self.backups = backups_beside(path)
            self._may_make = self._may_make and error.code in NEVER_THERE and not os.path.lexists(path)
            if error.code == "no_database":
                raise DeskError("database_gone", path=str(path)) from error
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeskError("database_trouble", path=str(path), reason=reason) from error
        self._may_make = False

    def _opened(self) -> "Desk":
        from core.club import AskSettings
        from core.desk import Desk
        from core.operators.records import Actor
        from storage.database import open_database

        if self._database is not None:
            self._database.leave()
            self._database = None
        self._database = open_database(self.path, create_missing=self._may_make, opening_wait=OPENING_SECONDS)
        desk = Desk(self._database, machine_clock)
        desk.act_as(Actor("owner", None, masked=True))  # others see the screen, too
        self._zone = zone_named(desk.ask(AskSettings()).timezone)
        return desk

    def _shut(self, door: "Desk | None", error: DeskError) -> None:
        """The door by which an error came is shut, unless another has been opened since."""
        if self.is_open and self._desk is door:
            self._desk, self.trouble = None, error
            self._changed()

    # ------------------------------------------------------------ through the door

    async def ask(self, question: "Question[R]") -> R:
        """The answer to a question."""
        door = self._door()
        return await self._through(door, self._askers, partial(door.ask, question))

    async def do(self, command: "Command[R]", key: str | None = None) -> R:
        """What came of a command. It carries an operation key, a fresh one unless it is given: should the
        commit's answer be lost, the door looks the key up before it says that it failed. What was started
        ends, screen or no screen."""
        door = self._door()
        deed = partial(door.do, command, key=key or uuid.uuid4().hex)
        return await asyncio.shield(asyncio.ensure_future(self._through(door, self._doers, deed)))

    async def rehearse(self, command: "Command[R]") -> R:
        """What would come of a command, by the command itself; nothing is changed."""
        door = self._door()
        return await self._through(door, self._askers, partial(door.rehearse, command))

    async def _through(self, door: "Desk", threads: ThreadPoolExecutor, deed: Callable[[], R]) -> R:
        """Threads of its own for what may wait for a lock, so that all else has some left."""
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, deed)
        except DeskError as error:
            if error.code in LOST:
                self._shut(door, error)
            raise

    def _door(self) -> "Desk":
        if self._desk is None:
            if (error := self.trouble) is not None:
                raise DeskError(error.code, **error.facts)
            raise DeskError("not_open", path=str(self.path))
        return self._desk

    # ------------------------------------------------------------ what is seen from here

    async def deliver(self) -> None:
        """Lets notices go out by the channels that are set up, if any. DeskError for an unusable file of
        channels."""
        from tui.delivery import channels_file, deliver_pending

        door = self._desk
        if door is not None and channels_file().exists():
            await self._through(door, self._senders, partial(deliver_pending, door))

    async def back_up(self, *, daily: bool) -> "Round":
        """A backup, for `daily` only if there is none of today; one at a time: `backup_busy`. What was begun
        ends, screen or no screen."""
        from tui.backups import back_up_round

        door = self._door()
        if self.backing_up:
            raise DeskError("backup_busy", path=str(self.path))
        deed = partial(back_up_round, door, self.path, machine_clock, self.today(), daily=daily)
        self._backing_up = self._keepers.submit(deed)
        return await asyncio.shield(asyncio.wrap_future(self._backing_up))

    @property
    def backing_up(self) -> bool:
        """Whether a backup is being made."""
        return self._backing_up is not None and not self._backing_up.done()

    def finish(self) -> None:
        """Waits, with the console gone, for a backup that was begun, and lets its file go."""
        self._keepers.shutdown()
        if self._database is not None:
            self._database.close()

    async def version(self) -> Any:
        """A value that changes when anybody changes the database. An error but `database_busy` shuts the
        door."""
        door, database = self._desk, self._database
        if door is None or database is None:
            return None
        try:
            return await asyncio.to_thread(database.version)
        except DeskError as error:
            if error.code != "database_busy":
                self._shut(door, error)
            raise

    def waited(self) -> float:
        """For how many seconds something has waited for another program's lock by now."""
        return 0.0 if self._database is None else self._database.waited()

    def now(self) -> datetime:
        """What the club's clock shows."""
        return local_of(machine_clock(), self._zone)

    def today(self) -> date:
        return self.now().date()

    async def close(self) -> None:
        """Closes the club. What was started ends."""
        self._desk = None
        self._askers.shutdown(wait=False, cancel_futures=True)
        self._doers.shutdown(wait=False)
        self._senders.shutdown(wait=False, cancel_futures=True)
        self._keepers.shutdown(wait=False, cancel_futures=True)
        if self._database is not None:
            await asyncio.to_thread(self._database.close)
