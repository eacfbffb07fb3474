"""Refusals of the ledger, what the check finds in it, and the words for its entries."""

from collections.abc import Mapping
from typing import Any

from tui.language import N_, _, say

UNITS: dict[str, str] = {"allowance": N_("welfare allowance"), "points": N_("points")}

ENTRY_KINDS: dict[str, str] = {
    "granted": N_("granted"),
    "awarded": N_("awarded"),
    "spent": N_("spent"),
    "restored": N_("given back"),
    "expired": N_("lapsed"),
    "recalled": N_("recalled"),
    "cleared": N_("cleared"),
    "reversed": N_("taken back"),
    "unlocked": N_("unlocked"),
}

LEDGER_SENTENCES: dict[str, str] = {
    "already_lapsed": N_("The last valid day, {expires_on}, is past already: today is {today}."),
    "insufficient_allowance": N_("{person} has {available} yuan of allowance, not {needed}."),
    "insufficient_points": N_("{person} has {available} points, not {needed}."),
    "already_reversed": N_("{entry} was taken back before, by {contra}."),
    "already_spent": N_("{entry} can't be taken back: of {amount} only {left} is left."),
    "too_many": N_("Of {entry} only {left} is left to give back."),
    "unknown_policy": N_("There is no policy {policy}."),
    "unknown_clearing": N_("There is no yearly clear {clearing}."),
    "unknown_rule": N_("There is no earning rule {rule}."),
    "rule_ambiguous": N_("Several earning rules are called {rule}: write the code of one ({codes})."),
    # grants and awards from files
    "name_differs": N_("{member} is {person}, not {value}: correct the staff number or the name."),
    "row_twice": N_(
        "This says the same as {first_cell}: delete one, or write in the reason what sets them apart."
    ),
    "total_differs": N_("The rows come to {sum} ({unit}), but the control total is {total}."),
    "total_missing": N_("Opening balances need a control total of {unit}; the rows come to {sum}."),
    "batch_differs": N_(
        "The batch {batch} was granted with other rows at {at} by {by} ({rows} rows, {allowance} yuan, "
        "{points} points): give another batch key for what is new."
    ),
    "unknown_refused": N_("There is no refused award {refused}."),
    "already_settled": N_("{refused} was settled before, at {at} by {by}: {how}."),
}

WAYS_SETTLED: dict[str, str] = {
    "awarded": N_("awarded"),
    "repeated": N_("it had been awarded already"),
    "dismissed": N_("let be, with a reason"),
}

LEDGER_FINDINGS: dict[str, str] = {
    "posting_unbalanced": N_(
        "The posting of {entry} does not sum to zero: {allowance} yuan and {points} points are over. "
        "So many such: {count}."
    ),
    "lot_overdrawn": N_(
        "At {entry} the lot {lot} of {original} stands at {standing}. So many such entries: {count}."
    ),
    "lot_astray": N_(
        "{lot} says that {remaining} of {original} is left, but was given {given} and its draws, the last by "
        "{entry}, sum to {drawn}. So many such: {count}."
    ),
    "draws_astray": N_(
        "{entry} is over {amount}, but what it draws on lots sums to {drawn}. So many such: {count}."
    ),
    "draw_crossed": N_(
        "{entry} draws on {lot}, which is of another member or unit, or in the wrong direction. "
        "So many such: {count}."
    ),
    "origin_astray": N_(
        "{entry} gives back or takes back something else than {origin} was, or more. So many such: {count}."
    ),
    "posting_unrecorded": N_("{entry} names an audit record that is not there. So many such: {count}."),
    "balance_astray": N_(
        "The entries of {member} sum to {entered} ({unit}, from {entry} on), but the lots have {kept}."
    ),
    "spent_late": N_("{entry} spends from {lot} after its last day, {expires_on}."),
}


def entry_kind_told(kind: object) -> str:
    """The kind of an entry in words."""
    return _(ENTRY_KINDS.get(str(kind), str(kind)))


def way_told(how: object) -> str:
    """How a refused award was settled, in words."""
    return _(WAYS_SETTLED.get(str(how), str(how)))


def ledger_variant(code: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence of a code of the ledger that is said in several ways, by its facts."""
    if code == "row_twice" and "first_cell" not in facts:
        return N_("This says the same as rows[{first}]: leave one out, or give it a reason of its own.")
    return None


def wrong_entry(facts: Mapping[str, Any], told: dict[str, Any]) -> str:
    """The sentence of `wrong_state` for an entry of the ledger."""
    if "order" in facts:
        return say("{entry} paid for {order}: give it back with a return, or cancel the order.", **told)
    told["kind"] = entry_kind_told(facts.get("state"))
    return say("This can't be done with {entry}: it is an entry of the kind: {kind}.", **told)


WHYS: dict[str, str] = {
    "not_aware": N_("did not know of it"),
    "nothing_suitable": N_("nothing suitable"),
    "out_of_stock": N_("what was wanted was out of stock"),
    "too_little": N_("too little for anything"),
    "saving_up": N_("saving up"),
    "on_leave": N_("on long leave"),
    "other": N_("another reason"),
    "left": N_("has left the company"),
    "lapsed": N_("all of it lapsed or was cleared"),
    "not_asked": N_("not asked yet"),
}
"""Why a member used none of their allowance; the last three are told from the figures."""

ACCOUNTS: dict[str, str] = {
    "member": N_("Members' balances"),
    "locked": N_("Members' locked points"),
    "programme": N_("Welfare programme"),
    "opening": N_("Opening balances brought in"),
    "expired": N_("Lapsed balances"),
    "recalled": N_("Recalled on leaving"),
    "cleared": N_("Cleared at the year's end"),
    "sold": N_("Redeemed at the counter"),
}
"""The accounts of the ledger, as finance reads them."""
