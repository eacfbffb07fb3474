"""Adding a member and correcting one."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from core.booking.records import HOLDING
from core.booking.rules import busy
from core.command import Command, NoInverse, Now, command, given
from core.errors import DeskError, invalid
from core.members.records import Member, member_of
from core.privacy.informing import keep_informed
from core.privacy.masks import MASKS, is_masked
from core.privacy.records import InformingStore
from core.waitlist.hand_out import QueueStore, hand_out
from core.wire import UNSET, Name, Unset


class KeepingStore(QueueStore, InformingStore, Protocol):
    """What adding and correcting need of the database."""

    def member_with_card(self, card_no: str) -> Member | None: ...

    def add_member(self, member: Member) -> None: ...

    def change_member(self, member: Member) -> None: ...


@dataclass(frozen=True, slots=True)
class AddMember(Command["MemberKept"]):
    """`notice_version`: which text on what is kept of them they were shown, today."""

    staff_no: Name
    name: Name
    department: Name | None = None
    grade: Name | None = None
    hired_on: date | None = None
    phone: Name | None = None
    email: Name | None = None
    card_no: Name | None = None
    performance: Name | None = None
    shared: bool = False
    notice_version: int | None = None


FIELDS = tuple(name for name in AddMember.__dataclass_fields__ if name != "notice_version")
"""The fields of a member that are given."""


@dataclass(frozen=True, slots=True)
class ChangeMember(Command["MemberChanged"]):
    staff_no: Name
    name: Name | Unset = UNSET
    department: Name | Unset | None = UNSET
    grade: Name | Unset | None = UNSET
    hired_on: date | Unset | None = UNSET
    phone: Name | Unset | None = UNSET
    email: Name | Unset | None = UNSET
    card_no: Name | Unset | None = UNSET
    performance: Name | Unset | None = UNSET
    shared: bool | Unset = UNSET


@dataclass(frozen=True, slots=True)
class MemberKept:
    staff_no: Name


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """`was` holds what the changed fields were, as a change that brings them back."""

    staff_no: Name
    was: ChangeMember


_PHONE = re.compile(r"\+?[\d(][\d ()-]{1,28}\d")
_CODE = re.compile(r"\S+")


def _judge(store: KeepingStore, member: Member) -> None:
    """`invalid` for a number that is none; `exists` where the card is another member's."""
    for field in ("staff_no", "card_no"):
        value = getattr(member, field)
        if value is not None and not _CODE.fullmatch(value):
            raise invalid(field, "has_blanks")
    for field in MASKS:
        if is_masked(getattr(member, field) or ""):
            raise invalid(field, "masked")
    if member.phone is not None and not _PHONE.fullmatch(member.phone):
        raise invalid("phone", "not_a_phone", value=member.phone)
    if member.email is not None and not re.fullmatch(r"[^\s@]+@[^\s@]+", member.email):
        raise invalid("email", "not_an_email", value=member.email)
    if member.card_no is not None:
        holder = store.member_with_card(member.card_no)
        if holder is not None and holder.number != member.number:
            raise DeskError(
                "exists", field="card_no", value=member.card_no, member=holder.staff_no, name=holder.name
            )


def _judge_bookings(store: KeepingStore, member: Member) -> None:
    places = store.held_places(member.number, date.min, date.max)
    held = [place for place in places if place.state in HOLDING]
    for before, after in pairwise(held):
        if before.date == after.date and after.start < before.end:
            raise busy(member, after)


@command("add_member", inverse=NoInverse("member_stays"))
def add_member(store: KeepingStore, command: AddMember, now: Now) -> MemberKept:
    """`exists` for a staff number or card in use, `unknown_notice_version`."""
    known = store.member(command.staff_no)
    if known is not None:
        raise DeskError(
            "exists", field="staff_no", value=command.staff_no, member=known.staff_no, name=known.name
        )
    member = Member(0, **{name: getattr(command, name) for name in FIELDS})
    _judge(store, member)
    store.add_member(member)
    if command.notice_version is not None:
        added = member_of(store, command.staff_no)
        keep_informed(store, added.number, command.notice_version, now)
    return MemberKept(command.staff_no)


@command("change_member", inverse=lambda _, changed: (changed.was,))
def change_member(store: KeepingStore, command: ChangeMember, now: Now) -> MemberChanged:
    """Touches only what is given. `member_busy` where a shared account would become a person with two
    bookings that overlap."""
    member = member_of(store, command.staff_no)
    changes: dict[str, Any] = given(command, "staff_no")
    changed = replace(member, **changes)
    _judge(store, changed)
    if member.shared and not changed.shared:
        _judge_bookings(store, member)
    if changed != member:
        store.change_member(changed)
    if changed.shared and not member.shared:  # nothing stands in a shared account's way
        hand_out(store, now, "member_changed", members=[member.number])
    was = {name: getattr(member, name) for name in changes}
    return MemberChanged(command.staff_no, ChangeMember(command.staff_no, **was))
