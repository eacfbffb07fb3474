"""Points for what people do: earning rules, promotions, and awards (domain.md section 7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.command import Command, NoInverse, Now, Question, command, question
from core.errors import DeskError, invalid
from core.ledger.granting import Contra, require_here
from core.ledger.posting import Source, give
from core.ledger.records import LedgerStore, NewLot, months_after
from core.members.records import Member, MemberFinder, member_of
from core.records import LedgerEntryId, LotId
from core.wire import LARGEST, Name

MONTHS_MOST = 1200
"""A lot is good for a hundred years at most, unless it is for ever."""

ONE = 1000
"""Multipliers are kept in thousandths."""

_MULTIPLIER = re.compile(r"(\d{1,4})(?:\.(\d{1,3}))?", re.ASCII)


class EarningRule(NamedTuple):
    """What a thing that happens earns; `expires_months` None for ever."""

    number: int
    code: str
    name: str
    points: int
    expires_months: int | None


class Promotion(NamedTuple):
    """From a day to a day, both included, what happens earns `multiplier` thousandths as much."""

    code: str
    from_day: date
    to_day: date
    multiplier: int


class AwardStore(MemberFinder, LedgerStore, Protocol):
    """What awarding needs of the database."""

    def earning_rule(self, code: str) -> EarningRule | None: ...

    def earning_rules(self) -> list[EarningRule]:
        """All rules, by code."""

    def add_earning_rule(self, rule: EarningRule) -> None: ...

    def promotions(self) -> list[Promotion]:
        """All promotions, by first day."""

    def add_promotion(self, promotion: Promotion) -> None: ...

    def awarded(self, rule: int, member: int, event: str) -> int | None:
        """The lot that a member was awarded for an event."""

    def keep_award(self, rule: int, member: int, event: str, lot: int) -> None: ...


@dataclass(frozen=True, slots=True)
class AddEarningRule(Command["RuleKept"]):
    code: Name
    name: Name
    points: int
    expires_months: int | None = 12


@dataclass(frozen=True, slots=True)
class RuleKept:
    code: Name


@dataclass(frozen=True, slots=True)
class AddPromotion(Command["PromotionKept"]):
    """`multiplier` as text, `"2"` or `"1.5"`."""

    code: Name
    from_: date
    to: date
    multiplier: Name


@dataclass(frozen=True, slots=True)
class PromotionKept:
    code: Name


@dataclass(frozen=True, slots=True)
class Award(Command["Awarded"]):
    """`on` is the day on which the thing happened, `event` names it."""

    member: Name
    rule: Name
    on: date | None = None
    event: Name | None = None


@dataclass(frozen=True, slots=True)
class Awarded:
    """`repeated` where the same had been awarded before: the lot of then, and nothing changed; `entry` is
    null."""

    points: int
    lot: LotId
    balance: int
    repeated: bool = False
    entry: LedgerEntryId | None = None


@command("add_earning_rule", inverse=NoInverse("rule_stays"))
def add_earning_rule(store: AwardStore, command: AddEarningRule, now: Now) -> RuleKept:  # noqa: ARG001
    """`exists`."""
    for field, value, most in (
        ("points", command.points, LARGEST),
        ("expires_months", command.expires_months, MONTHS_MOST),
    ):
        require_count(field, value, most)
    if store.earning_rule(command.code) is not None:
        raise DeskError("exists", field="code", value=command.code)
    store.add_earning_rule(EarningRule(0, command.code, command.name, command.points, command.expires_months))
    return RuleKept(command.code)


def require_count(field: str, value: int | None, most: int, *, least: int = 1) -> None:
    """`invalid` for a number that is too small or too large."""
    if value is not None and value < least:
        raise invalid(field, "too_small", value=str(value), least=least)
    if value is not None and value > most:
        raise invalid(field, "too_large", value=str(value), most=most)


@command("add_promotion", inverse=NoInverse("promotion_stays"))
def add_promotion(store: AwardStore, command: AddPromotion, now: Now) -> PromotionKept:  # noqa: ARG001
    """`exists`; `invalid` for an end before the beginning, or a multiplier that is none."""
    multiplier = read_multiplier(command.multiplier)
    if command.to < command.from_:
        raise invalid("to", "end_not_after_start", value=command.to.isoformat())
    if any(known.code == command.code for known in store.promotions()):
        raise DeskError("exists", field="code", value=command.code)
    store.add_promotion(Promotion(command.code, command.from_, command.to, multiplier))
    return PromotionKept(command.code)


def read_multiplier(text: str) -> int:
    """Thousandths, of `"2"` or `"1.5"`."""
    match = _MULTIPLIER.fullmatch(text)
    multiplier = int(match[1]) * ONE + int((match[2] or "").ljust(3, "0")) if match else 0
    if not multiplier:
        raise invalid("multiplier", "not_a_multiplier", value=text)
    return multiplier


def multiplied(points: int, day: date, promotions: Sequence[Promotion]) -> tuple[int, Promotion | None]:
    """The points of a thing that happened on a day: by the largest promotion over it, fractions dropped."""
    over = [known for known in promotions if known.from_day <= day <= known.to_day]
    best = max(over, key=lambda known: known.multiplier, default=None)
    return (points, None) if best is None else (points * best.multiplier // ONE, best)


def _contra_of(_: Award, awarded: Awarded) -> tuple[Command[Any], ...]:
    return () if awarded.entry is None else (Contra(awarded.entry, "undone"),)


@command("award", inverse=_contra_of)
def award(store: AwardStore, command: Award, now: Now) -> Awarded:
    """The points of a rule, for an event once. They count from today: the lot's months begin when it is
    credited, while a promotion is judged by the day of the event."""
    rule = rule_of(store, command.rule)
    member = member_of(store, command.member)
    known = None if command.event is None else store.awarded(rule.number, member.number, command.event)
    if known is not None:
        (lot,) = store.lots_numbered([known])
        return Awarded(lot.original, LotId(known), store.balance(member.number, "points"), repeated=True)
    day = command.on or now.today
    if day > now.today:
        raise invalid("on", "future", value=day.isoformat())
    require_here(member, now)
    return _credit(store, rule, member, day, command.event, now)


def rule_of(store: AwardStore, code: str) -> EarningRule:
    """The earning rule of a code. `unknown_rule`."""
    rule = store.earning_rule(code)
    if rule is None:
        raise DeskError("unknown_rule", rule=code)
    return rule


def _credit(
    store: AwardStore, rule: EarningRule, member: Member, day: date, event: str | None, now: Now
) -> Awarded:
    points, promotion = multiplied(rule.points, day, store.promotions())
    if not points:
        raise invalid("rule", "no_points", value=rule.code)
    expires_on = None if rule.expires_months is None else months_after(now.today, rule.expires_months)
    facts = {
        "rule": rule.code,
        "points": rule.points,
        "on": day.isoformat(),
        "event": event,
        "promotion": None if promotion is None else promotion.code,
        "multiplier": None if promotion is None else multiplier_told(promotion.multiplier),
    }
    lot = NewLot(member.number, "points", points, now.today, expires_on, rule.name)
    given = give(store, lot, "awarded", now, Source(document=event, reason=rule.name, facts=facts))
    if event is not None:
        store.keep_award(rule.number, member.number, event, given.lot)
    balance = store.balance(member.number, "points")
    return Awarded(points, LotId(given.lot), balance, entry=LedgerEntryId(given.entry))


def multiplier_told(thousandths: int) -> str:
    """`1.5` for 1500."""
    return f"{thousandths // ONE}.{thousandths % ONE:03d}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class AskEarningRules(Question["EarningRules"]):
    """The rules by which points are earned, and the promotions."""


class RuleTold(NamedTuple):
    code: Name
    name: Name
    points: int
    expires_months: int | None


class PromotionTold(NamedTuple):
    code: Name
    from_: date
    to: date
    multiplier: str


@dataclass(frozen=True, slots=True)
class EarningRules:
    rules: tuple[RuleTold, ...]
    promotions: tuple[PromotionTold, ...]


@question("earning_rules")
def ask_earning_rules(store: AwardStore, question: AskEarningRules, now: Now) -> EarningRules:  # noqa: ARG001
    """By code, and by first day."""
    return EarningRules(
        tuple(
            RuleTold(Name(rule.code), Name(rule.name), rule.points, rule.expires_months)
            for rule in store.earning_rules()
        ),
        tuple(
            PromotionTold(Name(known.code), known.from_day, known.to_day, multiplier_told(known.multiplier))
            for known in store.promotions()
        ),
    )
