"""The counter (F9): a member, a basket, how it is paid, and one line that says what Enter does."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from core.counter.handing import HandOver
from core.counter.records import Proxy
from core.doing import UNSURE
from core.errors import DeskError
from core.records import order_told
from tui.counter.basket import Basket, day_of, sale, services_of
from tui.counter.keeping import Baskets
from tui.counter.panel import PayingPanel
from tui.counter.proxy import proxy_of
from tui.counter.words import parked_lines, sold_told
from tui.grid.dates import read_day
from tui.language import N_, _, say
from tui.screens.counter_paying import CounterPaying
from tui.widgets.chosen import ChosenLine
from tui.widgets.keyed import KeyedList
from tui.widgets.lines import TextLine
from tui.widgets.picking import PickList
from tui.widgets.search import SearchField
from tui.widgets.table import TextTable
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.counter.looking import OrderTold

WAITED = frozenset({"database_busy", "database_gone", "not_open"})
"""Besides `UNSURE`: errors after which a sale is asked for again as it was."""


class CounterScreen(CounterPaying):
    """Sells, hands over, parks baskets and takes them up again."""

    CSS_PATH = "counter.tcss"
    AUTO_FOCUS = "#basket"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="counter.back"),
        Binding(
            "tab",
            "tender(1)",
            N_("tender"),
            id="counter.tender",
            tooltip=N_("how it is paid: the next field; which money takes the rest"),
        ),
        Binding("shift+tab", "tender(-1)", N_("tender before"), show=False, id="counter.tender_back"),
        Binding(
            "ctrl+b",
            "price",
            N_("other price"),
            show=False,
            id="counter.price",
            tooltip=N_("the marked line by its price in points, or in yuan"),
        ),
        Binding(
            "ctrl+g",
            "day",
            N_("date"),
            show=False,
            id="counter.day",
            tooltip=N_("the day of the services, and how many places are left"),
        ),
        Binding("f2", "member", N_("member"), id="counter.member", tooltip=N_("the member's page")),
        Binding("f3", "points", N_("points"), id="counter.points", tooltip=N_("pay a part by points")),
        Binding(
            "f4",
            "park",
            N_("park"),
            id="counter.park",
            tooltip=N_("park the basket for the next person, or take a parked one up"),
        ),
        Binding(
            "f5",
            "hand_over",
            N_("hand over"),
            id="counter.hand_over",
            tooltip=N_("hand over what waits to be collected"),
        ),
        Binding(
            "f6",
            "later",
            N_("collect later"),
            id="counter.later",
            tooltip=N_("sell the basket, to be collected later"),
        ),
        Binding(
            "f7",
            "proxy",
            N_("by proxy"),
            id="counter.proxy",
            tooltip=N_("somebody else collects: name and relation"),
        ),
        Binding("f8", "orders", N_("orders"), id="counter.orders", tooltip=N_("orders: cancel, take back")),
        Binding("ctrl+k", "app.go('stock')", N_("stock"), id="counter.stock"),
        Binding(
            "ctrl+t",
            "app.go('shift')",
            N_("shift"),
            id="counter.shift",
            tooltip=N_("shift: open, cash in and out, count, day close"),
        ),
        Binding(
            "ctrl+o",
            "app.go('hand_outs')",
            N_("hand-outs"),
            id="counter.hand_outs",
            tooltip=N_("hand out to a department or for a festival"),
        ),
        Binding("ctrl+up", "more(1)", N_("one more"), show=False, id="counter.more"),
        Binding("ctrl+down", "more(-1)", N_("one less"), show=False, id="counter.less"),
        Binding("delete", "remove", N_("take a line out"), show=False, id="counter.remove"),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("The member: scan the card, or type a name, pinyin or number. Then the items: scan, or type."),
        N_("A number of up to three digits and Enter is the quantity of the marked line."),
        N_("Allowance is used by itself. Tab walks the fields: type an amount, or let it take the rest."),
        N_("More cash than is due is what was handed over: the change is told. F3 pays a part by points."),
        N_("Esc leaves the counter: the basket stays, also when the console is closed."),
    )

    def compose(self) -> ComposeResult:
        yield from self.frame(
            Horizontal(TextLine(id="find"), SearchField(id="search"), ChosenLine(id="chosen"), id="finding"),
            TextLine(id="waiting"),
            TextLine(id="parked"),
            Container(TextTable(id="basket"), PayingPanel(id="paying"), id="board"),
            KeyedList(id="found"),
            PickList(id="people"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.found.can_focus = False
        self.work(self.follow, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.fresh = True
        if self.is_mounted:
            self.work(self.follow, "follow")

    # ------------------------------------------------------------ the basket

    def action_more(self, more: int) -> None:
        """One more of the marked line, or one less."""
        sku = self.table.marked()
        at = None if sku is None else self.basket.at(sku)
        if at is not None:
            self.count(self.basket.lines[at].quantity + more)

    def action_remove(self) -> None:
        if self.table.marked() is not None:
            self.count(0)

    def action_proxy(self) -> None:
        """Asks who collects: this basket, or what waits."""
        if self.basket.is_empty and not self.waiting:
            self.say_enter()
            return
        self.ask_for("proxy", "")

    async def take_typed(self, text: str) -> None:
        if self.asked == "proxy":
            self._take_proxy(text)
        elif self.asked == "day":
            await self._take_day(text)
        else:
            await super().take_typed(text)

    def action_day(self) -> None:
        """Asks for the day of the services."""
        if not services_of(self.basket, self.items):
            self.tell(_("There is no service in the basket."), "bad")
        else:
            self.ask_for("day", "" if self.basket.on is None else f"{self.basket.on:%m-%d}")

    async def _take_day(self, text: str) -> None:
        """A day that is not past; nothing typed: it is agreed later."""
        today = self.console.link.today()
        try:
            on = read_day(text, today) if text.strip() else None
        except ValueError:
            self.tell(say("{text} is no day.", text=text), "bad")
            return
        if on is not None and on < today:
            self.tell(say("{day} is past.", day=on), "bad")
            return
        self.leave_search()
        self.change(self.basket.with_(on=on))
        await self.ask_places()
        self.say_enter()

    def _take_proxy(self, text: str) -> None:
        """A name and the relation; nothing typed: the member themselves."""
        proxy = proxy_of(text)
        self.leave_search()
        if not self.basket.is_empty:
            self.change(self.basket.with_(proxy=proxy))
        elif proxy is not None:
            self._hand_over(proxy)

    # ------------------------------------------------------------ selling

    @on(TextTable.Entered)
    def _entered(self) -> None:
        self.action_sell()

    def action_sell(self, *, later: bool = False) -> None:
        """Sells the basket; one sale at a time. What is typed as an amount is noted first."""
        if not self.note_field():
            return
        if self.field() is not None:
            self.leave_search()
        if not under_way(self, "sell"):
            begin(self, partial(self._sell, collect=not later), "sell")

    def action_later(self) -> None:
        """The goods wait for who will collect them."""
        self.action_sell(later=True)

    async def _sell(self, *, collect: bool) -> None:
        basket, reckoned = self.basket, self.reckoned()
        if basket.member is None or basket.is_empty or (reckoned.refusal and basket.sent is None):
            self.say_enter()
            return
        command = sale(basket, reckoned, collect=collect, on=day_of(basket, self.items))
        self._put(basket, replace(basket, sent=command))
        await self.kept()
        try:
            done = await self.console.link.do(command, basket.key)
        except DeskError as error:
            if self.console.link.trouble is None and error.code not in UNSURE | WAITED:
                self._put(basket, replace(basket, sent=None))
                self.keep()
                await self.follow(quietly=True)
            self.tell_error(error)
            return
        self._put(basket, Basket(basket.member, basket.name, tender=basket.tender))
        self.keep()
        await self.follow(quietly=True)
        self.tell(sold_told(done, basket.name, self.items, reckoned.change), "good")

    def _put(self, was: Basket, now: Basket) -> None:
        """Another basket in the place of one, which may have been parked meanwhile."""
        put = [now if one.key == was.key else one for one in (self.basket, *self.baskets.parked)]
        self.baskets = Baskets(put[0], tuple(one for one in put[1:] if not one.is_empty))

    # ------------------------------------------------------------ handing over

    def action_hand_over(self) -> None:
        self._hand_over(None)

    def _hand_over(self, proxy: Proxy | None) -> None:
        """What waits goes out; of several it is asked which."""
        if len(self.waiting) > 1:
            choices = [
                (f"{order_told(order.order)}  {order.what}", partial(self._begin_handing, order, proxy))
                for order in self.waiting
            ]
            self.query_one("#people", PickList).offer(choices)
            self.tell(_("Which one? Up and down, then Enter | Esc = none"))
        elif self.waiting:
            self._begin_handing(self.waiting[0], proxy)
        else:
            self.tell(_("Nothing waits to be collected."), "bad")

    def _begin_handing(self, order: "OrderTold", proxy: Proxy | None) -> None:
        begin(self, partial(self._carry_out_handing, order, proxy), "hand")

    async def _carry_out_handing(self, order: "OrderTold", proxy: Proxy | None) -> None:
        try:
            await self.console.link.do(HandOver(order.order, proxy))
        except DeskError as error:
            self.tell_error(error)
            return
        await self.follow(quietly=True)
        facts = {"order": order_told(order.order), "what": order.what}
        if proxy is None:
            told = say("{order} is handed over: {what}", **facts)
        else:
            told = say("{order} is handed over to {proxy}: {what}", **facts, proxy=proxy.name)
        self.tell(told, "good")

    # ------------------------------------------------------------ parking

    def action_park(self) -> None:
        """Parks what is in hand; with nothing in hand a parked basket is taken up, of several which is
        asked."""
        parked = self.baskets.parked
        if not self.basket.is_empty:
            now = replace(self.basket, parked_at=self.console.link.now())
            self.take(Baskets(Basket(), (*parked, now)))
            self.work(self.follow, "follow")
        elif len(parked) > 1:
            lines = parked_lines(parked, self.items)
            choices = [(told, partial(self._take_up, one)) for told, one in zip(lines, parked, strict=True)]
            self.query_one("#people", PickList).offer(choices)
            self.tell(_("Which one? Up and down, then Enter | Esc = none"))
        elif parked:
            self._take_up(parked[0])
        else:
            self.tell(_("No basket is parked."), "bad")

    def _take_up(self, basket: Basket) -> None:
        others = tuple(one for one in self.baskets.parked if one.key != basket.key)
        self.take(Baskets(replace(basket, parked_at=None), others))
        self.work(self.follow, "follow")

    @on(PickList.Taken)
    @on(PickList.Left)
    def _back_to_basket(self) -> None:
        self.table.focus()
        self.say_enter()

    # ------------------------------------------------------------ leaving

    def action_orders(self) -> None:
        """The orders of the member in hand, or of all."""
        from tui.screens.orders import OrdersScreen

        self.app.push_screen(OrdersScreen(self.basket.member, self.basket.name))

    async def action_member(self) -> None:
        if self.basket.member is None:
            await self.console.open_member()
        else:
            await self.console.show_member(self.basket.member)

    def action_back(self) -> None:
        """With nothing on the counter the member is put down first."""
        if self.basket.is_empty and self.basket.member is not None and self.basket.sent is None:
            self.take(replace(self.baskets, in_hand=Basket()))
            self.work(self.follow, "follow")
        else:
            self.console.back_to_grid()
