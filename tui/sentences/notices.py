"""Notices in words: their states, what a delivery failed of, and what is wrong with the file of channels."""

from core.text import visible
from tui.language import N_, _, say

STATES: dict[str, str] = {
    "pending": N_("to be told"),
    "sent": N_("sent"),
    "told": N_("told"),
    "failed": N_("not delivered"),
    "missed": N_("missed"),
}
"""The states of a notice."""

TIERS: dict[str, str] = {"formal": N_("formal"), "light": N_("light")}

CHANNEL_PROBLEMS: dict[str, str] = {
    "not_a_channel": N_("{path}: what stands there is no channel: write [group] above the settings of each."),
    "unknown_field": N_("{path}: {field} is no setting of the channel {channel}: there are {choices}."),
    "missing": N_("{path}: the channel {channel} lacks {field}."),
    "not_text": N_("{path}: {field} of the channel {channel} must be text in quotes."),
    "not_a_choice": N_("{path}: {field} of the channel {channel} must be one of: {choices}."),
    "not_hours": N_('{path}: {field} of the channel {channel} must be hours such as "22:00-07:00".'),
    "not_seconds": N_("{path}: {field} of the channel {channel} must be seconds, at most {most}."),
    "not_a_url": N_("{path}: {field} of the channel {channel} is no address of the web."),
    "not_a_port": N_("{path}: {field} of the channel {channel} must be a whole number from 1 to 65535."),
    "not_an_email": N_("{path}: {field} of the channel {channel} must be an e-mail address."),
}
"""`channel_wrong`, by its problem. None of these quotes a setting's value: it may be a key."""

TROUBLES: dict[str, str] = {
    "timeout": N_("no answer in time"),
    "no_connection": N_("there is no connection"),
    "line_dropped": N_("the connection was broken off"),
    "not_trusted": N_("its certificate is not trusted"),
    "not_understood": N_("its answer can't be understood"),
    "not_accepted": N_("it was not accepted"),
    "bad_address": N_("the address can't be used"),
    "http_status": N_("it answers with HTTP status {number}"),
    "answer_code": N_("it refuses with code {number}"),
    "smtp": N_("the mail server refuses with {number}"),
}
"""Why a delivery failed, by the code that is kept."""

TOO_FAST = frozenset({"45009", "130101", "410100", "11232"})
"""What WeCom, DingTalk (two) and Feishu say to more messages in a minute than they take."""


def state_told(state: str) -> str:
    """The state of a notice in words."""
    return _(STATES.get(state, state))


def trouble_told(error: str) -> str:
    """Why a delivery failed, from what is kept of it: `http_status 500`."""
    code, _blank, number = error.partition(" ")
    if code == "answer_code" and number in TOO_FAST:
        return _("too many messages in a minute")
    template = TROUBLES.get(code)
    return visible(error) if template is None else say(template, number=number)


def how_told(channel: str, state: str) -> str:
    """By which way a notice was told or sent: a person's ways have words, channels their names."""
    ways = {"phone": _("by phone"), "counter": _("at the counter"), "group": _("to the group")}
    return ways.get(channel, channel) if state == "told" else channel
