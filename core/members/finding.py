"""Finding a member as the desk types, and looking at one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.booking.records import Booking, State
from core.booking.rules import suspended_until, suspending_since
from core.clock import Instant, Minute
from core.command import Now, Question, question
from core.errors import invalid
from core.ledger.looking import Sums, balances_of
from core.ledger.records import LedgerStore
from core.members.keeping import FIELDS, AddMember
from core.members.records import Member, MemberFinder, member_of
from core.operators.rights import forbidden
from core.privacy.masks import MASKS, told
from core.privacy.records import InformingStore
from core.records import BookingId
from core.text import folded
from core.wire import Name

MOST = 200
PAST_SHOWN = 50


class FindingStore(MemberFinder, LedgerStore, InformingStore, Protocol):
    """What finding needs of the database."""

    def members(self) -> list[Member]:
        """All members, by staff number."""

    def search_members(self, text: str, limit: int) -> list[Member]:
        """The members that a folded text finds, best first."""

    def no_shows_since(self, member: int, since: Instant) -> list[Instant]: ...

    def bookings_of(self, member: int, from_: date | None, before: date | None, limit: int) -> list[Booking]:
        """A member's bookings of some days: from a day on, soonest first, or before a day, latest first."""


@dataclass(frozen=True, slots=True)
class FindMembers(Question["Found"]):
    text: Name
    limit: int = 20


class MemberHit(NamedTuple):
    """A member found. `left` marks one who has left, `by_card` whose card's number was asked for."""

    member: Name
    staff_no: Name
    name: Name
    pinyin: str
    department: Name | None
    grade: Name | None
    phone: Name | None
    card_no: Name | None
    shared: bool
    left: bool
    left_on: date | None
    by_card: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    members: tuple[MemberHit, ...]


@question("find_members")
def find_members(store: FindingStore, question: FindMembers, now: Now) -> Found:
    """By name, pinyin, initials, staff number, card number, last digits of the phone; those who have left
    come last."""
    if not 1 <= question.limit <= MOST:
        raise invalid(
            "limit",
            "too_small" if question.limit < 1 else "too_large",
            least=1,
            most=MOST,
            value=str(question.limit),
        )
    text = "".join(folded(question.text).lower().split())
    hits = [_hit(member, text, now) for member in store.search_members(text, question.limit)]
    return Found(tuple(sorted(hits, key=lambda hit: hit.left)))


def _hit(member: Member, text: str, now: Now) -> MemberHit:
    return MemberHit(
        Name(member.staff_no),
        Name(member.staff_no),
        Name(member.name),
        member.pinyin,
        _name(member.department),
        _name(member.grade),
        told(member, "phone", now),
        told(member, "card_no", now),
        member.shared,
        member.left_by(now.today),
        member.left_on,
        "".join(folded(member.card_no or "").lower().split()) == text,
    )


def _name(text: str | None) -> Name | None:
    return None if text is None else Name(text)


@dataclass(frozen=True, slots=True)
class AskMembers(Question["Roll"]):
    """The whole roll. `whole`: with numbers and addresses unmasked, for comparing with a list from elsewhere;
    a manager's."""

    whole: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    members: tuple[AddMember, ...]


@question("members")
def ask_members(store: FindingStore, question: AskMembers, now: Now) -> Roll:
    """Every member as they would be added again, by staff number. `forbidden` for `whole` without the
    right."""
    if question.whole and "manage" not in now.rights:
        raise forbidden("members", "manage", field="whole")
    masked = () if question.whole else MASKS
    members = []
    for member in store.members():
        fields = {name: getattr(member, name) for name in FIELDS}
        members.append(AddMember(**fields | {name: told(member, name, now) for name in masked}))
    return Roll(tuple(members))


@dataclass(frozen=True, slots=True)
class AskMember(Question["MemberCard"]):
    member: Name


class BookingLine(NamedTuple):
    booking: BookingId
    facility: Name
    date: date
    start: Minute
    end: Minute
    party: int
    state: State


class InformedTold(NamedTuple):
    """Which text on what is kept of them they were shown, and when."""

    version: int
    day: date


@dataclass(frozen=True, slots=True)
class MemberCard:
    """The person, what is coming and what has been (the latest), balances, until when booking is suspended,
    and whether they were informed."""

    member: Name
    staff_no: Name
    name: Name
    pinyin: str
    department: Name | None
    grade: Name | None
    hired_on: date | None
    phone: Name | None
    email: Name | None
    card_no: Name | None
    performance: Name | None
    shared: bool
    left: bool
    left_on: date | None
    suspended_until: datetime | None
    balances: Sums
    coming: tuple[BookingLine, ...]
    past: tuple[BookingLine, ...]
    informed: InformedTold | None = None


@question("member")
def ask_member(store: FindingStore, question: AskMember, now: Now) -> MemberCard:
    """`unknown_member`."""
    member = member_of(store, question.member)
    coming = store.bookings_of(member.number, now.today, None, MOST)
    past = store.bookings_of(member.number, None, now.today, PAST_SHOWN)
    no_shows = store.no_shows_since(member.number, suspending_since(now))
    shown = store.informed(member.number)
    until = None if member.shared else suspended_until(no_shows, now)
    return MemberCard(
        member=Name(member.staff_no),
        staff_no=Name(member.staff_no),
        name=Name(member.name),
        pinyin=member.pinyin,
        department=_name(member.department),
        grade=_name(member.grade),
        hired_on=member.hired_on,
        phone=told(member, "phone", now),
        email=told(member, "email", now),
        card_no=told(member, "card_no", now),
        performance=_name(member.performance),
        shared=member.shared,
        left=member.left_by(now.today),
        left_on=member.left_on,
        suspended_until=None if until is None else now.local_of(until),
        balances=balances_of(store, member),
        coming=tuple(_line(booking) for booking in coming if booking.slot.ends_at > now.instant),
        past=tuple(
            _line(booking) for booking in [*reversed(coming), *past] if booking.slot.ends_at <= now.instant
        ),
        informed=None if shown is None else InformedTold(shown.version, shown.day),
    )


def _line(booking: Booking) -> BookingLine:
    slot = booking.slot
    return BookingLine(
        BookingId(booking.number),
        Name(booking.facility.code),
        slot.date,
        slot.start,
        slot.end,
        booking.places,
        booking.state,
    )
