"""What the commands are about: people, how people's data were treated, or the club. It decides how long the
bodies of their audit records are kept."""

PERSONAL_ACTIONS: tuple[str, ...] = (
    "accept_offer", "add_member", "approve", "award", "award_batch", "book", "cancel", "cancel_order",
    "catch_up", "change_member", "check_in", "confirm", "contra", "decline_offer", "exchange", "grant",
    "grant_batch", "hand_out", "hand_over", "import_bookings", "join_waitlist", "leave_waitlist",
    "mark_no_show", "member_leaves", "move", "note_informed", "note_unused", "notices_failed",
    "notices_sent", "open_hand_out", "pardon_no_shows", "rebook_displaced", "redeem", "reject",
    "remind_unused", "reset_attendance", "restore", "retry_award", "retry_notice", "return_lines",
    "schedule_service", "service_done", "settle_award", "ship", "spend", "take_back_hand_out",
    "take_notices", "tell_notice", "tell_notices", "undo", "untell_notices", "book_refused",
)  # fmt: skip
"""About members."""

ACCESS_ACTIONS: tuple[str, ...] = ("erase_member", "note_taken_out", "purge", "reveal")
"""How people's data were treated: who saw them, took them out, erased them."""

CLUB_ACTIONS: tuple[str, ...] = (
    "add_clearing", "add_earning_rule", "add_facility", "add_item", "add_operator", "add_policy",
    "add_promotion", "cash_in", "cash_out", "change_facility", "change_item", "change_operator",
    "change_password", "change_policy", "change_settings", "change_template", "close_facility",
    "close_hand_out", "close_shift", "count_stock", "give_more_time", "give_token", "hand_in",
    "note_backup", "note_encryption", "note_restore",
    "open_shift", "publish_slots", "receive_stock", "reopen_facility", "reset_password", "run_clearing",
    "run_policy", "set_privacy_notice", "set_service_places", "take_token_back", "tick", "write_off",
)  # fmt: skip
"""About the club: kept with it."""
