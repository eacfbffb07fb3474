"""What the rooms of personal data need of the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.clock import Instant
from core.members.records import Member, MemberFinder

ERASED = "***"
"""What stands where a name or a text was erased and something has to stand."""


class NoticeKept(NamedTuple):
    """A text that tells members what is kept of them."""

    version: int
    words: str
    at: Instant
    operator: str


class InformedKept(NamedTuple):
    """Which text somebody was shown, when and by whom."""

    version: int
    day: date
    operator: str


class Person(NamedTuple):
    """Whose data are looked for. `identifiers`: the staff number, and every phone, mail and card that they
    ever had; `names`: those they had that nobody else has."""

    number: int
    staff_no: str
    name: str
    identifiers: tuple[str, ...]
    names: tuple[str, ...]


class InformingStore(Protocol):
    """What informing people needs of the database."""

    def privacy_notice(self, version: int | None) -> NoticeKept | None:
        """A version of the text; None asks for the newest."""

    def add_privacy_notice(self, words: str, at: Instant, operator: str) -> int:
        """The version that it becomes."""

    def informed(self, member: int) -> InformedKept | None:
        """The newest text that a member was shown."""

    def note_informed(self, member: int, version: int, day: date, operator: str) -> None: ...


class Held(NamedTuple):
    """All rows of a table that are about somebody: its columns, and the rows."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class PersonStore(MemberFinder, Protocol):
    """What giving people their data, and erasing them, needs of the database."""

    def person(self, member: int) -> Person: ...

    def data_of(self, person: Person) -> list[Held]:
        """All that is kept about a person, by table."""

    def audit_ids_about(self, person: Person) -> list[int]:
        """The audit records about a person: those of the trails of what is theirs, and those that name
        them."""

    def in_the_way(self, member: int, at: Instant) -> dict[str, list[str]]:
        """What keeps a member from being erased, by kind: the records, or what is left of a balance."""

    def erasure_counts(self, person: Person) -> dict[str, int]:
        """What erasing them would take away, by kind."""

    def erase(self, person: Person, pseudonym: str, at: Instant, operator: str) -> dict[str, int]:
        """Takes away what tells who somebody is; how much of each kind. The triggers let it through."""


class Outlived(NamedTuple):
    """How much of a kind has been kept for longer than it should be, and since what day."""

    records: int
    oldest: date | None


class PurgeStore(PersonStore, Protocol):
    """What not keeping data for ever needs of the database."""

    def members_numbered(self, numbers: list[int]) -> dict[int, Member]:
        """Members by their numbers."""

    def members_gone(self, before: date) -> Sequence[int]:
        """Members who left before a day and are not erased yet."""

    def outlived(self, kind: str, before: Instant, actions: Sequence[str]) -> Outlived: ...

    def purge(self, kind: str, before: Instant, actions: Sequence[str]) -> None: ...
