"""Delivering what waits: by the command line for schedulers, and by the console once a minute.

The channels stand in the file's order. The first that reaches a member carries the notice; where it fails,
the next is tried at once. What goes to a group is put together into few messages.
"""

import os
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.errors import DeskError
from core.notices.records import Tier
from core.notices.sending import LEASE, AskOutbox, Letter, NoticesFailed, NoticesSent, Reach, TakeNotices
from core.records import NoticeId, notice_told
from core.wire import Name
from exports.channels import Channel, ChannelSettings, Undelivered, open_channel, read_channels
from exports.channels.parcels import message_of, parcels
from tui.language import settings_file

if TYPE_CHECKING:
    from core.desk import Desk

PAGE = 100
MOST = 10_000
"""Notices of one round: more wait for the next."""

TIERS: tuple[Tier, ...] = ("formal", "light")


class Trouble(NamedTuple):
    """A delivery that failed: the notice, the channel and the error's code; `given_up` where the desk has to
    call now, else it is tried again."""

    notice: str
    channel: str
    error: str
    given_up: bool


@dataclass(slots=True)
class Delivery:
    """What came of one round: which notice went out by which channel, and what failed."""

    sent: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


def channels_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the channels are set up: FRONTDESK_CHANNELS, else beside the settings."""
    named = environment.get("FRONTDESK_CHANNELS")
    return Path(named) if named else settings_file(environment).with_name("channels.toml")


def deliver_pending(desk: "Desk") -> Delivery:
    """One round with the channels as they are set up at this moment: for the console, in a thread, once a
    minute. DeskError for a file of channels that can't be used, and for what the database does."""
    return deliver(desk, read_channels(channels_file()))


def deliver(desk: "Desk", channels: Sequence[ChannelSettings], limit: int = MOST) -> Delivery:
    """Delivers what waits, at most so many notices, formal ones first."""
    round_ = _Round(desk, channels, limit)
    for tier in TIERS:
        round_.carry_out(tier)
    return round_.delivery


class Planned(NamedTuple):
    """A notice that could go out now, in its words; `channel` None where none reaches the member."""

    letter: Letter
    channel: str | None
    text: str


def planned(desk: "Desk", channels: Sequence[ChannelSettings], limit: int = MOST) -> list[Planned]:
    """What a round would send, and by which channel. Nothing is taken or sent."""
    found: list[Planned] = []
    for tier in TIERS:
        outbox = desk.ask(AskOutbox(tier, ("group",), limit=limit))
        usable = _usable(channels, tier, outbox.at)
        for letter in outbox.letters:
            channel = next((channel for channel in usable if _reaches(channel, letter)), None)
            masked = channel is not None and not channel.personal
            name = None if channel is None else channel.name
            found.append(Planned(letter, name, letter.masked if masked else letter.text))
    return found[:limit]


def _usable(channels: Iterable[ChannelSettings], tier: Tier, at: datetime) -> list[ChannelSettings]:
    """The channels that carry this tier at this hour."""
    return [
        channel
        for channel in channels
        if tier in channel.tiers and (channel.quiet is None or not channel.quiet.covers(at))
    ]


def _reaches(channel: ChannelSettings, letter: Letter) -> bool:
    has: dict[Reach, str | None] = {"group": letter.staff_no, "email": letter.email, "phone": letter.phone}
    return has[channel.reach] is not None


class _Page(NamedTuple):
    """Some letters of one tier, and what holds for all of them: the hour, and a group message's heading."""

    tier: Tier
    at: datetime
    heading: str


class _Attempt(NamedTuple):
    """Letters that this round has taken: until when by the desk's clock, since when by a watch; the channels
    that failed them, whether all did so for good, and the last error."""

    letters: list[Letter]
    until: datetime
    since: float
    failed: tuple[str, ...] = ()
    final: bool = True
    error: str = ""

    def leaves_time(self) -> bool:
        """Whether another channel can still be tried before somebody else may take them."""
        return time.monotonic() - self.since < LEASE / 2


class _Round:
    """One round of delivery. A channel that is down rests until the next."""

    def __init__(self, desk: "Desk", channels: Sequence[ChannelSettings], limit: int) -> None:
        self.delivery = Delivery()
        self._desk = desk
        self._channels = channels
        self._doors: dict[str, Channel] = {channel.name: open_channel(channel) for channel in channels}
        self._left = limit
        self._resting: set[str] = set()

    def carry_out(self, tier: Tier) -> None:
        """Page by page, until nothing is left that a channel could carry."""
        after: NoticeId | None = None
        while self._left > 0 and (reach := {channel.reach for channel in self._awake(tier)}):
            asked = AskOutbox(tier, tuple(sorted(reach)), after, min(PAGE, self._left))
            outbox = self._desk.ask(asked)
            if not outbox.letters:
                return
            self._hand_over(_Page(tier, outbox.at, outbox.heading), outbox.letters)
            after = outbox.letters[-1].notice

    def _awake(self, tier: Tier) -> list[ChannelSettings]:
        return [
            channel
            for channel in self._channels
            if tier in channel.tiers and channel.name not in self._resting
        ]

    def _hand_over(self, page: _Page, letters: Iterable[Letter]) -> None:
        """Each letter to its channel, and to another one where that has come to rest meanwhile."""
        for channel, batch in self._shared_out(page, letters):
            late: list[Letter] = []
            for parcel in parcels(channel, batch, page.heading):
                if channel.name in self._resting:
                    late += parcel
                else:
                    self._take_and_send(page, channel, parcel)
            if late:
                self._hand_over(page, late)

    def _shared_out(
        self, page: _Page, letters: Iterable[Letter], failed: tuple[str, ...] = ()
    ) -> list[tuple[ChannelSettings, list[Letter]]]:
        """Each letter to the first channel that reaches its member and has not failed it."""
        usable = _usable(
            [channel for channel in self._awake(page.tier) if channel.name not in failed], page.tier, page.at
        )
        shares: dict[str, list[Letter]] = {channel.name: [] for channel in usable}
        for letter in letters:
            first = next((channel for channel in usable if _reaches(channel, letter)), None)
            if first is not None:
                shares[first.name].append(letter)
        return [(channel, shares[channel.name]) for channel in usable if shares[channel.name]]

    def _take_and_send(self, page: _Page, channel: ChannelSettings, parcel: list[Letter]) -> None:
        since = time.monotonic()
        taken = self._desk.do(TakeNotices(tuple(letter.notice for letter in parcel)))
        letters = [letter for letter in parcel if letter.notice in taken.notices]
        self._left -= len(letters)
        if letters:
            self._send(page, channel, _Attempt(letters, taken.until, since))

    def _send(self, page: _Page, channel: ChannelSettings, attempt: _Attempt) -> None:
        """Sends taken letters as one message; by the next channel where this one fails."""
        try:
            self._doors[channel.name].send(message_of(channel, attempt.letters, page.heading))
        except Undelivered as fault:
            if fault.rests:
                self._resting.add(channel.name)
            failed = (*attempt.failed, channel.name)
            final = attempt.final and fault.final
            self._send_elsewhere(page, attempt._replace(failed=failed, final=final, error=fault.error))
        else:
            numbers = tuple(letter.notice for letter in attempt.letters)
            # A key of its own: should the commit's answer be lost, the door looks whether it happened.
            done = self._desk.do(NoticesSent(numbers, Name(channel.name)), key=uuid.uuid4().hex)
            self.delivery.sent |= {notice_told(number): channel.name for number in done.sent}

    def _send_elsewhere(self, page: _Page, attempt: _Attempt) -> None:
        left = {letter.notice for letter in attempt.letters}
        others = self._shared_out(page, attempt.letters, attempt.failed) if attempt.leaves_time() else []
        for channel, batch in others:
            for parcel in parcels(channel, batch, page.heading):
                if channel.name in self._resting:
                    break
                left -= {letter.notice for letter in parcel}
                self._send(page, channel, attempt._replace(letters=parcel))
        if left:
            self._give_back(attempt, tuple(sorted(left)))

    def _give_back(self, attempt: _Attempt, notices: tuple[NoticeId, ...]) -> None:
        channel, error = attempt.failed[-1], attempt.error
        asked = NoticesFailed(notices, attempt.until, Name(channel), Name(error), attempt.final)
        failed = self._desk.do(asked)
        for numbers, given_up in ((failed.waiting, False), (failed.failed, True)):
            self.delivery.troubles += [
                Trouble(notice_told(number), channel, error, given_up) for number in numbers
            ]


def channel_named(channels: Iterable[ChannelSettings], name: str) -> ChannelSettings:
    """The channel of a name. `unknown_channel`."""
    names = []
    for channel in channels:
        if channel.name == name:
            return channel
        names.append(channel.name)
    raise DeskError("unknown_channel", channel=name, channels=names)
