"""Keeping refused bookings: months later "but I called on Tuesday" has an answer."""

from datetime import date
from typing import Protocol

from core.booking.records import BookingFinder
from core.clock import Minute
from core.command import Now
from core.decisions.records import Candidate, Decision, DecisionStore, kept_facts
from core.errors import DeskError
from core.facilities.records import FacilityFinder
from core.members.records import MemberFinder
from core.wire import Name

KEPT = frozenset(
    {
        "slot_full", "slot_closed", "slot_over", "too_soon", "too_far_ahead",
        "member_busy", "quota_reached", "member_suspended", "member_left",
    }
)  # fmt: skip
"""The refusals that say no to a person about a slot."""


class RefusalStore(DecisionStore, BookingFinder, FacilityFinder, MemberFinder, Protocol):
    """What keeping a refusal needs of the database."""


class Asked(Protocol):
    """A command that asked for a place."""

    @property
    def member(self) -> Name: ...
    @property
    def facility(self) -> Name: ...
    @property
    def date(self) -> date: ...
    @property
    def start(self) -> Minute | None: ...
    @property
    def party(self) -> int: ...


def keep_refusal(store: RefusalStore, command: Asked, error: DeskError, now: Now) -> bool:
    """Keeps who was refused what, and why; on each slot that was asked for."""
    member, facility = store.member(command.member), store.facility(command.facility)
    if error.code not in KEPT or member is None or facility is None:
        return False
    starts: tuple[Minute, ...] = getattr(command, "starts", None) or (
        () if command.start is None else (command.start,)
    )
    slots = [store.slot(facility.number, command.date, start) for start in starts]
    candidate = Candidate(None, member.number, command.party, "refused", error.code, kept_facts(error.facts))
    for slot in slots:
        if slot is not None:
            store.add_decision(
                Decision(
                    slot.number, now.instant, "refusal", "asked", None, now.operator, slot.free, (candidate,)
                )
            )
    return any(slot is not None for slot in slots)
