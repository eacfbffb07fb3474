"""The simulation's model in words, as its help tells it; the numbers are those of `assumed`."""

import re
from unicodedata import east_asian_width

from tui.language import N_, _, say
from tui.simulate import assumed

INTRODUCTION = (
    N_("Simulate a club of the pilot's kind, with and without waitlist and reminders."),
    N_(
        "The same people want the same things in all four runs, through the real door and a database of "
        "their own. It shows the mechanism (what share of the places given up at the peak reaches "
        "somebody); it promises nothing. The same seed always gives the same figures."
    ),
)
MODEL = {
    N_("The club:"): (
        N_("{members} members; nobody is suspended;"),
        N_(
            "two courts, two tables and a billiard table booked whole, two treadmills, a reading room for "
            "{reading}, two meeting rooms with two levels of approval;"
        ),
        N_("eleven slots a day, the peak from 17:30 to 20:30."),
    ),
    N_("Known of the pilot, and put in:"): (
        N_("{cancels} % of all bookings are cancelled, {soonest} to {latest} minutes before the start;"),
        N_("{misses} % of the others are not used, as long as nobody reminds."),
    ),
    N_("Assumed:"): (
        N_("the peak is asked for {pressure} times over, a little less at weekends;"),
        N_("who gets a place so late that it is past the time of cancelling does not cancel;"),
        N_(
            "with reminders everybody is reminded {reminded} minutes before the start, and asked {asked} "
            "minutes before a peak whether they will come; who is silent loses the place half-way to the "
            "start;"
        ),
        N_(
            "of those who would have stayed away {heeds} % heed that (so that {misses} % become about "
            "{rest} %, as in the pilot): {comes} % of them come, the others cancel;"
        ),
        N_("of those who mean to come {answers} % answer when asked;"),
        N_(
            "of those who find a slot full {joins} % join the line, where there is one; of the others "
            "{again} % call once more at some time before the start;"
        ),
        N_(
            "of those who are offered a place {takes} % take it and {declines} % decline, {quickest} to "
            "{slowest} minutes later; the others are not reached in the 30 minutes that an offer stands;"
        ),
        N_("an approval comes in office hours, within a sixth of the time that there is;"),
        N_(
            "{chance} % of those without a place come all the same, and a few who never called (so that "
            "about as many members come in vain as in the pilot)."
        ),
    ),
}

_WIDTH = 76
_UNIT = re.compile(r"[!-~]+ ?|[^!-~ ][，。；：、）]*| ")
"""What stands on one line together: a word, or a Chinese character with the signs that follow it."""


def model() -> str:
    """The behaviour model in words, as the help shows it: not to be wrapped again (`\\b`), since that goes
    by characters, of which a Chinese one takes two cells."""
    facts = _numbers()
    parts = [_lines(_(text)) for text in INTRODUCTION]
    for head, items in MODEL.items():
        listed = [line for item in items for line in _lines("- " + say(item, **facts), indent="  ")]
        parts.append([_(head), *listed])
    return "\n\n".join("\n".join(["\b", *lines]) for lines in parts)


def _lines(text: str, indent: str = "") -> list[str]:
    """A text in lines of at most `_WIDTH` cells, the later ones indented."""
    lines, room = [""], _WIDTH
    for unit in _UNIT.findall(text):
        width = _cells(unit.rstrip())
        if width > room:
            lines.append(indent)
            room = _WIDTH - len(indent)
        lines[-1] += unit
        room -= _cells(unit)
    return [line.rstrip() for line in lines]


def _cells(text: str) -> int:
    """As wide as a terminal shows it; `rich`, which knows it better, is too much to load for a help page."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _numbers() -> dict[str, object]:
    percent = {
        "cancels": assumed.CANCELS,
        "misses": assumed.MISSES,
        "heeds": assumed.HEEDS,
        "rest": assumed.MISSES * (1 - assumed.HEEDS),
        "comes": assumed.HEEDS_AND_COMES,
        "answers": assumed.ANSWERS,
        "joins": assumed.JOINS,
        "again": assumed.CALLS_AGAIN,
        "takes": assumed.TAKES,
        "declines": assumed.DECLINES,
        "chance": assumed.OFF_CHANCE,
    }
    return {
        "members": assumed.MEMBERS,
        "reading": assumed.READING_PLACES,
        "soonest": assumed.CANCELS_AHEAD[0],
        "latest": assumed.CANCELS_AHEAD[1],
        "pressure": assumed.PRESSURE,
        "reminded": assumed.REMINDED_AHEAD,
        "asked": assumed.ASKED_AHEAD,
        "quickest": assumed.ANSWERS_AFTER[0],
        "slowest": assumed.ANSWERS_AFTER[1],
        **{name: f"{share * 100:.0f}" for name, share in percent.items()},
    }
