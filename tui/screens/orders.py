"""Orders: by member, item, week and state, page by page; Enter opens one."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from core.counter.looking import AskOrders, Orders, OrderTold
from core.errors import DeskError
from core.records import OrderId, order_told
from core.wire import Name
from tui.goods_back import Draft
from tui.keys import key_for
from tui.language import N_, _, say, say_count
from tui.screens.orders_finding import OrdersFinding
from tui.sentences.counter import ORDER_STATES
from tui.widgets.keyed import KeyedList
from tui.widgets.lines import TextLine
from tui.widgets.money import both_told
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable

if TYPE_CHECKING:
    from core.members.finding import MemberHit
    from core.stock.items import ItemTold

State = Literal["all", "open", "collected", "shipped", "scheduled", "done", "cancelled"]
STATES: tuple[State, ...] = ("all", "open", "collected", "shipped", "scheduled", "done", "cancelled")
PAGE = 100
WEEK = timedelta(days=7)


class OrdersScreen(OrdersFinding):
    """What is still to be collected first, then the newest."""

    CSS_PATH = "orders.tcss"
    AUTO_FOCUS = "#orders"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="orders.back"),
        Binding("f3", "whose", N_("member or all"), id="orders.whose"),
        Binding("f4", "state", N_("state"), id="orders.state", tooltip=N_("orders of another state")),
        Binding(
            "f5",
            "weeks",
            N_("week"),
            id="orders.weeks",
            tooltip=N_("orders of this week, of last week, or of any time"),
        ),
        Binding("f6", "all", N_("all orders"), id="orders.all", tooltip=N_("all orders again")),
        Binding("ctrl+pageup", "week(-1)", N_("a week back"), show=False, id="orders.week_back"),
        Binding("ctrl+pagedown", "week(1)", N_("a week on"), show=False, id="orders.week_on"),
        Binding("ctrl+left", "page(-1)", N_("the page before"), show=False, id="orders.page_before"),
        Binding("ctrl+right", "page(1)", N_("the next page"), show=False, id="orders.page_next"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Type or scan: a member, an item or an order's number. Both, a state and a week go together."),
        N_("F3 shows the orders of the member in hand, or of all; F4 those of one state; F6 all again."),
        N_("F5 shows this week, last week, any time; Ctrl+PgUp and Ctrl+PgDn go on by a week."),
    )

    def __init__(self, member: Name | None, name: str) -> None:
        super().__init__()
        self._member, self._name = member, name
        self._of_all = member is None
        self._state: State = "all"
        self._item: ItemTold | None = None
        self._monday: date | None = None
        """The week that is shown; None for any time."""
        self._page = 0
        self._told = Orders((), 0)
        self._drafts: dict[OrderId, Draft] = {}
        """What was marked on an order stays while the list is open."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            Horizontal(TextLine(id="find"), SearchField(id="search"), TextLine(id="count"), id="finding"),
            TextTable(id="orders"),
            KeyedList(id="found"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.found.can_focus = False
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
        asked = AskOrders(
            None if self._of_all else self._member,
            None if self._item is None else self._item.sku,
            self._state,
            self._monday,
            None if self._monday is None else self._monday + WEEK - timedelta(days=1),
            limit=PAGE,
            skip=self._page * PAGE,
            open_first=True,
        )
        try:
            self._told = await self.console.link.ask(asked)
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    # ------------------------------------------------------------ what is shown

    def _show(self) -> None:
        self.query_one("#heading", TextLine).say(" " + " | ".join(self._narrowed()))
        self.query_one("#count", TextLine).say(self._counted())
        columns = (
            Column(_("Order")),
            Column(_("When")),
            Column(_("Name"), flex=True, most=16),
            Column(_("Item"), flex=True),
            Column(_("Amount"), right=True),
            Column(_("State")),
        )
        self.table.show(columns, self._rows())

    def _narrowed(self) -> list[str]:
        """Whose orders, of which state, week and item."""
        told = [_("All orders") if self._of_all else say("Orders of {person}", person=self._name)]
        told.append(_("every state") if self._state == "all" else _(ORDER_STATES[self._state]))
        if self._monday is not None:
            last = self._monday + WEEK - timedelta(days=1)
            told.append(f"{self._monday.isoformat()}..{last:%m-%d}")
        if self._item is not None:
            told.append(self._item.name)
        return told

    def _counted(self) -> str:
        """How many there are, and which of them are seen."""
        count = self._told.count
        told = say_count("{amount} order", "{amount} orders", count, amount=f"{count:,}")
        if count > PAGE:
            first = self._page * PAGE
            pages = (first + 1, first + len(self._told.orders), self._page + 1, -(-count // PAGE))
            facts = dict(zip(("first", "last", "page", "pages"), pages, strict=True))
            told += ", " + say("{first}-{last}, page {page} of {pages}", **facts)
        return told

    def _rows(self) -> list[TableRow]:
        """What is still to be collected stands apart, where there is anything else."""
        waiting = [order for order in self._told.orders if order.state == "open"]
        others = [order for order in self._told.orders if order.state != "open"]
        if not waiting or not others:
            return [_row(order) for order in self._told.orders]
        return [
            TableRow(None, (_("still to be collected"),)),
            *map(_row, waiting),
            TableRow(None, (_("the others, the newest first"),)),
            *map(_row, others),
        ]

    def say_enter(self) -> None:
        key = self.table.marked()
        if key is not None:
            self.tell(say("Enter = look at {order}", order=key))
        elif self._of_all and self._state == "all" and self._monday is None and self._item is None:
            self.tell(_("No orders."))
        else:
            self.tell(say("No orders here: {key} = all", key=key_for("orders.all", self.console.keymap)))

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    @on(TextTable.Entered)
    def _entered(self) -> None:
        key = self.table.marked()
        order = next((one for one in self._told.orders if order_told(one.order) == key), None)
        if order is not None:
            self.open_order(order.order)

    def open_order(self, order: OrderId) -> None:
        from tui.screens.order import OrderScreen

        self.app.push_screen(OrderScreen(order, self._drafts.setdefault(order, Draft())))

    # ------------------------------------------------------------ which ones

    def _again(self) -> None:
        """The first page of other orders."""
        self._page = 0
        self.work(self._first, "orders")

    def narrow_to_member(self, hit: "MemberHit") -> None:
        self._member, self._name, self._of_all = hit.member, hit.name, False
        self._again()

    def narrow_to_item(self, item: "ItemTold") -> None:
        self._item = item
        self._again()

    def action_whose(self) -> None:
        """The member's, or all."""
        self._of_all = self._member is None or not self._of_all
        self._again()

    def action_state(self) -> None:
        """Those of the next state."""
        self._state = STATES[(STATES.index(self._state) + 1) % len(STATES)]
        self._again()

    def action_weeks(self) -> None:
        """This week, last week, any time."""
        this = self._this_week()
        after: dict[date | None, date | None] = {None: this, this: this - WEEK}
        self._monday = after.get(self._monday)
        self._again()

    def action_week(self, ahead: int) -> None:
        """A week earlier or later."""
        self._monday = (self._monday or self._this_week()) + ahead * WEEK
        self._again()

    def _this_week(self) -> date:
        today = self.console.link.today()
        return today - timedelta(days=today.weekday())

    def action_all(self) -> None:
        """All orders again."""
        self._of_all, self._state, self._item, self._monday = True, "all", None, None
        self._again()

    def action_page(self, ahead: int) -> None:
        """The next page, or the one before."""
        page = self._page + ahead
        if 0 <= page * PAGE < self._told.count:
            self._page = page
            self.work(self._first, "orders")

    def action_back(self) -> None:
        self.dismiss()


def _row(order: OrderTold) -> TableRow:
    state = _(ORDER_STATES[order.state])
    if order.returned:
        state += f", {_('something came back')}"
    cells = (
        order_told(order.order),
        f"{order.at:%m-%d %H:%M}",
        order.name,
        order.what,
        both_told(order.total, order.points_total),
        state,
    )
    return TableRow(cells[0], cells)
