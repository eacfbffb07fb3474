"""Reports: the checks and figures in words, and what is refused of them."""

from collections.abc import Mapping
from typing import Any

from tui.language import N_, _

REPORT_SENTENCES: dict[str, str] = {
    "not_a_table_file": N_(
        "{path}: the name must end in .xlsx, .csv, .json or .pdf, or be that of a folder."
    ),
    "calendar_of_whom": N_("Say of whom: either --member or --facility."),
    "not_a_calendar": N_("{path}: the name must end in .ics, or be that of a folder."),
    "month_not_over": N_("{month} lasts until {last}: its figures are handed in when it is over."),
    "figures_changed": N_("The figures of {month} have changed since the file was written: write it again."),
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
    "sum_of_categories": N_("The categories sum to the whole"),
    "sum_of_items": N_("The items sum to the whole"),
    "tenders_are_sales": N_("What was taken is what was sold"),
    "refunds_told_again": N_("The returns of an order explain what went back of it"),
    "till": N_("The tills have what the orders were paid with"),
    "ledger_of_orders": N_("The ledger has what the orders were paid with"),
    "opening_to_closing": N_("Opening and changes come to the closing"),
    "closing_to_now": N_("Closing and what moved since come to what is there now"),
    "roll": N_("Who was there, joined and left come to the roll"),
    "members_orders": N_("The members' orders are what was sold"),
    "sum_of_levels": N_("The levels sum to the whole"),
    "sum_of_kinds": N_("The kinds sum to the whole"),
    "sum_of_outcomes": N_("What became of them sums to the whole"),
    "cancelled_ahead": N_("The trails tell of each cancelled booking"),
    "sum_of_departments": N_("The departments sum to the whole"),
    "sum_of_grades": N_("The grades within departments sum to the whole"),
    "by_draws": N_("The closing by entries is the closing by lots"),
    "sum_of_postings": N_("Both sides of all postings come to nothing"),
    "sum_of_rules": N_("The earning rules sum to the whole"),
    "unused_listed": N_("Who used nothing is listed by name"),
    "unused_reasons": N_("The reasons for using nothing sum to the whole"),
    "debit_is_credit": N_("Debits come to credits"),
    "details_paid": N_("The tenders in the rows sum to what was sold"),
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
    "allowance": N_("Allowance"),
    "allowance_members": N_("Allowance: members"),
    "allowance_holders": N_("Allowance: members who had some"),
    "allowance_opening": N_("Allowance: opening"),
    "allowance_granted": N_("Allowance: granted"),
    "allowance_used": N_("Allowance: used"),
    "allowance_returned": N_("Allowance: returned"),
    "allowance_expired": N_("Allowance: lapsed"),
    "allowance_recalled": N_("Allowance: recalled"),
    "allowance_cleared": N_("Allowance: cleared"),
    "allowance_reversed": N_("Allowance: reversed"),
    "allowance_closing": N_("Allowance: closing"),
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
    "sold_quantity": N_("Sold, pieces"),
    "sold_value": N_("Sold, yuan"),
    "sold_points": N_("Sold, points"),
    "cancelled_quantity": N_("Cancelled before hand-over, pieces"),
    "cancelled_value": N_("Cancelled before hand-over, yuan"),
    "cancelled_points": N_("Cancelled before hand-over, points"),
    "returned_quantity": N_("Returned, pieces"),
    "returned_value": N_("Returned, yuan"),
    "returned_points": N_("Returned, points"),
    "net_quantity": N_("Net sales, pieces"),
    "net_value": N_("Net sales, yuan"),
    "net_points": N_("Net sales, points"),
    "orders": N_("Orders placed"),
    "moved_received": N_("Received"),
    "moved_sold": N_("Went out for orders"),
    "moved_returned": N_("Back to the shelf"),
    "moved_written_off": N_("Written off"),
    "moved_counted": N_("Counting differences"),
    "moved_handed_out": N_("Handed out"),
    "buyers": N_("Members who bought"),
    "on_roll": N_("On the roll at the end"),
    "joined": N_("Joined in the month"),
    "left": N_("Left in the month"),
    "active": N_("Active members"),
    "first_time": N_("For the first time"),
    "never_came": N_("Booked and never came"),
    "bookings": N_("Number of bookings"),
    "written": N_("Notices written"),
    "sent": N_("Notices delivered"),
    "told": N_("Notices told by phone"),
    "missed": N_("Notices missed"),
    "failed": N_("Notices that failed"),
    "applications_approved": N_("Applications approved"),
    "applications_rejected": N_("Applications rejected"),
    "applications_expired": N_("Applications undecided at the start"),
    "applications_withdrawn": N_("Applications withdrawn"),
    "applications_displaced": N_("Applications that lost their place"),
    "applications_waiting": N_("Applications waiting now"),
    "all_items": N_("All items"),
    "refunds": N_("Given back"),
    "cash_sales": N_("Cash taken"),
    "cash_refunds": N_("Cash given back"),
    "wechat_sales": N_("WeChat taken"),
    "wechat_refunds": N_("WeChat given back"),
    "alipay_sales": N_("Alipay taken"),
    "alipay_refunds": N_("Alipay given back"),
    "card_sales": N_("Bank card taken"),
    "card_refunds": N_("Bank card given back"),
    "allowance_sales": N_("Allowance taken"),
    "allowance_refunds": N_("Allowance given back"),
    "points_sales": N_("Points taken"),
    "points_refunds": N_("Points given back"),
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
