"""Points over a period: what they were earned for, used, returned and lost; and those that can't be used
yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from core.command import Now, Question, question
from core.ledger.records import EntryKind
from core.reports.balances import BalanceStore, Books, Purse, books_of
from core.wire import Name


class EarnedByRule(NamedTuple):
    """The awards of a rule: its code and name, how many there were, and their points."""

    rule: Name
    name: Name
    times: int
    points: int


class PointStore(BalanceStore, Protocol):
    """What the figures need of the database."""

    def earned_by_rule(self, first: int, before: int) -> Iterable[EarnedByRule]:
        """The awards among entries from a number on, up to another, by code."""


@dataclass(frozen=True, slots=True)
class AskPoints(Question["Points"]):
    """About some days, `from` and `to` included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """In points; what is taken away is told as a number of its own, without a sign.

    opening, closing: what members could use at 00:00 of the first day and at 24:00 of the last, or now:
    closing = opening + awarded + granted + unlocked - used + returned - expired - recalled - cleared -
    reversed.
    awarded: by earning rules (`rules`), times as many `awards`. granted: by policies, by hand and from files,
    opening balances of an older system among them; `grants` are how many.
    unlocked: points for purchases that could be used from these days on, since the return window was over.
    used: spent at the counter or by a script. returned: given back of what was spent, whenever that was.
    expired, recalled, cleared, reversed: as with allowance.
    locked_opening, locked_closing: earned with purchases and not to be used yet, an account of its own:
    locked_closing = locked_opening + purchased - forfeited - unlocked.
    purchased: earned with so many `purchases`. forfeited: of these, cancelled by a return or by leaving.
    """

    from_: date
    to: date
    opening: int
    awarded: int
    awards: int
    granted: int
    grants: int
    unlocked: int
    used: int
    returned: int
    expired: int
    recalled: int
    cleared: int
    reversed: int
    closing: int
    locked_opening: int
    purchased: int
    purchases: int
    forfeited: int
    locked_closing: int
    rules: tuple[EarnedByRule, ...]
    closing_by_draws: int | None
    sum_of_postings: int


@question("points")
def ask_points(store: PointStore, question: AskPoints, now: Now) -> Points:
    """`invalid` where `to` is before `from`."""
    return points_of(store, question, books_of(store, question.from_, question.to, now))


def points_of(store: PointStore, question: AskPoints, books: Books) -> Points:
    """The figures out of the books of these days."""
    span, moved = books.span, books.moved["points"].values()
    sums: Counter[tuple[Purse, EntryKind]] = Counter()
    times: Counter[tuple[Purse, EntryKind]] = Counter()
    for of in moved:
        sums.update(of.sums)
        times.update(of.counts)
    return Points(
        from_=question.from_,
        to=question.to,
        opening=sum(of.opening for of in moved),
        awarded=sums["member", "awarded"],
        awards=times["member", "awarded"],
        granted=sums["member", "granted"],
        grants=times["member", "granted"],
        unlocked=sums["member", "unlocked"],
        used=-sums["member", "spent"],
        returned=sums["member", "restored"],
        expired=-sums["member", "expired"],
        recalled=-sums["member", "recalled"],
        cleared=-sums["member", "cleared"],
        reversed=-sums["member", "reversed"],
        closing=sum(of.closing for of in moved),
        locked_opening=store.locked_before(span.first),
        purchased=sums["locked", "awarded"],
        purchases=times["locked", "awarded"],
        forfeited=-sums["locked", "reversed"],
        locked_closing=store.locked_before(span.before),
        rules=tuple(store.earned_by_rule(*span)),
        closing_by_draws=books.closing_by_draws["points"],
        sum_of_postings=books.sum_of_postings.get("points", 0),
    )
