"""Taking back one's own last action: by the inverse that its command declares, within ten minutes.

What was done is read from the audit trail, and the taking back is a record like any other, which names the
one that it takes back: nothing is removed. The inverse is carried out with all rights: who may do a thing may
take it back while it is fresh, even where the same thing later would be a manager's (a walk-in that was never
in).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from core.audit import AuditRecord
from core.audit_subjects import Person, Place, Subjects, SubjectStore
from core.clock import Instant
from core.command import COMMANDS, Command, NoInverse, Now, Question, command, entry_of, question
from core.errors import DeskError
from core.operators.rights import ALL_RIGHTS
from core.privacy.masks import masked_in
from core.wire import Name, read_record, write_record

UNDO_SECONDS = 10 * 60

NO_ACTIONS = frozenset(
    {"undo", "take_notices", "notices_sent", "notices_failed", "reveal", "note_taken_out", "note_backup"}
)
"""Commands that nobody thinks of as what they did last: what the console does by itself, what is noted."""


class UndoStore(SubjectStore, Protocol):
    """What undo needs of the database."""

    def audit_backwards(self) -> Iterator[AuditRecord]:
        """The records of the trail, the newest first."""


@dataclass(frozen=True, slots=True)
class Undo(Command["Undone"]):
    """`record`: the number that was foretold; `wrong_state` where something else was done since."""

    record: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """`action` and `record` are what was taken back; `done` the commands that did it."""

    record: int
    action: Name
    done: tuple["TakenBack", ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One command of the inverse, with its fields and what came of it as JSON."""

    do: Name
    fields: dict[str, Any]
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AskUndoable(Question["Undoable"]):
    """What undo would take back."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """The operator's last action, whom and which slots it was about; all None where they did nothing in the
    last ten minutes. `no_inverse`: why it can't be taken back, as a code; None where its inverse will be
    tried."""

    record: int | None = None
    at: datetime | None = None
    action: Name | None = None
    fields: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    members: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    no_inverse: str | None = None


@question("undoable")
def ask_undoable(store: UndoStore, question: AskUndoable, now: Now) -> Undoable:  # noqa: ARG001
    record = _last_action(store, now)
    if record is None:
        return Undoable()
    body = json.loads(record.body) if record.body else {"command": {}, "result": {}}
    try:
        _inverse_of(record)
        refusal = None
    except DeskError as error:
        refusal = str(error.facts["reason"])
    return Undoable(
        record.number,
        now.local_of(record.at),
        Name(record.action),
        masked_in(body["command"], now),
        masked_in(body["result"], now),
        *Subjects(store).of(body)[:2],
        refusal,
    )


@command("undo", inverse=NoInverse("undo_stands"))
def undo(store: UndoStore, command: Undo, now: Now) -> Undone:
    """`nothing_to_undo`, `cannot_undo` with the reason; or the refusal of the inverse, where what was done
    cannot be taken back any more."""
    record = _last_action(store, now)
    if record is None:
        raise DeskError("nothing_to_undo", minutes=UNDO_SECONDS // 60)
    if command.record not in (None, record.number):
        raise DeskError("wrong_state", record=f"audit {command.record}", state="superseded")
    done = []
    for taking in _inverse_of(record):
        entry = entry_of(taking)
        result = entry.handle(store, taking, replace(now, rights=ALL_RIGHTS))
        done.append(TakenBack(Name(entry.name), write_record(taking), write_record(result)))
    return Undone(record.number, Name(record.action), tuple(done))


def _last_action(store: UndoStore, now: Now) -> AuditRecord | None:
    """The operator's last command of the last ten minutes that was not taken back yet."""
    taken_back: set[int] = set()
    for record in store.audit_backwards():
        if record.at < Instant(now.instant - UNDO_SECONDS):
            return None
        if record.operator != now.operator or record.action not in COMMANDS:
            continue
        if record.action == "undo" and record.body:
            taken_back.add(json.loads(record.body)["result"]["record"])
        elif record.action not in NO_ACTIONS and record.number not in taken_back:
            return record
    return None


def _inverse_of(record: AuditRecord) -> tuple[Command[Any], ...]:
    """The commands that take a record's back. `cannot_undo`: its command has no inverse, or only its size is
    kept, or its data were erased."""
    entry = COMMANDS[record.action]
    if entry.inverse is None or isinstance(entry.inverse, NoInverse):
        raise _cannot(record, entry.inverse.reason if entry.inverse else "no_inverse")
    if not record.body:
        raise _cannot(record, "erased")
    body = json.loads(record.body)
    try:
        done, result = read_record(entry.request, body["command"]), read_record(entry.result, body["result"])
    except DeskError as error:  # of a long list only its size and digest are kept
        raise _cannot(record, "only_its_size_is_kept") from error
    commands = entry.inverse(done, result)
    if not commands:
        raise _cannot(record, "nothing_to_take_back")
    return commands


def _cannot(record: AuditRecord, reason: str) -> DeskError:
    return DeskError("cannot_undo", action=record.action, reason=reason)
