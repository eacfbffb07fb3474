"""Lots run out: their members are told ahead, and at 00:00 of the day after the last they lapse, exactly
once, however often or late anybody looks (domain.md section 7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Question, question
from core.due import Due, DueKind, when_due
from core.ledger.awarding import require_count
from core.ledger.posting import take_away
from core.ledger.records import Amount, LedgerStore, Lot, Unit, amount_told, due_of_lot
from core.members.records import Member
from core.notices.records import NewNotice, NoticeStore, tier_of
from core.privacy.masks import phone_told
from core.records import LotId, lot_told
from core.wire import Name

DAYS = 30
DAYS_MOST = 3650


class LapsingStore(NoticeStore, LedgerStore, Protocol):
    """What running out needs of the database."""

    def set_lot_due(self, lot: int, due: Due | None) -> None: ...

    def lots_ending(self, first: date, last: date) -> list[tuple[Lot, Member]]:
        """The lots that still have something and whose last valid day lies between two days, both included,
        soonest first."""


@when_due(DueKind.LOT_LAPSES, "L")
def lapse(store: LapsingStore, number: int, now: Now) -> None:
    """What was left of the lot expires, in one entry."""
    take_away(store, store.lots_numbered([number]), "expired", now)


@when_due(DueKind.RUNS_OUT, "L")
def warn(store: LapsingStore, number: int, now: Now) -> None:
    """Tells the member. Lots of one unit that end on the same day are told of together, by the first."""
    (lot,) = store.lots_numbered([number])
    store.set_lot_due(number, due_of_lot(lot.expires_on, lot.remaining, now))
    assert lot.expires_on is not None  # noqa: S101 - only such are due
    ending = [
        other
        for other in store.live_lots(lot.member, lot.unit, now.today)
        if other.expires_on == lot.expires_on
    ]
    if number != min(other.number for other in ending):
        return
    record = lot_told(number)
    store.outdate_notices(record, now.instant)
    facts = {
        "unit": lot.unit,
        "amount": amount_told(lot.unit, sum(other.remaining for other in ending)),
        "date": lot.expires_on.isoformat(),
    }
    until = now.instant_at(lot.expires_on + timedelta(days=1), 0)
    store.add_notice(
        NewNotice("runs_out", tier_of("runs_out"), lot.member, record, facts, now.instant, Instant(until))
    )


@dataclass(frozen=True, slots=True)
class AskRunningOut(Question["RunningOut"]):
    """What lapses within so many days from today."""

    days: int = DAYS


class EndingLot(NamedTuple):
    lot: LotId
    member: Name
    name: Name
    department: Name | None
    phone: Name | None
    unit: Unit
    remaining: Amount
    expires_on: date


@dataclass(frozen=True, slots=True)
class RunningOut:
    """Soonest first; the sums of each unit."""

    lots: tuple[EndingLot, ...]
    allowance: Amount
    points: Amount


@question("running_out")
def ask_running_out(store: LapsingStore, question: AskRunningOut, now: Now) -> RunningOut:
    """Every lot that still has something and whose last valid day is near."""
    require_count("days", question.days, DAYS_MOST, least=0)
    ending = store.lots_ending(now.today, now.today + timedelta(days=question.days))
    return RunningOut(
        tuple(_told(lot, member, now) for lot, member in ending),
        *(
            Amount(unit, sum(lot.remaining for lot, _ in ending if lot.unit == unit))
            for unit in ("allowance", "points")
        ),
    )


def _told(lot: Lot, member: Member, now: Now) -> EndingLot:
    assert lot.expires_on is not None  # noqa: S101 - only such end
    return EndingLot(
        LotId(lot.number),
        Name(member.staff_no),
        Name(member.name),
        None if member.department is None else Name(member.department),
        phone_told(member, now),
        lot.unit,
        Amount(lot.unit, lot.remaining),
        lot.expires_on,
    )
