"""The waitlist of the story: who joins the line for a full slot, is offered a place, answers.

The story knows beforehand what the door will do with a place that comes free: it goes down the line just so.
That is why only those wait who will have nothing in their own way then.
"""

from abc import abstractmethod
from functools import partial

from core.records import EntryId
from core.waitlist.joining import AcceptOffer, DeclineOffer, JoinWaitlist
from tui.demo.habits import Person, after_night
from tui.demo.telling import FIRST, Entry, Place, Telling, Visit

_TAKES, _DECLINES = 0.70, 0.15
"""Shares of those who are offered a place; the others do not answer in time."""

_SOON = 60
"""An offer that stands so many minutes at most is answered by telephone; a longer one at leisure."""


class Waiting(Telling):
    """A story with waitlists."""

    @abstractmethod
    def _foresee(self, visit: Visit) -> None:
        """How a booking will end."""

    @abstractmethod
    def _submit(self, visit: Visit, level: int) -> None:
        """Lets somebody decide on it, where it needs approval."""

    def _join(self, person: Person, place: Place) -> None:
        """Somebody at the end of the line, for one place."""
        entry = Entry(
            next(self._entry_numbers), person, place.facility.capacity if place.facility.whole_slot else 1
        )
        person.remember(place.start, place.end, place.group)
        day, start = self._day_and_start(place)
        place.line.append(entry)
        command = JoinWaitlist(person.staff_no, place.facility.code, day, start)
        self._deed(command, visit=-entry.number, entry=entry.number)

    def _hand_out(self, place: Place) -> None:
        """Before the start, places that came free are held for the next in line."""
        if self._minute >= place.start:
            return
        for entry in place.line:
            if not place.free:
                return
            if entry.state == "waiting":
                self._offer(entry, place)

    def _offer(self, entry: Entry, place: Place) -> None:
        entry.state = "offered"
        place.held += entry.places
        until = min(self._minute + place.facility.offer_minutes, place.start)
        self._later(until, partial(self._run_out, entry, place), FIRST)
        span, reached = until - self._minute, self._random.random()
        wait = (
            self._random.randint(2, 25) if span <= _SOON else self._random.randint(span // 3, span * 9 // 10)
        )
        answers = after_night(self._minute + wait)
        if answers < until and reached < _TAKES + _DECLINES:
            answer = self._accept if reached < _TAKES else self._decline
            self._later(answers, partial(answer, entry, place))

    def _accept(self, entry: Entry, place: Place) -> None:
        self._end(entry, place)
        state = "pending" if place.facility.approval_levels else "confirmed"
        visit = Visit(next(self._numbers), entry.person, place, entry.places, state)
        place.taken += entry.places
        self._deed(AcceptOffer(EntryId(entry.number)), visit.number, entry=entry.number)
        if state == "pending":
            self._submit(visit, 1)
        self._foresee(visit)

    def _decline(self, entry: Entry, place: Place) -> None:
        self._end(entry, place)
        self._deed(DeclineOffer(EntryId(entry.number)), -entry.number, entry=entry.number)
        self._hand_out(place)

    def _run_out(self, entry: Entry, place: Place) -> None:
        """By itself: nobody answered."""
        if entry.state == "offered":
            self._end(entry, place)
            self._hand_out(place)

    @staticmethod
    def _end(entry: Entry, place: Place) -> None:
        entry.state = "gone"
        place.held -= entry.places
