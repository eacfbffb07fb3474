"""What the check found, by code."""

from tui.language import N_
from tui.sentences.counter import COUNTER_FINDINGS
from tui.sentences.ledger import LEDGER_FINDINGS

FINDINGS: dict[str, str] = {
    "oversold": N_(
        "{facility} on {date} at {start} is for {capacity}, but {booked} are booked and {held} held."
    ),
    "counter_astray": N_(
        "{facility} on {date} at {start} counts {taken} as taken, but its bookings hold {booked}."
    ),
    "line_astray": N_(
        "{facility} on {date} at {start} counts {held} places as held and {waiting} waiting, but its "
        "waitlist says {offered} and {entries}."
    ),
    "left_waiting": N_(
        "{entry} waits for {facility} on {date} at {start} and could have a place: {free} are free."
    ),
    "slots_overlap": N_("{facility} on {date}: the slots at {start} and at {other} overlap."),
    "double_booking": N_("{member} is in two places at once on {date}: {booking} and {other}."),
    "trail_astray": N_("{booking} is {state}, but its trail ends in: {told}."),
    "day_astray": N_("{booking} carries another day than its slot."),
    "step_unrecorded": N_("A step of {booking} names the audit record {number}, which is not there."),
    "audit_missing": N_("The audit record {number} is missing."),
    "audit_body_changed": N_("The audit record {number} was changed."),
    "audit_chain_broken": N_("The audit chain breaks at the record {number}."),
    "audit_cut_off": N_(
        "The audit trail was cut off: record {number} was there once, and it ends with record {last} now."
    ),
    "audit_rewritten": N_(
        "The audit record {number} is another one than the sheet tells: "
        "the trail was written anew up to there."
    ),
    **LEDGER_FINDINGS,
    **COUNTER_FINDINGS,
}
