"""Allowance over a period, by department and grade: what was given, used, returned and lost; and who used
nothing, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.command import Now, Question, question
from core.ledger.records import EntryKind
from core.members.records import Member
from core.reports.balances import BalanceStore, Books, Moved, books_of
from core.reports.unused import Why
from core.wire import Fen, Name

TAKEN: dict[str, EntryKind] = {
    "used": "spent",
    "expired": "expired",
    "recalled": "recalled",
    "cleared": "cleared",
    "reversed": "reversed",
}
"""Figures that are told as what went away."""

NOTHING = Fen(0)

GIVEN: dict[str, EntryKind] = {"granted": "granted", "returned": "restored"}
"""Figures of what came."""


class AllowanceStore(BalanceStore, Protocol):
    """What the figures need of the database."""

    def members(self) -> list[Member]:
        """All members, by staff number."""

    def cheapest_on_sale(self, day: date) -> int | None:
        """The lowest price, in fen, of what is on sale on a day."""

    def reasons_noted(self, first: date, last: date) -> Iterable[tuple[int, Why | None, str | None]]:
        """Member, reason and note of what was noted of some days, both included, oldest first."""

    def soonest_last_day(self, member: int, entry: int) -> date | None:
        """The first last valid day of a member's allowance that there was before an entry of some number."""


@dataclass(frozen=True, slots=True)
class AskAllowance(Question["Allowance"]):
    """About some days, `from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceFigures:
    """In yuan, unless it says members.

    members: who was one on any of the days (hired by the last, not gone by the first), and everybody else who
    had allowance or whose balance changed. Department and grade are those of now.
    holders: members who had something to use: opening + granted - reversed is more than nothing.
    opening: what could be used at 00:00 of the first day. granted: by policies, by hand and from files,
    opening balances of an older system among them. used: spent at the counter or by a script. returned: given
    back of what was spent, whenever that was. expired: what was left of lots whose last valid day was over;
    it lapses at 00:00 of the day after, and belongs to that day. recalled: taken back from who left. cleared:
    taken by a yearly clear. reversed: grants that were taken back by a contra-entry.
    closing: what could be used at 24:00 of the last day, or now: opening + granted - used + returned -
    expired - recalled - cleared - reversed.
    The use in per cent is (used - returned) / (opening + granted - reversed).
    unused: holders who spent nothing on these days, also if something was returned to them.
    """

    members: int = 0
    holders: int = 0
    opening: Fen = NOTHING
    granted: Fen = NOTHING
    used: Fen = NOTHING
    returned: Fen = NOTHING
    expired: Fen = NOTHING
    recalled: Fen = NOTHING
    cleared: Fen = NOTHING
    reversed: Fen = NOTHING
    closing: Fen = NOTHING
    unused: int = 0

    @property
    def net_used(self) -> int:
        return self.used - self.returned

    @property
    def available(self) -> int:
        """What there was to use."""
        return self.opening + self.granted - self.reversed


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFigures(AllowanceFigures):
    """Of a department; None of those without one."""

    department: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeFigures(DepartmentFigures):
    """Of a grade within a department."""

    grade: Name | None


class UnusedMember(NamedTuple):
    """A holder who spent nothing. `had` is opening + granted - reversed, `left` the closing, `last_day` the
    first on which some of it lapses; `why` the reason noted last in these days, else what can be told from
    the figures; `note` what was noted with it."""

    member: Name
    name: Name
    department: Name | None
    grade: Name | None
    had: Fen
    left: Fen
    last_day: date | None
    why: Why
    note: str | None


class UnusedReason(NamedTuple):
    """How many used nothing for a reason, and what they had."""

    why: Why
    members: int
    had: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance(AllowanceFigures):
    """The sums; the same by department, and by grade within it; who used nothing, by reason and one by one.
    `closing_by_draws` and `sum_of_postings` are the closing, and nought, counted another way; null where too
    many entries came after these days to do so."""

    from_: date
    to: date
    departments: tuple[DepartmentFigures, ...]
    grades: tuple[GradeFigures, ...]
    reasons: tuple[UnusedReason, ...]
    unused_members: tuple[UnusedMember, ...]
    closing_by_draws: Fen | None
    sum_of_postings: Fen


Group = tuple[str | None, str | None]


@question("allowance")
def ask_allowance(store: AllowanceStore, question: AskAllowance, now: Now) -> Allowance:
    """`invalid` where `to` is before `from`."""
    return allowance_of(store, question, books_of(store, question.from_, question.to, now), now)


def allowance_of(store: AllowanceStore, question: AskAllowance, books: Books, now: Now) -> Allowance:
    """The figures out of the books of these days."""
    moved = books.moved["allowance"]
    noted = {member: (why, note) for member, why, note in store.reasons_noted(question.from_, question.to)}
    cheapest = store.cheapest_on_sale(min(question.to, now.today))
    grades: defaultdict[Group, Counter[str]] = defaultdict(Counter)
    unused = []
    for member in store.members():
        of, group = moved.get(member.number), (member.department, member.grade)
        if of is None:
            if _was_here(member, question):
                grades[group]["members"] += 1
            continue
        figures = _figures(of)
        grades[group].update(figures)
        if figures["unused"]:
            last_day = store.soonest_last_day(member.number, books.span.before)
            why, note = _why(member, of, noted.get(member.number, (None, None)), cheapest, question)
            unused.append(_unused(member, figures, last_day, why, note))
    by_draws = books.closing_by_draws["allowance"]
    departments: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for (department, _grade), of_grade in grades.items():
        departments[department].update(of_grade)
    members = sum(of_grade["members"] for of_grade in grades.values())
    return Allowance(
        **_whole(moved, members),
        from_=question.from_,
        to=question.to,
        departments=tuple(
            DepartmentFigures(**dict[str, Any](departments[name]), department=_name(name))
            for name in sorted(departments, key=_named_first)
        ),
        grades=tuple(
            GradeFigures(**dict[str, Any](grades[group]), department=_name(group[0]), grade=_name(group[1]))
            for group in sorted(grades, key=lambda group: (_named_first(group[0]), _named_first(group[1])))
        ),
        reasons=_by_reason(unused),
        unused_members=tuple(unused),
        closing_by_draws=None if by_draws is None else Fen(by_draws),
        sum_of_postings=Fen(books.sum_of_postings.get("allowance", 0)),
    )


def _was_here(member: Member, asked: AskAllowance) -> bool:
    hired = member.hired_on is None or member.hired_on <= asked.to
    return hired and (member.left_on is None or member.left_on > asked.from_)


def _named_first(name: str | None) -> tuple[bool, str]:
    return name is None, name or ""


def _name(name: str | None) -> Name | None:
    return None if name is None else Name(name)


def _figures(of: Moved) -> dict[str, Any]:
    figures: dict[str, Any] = {"members": 1, "opening": of.opening, "closing": of.closing}
    figures |= {figure: of.changed(kind) for figure, kind in GIVEN.items()}
    figures |= {figure: -of.changed(kind) for figure, kind in TAKEN.items()}
    holds = of.opening + figures["granted"] - figures["reversed"] > 0
    return figures | {"holders": int(holds), "unused": int(holds and not of.counts["member", "spent"])}


def _whole(moved: Mapping[int, Moved], members: int) -> dict[str, Any]:
    """All together, counted apart from the groups."""
    each = [_figures(of) for of in moved.values()]
    names = each[0].keys() if each else ()
    return {name: sum(figures[name] for figures in each) for name in names} | {"members": members}


def _unused(
    member: Member, figures: Mapping[str, int], last_day: date | None, why: Why, note: str | None
) -> UnusedMember:
    return UnusedMember(
        Name(member.staff_no),
        Name(member.name),
        _name(member.department),
        _name(member.grade),
        Fen(figures["opening"] + figures["granted"] - figures["reversed"]),
        Fen(figures["closing"]),
        last_day,
        why,
        note,
    )


def _why(
    member: Member,
    of: Moved,
    noted: tuple[Why | None, str | None],
    cheapest: int | None,
    asked: AskAllowance,
) -> tuple[Why, str | None]:
    """Who was asked has said it. Else: the member left; all of it lapsed or was cleared; or it was less than
    the cheapest thing on sale, at the prices of now."""
    had = of.opening + of.changed("granted") + of.changed("reversed")
    if noted[0] is not None:
        return noted[0], noted[1]
    if member.left_on is not None and member.left_on <= asked.to:
        return "left", None
    if not of.closing and of.changed("expired") + of.changed("cleared"):
        return "lapsed", None
    if cheapest is not None and had < cheapest:
        return "too_little", None
    return "not_asked", None


def _by_reason(unused: Iterable[UnusedMember]) -> tuple[UnusedReason, ...]:
    """The most frequent first."""
    members: Counter[Why] = Counter()
    had: Counter[Why] = Counter()
    for one in unused:
        members[one.why] += 1
        had[one.why] += one.had
    ordered = sorted(members, key=lambda why: (-members[why], why))
    return tuple(UnusedReason(why, members[why], Fen(had[why])) for why in ordered)
