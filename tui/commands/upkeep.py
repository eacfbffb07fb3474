"""`frontdesk check` and `frontdesk tick`."""

from typing import Annotated

import typer

from tui.language import N_, _, say, say_count
from tui.opening import open_desk

DONE: dict[str, str] = {
    "offers_ended": N_("offers run out: {count}"),
    "reconsidered": N_("looked at again after a suspension: {count}"),
    "lapsed": N_("lapsed on the waitlist: {count}"),
    "reminded": N_("reminded: {count}"),
    "asked": N_("asked whether they come: {count}"),
    "released": N_("released without an answer: {count}"),
    "expired": N_("expired without a decision: {count}"),
    "no_shows": N_("no-shows: {count}"),
    "completed": N_("completed: {count}"),
    "lots_lapsed": N_("lots lapsed: {count}"),
    "recalled": N_("balances recalled from those who left: {count}"),
    "unlocked": N_("points unlocked: {count}"),
    "cleared": N_("yearly clears: {count}"),
    "policies_run": N_("policies run: {count}"),
    "warned": N_("told that a lot runs out: {count}"),
}
"""What time has done, in the order in which it is told."""


def register(app: typer.Typer) -> None:
    """Enters the commands."""

    @app.command(help=_("Prove that all is as it must be."))
    def check(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.check import Check
        from tui.commands.batch import result_told
        from tui.printing import complain, print_json, print_line

        told = result_told(open_desk(context).ask(Check()))
        problems = told["problems"]
        if as_json:
            print_json(told)
        elif problems:
            for problem in problems:
                complain(
                    say(
                        "Rule {rule}, {record}: {message}",
                        **{k: problem[k] for k in ("rule", "record", "message")},
                    )
                )
            complain(say_count("{count} problem.", "{count} problems.", len(problems)))
        else:
            print_line(_("All is as it must be."))
        return 1 if problems else 0

    @app.command(help=_("Do everything that is due: for a scheduler."))
    def tick(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.wire import write_record
        from tui.printing import complain, print_json, print_line

        counts = write_record(open_desk(context, anybody=True).tick())
        if as_json:
            print_json(counts)
        elif told := [say(words, count=counts[name]) for name, words in DONE.items() if counts[name]]:
            print_line(" | ".join(told))
        if counts["set_aside"]:
            complain(
                say_count(
                    "{count} thing could not be done and was set aside.",
                    "{count} things could not be done and were set aside.",
                    counts["set_aside"],
                )
            )
        return 1 if counts["set_aside"] else 0
