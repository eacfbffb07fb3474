"""The yearly clear (年度清零) as a policy: after a day of each year what is left is taken back, save what is
exempt (domain.md section 7)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from core.collecting import without_collecting
from core.command import Command, NoInverse, Now, Question, command, question
from core.due import Due, DueKind, when_due
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.ledger.posting import Source, take_away
from core.ledger.records import Amount, LedgerStore, Lot, Unit, day_of_month
from core.ledger.terms import period_named
from core.members.records import Member
from core.records import LedgerEntryId
from core.wire import Name


@dataclass(frozen=True, slots=True)
class Clearing:
    """A yearly clear of one unit: `month` and `day` are the last that count (the 31st is the last of a short
    month). Lots of `exempt_funds` stay, as do those that are exempt themselves and those granted later."""

    code: str
    unit: Unit
    month: int = 12
    day: int = 31
    exempt_funds: tuple[str, ...] = ()
    auto: bool = True
    name: Name | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.code

    def last_day(self, year: int) -> date:
        """The last day that counts in a year."""
        return day_of_month(year, self.month, self.day)

    def spares(self, lot: Lot, last_day: date) -> bool:
        """Whether a lot stays."""
        return lot.exempt or lot.fund in self.exempt_funds or lot.granted_on > last_day


class KeptClearing(NamedTuple):
    """A clearing as it is kept."""

    number: int
    clearing: Clearing


class ClearingStore(LedgerStore, Protocol):
    """What clearing needs of the database."""

    def members(self) -> list[Member]:
        """All members, by staff number."""

    def clearing(self, code: str) -> KeptClearing | None: ...

    def clearing_numbered(self, number: int) -> KeptClearing: ...

    def clearings(self) -> list[KeptClearing]:
        """All of them, by code."""

    def save_clearing(self, number: int | None, clearing: Clearing, due: Due | None) -> None:
        """Adds one (None), or changes when it runs next."""

    def members_cleared(self, clearing: int, period: str) -> set[int]:
        """Whose lots were cleared for a year."""

    def keep_cleared(self, clearing: int, period: str, member: int, entry: int) -> None: ...


@dataclass(frozen=True, slots=True)
class AddClearing(Command["ClearingKept"]):
    code: Name
    unit: Unit
    month: int = 12
    day: int = 31
    exempt_funds: tuple[Name, ...] = ()
    auto: bool = True
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class ClearingKept:
    """`next_run` where it runs by itself: at the beginning of that day."""

    code: Name
    next_run: date | None


@dataclass(frozen=True, slots=True)
class RunClearing(Command["Cleared"]):
    """`period` is the year, that of the last clearing day unless it is named."""

    clearing: Name
    period: Name | None = None
    dry_run: bool = False


class MemberCleared(NamedTuple):
    """What was taken and what was spared; `entry` is null in a dry run."""

    member: Name
    name: Name
    amount: Amount
    spared: Amount
    entry: LedgerEntryId | None


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many members lost something, and the sums of what was taken and of what was spared."""

    clearing: Name
    period: str
    last_day: date
    cleared: int
    total: Amount
    spared: Amount
    members: tuple[MemberCleared, ...]


@command("add_clearing", inverse=NoInverse("clearing_stays"))
def add_clearing(store: ClearingStore, command: AddClearing, now: Now) -> ClearingKept:
    """`exists`; `invalid` for a day that no year has."""
    require_count("month", command.month, 12)
    require_count("day", command.day, 31)
    if store.clearing(command.code) is not None:
        raise DeskError("exists", field="code", value=command.code)
    clearing = Clearing(**{name: getattr(command, name) for name in AddClearing.__dataclass_fields__})
    store.save_clearing(None, clearing, _due_of(clearing, now))
    return ClearingKept(command.code, _next_run(clearing, now) if clearing.auto else None)


def _next_run(clearing: Clearing, now: Now) -> date:
    """The day after the next last day, whose beginning is still to come."""
    first = clearing.last_day(now.today.year - 1) + timedelta(days=1)
    if now.instant_at(first, 0) > now.instant:
        return first
    this = clearing.last_day(now.today.year) + timedelta(days=1)
    if now.instant_at(this, 0) > now.instant:
        return this
    return clearing.last_day(now.today.year + 1) + timedelta(days=1)


def _due_of(clearing: Clearing, now: Now) -> Due | None:
    return Due(now.instant_at(_next_run(clearing, now), 0), DueKind.CLEAR) if clearing.auto else None


@command("run_clearing", inverse=NoInverse("clearing_stays"))
@without_collecting()
def run_clearing(store: ClearingStore, command: RunClearing, now: Now) -> Cleared:
    """Clears for a year whose last day is over, once a member. `unknown_clearing`; `invalid` for a year that
    is not over."""
    kept = clearing_of(store, command.clearing)
    year = _year(kept.clearing, command.period, now)
    return _run(store, kept, year, now, dry=command.dry_run)


def clearing_of(store: ClearingStore, code: str) -> KeptClearing:
    """The clearing of a code. `unknown_clearing`."""
    kept = store.clearing(code)
    if kept is None:
        raise DeskError("unknown_clearing", clearing=code)
    return kept


def _year(clearing: Clearing, told: str | None, now: Now) -> int:
    if told is None:
        return now.today.year - (clearing.last_day(now.today.year) >= now.today)
    year = period_named("year", told, now.today).first.year
    if clearing.last_day(year) >= now.today:
        raise invalid("period", "not_over", value=told, last_day=clearing.last_day(year).isoformat())
    return year


@when_due(DueKind.CLEAR, "clearing ")
def clear_when_due(store: ClearingStore, number: int, now: Now) -> None:
    """Clears for the year that is over, and waits for the next."""
    kept = store.clearing_numbered(number)
    store.save_clearing(number, kept.clearing, _due_of(kept.clearing, now))
    _run(store, kept, _year(kept.clearing, None, now), now)


def _run(store: ClearingStore, kept: KeptClearing, year: int, now: Now, *, dry: bool = False) -> Cleared:
    clearing, period = kept.clearing, str(year)
    last_day = clearing.last_day(year)
    before = store.members_cleared(kept.number, period)
    told, sums = [], Counter[str]()
    for member in store.members():
        if member.number in before:
            continue
        lots = store.live_lots(member.number, clearing.unit, now.today)
        taken = [lot for lot in lots if not clearing.spares(lot, last_day)]
        amount, spared = _left(taken), _left(lots) - _left(taken)
        sums["spared"] += spared
        if not amount:
            continue
        entry = None
        if not dry:
            source = Source(clearing.code, clearing.title, {"clearing": clearing.code, "period": period})
            moved = take_away(store, taken, "cleared", now, source)[clearing.unit]
            store.keep_cleared(kept.number, period, member.number, moved.entry)
            entry = LedgerEntryId(moved.entry)
        sums["taken"] += amount
        who = Name(member.staff_no), Name(member.name)
        told.append(MemberCleared(*who, Amount(clearing.unit, amount), Amount(clearing.unit, spared), entry))
    return Cleared(
        Name(clearing.code),
        period,
        last_day,
        len(told),
        Amount(clearing.unit, sums["taken"]),
        Amount(clearing.unit, sums["spared"]),
        tuple(told),
    )


def _left(lots: Sequence[Lot]) -> int:
    return sum(lot.remaining for lot in lots)


@dataclass(frozen=True, slots=True)
class PreviewClearing(Question["Cleared"]):
    """What a run would do, for a screen."""

    clearing: Name
    period: Name | None = None


@question("preview_clearing")
def preview_clearing(store: ClearingStore, question: PreviewClearing, now: Now) -> Cleared:
    """As `run_clearing` with `dry_run`."""
    return run_clearing(store, RunClearing(question.clearing, question.period, dry_run=True), now)


@dataclass(frozen=True, slots=True)
class AskClearings(Question["Clearings"]):
    """All yearly clears."""


class ClearingTold(NamedTuple):
    code: Name
    name: Name | None
    unit: Unit
    month: int
    day: int
    exempt_funds: tuple[str, ...]
    auto: bool
    next_run: date | None


@dataclass(frozen=True, slots=True)
class Clearings:
    clearings: tuple[ClearingTold, ...]


@question("clearings")
def ask_clearings(store: ClearingStore, question: AskClearings, now: Now) -> Clearings:  # noqa: ARG001
    """By code."""
    return Clearings(tuple(_told(kept.clearing, now) for kept in store.clearings()))


def _told(clearing: Clearing, now: Now) -> ClearingTold:
    return ClearingTold(
        Name(clearing.code),
        clearing.name,
        clearing.unit,
        clearing.month,
        clearing.day,
        clearing.exempt_funds,
        clearing.auto,
        _next_run(clearing, now) if clearing.auto else None,
    )
