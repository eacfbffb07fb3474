"""Policies in words: how an amount came about, what the terms are, and why somebody got nothing."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tui.language import N_, _, listed, say, say_count
from tui.widgets.money import bare

if TYPE_CHECKING:
    from core.ledger.policies import PolicyTold

OFTEN: dict[str, str] = {
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "year": N_("every year"),
    "once": N_("once"),
}

SKIPS: dict[str, str] = {
    "granted_before": N_("has got it before"),
    "not_hired_yet": N_("not hired yet in this period"),
    "nothing": N_("comes to nothing"),
}
"""Why a policy gives somebody nothing."""

HOW_FACTS = frozenset(
    {"policy", "period", "grade", "base", "tenure_years", "tenure", "performance", "percent", "months", "of"}
)
"""The facts that `how_told` and the name of the policy tell."""


def how_told(facts: Mapping[str, Any]) -> str:
    """How an amount of a policy came about, in one sentence: `grade 科长 500.00 + 7 years of service 100.00,
    performance 优 120%, 12/12 months`. `facts` are those of a run's grants and of an entry. What adds nothing
    is left out."""
    parts = []
    if facts.get("grade") is not None:
        parts.append(say("grade {grade} {amount}", grade=facts["grade"], amount=_bare(facts.get("base"))))
    elif _counts(facts.get("base")) or not _counts(facts.get("tenure")):
        parts.append(say("base {amount}", amount=_bare(facts.get("base"))))
    if _counts(facts.get("tenure")):
        parts.append(_tenure_told(facts.get("tenure_years"), _bare(facts["tenure"])))
    told = [" + ".join(parts)]
    if facts.get("performance") is not None:
        told.append(
            say(
                "performance {mark} {percent}%",
                mark=facts["performance"],
                percent=facts.get("percent", "?"),
            )
        )
    if facts.get("of") not in (None, 1):
        told.append(say("{months}/{of} months", months=facts.get("months", "?"), of=facts["of"]))
    return joined(*told)


def policy_fact_lines(facts: Mapping[str, Any]) -> Iterator[str]:
    """The same for the explanation of an entry: which policy and period, then how the amount came about."""
    yield say("policy {policy}, period {period}", policy=facts["policy"], period=_period(facts.get("period")))
    yield how_told(facts)


def joined(first: str, *others: str) -> str:
    """Parts of a sentence, as the language joins them."""
    for other in others:
        first = say("{before}, {after}", before=first, after=other)
    return first


def _tenure_told(years: Any, amount: str) -> str:
    if not isinstance(years, int):
        return say("service {amount}", amount=amount)
    return say_count(
        "{count} year of service {amount}", "{count} years of service {amount}", years, amount=amount
    )


def _bare(value: Any) -> str:
    """An amount as facts have it, without its unit; any other value as it stands."""
    from core.ledger.records import Amount
    from core.wire import Misfit

    try:
        amount = Amount.read_wire(value)
    except Misfit:
        return "?" if value is None else str(value)
    return bare(amount.unit, amount.number)


def _counts(value: Any) -> bool:
    return value not in (None, 0, "0.00")


def _period(period: Any) -> str:
    return period_told("?" if period is None else str(period))


def period_told(period: str) -> str:
    """A period as the desk reads it."""
    return _(OFTEN["once"]) if period == "once" else period


def often_told(every: str) -> str:
    """How often a policy gives."""
    return _(OFTEN.get(every, every))


def skip_told(why: str) -> str:
    """Why somebody got nothing."""
    return _(SKIPS.get(why, why))


def terms_told(policy: "PolicyTold") -> str:
    """What a policy gives, in short words: `300.00; 科长 500.00; service 1+ 20.00, 5+ 100.00; 优 120%`."""
    parts = []
    if policy.base is not None:
        parts.append(bare(*policy.base))
    if policy.by_grade:
        parts.append(listed(f"{grade} {bare(*amount)}" for grade, amount in policy.by_grade.items()))
    if policy.by_tenure:
        steps = sorted(policy.by_tenure)
        parts.append(
            listed(
                say("{years}+ years +{amount}", years=step.years, amount=bare(*step.amount)) for step in steps
            )
        )
    if policy.by_performance:
        parts.append(listed(f"{mark} {percent}%" for mark, percent in policy.by_performance.items()))
    return "; ".join(parts)
