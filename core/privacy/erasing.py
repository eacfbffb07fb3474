"""Erasing a person: what tells who it was goes, what the club's books sum to stays."""

import secrets
from dataclasses import dataclass
from typing import Any

from core.command import Command, NoInverse, Now, command
from core.errors import DeskError, invalid
from core.members.records import Member, member_of
from core.privacy.records import Person, PersonStore
from core.wire import Name

PSEUDONYM_BYTES = 5
"""A million erased members meet by chance once in a million clubs; and the door would refuse the second."""


@dataclass(frozen=True, slots=True)
class EraseMember(Command["MemberErased"]):
    """Of somebody who has left. The reason is kept; it must not say who it was."""

    staff_no: Name
    reason: str
    dry_run: bool = False

    def summary(self) -> dict[str, Any]:
        """What the audit keeps: whose data are gone is not kept anywhere."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True)
class MemberErased:
    """`member` is the pseudonym that their bookings and ledger lines stand under from now on, None in a dry
    run; `erased` counts by kind what was taken away, `mentioned` the free texts of others that hold the same
    name: somebody has to look at those."""

    member: Name | None
    erased: dict[str, int]
    mentioned: int


@command("erase_member", inverse=NoInverse("data_are_gone"))
def erase_member(store: PersonStore, command: EraseMember, now: Now) -> MemberErased:
    """`unknown_member`, `cannot_erase` with all that is in the way, `invalid` for a reason that names
    them."""
    member = member_of(store, command.staff_no)
    obstacles = in_the_way(store, member, now)
    if obstacles:
        raise DeskError("cannot_erase", member=member.staff_no, person=member.name, obstacles=obstacles)
    person = store.person(member.number)
    if any(told in command.reason for told in (member.name, *person.identifiers)):
        raise invalid("reason", "names_the_person")
    if command.dry_run:
        counts = store.erasure_counts(person)
        return MemberErased(None, counts, counts.pop("mentioned", 0))
    pseudonym, counts = erased(store, person, now)
    return MemberErased(Name(pseudonym), counts, counts.pop("mentioned", 0))


def in_the_way(store: PersonStore, member: Member, now: Now) -> list[dict[str, Any]]:
    """All that keeps a member from being erased: each kind with its records."""
    found = [] if member.left_by(now.today) else [{"what": "not_left", "records": []}]
    return found + [
        {"what": what, "records": records}
        for what, records in store.in_the_way(member.number, now.instant).items()
    ]


def erased(store: PersonStore, person: Person, now: Now) -> tuple[str, dict[str, int]]:
    """Takes away what tells who somebody is; the pseudonym, which nothing about them goes into, and how much
    of each kind went."""
    pseudonym = f"erased-{secrets.token_hex(PSEUDONYM_BYTES)}"
    return pseudonym, store.erase(person, pseudonym, now.instant, now.operator)
