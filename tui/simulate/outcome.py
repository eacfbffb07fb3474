"""What comes of the simulation: four runs, measured by the desk's own question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from core.check import Check, Finding
from core.reports.utilisation import AskUtilisation, FacilityFigures, Utilisation
from storage.database import open_database
from tui.simulate.assumed import MEMBERS
from tui.simulate.club import facilities
from tui.simulate.run import Run, Switches
from tui.simulate.wants import Want, wants_of

MONDAY = date(2026, 3, 2)
"""The first day of every simulation, so that a seed always tells the same."""

SWITCHES = (
    Switches(waitlist=False, reminders=False),
    Switches(waitlist=False, reminders=True),
    Switches(waitlist=True, reminders=False),
    Switches(waitlist=True, reminders=True),
)

Told = Callable[[int, int], None]
"""Is told of the weeks that are done in all runs, and of how many there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run. Shares are parts of 1. Of everything: `cancelled` of all bookings, `cancelled_1_to_2_hours`
    of the cancelled ones, `meetings_unused` of the meeting rooms' bookings that were not given up,
    `came_in_vain` of the members. Of the peak: places given up before the start, the share of them that
    reached somebody, how many by the waitlist, the minutes that one belonged to nobody on average; places
    released for want of an answer; members turned away; the use of what was offered."""

    waitlist: bool
    reminders: bool
    cancelled: float
    cancelled_1_to_2_hours: float
    meetings_unused: float
    came_in_vain: float
    given_up: int
    reached: float
    by_waitlist: int
    minutes_empty: float
    released: int
    turned_away: int
    use: float
    problems: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """All runs: neither, with reminders, with the waitlist, with both. `wants` is how often somebody wanted
    something, the same in each."""

    seed: int
    weeks: int
    first: date
    last: date
    members: int
    facilities: int
    wants: int
    runs: tuple[Outcome, ...]


def simulate(seed: int, weeks: int, told: Told = lambda _done, _all: None) -> Simulation:
    """Runs everything; the same seed gives the same figures."""
    wants = wants_of(seed, MONDAY, weeks)

    def of_run(number: int, week: int) -> None:
        told(number * weeks + week, len(SWITCHES) * weeks)

    return Simulation(
        seed=seed,
        weeks=weeks,
        first=MONDAY,
        last=MONDAY + timedelta(days=weeks * 7 - 1),
        members=MEMBERS,
        facilities=len(facilities(reminders=False)),
        wants=len(wants),
        runs=tuple(
            _run(seed, weeks, wants, switches, partial(of_run, number))
            for number, switches in enumerate(SWITCHES)
        ),
    )


def _run(
    seed: int, weeks: int, wants: list[Want], switches: Switches, told: Callable[[int], None]
) -> Outcome:
    with TemporaryDirectory(prefix="frontdesk-simulate-") as folder:
        database = open_database(Path(folder) / "club.db", replayed=True)
        try:
            run = Run(database, wants, MONDAY, switches)
            run.live(seed, weeks, told)
            answer = run.desk.ask(AskUtilisation(MONDAY, MONDAY + timedelta(days=weeks * 7 - 1)))
            return _measured(run, answer, run.desk.ask(Check()).problems)
        finally:
            database.close()


def _measured(run: Run, answer: Utilisation, problems: tuple[Finding, ...]) -> Outcome:
    peak = answer.peak
    made = answer.booked + answer.cancelled + answer.released + answer.expired
    meetings = [part for part in answer.facilities if part.facility.startswith("meeting")]
    return Outcome(
        waitlist=run.switches.waitlist,
        reminders=run.switches.reminders,
        cancelled=_share(answer.cancelled, made),
        cancelled_1_to_2_hours=_share(answer.cancelled_ahead.hours_1_to_2, answer.cancelled),
        meetings_unused=_share(_sum(meetings, "no_shows"), _sum(meetings, "booked")),
        came_in_vain=_share(len(run.came_in_vain), MEMBERS),
        given_up=peak.given_up,
        reached=_share(peak.taken_again, peak.given_up),
        by_waitlist=peak.by_waitlist,
        minutes_empty=round(peak.minutes_empty / max(peak.given_up, 1), 1),
        released=peak.released,
        turned_away=peak.turned_away,
        use=_share(peak.used, peak.offered),
        problems=problems,
    )


def _sum(parts: list[FacilityFigures], figure: str) -> int:
    return sum(getattr(part, figure) for part in parts)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
