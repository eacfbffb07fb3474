"""Decisions in sentences: why someone got a place and another did not."""

from collections.abc import Iterator
from typing import Any

from core.decisions.why import CandidateTold, DecisionTold
from core.records import booking_told
from tui.language import N_, _, say, say_count
from tui.sentences.desk import sentence_of_code
from tui.sentences.fields import by_told

CAUSES: dict[str, str] = {
    "cancelled": N_("{record} was cancelled"),
    "rejected": N_("{record} was rejected"),
    "released": N_("{record} was released, since nobody answered"),
    "moved": N_("{record} was moved"),
    "no_show": N_("{record} became a no-show"),
    "expired": N_("{record} ran out"),
    "declined": N_("{record} declined the offer"),
    "left": N_("{record} left the line"),
    "reopened": N_("the closure {record} was ended"),
    "closed": N_("the closure {record} displaced bookings"),
    "schedule_changed": N_("the schedule was changed"),
    "settings_changed": N_("the settings were changed"),
    "facility_changed": N_("the rules of the facility were changed"),
    "member_changed": N_("a member became a shared account"),
    "member_left": N_("a member left"),
    "pardoned": N_("no-shows were pardoned"),
    "suspension_over": N_("the suspension of {record} ended"),
    "caught_up": N_("what stood on paper was entered"),
    "check_in": N_("{record} was checked in late"),
    "reset": N_("the attendance of {record} was taken back"),
}
"""What set a hand-out of places off, by its code."""


def decision_told(decision: DecisionTold) -> Iterator[str]:
    """A decision in lines: when and why it was made, then each who was looked at."""
    if decision.kind == "refusal":
        yield from (_refusal(decision, candidate) for candidate in decision.candidates)
        return
    cause = say(CAUSES.get(decision.cause, decision.cause), record=decision.record or "")
    free = say_count("{count} place was free", "{count} places were free", decision.free)
    yield f"{decision.at:%Y-%m-%d %H:%M}  {cause} ({by_told(decision.by)}): {free}"
    for candidate in decision.candidates:
        yield "  " + _candidate(candidate)


def _refusal(decision: DecisionTold, candidate: CandidateTold) -> str:
    return say(
        "{at}  {person} ({member}) asked for {party} and was refused by {by}: {why}",
        at=f"{decision.at:%Y-%m-%d %H:%M}",
        person=candidate.name,
        member=candidate.member,
        party=candidate.party,
        by=by_told(decision.by),
        why=_reason(candidate),
    )


def _candidate(candidate: CandidateTold) -> str:
    who = f"{candidate.name} ({candidate.member})"
    if candidate.outcome == "offered":
        return say("{who} was offered the place", who=who)
    if candidate.outcome == "promoted" and candidate.booking is not None:
        return say("{who} got the place: {booking}", who=who, booking=booking_told(candidate.booking))
    return say("{who} was passed over and kept the position: {why}", who=who, why=_reason(candidate))


def _reason(candidate: CandidateTold) -> str:
    facts: dict[str, Any] = candidate.facts
    if candidate.reason == "slot_full":
        return say("{party} wanted, {free} free", party=candidate.party, free=facts.get("free", 0))
    return sentence_of_code(str(candidate.reason), facts)


PASSED: dict[str, str] = {
    "slot_full": N_("too few places"),
    "member_busy": N_("busy then"),
    "quota_reached": N_("quota used up"),
    "member_suspended": N_("suspended"),
    "member_left": N_("has left"),
}


def passed_told(code: str) -> str:
    """Why places went past an entry, in a word or two."""
    return say("passed over: {why}", why=_(PASSED.get(code, code)))


def nothing_told() -> str:
    """What is said where no decision is on record."""
    return _("Nobody was refused here and nothing was handed out: whoever is in it booked a free place.")
