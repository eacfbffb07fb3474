"""Allowance and points as the rules see them: lots, entries, and the postings that they stand in."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now
from core.due import Due, DueKind
from core.errors import DeskError, invalid
from core.records import ledger_entry_told
from core.wire import Misfit, form_of, read_yuan, yuan_told

Unit = Literal["allowance", "points"]
UNITS: tuple[Unit, ...] = ("allowance", "points")

EntryKind = Literal[
    "granted", "awarded", "spent", "restored", "expired", "recalled", "cleared", "reversed", "unlocked"
]

Account = Literal["member", "locked", "programme", "opening", "expired", "recalled", "cleared", "sold"]
"""Where value comes from and goes to: a member's balance, what a member has earned but may not use yet, the
programme that gives, an old system's balances, and what lapsed, was recalled, cleared or spent."""

OTHER_SIDE: dict[EntryKind, Account] = {
    "granted": "programme",
    "awarded": "programme",
    "reversed": "programme",
    "spent": "sold",
    "restored": "sold",
    "expired": "expired",
    "recalled": "recalled",
    "cleared": "cleared",
    "unlocked": "locked",
}
"""What a member gains, this account gives, and the other way round."""

WARN_DAYS = (30, 7, 1)
"""So many days before a lot's last valid day its member is told that it runs out."""

WARN_MINUTE = 9 * 60
"""At nine in the morning."""


class Amount(NamedTuple):
    """So much of a unit: fen of allowance, or points. Outside a string of yuan or a whole number, so that the
    form tells the unit."""

    unit: Unit
    number: int

    @classmethod
    def read_wire(cls, value: Any) -> "Amount":
        if isinstance(value, str):
            return cls("allowance", read_yuan(value))
        if type(value) is int:
            return cls("points", form_of(int).read(value))
        raise Misfit("not_an_amount", value=value)

    def write_wire(self) -> Any:
        return yuan_told(self.number) if self.unit == "allowance" else self.number

    @classmethod
    def schema_wire(cls) -> dict[str, Any]:
        yuan = {"type": "string", "pattern": r"^-?\d{1,10}(\.\d{1,2})?$"}
        return {"anyOf": [yuan, {"type": "integer"}]}


def amount_told(unit: Unit, number: int) -> Any:
    """An amount as facts tell it: a string of yuan, or a whole number of points."""
    return Amount(unit, number).write_wire()


def number_in(unit: Unit, amount: Amount, field: str, *, least: int = 1) -> int:
    """The fen or points of an amount of a unit. `invalid` for the other unit's form, and for less than
    `least`."""
    if amount.unit != unit:
        problem = "not_money" if unit == "allowance" else "not_whole"
        raise invalid(field, problem, value=str(amount.write_wire()))
    if amount.number < least:
        raise invalid(field, "too_small", value=str(amount.write_wire()), least=str(amount_told(unit, least)))
    return amount.number


class Lot(NamedTuple):
    """One grant or award of a member. Good through `expires_on`, None for ever; `exempt` from yearly
    clearing; `grace_of` is the lapsed lot in whose place a refund went here."""

    number: int
    member: int
    unit: Unit
    original: int
    remaining: int
    granted_on: date
    expires_on: date | None
    reason: str | None
    fund: str | None
    exempt: bool
    grace_of: int | None

    def lapsed_by(self, day: date) -> bool:
        """Whether it is unspendable on a day: from the midnight after its last valid day on."""
        return self.expires_on is not None and self.expires_on < day


def in_drawing_order(lots: Iterable[Lot]) -> list[Lot]:
    """Earliest last valid day, then earliest granted, then lowest number; lots with no last day come last
    (domain.md section 7)."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.granted_on, lot.number))


class NewLot(NamedTuple):
    """A lot to be made."""

    member: int
    unit: Unit
    amount: int
    granted_on: date
    expires_on: date | None
    reason: str | None = None
    fund: str | None = None
    exempt: bool = False
    grace_of: int | None = None


class Draw(NamedTuple):
    """What an entry puts into a lot, or takes out of it (less than nothing)."""

    lot: int
    amount: int


class Leg(NamedTuple):
    """One entry to be written. `origin` is the entry that it gives back or reverses; the draws of a member's
    leg sum to its amount."""

    kind: EntryKind
    account: Account
    member: int | None
    unit: Unit
    amount: int
    draws: Sequence[Draw] = ()
    origin: int | None = None


class Posting(NamedTuple):
    """Entries written together; their amounts sum to zero for each unit. `facts` tell how an amount came
    about."""

    at: Instant
    operator: str
    legs: Sequence[Leg]
    document: str | None = None
    reason: str | None = None
    facts: dict[str, Any] | None = None


class LedgerEntry(NamedTuple):
    """One immutable change to a balance, with what its posting says of it."""

    number: int
    at: Instant
    kind: EntryKind
    account: Account
    member: int | None
    unit: Unit
    amount: int
    origin: int | None
    posting: int
    document: str | None
    reason: str | None
    operator: str
    facts: dict[str, Any] | None


class EntryFinder(Protocol):
    """The one look-up that every command on an entry needs."""

    def ledger_entry(self, number: int) -> LedgerEntry | None: ...


class LedgerStore(EntryFinder, Protocol):
    """What every change of a balance needs of the database."""

    def live_lots(self, member: int, unit: Unit, today: date) -> list[Lot]:
        """The lots of a member that can be spent on a day, in drawing order."""

    def lots_numbered(self, numbers: Sequence[int]) -> list[Lot]:
        """Lots by number, in drawing order."""

    def add_lot(self, lot: NewLot, due: Due | None) -> int:
        """A lot that has nothing yet; the entry that gives it its amount fills it."""

    def fill_lot(self, lot: int, change: int, due: Due | None) -> None:
        """Puts into a lot, or takes out of it; what happens to it next by itself."""

    def post(self, posting: Posting) -> list[int]:
        """Writes a posting; the numbers of its entries, in the order of its legs."""

    def balance(self, member: int, unit: Unit) -> int:
        """The sum of a member's entries."""

    def draws_of(self, entry: int) -> list[Draw]:
        """What an entry took from lots or put into them, by the lots' numbers."""

    def restored_of(self, entry: int) -> list[tuple[int, int | None, int]]:
        """What was given back of a spend: into which lot, in which lapsed lot's place, how much."""

    def reversal_of(self, entry: int) -> int | None:
        """The contra-entry of an entry."""


def member_entry_of(store: EntryFinder, number: int) -> LedgerEntry:
    """An entry of a member's balance. `unknown_entry`."""
    entry = store.ledger_entry(number)
    if entry is None or entry.account != "member":
        raise DeskError("unknown_entry", entry=ledger_entry_told(number))
    return entry


def due_of_lot(expires_on: date | None, remaining: int, now: Now) -> Due | None:
    """What happens next to a lot by itself: its member is told that it runs out, or it lapses, at 00:00 of
    the day after its last."""
    if expires_on is None or remaining == 0:
        return None
    for days in WARN_DAYS:
        at = now.instant_at(expires_on - timedelta(days=days), WARN_MINUTE)
        if at > now.instant:
            return Due(at, DueKind.RUNS_OUT)
    return Due(now.instant_at(expires_on + timedelta(days=1), 0), DueKind.LOT_LAPSES)


def months_after(day: date, months: int) -> date:
    """N months from a day end on the same day of the month, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of_month(year, month + 1, day.day)


def day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month; the 31st is the last of a short one."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(day, last))
