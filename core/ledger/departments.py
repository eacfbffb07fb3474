"""What departments have, and their members: balances at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from core.command import Now, Question, question
from core.ledger.looking import SOON_DAYS, Sums
from core.ledger.records import Unit
from core.wire import Fen, Name


class Holding(NamedTuple):
    """What some live lots have left: in fen and points, what of it lapses soon, and the first such day."""

    allowance: int
    points: int
    soon_allowance: int
    soon_points: int
    soon_on: date | None


class DepartmentStore(Protocol):
    """What looking at departments needs of the database. Who has left counts only while something is left
    to them."""

    def department_holdings(
        self, unit: Unit | None, today: date, soon: date
    ) -> list[tuple[str | None, int, Holding]]:
        """Each department with its members' number, by name, those without one last."""

    def member_holdings(
        self, department: str | None, unit: Unit | None, today: date, soon: date
    ) -> list[tuple[str, str, Holding]]:
        """Staff number, name and holding of each member of a department (None: of those without one), by
        number."""


@dataclass(frozen=True, slots=True)
class AskDepartmentBalances(Question["DepartmentBalances"]):
    """All departments; or one with its members, `without` those who are in none. `unit` counts that one
    alone."""

    department: Name | None = None
    unit: Unit | None = None
    without: bool = False


class DepartmentSums(NamedTuple):
    """`soon` lapses within 30 days, the first of it after `soon_on`."""

    department: Name | None
    members: int
    allowance: Fen
    points: int
    soon: Sums
    soon_on: date | None


class MemberSums(NamedTuple):
    member: Name
    name: Name
    allowance: Fen
    points: int
    soon: Sums
    soon_on: date | None


@dataclass(frozen=True, slots=True)
class DepartmentBalances:
    """`members` where one department was asked for; `total` over all that is told."""

    departments: tuple[DepartmentSums, ...]
    members: tuple[MemberSums, ...]
    total: DepartmentSums


@question("department_balances")
def ask_department_balances(
    store: DepartmentStore, question: AskDepartmentBalances, now: Now
) -> DepartmentBalances:
    """Live lots alone are counted: what has lapsed is nobody's."""
    days = now.today, now.today + timedelta(days=SOON_DAYS)
    if question.department is None and not question.without:
        found = store.department_holdings(question.unit, *days)
        departments = tuple(_department(name, members, held) for name, members, held in found)
        total = _department(None, sum(row[1] for row in found), _together([row[2] for row in found]))
        return DepartmentBalances(departments, (), total)
    rows = store.member_holdings(question.department, question.unit, *days)
    total = _department(question.department, len(rows), _together([row[2] for row in rows]))
    members = tuple(MemberSums(Name(number), Name(name), *_told(held)) for number, name, held in rows)
    return DepartmentBalances((total,) if rows else (), members, total)


def _together(held: Sequence[Holding]) -> Holding:
    return Holding(
        sum(holding.allowance for holding in held),
        sum(holding.points for holding in held),
        sum(holding.soon_allowance for holding in held),
        sum(holding.soon_points for holding in held),
        min((holding.soon_on for holding in held if holding.soon_on is not None), default=None),
    )


def _department(name: str | None, members: int, held: Holding) -> DepartmentSums:
    return DepartmentSums(None if name is None else Name(name), members, *_told(held))


def _told(held: Holding) -> tuple[Fen, int, Sums, date | None]:
    soon = Sums(Fen(held.soon_allowance), held.soon_points)
    return Fen(held.allowance), held.points, soon, held.soon_on
