"""One order as it is seen: its lines, how it was paid, its trail; and the field for what is asked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from core.counter.looking import AskOrder, LineTold, OrderCard
from core.errors import DeskError
from core.records import OrderId, order_told
from core.wire import Name
from tui.goods_back import ComingBack
from tui.keys import key_for
from tui.language import N_, _, say
from tui.once import Once
from tui.order_words import came_back_told, paid_lines, step_told
from tui.screens.base import DeskScreen
from tui.sentences.counter import ORDER_STATES
from tui.widgets.lines import TextLine
from tui.widgets.money import both_told
from tui.widgets.panels import Panel
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable

if TYPE_CHECKING:
    from core.command import Command

Asked = Literal["cancel", "return", "override", "proxy", "ship", "schedule"]
R = TypeVar("R")

LABELS: dict[Asked, str] = {
    "cancel": N_("Why:"),
    "return": N_("Why:"),
    "override": N_("The manager's reason:"),
    "proxy": N_("Collected by:"),
    "ship": N_("Carrier, number:"),
    "schedule": N_("Day:"),
}


class AskingField(SearchField):
    """What is asked; Esc leaves it as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), show=False, id="asking.leave"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.max_length = 200

    def action_leave(self) -> None:
        self.post_message(self.Left())


class OrderView(DeskScreen):
    """Shows an order, by its number."""

    def __init__(self, order: OrderId) -> None:
        super().__init__()
        self.order = order
        self.card: OrderCard | None = None
        self.coming = ComingBack()
        self.asked: Asked | None = None
        self._typed: dict[Asked, str] = {}
        """What was typed when a field was left."""
        self._once = Once()

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            TextTable(id="lines"),
            Panel(id="trail"),
            Horizontal(TextLine(id="what"), AskingField(id="typed"), id="asking"),
            TextLine(id="enter"),
        )

    @property
    def table(self) -> TextTable:
        return self.query_one("#lines", TextTable)

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.query_one("#typed", AskingField).value.strip()

    def on_mount(self) -> None:
        self.work(self._first, "order")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted and self.card is not None:
            self.work(self.follow, "order")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            card = await self.console.link.ask(AskOrder(self.order))
        except DeskError as error:
            self.tell_error(error)
            return
        if card.order == self.order:  # an exchange shows the new order meanwhile
            self.card = card
            self.show()

    def at_hand(self) -> str | None:
        return None if self.card is None else self.card.member

    def retranslate(self) -> None:
        super().retranslate()
        self.show()
        self.say_enter()

    def key(self, id: str) -> str:
        """The key of a command of this screen."""
        return key_for(f"order.{id}", self.console.keymap)

    # ------------------------------------------------------------ what is shown

    def show(self) -> None:
        card = self.card
        if card is None:
            return
        told = f" {order_told(card.order)} | {card.name} {card.member} | {_(ORDER_STATES[card.state])}"
        if card.return_until is not None:
            told += " | " + self._until_told(card)
        self.query_one("#heading", TextLine).say(told)
        columns = (
            Column(_("Item"), flex=True),
            Column(_("Quantity"), right=True),
            Column(_("Amount"), right=True),
            Column(_("Came back"), right=True),
            Column(_("Comes back"), right=True),
        )
        lines = {line.sku: line for line in card.lines}
        self.table.show(columns, [self._row(card, line) for line in lines.values()])
        self.list_keys()
        first, *others = paid_lines(card)
        self.query_one("#trail", Panel).list(
            first, [*others, *self._came_back(card), *map(step_told, card.trail)]
        )

    def _until_told(self, card: OrderCard) -> str:
        assert card.return_until is not None  # noqa: S101 - the caller has seen to it
        day = card.return_until.isoformat()
        if self.console.link.today() > card.return_until:
            return say("could come back until {day}", day=day)
        return say("can come back until {day}", day=day)

    def _came_back(self, card: OrderCard) -> Iterator[str]:
        return (came_back_told(one, card) for one in card.returns)

    def _row(self, card: OrderCard, line: LineTold) -> TableRow:
        same = [one for one in card.lines if one.sku == line.sku]
        told = both_told(sum(one.amount for one in same), sum(one.points for one in same))
        quantity, returned = sum(one.quantity for one in same), sum(one.returned for one in same)
        coming = self.coming.told(line.sku)
        return TableRow(line.sku, (line.name, f"{quantity:,}", told, f"{returned or ''}", coming))

    def marked_sku(self) -> Name | None:
        """The item of the marked line."""
        key = self.table.marked()
        return None if key is None or self.card is None else Name(key)

    def marked_name(self) -> str:
        """What it is called."""
        key = self.table.marked()
        lines = self.card.lines if self.card else ()
        return next((line.name for line in lines if line.sku == key), "")

    def say_enter(self) -> None:
        """What Enter does, at once; and what would come of it as soon as that is known."""
        if self.card is not None:
            self.tell(self.at_once(self.card))
            self.work(self.foretell, "foretell")

    def at_once(self, card: OrderCard) -> str:
        """What Enter does, before it is known what would come of it."""
        raise NotImplementedError

    async def foretell(self) -> None:
        """What would come of it."""
        raise NotImplementedError

    @on(TextTable.Marked)
    def _marked(self) -> None:
        self.say_enter()

    # ------------------------------------------------------------ asking and doing

    def ask(self, asked: Asked) -> None:
        """Asks for something in the field; what was typed there before stands in it."""
        self._keep_typed()
        self.asked = asked
        self.query_one("#what", TextLine).say(f" {_(LABELS[asked])} ")
        self.query_one("#asking").display = True
        field = self.query_one("#typed", AskingField)
        field.value = self._typed.get(asked, "")
        field.cursor_position = len(field.value)
        field.focus()
        self.say_enter()

    def _keep_typed(self) -> None:
        if self.asked is not None:
            self._typed[self.asked] = self.query_one("#typed", AskingField).value

    @on(SearchField.Left)
    def _left(self) -> None:
        self._keep_typed()
        self.leave_field()
        self.say_enter()

    def leave_field(self, *, done: bool = False) -> None:
        """Back to the lines; what was done is typed no more."""
        if done and self.asked is not None:
            self._typed.pop(self.asked, None)
        self.asked = None
        self.query_one("#asking").display = False
        self.table.focus()

    async def carry_out(self, command: "Command[R]") -> R:
        """Does it, once."""
        return await self._once.do(self.console.link, command)

    async def tell_done(self, told: str) -> None:
        """Shows the order as it is now, and what came of the deed."""
        await self.follow()
        self.answer_key(told, "good")
