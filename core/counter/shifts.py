"""Shifts: a float, money put in and taken out, and the count at the end, blind (domain.md section 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question
from core.counter.money import MONEY, TenderKind
from core.counter.redeem import NOTHING
from core.errors import DeskError
from core.ledger.awarding import require_count
from core.records import ShiftId, order_told, shift_told
from core.stock.items import FEN_MOST
from core.wire import Fen, Name


class Shift(NamedTuple):
    """The time that an operator has the till. `counted` in fen, None while it is open."""

    number: int
    operator: str
    opened_at: Instant
    closed_at: Instant | None
    counted: dict[TenderKind, int] | None
    note: str | None


class ShiftStore(Protocol):
    """What shifts need of the database."""

    def shift(self, number: int) -> Shift | None: ...

    def open_shift_of(self, operator: str) -> Shift | None: ...

    def last_shift_note(self) -> str | None:
        """What the last shift that was closed left word of."""

    def add_shift(self, operator: str, at: Instant) -> int:
        """Its number."""

    def close_shift(
        self, shift: int, at: Instant, counted: dict[TenderKind, int], note: str | None
    ) -> None: ...

    def add_till(
        self, shift: int, kind: str, tender: TenderKind, amount: int, reason: str | None, now: Now
    ) -> None:
        """Money that goes into the till, or out of it."""

    def till_sums(self, shift: int) -> dict[TenderKind, int]:
        """What a shift must have of each tender."""

    def till_lines(self, shift: int) -> list["TillLine"]:
        """Everything in order."""


class TillLine(NamedTuple):
    at: Instant
    kind: str
    tender: TenderKind
    amount: int
    reason: str | None
    order: int | None


@dataclass(frozen=True, slots=True)
class OpenShift(Command["ShiftOpened"]):
    float_: Fen = NOTHING


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """`note` is what the shift before left word of."""

    shift: ShiftId
    note: str | None


class Counted(NamedTuple):
    """What was counted, in fen. All but cash are less than nothing where more was given back than taken."""

    cash: Fen = NOTHING
    wechat: Fen = NOTHING
    alipay: Fen = NOTHING
    card: Fen = NOTHING


@dataclass(frozen=True, slots=True)
class CloseShift(Command["ShiftClosed"]):
    """`note`: for the next shift."""

    counted: Counted
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """`difference`: more than nothing is over (长款), less is short (短款)."""

    shift: ShiftId
    expected: Counted
    counted: Counted
    difference: Counted


@dataclass(frozen=True, slots=True)
class CashIn(Command["TillMoved"]):
    amount: Fen
    reason: str


@dataclass(frozen=True, slots=True)
class CashOut(Command["TillMoved"]):
    amount: Fen
    reason: str


@dataclass(frozen=True, slots=True)
class TillMoved:
    shift: ShiftId
    expected: Counted


@command("open_shift", inverse=NoInverse("shift_is_open"))
def open_shift(store: ShiftStore, command: OpenShift, now: Now) -> ShiftOpened:
    """`wrong_state` where the operator has one open."""
    require_count("float", command.float_, FEN_MOST, least=0)
    known = store.open_shift_of(now.operator)
    if known is not None:
        raise DeskError("wrong_state", shift=shift_told(known.number), state="open", by=now.operator)
    note = store.last_shift_note()
    number = store.add_shift(now.operator, now.instant)
    if command.float_:
        store.add_till(number, "float", "cash", command.float_, None, now)
    return ShiftOpened(ShiftId(number), note)


@command("close_shift", inverse=NoInverse("shift_is_counted"))
def close_shift(store: ShiftStore, command: CloseShift, now: Now) -> ShiftClosed:
    """Keeps what was counted beside what must be there. `wrong_state` without an open shift."""
    shift = _open_shift(store, now)
    for name, value in command.counted._asdict().items():
        require_count(f"counted.{name}", value, FEN_MOST, least=0 if name == "cash" else -FEN_MOST)
    expected = _counted(store.till_sums(shift.number))
    counted: dict[TenderKind, int] = {kind: getattr(command.counted, kind) for kind in MONEY}
    store.close_shift(shift.number, now.instant, counted, command.note)
    difference = Counted(*(Fen(have - must) for have, must in zip(command.counted, expected, strict=True)))
    return ShiftClosed(ShiftId(shift.number), expected, command.counted, difference)


@command("cash_in", inverse=lambda put, _: (CashOut(put.amount, "undone"),))
def cash_in(store: ShiftStore, command: CashIn, now: Now) -> TillMoved:
    """`wrong_state` without an open shift."""
    return _till(store, "in", command.amount, command.amount, command.reason, now)


@command("cash_out", inverse=lambda taken, _: (CashIn(taken.amount, "undone"),))
def cash_out(store: ShiftStore, command: CashOut, now: Now) -> TillMoved:
    """`wrong_state` without an open shift; `insufficient_cash` for more than there must be."""
    shift = _open_shift(store, now)
    there = store.till_sums(shift.number).get("cash", 0)
    if command.amount > there:
        raise DeskError("insufficient_cash", available=Fen(there), needed=command.amount)
    return _till(store, "out", command.amount, -command.amount, command.reason, now)


def _till(store: ShiftStore, kind: str, amount: int, change: int, reason: str, now: Now) -> TillMoved:
    require_count("amount", amount, FEN_MOST)
    shift = _open_shift(store, now)
    store.add_till(shift.number, kind, "cash", change, reason, now)
    return TillMoved(ShiftId(shift.number), _counted(store.till_sums(shift.number)))


def _open_shift(store: ShiftStore, now: Now) -> Shift:
    shift = store.open_shift_of(now.operator)
    if shift is None:
        raise DeskError("wrong_state", state="no_shift", by=now.operator)
    return shift


def _counted(sums: dict[TenderKind, int]) -> Counted:
    return Counted(*(Fen(sums.get(kind, 0)) for kind in MONEY))


# ---------------------------------------------------------------- looking


@dataclass(frozen=True, slots=True)
class AskShift(Question["ShiftCard"]):
    """The operator's open shift unless one is named."""

    shift: ShiftId | None = None


class TillTold(NamedTuple):
    at: datetime
    kind: str
    tender: TenderKind
    amount: Fen
    reason: str | None
    order: str | None


@dataclass(frozen=True, slots=True)
class ShiftCard:
    shift: ShiftId
    operator: Name
    opened_at: datetime
    closed_at: datetime | None
    expected: Counted
    counted: Counted | None
    difference: Counted | None
    note: str | None
    lines: tuple[TillTold, ...]


@question("shift")
def ask_shift(store: ShiftStore, question: AskShift, now: Now) -> ShiftCard:
    """`unknown_shift`; `wrong_state` without an open shift."""
    shift = _open_shift(store, now) if question.shift is None else store.shift(question.shift)
    if shift is None:
        raise DeskError("unknown_shift", shift=shift_told(question.shift or 0))
    expected = _counted(store.till_sums(shift.number))
    counted = None if shift.counted is None else _counted(shift.counted)
    difference = (
        None
        if counted is None
        else Counted(*(Fen(have - must) for have, must in zip(counted, expected, strict=True)))
    )
    return ShiftCard(
        ShiftId(shift.number),
        Name(shift.operator),
        now.local_of(shift.opened_at),
        None if shift.closed_at is None else now.local_of(shift.closed_at),
        expected,
        counted,
        difference,
        shift.note,
        tuple(till_told(line, now) for line in store.till_lines(shift.number)),
    )


def till_told(line: TillLine, now: Now) -> TillTold:
    """A line of the till as an answer tells it."""
    return TillTold(
        now.local_of(line.at),
        line.kind,
        line.tender,
        Fen(line.amount),
        line.reason,
        None if line.order is None else order_told(line.order),
    )
