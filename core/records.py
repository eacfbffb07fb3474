"""The ids that the desk gives its records: whole numbers inside, a letter and the number outside."""

from typing import NewType

BookingId = NewType("BookingId", int)
EntryId = NewType("EntryId", int)

LETTERS: dict[str, str] = {"BookingId": "B", "EntryId": "W"}
"""The letter of each kind of id (commands.md, "Lines")."""


def booking_told(number: int) -> str:
    """A booking's id as people and scripts see it: `B12`."""
    return f"B{number}"
