"""What happens by itself when its time has come: the kinds, their order, and who does them.

Each thing is done at its own instant, in the order of (instant, kind, number), so that any number of
ticks, late or repeated, leaves the same history as one that was never late (domain.md section 9).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question


class DueKind(IntEnum):
    """What can fall due, in the order in which things of one instant are done. The numbers are kept in the
    database and leave room for the kinds of later rooms."""

    OFFER_ENDS = 10
    RECONSIDER = 15
    LAPSE = 20
    REMIND = 30
    ASK = 40
    RELEASE = 50
    EXPIRE = 60
    NO_SHOW = 70
    COMPLETE = 80
    LOT_LAPSES = 90
    RECALL = 95
    UNLOCK = 100
    CLEAR = 105
    RUN_POLICY = 110
    RUNS_OUT = 120


class Due(NamedTuple):
    """When something happens by itself, and what."""

    at: Instant
    kind: DueKind


class DueThing(NamedTuple):
    """One thing in the queue: compares by instant, then kind, then number."""

    at: Instant
    kind: DueKind
    number: int


class DueStore(Protocol):
    """What doing due things needs of the database."""

    def next_due(self, until: Instant) -> DueThing | None:
        """The first thing that is due by an instant. Asked for one by one, so that what a thing brings about
        takes its own place in the order."""

    def is_trouble(self, error: Exception) -> bool:
        """Whether an error is the disk's or the file's, so that no thing is to be set aside for it."""

    def set_aside(self, thing: DueThing, reason: str) -> None:
        """Takes a thing that cannot be done out of the queue and keeps it to be shown."""


Handle = Callable[[Any, int, Now], None]


class DueEntry(NamedTuple):
    """Who does a kind of thing, and the letter of the records it is done to."""

    handle: Handle
    letter: str


HANDLERS: dict[DueKind, DueEntry] = {}


def when_due(kind: DueKind, letter: str) -> Callable[[Handle], Handle]:
    """Enters what is done when a thing of this kind falls due."""

    def enter(handle: Handle) -> Handle:
        HANDLERS[kind] = DueEntry(handle, letter)
        return handle

    return enter


@dataclass(frozen=True, slots=True)
class Tick(Command["Ticked"]):
    """Does everything that is due. The door has done it before any command; so this one only counts."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Counts by what was done: offers that ran out, entries judged anew when a suspension ended, entries that
    lapsed at their slot's start, reminders, attendance asked for, places released without an answer,
    bookings that expired without a decision, no-shows, completions, lots that lapsed, balances recalled from
    those who left, yearly clears, policies that ran by themselves, members told that a lot
    runs out, and what could not be done."""

    offers_ended: int = 0
    reconsidered: int = 0
    lapsed: int = 0
    reminded: int = 0
    asked: int = 0
    released: int = 0
    expired: int = 0
    no_shows: int = 0
    completed: int = 0
    lots_lapsed: int = 0
    recalled: int = 0
    unlocked: int = 0
    cleared: int = 0
    policies_run: int = 0
    warned: int = 0
    set_aside: int = 0

    @classmethod
    def of(cls, counts: Counter[str]) -> "Ticked":
        return cls(
            offers_ended=counts["OFFER_ENDS"],
            reconsidered=counts["RECONSIDER"],
            lapsed=counts["LAPSE"],
            reminded=counts["REMIND"],
            asked=counts["ASK"],
            released=counts["RELEASE"],
            expired=counts["EXPIRE"],
            no_shows=counts["NO_SHOW"],
            completed=counts["COMPLETE"],
            lots_lapsed=counts["LOT_LAPSES"],
            recalled=counts["RECALL"],
            unlocked=counts["UNLOCK"],
            cleared=counts["CLEAR"],
            policies_run=counts["RUN_POLICY"],
            warned=counts["RUNS_OUT"],
            set_aside=counts["set_aside"],
        )


class SetAside(NamedTuple):
    """A due thing that could not be done, kept to be shown."""

    record: str
    kind: str
    due_at: datetime
    reason: str


class TickStore(DueStore, Protocol):
    """What looking at what was set aside needs of the database."""

    def things_set_aside(self) -> list[tuple[DueThing, str]]: ...


@command("tick", inverse=NoInverse("time_passes"))
def tick(store: TickStore, command: Tick, now: Now) -> Ticked:  # noqa: ARG001 - the door has done and counted it
    return Ticked()


@dataclass(frozen=True, slots=True)
class AskSetAside(Question["ThingsSetAside"]):
    """Due things that could not be done."""


@dataclass(frozen=True, slots=True)
class ThingsSetAside:
    things: tuple[SetAside, ...]


@question("set_aside")
def ask_set_aside(store: TickStore, question: AskSetAside, now: Now) -> ThingsSetAside:  # noqa: ARG001
    import core.catalog  # noqa: F401, PLC0415 - loads all rooms, for their letters

    return ThingsSetAside(
        tuple(
            SetAside(
                f"{HANDLERS[thing.kind].letter}{thing.number}",
                thing.kind.name.lower(),
                now.local_of(thing.at),
                reason,
            )
            for thing, reason in store.things_set_aside()
        )
    )
