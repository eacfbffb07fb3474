"""Timing cases beside their floors: in turns, so that what slows the machine down slows both."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

Job = Callable[[int], object]
"""Does what is measured; its argument is the number of the turn."""


class Timed(NamedTuple):
    """Seconds of a case, over its turns."""

    median: float
    p95: float
    least: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timed":
        ordered = sorted(seconds)
        return cls(statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[0])


class Measure(NamedTuple):
    """A case beside its floor. `aim` is how many times the floor it may take, None where there is no aim."""

    name: str
    club: str
    case: Timed
    floor: Timed
    aim: float | None

    @property
    def times(self) -> float:
        return self.case.median / self.floor.median

    @property
    def least_times(self) -> float:
        """The same by the least of each: what a busy machine disturbs least."""
        return self.case.least / self.floor.least

    @property
    def verdict(self) -> str:
        return "" if self.aim is None else "met" if self.times <= self.aim else "missed"


def in_turns(turns: int, *jobs: Job, stretch: int = 1) -> list[Timed]:
    """Each job in `turns` stretches of calls, the jobs one after the other. The calls of a job count on from
    0, apart from those of the others."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for turn in range(turns):
        for job, taken in zip(jobs, seconds, strict=True):
            for call in range(turn * stretch, (turn + 1) * stretch):
                begun = time.perf_counter()
                job(call)
                taken.append(time.perf_counter() - begun)
    return [Timed.of(taken) for taken in seconds]


HEADS = ("measure", "club", "median ms", "p95 ms", "floor ms", "p95 ms", "times", "by least", "aim", "")


def table(measures: Sequence[Measure]) -> str:
    """The measures as a Markdown table."""
    return _lines([HEADS, *map(_told, measures)])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], _line(["-" * width for width in widths], widths), *lines[1:]])


def flat_table(measures: Sequence[Measure]) -> str:
    """How much longer each case takes in the last club than in the first, beside what its floor does."""
    by_name: dict[str, list[Measure]] = {}
    for measure in measures:
        by_name.setdefault(measure.name, []).append(measure)
    first, *_, last = (measure.club for measure in next(iter(by_name.values())))
    rows = [("measure", f"{last} / {first}", "floor")]
    for name, (small, *_, big) in by_name.items():
        case, floor = big.case.median / small.case.median, big.floor.median / small.floor.median
        rows.append((name, f"{case:.2f}", f"{floor:.2f}"))
    return _lines(rows)


def _told(measure: Measure) -> tuple[str, ...]:
    return (
        measure.name,
        measure.club,
        *(_milliseconds(value) for value in (*measure.case[:2], *measure.floor[:2])),
        f"{measure.times:.2f}",
        f"{measure.least_times:.2f}",
        "" if measure.aim is None else f"{measure.aim:g}",
        measure.verdict,
    )


def _milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.3f}" if value < 10 else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    told = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return "| " + " | ".join([cells[0].ljust(widths[0]), *told[1:]]) + " |"
