"""`frontdesk orders`: the counter's orders by member, item, state and days."""

from typing import TYPE_CHECKING, Annotated

import typer

from tui.language import _, say
from tui.opening import open_desk

if TYPE_CHECKING:
    from core.counter.looking import Orders


def register(app: typer.Typer) -> None:
    """Enters the command."""

    @app.command(help=_("List orders, what is to be collected first."))
    def orders(
        context: typer.Context,
        member: Annotated[
            str | None, typer.Option("--member", metavar="STAFF_NO", help=_("The member's staff number."))
        ] = None,
        item: Annotated[
            str | None, typer.Option("--item", metavar="CODE", help=_("With this item in them."))
        ] = None,
        state: Annotated[
            str, typer.Option("--state", metavar="STATE", help=_("As open, collected, shipped, or done."))
        ] = "all",
        first: Annotated[
            str | None, typer.Option("--from", metavar="DATE", help=_("The first day; else the very first."))
        ] = None,
        last: Annotated[
            str | None, typer.Option("--to", metavar="DATE", help=_("The last day; else today."))
        ] = None,
        limit: Annotated[int, typer.Option("--limit", help=_("So many at most."))] = 100,
        skip: Annotated[int, typer.Option("--skip", help=_("Leave out the first so many."))] = 0,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print facts as JSON."))] = False,
    ) -> int:
        from core.counter.looking import AskOrders
        from core.wire import read_record, write_record
        from tui.printing import print_json, print_line

        fields = {"member": member, "item": item, "state": state, "from": first, "to": last}
        asked: dict[str, object] = {name: value for name, value in fields.items() if value is not None}
        asked |= {"limit": limit, "skip": skip, "open_first": True}
        told = open_desk(context).ask(read_record(AskOrders, asked))
        if as_json:
            print_json(write_record(told))
            return 0
        for line in _lines(told):
            print_line(line)
        if len(told.orders) < told.count:
            facts = {"first": skip + 1, "last": skip + len(told.orders), "count": told.count}
            print_line(say("{first} to {last} of {count}", **facts) if told.orders else _("No orders."))
        return 0


def _lines(told: "Orders") -> list[str]:
    """An order a line, in columns."""
    from core.records import order_told
    from tui.printing import table
    from tui.sentences.counter import ORDER_STATES
    from tui.widgets.money import both_told

    return table(
        (
            order_told(order.order),
            f"{order.at:%Y-%m-%d %H:%M}",
            order.member,
            order.name,
            _(ORDER_STATES[order.state]),
            both_told(order.total, order.points_total),
            order.what,
        )
        for order in told.orders
    ) or [_("No orders.")]
