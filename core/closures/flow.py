"""The cheapest way of sending units from rows to columns that take only so many: by shortest augmenting paths
with prices (Edmonds and Karp 1972; Tomizawa 1971). Pure, and exact."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

Flow = list[dict[int, int]]
"""For each row, how many of its units go to which column."""


class OutOfWork(Exception):  # noqa: N818 - no error: the search ends with what it has
    """As many edges were looked at as were allowed."""


class Work:
    """How many edges may still be looked at: a measure of time that is the same on every machine."""

    def __init__(self, edges: int) -> None:
        self.left = edges

    def spend(self, edges: int) -> None:
        self.left -= edges
        if self.left < 0:
            raise OutOfWork


class Edge(NamedTuple):
    """What a unit costs on its way from a row to a column, and how many units may go that way."""

    cost: int
    most: int


class Network:
    """`supplies` are the units of each row, `edges` the columns that it reaches, `capacities` what each
    column takes. There must be room for every unit."""

    def __init__(
        self, supplies: Sequence[int], edges: Sequence[Mapping[int, Edge]], capacities: Sequence[int]
    ) -> None:
        self.supplies = supplies
        self.edges = edges
        self.capacities = capacities
        self.flow: Flow = [{} for _ in supplies]
        self.users: list[dict[int, int]] = [{} for _ in capacities]
        """For each column, how many units of which row it has taken."""
        self.used = [0] * len(capacities)
        self.row_prices = [0] * len(supplies)
        self.column_prices = [0] * len(capacities)

    def solve(self, work: Work) -> Flow:
        """The cheapest flow. OutOfWork where it takes too long."""
        for row, supply in enumerate(self.supplies):
            left = supply
            while left > 0:
                left -= self._send(row, left, work)
        return self.flow

    def _send(self, row: int, units: int, work: Work) -> int:
        """Sends units of a row by the cheapest way that is left; how many."""
        search = _Search(self, row, work)
        column = search.nearest_room()
        search.set_prices()
        path = search.path_to(column)
        units = min(units, self.capacities[column] - self.used[column])
        for forth, back in path:
            units = min(units, self.edges[forth[0]][forth[1]].most - self.flow[forth[0]].get(forth[1], 0))
            if back is not None:
                units = min(units, self.flow[back[0]][back[1]])
        for forth, back in path:
            self._shift(*forth, units)
            if back is not None:
                self._shift(*back, -units)
        return units

    def _shift(self, row: int, column: int, units: int) -> None:
        for kept, key in ((self.flow[row], column), (self.users[column], row)):
            kept[key] = kept.get(key, 0) + units
            if not kept[key]:
                del kept[key]
        self.used[column] += units


Hop = tuple[tuple[int, int], tuple[int, int] | None]
"""A row's way to a column, and the way from it to another that the row gives up for it."""


class _Search:
    """One search for the column with room that a row reaches at the least cost (Dijkstra's, by the costs less
    the prices, none of which is below 0). In the heap a row stands as the complement of its number."""

    def __init__(self, network: Network, source: int, work: Work) -> None:
        self._network = network
        self._source = source
        self._work = work
        self._distances: dict[int, int] = {~source: 0}
        self._settled: dict[int, int] = {}
        self._came_from: dict[int, int] = {}
        self._heap = [(0, ~source)]
        self._best = 0

    def nearest_room(self) -> int:
        """The column that is reached at the least cost, `set_prices` and `path_to` tell of its way."""
        network = self._network
        while True:
            distance, node = heappop(self._heap)
            if node in self._settled:
                continue
            self._settled[node] = distance
            if node < 0:
                self._look_from_row(~node, distance)
            elif network.used[node] < network.capacities[node]:
                self._best = distance
                return node
            else:
                self._look_from_column(node, distance)

    def _look_from_row(self, row: int, distance: int) -> None:
        network = self._network
        edges, flow, prices = network.edges[row], network.flow[row], network.column_prices
        self._work.spend(len(edges))
        distance += network.row_prices[row]
        distances, came_from, heap = self._distances, self._came_from, self._heap
        for column, (cost, most) in edges.items():
            further = distance + cost - prices[column]
            known = distances.get(column)
            if (known is None or further < known) and (column not in flow or flow[column] < most):
                distances[column], came_from[column] = further, ~row
                heappush(heap, (further, column))

    def _look_from_column(self, column: int, distance: int) -> None:
        """Who is in a full column could give way."""
        network = self._network
        distance += network.column_prices[column]
        for row in network.users[column]:
            further = distance - network.edges[row][column].cost - network.row_prices[row]
            known = self._distances.get(~row)
            if known is None or further < known:
                self._distances[~row], self._came_from[~row] = further, column
                heappush(self._heap, (further, ~row))

    def set_prices(self) -> None:
        """So that no cost less the prices is below 0 after the units have gone."""
        for node, distance in self._settled.items():
            if node < 0:
                self._network.row_prices[~node] -= self._best - distance
            else:
                self._network.column_prices[node] -= self._best - distance

    def path_to(self, column: int) -> list[Hop]:
        """The way from the source, last hop first."""
        hops: list[Hop] = []
        while True:
            row = ~self._came_from[column]
            if row == self._source:
                hops.append(((row, column), None))
                return hops
            given_up = self._came_from[~row]
            hops.append(((row, column), (row, given_up)))
            column = given_up
