"""One order (Enter in the list): handed over, sent, cancelled, taken back, exchanged, on paper again."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from core.counter.records import is_received
from core.errors import DeskError
from core.records import OrderId, order_told
from tui.goods_back import Draft
from tui.language import N_, say
from tui.screens.order_paper import OrderPaper
from tui.workers import begin, under_way


class OrderScreen(OrderPaper):
    """An order, by its number."""

    CSS_PATH = "orders.tcss"
    AUTO_FOCUS = "#lines"
    OWN_FIRST = True
    MORE_COMMANDS: ClassVar[tuple[tuple[str, str], ...]] = (("its_audit", N_("its audit trail")),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="order.leave"),
        Binding("f2", "member", N_("member"), id="order.member", tooltip=N_("the member's page")),
        Binding(
            "f3",
            "exchange",
            N_("exchange"),
            id="order.exchange",
            tooltip=N_("take goods back and hand over others instead"),
        ),
        Binding(
            "f4",
            "ship",
            N_("send"),
            id="order.ship",
            tooltip=N_("send the goods: carrier and number"),
        ),
        Binding(
            "f5",
            "hand_over",
            N_("hand over"),
            id="order.hand_over",
            tooltip=N_("hand over the goods; of services alone: they were given"),
        ),
        Binding("ctrl+up", "back(1)", N_("one comes back"), show=False, id="order.more"),
        Binding("ctrl+down", "back(-1)", N_("one less comes back"), show=False, id="order.less"),
        Binding(
            "f6",
            "damaged",
            N_("damaged"),
            id="order.damaged",
            tooltip=N_("one more of what comes back of this line is damaged"),
        ),
        Binding(
            "f7",
            "ask_return",
            N_("return goods"),
            id="order.return",
            tooltip=N_("take back what is marked, with the reason"),
        ),
        Binding(
            "f8",
            "ask_cancel",
            N_("cancel"),
            id="order.cancel",
            tooltip=N_("cancel an order that was not handed over"),
        ),
        Binding(
            "ctrl+e",
            "proxy",
            N_("by proxy"),
            id="order.proxy",
            tooltip=N_("hand over to somebody else: name and relation"),
        ),
        Binding(
            "ctrl+g",
            "schedule",
            N_("day of the service"),
            id="order.schedule",
            tooltip=N_("agree on a day for the services of the order"),
        ),
        Binding(
            "ctrl+o",
            "override",
            N_("after the last day"),
            id="order.override",
            tooltip=N_("take back after the last day, with the manager's reason"),
        ),
        Binding(
            "ctrl+r", "paper('receipt')", N_("receipt"), id="order.receipt", tooltip=N_("print the receipt")
        ),
        Binding(
            "ctrl+l",
            "paper('slip')",
            N_("slip"),
            id="order.slip",
            tooltip=N_("print the pick-up slip"),
        ),
        Binding(
            "ctrl+y",
            "why",
            N_("why"),
            id="order.why",
            tooltip=N_("how it was paid, and how what went back was split"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Enter on a line: one of it comes back; F6: one of those is damaged. F7 takes all of that back."),
        N_("What goes back by points, allowance and money, and to which lots, is told before Enter."),
        N_("F3 takes something else instead: only the difference is paid or given back."),
        N_("After the last day: Ctrl+O, the manager's reason, then the reason of the return."),
        N_("F4 sends: carrier and number, typed or scanned. Ctrl+G: a day for a service, F5: it was given."),
    )

    def __init__(self, order: OrderId, draft: Draft) -> None:
        super().__init__(order)
        self._keep(draft)

    def _keep(self, draft: Draft) -> None:
        """What is marked as coming back, and the exchange that is being made."""
        self.draft, self.coming = draft, draft.coming

    @on(Input.Changed, "#typed")
    def _changed(self) -> None:
        self.on_asking_changed()

    @on(Input.Submitted, "#typed")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not under_way(self, "deed"):
            begin(self, partial(self._carry_out, event.value.strip()), "deed")

    async def _carry_out(self, typed: str) -> None:
        try:
            await self.deed(typed)
        except DeskError as error:
            self.answer_key(error)

    def action_its_audit(self) -> None:
        """What was done to the order, by whom and why."""
        self.console.show_audit(record=order_told(self.order))

    def action_exchange(self) -> None:
        """What is marked comes back; something else is taken instead."""
        from tui.screens.order_exchange import ExchangeScreen

        card = self.card
        if card is None or not is_received(card):
            self.say_enter()
            return
        self.app.push_screen(ExchangeScreen(card, self.draft), self._exchanged)

    def _exchanged(self, done: "tuple[OrderId, str] | None") -> None:
        """The new order is shown: its receipt is one key away."""
        if done is None:
            self.show()
            self.say_enter()
        else:
            order, what = done
            facts = {"new": order_told(order), "old": order_told(self.order), "what": what}
            self.order = order
            self._keep(Draft())
            told = say("{new} instead of {old}: {what}", **facts)
            begin(self, partial(self.tell_done, told), "deed")

    def action_why(self) -> None:
        """How it was paid, and how what went back was split."""
        from tui.screens.order_why import OrderWhyScreen

        self.app.push_screen(OrderWhyScreen(self.order))

    async def action_member(self) -> None:
        """The member whose order it is."""
        if self.card is not None:
            await self.console.show_member(self.card.member)

    def action_leave(self) -> None:
        self.dismiss()
