"""`frontdesk policies`: what everybody is given by grade, tenure and performance, and the yearly clear."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import invalid
from tui.commands.earning import add_by_hand
from tui.language import _, listed, say, say_count
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.ledger.clearing import Cleared, ClearingTold
    from core.ledger.policies import PolicyRun, PolicyTold


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    policies = typer.Typer(
        help=_("Policies: what everybody is given, and the yearly clear."),
        rich_markup_mode=None,
        add_completion=False,
    )
    app.add_typer(policies, name="policies")

    @policies.callback()
    def _policies() -> None: ...

    dry_ = typer.Option("--dry-run", help=_("Only say what would happen."))
    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    code_ = typer.Argument(metavar="CODE", help=_("The policy's code."))

    @policies.command("list", help=_("List the policies and the yearly clears."))
    def list_(context: typer.Context, as_json: Annotated[bool, json_] = False) -> int:
        return _list(context, as_json=as_json)

    @policies.command("run", help=_("Give everybody what a policy says for a period."))
    def run(
        context: typer.Context,
        code: Annotated[str, code_],
        period: Annotated[
            str | None,
            typer.Option("--period", metavar="2026", help=_("As 2026-11, 2026Q4 or 2026; else this one.")),
        ] = None,
        dry_run: Annotated[bool, dry_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _run(context, code, period, dry_run=dry_run, as_json=as_json)

    @policies.command(help=_("Take back what is left of a year that is over."))
    def clear(
        context: typer.Context,
        code: Annotated[str, code_],
        period: Annotated[
            str | None, typer.Option("--period", metavar="2026", help=_("The year; else the last one over."))
        ] = None,
        dry_run: Annotated[bool, dry_] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        return _clear(context, code, period, dry_run=dry_run, as_json=as_json)

    _register_adding(policies)


def _register_adding(policies: typer.Typer) -> None:
    json_ = typer.Option("--json", help=_("Print facts as JSON."))
    code_ = typer.Argument(metavar="CODE", help=_("The policy's code."))
    unit_ = typer.Option("--unit", metavar="UNIT", help=_("allowance or points."))
    name_ = typer.Option("--name", metavar="TEXT", help=_("What people call it."))
    pairs_ = {
        "grade": typer.Option("--grade", metavar="GRADE=AMOUNT", help=_("A grade's amount; several times.")),
        "tenure": typer.Option(
            "--tenure", metavar="YEARS=AMOUNT", help=_("What is added from so many years on; several times.")
        ),
        "performance": typer.Option(
            "--performance", metavar="MARK=PERCENT", help=_("A mark's per cent; several times.")
        ),
    }

    @policies.command(help=_("Add a policy."))
    def add(
        context: typer.Context,
        code: Annotated[str, code_],
        unit: Annotated[str, unit_],
        every: Annotated[
            str, typer.Option("--every", metavar="PERIOD", help=_("month, quarter, year or once."))
        ] = "once",
        base: Annotated[
            str | None, typer.Option("--base", metavar="AMOUNT", help=_("For who has no grade named here."))
        ] = None,
        grade: Annotated[list[str] | None, pairs_["grade"]] = None,
        tenure: Annotated[list[str] | None, pairs_["tenure"]] = None,
        performance: Annotated[list[str] | None, pairs_["performance"]] = None,
        day: Annotated[
            int | None, typer.Option("--day", metavar="N", help=_("The day of the period's first month."))
        ] = None,
        valid_months: Annotated[
            int | None, typer.Option("--valid-months", metavar="N", help=_("Good for so many months."))
        ] = None,
        valid_until: Annotated[
            str | None, typer.Option("--valid-until", metavar="DATE", help=_("Good through a day."))
        ] = None,
        whole: Annotated[
            bool, typer.Option("--whole", help=_("Joiners within the period get the whole amount."))
        ] = False,
        auto: Annotated[bool, typer.Option("--auto", help=_("It runs by itself each period."))] = False,
        name: Annotated[str | None, name_] = None,
        fund: Annotated[
            str | None, typer.Option("--fund", metavar="TEXT", help=_("Where the money comes from."))
        ] = None,
        exempt: Annotated[
            bool, typer.Option("--exempt", help=_("What it gives is exempt from the yearly clear."))
        ] = False,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        fields: dict[str, Any] = {
            "code": code,
            "unit": unit,
            "every": every,
            "base": None if base is None else _amount(unit, base, "base"),
            "by_grade": {key: _amount(unit, told, "by_grade") for key, told in _pairs(grade, "by_grade")},
            "by_tenure": [
                [_whole(years, "by_tenure"), _amount(unit, told, "by_tenure")]
                for years, told in _pairs(tenure, "by_tenure")
            ],
            "by_performance": {
                mark: _whole(told, "by_performance") for mark, told in _pairs(performance, "by_performance")
            },
            "day": day,
            "valid_months": valid_months,
            "valid_until": valid_until,
            "prorate": not whole,
            "auto": auto,
            "name": name,
            "fund": fund,
            "exempt": exempt,
        }
        return add_by_hand(context, "add_policy", fields, as_json=as_json)

    @policies.command("add-clear", help=_("Add a yearly clear."))
    def add_clear(
        context: typer.Context,
        code: Annotated[str, code_],
        unit: Annotated[str, unit_],
        month: Annotated[int, typer.Option("--month", help=_("The month of the last day that counts."))] = 12,
        day: Annotated[int, typer.Option("--day", help=_("The last day that counts."))] = 31,
        exempt_fund: Annotated[
            list[str] | None,
            typer.Option("--exempt-fund", metavar="TEXT", help=_("Lots of this fund stay; several times.")),
        ] = None,
        by_hand: Annotated[bool, typer.Option("--by-hand", help=_("It does not run by itself."))] = False,
        name: Annotated[str | None, name_] = None,
        as_json: Annotated[bool, json_] = False,
    ) -> int:
        fields = {
            "code": code,
            "unit": unit,
            "month": month,
            "day": day,
            "exempt_funds": exempt_fund or [],
            "auto": not by_hand,
            "name": name,
        }
        return add_by_hand(context, "add_clearing", fields, as_json=as_json)


def _pairs(told: Sequence[str] | None, field: str) -> list[tuple[str, str]]:
    """`KEY=VALUE` each. `invalid` for one without the sign, and for a key that comes twice."""
    pairs: dict[str, str] = {}
    for text in told or ():
        key, sign, value = text.rpartition("=")
        if not sign:
            raise invalid(field, "not_a_pair", value=text)
        if key in pairs:
            raise invalid(field, "twice", value=key)
        pairs[key] = value
    return list(pairs.items())


def _whole(text: str, field: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise invalid(field, "not_whole", value=text)
    return int(text)


def _amount(unit: str, text: str, field: str) -> Any:
    """An amount as the door reads it: points are whole numbers there."""
    return _whole(text, field) if unit == "points" else text


def _list(context: typer.Context, *, as_json: bool) -> int:
    from core.ledger.clearing import AskClearings
    from core.ledger.policies import AskPolicies
    from core.wire import write_record
    from tui.printing import print_json, print_line, table

    desk = open_desk(context)
    policies, clearings = desk.ask(AskPolicies()), desk.ask(AskClearings())
    if as_json:
        print_json(write_record(policies) | write_record(clearings))
        return 0
    rows = [*map(_policy_row, policies.policies), *map(_clearing_row, clearings.clearings)]
    for line in table(rows):
        print_line(line)
    if not rows:
        print_line(_("There are no policies yet."))
    return 0


def _policy_row(policy: "PolicyTold") -> list[str]:
    from tui.sentences.policies import often_told, terms_told
    from tui.widgets.money import unit_told

    return [
        policy.code,
        policy.name or "",
        unit_told(policy.unit),
        often_told(policy.every),
        _next_told(policy.next_run),
        terms_told(policy),
    ]


def _clearing_row(clearing: "ClearingTold") -> list[str]:
    from tui.widgets.money import unit_told

    spared = say("save {funds}", funds=listed(clearing.exempt_funds)) if clearing.exempt_funds else ""
    cleared = say("cleared after {month:02d}-{day:02d}", month=clearing.month, day=clearing.day)
    return [
        clearing.code,
        clearing.name or "",
        unit_told(clearing.unit),
        cleared,
        _next_told(clearing.next_run),
        spared,
    ]


def _next_told(day: Any) -> str:
    return _("by hand") if day is None else say("next {day}", day=day)


def _run(context: typer.Context, code: str, period: str | None, *, dry_run: bool, as_json: bool) -> int:
    from core.ledger.policies import RunPolicy
    from core.wire import read_record, write_record
    from tui.printing import print_json

    asked = read_record(RunPolicy, {"policy": code, "period": period, "dry_run": dry_run})
    told = open_desk(context).do(asked)
    if as_json:
        print_json(write_record(told))
    else:
        _tell_run(told, dry=dry_run)
    return 0


def _tell_run(told: "PolicyRun", *, dry: bool) -> None:
    from tui.printing import print_line, table
    from tui.sentences.policies import how_told, skip_told
    from tui.widgets.money import amount_told

    rows = [[grant.member, grant.name, amount_told(grant.amount)] for grant in told.grants]
    for line, grant in zip(table(rows, right_from=2), told.grants, strict=True):
        print_line(f"{line}  {how_told(grant.how)}")
    for line in table([[skip.member, skip.name, skip_told(skip.why)] for skip in told.skips]):
        print_line(line)
    last = _("for ever") if told.expires_on is None else say("until {day}", day=told.expires_on)
    facts = {"code": told.policy, "period": told.period, "total": amount_told(told.total), "last": last}
    if dry:
        words = say_count(
            "{code}, {period}: {count} member would be given {total}, good {last}.",
            "{code}, {period}: {count} members would be given {total}, good {last}.",
            told.granted,
            **facts,
        )
    else:
        words = say_count(
            "{code}, {period}: {count} member was given {total}, good {last}.",
            "{code}, {period}: {count} members were given {total}, good {last}.",
            told.granted,
            **facts,
        )
    print_line(words)


def _clear(context: typer.Context, code: str, period: str | None, *, dry_run: bool, as_json: bool) -> int:
    from core.ledger.clearing import RunClearing
    from core.wire import read_record, write_record
    from tui.printing import print_json

    asked = read_record(RunClearing, {"clearing": code, "period": period, "dry_run": dry_run})
    told = open_desk(context).do(asked)
    if as_json:
        print_json(write_record(told))
    else:
        _tell_clear(told, dry=dry_run)
    return 0


def _tell_clear(told: "Cleared", *, dry: bool) -> None:
    from tui.printing import print_line, table
    from tui.widgets.money import amount_told

    rows = [[who.member, who.name, amount_told(who.amount)] for who in told.members]
    for line in table(rows, right_from=2):
        print_line(line)
    facts = {"code": told.clearing, "period": told.period, "total": amount_told(told.total)}
    if dry:
        words = say_count(
            "{code}, {period}: {total} of {count} member would be cleared.",
            "{code}, {period}: {total} of {count} members would be cleared.",
            told.cleared,
            **facts,
        )
    else:
        words = say_count(
            "{code}, {period}: {total} of {count} member was cleared.",
            "{code}, {period}: {total} of {count} members was cleared.",
            told.cleared,
            **facts,
        )
    print_line(words)
    if told.spared.number:
        print_line(say("Spared: {amount}", amount=amount_told(told.spared)))
