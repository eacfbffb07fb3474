"""Orders: of a member or of all, by state; Enter opens one."""

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.counter.looking import AskOrders, OrderTold
from core.errors import DeskError
from core.records import order_told
from core.wire import Name
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.sentences.counter import ORDER_STATES
from tui.widgets.lines import TextLine
from tui.widgets.money import bare, money_told
from tui.widgets.table import Column, TableRow, TextTable

State = Literal["all", "open", "collected", "shipped", "scheduled", "done", "cancelled"]
STATES: tuple[State, ...] = ("all", "open", "collected", "shipped", "scheduled", "done", "cancelled")


class OrdersScreen(DeskScreen):
    """The latest hundred, newest first."""

    CSS_PATH = "orders.tcss"
    AUTO_FOCUS = "#orders"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="orders.back"),
        Binding("f3", "whose", N_("member or all"), id="orders.whose"),
        Binding("f4", "state", N_("state"), id="orders.state", tooltip=N_("orders of another state")),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("F3 shows the orders of the member at the counter, or of all; F4 those of one state."),
    )

    def __init__(self, member: Name | None, name: str) -> None:
        super().__init__()
        self._member, self._name = member, name
        self._of_all = member is None
        self._state: State = "all"
        self._orders: tuple[OrderTold, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self.frame(TextLine(id="heading"), TextTable(id="orders"), TextLine(id="enter"))

    @property
    def table(self) -> TextTable:
        return self.query_one("#orders", TextTable)

    def on_mount(self) -> None:
        self.work(self._first, "orders")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.work(self._first, "orders")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        asked = AskOrders(None if self._of_all else self._member, state=self._state)
        try:
            self._orders = (await self.console.link.ask(asked)).orders
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    def _show(self) -> None:
        whose = _("All orders") if self._of_all else say("Orders of {person}", person=self._name)
        state = _("every state") if self._state == "all" else _(ORDER_STATES[self._state])
        self.query_one("#heading", TextLine).say(f" {whose} | {state}")
        columns = (
            Column(_("Order")),
            Column(_("When")),
            Column(_("Name"), flex=True, most=16),
            Column(_("Item"), flex=True),
            Column(_("Amount"), right=True),
            Column(_("State")),
        )
        self.table.show(columns, [_row(order) for order in self._orders])

    def say_enter(self) -> None:
        key = self.table.marked()
        self.tell(_("No orders.") if key is None else say("Enter = look at {order}", order=key))

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        from tui.screens.order import OrderScreen

        key = self.table.marked()
        order = next((one for one in self._orders if order_told(one.order) == key), None)
        if order is not None:
            self.app.push_screen(OrderScreen(order.order))

    def action_whose(self) -> None:
        """The member's, or all."""
        self._of_all = self._member is None or not self._of_all
        self.work(self._first, "orders")

    def action_state(self) -> None:
        """Those of the next state."""
        self._state = STATES[(STATES.index(self._state) + 1) % len(STATES)]
        self.work(self._first, "orders")

    def action_back(self) -> None:
        self.dismiss()


def _row(order: OrderTold) -> TableRow:
    amount = bare("allowance", order.total)
    if order.points_total:
        points = money_told("points", order.points_total)
        amount = f"{amount} + {points}" if order.total else points
    state = _(ORDER_STATES[order.state])
    if order.returned:
        state += f", {_('something came back')}"
    cells = (order_told(order.order), f"{order.at:%m-%d %H:%M}", order.name, order.what, amount, state)
    return TableRow(cells[0], cells)
