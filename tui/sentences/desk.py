"""Refusals of the door, by code."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import DeskError
from tui.language import N_, _, say, say_count
from tui.sentences.backup import BACKUP_SENTENCES
from tui.sentences.counter import COUNTER_SENTENCES, ORDER_STATES
from tui.sentences.fields import fill, plain, problem_told
from tui.sentences.ledger import LEDGER_SENTENCES, UNITS, ledger_variant, way_told, wrong_entry
from tui.sentences.notices import CHANNEL_PROBLEMS
from tui.sentences.notices import state_told as notice_state_told
from tui.sentences.operators import OPERATOR_SENTENCES, WHY_NOT, operator_variant, roles_told
from tui.sentences.privacy import PRIVACY_SENTENCES, obstacles_told
from tui.sentences.reports import REPORT_SENTENCES, tie_told
from tui.sentences.sealing import SEALING_SENTENCES

STATES: dict[str, str] = {
    "pending": N_("waiting for approval"),
    "confirmed": N_("confirmed"),
    "checked_in": N_("checked in"),
    "completed": N_("completed"),
    "cancelled": N_("cancelled"),
    "rejected": N_("rejected"),
    "expired": N_("expired without a decision"),
    "released": N_("released"),
    "no_show": N_("a no-show"),
    "displaced": N_("displaced"),
}

SENTENCES: dict[str, str] = {
    # who and what
    "exists": N_("{value} is in use already: it is the code or the name of the facility {facility}."),
    "unknown_facility": N_("There is no facility {facility}."),
    "unknown_member": N_("There is no member with the staff number {member}."),
    "unknown_booking": N_("There is no booking {booking}."),
    "unknown_entry": N_("There is no entry {entry}."),
    "unknown_closure": N_("There is no closure {closure}."),
    "unknown_slot": N_("{name} has no slot on {date} at {start}."),
    # the slot
    "slot_full": N_("{name} on {date} at {start} has not enough places left: {free} free."),
    "slot_closed": N_("{name} on {date} at {start} is closed."),
    "slot_over": N_("{name} on {date} at {start} is over."),
    "too_soon": N_(
        "It is too late to book {name} on {date} at {start}: that was possible until {latest}. "
        "From 30 minutes before the start a walk-in can be booked."
    ),
    "too_far_ahead": N_("{name} on {date} can't be booked yet: bookings are taken up to {last_day}."),
    "slot_differs": N_("{name} on {date} at {start} ends at {stands}: correct the end, or leave it empty."),
    # the waitlist
    "not_full": N_("{name} on {date} at {start} has places, {free} free: book one, there is no waitlist."),
    "already_waiting": N_("{person} is on the waitlist of {name} on {date} at {start} already: {entry}."),
    "already_booked": N_("{person} is in {name} on {date} at {start} already: {booking}."),
    # closures
    "already_done": N_("{closure} was ended before, at {at}."),
    # passes, paper
    "unknown_pass": N_("{value} is no pass of this club."),
    "not_booked": N_("{person} has no booking for {name} on {date} at {start}."),
    "booking_differs": N_("{booking} is that of {person} ({member}): {name} on {date} at {start}."),
    # the member
    "member_busy": N_(
        "{person} has another booking then: {booking}, {facility} on {date} from {start} to {end}."
    ),
    "quota_reached": N_("{person} has used up the {quota} bookings a day at {facility}: {bookings}."),
    "member_suspended": N_("{person} can't book until {until}, because of no-shows."),
    "member_left": N_("{person} left on {left_on}."),
    # the schedule
    "has_bookings": N_(
        "Bookings would lose their place: {bookings} ({count}). Nothing was written; with displace they do."
    ),
    "empty_week": N_("There are no slots in the week {week}."),
    "no_facilities": N_("There are no facilities yet: `frontdesk facilities import` brings them in."),
    # notices
    "unknown_notice": N_("There is no notice {notice}."),
    "unknown_channel": N_("There is no channel {channel}. There are: {channels}."),
    "no_channels": N_(
        "No channel is set up: there is none in {path}. What is to be told waits for a call ({count})."
    ),
    "no_test_address": N_("The channel {channel} speaks to each member alone: say to whom with --to."),
    "channels_unreadable": N_("The file of channels {path} can't be read: {reason}."),
    "channels_private": N_(
        "Others can read {path} (mode {mode}), and it holds keys: `chmod 600` it. Nothing was sent."
    ),
    "channels_not_toml": N_("{path} is not TOML: look at line {line}. A name in Chinese stands in quotes."),
    "channel_wrong": N_("{path}: the settings of the channel {channel} are wrong."),
    # scripts
    "key_reused": N_("The operation key {key} was used before, for something else: give a new one."),
    "clock_not_allowed": N_("A time can be set only with --replay, on a new database or one born by it."),
    "clock_went_back": N_("The clock never goes back: it stands at {clock}, and {at} is before that."),
    "clock_behind": N_(
        "This machine's clock is {minutes} minutes behind what was done last ({clock}). Set it right."
    ),
    "rolled_back": N_("Not done, because line {line} was refused."),
    "still_due": N_("It is still due after it was done."),
    # the database
    "no_database": N_("There is no database at {path} yet: `frontdesk facilities import` makes one."),
    "not_a_file": N_("{path} is a folder or a device, not a database file."),
    "no_folder": N_("{path} can't be made: {reason}."),
    "no_permission": N_("{path} can't be read and written by you: {reason}."),
    "network_share": N_(
        "{path} lies on a network share ({share}), where locks fail: put it on a disk of this machine."
    ),
    "stray_log": N_(
        "{log} holds the last changes of a database that is gone from {path}: put that database back beside "
        "it, or move the log away."
    ),
    "not_a_database": N_("{path} is not a database, or is encrypted. Nothing was changed."),
    "foreign_database": N_("{path} is a database of another program. Nothing was changed."),
    "database_gone": N_(
        "{path} is gone: it was moved, renamed or deleted, or its disk is not there. Put it back."
    ),
    "database_replaced": N_("Another file was put in the place of {path} while it was open."),
    "database_newer": N_(
        "{path} was written by a newer version (schema {version}; this one knows {known}): update frontdesk."
    ),
    "database_busy": N_("Another program keeps {path} locked: try again when it has finished."),
    "database_full": N_("The disk of {path} is full, and nothing was written: make room and try again."),
    "database_read_only": N_("{path} can be read but not written: {reason}."),
    "database_damaged": N_("{path} is damaged ({reason}): bring back a backup."),
    "database_trouble": N_("The database {path} can't be used: {reason}. What was confirmed before is safe."),
    "outcome_unknown": N_(
        "The database {path} can't be used: {reason}. Whether the last entry was made is not known yet: look "
        "before making it again."
    ),
    "database_refused": N_("The database itself refused it, and nothing was changed: {reason}."),
    "backup_failed": N_("No backup of {path} could be made at {backup}: {reason}. Nothing was changed."),
    "migration_failed": N_(
        "{path} could not be brought up to date and is unchanged: {reason}. A backup is at {backup}."
    ),
    "foreign_keys_broken": N_("The tables do not hold together: {reason}."),
    "tables_not_strict": N_("The tables are not as they must be: {reason}."),
    "not_open": N_("The club is still being opened: try again in a moment."),
    # files to write
    "not_xlsx_or_pdf": N_("{path}: the name must end in .xlsx or .pdf, or be that of a folder."),
    "not_xlsx": N_("{path}: the name must end in .xlsx, or be that of a folder."),
    "not_txt": N_("{path}: the name must end in .txt or .pdf, or be that of a folder."),
    "not_a_slip": N_("{path}: the name must end in .txt, .svg, .png or .pdf, or be that of a folder."),
    "no_such_folder": N_("There is no folder {path}."),
    "not_written": N_("{path} could not be written: {reason}."),
    "not_a_demo": N_("{path} is not a demo, and is left alone."),
    "demo_exists": N_(
        "The example club is at {path} already: work on it with --db, or make it anew with --fresh."
    ),
    "demo_in_use": N_("{path} is open in another program: close it there first."),
    "own_database": N_("{path} is the place of the club's own database: name another with --out."),
    **BACKUP_SENTENCES,
    **LEDGER_SENTENCES,
    **COUNTER_SENTENCES,
    **REPORT_SENTENCES,
    **OPERATOR_SENTENCES,
    **SEALING_SENTENCES,
    **PRIVACY_SENTENCES,
}


def sentence(error: DeskError) -> str:
    """What was refused, and why."""
    return sentence_of_code(error.code, error.facts)


def sentence_of_code(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a code with its facts; a code that has none stands for itself."""
    if code == "invalid":
        return problem_told(facts)
    if code == "schedule_errors":
        return _schedule_errors(facts)
    if code == "catch_up_errors":
        return _catch_up_errors(facts)
    if code == "grant_errors":
        return _grant_errors(facts)
    told = plain(facts)
    if code == "wrong_state":
        return _wrong_state(facts, told)
    if code == "trail_astray":
        told |= {"state": state_told(facts.get("state")), "told": state_told(facts.get("told") or "-")}
    if "unit" in facts:
        told["unit"] = _(UNITS.get(str(facts["unit"]), str(facts["unit"])))
    if code == "figures_do_not_tie":
        told |= tie_told(facts)
    if code == "forbidden":
        told["roles"] = roles_told(facts.get("roles"))
    if code == "cannot_erase":
        told["obstacles"] = obstacles_told(facts.get("obstacles"))
    if code == "cannot_undo":
        told["why"] = _(WHY_NOT.get(str(facts.get("reason")), str(facts.get("reason"))))
    if code == "already_settled":
        told["how"] = way_told(facts.get("how"))
    template = _variant(code, facts) or SENTENCES.get(code) or _others(code)
    return code if template is None else fill(template, told)


def _variant(code: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence of a code that is said in several ways, by its facts."""
    if code == "channel_wrong":
        return CHANNEL_PROBLEMS.get(str(facts.get("problem")))
    if code == "channels_not_toml" and facts.get("line") is None:
        return N_("{path} is not TOML in UTF-8.")
    if code == "insufficient_points" and "person" not in facts:
        return N_("There are {available} points, not {needed}.")
    if code == "insufficient_allowance" and "person" not in facts:
        return N_("There are {available} yuan of allowance, not {needed}.")
    if code == "too_many" and "sku" in facts and not facts.get("left"):
        return N_("Of {sku} in {order} nothing is left to come back.")
    if code == "too_many" and "sku" in facts:
        return N_("Of {sku} in {order} only {left} can still come back.")
    if code == "already_collected" and facts.get("proxy"):
        return N_("{proxy} collected for {person} ({member}) before, on {at}, from {by}.")
    if code == "exists" and "facility" not in facts and "member" not in facts:
        return N_("{value} is in use already.")
    if code == "exists" and "member" in facts:
        return N_("{value} is in use already, by {name} ({member}).")
    if code == "too_soon" and "opens" in facts:
        return N_("It is too early for this: {name} on {date} at {start} opens for it at {opens}.")
    if code == "quota_reached" and facts.get("period") == "week":
        return N_("{person} has used up the {quota} bookings a week at {facility}: {bookings}.")
    if code == "has_bookings" and facts.get("attended"):
        return N_("Somebody is there already: {bookings} can't lose their place. Nothing was written.")
    if code == "clock_went_back" and "clock" not in facts:
        return N_("The clock never goes back.")
    return operator_variant(code, facts) or ledger_variant(code, facts)


def _others(code: str) -> str | None:
    from tui.sentences.check import FINDINGS
    from tui.sentences.sheets import SHEET_SENTENCES

    return SHEET_SENTENCES.get(code) or FINDINGS.get(code)


def _schedule_errors(facts: Mapping[str, Any]) -> str:
    """How many errors, and the first of them: a script's log shows no more than this."""
    errors = facts.get("errors") or ()
    counted = say_count(
        "{count} error in the slots; nothing was written.",
        "{count} errors in the slots; nothing was written.",
        len(errors),
    )
    return _with_first(counted, "slots", errors)


def _catch_up_errors(facts: Mapping[str, Any]) -> str:
    errors = facts.get("errors") or ()
    counted = say_count(
        "{count} error in the lines of the paper; nothing was written.",
        "{count} errors in the lines of the paper; nothing was written.",
        len(errors),
    )
    return _with_first(counted, "lines", errors)


def _grant_errors(facts: Mapping[str, Any]) -> str:
    errors = facts.get("errors") or ()
    counted = say_count(
        "{count} error in the batch; nothing was written.",
        "{count} errors in the batch; nothing was written.",
        len(errors),
    )
    return _with_first(counted, "rows", errors)


def _with_first(counted: str, field: str, errors: Sequence[Mapping[str, Any]]) -> str:
    from tui.sentences.sheets import sheet_sentence

    if not errors:
        return counted
    first = errors[0]
    if "index" not in first:
        return f"{counted} {sheet_sentence(first['code'], first)}"
    return (
        counted
        + " "
        + say(
            "The first, {field}[{index}]: {message}",
            field=field,
            index=first["index"],
            message=sheet_sentence(first["code"], first),
        )
    )


_SHIFT_STATES: dict[str, str] = {
    "open": N_("{by} has an open shift already: {shift}."),
    "no_shift": N_("{by} has no open shift."),
}

_SUPERSEDED = N_("Something else was done since: look again at what would be taken back.")

_SLOT_STATES: dict[str, str] = {
    "closed": N_("{name} on {date} at {start} is closed."),
    "over": N_("{name} on {date} at {start} is over."),
    "more_time_given": N_("{name} on {date} at {start} was given more time twice, which is the most."),
    "nobody_awaited": N_("Nobody is waited for in {name} on {date} at {start}."),
}


def state_told(state: object) -> str:
    """The state of a booking in words."""
    return _(STATES.get(str(state), str(state)))


ENTRY_STATES: dict[str, str] = {
    "waiting": N_("waiting"),
    "offered": N_("offered a place"),
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "expired": N_("run out"),
    "left": N_("given up"),
    "lapsed": N_("over: the slot has begun"),
    "promoted": N_("booked"),
}


def _notice_state(state: str, told: dict[str, Any]) -> str:
    told["state_told"] = notice_state_told(state)
    if "by" in told:
        return say("This can't be done, because {notice} is {state_told} ({by}, {at}).", **told)
    return say("This can't be done, because {notice} is {state_told}.", **told)


_LACKING = {
    "goods": N_("{order} has no goods in it that could be sent."),
    "services": N_("{order} has no service in it that is still to be given."),
    "receipt": N_("{order} was not handed over yet: cancel it instead."),
}


def _wrong_state(facts: Mapping[str, Any], told: dict[str, Any]) -> str:
    state = str(facts.get("state"))
    if state == "superseded":
        return _(_SUPERSEDED)
    if "entry" in facts and "person" not in facts:
        return wrong_entry(facts, told)
    if "order" in facts:
        if facts.get("lacking") in _LACKING:
            return fill(_LACKING[str(facts["lacking"])], told)
        if "received_on" in facts and state == "scheduled":
            return say("{order} was handed over on {received_on}: take it back with a return.", **told)
        told["state_told"] = _(ORDER_STATES[state])
        return say("This can't be done, because {order} is {state_told}.", **told)
    if "sku" in facts:
        return say("{name} ({sku}) is a service: it has no stock.", **told)
    if state in _SHIFT_STATES:
        return fill(_SHIFT_STATES[state], told)
    if "entry" in facts:
        told["state_told"] = _(ENTRY_STATES.get(state, state))
        return say("This can't be done: the entry {entry} of {person} is {state_told}.", **told)
    if "notice" in facts:
        return _notice_state(state, told)
    if state in _SLOT_STATES:
        return fill(_SLOT_STATES[state], told)
    told["state_told"] = state_told(state)
    if "booking" not in facts:
        if facts.get("past"):
            return say("The booking is past and can't be {state_told}: write what came of it.", **told)
        return say("The booking is still to come and can't be {state_told} yet.", **told)
    if "by" in facts and state == "pending":
        told["next"] = int(facts.get("level") or 0) + 1
        return say("{booking} has changed meanwhile ({by}, {at}): it waits for level {next} now.", **told)
    if "by" in facts:
        return say("{booking} was decided before: it is {state_told} ({by}, {at}).", **told)
    return say("This can't be done, because {booking} is {state_told}.", **told)
