"""One run of the simulation: the same wants through the real door, minute by minute."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import TypeVar

from core.booking.approval import Approve
from core.booking.attendance import CheckIn
from core.booking.book import Book
from core.booking.cancel import Cancel
from core.booking.records import State
from core.booking.reminders import Confirm
from core.clock import Instant, Minute, Rehearsal, instant_of, zone_named
from core.command import Command
from core.desk import Desk
from core.errors import DeskError
from core.records import BookingId, EntryId
from core.schedule.publish import PublishSlots
from core.settings import Settings
from core.waitlist.joining import AcceptOffer, DeclineOffer, JoinWaitlist
from core.waitlist.looking import AskWaitlist
from core.wire import Unset
from storage.database import Database
from tui.demo.habits import DAY, at_work
from tui.demo.telling import PUBLISHED, WEEK
from tui.simulate.assumed import ASKED_AHEAD, REMINDED_AHEAD
from tui.simulate.club import facilities, members, settings, slots
from tui.simulate.wants import Spot, Want

R = TypeVar("R")

REFUSALS = frozenset(
    {"slot_full", "quota_reached", "member_busy", "wrong_state", "too_soon", "slot_over", "not_full"}
)
"""What the door may say no with; anything else is a mistake of the simulation."""

_RELEASED_AHEAD = ASKED_AHEAD // 2
_LEAST_PATIENCE = 30
"""Minutes until somebody has time for an approval, at least."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What is on in a run."""

    waitlist: bool
    reminders: bool


class Run:
    """One run. `came_in_vain` are the members who came and found no place."""

    def __init__(self, database: Database, wants: list[Want], monday: date, switches: Switches) -> None:
        self.switches = switches
        self.came_in_vain: set[str] = set()
        self._clock = Rehearsal()
        self.desk = Desk(database, self._clock)
        self._wants = wants
        self._monday = monday
        zone = zone_named(Settings().timezone)
        self._begin = datetime.combine(monday, time())
        self._origin = instant_of(self._begin, zone)
        self._minute = PUBLISHED
        self._events: list[tuple[int, int, Callable[[], object]]] = []
        self._sequence = count()
        self._held: set[int] = set()
        """The wants that got a place, at whatever time."""
        self._waiting: dict[EntryId, Want] = {}
        self._answered: set[EntryId] = set()

    def live(self, seed: int, weeks: int, told: Callable[[int], None]) -> None:
        """All the weeks, from the publishing of the first; `told` of each week that is done."""
        self._stand_at(PUBLISHED)
        self._found(seed)
        for week in range(weeks):
            self._later(week * WEEK + PUBLISHED, partial(self._publish, week))
            self._later((week + 1) * WEEK, partial(told, week + 1))
        for want in self._wants:
            if want.calls_at is not None:
                self._later(want.calls_at, partial(self._call, want, again=False))
            elif want.comes_anyway is not None:
                self._later(want.comes_anyway, partial(self._come_anyway, want))
        while self._events:
            minute, _, event = heapq.heappop(self._events)
            self._stand_at(minute)
            event()
        self._stand_at(weeks * WEEK)
        self.desk.tick()

    def _later(self, minute: int, event: Callable[[], object]) -> None:
        heapq.heappush(self._events, (max(minute, self._minute), next(self._sequence), event))

    def _stand_at(self, minute: int) -> None:
        self._minute = minute
        self._clock.stand_at(Instant(self._origin + minute * 60))

    def _do(self, command: Command[R]) -> R | None:
        """What came of it, None where the door said no."""
        try:
            return self.desk.do(command)
        except DeskError as error:
            if error.code not in REFUSALS:
                raise
            return None

    def _found(self, seed: int) -> None:
        self.desk.do(settings(reminders=self.switches.reminders))
        for facility in facilities(reminders=self.switches.reminders):
            self.desk.do(facility)
        for member in members(seed):
            self.desk.do(member)

    def _publish(self, week: int) -> None:
        self.desk.do(PublishSlots(tuple(slots(self._monday + timedelta(weeks=week)))))

    def _place(self, spot: Spot) -> tuple[date, Minute]:
        return self._monday + timedelta(days=spot.start // DAY), Minute(spot.start % DAY)

    # ------------------------------------------------------------ wanting a place

    def _book(self, want: Want, *, walk_in: bool = False) -> Book:
        day, start = self._place(want.spot)
        return Book(want.member, want.spot.facility.code, day, start, walk_in=walk_in)

    def _call(self, want: Want, *, again: bool) -> None:
        booked = self._do(self._book(want))
        if booked is not None:
            assert not isinstance(booked.booking, Unset)  # noqa: S101 - one start, one booking
            self._has(want, booked.booking, booked.state)
            return
        if want.comes_anyway is not None and not again:
            self._later(want.comes_anyway, partial(self._come_anyway, want))
        if self.switches.waitlist and want.joins:
            self._join(want)
        elif want.calls_again is not None and not again:
            self._later(want.calls_again, partial(self._call, want, again=True))

    def _join(self, want: Want) -> None:
        day, start = self._place(want.spot)
        joined = self._do(JoinWaitlist(want.member, want.spot.facility.code, day, start))
        if joined is not None:
            self._waiting[joined.entry] = want
            if self.switches.reminders and want.spot.peak:
                self._later(want.spot.start - _RELEASED_AHEAD, partial(self._look, want.spot))

    def _come_anyway(self, want: Want) -> None:
        """To the counter, without a place."""
        if want.number not in self._held and self._do(self._book(want, walk_in=True)) is None:
            self.came_in_vain.add(want.member)

    # ------------------------------------------------------------ the line

    def _look(self, spot: Spot) -> None:
        """Who has an offer is called, and in the end answers, or the offer runs out."""
        day, start = self._place(spot)
        for line in self.desk.ask(AskWaitlist(spot.facility.code, day, start)).entries:
            if line.state == "offered" and line.entry not in self._answered:
                assert line.offered_until is not None  # noqa: S101 - every offer has an end
                self._answered.add(line.entry)
                want = self._waiting[line.entry]
                if want.offer is not None:
                    self._later(self._minute + want.answers_after, partial(self._answer, want, line.entry))
                ends = int((line.offered_until - self._begin).total_seconds()) // 60
                self._later(ends, partial(self._look, spot))

    def _answer(self, want: Want, entry: EntryId) -> None:
        if want.offer == "takes":
            taken = self._do(AcceptOffer(entry))
            if taken is not None:
                booking, state = taken.booking, taken.booking_state
                assert not isinstance(booking, Unset)  # noqa: S101 - an accepted offer is a booking
                assert not isinstance(state, Unset)  # noqa: S101 - with a state
                self._has(want, booking, state)
        elif self._do(DeclineOffer(entry)) is not None:
            self._look(want.spot)

    # ------------------------------------------------------------ having one

    def _has(self, want: Want, booking: BookingId, state: State) -> None:
        """What they do with it, as far as there is still time for it."""
        self._held.add(want.number)
        spot, now = want.spot, self._minute
        if state == "pending":
            self._submit(want, booking, 0)
        if want.cancels_ahead is not None and spot.start - want.cancels_ahead > now:
            self._later(spot.start - want.cancels_ahead, partial(self._cancel, want, booking))
            return
        asked = self.switches.reminders and spot.peak and now < spot.start - ASKED_AHEAD
        reminded = self.switches.reminders and now < spot.start - REMINDED_AHEAD
        heard = spot.start - (ASKED_AHEAD if asked else REMINDED_AHEAD) + want.answers_after
        heeds = want.heeds if asked or reminded else None
        if want.misses and heeds == "cancels":
            self._later(heard, partial(self._cancel, want, booking))
        elif not want.misses or heeds == "comes":
            if asked and (want.misses or want.answers):
                self._later(heard, lambda: self._do(Confirm(booking)))
            self._later(want.arrives, partial(self._arrive, want, booking))

    def _cancel(self, want: Want, booking: BookingId) -> None:
        cancelled = self._do(Cancel(booking))
        if cancelled is not None and cancelled.offered:
            self._look(want.spot)

    def _arrive(self, want: Want, booking: BookingId) -> None:
        """Who lost the place for want of an answer comes all the same."""
        if self._do(CheckIn(booking)) is None:
            self._held.discard(want.number)
            self._come_anyway(want)

    def _submit(self, want: Want, booking: BookingId, level: int) -> None:
        there_is = max(_LEAST_PATIENCE, (want.spot.start - self._minute) // 6)
        minute = at_work(self._minute + int(want.decided_after[level] * there_is))
        self._later(minute, partial(self._approve, want, booking, level))

    def _approve(self, want: Want, booking: BookingId, level: int) -> None:
        approved = self._do(Approve(booking))
        if approved is not None and approved.state == "pending":
            self._submit(want, booking, level + 1)
