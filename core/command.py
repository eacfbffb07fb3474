"""What a command, a question and their handlers are, and where the door finds them by name."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

from core.clock import Instant, instant_at, local_of, zone_named
from core.errors import DeskError
from core.operators.rights import ALL_RIGHTS, Right
from core.settings import Settings
from core.wire import UNSET

R = TypeVar("R")


class Command(Generic[R]):
    """A change that is asked for; `R` is what comes of it. Subclasses are frozen dataclasses."""

    __slots__ = ()


class Question(Generic[R]):
    """A look; `R` is the answer. Subclasses are frozen dataclasses."""

    __slots__ = ()


class Rows(Generic[R]):
    """A look whose rows are read while they are taken; `R` is a row. Subclasses are frozen dataclasses."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Now:
    """The circumstances of a command or question: when, by which settings, by whose hand.

    `rights` are those of the operator: all for what time does, and until the first operator is made.
    `signed_in`: operators can be told apart. `masked`: a person's phone, mail and card are not told whole."""

    instant: Instant
    settings: Settings
    operator: str
    zone: ZoneInfo
    local: datetime
    today: date
    rights: frozenset[Right] = ALL_RIGHTS
    signed_in: bool = False
    masked: bool = False

    @classmethod
    def at(cls, instant: Instant, settings: Settings, operator: str) -> "Now":
        zone = zone_named(settings.timezone)
        local = local_of(instant, zone)
        return cls(instant, settings, operator, zone, local, local.date())

    def instant_at(self, day: date, minute: int) -> Instant:
        """The instant of a minute of a day in the club's zone."""
        return instant_at(day, minute, self.zone)

    def local_of(self, instant: Instant) -> datetime:
        """What the club's clock shows at an instant."""
        return local_of(instant, self.zone)


@dataclass(frozen=True, slots=True)
class NoInverse:
    """Why a command cannot be taken back; `reason` is a code for the sentence."""

    reason: str


Inverse = Callable[[Any, Any], tuple[Command[Any], ...]] | NoInverse
"""From a command and its result, the commands that take it back. DeskError `cannot_undo` with a reason where
this one can't be, as others can."""


Refused = Callable[[Any, Any, DeskError, Now], bool]
"""Keeps that a command was refused, `(store, command, error, now)`; False where there is nothing to keep."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command or question as the door knows it."""

    name: str
    request: type[Any]
    result: type[Any]
    handle: Callable[[Any, Any, Now], Any]
    inverse: Inverse | None = None
    refused: Refused | None = None


COMMANDS: dict[str, Entry] = {}
QUESTIONS: dict[str, Entry] = {}
STREAMS: dict[str, Entry] = {}
_BY_TYPE: dict[type[Any], Entry] = {}

Handler = TypeVar("Handler", bound=Callable[..., Any])


def command(name: str, *, inverse: Inverse, refused: Refused | None = None) -> Callable[[Handler], Handler]:
    """Enters a handler `(store, command, now) -> result` under the command's promised name. `refused` is
    called with a refusal of it, in a transaction of its own."""

    def enter(handle: Handler) -> Handler:
        hints = get_type_hints(handle)
        entry = Entry(name, hints["command"], hints["return"], handle, inverse, refused)
        COMMANDS[name] = _BY_TYPE[entry.request] = entry
        return handle

    return enter


def question(name: str) -> Callable[[Handler], Handler]:
    """Enters a handler `(store, question, now) -> answer` under the question's promised name."""

    def enter(handle: Handler) -> Handler:
        hints = get_type_hints(handle)
        entry = Entry(name, hints["question"], hints["return"], handle)
        QUESTIONS[name] = _BY_TYPE[entry.request] = entry
        return handle

    return enter


def rows(name: str) -> Callable[[Handler], Handler]:
    """Enters a handler `(store, asked, now) -> iterator of rows`: for files, which JSON answers are not."""

    def enter(handle: Handler) -> Handler:
        hints = get_type_hints(handle)
        entry = Entry(name, hints["asked"], hints["return"], handle)
        STREAMS[name] = _BY_TYPE[entry.request] = entry
        return handle

    return enter


def entry_of(request: Command[Any] | Question[Any] | Rows[Any]) -> Entry:
    """The entry of a command, a question or a look at rows."""
    return _BY_TYPE[type(request)]


def given(change: Any, *keys: str) -> dict[str, Any]:
    """The fields that a `change_*` command really names, its keys aside."""
    values = {field.name: getattr(change, field.name) for field in fields(change) if field.name not in keys}
    return {name: value for name, value in values.items() if value is not UNSET}
