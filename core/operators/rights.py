"""What each role may do: the one table of rights, looked at by the door before anything else is.

A request stands under every right that suffices for it; one that stands nowhere is nobody's. Until the first
operator is made everybody at the machine is the owner.
"""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from core.errors import DeskError

Right = Literal["look", "serve", "approve_1", "approve_2", "manage", "report", "audit", "keep"]
"""`look` at the desk's day, `serve` at it; `approve_1` and `approve_2` decide on applications; `manage` the
rules, the week, the stock's losses and what is given; `report` figures and lists; `audit` who did what;
`keep` the operators, the backups and the personal data."""

Role = Literal["clerk", "approver_1", "approver_2", "manager", "auditor", "owner"]

ALL_RIGHTS: frozenset[Right] = frozenset(get_args(Right))

ROLES: dict[Role, frozenset[Right]] = {
    "clerk": frozenset({"look", "serve"}),
    "approver_1": frozenset({"look", "approve_1"}),
    "approver_2": frozenset({"look", "approve_2"}),
    "manager": frozenset({"look", "serve", "manage", "report", "audit"}),
    "auditor": frozenset({"look", "report", "audit"}),
    "owner": ALL_RIGHTS,
}

ANYBODYS = frozenset({"tick", "settings", "operators_there", "audit_head"})
"""What time does, what a console asks before somebody has signed in, and the head of the audit trail: a
number that tells of nobody."""

OWN_AFFAIRS = frozenset({"change_password"})
"""What everybody who has signed in does for themselves, also while their password has to be changed first."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


RIGHTS: dict[Right, frozenset[str]] = {
    "look": _names(
        """
        alternatives application applications attention balance booking closure_plan closures clearings
        department_balances displaced earning_rules entry facilities find_items find_members free grid
        group_message hand_outs item items lots member members notice_templates notices order orders outlook
        out_of_reach pass policies preview_clearing preview_policy preview_slots read_pass
        refused_awards restock running_out sale service_day set_aside shift since statement till
        waitlist why undo undoable check reveal privacy_notice note_taken_out note_backup
        """
    ),
    "serve": _names(
        """
        accept_offer add_member award book call_list cancel cancel_order cash_in cash_out catch_up
        change_member check_in close_shift confirm count_stock day_close decline_offer exchange
        give_more_time hand_out hand_over join_waitlist leave_waitlist mark_no_show move note_informed
        note_unused notices_failed notices_sent open_shift outbox rebook_displaced receive_stock redeem
        reset_attendance retry_award retry_notice return_lines schedule_service service_done ship spend
        take_back_hand_out take_notices tell_notice tell_notices untell_notices
        """
    ),
    "approve_1": frozenset({"approve", "reject"}),
    "approve_2": frozenset({"approve", "reject"}),
    "manage": _names(
        """
        add_clearing add_earning_rule add_facility add_item add_policy add_promotion approve award_batch
        change_facility change_item change_policy change_settings change_template close_facility
        close_hand_out contra grant grant_batch hand_in import_bookings member_leaves open_hand_out
        pardon_no_shows publish_slots reject remind_unused reopen_facility restore run_clearing run_policy
        set_privacy_notice set_service_places settle_award write_off
        """
    ),
    "report": _names(
        """
        allowance approvals booking_rows day_close figures_kept handed_in journal_rows ledger_rows
        likely_to_lapse month movement_rows notice_figures order_rows people points sales shelf takings
        utilisation what_will_be_needed
        """
    ),
    "audit": frozenset({"audit", "audit_proof", "audit_record", "operators"}),
    "keep": _names(
        """
        add_operator change_operator erase_member give_token note_encryption note_restore operators
        person_data purge reset_password take_token_back
        """
    ),
}
"""For each right the commands, questions and looks at rows that it suffices for."""

FIELDS: dict[str, Right] = {"override": "manage"}
"""Fields that need a right of their own wherever they are given (domain.md section 3: managers only)."""

_SUFFICING: dict[str, frozenset[Right]] = {
    name: frozenset(right for right, names in RIGHTS.items() if name in names)
    for name in frozenset().union(*RIGHTS.values())
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that some roles may do together."""
    return frozenset[Right]().union(*(ROLES[role] for role in roles))


def may(name: str, rights: frozenset[Right]) -> bool:
    """Whether some rights suffice for a request, whatever its fields."""
    return name in ANYBODYS | OWN_AFFAIRS or bool(rights & _SUFFICING.get(name, frozenset()))


def require(name: str, request: Any, rights: frozenset[Right]) -> None:
    """`forbidden` with the rights any of which would suffice, and the field that needs them where it is one
    field alone. A request that stands in no table is nobody's."""
    if name in ANYBODYS:
        return
    sufficing = _SUFFICING.get(name, frozenset())
    if not rights & sufficing:
        raise forbidden(name, *sufficing)
    for field, right in FIELDS.items():
        if right not in rights and getattr(request, field, None) is not None:
            raise forbidden(name, right, field=field)


def forbidden(name: str, *rights: Right, field: str | None = None) -> DeskError:
    """The refusal of what is somebody else's to do; `roles` have the right."""
    having = [role for role, held in ROLES.items() if held & set(rights)]
    return DeskError("forbidden", request=name, field=field, roles=having)
