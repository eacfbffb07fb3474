"""What the tables and columns of a person's data are called."""

from tui.language import N_, _

TABLES: dict[str, str] = {
    "member": N_("Who it is"),
    "member_key": N_("What they are found by"),
    "privacy_notice_shown": N_("Privacy notices shown"),
    "erasure": N_("Erased"),
    "booking": N_("Bookings"),
    "booking_step": N_("Steps of bookings"),
    "displacement": N_("Places lost by closures"),
    "waitlist": N_("Waitlists"),
    "decision": N_("Decisions on places"),
    "notice": N_("Notices"),
    "lot": N_("Lots"),
    "entry": N_("Ledger entries"),
    "draw": N_("Drawn from lots"),
    "posting": N_("Postings"),
    "award": N_("Awards"),
    "policy_entry": N_("Grants by policies"),
    "refused_award": N_("Refused awards"),
    "unused_reason": N_("Why allowance is unused"),
    "orders": N_("Orders"),
    "order_line": N_("Lines of orders"),
    "tender_part": N_("Payments"),
    "order_step": N_("Steps of orders"),
    "goods_return": N_("Returns"),
    "return_line": N_("Lines of returns"),
    "till": N_("Till"),
    "stock_movement": N_("Stock movements"),
    "hand_out": N_("Hand-outs"),
    "orders_for_others": N_("Collected for others"),
    "order_step_for_others": N_("Steps of others' orders"),
    "hand_out_for_others": N_("Hand-outs for others"),
    "audit": N_("Audit records"),
    "operation": N_("Operation keys"),
    "report_kept": N_("Figures handed in"),
    "set_aside": N_("Set aside"),
}

COLUMNS: dict[str, str] = {
    "account": N_("Account"), "action": N_("Action"), "amount": N_("Amount"), "at": N_("When"),
    "attendance": N_("Attendance"), "body": N_("What was recorded"), "booked_at": N_("Booked at"),
    "booking_id": N_("Booking"), "candidates": N_("Who was looked at"), "card_no": N_("Card"),
    "carrier": N_("Carrier"), "cause": N_("Cause"), "channel": N_("Channel"), "closure_id": N_("Closure"),
    "code": N_("Code"), "condition": N_("Condition"), "day": N_("Day"), "department": N_("Department"),
    "document": N_("Document"), "done_at": N_("Done at"), "done_by": N_("Done by"), "due_at": N_("Due at"),
    "email": N_("E-mail"), "entry_id": N_("Ledger entry"), "event": N_("Event"),
    "expires_on": N_("Last valid day"), "facts": N_("Facts"), "figure": N_("Figure"), "file": N_("File"),
    "fund": N_("Fund"), "grade": N_("Grade"), "granted_on": N_("Granted on"), "hired_on": N_("Hired"),
    "how": N_("How"), "id": N_("Number"), "item_id": N_("Item"), "joined_at": N_("Joined at"),
    "key": N_("Key"), "kind": N_("Kind"), "left_on": N_("Left on"), "level": N_("Level"), "lot_id": N_("Lot"),
    "member": N_("Member"), "member_id": N_("Member's number"), "month": N_("Month"), "name": N_("Name"),
    "note": N_("Note"), "operator": N_("By"), "order_id": N_("Order"), "original": N_("Original"),
    "override": N_("Override"), "party": N_("Places asked"), "people": N_("People"),
    "performance": N_("Performance"), "period": N_("Period"), "phone": N_("Phone"), "pinyin": N_("Pinyin"),
    "place": N_("Place"), "places": N_("Places"), "points": N_("Points"), "price": N_("Price"),
    "proxy_name": N_("Collected by"), "proxy_relation": N_("Relation"), "purpose": N_("Purpose"),
    "quantity": N_("Quantity"), "reason": N_("Reason"), "received_on": N_("Received on"),
    "record": N_("Record"), "remaining": N_("Remaining"), "result": N_("Result"), "rule": N_("Rule"),
    "said": N_("What was said"), "shared": N_("Shared account"), "slot_id": N_("Slot"),
    "staff_no": N_("Staff number"), "state": N_("State"), "tender": N_("Tender"), "tier": N_("Tier"),
    "total": N_("Total"), "tracking": N_("Tracking number"), "unit": N_("Unit"),
    "useful_until": N_("Of use until"), "value": N_("Value"), "version": N_("Version"),
    "walk_in": N_("Walk-in"),
}  # fmt: skip


def table_told(table: str) -> str:
    return _(TABLES.get(table, table))


def column_told(column: str) -> str:
    """A column's heading; one without a word by its own name."""
    return _(COLUMNS[column]) if column in COLUMNS else column.replace("_", " ")
