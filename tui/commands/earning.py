"""`frontdesk points rules`, `add-rule`, `add-promotion`: by what points are earned."""

from typing import Annotated, Any

import typer

from tui.language import _, say
from tui.opening import open_desk


def register_earning(points: typer.Typer) -> None:
    """Enters the commands below `frontdesk points`."""
    json_ = typer.Option("--json", help=_("Print facts as JSON."))

    @points.command("rules", help=_("List the earning rules and the promotions."))
    def rules(context: typer.Context, as_json: Annotated[bool, json_] = False) -> int:
        return _list(context, as_json=as_json)

    @points.command("add-rule", help=_("Add an earning rule."))
    def add_rule(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("What it is known by."))],
        number: Annotated[int, typer.Argument(metavar="POINTS", help=_("What it earns."))],
        name: Annotated[
            str | None, typer.Option("--name", metavar="TEXT", help=_("What people call it; else the code."))
        ] = None,
        months: Annotated[
            int, typer.Option("--months", metavar="N", help=_("So many months its points are good."))
        ] = 12,
        for_ever: Annotated[bool, typer.Option("--for-ever", help=_("Its points never lapse."))] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        fields = {
            "code": code,
            "name": name or code,
            "points": number,
            "expires_months": None if for_ever else months,
        }
        return add_by_hand(context, "add_earning_rule", fields, as_json=as_json)

    @points.command("add-promotion", help=_("Add days on which more is earned."))
    def add_promotion(
        context: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE", help=_("What it is known by."))],
        first: Annotated[str, typer.Option("--from", metavar="DATE", help=_("The first day."))],
        last: Annotated[str, typer.Option("--to", metavar="DATE", help=_("The last day."))],
        multiplier: Annotated[
            str, typer.Option("--multiplier", metavar="2", help=_("How many times as much, as 2 or 1.5."))
        ] = "2",
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        fields = {"code": code, "from": first, "to": last, "multiplier": multiplier}
        return add_by_hand(context, "add_promotion", fields, as_json=as_json)


def add_by_hand(context: typer.Context, command: str, fields: dict[str, Any], *, as_json: bool) -> int:
    """Carries out a command that adds something with a code, and says so."""
    from core.catalog import COMMANDS
    from core.wire import read_record, write_record
    from tui.printing import print_json, print_line

    told = open_desk(context).do(read_record(COMMANDS[command].request, fields))
    if as_json:
        print_json(write_record(told))
    else:
        print_line(say("{code} is added.", code=fields["code"]))
    return 0


def _list(context: typer.Context, *, as_json: bool) -> int:
    from core.ledger.awarding import AskEarningRules
    from core.wire import write_record
    from tui.printing import print_json, print_line, table
    from tui.widgets.money import money_told

    told = open_desk(context).ask(AskEarningRules())
    if as_json:
        print_json(write_record(told))
        return 0
    rows = [
        [
            rule.code,
            rule.name,
            money_told("points", rule.points),
            _("for ever")
            if rule.expires_months is None
            else say("{count} months", count=rule.expires_months),
        ]
        for rule in told.rules
    ]
    rows += [
        [known.code, f"x{known.multiplier}", f"{known.from_} - {known.to}", ""] for known in told.promotions
    ]
    for line in table(rows):
        print_line(line)
    if not rows:
        print_line(_("There are no earning rules yet."))
    return 0
