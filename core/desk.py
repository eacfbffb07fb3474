"""The one door: every change goes through `Desk.do`, every look through `Desk.ask`.

What holds for all commands stands here, once: the clock read under the write lock, everything due done
first, operation keys, the audit record in the same transaction, several commands as one.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from core.audit import canonical, next_record
from core.clock import Clock, Instant, Rehearsal, instant_of, local_of, machine_clock, zone_named
from core.command import Command, Entry, Now, Question, entry_of
from core.doing import UNSURE, Done, Operation, Order, OrderFailed, OrdersFailed, Reading, Request
from core.due import DueEntry, DueKind, DueThing, Tick, Ticked
from core.errors import DeskError
from core.operators.admission import NOBODY, REFUSED_AT_THE_DOOR, admitted
from core.operators.records import Actor
from core.wire import local_told, read_record, write_record

if TYPE_CHECKING:
    from core.stores import Database, DeskStore

R = TypeVar("R")

CLOCK_BEHIND = 5 * 60
"""A machine clock so many seconds behind the last committed instant is wrong (domain.md section 9)."""


class _Rehearsed(Exception):  # noqa: N818 - leaves the transaction of a rehearsal
    """It was only to be seen what would happen."""


class Desk:
    """The door to one club. Safe to use from several threads, and beside other processes."""

    def __init__(
        self,
        database: "Database",
        clock: Clock = machine_clock,
        operator: str = "owner",
        warn: Callable[[DeskError], None] = lambda _: None,
    ) -> None:
        """`operator`: under which name things are done until somebody signs in. `warn` is told once of a
        machine clock that is behind (`clock_behind`)."""
        self._database = database
        self._clock = clock
        self._actor = Actor(operator)
        self._warn = warn
        self._warned = False

    @property
    def actor(self) -> Actor:
        """Who speaks at this door."""
        return self._actor

    def act_as(self, actor: Actor) -> None:
        """From now on this is who speaks: whoever has signed in, or nobody."""
        self._actor = actor

    @contextmanager
    def noting(self) -> Iterator[tuple["DeskStore", Now]]:
        """A transaction of the door's own, with everything due done: for what is no command."""
        with self._database.write() as store:
            now = self._now(store)
            self._do_due(store, now)  # each due thing has its own instant, before what is noted
            yield store, now

    def do(self, command: Command[R], *, key: str | None = None, by: str | None = None) -> R:
        """Carries out a command, whole or not at all; what came of it. DeskError with a promised code."""
        return self.perform(command, key=key, by=by).result

    def perform(self, command: Command[R], *, key: str | None = None, by: str | None = None) -> Done[R]:
        """As `do`, and says whether it was a repetition."""
        done_before: Counter[str] = Counter()
        done: Done[R] | None = None
        try:
            while done is None:
                with self._database.write() as store:
                    now = self._now(store)
                    noted = self._note_clock(store, now)
                    if not noted and store.next_due(now.instant) is None:
                        now = self._admit(store, command, now, by)
                        done = self._carry_out(store, command, key, now, done_before)
                    else:
                        done_before += self._do_due(store, now)
        except DeskError as error:
            if done is not None and error.code in UNSURE and key is not None:
                return self._look_up(command, key, error)
            self._keep_refusal(command, error, by)
            raise
        return done

    def rehearse(self, command: Command[R], *, by: str | None = None) -> R:
        """What would come of a command, refused as it would be; nothing is changed or kept."""
        self.tick()
        told: list[R] = []
        with suppress(_Rehearsed), self._database.write() as store:
            now = self._admit(store, command, self._now(store), by)
            told.append(entry_of(command).handle(store, command, now))
            raise _Rehearsed
        return told[0]

    def do_all(self, orders: Sequence[Order]) -> list[Any]:
        """Carries out several commands as one transaction: all or, with `OrderFailed`, none. Questions among
        them see what the commands before them did. A list of `Done` and answers, in order."""
        self.tick()
        started = self._clock() if isinstance(self._clock, Rehearsal) else None
        try:
            with self._database.write() as store:
                return [self._one_of_all(store, index, order) for index, order in enumerate(orders)]
        except OrderFailed as failure:
            if isinstance(self._clock, Rehearsal) and started is not None:
                self._clock.at = started
            order = orders[failure.index]
            self._keep_refusal(order.request, failure.error, order.by)
            raise
        except BaseException:
            if isinstance(self._clock, Rehearsal) and started is not None:
                self._clock.at = started
            raise

    def do_all_or_tell(self, orders: Sequence[Order], told: Callable[[], None] = lambda: None) -> list[Any]:
        """As `do_all`, but tries them all and raises `OrdersFailed` with every refusal: for a sheet, whose
        errors are listed at once. `told` is called after each, for a progress bar."""
        self.tick()
        errors: dict[int, DeskError] = {}
        results: list[Any] = []
        with self._database.write() as store:
            for index, order in enumerate(orders):
                try:
                    with store.savepoint():
                        results.append(self._one_of_all(store, index, order))
                except OrderFailed as failure:
                    errors[index] = failure.error
                told()
            if errors:
                raise OrdersFailed(errors)
        return results

    def _one_of_all(self, store: "DeskStore", index: int, order: Order) -> Any:
        try:
            if order.at is not None:
                self._stand_at(order.at, store)
            now = self._now(store)
            done_before = self._do_due(store, now)
            now = self._admit(store, order.request, now, order.by)
            if isinstance(order.request, Question):
                return entry_of(order.request).handle(store, order.request, now)
            return self._carry_out(store, order.request, order.key, now, done_before)
        except DeskError as error:
            raise OrderFailed(index, error) from error

    def ask(self, question: Question[R], *, by: str | None = None) -> R:
        """Answers a question as if everything due had happened: it has, by then."""
        try:
            while True:
                with self._database.read() as store:
                    now = self._now(store)
                    if store.next_due(now.instant) is None:
                        now = self._admit(store, question, now, by)
                        answer: R = entry_of(question).handle(store, question, now)
                        return answer
                self.tick()
        except DeskError as error:
            self._keep_refusal(question, error, by)
            raise

    @contextmanager
    def reading(self, *, by: str | None = None) -> Iterator["Reading"]:
        """One unchanging picture for several looks, with everything done that was due: what is written out of
        it agrees with itself, and keeps no other desk waiting."""
        refused: list[tuple[Request, DeskError]] = []

        def admit(store: "DeskStore", request: Request, now: Now) -> Now:
            try:
                return self._admit(store, request, now, by)
            except DeskError as error:
                refused.append((request, error))
                raise

        try:
            while True:
                with self._database.read() as store:
                    now = self._now(store)
                    if store.next_due(now.instant) is None:
                        yield Reading(store, now, admit)
                        return
                self.tick()
        finally:
            for request, error in refused:
                self._keep_refusal(request, error, by)

    def tick(self) -> Ticked:
        """Does everything that is due, and counts it."""
        with self._database.read() as store:
            now = self._now(store)
            if store.next_due(now.instant) is None and not self._is_far_behind(now):
                return Ticked()
        with self._database.write() as store:
            now = self._now(store)
            self._note_clock(store, now)
            counts = self._do_due(store, now)
        return Ticked.of(counts)

    def stand_at(self, local: datetime) -> None:
        """Sets a rehearsal's clock to a local time. `clock_not_allowed` at a club's own desk,
        `clock_went_back`."""
        with self._database.read() as store:
            self._stand_at(local, store)

    # ------------------------------------------------------------ one transaction

    def _stand_at(self, local: datetime, store: "DeskStore") -> None:
        if not isinstance(self._clock, Rehearsal):
            raise DeskError("clock_not_allowed")
        zone = zone_named(store.settings().timezone)
        instant, last = instant_of(local, zone), max(self._clock.at, store.last_link().at)
        if instant < last:
            raise DeskError("clock_went_back", at=local_told(local), clock=local_told(local_of(last, zone)))
        self._clock.stand_at(instant)

    def _now(self, store: "DeskStore") -> Now:
        """Read after the lock is held; never before the last committed instant."""
        instant = Instant(max(self._clock(), store.last_link().at))
        return Now.at(instant, store.settings(), self._actor.name)

    def _admit(self, store: "DeskStore", request: Request, now: Now, by: str | None) -> Now:
        """The same, with the rights of whoever asks. A refusal comes before any other."""
        return admitted(store, self._actor, by, entry_of(request).name, request, now)

    def _do_due(self, store: "DeskStore", now: Now) -> Counter[str]:
        """Each due thing at its own instant and in its own savepoint; what cannot be done is set aside."""
        counts: Counter[str] = Counter()
        before: DueThing | None = None
        while (thing := store.next_due(now.instant)) is not None:
            entry = _handler_of(thing.kind)
            at = Instant(max(thing.at, store.last_link().at))
            try:
                with store.savepoint():
                    _require_progress(thing, before)
                    entry.handle(store, thing.number, Now.at(at, now.settings, "clock"))
                action = thing.kind.name
            except Exception as error:
                database = isinstance(error, DeskError) and error.code.startswith("database_")
                if database or store.is_trouble(error):
                    raise
                store.set_aside(thing, str(error))
                action = "set_aside"
            counts[action] += 1
            before = thing
            body = {"record": f"{entry.letter}{thing.number}", "due_at": thing.at}
            store.append_audit(next_record(store.last_link(), at, "clock", action.lower(), body))
        return counts

    def _carry_out(
        self, store: "DeskStore", command: Command[R], key: str | None, now: Now, done_before: Counter[str]
    ) -> Done[R]:
        entry = entry_of(command)
        if isinstance(command, Tick):
            return Done(Ticked.of(done_before))  # type: ignore[arg-type]  # the result of a Tick is a Ticked
        body = _body_of(command)
        rehearsed = getattr(command, "dry_run", False)
        if key is not None and not rehearsed and (known := store.operation(key)) is not None:
            return _repeat(entry, known, body, key)
        result: R = entry.handle(store, command, now)
        if rehearsed:
            return Done(result)
        written = write_record(getattr(result, "kept", lambda: result)())  # what was revealed is not kept
        told: dict[str, Any] = {"command": body, "result": written}
        if now.signed_in and now.operator != self._actor.name:
            told["through"] = self._actor.name
        store.append_audit(next_record(store.last_link(), now.instant, now.operator, entry.name, told))
        if key is not None:
            store.keep_operation(key, _digest(entry.name, body), written)
        return Done(result)

    def _keep_refusal(self, request: Request, error: DeskError, by: str | None) -> None:
        """Some refusals are kept, to be explained later: in a transaction of its own, since the command's was
        rolled back. Should the database fail at this, the person is told the refusal all the same."""
        entry, turned_away = entry_of(request), error.code in REFUSED_AT_THE_DOOR
        if (entry.refused is None and not turned_away) or error.code.startswith("database_"):
            return
        with suppress(DeskError), self.noting() as (store, now):
            whose = by or now.operator
            if turned_away:
                whose = NOBODY if error.code == "not_signed_in" else now.operator
            elif entry.refused and not entry.refused(store, request, error, replace(now, operator=whose)):
                return
            body = {"command": _body_of(request), "error": error.code, "facts": error.facts}
            store.append_audit(
                next_record(store.last_link(), now.instant, whose, f"{entry.name}_refused", body)
            )

    def _is_far_behind(self, now: Now) -> bool:
        """Whether the machine's clock lies far behind the last committed instant, and nobody was told yet."""
        unsaid = not self._warned and not isinstance(self._clock, Rehearsal)
        return unsaid and now.instant - self._clock() > CLOCK_BEHIND

    def _note_clock(self, store: "DeskStore", now: Now) -> bool:
        """The clock never goes back; one that lies far behind is a warning and an audit record, once. The
        record stands in a transaction of its own, before the command's: a refusal does not undo it."""
        if not self._is_far_behind(now):
            return False
        self._warned = True
        behind = now.instant - self._clock()
        store.append_audit(
            next_record(store.last_link(), now.instant, "clock", "clock_behind", {"seconds": behind})
        )
        self._warn(DeskError("clock_behind", minutes=behind // 60, clock=local_told(now.local)))
        return True

    def _look_up(self, command: Command[R], key: str, error: DeskError) -> Done[R]:
        """A commit that was not acknowledged may have happened: the key tells. `outcome_unknown` while it
        can't be asked.

        What an error of the disk left in the write-ahead log may be whole, and be brought back when the desk
        dies now: so it is written over by a record of the failure. On a full disk it is not whole.
        """
        full = error.code == "database_full"
        try:
            with self._database.read() if full else self._database.write() as store:
                known = store.operation(key)
                if known is None and not full:
                    now = self._now(store)
                    body = {"key": key, "error": error.code}
                    store.append_audit(
                        next_record(store.last_link(), now.instant, "clock", "not_committed", body)
                    )
        except DeskError as trouble:
            path, reason = error.facts["path"], error.facts["reason"]
            raise DeskError("outcome_unknown", path=path, reason=reason) from trouble
        if known is None:
            raise error
        return _repeat(entry_of(command), known, _body_of(command), key)


def _handler_of(kind: DueKind) -> DueEntry:
    """Who does a kind of due thing. That loads all rooms: the door does without until something is due."""
    from core.catalog import HANDLERS  # noqa: PLC0415

    return HANDLERS[kind]


def _require_progress(thing: DueThing, before: DueThing | None) -> None:
    """`still_due` for a thing that was done and is due again at the same instant: it would never end."""
    if thing == before:
        raise DeskError("still_due")


def _body_of(command: Request) -> dict[str, Any]:
    """A command as the audit keeps it: its fields, or its summary where it is a long list."""
    summary = getattr(command, "summary", None)
    body: dict[str, Any] = summary() if summary is not None else write_record(command)
    return body


def _digest(name: str, body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical([name, body]).encode()).hexdigest()


def _repeat(entry: Entry, known: Operation, body: dict[str, Any], key: str) -> Done[Any]:
    """The first result again. `key_reused` for another body."""
    if known.digest != _digest(entry.name, body):
        raise DeskError("key_reused", key=key)
    return Done(read_record(entry.result, known.result), repeated=True)
