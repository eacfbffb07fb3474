"""Policies: allowance or points for everybody by grade, tenure and performance, period by period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

from core.collecting import without_collecting
from core.command import Command, NoInverse, Now, Question, command, given, question
from core.due import Due, DueKind, when_due
from core.errors import DeskError, invalid
from core.ledger.awarding import MONTHS_MOST, require_count
from core.ledger.posting import Source, give
from core.ledger.records import Amount, LedgerStore, NewLot, Unit, number_in
from core.ledger.terms import (
    Every,
    How,
    Period,
    TenureStep,
    Terms,
    grant_day,
    how_for,
    last_valid_day,
    next_run,
    period_named,
)
from core.members.records import Member
from core.records import LotId
from core.wire import UNSET, Name, Unset

PERCENT_MOST = 1000
YEARS_MOST = 100


class Policy(NamedTuple):
    """A policy as it is kept."""

    number: int
    terms: Terms


class PolicyStore(LedgerStore, Protocol):
    """What policies need of the database."""

    def members(self) -> list[Member]:
        """All members, by staff number."""

    def policy(self, code: str) -> Policy | None: ...

    def policy_numbered(self, number: int) -> Policy: ...

    def policies(self) -> list[Policy]:
        """All policies, by code."""

    def save_policy(self, number: int | None, terms: Terms, due: Due | None) -> None:
        """Adds one (None), or changes it."""

    def members_granted(self, policy: int, period: str) -> set[int]:
        """To whom a policy has given in a period."""

    def keep_policy_grant(self, policy: int, period: str, member: int, entry: int) -> None: ...


@dataclass(frozen=True, slots=True)
class AddPolicy(Command["PolicyKept"]):
    """`by_performance` in per cent; `auto`: it runs by itself."""

    code: Name
    unit: Unit
    every: Every = "once"
    day: int | None = None
    base: Amount | None = None
    by_grade: dict[str, Amount] | None = None
    by_tenure: tuple[TenureStep, ...] | None = None
    by_performance: dict[str, int] | None = None
    valid_months: int | None = None
    valid_until: date | None = None
    prorate: bool = True
    auto: bool = False
    name: Name | None = None
    fund: Name | None = None
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class ChangePolicy(Command["PolicyChanged"]):
    """Touches what is given, for the runs to come."""

    code: Name
    day: int | Unset | None = UNSET
    base: Amount | Unset | None = UNSET
    by_grade: dict[str, Amount] | Unset | None = UNSET
    by_tenure: tuple[TenureStep, ...] | Unset | None = UNSET
    by_performance: dict[str, int] | Unset | None = UNSET
    valid_months: int | Unset | None = UNSET
    valid_until: date | Unset | None = UNSET
    prorate: bool | Unset = UNSET
    auto: bool | Unset = UNSET
    name: Name | Unset | None = UNSET
    fund: Name | Unset | None = UNSET
    exempt: bool | Unset = UNSET


@dataclass(frozen=True, slots=True)
class PolicyKept:
    code: Name


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """`was` holds what the changed fields were, as a change that brings them back."""

    code: Name
    was: ChangePolicy


@dataclass(frozen=True, slots=True)
class RunPolicy(Command["PolicyRun"]):
    """`period` as `2026-11`, `2026Q4` or `2026`; the present one where none is named."""

    policy: Name
    period: Name | None = None
    dry_run: bool = False


class PolicyGrant(NamedTuple):
    """`how` the amount came about: base (of the grade, or for all), tenure, per cent, months. `lot` is null
    in a dry run."""

    member: Name
    name: Name
    amount: Amount
    how: dict[str, Any]
    lot: LotId | None


class PolicySkip(NamedTuple):
    """Who got nothing, and why: `granted_before`, `not_hired_yet` or `nothing`."""

    member: Name
    name: Name
    why: str


@dataclass(frozen=True, slots=True)
class PolicyRun:
    """How many were given, and how many got nothing; the sum; each of them. Who has left and shared accounts
    are not looked at."""

    policy: Name
    period: str
    granted_on: date
    expires_on: date | None
    granted: int
    skipped: int
    total: Amount
    grants: tuple[PolicyGrant, ...]
    skips: tuple[PolicySkip, ...]


@command("add_policy", inverse=NoInverse("policy_stays"))
def add_policy(store: PolicyStore, command: AddPolicy, now: Now) -> PolicyKept:
    """`exists`; `invalid` for terms that cannot be."""
    values = {name: getattr(command, name) for name in AddPolicy.__dataclass_fields__}
    terms = Terms(**values | {"by_tenure": command.by_tenure or ()})
    _judge(terms)
    if store.policy(command.code) is not None:
        raise DeskError("exists", field="code", value=command.code)
    store.save_policy(None, terms, _due_of(terms, now))
    return PolicyKept(command.code)


def _give_back(_: ChangePolicy, changed: PolicyChanged) -> tuple[Command[Any], ...]:
    return (changed.was,)


@command("change_policy", inverse=_give_back)
def change_policy(store: PolicyStore, command: ChangePolicy, now: Now) -> PolicyChanged:
    """Lots that exist are not touched. `unknown_policy`."""
    policy = policy_of(store, command.code)
    changes = given(command, "code")
    if "by_tenure" in changes:
        changes["by_tenure"] = changes["by_tenure"] or ()
    terms = replace(policy.terms, **changes)
    _judge(terms)
    was = {name: getattr(policy.terms, name) for name in changes}
    store.save_policy(policy.number, terms, _due_of(terms, now))
    return PolicyChanged(command.code, ChangePolicy(command.code, **was))


def policy_of(store: PolicyStore, code: str) -> Policy:
    """The policy of a code. `unknown_policy`."""
    policy = store.policy(code)
    if policy is None:
        raise DeskError("unknown_policy", policy=code)
    return policy


def _judge(terms: Terms) -> None:
    amounts: list[tuple[str, Amount | None]] = [("base", terms.base)]
    amounts += [(f"by_grade.{grade}", amount) for grade, amount in (terms.by_grade or {}).items()]
    amounts += [(f"by_tenure[{index}]", step.amount) for index, step in enumerate(terms.by_tenure)]
    for field, amount in amounts:
        if amount is not None:
            number_in(terms.unit, amount, field, least=0)
    for index, step in enumerate(terms.by_tenure):
        require_count(f"by_tenure[{index}]", step.years, YEARS_MOST, least=0)
    years = [step.years for step in terms.by_tenure]
    if len(set(years)) < len(years):
        raise invalid("by_tenure", "twice", value=str(max(years, key=years.count)))
    for mark, percent in (terms.by_performance or {}).items():
        require_count(f"by_performance.{mark}", percent, PERCENT_MOST, least=0)
    require_count("day", terms.day, 31)
    require_count("valid_months", terms.valid_months, MONTHS_MOST)
    if terms.valid_months is not None and terms.valid_until is not None:
        raise invalid("valid_until", "one_of", choices=["valid_months", "valid_until"])
    if terms.auto and terms.every == "once":
        raise invalid("auto", "not_by_itself")


def _due_of(terms: Terms, now: Now) -> Due | None:
    return Due(now.instant_at(next_run(terms, now), 0), DueKind.RUN_POLICY) if terms.auto else None


@command("run_policy", inverse=NoInverse("grants_stay"))
@without_collecting()
def run_policy(store: PolicyStore, command: RunPolicy, now: Now) -> PolicyRun:
    """Gives every member what the policy says for a period, once a member. `unknown_policy`,
    `already_lapsed` where what is given would have lapsed."""
    policy = policy_of(store, command.policy)
    period = period_named(policy.terms.every, command.period, now.today)
    return _run(store, policy, period, now, dry=command.dry_run)


@when_due(DueKind.RUN_POLICY, "policy ")
def run_when_due(store: PolicyStore, number: int, now: Now) -> None:
    """Runs for the period that has come, and waits for the next."""
    policy = store.policy_numbered(number)
    store.save_policy(number, policy.terms, _due_of(policy.terms, now))
    _run(store, policy, period_named(policy.terms.every, None, now.today), now)


def _run(store: PolicyStore, policy: Policy, period: Period, now: Now, *, dry: bool = False) -> PolicyRun:
    terms = policy.terms
    granted_on = grant_day(terms, period, now.today)
    expires_on = last_valid_day(terms, granted_on)
    if expires_on is not None and expires_on < now.today:
        raise DeskError("already_lapsed", expires_on=expires_on.isoformat(), today=now.today.isoformat())
    model = NewLot(0, terms.unit, 0, granted_on, expires_on, terms.title, terms.fund, terms.exempt)
    before = store.members_granted(policy.number, period.told)
    grants, skips, total = [], [], 0
    for member in store.members():
        if member.shared or member.left_by(now.today):
            continue
        how = how_for(terms, member, period, granted_on)
        why = _skipped(member, how, before)
        who = Name(member.staff_no), Name(member.name)
        if why is not None:
            skips.append(PolicySkip(*who, why))
            continue
        facts = how.facts(terms, period)
        lot = None
        if not dry:
            made = model._replace(member=member.number, amount=how.amount)
            kept = give(store, made, "granted", now, Source(terms.code, terms.title, facts))
            store.keep_policy_grant(policy.number, period.told, member.number, kept.entry)
            lot = LotId(kept.lot)
        total += how.amount
        grants.append(PolicyGrant(*who, Amount(terms.unit, how.amount), facts, lot))
    return PolicyRun(
        Name(terms.code),
        period.told,
        granted_on,
        expires_on,
        len(grants),
        len(skips),
        Amount(terms.unit, total),
        tuple(grants),
        tuple(skips),
    )


def _skipped(member: Member, how: How, before: set[int]) -> str | None:
    if member.number in before:
        return "granted_before"
    if how.months == 0:
        return "not_hired_yet"
    return None if how.amount else "nothing"


@dataclass(frozen=True, slots=True)
class PreviewPolicy(Question["PolicyRun"]):
    """What a run would do, for a screen."""

    policy: Name
    period: Name | None = None


@question("preview_policy")
def preview_policy(store: PolicyStore, question: PreviewPolicy, now: Now) -> PolicyRun:
    """As `run_policy` with `dry_run`."""
    return run_policy(store, RunPolicy(question.policy, question.period, dry_run=True), now)


@dataclass(frozen=True, slots=True)
class AskPolicies(Question["Policies"]):
    """All policies that give."""


class PolicyTold(NamedTuple):
    """`next_run` where it runs by itself."""

    code: Name
    name: Name | None
    unit: Unit
    every: Every
    day: int | None
    base: Amount | None
    by_grade: dict[str, Amount]
    by_tenure: tuple[TenureStep, ...]
    by_performance: dict[str, int]
    valid_months: int | None
    valid_until: date | None
    prorate: bool
    auto: bool
    fund: Name | None
    exempt: bool
    next_run: date | None


@dataclass(frozen=True, slots=True)
class Policies:
    policies: tuple[PolicyTold, ...]


@question("policies")
def ask_policies(store: PolicyStore, question: AskPolicies, now: Now) -> Policies:  # noqa: ARG001
    """By code."""
    return Policies(tuple(_told(policy.terms, now) for policy in store.policies()))


def _told(terms: Terms, now: Now) -> PolicyTold:
    fields: Mapping[str, Any] = {
        name: getattr(terms, name) for name in PolicyTold._fields if name != "next_run"
    }
    more: dict[str, Any] = {name: fields[name] or {} for name in ("by_grade", "by_performance")}
    return PolicyTold(**{**fields, **more}, next_run=next_run(terms, now) if terms.auto else None)
