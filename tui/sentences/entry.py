"""An entry of the ledger explains itself: its sides, its lots, and how the amount came about."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.records import ledger_entry_told, lot_told
from tui.language import N_, _, say
from tui.sentences.fields import by_told
from tui.sentences.ledger import entry_kind_told
from tui.sentences.policies import HOW_FACTS, policy_fact_lines
from tui.widgets.money import amount_told, signed_told, unit_told

if TYPE_CHECKING:
    from core.ledger.looking import EntryExplained
    from core.ledger.records import Unit

ACCOUNTS: dict[str, str] = {
    "member": N_("the member's balance"),
    "locked": N_("locked, not to be used yet"),
    "programme": N_("the programme that gives"),
    "opening": N_("balances of an old system"),
    "expired": N_("lapsed"),
    "recalled": N_("recalled"),
    "cleared": N_("cleared"),
    "sold": N_("redeemed"),
}
"""Where an amount comes from or goes to."""

FACTS: dict[str, str] = {
    "rule": N_("earning rule {value}"),
    "points": N_("it gives {value}"),
    "event": N_("event {value}"),
    "on": N_("happened on {value}"),
    "promotion": N_("promotion {value}"),
    "multiplier": N_("times {value}"),
    "clearing": N_("yearly clear {value}"),
    "period": N_("period {value}"),
    "amount": N_("comes to {value}"),
    "document": N_("document {value}"),
}
"""What a fact of a posting is called, in the order in which an amount comes about."""

AMOUNTS = frozenset({"points", "amount"})
"""Facts that are amounts of the entry's unit, where they are numbers or yuan."""


def entry_lines(told: "EntryExplained") -> Iterator[str]:
    """An entry in lines: what it is, how the amount came about, its lots, its sides, and what it is bound
    to."""
    unit = told.amount.unit
    yield f"{ledger_entry_told(told.entry)}  {entry_kind_told(told.kind)}  {_signed(told.amount)}"
    yield f"{told.at:%Y-%m-%d %H:%M}  {told.name} {told.member}  {unit_told(unit)}"
    for label, value in ((N_("reason: {value}"), told.reason), (N_("document: {value}"), told.document)):
        if value:
            yield say(label, value=value)
    yield say("entered by: {value}", value=by_told(told.by))
    facts = list(fact_lines(told.facts or {}, unit))
    if facts:
        yield ""
        yield _("How the amount came about")
        yield from (f"  {fact}" for fact in facts)
    yield ""
    yield _("Lots, in the order in which they are drawn on") if told.draws else _("It draws on no lot.")
    width = max((len(lot_told(draw.lot)) for draw in told.draws), default=0)
    for draw in told.draws:
        last = str(draw.expires_on) if draw.expires_on else _("for ever")
        parts = (
            lot_told(draw.lot).ljust(width),
            _signed(draw.amount),
            say("granted on {day}", day=draw.granted_on),
            say("good through {day}", day=last),
            draw.reason or "",
        )
        yield "  " + "  ".join(filter(None, parts))
    yield ""
    yield _("All sides of it, which sum to zero")
    for side in told.sides:
        account = _(ACCOUNTS.get(side.account, side.account))
        yield f"  {ledger_entry_told(side.entry)}  {_signed(side.amount)}  {account}"
    yield from _bound(told)


def _bound(told: "EntryExplained") -> Iterator[str]:
    if told.origin is not None or told.contra is not None:
        yield ""
    if told.origin is not None:
        origin = ledger_entry_told(told.origin)
        if told.kind == "reversed":
            yield say("It takes {entry} back.", entry=origin)
        else:
            yield say("It gives back a part of {entry}.", entry=origin)
    if told.contra is not None:
        yield say("It was taken back by {entry}.", entry=ledger_entry_told(told.contra))


def fact_lines(facts: Mapping[str, Any], unit: "Unit") -> Iterator[str]:
    """How an amount came about, a fact a line: those that have words in their order, then any other by its
    name. Those of a policy are one sentence."""
    if "policy" in facts:
        yield from policy_fact_lines(facts)
        facts = {name: value for name, value in facts.items() if name not in HOW_FACTS}
    known = [name for name in FACTS if name in facts]
    for name in (*known, *(name for name in facts if name not in FACTS)):
        value = facts[name]
        if value is None:
            continue
        if name in FACTS:
            yield say(FACTS[name], value=_amount(value, unit) if name in AMOUNTS else _plain(value))
        else:
            yield f"{name}: {_plain(value)}"


def _amount(value: Any, unit: "Unit") -> str:
    """A fact that is an amount, with its unit; any other as it stands."""
    from core.ledger.records import Amount
    from core.wire import Misfit

    try:
        amount = Amount.read_wire(value)
    except Misfit:
        return _plain(value)
    return amount_told(amount) if amount.unit == unit else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _signed(amount: Any) -> str:
    return signed_told(amount.unit, amount.number)
