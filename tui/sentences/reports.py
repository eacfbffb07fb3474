"""Reports: the checks and figures in words, and what is refused of them."""

from collections.abc import Mapping
from typing import Any

from tui.language import N_, _

REPORT_SENTENCES: dict[str, str] = {
    "figures_do_not_tie": N_(
        "Nothing is written, since two ways of counting differ: {check} ({about}), {left} and {right}. Run "
        "`frontdesk check` and tell who looks after the program."
    ),
}

CHECKS: dict[str, str] = {
    "sum_of_facilities": N_("The facilities sum to the whole"),
    "sum_of_weekdays": N_("The heat map sums to the whole"),
    "sum_of_periods": N_("The times of the day sum to the whole"),
    "sum_of_days": N_("The days sum to the whole"),
    "cancelled_ahead": N_("The trails tell of each cancelled booking"),
    "sum_of_departments": N_("The departments sum to the whole"),
    "sum_of_grades": N_("The grades within departments sum to the whole"),
    "allowance_changes": N_("Opening and changes come to the closing (allowance, in fen)"),
    "points_changes": N_("Opening and changes come to the closing (points)"),
    "by_draws": N_("The closing by entries is the closing by lots"),
    "sum_of_postings": N_("Both sides of all postings come to nothing"),
    "sum_of_rules": N_("The earning rules sum to the whole"),
    "unused_listed": N_("Who used nothing is listed by name"),
    "unused_reasons": N_("The reasons for using nothing sum to the whole"),
    "debit_is_credit": N_("Debits come to credits"),
    "details": N_("The detailed rows sum to the figure"),
}
"""What each check proves."""

FIGURES: dict[str, str] = {
    "offered": N_("Offered"),
    "booked": N_("Booked"),
    "used": N_("Used"),
    "no_shows": N_("No-shows"),
    "cancelled": N_("Cancelled"),
    "rejected": N_("Rejected"),
    "expired": N_("Undecided at the start"),
    "released": N_("Released"),
    "displaced": N_("Displaced"),
    "turned_away": N_("Turned away"),
    "waitlisted": N_("Joined the waitlist"),
    "promoted": N_("Promoted from the waitlist"),
    "allowance": N_("Allowance (fen)"),
    "allowance_members": N_("Allowance: members"),
    "allowance_holders": N_("Allowance: members who had some"),
    "allowance_opening": N_("Allowance: opening (fen)"),
    "allowance_granted": N_("Allowance: granted (fen)"),
    "allowance_used": N_("Allowance: used (fen)"),
    "allowance_returned": N_("Allowance: returned (fen)"),
    "allowance_expired": N_("Allowance: lapsed (fen)"),
    "allowance_recalled": N_("Allowance: recalled (fen)"),
    "allowance_cleared": N_("Allowance: cleared (fen)"),
    "allowance_reversed": N_("Allowance: reversed (fen)"),
    "allowance_closing": N_("Allowance: closing (fen)"),
    "allowance_unused": N_("Allowance: members who used nothing"),
    "points": N_("Points in all"),
    "points_awarded": N_("Points awarded"),
    "points_awards": N_("Awards of points"),
    "points_granted": N_("Points granted"),
    "points_unlocked": N_("Points unlocked"),
    "points_used": N_("Points used"),
    "points_returned": N_("Points returned"),
    "points_expired": N_("Points lapsed"),
    "points_recalled": N_("Points recalled"),
    "points_cleared": N_("Points cleared"),
    "points_reversed": N_("Points reversed"),
    "points_closing": N_("Points: closing"),
    "points_locked": N_("Points: locked, closing"),
    "points_purchased": N_("Points earned with purchases"),
    "points_forfeited": N_("Points for purchases, forfeited"),
}
"""What a figure of the core is called; what is none of these (a code) stands for itself."""


def check_told(check: str) -> str:
    """What a check proves, in the language of the moment."""
    return _(CHECKS.get(check, check))


def figure_told(figure: str) -> str:
    """A figure's name in the language of the moment."""
    return _(FIGURES[figure]) if figure in FIGURES else figure


def tie_told(facts: Mapping[str, Any]) -> dict[str, str]:
    """The words in the facts of `figures_do_not_tie`."""
    return {"check": check_told(str(facts.get("check"))), "about": figure_told(str(facts.get("about")))}
