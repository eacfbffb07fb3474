"""The best overall assignment of bookings to places: fewest left out, then the least time moved, then the
nearer kind of place. Pure: nothing here looks anything up.

Branch and bound (Land and Doig 1960) over a flow: how many bookings a place takes is what a flow can express;
parties of several, a member's own bookings that must not overlap and quotas are not. Where the cheapest flow
breaks one of these, each way of keeping it is tried. The first flow that breaks none is the best assignment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from math import floor, gcd, lcm
from typing import NamedTuple

from core.closures.board import Board, Room, Seeker, cheapest_first
from core.closures.flow import Edge, Network, OutOfWork, Work

WORK = 3_000_000
"""So many edges are looked at, a second or two; then the best that was found is taken, and said not to be
proven."""

MAKING, PLACING = 4, 30
"""Making an edge, or finding a seeker a place, takes as long as looking at so many."""

Pair = tuple[int, int]
"""A class of seekers and a room, by their places in the lists."""


class Assignment(NamedTuple):
    """Where each booking goes, by number, and who is left out; `minutes` is by how much all are moved
    together, `farther` how many get another kind of place. `proven`: no other does better."""

    placed: dict[int, int]
    left_out: tuple[int, ...]
    minutes: int
    farther: int
    proven: bool


class Class(NamedTuple):
    """Seekers that can stand for each other: alone for their member, of one party, with the same choices."""

    seekers: tuple[Seeker, ...]
    costs: dict[int, int]
    """What each room costs, by its place in the list."""

    @property
    def party(self) -> int:
        return self.seekers[0].party


class Relaxed(NamedTuple):
    """The least that any assignment within a node costs, how many of each class would go where if a flow's
    rules were all (some may go in parts), and what one more place of each room would be worth."""

    cost: int
    units: dict[Pair, Fraction]
    prices: list[int]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of what is still possible: how many of a class must, or at most may, go to a room."""

    least: dict[Pair, int] = field(default_factory=dict)
    most: dict[Pair, int] = field(default_factory=dict)


def best_assignment(
    rooms: Sequence[Room], seekers: Iterable[Seeker], *, complete: bool = True, work: int = WORK
) -> Assignment:
    """The best assignment of seekers to rooms. `complete` is False where the choices are not all there are,
    so that nothing is proven."""
    in_order = (seeker._replace(choices=tuple(cheapest_first(seeker))) for seeker in seekers)
    problem = _Problem(sorted(rooms), sorted(in_order))
    proven = problem.search(Work(work))
    board = problem.best
    return Assignment(
        {seeker.booking: room.slot for seeker, room in board.placed()},
        tuple(seeker.booking for seeker in problem.seekers if not board.has(seeker)),
        board.minutes,
        board.farther,
        proven and complete,
    )


class _Problem:
    """One assignment being looked for. Costs put minutes and kind into one number: a kind is less than a
    minute, leaving one out is more than all else together."""

    def __init__(self, rooms: list[Room], seekers: list[Seeker]) -> None:
        self.rooms = rooms
        self.seekers = seekers
        self.minute = len(seekers) + 1
        minutes = [choice.minutes for seeker in seekers for choice in seeker.choices]
        self.missing = (max(minutes, default=0) + 1) * self.minute * (len(seekers) + 1)
        self.step = gcd(*minutes)
        self.classes = list(self._classes())
        self.mixed = len({seeker.party for seeker in seekers}) > 1
        self.scale = lcm(*(its.party for its in self.classes))
        self.together = self._of_one_member()
        self.best = self._greedy(Board(rooms), seekers)

    def _classes(self) -> Iterator[Class]:
        at = {room.slot: index for index, room in enumerate(self.rooms)}
        bookings: dict[int, int] = {}
        for seeker in self.seekers:
            bookings[seeker.member] = bookings.get(seeker.member, 0) + 1
        alike: dict[object, list[Seeker]] = {}
        for seeker in self.seekers:
            alone = seeker.exempt or bookings[seeker.member] == 1
            key = (seeker.party, seeker.choices) if alone else seeker.booking
            alike.setdefault(key, []).append(seeker)
        for group in alike.values():
            choices = group[0].choices
            costs = {at[choice.slot]: choice.minutes * self.minute + choice.farther for choice in choices}
            yield Class(tuple(group), costs)

    def _of_one_member(self) -> list[list[int]]:
        """The classes, of one seeker each, that are bookings of one member."""
        groups: dict[int, list[int]] = {}
        for index, its in enumerate(self.classes):
            if not its.seekers[0].exempt and len(its.seekers) == 1:
                groups.setdefault(its.seekers[0].member, []).append(index)
        return [group for group in groups.values() if len(group) > 1]

    # ------------------------------------------------------------ the search

    def search(self, work: Work) -> bool:
        """Looks for the best; whether it is proven to be."""
        waiting: list[tuple[int, int, Node, Relaxed]] = []
        count = 0
        fresh = [Node()]
        try:
            while True:
                for node in fresh:
                    relaxed = self._relax(node, work)
                    if relaxed is not None and relaxed.cost < self.cost(self.best):
                        count += 1
                        heappush(waiting, (relaxed.cost, -count, node, relaxed))
                if not waiting or waiting[0][0] >= self.cost(self.best):
                    return True
                _, _, node, relaxed = heappop(waiting)
                fresh = list(self._branches(node, relaxed))
        except OutOfWork:
            return False

    def cost(self, board: Board) -> int:
        return board.minutes * self.minute + board.farther + board.missing(len(self.seekers)) * self.missing

    def _rounded(self, cost: int) -> int:
        """The least cost of an assignment that is not below this one: slots begin at the half hour, or as the
        club has it, and so do the minutes come in steps."""
        missing, rest = divmod(cost, self.missing)
        if not self.step:
            return cost
        steps = -(-(rest - len(self.seekers)) // (self.minute * self.step))
        return max(cost, missing * self.missing + steps * self.step * self.minute)

    def _relax(self, node: Node, work: Work) -> Relaxed | None:
        """The cheapest flow within a node. Where parties differ there are two: by places, which knows of
        parties, and by bookings, which knows of rooms that one booking takes whole; the second pays for its
        places what they are worth in the first (Lagrange), and so says the most. None where what must be
        can't be."""
        left = self._left(node)
        if left is None:
            return None
        work.spend(PLACING * len(self.seekers))
        if not self.mixed:
            return self._kept(self._flow(node, *left, work))
        by_places = self._kept(self._flow(node, *left, work, by_places=True))
        by_bookings = self._kept(self._flow(node, *left, work, prices=by_places.prices))
        breaks = next(self._branches(node, by_bookings), None) is not None
        return (by_bookings if breaks else by_places)._replace(cost=max(by_places.cost, by_bookings.cost))

    def _kept(self, relaxed: Relaxed) -> Relaxed:
        """Makes an assignment of a flow: who would break a rule, or be in parts, is put elsewhere."""
        board = Board(self.rooms)
        waiting = {index: list(its.seekers) for index, its in enumerate(self.classes)}
        units = relaxed.units
        for index, at in sorted(units, key=lambda pair: (self.classes[pair[0]].party, pair)):
            room = self.rooms[at]
            for _unit in range(floor(units[index, at])):
                if board.takes(waiting[index][0], room):
                    board.put(waiting[index].pop(0), room)
        left = sorted(seeker for seekers in waiting.values() for seeker in seekers)
        board = self._greedy(board, left)
        if self.cost(board) < self.cost(self.best):
            self.best = board
        return relaxed

    def _left(self, node: Node) -> tuple[list[int], list[int]] | None:
        """The places and the seekers of each class that are left beside what must be."""
        places = [room.free for room in self.rooms]
        supplies = [len(its.seekers) for its in self.classes]
        for (index, at), units in node.least.items():
            room = self.rooms[at]
            places[at] -= room.free * units if room.whole else units * self.classes[index].party
            supplies[index] -= units
            if places[at] < 0 or supplies[index] < 0 or units > node.most.get((index, at), units):
                return None
        return places, supplies

    def _flow(
        self,
        node: Node,
        places: list[int],
        supplies: list[int],
        work: Work,
        *,
        by_places: bool = False,
        prices: Sequence[int] | None = None,
    ) -> Relaxed:
        """`prices` are what a place of each room costs besides, in shares of `scale`."""
        edges: list[dict[int, Edge]] = []
        parties: list[list[tuple[int, int]]] = [[] for _ in self.rooms]
        sizes = [its.party if by_places else 1 for its in self.classes]
        work.spend(MAKING * sum(len(its.costs) for its in self.classes))
        for index, its in enumerate(self.classes):
            size, share, party = sizes[index], self.scale // sizes[index], its.party
            kept: dict[int, Edge] = {}
            for at, cost in its.costs.items():
                most = supplies[index]
                if (index, at) in node.most:
                    most = min(most, node.most[index, at] - node.least.get((index, at), 0))
                if most > 0 and party <= places[at]:
                    kept[at] = Edge(cost * share + (party * prices[at] if prices else 0), most * size)
                    parties[at].append((party, most))
            kept[len(self.rooms)] = Edge(self.missing * share, supplies[index] * size)
            edges.append(kept)
        takes = [
            _takes(room, left, sorted(there), by_places=by_places)
            for room, left, there in zip(self.rooms, places, parties, strict=True)
        ]
        wanted = [count * size for count, size in zip(supplies, sizes, strict=True)]
        network = Network(wanted, edges, [*takes, sum(wanted)])
        units = {pair: Fraction(count) for pair, count in node.least.items()}
        cost = self.scale * sum(
            self.classes[index].costs[at] * count for (index, at), count in node.least.items()
        )
        for index, sent in enumerate(network.solve(work)):
            for at, count in sent.items():
                cost += edges[index][at].cost * count
                if at < len(self.rooms):
                    units[index, at] = units.get((index, at), Fraction(0)) + Fraction(count, sizes[index])
        if prices:
            cost -= sum(price * left for price, left in zip(prices, places, strict=True))
        worth = [
            0 if room.whole else -price
            for room, price in zip(self.rooms, network.column_prices, strict=False)
        ]
        return Relaxed(self._rounded(-(-cost // self.scale)), units, worth)

    def _greedy(self, board: Board, seekers: list[Seeker]) -> Board:
        """Each in turn where it costs least, small parties first."""
        rooms = {room.slot: room for room in self.rooms}
        for seeker in sorted(seekers, key=lambda seeker: (seeker.party, seeker)):
            for choice in seeker.choices:
                if board.takes(seeker, rooms[choice.slot]):
                    board.put(seeker, rooms[choice.slot])
                    break
        return board

    # ------------------------------------------------------------ what a flow can't express

    def _branches(self, node: Node, relaxed: Relaxed) -> Iterator[Node]:
        """The ways of keeping a rule that a flow breaks; none where it breaks none."""
        parts = [pair for pair, count in relaxed.units.items() if count.denominator > 1]
        if parts:
            largest = max(parts, key=lambda pair: (self.classes[pair[0]].party, pair))
            yield from _no_parts(node, largest, floor(relaxed.units[largest]))
            return
        units = {pair: int(count) for pair, count in relaxed.units.items()}
        overfull = self._overfull(units)
        if overfull is not None:
            yield from self._fewer(node, units, overfull)
            return
        at = dict(units.keys())
        for group in self.together:
            going = [index for index in group if index in at]
            for first, one in enumerate(going):
                for other in going[first + 1 :]:
                    if self.rooms[at[one]].overlaps(self.rooms[at[other]]):
                        yield _without(node, [(one, at[one])])
                        yield self._with(node, group, one, at[one])
                        return
            for room_set in self._over_quota(going, at):
                for index in room_set[0]:
                    yield _without(node, [(index, room) for room in room_set[1]])
                return

    def _overfull(self, units: dict[Pair, int]) -> int | None:
        """The first room that would hold more places than it has."""
        held = [0] * len(self.rooms)
        for (index, at), count in units.items():
            held[at] += count * (self.rooms[at].free if self.rooms[at].whole else self.classes[index].party)
        for at, room in enumerate(self.rooms):
            if held[at] > room.free:
                return at
        return None

    def _fewer(self, node: Node, units: dict[Pair, int], at: int) -> Iterator[Node]:
        """One of the classes sends fewer to a room, those before it as many as they did; large ones first."""
        here = [pair for pair in units if pair[1] == at and units[pair] > node.least.get(pair, 0)]
        least = dict(node.least)
        for pair in sorted(here, key=lambda pair: (-self.classes[pair[0]].party, pair)):
            yield Node(dict(least), {**node.most, pair: units[pair] - 1})
            least[pair] = units[pair]

    def _with(self, node: Node, group: list[int], index: int, at: int) -> Node:
        """A booking goes to a room, and so the member's others to none that overlaps."""
        most = dict(node.most)
        for other in group:
            if other != index:
                for room in self.classes[other].costs:
                    if self.rooms[room].overlaps(self.rooms[at]):
                        most[other, room] = 0
        return Node({**node.least, (index, at): 1}, most)

    def _over_quota(self, going: list[int], at: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
        """Bookings of a member that would go to one facility on a day or in a week together, one more than
        the quota leaves, and all rooms that it covers."""
        for index in going:
            room, seeker = self.rooms[at[index]], self.classes[index].seekers[0]
            for quota, first, last in room.quotas():
                alike = [
                    other for other in going if self.rooms[at[other]].counts_with(room.facility, first, last)
                ]
                left = max(quota - seeker.counted(room.facility, first, last), 0)
                if len(alike) > left:
                    covered = [
                        other
                        for other, its in enumerate(self.rooms)
                        if its.counts_with(room.facility, first, last)
                    ]
                    yield alike[: left + 1], covered


def _no_parts(node: Node, pair: Pair, down: int) -> Iterator[Node]:
    """Not so many bookings that there is a part of one: fewer, or more."""
    yield Node(node.least, {**node.most, pair: down})
    yield Node({**node.least, pair: down + 1}, node.most)


def _without(node: Node, pairs: Iterable[Pair]) -> Node:
    return Node(node.least, {**node.most, **dict.fromkeys(pairs, 0)})


def _takes(room: Room, places: int, parties: list[tuple[int, int]], *, by_places: bool) -> int:
    """How much a room takes of the parties that may come, each a size and how many there are, small ones
    first: places, or bookings. Of a room that is booked whole, one booking, however large."""
    if room.whole:
        largest = parties[-1][0] if parties else 0
        return 0 if not places else largest if by_places else 1
    return places if by_places else _most_that_fit(places, parties)


def _most_that_fit(places: int, parties: list[tuple[int, int]]) -> int:
    """How many parties fit into so many places at the most; `parties` are sizes, and how many there are."""
    count = 0
    for party, number in parties:
        more = min(number, places // party)
        count += more
        places -= more * party
        if more < number:
            break
    return count
