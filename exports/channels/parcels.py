"""What goes out together: each member's own message, or few messages for a whole group."""

from collections.abc import Iterable, Iterator

from core.notices.sending import Letter
from core.notices.wording import joined
from exports.channels.message import Message, Recipient
from exports.channels.settings import ChannelSettings

_CUT = "…"
_NUMBER = 6
"""Bytes for a number before a line, and its end: `12. `."""


def parcels(channel: ChannelSettings, letters: Iterable[Letter], heading: str) -> Iterator[list[Letter]]:
    """The letters in their order, as many together as one message of the channel holds."""
    if channel.personal:
        yield from ([letter] for letter in letters)
        return
    parcel: list[Letter] = []
    room = _room(channel, heading)
    for letter in letters:
        size = _size(letter)
        if parcel and size > room:
            yield parcel
            parcel, room = [], _room(channel, heading)
        parcel.append(letter)
        room -= size
    if parcel:
        yield parcel


def message_of(channel: ChannelSettings, letters: list[Letter], heading: str) -> Message:
    """A parcel as the message that goes out. A single one that is too long is cut."""
    if channel.personal:
        [letter] = letters
        to = Recipient(letter.staff_no, letter.email, letter.phone)
        return Message(letter.subject, letter.text, to)
    room = _room(channel, heading)
    lines = [_cut(letter.masked, room) for letter in letters]
    return Message("", joined(lines, heading) or "")


def _room(channel: ChannelSettings, heading: str) -> int:
    return channel.longest - len(heading.encode()) - _NUMBER


def _size(letter: Letter) -> int:
    return len(letter.masked.encode()) + _NUMBER


def _cut(text: str, most: int) -> str:
    """The text in at most so many bytes."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len(_CUT.encode())].decode(errors="ignore") + _CUT
