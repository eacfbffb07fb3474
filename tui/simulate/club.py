"""The simulated club: the pilot's facilities, out of the house of the example club."""

from dataclasses import replace
from datetime import date

from core.club import ChangeSettings
from core.facilities.keeping import AddFacility
from core.members.keeping import AddMember
from core.schedule.slots import SlotSpec
from tui.demo.club import FACILITIES, slots_of_week
from tui.demo.people import people
from tui.simulate.assumed import ASKED_AHEAD, MEMBERS, READING_PLACES, REMINDED_AHEAD

_LEFT_OUT = ("gym", "yoga")
"""The pilot had none."""


def facilities(*, reminders: bool) -> list[AddFacility]:
    """Courts, tables and billiards booked whole, treadmills, a reading room, meeting rooms with two levels of
    approval. With reminders, people are asked before a peak, and who is silent loses the place."""
    kept = [facility for facility in FACILITIES if facility.code not in _LEFT_OUT]
    return [
        replace(
            facility,
            capacity=READING_PLACES if facility.code == "reading" else facility.capacity,
            approval_levels=2 if facility.approval_levels else 0,
            weekly_quota=None,
            confirm_minutes_before=ASKED_AHEAD if reminders else None,
            release_unconfirmed=reminders,
        )
        for facility in kept
    ]


def settings(*, reminders: bool) -> ChangeSettings:
    """Nobody is suspended, so that all runs differ by what they are to show alone."""
    return ChangeSettings(no_show_limit=None, remind_minutes_before=REMINDED_AHEAD if reminders else None)


def members(seed: int) -> list[AddMember]:
    """As many of the example club's people as the pilot had."""
    return people(seed)[:MEMBERS]


def slots(monday: date) -> list[SlotSpec]:
    """A week's eleven slots a day."""
    return [spec for spec in slots_of_week(monday) if spec.facility not in _LEFT_OUT]
