"""`frontdesk members import`: the staff list as a sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Order
    from exports.members import MemberRow
    from exports.sheets.table import Table


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    members = typer.Typer(help=_("Members of the club."), rich_markup_mode=None, add_completion=False)
    app.add_typer(members, name="members")

    @members.callback()
    def _members() -> None: ...

    @members.command("import", help=_("Add and correct members, all or none."))
    def import_members(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.members import read_members_file
        from exports.sheets import FileFault
        from tui.imports import carry_out, errors_of, tell_counts, tell_errors, tell_fault

        try:
            table = read_members_file(file)
        except FileFault as fault:
            return tell_fault(file, fault, as_json=as_json)
        if table.errors:
            return tell_errors(errors_of(table.errors), as_json=as_json, file=file)
        desk = open_desk(context, create=True)
        orders, counts = _orders(desk, table)
        errors = carry_out(desk, table, orders, label=_("Members"))
        if errors:
            return tell_errors(errors, as_json=as_json, file=file)
        told = say("Members: {new} new, {changed} changed, {unchanged} unchanged.", **counts)
        return tell_counts(counts, told, as_json=as_json)


def _orders(desk: "Desk", table: "Table[MemberRow]") -> "tuple[list[tuple[Any, Order]], dict[str, int]]":
    """What each row comes to: a new member, a correction of the columns that the sheet has, or nothing."""
    from core.doing import Order
    from core.members.finding import AskMembers
    from core.members.keeping import AddMember, ChangeMember

    counts = {"new": 0, "changed": 0, "unchanged": 0}
    orders: list[tuple[Any, Order]] = []
    known = {str(member.staff_no): member for member in desk.ask(AskMembers(whole=True)).members}
    for row in table.rows:
        fields = {name: getattr(row, name) for name in table.fields_of(row.sheet)}
        member = known.get(row.staff_no)
        if member is None:
            counts["new"] += 1
            orders.append((row, Order(AddMember(**fields))))
        elif all(getattr(member, name) == value for name, value in fields.items()):
            counts["unchanged"] += 1
        else:
            counts["changed"] += 1
            orders.append((row, Order(ChangeMember(**fields))))
    return orders, counts
