"""An exchange: what comes back of an order, what is taken instead, and who pays the difference."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from core.counter.exchange import Exchange, Exchanged
from core.counter.looking import AskOrder
from core.counter.money import MONEY
from core.errors import DeskError, invalid
from core.records import order_told
from core.wire import Fen, Name, read_yuan
from tui.counter.basket import Basket
from tui.counter.words import called
from tui.goods_back import Draft
from tui.keys import key_for
from tui.language import N_, _, say
from tui.once import Once
from tui.order_words import tenders_told
from tui.screens.order_items import OrderItems
from tui.sentences.counter import TENDERS
from tui.widgets.keyed import KeyedLine, KeyedList
from tui.widgets.lines import TextLine
from tui.widgets.money import both_told, read_amount
from tui.widgets.search import SearchField
from tui.widgets.table import Column, TableRow, TextTable
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from core.counter.looking import LineTold, OrderCard

BACK, TAKEN = "back ", "taken "
"""How the keys of the two kinds of lines begin."""


class ExchangeScreen(OrderItems):
    """Answers with the new order, or with nothing."""

    TABLE = "#lines"
    CSS_PATH = "order_exchange.tcss"
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="exchange.leave"),
        Binding(
            "tab",
            "tender(1)",
            N_("tender"),
            id="exchange.tender",
            tooltip=N_("the tender that takes the difference"),
        ),
        Binding("shift+tab", "tender(-1)", N_("tender before"), show=False, id="exchange.tender_back"),
        Binding("f3", "points", N_("points"), id="exchange.points", tooltip=N_("pay a part by points")),
        Binding(
            "f6",
            "damaged",
            N_("damaged"),
            id="exchange.damaged",
            tooltip=N_("one more of what comes back of this line is damaged"),
        ),
        Binding("ctrl+up", "more(1)", N_("one more"), show=False, id="exchange.more"),
        Binding("ctrl+down", "more(-1)", N_("one less"), show=False, id="exchange.less"),
        Binding(
            "ctrl+o",
            "override",
            N_("after the last day"),
            show=False,
            id="exchange.override",
            tooltip=N_("take back after the last day, with the manager's reason"),
        ),
    ]
    HELP_NOTES: ClassVar[tuple[str, ...]] = (
        N_("Ctrl+Up on a line: one of it comes back, or one more is taken. Type or scan what is taken."),
        N_("What was paid for what comes back pays for what is taken; Tab changes who takes the difference."),
        N_("Esc leaves it; it is still there when the order's exchange is opened again."),
    )

    def __init__(self, card: "OrderCard", draft: Draft) -> None:
        super().__init__()
        self._card = card
        self._draft = draft
        self._asked: Literal["find", "points", "override"] = "find"
        self._foretold: Exchange | None = None
        """What Enter does, as the line says it."""
        self._once = Once()

    def compose(self) -> ComposeResult:
        yield from self.frame(
            TextLine(id="heading"),
            Horizontal(TextLine(id="find"), SearchField(id="search"), id="finding"),
            TextTable(id="lines"),
            KeyedList(id="found"),
            TextLine(id="enter"),
        )

    def on_mount(self) -> None:
        self.found.can_focus = False
        self.work(self._first, "order")

    async def _first(self) -> None:
        await self.follow()
        self.say_enter()

    async def follow(self) -> None:
        """Asks anew."""
        if not self.console.link.is_open:
            return
        try:
            await self._know_taken()
            self._card = await self.console.link.ask(AskOrder(self._card.order))
        except DeskError as error:
            self.tell_error(error)
            return
        self._show()
        if self._foretold is not None:
            self.say_enter()

    async def _know_taken(self) -> None:
        """Asks for the items that are taken, as they are now."""
        from core.stock.items import AskItems

        skus = tuple(sorted({line.sku for line in self._draft.taken.lines}))
        if skus:
            self.items |= {item.sku: item for item in (await self.console.link.ask(AskItems(skus))).items}

    def retranslate(self) -> None:
        super().retranslate()
        self._show()
        self.say_enter()

    # ------------------------------------------------------------ what is shown

    def _show(self) -> None:
        facts = {"order": order_told(self._card.order), "person": self._card.name}
        told = say("Exchange of {order}: {person}", **facts)
        rest = say("the difference by {tender}", tender=_(TENDERS[self._draft.taken.tender]))
        self.query_one("#heading", TextLine).say(f" {told} | {rest}")
        self.say_find()
        columns = (
            Column(_("Item"), flex=True),
            Column(_("Quantity"), right=True),
            Column(_("Amount"), right=True),
            Column(_("Exchange"), right=True),
        )
        rows = [TableRow(None, (_("comes back"),))]
        rows += [self._back_row(line) for line in {line.sku: line for line in self._card.lines}.values()]
        rows.append(TableRow(None, (_("taken instead"),)))
        rows += self._taken_rows()
        self.table.show(columns, rows)

    def _back_row(self, line: "LineTold") -> TableRow:
        same = [one for one in self._card.lines if one.sku == line.sku]
        told = both_told(sum(one.amount for one in same), sum(one.points for one in same))
        left = sum(one.quantity - one.returned for one in same)
        return TableRow(BACK + line.sku, (line.name, f"{left:,}", told, self._draft.coming.told(line.sku)))

    def _taken_rows(self) -> list[TableRow]:
        rows = []
        for line in self._draft.taken.lines:
            item = self.items.get(line.sku)
            name, price = str(line.sku), ""
            if item is not None:
                fen, points = (item.price, 0) if item.price is not None else (0, item.points_price or 0)
                name, price = called(item), both_told(fen * line.quantity, points * line.quantity)
            rows.append(TableRow(TAKEN + line.sku, (name, "", price, f"{line.quantity:,}")))
        return rows

    def say_find(self) -> None:
        labels = {"find": _("Taken instead:"), "points": _("Points:"), "override": _("The manager's reason:")}
        self.query_one("#find", TextLine).say(f" {labels[self._asked]} ")

    async def hits(self, text: str) -> list[KeyedLine]:
        """Items; nothing while points or a reason are typed."""
        if self._asked != "find":
            return []
        return await super().hits(text)

    def say_enter(self) -> None:
        """What Enter does, as soon as it is known what would come of it."""
        self._foretold = None
        self.tell(self._missing())
        self.work(self._foretell, "foretell")

    def _missing(self) -> str:
        """What is still to be said, or what is asked."""
        if self._asked == "points":
            return _("How many points? Enter = take so many")
        if self._asked == "override":
            return _("Type why it is taken back after the last day, then Enter")
        if not self._draft.coming.pieces:
            key = key_for("exchange.more", self.console.keymap)
            return say("What comes back? {key} on its line", key=key)
        if self._draft.taken.is_empty:
            return _("What is taken instead? Scan it, or type its name, pinyin or code")
        return ""

    async def _foretell(self) -> None:
        if self._missing():
            return
        try:
            command, done = await self._rehearsed()
        except DeskError as error:
            self._tell_refusal(error)
            return
        self._foretold = command
        self.tell_whole(say("Enter = {what}", what=self._told(done)))

    async def _rehearsed(self) -> tuple[Exchange, Exchanged]:
        """The command with the tender taking what is due, and what would come of it."""
        draft = self._draft
        command = Exchange(
            self._card.order,
            draft.coming.lines(),
            draft.taken.lines,
            points=draft.taken.points,
            override=draft.coming.override,
        )
        try:
            return command, await self.console.link.rehearse(command)
        except DeskError as error:
            if error.code != "payment_due":
                raise
            due = Fen(read_yuan(error.facts["due"]))
            command = replace(command, **{draft.taken.tender: due})  # type: ignore[arg-type]
            return command, await self.console.link.rehearse(command)

    def _told(self, done: Exchanged) -> str:
        """In one sentence."""
        facts = {"back": self._draft.coming.all_told(self._card), "taken": self._taken_told()}
        told = say("take back {back}, hand over {taken}", **facts)
        paid, refunded = any(done.paid), any(done.refunded)
        if paid:
            told = say("{what}, collect {tenders}", what=told, tenders=tenders_told(done.paid))
        if refunded:
            back = tenders_told(done.refunded, done.lots)
            told = say("{what}, give back {tenders}", what=told, tenders=back)
        return told if paid or refunded else say("{what}, nothing to pay", what=told)

    def _taken_told(self) -> str:
        """`1 towel, 2 mugs`."""
        lines = self._draft.taken.lines
        return ", ".join(
            say("{count} {name}", count=line.quantity, name=self.items[line.sku].name) for line in lines
        )

    def _tell_refusal(self, error: DeskError) -> None:
        from tui.sentences import sentence

        if error.code == "return_window_over" and self.console.link.trouble is None:
            key = key_for("exchange.override", self.console.keymap)
            told = say("{key} = with the manager's reason", key=key)
            self.tell(f"{sentence(error)} {told}", "bad")
        else:
            self.tell_error(error)

    @on(TextTable.Marked)
    def _marked(self) -> None:
        if self._foretold is None:
            self.say_enter()

    # ------------------------------------------------------------ what is exchanged

    def add(self, sku: Name) -> None:
        """One more of an item is taken."""
        self._take(self._draft.taken.add(sku))
        self.table.stand_on(TAKEN + sku)

    def _take(self, taken: Basket) -> None:
        self._draft.taken = taken
        self._show()
        self.say_enter()

    def action_more(self, more: int) -> None:
        """One more of the marked line comes back or is taken, or one less."""
        self.count(lambda now: now + more)

    def count(self, change: Callable[[int], int]) -> None:
        key = self.table.marked() or ""
        if key.startswith(TAKEN):
            sku = Name(key.removeprefix(TAKEN))
            at = self._draft.taken.at(sku)
            if at is not None:
                self._take(self._draft.taken.set(sku, change(self._draft.taken.lines[at].quantity)))
        elif key.startswith(BACK):
            sku, coming = Name(key.removeprefix(BACK)), self._draft.coming
            now = coming.pieces[sku]
            self._change_back(partial(coming.more, self._card, sku, change(now) - now))

    def marked_name(self) -> str:
        sku = (self.table.marked() or "").removeprefix(BACK)
        names = {str(line.sku): line.name for line in self._card.lines}
        taken = self.items.get(sku.removeprefix(TAKEN))
        return names.get(sku, "" if taken is None else taken.name)

    def action_damaged(self) -> None:
        """One more of what comes back of the marked line is damaged."""
        key = self.table.marked() or ""
        if key.startswith(BACK):
            sku = Name(key.removeprefix(BACK))
            self._change_back(partial(self._draft.coming.one_more_damaged, self._card, sku))

    def _change_back(self, change: "partial[None]") -> None:
        try:
            change()
        except DeskError as error:
            self.answer_key(error)
            return
        self._show()
        self.say_enter()

    def action_tender(self, ahead: int) -> None:
        """Another one takes the difference."""
        at = MONEY.index(self._draft.taken.tender) + ahead
        self._take(self._draft.taken.with_(tender=MONEY[at % len(MONEY)]))

    # ------------------------------------------------------------ asking

    def action_points(self) -> None:
        self._ask("points", str(self._draft.taken.points or ""))

    def action_override(self) -> None:
        self._ask("override", self._draft.coming.override or "")

    def _ask(self, asked: Literal["points", "override"], typed: str) -> None:
        self.leave_search()
        self._asked = asked
        self.search.value = typed
        self.search.focus()
        self.search.action_select_all()
        self.say_find()
        self.say_enter()

    async def take_typed(self, text: str) -> None:
        if self._asked == "find":
            await super().take_typed(text)
            return
        try:
            if self._asked == "points":
                points = read_amount(text, "points").number if text.strip() else 0
                self._draft.taken = self._draft.taken.with_(points=points)
            elif not text.strip():
                raise invalid("reason", "blank")
            else:
                self._draft.coming.override = text.strip()
        except DeskError as error:
            self.answer_key(error)
            return
        self.leave_search()
        self._show()
        self.say_enter()

    def leave_search(self) -> None:
        self._asked = "find"
        super().leave_search()
        self.say_find()

    # ------------------------------------------------------------ the deed

    @on(TextTable.Entered)
    def _entered(self) -> None:
        if self._foretold is None:
            self.say_enter()
        elif not under_way(self, "deed"):
            begin(self, partial(self._carry_out, self._foretold), "deed")

    async def _carry_out(self, command: Exchange) -> None:
        try:
            done = await self._once.do(self.console.link, command)
        except DeskError as error:
            self.answer_key(error)
            return
        told = self._told(done)
        self._draft.coming.clear()
        self._draft.taken = Basket()
        self.dismiss((done.order, told))

    def action_leave(self) -> None:
        self.dismiss(None)
