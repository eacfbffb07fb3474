"""Looking at notices: all of them, those that are to be told by phone, and as one message to a group."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Now, Question, question
from core.errors import invalid
from core.members.records import MemberFinder, member_of
from core.notices.records import Kept, Notice, NoticeKind, NoticeState, Tier
from core.notices.wording import Wording, WordingStore, wording_of
from core.privacy.masks import phone_told
from core.records import NoticeId
from core.wire import Name

MOST = 10_000
StateAsked = Literal["all", "pending", "sent", "told", "failed", "missed"]


class LookingStore(MemberFinder, WordingStore, Protocol):
    """What looking at notices needs of the database. `member` None: of all."""

    def open_notices(
        self, at: Instant, tier: Tier, kept: Kept | None, member: int | None, limit: int
    ) -> list[Notice]:
        """What is still to be told at an instant (`kept` None: delivery failed or not): the soonest useless
        first."""

    def notices_of_record(self, record: str) -> list[Notice]:
        """Everything that was to be told of a booking or an entry, newest first."""

    def other_notices(
        self, at: Instant, state: NoticeState | None, tier: Tier | None, member: int | None, limit: int
    ) -> list[Notice]:
        """The others (in a state, None: in any), newest first."""


@dataclass(frozen=True, slots=True)
class AskNotices(Question["Notices"]):
    """`record`: of this booking or entry alone, newest first."""

    state: StateAsked | None = "all"
    tier: Tier | None = None
    member: Name | None = None
    record: Name | None = None
    limit: int = 1_000


class NoticeLine(NamedTuple):
    """A notice as a person reads it. `last_error` is a code, `channel` the way by which it was sent or told;
    `next_try_at` says when a delivery that failed is tried again."""

    notice: NoticeId
    tier: Tier
    kind: NoticeKind
    title: str
    member: Name
    name: Name
    phone: Name | None
    record: str
    due_at: datetime
    useful_until: datetime
    state: NoticeState
    text: str
    channel: Name | None
    tries: int
    next_try_at: datetime | None
    last_error: str | None
    done_at: datetime | None
    done_by: Name | None


@dataclass(frozen=True, slots=True)
class Notices:
    """`more` where there are more than were asked for."""

    notices: tuple[NoticeLine, ...]
    more: bool = False


TIERS: tuple[Tier, ...] = ("formal", "light")


@question("notices")
def ask_notices(store: LookingStore, question: AskNotices, now: Now) -> Notices:
    """First what is still to be told, in the order in which it bites: formal before light, and what is of no
    use soonest; then all that is done with, newest first."""
    _judge_limit(question.limit)
    member = None if question.member is None else member_of(store, question.member).number
    state = None if question.state == "all" else question.state
    if question.record is None:
        found = _found(store, question, state, member, now.instant)
    else:
        found = [
            notice
            for notice in store.notices_of_record(question.record)
            if state in (None, notice.state_at(now.instant))
            and question.tier in (None, notice.tier)
            and member in (None, notice.member.number)
        ]
    wording = wording_of(store, now)
    lines = tuple(_line(notice, wording, now) for notice in found[: question.limit])
    return Notices(lines, len(found) > question.limit)


def _found(
    store: LookingStore, question: AskNotices, state: NoticeState | None, member: int | None, at: Instant
) -> list[Notice]:
    """One more than asked for, where there are more."""
    tiers = TIERS if question.tier is None else (question.tier,)
    most = question.limit + 1
    found: list[Notice] = []
    if state is None or state in {"pending", "failed"}:
        for tier in tiers:
            found += store.open_notices(at, tier, state, member, most)
    if state != "pending" and len(found) < most:
        found += store.other_notices(at, state, question.tier, member, most - len(found))
    return found


def _judge_limit(limit: int) -> None:
    if limit < 1:
        raise invalid("limit", "too_small", least=1)
    if limit > MOST:
        raise invalid("limit", "too_large", value=str(limit))


def _line(notice: Notice, wording: Wording, now: Now) -> NoticeLine:
    person = notice.member
    waits = notice.kept == "pending" and notice.tries > 0
    return NoticeLine(
        NoticeId(notice.number),
        notice.tier,
        notice.kind,
        wording.title(notice.kind),
        Name(person.staff_no),
        Name(person.name),
        phone_told(person, now),
        notice.record,
        now.local_of(notice.due_at),
        now.local_of(notice.useful_until),
        notice.state_at(now.instant),
        wording.text(notice),
        None if notice.channel is None else Name(notice.channel),
        notice.tries,
        now.local_of(notice.next_try_at) if waits else None,
        notice.last_error,
        None if notice.done_at is None else now.local_of(notice.done_at),
        None if notice.done_by is None else Name(notice.done_by),
    )


@dataclass(frozen=True, slots=True)
class AskCallList(Question["CallList"]):
    """What is to be told by phone now: what waits, and what no channel could deliver. `light`: light ones
    too, after the formal ones."""

    light: bool = False
    limit: int = 1_000


@dataclass(frozen=True, slots=True)
class CallList:
    notices: tuple[NoticeLine, ...]
    more: bool = False


def _to_be_told(store: LookingStore, now: Now, *, light: bool, limit: int) -> list[Notice]:
    _judge_limit(limit)
    tiers = TIERS if light else TIERS[:1]
    found = [store.open_notices(now.instant, tier, None, None, limit + 1) for tier in tiers]
    return [notice for notices in found for notice in notices]


@question("call_list")
def ask_call_list(store: LookingStore, question: AskCallList, now: Now) -> CallList:
    """Whom to call, under which number, and what to say; in the order in which it bites."""
    found = _to_be_told(store, now, light=question.light, limit=question.limit)
    wording = wording_of(store, now)
    lines = tuple(_line(notice, wording, now) for notice in found[: question.limit])
    return CallList(lines, len(found) > question.limit)


@dataclass(frozen=True, slots=True)
class AskGroupMessage(Question["GroupMessage"]):
    """What is to be told now, as one message for a group chat."""

    light: bool = False
    limit: int = 100


@dataclass(frozen=True, slots=True)
class GroupMessage:
    """`text` names nobody in full, no phone and no balance; None where there is nothing to tell. It covers
    `notices`: `tell_notices` ticks them off."""

    text: str | None
    notices: tuple[NoticeId, ...]
    more: bool = False


@question("group_message")
def ask_group_message(store: LookingStore, question: AskGroupMessage, now: Now) -> GroupMessage:
    found = _to_be_told(store, now, light=question.light, limit=question.limit)
    told = found[: question.limit]
    text = wording_of(store, now).group_text(told)
    return GroupMessage(text, tuple(NoticeId(notice.number) for notice in told), len(found) > question.limit)
