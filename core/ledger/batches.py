"""Many grants as one: a sheet of them, or the balances of an old system. All rows or none.

A batch has a key of its own, so that the same sheet twice is granted once; the sums are held against control
totals, so that a sheet which lost a row on its way is noticed.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from core.audit import digest_of_rows
from core.clock import Instant
from core.command import Command, Now, command
from core.errors import DeskError, invalid
from core.ledger.granting import Contra, GrantStore, require_here, require_not_lapsed
from core.ledger.posting import Given, Source, give
from core.ledger.records import UNITS, Amount, NewLot, Unit, amount_told, number_in
from core.members.records import Member, member_of
from core.records import LedgerEntryId, LotId
from core.text import folded
from core.wire import Fen, Name, local_told, yuan_told

OPENING_REASON = "期初余额"
"""Stands with an opening balance that gives no reason of its own."""


class GrantRow(NamedTuple):
    """One grant of a batch. A `name` is only held against the member's: a staff number is easily mistyped."""

    member: Name
    unit: Unit
    amount: Amount
    reason: str | None = None
    expires_on: date | None = None
    fund: Name | None = None
    exempt: bool = False
    name: Name | None = None


class KnownBatch(NamedTuple):
    """A batch as it was granted; its lots follow each other from `first_lot` on, its members' entries every
    second from `first_entry` on. Both are 0 where it was not written."""

    key: str
    digest: str
    at: Instant
    operator: str
    rows: int
    allowance: int
    points: int
    first_lot: int
    first_entry: int


class GrantBatchStore(GrantStore, Protocol):
    """What granting a batch needs of the database."""

    def grant_batch(self, key: str) -> KnownBatch | None: ...

    def keep_grant_batch(self, batch: KnownBatch) -> None: ...


@dataclass(frozen=True, slots=True)
class GrantBatch(Command["BatchGranted"]):
    """`opening`: balances of an old system, which need a control total for each unit that occurs."""

    batch: Name
    rows: tuple[GrantRow, ...]
    allowance_total: Fen | None = None
    points_total: int | None = None
    opening: bool = False
    dry_run: bool = False

    def summary(self) -> dict[str, Any]:
        """What the audit keeps of a long list: each row has its own entry."""
        return {
            "batch": self.batch,
            "rows": len(self.rows),
            "sha256": digest_of_batch(self),
            "allowance_total": None if self.allowance_total is None else yuan_told(self.allowance_total),
            "points_total": self.points_total,
            "opening": self.opening,
        }

    def total(self, unit: Unit) -> int | None:
        """The control total of a unit."""
        return self.allowance_total if unit == "allowance" else self.points_total

    def sum(self, unit: Unit) -> int:
        """What the rows of a unit come to."""
        return sum(row.amount.number for row in self.rows if row.unit == unit == row.amount.unit)


@dataclass(frozen=True, slots=True)
class BatchGranted:
    """`repeated` where the same batch had been granted before: `at` and `by` are of then, and nothing
    changed. A dry run makes no lots and no entries."""

    granted: int
    repeated: bool
    allowance: Fen
    points: int
    at: datetime
    by: str
    lots: tuple[LotId, ...]
    entries: tuple[LedgerEntryId, ...]


def digest_of_batch(command: GrantBatch) -> str:
    """The same for the same rows in any order; a corrected name of a member makes no other batch."""
    rows = sorted((row._replace(name=None) for row in command.rows), key=repr)
    return hashlib.sha256(f"{digest_of_rows(rows)}|{command.opening}".encode()).hexdigest()


def _contras_of(_: GrantBatch, done: BatchGranted) -> tuple[Command[Any], ...]:
    return () if done.repeated else tuple(Contra(entry, "undone") for entry in done.entries)


@command("grant_batch", inverse=_contras_of)
def grant_batch(store: GrantBatchStore, command: GrantBatch, now: Now) -> BatchGranted:
    """Grants all rows, or none and `grant_errors` with every wrong row and total. The same key with the same
    rows is `repeated`; `batch_differs` with others."""
    if not command.rows:
        raise invalid("rows", "blank")
    known = store.grant_batch(command.batch)
    if known is not None:
        _require_same(known, command, now)
    run = _Run(store, now, command.opening)
    wrong = [] if known else list(_wrong_rows(run, command.rows))
    wrong += map(_error_told, _wrong_totals(command))
    if wrong:
        raise DeskError("grant_errors", errors=wrong)
    if known is not None:
        return _told(known, now, repeated=True)
    batch = _to_be_kept(command, now)
    return _told(batch if command.dry_run else _write(run, command, batch), now, repeated=False)


@dataclass(slots=True)
class _Run:
    """One run over the rows; who was looked up is kept."""

    store: GrantBatchStore
    now: Now
    opening: bool
    members: dict[str, Member] = field(default_factory=dict)

    def member(self, staff_no: str) -> Member:
        if staff_no not in self.members:
            self.members[staff_no] = member_of(self.store, staff_no)
        return self.members[staff_no]

    def reason(self, row: GrantRow) -> str | None:
        """What is written as the row's reason."""
        return row.reason or (OPENING_REASON if self.opening else None)


def _require_same(known: KnownBatch, command: GrantBatch, now: Now) -> None:
    if known.digest != digest_of_batch(command):
        raise DeskError(
            "batch_differs",
            batch=known.key,
            at=local_told(now.local_of(known.at)),
            by=known.operator,
            rows=known.rows,
            allowance=amount_told("allowance", known.allowance),
            points=known.points,
        )


def _wrong_rows(run: _Run, rows: Sequence[GrantRow]) -> Iterator[dict[str, Any]]:
    """All that is wrong with each row. Two rows that say quite the same are a slip; whoever means both writes
    a different reason."""
    seen: dict[GrantRow, int] = {}
    for index, row in enumerate(rows):
        first = seen.setdefault(row._replace(name=None), index)
        twice = [] if first == index else [DeskError("row_twice", first=first)]
        for error in (*_faults(run, row), *twice):
            yield {"index": index, **_error_told(error)}


def _error_told(error: DeskError) -> dict[str, Any]:
    return {"code": error.code, **error.facts}


def _faults(run: _Run, row: GrantRow) -> Iterator[DeskError]:
    def require_whom() -> None:
        member = run.member(row.member)
        require_same_person(member, row.name)
        require_here(member, run.now)

    def require_reason() -> None:
        if run.reason(row) is None:
            raise invalid("reason", "missing")

    checks: tuple[Callable[[], object], ...] = (
        require_whom,
        lambda: number_in(row.unit, row.amount, "amount"),
        lambda: require_not_lapsed(row.expires_on, run.now),
        require_reason,
    )
    for check in checks:
        try:
            check()
        except DeskError as error:
            yield error


def require_same_person(member: Member, name: str | None) -> None:
    """`name_differs` where a sheet calls a member by another name; blanks (王 伟) and width do not count."""
    if name is not None and _bare(name) != _bare(member.name):
        raise DeskError("name_differs", member=member.staff_no, person=member.name, value=name)


def _bare(name: str) -> str:
    return "".join(folded(name).casefold().split())


def _wrong_totals(command: GrantBatch) -> Iterator[DeskError]:
    """Control totals that the rows do not come to, and those that opening balances lack."""
    for unit in UNITS:
        total, name, come_to = command.total(unit), f"{unit}_total", amount_told(unit, command.sum(unit))
        if total is None:
            if command.opening and any(row.unit == unit for row in command.rows):
                yield DeskError("total_missing", field=name, unit=unit, sum=come_to)
        elif total != command.sum(unit):
            told = amount_told(unit, total)
            yield DeskError("total_differs", field=name, unit=unit, sum=come_to, total=told)


def _to_be_kept(command: GrantBatch, now: Now) -> KnownBatch:
    return KnownBatch(
        key=command.batch,
        digest=digest_of_batch(command),
        at=now.instant,
        operator=now.operator,
        rows=len(command.rows),
        allowance=command.sum("allowance"),
        points=command.sum("points"),
        first_lot=0,
        first_entry=0,
    )


def _write(run: _Run, command: GrantBatch, batch: KnownBatch) -> KnownBatch:
    """A lot and a posting for each row, in the rows' order."""
    given = [_give(run, command, row) for row in command.rows]
    kept = batch._replace(first_lot=given[0].lot, first_entry=given[0].entry)
    run.store.keep_grant_batch(kept)
    return kept


def _give(run: _Run, command: GrantBatch, row: GrantRow) -> Given:
    reason = run.reason(row)
    lot = NewLot(
        run.member(row.member).number,
        row.unit,
        row.amount.number,
        run.now.today,
        row.expires_on,
        reason,
        row.fund,
        row.exempt,
    )
    source = Source(document=command.batch, reason=reason)
    return give(run.store, lot, "granted", run.now, source, other="opening" if command.opening else None)


def _told(batch: KnownBatch, now: Now, *, repeated: bool) -> BatchGranted:
    written = range(batch.rows) if batch.first_lot else ()
    return BatchGranted(
        batch.rows,
        repeated,
        Fen(batch.allowance),
        batch.points,
        now.local_of(batch.at),
        batch.operator,
        tuple(LotId(batch.first_lot + at) for at in written),
        tuple(LedgerEntryId(batch.first_entry + 2 * at) for at in written),
    )
