"""Refusals of the door, by code."""

from collections.abc import Mapping
from typing import Any

from core.errors import DeskError
from tui.language import N_, _, say
from tui.sentences.fields import fill, plain, problem_told

STATES: dict[str, str] = {
    "pending": N_("waiting for approval"),
    "confirmed": N_("confirmed"),
    "checked_in": N_("checked in"),
    "completed": N_("completed"),
    "cancelled": N_("cancelled"),
    "rejected": N_("rejected"),
    "expired": N_("expired without a decision"),
    "released": N_("released"),
    "no_show": N_("no-show"),
    "displaced": N_("displaced"),
    "open": N_("open"),
    "closed": N_("closed"),
    "over": N_("over"),
    "more_time_given": N_("given more time twice already"),
    "nobody_awaited": N_("without anybody who is waited for"),
}

SENTENCES: dict[str, str] = {
    "exists": N_("{value} is in use already."),
    "unknown_facility": N_("There is no facility {facility}."),
    "unknown_member": N_("There is no member {member}."),
    "unknown_booking": N_("There is no booking {booking}."),
    "unknown_slot": N_("{name} has no slot on {date} at {start}."),
    "slot_full": N_("{name} on {date} at {start} has not enough places: {free} free."),
    "slot_closed": N_("{name} on {date} at {start} is closed."),
    "slot_over": N_("{name} on {date} at {start} is over."),
    "too_far_ahead": N_("{name} can be booked up to {last_day}; {date} is too far ahead."),
    "member_busy": N_("{person} is at {facility} on {date} from {start} to {end} ({booking})."),
    "member_suspended": N_("{person} can't book until {until}, because of no-shows."),
    "member_left": N_("{person} left on {left_on}."),
    "wrong_state": N_("That can't be done: it is {state_told}."),
    "key_reused": N_("The operation key {key} was used for something else."),
    "clock_not_allowed": N_("A time can be set only under --replay, in a database that was born by it."),
    "clock_went_back": N_("The clock never goes back: it stands at {clock}, and {at} is before that."),
    "clock_behind": N_(
        "This machine's clock is {minutes} minutes behind what was done last ({clock}). Set it right."
    ),
    "schedule_errors": N_("The schedule has errors: {count}. Nothing was written."),
    "has_bookings": N_(
        "Bookings would lose their place ({count}): {bookings}. Nothing was written; displace lets them."
    ),
    "rolled_back": N_("Not done, because line {line} was refused."),
    "still_due": N_("It is still due after it was done."),
    "slot_differs": N_("{name} has a slot on {date} at {start} that ends at {stands}."),
    "no_database": N_("There is no database at {path}. `frontdesk batch` or an import makes one."),
    "not_a_file": N_("{path} is a folder, not a database."),
    "no_folder": N_("{path} can't be made: {reason}."),
    "not_a_database": N_("{path} is not a database, or is encrypted. Nothing was changed."),
    "foreign_database": N_("{path} is a database of another program. Nothing was changed."),
    "database_newer": N_(
        "{path} was written by a newer version (schema {version}; this one knows {known}). Update frontdesk."
    ),
    "database_busy": N_("Another program keeps {path} locked. Try again when it has finished."),
    "database_trouble": N_(
        "The database can't be used: {reason}. What was confirmed before is safe. ({path})"
    ),
    "database_refused": N_("The database refused it: {reason}."),
    "migration_failed": N_(
        "{path} could not be brought up to date ({reason}); it is unchanged. Backup: {backup}"
    ),
    "network_share": N_(
        "{path} lies on a network share ({share}), where locks fail. Put it on a disk of this machine."
    ),
    "empty_week": N_("The week {week} has no slots."),
    "no_facilities": N_("The club has no facilities yet: `frontdesk facilities import` brings them in."),
    "not_xlsx": N_("{path}: the name must end in .xlsx, or be a folder that is there."),
    "no_such_folder": N_("There is no folder {path}."),
    "not_written": N_("{path} could not be written: {reason}."),
    "not_a_demo": N_("{path} is not a demo, and is left alone."),
}


def sentence(error: DeskError) -> str:
    """What was refused, and why."""
    return sentence_of_code(error.code, error.facts)


def sentence_of_code(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a code with its facts; a code that has none stands for itself."""
    if code == "invalid":
        return _invalid(facts)
    told = plain(facts)
    if code == "exists" and "name" in facts:
        return say("{value} is in use already, by {name} ({member}).", **told)
    if code == "too_soon":
        return _too_soon(told)
    if code == "quota_reached":
        return _quota(told)
    if code == "wrong_state":
        return _wrong_state(told)
    if code == "schedule_errors":
        told["count"] = len(facts.get("errors", ()))
    template = SENTENCES.get(code) or _others(code)
    return code if template is None else fill(template, told)


def _others(code: str) -> str | None:
    from tui.sentences.check import FINDINGS
    from tui.sentences.sheets import SHEET_SENTENCES

    return SHEET_SENTENCES.get(code) or FINDINGS.get(code)


def _invalid(facts: Mapping[str, Any]) -> str:
    field = facts.get("field") or ""
    if facts.get("begun"):
        return _("After the start a reason is needed.")
    if not field:
        return say("Not understood: {problem}.", problem=problem_told(facts))
    return say(
        "The field {field}: {problem}.", field=plain({"field": field})["field"], problem=problem_told(facts)
    )


def _too_soon(told: Mapping[str, Any]) -> str:
    if "opens" in told:
        return say("{name} on {date} at {start}: this can be done from {opens} on.", **told)
    return say(
        "{name} on {date} at {start} had to be booked by {latest}; a walk-in is still possible.", **told
    )


def _quota(told: Mapping[str, Any]) -> str:
    if told["period"] == "day":
        return say("{person} has reached the quota of {quota} a day at {facility}: {bookings}.", **told)
    return say("{person} has reached the quota of {quota} a week at {facility}: {bookings}.", **told)


def _wrong_state(told: Mapping[str, Any]) -> str:
    state = _(STATES.get(str(told["state"]), str(told["state"])))
    if "by" in told:
        return say("{booking} is {state_told}: decided by {by} at {at}.", **{**told, "state_told": state})
    if "booking" in told:
        return say("That can't be done: {booking} is {state_told}.", **{**told, "state_told": state})
    return say("That can't be done: it is {state_told}.", **{**told, "state_told": state})
