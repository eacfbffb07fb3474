"""What is wrong with a field, by the problem's code."""

from collections.abc import Mapping
from typing import Any

from tui.language import N_, _

PROBLEMS: dict[str, str] = {
    "missing": N_("is missing"),
    "unknown_field": N_("is no field of this"),
    "unknown_name": N_("is no command or question; --describe lists them all"),
    "not_json": N_("the line is not JSON"),
    "not_utf8": N_("the line is not UTF-8"),
    "not_a_record": N_("must be a JSON object"),
    "not_a_list": N_("must be a list"),
    "not_text": N_("must be text"),
    "not_whole": N_("must be a whole number"),
    "not_a_flag": N_("must be true or false"),
    "not_a_date": N_("must be a date such as 2026-11-24"),
    "not_a_time": N_("must be a time such as 18:00"),
    "not_a_date_time": N_("must be a date and time such as 2026-11-24T18:00"),
    "not_a_week": N_("must be a week such as 2026-W49"),
    "not_money": N_('must be yuan as text, such as "12.50"'),
    "not_an_id": N_("must be an id such as {letter}12"),
    "not_a_choice": N_("must be one of: {choices}"),
    "not_hours": N_('must be hours such as "08:00-21:00"'),
    "not_a_phone": N_("is no phone number"),
    "not_an_email": N_("is no e-mail address"),
    "has_blanks": N_("must not hold blanks"),
    "too_long": N_("is longer than {longest} characters"),
    "invisible": N_("holds control, direction or invisible characters"),
    "marks": N_("holds too many combining marks in a row"),
    "blank": N_("is blank"),
    "too_small": N_("must be at least {least}"),
    "too_large": N_("is too large: {value}"),
    "one_of": N_("give exactly one of: {choices}"),
    "twice": N_("names {value} twice"),
    "end_not_after_start": N_("must lie after the start"),
    "unknown_zone": N_("is no time zone: {value}"),
    "before_hired": N_("lies before the day of hire, {hired_on}"),
}


def problem_told(facts: Mapping[str, Any]) -> str:
    """The problem of a field, without the field."""
    template = PROBLEMS.get(str(facts.get("problem")))
    if template is None:
        return str(facts.get("problem"))
    return fill(template, plain(facts))


class _Facts(dict[str, Any]):
    """Facts, of which a sentence may ask for one that is not there."""

    def __missing__(self, name: str) -> str:
        return "?"


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """A sentence of a table in the language of the moment, its places filled. A refusal must be told even
    where a fact is missing."""
    return _(template).format_map(_Facts(facts))


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they stand in a sentence: lists joined, odd characters made visible."""
    from core.text import visible

    told: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, list | tuple):
            told[name] = ", ".join(visible(str(item)) for item in value)
        else:
            told[name] = visible(value) if isinstance(value, str) else value
    return told
