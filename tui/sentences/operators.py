"""Operators, what is refused to them, and why something can't be taken back, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.language import N_, _, listed

if TYPE_CHECKING:
    from core.operators.keeping import OperatorTold

ROLES: dict[str, str] = {
    "clerk": N_("clerk"),
    "approver_1": N_("approver, level 1"),
    "approver_2": N_("approver, level 2"),
    "manager": N_("manager"),
    "auditor": N_("auditor"),
    "owner": N_("owner"),
}

OPERATOR_SENTENCES: dict[str, str] = {
    "forbidden": N_("That is not yours to do: it is for {roles}."),
    "not_signed_in": N_(
        "Nobody has signed in: give a token file with FRONTDESK_TOKEN_FILE, or sign in at a terminal."
    ),
    "signed_out": N_("{operator} is signed out: their access was ended or changed. Sign in again."),
    "password_must_change": N_("{operator} has a password for one sign-in only: set one of your own first."),
    "too_many_tries": N_("Too many failed sign-ins: try again in {seconds} seconds."),
    "not_let_in": N_("The name or the password is wrong, or {operator} has no access any more."),
    "unknown_operator": N_("There is no operator {operator}."),
    "first_is_owner": N_("The first operator must be an owner with a password: else nobody could go on."),
    "last_owner": N_("{operator} is the last owner who can sign in: make another one first."),
    "no_operators": N_("There are no operators yet: everyone at the machine is the owner."),
    "no_terminal": N_(
        "A password is asked for at a terminal only: with --password-stdin it is read from the input."
    ),
    "passwords_differ": N_("That was another one than before: nothing has changed."),
    "token_private": N_("The token {path} can be read by others: make it private (chmod 600) first."),
    "token_there": N_("{path} is there already: name another file."),
    "token_unreadable": N_("The token {path} can't be read or written: {reason}."),
    "token_wrong": N_("{path} is no token: `frontdesk operator token` makes one."),
    "same_person": N_("{booking}: both levels can't be given by {operator}. It wants another person."),
    "unknown_audit_record": N_("There is no audit record {number}."),
    "nothing_to_undo": N_("You did nothing in the last {minutes} minutes that could be taken back."),
    "cannot_undo": N_("That can't be taken back: {why}."),
}

WHY_NOT: dict[str, str] = {
    "backup_is_made": N_("the backup is made"),
    "bookings_are_displaced": N_("bookings have lost their places; end the closure instead"),
    "bookings_are_gone": N_("bookings were cancelled and balances recalled"),
    "cancel_the_booking": N_("cancel the booking instead"),
    "check_in_again": N_("check in again instead"),
    "clearing_stays": N_("a yearly clear stays"),
    "contra_stays": N_("a contra-entry stays: grant anew"),
    "data_are_gone": N_("the data are gone"),
    "decision_stands": N_("a decision stands, and the applicant was told"),
    "delivery_goes_on": N_("the delivery goes on"),
    "erased": N_("its data were erased"),
    "facility_stays": N_("a facility stays: change it instead"),
    "file_is_written": N_("the file is written: encrypt or decrypt it again"),
    "goods_are_handed_over": N_("goods are handed over: take them back with a return"),
    "grants_stay": N_("grants stay: reverse each with a contra-entry"),
    "hand_out_is_closed": N_("the hand-out is closed, and its list signed"),
    "handed_in_stands": N_("what was handed in stands: hand in anew"),
    "history_stays": N_("what was taken over stays"),
    "it_was_seen": N_("what was seen was seen: it stays on record"),
    "it_was_shown": N_("what was shown stays on record"),
    "item_stays": N_("an item stays: change it instead"),
    "lease_ends": N_("it ends by itself"),
    "member_stays": N_("a member stays: change the fields, or let the member leave"),
    "message_is_out": N_("the message is out"),
    "money_is_paid_back": N_("money was paid back: redeem anew"),
    "nothing_to_take_back": N_("it changed nothing that could be put back"),
    "notice_stays": N_("a text that was shown stays: set another one"),
    "notices_are_written": N_("the notices are written"),
    "old_places_are_closed": N_("the old places are closed"),
    "only_its_size_is_kept": N_("of a long list only its size and digest are kept"),
    "operator_stays": N_("an operator stays: end their access instead"),
    "order_is_cancelled": N_("the order is cancelled, and its money paid back: redeem anew"),
    "paper_stands": N_("what stands on the paper stands: correct each line"),
    "pardon_stands": N_("a pardon stands"),
    "password_is_gone": N_("the old one is not kept: set another"),
    "place_in_line_is_gone": N_("the place in line is gone: join the waitlist anew"),
    "places_are_handed_out": N_("the places were handed on"),
    "policy_stays": N_("a policy stays: change it instead"),
    "promise_stands": N_("what was promised stands"),
    "promotion_stays": N_("a promotion stays"),
    "publish_again": N_("publish the week as it was instead"),
    "restore_stays": N_("what was given back stays: spend it anew"),
    "restored_stays": N_("the club was brought back from a backup"),
    "rule_stays": N_("a rule stays"),
    "service_is_agreed": N_("the day is agreed: schedule it anew"),
    "service_is_done": N_("the service was given"),
    "settled_stays": N_("it is settled: award it by hand"),
    "shift_is_counted": N_("the till was counted and the shift closed: open another one"),
    "shift_is_open": N_("the shift is open: count the till and close it"),
    "stock_is_counted": N_("stock keeps its movements: count it, or receive and write off, with the reason"),
    "time_passes": N_("time passes"),
    "undo_stands": N_("what was taken back is not put back by a key"),
}
"""Why a command has no inverse, or this one can't be used, by its code."""


def roles_told(roles: object) -> str:
    """Roles in words."""
    named = roles if isinstance(roles, (list, tuple)) else ()
    return listed([_(ROLES.get(str(role), str(role))) for role in named])


def access_told(operator: "OperatorTold") -> list[str]:
    """How somebody comes in, in words."""
    if operator.disabled:
        return [_("no access")]
    told = []
    if operator.signs_in:
        told.append(_("password for one sign-in") if operator.must_change else _("password"))
    if operator.has_token:
        told.append(_("token"))
    return told or [_("can't sign in yet")]


def operator_variant(code: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence of a code of operators that is said in several ways, by its facts."""
    if code != "forbidden":
        return None
    if facts.get("field") == "by":
        return N_("You can act only for an operator whose rights are all your own; that is for {roles}.")
    if facts.get("field") == "override":
        return N_("To override a rule is for {roles}.")
    if facts.get("field") == "walk_in":
        return N_("To let somebody in without the approval is for {roles}.")
    if facts.get("request") == "cancel":
        return N_("It has begun: to cancel it now is for {roles}.")
    if not facts.get("roles"):
        return N_("That is nobody's to do.")
    return None
