"""`frontdesk items`: the counter's goods and services from a sheet, and the list of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.errors import DeskError
from tui.language import N_, _, say, say_count
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.desk import Desk
    from core.doing import Order
    from core.stock.items import ItemTold
    from exports.items import ItemRow
    from exports.sheets.table import Table

KINDS = {"goods": N_("goods"), "service": N_("service")}


def register(app: typer.Typer) -> None:
    """Enters the commands."""
    items = typer.Typer(help=_("Items of the counter."), rich_markup_mode=None, add_completion=False)
    app.add_typer(items, name="items")

    @items.callback()
    def _items() -> None: ...

    @items.command("import", help=_("Add and change items, all or none."))
    def import_items(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A workbook or csv file."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from exports.items import read_items_file
        from exports.sheets import FileFault
        from tui.imports import errors_of, tell_errors, tell_fault

        try:
            table = read_items_file(file)
        except FileFault as fault:
            return tell_fault(file, fault, as_json=as_json)
        if table.errors:
            return tell_errors(errors_of(table.errors), as_json=as_json, file=file)
        return _import(open_desk(context, create=True), table, as_json=as_json)

    @items.command("list", help=_("List the items with what is there of them."))
    def list_items(
        context: typer.Context,
        restock: Annotated[
            bool, typer.Option("--restock", help=_("Only what is to be bought, what is shortest first."))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.stock.items import AskItems, AskRestock
        from core.wire import write_record
        from tui.printing import print_json, print_line

        desk = open_desk(context)
        told = desk.ask(AskRestock()) if restock else desk.ask(AskItems())
        if as_json:
            print_json(write_record(told))
            return 0
        for line in _lines(told.items):
            print_line(line)
        return 0


# ---------------------------------------------------------------- a file


def _import(desk: "Desk", table: "Table[ItemRow]", *, as_json: bool) -> int:
    from core.stock.items import AskItems
    from tui.imports import carry_out, tell_counts, tell_errors

    known = {str(item.sku): item for item in desk.ask(AskItems()).items}
    errors = [error for row in table.rows for error in _impossible(table, row, known.get(row.sku))]
    if errors:
        return tell_errors(errors, as_json=as_json)
    orders, counts = _orders(table, known)
    errors = carry_out(desk, table, orders, label=_("Items"))
    if errors:
        return tell_errors(errors, as_json=as_json)
    told = say("Items: {new} new, {changed} changed, {unchanged} unchanged.", **counts)
    return tell_counts(counts, told, as_json=as_json)


def _impossible(table: "Table[ItemRow]", row: "ItemRow", known: "ItemTold | None") -> list[dict[str, Any]]:
    """What no command could do: another kind than the item has, stock of a service."""
    from tui.imports import error_told

    found = []
    if known is not None and known.kind != row.kind:
        found.append(("kind", DeskError("kind_stays", sku=row.sku, kind=_(KINDS[known.kind]))))
    if row.kind == "service" and row.opening_stock:
        stock = DeskError("wrong_state", sku=row.sku, name=row.name, state="service")
        found.append(("opening_stock", stock))
    return [
        error_told(row.sheet, table.cell(row.sheet, row.row, column), error.code, error.facts)
        for column, error in found
    ]


def _orders(
    table: "Table[ItemRow]", known: "dict[str, ItemTold]"
) -> "tuple[list[tuple[Any, Order]], dict[str, int]]":
    """What each row comes to: a new item with its opening stock, a change of the columns that the sheet has,
    or nothing. Of an item that is known already the stock is left as it is."""
    from core.doing import Order
    from core.stock.items import AddItem, ChangeItem
    from core.stock.moving import ReceiveStock
    from core.wire import Name

    counts = {"new": 0, "changed": 0, "unchanged": 0}
    orders: list[tuple[Any, Order]] = []
    for row in table.rows:
        fields = {name: getattr(row, name) for name in table.fields_of(row.sheet) - {"opening_stock"}}
        item = known.get(row.sku)
        if item is None:
            counts["new"] += 1
            orders.append((row, Order(AddItem(**fields))))
            if row.opening_stock:
                received = ReceiveStock(Name(row.sku), row.opening_stock, reason=_("opening stock"))
                orders.append((row, Order(received)))
        elif all(getattr(item, name) == value for name, value in fields.items()):
            counts["unchanged"] += 1
        else:
            counts["changed"] += 1
            del fields["kind"]
            orders.append((row, Order(ChangeItem(**fields))))
    return orders, counts


# ---------------------------------------------------------------- the list


def _lines(items: "tuple[ItemTold, ...]") -> list[str]:
    from tui.printing import table

    count = say_count("{count} item.", "{count} items.", len(items))
    if not items:
        return [count]
    heads = (
        _("Code"), _("Name"), _("Category"), _("Price in yuan"), _("In points"), _("On hand"), _("Held"),
        _("Available"), _("Threshold"),
    )  # fmt: skip
    return [*table([heads, *map(_cells, items)], right_from=3), count]


def _cells(item: "ItemTold") -> tuple[str, ...]:
    from core.wire import yuan_told

    stock = [str(item.on_hand), str(item.held), str(item.available)] if item.kind == "goods" else [""] * 3
    return (
        item.sku,
        item.name,
        item.category or "",
        "" if item.price is None else yuan_told(item.price),
        "" if item.points_price is None else str(item.points_price),
        *stock,
        "" if item.low_stock is None else str(item.low_stock),
    )
