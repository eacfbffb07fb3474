"""What goes through the door, and what comes back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from core.command import Command, Now, Question, Rows, entry_of
from core.errors import DeskError

if TYPE_CHECKING:
    from core.stores import DeskStore

R = TypeVar("R")
Request = Command[Any] | Question[Any] | Rows[Any]

UNSURE = frozenset(
    {"database_trouble", "database_full", "database_damaged", "database_read_only", "outcome_unknown"}
)
"""Errors that may meet a commit which has happened all the same."""


class Operation(NamedTuple):
    """A command that was done under a key: the digest of its body, and its result as JSON."""

    digest: str
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What came of a command; `repeated` where its key had been used for the same before."""

    result: R
    repeated: bool = False


class Order(NamedTuple):
    """One line of several that are done as one."""

    request: Command[Any] | Question[Any]
    key: str | None = None
    by: str | None = None
    at: datetime | None = None


class OrderFailed(Exception):  # noqa: N818 - carries the refusal of one of several
    """One of several commands was refused, so none was done."""

    def __init__(self, index: int, error: DeskError) -> None:
        super().__init__(index)
        self.index = index
        self.error = error


class OrdersFailed(Exception):  # noqa: N818 - carries the refusals among several
    """Some of several commands were refused, so none was done; the refusals by their index."""

    def __init__(self, errors: dict[int, DeskError]) -> None:
        super().__init__(sorted(errors))
        self.errors = errors


Admit = Callable[["DeskStore", "Request", Now], Now]
"""Whether whoever asks may: the circumstances with their rights, or the door's refusal."""


class Reading:
    """Looks at one picture of the club. Not to be kept when its block has ended."""

    def __init__(self, store: "DeskStore", now: Now, admit: "Admit") -> None:
        self._store = store
        self._admit = admit
        self.now = now

    def ask(self, question: Question[R]) -> R:
        """Answers a question. `forbidden` and the door's other refusals, as at the door."""
        now = self._admit(self._store, question, self.now)
        answer: R = entry_of(question).handle(self._store, question, now)
        return answer

    def rows(self, asked: Rows[R]) -> Iterator[R]:
        """Rows, to be taken before the block ends."""
        now = self._admit(self._store, asked, self.now)
        taken: Iterator[R] = entry_of(asked).handle(self._store, asked, now)
        return taken
