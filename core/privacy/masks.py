"""A person's phone, mail and card as others may see them on a screen: enough to recognise, too little to use.

    138****0001         eleven digits or more: the first three and the last four stay
    ******67            seven to ten: the last two
    ****                fewer
    w***@example.com    the first letter, and whose mail it is; of one or two letters none
    ******0015          a card of eight signs or more: the last four; of six or seven the last two; else none

What stands between the digits of a phone number stays. Finding a member by the end of a number, or by a card,
works with the whole one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.command import Now
from core.members.records import Member
from core.wire import Name

STAR = "*"
SHORT = "****"
LEAST_STARS = "**"
"""No mask has fewer, and nobody's number or address has two: so a mask that is sent back is known."""


def phone_masked(phone: str) -> str:
    """A phone number with most of its digits hidden."""
    digits = sum(character.isdecimal() for character in phone)
    if digits < 7:
        return SHORT
    first, last = (3, 4) if digits >= 11 else (0, 2)
    told, seen = [], 0
    for character in phone:
        seen += character.isdecimal()
        hidden = character.isdecimal() and first < seen <= digits - last
        told.append(STAR if hidden else character)
    return "".join(told)


def email_masked(email: str) -> str:
    """A mail address whose owner's name is hidden."""
    owner, at, place = email.rpartition("@")
    return f"{owner[:1] if len(owner) > 2 else ''}***{at}{place}"


def card_masked(card: str) -> str:
    """A card's number of which the end stays."""
    if len(card) < 6:
        return SHORT
    last = 4 if len(card) >= 8 else 2
    return STAR * (len(card) - last) + card[-last:]


MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": phone_masked,
    "email": email_masked,
    "card_no": card_masked,
}
"""The fields of a member that are told masked, and how."""


def told(member: Member, field: str, now: Now) -> Name | None:
    """One of these fields as it may be told; None where there is nothing."""
    value = getattr(member, field)
    if value is None:
        return None
    return Name(MASKS[field](value) if now.masked else value)


def phone_told(member: Member, now: Now) -> Name | None:
    """A member's phone number as it may be told."""
    return told(member, "phone", now)


def masked_in(value: Any, now: Now) -> Any:
    """What was kept of a command, as it may be told: the same fields masked, wherever they stand."""
    if isinstance(value, dict):
        return {
            name: MASKS[name](part)
            if now.masked and name in MASKS and isinstance(part, str)
            else masked_in(part, now)
            for name, part in value.items()
        }
    return [masked_in(part, now) for part in value] if isinstance(value, list | tuple) else value


def is_masked(text: str) -> bool:
    """Whether a text is what a mask leaves of a number or address."""
    return LEAST_STARS in text
