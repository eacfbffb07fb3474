"""Allowance likely to lapse unused, and the notices that remind of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Command, NoInverse, Now, Question, command, question
from core.ledger.awarding import require_count
from core.ledger.lapsing import LapsingStore
from core.ledger.records import Lot, amount_told, in_drawing_order
from core.members.records import Member, MemberFinder, member_of
from core.notices.records import NewNotice, tier_of
from core.privacy.masks import phone_told
from core.records import LotId, NoticeId, lot_told
from core.wire import Fen, Name

DAYS = 60
DAYS_MOST = 365
LOOK_BACK = 90
"""So many days back is what a member uses looked at."""
LIMIT, LIMIT_MOST = 500, 10_000
QUIET = 7 * 86_400
"""So many seconds after a member was told that allowance runs out, nobody reminds them again."""


class RemindingStore(MemberFinder, LapsingStore, Protocol):
    """What reminding needs of the database."""

    def first_entry_at(self, instant: Instant) -> int:
        """The number of the first entry at an instant or after it; beyond the last, if there is none."""

    def used_since(self, entry: int) -> Iterable[tuple[int, int]]:
        """Members, and the allowance that they spent less what they were given back, by entries from a
        number on."""

    def told_of_running_out(self, member: int, after: Instant) -> bool:
        """Whether a notice that allowance runs out was written for a member after an instant."""


@dataclass(frozen=True, slots=True)
class AskLikelyToLapse(Question["LikelyToLapse"]):
    """Of allowance that lapses within so many days from today; so many lots at most are told."""

    days: int = DAYS
    limit: int = LIMIT


class LotLikelyToLapse(NamedTuple):
    """`used` is what the member spent in the last 90 days, less what was given back; `unused` what is likely
    to be left of the lot when it lapses."""

    lot: LotId
    member: Name
    name: Name
    department: Name | None
    phone: Name | None
    remaining: Fen
    expires_on: date
    used: Fen
    unused: Fen


@dataclass(frozen=True, slots=True)
class LikelyToLapse:
    """Lots of which something is likely to be left when they lapse, soonest first; `left_off` are those
    beyond the limit. Who has used nothing in the last 90 days is taken to use nothing; anybody else goes on
    using as much a day as they did on average over these days (a ninetieth, fractions of a fen dropped for
    the whole time until then), the soonest lot first. `ending` is all that lapses within the days, `unused`
    what of it is likely to be left, `members` how many it is left to."""

    days: int
    until: date
    ending: Fen
    unused: Fen
    members: int
    lots: tuple[LotLikelyToLapse, ...]
    left_off: int


class _Ending(NamedTuple):
    """A lot that lapses soon, what its member used, and what is likely to be left of it."""

    lot: Lot
    member: Member
    last_day: date
    used: int
    unused: int


@question("likely_to_lapse")
def ask_likely_to_lapse(store: RemindingStore, question: AskLikelyToLapse, now: Now) -> LikelyToLapse:
    """`invalid` for a number of days or a limit out of bounds."""
    require_count("days", question.days, DAYS_MOST, least=0)
    require_count("limit", question.limit, LIMIT_MOST)
    ending = _ending(store, question.days, now)
    likely = [one for one in ending if one.unused]
    return LikelyToLapse(
        question.days,
        now.today + timedelta(days=question.days),
        Fen(sum(one.lot.remaining for one in ending)),
        Fen(sum(one.unused for one in likely)),
        len({one.member.number for one in likely}),
        tuple(_told(one, now) for one in likely[: question.limit]),
        max(len(likely) - question.limit, 0),
    )


def _ending(store: RemindingStore, days: int, now: Now) -> list[_Ending]:
    """All allowance that lapses within some days, soonest first."""
    since = now.instant_at(now.today - timedelta(days=LOOK_BACK), 0)
    used = dict(store.used_since(store.first_entry_at(since)))
    of_members: defaultdict[int, list[Lot]] = defaultdict(list)
    members: dict[int, Member] = {}
    for lot, member in store.lots_ending(now.today, now.today + timedelta(days=days)):
        if lot.unit == "allowance":
            of_members[member.number].append(lot)
            members[member.number] = member
    found = [
        _Ending(lot, members[number], last_day, used.get(number, 0), unused)
        for number, lots in of_members.items()
        for lot, last_day, unused in _left_of(lots, max(used.get(number, 0), 0), now.today)
    ]
    return sorted(found, key=lambda one: (one.last_day, one.lot.number))


def _left_of(lots: Sequence[Lot], used: int, today: date) -> Iterable[tuple[Lot, date, int]]:
    """What is likely to be left of a member's lots when they lapse, drawn on in their order."""
    taken = 0
    for lot in in_drawing_order(lots):
        assert lot.expires_on is not None  # noqa: S101 - only such end
        days = (lot.expires_on - today).days + 1
        part = min(max(used * days // LOOK_BACK - taken, 0), lot.remaining)
        taken += part
        yield lot, lot.expires_on, lot.remaining - part


def _told(one: _Ending, now: Now) -> LotLikelyToLapse:
    lot, member = one.lot, one.member
    return LotLikelyToLapse(
        LotId(lot.number),
        Name(member.staff_no),
        Name(member.name),
        None if member.department is None else Name(member.department),
        phone_told(member, now),
        Fen(lot.remaining),
        one.last_day,
        Fen(one.used),
        Fen(one.unused),
    )


@dataclass(frozen=True, slots=True)
class RemindUnused(Command["Reminded"]):
    """Tells members that allowance of theirs runs out: some, or (null) all to whom something is likely to be
    left of what lapses within so many days."""

    members: tuple[Name, ...] | None = None
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class Reminded:
    """`passed` were told within the last seven days; to `without` nothing lapses within the days."""

    notices: tuple[NoticeId, ...]
    passed: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()


@command("remind_unused", inverse=NoInverse("notices_are_written"))
def remind_unused(store: RemindingStore, command: RemindUnused, now: Now) -> Reminded:
    """One notice a member, of what lapses first: all their lots of that day together. `unknown_member`."""
    require_count("days", command.days, DAYS_MOST, least=0)
    ending: defaultdict[str, list[_Ending]] = defaultdict(list)
    for one in _ending(store, command.days, now):
        if one.unused or command.members is not None:
            ending[one.member.staff_no].append(one)
    wanted = dict.fromkeys(ending if command.members is None else command.members)
    notices, passed, without = [], [], []
    for staff_no in wanted:
        member = member_of(store, staff_no)
        if not ending[staff_no]:
            without.append(Name(staff_no))
        elif store.told_of_running_out(member.number, Instant(now.instant - QUIET)):
            passed.append(Name(staff_no))
        else:
            notices.append(NoticeId(_remind(store, member, ending[staff_no], now)))
    return Reminded(tuple(notices), tuple(passed), tuple(without))


def _remind(store: RemindingStore, member: Member, ending: Sequence[_Ending], now: Now) -> int:
    """As a member is told by itself that a lot runs out."""
    last_day = ending[0].last_day
    first = [one.lot for one in ending if one.last_day == last_day]
    record = lot_told(min(lot.number for lot in first))
    store.outdate_notices(record, now.instant)
    facts = {
        "unit": "allowance",
        "amount": amount_told("allowance", sum(lot.remaining for lot in first)),
        "date": last_day.isoformat(),
    }
    until = now.instant_at(last_day + timedelta(days=1), 0)
    return store.add_notice(
        NewNotice("runs_out", tier_of("runs_out"), member.number, record, facts, now.instant, until)
    )
