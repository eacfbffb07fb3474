"""Delivering notices: what waits is taken by one deliverer at a time, sent, and ticked off.

A notice is delivered at least once. Who takes it has it for `LEASE` seconds, so that several deliverers at
work send it once. What was sent by a program that died before it could tick it off is taken again when the
lease is over, and so sent twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import invalid
from core.notices.records import Notice, NoticeKind, Tier, notice_of, require_kept
from core.notices.telling import TellingStore
from core.notices.wording import wording_of
from core.records import NoticeId
from core.wire import Name

LEASE = 5 * 60
"""For so many seconds whoever took a notice has it alone: longer than any channel may take to answer."""

PAUSES = tuple(minutes * 60 for minutes in (1, 2, 5, 15, 60))
"""Seconds until a delivery that failed is tried again, growing with each failure; the last one stays."""

MOST_TRIES = 10
"""After so many failures, some five and a half hours, it is left to the desk."""

_ERROR = re.compile(r"[a-z_]{1,40}( -?\d{1,9})?", re.ASCII)
"""What may be kept of an error: a code and a number. So nothing that a channel answers, nor its address with
the key in it, can get into the database."""

Reach = Literal["group", "email", "phone"]
"""What a channel needs: nothing of the member's own, an e-mail address, or a phone number."""


class SendingStore(TellingStore, Protocol):
    """What delivering needs of the database."""

    def outbox(
        self, at: Instant, tier: Tier, reach: Iterable[str], after: Notice | None, limit: int
    ) -> list[Notice]:
        """What is to be delivered at an instant and taken by nobody, to members who can be reached by one of
        these ways; the soonest useless first, and after a notice those that come after it."""

    def claim_notice(self, number: int, until: Instant) -> None: ...

    def keep_failure(self, number: int, tries: int, next_try_at: Instant, error: str) -> None:
        """Keeps that a delivery failed, and lets the notice go."""

    def give_up_notice(self, number: int, tries: int, at: Instant, error: str, channel: str) -> None:
        """Keeps that delivery failed for good."""


@dataclass(frozen=True, slots=True)
class AskOutbox(Question["Outbox"]):
    """What can be delivered now, of one tier, by channels that reach members so; after a notice the next."""

    tier: Tier
    reach: tuple[Reach, ...]
    after: NoticeId | None = None
    limit: int = 100


class Letter(NamedTuple):
    """A notice as channels send it: `text` for the member alone, `masked` for a group."""

    notice: NoticeId
    tier: Tier
    kind: NoticeKind
    subject: str
    text: str
    masked: str
    staff_no: Name
    email: Name | None
    phone: Name | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """`at` is the club's local time; `heading` stands above a message to a group."""

    letters: tuple[Letter, ...]
    at: datetime
    heading: str


@question("outbox")
def ask_outbox(store: SendingStore, question: AskOutbox, now: Now) -> Outbox:
    after = None if question.after is None else notice_of(store, question.after)
    if question.limit < 1:
        raise invalid("limit", "too_small", least=1)
    found = store.outbox(now.instant, question.tier, question.reach, after, question.limit)
    wording = wording_of(store, now)
    letters = tuple(
        Letter(
            NoticeId(notice.number),
            notice.tier,
            notice.kind,
            wording.subject(notice.kind),
            wording.says(notice),
            wording.masked(notice),
            Name(notice.member.staff_no),
            None if notice.member.email is None else Name(notice.member.email),
            None if notice.member.phone is None else Name(notice.member.phone),
        )
        for notice in found
    )
    return Outbox(letters, now.local, wording.heading)


@dataclass(frozen=True, slots=True)
class TakeNotices(Command["Taken"]):
    """Takes notices to deliver them, for so many minutes that no channel takes longer."""

    notices: tuple[NoticeId, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """`notices` are those that were to be had, ids only; `until` names this taking when it has failed."""

    notices: tuple[NoticeId, ...]
    until: datetime


@command("take_notices", inverse=NoInverse("lease_ends"))
def take_notices(store: SendingStore, command: TakeNotices, now: Now) -> Taken:
    """Passes over what somebody else has taken, what was told meanwhile, and what is not due or of use."""
    until = Instant(now.instant + LEASE)
    taken = []
    for number in dict.fromkeys(command.notices):
        notice = notice_of(store, number)
        if _to_be_had(notice, now):
            store.claim_notice(notice.number, until)
            taken.append(number)
    return Taken(tuple(taken), now.local_of(until))


def _to_be_had(notice: Notice, now: Now) -> bool:
    free = notice.claimed_until is None or notice.claimed_until <= now.instant
    return notice.state_at(now.instant) == "pending" and free and notice.next_try_at <= now.instant


@dataclass(frozen=True, slots=True)
class NoticesSent(Command["Sent"]):
    """A channel has accepted them."""

    notices: tuple[NoticeId, ...]
    channel: Name


@dataclass(frozen=True, slots=True)
class Sent:
    """`passed` were told or sent before."""

    sent: tuple[NoticeId, ...]
    passed: tuple[NoticeId, ...] = ()


@command("notices_sent", inverse=NoInverse("message_is_out"))
def notices_sent(store: SendingStore, command: NoticesSent, now: Now) -> Sent:
    wording = wording_of(store, now)
    sent, passed = [], []
    for number in dict.fromkeys(command.notices):
        notice = notice_of(store, number)
        if notice.kept in ("sent", "told"):
            passed.append(number)
            continue
        store.end_notice(number, "sent", now.instant, wording.says(notice), command.channel, now.operator)
        sent.append(number)
    return Sent(tuple(sent), tuple(passed))


@dataclass(frozen=True, slots=True)
class NoticesFailed(Command["DeliveryFailed"]):
    """Taken until `until`, they could not be delivered. `error` is a code, with a number where the channel
    gave one; `final`: another try is of no use."""

    notices: tuple[NoticeId, ...]
    until: datetime
    channel: Name
    error: Name
    final: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """`waiting` are tried again, `failed` are left to the desk; `passed` are in other hands by now."""

    waiting: tuple[NoticeId, ...] = ()
    failed: tuple[NoticeId, ...] = ()
    passed: tuple[NoticeId, ...] = ()


@command("notices_failed", inverse=NoInverse("message_is_out"))
def notices_failed(store: SendingStore, command: NoticesFailed, now: Now) -> DeliveryFailed:
    """The pause until the next try grows with each failure; after the last the desk has to call. `invalid`
    for an error that is more than a code and a number."""
    if not _ERROR.fullmatch(command.error):
        raise invalid("error", "not_a_code")
    waiting, failed, passed = [], [], []
    for number in dict.fromkeys(command.notices):
        notice = notice_of(store, number)
        taken = None if notice.claimed_until is None else now.local_of(notice.claimed_until)
        if notice.kept != "pending" or taken != command.until:
            passed.append(number)
            continue
        tries = notice.tries + 1
        if command.final or tries >= MOST_TRIES:
            store.give_up_notice(number, tries, now.instant, command.error, command.channel)
            failed.append(number)
        else:
            store.keep_failure(number, tries, Instant(now.instant + pause(tries)), command.error)
            waiting.append(number)
    return DeliveryFailed(tuple(waiting), tuple(failed), tuple(passed))


def pause(tries: int) -> int:
    """Seconds until the next try, after so many failures."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


@dataclass(frozen=True, slots=True)
class RetryNotice(Command["Retried"]):
    """Delivery, which was given up, begins anew."""

    notice: NoticeId


@dataclass(frozen=True, slots=True)
class Retried:
    notice: NoticeId


@command("retry_notice", inverse=NoInverse("delivery_goes_on"))
def retry_notice(store: SendingStore, command: RetryNotice, now: Now) -> Retried:
    """`wrong_state` for one that was not given up."""
    require_kept(notice_of(store, command.notice), now, "failed")
    store.open_again(command.notice, now.instant)
    return Retried(command.notice)
