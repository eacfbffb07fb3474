"""Stock: what is to be restocked first, then all items; receiving, writing off, counting."""

from functools import partial
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from core.errors import DeskError, invalid
from core.stock.items import AskItems, AskRestock, ItemTold
from core.stock.moving import CountStock, OnHand, ReceiveStock, WriteOff
from core.text import folded
from core.wire import Name
from tui.counter.basket import has_code
from tui.counter.words import called, price_told
from tui.language import N_, _, say
from tui.scanner import Scanned
from tui.screens.base import DeskScreen
from tui.widgets.lines import TextLine
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable
from tui.workers import begin, under_way

Deed = Literal["receive", "count", "write_off"]

LOW, ALL = "low:", "all:"
"""Before an item's code: its line among what is to be restocked, or among all."""

MOST_DIGITS = 9
"""A number with more is a barcode in the wrong field; the rule itself allows less."""

PROMPTS: dict[Deed, str] = {
    "receive": N_("Received, and why:"),
    "count": N_("Counted, and why:"),
    "write_off": N_("Written off, and why:"),
}

FORETOLD: dict[Deed, str] = {
    "receive": N_("{name}: type the number and, after a blank, a note. Enter = receive"),
    "count": N_("{name}: type how many there are and, after a blank, a note. Enter = count"),
    "write_off": N_("{name}: type the number and, after a blank, the reason. Enter = write off"),
}


class StockScreen(DeskScreen):
    """Items with what is on hand, held and available."""

    CSS_PATH = "stock.tcss"
    AUTO_FOCUS = "#stock"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), id="stock.back"),
        Binding("f5", "begin('receive')", N_("receive"), id="stock.receive", tooltip=N_("goods came in")),
        Binding("f6", "begin('count')", N_("count"), id="stock.count", tooltip=N_("what was counted")),
        Binding(
            "f8",
            "begin('write_off')",
            N_("write off"),
            id="stock.write_off",
            tooltip=N_("goods that are broken, lost or out of date"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("What is to be restocked stands first; a scanned barcode goes to its item."),
        N_(
            "F5, F6 and F8 take a number and, after a blank, the reason. A count changes the stock by itself."
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, ItemTold] = {}
        self.low: tuple[ItemTold, ...] = ()
        self.deed: Deed | None = None
        """What the field is for; None while it is hidden."""

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextTable(id="stock"),
            Horizontal(TextLine(id="what"), SearchField(id="typed"), id="asking"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#stock", TextTable)

    @property
    def typed(self) -> SearchField:
        return self.query_one("#typed", SearchField)

    def on_mount(self) -> None:
        self.work(self.follow, "follow")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted:
            self.work(self._first, "follow")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    # ------------------------------------------------------------ what is shown

    async def follow(self) -> None:
        """Asks anew."""
        link = self.console.link
        if not link.is_open:
            return
        try:
            items, low = (await link.ask(AskItems())).items, (await link.ask(AskRestock())).items
        except DeskError as error:
            self.tell_error(error)
            return
        self.items, self.low = {item.sku: item for item in items}, low
        self._show()

    def _show(self) -> None:
        rows = [TableRow(None, (_("To be restocked"),)), *(_row(LOW, item) for item in self.low)]
        rows = [*(rows if self.low else ()), TableRow(None, (_("All items"),))]
        self.table.show(_columns(), [*rows, *(_row(ALL, item) for item in self.items.values())])

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    def marked(self) -> ItemTold | None:
        """The item that the keys are about."""
        key = self.table.marked()
        return None if key is None else self.items.get(key.partition(":")[2])

    def say_enter(self) -> None:
        item = self.marked()
        if self.deed is not None:
            self.query_one("#what", TextLine).say(f" {_(PROMPTS[self.deed])} ")
        if item is None:
            self.tell(_("There are no items yet."))
        elif self.deed is not None:
            self.tell(say(FORETOLD[self.deed], name=item.name))
        else:
            self.tell(say("Enter = receive: {name}", name=item.name))

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    def on_scanned(self, event: Scanned) -> None:
        """Goes to the item of a barcode."""
        event.stop()
        item = next((item for item in self.items.values() if has_code(item, event.text)), None)
        if item is None:
            self.tell(say("No item is found by {text}.", text=event.text), "bad")
        else:
            self._leave_field()
            self.table.stand_on(ALL + item.sku)
            self.say_enter()

    # ------------------------------------------------------------ the deeds

    @on(TextTable.Entered)
    def _entered(self) -> None:
        self.action_begin("receive")

    def action_begin(self, deed: Deed) -> None:
        """Asks for a number and a reason; what was typed for another deed stays."""
        if self.marked() is None:
            self.say_enter()
            return
        self.deed = deed
        self.query_one("#asking").display = True
        self.typed.focus()
        self.say_enter()

    @on(Input.Submitted, "#typed")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not under_way(self, "deed"):
            begin(self, partial(self._carry_out, event.value), "deed")

    async def _carry_out(self, text: str) -> None:
        item, deed = self.marked(), self.deed
        if item is None or deed is None:
            return
        try:
            done = await self.console.link.do(_command(deed, item.sku, text))
        except DeskError as error:
            self.tell_error(error)
            return
        self._leave_field()
        await self.follow()
        self.tell(_done_told(item, done), "good")

    @on(SearchField.Left)
    def _left(self) -> None:
        self._leave_field()
        self.say_enter()

    def _leave_field(self) -> None:
        self.deed = None
        self.typed.value = ""
        self.query_one("#asking").display = False
        self.table.focus()

    def action_back(self) -> None:
        self.app.switch_mode("counter")


def _command(deed: Deed, sku: Name, text: str) -> ReceiveStock | CountStock | WriteOff:
    """What is typed: a number, and after a blank why. `invalid` for another thing."""
    number, _blank, reason = text.strip().partition(" ")
    plain = folded(number)
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= MOST_DIGITS):
        problem = "not_whole" if number else "blank"
        raise invalid("quantity", problem, value=number)
    why = reason.strip() or None
    if deed == "receive":
        return ReceiveStock(sku, int(plain), why)
    if deed == "count":
        return CountStock(sku, int(plain), why)
    if why is None:
        raise invalid("reason", "blank")
    return WriteOff(sku, int(plain), why)


def _done_told(item: ItemTold, done: OnHand) -> str:
    facts = {"name": item.name, "on_hand": f"{done.on_hand:,}", "difference": f"{done.difference:+,}"}
    if not done.difference:
        return say("{name}: {on_hand} on hand, as it was", **facts)
    return say("{name}: {on_hand} on hand now ({difference})", **facts)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Item"), flex=True),
        Column(_("Code"), flex=True, most=16),
        Column(_("Price"), right=True),
        Column(_("On hand"), right=True),
        Column(_("Held"), right=True),
        Column(_("Available"), right=True),
        Column(_("Low at"), right=True),
    )


def _row(before: str, item: ItemTold) -> TableRow:
    there = (f"{item.on_hand:,}", f"{item.held:,}", f"{item.available:,}")
    if item.kind == "service":
        there = (_("service"), "", "")
    low = "" if item.low_stock is None else f"{item.low_stock:,}"
    return TableRow(f"{before}{item.sku}", (called(item), item.sku, price_told(item), *there, low))
