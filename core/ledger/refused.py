"""Awards from a file. What the rules refuse stays on a list until somebody settles it; the others go in.

A refused row is known by what it says (member, rule, day, event), whichever file it stands in, so that the
same file again lists nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Protocol

from core.audit import digest_of_rows
from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import DeskError, invalid
from core.ledger.awarding import Award, Awarded, AwardStore, EarningRule, award
from core.ledger.batches import require_same_person
from core.ledger.granting import Contra
from core.members.records import member_of
from core.records import LedgerEntryId, LotId, RefusedAwardId, refused_award_told
from core.text import folded
from core.wire import Name, local_told

How = Literal["awarded", "repeated", "dismissed"]
"""How a refused award was settled: by an award, by one that was there, or by a reason to let it be."""

RefusedState = Literal["open", "settled", "all"]


class AwardRow(NamedTuple):
    """One award of a file. `rule` is a code or a name, `place` the row's cell; a `name` is only held against
    the member's. Without an event the same file again would award twice: it must be there."""

    member: Name
    rule: Name
    on: date
    event: Name
    name: Name | None = None
    place: Name | None = None


class RefusedAward(NamedTuple):
    """A row that was refused: `code` and `facts` of the last time. None in `how`, `settled_at`, `settled_by`
    as long as it is open."""

    number: int
    row: AwardRow
    file: str
    code: str
    facts: dict[str, Any]
    at: Instant
    operator: str
    how: How | None = None
    settled_at: Instant | None = None
    settled_by: str | None = None
    note: str | None = None
    lot: int | None = None


class Settlement(NamedTuple):
    """How a refused award was settled, when and by whom."""

    how: How
    at: Instant
    operator: str
    note: str | None = None
    lot: int | None = None


class RefusedStore(AwardStore, Protocol):
    """What awards from a file need of the database."""

    def refused_award(self, number: int) -> RefusedAward | None: ...

    def refused_award_of(self, row: AwardRow) -> RefusedAward | None:
        """The one that says the same."""

    def refused_awards(self, state: RefusedState) -> list[RefusedAward]:
        """By number."""

    def add_refused_award(self, refused: RefusedAward) -> int:
        """Its number."""

    def refuse_award_again(self, refused: RefusedAward) -> None:
        """Keeps why it was refused the last time."""

    def settle_refused_award(self, number: int, settlement: Settlement) -> None: ...


@dataclass(frozen=True, slots=True)
class AwardBatch(Command["BatchAwarded"]):
    file: str
    rows: tuple[AwardRow, ...]

    def summary(self) -> dict[str, Any]:
        """What the audit keeps of a long list: each award has its own entry."""
        return {"file": self.file, "rows": len(self.rows), "sha256": digest_of_rows(self.rows)}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was refused, by its index; `refused` is its number on the list."""

    index: int
    refused: RefusedAwardId
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BatchAwarded:
    """`points` of what was awarded now; `repeated` counts what had been before, `dismissed` the rows that
    were settled without an award and stay so."""

    awarded: int
    repeated: int
    dismissed: int
    points: int
    refused: tuple[RefusedRow, ...]
    entries: tuple[LedgerEntryId, ...]


def _contras_of(_: AwardBatch, done: BatchAwarded) -> tuple[Command[Any], ...]:
    return tuple(Contra(entry, "undone") for entry in done.entries)


@command("award_batch", inverse=_contras_of)
def award_batch(store: RefusedStore, command: AwardBatch, now: Now) -> BatchAwarded:
    """Awards every row that the rules allow and keeps the others; the same file again changes nothing."""
    if not command.rows:
        raise invalid("rows", "blank")
    given: list[Awarded] = []
    refused: list[RefusedRow] = []
    dismissed = 0
    for index, row in enumerate(command.rows):
        known = store.refused_award_of(row)
        if known is not None and known.how == "dismissed":
            dismissed += 1
            continue
        try:
            given.append(_award(store, row, now))
        except DeskError as error:
            number = _keep(store, command.file, row, known, error, now)
            refused.append(RefusedRow(index, RefusedAwardId(number), error.code, error.facts))
            continue
        if known is not None and known.how is None:
            _settle_by(store, known, given[-1], now)
    new = [one for one in given if not one.repeated]
    return BatchAwarded(
        len(new),
        len(given) - len(new),
        dismissed,
        sum(one.points for one in new),
        tuple(refused),
        tuple(one.entry for one in new if one.entry is not None),
    )


def _award(store: RefusedStore, row: AwardRow, now: Now) -> Awarded:
    """Judges first and writes then, so that a refused row leaves nothing behind."""
    require_same_person(member_of(store, row.member), row.name)
    rule = rule_named(store.earning_rules(), row.rule)
    return award(store, Award(row.member, Name(rule.code), row.on, row.event), now)


def rule_named(rules: Sequence[EarningRule], text: str) -> EarningRule:
    """The earning rule of a code, else of a name; width and case do not count. `unknown_rule`;
    `rule_ambiguous` for what several are called."""
    meant = folded(text).casefold()
    found = (
        [rule for rule in rules if rule.code == text]
        or [rule for rule in rules if folded(rule.code).casefold() == meant]
        or [rule for rule in rules if folded(rule.name).casefold() == meant]
    )
    if not found:
        raise DeskError("unknown_rule", rule=text)
    if len(found) > 1:
        raise DeskError("rule_ambiguous", rule=text, codes=[rule.code for rule in found])
    return found[0]


def _keep(
    store: RefusedStore, file: str, row: AwardRow, known: RefusedAward | None, error: DeskError, now: Now
) -> int:
    """Keeps a refusal; its number. One that is there already only learns why it was refused now."""
    number = 0 if known is None else known.number
    refused = RefusedAward(number, row, file, error.code, error.facts, now.instant, now.operator)
    if known is None:
        return store.add_refused_award(refused)
    store.refuse_award_again(refused)
    return number


def _settle_by(store: RefusedStore, refused: RefusedAward, awarded: Awarded, now: Now) -> None:
    how: How = "repeated" if awarded.repeated else "awarded"
    settlement = Settlement(how, now.instant, now.operator, lot=awarded.lot)
    store.settle_refused_award(refused.number, settlement)


# ---------------------------------------------------------------- settling


@dataclass(frozen=True, slots=True)
class RetryAward(Command["Retried"]):
    refused: RefusedAwardId


@dataclass(frozen=True, slots=True)
class Retried:
    """`how`: `awarded`, or `repeated` where it had been awarded meanwhile."""

    how: How
    points: int
    lot: LotId
    balance: int
    entry: LedgerEntryId | None


def _contra_of(_: RetryAward, retried: Retried) -> tuple[Command[Any], ...]:
    return () if retried.entry is None else (Contra(retried.entry, "undone"),)


@command("retry_award", inverse=_contra_of)
def retry_award(store: RefusedStore, command: RetryAward, now: Now) -> Retried:
    """Tries again, and settles it if it succeeds. `unknown_refused`, `already_settled`, and what the award
    itself is refused for."""
    refused = _open_one(store, command.refused, now)
    awarded = _award(store, refused.row, now)
    _settle_by(store, refused, awarded, now)
    how: How = "repeated" if awarded.repeated else "awarded"
    return Retried(how, awarded.points, awarded.lot, awarded.balance, awarded.entry)


@dataclass(frozen=True, slots=True)
class SettleAward(Command["Settled"]):
    """Lets it be, with a reason."""

    refused: RefusedAwardId
    note: str


@dataclass(frozen=True, slots=True)
class Settled:
    refused: RefusedAwardId


@command("settle_award", inverse=NoInverse("settled_stays"))
def settle_award(store: RefusedStore, command: SettleAward, now: Now) -> Settled:
    """`unknown_refused`, `already_settled`. The same row in a later file is passed over."""
    refused = _open_one(store, command.refused, now)
    settlement = Settlement("dismissed", now.instant, now.operator, command.note)
    store.settle_refused_award(refused.number, settlement)
    return Settled(command.refused)


def _open_one(store: RefusedStore, number: int, now: Now) -> RefusedAward:
    refused = store.refused_award(number)
    if refused is None:
        raise DeskError("unknown_refused", refused=refused_award_told(number))
    if refused.how is not None:
        assert refused.settled_at is not None  # noqa: S101 - whatever is settled was at some time
        raise DeskError(
            "already_settled",
            refused=refused_award_told(number),
            how=refused.how,
            at=local_told(now.local_of(refused.settled_at)),
            by=refused.settled_by,
        )
    return refused


# ---------------------------------------------------------------- looking


@dataclass(frozen=True, slots=True)
class AskRefusedAwards(Question["RefusedAwards"]):
    state: RefusedState = "open"


class RefusedTold(NamedTuple):
    """One of the list: what the row said, where it stands, why and when it was refused the last time, and how
    it was settled."""

    refused: RefusedAwardId
    member: Name
    rule: Name
    on: date
    event: Name
    name: Name | None
    file: str
    place: Name | None
    code: Name
    facts: dict[str, Any]
    at: datetime
    by: str
    how: How | None
    settled_at: datetime | None
    settled_by: str | None
    note: str | None
    lot: LotId | None


@dataclass(frozen=True, slots=True)
class RefusedAwards:
    refused: tuple[RefusedTold, ...]


@question("refused_awards")
def ask_refused_awards(store: RefusedStore, question: AskRefusedAwards, now: Now) -> RefusedAwards:
    """In the order in which they were refused first."""
    return RefusedAwards(tuple(_line(kept, now) for kept in store.refused_awards(question.state)))


def _line(kept: RefusedAward, now: Now) -> RefusedTold:
    row = kept.row
    return RefusedTold(
        RefusedAwardId(kept.number),
        row.member,
        row.rule,
        row.on,
        row.event,
        row.name,
        kept.file,
        row.place,
        Name(kept.code),
        kept.facts,
        now.local_of(kept.at),
        kept.operator,
        kept.how,
        None if kept.settled_at is None else now.local_of(kept.settled_at),
        kept.settled_by,
        kept.note,
        None if kept.lot is None else LotId(kept.lot),
    )
