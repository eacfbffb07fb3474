"""Several desks on one file, one clock for all, and a look at the file that is nobody's desk."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from core.catalog import COMMANDS, QUESTIONS
from core.clock import Instant, Rehearsal
from core.command import Now, entry_of
from core.desk import Desk, Done, Order, OrderFailed
from core.errors import DeskError
from core.wire import read_record, write_record
from storage import driver
from storage.database import open_database
from tests.support.templates import new_file

OPERATORS = ("钱一", "孙二", "李三")


class Died(Exception):  # noqa: N818 - not a fault of the desk
    """A desk ended in the middle of a command."""


class Desks:
    """A desk for each operator, each with connections of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        new_file(path)
        self.clock = Rehearsal()
        self._databases = [open_database(path, replayed=True) for _ in OPERATORS]
        self._desks = [self._desk(index) for index in range(len(OPERATORS))]
        self.file = driver.connect(path)

    def _desk(self, index: int) -> Desk:
        return Desk(self._databases[index], self.clock, OPERATORS[index])

    def close(self) -> None:
        self.file.close()
        for database in self._databases:
            database.close()

    def stand_at(self, minutes: int) -> None:
        """Minutes since 1970 in UTC."""
        self.clock.stand_at(Instant(minutes * 60))

    def do(self, desk: int, command: str, fields: dict[str, Any], key: str | None = None) -> Done[Any]:
        """What comes of a command, as JSON."""
        request = read_record(COMMANDS[command].request, fields)
        done = self._desks[desk].perform(request, key=key)
        return Done(write_record(done.result), done.repeated)

    def do_all(self, desk: int, orders: list[tuple[str, dict[str, Any]]]) -> list[Any] | tuple[int, str]:
        """What came of each as JSON, or which was refused with which code."""
        read = [Order(read_record(COMMANDS[command].request, fields)) for command, fields in orders]
        try:
            return [write_record(done.result) for done in self._desks[desk].do_all(read)]
        except OrderFailed as failure:
            return failure.index, failure.error.code

    def ask(self, question: str, **fields: Any) -> Any:
        return write_record(self._desks[0].ask(read_record(QUESTIONS[question].request, fields)))

    def die(self, desk: int, command: str, fields: dict[str, Any]) -> None:
        """A desk writes everything that a command changes, and then its connection is gone; it opens anew."""
        request = read_record(COMMANDS[command].request, fields)
        database = self._databases[desk]
        with suppress(DeskError, Died), database.write() as store:
            now = Now.at(self.clock.at, store.settings(), OPERATORS[desk])
            with suppress(DeskError):
                entry_of(request).handle(store, request, now)
            store.connection.close()
            raise Died
        database.close()
        self._databases[desk] = open_database(self.path, replayed=True)
        self._desks[desk] = self._desk(desk)
