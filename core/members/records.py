"""The member as the rules see one."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.errors import DeskError


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may book and redeem, or a shared account. `number` is the database's, 0 before it has
    one; `pinyin` is worked out when the member is saved; from `left_on` on they may do neither."""

    number: int
    staff_no: str
    name: str
    department: str | None = None
    grade: str | None = None
    hired_on: date | None = None
    phone: str | None = None
    email: str | None = None
    card_no: str | None = None
    performance: str | None = None
    shared: bool = False
    left_on: date | None = None
    pinyin: str = ""

    def left_by(self, day: date) -> bool:
        """Whether the member has left by a day."""
        return self.left_on is not None and day >= self.left_on


class MemberFinder(Protocol):
    """The one look-up that every room needs."""

    def member(self, staff_no: str) -> Member | None: ...


def member_of(store: MemberFinder, staff_no: str) -> Member:
    """The member of a staff number. `unknown_member`."""
    member = store.member(staff_no)
    if member is None:
        raise DeskError("unknown_member", member=staff_no)
    return member
