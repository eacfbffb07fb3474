"""What became of places that were given up before their slot began: whether anybody had them again."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from core.booking.records import HOLDING, State
from core.clock import Instant

GIVING_UP: tuple[State, ...] = ("cancelled", "rejected", "released")
"""The states whose places go to somebody else, if there is anybody."""

BY_WAITLIST = ("promoted", "accepted")
"""The steps with which an entry of the waitlist becomes a booking."""


class SlotStory(NamedTuple):
    """A slot as this looks at it. `capacity` counts units: one, where it is booked whole."""

    begins_at: Instant
    capacity: int


class Turn(NamedTuple):
    """One step of one booking of the slot; `units` are what the booking takes of it."""

    booking: int
    units: int
    at: Instant
    event: str
    state: State


class GivenUp(NamedTuple):
    """Units given up before the start; those of them that somebody had again, and by which way; the seconds
    that they belonged to nobody, up to the start."""

    given_up: int = 0
    taken_again: int = 0
    by_waitlist: int = 0
    by_walk_in: int = 0
    seconds_empty: int = 0


class _Slot:
    """A slot while its story is told. `left` are the units given up that nobody has, oldest first, each with
    the instant of giving up; `vacated` those that became free in another way."""

    def __init__(self, slot: SlotStory) -> None:
        self.slot = slot
        self.held: dict[int, int] = {}
        self.left: deque[Instant] = deque()
        self.vacated = 0
        self.given_up = 0
        self.seconds_empty = 0
        self.again = {"waitlist": 0, "walk_in": 0, "booking": 0}

    def let_go(self, turn: Turn) -> None:
        units = self.held.pop(turn.booking)
        if turn.state in GIVING_UP and turn.at < self.slot.begins_at:
            self.given_up += units
            self.left.extend([turn.at] * units)
        else:
            self.vacated += units

    def take(self, turn: Turn) -> None:
        """Places that nobody ever had are taken first, so that only who depended on a place that was given up
        counts as having got one; then the oldest of those given up."""
        never_had = self.slot.capacity - sum(self.held.values()) - len(self.left) - self.vacated
        again = min(max(turn.units - max(never_had, 0), 0), len(self.left))
        for _ in range(again):
            self.seconds_empty += self._empty_until(turn.at)
        way = "waitlist" if turn.event in BY_WAITLIST else "walk_in" if turn.event == "walk_in" else "booking"
        self.again[way] += again
        self.vacated = max(self.vacated - max(turn.units - max(never_had, 0) - again, 0), 0)
        self.held[turn.booking] = turn.units

    def take_back(self, turn: Turn) -> None:
        """Who was a no-show by mistake has the place again that became free by it."""
        self.vacated = max(self.vacated - turn.units, 0)
        self.held[turn.booking] = turn.units

    def told(self) -> GivenUp:
        while self.left:
            self.seconds_empty += self._empty_until(self.slot.begins_at)
        again = self.again
        return GivenUp(
            self.given_up, sum(again.values()), again["waitlist"], again["walk_in"], self.seconds_empty
        )

    def _empty_until(self, at: Instant) -> int:
        return max(min(at, self.slot.begins_at) - self.left.popleft(), 0)


def given_up_in(slot: SlotStory, turns: Iterable[Turn]) -> GivenUp:
    """Goes through all that happened to the bookings that stand in a slot now, in the order in which it
    happened. Who moved in was elsewhere before; who moved out is not seen."""
    story = _Slot(slot)
    ended: set[int] = set()
    for turn in _since_they_moved_in(list(turns)):
        holds = turn.state in HOLDING
        if holds and turn.booking not in story.held:
            (story.take_back if turn.booking in ended else story.take)(turn)
        elif not holds and turn.booking in story.held:
            story.let_go(turn)
            ended.add(turn.booking)
    return story.told()


def _since_they_moved_in(turns: list[Turn]) -> Iterable[Turn]:
    """Without what happened to a booking before its last move."""
    moved = {turn.booking: index for index, turn in enumerate(turns) if turn.event == "moved"}
    return (turn for index, turn in enumerate(turns) if index >= moved.get(turn.booking, 0))
