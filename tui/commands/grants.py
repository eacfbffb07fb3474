"""`frontdesk grants import`: allowance and points for many at once, and opening balances."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError, invalid
from tui.language import _, say, say_count
from tui.opening import open_desk, today_of

if TYPE_CHECKING:
    from core.desk import Desk
    from core.ledger.batches import BatchGranted, GrantBatch
    from exports.ledger.grants import GrantLine, GrantSheets
    from exports.sheets.table import Table


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    grants = typer.Typer(help=_("Allowance and points granted."), rich_markup_mode=None, add_completion=False)
    app.add_typer(grants, name="grants")

    @grants.callback()
    def _grants() -> None: ...

    @grants.command("import", help=_("Grant what a sheet says, all rows or none."))
    def import_grants(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        batch: Annotated[
            str | None,
            typer.Option(
                "--batch",
                metavar="KEY",
                help=_("What the batch is known by; else the file's name without its ending."),
            ),
        ] = None,
        allowance_total: Annotated[
            str | None,
            typer.Option("--allowance-total", metavar="12345.00", help=_("What its allowance must come to.")),
        ] = None,
        points_total: Annotated[
            str | None,
            typer.Option("--points-total", metavar="N", help=_("What its points must come to.")),
        ] = None,
        opening: Annotated[
            bool, typer.Option("--opening", help=_("These are the balances of an old system."))
        ] = False,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.ledger.grants import read_grants_file
        from exports.sheets import FileFault
        from tui.imports import error_told, errors_of, in_order, tell_errors, tell_fault

        desk = open_desk(context)
        try:
            sheets = read_grants_file(file, today=today_of(desk), opening=opening)
        except FileFault as fault:
            return tell_fault(file, fault, as_json=as_json)
        errors = errors_of(sheets.table.errors)
        if not errors and not sheets.table.rows:
            errors = [error_told(file.name, None, "nothing_to_read", {})]
        totals = {"allowance_total": allowance_total, "points_total": _whole(points_total)}
        command = _command(sheets, batch or file.stem, totals, opening=opening, dry_run=dry_run)
        if errors:
            return tell_errors(in_order(errors + _also_wrong(desk, sheets, command)), as_json=as_json)
        try:
            told = desk.do(command)
        except DeskError as error:
            if error.code != "grant_errors":
                raise
            return tell_errors(_refused(sheets.table, error.facts["errors"]), as_json=as_json)
        return _tell(command, told, as_json=as_json)


def _also_wrong(desk: "Desk", sheets: "GrantSheets", command: "GrantBatch") -> list[dict[str, Any]]:
    """What the door would refuse of the rows that could be read, so that all errors are told at once; totals
    say nothing while rows are missing."""
    from dataclasses import replace

    try:
        desk.do(replace(command, dry_run=True))
    except DeskError as error:
        rows = [wrong for wrong in error.facts.get("errors", ()) if "index" in wrong]
        return _refused(sheets.table, rows)
    return []


def _whole(text: str | None) -> int | None:
    """A number of points as it is typed. `invalid` for what is none."""
    if text is None:
        return None
    from exports.sheets.cells import CellFault, whole

    try:
        return whole(text)
    except CellFault as fault:
        raise invalid("points_total", "not_whole", value=text) from fault


def _command(
    sheets: "GrantSheets", batch: str, totals: dict[str, Any], *, opening: bool, dry_run: bool
) -> "GrantBatch":
    """The batch; a total of the command line goes before one of the sheet, which has been compared already.
    What comes from a command line is judged as any other."""
    from core.ledger.batches import GrantBatch
    from core.ledger.records import UNITS, amount_told
    from core.wire import read_record

    fields = {"batch": batch, "opening": opening, "dry_run": dry_run}
    for unit in UNITS:
        total = totals[f"{unit}_total"]
        if total is None and unit in sheets.totals:
            total = amount_told(unit, sheets.totals[unit])
        fields[f"{unit}_total"] = total
    return read_record(GrantBatch, {**fields, "rows": [_row(line) for line in sheets.table.rows]})


def _row(line: "GrantLine") -> dict[str, Any]:
    return {
        "member": line.member,
        "unit": line.unit,
        "amount": line.granted.write_wire(),
        "reason": line.reason,
        "expires_on": None if line.expires_on is None else line.expires_on.isoformat(),
        "fund": line.fund,
        "exempt": line.exempt,
        "name": line.name,
    }


# ---------------------------------------------------------------- what came of it

_FIELDS = {"name_differs": "name", "already_lapsed": "expires_on"}
"""The column that a refusal is shown at; all others are about the member or name their field."""


def _refused(table: "Table[GrantLine]", errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The refusals at their cells; control totals of the command line stand at none, after the rows."""
    from tui.imports import error_told, in_order

    rows, totals = [], []
    for error in errors:
        if "index" not in error:
            totals.append(error_told(None, None, error["code"], error))
            continue
        line = table.rows[error["index"]]
        field = str(error.get("field") or _FIELDS.get(error["code"], "member"))
        cell = table.cell(line.sheet, line.row, field)
        rows.append(error_told(line.sheet, cell, error["code"], _with_first_cell(table, line, error)))
    return in_order(rows) + totals


def _with_first_cell(table: "Table[GrantLine]", line: "GrantLine", error: dict[str, Any]) -> dict[str, Any]:
    """The facts, with the row that says the same by its cell, and its sheet where that is another."""
    if "first" not in error:
        return error
    from tui.sentences.sheets import place_told

    first = table.rows[error["first"]]
    cell = table.cell(first.sheet, first.row, "member")
    return {**error, "first_cell": place_told(None if first.sheet == line.sheet else first.sheet, cell)}


def _tell(command: "GrantBatch", told: "BatchGranted", *, as_json: bool) -> int:
    from core.wire import write_record, yuan_told
    from tui.printing import print_json, print_line

    if as_json:
        print_json({"batch": command.batch, **write_record(told)})
        return 0
    if told.repeated:
        facts = {"batch": command.batch, "at": f"{told.at:%Y-%m-%d %H:%M}", "by": told.by}
        print_line(say("Unchanged: {batch} was granted before, on {at} by {by}.", **facts))
        return 0
    print_line(
        say_count(
            "{batch}: {count} row, {allowance} yuan of allowance, {points} points.",
            "{batch}: {count} rows, {allowance} yuan of allowance, {points} points.",
            told.granted,
            batch=command.batch,
            allowance=yuan_told(told.allowance),
            points=told.points,
        )
    )
    if command.dry_run:
        print_line(_("Nothing was written."))
    return 0
