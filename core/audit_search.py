"""Who did what to whom, and why: looking for records of the audit trail, the newest first.

No search walks the whole trail at once: a page looks at so many records, and says how far back it has come.
Dates are found by bisection; what is known of a record or a member by their own trails is added to what names
them.
"""

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from core.audit import BEGINNING, AuditRecord, Link
from core.audit_subjects import RECORD_ID, Person, Place, Subjects, SubjectStore, texts_in
from core.check import Finding, broken_links
from core.clock import Instant
from core.command import Now, Question, question
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.members.records import Member, member_of
from core.wire import Name

WALK = 200_000
"""So many records are looked at for one page at most: a fifth of a second."""

MOST = 1000
"""A page has no more records than this, those that are known from older days aside."""

HIDDEN = "***"
"""What stands in place of a phone number, a mail address or a card's number where they are masked."""

PERSONAL = frozenset({"phone", "email", "card_no"})

_WHY = ("override", "reason", "note", "why")


class Sought(NamedTuple):
    """Records of the numbers [low, high), each of the others unless it is None: by or through an operator, an
    action, a text in the body, another in it (`named`) or one that makes it worth a look (`loose`)."""

    low: int
    high: int
    operator: str | None
    action: str | None
    text: str | None
    named: str | None
    loose: str | None


class AuditSearchStore(SubjectStore, Protocol):
    """What the search needs of the database."""

    def last_link(self) -> Link: ...

    def audit_record(self, number: int) -> AuditRecord | None: ...

    def audit_first_at(self, instant: Instant) -> int:
        """The number of the first record of an instant or later; one past the last where there is none."""

    def audit_found(self, sought: Sought) -> Iterator[AuditRecord]:
        """The records, the newest first."""

    def audit_ids_of_member(self, member: int) -> set[int]:
        """The numbers of the records of what a member booked, ordered, got and gave, by their trails."""

    def audit_ids_of(self, letter: str, number: int) -> set[int]:
        """The numbers of the records that changed a record, by its own trail; none where it has none."""


@dataclass(frozen=True, slots=True)
class AskAudit(Question["AuditPage"]):
    """`operator`: by or through whom; `action`: a command's name, also as `book_refused`; `record`: as
    B12; `text`: stands in the body. Days `from_` and `to`, both included; only numbers less than `before`."""

    operator: Name | None = None
    action: Name | None = None
    member: Name | None = None
    record: Name | None = None
    text: Name | None = None
    from_: date | None = None
    to: date | None = None
    before: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record. `through`: who was signed in, where it was done for another; `members`, `places` and
    `records`: whom and what it was about; `why` as it was given; `error`: the code of a refusal. `erased`:
    its data are no more."""

    number: int
    at: datetime
    operator: Name
    through: Name | None
    action: Name
    members: tuple[Person, ...]
    places: tuple[Place, ...]
    records: tuple[Name, ...]
    why: str | None
    error: Name | None
    erased: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Records, the newest first. All from `looked_to` on were looked at, which was at `looked_to_at`; what is
    older stands here only where the record's own trail names it. `more_before`: with which `before` the
    search goes on, None where nothing is left to be looked at."""

    records: tuple[AuditLine, ...]
    looked_to: int
    looked_to_at: datetime | None
    more_before: int | None


@question("audit")
def ask_audit(store: AuditSearchStore, question: AskAudit, now: Now) -> AuditPage:
    """`unknown_member`, `invalid` for a record that is none, days the wrong way round, or a limit."""
    require_count("limit", question.limit, MOST)
    search = _Search(store, question, now)
    low = max(search.low, search.high - WALK)
    kept: list[AuditRecord] = []
    for record in search.records(low):
        if len(kept) == question.limit:
            low = kept[-1].number
            break
        kept.append(record)
    kept += search.older(low)
    subjects = Subjects(store)
    looked = store.audit_record(low) if low < search.high else None
    return AuditPage(
        tuple(_line(record, subjects, now) for record in kept),
        low,
        None if looked is None else now.local_of(looked.at),
        low if low > search.low else None,
    )


class _Search:
    """What is asked for, as numbers and texts: `low` and `high` bound the records that can be it."""

    def __init__(self, store: AuditSearchStore, asked: AskAudit, now: Now) -> None:
        if asked.from_ is not None and asked.to is not None and asked.to < asked.from_:
            raise invalid("to", "before_first", first=asked.from_.isoformat())
        self._store = store
        self._asked = asked
        self._named: str | None = None
        self._loose: str | None = None
        self._member: Member | None = None
        self._known: set[int] = set()
        self.low, self.high = 1, store.last_link().number + 1
        if asked.record is not None:
            self._take_record(asked.record)
        if asked.member is not None:
            self._take_member(asked.member)
        if asked.from_ is not None:
            self.low = max(self.low, store.audit_first_at(now.instant_at(asked.from_, 0)))
        if asked.to is not None:
            after = now.instant_at(asked.to + timedelta(days=1), 0)
            self.high = min(self.high, store.audit_first_at(after))
        if asked.before is not None:
            self.high = min(self.high, asked.before)
        self.high = max(self.low, self.high)

    def _take_record(self, told: str) -> None:
        found = RECORD_ID.fullmatch(told)
        if found is None:
            raise invalid("record", "not_an_id", value=told, letter="B")
        self._named = f'"{told}"'
        self._known = self._store.audit_ids_of(found[1], int(found[2]))
        if self._known:  # nothing names a record before it was made
            self.low = min(self._known)

    def _take_member(self, staff_no: str) -> None:
        self._member = member_of(self._store, staff_no)
        known = self._store.audit_ids_of_member(self._member.number)
        if self._asked.record is not None:
            self._known &= known
            return
        self._known = known
        self._named, self._loose = json.dumps(staff_no, ensure_ascii=False), '"W'

    @property
    def _is_later_page(self) -> bool:
        """Whether what a record's own trail knows has been told before."""
        return self._asked.record is not None and self._asked.before is not None

    def records(self, low: int) -> Iterator[AuditRecord]:
        """Those from `low` on, the newest first."""
        fresh = () if self._is_later_page else self._known
        known = self._fetched(number for number in fresh if low <= number < self.high)
        last = self.high
        for record in heapq.merge(known, self._walked(low), key=lambda record: -record.number):
            if record.number < last:
                last = record.number
                yield record

    def older(self, low: int) -> list[AuditRecord]:
        """With the first page of a record's search: what its own trail knows from before that."""
        if self._asked.record is None or self._is_later_page:
            return []
        return list(self._fetched(number for number in self._known if self.low <= number < low))[:MOST]

    def _fetched(self, numbers: Iterable[int]) -> Iterator[AuditRecord]:
        for number in sorted(numbers, reverse=True):
            record = self._store.audit_record(number)
            if record is not None and self._fits(record):
                yield record

    def _walked(self, low: int) -> Iterator[AuditRecord]:
        asked = self._asked
        text = None if asked.text is None else json.dumps(asked.text, ensure_ascii=False)[1:-1]
        sought = Sought(low, self.high, asked.operator, asked.action, text, self._named, self._loose)
        for record in self._store.audit_found(sought):
            if self._is_later_page and record.number in self._known:
                continue
            if self._member is None or self._names_member(record):
                yield record

    def _names_member(self, record: AuditRecord) -> bool:
        """Whether a record that was worth a look is about the member."""
        assert self._member is not None  # noqa: S101 - for the type checker
        if json.dumps(self._member.staff_no, ensure_ascii=False) in record.body:
            return True
        entries = (told for told in texts_in(json.loads(record.body or "{}")) if told[:1] == "W")
        numbers = (int(told[1:]) for told in entries if RECORD_ID.fullmatch(told))
        found = (self._store.entry(number) for number in numbers)
        return any(entry is not None and entry.member.number == self._member.number for entry in found)

    def _fits(self, record: AuditRecord) -> bool:
        asked = self._asked
        if asked.action is not None and record.action != asked.action:
            return False
        if asked.text is not None and json.dumps(asked.text, ensure_ascii=False)[1:-1] not in record.body:
            return False
        return asked.operator in (None, record.operator) or f'"through":"{asked.operator}"' in record.body


def _line(record: AuditRecord, subjects: Subjects, now: Now) -> AuditLine:
    body: dict[str, Any] = json.loads(record.body or "{}")
    command = body.get("command", body)
    why = next((command[name] for name in _WHY if isinstance(command.get(name), str)), None)
    through, error = body.get("through"), body.get("error")
    return AuditLine(
        record.number,
        now.local_of(record.at),
        Name(record.operator),
        None if through is None else Name(through),
        Name(record.action),
        *subjects.of(body),
        why,
        None if error is None else Name(error),
        record.body == "",
    )


# ---------------------------------------------------------------- one record


@dataclass(frozen=True, slots=True)
class AskAuditRecord(Question["AuditRecordTold"]):
    record: int


@dataclass(frozen=True, slots=True)
class AuditRecordTold:
    """`body` is what the record keeps, phone, mail and card hidden where they are masked. `broken`: what does
    not hold of it by the one before it, empty where the chain holds there."""

    line: AuditLine
    body: dict[str, Any]
    hash: Name
    before: Name
    broken: tuple[Finding, ...]


@question("audit_record")
def ask_audit_record(store: AuditSearchStore, question: AskAuditRecord, now: Now) -> AuditRecordTold:
    """`unknown_audit_record`."""
    record = store.audit_record(question.record)
    if record is None:
        raise DeskError("unknown_audit_record", number=question.record)
    last = store.audit_record(record.number - 1)
    before = BEGINNING if record.number == 1 else "" if last is None else last.hash
    body = json.loads(record.body or "{}")
    return AuditRecordTold(
        _line(record, Subjects(store), now),
        _hidden(body) if now.masked else body,
        Name(record.hash),
        Name(before),
        tuple(broken_links([record], record.number, before)),
    )


def _hidden(value: Any) -> Any:
    """A body without what is told of a person only when it is asked for."""
    if isinstance(value, list):
        return [_hidden(part) for part in value]
    if not isinstance(value, dict):
        return value
    about_one = value.get("field") in PERSONAL
    return {
        name: HIDDEN
        if part is not None and (name in PERSONAL or (about_one and name == "value"))
        else _hidden(part)
        for name, part in value.items()
    }
