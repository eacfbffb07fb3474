"""The till as its clerk may see it: whose shifts are open, what was put in and taken out, and nothing of what
must be there, since it is counted blind (domain.md section 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from core.command import Now, Question, question
from core.counter.closing_day import BesideTold, DayCloseStore, beside_told
from core.counter.shifts import Shift, ShiftStore, TillTold, till_told
from core.records import ShiftId
from core.wire import Name

MOVED = ("float", "in", "out")
"""What a person does to a till beside selling and giving back."""


class TillStore(ShiftStore, DayCloseStore, Protocol):
    """What a look at the till needs of the database."""

    def open_shifts(self) -> list[Shift]:
        """All that are open, in order."""


class OpenShiftTold(NamedTuple):
    shift: ShiftId
    operator: Name
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AskTill(Question["Till"]):
    """The operator's own, and what is beside all shifts."""


@dataclass(frozen=True, slots=True)
class Till:
    """`shift` None while the operator has none open; `others` are other operators' open ones; `moved` is
    float, put in and taken out; `note` is what the last closed shift left word of; `beside` are today's
    takings and refunds without an open shift."""

    operator: Name
    shift: OpenShiftTold | None
    others: tuple[OpenShiftTold, ...]
    moved: tuple[TillTold, ...]
    note: str | None
    beside: tuple[BesideTold, ...]


@question("till")
def ask_till(store: TillStore, question: AskTill, now: Now) -> Till:  # noqa: ARG001
    """Right with and without an open shift."""
    told = [
        OpenShiftTold(ShiftId(one.number), Name(one.operator), now.local_of(one.opened_at))
        for one in store.open_shifts()
    ]
    own = next((one for one in told if one.operator == now.operator), None)
    lines = [] if own is None else store.till_lines(own.shift)
    return Till(
        Name(now.operator),
        own,
        tuple(one for one in told if one is not own),
        tuple(till_told(line, now) for line in lines if line.kind in MOVED),
        store.last_shift_note(),
        tuple(beside_told(line, now) for line in store.till_beside(now.today)),
    )
