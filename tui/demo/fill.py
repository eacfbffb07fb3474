"""Sends the story of the example club through the door, two hours at a time, into a new database."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from core.booking.book import Book
from core.booking.cancel import Cancel
from core.clock import Rehearsal, week_of
from core.desk import Desk
from core.doing import Order, OrderFailed
from core.errors import DeskError
from core.facilities.keeping import AddFacility
from core.members.finding import AskMember
from core.members.keeping import AddMember
from core.records import BookingId, EntryId
from core.schedule.grid import AskGrid, GridSlot
from core.waitlist.joining import AcceptOffer, DeclineOffer, JoinWaitlist
from storage.database import Database, open_database
from storage.demo import DEMO_KEY, in_use, is_demo
from tui.demo.history import Story
from tui.demo.notices import tell_notices
from tui.demo.telling import Deed

Told = Callable[[int, int], None]
"""Is told how many portions of the story are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Example:
    """The example club as it stands: what the door answered, counted. `coming` are bookings that wait for
    approval or for their slot; `waiting` are entries of the waitlist without an offer, `offered` places that
    are held for one; `suspended` are members who can't book now."""

    database: str
    seed: int
    weeks: int
    first: date
    last: date
    today: date
    members: int
    facilities: int
    slots: int
    bookings: int
    cancelled: int
    no_shows: int
    walk_ins: int
    coming: int
    waiting: int
    offered: int
    suspended: int


def first_monday(now: datetime, weeks: int) -> date:
    """The story's first day: its last two weeks are this one and the next."""
    return week_of(now.date())[0] - timedelta(weeks=weeks - 2)


def make_example(
    path: Path,
    now: datetime,
    *,
    seed: int = 1,
    weeks: int = 8,
    fresh: bool = False,
    told: Told = lambda _done, _all: None,
) -> Example:
    """Makes an example club that ends at the club's local time `now`.

    It is built beside its place and put there when it is whole. A file that stands there is replaced only
    where it is an example club itself and `fresh` is asked for: else `not_a_demo`, `demo_exists`, or
    `demo_in_use`.
    """
    path = Path(os.path.realpath(path))
    _judge(path, fresh)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        example = _build(beside, now, seed, weeks, told)
        _put(beside, path)
    except DeskError as error:
        raise _about(path, error) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                beside.with_name(beside.name + ending).unlink()
    return replace(example, database=str(path))


def _judge(path: Path, fresh: bool) -> None:
    if path.is_dir():
        raise DeskError("not_a_file", path=str(path))
    if path.exists() and not is_demo(path):
        raise DeskError("not_a_demo", path=str(path))
    if path.exists() and not fresh:
        raise DeskError("demo_exists", path=str(path))
    # The log of another file would be taken for the new one's.
    if in_use(path):
        raise DeskError("demo_in_use", path=str(path))


def _put(beside: Path, path: Path) -> None:
    """Puts the new club in its place, if that is still as it was."""
    _judge(path, fresh=True)
    try:
        beside.replace(path)
    except OSError as error:
        raise DeskError("demo_in_use", path=str(path)) from error


def _about(path: Path, error: DeskError) -> DeskError:
    """The same refusal, about the place that was asked for."""
    return DeskError(error.code, **{**error.facts, **({"path": str(path)} if "path" in error.facts else {})})


def _build(path: Path, now: datetime, seed: int, weeks: int, told: Told) -> Example:
    database = open_database(path, replayed=True)
    try:
        return _fill(database, now, seed, weeks, told)
    finally:
        database.close()


def _fill(database: Database, now: datetime, seed: int, weeks: int, told: Told) -> Example:
    monday = first_monday(now, weeks)
    deeds = Story(seed, monday, weeks, now).deeds(DEMO_KEY)
    desk = Desk(database, Rehearsal())
    sender = Sender(desk)
    portions = [list(portion) for _, portion in groupby(deeds, _two_hours)]
    sent: list[Deed] = []
    for done, portion in enumerate(portions):
        told(done, len(portions))
        sent += sender.send(portion)
        tell_notices(desk, seed, portion[-1].at)
    desk.stand_at(now)
    desk.tick()
    told(len(portions), len(portions))
    slots = desk.ask(AskGrid(monday, weeks * 7)).slots
    return Example(
        database="",
        seed=seed,
        weeks=weeks,
        first=monday,
        last=monday + timedelta(days=weeks * 7 - 1),
        today=now.date(),
        suspended=_suspended(desk, slots),
        **_counts(sent, slots),
    )


def _two_hours(deed: Deed) -> tuple[date, int]:
    """How often somebody goes through what is to be told."""
    return deed.at.date(), deed.at.hour // 2


def _counts(sent: list[Deed], slots: tuple[GridSlot, ...]) -> dict[str, int]:
    """How much of everything there is."""
    done = Counter(type(deed.command) for deed in sent)
    states = Counter(booking.state for slot in slots for booking in slot.bookings)
    return {
        "members": done[AddMember],
        "facilities": done[AddFacility],
        "slots": len(slots),
        "bookings": done[Book] + done[AcceptOffer],
        "cancelled": done[Cancel],
        "no_shows": states["no_show"],
        "walk_ins": sum(isinstance(deed.command, Book) and deed.command.walk_in for deed in sent),
        "coming": states["pending"] + states["confirmed"],
        "waiting": sum(slot.waiting for slot in slots),
        "offered": sum(slot.held for slot in slots),
    }


def _suspended(desk: Desk, slots: tuple[GridSlot, ...]) -> int:
    """How many of those who ever stayed away can't book now."""
    missed = {booking.member for slot in slots for booking in slot.bookings if booking.state == "no_show"}
    return sum(desk.ask(AskMember(member)).suspended_until is not None for member in missed)


class Sender:
    """Sends deeds, all of a portion in one transaction, and knows which number each visit's booking and each
    entry of the waitlist has."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers: dict[int, BookingId] = {}
        self._entries: dict[int, EntryId] = {}
        self._refused: set[int | None] = set()

    def send(self, deeds: list[Deed]) -> list[Deed]:
        """Carries out deeds; those that were. Should the door refuse one, its whole visit is left out and
        the others are sent anew; a refused deed that belongs to no visit is raised."""
        while True:
            self._refused |= {deed.visit for deed in deeds if _waits_in(deed, self._refused)}
            kept = [deed for deed in deeds if deed.visit is None or deed.visit not in self._refused]
            numbers, entries = dict(self._numbers), dict(self._entries)
            for deed in kept:
                if isinstance(deed.command, Book | AcceptOffer) and deed.visit is not None:
                    numbers[deed.visit] = BookingId(len(numbers) + 1)
                if isinstance(deed.command, JoinWaitlist) and deed.entry is not None:
                    entries[deed.entry] = EntryId(len(entries) + 1)
            try:
                self._desk.do_all([_order(deed, numbers, entries) for deed in kept])
            except OrderFailed as failure:
                visit = kept[failure.index].visit
                if visit is None:
                    raise failure.error from failure
                self._refused.add(visit)
                continue
            self._numbers, self._entries = numbers, entries
            return kept


def _waits_in(deed: Deed, refused: set[int | None]) -> bool:
    """Whether a deed is about an entry that never came about."""
    return deed.entry is not None and -deed.entry in refused


def _order(deed: Deed, numbers: dict[int, BookingId], entries: dict[int, EntryId]) -> Order:
    """The deed with the numbers that its booking or entry really has."""
    command: Any = deed.command
    if isinstance(command, AcceptOffer | DeclineOffer):
        command = command if deed.entry is None else replace(command, entry=entries[deed.entry])
    elif deed.visit is not None and not isinstance(command, Book | JoinWaitlist):
        command = replace(command, booking=numbers[deed.visit])
    return Order(command, deed.key, at=deed.at)
