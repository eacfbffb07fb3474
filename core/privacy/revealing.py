"""Telling a person's number whole, and noting what leaves the desk on paper or as a file: each is a record of
the audit trail, by whom and when. The numbers themselves do not stand in it."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from core.command import Command, NoInverse, Now, command
from core.errors import invalid
from core.members.records import MemberFinder, member_of
from core.privacy.masks import MASKS
from core.wire import Name

Field = Literal["phone", "email", "card_no"]

MOST_FILTERS = 20


@dataclass(frozen=True, slots=True)
class Reveal(Command["Revealed"]):
    """`why`: the screen on which it was asked for, or the reason."""

    member: Name
    fields: tuple[Field, ...] = ("phone", "email", "card_no")
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Revealed:
    """The fields that were asked for, whole; None for the others, and where there is nothing."""

    member: Name
    phone: Name | None = None
    email: Name | None = None
    card_no: Name | None = None

    def kept(self) -> "Revealed":
        """What is kept of it: to whom it belongs."""
        return Revealed(self.member)


@command("reveal", inverse=NoInverse("it_was_seen"))
def reveal(store: MemberFinder, command: Reveal, now: Now) -> Revealed:  # noqa: ARG001
    """`unknown_member`."""
    if not command.fields:
        raise invalid("fields", "missing")
    member = member_of(store, command.member)
    whole = {name: getattr(member, name) for name in MASKS if name in command.fields}
    return replace(Revealed(command.member), **whole)


@dataclass(frozen=True, slots=True)
class NoteTakenOut(Command["TakenOut"]):
    """A file or a print that is about to be made. `what` is its kind, `name` what it is called (without the
    folder), `rows` how many it has where that is known, `filters` what was asked for, `member` whose it is
    where it is one person's; `personal` where people can be told in it."""

    what: Name
    name: Name | None = None
    rows: int | None = None
    filters: dict[str, Any] | None = None
    member: Name | None = None
    personal: bool = True


@dataclass(frozen=True, slots=True)
class TakenOut:
    """It is on record."""

    what: Name


@command("note_taken_out", inverse=NoInverse("it_was_seen"))
def note_taken_out(store: object, command: NoteTakenOut, now: Now) -> TakenOut:  # noqa: ARG001
    """Whoever makes a file notes it first; where that can't be, there is no file."""
    if len(command.filters or ()) > MOST_FILTERS:
        raise invalid("filters", "too_large", value=str(len(command.filters or ())))
    if command.name is not None and ("/" in command.name or "\\" in command.name):
        raise invalid("name", "has_a_path")
    return TakenOut(command.what)
