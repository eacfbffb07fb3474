"""`frontdesk facilities import`: the club's rooms, courts and machines as a sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Order
    from exports.facilities import FacilityRow
    from exports.sheets.table import Table


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    facilities = typer.Typer(help=_("Facilities of the club."), rich_markup_mode=None, add_completion=False)
    app.add_typer(facilities, name="facilities")

    @facilities.callback()
    def _facilities() -> None: ...

    @facilities.command("import", help=_("Add and change facilities, all or none."))
    def import_facilities(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.facilities import read_facilities_file
        from exports.sheets import FileFault
        from tui.imports import carry_out, errors_of, tell_counts, tell_errors, tell_fault

        try:
            table = read_facilities_file(file)
        except FileFault as fault:
            return tell_fault(file, fault, as_json=as_json)
        if table.errors:
            return tell_errors(errors_of(table.errors), as_json=as_json, file=file)
        desk = open_desk(context, create=True)
        orders, counts = _orders(desk, table)
        errors = carry_out(desk, table, orders, label=_("Facilities"))
        if errors:
            return tell_errors(errors, as_json=as_json, file=file)
        told = say("Facilities: {new} new, {changed} changed, {unchanged} unchanged.", **counts)
        return tell_counts(counts, told, as_json=as_json)


def _orders(desk: "Desk", table: "Table[FacilityRow]") -> "tuple[list[tuple[Any, Order]], dict[str, int]]":
    """What each row comes to: a new facility, a change of the columns that the sheet has, or nothing."""
    from core.doing import Order
    from core.facilities.keeping import AddFacility, AskFacilities, ChangeFacility

    counts = {"new": 0, "changed": 0, "unchanged": 0}
    orders: list[tuple[Any, Order]] = []
    known = {str(facility.code): facility for facility in desk.ask(AskFacilities()).facilities}
    for row in table.rows:
        fields = {name: getattr(row, name) for name in table.fields_of(row.sheet)}
        facility = known.get(row.code)
        if facility is None:
            counts["new"] += 1
            orders.append((row, Order(AddFacility(**fields))))
        elif all(getattr(facility, name) == value for name, value in fields.items()):
            counts["unchanged"] += 1
        else:
            counts["changed"] += 1
            orders.append((row, Order(ChangeFacility(**fields))))
    return orders, counts
