"""`frontdesk utilisation`: how the club was used."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import N_, _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.reports.utilisation import Figures, Utilisation

HEADS = {
    "offered": N_("Offered"),
    "booked": N_("Booked"),
    "used": N_("Used"),
    "no_shows": N_("No-shows"),
    "cancelled": N_("Cancelled"),
    "turned_away": N_("Turned away"),
    "waitlisted": N_("Waitlist"),
    "promoted": N_("Promoted"),
}
OTHERS = {
    "walk_ins": N_("walk-ins: {number}"),
    "rejected": N_("rejected: {number}"),
    "expired": N_("undecided at the start: {number}"),
    "released": N_("released without an answer: {number}"),
    "displaced": N_("displaced: {number}"),
}
AHEAD = {
    "under_1_hour": N_("less than 1 hour: {number}"),
    "hours_1_to_2": N_("1 to 2 hours: {number}"),
    "hours_2_to_24": N_("up to a day: {number}"),
    "days_1_to_7": N_("up to 7 days: {number}"),
    "over_7_days": N_("more than 7 days: {number}"),
    "after_start": N_("after the start: {number}"),
    "unknown": N_("not known: {number}"),
}


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("Say what was offered, booked, used, and who found no place."))
    def utilisation(
        context: typer.Context,
        first: Annotated[str, typer.Option("--from", metavar="2026-11-01", help=_("The first day."))],
        last: Annotated[str, typer.Option("--to", metavar="2026-11-30", help=_("The last day."))],
        facility: Annotated[
            str | None, typer.Option("--facility", metavar="CODE", help=_("Of this facility alone."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.reports.utilisation import AskUtilisation
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        asked = read_record(AskUtilisation, {"from": first, "to": last, "facility": facility})
        answer = open_desk(context).ask(asked)
        if as_json:
            print_json(write_record(answer))
        else:
            for line in lines_of(answer):
                print_line(line)
        return 0


def lines_of(answer: "Utilisation") -> list[str]:
    """What is printed for people."""
    return [
        say("Slots from {first} to {last}", first=answer.from_, last=answer.to),
        "",
        *_by_facility(answer),
        "",
        *_by_start(answer),
        "",
        *_in_words(answer),
    ]


def _by_facility(answer: "Utilisation") -> list[str]:
    rows: list[tuple[str, Figures]] = [(part.name, part) for part in answer.facilities]
    if len(rows) != 1:
        rows.append((_("All"), answer))
    return _table(_("Facility"), rows)


def _by_start(answer: "Utilisation") -> list[str]:
    from core.wire import minute_told

    rows: list[tuple[str, Figures]] = [(minute_told(part.start), part) for part in answer.periods]
    return _table(_("Start"), [*rows, (_("Peak"), answer.peak)])


def _table(head: str, rows: "Iterable[tuple[str, Figures]]") -> list[str]:
    from tui.printing import table

    heads = (head, *(_(text) for text in HEADS.values()))
    told = [(name, *(str(getattr(figures, figure)) for figure in HEADS)) for name, figures in rows]
    return table([heads, *told], gap=1, right_from=1)


def _in_words(answer: "Utilisation") -> list[str]:
    lines = []
    if others := _listed(OTHERS, answer):
        lines.append(say("Besides: {list}.", list=others))
    if ahead := _listed(AHEAD, answer.cancelled_ahead):
        lines.append(say("Cancelled so long before the start: {list}.", list=ahead))
    if answer.given_up:
        lines.append(
            say(
                "Places given up before the start: {given_up}; {taken_again} of them reached somebody: "
                "{by_waitlist} from the waitlist, {by_walk_in} by walking in.",
                given_up=answer.given_up,
                taken_again=answer.taken_again,
                by_waitlist=answer.by_waitlist,
                by_walk_in=answer.by_walk_in,
            )
        )
        minutes = round(answer.minutes_empty / answer.given_up)
        lines.append(say("On average such a place was nobody's for {minutes} minutes.", minutes=minutes))
    return lines


def _listed(texts: dict[str, str], figures: object) -> str:
    """The figures that are not zero."""
    from tui.sentences.fields import plain

    told = [
        say(text, number=getattr(figures, name)) for name, text in texts.items() if getattr(figures, name)
    ]
    return str(plain({"list": told})["list"]) if told else ""
