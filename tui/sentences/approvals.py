"""An application in sentences: who asks for what, its way through the levels, and who else wants the slot."""

from typing import TYPE_CHECKING

from core.wire import minute_told
from tui.grid.words import day_told
from tui.language import N_, _, say
from tui.sentences.fields import by_told

if TYPE_CHECKING:
    from core.booking.applications import Application, Level, Other

STATES: dict[str, str] = {
    "approved": N_("approved"),
    "waiting": N_("waiting for approval"),
    "later": N_("not its turn yet"),
    "rejected": N_("rejected"),
    "expired": N_("expired without a decision"),
    "cancelled": N_("cancelled"),
    "displaced": N_("displaced"),
}
"""The stages of the way, and what may have ended it."""


def heading_of(application: "Application") -> str:
    """Who asks for what: `B12  大会议室 11-24 周二 17:30-19:30 | 张三 000001 财务科 | 11 人 | 例会`."""
    span = f"{minute_told(application.start)}-{minute_told(application.end)}"
    who = " ".join(filter(None, (application.person, application.member, application.department)))
    parts = [
        f"B{application.booking}  {application.name} {day_told(application.date)} {span}",
        who,
        say("for {count}", count=application.people or application.party),
        application.purpose or "",
    ]
    return " | ".join(filter(None, parts))


def step_told(step: "Level") -> str:
    """One stage of the way: who, when, what was said."""
    told = say("level {level}: {state}", level=step.level, state=_(STATES.get(step.state, step.state)))
    if step.at is not None:
        told += f"  {step.at:%Y-%m-%d %H:%M}"
    return "  ".join(filter(None, (told, step.by and by_told(step.by), step.note)))


def other_told(other: "Other") -> str:
    """Somebody else who wants the same slot."""
    who = " ".join(filter(None, (other.record, other.person, other.member, other.department)))
    people = say("for {count}", count=other.people or other.party)
    parts = (say("also wanted by {who}", who=who), people, other.purpose)
    return " | ".join(filter(None, parts))
