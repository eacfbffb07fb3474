"""What a use case is to the faults that are tried on it: made ready, carried out, looked at afterwards."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from unittest.mock import patch

from core.catalog import COMMANDS, QUESTIONS
from core.clock import Rehearsal, instant_of, zone_named
from core.desk import Desk
from core.due import Tick
from core.errors import DeskError
from core.wire import read_record, write_record
from storage.database import Database, open_database
from tests.support.club import NINE, Club

Picture = dict[str, str]
"""What was found, part by part, as digests."""

DRAWN = {"audit": {"id", "salt", "digest", "hash"}}
"""Columns that are drawn by lot or follow from such, and the numbers of records: one more is written after an
error of the disk."""


class Teller(Protocol):
    """Takes down how far a case has got, where no kill can take it back."""

    def __call__(self, what: str, /, **facts: Any) -> None: ...


Mend = Callable[[], None] | None
"""Mends the disk; None where nobody will."""


def nobody(_what: str, /, **_facts: Any) -> None:
    """Nobody listens."""


class Aftermath(NamedTuple):
    """What is found, what `check` has to say, whether it turned out to be done when it was done once more
    (None for what has no operation key), and what is found after that."""

    found: Picture
    problems: list[Any]
    repeated: bool | None
    then: Picture


class Case:
    """One use case, on the files of a folder."""

    def __init__(self, name: str) -> None:
        self.name = name

    def prepare(self, folder: Path) -> None:
        """Makes the files that it begins with."""
        raise NotImplementedError

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        """Carries it out. `done` is told as soon as a person would be told so. DeskError where it is
        refused; with `mend` only after it was done again."""
        raise NotImplementedError

    def look(self, folder: Path) -> Picture:
        """What the next one to come finds."""
        raise NotImplementedError

    def aftermath(self, folder: Path) -> Aftermath:
        """What is found, and what comes of doing the same once more."""
        found = self.look(folder)
        self.act(folder)
        return Aftermath(found, [], None, self.look(folder))

    def states(self, folder: Path) -> list[Picture]:
        """All the pictures that are right: before, between its transactions, and after."""
        before = self.look(folder)
        self.act(folder)
        return [before, self.look(folder)]


class AtTheDoor(Case):
    """One command, on a club that is opened for it and closed after it."""

    def __init__(
        self, name: str, fill: Callable[[Club], None], command: str, /, *, at: str = NINE, **fields: Any
    ) -> None:
        super().__init__(name)
        self.fill = fill
        self.request = read_record(COMMANDS[command].request, fields)
        self.at = instant_of(datetime.fromisoformat(at), zone_named("Asia/Shanghai"))

    def prepare(self, folder: Path) -> None:
        club = Club.new(folder)
        self.fill(club)
        club.database.close()

    @contextmanager
    def opened(self, folder: Path) -> Iterator[tuple[Desk, Database]]:
        database = open_database(folder / "club.db", create_missing=False, wait=5)
        with closing(database):
            database.version()  # as a console does, which has connections open that only read
            with database.read():
                pass
            yield Desk(database, Rehearsal(self.at)), database

    def act(self, folder: Path, tell: Teller = nobody, mend: Mend = None) -> None:
        with self.opened(folder) as (desk, database):
            try:
                desk.perform(self.request, key="k")
            except DeskError as error:
                tell("refused", code=error.code, by="the command", reason=error.facts.get("reason"))
                if mend is None:
                    raise
                mend()
                tell("left", picture=picture_in(database))
                desk.perform(self.request, key="k")
            tell("done")

    def look(self, folder: Path) -> Picture:
        with self.opened(folder) as (_, database):
            return picture_in(database)

    def aftermath(self, folder: Path) -> Aftermath:
        with self.opened(folder) as (desk, database):
            found = picture_in(database)
            with desk.reading() as reading:
                told = reading.ask(read_record(QUESTIONS["check"].request, {}))
            done = desk.perform(self.request, key="k")
            then = picture_in(database)
        keyed = not isinstance(self.request, Tick)
        problems = list(write_record(told)["problems"])
        return Aftermath(found, problems, done.repeated if keyed else None, then)

    def states(self, folder: Path) -> list[Picture]:
        found = [self.look(folder)]
        plain = Database.write

        @contextmanager
        def watched(database: Database) -> Iterator[Any]:
            with plain(database) as store:
                yield store
            found.append(picture_in(database))

        with patch.object(Database, "write", watched):
            self.act(folder)
        return found


def picture_in(database: Database) -> Picture:
    """A digest of each table, but for what is drawn by lot."""
    with database.read() as store:
        return picture_of(store.connection)


def picture_of(connection: Any) -> Picture:
    """The same, of an open connection."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: _digest(connection, name) for (name,) in sorted(tables)}


def _digest(connection: Any, table: str) -> str:
    drawn = DRAWN.get(table, set()) | {"audit_id"}
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[1] not in drawn]
    rows = connection.execute(f'SELECT {", ".join(columns)} FROM "{table}"').fetchall()
    if table == "audit":
        rows = [row for row in rows if "not_committed" not in row]
    return hashlib.sha256(repr(sorted(rows, key=repr)).encode()).hexdigest()[:16]
