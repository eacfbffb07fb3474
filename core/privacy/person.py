"""All that the club keeps about one person, for the person."""

from dataclasses import dataclass

from core.command import Now, Question, question
from core.members.records import member_of
from core.privacy.records import Held, PersonStore
from core.wire import Name


@dataclass(frozen=True, slots=True)
class AskPersonData(Question["PersonData"]):
    """Everything about a member, whole."""

    member: Name


@dataclass(frozen=True, slots=True)
class PersonData:
    """`kinds` by what they are: who it is, bookings and their trails, waitlist, notices, ledger, orders …"""

    member: Name
    name: Name
    kinds: tuple[Held, ...]


@question("person_data")
def ask_person_data(store: PersonStore, question: AskPersonData, now: Now) -> PersonData:  # noqa: ARG001
    """`unknown_member`."""
    member = member_of(store, question.member)
    return PersonData(
        question.member,
        Name(member.name),
        tuple(store.data_of(store.person(member.number))),
    )
