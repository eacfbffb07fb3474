"""`frontdesk simulate`: what the waitlist and the reminders do, in a simulated club of the pilot's kind."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import N_, _, say
from tui.simulate import assumed
from tui.simulate.words import model

if TYPE_CHECKING:
    from tui.simulate.outcome import Outcome, Simulation

_MOST_WEEKS = 54


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=model(), short_help=_("Simulate what waitlist and reminders do."))
    def simulate(
        seed: Annotated[int, typer.Option("--seed", help=_("Another number, other people."))] = 1,
        weeks: Annotated[int, typer.Option("--weeks", min=1, max=_MOST_WEEKS, help=_("How many weeks."))] = 8,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from tui.imports import progress
        from tui.printing import complain, print_json, print_line
        from tui.sentences.check import FINDINGS
        from tui.sentences.fields import fill
        from tui.simulate.outcome import simulate as simulated

        with progress(100, _("Simulation")) as bar:
            told = simulated(seed, weeks, lambda done, every: bar.update(100 * done // every - bar.pos))
        if as_json:
            print_json(facts_of(told))
        else:
            for line in lines_of(told):
                print_line(line)
        problems = [found for run in told.runs for found in run.problems]
        for found in problems:
            complain(f"{found.record}: {fill(FINDINGS[found.code], found.facts)}")
        return 1 if problems else 0


def facts_of(told: "Simulation") -> dict[str, Any]:
    """As JSON: what was put in, the pilot's figures, what came of it."""
    from dataclasses import asdict

    put_in = {name.lower(): value for name, value in vars(assumed).items() if name.isupper()}
    published = put_in.pop("published")
    runs = [{**asdict(run), "problems": [found._asdict() for found in run.problems]} for run in told.runs]
    return {**asdict(told), "runs": runs, "assumed": put_in, "published": published}


def lines_of(told: "Simulation") -> list[str]:
    """The table beside the pilot's figures, for people."""
    from tui.printing import table

    heads = ("", _("Pilot"), _("Neither"), _("Reminders"), _("Waitlist"), _("Both"))
    rows = [
        (_(text), pilot and _(pilot), *(measure(run, told) for run in told.runs))
        for text, pilot, measure in _ROWS
    ]
    aligned = table([heads, *rows], gap=1, right_from=1)
    return [
        say(
            "{members} members, {facilities} facilities, {weeks} weeks from {first}, seed {seed}; the same "
            "{wants} wishes in each run.",
            members=told.members,
            facilities=told.facilities,
            weeks=told.weeks,
            first=told.first,
            seed=told.seed,
            wants=told.wants,
        ),
        "",
        aligned[0],
        _("Put in, or made to fit:"),
        *aligned[1 : 1 + _PUT_IN],
        _("Came of it, at the peak:"),
        *aligned[1 + _PUT_IN :],
        "",
        _("The model, and what is assumed in it: frontdesk simulate --help"),
    ]


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _of(figure: str) -> "Callable[[Outcome, Simulation], str]":
    return lambda run, _told: str(getattr(run, figure))


def _share_of(figure: str) -> "Callable[[Outcome, Simulation], str]":
    return lambda run, _told: _percent(getattr(run, figure))


def _gained(run: "Outcome", told: "Simulation") -> str:
    """More use than in the run that differs by the waitlist alone."""
    if not run.waitlist:
        return ""
    other = next(other for other in told.runs if other.reminders == run.reminders and not other.waitlist)
    return f"{run.use / other.use - 1:+.0%}" if other.use else ""


_ROWS: tuple[tuple[str, str, "Callable[[Outcome, Simulation], str]"], ...] = (
    (N_("bookings cancelled"), "33%", _share_of("cancelled")),
    (N_("  1 to 2 hours before the start"), N_("mostly"), _share_of("cancelled_1_to_2_hours")),
    (N_("meeting rooms booked and not used"), "28>3%", _share_of("meetings_unused")),
    (N_("members who came in vain"), "32%", _share_of("came_in_vain")),
    (N_("places given up before the start"), "", _of("given_up")),
    (N_("  that reached somebody"), "", _share_of("reached")),
    (N_("  number of these by the waitlist"), "", _of("by_waitlist")),
    (N_("  minutes that one was nobody's"), "", lambda run, _told: f"{run.minutes_empty:.0f}"),
    (N_("  taken for want of an answer"), "", _of("released")),
    (N_("turned away"), "", _of("turned_away")),
    (N_("use of what was offered"), "", _share_of("use")),
    (N_("  gained by the waitlist"), "+12%", _gained),
)
_PUT_IN = 4
"""How many of the rows, from the first, are no result."""
