"""`frontdesk points`: awards from a sheet, and the list of those that were refused."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.commands.earning import register_earning
from tui.language import _, say, say_count
from tui.opening import open_desk, record_named, today_of

if TYPE_CHECKING:
    from core.desk import Desk
    from core.ledger.refused import BatchAwarded, RefusedTold
    from exports.ledger.awards import AwardLine
    from exports.sheets.table import Table


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    points = typer.Typer(help=_("Points for what people did."), rich_markup_mode=None, add_completion=False)
    app.add_typer(points, name="points")

    @points.callback()
    def _points() -> None: ...

    @points.command("import", help=_("Award what a sheet says; what is refused stays listed."))
    def import_points(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        return _import(open_desk(context), file, as_json=as_json)

    @points.command("refused", help=_("List the awards that were refused and are not settled."))
    def refused(
        context: typer.Context,
        settled: Annotated[bool, typer.Option("--all", help=_("The settled ones too."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        return _list(open_desk(context), settled=settled, as_json=as_json)

    @points.command("retry", help=_("Try refused awards again."))
    def retry(
        context: typer.Context,
        refused: Annotated[
            str | None, typer.Argument(metavar="[X1]", help=_("A number from the list."))
        ] = None,
        every: Annotated[bool, typer.Option("--all", help=_("All that are not settled."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        if (refused is not None) == every:
            raise invalid("refused", "one_of", choices=["X1", "--all"])
        return _retry(open_desk(context), refused, as_json=as_json)

    @points.command("settle", help=_("Let a refused award be, with a reason."))
    def settle(
        context: typer.Context,
        refused: Annotated[str, typer.Argument(metavar="X1", help=_("A number from the list."))],
        note: Annotated[str, typer.Option("--note", metavar="TEXT", help=_("Why it is not awarded."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.ledger.refused import SettleAward
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        number = record_named(refused, "X", "refused")
        settled = open_desk(context).do(read_record(SettleAward, {"refused": number, "note": note}))
        if as_json:
            print_json(write_record(settled))
        else:
            print_line(say("Settled: {refused}.", refused=number))
        return 0

    register_earning(points)


# ---------------------------------------------------------------- a file


def _import(desk: "Desk", file: Path, *, as_json: bool) -> int:
    from exports.ledger.awards import read_awards_file
    from exports.sheets import FileFault
    from tui.imports import error_told, errors_of, in_order, tell_errors, tell_fault

    try:
        table = read_awards_file(file, today=today_of(desk))
    except FileFault as fault:
        return tell_fault(file, fault, as_json=as_json)
    errors = errors_of(table.errors)
    if not errors and not table.rows:
        errors = [error_told(None, None, "nothing_to_read", {})]
    if errors:
        return tell_errors(in_order(errors), as_json=as_json, file=file)
    told = desk.do(_command(file, table))
    return _tell(file, table, told, as_json=as_json)


def _command(file: Path, table: "Table[AwardLine]") -> Any:
    from core.ledger.refused import AwardBatch
    from core.wire import read_record

    rows = [
        {
            "member": line.member,
            "rule": line.rule,
            "on": line.on.isoformat(),
            "event": line.event,
            "name": line.name,
            "place": _place(file, line.sheet, table.cell(line.sheet, line.row, "member")),
        }
        for line in table.rows
    ]
    return read_record(AwardBatch, {"file": file.name, "rows": rows})


def _place(file: Path, sheet: str, cell: str) -> str:
    """Sheet and cell; a text file's sheet is called as the file."""
    from tui.sentences.sheets import place_told

    return place_told(None if sheet == file.name else sheet, cell)


_FIELDS = {"name_differs": "name", "unknown_rule": "rule", "rule_ambiguous": "rule"}
"""The column that a refusal is shown at; all others are about the member or name their field."""


def _tell(file: Path, table: "Table[AwardLine]", told: "BatchAwarded", *, as_json: bool) -> int:
    from core.records import refused_award_told
    from tui.imports import error_told
    from tui.printing import complain, print_json, print_line
    from tui.sentences.sheets import place_told

    refused = []
    for kept in told.refused:
        line = table.rows[kept.index]
        cell = table.cell(line.sheet, line.row, kept.facts.get("field") or _FIELDS.get(kept.code, "member"))
        error = error_told(line.sheet, cell, kept.code, kept.facts)
        refused.append({"refused": refused_award_told(kept.refused), **error})
    counts = {name: getattr(told, name) for name in ("awarded", "repeated", "dismissed", "points")}
    if as_json:
        print_json({"file": file.name, **counts, "refused": refused})
        return 1 if refused else 0
    for error in refused:
        place = place_told(error["sheet"], error["cell"])
        complain(
            say(
                "{refused}  {place}: {message}",
                refused=error["refused"],
                place=place,
                message=error["message"],
            )
        )
    print_line(say("Awards: {awarded} new ({points} points), {repeated} there already.", **counts))
    if told.dismissed:
        print_line(say_count("{count} was let be before.", "{count} were let be before.", told.dismissed))
    if refused:
        complain(
            say_count(
                "{count} row was refused and is kept: `frontdesk points refused` lists it.",
                "{count} rows were refused and are kept: `frontdesk points refused` lists them.",
                len(refused),
            )
        )
    return 1 if refused else 0


# ---------------------------------------------------------------- the list


def _list(desk: "Desk", *, settled: bool, as_json: bool) -> int:
    from core.ledger.refused import AskRefusedAwards
    from core.wire import write_record
    from tui.printing import print_json, print_line, table

    answer = desk.ask(AskRefusedAwards("all" if settled else "open"))
    if as_json:
        told = write_record(answer)
        for line, kept in zip(told["refused"], answer.refused, strict=True):
            line["message"] = _why(kept)
        print_json(told)
        return 0
    heads = (_("Number"), _("Staff number"), _("Rule"), _("Date"), _("Event"), _("Where"), _("Why"))
    if answer.refused:
        for line in table([heads, *(_cells(kept) for kept in answer.refused)]):
            print_line(line)
    count = sum(kept.how is None for kept in answer.refused)
    print_line(say_count("{count} is to be settled.", "{count} are to be settled.", count))
    return 0


def _cells(kept: "RefusedTold") -> tuple[str, ...]:
    from core.records import refused_award_told

    where = " ".join(part for part in (kept.file, kept.place) if part)
    number = refused_award_told(kept.refused)
    return number, kept.member, kept.rule, kept.on.isoformat(), kept.event, where, _why(kept)


def _why(kept: "RefusedTold") -> str:
    """Why it was refused; how it was settled, by whom and when."""
    from tui.sentences.ledger import way_told
    from tui.sentences.sheets import sheet_sentence

    if kept.how is None:
        return sheet_sentence(kept.code, kept.facts)
    told = {"how": way_told(kept.how), "by": kept.settled_by, "at": f"{kept.settled_at:%Y-%m-%d %H:%M}"}
    if kept.note is not None:
        return say("{how} ({by}, {at}): {note}", note=kept.note, **told)
    return say("{how} ({by}, {at})", **told)


def _retry(desk: "Desk", asked: str | None, *, as_json: bool) -> int:
    """Tries one, or each that is open by itself; exit status 1 where one is refused still."""
    from core.ledger.refused import AskRefusedAwards
    from core.records import refused_award_told
    from tui.printing import print_line

    if asked is not None:
        numbers = [record_named(asked, "X", "refused")]
    else:
        numbers = [refused_award_told(kept.refused) for kept in desk.ask(AskRefusedAwards()).refused]
    if not numbers and not as_json:
        print_line(say_count("{count} is to be settled.", "{count} are to be settled.", 0))
    return max([_retry_one(desk, number, as_json=as_json) for number in numbers], default=0)


def _retry_one(desk: "Desk", number: str, *, as_json: bool) -> int:
    from core.ledger.refused import RetryAward
    from core.wire import read_record, write_record
    from tui.printing import complain, print_json, print_line, refusal
    from tui.sentences.ledger import way_told

    try:
        retried = desk.do(read_record(RetryAward, {"refused": number}))
    except DeskError as error:
        told = refusal(error)
        if as_json:
            print_json({"refused": number, **told})
        else:
            complain(say("{refused}: {message}", refused=number, message=told["message"]))
        return 1
    if as_json:
        print_json({"refused": number, "ok": True, **write_record(retried)})
    else:
        facts = {"refused": number, "how": way_told(retried.how), "points": retried.points}
        print_line(say("{refused}: {how}, {points} points.", **facts))
    return 0
