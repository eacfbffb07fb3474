"""Passes: a number, and the same as a QR code, that a member can show instead of a card.

`B12-7K3Q5T` is the booking's id and six characters that only the club's own key makes (HMAC-SHA256), so that
nobody comes by another's pass by counting. They are of Crockford's alphabet, which has none of I, L, O and U:
whoever reads a 0 as an O, or a 1 as an l, is understood.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.booking.records import Booking, BookingFinder, State, booking_of
from core.clock import Minute
from core.command import Now, Question, question
from core.errors import DeskError
from core.records import BookingId, booking_told
from core.text import folded
from core.wire import Name

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32."""

LENGTH = 6
"""Characters of the code: 30 bits, one guess in a thousand million."""

_TAKEN_FOR = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−_.]+")
_PASS = re.compile(rf"B([0-9]{{1,12}})([{ALPHABET}]{{{LENGTH}}})")


class PassStore(BookingFinder, Protocol):
    """What passes need of the database."""

    def pass_key(self) -> str:
        """The club's own secret, of which the codes are made."""


@dataclass(frozen=True, slots=True)
class AskPass(Question["Pass"]):
    booking: BookingId


@dataclass(frozen=True, slots=True)
class ReadPass(Question["Pass"]):
    """`text` as it was scanned or typed: case, blanks, dashes and full width do not matter."""

    text: Name


@dataclass(frozen=True, slots=True)
class Pass:
    """`code` stays the same for as long as the booking is there, also when it is moved."""

    code: Name
    booking: BookingId
    member: Name
    person: Name
    facility: Name
    name: Name
    date: date
    start: Minute
    end: Minute
    party: int
    people: int | None
    state: State


@question("pass")
def ask_pass(store: PassStore, question: AskPass, now: Now) -> Pass:  # noqa: ARG001
    """`unknown_booking`."""
    return _told(booking_of(store, question.booking), store.pass_key())


@question("read_pass")
def read_pass(store: PassStore, question: ReadPass, now: Now) -> Pass:  # noqa: ARG001
    """Whose pass it is. `unknown_pass` for a text that is none, and for a code that is not this booking's."""
    read = parts_of(question.text)
    booking = None if read is None else store.booking(read[0])
    key = store.pass_key()
    if read is None or booking is None or not hmac.compare_digest(read[1], code_of(read[0], key)):
        raise DeskError("unknown_pass", value=question.text)
    return _told(booking, key)


def code_of(booking: int, key: str) -> str:
    """The six characters of a booking's pass."""
    digest = hmac.new(key.encode(), booking_told(booking).encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:4]) >> 2
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))


def parts_of(text: str) -> tuple[int, str] | None:
    """The booking's number and the code of a text that looks like a pass, else None."""
    plain = _BETWEEN.sub("", folded(text).upper()).translate(_TAKEN_FOR)
    found = _PASS.fullmatch(plain)
    return None if found is None else (int(found[1]), found[2])


def _told(booking: Booking, key: str) -> Pass:
    slot, told = booking.slot, booking_told(booking.number)
    return Pass(
        code=Name(f"{told}-{code_of(booking.number, key)}"),
        booking=BookingId(booking.number),
        member=Name(booking.member.staff_no),
        person=Name(booking.member.name),
        facility=Name(booking.facility.code),
        name=Name(booking.facility.name),
        date=slot.date,
        start=slot.start,
        end=slot.end,
        party=booking.party,
        people=booking.people,
        state=booking.state,
    )
