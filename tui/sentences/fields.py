"""What is wrong with a field, by the problem's code; and how a sentence gets its facts."""

import re
from collections.abc import Mapping
from typing import Any

from tui.language import CHINESE, N_, _, listed, say, spoken

PROBLEMS: dict[str, str] = {
    # the line of a script
    "not_json": N_("The line is not JSON."),
    "not_utf8": N_("The line is not UTF-8 text."),
    "line_too_long": N_("The line is longer than {longest} bytes."),
    "given_twice": N_("{field} is given twice in one line."),
    "unknown_name": N_("There is no command or question {value}: `frontdesk batch --describe` lists them."),
    "unknown_field": N_("{field} is not a field here: leave it out, or correct its name."),
    # any field
    "missing": N_("{field} is missing."),
    "one_of": N_("Give exactly one of: {choices}."),
    "twice": N_("{field} names {value} twice."),
    "not_a_record": N_("{field} must be a JSON object."),
    "not_a_list": N_("{field} must be a list."),
    "not_text": N_("{field} must be text."),
    "not_whole": N_("{field} must be a whole number, not {value}."),
    "not_a_flag": N_("{field} must be true or false."),
    "not_a_date": N_("{field} must be a date such as 2026-11-24, not {value}."),
    "not_a_time": N_("{field} must be a time such as 18:00, not {value}."),
    "not_a_date_time": N_("{field} must be a date and time such as 2026-11-24T18:00, not {value}."),
    "not_a_month": N_("{field} must be a month such as 2026-10, not {value}."),
    "not_a_week": N_("{field} must be a week such as 2026-W49, not {value}."),
    "not_money": N_('{field} must be yuan as text such as "12.50", not {value}.'),
    "not_an_amount": N_('{field} must be yuan as text such as "12.50", or a whole number of points.'),
    "not_a_multiplier": N_('{field} must be a number such as "2" or "1.5", not {value}.'),
    "no_points": N_("{field} {value} comes to no points on that day: look at the promotions."),
    "not_a_pair": N_("{field} must be a name and a value with = between them, not {value}."),
    "not_a_proxy": N_("{field} must be a name, or a name and a relation."),
    "no_points_price": N_("{value} has no price in points."),
    "not_a_service": N_("{value} is no service."),
    "not_a_step": N_("{field} must be a list of two: years, and what is added from then on."),
    "not_pairs": N_("{field} must be written as {form}, not {value}."),
    "not_a_period": N_("{field} must be a period such as {form}, not {value}."),
    "not_by_itself": N_("What is given once can't run by itself: leave {field} out."),
    "not_over": N_("The year {value} is not over: what is left counts until {last_day}."),
    "not_an_id": N_("{field} must be an id such as {letter}12, not {value}."),
    "not_a_choice": N_("{field} must be one of: {choices}; not {value}."),
    "not_a_hash": N_("{field} must be an Argon2id hash in PHC form: `frontdesk operator` makes it."),
    "not_a_head": N_("{field} must be the head of the audit trail as a sheet shows it, not {value}."),
    "not_a_digest": N_("{field} must be the SHA-256 of the secret, in hex: `frontdesk operator` makes it."),
    "password_short": N_(
        "A password has {fewest} characters at least; {advised} or more are better, a few words for instance."
    ),
    "password_common": N_("That is among the passwords that are tried first: take another."),
    "password_names": N_("A password must not be made of a name or of the club's words: take another."),
    "not_hours": N_('{field} must be hours such as "08:00-21:00".'),
    "not_a_phone": N_("{field} must be a phone number: digits, blanks and dashes, not {value}."),
    "not_an_email": N_("{field} must be an e-mail address, not {value}."),
    "unknown_placeholder": N_("{field} must not have {value} in it: there are {choices}."),
    "stray_bracket": N_("{field} has a {value} that stands alone: braces and brackets stand in pairs."),
    "not_a_code": N_("{field} must be a code and no more than a number behind it."),
    "has_blanks": N_("{field} must not have blanks in it."),
    "too_long": N_("{field} is longer than {longest} characters."),
    "invisible": N_("{field} has control, direction or invisible characters in it: type it anew."),
    "marks": N_("{field} has too many combining marks in a row."),
    "blank": N_("{field} is empty."),
    "too_small": N_("{field} must be at least {least}."),
    "too_large": N_("{field} is too large: {value}."),
    "past": N_("{field} is past already: {value}."),
    "end_not_after_start": N_("{field} must be after the start, not {value}."),
    "unknown_zone": N_("There is no time zone {value}: give one such as Asia/Shanghai."),
    "no_such_time": N_(
        "In that time zone {date} has no time from {start} to {end}, when there is a slot or a closure."
    ),
    "future": N_("{field} must not be in the future: {value}."),
    "before_booked": N_("{field} must not be before it was booked, at {booked_at}."),
    "before_first": N_("{field} must not be before {first}, the first day."),
    "before_sale": N_("{field} must not be before it was sold, on {sold}."),
    "masked": N_("{field} is masked here: have it told whole first, or type all of it."),
    "names_the_person": N_("{field} must not say who it is: it is kept when the person is erased."),
    "has_a_path": N_("{field} must be a name without a folder."),
    "before_hired": N_("{field} must not be before the day of hire, {hired_on}."),
}

_AT_MOST = N_("{field} must be at most {most}, not {value}.")
_BEGUN = N_("{field} is missing: after the start a reason is needed.")

_NAMED = frozenset(
    {
        # a facility
        N_("code"), N_("name"), N_("kind"), N_("group"), N_("capacity"), N_("whole_slot"),
        N_("approval_levels"), N_("promotion"), N_("offer_minutes"), N_("buffer_minutes"),
        N_("min_notice_minutes"), N_("max_days_ahead"), N_("daily_quota"), N_("weekly_quota"),
        N_("no_show_grace_minutes"), N_("confirm_minutes_before"), N_("release_unconfirmed"),
        # a member
        N_("staff_no"), N_("department"), N_("grade"), N_("hired_on"), N_("phone"), N_("email"),
        N_("card_no"), N_("performance"), N_("shared"),
        # the club
        N_("no_show_limit"), N_("no_show_days"), N_("suspension_days"), N_("return_days"), N_("grace_days"),
        N_("points_per_yuan"), N_("purchase_points_per_yuan"), N_("remind_minutes_before"), N_("desk_hours"),
        N_("timezone"), N_("notice_language"), N_("keep_left_months"), N_("keep_notice_months"),
        N_("keep_note_months"), N_("keep_proxy_months"), N_("keep_welfare_months"), N_("keep_audit_months"),
        N_("keep_access_months"), N_("idle_lock_minutes"), N_("session_hours"),
        # a booking, a schedule
        N_("member"), N_("facility"), N_("date"), N_("start"), N_("starts"), N_("end"), N_("party"),
        N_("people"), N_("purpose"), N_("booking"), N_("reason"), N_("note"), N_("override"), N_("state"),
        N_("entry"), N_("closure"), N_("event"),
        N_("from"), N_("to"), N_("on"), N_("days"), N_("week"), N_("shape"), N_("limit"), N_("text"),
        N_("lines"), N_("level"),
        # the ledger
        N_("unit"), N_("amount"), N_("expires_on"), N_("fund"), N_("exempt"), N_("rule"), N_("points"),
        N_("base"), N_("by_grade"), N_("by_tenure"), N_("by_performance"), N_("valid_months"),
        N_("valid_until"), N_("day"), N_("month"), N_("auto"), N_("expires_months"),
        N_("multiplier"), N_("document"),
        N_("batch"), N_("rows"), N_("refused"), N_("allowance_total"), N_("points_total"),
        # the counter
        N_("sku"), N_("quantity"), N_("price"), N_("points_price"), N_("low_stock"), N_("barcode"),
        N_("unit_cost"), N_("counted_at"), N_("sale_to"), N_("cash"), N_("wechat"), N_("alipay"), N_("card"),
        N_("allowance"), N_("float"), N_("proxy"),
        # an operator
        N_("roles"), N_("password"), N_("token"),
        # a line
        N_("key"), N_("by"), N_("at"),
    }
)  # fmt: skip
"""Fields whose names have a word in Chinese; in English the name itself is said, as scripts write it."""

_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)")


def problem_told(facts: Mapping[str, Any]) -> str:
    """The sentence of an `invalid` field. Where no field is named it is the line."""
    problem = str(facts.get("problem"))
    template = PROBLEMS.get(problem)
    if template is None:
        return say("{field} cannot be taken: {problem}.", field=facts.get("field") or "?", problem=problem)
    if problem == "too_large" and "most" in facts:
        template = _AT_MOST
    elif problem == "missing" and facts.get("begun"):
        template = _BEGUN
    told = plain(facts)
    told["field"] = _field_told(told.get("field") or "")
    return fill(template, told).strip()


def field_word(field: str) -> str:
    """What a field is called; one that has no word is called as scripts write it."""
    return _(field) if field in _NAMED else field


def _field_told(field: str) -> str:
    """A field as a sentence names it. In Chinese a name of Latin letters stands between blanks."""
    if not field:
        return _("The line")
    word = field_word(field)
    return f" {word} " if spoken() == CHINESE and word.isascii() else word


class _Facts(dict[str, Any]):
    """Facts, of which a sentence may ask for one that is not there."""

    def __missing__(self, name: str) -> str:
        return "?"


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """A sentence of a table in the language of the moment, its places filled. A refusal must be told even
    where a fact is missing."""
    return _(template).format_map(_Facts(facts))


def by_told(operator: str) -> str:
    """Whose hand it was; what the club's clock did, it did by itself."""
    return _("by itself") if operator == "clock" else operator


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they stand in a sentence: lists joined, `2026-11-24 18:00` without its T, odd characters made
    visible."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    from core.text import visible

    if isinstance(value, list | tuple):
        return listed(visible(str(item)) for item in value)
    if isinstance(value, str):
        local = _LOCAL.fullmatch(value)
        return f"{local[1]} {local[2]}" if local else visible(value)
    return value
