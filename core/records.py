"""The ids that the desk gives its records: whole numbers inside, a letter and the number outside."""

from typing import NewType

BookingId = NewType("BookingId", int)
EntryId = NewType("EntryId", int)
ClosureId = NewType("ClosureId", int)
NoticeId = NewType("NoticeId", int)
LotId = NewType("LotId", int)
OrderId = NewType("OrderId", int)
ReturnId = NewType("ReturnId", int)
ShiftId = NewType("ShiftId", int)
LedgerEntryId = NewType("LedgerEntryId", int)
RefusedAwardId = NewType("RefusedAwardId", int)

LETTERS: dict[str, str] = {
    "BookingId": "B",
    "EntryId": "W",
    "ClosureId": "C",
    "NoticeId": "N",
    "LotId": "L",
    "OrderId": "O",
    "ReturnId": "R",
    "ShiftId": "S",
    "LedgerEntryId": "E",
    "RefusedAwardId": "X",
}
"""The letter of each kind of id (commands.md, "Lines")."""


def booking_told(number: int) -> str:
    """A booking's id as people and scripts see it: `B12`."""
    return f"B{number}"


def entry_told(number: int) -> str:
    """A waitlist entry's id: `W3`."""
    return f"W{number}"


def closure_told(number: int) -> str:
    """A closure's id: `C1`."""
    return f"C{number}"


def notice_told(number: int) -> str:
    """A notice's id: `N4`."""
    return f"N{number}"


def lot_told(number: int) -> str:
    """A lot's id: `L7`."""
    return f"L{number}"


def ledger_entry_told(number: int) -> str:
    """A ledger entry's id: `E9`."""
    return f"E{number}"


def refused_award_told(number: int) -> str:
    """A refused award's id: `X2`."""
    return f"X{number}"


def order_told(number: int) -> str:
    """An order's id: `O5`."""
    return f"O{number}"


def return_told(number: int) -> str:
    """A return's id: `R2`."""
    return f"R{number}"


def shift_told(number: int) -> str:
    """A shift's id: `S1`."""
    return f"S{number}"
