"""One order: its lines, how it was paid, its trail; handing over, cancelling, taking back."""

from collections import Counter
from functools import partial
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.counter.handing import CancelOrder, HandOver
from core.counter.looking import AskOrder, LineTold, OrderCard
from core.counter.redeem import Tenders
from core.counter.returns import LineBack, ReturnLines
from core.errors import DeskError, invalid
from core.records import OrderId, order_told
from core.wire import Name
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.sentences.counter import ORDER_STATES, TENDERS
from tui.widgets.lines import TextLine
from tui.widgets.money import bare, money_told
from tui.widgets.panels import Panel
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable
from tui.workers import begin, under_way

Asked = Literal["cancel", "return"]

STEPS: dict[str, str] = {
    "redeemed": N_("redeemed"),
    "handed_over": N_("handed over"),
    "shipped": N_("sent"),
    "scheduled": N_("scheduled"),
    "service_done": N_("done"),
    "points_unlocked": N_("points unlocked"),
    "cancelled": N_("cancelled"),
    "returned": N_("something came back"),
}


class OrderScreen(DeskScreen):
    """An order, by its number."""

    CSS_PATH = "orders.tcss"
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="order.leave"),
        Binding("f5", "hand_over", N_("hand over"), id="order.hand_over"),
        Binding("ctrl+up", "back(1)", N_("one comes back"), show=False, id="order.more"),
        Binding("ctrl+down", "back(-1)", N_("one less comes back"), show=False, id="order.less"),
        Binding(
            "f6",
            "damaged",
            N_("damaged"),
            id="order.damaged",
            tooltip=N_("what comes back of this line is damaged, or can be sold again"),
        ),
        Binding(
            "f7",
            "ask('return')",
            N_("return goods"),
            id="order.return",
            tooltip=N_("take back what is marked, with the reason"),
        ),
        Binding(
            "f8",
            "ask('cancel')",
            N_("cancel"),
            id="order.cancel",
            tooltip=N_("cancel an order that was not handed over"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Enter on a line: one of it comes back; F6: it is damaged. F7 takes all of that back."),
        N_("What goes back by points, allowance and money is told afterwards."),
    )

    def __init__(self, order: OrderId) -> None:
        super().__init__()
        self._order = order
        self._card: OrderCard | None = None
        self._back: Counter[Name] = Counter()
        """How many of each item come back."""
        self._broken: set[Name] = set()
        self._asked: Asked | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            TextTable(id="lines"),
            Panel(id="trail"),
            Horizontal(TextLine(id="what"), SearchField(id="typed"), id="asking"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#lines", TextTable)

    def on_mount(self) -> None:
        self.work(self._first, "order")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            self._card = await self.console.link.ask(AskOrder(self._order))
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
        card = self._card
        if card is None:
            return
        state = _(ORDER_STATES[card.state])
        told = f" {order_told(card.order)} | {card.name} {card.member} | {state}"
        if card.return_until is not None:
            told += " | " + say("can come back until {day}", day=card.return_until.isoformat())
        self.query_one("#heading", TextLine).say(told)
        columns = (
            Column(_("Item"), flex=True),
            Column(_("Quantity"), right=True),
            Column(_("Amount"), right=True),
            Column(_("Came back"), right=True),
            Column(_("Comes back"), right=True),
        )
        lines = {line.sku: line for line in card.lines}
        self.table.show(columns, [self._row(line) for line in lines.values()])
        trail = [
            f"{step.at:%m-%d %H:%M}  {_(STEPS.get(step.event, step.event))}  {step.by}" for step in card.trail
        ]
        paid, left = tenders_told(card.tenders), tenders_told(card.left)
        first = [say("Paid: {tenders}", tenders=paid), say("Can go back: {tenders}", tenders=left)]
        if card.proxy is not None:
            first.append(say("Collected by {proxy}", proxy=card.proxy.name))
        self.query_one("#trail", Panel).list(first[0], [*first[1:], *trail])

    def _row(self, line: LineTold) -> TableRow:
        assert self._card is not None  # noqa: S101 - the caller has seen to it
        same = [one for one in self._card.lines if one.sku == line.sku]
        amount, points = sum(one.amount for one in same), sum(one.points for one in same)
        told = bare("allowance", amount) if amount or not points else money_told("points", points)
        back = self._back[line.sku]
        coming = f"{back} {_('damaged')}" if back and line.sku in self._broken else str(back or "")
        quantity, returned = sum(one.quantity for one in same), sum(one.returned for one in same)
        return TableRow(line.sku, (line.name, f"{quantity:,}", told, f"{returned or ''}", coming))

    def say_enter(self) -> None:
        key = self.table.marked()
        line = self._line()
        if key is None or line is None or self._card is None:
            return
        if self._asked == "cancel":
            self.tell(say("Cancel {order}? Type why, then Enter", order=order_told(self._order)))
        elif self._asked == "return":
            self.tell(_("Type why it comes back, then Enter"))
        elif self._card.received_on is None:
            self.tell(say("{order}: {state}", order=order_told(self._order), state=self._state()))
        elif self._back:
            self.tell(say("{name}: so many come back, F7 takes them back; Enter = one more", name=line.name))
        else:
            self.tell(say("Enter = one of {name} comes back", name=line.name))

    def _state(self) -> str:
        assert self._card is not None  # noqa: S101 - the caller has seen to it
        return _(ORDER_STATES[self._card.state])

    def _line(self) -> LineTold | None:
        key = self.table.marked()
        lines = self._card.lines if self._card else ()
        return next((line for line in lines if line.sku == key), None)

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    # ------------------------------------------------------------ what comes back

    @on(TextTable.Entered)
    def _entered(self) -> None:
        if self._card is not None and self._card.received_on is not None:
            self.action_back(1)

    def action_back(self, more: int) -> None:
        """One more of the marked line comes back, or one less; never more than is left of it."""
        line = self._line()
        if line is None or self._card is None:
            return
        left = sum(one.quantity - one.returned for one in self._card.lines if one.sku == line.sku)
        wanted = self._back[line.sku] + more
        if wanted > left:
            facts = {"sku": line.sku, "order": order_told(self._order), "left": left}
            self.tell_error(DeskError("too_many", **facts))
            return
        self._back[line.sku] = max(wanted, 0)
        self._back = +self._back
        self._show()
        self.say_enter()

    def action_damaged(self) -> None:
        line = self._line()
        if line is not None:
            self._broken ^= {line.sku}
            self._show()
            self.say_enter()

    # ------------------------------------------------------------ the deeds

    def action_ask(self, asked: Asked) -> None:
        """Asks for the reason."""
        if asked == "return" and not self._back:
            self.tell(_("Enter on a line first: so many of it come back."), "bad")
            return
        self._asked = asked
        self.query_one("#what", TextLine).say(f" {_('Why:')} ")
        self.query_one("#asking").display = True
        self.query_one("#typed", SearchField).focus()
        self.say_enter()

    def action_hand_over(self) -> None:
        begin(self, self._hand_over, "deed")

    async def _hand_over(self) -> None:
        try:
            await self.console.link.do(HandOver(self._order))
        except DeskError as error:
            self.tell_error(error)
            return
        await self.follow()
        self.tell(say("{order} is handed over", order=order_told(self._order)), "good")

    @on(Input.Submitted, "#typed")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not under_way(self, "deed"):
            begin(self, partial(self._carry_out, event.value.strip()), "deed")

    async def _carry_out(self, reason: str) -> None:
        try:
            if not reason:
                raise invalid("reason", "blank")
            if self._asked == "cancel":
                refund = (await self.console.link.do(CancelOrder(self._order, reason))).refund
            else:
                refund = (await self.console.link.do(ReturnLines(self._order, self._lines(), reason))).refund
        except DeskError as error:
            self.tell_error(error)
            return
        self._back.clear()
        self._leave_field()
        await self.follow()
        self.tell(say("Goes back: {tenders}", tenders=tenders_told(refund)), "good")

    def _lines(self) -> tuple[LineBack, ...]:
        return tuple(
            LineBack(sku, quantity, "damaged" if sku in self._broken else "resalable")
            for sku, quantity in self._back.items()
        )

    @on(SearchField.Left)
    def _left(self) -> None:
        self._leave_field()
        self.say_enter()

    def _leave_field(self) -> None:
        self._asked = None
        self.query_one("#typed", SearchField).value = ""
        self.query_one("#asking").display = False
        self.table.focus()

    def action_leave(self) -> None:
        self.dismiss()


def tenders_told(tenders: Tenders) -> str:
    """What is not nothing, tender by tender."""
    told = [money_told("points", tenders.points)] if tenders.points else []
    for kind in ("allowance", "cash", "wechat", "alipay", "card"):
        if amount := getattr(tenders, kind):
            told.append(f"{_(TENDERS[kind])} {bare('allowance', amount)}")
    return ", ".join(told) or _("nothing")
